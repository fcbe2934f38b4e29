package news

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	out, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPlaceIsInTheZoneOfTheReader(t *testing.T) {
	for _, c := range []struct {
		what, zone, date string
		grain            Grain
		day              string
	}{
		{"a late evening in New York", "Asia/Shanghai", "2026-03-11T22:30:00-04:00", GrainHour, "2026-03-12"},
		{"the last second of a day", "Asia/Shanghai", "2026-03-12T15:59:59Z", GrainHour, "2026-03-12"},
		{"the first of the next", "Asia/Shanghai", "2026-03-12T16:00:00Z", GrainHour, "2026-03-13"},
		{"west of the date line", "Pacific/Pago_Pago", "2026-03-12T10:59:59Z", GrainHour, "2026-03-11"},
		{"east of it, the same moment", "Pacific/Kiritimati", "2026-03-12T10:59:59Z", GrainHour, "2026-03-13"},
		{"a day alone stays, to the west", "Pacific/Pago_Pago", "2026-03-12T00:00:00+09:00", GrainDay, "2026-03-12"},
		{"a day alone stays, to the east", "Pacific/Kiritimati", "2026-03-12T00:00:00-05:00", GrainDay, "2026-03-12"},
		{"no date, by the capture", "Pacific/Kiritimati", "2026-03-12T10:00:00Z", GrainNone, "2026-03-13"},
		{"beyond the calendar", "Asia/Shanghai", "9999-12-31T20:00:00Z", GrainHour, "0001-01-01"},
	} {
		if p := PlaceOf(at(t, c.date), c.grain, zoneOf(t, c.zone)); p.Day != c.day {
			t.Errorf("%s: %s in %s is %s, want %s", c.what, c.date, c.zone, p.Day, c.day)
		}
	}
}

func TestPlacesOfADay(t *testing.T) {
	zone := zoneOf(t, "Asia/Shanghai")
	want := []Place{ // as lists have them
		PlaceOf(at(t, "2026-03-12T16:00:00Z"), GrainHour, zone), // the next day
		PlaceOf(at(t, "2026-03-12T15:59:00Z"), GrainHour, zone),
		PlaceOf(at(t, "2026-03-11T16:00:00Z"), GrainHour, zone),      // at midnight
		PlaceOf(at(t, "2026-03-12T00:00:00-05:00"), GrainDay, zone),  // a moment of the afternoon
		PlaceOf(at(t, "2026-03-12T00:00:00+09:00"), GrainDay, zone),  // a moment of the day before
		PlaceOf(at(t, "2026-03-12T15:00:00Z"), GrainNone, zone),      // captured in the evening
		PlaceOf(at(t, "2026-03-11T15:59:59Z"), GrainHour, zone),      // the day before
		PlaceOf(at(t, "2026-03-11T01:00:00Z"), GrainNone, zone),      // no date
		PlaceOf(at(t, "2026-03-10T23:59:59-09:00"), GrainHour, zone), // 16:59 of the 11th, before those without a date
	}
	want[7], want[8] = want[8], want[7]
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, Place.NewerFirst)
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestDaysOfAZone has days on which clocks are put, and zones on both sides of the date line.
func TestDaysOfAZone(t *testing.T) {
	for _, c := range []struct {
		what, zone, first, last string
		from, until             string
	}{
		{"a plain day", "Asia/Shanghai", "2026-03-12", "2026-03-12", "2026-03-11T16:00:00Z", "2026-03-12T16:00:00Z"},
		{"a day of 23 hours", "America/New_York", "2026-03-08", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"},
		{"a day of 25 hours", "America/New_York", "2026-11-01", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},
		{"a day without its midnight", "Africa/Cairo", "2025-04-25", "2025-04-25", "2025-04-24T22:00:00Z", "2025-04-25T21:00:00Z"},
		{"a midnight that comes twice", "America/Havana", "2025-11-02", "2025-11-02", "2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z"},
		{"east of the date line", "Pacific/Kiritimati", "2026-03-12", "2026-03-12", "2026-03-11T10:00:00Z", "2026-03-12T10:00:00Z"},
		{"west of it", "Pacific/Pago_Pago", "2026-03-12", "2026-03-12", "2026-03-12T11:00:00Z", "2026-03-13T11:00:00Z"},
		{"a day that was left out", "Pacific/Apia", "2011-12-30", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
		{"several days", "UTC", "2026-02-27", "2026-03-01", "2026-02-27T00:00:00Z", "2026-03-02T00:00:00Z"},
		{"open to the past", "UTC", "", "2026-03-01", "0001-01-01T00:00:00Z", "2026-03-02T00:00:00Z"},
		{"no day", "UTC", "2026-02-30", "", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
	} {
		d := DaysIn(zoneOf(t, c.zone), c.first, c.last)
		if !d.From.Equal(at(t, c.from)) || !d.Until.Equal(at(t, c.until)) {
			t.Errorf("%s: %s to %s in %s is %s to %s, want %s to %s", c.what, c.first, c.last, c.zone,
				d.From.UTC().Format(time.RFC3339), d.Until.UTC().Format(time.RFC3339), c.from, c.until)
		}
	}
	if d := MonthIn(time.UTC, "2026-02"); d.First != "2026-02-01" || d.Last != "2026-02-28" || !d.Until.Equal(at(t, "2026-03-01T00:00:00Z")) {
		t.Errorf("February is %+v", d)
	}
}

// TestDaysHaveTheirPlaces compares the two ways to ask for a day: the moments of a run, and the place of a moment.
func TestDaysHaveTheirPlaces(t *testing.T) {
	for _, name := range []string{"UTC", "Asia/Shanghai", "America/New_York", "Africa/Cairo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe"} {
		zone := zoneOf(t, name)
		for day := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2026; day = day.AddDate(0, 0, 1) {
			d := DaysIn(zone, day.Format(time.DateOnly), day.Format(time.DateOnly))
			for _, moment := range []time.Time{d.From.Add(-time.Second), d.From, d.Until.Add(-time.Second), d.Until} {
				inRun := d.Has(moment, GrainHour)
				if here := PlaceOf(moment, GrainHour, zone).Day == d.First; here != inRun {
					t.Fatalf("%s: %s on %s: %v, in its run: %v", name, moment, d.First, here, inRun)
				}
			}
		}
	}
}
