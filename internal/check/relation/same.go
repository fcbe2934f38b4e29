package relation

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that a claim and a report in one script share are compared as they stand: what
// follows "not" or "perhaps" in the report, and how the claim has it.

// follow is how many characters behind a denial or a hedge are compared where they end their
// clause; else it is twice as many.
const follow = 2

// Withheld are the characters right behind each word of a Chinese sentence that denies, or
// where hedge is set, that hedges.
func (r *Reading) Withheld(hedge bool) []string {
	k, name := grammar, entryDenies
	if hedge {
		k, name = hedges, entryHint
	}
	var out []string
	for _, m := range r.marks[k] {
		if m.name != name || r.lang != chinese {
			continue
		}
		n := follow
		if i := m.upto + n; i < len(r.units) && !r.units[i].stop {
			n *= 2 // "no safety problem" does not deny safety
		}
		if m.upto+n > len(r.units) {
			continue
		}
		var b strings.Builder
		stop := false
		for i := m.upto; i < m.upto+n; i++ {
			stop = stop || r.units[i].stop
			b.WriteString(r.units[i].s)
		}
		if !stop {
			out = append(out, b.String())
		}
	}
	return out
}

// Asserts returns where a Chinese sentence has characters without a denial, or where hedge
// is set, without a hedge, in their clause. Not ok: nowhere, or with one somewhere.
func (r *Reading) Asserts(w string, hedge bool) (start, end int, ok bool) {
	want := r.lx.split(w)
	for i := range r.units {
		if r.lang != chinese || !r.run(want, i) {
			continue
		}
		from, upto := r.clause(i, false)
		switch {
		case !hedge && (r.traced(from, upto) || r.has(grammar, entryAsks, from, upto)):
			return 0, 0, false
		case hedge && (r.HedgedAt(Possible, r.units[i].start) || r.entry(entryToCome, from, upto)):
			return 0, 0, false
		}
		if !ok {
			start, end, ok = r.units[i].start, r.units[i+len(want)-1].end, true
		}
	}
	return start, end, ok
}

const entryHint = "hint"

const (
	entryUnsureHint = "unsure-hint"
	entryToComeHint = "to-come-hint"
)

// Strand is a clause of a sentence in Han script, by the pairs of characters in it that are
// words or parts of them.
type Strand struct {
	Start, End int // in bytes
	Unsure     bool
	pairs      []uint64 // of characters side by side, in order, each once
}

// plainCharacters are those of grammar: a pair with one of them is no word's.
const plainCharacters = "的了是在和与及也有不没这那一个些其他她它们我你为以于而则但就都还又把被将会能可要上下中里说称对从到年月日时后前"

// Hints reports whether a sentence in Chinese has a word for "perhaps" that is compared as it
// stands.
func (r *Reading) Hints() bool { return r.has(hedges, entryUnsureHint, 0, len(r.units)) }

// Strands are the clauses of a sentence in Han script, each with the next one of its part of
// the sentence as well.
func (r *Reading) Strands() []Strand {
	if !r.Han || r.strands != nil {
		return r.strands
	}
	out := []Strand{}
	for i := 0; i < len(r.units); {
		_, upto := r.clause(i, false)
		out = append(out, r.strand(i, upto))
		if upto < len(r.units) && !r.parted(upto) {
			_, next := r.clause(upto, false)
			out = append(out, r.strand(i, next))
		}
		i = upto
	}
	r.strands = out
	return out
}

func (r *Reading) strand(from, upto int) Strand {
	s := Strand{Start: r.units[from].start, End: r.units[upto-1].end, pairs: make([]uint64, 0, upto-from)}
	s.Unsure = r.has(hedges, entryUnsureHint, from, upto)
	before := rune(0) // the unit before, if it is of content
	for i, u := range r.units[from:upto] {
		c, _ := utf8.DecodeRuneInString(u.s)
		if !content(c) {
			c = 0
		}
		if i > 0 && !u.stop && before != 0 && c != 0 {
			s.pairs = append(s.pairs, uint64(before)<<32|uint64(c))
		}
		before = c
	}
	slices.Sort(s.pairs)
	s.pairs = slices.Compact(s.pairs)
	return s
}

// content reports whether a character is a Chinese one that words are made of.
func content(c rune) bool {
	return (c >= 0x4e00 && c <= 0x9fff || unicode.Is(unicode.Han, c)) && !strings.ContainsRune(plainCharacters, c)
}

// Shares counts the pairs of characters that two clauses have in common.
func (s Strand) Shares(o Strand) int {
	n, mine, theirs := 0, s.pairs, o.pairs
	for len(mine) > 0 && len(theirs) > 0 {
		switch cmp.Compare(mine[0], theirs[0]) {
		case 0:
			n, mine, theirs = n+1, mine[1:], theirs[1:]
		case -1:
			mine = mine[1:]
		default:
			theirs = theirs[1:]
		}
	}
	return n
}

// Finished are the two characters right behind each word of a Chinese sentence for what is
// over: 已关闭.
func (r *Reading) Finished() []string {
	const many = 2
	var out []string
	for _, m := range r.marks[grammar] {
		if m.name == entryOver && r.lang == chinese && m.upto+many <= len(r.units) && !r.units[m.upto].stop && !r.units[m.upto+1].stop {
			out = append(out, joinedUnits(r.units[m.upto:m.upto+many]))
		}
	}
	return out
}

// ToCome reports whether a Chinese sentence has characters behind a word for what is still to
// come, in its clause; Sure whether it has them elsewhere, or with a word for what is over.
func (r *Reading) ToCome(w string) bool { return r.places(w, true) > 0 }

// Sure reports whether a sentence has characters otherwise than as ToCome says.
func (r *Reading) Sure(w string) bool { return r.places(w, false) > 0 }

func (r *Reading) places(w string, toCome bool) int {
	want := r.lx.split(w)
	n := 0
	for i := range r.units {
		if r.lang != chinese || !r.run(want, i) {
			continue
		}
		from, upto := r.clause(i, false)
		over := r.has(grammar, entryOver, from, upto) || r.has(grammar, entryDoneSign, from, upto)
		if toCome == (r.has(hedges, entryToComeHint, from, i) && !over) {
			n++
		}
	}
	return n
}

// WholeClause returns where a clause of a Chinese sentence is w and nothing else.
func (r *Reading) WholeClause(w string) (start, end int, ok bool) {
	for i := 0; i < len(r.units); {
		_, upto := r.clause(i, false)
		if joinedUnits(r.units[i:upto]) == w {
			return r.units[i].start, r.units[upto-1].end, true
		}
		i = upto
	}
	return 0, 0, false
}

// Rests are the clauses of a Chinese sentence that begin with a hedge, without it.
func (r *Reading) Rests() []string {
	var out []string
	for _, m := range r.marks[hedges] {
		from, upto := r.clause(m.from, false)
		if m.name == entryUnsureHint && r.lang == chinese && from == m.from && m.upto < upto {
			out = append(out, joinedUnits(r.units[m.upto:upto]))
		}
	}
	return out
}

func joinedUnits(list []unit) string {
	var b strings.Builder
	for _, u := range list {
		b.WriteString(u.s)
	}
	return b.String()
}
