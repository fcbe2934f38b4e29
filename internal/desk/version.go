package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// change says what a reading of a known report brings.
type change int

// What a reading can bring.
const (
	unchanged change = iota // the same words, in the same kind of page
	sameWords               // the same words, but another kind of page, or it was withdrawn or not all there and is back
	readAnew                // other words out of the same page, or text that was withheld: more was read, nothing edited
	edited                  // other words in another page, both read alike: the outlet's edit
	unsure                  // other words in another page; whether the outlet or the reading changed is not known
	asked                   // the same words, of which the outlet asks something else: no copy to be shown, or rights reserved, or that no more
)

// changeOf compares the state of a report that is shown with a new reading. again is the text
// that is shown, read out of its own page by what has read the new one; zero if it could not be.
func changeOf(shown, again, now news.Article) change {
	same := sameText(shown, now)
	reread := shown.Capture == now.Capture && now.Capture != "" && !anotherState(shown, now)
	switch {
	case same && shown.Kind == now.Kind:
		return kept(shown)
	case same:
		return sameWords
	case reread, fuller(shown, now):
		return readAnew
	case fuller(now, shown):
		return kept(shown) // the page withholds by now what it showed before: that stays
	case shown.FromFeed() != now.FromFeed():
		return ofOtherOrigin(shown, now)
	case !reworded(shown, now):
		return kept(shown)
	}
	if more, all := morePages(shown, now); all {
		return readAnew
	} else if more {
		return unsure
	}
	return vouched(shown, now, doing(shown, again, now))
}

// ofOtherOrigin is the change where one of the two texts is of the outlet's feed and the other of its page: nothing was edited.
// A text of the page takes the place of one of the feed, unless it has far less.
func ofOtherOrigin(shown, now news.Article) change {
	if now.FromFeed() || float64(now.Words)*muchMore < float64(shown.Words) {
		return kept(shown)
	}
	return readAnew
}

// doing says whether the outlet edited a report whose words differ from those that are shown, or the reading did.
func doing(shown, again, now news.Article) change {
	switch {
	case again.Capture != "" && again.Capture == shown.Capture:
		if reworded(again, now) {
			return edited
		}
		return readAnew
	case shown.Extractor != now.Extractor:
		return unsure
	case now.Extractor != "", shown.Kind == news.PageHeadline && now.Kind == news.PageHeadline:
		return edited
	}
	return unsure
}

// kept is the change of a report whose text stays as it is shown.
func kept(shown news.Article) change {
	if shown.Withdrawn.IsZero() && !noted(shown, news.NotePagesLost) {
		return unchanged
	}
	return sameWords
}

// sameText reports whether two states of a report say the same, word by word.
func sameText(a, b news.Article) bool {
	if a.Title != b.Title || a.Standfirst != b.Standfirst || len(a.Blocks) != len(b.Blocks) {
		return false
	}
	for i := range a.Blocks {
		x, y := a.Blocks[i], b.Blocks[i]
		if x.Text != y.Text || x.Kind != y.Kind || x.Label != y.Label || x.Number != y.Number {
			return false
		}
	}
	return true
}

// reworded reports whether two states of a report differ in what an outlet edits: in the words
// of the headline, the standfirst or the body. White space, where paragraphs end, the kind and
// the order of blocks, captions and characters that cannot be seen are no words.
func reworded(a, b news.Article) bool {
	if letters(a.Title) != letters(b.Title) {
		return true
	}
	left, right := wording(a), wording(b)
	if strings.Join(left, "") == strings.Join(right, "") {
		return false
	}
	slices.Sort(left)
	slices.Sort(right)
	return !slices.Equal(left, right)
}

// wording is the standfirst and the blocks of the body, without what cannot be seen.
func wording(a news.Article) []string {
	var out []string
	for _, s := range append([]string{a.Standfirst}, a.Paragraphs()...) {
		if s = letters(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// letters is s without white space and characters that cannot be seen.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) {
			return -1
		}
		return r
	}, s)
}

// readAgain returns the text that is shown of the report which a reading is of, read out of its
// own page in the archive by what has read the new page: the extractor and what it knows of the
// host may be others by now than when the page was read. What its list said is that of then. It
// returns the zero article where nothing is to be compared, or that page is not there.
func (d *Desk) readAgain(ctx context.Context, rec store.LeadRecord, r reading) (none news.Article, err error) {
	a := r.article
	if rec.Article == "" || a.Capture == "" {
		return none, nil
	}
	var shown news.Article
	var ref news.Ref
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		who, err := identify(tx, rec, a, r.fingerprint)
		if err != nil || who.other || who.left || who.astray {
			return err
		}
		shown = who.shown
		if shown.Capture == "" || shown.Capture == a.Capture && !anotherState(shown, a) || !reworded(shown, a) {
			return nil
		}
		ref, err = tx.CaptureOf(shown.URL, shown.Capture)
		return err
	})
	if err != nil || ref.File == "" {
		return none, err
	}
	c, err := d.Archive.Get(ref)
	if err != nil {
		d.Log.Warn("the page that a report was read from cannot be read again: that it was edited is not claimed", "url", ref.URL, "err", err)
		return none, nil
	}
	rec.Lead = rec.Lead.AsOf(shown)
	again, err := d.extractOnly(ctx, c, d.hints(rec.Lead))
	if errors.Is(err, news.ErrNoText) {
		return none, nil
	}
	if err == nil {
		again, _, err = d.goOn(ctx, rec, c, again, state{at: shown.Captured, shown: shown})
	}
	if err != nil {
		return none, fmt.Errorf("read %s from the archive: %w", ref.URL, err)
	}
	if pagesOf(again) != pagesOf(shown) {
		return none, nil // the archive has lost one, or they are told apart otherwise by now
	}
	again.Listing = new(rec.Lead.Listing())
	return asRead(shown, again), nil
}

// asRead is a state of a report with the text of another reading of its page.
func asRead(shown, again news.Article) news.Article {
	out := shown
	out.Kind, out.Title, out.Standfirst, out.Byline, out.Updated = again.Kind, again.Title, again.Standfirst, again.Byline, again.Updated
	out.Section, out.Tags, out.Image, out.Blocks, out.Words = again.Section, again.Tags, again.Image, again.Blocks, again.Words
	out.Notes, out.Extractor, out.Listing = again.Notes, again.Extractor, again.Listing
	if again.Lang != "" {
		out.Lang = again.Lang
	}
	return asNoted(out, shown)
}

// saved is the result of saving a reading.
type saved struct {
	version int  // that is shown now
	fresh   bool // the report was not known
	change  change
}

// otherWords reports whether the text that is shown is another than before.
func (s saved) otherWords() bool {
	return s.fresh || s.change == readAnew || s.change == edited || s.change == unsure
}

// saveReading writes a reading as a new report, as a version, in place of the text that is
// shown, or not at all. again is the text that is shown, read again; see changeOf. Before a version
// is made it takes the place of the one before, where its words are others, so that the two differ by the outlet's doing alone.
func saveReading(tx *store.Tx, r store.Reading, again news.Article) (saved, error) {
	shown, err := tx.Article(r.Article.ID)
	if errors.Is(err, store.ErrNotFound) {
		return saved{version: 1, fresh: true}, tx.AddArticle(r)
	}
	if err != nil {
		return saved{}, err
	}
	s := saved{version: shown.Version, change: changeOf(shown, again, r.Article)}
	switch s.change {
	case unchanged:
		return s, confirm(tx, shown, r.Article)
	case edited, unsure:
		if s.change == edited && again.Capture == shown.Capture && again.Capture != "" && reworded(again, shown) {
			if err := tx.ReplaceText(store.Reading{Article: again}); err != nil {
				return s, err
			}
		}
		s.version++
		r.Article.Version, r.Article.Edited = s.version, s.change == edited
		return s, tx.AddVersion(r)
	case sameWords:
		if err := tx.ReplaceText(putBack(r, shown)); err != nil {
			return s, err
		}
		return s, confirm(tx, shown, r.Article)
	default:
		seen := r.Article.Captured
		if r.Article.Version = s.version; r.Article.TextHash() == shown.TextHash() || shown.Capture == r.Article.Capture {
			seen = shown.Captured // of the same page
		}
		if err := tx.ReplaceText(r); err != nil {
			return s, err
		}
		return s, tx.Confirm(shown.ID, seen, time.Time{})
	}
}

// confirm writes that a page was seen to have the text that is shown, where it has: one that withholds by now what it showed
// before confirms nothing.
func confirm(tx *store.Tx, shown, now news.Article) error {
	if reworded(shown, now) {
		return nil
	}
	return tx.Confirm(shown.ID, now.Captured, time.Time{})
}

// putBack is a reading that keeps the text that is shown, and with it its sentences, its digest and what other reports
// are compared with. The index of search has that text already.
func putBack(r store.Reading, shown news.Article) store.Reading {
	a := r.Article
	if fuller(a, shown) && !sameText(a, shown) {
		a.Kind = shown.Kind
	}
	a.Version, a.Edited, a.Title, a.Standfirst = shown.Version, shown.Edited, shown.Title, shown.Standfirst
	a.Blocks, a.Words = shown.Blocks, shown.Words
	a.URL, a.Capture, a.Captured, a.Extractor, a.Listing = shown.URL, shown.Capture, shown.Captured, shown.Extractor, shown.Listing
	return store.Reading{Article: asNoted(a, shown)}
}
