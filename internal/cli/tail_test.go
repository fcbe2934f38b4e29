package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestTail: what is written goes on as it is; lines are remembered as they were to be read, for a day, within bounds.
func TestTail(t *testing.T) {
	now := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	var out strings.Builder
	l := &tail{w: &out, now: func() time.Time { return now }}
	for _, s := range []string{"fir", "st\n\nmoving\r\x1b[Ksecond \x1b[31mred\x1b[0m\n", "without an end"} {
		if n, err := l.Write([]byte(s)); n != len(s) || err != nil {
			t.Errorf("%q: %d, %v", s, n, err)
		}
	}
	east := time.FixedZone("", 8*3600)
	if got := strings.Join(l.last(east), "|"); got != "2026-03-12 17:00:00 second red|2026-03-12 17:00:00 first" || !strings.HasSuffix(out.String(), "red\x1b[0m\nwithout an end") {
		t.Errorf("%q, %q", got, out.String())
	}
	now = now.Add(tailFor + time.Second)
	fmt.Fprintln(l)
	if got := l.last(time.UTC); len(got) != 1 || got[0] != "2026-03-13 09:00:01 without an end" {
		t.Errorf("after a day: %q", got)
	}
	for _, s := range []string{"2026-03-12T01:00:00Z ERR a", "09:00:00 ERR a", "2026-03-12T09:00:00+08:00 ERR a"} {
		fmt.Fprintln(l, s)
		if got := l.last(east)[0]; got != "2026-03-13 17:00:01 ERR a" {
			t.Errorf("%s is shown as %s", s, got)
		}
	}
	for i := range 3 * tailLines {
		fmt.Fprintln(l, i, strings.Repeat("x", 3*tailWidth))
	}
	if got := l.last(time.UTC); len(got) > tailLines || len(got) < tailLines/2 || !strings.Contains(got[0], " "+fmt.Sprint(3*tailLines-1)+" ") || len(got[0]) > tailWidth+20 || cap(l.rest) > 100*tailWidth {
		t.Errorf("%d lines, the latest of %d bytes", len(got), len(got[0]))
	}
}
