package cli

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
)

// On a terminal the line of long work is drawn again at most ten times a second, gives way to what else is printed and is removed at the end; reports
// that went well have no lines of their own. Elsewhere a line a minute tells how far the work is.
func TestHeadway(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name     string
		terminal bool
		every    time.Duration
		want     string
	}{
		{"a terminal", true, 40 * time.Millisecond, "\r\x1b[K\x1b[2mreading 0 of 6 files (0 %)\x1b[0m" +
			"\r\x1b[Kread     lost\n" + "\r\x1b[K\x1b[2mreading 1 of 6 files (16 %)\x1b[0m" +
			"\r\x1b[K\x1b[2mreading 5 of 6 files (83 %)\x1b[0m" + "\r\x1b[K"},
		{"a log", false, 40 * time.Second, "read     The weir is mended  [read]\n" + "read     lost\n" +
			"reading 2 of 6 files (33 %) · 2 a minute · 3 min left\n" + "reading 4 of 6 files (66 %) · 2 a minute · 80 s left\n" +
			"reading 6 of 6 files (100 %) · 2 a minute\n"},
	} {
		var out bytes.Buffer
		at := now
		p := newProgress(&app{Env: Env{Stderr: &out, Terminal: c.terminal, Now: func() time.Time { return at }}}, false)
		p.begin("reading", "files", 6)
		for i := range 6 {
			at = at.Add(c.every)
			switch i {
			case 0:
				p.event(desk.Event{Stage: "read", Title: "The weir is mended", Note: "read"})
			case 1:
				p.event(desk.Event{Stage: "read", Title: "Lost", Err: errors.New("lost")})
			}
			p.step(1)
		}
		p.end()
		if got := out.String(); got != c.want {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
	}
}
