package latin

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// soft reports whether a bound may be none: what is before a time or a distance may say
// during or across, and of two hours and ten minutes the whole is bounded.
func (lx *lexicon) soft(ts []token, p mention, v quantity.Value) bool {
	if v.N <= smallCount && v.Unit == (quantity.Unit{}) && at(ts, p.from-1).is(across) {
		return true
	}
	if lx.beneath(ts, p, v) || lx.lifted(ts, p, v) {
		return true
	}
	if v.Unit.Dim != quantity.Span && (v.Unit.Dim != quantity.Length || v.N < leastCourse) {
		return false
	}
	after := at(ts, p.next)
	return at(ts, p.from-1).is(across) || after.is(and) && at(ts, p.next+1).start >= 0 || after.num && after.flows()
}

// farthestInstrument is how many words may be between a number and what others are done under.
const farthestInstrument = 3

// beneath reports whether the word that seems to bound a number says where something is, or by
// what it is done: under two presidents, under 14 laws, under a $2 billion deal.
func (lx *lexicon) beneath(ts []token, p mention, v quantity.Value) bool {
	i := p.from - 1
	for i > 0 && ts[i].sign != "" {
		i--
	}
	w := at(ts, i)
	if w.is(article) && (ts[p.from].num || ts[p.from].is(isSmall)) && ts[p.from].power == 0 {
		before := at(ts, i-1)
		return before.is(beneath) || before.is(across)
	}
	switch bare := v.Kind == quantity.Count && v.Unit == (quantity.Unit{}); {
	case !bare:
		return false
	case w.is(amid), w.is(beneath) && v.N <= smallCount:
		return true
	case !w.is(beneath):
		return false
	}
	for k := p.next; k < min(len(ts), p.next+farthestInstrument) && ts[k].flows(); k++ {
		if ts[k].is(instrument) {
			return true
		}
	}
	return false
}

// attributive reports whether the number that a word such as "under" seems to bound is a part of a
// name behind its article: under a four-year programme.
func attributive(ts []token, p mention) bool {
	i := p.from - 1
	for i > 0 && ts[i].sign != "" {
		i--
	}
	before := at(ts, i-1)
	return at(ts, i).is(article) && (before.is(beneath) || before.is(across)) && (hyphen(at(ts, p.from+1).gap) || hyphen(at(ts, p.next).gap))
}

// farthestLift is how many words may be between a verb and "up to" that belongs to it.
const farthestLift = 8

// lifted reports whether "up to" before a number says where something rose to, and not that it is
// the most: revised up to 0.4 percent, up to 61 percent from 54.
func (lx *lexicon) lifted(ts []token, p mention, v quantity.Value) bool {
	i := p.from - 1
	for i > 0 && lx.at(noMove, ts, i) == 0 && (ts[i].is(to) || ts[i].sign != "" || ts[i].is(skipped)) {
		i--
	}
	if lx.at(noMove, ts, i) == 0 {
		return false
	}
	if w := at(ts, p.next); v.Kind == quantity.Share && w.is(compared) && at(ts, p.next+1).num {
		return true
	}
	for k := i - 1; k >= max(0, i-farthestLift) && !strings.ContainsAny(ts[k+1].gap, ",;:.()—"); k-- {
		if ts[k].is(lift) {
			return true
		}
	}
	return false
}

// smallCount is the largest number of things that time passes over: over five evenings.
const smallCount = 12

// leastCourse is the shortest distance that is run: over 60 metres.
const leastCourse = 60

// longestPart is how many bytes of a part of a sentence are looked at on each side of a number.
const longestPart = 150

// limited reports whether a word of one of the phrases that bound numbers is in the same
// part of the sentence as the number from start up to end.
func (lx *lexicon) limited(s string, start, end int) bool {
	before, after := s[max(0, start-longestPart):start], s[end:min(len(s), end+longestPart)]
	if i := strings.LastIndexAny(before, ",;:.("); i >= 0 {
		before = before[i:]
	}
	if i := strings.IndexAny(after, ",;:.)"); i >= 0 {
		after = after[:i]
	}
	for w := range strings.FieldsSeq(strings.ToLower(before + " " + s[start:end] + " " + after)) {
		if lx.boundWords[strings.Trim(w, "-–—'’“”\"")] {
			return true
		}
	}
	return false
}

// denied reports whether a denial before the bound of the number at token i may turn it.
func denied(ts []token, i int, n quantity.Number) bool {
	if n.Bound == quantity.Exact || n.Lead == 0 {
		return false
	}
	for k := i - 1; k >= max(0, i-farthestMove); k-- {
		switch w := &ts[k]; {
		case w.start >= n.Lead-1, n.Bound == quantity.Most && w.is(contracted): // it has been turned
		case w.is(denial) || w.is(contracted):
			return true
		case strings.ContainsAny(ts[k+1].gap, ",;:.()"):
			return false
		}
	}
	return false
}

// longestBound is how many words a phrase that bounds a number has at most.
const longestBound = 4

// boundOf finds the words that say on which side of the number the true one lies, and
// where they start, plus one; 0: there are none before it.
func (lx *lexicon) boundOf(ts []token, p mention) (b quantity.Bound, lead int) {
	i := p.from
	if lettersBefore(ts, i) != "" || at(ts, i-1).money != "" {
		i--
		lead = ts[i].start + 1
	}
	for i > 0 && (ts[i-1].sign != "" || ts[i-1].is(skippedSign) && ts[i].s == "$" || ts[i-1].is(skipped)) {
		i--
		lead = ts[i].start + 1
	}
	for i > 0 && ts[i-1].is(passed) {
		i--
	}
	for words := longestBound; words >= 1; words-- {
		if b, ok := phrased(lx.before, ts, i-words, i); ok {
			w := at(ts, i-words-1)
			switch {
			case words == 1 && attributive(ts, p):
				return quantity.Exact, 0
			case ts[i-words].comparison != 0 && (w.num || w.is(isSmall)): // five more than four years ago
				return quantity.Exact, 0
			case b == quantity.More && w.is(contracted): // doesn't exceed
				return quantity.Most, ts[i-words].start + 1
			case ts[i-1].is(elapsed) && (w.is(determiner) || w.move != 0): // their past 11 games; slid past 160, which may be a fall
				return quantity.Exact, 0
			}
			return b, ts[i-words].start + 1
		}
	}
	return lx.boundAfter(ts, p.next), lead
}

// boundAfter finds the words that bound a number from token i on: right there, or a
// phrase of two words after one or two others.
func (lx *lexicon) boundAfter(ts []token, i int) quantity.Bound {
	for skip := range 3 {
		for words := 2; words >= 1; words-- {
			if b, ok := phrased(lx.after, ts, i+skip, i+skip+words); ok && (skip == 0 || words == 2) {
				if w := at(ts, i+skip+words); (w.is(than) || w.is(to)) && words == 2 { // four missing and more than ten, 12 km long and up to 40
					return quantity.Exact
				}
				return b
			}
		}
	}
	return quantity.Exact
}

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

// farthestMove is how many words may be between a verb of change and its number.
const farthestMove = 12

// trendOf finds the verb of change that the number belongs to.
func (lx *lexicon) trendOf(ts []token, p mention) quantity.Trend {
	if t := beside(ts, p.next); t != 0 {
		return t
	}
	last := at(ts, p.from-1)
	if w := at(ts, p.next); w.move != 0 && w.flows() && !last.is(and) {
		if last.is(to) {
			return w.move | quantity.To // auf 1,9 Prozent gesunken
		}
		return w.move | quantity.By
	}
	return lx.moved(ts, p)
}

// lasted reports whether a number is of time that passed while something changed, and not
// what changed: the highest in three months, seit drei Monaten gestiegen.
func lasted(ts []token, p mention, v quantity.Value) bool {
	return v.Unit.Dim == quantity.Span && (at(ts, p.from-1).is(overTime) || at(ts, p.from-2).is(overTime))
}

// moved finds the verb of change before a number.
func (lx *lexicon) moved(ts []token, p mention) quantity.Trend {
	way := quantity.By
	for i := p.from - 1; i >= 0 && i > p.from-farthestMove; i-- {
		w := &ts[i]
		if strings.ContainsAny(ts[i+1].gap, ",;:.()—–") {
			return 0
		}
		switch {
		case w.is(changeNoun) && (i < p.from-2 || way == quantity.To): // cut its growth forecast by 0.4 points, its forecast for growth to 1.7%
		case w.move != 0 && !(i == p.from-2 && lx.at(noMove, ts, i) == 2):
			return w.move | way
		case w.is(to) && (i == p.from-1 || way == quantity.By):
			way = quantity.To
		case w.is(stop):
			return 0
		case i < p.from-1 && way == quantity.By && amounts(ts, p.from):
		case !w.passes():
			return 0
		}
	}
	return 0
}

// passes reports whether a word may be between a verb of change and its number.
func (t *token) passes() bool {
	return t.is(filler) || t.is(by) || t.sign != "" || t.is(skippedSign)
}

// beside reads "12 degrees above the average", "30 metres below".
func beside(ts []token, i int) quantity.Trend {
	if at(ts, i).is(besideUnit) {
		i++
	}
	w := at(ts, i)
	switch {
	case !w.flows():
	case w.is(above):
		return quantity.Rises | quantity.By
	case w.is(below):
		return quantity.Falls | quantity.By
	case w.comparison != 0 && at(ts, i+1).is(than) && !at(ts, i+2).num: // 11 points more than her rival
		return w.comparison | quantity.By
	}
	return 0
}

// amounts reports whether "by" is before the number at i: what changed by it may be
// named between the verb and the number.
func amounts(ts []token, i int) bool {
	for i > 0 && ts[i-1].is(filler) {
		i--
	}
	return at(ts, i-1).is(amount)
}

// rangeTo reads the second number of "30 to 40", "between 30 and 40", "30-40m".
func (lx *lexicon) rangeTo(ts []token, p mention, first quantity.Number) (quantity.Number, int, bool) {
	w := at(ts, p.next)
	i := p.next
	switch {
	case w.num && hyphen(w.gap):
	case w.is(rangeLink) && w.flows(), w.is(and) && at(ts, p.from-1).is(between):
		i++
	default:
		return quantity.Number{}, 0, false
	}
	for at(ts, i).sign != "" {
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
	n.Alts = lx.elided(ts, q, n.Alts, []quantity.Number{first})
	n.End = ts[q.next-1].end
	return n, q.next, true
}

func pointwise(v quantity.Value) bool { return v.Kind == quantity.Points }

// inherit gives the first number of a range the magnitude and unit of the second,
// as one more reading, and the range itself.
func inherit(first *quantity.Number, last quantity.Number) {
	a, b := first.Alts[0], last.Alts[0]
	if len(first.Alts) > 6 || a.Kind == b.Kind && a.N > b.N || a.Kind != quantity.Count && a.Kind != b.Kind {
		return
	}
	if b.Kind == quantity.Clock {
		first.Alts = append(first.Alts, a.Like(b))
		return
	}
	v := quantity.Written(b.Kind, a.N)
	v.Unit = b.Unit
	if b.Kind == quantity.Share && a.Kind == quantity.Count {
		v = a.Scaled(.01).As(quantity.Share)
	}
	out := []quantity.Value{v}
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
