package check

import (
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
)

// reader reads the sentences of one language.
type reader interface {
	// Read reads a sentence of a report, generously: it only has to hold what a claim says.
	Read(s string, published time.Time) quantity.Sentence
	// ReadClaim reads a sentence of a digest, strictly: names and idioms hide their
	// numerals. names are the names in it, in bytes.
	ReadClaim(s string, published time.Time, names []quantity.Extent) quantity.Sentence
}

// readerOf chooses the reader of a sentence, by its script and by the language of the text
// it is from. It is the one place that does. A sentence in a language that nobody reads, in
// whatever script, is read by the words of English and is not Known: no rule misses a
// number or a date in it.
func readerOf(s, lang string) reader {
	switch {
	case han.Is(s):
		return han.For(s, lang)
	case han.Reads(lang): // a sentence in Latin letters within a text in Han script
		lang = ""
	}
	r, _ := latin.For(lang)
	return r
}

// homes are the countries that a report speaks of without naming them, by its language.
func homes(s, lang string) []string {
	var out []string
	r, _ := latin.For(lang)
	for _, c := range []string{r.Country(), han.For(s, lang).Country()} {
		if c != "" {
			out = append(out, c)
		}
	}
	return out
}

// numbersKnown reports whether the numbers and dates of a language can be read.
func numbersKnown(lang string) bool {
	if han.Reads(lang) {
		return true
	}
	_, ok := latin.For(lang)
	return ok
}
