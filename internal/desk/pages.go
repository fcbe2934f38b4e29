package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// pagesWithin is the time in which the pages of one report are fetched, at the slowest pace there is.
const pagesWithin = time.Hour

// state says of which pages a report is joined: those of now, or those of an earlier time.
type state struct {
	fresh bool         // the further pages are asked for; else they come from the archive
	at    time.Time    // when the first page was had
	shown news.Article // the report as it is shown; zero: it is not known
}

// again reports whether it is the state that is shown.
func (s state) again() bool { return s.shown.ID != "" && sameMoment(s.at, s.shown.Captured) }

// sameMoment reports whether two times are one to the store, which keeps milliseconds.
func sameMoment(a, b time.Time) bool {
	return a.Truncate(time.Millisecond).Equal(b.Truncate(time.Millisecond))
}

// further are the further pages of a report, in order.
type further struct {
	refs   []news.Ref // where those lie that were just fetched
	n      int        // pages that the text is of
	single bool       // the second of them has the whole report
	whole  bool       // the report has no more
	again  bool       // the second page is the first once more
	lost   bool       // the archive lacks one
	later  error      // why not all, if that may be another time
}

// kept writes where the pages lie. They are captures of no lead: the page of the lead is the first one.
func (f further) kept() func(*store.Tx) error { return addWay(f.refs) }

// goOn joins a report with the further pages that its pages name, each of which must lead back, have text of its own and be written in the
// language of the report. If the outlet offers the report on one page, that is taken where it has all of it.
func (d *Desk) goOn(ctx context.Context, rec store.LeadRecord, c news.Capture, a news.Article, s state) (news.Article, further, error) {
	f := further{n: 1, whole: true}
	if !noted(a, news.NoteGoesOn) {
		return a, f, nil
	}
	f.whole = false
	j := joining{desk: d, rec: rec, state: s, first: c.Final, f: &f}
	a, err := j.join(ctx, c, a)
	if err != nil {
		return a, f, err
	}
	if f.whole {
		a.Notes = without(a.Notes, news.NoteGoesOn)
	}
	if f.n > 1 {
		a.Notes = append(slices.Clone(a.Notes), news.Note{Code: news.NotePages, Arg: strconv.Itoa(f.n)})
	}
	return a, f, nil
}

// joining joins the pages of one report. It belongs to one goroutine.
type joining struct {
	desk  *Desk
	rec   store.LeadRecord
	state state
	first string // address of the first page
	f     *further
}

func (j *joining) join(ctx context.Context, c news.Capture, a news.Article) (news.Article, error) {
	for n := 1; n < extract.MostPages; n++ {
		says := extract.FurtherPages(c, j.first, n)
		if j.f.whole = says.Next == ""; j.f.whole {
			return a, nil
		}
		if n == 1 && says.Whole != "" {
			if _, b, ok, err := j.page(ctx, says.Whole, n, a); err != nil {
				return a, err
			} else if all, fits := extract.OnOnePage(a, b); ok && fits {
				j.f.n, j.f.whole, j.f.single = 2, true, true
				return all, nil
			}
		}
		next, b, ok, err := j.page(ctx, says.Next, n, a)
		if err != nil || !ok {
			return a, err
		}
		joined, more := extract.Join(a, b)
		if n == 1 && (!more || extract.Repeats(a, b)) {
			j.f.whole, j.f.again = true, true // the same page with more of something else, as of comments
			return a, nil
		}
		if !more {
			return a, nil
		}
		a, c = joined, next
		j.f.n = n + 1
	}
	j.f.whole = extract.FurtherPages(c, j.first, extract.MostPages).Next == ""
	return a, nil
}

// page returns the page of a report that follows the nth, and what is read on it; false: it cannot be had, or is none of the report.
func (j *joining) page(ctx context.Context, address string, n int, a news.Article) (c news.Capture, b news.Article, ok bool, err error) {
	c, err = j.desk.furtherPage(ctx, j.rec, address, j.state, j.f)
	if err != nil || c.Final == "" || c.Status != 200 || !extract.Led(address, c.Final, j.first, n) || !extract.LeadsBack(c, j.first, n) {
		return c, b, false, err
	}
	b, err = j.desk.extractOnly(ctx, c, extract.Options{Title: a.Title, Lang: a.Lang})
	if errors.Is(err, news.ErrNoText) {
		return c, b, false, nil
	}
	return c, b, err == nil && b.Kind == news.PageArticle && !extract.OtherLanguage(a, b), err
}

// furtherPage returns a page of a report; its Final is empty if it cannot be had now, its Status other than 200 if the outlet has none.
func (d *Desk) furtherPage(ctx context.Context, rec store.LeadRecord, address string, s state, f *further) (none news.Capture, err error) {
	if !s.fresh {
		c, err := d.keptPage(ctx, address, s)
		f.lost = f.lost || c.Final == ""
		return c, err
	}
	var prior news.Ref
	for _, form := range withSlash(address) {
		if prior, err = d.prior(ctx, form); err != nil {
			return none, err
		}
		if prior.File != "" {
			break
		}
	}
	known, err := d.ofArchive(prior)
	if err != nil {
		return none, err
	}
	c, err := d.ask(ctx, news.Request{URL: address, Purpose: news.ForArticle, Named: d.named(rec.Lead.Source),
		ETag: known.Get("Etag"), LastModified: known.Get("Last-Modified"), ValidFor: known.Final})
	switch {
	case errors.Is(err, news.ErrOurs), ctx.Err() != nil:
		return none, err
	case errors.Is(err, news.ErrLater):
		f.later = err
		return none, nil
	case c.Status == http.StatusNotModified:
		return known, d.keepPage(ctx, c, f)
	case err != nil || c.Status != 200:
		return c, nil
	}
	return c, d.keepPage(ctx, c, f)
}

// keepPage archives a further page.
func (d *Desk) keepPage(ctx context.Context, c news.Capture, f *further) error {
	prior, err := d.prior(ctx, c.Final)
	if err != nil {
		return err
	}
	way, err := d.putWay(ctx, c)
	if err != nil {
		return err
	}
	ref, err := d.put(c, prior)
	if err != nil {
		return fmt.Errorf("archive %s: %w", c.Final, err)
	}
	f.refs = append(append(f.refs, way...), ref)
	return nil
}

// keptPage returns a page as the archive has it of a state.
func (d *Desk) keptPage(ctx context.Context, address string, s state) (news.Capture, error) {
	ref, err := d.keptAt(ctx, address, s)
	if err != nil {
		return news.Capture{}, err
	}
	return d.ofArchive(ref)
}

// keptAt returns where the archive has a page of a state: what was had with its first page, or for a state that is shown what was had
// last before, since its outlet has said then that it has not changed.
func (d *Desk) keptAt(ctx context.Context, address string, s state) (ref news.Ref, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		for _, form := range withSlash(address) {
			if ref, err = tx.CaptureSoon(form, s.at.Add(-time.Second), pagesWithin); err != nil || ref.File != "" {
				return err
			}
		}
		if !s.again() || !severalPages(s.shown) {
			return nil
		}
		for _, form := range withSlash(address) {
			if ref, err = tx.CaptureBefore(form, s.at); err != nil || ref.File != "" {
				return err
			}
		}
		return nil
	})
	return ref, err
}

// withSlash are the addresses under which the archive may have an address that a page names: many hosts lead to the form with a slash at its
// end, or without.
func withSlash(address string) []string {
	path, query, asks := strings.Cut(address, "?")
	if path = toggled(path); asks {
		path += "?" + query
	}
	return []string{address, path}
}

func toggled(path string) string {
	if without, ok := strings.CutSuffix(path, "/"); ok {
		return without
	}
	return path + "/"
}

// ofArchive returns a capture; the zero one if there is none, or the archive has lost it.
func (d *Desk) ofArchive(ref news.Ref) (none news.Capture, err error) {
	if ref.File == "" {
		return none, nil
	}
	c, err := d.Archive.Get(ref)
	if errors.Is(err, news.ErrLost) {
		return none, nil
	}
	return c, err
}

// pagesOf is how many pages a text was read from.
func pagesOf(a news.Article) int {
	for _, n := range a.Notes {
		if n.Code == news.NotePages {
			if pages, err := strconv.Atoi(n.Arg); err == nil {
				return pages
			}
		}
	}
	return 1
}

// severalPages reports whether the outlet has a report on several pages, as far as they could be had.
func severalPages(a news.Article) bool {
	return ofPage(a) && (noted(a, news.NotePages) || noted(a, news.NoteGoesOn))
}

// without are notes without those of a code.
func without(notes []news.Note, code news.NoteCode) []news.Note {
	return slices.DeleteFunc(slices.Clone(notes), func(n news.Note) bool { return n.Code == code })
}

// anotherState reports whether two readings with the same first page are of different states of the report: of its other pages one
// may have changed.
func anotherState(shown, now news.Article) bool {
	return (severalPages(shown) || severalPages(now)) && !sameMoment(shown.Captured, now.Captured)
}

// morePages reports whether a reading is of pages of a report that could not be had before. all says that it has all that was had.
func morePages(shown, now news.Article) (more, all bool) {
	if !noted(shown, news.NoteGoesOn) || pagesOf(now) <= pagesOf(shown) {
		return false, false
	}
	have := wording(now)
	for _, s := range wording(shown) {
		if !slices.Contains(have, s) {
			return true, false
		}
	}
	return true, true
}

// unmodified reads a report on several pages again whose first page has not changed since its latest capture: another of them may have.
// It returns false for any other report.
func (d *Desk) unmodified(ctx context.Context, rec store.LeadRecord, at time.Time) (apply func(*store.Tx) error, ok bool, err error) {
	several, err := d.onSeveralPages(ctx, rec)
	if err != nil || !several {
		return nil, false, err
	}
	var ref news.Ref
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		ref, err = tx.LastCapture(rec.ID)
		return err
	})
	if err != nil || ref.Hash != rec.Hash {
		return nil, false, err
	}
	c, err := d.ofArchive(ref)
	if err != nil || c.Final == "" {
		return nil, false, err
	}
	c.At = at
	apply, err = d.read(ctx, rec, c, ref, true)
	if errors.Is(err, news.ErrNoText) {
		return nil, false, nil
	}
	return apply, true, err
}

// onSeveralPages reports whether the report of a lead is shown as one on several pages of its outlet.
func (d *Desk) onSeveralPages(ctx context.Context, rec store.LeadRecord) (bool, error) {
	if rec.Article == "" {
		return false, nil
	}
	shown, err := d.asShown(ctx, rec.Article)
	return severalPages(shown), err
}

// shorter reports whether less of a report was had than is shown of it, though the outlet has not cut it: then what is shown stays. lost says that
// pages which were had before are not had by now, and not for a while only.
func (d *Desk) shorter(ctx context.Context, rec store.LeadRecord, a news.Article, s state, f *further) (less, lost bool, err error) {
	pages := pagesOf(s.shown)
	switch {
	case rec.Article == "" || s.shown.ID == "" || a.Kind != news.PageArticle || f.single:
		return false, false, nil
	case pages <= f.n:
		return !f.whole && !noted(s.shown, news.NoteGoesOn) && s.shown.Words > a.Words, false, nil
	case !s.fresh:
		return f.lost || s.shown.Capture != a.Capture, false, nil
	case f.later != nil:
		return true, false, nil
	case !f.whole || f.again:
		return true, true, nil
	}
	cut, err := d.cut(ctx, rec, a, s, f)
	return !cut, !cut && f.later == nil, err
}

// cut reports whether a report of which a page is named no more has fewer pages by its outlet's doing: what that page had is on the others by
// now, or it is not at its address any more. The page is asked for.
func (d *Desk) cut(ctx context.Context, rec store.LeadRecord, a news.Article, s state, f *further) (bool, error) {
	was, old, address, err := d.pageBefore(ctx, s.shown, f.n)
	if err != nil || address == "" {
		return false, err
	}
	b, err := d.extractOnly(ctx, old, extract.Options{Title: a.Title, Lang: a.Lang})
	if errors.Is(err, news.ErrNoText) {
		return false, nil
	}
	if err != nil || extract.Repeats(b, a) {
		return err == nil, err
	}
	c, err := d.furtherPage(ctx, rec, address, s, f)
	switch {
	case err != nil || c.Final == "":
		return false, err
	case c.Status == 404 || c.Status == 410:
		return !discover.Challenged(c), nil
	case c.Status != 200:
		return false, nil
	case discover.Key(c.Final) == discover.Key(was):
		return true, nil // it leads to the first page
	}
	b, err = d.extractOnly(ctx, c, extract.Options{Title: a.Title, Lang: a.Lang})
	if errors.Is(err, news.ErrNoText) {
		return false, nil
	}
	return err == nil && extract.Repeats(b, a), err
}

// pageBefore returns the page that followed the nth of a report as it is shown, with its address and that of the first page; the address is empty if
// the archive does not say.
func (d *Desk) pageBefore(ctx context.Context, shown news.Article, n int) (first string, c news.Capture, address string, err error) {
	var ref news.Ref
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		ref, err = tx.CaptureOf(shown.URL, shown.Capture)
		return err
	})
	if err != nil {
		return "", c, "", err
	}
	if c, err = d.ofArchive(ref); err != nil || c.Final == "" {
		return "", c, "", err
	}
	first = c.Final
	s := state{at: shown.Captured, shown: shown}
	for i := 1; i <= n; i++ {
		says := extract.FurtherPages(c, first, i)
		next := news.Capture{}
		if address = says.Whole; i == 1 && address != "" {
			if next, err = d.keptPage(ctx, address, s); err != nil {
				return first, c, "", err
			}
		}
		if next.Final == "" {
			if address = says.Next; address == "" {
				return first, c, "", nil
			}
			if next, err = d.keptPage(ctx, address, s); err != nil || next.Final == "" {
				return first, c, "", err
			}
		}
		c = next
	}
	return first, c, address, nil
}

// leaveShown writes a look at a report of which less could be had than is shown. lost is what shorter says.
func (d *Desk) leaveShown(rec store.LeadRecord, c news.Capture, ref news.Ref, fresh, lost bool) func(*store.Tx) error {
	if !fresh {
		return addWay(nil)
	}
	look := d.recordLook(unmet(rec), news.Sight{At: c.At, Status: 200, URL: c.Final, Kept: sameMoment(c.At, ref.At), File: ref.File, Offset: ref.Offset})
	if !lost {
		return look
	}
	return both(look, func(tx *store.Tx) error {
		shown, err := tx.Article(rec.Article)
		if err != nil || noted(shown, news.NotePagesLost) {
			return err
		}
		shown.Notes = append(slices.Clone(shown.Notes), news.Note{Code: news.NotePagesLost})
		whenKept(tx, func() {
			d.notify(Event{Stage: "read", Source: rec.Lead.Source, URL: shown.URL, Title: shown.Title, Outcome: Known,
				Note: "not all of its pages are to be had: what was read before stays"})
		})
		return tx.ReplaceText(store.Reading{Article: shown})
	})
}
