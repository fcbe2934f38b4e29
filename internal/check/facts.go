package check

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/relation"
	"github.com/waidian/waidian/internal/check/tally"
	"github.com/waidian/waidian/internal/text"
)

// FactKind says what a Fact is.
type FactKind uint8

// What a sentence has that is either so or not so.
const (
	FigureFact FactKind = iota
	DateFact
	NameFact
	QuoteFact
)

// Fact is a place of a sentence that says something which is either so or not so.
type Fact struct {
	Kind       FactKind
	Start, End int    // in bytes
	Value      string // equal where two of a kind say the same in one language
}

// Facts are the figures, dates, names and quotations of a sentence of a report in a language (BCP 47), by kind and in the order of
// the text. Of a language whose numbers are not read, what has digits is a figure. A name is one of the glossary, or a word with a
// capital within the sentence, where capitals show names.
func (c Checker) Facts(s, lang string, published time.Time) []Fact {
	s = bounded(s)
	out := numbersAndDates(s, lang, published)
	for _, n := range c.names(s, lang) {
		if !slices.ContainsFunc(out, func(f Fact) bool { return f.Kind == DateFact && f.Start <= n.Start && n.End <= f.End }) {
			out = append(out, n)
		}
	}
	for _, q := range quotesIn(s) {
		if w := letters(q.words); w != "" {
			out = append(out, Fact{QuoteFact, q.start, q.end, w})
		}
	}
	return out
}

func numbersAndDates(s, lang string, published time.Time) (out []Fact) {
	read := quantity.Sentence{Numbers: tally.Read(s, lang), Known: true}
	if !tally.Knows(lang) {
		read = readerOf(s, lang).ReadClaim(s, published, nil)
	}
	if !read.Known {
		return digits(s)
	}
	for _, d := range read.Calendar.Dates {
		if d.Start < d.End && d.End <= len(s) {
			out = append(out, Fact{DateFact, d.Start, d.End, letters(s[d.Start:d.End])})
		}
	}
	for _, n := range read.Numbers {
		if len(n.Alts) == 0 || n.Start >= n.End || n.End > len(s) {
			continue
		}
		v, start := n.Alts[0], n.Start
		if n.Lead > 0 {
			start = min(start, n.Lead-1)
		}
		said := fmt.Sprint(v.Kind, v.N, v.Lo, v.Hi, v.Unit.Dim, v.Unit.Money, v.Unit.Factor, v.Sign, n.Bound)
		out = append(out, Fact{FigureFact, start, n.End, said})
	}
	return out
}

// digits are the runs of digits of a text with the signs between them.
func digits(s string) (out []Fact) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsDigit(r) {
			i += size
			continue
		}
		end := i
		for end < len(s) {
			r, size := utf8.DecodeRuneInString(s[end:])
			next, _ := utf8.DecodeRuneInString(s[end+size:])
			if !unicode.IsDigit(r) && !(strings.ContainsRune(".,:'٫٬", r) && unicode.IsDigit(next)) {
				break
			}
			end += size
		}
		out = append(out, Fact{FigureFact, i, end, s[i:end]})
		i = end
	}
	return out
}

// names are those that the glossary knows, and words with a capital.
func (c Checker) names(s, lang string) (out []Fact) {
	for _, m := range c.glossary().Matches(s) {
		if !m.Weak && !m.Unsure {
			out = append(out, Fact{NameFact, m.Start, m.End, m.Entry.Name(lang)})
		}
	}
	if latin.NounsHaveCapitals(lang) || text.Spaceless(lang) {
		return out // every noun has a capital, or no name
	}
	words, capitals := 0, []Fact(nil)
	for i, w := range wordsIn(s) {
		first, _ := utf8.DecodeRuneInString(s[w[0]:])
		words++
		if !unicode.IsUpper(first) {
			continue
		}
		known := slices.ContainsFunc(out, func(f Fact) bool { return f.Start <= w[0] && w[1] <= f.End })
		if f := (Fact{NameFact, w[0], w[1], letters(s[w[0]:w[1]])}); i > 0 && !known {
			capitals = append(capitals, f)
		}
	}
	if 2*len(capitals) >= words && words > 3 {
		return out // a headline that writes every word so
	}
	return append(out, capitals...)
}

// wordsIn are the places of the words of a sentence in letters.
func wordsIn(s string) (out [][2]int) {
	from := -1
	for i, r := range s {
		in := unicode.IsLetter(r) || unicode.IsMark(r) || from >= 0 && (r == '\'' || r == '’' || r == '-')
		switch {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			out = append(out, [2]int{from, i})
			from = -1
		}
	}
	if from >= 0 {
		out = append(out, [2]int{from, len(s)})
	}
	return out
}

// Denies reports whether words in a language (BCP 47) deny something. It is false where nobody has words of the language.
func Denies(s, lang string) bool {
	r := relation.Read(bounded(s), lang)
	return r != nil && r.Negates()
}
