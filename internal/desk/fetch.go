package desk

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// fetch gets the page of a lead, archives it as it came, and reads it.
func (d *Desk) fetch(ctx context.Context, t store.Task) (func(*store.Tx) error, error) {
	id, err := t.Lead()
	if err != nil {
		return nil, err
	}
	rec, err := d.lead(ctx, id)
	if err != nil {
		return nil, err
	}
	if rec.State == store.LeadOff || rec.State == store.LeadOld {
		return nil, nil // the beat of today does not follow it
	}
	if apply, ok, err := d.ofItsList(ctx, rec, true); ok {
		return apply, err
	}
	began := d.Now()
	if discover.HeadlineOnly(rec.Lead.URL) {
		return d.asListed(ctx, rec, news.Note{Code: news.NoteNoAddress}, false)
	}
	c, err := d.ask(ctx, news.Request{
		URL: rec.Lead.URL, Purpose: news.ForArticle, ETag: rec.ETag, LastModified: rec.LastModified, ValidFor: rec.Validated,
		Named: d.named(rec.Lead.Source),
	})
	if c.Status == 0 && errors.Is(err, news.ErrOurs) {
		return nil, err // we cannot ask
	}
	if c.Status == 0 && errors.Is(err, news.ErrLater) {
		return d.silent(ctx, t, rec, c, err)
	}
	if c.Status == 0 && ownRule(err) && rec.Article != "" {
		d.notify(Event{Stage: "fetch", Source: rec.Lead.Source, URL: rec.Lead.URL, Title: rec.Lead.Title, Err: err})
		_, kept, put := d.keepAnswer(ctx, rec, c)
		if put != nil {
			return nil, put
		}
		return kept, err // no answer of the page: what was read before stays
	}
	rec.Looks++
	rec.Checked = began
	if err != nil {
		return d.notHad(ctx, t, rec, c, err)
	}
	if c.Status == http.StatusNotModified {
		return d.unchanged(ctx, rec, c)
	}
	return d.keep(ctx, rec, c, true)
}

// unchanged archives the answer that a page has not changed, and writes the look.
func (d *Desk) unchanged(ctx context.Context, rec store.LeadRecord, c news.Capture) (func(*store.Tx) error, error) {
	ref, kept, err := d.archive(ctx, rec, c, true)
	if err != nil {
		return nil, err
	}
	if apply, ok, err := d.unmodified(ctx, rec, c.At); err != nil {
		return nil, err
	} else if ok {
		return both(kept, apply), nil
	}
	d.notify(Event{Stage: "fetch", Source: rec.Lead.Source, URL: rec.Lead.URL, Title: rec.Lead.Title, Outcome: Unmodified})
	asks, err := d.asksOf(ctx, rec, c)
	if err != nil {
		return nil, err
	}
	return both(both(kept, asks), d.recordLook(rec, news.Sight{At: c.At, Status: c.Status, URL: c.Final,
		Kept: true, File: ref.File, Offset: ref.Offset})), nil
}

// notHad does what follows from an answer that is no page, or from a page that may not be asked for.
func (d *Desk) notHad(ctx context.Context, t store.Task, rec store.LeadRecord, c news.Capture, cause error) (func(*store.Tx) error, error) {
	gone, forbidden := errors.Is(cause, news.ErrGone), errors.Is(cause, news.ErrForbidden)
	listed, err := d.byList(ctx, rec)
	if err != nil {
		return nil, err
	}
	if gone && listed {
		down, err := d.takenDown(ctx, rec, c)
		if err != nil {
			return nil, err
		}
		listed = !down
	}
	if (gone || forbidden) && !listed {
		return d.missed(ctx, rec, c, cause) // what was read before stays
	}
	e := Event{Stage: "fetch", Source: rec.Lead.Source, URL: rec.Lead.URL, Title: rec.Lead.Title, Err: cause}
	if forbidden && !gone {
		e.Outcome = HeadlineOnly
	}
	d.notify(e)
	if forbidden && !gone {
		return d.refused(ctx, rec, c, cause)
	}
	rec.Looks-- // the task stays, and has the number
	if gone {
		return d.absent(ctx, rec, c, cause)
	}
	return d.unread(ctx, t, rec, c, cause)
}

// silent does what follows when the host of a page gives no answer: it is tried again. Meanwhile the text of the list stands in. c has
// what led there.
func (d *Desk) silent(ctx context.Context, t store.Task, rec store.LeadRecord, c news.Capture, cause error) (func(*store.Tx) error, error) {
	apply, err := d.unread(ctx, t, rec, c, cause)
	var own *fault
	if errors.As(err, &own) {
		err = own.error // it is the host's
	}
	return apply, err
}

// refused keeps the answer that refuses a page which was never read, where it is evidence, and publishes the report
// as its list has it.
func (d *Desk) refused(ctx context.Context, rec store.LeadRecord, c news.Capture, cause error) (func(*store.Tx) error, error) {
	_, kept, err := d.keepAnswer(ctx, rec, c)
	if err != nil {
		return nil, err
	}
	apply, err := d.asListed(ctx, rec, noteOf(cause), true)
	if err != nil {
		return kept, err
	}
	return both(kept, apply), nil
}

// failed keeps the answer with which a page could not be had, where it is evidence. The error names the page itself.
func (d *Desk) failed(ctx context.Context, rec store.LeadRecord, c news.Capture, cause error) (func(*store.Tx) error, error) {
	_, kept, err := d.keepAnswer(ctx, rec, c)
	if err != nil {
		return nil, err
	}
	return kept, ownFault(cause)
}

// named is the address that the operator wrote of a source that is watched; "" of any other.
func (d *Desk) named(id news.SourceID) string {
	s, _ := d.settings().source(id)
	return s.URL
}

func (d *Desk) lead(ctx context.Context, id store.LeadID) (p store.LeadRecord, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		p, err = tx.Lead(id)
		return err
	})
	return p, err
}

// keep archives a page, whatever it turns out to be, and reads it. fresh says that it was
// just fetched.
func (d *Desk) keep(ctx context.Context, rec store.LeadRecord, c news.Capture, fresh bool) (func(*store.Tx) error, error) {
	ref, kept, err := d.archive(ctx, rec, c, fresh)
	if err != nil {
		return nil, err // it names the page itself
	}
	d.notify(Event{Stage: "fetch", Source: rec.Lead.Source, URL: c.Final, Title: rec.Lead.Title, Count: len(c.Body), Took: c.Took})
	same := rec.Hash == ref.Hash && rec.Article != ""
	if several, err := d.onSeveralPages(ctx, rec); err != nil {
		return nil, err
	} else if several {
		same = false // another of its pages may have changed
	}
	rec.ETag, rec.LastModified, rec.Validated, rec.Hash = c.Get("Etag"), c.Get("Last-Modified"), c.Final, ref.Hash
	if same {
		asks, err := d.asksOf(ctx, rec, c)
		if err != nil {
			return nil, err
		}
		return both(both(kept, asks), d.recordLook(rec, news.Sight{At: c.At, Status: c.Status, URL: c.Final,
			Kept: true, File: ref.File, Offset: ref.Offset})), nil
	}
	apply, err := d.read(ctx, rec, c, ref, fresh)
	if err != nil && apply != nil {
		return both(kept, apply), err // there is no text, and the headline
	}
	if err != nil {
		rec = unmet(rec)
		rec.Why = err.Error()
		return both(kept, func(tx *store.Tx) error {
			if fresh && rec.Article != "" && errors.Is(err, news.ErrNoText) {
				s := news.Sight{At: c.At, Seen: news.SightElsewhere, Status: c.Status, URL: c.Final, Kept: true, File: ref.File, Offset: ref.Offset}
				if err := d.see(tx, rec.Article, s); err != nil {
					return err
				}
			}
			return tx.SetLook(rec)
		}), err
	}
	return both(kept, apply), nil
}

// archive puts an answer of a lead into the archive, and those that led on to it; the returned function records them. The body
// of the address that answered before is not kept twice. fresh says that it was just fetched.
func (d *Desk) archive(ctx context.Context, rec store.LeadRecord, c news.Capture, fresh bool) (news.Ref, func(*store.Tx) error, error) {
	prior, err := d.priorOf(ctx, rec.ID, c.Final)
	if err != nil {
		return news.Ref{}, nil, err
	}
	way, err := d.putWay(ctx, c)
	if err != nil {
		return news.Ref{}, nil, err
	}
	for i := range way {
		way[i].Brought, way[i].Vouched = !fresh, c.Via[i].Vouched
	}
	ref, err := d.put(c, prior)
	if err != nil {
		return news.Ref{}, nil, err
	}
	ref.URL = c.Final // by which it is looked for; the address that was asked has a record of its own
	ref.Brought, ref.Vouched = !fresh, c.Vouched
	return ref, both(addWay(way), func(tx *store.Tx) error { return tx.AddCapture(ref, "", rec.ID) }), nil
}

// priorOf returns the capture that holds the body with which an address has answered last, else that of the lead: earlier versions
// recorded what answered under the address that was asked.
func (d *Desk) priorOf(ctx context.Context, lead store.LeadID, address string) (ref news.Ref, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		if ref, err = tx.FullCapture(address); err != nil || ref.File != "" {
			return err
		}
		ref, err = tx.LastCapture(lead)
		return err
	})
	return ref, err
}

// putWay archives the answers that led on to a capture, each under its own address. They hold nothing of the report: addWay names no
// lead.
func (d *Desk) putWay(ctx context.Context, c news.Capture) ([]news.Ref, error) {
	var refs []news.Ref
	for i, v := range c.Via {
		v.URL, v.Via = v.Final, c.Via[:i]
		prior, err := d.prior(ctx, v.Final)
		if err != nil {
			return nil, err
		}
		ref, err := d.put(v, prior)
		if err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	return refs, nil
}

// addWay writes where the answers lie that led on to another.
func addWay(refs []news.Ref) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		for _, ref := range refs {
			if err := tx.AddCapture(ref, "", 0); err != nil {
				return err
			}
		}
		return nil
	}
}

// backLook is the wait before one more look at a report that was away and is back, if it is too old for others.
const backLook = 24 * time.Hour

// ownRule reports whether a page was not had because this desk does not ask where it leads: the outlet has refused nothing.
func ownRule(err error) bool {
	_, refused := errors.AsType[*news.Refused](err)
	return errors.Is(err, news.ErrForbidden) && !refused
}

// unmet is the record of a lead whose answer was a page, and not the report. What the answer says of itself is
// forgotten, so that the same page once more is not taken for the report.
func unmet(rec store.LeadRecord) store.LeadRecord {
	rec.ETag, rec.LastModified, rec.Validated, rec.Hash = "", "", "", ""
	return rec
}

// recordLook writes that a look at a page found nothing new, and when the next look is due. s is the look.
func (d *Desk) recordLook(rec store.LeadRecord, s news.Sight) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		before, err := tx.Lead(rec.ID)
		if err != nil {
			return err
		}
		if err := tx.SetLook(rec); err != nil {
			return err
		}
		if rec.Article != "" {
			if err := tx.Confirm(rec.Article, s.At, before.Checked); err != nil { // the page is as it was at the look before
				return err
			}
			if err := d.found(tx, rec.Article, s); err != nil {
				return err
			}
		}
		return d.lookAgain(tx, rec)
	}
}

// lookAgain adds the task to fetch a recent page once more: the outlet may edit it.
func (d *Desk) lookAgain(tx *store.Tx, rec store.LeadRecord) error {
	if rec.Looks >= imported {
		return nil
	}
	published := rec.Lead.Published
	if published.IsZero() || published.After(rec.Lead.Seen) {
		published = rec.Lead.Seen
	}
	after, ok := discover.NextLook(published, rec.Checked)
	if ok {
		return tx.Add(store.FetchTask(rec.ID, rec.Lead.URL, rec.Looks, rec.Checked.Add(after)))
	}
	due := rec.Checked.Add(backLook)
	if back, err := justBack(tx, rec); err != nil || !back || due.Before(d.Now()) {
		return err
	}
	return tx.Add(store.FetchTask(rec.ID, rec.Lead.URL, rec.Looks, due))
}

// justBack reports whether the latest look at the report of a lead found it again after it was not there.
func justBack(tx *store.Tx, rec store.LeadRecord) (bool, error) {
	if rec.Article == "" {
		return false, nil
	}
	sights, err := tx.Sights(rec.Article)
	if err != nil || len(sights) == 0 {
		return false, err
	}
	last := sights[len(sights)-1]
	return last.Seen == news.SightBack && !last.At.Before(rec.Checked.Truncate(time.Millisecond)), nil
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
