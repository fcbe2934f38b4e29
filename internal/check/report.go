package check

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// report is all that a claim may rest on, read once.
type report struct {
	lang      string
	published time.Time
	numbered  []sentence // by number, from 0
	others    []sentence // headline, standfirst, headings, captions
	entries   map[*glossary.Entry]bool
	countries map[string]bool // whose people, places or bodies are named
	text      string          // everything, one sentence a line
	folded    string          // text in the form of letters; read by letters
	names     *glossary.Glossary
}

// maxReport bounds how many sentences of a report are read.
const maxReport = 5000

// readReport reads the sentences of an article, and what stands around them.
func readReport(a news.Article, names *glossary.Glossary) *report {
	r := &report{lang: a.Lang, published: a.Published, names: names}
	block, quoting := -1, false
	for _, s := range a.Sentences() {
		if len(r.numbered) == maxReport {
			break
		}
		if s.Block != block {
			block, quoting = s.Block, false
		}
		t := read(s.Text, a.Lang, a.Published)
		t.inside = quoting && len(t.quotes) == 0 || a.Blocks[s.Block].Kind == news.Quote
		for _, q := range t.quotes {
			quoting = q.open && q.end == len(s.Text)
		}
		r.numbered = append(r.numbered, t)
	}
	for _, s := range around(a) {
		r.others = append(r.others, read(s, a.Lang, a.Published))
	}
	r.index()
	return r
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
func (r *report) index() {
	r.entries, r.countries = map[*glossary.Entry]bool{}, map[string]bool{}
	var all strings.Builder
	for _, list := range [][]sentence{r.numbered, r.others} {
		for _, s := range list {
			all.WriteString(s.Text)
			all.WriteByte('\n')
		}
	}
	r.text = all.String()
	for _, l := range homes {
		if strings.HasPrefix(strings.ToLower(r.lang), l.lang) || l.lang == "ja" && han.IsJapanese(r.text) {
			r.countries[l.country] = true
		}
	}
	for _, c := range han.Countries(hanscript.Fold(r.text)) {
		r.countries[c] = true
	}
	for _, m := range r.names.Matches(r.text) {
		r.entries[m.Entry] = true
		if m.Entry.Of != "" {
			r.countries[m.Entry.Of] = true
		}
	}
}

// homes are the countries that reports in a language speak of without naming them.
var homes = []struct{ lang, country string }{{"ja", "JP"}, {"de", "DE"}, {"fr", "FR"}}

// japanese reports whether the report is in Japanese.
func (r *report) japanese() bool { return len(r.numbered) > 0 && r.numbered[0].Japanese }

// letters is the text in the form in which words are looked for.
func (r *report) letters() string {
	if r.folded == "" {
		r.folded = " " + letters(r.text) + " "
	}
	return r.folded
}

// terms reports whether words in quotation marks are a name that the glossary knows.
func (r *report) terms(words string) bool {
	return len(r.names.Lookup(words)) > 0
}

// ground arranges the report around the cited sentences, numbered from 1.
func (r *report) ground(cited []int) ground {
	g := ground{published: r.published, all: r}
	ring := make([]int8, len(r.numbered))
	for i := range ring {
		ring[i] = 2
	}
	for _, n := range cited {
		for i := max(0, n-3); i < min(len(ring), n+2); i++ {
			ring[i] = min(ring[i], 1)
		}
	}
	for _, n := range cited {
		if n >= 1 && n <= len(ring) {
			ring[n-1] = 0
		}
	}
	for i := range r.numbered {
		g.near[ring[i]] = append(g.near[ring[i]], &r.numbered[i])
	}
	for i := range r.others {
		g.near[2] = append(g.near[2], &r.others[i])
	}
	return g
}
