package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// order decides which of two reports with one text is the original: a, which is read now, or
// the one that was read before, or the one that this repeats. It is the one that was published
// first, not the one that was read first; a report that is known keeps its place.
func order(tx *store.Tx, a news.Article, before news.ArticleID) (copyOf, turns news.ArticleID, err error) {
	q, err := tx.Placed(before)
	for range longestChain {
		if err != nil || q.CopyOf == "" {
			break
		}
		q, err = tx.Placed(q.CopyOf)
	}
	if err != nil || q.ID == a.ID {
		return "", "", err
	}
	old, err := tx.Article(q.ID)
	if err != nil {
		return "", "", err
	}
	p := dedupe.Print{Outlet: a.Outlet, Published: a.Published, Hour: a.Hour, Captured: a.Captured, Text: credited(a)}
	if p.Precedes(dedupe.Print{Outlet: q.Outlet, Published: q.Published, Hour: q.Hour, Captured: q.Captured, Text: credited(old)}) {
		return "", q.ID, nil
	}
	return q.ID, "", nil
}

// longestChain bounds the way from a copy to its original; it has one step unless a database was brought together from several.
const longestChain = 8

// credited is what a report says, with its byline, which may name an agency.
func credited(a news.Article) string { return strings.Join(a.Byline, ", ") + "\n" + a.Text() }

// turn makes an article that was read before, and its copies, copies of a, which is new: a was published first.
func turn(tx *store.Tx, a, original news.ArticleID) error {
	copies, err := tx.CopiesOf(original)
	if err != nil {
		return err
	}
	for _, id := range append(copies, original) {
		if err := tx.SetCopyOf(id, a); err != nil {
			return err
		}
	}
	return nil
}

// digestTurned begins the digest of an article whose copies were read before it. A digest that was paid for
// serves on: where it fits a's text it is a's as well, and no model is asked for the same text once more.
func (d *Desk) digestTurned(tx *store.Tx, a news.Article, original news.ArticleID) error {
	copies, err := tx.CopiesOf(a.ID)
	if err != nil {
		return err
	}
	for _, id := range copies {
		dg, err := tx.Digest(id)
		if err != nil {
			return err
		}
		if dg.By == "" || dg.By == news.ByExtract {
			continue
		}
		return d.takeOver(tx, a, id, dg)
	}
	if d.settings().Digests != nil {
		if err := d.sayMissing(tx, original, news.CopyOfAnother); err != nil {
			return err
		}
	}
	return d.beginDigest(tx, a, "")
}

// ofItsCopy takes the digest of a copy over, which was still being made when a report that was published
// before it was read. It is nil where there is none; a report that has had a digest of its own is asked for anew.
func (d *Desk) ofItsCopy(ctx context.Context, it news.Item) (apply func(*store.Tx) error, err error) {
	if it.Digest.Reason != news.DigestWaiting || it.Article.Version > 1 {
		return nil, nil
	}
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		copies, err := tx.CopiesOf(it.Article.ID)
		for _, id := range copies {
			dg, err := tx.Digest(id)
			if err != nil {
				return err
			}
			if dg.By != "" && dg.By != news.ByExtract {
				apply = func(tx *store.Tx) error { return d.takeOver(tx, it.Article, id, dg) }
				return nil
			}
		}
		return err
	})
	return apply, err
}

// takeOver gives a the digest of its copy, if every sentence that it rests on is in a, too, and if it
// passes the check with a. Otherwise a has an extract, which says who has the digest.
func (d *Desk) takeOver(tx *store.Tx, a news.Article, from news.ArticleID, dg news.Digest) error {
	old, err := tx.Article(from)
	if err != nil {
		return err
	}
	if a, err = tx.Article(a.ID); err != nil {
		return err
	}
	if own, ok := transferred(dg, old, a); ok {
		if own = keepPassed(own, d.settings().Check(a, own)); len(own.LeftOut) == len(dg.LeftOut) {
			own.Article, own.Version, own.Text = a.ID, a.Version, a.TextHash()
			return tx.SaveDigest(own)
		}
	}
	x := d.Extract(a)
	x.At, x.Reason = d.Now(), news.CopyHasOne
	return tx.SaveDigest(x)
}

// transferred is a digest of from with its evidence in to; false: to lacks some of it.
func transferred(dg news.Digest, from, to news.Article) (news.Digest, bool) {
	if dg.Text != from.TextHash() {
		return dg, false
	}
	at := map[string]int{}
	for _, s := range to.Sentences() {
		if _, twice := at[s.Text]; !twice {
			at[s.Text] = s.N
		}
	}
	text := map[int]string{}
	for _, s := range from.Sentences() {
		text[s.N] = s.Text
	}
	claims := make([]news.Claim, len(dg.Summary))
	for i, c := range dg.Summary {
		claims[i] = news.Claim{Text: c.Text}
		for _, n := range c.Evidence {
			m, ok := at[text[n]]
			if !ok {
				return dg, false
			}
			claims[i].Evidence = append(claims[i].Evidence, m)
		}
		slices.Sort(claims[i].Evidence)
		claims[i].Evidence = slices.Compact(claims[i].Evidence)
	}
	dg.Summary, dg.Translation, dg.Tokens = claims, nil, news.Usage{}
	return dg, true
}
