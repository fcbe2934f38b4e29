package work

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// Rows takes tasks from the store's table. A claim is held in memory alone: it
// costs nothing, and when the process dies every task that it held is due again.
// One process at a time may use it on a store.
type Rows struct {
	DB  *store.DB
	Now func() time.Time
	// Nap is how long an idle queue sleeps before it looks again; 0: 250 ms.
	Nap time.Duration
}

// Run does tasks as they become due, until ctx ends.
func (q *Rows) Run(ctx context.Context, c store.Crew) error {
	return q.work(ctx, c, -1)
}

// Drain does the tasks that are due, and those that become due within patience.
func (q *Rows) Drain(ctx context.Context, c store.Crew, patience time.Duration) error {
	return q.work(ctx, c, patience)
}

// floor is what one loop of a queue knows. It belongs to that loop's goroutine.
type floor struct {
	crew  store.Crew
	held  map[int64]bool     // tasks given out
	hosts map[string]bool    // hosts that one of them is at
	busy  map[store.Kind]int // tasks given out, by kind
	ready []store.Task       // found due, not given out
	ended chan store.Task
	wg    sync.WaitGroup

	endings chan ending  // to be written
	doing   atomic.Int32 // tasks given out that have not come to an ending
}

// work is the loop of the queue; with a patience of 0 or more it ends when nothing is left.
func (q *Rows) work(ctx context.Context, c store.Crew, patience time.Duration) error {
	f := &floor{crew: c, held: map[int64]bool{}, hosts: map[string]bool{}, busy: map[store.Kind]int{}, ended: make(chan store.Task), endings: make(chan ending)}
	defer q.writeEndings(ctx, f)()
	failed := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stale := true // the table may hold due tasks that ready does not
	for {
		if stale || len(f.ready) == 0 {
			if err := q.refill(ctx, f); err != nil {
				return f.stop(ctx, cancel, err)
			}
			stale = false
		}
		for t, ok := f.pick(); ok; t, ok = f.pick() {
			f.give(t, func() { q.do(ctx, f, t, failed) })
		}
		if len(f.held) == 0 && patience >= 0 {
			done, err := q.drained(ctx, f, patience)
			if done || err != nil {
				return err
			}
		}
		select {
		case t := <-f.ended:
			f.take(t)
			stale = len(f.ready) == 0 || f.busy[t.Kind] == 0
		case err := <-failed:
			return f.stop(ctx, cancel, err)
		case <-time.After(q.nap()):
			stale = true
		case <-ctx.Done():
			return f.stop(ctx, cancel, nil)
		}
	}
}

func (q *Rows) nap() time.Duration {
	if q.Nap > 0 {
		return q.Nap
	}
	return 250 * time.Millisecond
}

// stop ends the tasks under way, which stay due, and waits for them. That ctx has
// ended is no error.
func (f *floor) stop(ctx context.Context, cancel func(), err error) error {
	if ctx.Err() != nil {
		err = nil
	}
	cancel()
	go func() {
		f.wg.Wait()
		close(f.ended)
	}()
	for range f.ended {
	}
	return err
}

// drained reports whether nothing waits that is due within patience.
func (q *Rows) drained(ctx context.Context, f *floor, patience time.Duration) (bool, error) {
	var done bool
	err := q.DB.View(ctx, func(tx *store.Tx) error {
		next, any, err := tx.NextTask(f.crew.Kinds()...)
		done = !any || next.After(q.Now().Add(patience))
		return err
	})
	return done, err
}

// refill finds due tasks that are not given out: a few for each host, so that no
// outlet's backlog keeps another waiting.
func (q *Rows) refill(ctx context.Context, f *floor) error {
	f.ready = f.ready[:0]
	return q.DB.View(ctx, func(tx *store.Tx) error {
		for _, kind := range f.crew.Kinds() {
			limit := 2*f.crew.Workers[kind] + len(f.held)
			perHost := limit
			if kind == store.Fetch {
				perHost = 4
			}
			list, err := tx.Ready(kind, q.Now(), perHost, limit)
			if err != nil {
				return err
			}
			for _, t := range list {
				if !f.held[t.ID] {
					f.ready = append(f.ready, t)
				}
			}
		}
		return nil
	})
}

// pick takes the first ready task that there is a hand and a free host for.
func (f *floor) pick() (store.Task, bool) {
	for i, t := range f.ready {
		if f.busy[t.Kind] >= f.crew.Workers[t.Kind] || t.Host != "" && f.hosts[t.Host] {
			continue
		}
		f.ready = append(f.ready[:i], f.ready[i+1:]...)
		return t, true
	}
	return store.Task{}, false
}

func (f *floor) give(t store.Task, do func()) {
	f.held[t.ID] = true
	f.busy[t.Kind]++
	if t.Host != "" {
		f.hosts[t.Host] = true
	}
	f.doing.Add(1)
	f.wg.Go(func() {
		do()
		f.ended <- t
	})
}

func (f *floor) take(t store.Task) {
	delete(f.held, t.ID)
	delete(f.hosts, t.Host)
	f.busy[t.Kind]--
}
