package desk

import (
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
	"github.com/waidian/waidian/internal/text"
)

// reading is an article as it was read, with what can be found out about it without the store.
type reading struct {
	article     news.Article
	again       news.Article // the text that is shown until now, read out of its own page again; see readAgain
	last        bool         // its page is as it was at the last look
	fingerprint dedupe.Fingerprint
	features    story.Features

	// Where the article was taken for a version of another report: that report, whose digests serve on, and the
	// versions that follow the article.
	from  news.ArticleID
	later []news.Article
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
// It returns the report that the article is of, and whether that is new.
func (d *Desk) write(tx *store.Tx, rec store.LeadRecord, r reading) (id news.ArticleID, fresh bool, err error) {
	if err := tx.Serialise(); err != nil {
		return "", false, err
	}
	who, err := recognise(tx, rec, r)
	if err != nil {
		return "", false, err
	}
	a := r.article
	switch {
	case who.astray:
		return d.write(tx, rec, readingOf(announced(rec, a)))
	case who.bringsNothing(a):
		return who.id, false, d.passOver(tx, rec, a, who)
	}
	a = who.named(a)
	r.article = a
	at, s, err := d.saveRead(tx, r, who)
	if err != nil {
		return "", false, err
	}
	if err := d.afterReading(tx, rec, a, s); err != nil {
		return "", false, err
	}
	whenKept(tx, func() { d.notifyRead(a, s, at.copyOf) })
	return a.ID, s.fresh, d.digestRead(tx, r, at, s)
}

// digestRead begins the digest of a report that was read.
func (d *Desk) digestRead(tx *store.Tx, r reading, at place, s saved) error {
	a := r.article
	a.Version = s.version
	switch {
	case !s.otherWords():
		return nil
	case s.fresh && r.from != "":
		return d.keepOnly(tx, r.versions(), r.from)
	case s.fresh && at.turns != "":
		return d.digestTurned(tx, a, at.turns)
	}
	return d.beginDigest(tx, a, at.copyOf)
}

// versions are the article that was read and those that follow it, as versions of its report.
func (r reading) versions() []news.Article {
	states := []news.Article{r.article}
	for _, a := range r.later {
		a.ID = r.article.ID
		states = append(states, a)
	}
	return states
}

// saveRead writes the text of a report that was read, in its story. An edit moves no report,
// nor does it make or end a copy.
func (d *Desk) saveRead(tx *store.Tx, r reading, who identity) (at place, s saved, err error) {
	if d.bringing.Load() != nil {
		d.old.note(r.article.ID, r.article.Date(), d.Now())
	}
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
	row.Arrived = d.Now()
	if s, err = who.save(tx, row, r.again); err == nil {
		s, err = s.reserve(tx, who.shown, r.article, r.last)
	}
	if err == nil {
		err = d.unreadAgain(tx, s, who.shown, r)
	}
	if err != nil {
		return at, s, err
	}
	if s.fresh && at.turns != "" {
		return at, s, turn(tx, who.id, at.turns)
	}
	return at, s, d.learnHour(tx, row, who.shown, s)
}

// unreadAgain makes a report that its outlet has edited unread for those who have read it, if the edit is of weight.
func (d *Desk) unreadAgain(tx *store.Tx, s saved, shown news.Article, r reading) error {
	differs := d.settings().Anew
	if s.change != edited || differs == nil {
		return nil
	}
	if r.again.Capture == shown.Capture && r.again.Capture != "" {
		shown = r.again // in the words of the same reading
	}
	if !differs(shown, r.article) {
		return nil
	}
	return tx.UnreadAgain(r.article.ID)
}

// afterReading writes that a lead has led to an article, and when its page is looked at again.
func (d *Desk) afterReading(tx *store.Tx, rec store.LeadRecord, a news.Article, s saved) error {
	if err := d.sights(tx, a, nil); err != nil {
		return err
	}
	rec = ledTo(rec, a.ID)
	if !ofPage(a) {
		rec = unmet(rec)
	}
	if err := tx.SetLook(rec); err != nil {
		return err
	}
	if !s.fresh {
		if _, err := tx.SetOffBeat(a.ID, false); err != nil { // it was read because the beat has it again
			return err
		}
	}
	if !ofPage(a) {
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
		note = fmt.Sprintf("%s, %s", a.Kind, text.Count(a.Words, "word", "words"))
		if a.FromFeed() {
			note += " from the feed"
		}
	case s.change == readAnew:
		note = "read anew"
	case s.change == edited:
		outcome, note = Edited, fmt.Sprintf("version %d", s.version)
	case s.change == unsure:
		note = fmt.Sprintf("read differently: version %d", s.version)
	case s.change == asked:
		outcome, note = Known, "the outlet asks something else of those who keep copies"
	default:
		outcome = Known
	}
	d.notify(Event{Stage: "read", Source: a.Source, URL: a.URL, Title: a.Title, Outcome: outcome, Again: !s.fresh, Note: note})
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
	if !d.settings().written() {
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

// searchable is the text in which search finds a report.
func searchable(a news.Article, dg news.Digest) string {
	return strings.Join(news.Searchable(a, dg), "\n")
}
