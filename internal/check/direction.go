package check

import (
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/relation"
	"github.com/waidian/waidian/internal/news"
)

// directions rejects a number that went up in the report and down in the claim, or the
// other way round, and two numbers whose order is turned: cut its forecast to 3.4m, from
// 12 to 15.
func (r *related) directions() []news.Finding {
	if start, end, ok := r.said.Extreme(); ok {
		return []news.Finding{{Rule: news.NumberRule, Span: r.claim.Text[start:end], Reason: news.TurnsItself, Rejects: true}}
	}
	for i, n := range r.claim.Numbers {
		if !plain(n) || n.Alts[0].Unit.Dim == quantity.Span { // a time gets better when it falls
			continue
		}
		way := r.said.To(n.Start, n.End)
		for _, m := range r.claim.Numbers[:i] {
			if plain(m) && m.End <= n.Start && !r.claim.ranges(m) && !r.claim.ranges(n) && r.said.Pair(extent(m), extent(n)) {
				if f, bad := r.turned(m, n, way.Way); bad {
					return []news.Finding{f}
				}
			}
		}
		if f, bad := r.direction(n, way); bad {
			return []news.Finding{f}
		}
	}
	return nil
}

func extent(n quantity.Number) [2]int { return [2]int{n.Start, n.End} }

// direction compares the way of one number with that of the same number of the report.
// Where any place in reach says the claim's way it is silent.
func (r *related) direction(n quantity.Number, way relation.Move) (news.Finding, bool) {
	if way.Way == relation.Nowhere {
		return news.Finding{}, false
	}
	said := ""
	for _, t := range append(r.cited, r.around()...) {
		for _, m := range t.Numbers {
			if n.Fits(m) != quantity.Fits {
				continue
			}
			switch o := t.said.To(m.Start, m.End); {
			case o.Way == relation.Nowhere && t.ring == cited && len(r.cited) > 1:
				return news.Finding{}, false // it stands in another place, too
			case o.Way == way.Way:
				return news.Finding{}, false
			case o.Way != relation.Nowhere && t.ring == cited:
				said = t.Text[o.Start:o.End]
			}
		}
	}
	return turnedFinding(r.claim.Text[way.Start:way.End], said)
}

// turnedFinding is the finding on a part of a claim where the report says the other way.
func turnedFinding(span, said string) (news.Finding, bool) {
	if said == "" {
		return news.Finding{}, false
	}
	return news.Finding{Rule: news.NumberRule, Span: span, Reason: news.OtherWords, Found: said, Rejects: true}, true
}

// turned compares an ordered pair of a claim, from m to n, with those of the report, and
// with its own verb.
func (r *related) turned(m, n quantity.Number, way relation.Way) (news.Finding, bool) {
	span := r.claim.Text[m.Start:n.End]
	said := ""
	for _, t := range append(r.cited, r.around()...) {
		for _, x := range t.Numbers {
			for _, y := range t.Numbers {
				if x.Start == y.Start || t.ranges(x) || t.ranges(y) || !t.said.Pair(extent(x), extent(y)) {
					continue
				}
				switch {
				case m.Fits(x) != quantity.Differs && n.Fits(y) != quantity.Differs:
					if t.said.To(y.Start, y.End).Way == way {
						return news.Finding{}, false // the report says it so
					}
					return r.contradicts(m, n, way, span)
				case m.Fits(y) != quantity.Differs && n.Fits(x) != quantity.Differs && t.ring == cited:
					said = t.Text[min(x.Start, y.Start):max(x.End, y.End)]
				}
			}
		}
	}
	if f, bad := turnedFinding(span, said); bad {
		return f, bad
	}
	return r.contradicts(m, n, way, span)
}

// contradicts reports a pair that goes the other way than its own verb says. Places in a
// ranking get better when they go down.
func (r *related) contradicts(m, n quantity.Number, way relation.Way, span string) (news.Finding, bool) {
	a, b := m.Alts[0], n.Alts[0]
	switch {
	case way == relation.Nowhere, a.Kind != b.Kind, a.Unit != b.Unit && b.Unit != (quantity.Unit{}) && a.Unit != (quantity.Unit{}), a.N == b.N:
		return news.Finding{}, false
	case b.Unit.Dim == quantity.Celsius, r.said.Ranks(m.Start), r.said.Ranks(n.Start):
		return news.Finding{}, false
	case (b.N > a.N) == (way == relation.Up):
		return news.Finding{}, false
	}
	return news.Finding{Rule: news.NumberRule, Span: span, Reason: news.TurnsItself, Rejects: true}, true
}
