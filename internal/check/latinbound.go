package check

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// boundOf finds the words that say on which side of the number the true one lies.
func (lx *lexicon) boundOf(ts []token, p phrase) (b quantity.Bound, lead int) {
	i := p.from
	for i > 0 && (quantity.Signs[ts[i-1].s] != "" || ts[i-1].s == "us" && ts[i].s == "$" || ts[i-1].s == "a" || ts[i-1].s == "hk" || ts[i-1].s == "rmb") {
		i--
		lead = ts[i].start + 1
	}
	for words := 4; words >= 1; words-- {
		if b, ok := phrased(lx.before, ts, i-words, i); ok {
			w := at(ts, i-words-1).s
			switch {
			case b == quantity.More && (strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t")):
				return quantity.Most, ts[i-words].start + 1
			case ts[i-1].s == "past" && (determiners[w] || lx.moves[w] != 0): // their past 11 games; slid past 160, which may be a fall
				return quantity.Exact, 0
			}
			return b, ts[i-words].start + 1
		}
	}
	for skip := range 3 {
		for words := 2; words >= 1; words-- {
			if b, ok := phrased(lx.after, ts, p.next+skip, p.next+skip+words); ok && (skip == 0 || words == 2) {
				return b, lead
			}
		}
	}
	return quantity.Exact, lead
}

// determiners stand before "past" where it means the time gone by.
var determiners = set("the this these his her its their our my your s")

// phrased looks the words from i up to j up in a table of phrases.
func phrased(m map[string]quantity.Bound, ts []token, i, j int) (quantity.Bound, bool) {
	if i < 0 || j > len(ts) {
		return quantity.Exact, false
	}
	var buf [64]byte
	words := buf[:0]
	for k := i; k < j; k++ {
		if k > i {
			if strings.ContainsAny(ts[k].gap, ",;:.()") {
				return quantity.Exact, false
			}
			words = append(words, ' ')
		}
		words = append(words, ts[k].s...)
	}
	b, ok := m[string(words)]
	return b, ok
}

// trendOf finds the verb of change that the number belongs to.
func (lx *lexicon) trendOf(ts []token, p phrase) quantity.Trend {
	if t := lx.beside(ts, p.next); t != 0 {
		return t
	}
	if t, ok := lx.moves[at(ts, p.next).s]; ok && at(ts, p.next).flows() && at(ts, p.from-1).s != lx.and {
		if lx.to[at(ts, p.from-1).s] {
			return t | quantity.To // auf 1,9 Prozent gesunken
		}
		return t | quantity.By
	}
	way := quantity.By
	for i := p.from - 1; i >= 0 && i > p.from-12; i-- {
		w := ts[i]
		if strings.ContainsAny(ts[i+1].gap, ",;:.()—–") {
			return 0
		}
		t, ok := lx.moves[w.s]
		switch {
		case w.s == "growth" && i < p.from-2: // cut its growth forecast by 0.4 points
		case ok && !(w.s == "up" && i == p.from-2 && ts[p.from-1].s == "to"):
			return t | way
		case lx.to[w.s] && i == p.from-1, lx.to[w.s] && way == quantity.By:
			way = quantity.To
		case w.s == "from" || w.s == "and":
			return 0
		case i < p.from-1 && way == quantity.By && lx.amount(ts, p.from):
		case !lx.filler[w.s] && !lx.by[w.s] && quantity.Signs[w.s] == "" && w.s != "us":
			return 0
		}
	}
	return 0
}

// beside reads "12 degrees above the average", "30 metres below".
func (lx *lexicon) beside(ts []token, i int) quantity.Trend {
	if w := at(ts, i).s; w == "degrees" || w == "degree" || w == "points" {
		i++
	}
	if !at(ts, i).flows() {
		return 0
	}
	switch at(ts, i).s {
	case "above":
		return quantity.Rises | quantity.By
	case "below":
		return quantity.Falls | quantity.By
	case "more", "higher":
		return than(ts, i, quantity.Rises)
	case "less", "fewer", "lower":
		return than(ts, i, quantity.Falls)
	}
	return 0
}

// than is the trend of a comparison at token i that no number ends: "11 points more
// than her rival".
func than(ts []token, i int, t quantity.Trend) quantity.Trend {
	if at(ts, i+1).s != "than" || at(ts, i+2).num {
		return 0
	}
	return t | quantity.By
}

// amount reports whether "by" stands before the number at i: what changed by it may
// be named between the verb and the number.
func (lx *lexicon) amount(ts []token, i int) bool {
	for i > 0 && lx.filler[ts[i-1].s] {
		i--
	}
	w := at(ts, i-1).s
	return w == "by" || w == "um"
}

// rangeTo reads the second number of "30 to 40", "between 30 and 40", "30-40m".
func (lx *lexicon) rangeTo(ts []token, p phrase, first quantity.Number) (quantity.Number, int, bool) {
	w := at(ts, p.next)
	i := p.next
	switch {
	case w.num && hyphen(w.gap):
	case (w.s == "to" || w.s == "bis" || w.s == "à" || w.s == "or") && w.flows(), w.s == lx.and && betweens[at(ts, p.from-1).s]:
		i++
	default:
		return quantity.Number{}, 0, false
	}
	for quantity.Signs[at(ts, i).s] != "" {
		i++
	}
	if i >= len(ts) {
		return quantity.Number{}, 0, false
	}
	q, ok := lx.fraction(ts, i)
	if !ok || first.Alts[0].Kind != quantity.Share { // between a half and three-quarters
		q, ok = lx.cardinal(ts, i)
	}
	if k := first.Alts[0]; !ok || k.Vague || k.Kind == quantity.Multiple { // "doubled to 50" is no range
		return quantity.Number{}, 0, false
	}
	q.from = i
	n := quantity.Number{Start: ts[i].start}
	n.Bound, n.Lead = lx.boundOf(ts, q)
	n.Alts = lx.readings(ts, &q)
	if slices.ContainsFunc(first.Alts, pointwise) && n.Alts[0].Kind == quantity.Share { // by 0.4 points to 3.4%
		return quantity.Number{}, 0, false
	}
	n.End = ts[q.next-1].end
	return n, q.next, true
}

func pointwise(v quantity.Value) bool { return v.Kind == quantity.Points }

var betweens = set("between zwischen entre")

// inherit gives the first number of a range the magnitude and unit of the second,
// as one more reading, and the range itself.
func inherit(first *quantity.Number, second quantity.Number) {
	a, b := first.Alts[0], second.Alts[0]
	if len(first.Alts) > 6 || a.Kind == b.Kind && a.N > b.N || a.Kind != quantity.Count && a.Kind != b.Kind {
		return
	}
	if b.Kind == quantity.Clock {
		first.Alts = append(first.Alts, a.Like(b))
		return
	}
	v := quantity.Written(b.Kind, a.N)
	v.Unit = b.Unit
	out := []quantity.Value{v}
	if b.Kind == quantity.Share && a.Kind == quantity.Count {
		v = a.Scaled(.01).As(quantity.Share)
		out = []quantity.Value{v}
	}
	for _, f := range []float64{1e3, 1e4, 1e6, 1e8, 1e9, 1e12} {
		if b.Kind == quantity.Count && b.N >= f && v.N < b.N/f*2 && v.N*f <= b.N {
			out = append(out, v.Scaled(f))
		}
	}
	for _, v := range out {
		first.Alts = append(first.Alts, v)
		if v.N < b.N {
			first.Alts = append(first.Alts, quantity.Value{Kind: v.Kind, Spread: true, Lo: v.N, Hi: b.N, Unit: v.Unit})
		}
	}
}
