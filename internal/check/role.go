package check

import (
	"slices"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/relation"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
)

// figures doubts a figure that the report has for something else: the injured for the dead,
// one party's seats for another's, one person's age for another's.
func (r *related) figures() []news.Finding {
	for _, n := range r.claim.Numbers {
		if t := r.otherRole(n); t != nil {
			return []news.Finding{r.role(news.OtherRole, spanOf(r.claim, n), t)}
		}
	}
	if n, t := r.swapped(); t != nil {
		return []news.Finding{r.role(news.OtherRole, spanOf(r.claim, n), t)}
	}
	return r.ages()
}

func (r *related) role(why news.ReasonCode, span string, t *told) news.Finding {
	return news.Finding{Rule: news.RoleRule, Span: span, Reason: why, Arg: clip(t.Text)}
}

// otherRole returns the cited sentence in which a figure of the claim is one of something
// else, and what the claim gives it to has another figure.
func (r *related) otherRole(n quantity.Number) *told {
	mine := r.said.Roles(extent(n), extents2(r.claim.Numbers))
	if len(mine) == 0 || relation.Group(mine[0]) < 0 {
		return nil
	}
	var by *told
	other := false
	for _, t := range append(r.cited, r.around()...) {
		all := extents2(t.Numbers)
		for _, m := range t.Numbers {
			have := t.said.Roles(extent(m), all)
			shared := slices.ContainsFunc(have, func(s string) bool { return slices.Contains(mine, s) })
			switch fits := n.Fits(m) != quantity.Differs; {
			case fits && (shared || !oneGroup(mine, have)):
				return nil
			case fits && t.ring == cited && by == nil:
				by = t
			case !fits && shared:
				other = true
			}
		}
	}
	if !other && !r.onlyRole(n, mine, by) {
		return nil
	}
	return by
}

// onlyRole reports whether a figure of a claim counts the dead or the injured, and nobody in
// reach of the claim died or was hurt as far as the report's words for it are known: 43
// arrested are not 43 dead.
func (r *related) onlyRole(n quantity.Number, mine []string, by *told) bool {
	if by == nil || !relation.Harms(mine[0]) || slices.ContainsFunc(mine, func(s string) bool { return s != mine[0] }) {
		return false
	}
	role := ""
	all := extents2(by.Numbers)
	for _, m := range by.Numbers {
		if n.Fits(m) != quantity.Differs {
			role = by.said.Roles(extent(m), all)[0]
		}
	}
	return role != "" && !slices.ContainsFunc(append(r.cited, r.around()...), func(t *told) bool { return t.said.Harmed(role) })
}

// oneGroup reports whether all roles are of one group, and there are some on both sides.
func oneGroup(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	g := relation.Group(a[0])
	return g >= 0 && !slices.ContainsFunc(slices.Concat(a, b), func(s string) bool { return relation.Group(s) != g })
}

func extents2(ns []quantity.Number) [][2]int {
	out := make([][2]int, 0, len(ns))
	for _, n := range ns {
		out = append(out, extent(n))
	}
	return out
}

// held is a number and the name before it.
type held struct {
	of *glossary.Entry
	n  quantity.Number
}

// Bytes that may lie between a name and its number.
const (
	farHeld    = 30
	farHeldHan = 36
)

// nearHeld is how many bytes may lie between a number and a name behind it: 2% in Germany.
const nearHeld = 6

// held pairs the names of the glossary with the numbers right behind them, or before them
// in Latin script.
func (r *related) held(s *sentence) []held {
	far := farHeld
	if s.Han {
		far = farHeldHan
	}
	names := r.all.names.Matches(s.Text)
	behind := func(m glossary.Match) bool {
		return !s.Han && slices.ContainsFunc(s.Numbers, func(n quantity.Number) bool { return n.End <= m.Start && m.Start-n.End <= nearHeld })
	}
	var out []held
	for i, n := range s.Numbers {
		if !plain(n) || s.ranges(n) {
			continue
		}
		var of *glossary.Entry
		at := -1
		for _, m := range names {
			switch {
			case !s.Han && n.End <= m.Start && m.Start-n.End <= nearHeld && of == nil:
				of, at = m.Entry, m.End
			case m.End <= n.Start && n.Start-m.End <= far && m.Start >= at && !behind(m) && (i == 0 || s.Numbers[i-1].End <= m.End):
				of, at = m.Entry, m.End
			}
		}
		if of != nil {
			out = append(out, held{of, n})
		}
	}
	return out
}

// swapped returns a number of the claim, and the cited sentence, where two names have each
// other's numbers.
func (r *related) swapped() (quantity.Number, *told) {
	mine := r.held(&r.claim)
	if len(mine) < 2 {
		return quantity.Number{}, nil
	}
	for _, t := range r.cited {
		theirs := r.held(t.sentence)
		for _, a := range mine {
			for _, b := range mine {
				if a.of != b.of && exchanged(a, b, theirs) {
					return a.n, t
				}
			}
		}
	}
	return quantity.Number{}, nil
}

// exchanged reports whether two names have the numbers that the report gives the other.
func exchanged(a, b held, theirs []held) bool {
	for _, x := range theirs {
		for _, y := range theirs {
			if x.of == a.of && y.of == b.of && a.n.Fits(y.n) == quantity.Fits && b.n.Fits(x.n) == quantity.Fits &&
				a.n.Fits(x.n) == quantity.Differs && b.n.Fits(y.n) == quantity.Differs {
				return true
			}
		}
	}
	return false
}

// ages doubts an age that is not the one that the report gives the person.
func (r *related) ages() []news.Finding {
	all := r.said.Originals()
	if len(all) == 0 {
		return nil
	}
	for _, n := range r.claim.Numbers {
		o := r.said.Aged(n.Start, n.End, all)
		if o == nil || n.Alts[0].Vague {
			continue
		}
		var by *told
		agrees := false
		for _, t := range append(r.cited, r.around()...) {
			for _, age := range t.said.AgesOf(o.Name) {
				if float64(age) == n.Alts[0].N {
					agrees = true
				} else if by == nil {
					by = t
				}
			}
		}
		if by != nil && !agrees {
			return []news.Finding{r.role(news.OtherRole, spanOf(r.claim, n), by)}
		}
	}
	return nil
}
