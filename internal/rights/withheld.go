package rights

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// withheld are the words of a report that the public may not see. Wherever else such words turn up (in an
// extract, in a digest that copies, in what a check quotes) they are withheld too.
type withheld struct {
	all       bool     // something is withheld
	shown     string   // the text that is shown, as plain writes it
	text      string   // the text that is not
	sentences []string // of that
	numbers   map[int]bool
}

// A run of this many words, or of this many characters, is recognized as the outlet's own; fewer are names and
// figures, which every report of the event has.
const (
	runWords      = 5
	runCharacters = 30
	runIdeographs = 12 // characters, where ideographs are among them
)

// withhold compares a report with what is shown of it.
func withhold(a news.Article, blocks []news.Block, grant news.Rights) withheld {
	w := withheld{all: true, numbers: map[int]bool{}}
	var open strings.Builder
	for _, b := range blocks {
		open.WriteString(plain(b.Text))
		open.WriteByte('\n')
	}
	w.shown = open.String() + plain(a.Title) // a headline is always shown
	var hidden strings.Builder
	keep := func(s string) {
		if s = plain(s); s != "" && !strings.Contains(w.shown, strings.TrimRight(s, "…")) {
			hidden.WriteString(s)
			hidden.WriteByte('\n')
			if long(s) {
				w.sentences = append(w.sentences, s)
			}
		}
	}
	shown := news.Article{Blocks: blocks}.Sentences()
	for _, s := range a.Sentences() {
		keep(s.Text)
		if s.N > len(shown) {
			w.numbers[s.N] = true
		}
	}
	for _, b := range a.Blocks {
		if b.Kind == news.Caption || b.Kind == news.Heading || len(b.Ends) == 0 {
			keep(b.Text)
		}
	}
	keep(a.Image.Caption)
	if grant == news.RightsLink {
		keep(a.Standfirst)
		w.numbers[news.StandfirstN] = true
	}
	w.text = hidden.String()
	return w
}

// plain is a text in the form in which texts are compared: without case, in one of the Chinese scripts, and with one
// space for every run of spaces and of signs; with none beside an ideograph, where a sign may as well be missing.
func plain(s string) string {
	var b strings.Builder
	last := ' '
	for part := range strings.FieldsFuncSeq(oneScript(strings.ToLower(norm.NFKC.String(s))), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}) {
		first, _ := utf8.DecodeRuneInString(part)
		if b.Len() > 0 && !text.Ideographic(first) && !text.Ideographic(last) {
			b.WriteByte(' ')
		}
		b.WriteString(part)
		last, _ = utf8.DecodeLastRuneInString(part)
	}
	return b.String()
}

// long reports whether a text in plain form is more than a name or a figure.
func long(s string) bool {
	n := utf8.RuneCountInString(s)
	return strings.Count(s, " ")+1 >= runWords || n >= runCharacters ||
		n >= runIdeographs && strings.IndexFunc(s, text.Ideographic) >= 0
}

// hides reports whether s holds a whole sentence that is withheld, or is a run of words of the withheld text.
func (w withheld) hides(s string) bool {
	if !w.all {
		return false
	}
	s = plain(s)
	if s == "" || !long(s) || strings.Contains(w.shown, s) {
		return false
	}
	if strings.Contains(w.text, s) {
		return true
	}
	for _, x := range w.sentences {
		if strings.Contains(s, x) {
			return true
		}
	}
	return false
}

// behind reports whether one of the sentences with these numbers is withheld.
func (w withheld) behind(numbers []int) bool {
	for _, n := range numbers {
		if w.numbers[n] {
			return true
		}
	}
	return false
}

// words are words that are not meant as the outlet's, or "" where they are all the same.
func (w withheld) words(s string) string {
	if w.hides(s) {
		return ""
	}
	return s
}

// quotation are words of the report, or "" where they are not among what is shown.
func (w withheld) quotation(s string) string {
	if w.all && !strings.Contains(w.shown, plain(s)) {
		return ""
	}
	return s
}
