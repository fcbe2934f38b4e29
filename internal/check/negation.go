package check

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/relation"
	"github.com/waidian/waidian/internal/news"
)

// denials doubt what was done in the claim and was not done in the report, or the other
// way round: first by what was done, then by a denial that has no like on the other side.
func (r *related) denials() []news.Finding {
	all := r.said.Acts()
	for _, a := range all {
		if a.Word == relation.Unsure || a.Loose && (a.Word == relation.Denied || !r.claim.Han || r.claim.Japanese) || mixed(all, a) {
			continue
		}
		if t, b := r.opposed(a); t != nil {
			return []news.Finding{r.denial(a, b, t)}
		}
	}
	if !r.claim.Han {
		return nil
	}
	if span, t := r.disclaimed(); t != nil {
		return []news.Finding{{Rule: news.NegateRule, Span: span, Reason: news.SomethingDenied, Arg: clip(t.Text)}}
	}
	if span, t := r.asserted(false); t != nil {
		return []news.Finding{{Rule: news.NegateRule, Span: span, Reason: news.SomethingDenied, Arg: clip(t.Text)}}
	}
	if span, t := r.numberDenied(); t != nil {
		return []news.Finding{{Rule: news.NegateRule, Span: span, Reason: news.SomethingDenied, Arg: clip(t.Text)}}
	}
	return r.plainDenials()
}

// disclaimed returns the words of a Chinese claim that has no word for a denial, or for what somebody else says, where all that
// is cited only says of something that it is not so: the ministry denied that the water was contaminated.
func (r *related) disclaimed() (string, *told) {
	if r.claim.Japanese || r.claim.Denies || r.said.Denies() || r.said.Retold() {
		return "", nil
	}
	for _, t := range r.cited {
		if !t.said.Disclaims() || t.Han && !t.Japanese && !r.said.SharesDisclaimed(t.said) {
			return "", nil
		}
	}
	return strings.TrimRight(r.claim.Text, "。 "), r.cited[0]
}

// numberDenied returns a number beside which the claim says outright that something is so,
// and the cited sentence that denies something beside it. Nothing else in reach has it.
func (r *related) numberDenied() (string, *told) {
	for _, n := range r.claim.Numbers {
		if trivial(n) || n.Alts[0].Vague || everyday(n) || !r.said.AssertsAt(n.Start) {
			continue
		}
		if t := r.onlyDenied(n); t != nil {
			return spanOf(r.claim, n), t
		}
	}
	for _, d := range r.claim.Calendar.Dates {
		if d.Year == 0 || d.Month != 0 || d.Spoken || !r.said.AssertsAt(d.Start) {
			continue
		}
		if t := r.onlyDeniedYear(d.Year); t != nil {
			return r.claim.Text[d.Start:d.End], t
		}
	}
	return "", nil
}

// onlyDenied returns the one sentence in reach that has a number, if it is cited and denies
// something beside each place of the number.
func (r *related) onlyDenied(n quantity.Number) (by *told) {
	for _, t := range append(r.cited, r.around()...) {
		for _, m := range t.Numbers {
			if n.Fits(m) == quantity.Differs {
				continue
			}
			if t.ring != cited || by != nil && by != t || !t.said.DeniesAt(m.Start) {
				return nil
			}
			by = t
		}
	}
	return by
}

// onlyDeniedYear is onlyDenied for a year.
func (r *related) onlyDeniedYear(year int) (by *told) {
	for _, t := range append(r.cited, r.around()...) {
		for _, d := range t.Calendar.Dates {
			if d.Year != year {
				continue
			}
			if t.ring != cited || by != nil && by != t || !t.said.DeniesAt(d.Start) {
				return nil
			}
			by = t
		}
	}
	return by
}

// asserted returns the words of a Chinese claim that stand in it without the denial, or
// with hedge without the hedge, that they have in a Chinese report.
func (r *related) asserted(hedge bool) (string, *told) {
	for _, t := range r.cited {
		for _, w := range t.said.Withheld(hedge) {
			if slices.ContainsFunc(append(r.cited, r.around()...), func(o *told) bool { _, _, ok := o.said.Asserts(w, hedge); return ok }) {
				continue
			}
			if start, end, ok := r.said.Asserts(w, hedge); ok {
				return r.claim.Text[start:end], t
			}
		}
	}
	return "", nil
}

// mostBetween is how many bytes there may be between a verb and the number that it is of:
// 收窄至约30亿.
const mostBetween = 12

// toldOnce are findings on a text without the doubts on a verb whose number is rejected: that
// it went the other way is one fault.
func toldOnce(s string, found []news.Finding) []news.Finding {
	if !news.Rejected(found) {
		return found
	}
	return slices.DeleteFunc(found, func(f news.Finding) bool {
		at := strings.Index(s, f.Span)
		return f.Rule == news.NegateRule && f.Span != "" && slices.ContainsFunc(found, func(o news.Finding) bool {
			if o.Rule != news.NumberRule || !o.Rejects || o.Span == "" {
				return false
			}
			start := strings.Index(s, o.Span)
			return strings.Contains(o.Span, f.Span) || start >= at && start <= at+len(f.Span)+mostBetween
		})
	})
}

// mixed reports whether a sentence says of an act that it was done and that it was not.
func mixed(all []relation.Act, a relation.Act) bool {
	for _, b := range all {
		if b.Name == a.Name && (b.Sign != a.Sign || b.Word != a.Word) {
			return true
		}
	}
	return false
}

// opposed returns the cited sentence that says of an act the opposite of what the claim
// says, and its act, if nothing in reach agrees with the claim or leaves it open.
func (r *related) opposed(a relation.Act) (by *told, its relation.Act) {
	for _, t := range append(r.cited, r.around()...) {
		for _, b := range t.said.Acts() {
			switch {
			case b.Name != a.Name:
			case !against(a, b), apart(a, b):
				return nil, its
			case t.ring == cited && by == nil:
				by, its = t, b
			}
		}
		if a.Word == relation.Denied && t.ring == cited && t.said.DeniesBut(a) {
			return nil, its // the denial may be said with other words
		}
	}
	return by, its
}

// against reports whether two sides certainly say the opposite of one act: of its word,
// where both have the same, else of the act.
func against(a, b relation.Act) bool {
	x, y := a.Sign, b.Sign
	if a.Contrary == b.Contrary {
		x, y = a.Word, b.Word
	}
	return x != relation.Unsure && y != relation.Unsure && x != y
}

// apart reports whether two acts that differ may both be right: what has not been done yet
// is planned, what was not done was considered.
func apart(claim, report relation.Act) bool {
	const open = relation.Possible | relation.Planned | relation.Alleged
	if claim.Word == relation.Denied {
		return report.Mood&open != 0
	}
	return claim.Mood != 0 && report.Mood&relation.Planned == 0 && !report.Keeps
}

// denial is the finding on an act.
func (r *related) denial(a, b relation.Act, t *told) news.Finding {
	f := news.Finding{Rule: news.NegateRule, Span: r.claim.Text[a.Start:a.End], Reason: news.SomethingDenied, Arg: clip(t.Text)}
	if a.Word == relation.Denied || a.Contrary && !b.Contrary {
		f.Reason, f.Arg = news.NothingDenied, ""
	}
	return f
}

// mostDenying bounds how many sentences may be cited where denials are compared as such.
const mostDenying = 3

// plainDenials warns when one side denies and nothing on the other does.
func (r *related) plainDenials() []news.Finding {
	if len(r.cited) > mostDenying {
		return nil
	}
	denied, traced := 0, false
	for _, t := range r.cited {
		if t.Han {
			return nil
		}
		traced = traced || t.Denies || t.Doubts || t.said.Denies()
		if t.said.DeniesAlone() {
			denied++
		}
	}
	if c := r.claim; c.Denies && !traced {
		return []news.Finding{{Rule: news.NegateRule, Span: c.Text[c.Denial.Start:c.Denial.End], Reason: news.NothingDenied}}
	}
	if denied > 0 && !r.claim.Doubts && !r.said.Otherwise() && !r.said.Denies() && !r.said.Hedged(relation.Planned) {
		return []news.Finding{{Rule: news.NegateRule, Reason: news.SomethingDenied, Arg: clip(r.cited[0].Text)}}
	}
	return nil
}
