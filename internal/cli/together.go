package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/team"
	"github.com/waidian/waidian/internal/work"
)

// On PostgreSQL several processes may work on one desk, with one folder of data and one configuration.

// rejoinPause is the time between two tries to work again, after others have taken over the work of this process.
const rejoinPause = 5 * time.Second

// join makes this process one of those at work on a database that several can reach. SQLite's lies in the data folder, which the
// lock of the archive guards.
func (a *app) join(ctx context.Context, p *parts) error {
	if !p.db.Shared() {
		return nil
	}
	o := team.Options{Now: a.Now, Clock: a.clock, Log: a.log, Follows: !p.roles.Has(desk.RolePublish)}
	if p.mark != "" {
		o.Gone = p.archive.Gone // else its folder may be another one than theirs
	}
	m, err := team.Join(ctx, p.db, self(p), fits(p), o)
	if postgres.Away(err) {
		return serverHint(err)
	}
	if err != nil {
		return err
	}
	p.member = m
	p.closers = append(p.closers, m.Close)
	return nil
}

// shareClock has this process go by the clock that all processes of a desk share, if it is the machine's that it goes by.
func (a *app) shareClock(ctx context.Context, db *store.DB) error {
	if a.clock == nil || !db.Shared() {
		return nil
	}
	ahead, err := db.Ahead(ctx, a.Now)
	if err == nil {
		a.clock.Follow(ahead)
	}
	return err
}

// self is this process, under a new name.
func self(p *parts) store.Process {
	return store.Process{
		Name: work.NewName(), Place: fmt.Sprintf("%s (process %d)", place(p.config), os.Getpid()),
		Settings: config.Fingerprint(p.config), Archive: p.mark, Roles: p.roles.String(), Version: Version,
	}
}

// fits verifies that a process can work beside the others: what it captures they can read, and they go by the same settings.
func fits(p *parts) func(others []store.Process) error {
	return func(others []store.Process) error {
		for _, o := range others {
			here := p.mark == "" || o.Archive == "" // one of the two keeps no captures
			if !here {
				var err error
				if here, err = p.archive.Marked(o.Archive); err != nil {
					return err
				}
			}
			if !here {
				return hint(fmt.Errorf("another waidian works on the database, %s, and its data folder is not this one's, %s", o.Place, place(p.config)),
					"processes of one desk need one data folder, on a disk that all of them reach (NFS 4.1 or later): what one captures the others read; "+
						"name that folder with --data or [desk] data, or stop the other process")
			}
			if tables := config.Unlike(o.Settings, config.Fingerprint(p.config)); len(tables) > 0 {
				which := ""
				if o.Version != Version {
					which = fmt.Sprintf(" (it is of version %s, this one of %s)", o.Version, Version)
				}
				return hint(fmt.Errorf("another waidian works on the database, %s, by other settings: they differ in %s%s", o.Place, strings.Join(tables, ", "), which),
					"processes of one desk need one configuration, but for data, database, fetchers, writers and out: give all the same file")
			}
		}
		return nil
	}
}

// hasEnded reports whether a process is at work no more: it has left, or was buried.
func hasEnded(db *store.DB) func(ctx context.Context, name string) (bool, error) {
	return func(ctx context.Context, name string) (ended bool, err error) {
		err = db.View(ctx, func(tx *store.Tx) error {
			list, err := tx.Processes()
			ended = !slices.ContainsFunc(list, func(p store.Process) bool { return p.Name == name })
			return err
		})
		return ended && err == nil, err
	}
}

// atWork runs the desk until ctx ends. If this process was away for so long that others have taken over its work, it ends what it
// had under way and begins anew.
func (a *app) atWork(ctx context.Context, p *parts, d *desk.Desk) error {
	if p.member == nil {
		return d.Run(ctx)
	}
	for {
		turn, end := context.WithCancel(ctx)
		lost := p.member.Lost()
		go func() { // ends with turn
			select {
			case <-lost:
				end()
			case <-turn.Done():
			}
		}()
		err := d.Run(turn)
		end()
		if err != nil || ctx.Err() != nil {
			return err
		}
		a.log.Warn("this process was away for too long: others have taken over its work, and it begins anew")
		if err := a.rejoin(ctx, p); err != nil || ctx.Err() != nil {
			return err
		}
	}
}

// rejoin makes this process one of those at work again, as soon as the database answers. The error is that of fits.
func (a *app) rejoin(ctx context.Context, p *parts) error {
	for ctx.Err() == nil {
		if err := postgres.Current(ctx, p.db); isNewer(err) {
			return newerHint(err) // it was stopped, and meanwhile the desk was brought up to date
		}
		var unfit error
		err := p.member.Rejoin(ctx, self(p), func(others []store.Process) error {
			unfit = fits(p)(others)
			return unfit
		})
		if err == nil || unfit != nil && errors.Is(err, unfit) {
			return err
		}
		a.log.Error("work again", "err", err)
		select {
		case <-time.After(rejoinPause):
		case <-ctx.Done():
		}
	}
	return nil
}
