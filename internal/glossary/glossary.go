// Package glossary knows the names that reports on China and the world use, in
// Latin script and in Chinese: persons, organisations, places, countries. It finds
// them in a text and renders them in the reader's language. It never guesses a
// rendering, keeps no state and reads nothing but what it is given.
package glossary

import "io"

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
	Of    string   // ISO 3166-1 alpha-2 of the country it stands for or belongs to; may be empty
	Latin []string // forms in Latin script, the customary one first
	Hans  []string // Simplified Chinese, the customary one first
	Hant  []string // Traditional Chinese as in Taiwan
	HK    []string // Traditional Chinese as in Hong Kong, where that differs
}

// Match is one occurrence of an entry's name in a text.
type Match struct {
	Entry      *Entry
	Start, End int // bytes
}

// Glossary finds and renders names. It is safe for concurrent use.
type Glossary struct {
	entries []Entry
}

// Standard returns the built-in glossary.
func Standard() *Glossary { return &Glossary{} }

// With returns g and the entries of a file in the glossary's format; where both
// name the same thing, the file is right.
func (g *Glossary) With(r io.Reader) (*Glossary, error) { return g, nil }

// Find returns the entries whose names occur in a text of the given language, each once,
// in the order of their first occurrence.
func (g *Glossary) Find(text, lang string) []Entry { return nil }

// Matches returns all occurrences of names in the text, longest first where two
// overlap, in order and without overlaps.
func (g *Glossary) Matches(text string) []Match { return nil }

// Name returns the customary name in the given language: zh-Hans, zh-Hant, zh-HK,
// else Latin script.
func (e Entry) Name(lang string) string { return "" }
