package event

import (
	"slices"

	"github.com/waidian/waidian/internal/check"
)

// beside reports whether an entry that bars a comparison stands right beside a number.
func (s *sentenceRead) beside(q check.Quantity, name string) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		if h.of.class != bars || h.of.name != name || distance(h, q) > 1 {
			return false
		}
		if name == "from" {
			return h.end <= q.Start != vocabularyOf(s.lang).late
		}
		if name == "not" && !vocabularyOf(s.lang).late {
			return h.end <= q.Start // five, and not seven
		}
		return h.end <= q.Start || h.of.is("beside")
	})
}

// age reports whether a number is an age, or one of several: two men aged 24 and 37.
func (s *sentenceRead) age(q check.Quantity) bool {
	return s.beside(q, "age") || slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool {
		gap := max(q.Start-o.End, o.Start-q.End)
		return gap > 0 && gap <= ageGap && o.Sort == q.Sort && s.beside(o, "age")
	})
}

// ageGap is how many bytes are between two ages of a list at most, as a word for "and" and its spaces.
const ageGap = 7

// begins reports whether a number is where a change begins that ends with another: from 600 to 700.
func (s *sentenceRead) begins(q check.Quantity, upto int) bool {
	return s.beside(q, "from") && slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool { return s.leads(q, o) && o.Start < upto })
}

// shortWay is how many bytes are between two numbers of which nothing but a sign of direction is between them.
const shortWay = 5

// leads reports whether a change leads from one number right to another.
func (s *sentenceRead) leads(q, o check.Quantity) bool {
	if o.Start <= q.Start || !alikeSort(o.Sort, q.Sort) || slices.ContainsFunc(s.reading.Quantities, func(x check.Quantity) bool { return x.Start > q.Start && x.Start < o.Start }) {
		return false
	}
	return o.Start-q.End <= shortWay || slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == bars && h.of.name == "to" && h.start >= q.End && h.end <= o.Start && o.Start-h.end <= 1
	})
}

// former is the number that a sentence says another one was before, or that it is not: up from 600, not 600. Not ok: there is none.
func (s *sentenceRead) former(q check.Quantity) (was check.Quantity, wrong, ok bool) {
	for _, o := range s.reading.Quantities {
		if o == q || !alikeSort(o.Sort, q.Sort) {
			continue
		}
		if s.beside(o, "from") && (s.leads(o, q) || o.Start > q.End && s.last(o) && !ofGenitive(s.lang)) {
			return o, false, true
		}
		if s.beside(o, "not") {
			return o, true, true
		}
		if s.beside(o, "first") {
			return o, false, true
		}
	}
	return check.Quantity{}, false, false
}

// ofGenitive reports whether the word of a language for from is its word for of, too.
func ofGenitive(lang string) bool {
	return slices.Contains([]string{"fr", "es", "de", "ar"}, tongue(lang))
}

// last reports whether no number of a sentence stands behind one.
func (s *sentenceRead) last(q check.Quantity) bool {
	return !slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool { return o.Start > q.Start })
}
