package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store/sqlite"
)

// shelf is an archive that looks, when it is asked for room, whether the state of the trouble is held meanwhile.
type shelf struct {
	archiver
	t     *testing.T
	desk  *Desk
	meet  error // met while it looks; nil: nothing
	asked int
}

func (s *shelf) Room() error {
	s.asked++
	free(s.t, s.desk, "the archive is written to")
	if s.meet != nil {
		s.desk.inTrouble(s.meet, true)
	}
	return nil
}

// free reports if others would have to wait for the state of the trouble.
func free(t *testing.T, d *Desk, what string) {
	t.Helper()
	if !d.own.mu.TryLock() {
		t.Errorf("the state is held while %s", what)
		return
	}
	d.own.mu.Unlock()
}

// Nobody waits for the state of a trouble while the disk is tried or the end is told, and what is met meanwhile is no end.
func TestTroubleIsNotHeldWhileTheDiskIsTried(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	now, over := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC), 0
	d := &Desk{DB: db, Now: func() time.Time { return now }}
	s := &shelf{t: t, desk: d, meet: os.ErrClosed}
	d.Archive = s
	d.Events = func(e Event) {
		free(t, d, "an event is told")
		if e.Err == nil {
			over++
		}
	}
	d.inTrouble(os.ErrClosed, true)
	now = now.Add(time.Minute)
	if err := d.able(t.Context()); err == nil || over != 0 {
		t.Errorf("met while the disk was tried: %v, over %d times", err, over)
	}
	s.meet = nil
	if err := d.able(t.Context()); err != nil || over != 1 || s.asked != 2 {
		t.Errorf("passed: %v, over %d times, tried %d times", err, over, s.asked)
	}
	if err := d.able(t.Context()); err != nil || s.asked != 2 {
		t.Errorf("tried %d times: %v", s.asked, err)
	}
}

// What asks outlets and what keeps their answers does so in one place, which knows of trouble of our own.
func TestRequestsAndCapturesGoThroughOnePlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, call := range []string{".Fetcher.Fetch(", ".Archive.Put("} {
			want := 0
			if name == "trouble.go" {
				want = 1
			}
			if n := strings.Count(string(text), call); n != want {
				t.Errorf("%s has %d calls of %s), want %d: use ask, askOnce or put", name, n, call, want)
			}
		}
	}
}
