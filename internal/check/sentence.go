package check

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
)

// sentence is what the rules read in one sentence.
type sentence struct {
	quantity.Sentence
	quotes []quote
	inside bool // the whole sentence is within a quotation
}

// reader reads the sentences of one language.
type reader interface {
	// Read reads a sentence of a report, generously: it only has to hold what a claim says.
	Read(s string, published time.Time) quantity.Sentence
	// ReadClaim reads a sentence of a digest, strictly: names and idioms hide their
	// numerals. names are the names in it, in bytes.
	ReadClaim(s string, published time.Time, names []quantity.Extent) quantity.Sentence
}

// readerOf returns the reader of a sentence by its script and the language it is said
// to be in.
func readerOf(s, lang string) reader {
	if han.Is(s) {
		return han.For(s, lang)
	}
	r, _ := latinReader(lang)
	return r
}

// latinReader returns the reader of a language for a sentence in Latin script. One in a
// report in Chinese or Japanese is taken for English. Not ok: the numbers of the language
// cannot be read.
func latinReader(lang string) (*latin.Reader, bool) {
	switch base, _, _ := strings.Cut(strings.ToLower(lang), "-"); base {
	case "zh", "ja":
		lang = "en"
	}
	return latin.For(lang)
}

// numbersKnown reports whether the numbers of a language can be read.
func numbersKnown(lang string) bool {
	_, ok := latinReader(lang)
	return ok
}

// read reads a sentence of a report.
func read(s, lang string, published time.Time) sentence {
	s = bounded(s)
	return sentence{Sentence: readerOf(s, lang).Read(s, published), quotes: quotesIn(s)}
}

// readClaim reads a sentence of a digest. In Han script it is Japanese only where it
// shows that itself.
func readClaim(s, lang string, published time.Time, names []quantity.Extent) sentence {
	s = bounded(s)
	if han.Is(s) {
		lang = ""
	}
	return sentence{Sentence: readerOf(s, lang).ReadClaim(s, published, names), quotes: quotesIn(s)}
}

// maxSentence bounds the work on one sentence, in bytes.
const maxSentence = 8 << 10

func bounded(s string) string {
	if len(s) > maxSentence {
		return strings.ToValidUTF8(s[:maxSentence], "")
	}
	return s
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
