package check

import (
	"github.com/waidian/waidian/internal/check/quantity"
)

// limitAdded reports whether a claim says of a number that it is more or less than that, or the
// most or the least, where the report, whose number m of the sentence where it is, has it bare.
// It is silent where the report bounds the number anywhere, where a word of either sentence may
// bound it (a limit, a capacity, a forecast that it is compared with), and of times.
func (g ground) limitAdded(c sentence, n quantity.Number, where *sentence, m quantity.Number) bool {
	if g.unread() || !limits(n.Bound) || m.Bound != quantity.Exact || n.Mere || n.Soft || n.Denied || c.Limits || where.Limits {
		return false
	}
	if !exactly(n.Alts[0], m) || c.ranges(n) || where.ranges(m) || compares(c, n) {
		return false
	}
	if g.has(func(o quantity.Number) bool { return o.Bound != quantity.Exact && n.Fits(o) == quantity.Fits }) {
		return false
	}
	for _, o := range readClaim(where.Text, g.all.lang, g.published, nil).Numbers {
		if o.Start < m.End && m.Start < o.End && o.Limited {
			return false
		}
	}
	return true
}

// limits reports whether a bound says on which side the true number lies.
func limits(b quantity.Bound) bool {
	return b == quantity.More || b == quantity.Less || b == quantity.Most || b == quantity.Near
}

// exactly reports whether a number of the report is written as the claim's, in its unit, and can
// be read in no other way.
func exactly(v quantity.Value, m quantity.Number) bool {
	if v.Vague || v.Spread || v.Loose || v.Unit.Dim == quantity.Span || v.Kind == quantity.Count && v.N < 2 || v.Hi > v.N+v.Step*1.01 || m.Part || m.Further {
		return false
	}
	if v.Kind != quantity.Count && v.Kind != quantity.Share && v.Kind != quantity.Points {
		return false
	}
	for _, s := range m.Alts {
		if s.Kind != v.Kind || s.Vague || s.Spread || s.Loose || s.Unit.Dim != v.Unit.Dim || s.Unit.Factor != v.Unit.Factor || !quantity.Within(s.N, v.N, 1e-9) {
			return false
		}
	}
	return true
}

// compares reports whether a claim has another number of the same sort: the two may be compared,
// as a profit with the one before.
func compares(c sentence, n quantity.Number) bool {
	v := n.Alts[0]
	for _, o := range c.Numbers {
		if w := o.Alts[0]; o.Start != n.Start && !trivial(o) && w.Kind == v.Kind && w.Unit == v.Unit && (v.Kind != quantity.Count || v.Unit != (quantity.Unit{}) || v.Thing == quantity.Unnamable) {
			return true
		}
	}
	return false
}
