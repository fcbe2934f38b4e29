package render

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// fixed reads the numbers that are no amounts: fractions, multiples, ranks.
func (t text) fixed(n quantity.Number) (Said, bool) {
	out := Said{Start: n.Start, End: n.End, Value: n.Alts[0], Bound: n.Bound}
	if n.Bound != quantity.Exact && !t.bound(n, &out) {
		return out, false
	}
	switch v := n.Alts[0]; {
	case v.Kind == quantity.Share && v.Loose && !t.tenth(n):
		return t.part(n, out)
	case v.Kind == quantity.Multiple:
		return t.multiple(n, out)
	case n.Quarter && v.Kind == quantity.Ordinal && v.N <= 4:
		return t.quarter(n, out)
	case v.Kind == quantity.Ordinal:
		return t.rank(out)
	case v.Kind == quantity.Count && !t.Han && v.N > 1 && v.N == float64(int(v.N)):
		if w := t.starts(n.End, t.consecutive); w != "" {
			out.Form, out.End = Consecutive, n.End+len(w)
			return t.thing(out)
		}
	case len(n.Alts) > 1 && n.Alts[len(n.Alts)-1].Kind == quantity.Multiple && !t.Han:
		return t.multiple(n, out)
	}
	return out, false
}

// part reads two-thirds, and the second half of a year.
func (t text) part(n quantity.Number, out Said) (Said, bool) {
	if t.halfYear(n, &out) {
		return out, true
	}
	out.Form = Fraction
	out.Value.N, out.Value.Hi = ratio(n.Alts[0].N)
	return out, out.Value.Hi > 0 && t.parts(n)
}

// quarter reads the fourth quarter of a year, which is none of a game.
func (t text) quarter(n quantity.Number, out Said) (Said, bool) {
	behind := t.starts(n.End, t.quarters)
	if !t.Han && (behind == "" && t.ends(n.End, t.quarters) == "" || contains(t.low, t.sports)) {
		return out, false
	}
	if !strings.Contains(t.Plain[n.Start:n.End], "季") {
		out.End += len(behind)
	}
	out.Form = Quarter
	return out, n.Bound == quantity.Exact
}

// parts reports whether a fraction is surely one, and no quarter of a year: two-thirds,
// a third of.
func (t text) parts(n quantity.Number) bool {
	if t.Han {
		return true
	}
	said := t.low[n.Start:n.End]
	measured := func(v quantity.Value) bool { return v.Unit != (quantity.Unit{}) || v.Kind == quantity.Points }
	if slices.ContainsFunc(n.Alts, measured) || t.ends(n.Start, t.partOf) != "" || strings.HasPrefix(said, "every ") || !contains(said, t.partNames) || strings.HasPrefix(t.low[n.End:], "-") {
		return false // most of them, a half-litre
	}
	return contains(said, t.partWords) || t.starts(n.End, t.of) != ""
}

// halfYear reads the second half of the year.
func (t text) halfYear(n quantity.Number, out *Said) bool {
	w := t.starts(n.End, t.ofYear)
	if w == "" && !yearFollows(t.low[n.End:]) {
		return false
	}
	for i, first := range t.halves {
		if strings.HasSuffix(t.low[:n.Start], first) {
			*out = Said{Start: n.Start - len(first), End: n.End + len(w), Form: Half, Value: quantity.Written(quantity.Ordinal, float64(i+1))}
			return true
		}
	}
	return false
}

// yearFollows reports whether a text goes on with " of 2025".
func yearFollows(s string) bool {
	s, ok := strings.CutPrefix(s, " of ")
	return ok && len(s) >= 4 && (s[:2] == "20" || s[:2] == "19") && strings.Trim(s[:4], "0123456789") == "" && !digitEnds(s[4:min(len(s), 5)])
}

// ratio writes a part of one as a fraction of small numbers; 0, 0: it is none.
func ratio(f float64) (n, d float64) {
	for d = 2; d <= 10; d++ {
		for n = 1; n < d; n++ {
			if diff := f - n/d; diff < 1e-9 && diff > -1e-9 {
				return n, d
			}
		}
	}
	return 0, 0
}

// multiple reads doubled, twice as many, three times as many.
func (t text) multiple(n quantity.Number, out Said) (Said, bool) {
	grown := false
	for _, v := range n.Alts {
		if v.Kind == quantity.Multiple {
			out.Value, grown = v, true
			break
		}
	}
	switch {
	case !grown || len(n.Alts) > 2 || out.Bound != quantity.Exact && out.Bound != quantity.More && out.Bound != quantity.Near:
		return out, false
	case !t.Han && contains(t.low[n.Start:n.End], t.grown) && len(n.Alts) < 3:
		out.Form = Grown
		return out, out.Value.N >= 1 || out.Bound == quantity.Exact
	case t.Han && len(n.Alts) == 1 && n.Trend&quantity.To != 0:
		out.Form = Grown
		return out, true
	}
	if w := t.starts(n.End, t.asMuch); w != "" {
		out.Form, out.End = Compared, n.End+len(w)
		return out, true
	}
	return out, false
}

// rank reads second-largest, sixth consecutive quarter.
func (t text) rank(out Said) (Said, bool) {
	if t.Han || out.Bound != quantity.Exact || out.Value.N != float64(int(out.Value.N)) {
		return out, false
	}
	for _, b := range t.ranks {
		if w := t.starts(out.End, b.Words); w != "" {
			out.Form, out.Thing, out.End = Rank, b.Thing, out.End+len(w)
			return out, out.Value.N > 1
		}
	}
	if w := t.starts(out.End, t.consecutive); w != "" {
		out.Form, out.End = Consecutive, out.End+len(w)
		return t.thing(out)
	}
	return out, false
}

// thing reads what is counted in a row.
func (t text) thing(out Said) (Said, bool) {
	for _, b := range t.things {
		if w := t.starts(out.End, b.Words); w != "" {
			out.Thing, out.End = b.Thing, out.End+len(w)
			return out, true
		}
	}
	return out, false
}

// outOf reads two of the three, one in five.
func (t text) outOf(i int) (Said, bool) {
	if t.Han || i+1 >= len(t.Numbers) {
		return Said{}, false
	}
	n, m := t.Numbers[i], t.Numbers[i+1]
	a, b := n.Alts[0], m.Alts[0]
	if m.Start < n.End || !plainCount(a) || !plainCount(b) || n.Bound != quantity.Exact || m.Bound != quantity.Exact || a.N >= b.N || b.N > 100 {
		return Said{}, false
	}
	out := Said{Start: n.Start, End: m.End, Value: a, Upto: b, Form: OutOf}
	switch between := t.low[n.End:m.Start]; {
	case len(n.Alts) > 1 && n.Alts[1].Kind == quantity.Share && equals(between, t.outOfWords):
		out.Form, out.Value.Hi = Fraction, b.N
		out.Upto = quantity.Value{}
		return out, b.N <= 20
	default:
		return out, equals(between, t.ofThe) && len(n.Alts) == 1
	}
}

func plainCount(v quantity.Value) bool {
	return v.Kind == quantity.Count && !v.Vague && v.Unit == (quantity.Unit{}) && v.N == float64(int(v.N))
}

func equals(s string, words []string) bool {
	for _, w := range words {
		if s == w {
			return true
		}
	}
	return false
}

// isFirst reports whether a number is the first end of a range.
func isFirst(n, m quantity.Number) bool {
	for _, v := range n.Alts {
		if v.Spread && len(m.Alts) > 0 && v.Hi == m.Alts[0].N {
			return true
		}
	}
	return false
}

// span reads 30 to 40%, between 3 and 4 million, $30-40m.
func (t text) span(n, m quantity.Number) (Said, bool) {
	if !isFirst(n, m) || n.Bound != quantity.Exact && n.Bound != quantity.About || m.Bound != quantity.Exact || m.Start < n.End {
		return Said{}, false
	}
	v, end, ok := t.value(m)
	if !ok || v.Vague || v.Kind == quantity.Clock {
		return Said{}, false
	}
	first, ok := t.firstEnd(n, m, v)
	if !ok || first.N >= v.N || t.noRange(n, m, first, v) {
		return Said{}, false
	}
	first = quantity.Written(v.Kind, first.N).In(v.Unit)
	out := Said{Start: n.Start, End: end, Value: first, Upto: v, Bound: n.Bound, Basis: t.basisPoints(m)}
	if n.Bound != quantity.Exact && !t.bound(n, &out) {
		return Said{}, false
	}
	out.End = end
	if n.Bound == quantity.Exact && t.signed(n) && n.Lead > 0 && !t.Han {
		out.Start = n.Lead - 1
	}
	if w := t.ends(out.Start, t.between); w != "" {
		out.From = equals(w, t.fromTo)
		out.Start -= len(w)
	}
	t.base(&out)
	return out, true
}

// firstEnd is the first end of a range of which v is the second, with the magnitude that it
// leaves out. Not ok: it may have none.
func (t text) firstEnd(n, m quantity.Number, v quantity.Value) (quantity.Value, bool) {
	first := n.Alts[0]
	if u := first.Unit; u != (quantity.Unit{}) && u != v.Unit && u != m.Alts[0].Unit { // 5 feet 8 inches
		return first, false
	}
	if first.Kind != quantity.Count || pointed(t.low[n.Start:n.End]) { // it has a magnitude of its own
		return first, true
	}
	if v.N >= 1000 && v.Kind == quantity.Count && digitEnds(t.low[m.Start:m.End]) && v.Unit == (quantity.Unit{}) && first.N < 1000 {
		return first, false // 10 to 12,000
	}
	for _, a := range n.Alts {
		of := a.Spread && a.Kind == v.Kind
		if of && a.Hi == m.Alts[0].N && a.Lo > first.N || of && v.Kind == quantity.Share {
			first.N = a.Lo
		}
	}
	return first, true
}

// noRange reports whether what stands between two numbers may be no range: 3200 or 4200,
// 737-800, a score, pages.
func (t text) noRange(n, m quantity.Number, first, v quantity.Value) bool {
	if contains(t.low[n.End:m.Start], t.alternative) && v.N-first.N != 1 {
		return true
	}
	return v.Kind == quantity.Count && v.Unit == (quantity.Unit{}) && digitEnds(t.low[m.Start:m.End]) && m.Start-n.End < 4
}

// hanRange reads 2.7亿元至3亿元, of which the reader makes two numbers at one place.
func (t text) hanRange(n, m quantity.Number) (Said, bool) {
	a, b := n.Alts[0], m.Alts[0]
	plain := a.Kind == b.Kind && a.Unit == b.Unit && !a.Vague && !b.Vague && !a.Spread && !b.Spread && a.N < b.N
	if !plain || n.Bound != quantity.Exact || m.Bound != quantity.Exact || a.Kind != quantity.Count && a.Kind != quantity.Share {
		return Said{}, false
	}
	out := Said{Start: n.Start, End: max(n.End, m.End), Value: a, Upto: b}
	return out, b.Digits > 0 && !t.followed(m, out.End)
}

// pointed reports whether a number has a magnitude or a unit of its own.
func pointed(s string) bool { return !digitEnds(s) }
