package work

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// Rows takes tasks from the store's table. A claim is held in memory only: it costs
// nothing, and when the process dies every task that it has claimed is due again. One
// process at a time may use it on a store.
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

// pool is the state of one loop of a queue. It belongs to the goroutine of that loop, except
// for the channels and doing.
type pool struct {
	crew  store.Crew
	held  map[int64]bool     // claimed tasks
	hosts map[string]bool    // hosts at which one of them is
	busy  map[store.Kind]int // number of claimed tasks, by kind
	ready []store.Task       // due tasks that are not claimed
	ended chan store.Task
	wg    sync.WaitGroup

	endings chan ending  // to be written
	doing   atomic.Int32 // claimed tasks that have no ending yet
}

// work is the loop of the queue. It ends when ctx does; with a patience of 0 or more, also when
// nothing is left.
func (q *Rows) work(ctx context.Context, c store.Crew, patience time.Duration) error {
	p := &pool{
		crew: c, held: map[int64]bool{}, hosts: map[string]bool{}, busy: map[store.Kind]int{},
		ended: make(chan store.Task), endings: make(chan ending),
	}
	defer q.writeEndings(ctx, p)()
	failed := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stale := true // the table may hold due tasks that ready does not
	for {
		if stale || len(p.ready) == 0 {
			if err := q.refill(ctx, p); err != nil {
				return p.stop(ctx, cancel, err)
			}
			stale = false
		}
		for t, ok := p.pick(); ok; t, ok = p.pick() {
			p.give(t, func() { q.do(ctx, p, t, failed) })
		}
		if len(p.held) == 0 && patience >= 0 {
			done, err := q.drained(ctx, p, patience)
			if done || err != nil {
				return err
			}
		}
		before := q.Now()
		select {
		case t := <-p.ended:
			p.take(t)
			stale = len(p.ready) == 0 || p.busy[t.Kind] == 0
		case err := <-failed:
			return p.stop(ctx, cancel, err)
		case <-time.After(q.nap()):
			stale = true
			if len(p.held) == 0 && patience >= 0 && q.Now().Equal(before) {
				return nil // by a clock that stands still nothing becomes due
			}
		case <-ctx.Done():
			return p.stop(ctx, cancel, nil)
		}
	}
}

func (q *Rows) nap() time.Duration {
	if q.Nap > 0 {
		return q.Nap
	}
	return 250 * time.Millisecond
}

// stop cuts off the tasks under way, which stay due, and waits for them. It returns err
// unless ctx has ended.
func (p *pool) stop(ctx context.Context, cancel func(), err error) error {
	if ctx.Err() != nil {
		err = nil
	}
	cancel()
	go func() {
		p.wg.Wait()
		close(p.ended)
	}()
	for range p.ended {
	}
	return err
}

// drained reports whether nothing waits that is due within patience.
func (q *Rows) drained(ctx context.Context, p *pool, patience time.Duration) (bool, error) {
	var done bool
	err := q.DB.View(ctx, func(tx *store.Tx) error {
		next, ok, err := tx.NextTask(p.crew.Kinds()...)
		done = !ok || next.After(q.Now().Add(patience))
		return err
	})
	return done, err
}

// refill reads due tasks that are not claimed: a few for each host, so that the backlog of
// one outlet does not delay another.
func (q *Rows) refill(ctx context.Context, p *pool) error {
	p.ready = p.ready[:0]
	return q.DB.View(ctx, func(tx *store.Tx) error {
		for _, kind := range p.crew.Kinds() {
			limit := 2*p.crew.Workers[kind] + len(p.held)
			perHost := limit
			if kind == store.Fetch {
				perHost = 4
			}
			list, err := tx.Ready(kind, q.Now(), perHost, limit)
			if err != nil {
				return err
			}
			for _, t := range list {
				if !p.held[t.ID] {
					p.ready = append(p.ready, t)
				}
			}
		}
		return nil
	})
}

// pick takes the first ready task that there is a free worker and a free host for.
func (p *pool) pick() (store.Task, bool) {
	for i, t := range p.ready {
		if p.busy[t.Kind] >= p.crew.Workers[t.Kind] || t.Host != "" && p.hosts[t.Host] {
			continue
		}
		p.ready = append(p.ready[:i], p.ready[i+1:]...)
		return t, true
	}
	return store.Task{}, false
}

func (p *pool) give(t store.Task, do func()) {
	p.held[t.ID] = true
	p.busy[t.Kind]++
	if t.Host != "" {
		p.hosts[t.Host] = true
	}
	p.doing.Add(1)
	p.wg.Go(func() {
		do()
		p.ended <- t
	})
}

func (p *pool) take(t store.Task) {
	delete(p.held, t.ID)
	delete(p.hosts, t.Host)
	p.busy[t.Kind]--
}
