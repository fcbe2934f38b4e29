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
	company  = 20 * time.Millisecond // how long an ending waits for others to be written with it
)

// ending is the outcome of a task, to be written. written receives the error of writing it.
type ending struct {
	task    store.Task
	apply   func(*store.Tx) error
	err     error
	written chan error
}

// do does one task and hands its ending to the writer. Only an ending that cannot be
// written at all stops the queue.
func (q *Rows) do(ctx context.Context, p *pool, t store.Task, failed chan<- error) {
	e := ending{task: t, written: make(chan error, 1)}
	e.apply, e.err = p.crew.Do(ctx, t)
	p.doing.Add(-1)
	if ctx.Err() != nil {
		return // cut off: the claim ends with the process, and the task is due again
	}
	p.endings <- e
	werr := <-e.written
	if werr != nil && e.err == nil {
		// A result that cannot be written is an error of its task like any other.
		e.apply, e.err = nil, werr
		p.endings <- e
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
	p.crew.Notify(t, e.err)
}

// writeEndings starts the goroutine that writes endings and returns the function that ends
// it, which is called when no task is under way any more.
func (q *Rows) writeEndings(ctx context.Context, p *pool) (end func()) {
	over := make(chan struct{})
	enough := func(list []ending) bool { return len(list) >= together || p.doing.Load() == 0 }
	go func() {
		defer close(over)
		for first := range p.endings {
			q.end(ctx, p.crew, batch.Collect(first, p.endings, company, enough))
		}
	}()
	return func() {
		close(p.endings)
		<-over
	}
}

// end writes endings in one transaction. If that fails it writes each by itself, so that
// none suffers for another.
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

// write writes the result of a task and its end, or when it is tried again.
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
