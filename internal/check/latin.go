package check

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a sign of a sentence in Latin script.
type token struct {
	s          string // in lower case
	gap        string // what stands between the token before and this one
	start, end int
	n          float64 // of a number
	num        bool
	upper      bool // starts with a capital
	caps       bool // has no small letters
}

// vulgar are the fractions that have a character of their own.
var vulgar = map[rune]float64{'½': 1. / 2, '¼': 1. / 4, '¾': 3. / 4, '⅓': 1. / 3, '⅔': 2. / 3, '⅛': 1. / 8, '⅜': 3. / 8, '⅝': 5. / 8, '⅞': 7. / 8}

// maxTokens bounds the work on one sentence.
const maxTokens = 2000

// tokens parts a sentence into words, numbers and the signs that belong to numbers.
func tokens(s string, lx *lexicon) []token {
	out := make([]token, 0, len(s)/5+1)
	last := 0
	add := func(t token) {
		t.gap = s[last:t.start]
		last = t.end
		out = append(out, t)
	}
	for i := 0; i < len(s) && len(out) < maxTokens; {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= '0' && r <= '9':
			end, n := digits(s, i, lx.comma)
			if r, size := utf8.DecodeRuneInString(s[end:]); vulgar[r] > 0 { // 11½
				end, n = end+size, n+vulgar[r]
			}
			add(token{s: s[i:end], start: i, end: end, n: n, num: true})
			i = end
		case unicode.IsLetter(r):
			end := wordEnd(s, i)
			low := strings.ToLower(s[i:end])
			add(token{s: low, start: i, end: end, upper: unicode.IsUpper(r), caps: s[i:end] == strings.ToUpper(low)})
			i = end
		case strings.ContainsRune("%$£€¥￥₩₹+", r):
			add(token{s: s[i : i+size], start: i, end: i + size})
			i += size
		default:
			i += size
		}
	}
	return out
}

// wordEnd returns the end of the run of letters at i; an apostrophe may stand in it.
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			if r != '\'' && r != '’' {
				break
			}
			if next, n := utf8.DecodeRuneInString(s[i+size:]); !unicode.IsLetter(next) || next == 's' && !letterAt(s, i+size+n) {
				break // the end of the word, or a possessive
			}
		}
		i += size
	}
	return i
}

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[min(i, len(s)):])
	return unicode.IsLetter(r)
}

// digits reads a number in figures, with the thousands and decimal signs of the
// language: 1,200.5 or, with a decimal comma, 1.200,5 and 1 200,5.
func digits(s string, i int, comma bool) (end int, n float64) {
	thousands, point := byte(','), byte('.')
	if comma {
		thousands, point = '.', ','
	}
	var b strings.Builder
	end = i
	three := func(at int) bool { // exactly three digits
		return at+3 <= len(s) && isDigits(s[at:at+3]) && (at+3 == len(s) || s[at+3] < '0' || s[at+3] > '9')
	}
	for end < len(s) {
		switch c := s[end]; {
		case c >= '0' && c <= '9':
			b.WriteByte(c)
			end++
		case c == thousands && three(end+1):
			end++
		case comma && c == ' ' && three(end+1) && end-i <= 3:
			end++
		case comma && c == 0xc2 && end+1 < len(s) && s[end+1] == 0xa0 && three(end+2):
			end += 2
		case comma && strings.HasPrefix(s[end:], "\u202f") && three(end+3):
			end += 3
		case c == point && end+1 < len(s) && s[end+1] >= '0' && s[end+1] <= '9' && !strings.Contains(b.String(), "."):
			b.WriteByte('.')
			end++
		default:
			n, _ = strconv.ParseFloat(b.String(), 64)
			return end, n
		}
	}
	n, _ = strconv.ParseFloat(b.String(), 64)
	return end, n
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) > 0
}

// hyphen reports whether the gap between two tokens is a hyphen or a dash.
func hyphen(gap string) bool {
	switch strings.TrimSpace(gap) {
	case "-", "–", "—", "‑":
		return true
	}
	return false
}

// glue reports whether nothing stands between two tokens.
func (t token) glue() bool { return t.gap == "" }

// flows reports whether a token goes on with the phrase of the one before.
func (t token) flows() bool { return strings.TrimSpace(t.gap) == "" || hyphen(t.gap) }

// at returns the token at i, or one that is nothing.
func at(ts []token, i int) token {
	if i < 0 || i >= len(ts) {
		return token{start: -1, end: -1}
	}
	return ts[i]
}
