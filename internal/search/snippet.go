package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Match reports whether text holds the words of the query, by the rules of the
// indexes; filters are not looked at.
func (q Query) Match(text string) bool {
	r := read(text, q)
	stands := func(p Phrase) bool { return len(p.hits(r)) > 0 }
	for _, g := range q.All {
		if !slices.ContainsFunc(g, stands) {
			return false
		}
	}
	return !slices.ContainsFunc(q.None, stands)
}

// reading is a text, read to look for a query in it.
type reading struct {
	tokens  []token
	numbers []token // values, if the query asks for any
}

func read(text string, q Query) reading {
	r := reading{tokens: tokens(text)}
	isNumber := func(p Phrase) bool { return p.number }
	if slices.ContainsFunc(q.All, func(g []Phrase) bool { return slices.ContainsFunc(g, isNumber) }) || slices.ContainsFunc(q.None, isNumber) {
		eachNumber(text, func(n number) {
			r.numbers = append(r.numbers, token{text: n.token(), start: n.start, end: n.end})
		})
	}
	return r
}

func tokens(text string) []token {
	var ts []token
	scan(text, func(t token) { ts = append(ts, t) })
	return ts
}

// hit is the range of bytes of a text that has a phrase of the query.
type hit struct{ start, end, phrase int }

// hits finds where a text has p.
func (p Phrase) hits(r reading) []hit {
	var out []hit
	ts := r.tokens
	if p.number {
		ts = r.numbers
	}
	n := len(p.Tokens)
	for i := 0; i+n <= len(ts); i++ {
		if !p.at(ts[i : i+n]) {
			continue
		}
		h := hit{start: ts[i].start, end: ts[i+n-1].end}
		if last := ts[i+n-1]; p.alone && !last.last {
			h.end = last.start + len(p.Tokens[n-1])
		}
		out = append(out, h)
	}
	return out
}

// at reports whether ts begins with p.
func (p Phrase) at(ts []token) bool {
	for j, want := range p.Tokens {
		if j == len(p.Tokens)-1 && p.Prefix {
			return strings.HasPrefix(ts[j].text, want)
		}
		if ts[j].text != want && !(j == len(p.Tokens)-1 && slices.Contains(p.inflected, ts[j].text)) {
			return false
		}
	}
	return true
}

// Part is a piece of a snippet: a hit, or what is between hits.
type Part struct {
	Text string
	Hit  bool
}

// longestLook bounds how much of a text is searched for hits.
const longestLook = 200_000

// Snippet cuts from text about width columns around its densest group of hits;
// wide characters take two. Where the text goes on, the snippet has an ellipsis.
// Without a hit it is the text's beginning. Line breaks become spaces.
func Snippet(text string, q Query, width int) []Part {
	if len(text) > longestLook {
		text = strings.ToValidUTF8(text[:longestLook], "")
	}
	hits := q.hits(read(text, q))
	start, end := window(text, hits, max(width, 20))
	var parts []Part
	add := func(s string, isHit bool) {
		if s = spaces(s); s != "" {
			parts = append(parts, Part{s, isHit})
		}
	}
	if start > 0 {
		add("…", false)
	}
	at := start
	for _, h := range hits {
		if h.start < at || h.end > end {
			continue
		}
		add(text[at:h.start], false)
		add(text[h.start:h.end], true)
		at = h.end
	}
	add(text[at:end], false)
	if end < len(strings.TrimRightFunc(text, unicode.IsSpace)) {
		add("…", false)
	}
	return parts
}

// hits finds all phrases that are looked for, in order, overlapping ones joined.
func (q Query) hits(r reading) []hit {
	var all []hit
	n := 0
	for _, g := range q.All {
		for _, p := range g {
			for _, h := range p.hits(r) {
				h.phrase = n
				all = append(all, h)
			}
			n++
		}
	}
	slices.SortFunc(all, func(a, b hit) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	out := all[:0]
	for _, h := range all {
		if len(out) > 0 && h.start < out[len(out)-1].end {
			out[len(out)-1].end = max(out[len(out)-1].end, h.end)
			continue
		}
		out = append(out, h)
	}
	return out
}

// window chooses the bytes to show: from a little before the hit that has the most
// different phrases, then the most hits, in its next width columns.
func window(text string, hits []hit, width int) (start, end int) {
	best, bestWorth := 0, -1
	for i := range hits {
		limit := forward(text, hits[i].start, width*3/4)
		different := map[int]bool{}
		n := 0
		for _, h := range hits[i:] {
			if h.end > limit || n == 50 {
				break
			}
			different[h.phrase] = true
			n++
		}
		if worth := len(different)*100 + n; worth > bestWorth {
			best, bestWorth = i, worth
		}
	}
	if len(hits) > 0 {
		start = lead(text, hits[best].start, width/4)
	}
	end = forward(text, start, width)
	if len(hits) > 0 {
		end = max(end, hits[best].end)
	}
	return start, atBreak(text, end)
}

// forward is the offset so many columns after from.
func forward(text string, from, columns int) int {
	for i, r := range text[from:] {
		if columns -= columnsOf(r); columns < 0 {
			return from + i
		}
	}
	return len(text)
}

func columnsOf(r rune) int {
	if wide(r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60 {
		return 2
	}
	return 1
}

// lead goes back from a hit: to the beginning of its sentence, if that is no more
// than so many columns away, else to the beginning of a word.
func lead(text string, from, columns int) int {
	word := from
	for i := from; i > 0; {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		if columns -= columnsOf(r); columns < 0 {
			return word
		}
		if strings.ContainsRune("。！？\n", r) {
			return i
		}
		if unicode.IsSpace(r) || wide(r) || columnsOf(r) == 2 {
			word = i
		}
		if unicode.IsSpace(r) && i > n && strings.ContainsRune(".!?", rune(text[i-n-1])) {
			return i
		}
		i -= n
	}
	return 0
}

// atBreak moves end back to where a word ends.
func atBreak(text string, end int) int {
	for i := end; i > 0 && i < len(text) && end-i < 30; {
		after, _ := utf8.DecodeRuneInString(text[i:])
		before, n := utf8.DecodeLastRuneInString(text[:i])
		if wide(before) || wide(after) || !wordRune(before) || !wordRune(after) {
			return i
		}
		i -= n
	}
	return end
}

// spaces makes every run of white space one space.
func spaces(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			gap = true
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	if gap {
		b.WriteByte(' ')
	}
	return b.String()
}
