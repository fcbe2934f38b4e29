package latin

import (
	"strings"
)

// sum adds up a number in words.
type sum struct {
	total float64 // up to the last power
	part  float64 // what follows it
	seen  bool    // a word of the number has been read
}

// inWords reads a number in words: a hundred and twenty, twenty-five, five thousand. Not
// ok: none starts at token i.
func (lx *lexicon) inWords(ts []token, i int) (n float64, next int, ok bool) {
	var s sum
	for next = i; next < len(ts); next++ {
		if next > i && !ts[next].flows() || !lx.addWord(&s, ts, next) && !lx.joins(&s, ts, next) {
			break
		}
	}
	return s.total + s.part, next, s.seen
}

// addWord adds the word at token i to a number. Not ok: it does not belong to it.
func (lx *lexicon) addWord(s *sum, ts []token, i int) bool {
	w := &ts[i]
	v, isNumber := lx.worth(w.s, w.word)
	switch {
	case lx.scores && s.part == 4 && w.is(score) && hyphen(w.gap): // quatre-vingts
		s.part = 80
	case isNumber && lx.goesOn(s.part, v, s.seen):
		s.part += v
	case w.power == 0 || len(w.s) < 3:
		return false
	case w.power == 100 && s.part < 20:
		s.part = max(s.part, 1) * w.power
	case s.seen || at(ts, i-1).is(powerArticle) || lx.joined || w.power == 1000:
		s.total += max(s.part, 1) * w.power
		s.part = 0
	default:
		return false
	}
	s.seen = true
	return true
}

// joins reports whether the word at token i joins parts of a number: vingt et un, a
// hundred and one.
func (lx *lexicon) joins(s *sum, ts []token, i int) bool {
	if !ts[i].is(and) {
		return false
	}
	after := at(ts, i+1)
	return lx.scores && onScore(s.part, after.small) || s.seen && (s.part >= 100 || s.total > 0) && after.is(isSmall)
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

// joinedOrdinal is the worth of an ordinal that is joined as its number is: zwanzigste; 0: it is none.
func (lx *lexicon) joinedOrdinal(s string) float64 {
	for _, c := range lx.ordinals {
		stem, ok := strings.CutSuffix(s, c.s)
		if !ok || stem == "" {
			continue
		}
		w := lx.look(stem)
		n, ok := lx.worth(stem, w)
		if !ok && w.power >= 100 {
			n, ok = w.power, true
		}
		if ok && n >= c.n {
			return n
		}
	}
	return 0
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
