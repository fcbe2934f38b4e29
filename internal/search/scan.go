package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/text"
)

// token is one token of a text and the bytes of the text that it stands for.
type token struct {
	text       string
	start, end int
	wide       bool // of characters written without spaces
	last       bool // the last character of a run, given once more
	alone      bool // a character of a run, not a pair: its first or its last
}

// longestWord bounds a token, in bytes; what is longer is no word but noise.
const longestWord = 64

// scan calls emit for the tokens of s in order.
func scan(s string, emit func(token)) {
	simple := hanscript.Fold(s) // keeps every offset
	for i := 0; i < len(simple); {
		c := simple[i]
		if c < utf8.RuneSelf && !alnum(c) {
			i++
			continue
		}
		r, n := rune(c), 1
		if c >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(simple[i:])
		}
		switch {
		case wide(r):
			i = scanRun(simple, i, emit)
		case c < utf8.RuneSelf || wordRune(r):
			i = scanWord(simple, i, emit)
		default:
			i += n
		}
	}
}

func alnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// wordRune reports whether r belongs to a word that is written with spaces around it.
func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// wide reports whether r belongs to a script that puts no spaces between words.
// Korean does, but joins particles to them.
func wide(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r >= 0x4e00 && r <= 0x9fff, r >= 0xac00 && r <= 0xd7a3, r >= 0x3041 && r <= 0x30fa, r == 'ー', r == '々', r == '〇':
		return true
	case r >= 0xff66 && r <= 0xff9f: // half-width kana
		return true
	case r >= 0x2e80 && text.Ideographic(r):
		return true
	}
	return (unicode.IsLetter(r) || unicode.IsMark(r)) &&
		unicode.In(r, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// scanRun emits the run that begins at i: its first character, if it has others, its
// pairs, and its last character.
func scanRun(s string, i int, emit func(token)) int {
	before, start, first := "", i, i
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !wide(r) {
			break
		}
		now := s[i : i+n]
		if r >= 0xf900 { // compatibility ideographs, half-width kana
			now = norm.NFKC.String(now)
		}
		if start == first && before != "" {
			emit(token{text: before, start: start, end: i, wide: true, alone: true})
		}
		switch {
		case before == "":
		case adjoin(s, start, i, before, now):
			emit(token{text: s[start : i+n], start: start, end: i + n, wide: true})
		default:
			emit(token{text: before + now, start: start, end: i + n, wide: true})
		}
		before, start = now, i
		i += n
	}
	emit(token{text: before, start: start, end: i, wide: true, last: true, alone: true})
	return i
}

// adjoin reports whether s has two characters as they are, so that the pair
// can be cut from it.
func adjoin(s string, start, i int, before, now string) bool {
	return s[start:i] == before && strings.HasPrefix(s[i:], now)
}

// scanWord emits the word that begins at i. Single letters with full stops between
// them are one word: U.S. is us.
func scanWord(s string, i int, emit func(token)) int {
	start := i
	end, word := wordAt(s, i)
	if utf8.RuneCountInString(word) == 1 && !isDigit(word[0]) {
		for end+1 < len(s) && s[end] == '.' {
			e, w := wordAt(s, end+1)
			if utf8.RuneCountInString(w) != 1 || isDigit(w[0]) {
				break
			}
			word += w
			end = e
		}
	}
	if word != "" {
		if len(word) > longestWord {
			word = strings.ToValidUTF8(word[:longestWord], "")
		}
		emit(token{text: word, start: start, end: end})
	}
	return max(end, start+1)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// wordAt folds the word that begins at i, and finds where it ends.
func wordAt(s string, i int) (end int, word string) {
	j, small := i, true
	for j < len(s) && s[j] < utf8.RuneSelf && alnum(s[j]) {
		small = small && !(s[j] >= 'A' && s[j] <= 'Z')
		j++
	}
	if j == len(s) || s[j] < utf8.RuneSelf {
		if small {
			return j, s[i:j]
		}
		return j, strings.ToLower(s[i:j])
	}
	var b strings.Builder
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if wide(r) || !wordRune(r) && !unicode.IsMark(r) {
			break
		}
		b.WriteString(foldRune(r))
		i += n
	}
	return i, strings.TrimLeftFunc(b.String(), unicode.IsMark) // some letters fold to marks alone, which begin no word
}

// foldRune is r in lower case, in its compatibility form, without the accents that
// readers leave out when they type.
func foldRune(r rune) string {
	if r < utf8.RuneSelf {
		return string(unicode.ToLower(r))
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(strings.ToLower(norm.NFKC.String(string(r)))) {
		d = unicode.ToLower(d)
		plain, stroked := strokes[d]
		switch {
		case stroked:
			b.WriteString(plain)
		case d >= 0x300 && d < 0x370: // combining marks
		case unicode.IsMark(d) || unicode.IsLetter(d) || unicode.IsNumber(d):
			b.WriteRune(d)
		}
	}
	return norm.NFC.String(b.String())
}

// strokes are letters that Unicode does not decompose and keyboards replace.
var strokes = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ı': "i", 'þ': "th", 'ħ': "h", 'ŧ': "t",
}
