package work_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/work"
)

// The store keeps milliseconds. A task that is put off to a fraction of one is due after
// it, never before: else it would find its host in back-off, over and over, until then.
func TestNoTaskIsDueBeforeItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := rows(t)
		b.q = &work.Rows{DB: b.db, Now: time.Now}
		b.add(t, fetchTask("a/1"))
		began := time.Now()
		until := began.Add(5*time.Second + 300*time.Microsecond)
		tries := 0
		err := b.q.Drain(t.Context(), store.Crew{
			Workers: map[store.Kind]int{store.Fetch: 1},
			Do: func(context.Context, store.Task) (func(*store.Tx) error, error) {
				if tries++; time.Now().Before(until) && tries < 10 {
					return nil, errors.New("its host is in back-off")
				}
				return func(*store.Tx) error { return nil }, nil
			},
			Decide: func(store.Task, error) store.Decision {
				return store.Decision{Again: until, Free: true, Reason: "back-off"}
			},
		}, time.Minute)
		if err != nil || tries != 2 {
			t.Errorf("tried %d times, %v", tries, err)
		}
	})
}
