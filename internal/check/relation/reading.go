package relation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
)

// Reading is a sentence as far as its relations are read. One goroutine at a time may use it.
type Reading struct {
	Text    string
	Han     bool
	lang    string
	lx      *lexicon
	units   []unit
	marks   [sections][]mark
	nulls   []mark   // phrases that hedge nothing
	acts    []Act    // once they were asked for
	strands []Strand // likewise
}

// unit is a word, or a character in Han script.
type unit struct {
	s          string // in lower case, or simplified
	start, end int    // in bytes
	stop       bool   // a comma or another sign that parts clauses is before it
	upper      bool
	begins     uint16 // the sections that may have a phrase which begins here, by their bits
}

// mark is a place where an entry of the lists stands.
type mark struct {
	meaning
	from, upto int // in units
}

// maxUnits bounds the work on one sentence.
const maxUnits = 600

// Knows reports whether there are words of a language (BCP 47).
func Knows(lang string) bool {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return lexicons()[base] != nil
}

// Read reads a sentence of a language (BCP 47). nil: nobody has words of the language.
func Read(s, lang string) *Reading {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	lx := lexicons()[base]
	if lx == nil {
		return nil
	}
	r := &Reading{Text: s, Han: lx.han, lang: base, lx: lx}
	if lx.han {
		r.characters(hanscript.Fold(s))
	} else {
		r.words(s)
	}
	for i, u := range r.units {
		r.units[i].begins = lx.words[u.s] | lx.bytes[u.s[0]]
	}
	for k := range sections {
		r.marks[k] = r.scan(lx, k)
	}
	r.marks[hedges] = slices.DeleteFunc(r.marks[hedges], func(m mark) bool { return r.units[m.from].upper && r.at(entryMonth, m.from) })
	return r
}

// stops part clauses.
const stops = ",;:.()[]–—!?，；：。（）！？「」『』“”\"…"

// words parts a sentence into words and numbers.
func (r *Reading) words(s string) {
	stop := false
	r.units = make([]unit, 0, min(maxUnits, len(s)/5+1))
	for i := 0; i < len(s) && len(r.units) < maxUnits; {
		c, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			stop = stop || strings.ContainsRune(stops, c)
			i += size
			continue
		}
		end := i
		for end < len(s) {
			d, n := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsLetter(d) && !unicode.IsMark(d) && !unicode.IsDigit(d) && !r.within(s, end, n) {
				break
			}
			end += n
		}
		w := strings.ReplaceAll(strings.ToLower(s[i:end]), "’", "'")
		r.units = append(r.units, unit{s: w, start: i, end: end, stop: stop, upper: unicode.IsUpper(c)})
		stop = false
		i = end
	}
}

// within reports whether the sign of n bytes at i is within a word or a number: don't,
// 1,200.
func (r *Reading) within(s string, i, n int) bool {
	if i == 0 || i+n >= len(s) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	switch s[i : i+n] {
	case "'", "’":
		return unicode.IsLetter(before) && unicode.IsLetter(after)
	case ",", ".":
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return false
}

// characters parts a sentence into characters; s has been made simplified.
func (r *Reading) characters(s string) {
	stop := false
	r.units = make([]unit, 0, min(maxUnits, len(s)/3+1))
	for i, c := range s {
		if len(r.units) == maxUnits {
			break
		}
		if strings.ContainsRune(stops, c) && !(c == '.' || c == ',') || c == '、' && r.lang == japanese {
			stop = true
			continue
		}
		if c >= '！' && c <= '～' {
			c -= '！' - '!'
		}
		r.units = append(r.units, unit{s: string(c), start: i, end: i + utf8.RuneLen(c), stop: stop})
		stop = false
	}
}

// scan finds the entries of one section, the longest phrase first.
func (r *Reading) scan(lx *lexicon, k section) []mark {
	var out []mark
	for i := 0; i < len(r.units); {
		if r.units[i].begins>>k&1 == 0 {
			i++
			continue
		}
		p, upto := r.phraseAt(lx, k, i)
		if p == nil {
			i++
			continue
		}
		for _, m := range p.marks {
			switch {
			case !m.none:
				out = append(out, mark{m, i, upto})
			case k == hedges:
				r.nulls = append(r.nulls, mark{m, i, upto})
			}
		}
		i = upto
	}
	return out
}

// phraseAt returns the longest phrase that begins at a unit, and where it ends.
func (r *Reading) phraseAt(lx *lexicon, k section, i int) (best *phrase, upto int) {
	w := r.units[i].s
	for _, list := range [][]*phrase{lx.starts[k][w], lx.prefix[k][w[0]]} {
		for _, p := range list {
			if end, ok := r.matches(p, i); ok && end > upto {
				best, upto = p, end
			}
		}
	}
	return best, upto
}

// longestGap is how many units there may be between the parts of a phrase.
const longestGap = 12

// matches reports whether a phrase stands at a unit; upto is the end of its first part.
func (r *Reading) matches(p *phrase, i int) (upto int, ok bool) {
	if !r.run(p.words, i) {
		return 0, false
	}
	upto = i + len(p.words)
	if p.after == nil {
		return upto, true
	}
	for j := upto; j <= upto+longestGap && j < len(r.units) && !r.units[j].stop; j++ {
		if r.run(p.after, j) && !r.noun(p.after[0], j) && (!p.last || r.closes(j+len(p.after))) {
			return upto, true
		}
	}
	return 0, false
}

// noun reports whether a unit that stands for the beginning of a word is a noun in German: in
// "soll … ge* haben" it is a participle.
func (r *Reading) noun(word string, i int) bool {
	return r.lang == german && strings.HasSuffix(word, "*") && r.units[i].upper
}

const german = "de"

// closes reports whether a clause ends before a unit.
func (r *Reading) closes(i int) bool {
	return i == len(r.units) || r.units[i].stop || r.at(entryContrast, i)
}

// run reports whether words stand at a unit, with nothing that parts clauses between.
func (r *Reading) run(words []string, i int) bool {
	if i+len(words) > len(r.units) {
		return false
	}
	for k, w := range words {
		u := r.units[i+k]
		if k > 0 && u.stop {
			return false
		}
		if start, ok := strings.CutSuffix(w, "*"); ok {
			if !strings.HasPrefix(u.s, start) {
				return false
			}
		} else if u.s != w {
			return false
		}
	}
	return true
}

// has reports whether an entry of a section is in units from up to upto.
func (r *Reading) has(k section, name string, from, upto int) bool {
	for _, m := range r.marks[k] {
		if m.name == name && m.from >= from && m.upto <= upto {
			return true
		}
	}
	return false
}

// at reports whether an entry of the grammar covers a unit.
func (r *Reading) at(name string, i int) bool {
	for _, m := range r.marks[grammar] {
		if m.name == name && m.from <= i && i < m.upto {
			return true
		}
	}
	return false
}

// clause returns the units of the clause that a unit is in; words: those that part
// clauses do so, too.
func (r *Reading) clause(i int, words bool) (from, upto int) {
	for from = i; from > 0 && !r.units[from].stop; from-- {
		if words && from < i && r.at(entryBreak, from) {
			break
		}
	}
	for upto = i + 1; upto < len(r.units) && !r.units[upto].stop; upto++ {
		if words && r.at(entryBreak, upto) {
			break
		}
	}
	return from, upto
}

// unitAt returns the unit that a place in the text is in or before.
func (r *Reading) unitAt(place int) int {
	for i, u := range r.units {
		if u.end > place {
			return i
		}
	}
	return len(r.units)
}

// unitFrom returns the first unit that starts at a place in the text or behind it.
func (r *Reading) unitFrom(place int) int {
	for i, u := range r.units {
		if u.start >= place {
			return i
		}
	}
	return len(r.units)
}

// The entries of words.txt that the grammars name.
const (
	entryNot     = "not"
	entryNoOne   = "no-one"
	entryUndone  = "undone"
	entryUnclear = "unclear"
	entryFiller  = "filler"
	entryBreak   = "break"
	entrySaid    = "said"
	entryAsks    = "asks"
	entryDenies  = "denies"
	entryTraces  = "traces"
	entryOver    = "over"
	entryBy      = "by"
	entryWent    = "went"
	entryTo      = "to"
	entryFrom    = "from"
	entryLight   = "light"
	entryUp      = "up"
	entryMonth   = "month"
)
