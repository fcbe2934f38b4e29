package work_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/work"
)

// TestRowsKeepTime: what a queue of rows does when, in virtual time.
func TestRowsKeepTime(t *testing.T) {
	const s, m = time.Second, time.Minute
	due := func(subject string, in time.Duration) store.Task {
		task := fetchTask(subject)
		task.Due = time.Now().Add(in)
		return task
	}
	for _, c := range []struct {
		name     string
		tasks    func() []store.Task
		takes    time.Duration
		patience time.Duration // below zero: the queue runs for two hours
		fails    int           // tries that fail before one does not; each is put off by ten minutes
		want     []string
		ends     time.Duration
	}{
		{"at once", func() []store.Task { return []store.Task{due("a/1", -m), due("b/1", 0)} }, 0, 0, 0, []string{"a/1 at 0s", "b/1 at 0s"}, 0},
		{"not before it is due", func() []store.Task { return []store.Task{due("a/1", m), due("b/1", time.Hour)} }, 0, -1, 0,
			[]string{"a/1 at 1m0s", "b/1 at 1h0m0s"}, 2 * time.Hour},
		{"one at a host at a time", func() []store.Task { return []store.Task{due("a/1", -3*s), due("a/2", -2*s), due("b/1", -s)} }, 10 * s, 0, 0,
			[]string{"a/1 at 0s", "a/2 at 10s", "b/1 at 0s"}, 20 * s},
		{"patience waits for what is due soon", func() []store.Task { return []store.Task{due("a/1", 4*s), due("b/1", 6*s)} }, 0, 5 * s, 0,
			[]string{"a/1 at 4s", "b/1 at 6s"}, 6 * s},
		{"patience has an end", func() []store.Task { return []store.Task{due("a/1", 0), due("b/1", 6*s)} }, 0, 5 * s, 0, []string{"a/1 at 0s"}, 0},
		{"again when it was put off to", func() []store.Task { return []store.Task{due("a/1", 0)} }, 0, 10 * m, 2,
			[]string{"a/1 at 0s", "a/1 at 10m0s", "a/1 at 20m0s"}, 20 * m},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := rows(t)
				b.q = &work.Rows{DB: b.db, Now: time.Now}
				b.add(t, c.tasks()...)
				began := time.Now()
				var mu sync.Mutex
				var did []string
				queue := store.Crew{
					Workers: map[store.Kind]int{store.Fetch: 4},
					Do: func(_ context.Context, t store.Task) (func(*store.Tx) error, error) {
						mu.Lock()
						did = append(did, fmt.Sprintf("%s at %v", t.Subject, time.Since(began).Round(s)))
						mu.Unlock()
						time.Sleep(c.takes)
						if t.Tries < c.fails {
							return nil, errors.New("503")
						}
						return nil, nil
					},
					Decide: func(store.Task, error) store.Decision { return store.Decision{Again: time.Now().Add(10 * m)} },
				}
				if c.patience < 0 {
					ctx, stop := context.WithTimeout(t.Context(), 2*time.Hour)
					defer stop()
					if err := b.q.Run(ctx, queue); err != nil {
						t.Error(err)
					}
				} else if err := b.q.Drain(t.Context(), queue, c.patience); err != nil {
					t.Error(err)
				}
				slices.Sort(did)
				if took := time.Since(began).Round(s); !slices.Equal(did, c.want) || took != c.ends {
					t.Errorf("%v, ended after %v; want %v, %v", did, took, c.want, c.ends)
				}
			})
		})
	}
}
