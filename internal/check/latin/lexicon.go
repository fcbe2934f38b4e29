package latin

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// lexicon holds the words of one language.
type lexicon struct {
	tag     string
	country string // that its reports speak of without naming it
	words   map[string]*word
	starts  [256][]affix // words of which only the beginning is given, by their first byte
	ends    [256][]affix // and only the end, by their last byte

	before, after map[string]quantity.Bound // phrases that bound the number after or before them
	phrases       [kinds][]phrase
	boundWords    map[string]bool // the words of the former that are no short ones
	units         []unitPhrase
	joinedUnits   []joinedUnit
	against       map[string][]against // by their first word; under "" those of which its beginning is given

	comma       bool // a decimal comma
	joined      bool // numbers are written as one word: fünfundzwanzig
	scores      bool // and counted by twenties: quatre-vingt-douze
	elides      bool // words lose their end before a vowel: l'an
	monthsUpper bool // the names of months have a capital, and are other words without one
	nounsUpper  bool // every noun has a capital

	ordinals   []compound // the ends of ordinals of joined numbers, and the smallest number that has each
	compounds  []compound // of joined numbers, the largest first
	months     []string   // their names, in order of the alphabet
	dayParts   []string   // what may end the name of a day: Mittwochabend
	possessive string     // the letter that makes a possessive after an apostrophe
	nameEnding string     // of a name in the plural or the genitive
	saints     []string   // what names begin with that are called after one; the first is how all are said
	youthSide  [2]string  // the letter before an age, and the word that it is for
	placers    []compound // the beginnings of ordinals that are joined to a superlative: zweit
	openEnd    string     // what they leave out: e
	joint      string     // what joins the parts of such a number: und
	onThe      []string   // what a claim says before a day of the month
	quarters   []string   // the names of a quarter of a year
	plans      []string   // how the words after the number of a five-year plan begin
	congress   []string   // and those after the number of a party congress
	pairs      []string   // how the names of those begin who are two without being counted
}

// word is all that a word means in one language.
type word struct {
	sets       [3]uint64
	small      float64 // a number up to a hundred; see the set isSmall
	power      float64 // hundred, thousand, bn; 0: none, as in all that follows
	part       float64 // third: 3
	ordinal    float64
	fold       float64        // doubled: 2
	rank       quantity.Scale // largest; see also ranked
	ranked     quantity.Scale // populous: of most populous
	lo, hi     float64        // dozens: from, up to
	unit       quantity.Unit
	powerUnit  quantity.Unit // what a power may mean as well: m is million or metre
	partsPer   float64       // ppm: 1e-6
	pointPart  float64       // viertelpunkt: .25
	roman      float64       // xiv: 14
	dollar     string        // the currency that it makes of a dollar: Canadian
	dollarSign string        // the currency that it makes of the sign right after it: C$
	money      string        // the currency of a number that follows it
	letters    string        // the currency of a number that follows it, in capitals and without a space: R50
	move       quantity.Trend
	comparison quantity.Trend // more, higher: before "than"
	month      time.Month
	weekday    time.Weekday // see the set isWeekday
	decade     int          // the eighties: 80
	period     quantity.Period
	rate       quantity.Period // daily
	from, upto int             // days around publication that a relative word allows; see the set isRelative
}

// affix is the beginning or the end of words.
type affix struct {
	s string
	*word
}

// compound is a part of joined numbers and what it multiplies: hundert.
type compound struct {
	s string
	n float64
}

// unitPhrase is a unit of several words: light years.
type unitPhrase struct {
	phrase
	unit quantity.Unit
}

// against is a phrase that says what a change is measured against.
type against struct {
	phrase
	base quantity.Bases
}

// joinedUnit is a unit as a part of one word with its number: the middle of dreijährig.
type joinedUnit struct {
	s     string
	open  bool // whatever may follow it: Zehnpunkteplan; else an ending of two letters at most
	share bool // it is per cent
	unit  quantity.Unit
}

var noWord = &word{}

func (w *word) is(s set) bool { return w.sets[s>>6]>>(s&63)&1 == 1 }

func (w *word) add(s set) { w.sets[s>>6] |= 1 << (s & 63) }

// look returns what a word in lower case means. It never returns nil.
func (lx *lexicon) look(s string) *word {
	if w, ok := lx.words[s]; ok {
		return w
	}
	if s == "" {
		return noWord
	}
	begins, ends := noWord, noWord
	for _, a := range lx.starts[s[0]] {
		if strings.HasPrefix(s, a.s) {
			begins = a.word
			break
		}
	}
	for _, a := range lx.ends[s[len(s)-1]] {
		if strings.HasSuffix(s, a.s) {
			ends = a.word
			break
		}
	}
	switch {
	case ends == noWord:
		return begins
	case begins == noWord:
		return ends
	}
	both := *begins
	both.merge(ends)
	return &both
}

// merge adds the sets of o. The values of a table are given whole words alone.
func (w *word) merge(o *word) {
	for i := range w.sets {
		w.sets[i] |= o.sets[i]
	}
}

// phrase is a run of words, each with what the language's file says of it.
type phrase []string

// fits reports whether a word is the one at place k of the phrase.
func (p phrase) fits(k int, s string) bool {
	if start, ok := strings.CutSuffix(p[k], "*"); ok {
		return strings.HasPrefix(s, start)
	}
	return p[k] == s
}

// at returns how many tokens a phrase of the kind takes at token i; 0: none is there.
func (lx *lexicon) at(k kind, ts []token, i int) int {
	for _, p := range lx.phrases[k] {
		if i >= 0 && i+len(p) <= len(ts) && p.matches(ts[i:]) {
			return len(p)
		}
	}
	return 0
}

func (p phrase) matches(ts []token) bool {
	for k := range p {
		if !p.fits(k, ts[k].s) {
			return false
		}
	}
	return true
}

// ending reports whether a phrase of the kind ends right before token i.
func (lx *lexicon) ending(k kind, ts []token, i int) bool {
	for _, p := range lx.phrases[k] {
		if n := i - len(p); n >= 0 && p.matches(ts[n:]) {
			return true
		}
	}
	return false
}
