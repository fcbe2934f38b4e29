package han

import (
	"unicode"

	"github.com/waidian/waidian/internal/check/quantity"
)

// boundBefore finds the words before a number that bound it, and where they begin.
func (t phrase) boundBefore(i, start int) (quantity.Bound, int) {
	for i > 0 && t.oneOf(i-1, t.lx.lightBefore) {
		i--
	}
	for _, w := range t.lx.boundsBefore {
		if t.before(i, w.s) && (!w.joined || power(t.at(i)) > 0) {
			return w.bound, t.off[i-length(w.s)]
		}
	}
	for j := i - 1; j > i-longestLink && j > 0 && t.linking(j); j-- {
		for _, w := range t.lx.boundsBefore {
			if w.linked && t.before(j, w.s) {
				return w.bound, t.off[j-length(w.s)]
			}
		}
	}
	return quantity.Exact, start
}

// longestLink is how many characters there may be between a bound like 至少 and its
// number: 至少需要砍伐1.4万棵.
const longestLink = 6

// linking reports whether the character at j may be between a bound and its number.
func (t phrase) linking(j int) bool {
	return unicode.Is(unicode.Han, t.at(j)) && !t.numeralAt(j) && !t.oneOf(j, t.lx.unlinked)
}

// reachAfter is how many characters there may be between a number and a bound behind it.
const reachAfter = 4

// boundAfter finds the words after a number that bound it.
func (t phrase) boundAfter(i int) quantity.Bound {
	for j := i; j < i+reachAfter; j++ {
		for _, w := range t.lx.boundsAfter {
			if t.has(j, w.s) {
				return w.bound
			}
		}
		if t.at(j) == -1 || t.digitAt(j) >= 0 || t.oneOf(j, t.lx.partEnds) {
			break
		}
	}
	return quantity.Exact
}

// boundBeside finds the words of a language that are right beside a number, from i up to
// next, and bound it.
func (t phrase) boundBeside(i, next int) quantity.Bound {
	if len(t.lx.besideAfter) == 0 {
		return quantity.Exact
	}
	for _, w := range t.lx.besideBefore {
		if t.before(i, w.s) {
			return w.bound
		}
	}
	if t.oneOf(i-1, t.lx.scaled) {
		return quantity.Exact
	}
	for j := next; j < next+3; j++ { // a measure word: 100人超
		for _, w := range t.lx.besideAfter {
			if t.has(j, w.s) {
				return w.bound
			}
		}
		if !t.oneOf(j, t.lx.measureSigns) && !unicode.Is(unicode.Han, t.at(j)) {
			break
		}
	}
	return quantity.Exact
}

// trendBefore finds the verb of change right before a number.
func (t phrase) trendBefore(i int) quantity.Trend {
	for _, w := range t.lx.boundsBefore {
		if t.before(i, w.s) && !w.joined {
			i -= length(w.s)
			break
		}
	}
	for _, w := range t.lx.comparatives {
		if t.before(i, w.s) && !t.oneOf(i-1-length(w.s), t.lx.uncompared) { // 比平均高12度
			return w.trend
		}
	}
	way := quantity.By
	switch {
	case t.anyBefore(i, t.lx.upTo):
		way = quantity.To
		i--
	case t.oneOf(i-1, t.lx.done):
		i--
	}
	for _, w := range t.lx.moves {
		if !t.before(i, w.s) {
			continue
		}
		if w.trend&quantity.By != 0 { // 涨幅为5%
			way = quantity.By
		}
		return w.trend | way
	}
	return 0
}

// trendAfter reads the rise or the fall right after a number: 5%増, 1198円安.
func (t phrase) trendAfter(next int) quantity.Trend {
	for _, w := range t.lx.movesAfter {
		if t.has(next, w.s) {
			return w.trend
		}
	}
	return 0
}
