package edition

import (
	"time"
)

// Hour is an hour of a day, after which an edition is cut.
type Hour struct {
	Slot string // "15:04"
	Day  string // in the zone, "2006-01-02"
	At   time.Time
}

// Passed is the last of some hours of the day, in a zone, that has passed, whichever day that was; false: there are none. A day
// that a zone left out has none.
func Passed(hours []string, zone *time.Location, now time.Time) (last Hour, ok bool) {
	y, m, d := now.In(zone).Date()
	for _, slot := range hours {
		h, err := time.Parse("15:04", slot)
		if err != nil {
			continue
		}
		for back := range 3 { // yesterday may be a day that the zone left out
			at := time.Date(y, m, d-back, h.Hour(), h.Minute(), 0, 0, zone)
			day := time.Date(y, m, d-back, 12, 0, 0, 0, time.UTC).Format(time.DateOnly)
			if at.Format(time.DateOnly) == day && !at.After(now) && (!ok || at.After(last.At)) {
				last, ok = Hour{slot, day, at}, true
			}
		}
	}
	return last, ok
}

// longest is the longest window: after a longer time the edition before is none that a reader comes from.
const longest = 7 * 24 * time.Hour

// Next is the window of the edition of an hour that is cut now: since the last edition of the same hour, cut at until on day; without
// one (until is zero), of the 24 hours before. It counts how many editions of the hour are missed between the two.
func (h Hour) Next(zone *time.Location, now, until time.Time, day string) Window {
	w := Window{Slot: h.Slot, Day: h.Day, Zone: zone.String(), Until: now}
	first, last := now.Add(-longest), now.Add(-24*time.Hour)
	w.From = last
	if !until.IsZero() {
		w.From = until
		w.Missed = max(0, days(day, h.Day)-1)
	}
	if w.From.Before(first) {
		w.From = first
	}
	return w
}

// days are so many from one day to another; 0 where one is none.
func days(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	b, wrong := time.Parse(time.DateOnly, to)
	if err != nil || wrong != nil {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

// Recent is the window of what is shown without an edition: the 24 hours before now.
func Recent(zone *time.Location, now time.Time) Window {
	return Window{Zone: zone.String(), From: now.Add(-24 * time.Hour), Until: now}
}
