package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

const (
	longestNap  = 30 * time.Second // longest time between two looks at the schedule of sources
	buildEvery  = 10 * time.Second // shortest time between two builds of the site
	gatherEvery = 5 * time.Minute  // shortest time between two regroupings of the stories
	lookEvery   = 5 * time.Minute  // longest time between two builds, which show the state of the sources
	checkEvery  = 2 * time.Second  // time between two looks for changed articles
	errorPause  = 15 * time.Second // pause after a failed poll round or build
)

// Run polls sources when they are due, does tasks and publishes, until ctx ends.
func (d *Desk) Run(ctx context.Context) error {
	begun := false
	d.lasting(ctx, "begin", func(ctx context.Context) error {
		for !begun {
			if err := d.Begin(ctx); err != nil {
				return err
			}
			begun = true
		}
		return d.work(ctx)
	})
	return nil
}

// work is the loops of a desk, as far as they are this process's. Each lasts until ctx ends.
func (d *Desk) work(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { <-ctx.Done(); return nil }) // also of a process that only serves
	if d.Roles.Has(RoleGather) {
		g.Go(func() error { d.pollOn(ctx); return nil })
	}
	if kinds := d.Roles.kinds(); len(kinds) > 0 {
		g.Go(func() error {
			d.lasting(ctx, "tasks", func(ctx context.Context) error { return d.Queue.Run(ctx, d.crew(kinds...)) })
			return nil
		})
	}
	if d.Roles.Has(RolePublish) {
		g.Go(func() error { return d.leadOn(ctx) })
	}
	return g.Wait()
}

// leadOn does what one process does for all, from when this one leads until ctx ends: a process that leads no more has lost its
// place, and with it all its work.
func (d *Desk) leadOn(ctx context.Context) error {
	if d.Team != nil {
		select {
		case <-d.Team.Led():
		case <-ctx.Done():
			return nil
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		began := d.Now()
		return d.publishOn(ctx, func() bool { return d.Now().Sub(began) >= catchingUp })
	})
	g.Go(func() error { d.sweepOn(ctx); return nil })
	g.Go(func() error { d.embedOn(ctx); return nil })
	g.Go(func() error { d.alarmOn(ctx); return nil })
	g.Go(func() error { d.pushOn(ctx); return nil })
	g.Go(func() error { d.enterOn(ctx); return nil })
	g.Go(func() error { d.mirrorOn(ctx); return nil })
	return g.Wait()
}

// leads reports whether this process does what one does for all.
func (d *Desk) leads() bool {
	if d.Team == nil {
		return true
	}
	select {
	case <-d.Team.Led():
		return true
	default:
		return false
	}
}

// still reports whether this process may tell others of what it leads: one that was stopped may have been followed by another.
func (d *Desk) still() bool { return d.Team == nil || d.Team.Still() }

// publishOn builds the site when articles have changed, and every lookEvery without a change,
// for the state of the sources. Every gatherEvery it regroups the stories before the build. While cuts says so it cuts the edition
// that is due before a build.
func (d *Desk) publishOn(ctx context.Context, cuts func() bool) error {
	if d.settings().Site == nil {
		return nil
	}
	last, wait := int64(-1), time.Duration(0)
	under := 0 // number of the settings of the last build
	var gathered, built time.Time
	said := "" // cause of the last error, which is told once
	for ctx.Err() == nil {
		nap(ctx, wait)
		wait = checkEvery
		n, err := d.lastChange(ctx)
		number := d.settings().number
		if err != nil || n == last && number == under && d.Now().Sub(built) < lookEvery {
			continue
		}
		if d.Now().Sub(gathered) > gatherEvery {
			var done bool
			if done, err = d.gather(ctx); err == nil {
				if done {
					gathered = d.Now()
				}
				n, err = d.lastChange(ctx) // gathering changes articles
			}
		}
		if err == nil {
			err = d.lookAtStories(ctx)
		}
		if err == nil && cuts() {
			err = d.cutEdition(ctx)
		}
		if err == nil {
			err = d.publish(ctx)
		}
		if err != nil {
			if ctx.Err() == nil {
				if why := cause(err); said != why {
					d.Log.Error("build the site", "err", err)
					said = why
				}
				wait = errorPause
			}
			continue
		}
		said = ""
		last, wait, built, under = n, buildEvery, d.Now(), number
	}
	return nil
}

// cause is what is the same of an error that a file has caused, whichever file that was.
func cause(err error) string {
	if file := (*fs.PathError)(nil); errors.As(err, &file) {
		return file.Err.Error()
	}
	return err.Error()
}

// gather regroups the recent stories, with hindsight. It writes the moves a few at a time;
// what a gathering that was cut off has not moved, the next one moves. It reports whether
// it was done: it is tried twice where other writers discard it.
func (d *Desk) gather(ctx context.Context) (done bool, err error) {
	if m := d.settings().Embeds; m != nil {
		d.near.hear(m.Name())
	} else {
		d.near.hear("")
	}
	moves, err := d.near.regroup(ctx, d.DB, d.Now())
	if errors.Is(err, errForgotten) {
		moves, err = d.near.regroup(ctx, d.DB, d.Now())
	}
	if errors.Is(err, errForgotten) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("gather stories: %w", err)
	}
	for some := range slices.Chunk(moves, movesAtOnce) {
		if err := d.DB.Update(ctx, func(tx *store.Tx) error { return d.near.write(tx, some) }); err != nil {
			d.near.forget() // memory has moves that the store lacks
			if errors.Is(err, errForgotten) {
				return false, nil
			}
			return false, fmt.Errorf("gather stories: %w", err)
		}
	}
	return true, nil
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
	p, err := d.settings().Site.Publish(ctx)
	if ctx.Err() == nil {
		d.noteBuild(p.Held, err)
	}
	if err != nil {
		return err
	}
	d.notify(Event{Stage: "publish", Count: p.Written, Took: d.Now().Sub(began),
		Note: fmt.Sprintf("%s, %s written, %d removed", text.Count(p.Articles, "article", "articles"), text.Count(p.Written, "file", "files"), p.Removed)})
	return d.tellOthers(ctx, p)
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

// Collect is one round: it polls the sources that are due, or all of them, does the tasks
// up to the stage until, publishes, and tells the operator what is not well and readers what they want to be told of, and copies the site. The last four
// it leaves to another process that leads.
func (d *Desk) Collect(ctx context.Context, all bool, until Until) (Round, error) {
	sum, err := d.collect(ctx, all, until)
	if ctx.Err() == nil && d.leads() {
		d.lookForAlarms(ctx)
		d.pushAll(ctx, 0)
		if until == UntilEnd {
			if err := d.mirrorAll(ctx); err != nil {
				d.Log.Error("copy the site", "err", err)
			}
		}
	}
	return sum, err
}

func (d *Desk) collect(ctx context.Context, all bool, until Until) (Round, error) {
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
	if err := d.drain(ctx, until == UntilEnd && d.leads(), kinds...); err != nil {
		return sum, fmt.Errorf("work off tasks: %w", err)
	}
	if until != UntilEnd || d.settings().Site == nil || ctx.Err() != nil || !d.leads() {
		return sum, nil
	}
	d.embedAll(ctx)
	if _, err := d.gather(ctx); err != nil {
		return sum, err
	}
	if err := d.enterSome(ctx); err != nil {
		return sum, err
	}
	return sum, d.tellAndPublish(ctx)
}

// tellAndPublish asks what the stories say that have changed, cuts the edition that is due, and builds the site.
func (d *Desk) tellAndPublish(ctx context.Context) error {
	if err := d.lookAtStories(ctx); err != nil {
		return err
	}
	if d.settings().Stories.By != nil {
		if err := d.drain(ctx, true, store.Story); err != nil {
			return fmt.Errorf("work off tasks: %w", err)
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	return errors.Join(d.cutEdition(ctx), d.publish(ctx), d.toldOthers(ctx))
}

// drain does tasks until none is left. If publish is set it builds the site meanwhile, so
// that a model that is slow, or hangs, delays no page.
func (d *Desk) drain(ctx context.Context, publish bool, kinds ...store.Kind) error {
	until, done := context.WithCancel(ctx)
	defer done()
	g := new(errgroup.Group)
	if publish {
		g.Go(func() error {
			nap(until, buildEvery)
			return d.publishOn(until, func() bool { return false }) // the edition is cut when all is read
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

// nap waits for that long, or until ctx ends.
func nap(ctx context.Context, wait time.Duration) { napUnless(ctx, wait, nil) }

// napUnless is nap, which ends early when something comes from wake.
func napUnless(ctx context.Context, wait time.Duration, wake <-chan struct{}) {
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
	case <-wake:
	case <-ctx.Done():
	}
}
