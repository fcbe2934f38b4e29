package desk

import (
	"context"
	"errors"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// reserve writes what the outlet asks by a reading of a report, of which the text that is shown stays, of those who keep copies.
// A right that is lost is lost whatever was read; one comes back only by a page of all of the report, as it was at the last look.
func (s saved) reserve(tx *store.Tx, shown, now news.Article, last bool) (saved, error) {
	if s.fresh || s.change != unchanged {
		return s, nil // it was written with the text
	}
	if now.ID = shown.ID; !last || !ofPage(now) || fuller(now, shown) {
		now = now.AskingMore(shown)
	}
	changed, err := tx.SetAsked(now)
	if changed {
		s.change = asked
	}
	return s, err
}

// asksOf is what a page asks of those who keep copies, that was just had and is otherwise the one that was read. policy writes
// what was learned of its host. Without a body the answer asks by its header, beside what it asked before.
func (d *Desk) asksOf(ctx context.Context, rec store.LeadRecord, c news.Capture) (apply func(*store.Tx) error, err error) {
	nothing := func(*store.Tx) error { return nil }
	if rec.Article == "" {
		return nothing, nil
	}
	now := extract.Asked(c)
	reserved, policy, err := d.reserved(ctx, c.Final, d.named(rec.Lead.Source), true)
	if err != nil {
		return nil, err
	}
	now.ID, now.Reserved = rec.Article, now.Reserved || reserved
	return both(policy, func(tx *store.Tx) error {
		shown, err := tx.Article(now.ID)
		if errors.Is(err, store.ErrNotFound) || err == nil && (shown.FromFeed() || discover.Key(shown.URL) != discover.Key(c.Final)) {
			return nil // the page of another text than the one that is shown
		}
		if err != nil {
			return err
		}
		a := now
		if len(c.Body) == 0 {
			a = a.AskingMore(shown)
		}
		changed, err := tx.SetAsked(a)
		if changed {
			whenKept(tx, func() { d.notifyRead(shown, saved{change: asked, version: shown.Version}, "") })
		}
		return err
	}), nil
}

// askMore writes what reports that are known ask of those who keep copies, where what was brought says that they ask more, and is
// no older than the text that is shown, or the same. That they ask less is believed of their pages alone.
func (d *Desk) askMore(ctx context.Context, list []Brought) error {
	var more []news.Article
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		for _, b := range list {
			if b.Article.AsksAs(news.Article{}) {
				continue
			}
			old, err := knownAs(tx, b.Article)
			if err != nil {
				return err
			}
			if b.Article.Captured.Before(old.Captured) && !sameText(old, b.Article) {
				continue
			}
			if a := old.AskingMore(b.Article); old.ID != "" && !a.AsksAs(old) {
				more = append(more, a)
			}
		}
		return nil
	})
	if err != nil || len(more) == 0 {
		return err
	}
	return d.DB.Update(ctx, func(tx *store.Tx) error {
		for _, a := range more {
			now, err := tx.Article(a.ID)
			if err == nil {
				_, err = tx.SetAsked(now.AskingMore(a))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
