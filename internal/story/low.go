package story

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/text"
)

// firstHigh is behind the characters of the scripts whose words are read most: Latin, Greek, Cyrillic, Hebrew and Arabic.
const firstHigh = 0x700

// low is what is known of a character below firstHigh, so that it is found out once and not at each place.
type low struct {
	lower  string // its small letter, in the form in which words are compared; "": it depends on those beside it
	plain  string // as plain gives it
	letter bool
	digit  bool
	mark   bool
	upper  bool
	script script
}

var lows = sync.OnceValue(func() *[firstHigh]low {
	var out [firstHigh]low
	for r := range rune(firstHigh) {
		s := string(r)
		l := low{letter: unicode.IsLetter(r), digit: unicode.IsDigit(r), mark: unicode.IsMark(r), upper: unicode.IsUpper(r), script: scriptIn(r)}
		if (l.letter || l.digit) && norm.NFKC.IsNormalString(s) && norm.NFKC.PropertiesString(s).BoundaryBefore() {
			l.lower = strings.ToLower(s) // nothing joins it to the character before
		}
		l.plain = plainly(s)
		out[r] = l
	}
	return &out
})

// lowered is a word in small letters, in the form in which words are compared.
func lowered(s string) string {
	known, out := lows(), make([]byte, 0, len(s))
	for _, r := range s {
		if r >= firstHigh || known[r].lower == "" {
			return strings.ToLower(text.Fold(s))
		}
		out = append(out, known[r].lower...)
	}
	return string(out)
}

// unmarked is a word in small letters without marks.
func unmarked(s string) string {
	known, out := lows(), make([]byte, 0, len(s))
	for _, r := range s {
		if r >= firstHigh {
			return plainly(s)
		}
		out = append(out, known[r].plain...)
	}
	return string(out)
}

// plainly is unmarked, character by character of any script.
func plainly(s string) string {
	s = special.Replace(strings.ToLower(s))
	var out strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// isLetter is unicode.IsLetter.
func isLetter(r rune) bool {
	if r < firstHigh {
		return lows()[r].letter
	}
	return unicode.IsLetter(r)
}

// isDecimal is unicode.IsDigit.
func isDecimal(r rune) bool {
	if r < firstHigh {
		return lows()[r].digit
	}
	return unicode.IsDigit(r)
}

// isMark is unicode.IsMark.
func isMark(r rune) bool {
	if r < firstHigh {
		return lows()[r].mark
	}
	return unicode.IsMark(r)
}

// isUpper is unicode.IsUpper.
func isUpper(r rune) bool {
	if r < firstHigh {
		return lows()[r].upper
	}
	return unicode.IsUpper(r)
}

// scriptOf is the script of a letter.
func scriptOf(r rune) script {
	if r < firstHigh {
		return lows()[r].script
	}
	return scriptIn(r)
}

// scriptIn is scriptOf by the tables of Unicode.
func scriptIn(r rune) script {
	switch {
	case unicode.Is(unicode.Latin, r):
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillicScript
	case unicode.Is(unicode.Arabic, r):
		return arabic
	}
	return otherLetters
}

// ascii reports whether a text has ASCII alone.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
