package news

import "time"

// Hour says what is known of the time of a publication: how far the time that is given may be from the true one.
type Hour string

// What can be known of the time of a publication.
const (
	HourGiven Hour = "given" // the outlet gives a moment: the hour with its zone
	HourLocal Hour = "local" // the outlet gives the hour without a zone; it is read in that of its country, in UTC where none is known
	HourDay   Hour = "day"   // the outlet gives a day
	HourNone  Hour = ""      // nothing: the time is that of an update, or the desk's own, or it was read before this was kept
)

// HourOf says what is known of a time of publication. day: the text gives the day alone; zoneless: an hour without its zone.
func HourOf(at time.Time, day, zoneless bool) Hour {
	switch {
	case at.IsZero():
		return HourNone
	case day:
		return HourDay
	case zoneless:
		return HourLocal
	}
	return HourGiven
}

// UnsureHours is how far two publications must at least lie apart for one to be called the earlier: clocks of
// outlets differ, and their times are of putting in, of checking or of publishing.
const UnsureHours = 10 * time.Minute

// Zones lie this far from UTC, to the east and to the west.
const (
	easternmost = 14 * time.Hour
	westernmost = 12 * time.Hour
)

// Span is the time within which a report was published, by what is known of that. A publication after its own
// capture is none. from is zero where the report may be of any age.
func (h Hour) Span(published, captured time.Time) (from, until time.Time) {
	switch {
	case published.IsZero() || published.After(captured):
		return time.Time{}, captured
	case h == HourGiven:
		return published, published
	case h == HourLocal:
		y, m, d := published.Date()
		hour, minute, sec := published.Clock()
		clock := time.Date(y, m, d, hour, minute, sec, published.Nanosecond(), time.UTC)
		from, until = clock.Add(-easternmost), clock.Add(westernmost)
	case h == HourDay:
		y, m, d := published.Date()
		day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		from, until = day.Add(-easternmost), day.Add(24*time.Hour+westernmost)
	default:
		return time.Time{}, captured
	}
	if until.After(captured) {
		until = captured
	}
	return from, until
}
