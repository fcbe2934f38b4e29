package cli

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/lmittmann/tint"
)

// logger writes to standard error: errors, or with --verbose every step.
func (a *app) logger() *slog.Logger {
	level := slog.LevelError
	if a.flags.Verbose {
		level = slog.LevelDebug
	}
	layout := time.RFC3339
	if a.Terminal {
		layout = time.TimeOnly
	}
	return slog.New(tint.NewTextHandler(a.Stderr, &tint.Options{Level: level, NoColor: !a.Terminal, TimeFormat: layout}))
}

// atWork are the commands whose standard error is a log, where it is no terminal.
var atWork = map[string]bool{"run": true, "collect": true, "serve": true}

// stamped is a log: it puts time and level, as the logger does, before each line that is
// written to it. It may be used by several goroutines.
type stamped struct {
	now func() time.Time

	mu   sync.Mutex
	w    io.Writer
	rest []byte // a line without its end yet
}

// short are the levels as the logger abbreviates them.
var short = map[slog.Level]string{slog.LevelInfo: "INF", slog.LevelWarn: "WRN", slog.LevelError: "ERR"}

func (s *stamped) put(level slog.Level, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line(level, line)
}

func (s *stamped) line(level slog.Level, line string) {
	fmt.Fprintf(s.w, "%s %s %s\n", s.now().Format(time.RFC3339), short[level], line)
}

// Write takes lines in any pieces.
func (s *stamped) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rest = append(s.rest, b...)
	for {
		line, rest, whole := bytes.Cut(s.rest, []byte("\n"))
		if !whole {
			return len(b), nil
		}
		s.line(slog.LevelInfo, string(line))
		s.rest = rest
	}
}

// warn tells of something that is amiss while the command goes on.
func (a *app) warn(format string, args ...any) {
	tell(a.Stderr, slog.LevelWarn, "waidian: "+fmt.Sprintf(format, args...))
}

// tell writes a line to w, with its level if w is a log.
func tell(w io.Writer, level slog.Level, line string) {
	if log, ok := w.(*stamped); ok {
		log.put(level, line)
		return
	}
	fmt.Fprintln(w, line)
}
