// Package text knows what words, sentences and languages are. It works on plain
// strings, keeps no state and never guesses silently: what it cannot tell, it
// leaves empty. It never reads or writes anything.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Collapse trims s and makes every run of white space one space. No-break
// spaces count as white space.
func Collapse(s string) string {
	if collapsed(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// collapsed reports whether s has no white space but single spaces inside.
func collapsed(s string) bool {
	before := ' '
	for _, r := range s {
		if before == ' ' && r == ' ' || r != ' ' && unicode.IsSpace(r) {
			return false
		}
		before = r
	}
	return s == "" || before != ' '
}

// Fold returns the form in which two strings are compared when case, width and
// compatibility variants do not matter: NFKC (UAX #15), lower case, collapsed.
func Fold(s string) string {
	return Collapse(strings.ToLower(norm.NFKC.String(s)))
}

// Ideographic reports whether r is written without spaces between words and is
// counted one by one: Han, Hiragana, Katakana, Bopomofo.
func Ideographic(r rune) bool {
	if r < 0x2ea || r >= 0x4e00 && r <= 0x9fff { // most of all characters
		return r >= 0x4e00
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo)
}

// Words counts the words of s the way readers of its language do: for Chinese
// and Japanese every ideographic character and every run of other letters and
// digits; for all other languages the tokens between white space.
func Words(s, lang string) int {
	if base, _, _ := strings.Cut(lang, "-"); base != "zh" && base != "ja" {
		n := 0
		for range strings.FieldsSeq(s) {
			n++
		}
		return n
	}
	n, inWord := 0, false
	for _, r := range s {
		switch {
		case Ideographic(r):
			n++
			inWord = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !inWord {
				n++
			}
			inWord = true
		case unicode.IsSpace(r) || unicode.IsPunct(r) && r != '.' && r != ',' && r != '\'' && r != '’':
			inWord = false
		}
	}
	return n
}

// Minutes is the reading time of so many words in whole minutes, rounded up:
// 213 words, or 501 characters of Chinese or Japanese, a minute. These are the
// customary rates of static site generators (Hugo's ReadingTime), within what is
// measured for silent reading (Brysbaert 2019: 238 words of English non-fiction;
// Trauzettel-Klosinski and Dietz 2012, for the ratio between scripts). It is
// never less than one.
func Minutes(words int, lang string) int {
	rate := 213
	if base, _, _ := strings.Cut(lang, "-"); base == "zh" || base == "ja" {
		rate = 501
	}
	return max(1, (words+rate-1)/rate)
}

// Spaceless reports whether sentences of the language follow each other without a
// space between them: Chinese and Japanese.
func Spaceless(lang string) bool {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return base == "zh" || base == "ja"
}
