package event

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/check/quantity"
)

//go:embed heads.txt
var headWords string

// class is what an entry of heads.txt says of a number.
type class uint8

const (
	roles class = iota
	nouns
	amounts
	things
	months
	apartMarks
	bars
	voices
	saying
	turns
	times
	units
	storeys
	denials
	articles
	till
	ranges
	numbers
	negations
	weekdays
	kinds   // of the lexicon
	becomes // likewise
)

var classes = map[string]class{
	"roles": roles, "nouns": nouns, "measures": amounts, "things": things, "months": months, "marks": apartMarks, "bars": bars, "voices": voices, "saying": saying, "news": turns, "times": times, "units": units, "storeys": storeys, "denials": denials, "articles": articles, "till": till, "ranges": ranges, "numbers": numbers, "negations": negations, "weekdays": weekdays,
}

// head is an entry of heads.txt.
type head struct {
	name   string
	class  class
	traits []string
	parts  []*head // of a measure whose name is made of two: which, and of what
	label  string  // what the page calls it, in Chinese; "": no word is true of all that it has
}

// Dimensions that no reader of numbers knows.
const (
	power quantity.Dim = 200 + iota
	energy
)

// dim is the dimension of a unit; its second trait, else power.
func (h *head) dim() quantity.Dim {
	for name, d := range dimensions {
		if h.is(name) {
			return d
		}
	}
	if h.is("energy") {
		return energy
	}
	return power
}

// factor is how many of the base of its dimension a unit is, watts, watt hours, kilograms, metres or degrees; its first trait.
func (h *head) factor() float64 {
	f, _ := strconv.ParseFloat(h.traits[0], 64)
	return f
}

// entryOf returns an entry of the list.
func entryOf(name string, c class) *head {
	heads()
	return entries[name+" "+strconv.Itoa(int(c))]
}

// entries are the entries of heads.txt by name and class, filled by heads.
var entries = map[string]*head{}

func (h *head) is(trait string) bool { return slices.Contains(h.traits, trait) }

// heads are the words of all languages.
var heads = sync.OnceValue(func() vocabularies {
	rows := rowsOf{}
	of, in := (*head)(nil), roles
	for line := range strings.Lines(headWords) {
		text := strings.TrimRight(line, "\n")
		switch {
		case text == "" || text[0] == '#':
		case text[0] == '[':
			in = classes[strings.Trim(text, "[]")]
		case text[0] != ' ':
			f := strings.Fields(text)
			key := f[0] + " " + strconv.Itoa(int(in))
			if of = entries[key]; of == nil {
				of = &head{name: f[0], class: in, traits: f[1:]}
				entries[key] = of
			}
		default:
			rows.add(of, text)
		}
	}
	return rows.vocabularies()
})
