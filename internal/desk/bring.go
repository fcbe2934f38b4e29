package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Bring takes in a page that was captured elsewhere: it is archived and read like one
// that the desk has fetched, and so is what led on to it. It returns false for a page that holds no report, which is
// archived all the same, and for a page that is known already.
func (d *Desk) Bring(ctx context.Context, src news.Source, c news.Capture) (read bool, err error) {
	err = unpanicked(func() error {
		read, err = d.bringPage(ctx, src, c)
		return err
	})
	return read, err
}

func (d *Desk) bringPage(ctx context.Context, src news.Source, c news.Capture) (bool, error) {
	if c.Status != 200 || !strings.Contains(c.Get("Content-Type"), "html") {
		return false, nil
	}
	if err := d.past(c); err != nil {
		return false, err
	}
	known, err := d.hasCapture(ctx, c)
	if err == nil && known && c.Vouched {
		err = d.vouch(ctx, c)
	}
	if err != nil || known {
		return false, err
	}
	if done, err := d.bringFurther(ctx, c); done || err != nil {
		return false, err
	}
	if err := d.renewFeatures(ctx); err != nil {
		return false, err
	}
	if err := d.beginBringing(ctx); err != nil {
		return false, err
	}
	d.placed.Store(true)
	asked := c.Final
	if len(c.Via) > 0 {
		asked = c.Via[0].Final
	}
	l := news.Lead{Source: src.ID, URL: asked, Key: discover.Key(asked), Seen: c.At}
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

// bringFurther takes in a further page of a report whose first page is known: it is archived, and the report is read again with it.
func (d *Desk) bringFurther(ctx context.Context, c news.Capture) (bool, error) {
	first := extract.FirstPage(c)
	if first == "" {
		return false, nil
	}
	var rec store.LeadRecord
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		rec, err = tx.LeadByKey(discover.Key(first))
		return err
	})
	if errors.Is(err, store.ErrNotFound) || err == nil && rec.Article == "" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	c.URL = c.Final // by which it is looked for
	ref, err := d.put(c, news.Ref{})
	if err != nil {
		return false, err
	}
	ref.Brought, ref.Vouched = true, c.Vouched
	return true, d.DB.Update(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.AddCapture(ref, "", 0), tx.Add(store.ReadTask(rec.ID, d.Now())))
	})
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
		if err := know(tx, src); err != nil {
			return err
		}
		known, err := tx.Listed([]string{l.Key})
		if err != nil {
			return err
		}
		_, tasks, err := remember(tx, []triaged{{lead: l, state: store.LeadRead}}, known)
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

// beginBringing notes after which change what is brought comes.
func (d *Desk) beginBringing(ctx context.Context) error {
	if d.bringing.Load() != nil {
		return nil
	}
	return d.DB.View(ctx, func(tx *store.Tx) error {
		last, err := tx.LastChange()
		if err == nil {
			d.bringing.CompareAndSwap(nil, &last)
		}
		return err
	})
}

// unpanicked calls f. A panic is a bug; it costs the report that it is about.
func unpanicked(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return f()
}

// Finish does the tasks that reading has added, and publishes: once at the end, and
// meanwhile where the tasks take long. Stories are regrouped if any report was placed: those
// of an export are as they were.
func (d *Desk) Finish(ctx context.Context) error {
	if err := d.drain(ctx, true, store.Read); err != nil {
		return fmt.Errorf("work off tasks: %w", err)
	}
	if err := d.oldCopies(ctx); err != nil {
		return err
	}
	if err := d.drain(ctx, true, store.Read, store.Digest); err != nil {
		return fmt.Errorf("work off tasks: %w", err)
	}
	if d.settings().Site == nil || ctx.Err() != nil {
		return nil
	}
	if d.placed.Load() {
		if _, err := d.gather(ctx); err != nil {
			return err
		}
	}
	if err := d.oldStories(ctx); err != nil {
		return err
	}
	if since := d.bringing.Load(); since != nil {
		if err := d.lookAtBrought(ctx, *since); err != nil {
			return err
		}
	}
	return d.tellAndPublish(ctx)
}
