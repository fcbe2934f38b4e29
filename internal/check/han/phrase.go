package han

import (
	"strings"
	"unicode/utf8"
)

// phrase is a sentence prepared for reading: in simplified characters, one by one, with
// what must not be read as a number masked.
type phrase struct {
	r   []rune
	off []int // byte offset of each character; one more for the end
	lx  *lexicon
}

// masked is in the place of a name, an idiom or a date.
const masked = '\x00'

// newPhrase prepares a sentence that hanscript.Fold has made simplified.
func newPhrase(s string, lx *lexicon) phrase {
	t := phrase{r: make([]rune, 0, len(s)/2), off: make([]int, 0, len(s)/2+1), lx: lx}
	for i, r := range s {
		if r >= '！' && r <= '～' { // full-width forms
			r -= '！' - '!'
		}
		if r == '〜' {
			r = '~'
		}
		t.r = append(t.r, r)
		t.off = append(t.off, i)
	}
	t.off = append(t.off, len(s))
	return t
}

// mask hides the characters between two byte offsets.
func (t phrase) mask(start, end int) {
	for i := range t.r {
		if t.off[i] >= start && t.off[i] < end {
			t.r[i] = masked
		}
	}
}

// at is the character at i; -1 before and behind the sentence.
func (t phrase) at(i int) rune {
	if i < 0 || i >= len(t.r) {
		return -1
	}
	return t.r[i]
}

// oneOf reports whether the character at i is one of those.
func (t phrase) oneOf(i int, chars string) bool {
	c := t.at(i)
	return c > 0 && strings.ContainsRune(chars, c)
}

// has reports whether w begins at i. No word begins anywhere.
func (t phrase) has(i int, w string) bool {
	if w == "" {
		return false
	}
	for _, r := range w {
		if t.at(i) != r {
			return false
		}
		i++
	}
	return true
}

// before reports whether w ends right before i.
func (t phrase) before(i int, w string) bool {
	n := length(w)
	return i >= n && t.has(i-n, w)
}

// first returns the length of the first of the words that begins at i; 0: none does.
func (t phrase) first(i int, words []string) int {
	for _, w := range words {
		if t.has(i, w) {
			return length(w)
		}
	}
	return 0
}

// anyBefore reports whether one of the words ends right before i.
func (t phrase) anyBefore(i int, words []string) bool {
	for _, w := range words {
		if t.before(i, w) {
			return true
		}
	}
	return false
}

// length is the number of characters of a word.
func length(w string) int { return utf8.RuneCountInString(w) }

// figure reports whether an Arabic figure is at i.
func (t phrase) figure(i int) bool { c := t.at(i); return c >= '0' && c <= '9' }

// numeralAt reports whether a number may begin at i.
func (t phrase) numeralAt(i int) bool { return t.digitAt(i) >= 0 || power(t.at(i)) > 0 }

// digitAt is the worth of the Chinese or Arabic digit at i, or -1.
func (t phrase) digitAt(i int) float64 {
	if t.figure(i) {
		return float64(t.at(i) - '0')
	}
	return digit(t.at(i))
}
