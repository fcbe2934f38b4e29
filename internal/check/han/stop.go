package han

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// stops maps the first character of a stop word to the words, longest first.
var stops = sync.OnceValue(func() map[rune][]string {
	m := map[rune][]string{}
	for w := range strings.FieldsSeq(stopWords) {
		r, _ := utf8.DecodeRuneInString(w)
		m[r] = append(m[r], w)
		for ws, i := m[r], len(m[r])-1; i > 0 && len(ws[i]) > len(ws[i-1]); i-- {
			ws[i], ws[i-1] = ws[i-1], ws[i]
		}
	}
	return m
})

// maskStops hides the stop words. A word that starts with a digit is none when a
// number is before it: 二十四起 is 24 cases.
func (t phrase) maskStops() {
	words := stops()
	for i := 0; i < len(t.r); i++ {
		for _, w := range words[t.r[i]] {
			n := length(w)
			if !t.has(i, w) || t.inNumber(i, i+n) || t.oneOf(i+n, unstopped[w]) {
				continue
			}
			t.mask(t.off[i], t.off[i+n])
			i += n - 1
			break
		}
	}
}

// inNumber reports whether the numeral that a stop word from i up to end starts or ends
// with is part of a longer number.
func (t phrase) inNumber(i, end int) bool {
	counts := func(i int) bool { return numeral(t.at(i)) || t.oneOf(i, t.lx.inexact) }
	return counts(i) && (counts(i-1) || t.at(i-1) == t.lx.ordinal) || counts(end-1) && counts(end) && end-i <= 2
}

// plans finds the numbers that name plans and congresses.
func (t phrase) plans() []quantity.Plan {
	var out []quantity.Plan
	for i := range t.r {
		if numeralOf(t.at(i-1)) > 0 {
			continue
		}
		if n, next, ok := t.fiveYears(i); ok {
			out = append(out, quantity.Plan{Extent: quantity.Extent{Start: t.off[i], End: t.off[next]}, N: n, Names: quantity.FiveYearPlan})
		}
		r, ok := t.inWords(i)
		if ok && !r.spread && r.lo >= 10 && r.lo < 30 && t.at(r.next) == t.lx.congress && !t.oneOf(r.next+1, t.lx.noCongress) {
			out = append(out, quantity.Plan{Extent: quantity.Extent{Start: t.off[i], End: t.off[r.next+1]}, N: r.lo, Names: quantity.Congress})
		}
	}
	return out
}

// fiveYears reads 十四五, the 14th five-year plan.
func (t phrase) fiveYears(i int) (n float64, next int, ok bool) {
	next = i + 3
	if t.at(i) != t.lx.ten || digit(t.at(i+1)) <= 0 || digit(t.at(i+2)) != 5 || numeralOf(t.at(next)) > 0 || t.measureAt(next) > 0 {
		return 0, 0, false
	}
	return 10 + digit(t.at(i+1)), next, true
}
