package work

import (
	"context"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/batch"
	"github.com/waidian/waidian/internal/store"
)

const (
	together = 32                    // endings written in one transaction
	company  = 50 * time.Millisecond // that an ending waits for others to be written with
)

// ending is a task that was done, or went wrong, and is to be written so.
type ending struct {
	task    store.Task
	apply   func(*store.Tx) error
	err     error
	written chan error
}

// do does one task and has its end written. Only a store that does not answer
// stops the queue.
func (q *Rows) do(ctx context.Context, f *floor, t store.Task, failed chan<- error) {
	e := ending{task: t, written: make(chan error, 1)}
	e.apply, e.err = f.crew.Do(ctx, t)
	f.doing.Add(-1)
	if ctx.Err() != nil {
		return // shutting down: the claim is gone with us, the task is due again
	}
	f.endings <- e
	werr := <-e.written
	if werr != nil && e.err == nil {
		// The result could not be written: that is an error of the task, like any other.
		e.apply, e.err = nil, werr
		f.endings <- e
		werr = <-e.written
	}
	if ctx.Err() != nil {
		return
	}
	if werr != nil {
		select {
		case failed <- fmt.Errorf("end task %s %s: %w", t.Kind, t.Subject, werr):
		default:
		}
	}
	f.crew.Notify(t, e.err)
}

// writeEndings starts to write endings, and returns what ends that when no task is
// under way any more.
func (q *Rows) writeEndings(ctx context.Context, f *floor) (end func()) {
	over := make(chan struct{})
	enough := func(list []ending) bool { return len(list) >= together || f.doing.Load() == 0 }
	go func() {
		defer close(over)
		for first := range f.endings {
			q.end(ctx, f.crew, batch.Collect(first, f.endings, company, enough))
		}
	}()
	return func() {
		close(f.endings)
		<-over
	}
}

// end writes endings in one transaction. When that cannot be done each is written
// by itself, so that none suffers for another.
func (q *Rows) end(ctx context.Context, c store.Crew, list []ending) {
	err := q.DB.Update(ctx, func(tx *store.Tx) error {
		for _, e := range list {
			if err := e.write(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && len(list) > 1 {
		for _, e := range list {
			q.end(ctx, c, []ending{e})
		}
		return
	}
	for _, e := range list {
		e.written <- err
	}
}

// write writes what came of a task: its result and its end, or when it is tried again.
func (e ending) write(tx *store.Tx, c store.Crew) error {
	err := error(nil)
	if e.err != nil {
		err = tx.PutOff(e.task, c.Decide(e.task, e.err))
	} else {
		err = tx.Done(e.task)
	}
	if err != nil || e.apply == nil {
		return err
	}
	return e.apply(tx)
}
