package news

import (
	"testing"
	"time"
)

// A source was read throughout a time only where its polls show it.
func TestWatched(t *testing.T) {
	noon := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	at := func(hours float64) time.Time { return noon.Add(time.Duration(hours * float64(time.Hour))) }
	every := func(step, from, until float64, bad func(h float64) bool) Watched {
		var w Watched
		for h := from; h <= until; h += step {
			if bad != nil && bad(h) {
				w = w.Bad()
				continue
			}
			w = w.Good(at(h), time.Duration(step*float64(time.Hour)))
		}
		return w
	}
	between := func(a, b float64) func(float64) bool { return func(h float64) bool { return h > a && h < b } }
	for _, c := range []struct {
		name string
		w    Watched
		want bool // read throughout from noon on, for two days
	}{
		{"every hour", every(1, -5, 48, nil), true},
		{"never", Watched{}, false},
		{"never well", Watched{}.Bad(), false},
		{"once a day, as it asks", every(24, -24, 48, nil), true},
		{"new since then", every(1, 1, 48, nil), false},
		{"not since the second day", every(1, -5, 30, nil), false},
		{"one poll failed", every(1, -5, 48, between(9.5, 10.5)), true},
		{"a night without the desk", Watched{Since: at(-5), Until: at(10)}.Good(at(20), time.Hour), false},
		{"it failed for a day", every(1, -5, 48, between(10, 34)), false},
		{"it failed for a day, of ten", every(1, -5, 240, between(10, 34)), false},
		{"it failed for a day, before", every(1, -40, 48, between(-30, -6)), true},
		{"it failed for four hours of two days", every(1, -5, 48, between(10, 14)), true},
		{"every second poll failed", every(1, -5, 48, func(h float64) bool { return int(h)%2 != 0 }), false},
		{"one poll in twelve failed", every(0.5, -5, 480, func(h float64) bool { return int(h*2)%12 == 7 }), false},
		{"it fails since the end", every(1, -5, 48, nil).Bad(), true},
		{"the clock was put back", every(1, -5, 480, nil).Good(at(48), time.Hour), false},
	} {
		if got := c.w.Throughout(at(0), at(48)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if len(c.w.Gaps) > mostGaps {
			t.Errorf("%s: %d gaps are kept", c.name, len(c.w.Gaps))
		}
	}
	if w := every(1, 0, 48, nil); w.Throughout(at(10), at(10)) || len(w.Gaps) != 0 {
		t.Errorf("a moment, or gaps of a source that was always read: %+v", w)
	}
}

// Of a time something is known if the source was read at any moment of it.
func TestKnows(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 3, 12, hour, 0, 0, 0, time.UTC) }
	w := Watched{Since: at(10), Until: at(60), Gaps: []Gap{{at(20), at(30)}}}
	for _, c := range []struct {
		name        string
		w           Watched
		from, until int
		want        bool
	}{
		{"never read", Watched{}, 0, 100, false},
		{"before", w, 0, 10, false},
		{"at the first poll", Watched{Since: at(10), Until: at(10)}, 9, 11, true},
		{"at the last poll", w, 60, 70, true},
		{"after", w, 61, 70, false},
		{"between two polls", w, 40, 50, true},
		{"within a gap", w, 22, 28, false},
		{"all of a gap", w, 20, 31, true},
		{"from the poll before a gap", w, 19, 25, true},
		{"until the poll after it", w, 25, 31, true},
	} {
		if got := c.w.Knows(at(c.from), at(c.until)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
