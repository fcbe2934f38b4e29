package quantity

import (
	"slices"
	"time"
)

// Calendar is all that a sentence says of time.
type Calendar struct {
	Dates     []Date
	Unclear   bool  // it has relative words that cannot be placed: "on Friday" of an undated report
	Next      bool  // "the next day", "overnight": a day after one that is named
	Following bool  // it says so of a day, and means no night: "the next day", a day later
	Steps     []int // by how many days: "two days later"
	Years     bool  // "three years later", "a year earlier"
	Shifts    []int // by how many years; empty: it does not say, or not clearly
	Turns     []Turn
}

// Turn is a week, a month or another period, named by its place before or after the
// present one.
type Turn struct {
	Start, End int
	Of         Period
	Step       int // -1: the last one; 0: this one; 1: the next one
}

// Period is what a turn counts.
type Period uint8

const (
	AWeek Period = iota + 1
	Weeks
	AMonth
	Months
	AYear
	Spring
	Summer
	Autumn
	Winter
	ADecade
	ACentury
	AnHour
	ADay
	AQuarter
)

// Add adds what another sentence says of time. A shift that one of them leaves open
// stays open.
func (c *Calendar) Add(o Calendar) {
	c.Dates = append(c.Dates, o.Dates...)
	c.Unclear = c.Unclear || o.Unclear
	c.Next, c.Following = c.Next || o.Next, c.Following || o.Following
	c.Steps = append(c.Steps, o.Steps...)
	switch {
	case o.Years && len(o.Shifts) == 0, c.Years && len(c.Shifts) == 0:
		c.Shifts = nil
	default:
		c.Shifts = append(c.Shifts, o.Shifts...)
	}
	c.Years = c.Years || o.Years
	c.Turns = append(c.Turns, o.Turns...)
}

// Placed reports whether some day is known.
func (c Calendar) Placed() bool {
	for _, d := range c.Dates {
		if d.From != 0 && d.Upto-d.From < 4 || d.Month != 0 && d.Day != 0 {
			return true
		}
	}
	return false
}

// NamesWeekday reports whether a day of the week is named.
func (c Calendar) NamesWeekday() bool {
	return slices.ContainsFunc(c.Dates, func(d Date) bool { return d.Named })
}

// Covers reports whether a number is part of a date, and no more than that.
func (c Calendar) Covers(n Number) bool {
	return slices.ContainsFunc(c.Dates, func(d Date) bool { return d.Absolute() && n.Start >= d.Start && n.End <= d.End })
}

// Holds reports whether the calendar of a report holds the claim's date d. published is
// the date of the report; zero: it has none.
func (c Calendar) Holds(d Date, published time.Time) bool {
	if c.Unclear && published.IsZero() && (d.Day != 0 || d.Month != 0 || d.Named) {
		return true
	}
	switch {
	case c.says(d, published):
		return true
	case published.IsZero():
		return false
	}
	return c.near(d, published)
}

// Open reports whether the calendar holds a year only because it counts years and does
// not say how many.
func (c Calendar) Open(d Date, published time.Time) bool {
	return c.Years && len(c.Shifts) == 0 && !c.says(d, published)
}

// near reports whether a date that the calendar does not name is that of publication, or
// lies from it or from one that is named as the calendar says.
func (c Calendar) near(d Date, published time.Time) bool {
	p := Date{Year: published.Year(), Month: int(published.Month()), Day: published.Day()}
	switch {
	case d.Year != 0 && d.Month == 0 && d.Day == 0:
		if c.Years {
			return c.shifted(d.Year, p.Year)
		}
		return d.Year == p.Year && !c.NamesYear()
	case d.Absolute():
		return (d.Day != 0 || !c.namesMonth()) && p.Holds(d, published) || c.Next && c.nextTo(d, published)
	case d.Named:
		return c.Following && c.nextTo(d, published)
	}
	return false
}

// says reports whether one of the dates holds d. The month of "the 17th" may be said
// elsewhere.
func (c Calendar) says(d Date, published time.Time) bool {
	for _, s := range c.Dates {
		if d.Month != 0 && d.Day != 0 && s.Month == 0 && s.Day != 0 && c.hasMonth(d.Month, published) {
			s.Month = d.Month
		}
		if s.Holds(d, published) {
			return true
		}
	}
	return false
}

// NamesYear reports whether a year is named.
func (c Calendar) NamesYear() bool {
	return slices.ContainsFunc(c.Dates, func(d Date) bool { return d.Year != 0 || d.Upto-d.From > 300 })
}

func (c Calendar) namesMonth() bool {
	return slices.ContainsFunc(c.Dates, func(d Date) bool { return d.Month != 0 })
}

// hasMonth reports whether a month is named, or is the report's own.
func (c Calendar) hasMonth(m int, published time.Time) bool {
	for _, s := range c.Dates {
		if s.Month == m {
			return true
		}
	}
	return !published.IsZero() && int(published.Month()) == m
}

// shifted reports whether a year lies as far from one that is named, or from
// published, as the sentence says, or within ten years of it where it does not say.
func (c Calendar) shifted(y, published int) bool {
	from := []int{published}
	for _, s := range c.Dates {
		if s.Year != 0 {
			from = append(from, s.Year)
		}
	}
	for _, f := range from {
		if len(c.Shifts) == 0 && abs(f-y) <= 10 {
			return true
		}
		for _, n := range c.Shifts {
			if abs(abs(f-y)-n) <= n/10 { // "a decade" may be nine years
				return true
			}
		}
	}
	return false
}

// steps are by how many days the claim's day may lie from one that is named.
func (c Calendar) steps() []int {
	out := []int{-1, 1}
	for _, n := range c.Steps {
		if n > 1 && n < 60 {
			out = append(out, -n, n)
		}
	}
	return out
}

// nextTo reports whether the claim's day follows or precedes one that is named.
func (c Calendar) nextTo(d Date, published time.Time) bool {
	for _, s := range c.Dates {
		for _, step := range c.steps() {
			moved := s
			switch n, ok := s.On(published); {
			case ok:
				t := FromDay(n + step)
				moved = Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
			case s.From != 0 && s.From == s.Upto:
				moved.From, moved.Upto = s.From+step, s.Upto+step
			case s.Day != 0:
				moved.Day += step
			}
			if moved.Holds(d, published) {
				return true
			}
		}
	}
	return false
}
