package latin

import (
	"strings"
)

// inWords reads a number in words: a hundred and twenty, twenty-five, five thousand.
func (lx *lexicon) inWords(ts []token, i int) (n float64, next int, ok bool) {
	total, part, seen := 0., 0., false
	for next = i; next < len(ts); next++ {
		w := &ts[next]
		if next > i && !w.flows() {
			break
		}
		v, isNumber := lx.worth(w.s, w.word)
		switch {
		case lx.scores && part == 4 && w.is(score) && hyphen(w.gap): // quatre-vingts
			part = 80
		case isNumber && lx.goesOn(part, v, seen):
			part += v
		case lx.scores && w.is(and) && onScore(part, at(ts, next+1).small):
			continue
		case w.power == 100 && len(w.s) > 2 && part < 20:
			part = max(part, 1) * w.power
		case w.power > 0 && len(w.s) > 2 && (seen || at(ts, next-1).is(powerArticle) || lx.joined || w.power == 1000):
			total += max(part, 1) * w.power
			part = 0
		case w.is(and) && seen && (part >= 100 || total > 0) && at(ts, next+1).is(isSmall):
			continue
		default:
			return total + part, next, seen
		}
		seen = true
	}
	return total + part, next, seen
}

// goesOn reports whether a number word worth v goes on with the part of a number before
// it: five after twenty, twenty after a hundred.
func (lx *lexicon) goesOn(part, v float64, seen bool) bool {
	switch {
	case lx.scores && onScore(part, v), !seen, part == 0:
		return true
	case part >= 20 && v < 10 && int(part)%10 == 0:
		return true
	}
	return part >= 100 && int(part)%100 == 0 && v < 100
}

// worth is the worth of one number word, also of a joined one: fünfundzwanzig.
func (lx *lexicon) worth(s string, w *word) (float64, bool) {
	if w.is(isSmall) {
		return w.small, true
	}
	if !lx.joined {
		return 0, false
	}
	for _, c := range lx.compounds {
		if n, ok := lx.compound(s, c); ok {
			return n, true
		}
	}
	return lx.onesAndTens(s)
}

// compound reads a joined number with a part that multiplies what is before it, if it is
// large, or adds a half: zweihundert, zweieinhalb.
func (lx *lexicon) compound(s string, c compound) (float64, bool) {
	before, after, ok := strings.Cut(s, c.s)
	if !ok || before+after == "" {
		return 0, false
	}
	hi, ok := lx.worth(before, lx.look(before))
	if c.n < 1 {
		return hi + c.n, ok && after == "" && hi > 0
	}
	lo, ok2 := lx.worth(strings.TrimPrefix(after, lx.joint), lx.look(strings.TrimPrefix(after, lx.joint)))
	return max(hi, 1)*c.n + lo, (ok || before == "") && (ok2 || after == "")
}

// onesAndTens reads fünfundzwanzig.
func (lx *lexicon) onesAndTens(s string) (float64, bool) {
	a, b, ok := strings.Cut(s, lx.joint)
	if !ok || lx.joint == "" {
		return 0, false
	}
	ones, tens := lx.look(a), lx.look(b)
	if !ones.is(isSmall) || !tens.is(isSmall) || tens.small < 20 || ones.small >= 10 {
		return 0, false
	}
	return tens.small + ones.small, true
}
