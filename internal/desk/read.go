package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// read takes the article out of a page and returns the function that writes it, with its
// story and the extract that is shown until its digest comes. fresh says that the page
// was just fetched: then the outlet may be asked for its tdmrep.json, too.
func (d *Desk) read(ctx context.Context, rec store.LeadRecord, c news.Capture, ref news.Ref, fresh bool) (func(*store.Tx) error, error) {
	listed, err := d.listedThen(ctx, rec, c, ref, fresh)
	if err != nil {
		return nil, err
	}
	a, learned, err := d.extract(ctx, c, d.hints(listed))
	if err == nil || errors.Is(err, news.ErrNoText) {
		if apply, ok, failed := d.inPlaceOf(ctx, rec, a, err, fresh); ok || failed != nil { // both: the headline alone
			return apply, failed
		}
	}
	if why, barred := barredBy(a); barred && errors.Is(err, news.ErrNoText) {
		if rec.Article != "" {
			return d.challenged(rec, c, ref, fresh), nil // what was read before stays
		}
		return d.headline(ctx, rec, why)
	}
	if err != nil {
		d.notify(Event{Stage: "read", Source: rec.Lead.Source, URL: c.Final, Title: rec.Lead.Title, Err: err})
		return nil, err
	}
	rec.Lead = listed
	a.Captured, a.Capture, a.Listing = c.At, ref.Hash, new(listed.Listing())
	if why, err := d.excluded(ctx, rec, a); err != nil || why != "" {
		return both(learned, d.dropOffBeat(rec, a, why)), err
	}
	s := state{fresh: fresh, at: c.At}
	if rec.Article != "" {
		if s.shown, err = d.asShown(ctx, rec.Article); err != nil {
			return nil, err
		}
	}
	if !fresh {
		if a, err = d.noteFile(a, s.shown, c, ref); err != nil {
			return nil, err
		}
	}
	a, more, err := d.goOn(ctx, rec, c, a, s)
	if err != nil {
		return nil, err
	}
	less, lost, err := d.shorter(ctx, rec, a, s, &more)
	if err != nil {
		return nil, err
	}
	if more.later != nil {
		rec = unmet(rec) // the next look reads the page again, though it may not have changed
	}
	if less {
		return both(both(learned, more.kept()), d.leaveShown(rec, c, ref, fresh, lost)), nil
	}
	apply, policy, err := d.saveReserved(ctx, rec, a, c.Final, fresh)
	if err != nil {
		return nil, err
	}
	if !fresh {
		apply = unlessOvertaken(rec, a, apply)
	}
	return both(both(both(learned, more.kept()), policy), apply), nil
}

// saveReserved saves a report with what the tdmrep.json of the host of an address reserves; policy writes what was learned
// of that. ask is as for reserved.
func (d *Desk) saveReserved(ctx context.Context, rec store.LeadRecord, a news.Article, address string, ask bool) (apply, policy func(*store.Tx) error, err error) {
	reserved, policy, err := d.reserved(ctx, address, d.named(rec.Lead.Source), ask)
	if err != nil {
		return nil, nil, err
	}
	a.Reserved = a.Reserved || reserved
	apply, err = d.save(ctx, rec, a)
	return apply, policy, err
}

// barredBy says what bars the way to a report that may well be behind its page.
func barredBy(a news.Article) (news.Note, bool) {
	if a.Kind == news.PageConsent {
		return news.Note{Code: news.NoteConsent}, true
	}
	for _, n := range a.Notes {
		switch n.Code {
		case news.NoteNotice, news.NoteChallenge, news.NoteHuman, news.NoteRefused:
			return n, true
		}
	}
	return news.Note{}, false
}

// listedThen is the lead of a page as its list said it when the page came. Where that was not kept, a page that is older than
// what the list says by now is read with what it said of the text that is shown.
func (d *Desk) listedThen(ctx context.Context, rec store.LeadRecord, c news.Capture, ref news.Ref, fresh bool) (news.Lead, error) {
	if fresh || rec.Article == "" {
		return rec.Lead, nil
	}
	shown, err := d.asShown(ctx, rec.Article)
	if err != nil || !ofPage(shown) || shown.ID == "" || shown.Capture != ref.Hash && !rec.Lead.Seen.After(c.At) {
		return rec.Lead, err
	}
	return rec.Lead.AsOf(shown), nil
}

// hints are what is known of a page before it is read: by the list that named it, and by its source.
func (d *Desk) hints(l news.Lead) extract.Options {
	o := extract.Hints(l)
	if s, ok := d.settings().source(l.Source); ok {
		o.Country = s.Country
	}
	return o
}

// unlessOvertaken writes a reading of a page that was not just fetched, unless a later page of
// the report is shown: that was fetched meanwhile, or the page comes from an older archive.
func unlessOvertaken(rec store.LeadRecord, a news.Article, apply func(*store.Tx) error) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		if rec.Article == "" {
			return apply(tx)
		}
		shown, err := tx.Article(rec.Article)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil && shown.Capture != a.Capture && shown.Captured.After(a.Captured) {
			return nil
		}
		return apply(tx)
	}
}

// excluded says why a report is off the beat where only its page shows it: a headline,
// section or tag with a word that the beat excludes. A report that was read before stays, and what was brought no beat judges.
func (d *Desk) excluded(ctx context.Context, rec store.LeadRecord, a news.Article) (why string, err error) {
	if rec.Article != "" || rec.Looks >= imported {
		return "", nil
	}
	src, err := d.source(ctx, rec.Lead.Source)
	if err != nil {
		return "", err
	}
	_, why = newJudge(d.settings().Beat, src).page(a)
	return why, nil
}

// dropOffBeat writes that a report turned out to be off the beat.
func (d *Desk) dropOffBeat(rec store.LeadRecord, a news.Article, why string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		rec.State, rec.Why = store.LeadOff, why
		whenKept(tx, func() {
			d.notify(Event{Stage: "read", Source: rec.Lead.Source, URL: a.URL, Title: a.Title, Outcome: OffBeat, Note: why})
		})
		return tx.SetLook(rec)
	}
}

// headline makes an article of what the source's list says about a report; why is why there is no text.
func (d *Desk) headline(ctx context.Context, rec store.LeadRecord, why news.Note) (func(*store.Tx) error, error) {
	l := rec.Lead
	if l.Title == "" {
		return nil, fmt.Errorf("read %s: its list has no headline: %w", l.URL, news.ErrNoText)
	}
	if gone, err := d.wasGone(ctx, rec); err != nil || gone {
		return nil, cmp.Or(err, fmt.Errorf("read %s: its address has said that it is gone for good: %w", l.URL, news.ErrNoText))
	}
	return d.save(ctx, rec, headlineOf(l, why))
}

// headlineOf is an article of what a list says about a report; why is why there is no text.
func headlineOf(l news.Lead, why news.Note) news.Article {
	return news.Article{
		URL: l.URL, Canonical: l.URL, Kind: news.PageHeadline, Title: l.Title, Standfirst: l.Standfirst,
		Byline: l.Byline, Tags: l.Tags, Published: l.Published, Hour: l.Hour, Updated: l.Updated, Captured: l.Seen,
		Lang: text.Lang(l.Title+" "+l.Standfirst, l.Lang), Notes: []news.Note{why},
	}
}

// save completes an article and returns the function that writes it.
func (d *Desk) save(ctx context.Context, rec store.LeadRecord, a news.Article) (func(*store.Tx) error, error) {
	src, err := d.source(ctx, rec.Lead.Source)
	if err != nil {
		return nil, err
	}
	a.Source, a.SourceName, a.Outlet = src.ID, src.Name, src.Outlet
	if a.Outlet == "" {
		a.Outlet = src.Name
	}
	if a.Lang == "" {
		a.Lang = src.Lang
	}
	if a.Published.IsZero() {
		a.Published, a.Hour = rec.Lead.Published, rec.Lead.Hour
	}
	if a.Published.IsZero() && !a.Updated.After(a.Captured) {
		a.Published, a.Hour = a.Updated, news.HourNone // the report is no younger than its last change
	}
	if a.Published.IsZero() || a.Published.After(a.Captured.Add(24*time.Hour)) {
		a.Published, a.Hour = rec.Lead.Seen, news.HourNone // no plausible date: the time when the desk first saw the report
	}
	r := readingOf(a)
	r.last = !a.Captured.Before(rec.Checked)
	if r.again, err = d.readAgain(ctx, rec, r); err != nil {
		return nil, err
	}
	if err := d.near.warm(ctx, d.DB, d.Now()); err != nil {
		return nil, err
	}
	return func(tx *store.Tx) error {
		_, _, err := d.write(tx, rec, r)
		return err
	}, nil
}

// source returns a source, watched or not.
func (d *Desk) source(ctx context.Context, id news.SourceID) (news.Source, error) {
	if s, ok := d.settings().source(id); ok {
		return s, nil
	}
	var w store.Watch
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		w, err = tx.Source(id)
		return err
	})
	return w.Source, err
}

// reread reads a page from the archive again; it fetches nothing.
func (d *Desk) reread(ctx context.Context, t store.Task) (func(*store.Tx) error, error) {
	id, err := t.Lead()
	if err != nil {
		return nil, err
	}
	rec, err := d.lead(ctx, id)
	if err != nil {
		return nil, err
	}
	var ref news.Ref
	var at time.Time
	var lost bool
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		if ref, at, err = lastState(tx, rec); err == nil {
			lost, err = tx.LostSince(id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if lost {
		return nil, nil // the archive has lost its latest state; an earlier one must not take the place of what is shown
	}
	if ref.File == "" {
		return d.fromArchive(ctx, rec)
	}
	c, err := d.Archive.Get(ref)
	if errors.Is(err, news.ErrLost) {
		d.Log.Warn("the archive has lost a page", "url", rec.Lead.URL, "err", err)
		return d.refetch(ctx, id, ref)
	}
	if err != nil {
		err = fmt.Errorf("read %s from the archive: %w", rec.Lead.URL, err)
		d.notify(Event{Stage: "read", Source: rec.Lead.Source, URL: rec.Lead.URL, Title: rec.Lead.Title, Err: err})
		return nil, err
	}
	if !at.IsZero() {
		c.At = at
	}
	apply, err := d.read(ctx, rec, c, ref, false)
	if errors.Is(err, news.ErrNoText) && rec.Article != "" && rec.Lead.Content != "" {
		if listed, failed := d.byList(ctx, rec); failed != nil || listed {
			return nil, failed // neither its page nor its list has a text: what is shown stays
		}
	}
	if err != nil || rec.Article == "" {
		return apply, err
	}
	return d.whenParted(rec, apply), nil
}

// lastState returns the capture of a lead that is read again, the latest; of a report on several pages that of the state which is shown, with the
// time of that, since less may have been had of it later.
func lastState(tx *store.Tx, rec store.LeadRecord) (ref news.Ref, at time.Time, err error) {
	if ref, err = tx.LastCapture(rec.ID); err != nil || rec.Article == "" {
		return ref, at, err
	}
	shown, err := tx.Article(rec.Article)
	if errors.Is(err, store.ErrNotFound) || err == nil && (!severalPages(shown) || shown.URL != ref.URL) {
		return ref, at, nil
	}
	if err != nil {
		return ref, at, err
	}
	was, err := tx.CaptureOf(shown.URL, shown.Capture)
	if err != nil || was.File == "" {
		return ref, at, err
	}
	return was, shown.Captured, nil
}

// whenParted takes the report of a lead apart where it is several, and writes a reading of its page. If the lead
// leads to another report by then, the page is read once more, as a page of that.
func (d *Desk) whenParted(rec store.LeadRecord, apply func(*store.Tx) error) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		if err := d.part(tx, rec.Article); err != nil {
			return err
		}
		now, err := tx.Lead(rec.ID)
		if err != nil {
			return err
		}
		if now.Article != rec.Article {
			return tx.Add(store.ReadTask(rec.ID, d.Now()))
		}
		return apply(tx)
	}
}
