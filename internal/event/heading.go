package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/search"
)

// Heading is what a list and its report say at their heads, prepared to be compared with events: it may be of any of them.
type Heading struct {
	names   []string // keys of the glossary
	words   []string // tokens beside those names
	scripts []string // in which it is written; none: it says nothing
}

// Heading prepares what is said at the head of one report, in any languages.
func (r Reader) Heading(texts ...string) Heading {
	var h Heading
	for _, t := range texts {
		t = clip(t, headBound)
		names, rest := r.split(t)
		h.names = append(h.names, names...)
		h.words = append(h.words, strings.Fields(search.Tokens(rest))...)
		if s := scriptOf(t); s != "" && !slices.Contains(h.scripts, s) {
			h.scripts = append(h.scripts, s)
		}
	}
	h.names, h.words = sortedSet(h.names), sortedSet(h.words)
	return h
}

// headBound bounds how much is read of a heading, in bytes.
const headBound = 600

func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

func sortedSet(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// split parts a text into the names that the glossary knows, by their keys, and the rest. What only may be a name counts.
func (r Reader) split(text string) (names []string, rest string) {
	g := r.Names
	if g == nil {
		g = glossary.Standard()
	}
	var b strings.Builder
	end := 0
	for _, m := range g.Traces(text) {
		if key := m.Entry.Name("en"); key != "" {
			names = append(names, key)
		}
		if m.Start >= end {
			b.WriteString(text[end:m.Start])
			b.WriteByte(' ')
		}
		end = max(end, m.End)
	}
	b.WriteString(text[end:])
	return names, b.String()
}

// scriptOf is the script of most letters of a text: "Latin", "Han" (kana too), another of Unicode's, or "".
func scriptOf(text string) string {
	n := map[string]int{}
	best := ""
	for _, c := range text {
		if !unicode.IsLetter(c) {
			continue
		}
		s := script(c)
		if n[s]++; n[s] > n[best] || n[s] == n[best] && s < best {
			best = s
		}
	}
	return best
}

func script(c rune) string {
	switch {
	case unicode.Is(unicode.Latin, c):
		return "Latin"
	case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana):
		return "Han"
	}
	for _, s := range scripts {
		if unicode.Is(unicode.Scripts[s], c) {
			return s
		}
	}
	return "other"
}

// scripts are those of the languages that lists are read in, beside Latin and Han.
var scripts = []string{"Cyrillic", "Arabic", "Hangul", "Devanagari", "Thai", "Greek", "Hebrew", "Bengali", "Tamil", "Georgian", "Armenian", "Khmer", "Lao", "Myanmar", "Ethiopic"}

// hint is what an event may be known by at the head of a report.
type hint struct {
	names   map[string]bool // keys of the glossary
	own     map[string]bool // words that are names in the tellings: tokens
	words   map[string]bool // other words of their heads
	scripts map[string]bool // in which the tellings, or their digests, are written
}

// What two heads must have in common for them to be, maybe, of one event. A name that everybody knows is not enough: a country has many
// events.
const (
	nameWeight = 2
	wordWeight = 1
	mayBeOne   = 3
)

// maybe reports whether a report with that heading may be of the event: one word is enough that is a name in the tellings and stands
// at their heads. common are words that too many headings have.
func (k hint) maybe(h Heading, common map[string]bool) bool {
	weight := 0
	for _, n := range h.names {
		if k.names[n] {
			weight += nameWeight
		}
	}
	for _, w := range h.words {
		switch {
		case k.own[w] && k.words[w] && !common[w]:
			return true // "Petra Molnari" is Molnari behind her first mention
		case k.own[w]:
			weight += nameWeight
		case k.words[w] && !common[w]:
			weight += wordWeight
		}
	}
	return weight >= mayBeOne
}

// legible reports whether the event would be known in a heading: it has a text in a script that the tellings have, too.
func (k hint) legible(h Heading) bool {
	return slices.ContainsFunc(h.scripts, func(s string) bool { return k.scripts[s] })
}

// hintOf is what the event of some tellings may be known by.
func (r Reader) hintOf(s Story) hint {
	k := hint{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, t := range s.Tellings {
		heads := []string{t.Article.Title, t.Digest.Title}
		k.head(r.Heading(heads...))
		said := []string{t.Article.Standfirst}
		for _, c := range t.Digest.Summary {
			said = append(said, c.Text)
		}
		for _, x := range t.Article.Sentences() {
			if x.N > openingSentences {
				break
			}
			said = append(said, x.Text)
		}
		for _, x := range t.Digest.Names {
			said = append(said, x.Source, x.Target)
		}
		for _, x := range said {
			names, rest := r.split(clip(x, headBound))
			for _, n := range names {
				k.names[n] = true
			}
			for _, w := range capitals(rest) {
				k.own[w] = true
			}
		}
	}
	return k
}

// openingSentences are the first sentences of a report, in which it says what it is about.
const openingSentences = 3

// head adds what a telling says at its head.
func (k hint) head(h Heading) {
	for _, n := range h.names {
		k.names[n] = true
	}
	for _, w := range h.words {
		if utf8.RuneCountInString(w) > 1 {
			k.words[w] = true
		}
	}
	for _, s := range h.scripts {
		k.scripts[s] = true
	}
}

// capitals are the words within a sentence that begin with a capital, as tokens.
func capitals(sentence string) []string {
	var out []string
	for i, w := range strings.FieldsFunc(sentence, func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' && c != '-' }) {
		first, size := utf8.DecodeRuneInString(w)
		if i > 0 && unicode.IsUpper(first) && len(w) > size {
			out = append(out, strings.Fields(search.Tokens(w))...)
		}
	}
	return out
}

// commonWords are the words of a hint that too many headings have to say anything.
func (k hint) commonWords(outlets []Outlet) map[string]bool {
	n, all := map[string]int{}, 0
	for _, o := range outlets {
		all += len(o.Headings)
		for _, h := range o.Headings {
			for _, w := range h.words {
				if k.words[w] {
					n[w]++
				}
			}
		}
	}
	out := map[string]bool{}
	for w, times := range n {
		if times > max(3, all/50) {
			out[w] = true
		}
	}
	return out
}
