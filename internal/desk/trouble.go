package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"syscall"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	ownTries  = 3                // times that a request waits for trouble of our own to pass
	ownFirst  = time.Second      // before the first of them; doubled each time
	ownPause  = time.Minute      // after which what was given up for trouble of our own is tried again
	calm      = 10 * time.Second // without trouble after which an answer says that it is over
	probeRest = time.Second      // shortest time between two looks at whether the desk can write again
	probeSize = 256 << 10        // bytes that such a look writes into the database
)

// trouble is a fault of this machine: a full disk, too many open files, no network. While it lasts, outlets are asked for nothing
// that could not be kept, and nothing counts against them. mu guards the fields.
type trouble struct {
	mu     sync.Mutex
	err    error // nil: there is none
	store  bool  // something could not be written: a look decides when it is over, else the next answer does
	since  time.Time
	last   time.Time // when it was met last
	looked time.Time // when the last look failed
	over   time.Time // when the last trouble was
	untold bool      // it came with the end of the last one, as what was under way then reports it: it is told if it lasts
	times  int       // that any was met

	probing sync.Mutex // held while a look is under way, never while mu is held
}

// ours reports whether an error is trouble of our own, in whichever step it was met.
func ours(err error) bool {
	for _, own := range []error{news.ErrOurs, syscall.EMFILE, syscall.ENFILE, syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS} {
		if errors.Is(err, own) {
			return true
		}
	}
	return store.Fault(err) || errors.Is(err, syscall.EIO) && !unreadable(err)
}

// unreadable reports whether an error is that of reading a file: a bad place on the disk does not pass, and is that of one capture.
func unreadable(err error) bool {
	var at *fs.PathError
	return errors.As(err, &at) && at.Op == "read"
}

// ask fetches. Trouble of our own it waits out for a moment; then it returns an ErrOurs.
func (d *Desk) ask(ctx context.Context, req news.Request) (news.Capture, error) {
	for try := 0; ; try++ {
		c, err := d.askOnce(ctx, req)
		if !errors.Is(err, news.ErrOurs) || try == ownTries || ctx.Err() != nil {
			return c, err
		}
		nap(ctx, ownFirst<<try)
	}
}

// askOnce fetches, unless the desk cannot keep what it would ask for. Every request of the desk goes out here.
func (d *Desk) askOnce(ctx context.Context, req news.Request) (news.Capture, error) {
	if err := d.able(ctx); err != nil {
		return news.Capture{URL: req.URL}, err
	}
	c, err := d.Fetcher.Fetch(ctx, req)
	switch {
	case errors.Is(err, news.ErrOurs):
		d.inTrouble(err, false)
	case err == nil || c.Status != 0:
		d.answeredAgain()
	}
	return c, err
}

// put archives a capture. A fault of the disk is trouble of our own. Every capture of the desk is kept here.
func (d *Desk) put(c news.Capture, prior news.Ref) (news.Ref, error) {
	ref, err := d.Archive.Put(c, prior)
	var disk *fs.PathError
	if errors.As(err, &disk) {
		err = &news.Ours{Err: err}
		d.inTrouble(err, true)
	}
	if ref.File != prior.File || ref.Offset != prior.Offset {
		ref.Asked = c.URL
		ref.Cut = cutOf(c)
	}
	return ref, err
}

// cutOf says why a body is not whole; empty: it is.
func cutOf(c news.Capture) news.CutReason {
	if !c.Truncated {
		return ""
	}
	return cmp.Or(c.Cut, "unspecified")
}

// inTrouble notes trouble of our own. The first of it is told.
func (d *Desk) inTrouble(err error, store bool) {
	t := &d.own
	t.mu.Lock()
	tell := t.err == nil || store && !t.store
	t.last = d.Now()
	t.times++
	if t.err == nil {
		t.since = t.last
		t.untold = !t.over.IsZero() && t.last.Sub(t.over) < calm
	}
	if tell {
		t.err, t.store = err, store
	}
	if t.untold {
		tell = t.last.Sub(t.since) >= calm
		t.untold = !tell
	}
	t.mu.Unlock()
	if tell {
		d.notify(Event{Stage: "desk", Outcome: OwnTrouble, Err: err})
	}
}

// answeredAgain notes that an outlet was reached: trouble that was none of storing is over.
func (d *Desk) answeredAgain() {
	t := &d.own
	t.mu.Lock()
	now := d.Now()
	if t.err == nil || t.store || now.Sub(t.last) < calm {
		t.mu.Unlock()
		return
	}
	tell := t.end(now)
	t.mu.Unlock()
	tell(d)
}

// end ends the trouble and returns what tells so. mu is held.
func (t *trouble) end(now time.Time) (tell func(*Desk)) {
	took, told := now.Sub(t.since), !t.untold
	t.err, t.store, t.untold, t.looked, t.over = nil, false, false, time.Time{}, now
	return func(d *Desk) {
		if told {
			d.tellOver(took)
		}
	}
}

// able returns an ErrOurs while the desk cannot keep what it would ask for.
func (d *Desk) able(ctx context.Context) error {
	if _, _, err := d.unable(); err == nil {
		return nil
	}
	d.own.probing.Lock()
	tell, err := d.probe(ctx) // whoever comes meanwhile waits for the same look
	d.own.probing.Unlock()
	if tell != nil {
		tell(d)
	}
	return err
}

// unable returns an ErrOurs if something could not be written, whether it is time to look if it can be now, and how often
// trouble was met.
func (d *Desk) unable() (look bool, times int, err error) {
	t := &d.own
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil || !t.store {
		return false, t.times, nil
	}
	now := d.Now()
	return now.Sub(t.looked) >= probeRest || now.Before(t.looked), t.times, &news.Ours{Err: t.err}
}

// probe finds out whether the desk can write again, if it is time to. It returns what tells so. probing is held.
func (d *Desk) probe(ctx context.Context) (tell func(*Desk), err error) {
	look, times, err := d.unable()
	if err == nil || !look {
		return nil, err
	}
	now, failed := d.Now(), d.writable(ctx)
	t := &d.own
	t.mu.Lock()
	defer t.mu.Unlock()
	if failed == nil && t.times != times {
		return nil, err // it was met meanwhile
	}
	if failed == nil {
		return t.end(now), nil
	}
	t.looked = now
	if t.untold && now.Sub(t.since) >= calm {
		t.untold = false
		e := Event{Stage: "desk", Outcome: OwnTrouble, Err: t.err}
		return func(d *Desk) { d.notify(e) }, err
	}
	return nil, err
}

// writable finds out whether there is room in the archive, if this process keeps captures, and in the database.
func (d *Desk) writable(ctx context.Context) error {
	if d.Roles.Captures() {
		if err := d.Archive.Room(); err != nil {
			return err
		}
	}
	noise := make([]byte, probeSize)
	rand.Read(noise)
	for _, text := range [][]byte{noise, {}} {
		if err := d.DB.Update(ctx, func(tx *store.Tx) error { return tx.SetHostNotes("room", text) }); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) tellOver(took time.Duration) {
	d.notify(Event{Stage: "desk", Outcome: OwnTrouble,
		Note: fmt.Sprintf("over after %s: gathering goes on", took.Round(time.Second)), Took: took})
}

// lasting does work until ctx ends. If the work fails, that is told, and it goes on as soon as the desk can write again: what
// readers are served needs none of it.
func (d *Desk) lasting(ctx context.Context, what string, work func(context.Context) error) {
	for ctx.Err() == nil {
		err := work(ctx)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = errors.New("ended early")
		}
		d.inTrouble(fmt.Errorf("%s: %w", what, err), true)
		for able := false; !able && ctx.Err() == nil; {
			nap(ctx, errorPause)
			able = d.able(ctx) == nil
		}
	}
}
