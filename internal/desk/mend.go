package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// checker compares a digest with its report.
type checker func(news.Article, news.Digest) news.Verdict

// Marks are what the rules said of the sentences that a model wrote, in their order: true is wrong. They are none
// where the answers had been kept from before.
type Marks []bool

// Digested asks for a digest of a report and returns it with the sentences that passed the check, their warnings, and the
// sentences that were left out. A rejected sentence is asked for again, alone. A digest that single lines cannot mend is asked
// for once more as a whole; if that one cannot be mended either, nothing more is asked. The first sentence is the news: where it
// falls again the lead of the report takes its place, rendered alone, and without that there is no digest. The error wraps
// news.ErrRejected if too little passed.
func Digested(ctx context.Context, by digester, check func(news.Article, news.Digest) news.Verdict, a news.Article) (news.Digest, Marks, error) {
	m := mender{by: by, check: check, article: a}
	m.left, m.whole = by.Mends(ctx)
	out, err := m.digest(ctx)
	out.Tokens = m.paid
	if m.paid == (news.Usage{}) {
		m.marks = nil
	}
	return out, m.marks, err
}

// mender makes one digest.
type mender struct {
	by      digester
	check   checker
	article news.Article
	left    int  // lines that may still be asked for alone
	whole   bool // it is written as a whole, and may be asked for again so; false: sentence by sentence
	paid    news.Usage
	marks   Marks
}

func (m *mender) digest(ctx context.Context) (news.Digest, error) {
	dg, err := m.ask(ctx, nil)
	if err != nil {
		dg.Reason = news.DigestUnusable
		return dg, err
	}
	v := m.judged(dg)
	if m.whole && beyond(v) {
		second, err := m.ask(ctx, rejections(v))
		switch {
		case errors.Is(err, news.ErrRejected): // the first remains
		case err != nil:
			return dg, err
		default:
			if w := m.judged(second); !beyond(w) || len(second.Summary)-fallen(w) >= len(dg.Summary)-fallen(v) {
				dg, v = second, w
			}
		}
	}
	if !beyond(v) {
		if dg, v, err = m.mend(ctx, dg, v); err != nil {
			return dg, err
		}
	}
	return passed(dg, v)
}

// beyond reports whether a digest cannot be mended line by line: it is of another report, more than half of it fell, or half of it
// would be doubted still. A single sentence can always be mended.
func beyond(v news.Verdict) bool {
	n, fell := len(v.Claims), fallen(v)
	other := slices.ContainsFunc(v.Whole, func(f news.Finding) bool { return f.Reason == news.OtherReport })
	return other && fell == 0 || fell > 1 && fell*2 > n || news.HalfFalls(0, doubted(v), n)
}

// ask asks for a whole digest.
func (m *mender) ask(ctx context.Context, why []news.Finding) (news.Digest, error) {
	dg, err := m.by.Digest(ctx, m.article, why)
	m.paid = sum(m.paid, dg.Tokens)
	return dg, err
}

// judged checks a digest as the model wrote it, and counts its sentences.
func (m *mender) judged(dg news.Digest) news.Verdict {
	v := m.checked(dg)
	for i := range dg.Summary {
		m.marks = append(m.marks, news.Fell(v.Claims[i]))
	}
	for _, r := range dg.LeftOut {
		if ill(r.Why) {
			m.marks = append(m.marks, true)
		}
	}
	return v
}

// checked checks a digest. What its writer found against a sentence counts with what the check finds.
func (m *mender) checked(dg news.Digest) news.Verdict {
	v := m.check(m.article, dg)
	claims := make([][]news.Finding, len(dg.Summary))
	for i, c := range dg.Summary {
		if news.Rejected(c.Findings) {
			claims[i] = append(claims[i], c.Findings...)
		} else if i < len(v.Claims) {
			claims[i] = v.Claims[i]
		}
	}
	v.Claims = claims
	return v
}

// ill reports whether a sentence that was left out unchecked is a wrong one: it is in another language, or no text.
func ill(why []news.Finding) bool {
	for _, f := range why {
		switch f.Reason {
		case news.WrongLanguage, news.Markup, news.RepeatsPrompt, news.SpeaksToReader, news.StrangeAddress:
			return true
		}
	}
	return false
}

// mend asks for each rejected sentence again, the news first, and for the headline if that was rejected or is missing. What is
// not mended stays as it is. It asks for nothing once the digest is lost. The verdict is of the digest that is returned.
func (m *mender) mend(ctx context.Context, dg news.Digest, v news.Verdict) (news.Digest, news.Verdict, error) {
	changed := false
	dg.Summary = slices.Clone(dg.Summary)
	open, lost := fallen(v), 0 // sentences that wait to be mended, and those that could not be
	for i := range dg.Summary {
		if !news.Fell(v.Claims[i]) && (i > 0 || !news.Rejected(v.Claims[i]) || headed(dg, v)) {
			continue // what is said twice is left out
		}
		if news.HalfFalls(lost+max(0, open-m.left), doubted(v), len(v.Claims)) {
			return dg, v, nil
		}
		fixed, ok, err := m.sentence(ctx, dg, attempt{news.Line{Claim: dg.Summary[i]}, v.Claims[i]})
		if err == nil && !ok && i == 0 {
			fixed, ok, err = m.lead(ctx, dg, fixed)
		}
		if err != nil || !ok && i == 0 {
			return dg, v, err
		}
		open--
		if !ok {
			lost++
			continue
		}
		dg.Summary[i], dg.Prompt, changed = fixed.line.Claim, withPrompt(dg.Prompt, fixed.line.Prompt), true
	}
	if changed {
		v = m.checked(dg)
	}
	return m.headline(ctx, dg, v)
}

// headline asks for the headline of a digest that can be shown, if it was rejected or is missing.
func (m *mender) headline(ctx context.Context, dg news.Digest, v news.Verdict) (news.Digest, news.Verdict, error) {
	if dg.Title != "" && !news.Rejected(v.Title) || news.Rejected(v.Whole) {
		return dg, v, nil
	}
	title, err := m.title(ctx, dg)
	if err != nil || title.Claim.Text == "" {
		return dg, v, err
	}
	dg.Title, dg.Prompt = title.Claim.Text, withPrompt(dg.Prompt, title.Prompt)
	return dg, m.checked(dg), nil
}

// withPrompt names a further prompt that a digest was made with.
func withPrompt(all, more string) string {
	if slices.Contains(strings.Fields(all), more) {
		return all
	}
	return all + " " + more
}

// attempt is a sentence, and what the check found.
type attempt struct {
	line  news.Line
	found []news.Finding
}

// sentence asks for a sentence of a digest again.
func (m *mender) sentence(ctx context.Context, dg news.Digest, last attempt) (attempt, bool, error) {
	return m.try(dg, last, func() (news.Line, error) { return m.by.Mend(ctx, m.article, last.line.Claim, last.found) })
}

// lead asks for the news once more, then for the report's own lead, unless the sentence is a rendering of that already.
func (m *mender) lead(ctx context.Context, dg news.Digest, last attempt) (attempt, bool, error) {
	again, ok, err := m.sentence(ctx, dg, last)
	if ok || err != nil || !m.whole {
		return again, ok, err
	}
	return m.try(dg, last, func() (news.Line, error) { return m.by.Lead(ctx, m.article) })
}

// try asks for one sentence, if one may still be asked for, and checks it alone. It is not ok if the answer could not be used
// or is rejected.
func (m *mender) try(dg news.Digest, last attempt, ask func() (news.Line, error)) (attempt, bool, error) {
	if m.left == 0 {
		return last, false, nil
	}
	m.left--
	got, err := ask()
	m.paid = sum(m.paid, got.Paid)
	if errors.Is(err, news.ErrRejected) || errors.Is(err, news.ErrNoText) {
		if len(got.Claim.Findings) == 0 {
			return last, false, nil // there was no answer
		}
		m.marks = append(m.marks, ill(got.Claim.Findings))
		return attempt{got, got.Claim.Findings}, false, nil
	}
	if err != nil {
		return last, false, err
	}
	alone := dg
	alone.Title, alone.Summary = "", []news.Claim{got.Claim}
	found := m.checked(alone).Claims[0]
	m.marks = append(m.marks, news.Fell(found))
	return attempt{got, found}, !news.Rejected(found), nil
}

// title asks for the headline alone. It is empty if it may not be asked for, or falls.
func (m *mender) title(ctx context.Context, dg news.Digest) (news.Line, error) {
	if m.left == 0 || len(dg.Summary) == 0 {
		return news.Line{}, nil
	}
	m.left--
	got, err := m.by.Title(ctx, m.article)
	m.paid = sum(m.paid, got.Paid)
	if errors.Is(err, news.ErrRejected) {
		return news.Line{}, nil
	}
	if err != nil {
		return news.Line{}, err
	}
	dg.Title = got.Claim.Text
	if news.Rejected(m.check(m.article, dg).Title) {
		return news.Line{}, nil
	}
	return got, nil
}

// fallen counts the sentences that are rejected, and not for being said twice.
func fallen(v news.Verdict) int {
	n := 0
	for _, fs := range v.Claims {
		if news.Fell(fs) {
			n++
		}
	}
	return n
}

// headed reports whether the headline has the news of a digest whose first sentence only repeats it, and enough follows.
func headed(dg news.Digest, v news.Verdict) bool {
	rest := 0
	for _, fs := range v.Claims[1:] {
		if !news.Rejected(fs) {
			rest++
		}
	}
	return dg.Title != "" && !news.Rejected(v.Title) && !news.Fell(v.Claims[0]) && rest >= fewest
}

// passed is what may be shown of a digest: nothing, if the news fell, if the check rejects it as a whole, or if more was left out
// than a sentence alone can stand for.
func passed(dg news.Digest, v news.Verdict) (news.Digest, error) {
	out := keepPassed(dg, v)
	var why string
	switch {
	case len(v.Claims) == 0 || news.Rejected(v.Claims[0]) && !headed(dg, v):
		why = "the sentence that has the news did not pass the check"
	case news.Rejected(v.Whole):
		why = v.Whole[0].Why()
	case len(out.Summary) < fewest && len(out.LeftOut) > len(out.Summary):
		why = fmt.Sprintf("%d of %d sentences passed the check", len(out.Summary), len(out.Summary)+len(out.LeftOut))
	default:
		return out, nil
	}
	out.Reason = news.DigestRejected
	return out, fmt.Errorf("%s: %w", why, news.ErrRejected)
}

// doubted counts the sentences that were not rejected, and may be wrong.
func doubted(v news.Verdict) int {
	n := 0
	for _, fs := range v.Claims {
		if !news.Rejected(fs) && slices.ContainsFunc(fs, func(f news.Finding) bool { return f.Rule != news.FormRule }) {
			n++
		}
	}
	return n
}
