package check

import (
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
	for _, t := range r.cited {
		if t.Han && !t.Japanese {
			return r.unhinted() // the lists of Chinese are those of claims
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
	if start, end, ok := r.said.Certain(); ok {
		if t := r.nobodyCertain(); t != nil {
			return []news.Finding{r.dropped(r.claim.Text[start:end], t)}
		}
	}
	return nil
}

// unhinted compares a Chinese claim with a Chinese report by their words.
func (r *related) unhinted() []news.Finding {
	if !r.claim.Han {
		return nil
	}
	if span, t := r.asserted(true); t != nil {
		return []news.Finding{r.dropped(span, t)}
	}
	return nil
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
	if by == nil || !r.surer(all, a.Over) {
		return nil
	}
	return by
}

// surer reports whether the claim is surer than a report that says a thing in a mood. over:
// the claim says that it has been done.
func (r *related) surer(mood relation.Mood, over bool) bool {
	if mood&relation.Possible != 0 && !r.said.Hedged(relation.Possible) || mood&relation.Alleged != 0 && !r.said.Hedged(relation.Alleged) {
		return true
	}
	if mood&relation.Forecast != 0 && !r.said.Hedged(relation.Forecast) {
		return true
	}
	return mood&relation.Planned != 0 && over && !r.said.Hedged(relation.Planned)
}

// unsureNumber returns the cited sentence that says of a number that it may be or is said
// to be, where every place in reach that has the number does.
func (r *related) unsureNumber(n quantity.Number) *told {
	if trivial(n) || n.Alts[0].Vague {
		return nil
	}
	var by *told
	all := relation.Possible | relation.Alleged | relation.Forecast
	for _, t := range append(r.cited, r.around()...) {
		for _, m := range t.Numbers {
			if n.Fits(m) == quantity.Differs {
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
	if by == nil || !r.surer(all, false) {
		return nil
	}
	return by
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
