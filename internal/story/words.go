package story

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/text"
)

// word is a word of a text with what is needed to see a name in it.
type word struct {
	lower   string
	capital bool // begins with a capital
	initial bool // begins a sentence, or follows a quotation mark
	number  bool
	joined  bool // only a space or hyphen is between it and the word before
}

// words cuts s into words; ideographs, kana and hangul come as overlapping pairs.
func words(s string, limit int) []word {
	var out []word
	initial, joined := true, false
	for i := 0; i < len(s) && len(out) < limit; {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case paired(r):
			j := runEnd(s, i, paired)
			out = pairs(out, s[i:j])
			initial, joined = false, false
			i = j
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			j := wordEnd(s, i)
			w := word{lower: lower(s[i:j]), initial: initial, joined: joined, number: unicode.IsDigit(r), capital: unicode.IsUpper(r)}
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

// pairs appends the overlapping pairs of characters of run; a single one is a word by itself.
func pairs(out []word, run string) []word {
	_, n := utf8.DecodeRuneInString(run)
	if n == len(run) {
		return append(out, word{lower: run})
	}
	for i := 0; ; {
		_, a := utf8.DecodeRuneInString(run[i:])
		if i+a == len(run) {
			return out
		}
		_, b := utf8.DecodeRuneInString(run[i+a:])
		out = append(out, word{lower: run[i : i+a+b], joined: i > 0})
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
		if unicode.IsMark(r) || (unicode.IsLetter(r) || unicode.IsDigit(r)) && !paired(r) {
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
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.ToLower(text.Fold(s))
		}
	}
	return strings.ToLower(s)
}
