package desk

import (
	"context"
	"errors"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// fetch gets the page of a lead, keeps it as it came, and reads it.
func (d *Desk) fetch(ctx context.Context, t store.Task) (func(*store.Tx) error, error) {
	id, err := t.Lead()
	if err != nil {
		return nil, err
	}
	page, err := d.page(ctx, id)
	if err != nil {
		return nil, err
	}
	began := d.Now()
	if discover.HeadlineOnly(page.Lead.URL) {
		return d.headline(ctx, page, "the list gives no address that can be fetched")
	}
	c, err := d.Fetcher.Fetch(ctx, news.Request{
		URL: page.Lead.URL, Purpose: news.ForArticle, ETag: page.ETag, LastModified: page.LastModified, ValidFor: page.Validated,
	})
	if errors.Is(err, news.ErrLater) && c.Status == 0 {
		return nil, err // the page was not asked for: its host is left alone for a while, or does not answer
	}
	page.Looks++
	page.Checked = began
	switch {
	case errors.Is(err, news.ErrGone) && page.Article != "":
		d.notify(Event{Stage: "fetch", Source: page.Lead.Source, URL: page.Lead.URL, Title: page.Lead.Title, Outcome: Withdrawn})
		return d.withdrawn(page, began), nil
	case errors.Is(err, news.ErrForbidden) && page.Article == "":
		d.notify(Event{Stage: "fetch", Source: page.Lead.Source, URL: page.Lead.URL, Title: page.Lead.Title, Outcome: HeadlineOnly, Err: err})
		return d.headline(ctx, page, reason(err))
	case errors.Is(err, news.ErrForbidden):
		return d.looked(page), nil // it was open before: what was read stays
	case err != nil:
		d.notify(Event{Stage: "fetch", Source: page.Lead.Source, URL: page.Lead.URL, Title: page.Lead.Title, Err: err})
		return nil, ownFault(err) // it names the page itself
	case c.Status == 304:
		d.notify(Event{Stage: "fetch", Source: page.Lead.Source, URL: page.Lead.URL, Title: page.Lead.Title, Outcome: Unmodified})
		return d.looked(page), nil
	}
	return d.keep(ctx, page, c, true)
}

func (d *Desk) page(ctx context.Context, id store.LeadID) (p store.LeadRecord, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		p, err = tx.Lead(id)
		return err
	})
	return p, err
}

// keep puts a page into the archive and reads it. What the page turns out to be
// does not matter to the archive. fresh: it was just fetched.
func (d *Desk) keep(ctx context.Context, page store.LeadRecord, c news.Capture, fresh bool) (func(*store.Tx) error, error) {
	prior, err := d.prior(ctx, c.Final)
	if err != nil {
		return nil, err
	}
	ref, err := d.Archive.Put(c, prior)
	if err != nil {
		return nil, err // it names the page itself
	}
	kept := func(tx *store.Tx) error { return tx.AddCapture(ref, "", page.ID) }
	same := page.Hash == ref.Hash && page.Article != ""
	page.ETag, page.LastModified, page.Validated, page.Hash = c.Get("Etag"), c.Get("Last-Modified"), c.Final, ref.Hash
	if same {
		return both(kept, d.looked(page)), nil
	}
	d.notify(Event{Stage: "fetch", Source: page.Lead.Source, URL: c.Final, Title: page.Lead.Title, Count: len(c.Body), Took: c.Took})
	apply, err := d.read(ctx, page, c, ref, fresh)
	if err != nil {
		page.Why = err.Error()
		return both(kept, func(tx *store.Tx) error { return tx.SetLook(page) }), err
	}
	return both(kept, apply), nil
}

// looked remembers a look at a page that brought nothing new, and when the next is due.
func (d *Desk) looked(page store.LeadRecord) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		if err := tx.SetLook(page); err != nil {
			return err
		}
		if page.Article != "" {
			if err := tx.Withdraw(page.Article, time.Time{}); err != nil {
				return err
			}
		}
		return d.lookAgain(tx, page)
	}
}

// lookAgain adds the task to fetch a young page once more: the outlet may edit it.
func (d *Desk) lookAgain(tx *store.Tx, page store.LeadRecord) error {
	published := page.Lead.Published
	if published.IsZero() {
		published = page.Lead.Seen
	}
	after, ok := discover.NextLook(published, page.Checked, page.Looks)
	if !ok {
		return nil
	}
	return tx.Add(store.FetchTask(page.ID, page.Lead.URL, page.Looks, page.Checked.Add(after)))
}

// withdrawn marks the article of a page that is gone; the archive keeps it. One
// later look sees whether the outlet has put it back.
func (d *Desk) withdrawn(page store.LeadRecord, at time.Time) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		if err := tx.Withdraw(page.Article, at); err != nil {
			return err
		}
		page.ETag, page.LastModified, page.Validated = "", "", ""
		if err := tx.SetLook(page); err != nil {
			return err
		}
		return d.lookAgain(tx, page)
	}
}

// both runs two functions in one transaction.
func both(f, g func(*store.Tx) error) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return g(tx)
	}
}
