package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
	"github.com/waidian/waidian/internal/text"
)

// read takes the article out of a page and returns the function that writes it, with its
// story and the extract that is shown until its digest comes. fresh says that the page
// was just fetched: then the outlet may be asked for its tdmrep.json, too.
func (d *Desk) read(ctx context.Context, rec store.LeadRecord, c news.Capture, ref news.Ref, fresh bool) (func(*store.Tx) error, error) {
	a, learned, err := d.extract(ctx, c, extract.Hints(rec.Lead))
	if errors.Is(err, news.ErrNoText) && a.Kind == news.PageConsent {
		if rec.Article != "" {
			return d.challenged(rec, c, ref, fresh), nil // what was read before stays
		}
		return d.headline(ctx, rec, news.Note{Code: news.NoteConsent})
	}
	if err != nil {
		d.notify(Event{Stage: "read", Source: rec.Lead.Source, URL: c.Final, Title: rec.Lead.Title, Err: err})
		return nil, err
	}
	a.Captured = c.At
	a.Capture = ref.Hash
	if why, err := d.excluded(ctx, rec, a); err != nil || why != "" {
		return both(learned, d.dropOffBeat(rec, a, why)), err
	}
	reserved, policy, err := d.reserved(ctx, c.Final, d.named(rec.Lead.Source), fresh)
	if err != nil {
		return nil, err
	}
	a.Reserved = a.Reserved || reserved
	apply, err := d.save(ctx, rec, a)
	if err != nil {
		return nil, err
	}
	if !fresh {
		apply = unlessOvertaken(rec, a, apply)
	}
	return both(both(learned, policy), apply), nil
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
// section or tag with a word that the beat excludes. A report that was read before stays.
func (d *Desk) excluded(ctx context.Context, rec store.LeadRecord, a news.Article) (why string, err error) {
	if rec.Article != "" {
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
	if a.Published.IsZero() || a.Published.After(a.Captured.Add(24*time.Hour)) {
		a.Published, a.Hour = rec.Lead.Seen, news.HourNone // no plausible date: the time when the desk first saw the report
	}
	r := readingOf(a)
	if r.again, err = d.readAgain(ctx, rec, r); err != nil {
		return nil, err
	}
	return func(tx *store.Tx) error { return d.write(tx, rec, r) }, nil
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

// reading is an article as it was read, with what can be found out about it without the store.
type reading struct {
	article     news.Article
	again       news.Article // the text that is shown until now, read out of its own page again; see readAgain
	fingerprint dedupe.Fingerprint
	features    story.Features
}

// readingOf compares the words of an article with nothing yet.
func readingOf(a news.Article) reading {
	body := a.Paragraphs()
	return reading{article: a, fingerprint: dedupe.Of(body), features: story.Of(a.Title, body, a.Lang)}
}

// row is the reading as the store keeps it.
func (r reading) row(at place, tokens string) (row store.Reading, err error) {
	row = store.Reading{Article: r.article, Story: at.story, CopyOf: at.copyOf, Tokens: tokens}
	if row.Fingerprint, err = r.fingerprint.MarshalBinary(); err != nil {
		return row, err
	}
	row.Features, err = r.features.MarshalBinary()
	return row, err
}

// write writes an article and all that follows from it: its story and the task to digest it.
func (d *Desk) write(tx *store.Tx, rec store.LeadRecord, r reading) error {
	if err := tx.Serialise(); err != nil {
		return err
	}
	who, err := recognise(tx, rec, r)
	if err != nil {
		return err
	}
	a := r.article
	switch {
	case who.astray:
		return d.write(tx, rec, readingOf(announced(rec, a)))
	case who.bringsNothing(a):
		return d.passOver(tx, rec, a, who)
	}
	a = who.named(a)
	r.article = a
	at, s, err := d.saveRead(tx, r, who)
	if err != nil {
		return err
	}
	if err := d.afterReading(tx, rec, a, s); err != nil {
		return err
	}
	whenKept(tx, func() { d.notifyRead(a, s, at.copyOf) })
	if !s.otherWords() {
		return nil
	}
	a.Version = s.version
	if s.fresh && at.turns != "" {
		return d.digestTurned(tx, a, at.turns)
	}
	return d.beginDigest(tx, a, at.copyOf)
}

// saveRead writes the text of a report that was read, in its story. An edit moves no report,
// nor does it make or end a copy.
func (d *Desk) saveRead(tx *store.Tx, r reading, who identity) (at place, s saved, err error) {
	if at, err = d.near.place(tx, r.article, r.fingerprint, r.features, d.Now()); err != nil {
		return at, s, err
	}
	if who.shown.ID != "" {
		if at.copyOf, err = tx.CopyOf(who.id); err != nil {
			return at, s, err
		}
	}
	row, err := r.row(at, d.Tokens(searchable(r.article, news.Digest{})))
	if err != nil {
		return at, s, err
	}
	if s, err = who.save(tx, row, r.again); err != nil {
		return at, s, err
	}
	if s.fresh && at.turns != "" {
		return at, s, turn(tx, who.id, at.turns)
	}
	return at, s, d.learnHour(tx, row, who.shown, s)
}

// afterReading writes that a lead has led to an article, and when its page is looked at again.
func (d *Desk) afterReading(tx *store.Tx, rec store.LeadRecord, a news.Article, s saved) error {
	if err := d.sights(tx, rec, a, nil); err != nil {
		return err
	}
	rec = ledTo(rec, a.ID)
	if err := tx.SetLook(rec); err != nil {
		return err
	}
	if !s.fresh {
		if _, err := tx.SetOffBeat(a.ID, false); err != nil { // it was read because the beat has it again
			return err
		}
	}
	if a.Kind == news.PageHeadline {
		return nil
	}
	return d.lookAgain(tx, rec)
}

// ledTo is the record of a lead that was read and led to a report.
func ledTo(rec store.LeadRecord, id news.ArticleID) store.LeadRecord {
	rec.State, rec.Article, rec.Why = store.LeadRead, id, ""
	return rec
}

// whenKept calls f once the transaction is committed.
func whenKept(tx *store.Tx, f func()) {
	tx.Ended(func(kept bool) {
		if kept {
			f()
		}
	})
}

func (d *Desk) notifyRead(a news.Article, s saved, copyOf news.ArticleID) {
	outcome, note := Done, ""
	switch {
	case s.fresh && copyOf != "":
		outcome = Copied
	case s.fresh && a.Kind == news.PageHeadline:
		outcome = HeadlineOnly
	case s.fresh:
		note = fmt.Sprintf("%s, %d words", a.Kind, a.Words)
	case s.change == readAnew:
		note = "read anew"
	case s.change == edited:
		outcome, note = Edited, fmt.Sprintf("version %d", s.version)
	case s.change == unsure:
		note = fmt.Sprintf("read differently: version %d", s.version)
	default:
		outcome = Known
	}
	d.notify(Event{Stage: "read", Source: a.Source, URL: a.URL, Title: a.Title, Outcome: outcome, Note: note})
}

// beginDigest writes the extract that is shown until the digest of a new or edited article
// comes, and adds the task to make that, if one is owed.
func (d *Desk) beginDigest(tx *store.Tx, a news.Article, copyOf news.ArticleID) error {
	x := d.Extract(a)
	x.At, x.Reason = d.Now(), d.missing(a, copyOf)
	return d.saveExtract(tx, a, x)
}

// missing says why a new or edited article has no digest yet.
func (d *Desk) missing(a news.Article, copyOf news.ArticleID) news.Missing {
	if d.settings().Digests == nil {
		return news.NoModel
	}
	return owed(a, copyOf)
}

// saveExtract writes an extract, and the task to make a digest if that is waited for.
func (d *Desk) saveExtract(tx *store.Tx, a news.Article, x news.Digest) error {
	if err := tx.SaveDigest(x); err != nil {
		return err
	}
	if x.Reason != news.DigestWaiting {
		return nil
	}
	return tx.Add(store.DigestTask(a.ID, d.Now()))
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
	var lost bool
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		if ref, err = tx.LastCapture(id); err == nil {
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
		return nil, fmt.Errorf("read %s: the archive has no page of it: %w", rec.Lead.URL, news.ErrNoText)
	}
	c, err := d.Archive.Get(ref)
	if errors.Is(err, news.ErrLost) {
		d.Log.Warn("the archive has lost a page", "url", rec.Lead.URL, "err", err)
		return d.refetch(id, ref), nil
	}
	if err != nil {
		err = fmt.Errorf("read %s from the archive: %w", rec.Lead.URL, err)
		d.notify(Event{Stage: "read", Source: rec.Lead.Source, URL: rec.Lead.URL, Title: rec.Lead.Title, Err: err})
		return nil, err
	}
	apply, err := d.read(ctx, rec, c, ref, false)
	if err != nil || rec.Article == "" {
		return apply, err
	}
	return both(func(tx *store.Tx) error { return d.part(tx, rec.Article) }, apply), nil
}

// searchable is the text in which search finds a report.
func searchable(a news.Article, dg news.Digest) string {
	parts := []string{a.Title, a.Standfirst, a.Outlet, strings.Join(a.Byline, "\n"), a.Section, strings.Join(a.Tags, "\n"), dg.Title}
	parts = append(parts, a.Paragraphs()...)
	for _, c := range dg.Summary {
		parts = append(parts, c.Text)
	}
	return strings.Join(parts, "\n")
}
