// Package hanwords parts Chinese text into words: along the likeliest path through the
// words of a dictionary, by how often each is met. It says of a name that seems to stand in
// a text whether its ends are borders of words. The list of words is made from the
// dictionary of jieba (MIT License; see README.md). Texts are in the form that
// hanscript.Fold gives them. The package knows no names of its own.
package hanwords

import (
	"math"
	"slices"
	"unicode/utf8"
)

// Extent is a part of a text, in bytes.
type Extent struct{ Start, End int }

// Standing says how a part of a text stands in its words.
type Standing int

// How a part stands, from worst to best.
const (
	Cut    Standing = iota // a border of it cuts a word, a numeral or a day of the week
	Within                 // it is a part of one word
	Unsure                 // it is made of whole words, but may as well not be
	Whole                  // it is made of whole words
)

// Words is a text, parted.
type Words struct {
	at    []int     // where a character begins, and where the text ends
	char  []rune    // the characters
	arcs  []arc     // the words, in the order of the characters at which they begin
	first []int     // where those of a character begin in arcs
	from  []float32 // the cost of the best path from the beginning to a character
	to    []float32 // and from it to the end
	next  []int     // the character at which the word of the best path ends that begins at one
}

// arc is a word from one character to another.
type arc struct {
	end    int
	cost   float32
	listed bool
}

// total is the base 2 logarithm of how many words the dictionary has met.
const total = 25.8

// Weights, which are the same logarithm of one word, of names that the dictionary lacks, of
// two characters and of more, and of a numeral or a day of the week.
const (
	knownTwo     = 5
	knownLonger  = 8
	closedWeight = 18
)

// Part parts a text. names are what may be names in it: each is a word, too, whether the
// dictionary has it or not.
func Part(s string, names []Extent) *Words {
	n := utf8.RuneCountInString(s)
	w := &Words{at: make([]int, 0, n+1), char: make([]rune, 0, n)}
	for i, r := range s {
		w.at = append(w.at, i)
		w.char = append(w.char, r)
	}
	w.at = append(w.at, len(s))
	d, closed := words(), w.closed()
	w.first = make([]int, len(w.char)+1)
	w.arcs = make([]arc, 0, 2*len(w.char))
	slices.SortStableFunc(names, func(a, b Extent) int { return a.Start - b.Start })
	for i := range w.char {
		w.first[i] = len(w.arcs)
		w.begin(d, i, closed)
		for ; len(names) > 0 && names[0].Start <= w.at[i]; names = names[1:] {
			w.add(i, names[0], closed)
		}
	}
	w.first[len(w.char)] = len(w.arcs)
	w.paths()
	return w
}

// begins are the words that begin at a character.
func (w *Words) begins(i int) []arc { return w.arcs[w.first[i]:w.first[i+1]] }

// begin adds the words of the dictionary that begin at a character. A numeral and a day of
// the week are one word, whatever the dictionary says.
func (w *Words) begin(d *dictionary, i int, closed []int) {
	if end := closed[i]; end < 0 {
		w.arcs = append(w.arcs, arc{end: i + 1, cost: total * 10}) // within one: never begun
		return
	} else if end > 0 {
		w.arcs = append(w.arcs, arc{end: end, cost: total - closedWeight, listed: true})
		return
	}
	alone := true
	node := int32(0)
	for j := i; j < len(w.char) && (j == i || closed[j] == 0); j++ {
		if node = d.step(node, w.char[j]); node == 0 {
			break
		}
		if weight := d.weight[node]; weight > 0 {
			w.arcs = append(w.arcs, arc{j + 1, total - float32(weight>>1)/4, j > i})
			alone = alone && j > i
		}
	}
	if alone {
		w.arcs = append(w.arcs, arc{end: i + 1, cost: total})
	}
}

// add adds a name as a word that begins at a character.
func (w *Words) add(i int, n Extent, closed []int) {
	j := w.index(n.End)
	if n.Start != w.at[i] || j <= i || cuts(closed, i, j) {
		return
	}
	for _, a := range w.arcs[w.first[i]:] {
		if a.end == j && a.listed {
			return
		}
	}
	cost := float32(total - knownTwo)
	if j-i > 2 {
		cost = total - knownLonger
	}
	w.arcs = append(w.arcs, arc{end: j, cost: cost, listed: true})
}

// cuts reports whether a part from character i to j takes some, not all, of what is one word.
func cuts(closed []int, i, j int) bool {
	if closed[i] < 0 {
		return true
	}
	for k := i; k < j; k++ {
		if closed[k] > j {
			return true
		}
	}
	return false
}

// index returns the character that begins at a byte, the end of the text too, or -1.
func (w *Words) index(at int) int {
	lo, hi := 0, len(w.at)
	for lo < hi {
		if mid := (lo + hi) / 2; w.at[mid] < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(w.at) && w.at[lo] == at {
		return lo
	}
	return -1
}

// paths finds the cheapest path, and the cost of the best one through each character.
func (w *Words) paths() {
	n := len(w.char)
	w.from, w.to, w.next = make([]float32, n+1), make([]float32, n+1), make([]int, n+1)
	for i := range n {
		w.from[i+1] = math.MaxFloat32
	}
	for i := range n {
		for _, a := range w.begins(i) {
			w.from[a.end] = min(w.from[a.end], w.from[i]+a.cost)
		}
	}
	for i := n - 1; i >= 0; i-- {
		w.to[i] = math.MaxFloat32
		for _, a := range w.begins(i) {
			if c := a.cost + w.to[a.end]; c < w.to[i] {
				w.to[i], w.next[i] = c, a.end
			}
		}
	}
}

// margin is how much likelier, in bits, a reading must be than any that cuts the part.
const margin = 6

// Stands says how a part of the text stands in its words; word is the one that it is
// within, else the part itself.
func (w *Words) Stands(part Extent) (s Standing, word Extent) {
	i, j := w.index(part.Start), w.index(part.End)
	if i < 0 || j <= i {
		return Cut, part
	}
	begins, ends := i == 0, false
	for k := 0; k < len(w.char); k = w.next[k] {
		end := w.next[k]
		if k <= i && end >= j && (k < i || end > j) {
			return Within, Extent{w.at[k], w.at[end]}
		}
		begins = begins || end == i
		ends = ends || end == j
	}
	if !begins || !ends {
		return Cut, part
	}
	if j-i == 2 && w.rival(i, j)-w.through(i, j) < margin {
		return Unsure, part
	}
	return Whole, part
}

// through is the cost of the best path with borders at two characters.
func (w *Words) through(i, j int) float32 {
	best := float32(math.MaxFloat32)
	for _, a := range w.begins(i) {
		if a.end == j {
			best = min(best, a.cost)
		}
	}
	if j == i+2 {
		for _, a := range w.begins(i) {
			for _, b := range w.begins(i + 1) {
				if a.end == i+1 && b.end == j {
					best = min(best, a.cost+b.cost)
				}
			}
		}
	}
	return w.from[i] + best + w.to[j]
}

// longestWord bounds the words of the dictionary, in characters.
const longestWord = 6

// rival is the cost of the best path with a listed word that cuts the part of the text from
// character i to j, by its left or its right border.
func (w *Words) rival(i, j int) float32 {
	best := float32(math.MaxFloat32)
	for k := max(0, i-longestWord); k < j; k++ {
		for _, a := range w.begins(k) {
			left := k < i && a.end > i && a.end < j
			right := k > i && k < j && a.end > j
			if a.listed && (left || right) {
				best = min(best, w.from[k]+a.cost+w.to[a.end])
			}
		}
	}
	return best
}

// closed says of each character where the numeral or the day of the week ends that begins
// there: 0: there is none; -1: the character is within one.
func (w *Words) closed() []int {
	out := make([]int, len(w.char))
	for i := 0; i < len(w.char); {
		end := w.closedAt(i)
		if end > i+1 {
			out[i] = end
			for k := i + 1; k < end; k++ {
				out[k] = -1
			}
		}
		i = max(end, i+1)
	}
	return out
}

// closedAt is where the numeral or the day of the week ends that begins at a character; one
// character alone is neither.
func (w *Words) closedAt(i int) int {
	for _, sign := range []string{"星期", "礼拜", "周"} {
		k := i
		for _, r := range sign {
			if k == len(w.char) || w.char[k] != r {
				k = -1
				break
			}
			k++
		}
		if k > i && k < len(w.char) && in(w.char[k], "一二三四五六日天末") {
			return k + 1
		}
	}
	k := i
	for k < len(w.char) && numeral(w.char[k]) {
		k++
	}
	return k
}

func numeral(r rune) bool {
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || in(r, "一二三四五六七八九十百千万亿零〇两")
}

func in(r rune, set string) bool {
	for _, c := range set {
		if c == r {
			return true
		}
	}
	return false
}

// Each calls f with the words of the likeliest path, in order.
func (w *Words) Each(f func(word Extent)) {
	for k := 0; k < len(w.char); k = w.next[k] {
		f(Extent{w.at[k], w.at[w.next[k]]})
	}
}

// Beside are the words of the likeliest path right before and behind a part that is made of
// whole words; empty at the ends of the text.
func (w *Words) Beside(part Extent) (before, after Extent) {
	i, j := w.index(part.Start), w.index(part.End)
	before, after = Extent{part.Start, part.Start}, Extent{part.End, part.End}
	for k := 0; k < len(w.char); k = w.next[k] {
		if w.next[k] == i {
			before.Start = w.at[k]
		}
		if k == j {
			after.End = w.at[w.next[k]]
		}
	}
	return before, after
}
