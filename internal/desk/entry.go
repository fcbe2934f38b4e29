package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// When the text of a feed counts for more than that of the page.
const (
	muchMore   = 1.25 // times the words of the page, of which
	moreWords  = 40   // this many more, and
	partOfText = 0.5  // so much of the shorter text is in the longer one: the page has a part of the report
	littleText = 150  // words of a page that may be anything but the report
	noPart     = 0.2  // less of the shorter text is in the longer one: they are two reports
	otherTitle = 0.5  // two headlines that have less in common are of two reports
)

// entryPatience is how long a page is waited for that cannot be had now, before the text of the feed stands in for it.
const entryPatience = time.Hour

// entry reads a report out of what its list gives of it. It returns false if the list gives no text, or the desk shows text of its
// page, which the list's does not replace: a page that showed it and shows it no more may have been withdrawn. What has ever been gone
// for good only its page brings back.
func (d *Desk) entry(ctx context.Context, rec store.LeadRecord) (a news.Article, ok bool, err error) {
	if rec.Lead.Content == "" || rec.Lead.Listed == "" {
		return a, false, nil
	}
	if rec.Article != "" {
		shown, err := d.asShown(ctx, rec.Article)
		if err != nil || shown.ID != "" && (!partly(shown) || !shown.Withdrawn.IsZero()) {
			return a, false, err
		}
	}
	if gone, err := d.wasGone(ctx, rec); err != nil || gone {
		return a, false, err
	}
	a, err = extract.Entry(rec.Lead)
	if errors.Is(err, news.ErrNoText) {
		return a, false, nil
	}
	return a, err == nil, err
}

// wasGone reports whether the address of a lead has ever answered that its report is gone for good.
func (d *Desk) wasGone(ctx context.Context, rec store.LeadRecord) (gone bool, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		gone, err = tx.WasGone(rec.ID)
		return err
	})
	return gone, err
}

// takenDown reports whether an answer that a page is gone says that the outlet has taken down a report which is shown as its feed
// had it: then there was a page before, or it is gone for good.
func (d *Desk) takenDown(ctx context.Context, rec store.LeadRecord, c news.Capture) (bool, error) {
	if rec.Article == "" || rec.Lead.Apart {
		return false, nil
	}
	shown, err := d.asShown(ctx, rec.Article)
	if err != nil || !shown.FromFeed() {
		return false, err
	}
	missing := noted(shown, news.NoteMissing)
	if c.Status == http.StatusGone || !missing {
		return true, nil
	}
	return d.wasGone(ctx, rec)
}

// partly reports whether what is shown of a report is less than its page may have, or is not of its page.
func partly(shown news.Article) bool {
	return shown.Kind == news.PageHeadline || shown.Kind == news.PagePaywall || shown.FromFeed()
}

// ofPage reports whether an article was read from its page, and not from what a list says of it.
func ofPage(a news.Article) bool { return a.Kind != news.PageHeadline && !a.FromFeed() }

// asShown returns a report as it is shown; the zero article if there is none.
func (d *Desk) asShown(ctx context.Context, id news.ArticleID) (a news.Article, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		a, err = tx.Article(id)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return news.Article{}, nil
	}
	return a, err
}

// byList reports whether nothing is shown of a lead's report but what its list says of it.
func (d *Desk) byList(ctx context.Context, rec store.LeadRecord) (bool, error) {
	if rec.Article == "" {
		return true, nil
	}
	a, err := d.asShown(ctx, rec.Article)
	return err == nil && a.ID != "" && !ofPage(a), err
}

// fullerEntry reports whether the text of a feed is the report where its page has a part of it, or something else.
func fullerEntry(page, entry news.Article) bool {
	words := float64(page.Words)
	common := func() float64 { return dedupe.Of(page.Paragraphs()).Containment(dedupe.Of(entry.Paragraphs())) }
	part := func() bool { return common() >= partOfText }
	switch {
	case page.Kind == news.PageLive:
		return false
	case page.Kind == news.PagePaywall:
		return entry.Words > page.Words
	case noted(page, news.NoteBrokenOff):
		return entry.Words > page.Words || !part()
	case noted(page, news.NoteCut):
		return entry.Words > page.Words && part()
	case page.Words < littleText && entry.Words >= 2*page.Words+2*moreWords:
		return true
	case ledToOther(page, entry) && common() < noPart:
		return true
	case float64(entry.Words) < words*muchMore+moreWords:
		return false
	}
	return part()
}

// ledToOther reports whether the address of an entry led to a page at another address, in the same language, with another headline.
func ledToOther(page, entry news.Article) bool {
	return discover.Key(page.URL) != discover.Key(entry.URL) && page.Lang == entry.Lang && alikeTitles(page.Title, entry.Title) < otherTitle
}

// alikeTitles is how much two headlines have in common, from 0 to 1: Dice's coefficient of their pairs of characters, which needs no words.
func alikeTitles(a, b string) float64 {
	pairs := func(s string) map[[2]rune]bool {
		out := map[[2]rune]bool{}
		before := ' '
		for _, r := range text.Fold(s) {
			out[[2]rune{before, r}] = true
			before = r
		}
		return out
	}
	of, in := pairs(a), pairs(b)
	both := 0
	for p := range of {
		if in[p] {
			both++
		}
	}
	if len(of)+len(in) == 0 {
		return 0
	}
	return 2 * float64(both) / float64(len(of)+len(in))
}

func noted(a news.Article, code news.NoteCode) bool {
	return slices.ContainsFunc(a.Notes, func(n news.Note) bool { return n.Code == code })
}

// asListed publishes a report without its page: by the text of its list, else by its headline. why says why, ask
// that its host may be asked for its tdmrep.json.
func (d *Desk) asListed(ctx context.Context, rec store.LeadRecord, why news.Note, ask bool) (func(*store.Tx) error, error) {
	a, ok, err := d.entry(ctx, rec)
	if err != nil {
		return nil, err
	}
	if !ok {
		return d.headline(ctx, rec, why)
	}
	return d.saveEntry(ctx, rec, a, why, ask)
}

// saveEntry returns the function that writes a report that was read from its list. why says why it was not read from its
// page; the zero note says nothing. ask says that the host may be asked for its tdmrep.json.
func (d *Desk) saveEntry(ctx context.Context, rec store.LeadRecord, a news.Article, why news.Note, ask bool) (func(*store.Tx) error, error) {
	if why != (news.Note{}) {
		a.Notes = append(a.Notes, why)
	}
	if word, err := d.excluded(ctx, rec, a); err != nil || word != "" {
		return d.dropOffBeat(rec, a, word), err
	}
	apply, policy, err := d.saveReserved(ctx, rec, a, a.URL, ask)
	if err != nil {
		return nil, err
	}
	return both(policy, apply), nil
}

// ofItsList reads a report whose page is not asked for: its list says all there is of it. It returns false if the list
// gives no text that can be read, and the page is its own.
func (d *Desk) ofItsList(ctx context.Context, rec store.LeadRecord, ask bool) (apply func(*store.Tx) error, ok bool, err error) {
	if !rec.Lead.Apart {
		return nil, false, nil
	}
	var why news.Note
	shared := discover.SharedAddress(rec.Lead.Key) != ""
	if shared {
		why.Code = news.NoteShared
	}
	rec.Looks++
	rec.Checked = d.Now()
	a, ok, err := d.entry(ctx, rec)
	switch {
	case err != nil:
		return nil, true, err
	case ok:
		apply, err = d.saveEntry(ctx, rec, a, why, ask)
		return apply, true, err
	case !shared && rec.Article == "":
		return nil, false, nil
	}
	apply, err = d.headline(ctx, rec, why)
	return apply, true, err
}

// fromArchive reads a report again of which the archive has no page: from what its list gave.
func (d *Desk) fromArchive(ctx context.Context, rec store.LeadRecord) (func(*store.Tx) error, error) {
	if apply, ok, err := d.ofItsList(ctx, rec, false); ok {
		return apply, err
	}
	a, ok, err := d.entry(ctx, rec)
	if err != nil {
		return nil, err
	}
	shown, err := d.asShown(ctx, rec.Article)
	switch {
	case err != nil:
		return nil, err
	case !ok && shown.ID != "" && rec.Lead.Content != "":
		return nil, nil // its list has no text of it: what is shown stays
	case !ok:
		return nil, fmt.Errorf("read %s: the archive has no page of it: %w", rec.Lead.URL, news.ErrNoText)
	}
	for _, n := range shown.Notes { // why its page was not read
		if n.Code != news.NoteFromFeed {
			a.Notes = append(a.Notes, n)
		}
	}
	return d.saveEntry(ctx, rec, a, news.Note{}, false)
}

// absent publishes a report whose page was never met with at its address: the answer is that there is none. What answers
// that it is gone for good is not published.
func (d *Desk) absent(ctx context.Context, rec store.LeadRecord, c news.Capture, cause error) (func(*store.Tx) error, error) {
	if c.Status == http.StatusGone {
		return d.failed(ctx, rec, c, cause)
	}
	why := news.Note{Code: news.NoteMissing, Arg: fmt.Sprintf("%d %s", c.Status, http.StatusText(c.Status))}
	if u, err := url.Parse(c.Final); err == nil {
		why.Of = u.Host
	}
	if _, ok, err := d.entry(ctx, rec); err != nil || !ok && discover.Key(c.Final) != rec.Lead.Key {
		return d.failed(ctx, rec, c, cause) // it was led to another address, which says nothing of the report
	}
	return d.standIn(ctx, rec, c, cause, why)
}

// unread publishes a report whose page could not be had, and leaves the task to be tried again. A page that may answer later is
// waited for, and if it does not the headline alone is no stand-in until the last try.
func (d *Desk) unread(ctx context.Context, t store.Task, rec store.LeadRecord, c news.Capture, cause error) (func(*store.Tx) error, error) {
	listed, err := d.byList(ctx, rec)
	if err != nil {
		return nil, err
	}
	last := t.Tries >= len(waits)
	if !listed || errors.Is(cause, news.ErrLater) && !last && (rec.Lead.Content == "" || d.Now().Sub(rec.Lead.Seen) < entryPatience) {
		return d.failed(ctx, rec, c, cause)
	}
	why := noteOf(cause)
	if errors.Is(cause, news.ErrNoText) {
		why = news.Note{Code: news.NoteNoText}
	}
	if _, ok, err := d.entry(ctx, rec); err == nil && !ok && errors.Is(cause, news.ErrLater) && !last {
		return d.failed(ctx, rec, c, cause)
	}
	return d.standIn(ctx, rec, c, cause, why)
}

// standIn publishes a report as its list has it, keeps the answer with which its page could not be had where that is
// evidence, and returns the error by which the task is put off or given up.
func (d *Desk) standIn(ctx context.Context, rec store.LeadRecord, c news.Capture, cause error, why news.Note) (func(*store.Tx) error, error) {
	kept, put := d.failed(ctx, rec, c, cause)
	if kept == nil {
		return nil, put
	}
	apply, err := d.asListed(ctx, rec, why, c.Status != 0)
	if err != nil {
		return kept, put // its list has no headline
	}
	return both(kept, apply), put
}

// inPlaceOf decides whether what the list says of a report is written in the place of its page; ok says so. cause is why the
// page holds no report, nil if it does. If only the headline is written, cause is returned, too.
func (d *Desk) inPlaceOf(ctx context.Context, rec store.LeadRecord, page news.Article, cause error, fresh bool) (apply func(*store.Tx) error, ok bool, err error) {
	e, has, err := d.entry(ctx, rec)
	if err != nil {
		return nil, false, err
	}
	if has && (cause != nil || fullerEntry(page, e)) {
		e.NoArchive, e.NoIndex, e.Reserved = e.NoArchive || page.NoArchive, page.NoIndex, e.Reserved || page.Reserved
		var why news.Note
		if cause != nil {
			why = whyNoText(page)
		}
		apply, err = d.saveEntry(ctx, rec, e, why, fresh)
		return apply, err == nil, err
	}
	if cause == nil || rec.Article != "" || rec.Lead.Title == "" || ledAway(rec.Lead.URL, page.URL) {
		return nil, false, nil
	}
	why := whyNoText(page)
	if apply, err = d.headline(ctx, rec, why); err != nil || why.Code != news.NoteNoText {
		return apply, err == nil, err
	}
	return apply, true, cause
}

func whyNoText(page news.Article) news.Note {
	if why, barred := barredBy(page); barred {
		return why
	}
	return news.Note{Code: news.NoteNoText}
}

// ledAway reports whether an address led to a page above it: the front page, or that of a section, which has one plain word. Outlets lead there from
// reports that they have removed.
func ledAway(asked, answered string) bool {
	a, errA := url.Parse(asked)
	b, errB := url.Parse(answered)
	if errA != nil || errB != nil {
		return false
	}
	from, to := segments(a.Path), segments(b.Path)
	if len(to) >= len(from) {
		return false
	}
	return slices.Equal(from[:len(to)], to) || len(to) == 1 && a.Host == b.Host && !strings.ContainsAny(to[0], "-_.0123456789")
}

func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}
