package check

import (
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/relation"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// source is all that a claim may rest on, read once.
type source struct {
	lang      string
	published time.Time
	numbered  []sentence               // by number, from 0
	others    []sentence               // headline, standfirst, headings, captions
	bearers   map[*glossary.Entry]bool // places that are the first names of persons
	entries   map[*glossary.Entry]bool
	said      map[string]claimed // sentences of its digest
	countries map[string]bool    // whose people, places or bodies are named
	text      string             // everything, one sentence a line
	lettered  []*lettered        // of numbered; read by lettersOf
	folded    string             // text in the form of letters; read by letters
	names     *glossary.Glossary
	related   map[*sentence]*relation.Reading // read by tell
	headline  string
	heard     hearing
}

// maxSource bounds how many sentences of a report are read.
const maxSource = 5000

// readSource reads the sentences of an article, and what is around them.
func readSource(a news.Article, names *glossary.Glossary) *source {
	src := &source{lang: a.Lang, published: a.Published, names: names, headline: a.Title}
	block, unclosed := -1, ""
	for _, s := range a.Sentences() {
		if len(src.numbered) == maxSource {
			break
		}
		if s.Block != block {
			block, unclosed = s.Block, ""
		}
		t := read(s.Text, a.Lang, a.Published)
		unclosed = t.quotesAfter(unclosed)
		t.inside = t.inside || a.Blocks[s.Block].Kind == news.Quote
		if b := a.Blocks[s.Block]; b.Kind == news.Row {
			label, _ := b.Parts()
			t.head = headOfRow(label)
		}
		src.numbered = append(src.numbered, t)
	}
	for _, s := range around(a) {
		src.others = append(src.others, read(s, a.Lang, a.Published))
	}
	src.index()
	return src
}

// around lists what an article says besides its numbered sentences.
func around(a news.Article) []string {
	out := []string{a.Title, a.Standfirst, a.Image.Caption, a.Section, strings.Join(a.Byline, ", "), a.Outlet, a.SourceName}
	for _, b := range a.Blocks {
		if b.Kind == news.Caption || b.Kind == news.Heading {
			out = append(out, b.Text)
		}
	}
	return out
}

// index finds the names of the whole report.
func (src *source) index() {
	src.entries, src.countries, src.bearers = map[*glossary.Entry]bool{}, map[string]bool{}, map[*glossary.Entry]bool{}
	var all strings.Builder
	for _, list := range [][]sentence{src.numbered, src.others} {
		for _, s := range list {
			all.WriteString(s.Text)
			all.WriteByte('\n')
		}
	}
	src.text = all.String()
	for _, c := range slices.Concat(homes(src.text, src.lang), han.Countries(hanscript.Fold(src.text))) {
		src.countries[c] = true
	}
	src.trace(src.text)
	if _, lower := withCapitals(src.text); lower != "" {
		src.trace(lower)
		src.trace(strings.ToUpper(lower)) // NATO
	}
}

// trace adds the names of a text.
func (src *source) trace(text string) {
	for _, m := range src.names.Traces(text) {
		if (m.Entry.Kind == glossary.Place || m.Entry.Kind == glossary.Country) && bearer(text[:m.Start], text[m.End:]) {
			src.bearers[m.Entry] = true
			continue
		}
		src.entries[m.Entry] = true
		if m.Entry.Of != "" {
			src.countries[m.Entry.Of] = true
		}
	}
}

// japanese reports whether the report is in Japanese.
func (src *source) japanese() bool { return len(src.numbered) > 0 && src.numbered[0].Japanese }

// letters is the text in the form in which words are looked for.
func (src *source) letters() string {
	if src.folded == "" {
		src.folded = " " + letters(src.text) + " "
	}
	return src.folded
}

// named reports whether the glossary knows words in quotation marks as a name.
func (src *source) named(words string) bool { return len(src.names.Lookup(words)) > 0 }

// ground arranges the report around the sentences that a claim cites, numbered from 1.
func (src *source) ground(evidence []int) ground {
	g := ground{published: src.published, all: src}
	ring := make([]int8, len(src.numbered))
	for i := range ring {
		ring[i] = rest
	}
	for _, n := range evidence {
		for i := max(0, n-3); i < min(len(ring), n+2); i++ {
			ring[i] = min(ring[i], neighbours)
		}
	}
	for _, n := range evidence {
		if n >= 1 && n <= len(ring) {
			ring[n-1] = cited
		}
	}
	for i := range src.numbered {
		g.near[ring[i]] = append(g.near[ring[i]], &src.numbered[i])
	}
	for i := range src.others {
		near := rest
		if i < 2 {
			near = neighbours // the headline and the standfirst say what all is about
		}
		if slices.Contains(evidence, asides[min(i, len(asides)-1)]) {
			near = cited
		}
		g.near[near] = append(g.near[near], &src.others[i])
	}
	return g
}

// asides are what numbers of evidence mean that are no sentence's, in the order of around; the
// rest of it cannot be cited.
var asides = []int{news.HeadlineN, news.StandfirstN, 0}

// aside reports whether a number of evidence means the headline or the standfirst, and the
// report has it.
func (src *source) aside(n int) bool {
	i := slices.Index(asides[:2], n)
	return i >= 0 && i < len(src.others) && src.others[i].Text != ""
}

// headlineGround arranges the report around what a headline may rest on: what the
// sentences cite that remain, and the report's own headline and standfirst.
func (src *source) headlineGround(evidence []int) ground {
	return src.ground(append([]int{news.StandfirstN, news.HeadlineN}, evidence...))
}
