package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/batch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Poll asks the sources that are due, each once, and writes what they brought:
// leads, tasks and validators of an answer in one transaction.
func (d *Desk) Poll(ctx context.Context) (Round, error) {
	var sum Round
	began := d.Now()
	err := d.polling(ctx, &sum, func(ctx context.Context, p *polling) error {
		for {
			if n, err := p.claim(ctx, began); err != nil || n == 0 {
				return err
			}
		}
	})
	return sum, err
}

// pollOn polls whatever becomes due, until ctx ends.
func (d *Desk) pollOn(ctx context.Context) error {
	seen := d.Now().Round(0) // without the clock that never jumps
	for ctx.Err() == nil {
		err := d.polling(ctx, new(Round), func(ctx context.Context, p *polling) error {
			for ctx.Err() == nil {
				seen = d.notice(ctx, seen)
				n, err := p.claim(ctx, d.Now())
				if err != nil {
					return err
				}
				if n == 0 {
					nap(ctx, d.untilDue(ctx))
				}
			}
			return nil
		})
		if err != nil && ctx.Err() == nil {
			d.Log.Error("polls", "err", err)
			nap(ctx, errorPause)
		}
	}
	return nil
}

// notice calls back what a wrong clock has put off, when the clock was put back since it was seen, and
// returns the time.
func (d *Desk) notice(ctx context.Context, seen time.Time) time.Time {
	now := d.Now().Round(0)
	if now.Before(seen.Add(-time.Hour)) {
		if err := d.Begin(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("call back what a wrong clock has put off", "err", err)
		}
	}
	return now
}

// untilDue is how long nothing is due.
func (d *Desk) untilDue(ctx context.Context) time.Duration {
	wait := longestNap
	err := d.DB.View(ctx, func(tx *store.Tx) error {
		next, any, err := tx.NextDue()
		if any {
			wait = min(max(next.Sub(d.Now()), time.Second), longestNap)
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		d.Log.Error("look at the schedule", "err", err)
	}
	return wait
}

// polling is a run of polls: many hosts are asked at the same time, one goroutine
// writes what comes back. What is slow keeps its own goroutine and no other source
// waiting. mu guards underway: the sources that are claimed and not yet written.
type polling struct {
	desk    *Desk
	asks    errgroup.Group
	backlog *backlog
	back    chan polled

	mu       sync.Mutex
	underway map[news.SourceID]bool
}

// polling asks what claims claims, and writes it, until claims ends.
func (d *Desk) polling(ctx context.Context, sum *Round, claims func(context.Context, *polling) error) error {
	p := &polling{desk: d, backlog: newBacklog(), back: make(chan polled), underway: map[news.SourceID]bool{}}
	p.asks.SetLimit(pollers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.write(ctx, sum) })
	g.Go(func() error {
		defer close(p.back)
		err := claims(ctx, p)
		return errors.Join(err, p.asks.Wait())
	})
	return g.Wait()
}

// claim has what is due at now asked, and returns how many sources that is. One
// goroutine calls it.
func (p *polling) claim(ctx context.Context, now time.Time) (int, error) {
	p.mu.Lock()
	before := maps.Clone(p.underway) // what is written while the store is asked was due when it was
	p.mu.Unlock()
	var due []store.Watch
	err := p.desk.DB.View(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.Due(now, pollBatch+len(before))
		return err
	})
	if err != nil {
		return 0, err
	}
	due = slices.DeleteFunc(due, func(w store.Watch) bool { return before[w.ID] })
	p.mu.Lock()
	for _, w := range due {
		p.underway[w.ID] = true
	}
	p.mu.Unlock()
	for _, list := range byHost(due) {
		p.asks.Go(func() error { return p.inTurn(ctx, list) })
	}
	return len(due), nil
}

// inTurn asks the sources of one host, one after the other.
func (p *polling) inTurn(ctx context.Context, list []*store.Watch) error {
	d := p.desk
	for i, w := range list {
		list[i] = nil
		p.backlog.admit()
		asked := d.Now()
		c, err := d.Fetcher.Fetch(ctx, request(*w, asked))
		if ctx.Err() != nil {
			return ctx.Err() // cut off: that says nothing of the source
		}
		p.backlog.add(1)
		answer := d.answered(ctx, *w, c, err, asked)
		answer.took = d.Now().Sub(asked)
		err = ctx.Err()
		if err == nil {
			select {
			case p.back <- answer:
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		p.backlog.add(-1)
		if err != nil {
			return err
		}
	}
	return nil
}

// write writes polls in batches.
func (p *polling) write(ctx context.Context, sum *Round) error {
	for first := range p.back {
		polls := batch.Collect(first, p.back, pollWait, enoughPolls)
		if err := p.desk.writeBatch(ctx, polls, sum); err != nil {
			return err
		}
		p.mu.Lock()
		for _, written := range polls {
			delete(p.underway, written.watch.ID)
		}
		p.mu.Unlock()
	}
	return nil
}
