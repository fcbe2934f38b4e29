package han

import (
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/check/quantity"
)

// currencyBefore returns the currency that is named before a number.
func (t phrase) currencyBefore(i int) string {
	for i > 0 && t.at(i-1) == ' ' {
		i--
	}
	for _, w := range currenciesBefore {
		if t.before(i, w.s) {
			return w.code
		}
	}
	return quantity.Signs[string(t.at(i-1))]
}

// unitAt finds the longest unit at i, and how many characters it takes.
func (t phrase) unitAt(i int) (quantity.Unit, int) {
	for size := longestUnit; size > 0; size-- {
		if i+size > len(t.r) {
			continue
		}
		if u, ok := units[string(t.r[i:i+size])]; ok {
			return u, size
		}
	}
	return quantity.Unit{}, 0
}

// measureAt returns how many characters a unit or a measure word at i takes; 0: none
// is there.
func (t phrase) measureAt(i int) int {
	if _, size := t.unitAt(i); size > 0 {
		return size
	}
	for size := longestMeasure; size > 0; size-- {
		if i >= 0 && i+size <= len(t.r) && measures[string(t.r[i:i+size])] {
			return size
		}
	}
	return 0
}

// model reports whether the figures from i up to next belong to a name in Latin
// letters: 4K, A350.
func (t phrase) model(i, next int) bool {
	letter := func(c rune) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }
	end := next
	for letter(t.at(end)) {
		end++
	}
	if end > next {
		return !Measure(string(t.r[next:end]))
	}
	if t.at(i-1) == '-' {
		i--
	}
	start := i
	for letter(t.at(start - 1)) {
		start--
	}
	return start < i && !latinMoney[strings.ToLower(string(t.r[start:i]))]
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// set is a set of words, parted by white space.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
