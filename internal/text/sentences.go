package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences returns the byte offsets in s at which its sentences end; the last
// is len(s), and s without a letter in it has none. The breaks are those of
// UAX #29, joined again after abbreviations, initials and inside short brackets;
// an opening mark belongs to what it opens.
func Sentences(s string) []int {
	var ends []int
	it := sentences.FromString(s)
	pos := 0
	for it.Next() {
		pos += len(it.Value())
		ends = append(ends, pos-opening(s[:pos]))
	}
	out := ends[:0]
	start := 0
	for i, end := range ends {
		switch last := i == len(ends)-1; {
		case last:
			end = len(s)
		case end <= start, joins(s[start:end], s[end:]):
			continue
		}
		out = append(out, end)
		start = end
	}
	if len(strings.TrimSpace(s)) == 0 {
		return nil
	}
	return out
}

// opening is the length of the opening quotation marks and brackets at the end of s:
// UAX #29 leaves them with the sentence before where no space stands between, as in
// Chinese and Japanese.
func opening(s string) int {
	return len(s) - len(strings.TrimRight(s, "“‘「『（【《〈"))
}

// joins reports whether the break between two neighbours is not one: the first
// ends in an abbreviation or an initial, or the second starts in lower case.
func joins(before, after string) bool {
	before = strings.TrimRightFunc(before, unicode.IsSpace)
	if r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, unicode.IsSpace)); unicode.IsLower(r) {
		return true
	}
	if !strings.HasSuffix(before, ".") {
		return false
	}
	word := before[strings.LastIndexFunc(before[:len(before)-1], unicode.IsSpace)+1 : len(before)-1]
	word = strings.TrimLeft(word, "(“\"'‘[")
	if r, n := utf8.DecodeRuneInString(word); n == len(word) && unicode.IsUpper(r) {
		return true // an initial: "George W. Bush"
	}
	if dotted.MatchString(word) { // "the U.S. House": joined unless it plainly ends a sentence
		next, _, _ := strings.Cut(strings.TrimSpace(after), " ")
		return !openers[next]
	}
	if day := word; len(day) <= 2 && strings.Trim(day, "0123456789") == "" {
		return germanMonth.MatchString(strings.TrimSpace(after)) // "am 1. Mai"
	}
	return abbreviations[word]
}

var (
	dotted      = regexp.MustCompile(`^(?:\p{Lu}\.)+\p{Lu}$`)
	germanMonth = regexp.MustCompile(`^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b`)
)

// openers are words that, in capitals after "U.S.", open a sentence.
var openers = map[string]bool{
	"The": true, "A": true, "An": true, "In": true, "On": true, "At": true, "It": true, "He": true, "She": true, "They": true, "We": true,
	"I": true, "But": true, "And": true, "This": true, "That": true, "These": true, "There": true, "For": true, "As": true, "If": true, "When": true,
	"While": true, "After": true, "Before": true, "However": true, "His": true, "Her": true, "Its": true, "Their": true, "Some": true, "Many": true,
}

// abbreviations are followed by the rest of their sentence more often than not.
var abbreviations = map[string]bool{
	"Mr": true, "Mrs": true, "Ms": true, "Dr": true, "Prof": true, "St": true, "Gen": true, "Col": true,
	"Lt": true, "Capt": true, "Sgt": true, "Maj": true, "Adm": true, "Cmdr": true, "Gov": true, "Sen": true,
	"Rep": true, "Rev": true, "Hon": true, "Pres": true, "Jr": true, "Sr": true, "Messrs": true, "Mme": true,
	"M": true, "Mlle": true, "vs": true, "v": true, "No": true, "Nos": true, "Art": true, "Fig": true, "pp": true,
	"Jan": true, "Feb": true, "Mar": true, "Apr": true, "Jun": true, "Jul": true, "Aug": true, "Sept": true,
	"Sep": true, "Oct": true, "Nov": true, "Dec": true, "approx": true, "est": true, "e.g": true, "i.e": true,
	"cf": true, "Hr": true, "Fr": true, "bzw": true, "z.B": true, "Nr": true, "ca": true, "u.a": true, "d.h": true,
}
