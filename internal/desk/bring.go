package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// Bring takes in a page that was captured elsewhere: it is archived and read like one
// that the desk has fetched. It returns false for a page that holds no report, which is
// archived all the same, and for a page that is known already.
func (d *Desk) Bring(ctx context.Context, src news.Source, c news.Capture) (bool, error) {
	if c.Status != 200 || !strings.Contains(c.Get("Content-Type"), "html") {
		return false, nil
	}
	known, err := d.hasCapture(ctx, c)
	if err != nil || known {
		return false, err
	}
	l := news.Lead{Source: src.ID, URL: c.Final, Key: discover.Key(c.Final), Seen: c.At}
	rec, err := d.bringLead(ctx, src, l)
	if err != nil {
		return false, err
	}
	rec.Looks, rec.Checked = 100, c.At // a page from elsewhere is not looked at again
	apply, err := d.keep(ctx, rec, c, false)
	none := errors.Is(err, news.ErrNoText)
	if err != nil && !none {
		return false, err
	}
	return !none, d.DB.Update(ctx, apply)
}

// hasCapture reports whether the archive has that very page already. Bringing it again
// would make an old state of a report its newest.
func (d *Desk) hasCapture(ctx context.Context, c news.Capture) (yes bool, err error) {
	sum := sha256.Sum256(c.Body)
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ref, err := tx.CaptureOf(c.Final, news.Hash(hex.EncodeToString(sum[:])))
		yes = ref.File != ""
		return err
	})
	return yes, err
}

// bringLead writes a lead that is not to be fetched.
func (d *Desk) bringLead(ctx context.Context, src news.Source, l news.Lead) (rec store.LeadRecord, err error) {
	err = d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Know(src); err != nil {
			return err
		}
		known, err := tx.Listed([]string{l.Key})
		if err != nil {
			return err
		}
		_, tasks, err := remember(tx, triaged{lead: l, state: store.LeadRead}, known)
		if err != nil {
			return err
		}
		if err := tx.Add(tasks...); err != nil {
			return err
		}
		rec, err = tx.LeadByKey(l.Key)
		return err
	})
	if err != nil {
		return rec, fmt.Errorf("bring %s: %w", l.URL, err)
	}
	return rec, nil
}

// Brought is a report that comes out of an export.
type Brought struct {
	Article news.Article
	Digest  news.Digest    // by a model; zero: none
	Story   news.StoryID   // its story in the export; empty: it is placed anew
	CopyOf  news.ArticleID // the report it repeats; ignored if the store lacks that report
	Sights  []news.Sight   // looks at its address that the desk of the export has written
}

// BringArticle takes in the text of a report. Its digest is checked again, but the model
// is not asked again. There is no capture of the report, and its page says so. A state of
// the report that the desk knows, captured at the same time or later, is not replaced.
func (d *Desk) BringArticle(ctx context.Context, src news.Source, b Brought) error {
	a, dg := b.Article, b.Digest
	if a.Published.IsZero() {
		a.Published = a.Captured
	}
	a.Source, a.SourceName, a.Outlet = src.ID, src.Name, src.Outlet
	body := a.Paragraphs()
	fingerprint := dedupe.Of(body)
	if known, err := d.knows(ctx, a, dedupe.Page{Title: a.Title, Fingerprint: fingerprint}); err != nil || known {
		return err
	}
	a.Notes = append(a.Notes, news.Note{Code: news.NoteNoCapture})
	l := news.Lead{Source: src.ID, URL: a.URL, Key: discover.Key(a.URL), Title: a.Title, Published: a.Published, Seen: a.Captured}
	rec, err := d.bringLead(ctx, src, l)
	if err != nil {
		return err
	}
	rec.Looks, rec.Checked = 100, a.Captured
	features := story.Of(a.Title, body, a.Lang)
	if len(dg.Summary) > 0 {
		dg = keepPassed(dg, d.Check(a, dg))
		dg.At = d.Now()
	}
	b.Article, b.Digest = a, dg
	return d.DB.Update(ctx, func(tx *store.Tx) error { return d.write(tx, rec, b, fingerprint, features) })
}

// knows reports whether the desk has this state of a report, or a later one. A report that
// shares its identifier or its address with another one is not known.
func (d *Desk) knows(ctx context.Context, a news.Article, p dedupe.Page) (known bool, err error) {
	ids := []news.ArticleID{a.ID}
	if a.ID == "" {
		ids = []news.ArticleID{news.NewArticleID(discover.Key(a.URL)), news.NewArticleID(discover.Key(a.Canonical))}
	}
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			old, err := tx.Article(id)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			same := old.Title == a.Title && old.Text() == a.Text()
			if same || !old.Captured.Before(a.Captured) && pageOf(old).Edited(p) {
				known = true
			}
		}
		return nil
	})
	return known, err
}

// Finish does the tasks that reading has added, and publishes: once at the end, and
// meanwhile where the tasks take long.
func (d *Desk) Finish(ctx context.Context) error {
	if err := d.drain(ctx, true, store.Read, store.Digest); err != nil {
		return fmt.Errorf("work off tasks: %w", err)
	}
	if d.Site == nil || ctx.Err() != nil {
		return nil
	}
	if _, err := d.gather(ctx); err != nil {
		return err
	}
	return d.publish(ctx)
}
