// Package relation reads who did what in a sentence, which way a number went, how surely
// something is said, and what a figure counts, as far as closed lists of words make it
// certain. The lists are data, in words.txt, for English, German, French, Japanese and
// Chinese; the grammars here name entries of it and no word. It compares nothing, and does
// no I/O. Where it is unsure it says so, and the rules of check are silent.
package relation

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/hanscript"
)

//go:embed words.txt
var words string

// section says what sort of relation a word belongs to.
type section uint8

const (
	grammar   section = iota // what the grammars need: denials, barriers, fillers
	moves                    // rises and falls
	acts                     // what was done, or not
	hedges                   // how surely
	roles                    // what a figure counts
	titles                   // who somebody is
	things                   // what is there, or not
	disclaims                // what is said not to be so
	sections
)

// sectionNames are the names of the sections in words.txt.
var sectionNames = [sections]string{"words", "moves", "acts", "hedges", "roles", "titles", "things", "disclaims"}

// lexicon are the words of one language.
type lexicon struct {
	han    bool
	starts [sections]map[string][]*phrase // by the first word, or the first character in Han script
	prefix [sections]map[byte][]*phrase   // those whose first word is the beginning of words, by its first byte
	words  map[string]uint16              // the sections that have phrases under a key of starts, by their bits
	bytes  [256]uint16                    // the same of prefix
}

// phrase is a word or a run of words, and what it means.
type phrase struct {
	words []string // words; in Han script characters
	after []string // what follows after a gap; nil: nothing
	last  bool     // the clause ends with it
	marks []meaning
}

// meaning is one meaning of a phrase.
type meaning struct {
	name     string
	contrary bool
	none     bool // it says nothing of the kind
}

// gapMark parts the two parts of a phrase with a gap.
const gapMark = "…"

// endMark is behind a phrase that the clause ends with.
const endMark = "."

// lexicons are the words of all languages, by language.
var lexicons = sync.OnceValue(func() map[string]*lexicon {
	out, err := parse(words)
	if err != nil {
		panic(err) // the file is part of the program and tested with it
	}
	return out
})

// index adds a phrase with its meaning.
func (lx *lexicon) index(s section, text string, m meaning) {
	text, last := strings.CutSuffix(text, endMark)
	first, rest, _ := strings.Cut(text, gapMark)
	p := &phrase{words: lx.split(first), marks: []meaning{m}, last: last}
	if rest != "" {
		p.after = lx.split(rest)
	}
	key := p.words[0]
	if start, ok := strings.CutSuffix(key, "*"); ok {
		lx.prefix[s][start[0]] = append(lx.prefix[s][start[0]], p)
		return
	}
	lx.starts[s][key] = append(lx.starts[s][key], p)
}

// split parts a phrase into words, or characters in Han script.
func (lx *lexicon) split(s string) []string {
	if !lx.han {
		return strings.Fields(s)
	}
	var out []string
	for _, r := range hanscript.Fold(strings.TrimSpace(s)) {
		out = append(out, string(r))
	}
	return out
}
