package headway

import (
	"testing"
	"time"
)

func TestLine(t *testing.T) {
	began := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		m    Meter
		took time.Duration
		want string
	}{
		{Meter{What: "reading", Total: 160_900_000}, 0, "reading 0.0 of 160.9 MB (0 %)"},
		{Meter{What: "reading", Done: 1, Total: 160_900_000}, time.Second, "reading 0.0 of 160.9 MB (0 %)"},
		{Meter{What: "reading", Done: 40_225_000, Total: 160_900_000}, 20 * time.Second, "reading 40.2 of 160.9 MB (25 %) · 2.0 MB/s · 60 s left"},
		{Meter{What: "building", Unit: "reports", Done: 1234, Total: 5685}, 20 * time.Second, "building 1,234 of 5,685 reports (21 %) · 61 a second · 72 s left"},
		{Meter{What: "building", Unit: "reports", Done: 5685, Total: 5685}, 90 * time.Second, "building 5,685 of 5,685 reports (100 %) · 63 a second"},
		{Meter{What: "digesting", Unit: "reports", Done: 4, Total: 100}, time.Minute, "digesting 4 of 100 reports (4 %) · 4 a minute · 24 min left"},
		{Meter{What: "digesting", Unit: "reports", Done: 30, Total: 40_000}, 10 * time.Second, "digesting 30 of 40,000 reports (0 %) · 3.0 a second · 3 h 42 min left"},
		{Meter{What: "reading", Unit: "files", Done: 12}, 4 * time.Second, "reading 12 files · 3.0 a second"},
		{Meter{What: "reading", Unit: "files", Done: 14, Total: 12}, 4 * time.Second, "reading 14 of 12 files (100 %) · 3.5 a second"},
		{Meter{What: "reading", Unit: "files", Done: 1, Total: 2}, -time.Hour, "reading 1 of 2 files (50 %)"},
	} {
		c.m.Began = began
		if got := c.m.Line(began.Add(c.took)); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
