package check

import (
	"slices"

	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/relation"
	"github.com/waidian/waidian/internal/news"
)

// hedges doubts a claim that is surer than the report: what may be, is considered, or is
// said by somebody only. It compares what was done, then numbers, then words that call a
// thing certain. It is silent where the digest is in a language whose ways to be unsure are
// not listed: those of a claim must be listed generously.
func (r *related) hedges() []news.Finding {
	if lang := languageOf(&r.claim, r.lang); lang != "zh" && !latin.Same(lang, "en") {
		return nil
	}
	if f := r.unhinted(); len(f) > 0 {
		return f
	}
	for _, t := range r.cited {
		if r.claim.Han && t.Han && !t.Japanese {
			return nil // the lists of Chinese are those of claims
		}
	}
	for _, a := range r.said.Acts() {
		if t := r.unsureAct(a); t != nil {
			return []news.Finding{r.dropped(r.claim.Text[a.Start:a.End], t)}
		}
	}
	for _, n := range r.claim.Numbers {
		if t := r.unsureNumber(n); t != nil {
			return []news.Finding{r.dropped(spanOf(r.claim, n), t)}
		}
	}
	if t := r.soleUnsure(); t != nil {
		return []news.Finding{r.dropped("", t)}
	}
	if start, end, ok := r.said.BoundToBe(); ok && !slices.ContainsFunc(r.cited, func(t *told) bool { return !t.said.LeavesOpen() }) {
		return []news.Finding{r.dropped(r.claim.Text[start:end], r.cited[0])}
	}
	if start, end, ok := r.said.Certain(); ok {
		if t := r.nobodyCertain(); t != nil {
			return []news.Finding{r.dropped(r.claim.Text[start:end], t)}
		}
	}
	return nil
}

// unhinted compares a Chinese claim with a report in Han script by their characters.
func (r *related) unhinted() []news.Finding {
	if !r.claim.Han || r.claim.Japanese {
		return nil
	}
	for _, f := range []func() (string, *told){func() (string, *told) { return r.asserted(true) }, r.bareClause, r.overBefore, r.likeness} {
		if span, t := f(); t != nil {
			return []news.Finding{r.dropped(span, t)}
		}
	}
	return nil
}

// bareClause returns a clause of the claim that the report has with "perhaps" before it, and
// not without.
func (r *related) bareClause() (string, *told) {
	for _, t := range r.cited {
		for _, w := range t.said.Rests() {
			start, end, ok := r.said.WholeClause(w)
			if ok && !slices.ContainsFunc(r.cited, func(o *told) bool { _, _, has := o.said.WholeClause(w); return has }) {
				return r.claim.Text[start:end], t
			}
		}
	}
	return "", nil
}

// overBefore returns what the claim calls done and the report means to do, in the same words.
func (r *related) overBefore() (string, *told) {
	for _, w := range r.said.Finished() {
		for _, t := range r.cited {
			if t.said.ToCome(w) && !slices.ContainsFunc(append(r.cited, r.around()...), func(o *told) bool { return o.said.Sure(w) }) {
				return w, t
			}
		}
	}
	return "", nil
}

// likePairs is how many pairs of characters two clauses share of which one renders the other.
const likePairs = 3

// likeness returns the clause of the claim that one of the report with "perhaps" is most like,
// if the claim has no such word near and no other clause in reach is nearly as like.
func (r *related) likeness() (string, *told) {
	if !slices.ContainsFunc(r.cited, func(t *told) bool { return t.said.Hints() }) {
		return "", nil
	}
	all := append(r.cited, r.around()...)
	for _, c := range r.said.Strands() {
		var best *told
		most, sure := 0, 0
		for _, t := range all {
			for _, s := range t.said.Strands() {
				switch n := c.Shares(s); {
				case !s.Unsure:
					sure = max(sure, n)
				case n > most && t.ring == cited:
					best, most = t, n
				}
			}
		}
		if best != nil && most >= likePairs && sure*2 <= most && !r.said.HedgedAt(relation.Possible, c.Start) && !r.said.HedgedAt(relation.Possible, c.End-1) {
			return r.claim.Text[c.Start:c.End], best
		}
	}
	return "", nil
}

func (r *related) dropped(span string, t *told) news.Finding {
	return news.Finding{Rule: news.HedgeRule, Span: span, Reason: news.HedgeDropped, Arg: clip(t.Text)}
}

// unsureAct returns the cited sentence that hedges an act, where every sentence in reach
// that has the act does, and the claim hedges nothing of the kind.
func (r *related) unsureAct(a relation.Act) *told {
	if a.Sign != relation.Done {
		return nil
	}
	var by *told
	all := relation.Possible | relation.Planned | relation.Alleged
	for _, t := range append(r.cited, r.around()...) {
		for _, b := range t.said.Acts() {
			switch {
			case b.Name != a.Name:
			case b.Sign != relation.Done || b.Mood == 0:
				return nil
			default:
				all &= b.Mood
				if t.ring == cited && by == nil {
					by = t
				}
			}
		}
	}
	if by == nil || !r.surer(all, a.Start, a.Over) {
		return nil
	}
	return by
}

// surer reports whether the claim is surer, at a place of it, than a report that says a thing
// in a mood. over: the claim says there that it has been done.
func (r *related) surer(mood relation.Mood, place int, over bool) bool {
	for _, m := range []relation.Mood{relation.Possible, relation.Alleged, relation.Forecast} {
		answer := m
		if over && m == relation.Forecast {
			answer = relation.Possible // 已批准 is no "will"
		}
		if mood&m != 0 && !r.said.HedgedAt(answer, place) {
			return true
		}
	}
	return mood&relation.Planned != 0 && over && !r.said.HedgedBeside(relation.Planned, place)
}

// unsureNumber returns the cited sentence that says of a number that it may be or is said
// to be, where every place in reach that has the number does.
func (r *related) unsureNumber(n quantity.Number) *told {
	if trivial(n) || n.Alts[0].Vague {
		return nil
	}
	var by *told
	all := relation.Possible | relation.Alleged | relation.Forecast | relation.Planned
	for _, t := range append(r.cited, r.around()...) {
		for _, m := range t.Numbers {
			if n.Fits(m) == quantity.Differs || t.ring != cited && everyday(n) {
				continue
			}
			if all &= t.said.Mood(m.Start); all == 0 {
				return nil
			}
			if t.ring == cited && by == nil {
				by = t
			}
		}
	}
	if by == nil || !r.surer(all, n.Start, r.said.Over(n.Start)) {
		return nil
	}
	return by
}

// everyday reports whether a number is one of those that sentences side by side may have of
// two things: a third, seven.
func everyday(n quantity.Number) bool {
	v := n.Alts[0]
	return v.Loose || v.N <= mostEveryday && v.Unit == (quantity.Unit{})
}

const mostEveryday = 12

// soleUnsure returns the cited sentence where each says one thing only, and hedges it, and
// the claim has no word that hedges.
func (r *related) soleUnsure() *told {
	all := relation.Possible | relation.Alleged | relation.Forecast | relation.Planned
	for _, t := range r.cited {
		mood, ok := t.said.Sole()
		if all &= mood; !ok || all == 0 {
			return nil
		}
	}
	for _, m := range []relation.Mood{relation.Possible, relation.Alleged, relation.Forecast} {
		if all&m != 0 && !r.said.Hedged(m) {
			return r.cited[0]
		}
	}
	if all&relation.Planned != 0 && r.said.IsOver() && !r.said.Hedged(relation.Planned) {
		return r.cited[0]
	}
	return nil
}

// nobodyCertain returns the cited sentence that is unsure, where every one is and none
// calls anything certain.
func (r *related) nobodyCertain() *told {
	if r.said.Hedged(relation.Possible) {
		return nil
	}
	for _, t := range r.cited {
		if _, _, ok := t.said.Certain(); ok || t.said.Moods()&(relation.Possible|relation.Alleged) == 0 {
			return nil
		}
	}
	return r.cited[0]
}
