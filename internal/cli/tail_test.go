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
	if got := strings.Join(l.last(), "|"); got != "second red|first" || !strings.HasSuffix(out.String(), "red\x1b[0m\nwithout an end") {
		t.Errorf("%q, %q", got, out.String())
	}
	now = now.Add(tailFor + time.Second)
	fmt.Fprintln(l)
	if got := l.last(); len(got) != 1 || got[0] != "without an end" {
		t.Errorf("after a day: %q", got)
	}
	for i := range 3 * tailLines {
		fmt.Fprintln(l, i, strings.Repeat("x", 3*tailWidth))
	}
	if got := l.last(); len(got) > tailLines || len(got) < tailLines/2 || !strings.HasPrefix(got[0], fmt.Sprint(3*tailLines-1)) || len(got[0]) > tailWidth || cap(l.rest) > 100*tailWidth {
		t.Errorf("%d lines, the latest of %d bytes", len(got), len(got[0]))
	}
}
