package desk

import (
	"context"
	"fmt"

	"github.com/waidian/waidian/internal/store"
)

// announcer tells a hub that feeds have changed.
type announcer interface {
	// Announce returns once the hub has taken it. The error is one of those that decide what becomes of a task.
	Announce(ctx context.Context, feeds []string) error
}

// Hub is a hub of feeds, which passes on to those who subscribe what has changed (WebSub).
type Hub struct {
	By   announcer // nil: there is none
	Host string    // of its address
}

// announcedTogether is of how many feeds a hub is told with one request.
const announcedTogether = 100

// tellOthers notes what others are to be told of a build. They are told in the background: one who does not answer
// delays nothing.
func (d *Desk) tellOthers(ctx context.Context, p Published) error {
	var tasks []store.Task
	set := d.settings()
	if set.Hub.By != nil && len(p.Feeds) > 0 {
		tasks = append(tasks, store.AnnounceTask(set.Hub.Host, d.Now()))
	} else {
		p.Feeds = nil
	}
	if p.Signed {
		tasks = append(tasks, cosignTasks(set.Witnesses, d.Now())...)
	}
	if len(tasks) == 0 {
		return nil
	}
	err := d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Announce(p.Feeds...); err != nil {
			return err
		}
		return addUnlessThere(tx, tasks...)
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

// announce tells the hub of the feeds that wait. Where some are left, or came meanwhile, the task is due again.
func (d *Desk) announce(ctx context.Context, _ store.Task) (func(*store.Tx) error, error) {
	hub := d.settings().Hub
	var list []store.Announcement
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		list, _, err = tx.Announcements(announcedTogether)
		return err
	})
	if err != nil {
		return nil, err
	}
	if hub.By != nil && len(list) > 0 {
		feeds := make([]string, len(list))
		for i, a := range list {
			feeds[i] = a.Feed
		}
		err := hub.By.Announce(ctx, feeds)
		d.notify(Event{Stage: string(store.Announce), Title: hub.Host, Count: len(feeds), Err: err, Note: fmt.Sprintf("%d feeds have changed", len(feeds))})
		if err != nil {
			return nil, err
		}
	} // else there is no hub any more: nobody waits for them
	return func(tx *store.Tx) error {
		if err := tx.Announced(list); err != nil {
			return err
		}
		left, _, err := tx.Announcements(1)
		if err != nil || len(left) == 0 {
			return err
		}
		return tx.Add(store.AnnounceTask(hub.Host, d.Now()))
	}, nil
}
