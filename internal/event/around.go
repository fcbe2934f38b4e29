package event

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/check/quantity"
)

// clauseSigns part a sentence. A comma or a point within a number does not.
const clauseSigns = ",;:()–—，；：、。（）؛،"

// clause is the part of a sentence that a number is in.
func (s *sentenceRead) clause(q check.Quantity) (from, upto int) {
	upto = len(s.text)
	for i, r := range s.text {
		if !strings.ContainsRune(clauseSigns, r) || s.within(i) {
			continue
		}
		switch {
		case i < q.Start && strings.ContainsRune(":：", r) && strings.TrimSpace(s.text[i+len(string(r)):q.Start]) == "":
			// number of dead: 34
		case i < q.Start:
			from = i + len(string(r))
		case i >= q.End:
			return from, i
		}
	}
	return from, upto
}

// within reports whether a sign stands between two figures.
func (s *sentenceRead) within(i int) bool {
	return i > 0 && i+1 < len(s.text) && isDigit(s.text[i-1]) && isDigit(s.text[i+1])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// around are the entries of a part of a sentence that say what a number counts, the nearest first: those that no other number
// of its sort is nearer to.
func (s *sentenceRead) around(q check.Quantity, from, upto int) []hit {
	var out []hit
	for _, h := range s.hits {
		if h.of.class > amounts || h.of.name == "nothing" || h.start < from || h.end > upto || h.start < q.End && h.end > q.Start && (h.of.class != nouns && !s.suits(h, q) || q.Sort.Dim == quantity.Celsius) {
			continue
		}
		closer := !s.owns(s.hits, q, h, from, upto)
		if !closer && s.suits(h, q) {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b hit) int { return cmp.Compare(distance(a, q), distance(b, q)) })
	return out
}

// owns reports whether an entry of a clause belongs to a number, of those of its sort. Between two numbers it is the one's that
// has no other: two were dead and four were missing; it killed two and injured four.
func (s *sentenceRead) owns(list []hit, q check.Quantity, h hit, from, upto int) bool {
	var before, behind *check.Quantity
	for i := range s.reading.Quantities {
		o := &s.reading.Quantities[i]
		switch {
		case !alikeSort(o.Sort, q.Sort) || o.Start < from || o.End > upto || s.begins(*o, upto):
		case o.End <= h.start:
			before = o
		case o.Start >= h.end && behind == nil:
			behind = o
		}
	}
	has := func(start, end int) bool {
		return slices.ContainsFunc(list, func(o hit) bool { return o.of.class == h.of.class && o.start >= start && o.end <= end })
	}
	switch {
	case before != nil && behind != nil && has(behind.End, upto):
		return *before == q
	case before != nil && behind != nil && has(from, before.Start):
		return *behind == q
	}
	return !slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool {
		return o != q && alikeSort(o.Sort, q.Sort) && o.Start >= from && o.End <= upto && distance(h, o) < distance(h, q) && !s.begins(o, upto)
	})
}

// suits reports whether an entry may say what a number of such a sort is.
func (s *sentenceRead) suits(h hit, q check.Quantity) bool {
	bare := q.Sort.Kind == quantity.Count && q.Sort.Dim == 0 && q.Sort.Money == ""
	if bare && h.of.class != amounts && !q.Bounded && q.Low < 1e4 && q.Low != math.Trunc(q.Low) && q.Low == q.High {
		return false // nobody counts 6.31 of them
	}
	if h.of.class == amounts {
		return (!bare || !q.Person) && h.of.ofSort(q.Sort)
	}
	return bare
}

func alikeSort(a, b check.Sort) bool {
	return a.Kind == b.Kind && (a.Dim != 0) == (b.Dim != 0) && (a.Money != "") == (b.Money != "")
}

// distance is how many bytes are between an entry and a number.
func distance(h hit, q check.Quantity) int {
	switch {
	case h.end <= q.Start:
		return q.Start - h.end
	case h.start >= q.End:
		return h.start - q.End
	}
	return 0
}
