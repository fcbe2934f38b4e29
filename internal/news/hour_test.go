package news

import (
	"testing"
	"time"
)

// A time says no more of a publication than is known of it.
func TestSpan(t *testing.T) {
	at := func(s string) time.Time {
		x, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	captured := at("2026-03-12T18:00:00Z")
	var none time.Time
	for _, c := range []struct {
		name        string
		hour        Hour
		published   time.Time
		from, until time.Time
	}{
		{"a moment", HourGiven, at("2026-03-12T09:30:00+08:00"), at("2026-03-12T01:30:00Z"), at("2026-03-12T01:30:00Z")},
		{"an hour without a zone", HourLocal, at("2026-03-11T20:00:00Z"), at("2026-03-11T06:00:00Z"), at("2026-03-12T08:00:00Z")},
		{"an hour without a zone, just before the capture", HourLocal, at("2026-03-12T17:00:00Z"), at("2026-03-12T03:00:00Z"), captured},
		{"one that was read in a zone", HourLocal, at("2026-03-11T20:00:00+08:00"), at("2026-03-11T06:00:00Z"), at("2026-03-12T08:00:00Z")},
		{"a day", HourDay, at("2026-03-10T00:00:00Z"), at("2026-03-09T10:00:00Z"), at("2026-03-11T12:00:00Z")},
		{"the day of the capture", HourDay, at("2026-03-12T00:00:00Z"), at("2026-03-11T10:00:00Z"), captured},
		{"the desk's own", HourNone, at("2026-03-12T09:30:00Z"), none, captured},
		{"a moment that was not yet", HourGiven, captured.Add(time.Minute), none, captured},
		{"no time", HourGiven, none, none, captured},
	} {
		from, until := c.hour.Span(c.published, captured)
		if !from.Equal(c.from) || !until.Equal(c.until) {
			t.Errorf("%s: from %s until %s, want from %s until %s", c.name, from, until, c.from, c.until)
		}
	}
}
