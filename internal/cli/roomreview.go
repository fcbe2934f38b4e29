package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/wording"
)

// waitingShown is how many digests the room lists that wait for a person.
const waitingShown = 200

// Waiting lists the digests that wait for a person.
func (r rooms) Waiting(ctx context.Context, w *wording.Texts) (list []room.Waiting, n int, err error) {
	held, n, err := r.parts.desk.Waiting(ctx, waitingShown)
	for _, h := range held {
		list = append(list, room.Waiting{ID: string(h.Article), Outlet: h.Outlet, Title: h.Title, Lang: h.Lang, Why: heldIn(w, h.Why)})
	}
	return list, n, err
}

// heldIn says why a digest waits, in the language of the room.
func heldIn(w *wording.Texts, why news.Hold) string {
	return map[news.Hold]string{"": w.RoomTexts.IsShown, news.HoldReview: w.RoomTexts.WaitsReview, news.HoldChanged: w.RoomTexts.WaitsChanged,
		news.HoldHidden: w.RoomTexts.WaitsHidden}[why]
}

// Digest is a report beside its digest.
func (r rooms) Digest(ctx context.Context, w *wording.Texts, id string) (out room.Digest, err error) {
	x, err := r.parts.desk.Review(ctx, news.ArticleID(lastOf(id)))
	if err != nil {
		return out, r.refusedRevision(x, err)
	}
	a, d := x.Item.Article, x.Digest
	out = room.Digest{ID: string(a.ID), Outlet: a.Outlet, Title: a.Title, Lang: a.Lang, URL: a.URL, By: d.By, Own: d.Lang,
		State: heldIn(w, x.Hold), Held: x.Hold != "", Seen: x.State(), Handled: d.LastRevision() >= 0}
	if c, _, err := r.config(); err == nil { // a mistake in the file is said where it is written to
		names, err := readText(r.app.glossaryOf(c), "glossary")
		if err != nil {
			return out, err
		}
		out.Names = textSum(names)
	}
	cited := map[int]bool{}
	for _, c := range d.Summary {
		for _, n := range c.Evidence {
			cited[n] = true
		}
	}
	text := map[int]room.Passage{}
	for _, n := range append([]int{news.HeadlineN, news.StandfirstN}, numbersOf(a)...) {
		mark, _ := w.Ground(n)
		p := room.Passage{Name: groundName(n), Mark: mark, Text: a.Cited(n), Cited: cited[n]}
		if p.Text != "" {
			text[n] = p
			out.Text = append(out.Text, p)
		}
	}
	if d.Title != "" {
		out.Sentences = append(out.Sentences, room.Sentence{Text: d.Title, Marks: marksOf(w, news.Claim{ByHand: d.TitleByHand, Approved: d.HeadlineRead() && !d.TitleByHand})})
	}
	for i, c := range d.Summary {
		s := room.Sentence{N: i + 1, Text: c.Text, Marks: marksOf(w, c), Doubts: foundIn(w, c.Findings, d.Lang, a.Lang)}
		for _, n := range news.InReading(c.Evidence) {
			s.Grounds = append(s.Grounds, text[n])
		}
		out.Sentences = append(out.Sentences, s)
	}
	for _, v := range d.Revisions {
		out.Past = append(out.Past, revisedIn(w, v, clockIn(v.At, r.parts.zone())))
	}
	slices.Reverse(out.Past)
	return out, nil
}

func numbersOf(a news.Article) (out []int) {
	for _, s := range a.Sentences() {
		out = append(out, s.N)
	}
	return out
}

func marksOf(w *wording.Texts, c news.Claim) (out []string) {
	if c.ByHand {
		out = append(out, w.Hand(c))
	}
	if c.Approved {
		out = append(out, w.RoomTexts.Approved)
	}
	return out
}

// foundIn says what a check found, in the language of the room.
func foundIn(w *wording.Texts, list []news.Finding, own, report string) (out []string) {
	for _, f := range list {
		if f.Rule == news.Supported {
			continue
		}
		var b strings.Builder
		for _, p := range w.Doubt(f, own, report) {
			b.WriteString(p.Text)
		}
		out = append(out, b.String())
	}
	return out
}

// revisedIn says what a person did, when, and what stood there before.
func revisedIn(w *wording.Texts, v news.Revision, at string) string {
	t := w.RoomTexts
	what := map[news.RevisionKind]string{news.RevisionCorrect: t.Corrected, news.RevisionHide: t.Hidden, news.RevisionApprove: t.Approved}[v.Kind]
	parts := []string{at, v.By, what}
	if v.N != news.OfDigest {
		parts = append(parts, fmt.Sprintf("%d", v.N))
	}
	if v.Reason != "" {
		parts = append(parts, v.Reason)
	}
	if !v.Undone.IsZero() {
		parts = append(parts, t.Undone)
	}
	if was := wasIn(v); was != "" {
		parts = append(parts, w.Quote(was))
	}
	return strings.Join(parts, " · ")
}

// Correct, Hide, Approve and Undo do what the commands of these names do, and let the site be built.
func (r rooms) Correct(ctx context.Context, w *wording.Texts, a room.Act) error {
	return r.revise(ctx, w, a, func(d *desk.Desk, who desk.Revising) (desk.Reviewed, error) {
		ground, err := groundsOf(strings.FieldsFunc(a.Ground, func(c rune) bool { return strings.ContainsRune(",，、 ", c) }))
		if err != nil {
			return desk.Reviewed{}, err
		}
		c := desk.Correction{Sentence: a.N, Text: a.Text, Ground: ground, Insist: a.Insist}
		if was, err := d.Review(ctx, who.Article); err == nil && a.N > 0 && a.N <= len(was.Digest.Summary) && slices.Equal(slices.Sorted(slices.Values(ground)), was.Digest.Summary[a.N-1].Evidence) {
			c.Ground = nil // it was left as it is
		}
		return d.CorrectDigest(ctx, who, c)
	})
}

// Hide takes a sentence out, or the digest back.
func (r rooms) Hide(ctx context.Context, w *wording.Texts, a room.Act) error {
	return r.revise(ctx, w, a, func(d *desk.Desk, who desk.Revising) (desk.Reviewed, error) { return d.HideInDigest(ctx, who, a.N) })
}

// Approve approves a sentence, the headline, or the digest.
func (r rooms) Approve(ctx context.Context, w *wording.Texts, a room.Act) error {
	return r.revise(ctx, w, a, func(d *desk.Desk, who desk.Revising) (desk.Reviewed, error) {
		if a.N != news.OfDigest {
			return d.ApproveDigest(ctx, who, []int{a.N})
		}
		return d.ApproveDigest(ctx, who, nil)
	})
}

// Undo takes back what was done last.
func (r rooms) Undo(ctx context.Context, w *wording.Texts, a room.Act) error {
	return r.revise(ctx, w, a, func(d *desk.Desk, who desk.Revising) (desk.Reviewed, error) { return d.UndoRevision(ctx, who) })
}

func (r rooms) revise(ctx context.Context, w *wording.Texts, a room.Act, do func(*desk.Desk, desk.Revising) (desk.Reviewed, error)) error {
	x, err := do(r.parts.desk, desk.Revising{Article: news.ArticleID(lastOf(a.ID)), By: a.By, Why: a.Why, Seen: a.Seen})
	if err != nil {
		return r.refusedRevision(x, err)
	}
	return r.built(ctx, nil)
}

// refusedRevision is an error as the operator reads it, with what the check found.
func (r rooms) refusedRevision(x desk.Reviewed, err error) error {
	no, ok := errors.AsType[*desk.NoRevision](err)
	if !ok {
		return r.refused(err)
	}
	lines := append([]string{r.words().Refusal(no.Refusal)}, foundIn(r.words(), no.Findings, x.Digest.Lang, x.Item.Article.Lang)...)
	return room.Refused{Text: strings.Join(lines, "\n")}
}

// AddTerm writes a term into the glossary, which the desk at work takes up, and this process at once.
func (r rooms) AddTerm(ctx context.Context, sum string, e room.Entry) ([]string, error) {
	a := *r.app // what loadConfig notes of the file is this reading's
	c, err := r.read(&a)
	if err != nil {
		return nil, err
	}
	if sum == "" {
		sum = textSum("")
	}
	_, err = a.addTerm(c, sum, glossary.Addition{Kind: glossary.Kind(e.Kind), Term: e.Term, Wording: e.Wording, Lang: c.Digest.Language})
	if err != nil {
		return nil, r.refused(err)
	}
	said, now, err := a.takeUp(ctx, c)
	switch {
	case err != nil:
		return nil, r.refused(err)
	case now:
		return r.inForce(said, now), nil
	}
	return nil, r.checkBy(a)
}

// checkBy lets what is written by hand in this process, which is no desk at work, be compared by the glossary of today.
func (r rooms) checkBy(a app) error {
	c, err := r.read(&a)
	if err != nil {
		return err
	}
	names, err := a.glossary(c)
	if err != nil {
		return r.refused(err)
	}
	r.parts.desk.SetCheck(check.Checker{Names: names}.Check)
	return nil
}
