package desk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	enterAtOnce  = 200         // captures, or reports, that are entered in the log in one transaction
	enterEvery   = time.Second // time between two of these transactions, beside other work
	enterInRound = 2000        // captures and texts after which a round enters no more
	looksInRound = 100         // transactions after which it enters no more, also where they have found little
)

// enterOn enters what was recorded before there was a log, a little at a time, until all of it is in or ctx ends.
func (d *Desk) enterOn(ctx context.Context) {
	said := "" // cause of the last error, which is told once
	for more := true; more && ctx.Err() == nil; {
		var err error
		wait := enterEvery
		if _, more, err = d.enter(ctx); err != nil && ctx.Err() == nil {
			if why := cause(err); said != why {
				d.Log.Error("enter earlier captures in the log", "err", err)
				said = why
			}
			more, wait = true, errorPause
		}
		if more {
			nap(ctx, wait)
		}
	}
}

// enterSome enters a part of what was recorded before there was a log: as much as does not hold a round up.
func (d *Desk) enterSome(ctx context.Context) error {
	done := 0
	for range looksInRound {
		n, more, err := d.enter(ctx)
		if err != nil {
			return fmt.Errorf("enter earlier captures in the log: %w", err)
		}
		if done += n; !more || done >= enterInRound || ctx.Err() != nil {
			return nil
		}
	}
	return nil
}

// enter enters some captures, or, when all are in, the texts of some reports. n is how many; more is whether there are others to look at.
func (d *Desk) enter(ctx context.Context) (n int, more bool, err error) {
	var at store.Entry
	if err := d.DB.View(ctx, func(tx *store.Tx) (err error) { at, err = tx.Entry(); return err }); err != nil {
		return 0, false, err
	}
	switch {
	case at.Capture != store.AllEntered:
		n, err = d.enterCaptures(ctx, at)
	case at.Article != store.AllEntered:
		n, err = d.enterTexts(ctx, at)
	default:
		return 0, false, nil
	}
	if errors.Is(err, store.ErrEntered) {
		return 0, true, nil // the next time it goes on from where that is
	}
	return n, err == nil, err
}

// enterCaptures enters the captures of pages that come next and have no leaf. The archive says what there is to say of them; those that it does
// not have as they were written are lost, and get none. It reads outside of any transaction.
func (d *Desk) enterCaptures(ctx context.Context, was store.Entry) (n int, err error) {
	var list []store.Kept
	now := store.Entry{Capture: store.AllEntered, Article: was.Article}
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		kept, err := tx.KeptAfter(was.Capture, enterAtOnce)
		if len(kept) == enterAtOnce {
			now.Capture = kept[len(kept)-1].ID
		}
		if err == nil {
			list, err = unwitnessed(tx, kept)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	found, lost := map[int64]news.Ref{}, []store.Kept(nil)
	for _, k := range list {
		r, err := d.evidenceOf(k)
		switch {
		case ctx.Err() != nil:
			return 0, ctx.Err()
		case errors.Is(err, news.ErrLost):
			d.Log.Warn("a capture of before the log is lost, and is not entered in it", "url", k.URL, "err", err)
			lost = append(lost, k)
		case err != nil:
			return 0, err
		default:
			found[k.ID] = r
		}
	}
	if len(lost) > 0 {
		s := d.salvage()
		if err := s.lose(ctx, lost, new(Loss)); err != nil {
			return 0, err
		}
	}
	entered := d.Now()
	return len(list), d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.EnterUpTo(was, now); err != nil {
			return err
		}
		for _, k := range list {
			r, ok := found[k.ID]
			if !ok {
				continue
			}
			if err := tx.EnterCapture(k.ID, r, entered); err != nil {
				return fmt.Errorf("enter the capture of %s: %w", k.URL, err)
			}
		}
		return nil
	})
}

// unwitnessed are those of some captures that are of pages and have no leaf.
func unwitnessed(tx *store.Tx, kept []store.Kept) (out []store.Kept, err error) {
	var ids []int64
	for _, k := range kept {
		if k.Source == "" {
			ids = append(ids, k.ID)
		}
	}
	had, err := tx.Witnessed(ids)
	for _, k := range kept {
		if k.Source == "" && !had[k.ID] {
			out = append(out, k)
		}
	}
	return out, err
}

// evidenceOf is what the archive says of a capture, after it was read whole. Whether this desk asked for the answer says the request beside it.
func (d *Desk) evidenceOf(k store.Kept) (news.Ref, error) {
	c, err := d.Archive.Get(k.Ref)
	if err != nil {
		return news.Ref{}, err
	}
	asked, err := d.Archive.Asked(k.Ref)
	if err != nil {
		return news.Ref{}, err
	}
	if sum := news.PayloadDigest(sha256.Sum256(c.Raw)); c.Status != http.StatusNotModified && sum != k.Digest {
		return news.Ref{}, fmt.Errorf("the archive has another answer of %s than was recorded: %w", k.URL, news.ErrLost)
	}
	r := k.Ref
	r.URL, r.Asked, r.At, r.Status, r.Brought, r.Cut = c.Final, c.URL, c.At, c.Status, !asked, cutOf(c)
	return r, nil
}

// enterTexts enters the texts of the reports that come next.
func (d *Desk) enterTexts(ctx context.Context, was store.Entry) (n int, err error) {
	entered := d.Now()
	err = d.DB.Update(ctx, func(tx *store.Tx) error {
		list, err := tx.Next(was.Article, enterAtOnce)
		if err != nil {
			return err
		}
		now := store.Entry{Capture: was.Capture, Article: store.AllEntered}
		if len(list) == enterAtOnce {
			now.Article = list[len(list)-1].Seq
		}
		if err := tx.EnterUpTo(was, now); err != nil {
			return err
		}
		for _, p := range list {
			some, err := tx.EnterVersions(p.ID, entered)
			if err != nil {
				return fmt.Errorf("enter the texts of report %s: %w", p.ID, err)
			}
			n += some
		}
		return nil
	})
	return n, err
}
