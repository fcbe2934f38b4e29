package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// NoRevision is the error of a revision of a digest that cannot be made. Nothing was changed.
type NoRevision struct {
	Why, Hint string
	Findings  []news.Finding // what the rules found in the words that were given
	news.Refusal
}

func (e *NoRevision) Error() string { return e.Why }

// Revising says who revises the digest of which report.
type Revising struct {
	Article news.ArticleID
	By      string
	Why     string // may be empty
	Seen    string // Reviewed.State of what the person has seen; empty: whatever it is now
}

const (
	longestName = 100  // characters of a name
	longestWhy  = 1000 // characters of a reason
)

// Reviewed is a report and its digest by a model, shown or not, for whoever revises it.
type Reviewed struct {
	Item   news.Item   // as it is shown
	Digest news.Digest // that is shown, or that waits
	Hold   news.Hold   // why it waits; "": it is shown
}

// State tells one state of a digest from another.
func (r Reviewed) State() string {
	undone := 0
	for _, x := range r.Digest.Revisions {
		if !x.Undone.IsZero() {
			undone++
		}
	}
	return fmt.Sprintf("%.16s-%d-%d", r.Digest.Sum(), len(r.Digest.Revisions), undone)
}

// Review returns a report with the digest that a person can revise: the one that waits, else the one that is shown. The error is a
// *NoRevision where there is no such report, or no digest by a model.
func (d *Desk) Review(ctx context.Context, id news.ArticleID) (r Reviewed, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		r, err = reviewed(tx, id)
		return err
	})
	return r, err
}

func reviewed(tx *store.Tx, id news.ArticleID) (r Reviewed, err error) {
	items, err := tx.Items([]news.ArticleID{id})
	if err != nil {
		return r, err
	}
	if len(items) == 0 {
		return r, &NoRevision{Why: "there is no article " + string(id), Hint: "the address of its page ends in the identifier; waidian search prints it",
			Refusal: news.Refusal{Code: news.NoReport, Arg: string(id)}}
	}
	r.Item = items[0]
	if r.Digest, r.Hold, err = tx.HeldDigest(id); err != nil || r.Hold != "" {
		return r, err
	}
	r.Digest = r.Item.Digest
	if len(r.Digest.Summary) == 0 || r.Digest.By == news.ByExtract {
		return r, &NoRevision{Why: string(id) + " has no digest by a model: what is shown are the report's own sentences",
			Hint: "waidian redo digest asks for one, where a model is configured", Refusal: news.Refusal{Code: news.NoDigest}}
	}
	return r, nil
}

// Waiting returns up to limit of the digests that wait for a person, those that have waited longest first, and how many there are.
func (d *Desk) Waiting(ctx context.Context, limit int) (list []store.Held, n int, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		list, n, err = tx.HeldDigests(limit)
		return err
	})
	return list, n, err
}

// ApproveDigest notes that a person has read sentences of a digest, counted from 1, or its headline (news.OfHeadline), beside the report;
// without any, the digest. With all of it approved, its headline too, one that waits is shown. What cannot be approved is a *NoRevision.
func (d *Desk) ApproveDigest(ctx context.Context, who Revising, sentences []int) (Reviewed, error) {
	return d.revise(ctx, who, func(r *Reviewed) error {
		if len(sentences) == 0 {
			r.note(news.RevisionApprove, news.OfDigest)
			r.Hold = ""
			return nil
		}
		slices.Sort(sentences)
		for _, n := range slices.Compact(sentences) {
			if err := r.has(n); err != nil {
				return err
			}
			if n == news.OfHeadline && r.Digest.Title == "" {
				return errNoHeadline
			}
			r.keep(news.RevisionApprove, n)
			if n != news.OfHeadline {
				r.Digest.Summary[n-1].Approved = true
			}
		}
		if r.Digest.ReadWhole() {
			r.Hold = ""
		}
		return nil
	})
}

// HideInDigest takes a sentence out of a digest, counted from 1, or its headline, or takes the whole back (news.OfHeadline,
// news.OfDigest): an extract is shown then, and the digest waits. What cannot be hidden is a *NoRevision.
func (d *Desk) HideInDigest(ctx context.Context, who Revising, n int) (Reviewed, error) {
	return d.revise(ctx, who, func(r *Reviewed) error {
		switch {
		case n == news.OfDigest && r.Hold == news.HoldHidden:
			return &NoRevision{Why: "it is not shown, by a person's word", Refusal: news.Refusal{Code: news.DigestHidden}}
		case n == news.OfDigest:
			r.note(news.RevisionHide, n)
			r.Hold = news.HoldHidden
			return nil
		case n == news.OfHeadline && r.Digest.Title == "":
			return errNoHeadline
		case n != news.OfHeadline && len(r.Digest.Summary) == 1:
			return &NoRevision{Why: "it is the only sentence of the digest", Hint: "to take the digest back, hide all of it", Refusal: news.Refusal{Code: news.OnlySentence}}
		}
		if err := r.has(n); err != nil {
			return err
		}
		before := r.Digest
		r.keep(news.RevisionHide, n)
		if n == news.OfHeadline {
			r.Digest.Title, r.Digest.TitleByHand = "", false
		} else {
			r.Digest.Summary = slices.Delete(slices.Clone(r.Digest.Summary), n-1, n)
		}
		d.settleHeadline(r, before)
		return nil
	})
}

// UndoRevision takes back what was last done to a digest and holds. It stays noted. Where nothing was done it is a *NoRevision.
func (d *Desk) UndoRevision(ctx context.Context, who Revising) (Reviewed, error) {
	return d.revise(ctx, who, func(r *Reviewed) error {
		i := r.Digest.LastRevision()
		if i < 0 {
			return &NoRevision{Why: "nobody has revised the digest of " + string(who.Article), Refusal: news.Refusal{Code: news.NothingRevised}}
		}
		r.Digest.Revisions = slices.Clone(r.Digest.Revisions)
		last := &r.Digest.Revisions[i]
		last.Undone, r.Hold = d.Now(), last.Hold
		if was := last.Was; len(was.Summary) > 0 {
			r.Digest.Title, r.Digest.TitleByHand, r.Digest.Summary = was.Title, was.TitleByHand, slices.Clone(was.Summary)
		}
		return nil
	})
}

// revise changes the digest of a report, and notes who did, when and why. What was said before stays in the store.
func (d *Desk) revise(ctx context.Context, who Revising, change func(*Reviewed) error) (r Reviewed, err error) {
	who.By, who.Why = text.Collapse(who.By), text.Collapse(who.Why)
	if who.By == "" || utf8.RuneCountInString(who.By) > longestName {
		return r, &NoRevision{Why: "who revises a digest has a name of 1 to " + strconv.Itoa(longestName) + " characters",
			Refusal: news.Refusal{Code: news.ReviserLength, Arg: strconv.Itoa(longestName)}}
	}
	if err := shortWhy(who.Why); err != nil {
		return r, err
	}
	err = d.DB.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Serialise(); err != nil {
			return err
		}
		if r, err = reviewed(tx, who.Article); err != nil {
			return err
		}
		if who.Seen != "" && who.Seen != r.State() {
			return &NoRevision{Why: "the digest was changed meanwhile", Hint: "look at it again", Refusal: news.Refusal{Code: news.DigestChanged}}
		}
		shown, done := r.Hold == "", len(r.Digest.Revisions)
		if err := change(&r); err != nil {
			return err
		}
		for i := done; i < len(r.Digest.Revisions); i++ {
			x := &r.Digest.Revisions[i]
			x.By, x.Reason, x.At = who.By, who.Why, d.Now()
		}
		r.sign(who.By)
		return d.saveRevised(tx, r, shown)
	})
	return r, err
}

// shortWhy is an error if a reason is too long to be kept.
func shortWhy(why string) error {
	if utf8.RuneCountInString(why) > longestWhy {
		return &NoRevision{Why: "the reason is longer than " + strconv.Itoa(longestWhy) + " characters",
			Refusal: news.Refusal{Code: news.ReasonLength, Arg: strconv.Itoa(longestWhy)}}
	}
	return nil
}

// sign names whoever wrote sentences that have no name yet.
func (r *Reviewed) sign(by string) {
	for i, c := range r.Digest.Summary {
		if c.ByHand && c.Editor == "" {
			r.Digest.Summary[i].Editor = by
		}
	}
}

// saveRevised writes a digest that was revised: to be shown, or to wait; what was shown until now and waits is replaced by an extract.
func (d *Desk) saveRevised(tx *store.Tx, r Reviewed, shown bool) error {
	if r.Hold == "" {
		return d.showDigest(tx, r.Item.Article, r.Digest)
	}
	if err := tx.HoldDigest(r.Digest, r.Hold); err != nil || !shown {
		return err
	}
	return d.extractStands(tx, r.Item.Article)
}

// extractStands shows an extract while the digest of a report waits for a person.
func (d *Desk) extractStands(tx *store.Tx, a news.Article) error {
	x := d.Extract(a)
	x.At, x.Reason = d.Now(), news.DigestHeld
	return d.giveDigest(tx, a, x)
}

// whyHeld says why a digest that a model wrote anew is not shown before a person approves it; "": it is.
func (d *Desk) whyHeld(tx *store.Tx, dg news.Digest) (news.Hold, error) {
	if dg.By == news.ByExtract || dg.Approved() {
		return "", nil
	}
	if revised, err := tx.RevisedBefore(dg.Article); err != nil || revised {
		return news.HoldChanged, err
	}
	if d.settings().Hold {
		return news.HoldReview, nil
	}
	return "", nil
}

// showOrHold writes a digest that is new to the desk: to be shown, or, with an extract in its place, to wait for a person.
func (d *Desk) showOrHold(tx *store.Tx, a news.Article, dg news.Digest) (news.Hold, error) {
	why, err := d.whyHeld(tx, dg)
	if err != nil {
		return why, err
	}
	if why == "" {
		return why, d.showDigest(tx, a, dg)
	}
	if err := tx.HoldDigest(dg, why); err != nil {
		return why, err
	}
	return why, d.extractStands(tx, a)
}

// isRevised reports whether a person did something to the digest that an article has, shown or not. No model's words take its place.
func isRevised(tx *store.Tx, id news.ArticleID) (bool, error) {
	r, err := reviewed(tx, id)
	var none *NoRevision
	if errors.As(err, &none) {
		return false, nil
	}
	return r.Digest.Handled(), err
}

// note adds a revision that leaves what the digest says as it is.
func (r *Reviewed) note(kind news.RevisionKind, n int) {
	r.Digest.Revisions = append(slices.Clone(r.Digest.Revisions), news.Revision{Kind: kind, N: n, Hold: r.Hold})
}

// keep adds a revision with what the digest says before it.
func (r *Reviewed) keep(kind news.RevisionKind, n int) {
	r.note(kind, n)
	r.Digest.Revisions[len(r.Digest.Revisions)-1].Was = r.Digest.Said()
	r.Digest.Summary = slices.Clone(r.Digest.Summary)
}

// errNoHeadline says that there is nothing to approve or hide.
var errNoHeadline = &NoRevision{Why: "the digest has no headline", Refusal: news.Refusal{Code: news.NoHeadline}}

// has is an error if the digest has no such sentence.
func (r *Reviewed) has(n int) error {
	if n < news.OfHeadline || n > len(r.Digest.Summary) {
		return &NoRevision{Why: fmt.Sprintf("the digest of %s has %s, and no sentence %d", r.Item.Article.ID, text.Count(len(r.Digest.Summary), "sentence", "sentences"), n),
			Hint: "waidian digest show " + string(r.Item.Article.ID) + " prints them with their numbers", Refusal: news.Refusal{Code: news.NoSentence, Arg: strconv.Itoa(n)}}
	}
	return nil
}
