package story

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/text"
)

// word is a word of a text with what is needed to see a name in it.
type word struct {
	excerpt
	lower   string
	capital bool // begins with a capital
	initial bool // begins a sentence, or follows a quotation mark
	number  bool
	joined  bool // only a space or hyphen is between it and the word before
}

// excerpt is a piece of a text, so that the text from one piece up to another can be had.
type excerpt struct {
	tail string // of the text, from the piece on
	size int    // of the piece, in bytes
}

func (e excerpt) text() string { return e.tail[:e.size] }

// upto is the text from this piece to the end of another, which is not before it. Of another text, it is this piece.
func (e excerpt) upto(last excerpt) string {
	if n := len(e.tail) - len(last.tail); n >= 0 {
		return e.tail[:n+last.size]
	}
	return e.text()
}

// part is the piece of some of the runes of a piece, which has as many bytes as they have.
func (e excerpt) part(rs []rune, from, upto int) excerpt {
	start := len(string(rs[:from]))
	return excerpt{e.tail[start:], len(string(rs[from:upto]))}
}

// words cuts a text into words, in Simplified characters; ideographs, kana and hangul come as overlapping pairs.
func words(original string, limit int) []word {
	var out []word
	s := hanscript.Fold(original)
	initial, joined := true, false
	for i := 0; i < len(s) && len(out) < limit; {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case paired(r):
			j := runEnd(s, i, paired)
			out = pairs(out, original[i:], s[i:j])
			initial, joined = false, false
			i = j
		case isLetter(r) || isDecimal(r):
			j := wordEnd(s, i)
			w := word{excerpt: excerpt{original[i:], j - i}, lower: lower(s[i:j]), initial: initial, joined: joined, number: isDecimal(r), capital: isUpper(r)}
			out = append(out, w)
			initial, joined = false, true
			i = j
			if strings.HasPrefix(s[i:], "'s") || strings.HasPrefix(s[i:], "’s") {
				i += strings.IndexByte(s[i:], 's') + 1
				joined = false
			}
		default:
			switch r {
			case ' ', '-', '\u00a0':
			case '.', '!', '?', ':', '"', '“', '„', '«', '\n', '‘', '—', '–', '•', '|':
				initial, joined = true, false
			default:
				joined = false
			}
			i += n
		}
	}
	return out
}

// paired reports whether r is written without spaces between words.
func paired(r rune) bool {
	return r >= 0x0e00 && (text.Ideographic(r) || unicode.Is(unicode.Hangul, r) || unicode.Is(unicode.Thai, r))
}

// pairs appends the overlapping pairs of characters of run, with which the tail of a text begins; a single one is a word by itself.
func pairs(out []word, tail, run string) []word {
	_, n := utf8.DecodeRuneInString(run)
	if n == len(run) {
		return append(out, word{excerpt: excerpt{tail, n}, lower: run})
	}
	for i := 0; ; {
		_, a := utf8.DecodeRuneInString(run[i:])
		if i+a == len(run) {
			return out
		}
		_, b := utf8.DecodeRuneInString(run[i+a:])
		out = append(out, word{excerpt: excerpt{tail[i:], a + b}, lower: run[i : i+a+b], joined: i > 0})
		i += a
	}
}

func runEnd(s string, i int, in func(rune) bool) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !in(r) {
			break
		}
		i += n
	}
	return i
}

// wordEnd finds where the word that begins at i ends: letters and digits, and
// between digits the marks that group them.
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if (isLetter(r) || isDecimal(r)) && !paired(r) || isMark(r) {
			i += n
			continue
		}
		if (r == '.' || r == ',') && i > 0 && isDigit(s[i-1]) && i+1 < len(s) && isDigit(s[i+1]) {
			i++
			continue
		}
		break
	}
	return i
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func lower(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	return lowered(s)
}
