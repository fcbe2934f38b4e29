package desk

import (
	"context"
	"fmt"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// announcer tells a hub that a feed has changed.
type announcer interface {
	// Announce returns once the hub has taken it. The error is one of those that decide what becomes of a task.
	Announce(ctx context.Context, feed string) error
}

// Hub is a hub of feeds, which passes on to those who subscribe what has changed (WebSub).
type Hub struct {
	By   announcer // nil: there is none
	Host string    // of its address

	// Changed gives take the addresses of the feeds that builds have changed, of whatever process, and forgets them when it returns nil.
	Changed func(ctx context.Context, take func(feeds []string) error) error
}

// announcedAtOnce is of how many feeds a hub is told by one task.
const announcedAtOnce = 100

// tellOthers notes what others are to be told of a build. They are told in the background: one who does not answer
// delays nothing.
func (d *Desk) tellOthers(ctx context.Context, p Published) error {
	if err := d.NoteFeeds(ctx); err != nil {
		return err
	}
	tasks := cosignTasks(d.settings().Witnesses, d.Now())
	if !p.Signed || len(tasks) == 0 {
		return nil
	}
	if err := d.DB.Update(ctx, func(tx *store.Tx) error { return addUnlessThere(tx, tasks...) }); err != nil {
		return fmt.Errorf("note what others are to be told: %w", err)
	}
	return nil
}

// NoteFeeds notes in the database of which feeds the hub is to be told. Whoever does the tasks of the desk tells it.
func (d *Desk) NoteFeeds(ctx context.Context) error {
	hub := d.settings().Hub
	if hub.By == nil {
		return nil
	}
	err := hub.Changed(ctx, func(feeds []string) error {
		return d.DB.Update(ctx, func(tx *store.Tx) error {
			if err := tx.Announce(feeds...); err != nil {
				return err
			}
			return addUnlessThere(tx, store.AnnounceTask(hub.Host, d.Now()))
		})
	})
	if err != nil {
		return fmt.Errorf("note what others are to be told: %w", err)
	}
	return nil
}

// addUnlessThere adds tasks. One that waits keeps its time: another build is no reason to ask sooner.
func addUnlessThere(tx *store.Tx, tasks ...store.Task) error {
	for _, t := range tasks {
		_, there, err := tx.DueOf(t.Kind, t.Subject)
		if err == nil && !there {
			err = tx.Add(t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// toldOthers tells others what they are to be told, at the end of a round.
func (d *Desk) toldOthers(ctx context.Context) error {
	if set := d.settings(); set.Hub.By == nil && len(set.Witnesses) == 0 || ctx.Err() != nil {
		return nil
	}
	if err := d.drain(ctx, false, store.Announce, store.Cosign); err != nil {
		return fmt.Errorf("tell others: %w", err)
	}
	return nil
}

// announce tells the hub of the feeds that wait, one after the other: each is noted as told when the hub has taken it. Where some are left, or
// came meanwhile, the task is due again.
func (d *Desk) announce(ctx context.Context, _ store.Task) (func(*store.Tx) error, error) {
	hub := d.settings().Hub
	var list []store.Announcement
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		list, _, err = tx.Announcements(announcedAtOnce)
		return err
	})
	if err != nil {
		return nil, err
	}
	told := 0
	for _, a := range list {
		if hub.By != nil { // else there is no hub any more: nobody waits for them
			if err = hub.By.Announce(ctx, a.Feed); err != nil {
				break
			}
		}
		if err = d.DB.Update(ctx, func(tx *store.Tx) error { return tx.Announced(a) }); err != nil {
			break
		}
		told++
	}
	if hub.By != nil && len(list) > 0 {
		d.notify(Event{Stage: string(store.Announce), Title: hub.Host, Count: told, Err: err, Note: text.Count(told, "feed has", "feeds have") + " changed"})
	}
	if err != nil {
		return nil, err
	}
	return func(tx *store.Tx) error {
		left, _, err := tx.Announcements(1)
		if err != nil || len(left) == 0 {
			return err
		}
		return tx.Add(store.AnnounceTask(hub.Host, d.Now()))
	}, nil
}
