package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

const (
	longestNap  = 30 * time.Second // the desk looks at its schedule at least so often
	buildEvery  = 10 * time.Second // the site is built at most so often
	gatherEvery = 5 * time.Minute  // stories are looked at again at most so often
	lookEvery   = 5 * time.Minute  // a build shows how the sources fare at least so often
	firstBuild  = 2 * time.Second  // the first build waits so long for more to show
	errorPause  = 15 * time.Second // after a poll round or a build that the store has failed
)

// Run polls when sources are due, works off tasks and publishes, until ctx ends.
func (d *Desk) Run(ctx context.Context) error {
	if err := d.Begin(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.pollOn(ctx) })
	g.Go(func() error { return d.Queue.Run(ctx, d.crew(store.Fetch, store.Read, store.Digest)) })
	g.Go(func() error { return d.publishOn(ctx) })
	return g.Wait()
}

// publishOn builds the site when articles have changed, and every while without a change, for the state of
// the sources. Every while it gathers the stories anew before it does.
func (d *Desk) publishOn(ctx context.Context) error {
	if d.Site == nil {
		return nil
	}
	last, wait := int64(-1), time.Duration(0)
	var gathered, built time.Time
	for ctx.Err() == nil {
		nap(ctx, wait)
		wait = firstBuild
		n, err := d.lastChange(ctx)
		if err != nil || n == last && d.Now().Sub(built) < lookEvery {
			continue
		}
		if d.Now().Sub(gathered) > gatherEvery {
			if err = d.gather(ctx); err == nil {
				gathered = d.Now()
				n, err = d.lastChange(ctx) // gathering changes articles, too
			}
		}
		if err == nil {
			err = d.publish(ctx)
		}
		if err != nil {
			if ctx.Err() == nil {
				d.Log.Error("build the site", "err", err)
				wait = errorPause
			}
			continue
		}
		last, wait, built = n, buildEvery, d.Now()
	}
	return nil
}

// gather looks at the recent stories again, with hindsight, and moves articles, a few in
// each transaction: a gathering that is cut off is completed by the next.
func (d *Desk) gather(ctx context.Context) error {
	var moves []story.Move
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		moves, err = d.near.regroup(tx, d.Now())
		return err
	})
	if err != nil {
		return fmt.Errorf("gather stories: %w", err)
	}
	for some := range slices.Chunk(moves, movesAtOnce) {
		if err := d.DB.Update(ctx, func(tx *store.Tx) error { return d.near.write(tx, some) }); err != nil {
			d.near.forget() // the rest of the moves is in memory alone
			return fmt.Errorf("gather stories: %w", err)
		}
	}
	return nil
}

func (d *Desk) lastChange(ctx context.Context) (n int64, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		n, err = tx.LastChange()
		return err
	})
	return n, err
}

func (d *Desk) publish(ctx context.Context) error {
	began := d.Now()
	p, err := d.Site.Publish(ctx)
	if err != nil {
		return err
	}
	d.notify(Event{Stage: "publish", Count: p.Written, Took: d.Now().Sub(began),
		Note: fmt.Sprintf("%d articles, %d files written, %d removed", p.Articles, p.Written, p.Removed)})
	return nil
}

// Until names the last stage of a round.
type Until string

// Where a round can end.
const (
	UntilPoll   Until = "poll"
	UntilRead   Until = "read"
	UntilDigest Until = "digest"
	UntilEnd    Until = ""
)

// Collect is one round: it polls what is due (all: every source), brings the tasks
// up to the stage until to their end, and publishes.
func (d *Desk) Collect(ctx context.Context, all bool, until Until) (Round, error) {
	if err := d.Begin(ctx); err != nil {
		return Round{}, err
	}
	if all {
		if err := d.DB.Update(ctx, func(tx *store.Tx) error { return tx.DueNow() }); err != nil {
			return Round{}, err
		}
	}
	sum, err := d.Poll(ctx)
	if err != nil || until == UntilPoll || ctx.Err() != nil {
		return sum, err
	}
	kinds := []store.Kind{store.Fetch, store.Read}
	if until != UntilRead {
		kinds = append(kinds, store.Digest)
	}
	if err := d.drain(ctx, until == UntilEnd, kinds...); err != nil {
		return sum, fmt.Errorf("work off tasks: %w", err)
	}
	if until != UntilEnd || d.Site == nil || ctx.Err() != nil {
		return sum, nil
	}
	if err := d.gather(ctx); err != nil {
		return sum, err
	}
	return sum, d.publish(ctx)
}

// drain works tasks off. What takes long is published meanwhile, so that a model
// that takes its time, or hangs, delays no page.
func (d *Desk) drain(ctx context.Context, publish bool, kinds ...store.Kind) error {
	until, done := context.WithCancel(ctx)
	defer done()
	g := new(errgroup.Group)
	if publish {
		g.Go(func() error {
			nap(until, buildEvery)
			return d.publishOn(until)
		})
	}
	err := d.Queue.Drain(ctx, d.crew(kinds...), d.patience())
	done()
	return errors.Join(err, g.Wait())
}

func (d *Desk) patience() time.Duration {
	if d.Patience > 0 {
		return d.Patience
	}
	return 5 * time.Second
}

// nap waits, or until ctx ends.
func nap(ctx context.Context, wait time.Duration) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
