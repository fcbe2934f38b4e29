package event

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// The lexicon of what newspapers count and measure, and of what becomes of that. Its form is that of heads.txt, without sections and
// traits; each entry has a name. Traits of things are
// people; body (what may act, and is named beside amounts of others); measure (what an amount with a unit is of); of fates neutral
// (nothing becomes of what is counted by it), seen (but it tells it from others where both are);
// illness (of two in two clauses their numbers are of two things), service (those who are called to a place, and do not live there).
var (
	//go:embed counted.txt
	countedWords string
	//go:embed fates.txt
	fateWords string
)

// wordList is the vocabularies of a file of the lexicon, by language.
type wordList struct {
	entries []*head
	words   vocabularies
}

// countables are the things that are counted or measured.
var countables = sync.OnceValue(func() wordList { return readLexicon(countedWords, kinds) })

// fates are what becomes of what is counted.
var fates = sync.OnceValue(func() wordList { return readLexicon(fateWords, becomes) })

// readLexicon reads a file of the lexicon.
func readLexicon(file string, in class) wordList {
	var out wordList
	rows := rowsOf{}
	var of *head
	for line := range strings.Lines(file) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.TrimSpace(line) == "" || line[0] == '#':
		case line[0] != ' ':
			f := strings.Fields(line)
			of = &head{name: f[0], class: in, traits: f[1:]}
			out.entries = append(out.entries, of)
		default:
			rows.add(of, line)
		}
	}
	out.words = rows.vocabularies()
	out.compounds()
	return out
}

// compounds gives an entry whose name is made of those of two others these as its parts: the height of waves.
func (l wordList) compounds() {
	byName := map[string]*head{}
	for _, h := range l.entries {
		byName[h.name] = h
	}
	for _, h := range l.entries {
		first, last, ok := strings.Cut(h.name, "-")
		if x, y := byName[first], byName[last]; ok && x != nil && y != nil && y.is("measure") {
			h.parts = []*head{y, x}
		}
	}
}

// hits are the entries of a file in a sentence, in their order.
func (l wordList) hits(s spelling, lang string) []hit {
	v := l.words.of(tongue(lang))
	if v == nil {
		return nil
	}
	out := v.hits(s)
	slices.SortStableFunc(out, func(a, b hit) int { return a.start - b.start })
	return out
}
