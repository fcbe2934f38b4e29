package relation

import (
	"slices"
	"unicode/utf8"
)

// The entries by which a sentence is read that only says of something that it is not so.
const (
	entryDisclaimed = "disclaimed"
	entryTopic      = "topic"
	entryRetold     = "retold"
)

// How far a sentence may go before the words of a denial and behind them and still say nothing else, in words, and in characters.
const (
	mostDenier       = 8
	mostDenied       = 16
	mostDenierHan    = 16
	mostDeniedHan    = 30
	mostDenierBefore = 12 // before は and a comma
	mostEndHan       = 12 // behind the words in Japanese
)

// Retold reports whether a claim has a word by which it may tell of a denial, or of what is denied, without asserting it.
func (r *Reading) Retold() bool { return r.has(disclaims, entryRetold, 0, len(r.units)) }

// Disclaims reports whether a sentence of a report says of one thing that it is not so, and nothing else.
func (r *Reading) Disclaims() bool {
	_, ok := r.disclaimer()
	return ok
}

// disclaimer returns the mark by which a sentence Disclaims.
func (r *Reading) disclaimer() (mark, bool) {
	for _, m := range r.marks[disclaims] {
		if m.name != entryDisclaimed || r.deniedTwice(m) {
			continue
		}
		switch {
		case r.lang == japanese:
			return m, r.disclaimsBefore(m)
		case r.Han:
			return m, m.from <= mostDenierHan && len(r.units)-m.upto <= mostDeniedHan && r.attributed(m.from) && r.unparted(m.from+1, len(r.units), 0)
		}
		links := 0
		if r.lang == german { // bestritt, dass
			links = 1
		}
		upto := r.untilAttribution(m.upto)
		return m, m.from <= mostDenier && upto > m.upto && upto-m.upto <= mostDenied && r.unparted(1, m.from+1, 0) && r.unparted(m.from+1, upto, links)
	}
	return mark{}, false
}

// untilAttribution is where a sentence ends behind a unit, without a last clause that only says who says so.
func (r *Reading) untilAttribution(from int) int {
	n := len(r.units)
	for i := n - 1; i > from; i-- {
		if r.units[i].stop {
			if n-i <= farAttribution && r.has(grammar, entrySaid, i, n) && r.unparted(i+1, n, 0) {
				return i
			}
			break
		}
	}
	return n
}

// deniedTwice reports whether a sentence has another denial than a mark, or leaves open what is denied.
func (r *Reading) deniedTwice(m mark) bool {
	for _, d := range r.marks[grammar] {
		switch d.name {
		case entryNot, entryNoOne, entryUndone, entryCeases, entryWithout, entryUnclear, entryDenies, entryNor, entryAsks:
			if d.upto <= m.from || d.from >= m.upto && (d.name != entryUnclear || d.from > m.upto+1) {
				return true
			}
		}
	}
	return false
}

// unparted reports whether nothing parts units into clauses but so many signs, and the word behind one of them or behind the
// first of the units.
func (r *Reading) unparted(from, upto, signs int) bool {
	linked := from + 1
	for i := from; i < upto; i++ {
		if r.units[i].stop {
			if signs--; signs < 0 {
				return false
			}
			linked = i
		}
		if !r.Han && i > linked && (r.at(entryBreak, i) || r.at(entryContrast, i)) {
			return false
		}
	}
	return true
}

// attributed reports whether what is before a unit of a Chinese sentence is one clause, behind one that only says who says so.
func (r *Reading) attributed(upto int) bool {
	said := false
	for i := 1; i <= upto; i++ {
		if r.units[i].stop {
			if said || !r.at(entrySaid, i-1) {
				return false
			}
			said = true
		}
	}
	return true
}

// disclaimsBefore is Disclaims for Japanese, which denies at the end.
func (r *Reading) disclaimsBefore(m mark) bool {
	if m.from > mostDeniedHan+mostDenierBefore || len(r.units)-m.upto > mostEndHan {
		return false
	}
	for i := 1; i < len(r.units); i++ {
		if r.units[i].stop && (i > mostDenierBefore || !r.has(disclaims, entryTopic, i-1, i)) {
			return false
		}
	}
	return true
}

// fewestShared is how many characters a claim shares with what a Chinese sentence denies where it says the same.
const fewestShared = 2

// SharesDisclaimed reports whether a claim has characters of what a Chinese sentence of a report denies.
func (r *Reading) SharesDisclaimed(o *Reading) bool {
	m, ok := o.disclaimer()
	if !ok {
		return false
	}
	var seen []string
	for _, u := range o.units[m.upto:] {
		c, _ := utf8.DecodeRuneInString(u.s)
		if content(c) && !slices.Contains(seen, u.s) && slices.ContainsFunc(r.units, func(v unit) bool { return v.s == u.s }) {
			seen = append(seen, u.s)
		}
	}
	return len(seen) >= fewestShared
}
