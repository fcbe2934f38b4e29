package check

import (
	"math"
	"slices"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/tally"
)

// excused reports whether a number that is nowhere may have been worked out,
// or cannot be looked for in this report.
func (g ground) excused(c sentence, n quantity.Number) bool {
	if g.unread() {
		return !g.among || g.maySay(n)
	}
	v := n.Alts[0]
	switch {
	case v.Kind == quantity.Clock:
		return g.otherClock(c, v)
	case v.Kind == quantity.Multiple:
		return g.ratio(n)
	case v.Kind == quantity.Ordinal && c.Han && n.Quarter:
		return !g.quarters()
	case v.Unit.Dim == quantity.Span && g.elapsed(v):
		return true
	case v.Kind == quantity.Points:
		// a rate of interest that is cut "by 0.25 percent" is cut by so many points
		return g.apart(v) || han.Interest(c.Plain) && g.cites(func(m quantity.Number) bool {
			return m.Alts[0].Kind == quantity.Share && quantity.Within(100*m.Alts[0].N, v.N, 1e-6)
		})
	case v.Kind != quantity.Count:
		return false
	case g.paired(v):
		return true
	case !v.Vague && g.remains(v):
		return true
	case !v.Vague && n.Rest && g.others(v):
		return true
	case !v.Vague && v.N > 10 && n.Total:
		return g.sums(v)
	}
	return v.N <= 10 && v.Unit.Money == "" && (v.Unit.Dim == 0 || v.Unit.Dim == quantity.Span) && !c.ranges(n) && g.countable(v)
}

// spelledOut is up to which number a language that is not read may say it in words that nobody looks for.
const spelledOut = 20

// maySay reports whether the sentences in reach that are not read may say a number: in figures, in the words that tally reads, or,
// where it is small, in others. What may have been converted is left open where there are figures at all.
func (g ground) maySay(n quantity.Number) bool {
	v := n.Alts[0]
	amount := v.N
	switch {
	case v.Kind == quantity.Share && !v.Loose:
		amount *= 100
	case v.Kind != quantity.Count && v.Kind != quantity.Points:
		return true
	}
	if v.Vague || v.Loose || v.Spread || amount <= spelledOut && amount == math.Floor(amount) {
		return true
	}
	for _, s := range slices.Concat(g.near[cited], g.near[neighbours]) {
		switch {
		case s.Known:
		case maybeInDigits(n, s.Text), n.Bound != quantity.Exact && boundsDigits(n, s.Text), v.Unit.Dim != 0 && len(digitRuns(s.Text)) > 0:
			return true
		case slices.ContainsFunc(tally.Read(s.Text, g.all.lang), func(m quantity.Number) bool { return n.Fits(m) >= quantity.Unbounded }):
			return true
		}
	}
	return false
}

// unread reports whether the numbers of some sentence cannot be read.
func (g ground) unread() bool {
	for _, ring := range g.near {
		if slices.ContainsFunc(ring, unread) {
			return true
		}
	}
	return false
}

// otherClock reports whether a time of day may be one that the report does not give: the
// beginning or the end of a day, one that the report gives as a number alone, or one in another
// zone than the claim's.
func (g ground) otherClock(c sentence, v quantity.Value) bool {
	hour := func(m quantity.Number) bool { return hourOf(m.Alts[0], v.N) }
	switch {
	case !g.has(clocked):
		return math.Mod(v.N, 1440) == 0 || c.OtherZone || g.zoned() || g.has(hour)
	case !g.cites(clocked) && g.cites(hour):
		return true
	case g.zoned() && g.has(func(m quantity.Number) bool { return clocked(m) && halfDayOff(m, v) }):
		return true
	}
	return c.OtherZone && g.has(func(m quantity.Number) bool {
		return clocked(m) && math.Mod(math.Abs(m.Alts[len(m.Alts)-1].N-v.N), 30) == 0
	})
}

// halfDayOff reports whether a time of day of the report is the claim's in the other half of the day.
func halfDayOff(m quantity.Number, v quantity.Value) bool {
	return math.Mod(m.Alts[len(m.Alts)-1].N, 720) == math.Mod(v.N, 720)
}

// cites reports whether a cited sentence has such a number.
func (g ground) cites(f func(quantity.Number) bool) bool {
	return slices.ContainsFunc(g.near[cited], func(s *sentence) bool { return slices.ContainsFunc(s.Numbers, f) })
}

// zoned reports whether the report gives a time in a zone that it names.
func (g ground) zoned() bool {
	for _, ring := range g.near {
		if slices.ContainsFunc(ring, func(s *sentence) bool { return s.OtherZone }) {
			return true
		}
	}
	return false
}

// hourOf reports whether a number may say a time of day, in minutes after midnight, without
// the words of one: at four, 1630, quarter to five, 15 heures.
func hourOf(m quantity.Value, minutes float64) bool {
	if m.Kind != quantity.Count || m.Vague || m.Unit != (quantity.Unit{}) && m.Unit != quantity.Hour {
		return false
	}
	h, past := math.Floor(minutes/60), math.Mod(minutes, 60)
	if past > 0 && m.N <= 24 && (math.Mod(m.N, 12) == math.Mod(h+1, 12) || math.Mod(m.N, 12) == math.Mod(h, 12)) {
		return true
	}
	for _, h := range []float64{math.Mod(h, 12), math.Mod(h, 12) + 12} {
		if m.N == h || m.N == 100*h+past || quantity.Within(m.N, h+past/100, 1e-6) {
			return true
		}
	}
	return false
}

func clocked(n quantity.Number) bool {
	return n.Alts[0].Kind == quantity.Clock || n.Alts[len(n.Alts)-1].Kind == quantity.Clock
}

// quarters reports whether the cited sentences number a quarter of a year.
func (g ground) quarters() bool {
	for _, s := range g.near[cited] {
		for _, n := range s.Numbers {
			if n.Quarter {
				return true
			}
		}
	}
	return false
}

func (g ground) has(f func(quantity.Number) bool) bool {
	for _, ring := range g.near {
		for _, s := range ring {
			for _, n := range s.Numbers {
				if len(n.Alts) > 0 && f(n) {
					return true
				}
			}
		}
	}
	return false
}

// ratio reports whether two numbers of one sentence have the ratio that is claimed.
func (g ground) ratio(n quantity.Number) bool {
	for _, s := range g.near[cited] {
		for _, a := range s.Numbers {
			for _, b := range s.Numbers {
				for _, v := range n.Alts {
					x, y := a.Alts[0], b.Alts[0]
					if x.Kind == y.Kind && x.N > 0 && y.N > 0 && x.N != y.N && quantity.Within(x.N/y.N, v.N, .07) {
						return true
					}
				}
			}
		}
	}
	return false
}

// elapsed reports whether a span of years lies between two years of the report, or
// between one and its publication.
func (g ground) elapsed(v quantity.Value) bool {
	years := v.N * v.Unit.Factor / quantity.Year.Factor
	if v.Vague || years < .9 {
		return false
	}
	for _, s := range slices.Concat(g.near[cited], g.near[neighbours]) {
		for _, d := range s.Calendar.Dates {
			if d.Year == 0 || d.Decade {
				continue
			}
			if !g.published.IsZero() && math.Abs(float64(g.published.Year()-d.Year)-years) <= 1 {
				return true
			}
			for _, e := range s.Calendar.Dates {
				if e.Year != 0 && math.Abs(math.Abs(float64(e.Year-d.Year))-years) < .5 {
					return true
				}
			}
		}
	}
	return false
}

// apart reports whether two shares of the cited sentences differ by so many points.
func (g ground) apart(v quantity.Value) bool {
	var shares []float64
	for _, s := range g.near[cited] {
		for _, n := range s.Numbers {
			if x := n.Alts[0]; x.Kind == quantity.Share && !x.Vague {
				shares = append(shares, x.N)
			}
		}
	}
	for _, x := range shares {
		for _, y := range shares {
			if d := 100 * (x - y); d > 0 && math.Abs(d-v.N) < .051 {
				return true
			}
		}
	}
	return false
}

// sums reports whether two numbers of the cited sentences, or all of one, add up to v.
func (g ground) sums(v quantity.Value) bool {
	for _, s := range g.near[cited] {
		all := 0.
		for i, a := range s.Numbers {
			x := a.Alts[0]
			if x.Kind != quantity.Count || x.Vague {
				continue
			}
			all += x.N
			for _, b := range s.Numbers[:i] {
				if y := b.Alts[0]; y.Kind == quantity.Count && quantity.Within(x.N+y.N, v.N, 1e-6) {
					return true
				}
			}
		}
		if quantity.Within(all, v.N, 1e-6) {
			return true
		}
	}
	return false
}

// remains reports whether a number is what is left of one of the cited sentences: all but two
// of the 36.
func (g ground) remains(v quantity.Value) bool {
	for _, s := range g.near[cited] {
		for i, a := range s.Numbers {
			if i > 0 && a.Less && a.Alts[0].Kind == quantity.Count && a.Alts[0].N-s.Numbers[i-1].Alts[0].N == v.N {
				return true
			}
		}
	}
	return false
}

// others reports whether a number is that of those who are left of so many when the cited sentences name a part of them: of two of
// the nine, the other seven. In Han script the whole comes first, and nothing surely tells it from another number.
func (g ground) others(v quantity.Value) bool {
	for _, s := range g.near[cited] {
		for i, a := range s.Numbers {
			for _, b := range s.Numbers[:i] {
				x, y := a.Alts[0], b.Alts[0]
				switch {
				case x.Kind != quantity.Count || y.Kind != quantity.Count || x.Vague || y.Vague:
				case a.Part && x.N-y.N == v.N, s.Han && y.N-x.N == v.N:
					return true
				}
			}
		}
	}
	return false
}

// countable reports whether a small number may have been counted or added up from
// what the cited sentences list.
func (g ground) countable(v quantity.Value) bool {
	for _, s := range g.near[cited] {
		if s.Things >= int(v.N) && v.N >= 2 && !s.smallNumbers() {
			return true
		}
		for i, a := range s.Numbers {
			x := a.Alts[0]
			if x.Kind != quantity.Count {
				continue
			}
			if a.Further && x.N < v.N && v.N <= x.N+float64(max(1, s.Things)) {
				return true // Algeria and three other countries
			}
			for _, b := range s.Numbers[:i] {
				y := b.Alts[0]
				if y.Kind == quantity.Count && x.Unit == y.Unit && x.N > 0 && y.N > 0 && x.N+y.N == v.N {
					return true
				}
			}
		}
	}
	return false
}

// ranges reports whether a number is an end of a range, or of a score: 7-5.
func (s *sentence) ranges(n quantity.Number) bool {
	ends := 0
	for _, m := range s.Numbers {
		if m.Start == n.Start {
			ends++
		}
	}
	return ends > 1 || n.Score
}

// smallNumbers reports whether a sentence counts in small numbers itself.
func (s *sentence) smallNumbers() bool {
	for _, n := range s.Numbers {
		if v := n.Alts[0]; v.Kind == quantity.Count && v.N >= 2 && v.N <= 10 && v.Unit == (quantity.Unit{}) {
			return true
		}
	}
	return false
}
