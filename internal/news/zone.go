package news

import (
	"cmp"
	"sort"
	"time"
)

// Grain says what lists may say of the time of a report. The finer stand above the others of their day.
type Grain byte

// What lists may say of the time of a report.
const (
	GrainHour Grain = iota // its day and hour
	GrainDay               // its day alone, as the outlet gives it
	GrainNone              // nothing: it is filed under the time of its last change, or that at which the desk saw it
)

// GrainOf is what lists may say of a report that has that time of publication, of which so much is known.
func GrainOf(published time.Time, hour Hour) Grain {
	switch {
	case published.IsZero(), hour == HourNone:
		return GrainNone
	case hour == HourDay:
		return GrainDay
	}
	return GrainHour
}

// Place is where lists have a report that are in the zone of a reader.
type Place struct {
	Day   string // "2006-01-02"
	Grain Grain
	At    time.Time // as DateOf returns it, within the years that a day can have
}

// PlaceOf is the place of a report that is filed under a date, as DateOf returns it. A day that an outlet gives without
// an hour is that day in every zone.
func PlaceOf(date time.Time, grain Grain, zone *time.Location) Place {
	at := inCalendar(date)
	p := Place{Grain: grain, At: at}
	if grain != GrainDay {
		at = Local(at, zone)
	}
	p.Day = at.Format(time.DateOnly)
	return p
}

// NewerFirst compares places as lists have them: by day, the newest first; within a day by the hour, the newest first, then those
// of which the day alone is known, then those without a date.
func (p Place) NewerFirst(o Place) int {
	return cmp.Or(cmp.Compare(o.Day, p.Day), cmp.Compare(p.Grain, o.Grain), o.At.Compare(p.At))
}

// Local is a moment in a zone, within the years that a day can have.
func Local(t time.Time, zone *time.Location) time.Time { return inCalendar(t.In(zone)) }

// inCalendar is t, or the first day of the calendar where the year of t has not four digits.
func inCalendar(t time.Time) time.Time {
	if y := t.Year(); y < 1 || y > 9999 {
		return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

// Days is a run of whole days in the zone of a reader. It has the reports whose places are on one of them; the zero value has all.
type Days struct {
	From, Until time.Time // its first moment, and the first after it; zero: open
	First, Last string    // the days, inclusive; empty: open
}

// Has reports whether a report that is filed under a date, as DateOf returns it, has its place on one of the days.
func (d Days) Has(date time.Time, grain Grain) bool {
	if grain == GrainDay {
		day := inCalendar(date).Format(time.DateOnly)
		return day >= d.First && (d.Last == "" || day <= d.Last)
	}
	return !date.Before(d.From) && (d.Until.IsZero() || date.Before(d.Until))
}

// DaysIn is the run from one day to another, both inclusive, in a zone. An empty day leaves its end open, and so does what is no day.
func DaysIn(zone *time.Location, first, last string) Days {
	var d Days
	if t, err := time.Parse(time.DateOnly, first); err == nil {
		d.First, d.From = first, beginOf(t, zone)
	}
	if t, err := time.Parse(time.DateOnly, last); err == nil {
		d.Last, d.Until = last, beginOf(t.AddDate(0, 0, 1), zone)
	}
	return d
}

// MonthIn are the days of a month, "2006-01".
func MonthIn(zone *time.Location, month string) Days {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return Days{}
	}
	return DaysIn(zone, t.Format(time.DateOnly), t.AddDate(0, 1, -1).Format(time.DateOnly))
}

// farthest is more than any zone ever lay from UTC: Manila until 1844 by nearly 16 hours.
const farthest = 16 * time.Hour

// beginOf is the first second in a zone that is of that day, which is given as its midnight in UTC, or of a later one. Where clocks are
// put forward at midnight, it is no midnight; a day that a zone left out has no time at all.
func beginOf(day time.Time, zone *time.Location) time.Time {
	start := day.Add(-farthest)
	n := sort.Search(int(2*farthest/time.Second), func(i int) bool {
		y, m, d := start.Add(time.Duration(i) * time.Second).In(zone).Date()
		return !time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Before(day)
	})
	return start.Add(time.Duration(n) * time.Second).In(zone)
}
