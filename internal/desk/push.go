package desk

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Readers are told through channels. Everything that they can be told of has a number in the order of changes, given in the transaction that
// writes it. For each channel the desk follows these numbers: in one transaction it puts messages into the outbox and notes how far it
// has come, so that a desk that is killed neither forgets a message nor makes one twice. A message that was sent is noted at once, before the
// next one: killed between the two, a desk sends that one again, with the same identifier.

const (
	pushEvery     = 10 * time.Second // time between two looks
	pushRest      = time.Minute      // before the first try while a desk works: the site is built meanwhile
	pushRows      = 500              // changes that are looked at in one step
	pushAtOnce    = 50               // messages of a channel that are sent at one look
	firstPushWait = time.Minute      // after the first refusal; doubled each time
	lastPushWait  = 6 * time.Hour    // the longest such time
	pushLife      = 3 * 24 * time.Hour
	pushKept      = 90 * 24 * time.Hour // how long it is remembered what left the outbox
)

// ErrUntold says that nothing is left to tell: what a message was about was taken down meanwhile, or may not be shown.
var ErrUntold = errors.New("nothing is left to tell")

// Push is a channel to readers.
type Push struct {
	Name string // which identifies what it was told
	By   pusher
}

type pusher interface {
	// Find says of what the channel is to be told, of some changed reports and editions: kind and subject. What was before since it is not told of.
	Find(ctx context.Context, since time.Time, rows []store.Row, editions []news.EditionID) ([]news.Push, error)
	// Push sends a message, of what may be shown now, and says of which reports it had a headline of the desk's own. Nil: it has gone
	// out. ErrUntold: there is nothing to send.
	Push(ctx context.Context, p news.Push) ([]news.SentTitle, error)
}

// refusal is an error that says when to come back, and whether others may pass meanwhile.
type refusal interface {
	error
	Rest() time.Duration
	Alone() bool
}

// pushing is what is remembered of channels. mu guards it.
type pushing struct {
	mu    sync.Mutex
	kept  bool
	names []string
	of    map[string]*pushed
}

// pushed is what is remembered of one channel. One goroutine uses it.
type pushed struct {
	next time.Time // earliest next try of any message, after the receiver could not be reached
	said string    // the last error, which is told once
}

// pushOn sends what readers are to be told until ctx ends.
func (d *Desk) pushOn(ctx context.Context) {
	for ctx.Err() == nil {
		d.pushAll(ctx, pushRest)
		nap(ctx, pushEvery)
	}
}

// pushAll looks once for what each channel is to be told, and sends what is due. rest is the time before a first try.
func (d *Desk) pushAll(ctx context.Context, rest time.Duration) {
	list := d.settings().Pushes
	b := &d.pushing
	b.mu.Lock()
	defer b.mu.Unlock()
	if !d.keepPushes(ctx, list) {
		return
	}
	var g errgroup.Group
	for _, c := range list {
		g.Go(func() error {
			err := d.findPushes(ctx, c, rest)
			if err == nil {
				err = d.sendPushes(ctx, c, b.of[c.Name])
			}
			if err != nil && ctx.Err() == nil {
				d.Log.Error("push", "channel", c.Name, "err", err)
			}
			return nil
		})
	}
	g.Wait()
}

// keepPushes forgets the channels that are no longer configured.
func (d *Desk) keepPushes(ctx context.Context, list []Push) bool {
	b := &d.pushing
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.Name
	}
	if b.kept && slices.Equal(names, b.names) {
		return true
	}
	err := d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.KeepPushChannels(names); err != nil {
			return err
		}
		return tx.ForgetPushes(d.Now().Add(-pushKept))
	})
	if err != nil {
		if ctx.Err() == nil {
			d.Log.Error("forget former push channels", "err", err)
		}
		return false
	}
	b.kept, b.names, b.of = true, names, map[string]*pushed{}
	for _, name := range names {
		b.of[name] = &pushed{}
	}
	return true
}

// findPushes fills the outbox of a channel. A channel that is new begins with what comes from now on.
func (d *Desk) findPushes(ctx context.Context, c Push, rest time.Duration) error {
	for {
		var at store.PushChannel
		var known bool
		var rows []store.Row
		var editions []news.EditionID
		var last int64
		err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
			if at, known, err = tx.PushChannel(c.Name); err != nil {
				return err
			}
			if last, err = tx.LastChange(); err != nil || !known || last <= at.Seen {
				return err
			}
			if rows, err = tx.Changed(at.Seen, pushRows); err == nil {
				editions, err = tx.Editions(store.EditionFilter{Changed: at.Seen})
			}
			return err
		})
		if err != nil {
			return err
		}
		if !known {
			return d.DB.Update(ctx, func(tx *store.Tx) error {
				return tx.SetPushChannel(store.PushChannel{Name: c.Name, Since: d.Now(), Seen: last})
			})
		}
		if last <= at.Seen {
			return nil
		}
		found, err := c.By.Find(ctx, at.Since, rows, editions)
		if err != nil {
			return err
		}
		all := len(rows) < pushRows
		at.Seen = last
		if !all {
			at.Seen = rows[len(rows)-1].Changed
		}
		now := d.Now()
		err = d.DB.Update(ctx, func(tx *store.Tx) error {
			for _, p := range found {
				p.Channel, p.Made, p.Due = c.Name, now, now.Add(rest)
				if _, err := tx.AddPush(p); err != nil {
					return err
				}
			}
			return tx.SetPushChannel(at)
		})
		if err != nil || all {
			return err
		}
	}
}

// sendPushes sends the messages of a channel that are due, one after another.
func (d *Desk) sendPushes(ctx context.Context, c Push, b *pushed) error {
	if d.Now().Before(b.next) {
		return nil
	}
	var due []news.Push
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) { due, err = tx.DuePushes(c.Name, d.Now(), pushAtOnce); return err })
	if err != nil {
		return err
	}
	for _, p := range due {
		if !d.still() {
			return nil
		}
		told, err := c.By.Push(ctx, p)
		if err != nil && ctx.Err() != nil {
			return nil // the desk stops: it was no try
		}
		now := d.Now()
		p, stop := afterPush(p, now, err)
		if err == nil {
			b.said, p.Told = "", told
		}
		if err != nil && !errors.Is(err, ErrUntold) && b.said != reason(err) {
			b.said = reason(err)
			d.notify(Event{Stage: "push", Title: c.Name, Err: err})
		}
		// It went out, even if the desk ends now.
		if err := d.DB.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error { return tx.SetPush(p) }); err != nil {
			return err
		}
		if stop {
			b.next = p.Due
			return nil
		}
	}
	return nil
}

// afterPush is a message after a try, and whether the channel is left alone until the message is due again.
func afterPush(p news.Push, now time.Time, err error) (after news.Push, stop bool) {
	p.Tries++
	switch {
	case err == nil:
		p.State, p.Done, p.Why = news.PushSent, now, ""
		return p, false
	case errors.Is(err, ErrUntold):
		p.State, p.Done, p.Why = news.PushDropped, now, err.Error()
		return p, false
	}
	p.Why = reason(err)
	wait := min(firstPushWait<<min(p.Tries-1, 10), lastPushWait)
	stop = true
	var r refusal
	if errors.As(err, &r) {
		wait, stop = max(wait, r.Rest()), !r.Alone()
	}
	p.Due = now.Add(wait)
	if now.Sub(p.Made) >= pushLife {
		p.State, p.Done = news.PushGivenUp, now
	}
	return p, stop
}
