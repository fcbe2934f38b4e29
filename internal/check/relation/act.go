package relation

import (
	"slices"
	"strings"
)

// Sign says whether something was done.
type Sign uint8

const (
	Unsure Sign = iota
	Done        // it is said without a denial
	Denied
)

// Mood says how surely something is said. It is a set.
type Mood uint8

const (
	Possible Mood = 1 << iota // it may be, it is considered
	Planned                   // somebody means to, it will be
	Alleged                   // somebody says so
	Forecast                  // it is expected
)

// Act is something that was done, or not: accepted, signed, arrested.
type Act struct {
	Name       string // the entry of the lists
	Start, End int    // the words, in bytes, with a denial before them
	Sign       Sign
	Word       Sign // of the word itself: "not rejected" denies the rejection, and leaves open what was done
	Contrary   bool // it is said by a word for the contrary: rejected
	Mood       Mood // of what stands right before it
	Over       bool // 已, 了: it is over
	Loose      bool // its words for what was done are generous: who denies it is not compared
	Keeps      bool // its contrary is that something stays: what is planned may not go against it
	unit       int
}

// Acts are what the sentence says was done, or not.
func (r *Reading) Acts() []Act {
	if r.acts == nil {
		r.acts = append(r.done(), r.things()...)
	}
	return r.acts
}

func (r *Reading) done() []Act {
	out := make([]Act, 0, len(r.marks[acts]))
	for _, m := range r.marks[acts] {
		a := Act{Name: m.name, Contrary: m.contrary, Loose: strings.HasPrefix(m.name, loose), Keeps: strings.HasPrefix(m.name, looseKeep), Start: r.units[m.from].start, End: r.units[m.upto-1].end, unit: m.from}
		switch {
		case r.Han && r.lang == chinese:
			start := 0
			a.Sign, a.Mood, a.Over, start = r.chineseSign(m)
			a.Start = r.units[start].start
		case r.Han:
			a.Sign, a.Mood = r.japaneseSign(m)
		case r.lang == english:
			a.Sign, a.Mood = r.englishSign(m)
		default:
			a.Sign, a.Mood = r.clauseSign(m)
		}
		if m.name == entryOutlook && r.bothWays() {
			a.Sign = Unsure // cut its forecast for wheat, raised that for corn
		}
		a.Word = a.Sign
		if m.contrary {
			a.Sign = a.Sign.turned()
		}
		out = append(out, a)
	}
	return out
}

// bothWays reports whether a sentence says of something that it went up, and of something that
// it went down.
func (r *Reading) bothWays() bool {
	n := len(r.units)
	return r.has(moves, entryUp, 0, n) && r.has(moves, entryDown, 0, n)
}

// loose begins the entries whose words for what was done are generous.
const loose = "loose-"

// looseKeep begins those of them whose contrary is that something stays.
const looseKeep = loose + "keep-"

// nearThing is how many words there may be between "no" and what is not there, farThing
// between "not" and it, and nearThingHan how many characters in Chinese.
const (
	nearThing    = 2
	farThing     = 4
	nearThingHan = 4
)

// things are what the sentence says is there, or not, in English, German and Chinese.
func (r *Reading) things() []Act {
	var out []Act
	for _, m := range r.marks[things] {
		a := Act{Name: m.name, Start: r.units[m.from].start, End: r.units[m.upto-1].end, unit: m.from}
		switch {
		case r.lang == japanese:
		case r.Han:
			a.Sign, a.Start = r.chineseThing(m)
		default:
			a.Sign = r.latinThing(m)
		}
		a.Word = a.Sign
		out = append(out, a)
	}
	return out
}

// chineseThing says whether a thing is there, and where the words for that begin.
func (r *Reading) chineseThing(m mark) (s Sign, start int) {
	from, upto := r.clause(m.from, false)
	for _, d := range r.marks[grammar] {
		if d.name == entryDenies && d.from >= from && d.upto <= m.from && m.from-d.upto <= nearThingHan && r.direct(d.upto, m.from) {
			if r.has(grammar, entryAttribute, m.upto, min(upto, m.upto+farDenial)) {
				return Unsure, r.units[d.from].start // it is the thing of a thing that is denied
			}
			return Denied, r.units[d.from].start
		}
	}
	start = r.units[m.from].start
	if r.has(grammar, entryAsks, from, upto) || r.traced(from, m.from) || r.traced(m.upto, upto) {
		return Unsure, start
	}
	return Done, start
}

// latinThing says whether a thing is there.
func (r *Reading) latinThing(m mark) Sign {
	from, upto := r.clause(m.from, true)
	reach := map[string]int{entryNoOne: nearThing, entryNot: farThing, entryUndone: farThing}
	for _, d := range r.marks[grammar] {
		n, denies := reach[d.name]
		if denies && d.from >= from && d.upto <= m.from && m.from-d.upto <= n && !r.has(grammar, entryUnclear, d.from, m.from) {
			return Denied
		}
	}
	if r.hasDenial(from, upto) || r.has(grammar, entryUnclear, from, upto) {
		return Unsure
	}
	return Done
}

// english is the tag of the language that denies right before its verbs.
const english = "en"

// turned is the sign of the contrary. Who did not reject has not accepted.
func (s Sign) turned() Sign {
	if s == Done {
		return Denied
	}
	return Unsure
}

// farSubject is how many words there may be between "none of them" and the verb.
const farSubject = 8

// englishSign looks back from a verb over auxiliaries and adverbs.
func (r *Reading) englishSign(m mark) (Sign, Mood) {
	from, upto := r.clause(m.from, true)
	if r.unclear(from, upto, m) {
		return Unsure, 0
	}
	i := m.from - 1
	for i >= from && r.at(entryFiller, i) {
		i--
	}
	near, mood := i+1, Mood(0)
	for k := i; k >= from && (r.at(entryNot, k) || r.at(entryFiller, k)); k-- {
		near = k
	}
	for _, h := range r.marks[hedges] {
		if h.upto >= near && h.from >= from && h.upto <= m.from {
			mood |= moods[h.name]
		}
	}
	mood |= r.saidBefore(m.from)
	denied := r.has(grammar, entryNoOne, m.upto, min(upto, m.upto+1)) || i >= from && !r.nounAt(m.from) && (r.at(entryNot, i) || r.at(entryUndone, i) || r.at(entryCeases, i) || r.at(entryWithout, i)) || r.anyNegative(i+1, m.from)
	if !denied && !r.nounAt(m.from) {
		for k := max(from, m.from-farSubject); k < m.from && !denied; k++ {
			denied = r.at(entryNoOne, k)
		}
		denied = denied || r.at(entryNor, from) && !r.has(grammar, entrySaid, from, m.from)
	}
	switch {
	case denied:
		return Denied, mood
	case r.hasDenial(from, m.from), r.hasDenial(m.upto, upto), r.hasDenial(max(0, from-2), from):
		return Unsure, mood
	}
	return Done, mood
}

// nounAt reports whether a word before a unit makes it a noun: the attack.
func (r *Reading) nounAt(i int) bool { return i > 0 && !r.units[i].stop && r.at(entryDeterminer, i-1) }

// unclear reports whether units, those of a mark excepted, leave open what is denied.
func (r *Reading) unclear(from, upto int, m mark) bool {
	return r.has(grammar, entryUnclear, from, m.from) || r.has(grammar, entryUnclear, m.upto, upto) || r.has(grammar, entryUntil, m.upto, upto)
}

// anyNegative reports whether a negative is among units.
func (r *Reading) anyNegative(from, upto int) bool {
	return r.has(grammar, entryNot, from, upto) || r.has(grammar, entryUndone, from, upto) || r.has(grammar, entryWithout, from, upto)
}

func (r *Reading) hasDenial(from, upto int) bool {
	return r.anyNegative(from, upto) || r.has(grammar, entryNoOne, from, upto)
}

// clauseSign reads the sign of a verb in a language that denies anywhere in the clause: it
// is sure where the clause says one thing only.
func (r *Reading) clauseSign(m mark) (Sign, Mood) {
	from, upto := r.clause(m.from, false)
	if r.unclear(from, upto, m) {
		return Unsure, 0
	}
	mood := Mood(0)
	for _, h := range r.marks[hedges] {
		if h.from >= from && h.upto <= upto {
			mood |= moods[h.name]
		}
	}
	if !r.hasDenial(from, upto) && !(r.at(entryNor, from) && r.hasDenial(0, from)) {
		return Done, mood
	}
	if r.lang == french && !r.beside(m.from) {
		return Unsure, mood
	}
	for _, o := range r.marks[acts] {
		if o.from != m.from && o.from >= from && o.upto <= upto {
			return Unsure, mood
		}
	}
	return Denied, mood
}

const french = "fr"

// farVerbal is how many words there may be between a denial and its verb in French: pas encore
// signé.
const farVerbal = 1

// beside reports whether a denial is right before a unit.
func (r *Reading) beside(i int) bool {
	return r.hasDenial(max(0, i-farVerbal-1), i) || r.has(grammar, entryUndone, max(0, i-farVerbal-2), i)
}

// moods are the hedges of a report by their entries.
var moods = map[string]Mood{"possible": Possible, "planned": Planned, "alleged": Alleged, "forecast": Forecast}

// farDenial is how many characters there may be between a denial and its verb in Chinese.
const farDenial = 8

// chineseSign looks for a denial before a verb, in its clause; start is where the two begin.
func (r *Reading) chineseSign(m mark) (s Sign, mood Mood, over bool, start int) {
	from, upto := r.clause(m.from, false)
	over = r.has(grammar, entryOver, from, m.from) || m.upto < upto && r.at(entryDoneSign, m.upto)
	if r.has(grammar, entryAsks, from, upto) || r.has(grammar, entryAhead, m.upto, upto) || r.has(grammar, entryFirst, from, m.from) {
		return Unsure, 0, over, m.from
	}
	if r.undone(m, from) {
		return Unsure, 0, over, m.from
	}
	if !over { // 已将 is no future
		mood = r.toCome(from, m.from)
	}
	for _, d := range r.marks[grammar] {
		if d.name == entryDenies && d.from >= from && d.from < m.from && (d.upto <= m.from || d.upto == m.upto) && m.from-d.upto <= farDenial && r.direct(d.upto, m.from) {
			return Denied, mood, over, d.from // 不到场 has 到场 in it
		}
	}
	if r.traced(from, m.from) || r.traced(m.upto, upto) {
		return Unsure, mood, over, m.from
	}
	return Done, mood, over, m.from
}

// undone reports whether a verb of a claim, in a clause from a unit, is of what the claim says
// is undone:
// 解除2017年起实施的禁令, 2017年起实施的禁令已解除, 驳回禁止该文章的请求.
func (r *Reading) undone(m mark, from int) bool {
	for _, u := range r.marks[grammar] {
		switch {
		case u.name != entryUndoes:
		case u.from >= from && u.upto <= m.from && !r.has(grammar, entryBesides, u.upto, m.from):
			return true
		case u.from >= m.upto && r.at(entryAttribute, m.upto):
			return true
		}
	}
	return false
}

// toCome is Planned where a claim says before a verb that it is still to come.
func (r *Reading) toCome(from, upto int) Mood {
	if r.entry(entryToCome, from, upto) {
		return Planned
	}
	return 0
}

// traced reports whether units of a claim have a trace of a denial.
func (r *Reading) traced(from, upto int) bool {
	return r.has(grammar, entryTraces, from, upto) || r.has(grammar, entryDenies, from, upto)
}

// direct reports whether a denial reaches over units to a verb: no other verb, and no
// attribute, is between.
func (r *Reading) direct(from, upto int) bool {
	for _, o := range r.marks[acts] {
		if o.from >= from && o.upto <= upto {
			return false
		}
	}
	return !r.has(grammar, entryAttribute, from, upto)
}

// farNegative is how many signs there may be between a verb and its negative ending in
// Japanese.
const farNegative = 12

// japaneseSign looks for a negative ending behind a verb.
func (r *Reading) japaneseSign(m mark) (Sign, Mood) {
	from, upto := r.clause(m.from, false)
	mood := Mood(0)
	for _, h := range r.marks[hedges] {
		if h.from >= m.upto && h.upto <= upto {
			mood |= moods[h.name]
		}
	}
	for _, d := range r.marks[grammar] {
		if d.name != entryDenies || d.from < from || d.upto > upto {
			continue
		}
		if d.from >= m.upto && d.from-m.upto <= farNegative && r.direct(m.upto, d.from) {
			return Denied, mood
		}
		return Unsure, mood
	}
	if r.has(grammar, entryUnclear, m.upto, upto) {
		return Unsure, mood
	}
	return Done, mood
}

// Mood says how surely the sentence speaks of a number at a place of the text: by what is
// before it in its clause, or right behind it where it is what the clause is of.
func (r *Reading) Mood(place int) Mood {
	i := r.unitAt(place)
	if i == len(r.units) {
		return 0
	}
	from, upto := r.clause(i, !r.Han)
	if r.has(grammar, entryPurpose, from, i) {
		return 0
	}
	mood := r.saidBefore(i)
	for _, h := range r.marks[hedges] {
		behind := h.from > i && h.upto <= upto && (r.Han || i-from <= nearSubject && h.from-i <= farModal)
		ahead := h.from >= from && h.upto <= i || h.upto == from && h.from < from && !r.Han // erwägt, 12 Spieler zu verkaufen
		if behind || ahead {
			mood |= moods[h.name]
		}
	}
	return mood
}

// A number is what its clause is of where so many words at most are before it, and so many
// between it and the verb: up to 900 seals may have died.
const (
	nearSubject = 3
	farModal    = 3
)

// saidBefore is Alleged where the sentence puts what comes at a unit into somebody's mouth:
// police believe that the painting was stolen.
func (r *Reading) saidBefore(i int) Mood {
	from, _ := r.clause(i, false)
	for _, h := range r.marks[hedges] {
		if moods[h.name] == Alleged && h.from >= from && h.upto <= i && !r.has(grammar, entryContrast, h.upto, i) {
			return Alleged
		}
	}
	return 0
}

// Hedged reports whether the sentence has a word that answers to a mood, anywhere, also
// within a longer one.
func (r *Reading) Hedged(m Mood) bool { return r.hedged(m, 0, len(r.units)) }

// HedgedAt reports whether a word answers to a mood that may be meant for a place of the
// text, in bytes: what somebody says, anywhere; else one in the part of the sentence that
// the place is in, up to the clause behind it.
func (r *Reading) HedgedAt(m Mood, place int) bool {
	if m == Alleged || !r.Han {
		return r.Hedged(m)
	}
	from, upto := r.scope(r.unitAt(place))
	return r.hedged(m, from, upto)
}

// HedgedBeside reports whether a word answers to a mood in the clause of a place of the text.
func (r *Reading) HedgedBeside(m Mood, place int) bool {
	if !r.Han {
		return r.Hedged(m)
	}
	from, upto := r.clause(min(r.unitAt(place), len(r.units)-1), false)
	return r.hedged(m, from, upto)
}

func (r *Reading) hedged(m Mood, from, upto int) bool {
	if m == Forecast {
		return r.entry("may-say", from, upto) || r.entry("plan-say", from, upto)
	}
	return r.entry(map[Mood]string{Possible: "may-say", Planned: "plan-say", Alleged: "say-so"}[m], from, upto)
}

// entry reports whether units have a word of an entry of the hedges, also within a longer one.
func (r *Reading) entry(name string, from, upto int) bool {
	for i := from; i < upto; i++ {
		w := r.units[i].s
		for _, list := range [][]*phrase{r.lx.starts[hedges][w], r.lx.prefix[hedges][w[0]]} {
			for _, p := range list {
				if end, ok := r.matches(p, i); ok && end <= upto && p.means(name) && !r.null(i, end) {
					return true
				}
			}
		}
	}
	return false
}

// null reports whether units are within a phrase that hedges nothing.
func (r *Reading) null(from, upto int) bool {
	return slices.ContainsFunc(r.nulls, func(m mark) bool { return m.from <= from && upto <= m.upto })
}

// means reports whether a phrase is one of an entry.
func (p *phrase) means(name string) bool {
	return slices.ContainsFunc(p.marks, func(m meaning) bool { return m.name == name && !m.none })
}

// Certain returns where the sentence calls something certain, and whether it does.
func (r *Reading) Certain() (start, end int, ok bool) {
	for _, m := range r.marks[hedges] {
		if m.name == entryCertain {
			return r.units[m.from].start, r.units[m.upto-1].end, true
		}
	}
	return 0, 0, false
}

// BoundToBe returns where a claim says that something is bound to be, and whether it does.
func (r *Reading) BoundToBe() (start, end int, ok bool) {
	for _, m := range r.marks[hedges] {
		if m.name == entryBoundToBe {
			return r.units[m.from].start, r.units[m.upto-1].end, true
		}
	}
	return 0, 0, false
}

// LeavesOpen reports whether a sentence of a report, in English or German, says that something
// may be, and nothing else of what will be.
func (r *Reading) LeavesOpen() bool {
	n := len(r.units)
	return (r.lang == english || r.lang == german) && r.Moods()&Possible != 0 && !r.has(grammar, entryContrast, 0, n) && !r.mayNot() &&
		!r.has(hedges, entryBoundSaid, 0, n) && !r.has(hedges, entryBoundToBe, 0, n)
}

// mayNot reports whether a clause denies beside what may be: nobody may enter.
func (r *Reading) mayNot() bool {
	return slices.ContainsFunc(r.marks[hedges], func(m mark) bool {
		from, upto := r.clause(m.from, false)
		return moods[m.name] == Possible && r.hasDenial(from, upto)
	})
}

// Moods are all that the sentence is unsure of.
func (r *Reading) Moods() Mood {
	mood := Mood(0)
	for _, h := range r.marks[hedges] {
		mood |= moods[h.name]
	}
	return mood
}

const (
	entryDoneSign   = "done-sign"
	entryNor        = "nor"
	entryOutlook    = "outlook"
	entryBoundToBe  = "bound-to-be"
	entryBoundSaid  = "bound-to-be-said"
	entryUndoes     = "undoes"
	entryBesides    = "besides"
	entryWithout    = "without"
	entryCeases     = "ceases"
	entryUntil      = "until"
	entryDeterminer = "determiner"
	entryAhead      = "ahead"
	entryToCome     = "to-come"
	entryPurpose    = "purpose"
	entryContrast   = "contrast"
	entryAttribute  = "attribute"
	entryCertain    = "certain"
)

// Has reports whether the sentence speaks of an act at all.
func (r *Reading) Has(act string) bool {
	for _, k := range []section{acts, things} {
		if slices.ContainsFunc(r.marks[k], func(m mark) bool { return m.name == act }) {
			return true
		}
	}
	return false
}

// Denies reports whether the sentence has any trace of a denial.
func (r *Reading) Denies() bool { return r.DeniesBut(Act{}) }

// Negates reports whether the words say plainly that something is not so, or the contrary of an act: not, nobody, rejected; no
// trace that may be none counts.
func (r *Reading) Negates() bool {
	n := len(r.units)
	return r.has(grammar, entryNot, 0, n) || r.has(grammar, entryNoOne, 0, n) || r.has(grammar, entryDenies, 0, n) ||
		slices.ContainsFunc(r.marks[acts], func(m mark) bool { return m.contrary })
}

// DeniesBut reports whether the sentence has any trace of a denial beside the word of an act.
func (r *Reading) DeniesBut(a Act) bool {
	n := len(r.units)
	for _, name := range []string{entryNot, entryNoOne, entryUndone, entryCeases, entryWithout, entryUnclear, entryDenies, entryTraces} {
		if r.has(grammar, name, 0, n) {
			return true
		}
	}
	for _, m := range r.marks[acts] {
		if m.contrary && (m.name != a.Name || !a.Contrary) {
			return true
		}
	}
	return false
}

// DeniesAt reports whether a sentence of a report denies something in the clause of a place
// of the text, and says nothing that leaves it open.
func (r *Reading) DeniesAt(place int) bool {
	n := len(r.units)
	if r.Han || n == 0 || r.has(grammar, entryUnclear, 0, n) {
		return false
	}
	from, upto := r.clause(min(r.unitAt(place), n-1), false)
	return r.hasDenial(from, upto) && !r.has(grammar, entryContrast, from+1, upto)
}

// Otherwise reports whether a claim has a word that may stand for a denial.
func (r *Reading) Otherwise() bool { return r.has(grammar, entryOtherwise, 0, len(r.units)) }

// AssertsAt reports whether a claim in Chinese says outright in the clause of a place of the
// text that something is so, and has no word near that may stand for a denial.
func (r *Reading) AssertsAt(place int) bool {
	if r.lang != chinese || len(r.units) == 0 {
		return false
	}
	i := min(r.unitAt(place), len(r.units)-1)
	from, upto := r.clause(i, false)
	if !r.has(grammar, entryAsserts, from, upto) || r.traced(from, upto) {
		return false
	}
	_, upto = r.scope(i)
	return !r.has(grammar, entryOtherwise, from, upto) && !r.has(grammar, entryAsks, from, upto)
}

const (
	entryAsserts   = "asserts"
	entryOtherwise = "otherwise"
	entryFirst     = "first"
)

// DeniesAlone reports whether the sentence is one clause, and denies.
func (r *Reading) DeniesAlone() bool {
	n := len(r.units)
	if n == 0 || r.has(grammar, entryUnclear, 0, n) {
		return false
	}
	_, upto := r.clause(0, true)
	return upto == n && r.hasDenial(0, n)
}
