package check

import (
	"slices"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/relation"
	"github.com/waidian/waidian/internal/news"
)

// speakers doubts words that the claim gives to a person whom the sentences that have them
// do not name, where they name somebody else; and a title that is another person's. It is
// silent where the report speaks of somebody without the name.
func (r *related) speakers() []news.Finding {
	for _, o := range r.said.Originals() {
		if o.Last() == "" || !r.latin() {
			continue
		}
		if t := r.otherTitle(o); t != nil {
			return []news.Finding{r.speaker(o, news.OtherSpeaker, clip(t.Text))}
		}
		speech := r.said.SpeechOf(o)
		if speech == nil {
			continue
		}
		if t := r.otherSpeaker(o, speech); t != nil {
			return []news.Finding{r.speaker(o, news.OtherSpeaker, clip(t.Text))}
		}
		if r.absent(o) {
			return []news.Finding{r.speaker(o, news.SpeakerAbsent, o.Name)}
		}
	}
	return nil
}

func (r *related) speaker(o relation.Original, why news.ReasonCode, arg string) news.Finding {
	return news.Finding{Rule: news.SpeakerRule, Span: r.claim.Text[o.Start:o.End], Reason: why, Arg: arg}
}

// latin reports whether the cited sentences are in Latin script, in which names have capitals.
func (r *related) latin() bool {
	return !slices.ContainsFunc(r.cited, func(t *told) bool { return t.Han })
}

// otherSpeaker returns the cited sentence that has the words, the figure or the deed of the
// person's speech in the claim and gives them to somebody else.
func (r *related) otherSpeaker(o relation.Original, speech *relation.Speech) *told {
	holding := func(has func(t *told) bool, person func(t *told) bool) *told {
		var by *told
		for _, t := range append(r.cited, r.around()...) {
			if !has(t) {
				continue
			}
			if t.said.Mentions(o) || t.said.Pronoun() || !person(t) {
				return nil
			}
			if t.ring == cited && by == nil {
				by = t
			}
		}
		return by
	}
	speaker := func(t *told) bool { return t.said.Speaker("") }
	if slices.ContainsFunc(r.claim.quotes, func(q quote) bool { return speech.Has(q.start) }) {
		return holding(func(t *told) bool { return len(t.quotes) > 0 || t.inside }, speaker)
	}
	for _, n := range r.claim.Numbers {
		if weighty(n) && speech.Has(n.Start) {
			if t := holding(func(t *told) bool { return holds(t, n) }, speaker); t != nil {
				return t
			}
		}
	}
	for _, d := range r.claim.Calendar.Dates {
		if (d.Month != 0 || d.Day != 0) && speech.Has(d.Start) {
			if t := holding(func(t *told) bool { return t.Calendar.Holds(d, r.published) }, speaker); t != nil {
				return t
			}
		}
	}
	for _, a := range r.said.Acts() {
		if !speech.Does(a) {
			continue
		}
		if t := holding(func(t *told) bool { return t.said.Has(a.Name) }, func(t *told) bool { return t.said.Speaker(a.Name) }); t != nil {
			return t
		}
	}
	return nil
}

func holds(t *told, n quantity.Number) bool {
	return slices.ContainsFunc(t.Numbers, func(m quantity.Number) bool { return n.Fits(m) == quantity.Fits })
}

// absent reports whether a person is named elsewhere in the report only.
func (r *related) absent(o relation.Original) bool {
	for _, t := range append(r.cited, r.around()...) {
		if t.said.Mentions(o) || t.said.Pronoun() {
			return false
		}
	}
	return len(r.near[neighbours]) > 0 && r.all.mentions(o.Last()) && r.all.mentions(o.Name)
}

// otherTitle returns the cited sentence that gives a person another title than the claim,
// whose title is somebody else's there.
func (r *related) otherTitle(o relation.Original) *told {
	mine := r.said.TitlesOf(o)
	if len(mine) != 1 {
		return nil
	}
	var by *told
	taken := false
	for _, t := range append(r.cited, r.around()...) {
		theirs := t.said.TitlesOf(o)
		switch {
		case slices.Contains(theirs, mine[0]):
			return nil
		case len(theirs) > 0:
			by = t
		case t.said.HasTitle(mine[0]) && t.said.Person() && !t.said.Mentions(o):
			taken = true
		}
	}
	if !taken {
		return nil
	}
	return by
}
