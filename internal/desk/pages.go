package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// pagesWithin is the time in which the pages of one report are fetched, at the slowest pace there is.
const pagesWithin = time.Hour

// further are the further pages of a report, in order.
type further struct {
	refs  []news.Ref // where those lie that were just fetched
	whole bool       // the report has no more
	later error      // why not, if that may be another time
}

// kept writes where the pages lie. They are captures of no lead: the page of the lead is the first one.
func (f further) kept() func(*store.Tx) error { return addWay(f.refs) }

// goOn joins a report with the further pages that its pages name, each of which must lead back. Those of a page that was just fetched are
// fetched and archived, those of another are taken from the archive.
func (d *Desk) goOn(ctx context.Context, rec store.LeadRecord, c news.Capture, a news.Article, fresh bool) (news.Article, further, error) {
	f := further{whole: true}
	if !slices.Contains(a.Notes, news.Note{Code: news.NoteGoesOn}) {
		return a, f, nil
	}
	first, began := c.Final, c.At
	for n := 1; ; n++ {
		says := extract.FurtherPages(c, first, n)
		last := n == 1 && says.Whole != ""
		address := says.Next
		if last {
			address = says.Whole
		}
		if address == "" {
			f.whole = true
			break
		}
		if f.whole = false; n == extract.MostPages {
			break
		}
		next, err := d.furtherPage(ctx, rec, address, began, fresh, &f)
		if err != nil {
			return a, f, err
		}
		if next.Final == "" || !extract.LeadsBack(next, first, n) {
			break
		}
		b, err := d.extractOnly(ctx, next, extract.Options{Title: a.Title, Lang: a.Lang})
		if errors.Is(err, news.ErrNoText) || err == nil && b.Kind != news.PageArticle {
			break
		}
		if err != nil {
			return a, f, err
		}
		joined, more := extract.Join(a, b)
		if n == 1 && !last && (!more || extract.Repeats(a, b)) {
			f.whole = true // the same page with more of something else, as of comments
			break
		}
		if a, c = joined, next; last {
			f.whole = true
			break
		}
	}
	if f.whole {
		a.Notes = slices.DeleteFunc(slices.Clone(a.Notes), func(n news.Note) bool { return n.Code == news.NoteGoesOn })
	}
	return a, f, nil
}

// furtherPage returns a page of a report; its Final is empty if it cannot be had.
func (d *Desk) furtherPage(ctx context.Context, rec store.LeadRecord, address string, began time.Time, fresh bool, f *further) (none news.Capture, err error) {
	if !fresh {
		var ref news.Ref
		err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
			ref, err = tx.CaptureSoon(address, began.Add(-time.Second), pagesWithin)
			return err
		})
		if err != nil || ref.File == "" {
			return none, err
		}
		c, err := d.Archive.Get(ref)
		if errors.Is(err, news.ErrLost) {
			return none, nil
		}
		return c, err
	}
	c, err := d.ask(ctx, news.Request{URL: address, Purpose: news.ForArticle, Named: d.named(rec.Lead.Source)})
	switch {
	case errors.Is(err, news.ErrOurs), ctx.Err() != nil:
		return none, err
	case errors.Is(err, news.ErrLater):
		f.later = err
		return none, nil
	case err != nil || c.Status != 200:
		return none, nil
	}
	prior, err := d.prior(ctx, c.Final)
	if err != nil {
		return none, err
	}
	way, err := d.putWay(ctx, c)
	if err != nil {
		return none, err
	}
	ref, err := d.put(c, prior)
	if err != nil {
		return none, fmt.Errorf("archive %s: %w", address, err)
	}
	f.refs = append(append(f.refs, way...), ref)
	return c, nil
}

// shorter reports whether a report is known with more pages than could be had this time: then what is known stays.
func (d *Desk) shorter(ctx context.Context, rec store.LeadRecord, a news.Article, f further) (bool, error) {
	if f.whole || rec.Article == "" {
		return false, nil
	}
	shown, err := d.asShown(ctx, rec.Article)
	if err != nil || shown.ID == "" {
		return false, err
	}
	whole := !slices.Contains(shown.Notes, news.Note{Code: news.NoteGoesOn})
	return whole && shown.Words > a.Words, nil
}

// leaveShown writes a look at a page of which less could be had than is shown.
func (d *Desk) leaveShown(rec store.LeadRecord, c news.Capture, ref news.Ref, fresh bool) func(*store.Tx) error {
	if !fresh {
		return addWay(nil)
	}
	return d.recordLook(unmet(rec), news.Sight{At: c.At, Status: c.Status, URL: c.Final, Kept: true, File: ref.File, Offset: ref.Offset})
}
