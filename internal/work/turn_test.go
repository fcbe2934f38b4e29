package work

import (
	"fmt"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// clockedWorker is a worker whose clock is now.
func clockedWorker(now *time.Time, pace time.Duration) *worker {
	return &worker{
		queue: &River{Now: func() time.Time { return *now }, Pace: pace},
		slots: map[string]time.Time{}, hosts: map[string]time.Time{},
	}
}

// Tasks at one host are sent back until their turn, each a pace after the one before; one
// that is next may wait in a worker.
func TestRiverGivesTurns(t *testing.T) {
	now := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	w := clockedWorker(&now, 10*time.Second)
	at := func(after time.Duration, id int64, host string, want time.Duration) {
		t.Helper()
		now = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC).Add(after)
		if got := w.turn(store.Task{Kind: store.Fetch, Subject: fmt.Sprint(id), Host: host}); got != want {
			t.Errorf("task %d at %s after %v: sent back for %v, want %v", id, host, after, got, want)
		}
	}
	const s = time.Second
	at(0, 1, "a.example", 0)
	at(0, 2, "a.example", 0) // its turn is a pace away: fetch keeps the pace
	at(0, 3, "a.example", 20*s)
	at(0, 4, "a.example", 30*s)
	at(0, 5, "b.example", 0) // others do not wait
	at(0, 6, "", 0)          // nor what is at no host
	at(5*s, 3, "a.example", 15*s)
	at(20*s, 3, "a.example", 0)
	at(20*s, 4, "a.example", 0)
	at(60*s, 7, "a.example", 0) // nobody was there for long
	if len(w.slots) != 0 {
		t.Errorf("slots are kept: %v", w.slots)
	}
	w = clockedWorker(&now, 0)
	at(0, 1, "a.example", 0)
	at(0, 2, "a.example", 0)
	at(0, 3, "a.example", 0)
}
