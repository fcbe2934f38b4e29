package edition

import (
	"fmt"
	"testing"
	"time"
)

func zone(t *testing.T, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestPassed(t *testing.T) {
	for _, c := range []struct{ zone, now, want string }{
		{"Asia/Shanghai", "2026-03-12T11:00:00Z", "2026-03-12 19:00 2026-03-12T11:00:00Z"},
		{"Asia/Shanghai", "2026-03-12T10:59:59Z", "2026-03-12 07:00 2026-03-11T23:00:00Z"},
		{"Asia/Shanghai", "2026-03-11T22:00:00Z", "2026-03-11 19:00 2026-03-11T11:00:00Z"},
		{"Pacific/Kiritimati", "2026-03-12T05:30:00Z", "2026-03-12 19:00 2026-03-12T05:00:00Z"}, // 14 hours east
		{"Pacific/Kiritimati", "2026-03-11T17:30:00Z", "2026-03-12 07:00 2026-03-11T17:00:00Z"},
		{"Pacific/Pago_Pago", "2026-03-12T18:30:00Z", "2026-03-12 07:00 2026-03-12T18:00:00Z"}, // 11 hours west
		{"Pacific/Pago_Pago", "2026-03-12T05:30:00Z", "2026-03-11 07:00 2026-03-11T18:00:00Z"},
		{"Pacific/Pago_Pago", "2026-03-12T06:30:00Z", "2026-03-11 19:00 2026-03-12T06:00:00Z"},
		{"Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-29 19:00 2011-12-30T05:00:00Z"}, // there was no 30 December
		{"Europe/Berlin", "2026-03-29T05:30:00Z", "2026-03-29 07:00 2026-03-29T05:00:00Z"},
	} {
		now, _ := time.Parse(time.RFC3339, c.now)
		h, ok := Passed([]string{"07:00", "19:00"}, zone(t, c.zone), now)
		if got := fmt.Sprint(h.Day, " ", h.Slot, " ", h.At.UTC().Format(time.RFC3339)); !ok || got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.zone, c.now, got, c.want)
		}
	}
	if h, ok := Passed([]string{"02:30"}, zone(t, "Europe/Berlin"), time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC)); !ok || h.Day != "2026-03-29" {
		t.Errorf("an hour that there is not: %+v", h)
	}
	for _, hours := range [][]string{nil, {"noon", ""}} {
		if h, ok := Passed(hours, time.UTC, until); ok {
			t.Errorf("%v: %+v", hours, h)
		}
	}
}

func TestNext(t *testing.T) {
	h := Hour{Slot: "19:00", Day: "2026-03-12", At: until}
	for _, c := range []struct {
		name  string
		until time.Time
		day   string
		from  time.Time
		want  int
	}{
		{"the first", time.Time{}, "", at(-24), 0},
		{"after yesterday's", at(-24), "2026-03-11", at(-24), 0},
		{"after yesterday's, which was late", at(-21), "2026-03-11", at(-21), 0},
		{"two were missed", at(-72), "2026-03-09", at(-72), 2},
		{"a month was slept over", at(-24 * 30), "2026-02-10", at(-24 * 7), 29},
		{"the day is none", at(-48), "x", at(-48), 0},
		{"a day ahead of this one", at(-1), "2026-03-14", at(-1), 0},
	} {
		w := h.Next(time.UTC, until, c.until, c.day)
		if !w.From.Equal(c.from) || w.Missed != c.want || !w.Until.Equal(until) || w.Slot != h.Slot || w.Day != h.Day || w.Zone != "UTC" {
			t.Errorf("%s: from %v, missed %d", c.name, w.From, w.Missed)
		}
	}
}
