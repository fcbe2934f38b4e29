package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Correction is what a person writes in place of a sentence or headline of a digest.
type Correction struct {
	Sentence int    // counted from 1, or news.OfHeadline
	Text     string // empty: the words stay
	Ground   []int  // sentences of the report that it rests on; nil: those that it rested on; of a headline none
	Insist   bool   // it is shown although the rules find something in it, with what they find
}

// CorrectDigest writes the words of a person in place of a sentence of a digest, or of its headline, and checks them by the rules that the
// words of models are checked by. What these find is an error, a *NoRevision, unless the person insists: then the sentence is
// shown with what was found. No one can insist on a sentence without a ground, in another language, or that is none.
func (d *Desk) CorrectDigest(ctx context.Context, who Revising, c Correction) (Reviewed, error) {
	c.Text = text.Collapse(c.Text)
	return d.revise(ctx, who, func(r *Reviewed) error {
		if err := r.has(c.Sentence); err != nil {
			return err
		}
		before := r.Digest
		r.keep(news.RevisionCorrect, c.Sentence)
		if err := r.put(c); err != nil {
			return err
		}
		if said := r.Digest.Said(); c.same(before.Said(), said) {
			return &NoRevision{Why: "that is what the digest says already", Refusal: news.Refusal{Code: news.SameWords}}
		}
		if err := d.judge(r, c); err != nil {
			return err
		}
		d.settleHeadline(r, before)
		return nil
	})
}

// same reports whether a correction changes nothing.
func (c Correction) same(before, now news.Said) bool {
	if c.Sentence == news.OfHeadline {
		return before.Title == now.Title
	}
	b, n := before.Summary[c.Sentence-1], now.Summary[c.Sentence-1]
	return b.Text == n.Text && slices.Equal(b.Evidence, n.Evidence)
}

// put puts what a person wrote into the digest.
func (r *Reviewed) put(c Correction) error {
	if c.Sentence == news.OfHeadline {
		if c.Text == "" || c.Ground != nil {
			return &NoRevision{Why: "of a headline the words are corrected, which rest on what the sentences rest on", Refusal: news.Refusal{Code: news.HeadlineGround}}
		}
		r.Digest.Title, r.Digest.TitleByHand = c.Text, true
		return nil
	}
	was := r.Digest.Summary[c.Sentence-1]
	now := news.Claim{Text: was.Text, Evidence: was.Evidence, ByHand: true}
	if c.Text != "" {
		now.Text = c.Text
	}
	if c.Ground != nil {
		now.Evidence = slices.Compact(slices.Sorted(slices.Values(c.Ground)))
	}
	r.Digest.Summary[c.Sentence-1] = now
	return nil
}

// judge checks what a person wrote, and attaches what is found where the person insists.
func (d *Desk) judge(r *Reviewed, c Correction) error {
	check := d.settings().Check
	if check == nil {
		return fmt.Errorf("check the digest of %s: this process checks nothing", r.Item.Article.ID)
	}
	v := check(r.Item.Article, r.Digest)
	found := v.Title
	if c.Sentence != news.OfHeadline {
		found = slices.Concat(v.Claims[c.Sentence-1], repeating(v.Claims, c.Sentence-1))
		if c.Ground == nil && v.Evidence != nil {
			r.Digest.Summary[c.Sentence-1].Evidence = v.Evidence[c.Sentence-1]
		}
	}
	if err := allowed(found, c.Insist); err != nil {
		return err
	}
	if c.Sentence != news.OfHeadline {
		r.Digest.Summary[c.Sentence-1].Findings = insisted(found)
	}
	return nil
}

// repeating are the findings that another sentence than this one says what is said elsewhere in the digest: it is this one that says it anew.
func repeating(claims [][]news.Finding, but int) (out []news.Finding) {
	for i, fs := range claims {
		for _, f := range fs {
			if i != but && f.Repeats() {
				out = append(out, f)
			}
		}
	}
	return out
}

// allowed is an error if a sentence of a person may not be shown for what was found in it.
func allowed(found []news.Finding, insist bool) error {
	found = slices.DeleteFunc(slices.Clone(found), func(f news.Finding) bool { return f.Rule == news.Supported })
	switch {
	case slices.ContainsFunc(found, barred):
		return &NoRevision{Why: "a sentence like this is not shown, whoever wrote it", Hint: "mend what was found", Findings: found,
			Refusal: news.Refusal{Code: news.SentenceBarred}}
	case len(found) > 0 && !insist:
		return &NoRevision{Why: "the rules find something in it", Hint: "mend it, or insist: it is shown then with what was found beside it", Findings: found,
			Refusal: news.Refusal{Code: news.SentenceDoubted}}
	}
	return nil
}

// barred reports whether a finding is one on which no one can insist: the sentence has no ground, is no sentence of the digest, or is there already.
func barred(f news.Finding) bool { return f.Rule == news.FormRule && f.Rejects || f.Repeats() }

// insisted are findings as they stand beside a sentence that a person wants shown.
func insisted(found []news.Finding) []news.Finding {
	var out []news.Finding
	for _, f := range found {
		if !barred(f) {
			f.Rejects = false
		}
		out = append(out, f)
	}
	return out
}

// settleHeadline looks at the headline again after the sentences or the headline were changed. One of the model that has lost its ground is left
// out; what is found in one that stays stands at the first sentence, and what was found in the one before no longer does.
func (d *Desk) settleHeadline(r *Reviewed, before news.Digest) {
	check := d.settings().Check
	if check == nil || len(r.Digest.Summary) == 0 {
		return
	}
	a := r.Item.Article
	was, now := check(a, before), check(a, r.Digest)
	for i, c := range r.Digest.Summary {
		r.Digest.Summary[i].Findings = slices.DeleteFunc(slices.Clone(c.Findings), func(f news.Finding) bool {
			return foundIn(was.Title, f) && !foundIn(now.Title, f) && !foundIn(now.Claims[i], f)
		})
	}
	title := now.Title
	if r.Digest.TitleByHand {
		title = insisted(title)
	} else if news.Rejected(title) {
		r.Digest.Title = ""
	}
	if r.Digest.Title == "" {
		return
	}
	first := &r.Digest.Summary[0]
	for _, f := range title {
		if !marked(r.Digest.Summary, f) {
			first.Findings = append(first.Findings, f)
		}
	}
}

// foundIn reports whether a finding of the same rule on the same words is in a list.
func foundIn(list []news.Finding, f news.Finding) bool {
	return slices.ContainsFunc(list, func(x news.Finding) bool { return x.Rule == f.Rule && x.Span == f.Span })
}
