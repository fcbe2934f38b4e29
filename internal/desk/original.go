package desk

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
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
	old, err := printOf(tx, q.ID)
	if err != nil {
		return "", "", err
	}
	p := dedupe.Print{Outlet: a.Outlet, Published: a.Published, Hour: a.Hour, Captured: a.Captured, Text: credited(a)}
	if p.Precedes(old) {
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
		of := a
		if id == a {
			of = ""
		}
		if err := tx.SetCopyOf(id, of); err != nil {
			return err
		}
	}
	return nil
}

// learnHour writes what a reading knows of the hour of a report that was read before that was kept, and puts the
// prints of its text in order with it. shown is the report before the reading; the reading has been saved.
func (d *Desk) learnHour(tx *store.Tx, r store.Reading, shown news.Article, s saved) error {
	a := r.Article
	if shown.ID == "" || shown.Hour != news.HourNone || a.Hour == news.HourNone || !shown.Published.Equal(a.Published) {
		return nil
	}
	if s.change == unchanged {
		if err := setHour(tx, shown, a.Hour); err != nil {
			return err
		}
	}
	return d.reorder(tx, shown.ID)
}

// setHour writes what is known of the hour of a report. Its text stays, and that it was withdrawn.
func setHour(tx *store.Tx, a news.Article, hour news.Hour) error {
	withdrawn := a.Withdrawn
	a.Hour = hour
	if err := tx.ReplaceText(store.Reading{Article: a}); err != nil {
		return err
	}
	return tx.Withdraw(a.ID, withdrawn)
}

// learnListed writes what lists say of the hour of known reports that were listed, and read, before that was kept, and
// puts the prints of their texts in order with it.
func (d *Desk) learnListed(ctx context.Context, polls []polled) error {
	said := map[string]news.Lead{}
	for _, p := range polls {
		for _, t := range p.leads {
			if l := t.lead; !p.first && l.Hour != news.HourNone && !l.Published.IsZero() {
				said[l.Key] = l
			}
		}
	}
	var unknown []store.LeadRecord
	err := d.DB.View(ctx, func(tx *store.Tx) error {
		list, err := tx.Hourless(slices.Collect(maps.Keys(said)))
		for _, rec := range list {
			learns, err := learnsFrom(tx, rec, said[rec.Lead.Key])
			if err != nil {
				return err
			}
			if learns {
				unknown = append(unknown, rec)
			}
		}
		return err
	})
	if err != nil || len(unknown) == 0 {
		return err
	}
	return d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Serialise(); err != nil {
			return err
		}
		for _, rec := range unknown {
			if err := d.giveHour(tx, rec.ID, said[rec.Lead.Key]); err != nil {
				return err
			}
		}
		return nil
	})
}

// learnsFrom reports whether giveHour has anything to write.
func learnsFrom(tx *store.Tx, rec store.LeadRecord, said news.Lead) (bool, error) {
	if !rec.Lead.Published.Equal(said.Published) || rec.Lead.Hour == news.HourNone {
		return rec.Lead.Published.Equal(said.Published), nil
	}
	a, err := tx.Placed(rec.Article)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return a.Hour == news.HourNone && a.Published.Equal(said.Published.Truncate(time.Millisecond)), err
}

// giveHour writes the hour that a list says of a known lead, and of its report if that has the time of the list.
func (d *Desk) giveHour(tx *store.Tx, id store.LeadID, said news.Lead) error {
	rec, err := tx.Lead(id)
	if err != nil || !rec.Lead.Published.Equal(said.Published) {
		return err
	}
	if rec.Lead.Hour == news.HourNone {
		rec.Lead.Hour = said.Hour
		if err := tx.SetLead(id, rec.Lead, rec.State, rec.Why); err != nil {
			return err
		}
	}
	a, err := tx.Article(rec.Article)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil || a.Hour != news.HourNone || !a.Published.Equal(said.Published) {
		return err
	}
	if err := setHour(tx, a, said.Hour); err != nil {
		return err
	}
	return d.reorder(tx, a.ID)
}

// reorder finds the original among the prints of a text that are known, with hindsight.
func (d *Desk) reorder(tx *store.Tx, id news.ArticleID) error {
	original, err := tx.CopyOf(id)
	if err != nil {
		return err
	}
	if original == "" {
		original = id
	}
	best, err := firstPrint(tx, original)
	if err != nil || best == original {
		return err
	}
	if err := turn(tx, best, original); err != nil {
		return err
	}
	return d.digestOf(tx, best, original)
}

// Tell is what the address of a report tells readers of its takedown.
type Tell struct {
	Nothing bool   // there is no page
	Reason  string // in words for readers; may be empty
}

// TakeDown keeps a report off every page, feed, search and export; with down false it is shown again. Of the prints of its text that
// stand, the first is then the original: a copy of what nobody can read is none. Why it was
// taken down, which may be empty, is noted; one that is too long is a *NoRevision, and so is what is told. With a story as it was seen that is another by
// now, the error is a *NoRuling.
func (d *Desk) TakeDown(ctx context.Context, id news.ArticleID, down bool, why string, tell Tell, seen ...Seen) error {
	why, tell.Reason = text.Collapse(why), text.Collapse(tell.Reason)
	if err := cmp.Or(shortWhy(why), shortWhy(tell.Reason)); err != nil {
		return err
	}
	return d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Serialise(); err != nil {
			return err
		}
		if err := still(tx, seen); err != nil {
			return err
		}
		if err := tx.TakeDown(id, down); err != nil {
			return err
		}
		if !down {
			return errors.Join(tx.EndTakedown(id, d.Now()), d.reorder(tx, id))
		}
		if err := tx.NoteTakedown(id, d.Now(), why); err != nil {
			return err
		}
		if !tell.Nothing {
			if err := tx.TellTakedown(id, tell.Reason); err != nil {
				return err
			}
		}
		best, err := firstStanding(tx, id)
		if err != nil || best == "" {
			return err
		}
		if err := turn(tx, best, id); err != nil {
			return err
		}
		return d.digestOf(tx, best, id)
	})
}

// digestOf begins the digest of a report that has become the original of others, where it has none of its own.
func (d *Desk) digestOf(tx *store.Tx, best, original news.ArticleID) error {
	a, err := tx.Article(best)
	if err != nil {
		return err
	}
	if dg, err := tx.Digest(best); err != nil || dg.By != "" && dg.By != news.ByExtract {
		return err
	}
	return d.digestTurned(tx, a, original)
}

// firstStanding is the first of the copies of a report that are shown; "": there is none.
func firstStanding(tx *store.Tx, original news.ArticleID) (best news.ArticleID, err error) {
	copies, err := tx.CopiesOf(original)
	if err != nil {
		return "", err
	}
	var first dedupe.Print
	for _, id := range copies {
		if stands, err := isShown(tx, id); err != nil {
			return "", err
		} else if !stands {
			continue
		}
		p, err := printOf(tx, id)
		if err != nil {
			return "", err
		}
		if best == "" || p.Precedes(first) {
			best, first = id, p
		}
	}
	return best, nil
}

// isShown reports whether a report was not taken down.
func isShown(tx *store.Tx, id news.ArticleID) (bool, error) {
	shown, err := tx.Items([]news.ArticleID{id})
	return len(shown) > 0, err
}

// firstPrint is the one among the known prints of a text, of those that stand, that precedes the others. original is
// the one that counts as first until now.
func firstPrint(tx *store.Tx, original news.ArticleID) (news.ArticleID, error) {
	copies, err := tx.CopiesOf(original)
	if err != nil || len(copies) == 0 {
		return original, err
	}
	best := original
	first, err := printOf(tx, original)
	if err != nil {
		return original, err
	}
	for _, c := range copies {
		if stands, err := isShown(tx, c); err != nil {
			return original, err
		} else if !stands {
			continue
		}
		p, err := printOf(tx, c)
		if err != nil {
			return original, err
		}
		if p.Precedes(first) {
			best, first = c, p
		}
	}
	return best, nil
}

// printOf is a report that is known as one print of a text.
func printOf(tx *store.Tx, id news.ArticleID) (dedupe.Print, error) {
	q, err := tx.Placed(id)
	if err != nil {
		return dedupe.Print{}, err
	}
	a, err := tx.Article(id)
	return dedupe.Print{Outlet: q.Outlet, Published: q.Published, Hour: q.Hour, Captured: q.Captured, Text: credited(a)}, err
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
	if d.settings().written() {
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
// passes the check with a. Otherwise a has an extract, which says who has the digest, or, where that is not shown, waits for one of its own.
func (d *Desk) takeOver(tx *store.Tx, a news.Article, from news.ArticleID, dg news.Digest) error {
	old, err := tx.Article(from)
	if err != nil {
		return err
	}
	if a, err = tx.Article(a.ID); err != nil {
		return err
	}
	check := d.settings().Check // nil: this process checks nothing, and gives nothing on that is unchecked
	if own, ok := transferred(dg, old, a); ok && check != nil {
		if own = keepPassed(own, check(a, own)); len(own.LeftOut) == len(dg.LeftOut) {
			return d.giveDigest(tx, a, own)
		}
	}
	there, err := isShown(tx, from)
	if err != nil {
		return err
	}
	if !there {
		return d.beginDigest(tx, a, "")
	}
	x := d.Extract(a)
	x.At, x.Reason = d.Now(), news.CopyHasOne
	return tx.SaveDigest(x)
}

// giveDigest makes a digest that was made before that of the text of a, and lets search find the report by it.
func (d *Desk) giveDigest(tx *store.Tx, a news.Article, dg news.Digest) error {
	dg.Article, dg.Version, dg.Text = a.ID, a.Version, a.TextHash()
	return d.showDigest(tx, a, dg)
}

// showDigest makes a digest that of its report, and lets search find the report by it.
func (d *Desk) showDigest(tx *store.Tx, a news.Article, dg news.Digest) error {
	seq, err := tx.Seq(a.ID)
	if err != nil {
		return err
	}
	tx.Index(seq, d.Tokens(searchable(a, dg)))
	return tx.SaveDigest(dg)
}

// transferred is a digest of from with its evidence in to; false: to lacks some of it.
func transferred(dg news.Digest, from, to news.Article) (news.Digest, bool) {
	if dg.Text != from.TextHash() {
		return dg, false
	}
	there := passage(from, to)
	claims, ok := carried(dg.Summary, there)
	if !ok {
		return dg, false
	}
	dg.Revisions = slices.Clone(dg.Revisions)
	for i := range dg.Revisions {
		was := &dg.Revisions[i].Was
		if was.Summary, ok = carried(was.Summary, there); !ok {
			return dg, false
		}
	}
	dg.Summary, dg.Translation, dg.Tokens = claims, nil, news.Usage{}
	return dg, true
}

// passage finds the number, in one report, of a sentence of another; false: it is not there.
func passage(from, to news.Article) func(int) (int, bool) {
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
	return func(n int) (int, bool) {
		if n < 0 {
			return n, to.Cited(n) == from.Cited(n)
		}
		m, ok := at[text[n]]
		return m, ok
	}
}

// carried are sentences of a digest with their evidence elsewhere; false: some of it is not there.
func carried(list []news.Claim, there func(int) (int, bool)) ([]news.Claim, bool) {
	var out []news.Claim
	for _, c := range list {
		moved := news.Claim{Text: c.Text, ByHand: c.ByHand, Editor: c.Editor, Approved: c.Approved}
		for _, n := range c.Evidence {
			m, ok := there(n)
			if !ok {
				return nil, false
			}
			moved.Evidence = append(moved.Evidence, m)
		}
		slices.Sort(moved.Evidence)
		moved.Evidence = slices.Compact(moved.Evidence)
		out = append(out, moved)
	}
	return out, true
}
