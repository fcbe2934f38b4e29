// Package glossary knows the names that reports on China and the world use, in
// Latin script and in Chinese: persons, organisations, places, countries. It finds
// them in a text and renders them in the reader's language. It never guesses a
// rendering, and reads nothing but what it is given.
package glossary

import (
	_ "embed"
	"io"
	"strings"
	"sync"
)

// Kind says what a name names.
type Kind string

// The kinds of names.
const (
	Person  Kind = "person"
	Org     Kind = "org"
	Place   Kind = "place"
	Country Kind = "country"
	Term    Kind = "term" // plans, laws, events, slogans
)

// Entry is one thing with its names.
type Entry struct {
	Kind  Kind
	Of    string   // ISO 3166-1 alpha-2 of the country it is or belongs to; may be empty
	Latin []string // forms in Latin script, the customary one first
	Weak  []string // words that speak of it, but of other things too: "the party"
	Hans  []string // Simplified Chinese, the customary one first
	Hant  []string // Traditional Chinese as in Taiwan
	HK    []string // Traditional Chinese as in Hong Kong, where that differs
	Ja    []string // Japanese, where that is not written as in Chinese

	Capital bool // a place whose name stands for the government of its country: "Beijing says"
	Seat    bool // a body, house or paper that speaks for its country wherever it is named: "the Kremlin"
}

// Name returns the customary name in the language of a BCP 47 tag: Chinese by script
// and region, every other language in Latin script.
func (e Entry) Name(lang string) string {
	lang = strings.ToLower(lang)
	base, rest, _ := strings.Cut(lang, "-")
	var forms []string
	switch {
	case base != "zh":
		forms = e.Latin
	case strings.HasSuffix(rest, "hk") || strings.HasSuffix(rest, "mo"):
		forms = first(e.HK, e.Hant, e.Hans)
	case strings.HasPrefix(rest, "hant") || rest == "tw":
		forms = first(e.Hant, e.Hans)
	default:
		forms = e.Hans
	}
	if forms = first(forms, e.Latin); len(forms) == 0 {
		return ""
	}
	return forms[0]
}

// first returns the first list that is not empty.
func first(lists ...[]string) []string {
	for _, l := range lists {
		if len(l) > 0 {
			return l
		}
	}
	return nil
}

// Glossary finds and renders names. It never changes and is safe for concurrent use.
type Glossary struct {
	entries []Entry
	latin   *table // by the words, folded
	han     *table // by the text
}

//go:embed names.txt
var names string

// Standard returns the built-in glossary: the names in names.txt, the territories of the
// Unicode CLDR as golang.org/x/text/language/display has them, and the words of peoples.txt.
func Standard() *Glossary { return standard() }

var standard = sync.OnceValue(func() *Glossary {
	entries, err := parse(strings.NewReader(names))
	if err != nil {
		panic("glossary: names.txt: " + err.Error()) // ours, and tested
	}
	entries = withTerritories(entries)
	if err := withPeoples(entries, peoplesFile); err != nil {
		panic("glossary: peoples.txt: " + err.Error()) // ours, and tested
	}
	return index(entries)
})

// With returns g with the entries of a file in the format of names.txt. An entry of
// the file takes the place of every entry of g whose customary Latin name it names, and
// is a capital or a seat if that has its customary Latin name and is one. An error names
// the line.
func (g *Glossary) With(r io.Reader) (*Glossary, error) {
	own, err := parse(r)
	if err != nil {
		return nil, err
	}
	marked := map[string][]*Entry{} // by customary name
	for i := range g.entries {
		if e := &g.entries[i]; len(e.Latin) > 0 && (e.Capital || e.Seat) {
			marked[e.Latin[0]] = append(marked[e.Latin[0]], e)
		}
	}
	named := map[string]bool{}
	for i := range own {
		own[i].inherit(marked[own[i].Latin[0]])
		for _, f := range own[i].Latin {
			named[fold(f)] = true
		}
	}
	for _, e := range g.entries {
		if len(e.Latin) == 0 || !named[fold(e.Latin[0])] {
			own = append(own, e)
		}
	}
	return index(own), nil
}

// inherit gives an entry the marks of those that have its customary Latin name.
func (e *Entry) inherit(marked []*Entry) {
	for _, o := range marked {
		e.Capital = e.Capital || o.Capital && e.Kind == Place
		e.Seat = e.Seat || o.Seat
	}
}

// Len is the number of entries.
func (g *Glossary) Len() int { return len(g.entries) }

// Find returns the entries whose names occur in a text of the given language, each
// once, in the order of their first occurrence. Words that are only weakly names
// do not count.
func (g *Glossary) Find(text, lang string) []Entry {
	var out []Entry
	seen := map[*Entry]bool{}
	for _, m := range g.Matches(text) {
		if !m.Weak && !seen[m.Entry] {
			seen[m.Entry] = true
			out = append(out, *m.Entry)
		}
	}
	return out
}

// Lookup returns the entries that have exactly this name, in either script.
func (g *Glossary) Lookup(name string) []Entry {
	var out []Entry
	for _, m := range g.Matches(name) {
		if m.Start == 0 && m.End == len(name) && !m.Weak {
			out = append(out, *m.Entry)
		}
	}
	return out
}
