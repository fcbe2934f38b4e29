package check

import (
	"slices"
	"strings"
)

// boundOf finds the words that say on which side of the number the true one lies.
func (lx *lexicon) boundOf(ts []token, p phrase) (b bound, lead int) {
	i := p.from
	for i > 0 && (signs[ts[i-1].s] != "" || ts[i-1].s == "us" && ts[i].s == "$" || ts[i-1].s == "a" || ts[i-1].s == "hk" || ts[i-1].s == "rmb") {
		i--
		lead = ts[i].start + 1
	}
	for words := 4; words >= 1; words-- {
		if b, ok := phrased(lx.before, ts, i-words, i); ok {
			w := at(ts, i-words-1).s
			switch {
			case b == more && (strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t")):
				return most, ts[i-words].start + 1
			case ts[i-1].s == "past" && (determiners[w] || lx.moves[w] != 0): // their past 11 games; slid past 160, which may be a fall
				return exact, 0
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
	return exact, lead
}

// determiners stand before "past" where it means the time gone by.
var determiners = set("the this these his her its their our my your s")

// phrased looks the words from i up to j up in a table of phrases.
func phrased(m map[string]bound, ts []token, i, j int) (bound, bool) {
	if i < 0 || j > len(ts) {
		return exact, false
	}
	var buf [64]byte
	words := buf[:0]
	for k := i; k < j; k++ {
		if k > i {
			if strings.ContainsAny(ts[k].gap, ",;:.()") {
				return exact, false
			}
			words = append(words, ' ')
		}
		words = append(words, ts[k].s...)
	}
	b, ok := m[string(words)]
	return b, ok
}

// trendOf finds the verb of change that the number belongs to.
func (lx *lexicon) trendOf(ts []token, p phrase) trend {
	if t := lx.beside(ts, p.next); t != 0 {
		return t
	}
	if t, ok := lx.moves[at(ts, p.next).s]; ok && at(ts, p.next).flows() && at(ts, p.from-1).s != lx.and {
		if lx.to[at(ts, p.from-1).s] {
			return t | to // auf 1,9 Prozent gesunken
		}
		return t | by
	}
	way := by
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
		case lx.to[w.s] && i == p.from-1, lx.to[w.s] && way == by:
			way = to
		case w.s == "from" || w.s == "and":
			return 0
		case i < p.from-1 && way == by && lx.amount(ts, p.from):
		case !lx.filler[w.s] && !lx.by[w.s] && signs[w.s] == "" && w.s != "us":
			return 0
		}
	}
	return 0
}

// beside reads "12 degrees above the average", "30 metres below".
func (lx *lexicon) beside(ts []token, i int) trend {
	if w := at(ts, i).s; w == "degrees" || w == "degree" || w == "points" {
		i++
	}
	if !at(ts, i).flows() {
		return 0
	}
	switch at(ts, i).s {
	case "above":
		return rises | by
	case "below":
		return falls | by
	case "more", "higher":
		return than(ts, i, rises)
	case "less", "fewer", "lower":
		return than(ts, i, falls)
	}
	return 0
}

// than is the trend of a comparison at token i that no number ends: "11 points more
// than her rival".
func than(ts []token, i int, t trend) trend {
	if at(ts, i+1).s != "than" || at(ts, i+2).num {
		return 0
	}
	return t | by
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
func (lx *lexicon) rangeTo(ts []token, p phrase, first number) (number, int, bool) {
	w := at(ts, p.next)
	i := p.next
	switch {
	case w.num && hyphen(w.gap):
	case (w.s == "to" || w.s == "bis" || w.s == "à" || w.s == "or") && w.flows(), w.s == lx.and && betweens[at(ts, p.from-1).s]:
		i++
	default:
		return number{}, 0, false
	}
	for signs[at(ts, i).s] != "" {
		i++
	}
	if i >= len(ts) {
		return number{}, 0, false
	}
	q, ok := lx.fraction(ts, i)
	if !ok || first.alts[0].kind != share { // between a half and three-quarters
		q, ok = lx.cardinal(ts, i)
	}
	if k := first.alts[0]; !ok || k.vague || k.kind == multiple { // "doubled to 50" is no range
		return number{}, 0, false
	}
	q.from = i
	n := number{start: ts[i].start}
	n.bound, n.lead = lx.boundOf(ts, q)
	n.alts = lx.readings(ts, &q)
	if slices.ContainsFunc(first.alts, pointwise) && n.alts[0].kind == share { // by 0.4 points to 3.4%
		return number{}, 0, false
	}
	n.end = ts[q.next-1].end
	return n, q.next, true
}

func pointwise(v value) bool { return v.kind == points }

var betweens = set("between zwischen entre")

// inherit gives the first number of a range the magnitude and unit of the second,
// as one more reading, and the range itself.
func inherit(first *number, second number) {
	a, b := first.alts[0], second.alts[0]
	if len(first.alts) > 6 || a.kind == b.kind && a.n > b.n || a.kind != count && a.kind != b.kind {
		return
	}
	if b.kind == clock {
		first.alts = append(first.alts, inUnits(a, b))
		return
	}
	v := written(b.kind, a.n)
	v.unit = b.unit
	out := []value{v}
	if b.kind == share && a.kind == count {
		v = kinded(a.scaled(.01), share)
		out = []value{v}
	}
	for _, f := range []float64{1e3, 1e4, 1e6, 1e8, 1e9, 1e12} {
		if b.kind == count && b.n >= f && v.n < b.n/f*2 && v.n*f <= b.n {
			out = append(out, v.scaled(f))
		}
	}
	for _, v := range out {
		first.alts = append(first.alts, v)
		if v.n < b.n {
			first.alts = append(first.alts, value{kind: v.kind, spread: true, lo: v.n, hi: b.n, unit: v.unit})
		}
	}
}
