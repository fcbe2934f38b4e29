package work

import (
	"context"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/batch"
	"github.com/waidian/waidian/internal/store"
)

const (
	together       = 32                    // endings written in one transaction
	mostCollisions = 5                     // times that a transaction is tried again which another stood in the way of
	company        = 20 * time.Millisecond // how long an ending waits for others to be written with it
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
func (l *loop) do(ctx context.Context, p *pool, t store.Task) {
	in, err := l.admit(ctx, t)
	if err != nil {
		p.doing.Add(-1)
		return
	}
	defer in.leave()
	e := ending{task: t, written: make(chan error, 1)}
	e.apply, e.err = l.ask(ctx, p.crew, t)
	in.done()
	p.doing.Add(-1)
	if ctx.Err() != nil {
		return // cut off: the claim ends with the queue, and the task is due again
	}
	p.endings <- e
	werr := <-e.written
	if werr != nil && e.err == nil && !l.claims.passes(werr) {
		// A result that cannot be written is an error of its task like any other.
		e.apply, e.err = nil, werr
		p.endings <- e
		werr = <-e.written
	}
	if ctx.Err() != nil {
		return
	}
	switch {
	case werr != nil && l.claims.passes(werr):
		e.err = werr
	case werr != nil:
		select {
		case p.failed <- fmt.Errorf("end task %s %s: %w", t.Kind, t.Subject, werr):
		default:
		}
	}
	p.crew.Notify(t, e.err)
}

// ask has a task done within the longest time that one may take.
func (l *loop) ask(ctx context.Context, c store.Crew, t store.Task) (func(*store.Tx) error, error) {
	if l.longest > 0 {
		within, cancel := context.WithTimeout(ctx, l.longest)
		defer cancel()
		ctx = within
	}
	return c.Do(ctx, t)
}

// admit waits until a task may begin. Those at no host begin at once.
func (l *loop) admit(ctx context.Context, t store.Task) (*admitted, error) {
	if l.pages == nil || t.Host == "" {
		return nil, nil
	}
	return l.pages.enter(ctx)
}

// writeEndings starts the goroutine that writes endings and returns the function that ends
// it, which is called when no task is under way any more.
func (l *loop) writeEndings(ctx context.Context, p *pool) (end func()) {
	over := make(chan struct{})
	enough := func(list []ending) bool { return len(list) >= together || p.doing.Load() == 0 }
	go func() {
		defer close(over)
		for first := range p.endings {
			l.end(ctx, p.crew, batch.Collect(first, p.endings, l.company, enough))
		}
	}()
	return func() {
		close(p.endings)
		<-over
	}
}

// end writes endings in one transaction. If that fails it writes each by itself, so that
// none suffers for another.
func (l *loop) end(ctx context.Context, c store.Crew, list []ending) {
	err := l.update(ctx, func(tx *store.Tx) error { return l.claims.write(ctx, tx, c, list) })
	if err != nil && len(list) > 1 && !l.claims.passes(err) {
		for _, e := range list {
			l.end(ctx, c, []ending{e})
		}
		return
	}
	for _, e := range list {
		e.written <- err
	}
}

// update runs f in a transaction: again where another stood in its way, and while the database cannot write, for as long as an outage may
// last. What outlets have answered is worth the wait.
func (l *loop) update(ctx context.Context, f func(*store.Tx) error) error {
	began, collisions := l.now(), 0
	for {
		err := l.db.Update(ctx, f)
		switch {
		case err == nil || ctx.Err() != nil:
			return err
		case l.claims.collided(err) && collisions < mostCollisions:
			collisions++
		case store.Fault(err) && l.now().Sub(began) < l.outage:
			select {
			case <-time.After(outagePause):
			case <-ctx.Done():
			}
		default:
			return err
		}
	}
}
