package cli

import (
	"bytes"
	"io"
	"regexp"
	"sync"
	"time"
)

// Bounds of what is remembered of the log.
const (
	tailLines = 2000
	tailFor   = 24 * time.Hour
	tailWidth = 2000 // bytes of a line
)

// tail passes on what is written to it, and remembers the last lines of a day: what the room shows of the log. It may be used by several
// goroutines.
type tail struct {
	w   io.Writer
	now func() time.Time

	mu    sync.Mutex
	rest  []byte // a line without its end yet
	lines []tailLine
}

type tailLine struct {
	at   time.Time
	text string
}

// moves are the orders to a terminal that move or colour: what is remembered is text.
var moves = regexp.MustCompile(`\x1b\[[0-9;?]*[a-zA-Z]`)

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rest = append(t.rest, b...)
	for {
		line, rest, whole := bytes.Cut(t.rest, []byte("\n"))
		if !whole {
			if len(t.rest) > tailWidth {
				t.rest = t.rest[len(t.rest)-tailWidth:]
			}
			return t.w.Write(b)
		}
		t.rest = rest
		t.remember(line)
	}
}

// remember keeps a line as it was to be read: what a terminal has written over is not.
func (t *tail) remember(line []byte) {
	line = line[bytes.LastIndexByte(bytes.TrimRight(line, "\r"), '\r')+1:]
	if text := moves.ReplaceAllString(string(line[:min(len(line), tailWidth)]), ""); text != "" {
		t.lines = append(t.lines, tailLine{t.now(), text})
	}
	if len(t.lines) > tailLines {
		t.lines = append([]tailLine{}, t.lines[len(t.lines)-tailLines/2:]...)
	}
}

// stamp is the time with which a line of a log begins, in whatever zone.
var stamp = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2}T\S+|\d{2}:\d{2}:\d{2}) `)

// last are the lines of the last day, the latest first, each with its time in a zone.
func (t *tail) last(zone *time.Location) (out []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	since := t.now().Add(-tailFor)
	for i := len(t.lines) - 1; i >= 0 && !t.lines[i].at.Before(since); i-- {
		out = append(out, t.lines[i].at.In(zone).Format(time.DateTime)+" "+stamp.ReplaceAllString(t.lines[i].text, ""))
	}
	return out
}

// Fd is that of the file behind it, or none.
func (t *tail) Fd() uintptr {
	if f, ok := t.w.(interface{ Fd() uintptr }); ok {
		return f.Fd()
	}
	return ^uintptr(0)
}
