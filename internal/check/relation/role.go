package relation

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// groups are the roles of figures that exclude one another.
var groups = [][]string{
	{"dead", "injured", "missing", "rescued", "arrested", "evacuated", "homeless"},
	{"profit", "revenue", "loss"},
	{"exports", "imports"},
	{"men", "women"},
}

// Group returns the number of the group of a role; -1: it is in none.
func Group(role string) int {
	return slices.IndexFunc(groups, func(g []string) bool { return slices.Contains(g, role) })
}

// How many units there may be between a role and its figure, before and behind it.
const (
	roleBefore = 5
	roleBehind = 6
)

// Roles are what the figure at a place of the text may count: the last role before it and
// those behind it, as far as nothing is between that parts them. others are the places of
// all numbers of the sentence.
func (r *Reading) Roles(at [2]int, others [][2]int) []string {
	i, j := r.unitAt(at[0]), r.unitFrom(at[1])
	if i >= j {
		return nil
	}
	var out []string
	for _, m := range r.marks[roles] { // in their order: those before it come first
		switch {
		case m.upto <= i && i-m.upto <= roleBefore && r.open(m.upto, i+1, others, at):
			out = append(out, m.name)
		case len(out) > 0 && Group(out[0]) > 0: // profit was 3m on revenue of 20m
		case m.from >= i && m.from-j <= roleBehind && !r.has(grammar, entryPartOf, j, m.from) && r.open(j, m.from+1, others, at):
			out = append(out, m.name)
		}
	}
	return out
}

// Harmed reports whether a sentence of a report may say that anybody died or was hurt beside
// what it says of those whom role counts: with any other word of that kind.
func (r *Reading) Harmed(role string) bool {
	for _, m := range r.marks[grammar] {
		if m.name == entryHarmed && !slices.ContainsFunc(r.marks[roles], func(o mark) bool { return o.name == role && o.from <= m.from && m.upto <= o.upto }) {
			return true
		}
	}
	return slices.ContainsFunc(r.marks[roles], func(m mark) bool { return m.name != role && Harms(m.name) })
}

// Harms reports whether a role is that of people who died or were hurt.
func Harms(role string) bool { return role == "dead" || role == "injured" }

const entryHarmed = "harmed"

// open reports whether nothing that parts a figure from its role is among units: a sign, a
// word that begins a clause, another number.
func (r *Reading) open(from, upto int, others [][2]int, own [2]int) bool {
	for k := from; k < upto && k < len(r.units); k++ {
		u := r.units[k]
		if u.stop || k+1 < upto && (r.at(entryBreak, k) || r.at(entryParts, k)) {
			return false
		}
		for _, o := range others {
			if o != own && u.start >= o[0] && u.start < o[1] {
				return false
			}
		}
	}
	return true
}

const (
	entryParts  = "parts"
	entryPartOf = "part-of"
)

// Original is a name as the report has it, in brackets behind the name in a claim.
type Original struct {
	Name       string
	Start, End int // the name in the text, in bytes
}

// Last is the word of a name by which people are called again.
func (o Original) Last() string {
	f := strings.Fields(o.Name)
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// Originals are the names in brackets of a sentence in Han script: 索伦（Piet Soren）.
func (r *Reading) Originals() []Original {
	var out []Original
	for i, c := range r.Text {
		if c != '（' && c != '(' {
			continue
		}
		from := i + len(string(c))
		upto := from
		for k, d := range r.Text[from:] {
			if !unicode.In(d, unicode.Latin, unicode.Mn) && !strings.ContainsRune(" .-'’", d) {
				break
			}
			upto = from + k + len(string(d))
		}
		name := strings.TrimSpace(r.Text[from:upto])
		if first := []rune(name); len(first) > 2 && unicode.IsUpper(first[0]) {
			out = append(out, Original{name, from, from + len(name)})
		}
	}
	return out
}

// oldest bounds what is read as an age.
const oldest = 120

// AgesOf are the ages that a report gives a person: Aiko Mori, 57; the 57-year-old Aiko
// Mori.
func (r *Reading) AgesOf(name string) []int {
	last := strings.ToLower(Original{Name: name}.Last())
	var out []int
	for k, u := range r.units {
		if r.Han || u.s != last || !u.upper {
			continue
		}
		if k+1 < len(r.units) && r.units[k+1].stop {
			if n, ok := age(r.units[k+1].s); ok && (k+2 == len(r.units) || r.units[k+2].stop) {
				out = append(out, n)
			}
		}
		for b := k - 1; b >= 0 && b >= k-farSubject && !r.units[b+1].stop; b-- {
			if n, ok := age(r.units[b].s); ok && r.at(entryOld, b+1) {
				out = append(out, n)
				break
			}
		}
	}
	return out
}

const entryOld = "old"

func age(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0 && n < oldest
}

// Aged returns the original of the person whose age a number of a claim is: 57岁的森爱子
// （Aiko Mori）; nil: it is nobody's.
func (r *Reading) Aged(start, end int, all []Original) *Original {
	j := r.unitFrom(start)
	old := false
	for k := j; k < len(r.units) && r.units[k].start <= end; k++ {
		old = old || r.at(entryOld, k)
	}
	if !old {
		return nil
	}
	for i, o := range all {
		switch at := r.unitAt(o.Start); {
		case o.Start > end && at-r.unitFrom(end) < farName && r.sameOne(r.oldAt(j), at):
			return &all[i]
		case o.End <= start && r.unitAt(start)-r.unitFrom(o.End) <= 1 && !strings.ContainsAny(r.Text[o.Start:start], "）)"): // （Aiko Mori，57岁）
			return &all[i]
		}
	}
	return nil
}

// oldAt returns the unit of the sign of an age, at or behind a unit.
func (r *Reading) oldAt(k int) int {
	for k < len(r.units)-1 && !r.at(entryOld, k) {
		k++
	}
	return k
}

// farName is how many characters there may be between an age and the name's original.
const farName = 16

// joinedTo reports whether only the bracket of the name parts units, from up to at.
func (r *Reading) joinedTo(from, at int) bool {
	for k := from + 1; k < at; k++ {
		if r.units[k].stop {
			return false
		}
	}
	return true
}

// sameOne reports whether an age, whose sign is at unit from, is that of the person whose
// name is at unit at: nothing between is another's, or describes more than the person.
func (r *Reading) sameOne(from, at int) bool {
	return r.joinedTo(from, at) && !r.has(grammar, entryKin, from, at) && !r.has(grammar, entryAttribute, from+2, at)
}

const entryKin = "kin"

// Mentions reports whether a sentence of a report has one of the words of a name, with a
// capital: people are called by their family name, which may come first, and by one of two.
func (r *Reading) Mentions(o Original) bool {
	if r.Names(o.Last()) {
		return true
	}
	for _, w := range strings.FieldsFunc(o.Name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) {
		if first := []rune(w); len(first) < 2 || !unicode.IsUpper(first[0]) {
			continue
		}
		w = strings.ToLower(w)
		for _, u := range r.units {
			if u.upper && (u.s == w || strings.HasPrefix(u.s, w+"'")) {
				return true
			}
		}
	}
	return false
}

// Names reports whether a sentence of a report has a word with a capital.
func (r *Reading) Names(word string) bool {
	word = strings.ToLower(word)
	for _, u := range r.units {
		if u.s == word || strings.HasPrefix(u.s, word+"'") {
			return true
		}
	}
	return false
}

// Pronoun reports whether a sentence speaks of somebody without the name.
func (r *Reading) Pronoun() bool { return r.has(grammar, entryPronoun, 0, len(r.units)) }

const entryPronoun = "pronoun"

// Person reports whether a sentence has two words with capitals side by side.
func (r *Reading) Person() bool {
	for k := 1; k < len(r.units); k++ {
		if r.units[k].upper && r.units[k-1].upper && !r.units[k].stop && len(r.units[k].s) > 2 && len(r.units[k-1].s) > 1 {
			return true
		}
	}
	return false
}

// farTitle is how many units there may be between a title and the name.
const farTitle = 5

// TitlesOf are the titles beside a name: 法官哈特（Liam Hart）; Prosecutor Liam Hart; Liam
// Hart, the prosecutor.
func (r *Reading) TitlesOf(o Original) []string {
	var out []string
	if r.Han {
		at := r.unitAt(o.Start)
		for _, m := range r.marks[titles] {
			if m.upto <= at && at-m.upto <= farTitle && r.joinedTo(m.from, at) {
				out = append(out, m.name)
			}
		}
		return out
	}
	first, _, _ := strings.Cut(strings.ToLower(o.Name), " ")
	last := strings.ToLower(o.Last())
	for k, u := range r.units {
		if u.s != last {
			continue
		}
		begin := k
		if k > 0 && r.units[k-1].s == first {
			begin = k - 1
		}
		for _, m := range r.marks[titles] {
			if m.upto == begin && !r.units[begin].stop || m.from > k && m.from-k <= farTitle-1 && k+1 < len(r.units) && r.units[k+1].stop {
				out = append(out, m.name)
			}
			if m.upto <= begin && begin-m.upto <= 2 && r.units[begin].stop { // the governor, Lucia Ferro
				out = append(out, m.name)
			}
		}
	}
	return out
}

// HasTitle reports whether a sentence has a title.
func (r *Reading) HasTitle(title string) bool { return r.has(titles, title, 0, len(r.units)) }
