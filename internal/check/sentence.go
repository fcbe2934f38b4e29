package check

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
)

// sentence is what the rules read in one sentence.
type sentence struct {
	quantity.Sentence
	quotes []quote
	head   string // of a row of a table, in the form of letters; empty: it is no row
	inside bool   // the whole sentence is within a quotation
}

// read reads a sentence of a report.
func read(s, lang string, published time.Time) sentence {
	s = bounded(s)
	return sentence{Sentence: readerOf(s, lang).Read(s, published), quotes: quotesIn(s)}
}

// readClaim reads a sentence of a digest. In Han script it is Japanese only where it
// shows that itself. In a language whose numbers and dates cannot be read it has none:
// 1.200 may be a thousand.
func readClaim(s, lang string, published time.Time, names []quantity.Extent) sentence {
	s = bounded(s)
	if han.Is(s) {
		lang = ""
	}
	out := readerOf(s, lang).ReadClaim(s, published, names)
	if !out.Known {
		out.Numbers, out.Calendar, out.Plans = nil, quantity.Calendar{}, nil
	}
	return sentence{Sentence: out, quotes: quotesIn(s)}
}

// maxSentence bounds the work on one sentence, in bytes.
const maxSentence = 8 << 10

func bounded(s string) string {
	if len(s) > maxSentence {
		return strings.ToValidUTF8(s[:maxSentence], "")
	}
	return s
}

// quotesAfter finds the quotations of a sentence of a report anew, after one that the marks
// in unclosed are to close, and returns those that close the one that is open at its end.
func (s *sentence) quotesAfter(unclosed string) string {
	quotes, open := quotesAfter(s.Text, unclosed)
	s.quotes, s.inside = quotes, unclosed != "" && len(quotes) == 0
	return open
}
