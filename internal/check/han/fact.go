package han

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/text"
)

// What the rules ask besides what a reader reads. Every text here is one that
// hanscript.Fold has made simplified.

// Speech reports whether what is before a quotation says that somebody's words
// follow.
func Speech(before string) bool { return hasSuffix(before, speech) }

// Currency reports whether the name of a country is a part of a currency's: 212亿澳门元.
// before and after are what is around the name.
func Currency(before, after string) bool {
	if strings.HasPrefix(after, dollar) {
		r, _ := utf8.DecodeLastRuneInString(before)
		return numeral(r)
	}
	return hasPrefix(after, currencies)
}

// Acts reports whether the name of a capital between before and after is a government's,
// not a place's.
func Acts(before, after string) bool {
	return !hasSuffix(before, toPlaces) && !hasPrefix(after, ofPlaces)
}

// Abbreviation reports whether a word in Latin letters is one that Chinese uses as a word
// of its own.
func Abbreviation(w string) bool { return abbreviations[w] }

// Loan reports whether Chinese and Japanese write a word, or a firm, in small Latin letters.
func Loan(w string) bool { return latinMeasures[w] || loans[strings.ToLower(w)] }

// Grammar reports whether a character is more often a part of grammar than of a word.
func Grammar(r rune) bool { return strings.ContainsRune(particles, r) }

// Measure reports whether a word in Latin letters is a unit.
func Measure(w string) bool { return latinMeasures[w] }

// Countries lists the countries that a text names by one character after a word that
// asks for a country, or after another such character: 访华, 驻美, 中俄. They are codes of
// ISO 3166; "" among them is none.
func Countries(s string) []string {
	var out []string
	before := ' '
	for _, r := range s {
		if shortNames[r] != "" && (strings.ContainsRune(beforeCountries, before) || shortNames[before] != "") {
			out = append(out, shortNames[r], shortNames[before])
		}
		before = r
	}
	return out
}

// longestName is the length in characters of a Chinese name.
const longestName = 4

// Named returns where the numeral of a person's name is whose name is repeated in Latin
// letters behind it, latin: 万根发（Wan Genfa）. s is what is before the bracket. Not ok:
// there is no such numeral.
func Named(s, latin string) (name quantity.Extent, ok bool) {
	start := len(s)
	for range longestName {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !text.Ideographic(r) {
			break
		}
		start -= size
	}
	if latin == "" || !unicode.IsUpper(rune(latin[0])) {
		return quantity.Extent{}, false
	}
	words := strings.Fields(strings.ToLower(latin))
	for i, r := range s[start:] {
		syllable, ok := syllables[r]
		if ok && slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, syllable) || strings.HasSuffix(w, syllable) }) {
			return quantity.Extent{Start: start + i, End: len(s)}, true
		}
	}
	return quantity.Extent{}, false
}

var interest = strings.Fields("降息 加息 升息 减息 利率 收益率 殖利率 金利 利上げ 利下げ 利息")

// Interest reports whether a sentence speaks of rates of interest.
func Interest(s string) bool { return containsAny(s, interest) }
