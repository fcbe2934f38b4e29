package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences returns the byte offsets in s at which its sentences end; the last
// is len(s), and s without a letter in it has none. The breaks are those of
// UAX #29, joined again after abbreviations, initials and inside short brackets.
func Sentences(s string) []int {
	var ends []int
	it := sentences.FromString(s)
	pos := 0
	for it.Next() {
		pos += len(it.Value())
		ends = append(ends, pos)
	}
	out := ends[:0]
	start := 0
	for i, end := range ends {
		if i < len(ends)-1 && joins(s[start:end], s[end:]) {
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
	return abbreviations[word]
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
