package latin

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// token is a word, a number or a sign of a sentence.
type token struct {
	*word             // what the language says of it; never nil
	s          string // in lower case
	gap        string // what is between the token before and this one
	start, end int
	n          float64 // of a number in figures
	num        bool
	upper      bool   // starts with a capital
	caps       bool   // has no small letters
	sign       string // the currency that it is the sign of
}

// nothing is the token before the first and after the last.
var nothing = token{word: noWord, start: -1, end: -1}

// vulgar are the fractions that have a character of their own.
var vulgar = map[rune]float64{
	'½': 1. / 2, '¼': 1. / 4, '¾': 3. / 4, '⅓': 1. / 3, '⅔': 2. / 3, '⅛': 1. / 8, '⅜': 3. / 8, '⅝': 5. / 8, '⅞': 7. / 8,
}

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
			add(token{word: noWord, s: s[i:end], start: i, end: end, n: n, num: true})
			i = end
		case unicode.IsLetter(r):
			end := lx.wordEnd(s, i)
			low := strings.ToLower(s[i:end])
			caps := strings.IndexFunc(s[i:end], unicode.IsLower) < 0
			if cut := lx.elision(low); cut > 0 && len(low) == end-i { // l'an
				if last == i {
					last += cut
				}
				low, i = low[cut:], i+cut
			}
			add(token{word: lx.look(low), s: low, start: i, end: end, upper: unicode.IsUpper(r), caps: caps})
			i = end
		case strings.ContainsRune("%‰$£€¥￥₩₹₦₱฿₺₴₫₽₪₵₸৳+", r):
			sign := s[i : i+size]
			add(token{word: lx.look(sign), s: sign, start: i, end: i + size, sign: quantity.Signs[sign]})
			i += size
		default:
			i += size
		}
	}
	return out
}

// elision is how many bytes of a word in lower case are an elided one and its apostrophe,
// which no word of the language begins with; 0: none.
func (lx *lexicon) elision(s string) int {
	if !lx.elides || lx.words[s] != nil {
		return 0
	}
	i := strings.IndexAny(s, "'’")
	if i <= 0 || i > 2 || !lx.look(s[:i]).is(elision) {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	if i+size == len(s) {
		return 0
	}
	return i + size
}

// WordEnd returns the end of the word at i of a sentence in any language, without the
// ending of a possessive, which all languages share (see all.txt).
func WordEnd(s string, i int) int { return unknown().lx.wordEnd(s, i) }

// wordEnd returns the end of the run of letters at i. An apostrophe may be in it, but not
// one that makes a possessive.
func (lx *lexicon) wordEnd(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '\'' || r == '’' {
			after := s[i+size:]
			if !letterAt(after, 0) || strings.HasPrefix(after, lx.possessive) && !letterAt(after, len(lx.possessive)) {
				break
			}
		} else if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
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
	var b strings.Builder
	for end = i; end < len(s); {
		if c := s[end]; c >= '0' && c <= '9' {
			b.WriteByte(c)
			end++
			continue
		}
		if size := separator(s, end, end-i, comma); size > 0 {
			end += size
			continue
		}
		point := byte('.')
		if comma {
			point = ','
		}
		if s[end] != point || end+1 == len(s) || !isDigits(s[end+1:end+2]) || strings.Contains(b.String(), ".") {
			break
		}
		b.WriteByte('.')
		end++
	}
	n, _ = strconv.ParseFloat(b.String(), 64)
	return end, n
}

// separator returns the length of what parts the thousands at place i of a number, of
// which so many bytes are read; 0: nothing does.
func separator(s string, i, read int, comma bool) int {
	three := func(at int) bool { // exactly three digits
		return at+3 <= len(s) && isDigits(s[at:at+3]) && (at+3 == len(s) || !isDigits(s[at+3:at+4]))
	}
	switch {
	case !comma:
		if s[i] == ',' && three(i+1) {
			return 1
		}
	case s[i] == '.' && three(i+1), s[i] == ' ' && three(i+1) && read <= 3:
		return 1
	case strings.HasPrefix(s[i:], "\u00a0") && three(i+2):
		return 2
	case strings.HasPrefix(s[i:], "\u202f") && three(i+3):
		return 3
	}
	return 0
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

// glue reports whether there is nothing between two tokens.
func (t *token) glue() bool { return t.gap == "" }

// flows reports whether a token goes on with the phrase of the one before.
func (t *token) flows() bool { return strings.TrimSpace(t.gap) == "" || hyphen(t.gap) }

// at returns the token at i, or one that is nothing.
func at(ts []token, i int) *token {
	if i < 0 || i >= len(ts) {
		return &nothing
	}
	return &ts[i]
}
