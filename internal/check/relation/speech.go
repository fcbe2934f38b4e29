package relation

import "strings"

// Speech is what a person of a claim says: 索伦（Piet Soren）说，有70张床位空着.
type Speech struct {
	Start, End int // what is said, in bytes
	verb       int // the unit behind the verb of saying
	name       int // the unit behind the name
}

// farSpeech is how many characters there may be between a person and the verb of saying.
const farSpeech = 6

// SpeechOf returns what a person says, as far as it is certain that it is the person who says
// it: the clause of the verb, or the one behind it if the verb ends its own, or what stands
// before the name if the verb ends the sentence. nil: the person says nothing, or somebody of
// the person's does: 索伦（Piet Soren）的律师说.
func (r *Reading) SpeechOf(o Original) *Speech {
	name := r.unitFrom(o.End)
	verb := r.verbOf(name)
	if verb == 0 {
		return nil
	}
	end := r.clauseEnd(verb)
	if verb == end && verb < len(r.units) {
		end = r.clauseEnd(verb + 1)
		if r.others(verb, end) {
			end = verb
		}
	}
	out := &Speech{Start: o.End, End: len(r.Text), verb: verb, name: name}
	switch {
	case end < len(r.units):
		out.End = r.units[end].start
	case verb == end && !r.others(0, r.unitAt(o.Start)): // “…”，索伦（Piet Soren）说。
		out.Start = 0
	}
	return out
}

// Has reports whether a place of the text, in bytes, is in a speech.
func (s *Speech) Has(place int) bool { return place >= s.Start && place <= s.End }

// Does reports whether an act is the speaker's own, and not one of those that are spoken of.
func (s *Speech) Does(a Act) bool { return a.unit >= s.name && a.unit < s.verb }

// verbOf returns the unit behind the verb of saying of the person whose name ends before a
// unit; 0: there is none.
func (r *Reading) verbOf(name int) int {
	for k := name; k < len(r.units) && k < name+farSpeech; k++ {
		if k > name && r.units[k].stop || r.units[k].s == "的" {
			return 0
		}
		for _, m := range r.marks[grammar] {
			if m.name == entrySaid && m.from == k {
				return m.upto
			}
		}
	}
	return 0
}

// clauseEnd returns the first unit from one on that a sign parts from what is before it.
func (r *Reading) clauseEnd(from int) int {
	for k := from; k < len(r.units); k++ {
		if r.units[k].stop {
			return k
		}
	}
	return len(r.units)
}

// others reports whether somebody says something among units, or is named with the original.
func (r *Reading) others(from, upto int) bool {
	if r.has(grammar, entrySaid, from, upto) {
		return true
	}
	for _, o := range r.Originals() {
		if k := r.unitAt(o.Start); k >= from && k < upto {
			return true
		}
	}
	return false
}

// Speaker reports whether a sentence of a report puts words into the mouth of somebody with a
// name, or, if an act is given, that act into the hands: Lena Quist said; Lena Quist, a nurse,
// said; "…," said mayor Lena Quist. What somebody without a name says of Lena Quist, in New
// York or to a newspaper is no word of theirs.
func (r *Reading) Speaker(act string) bool {
	marks, name := r.marks[grammar], entrySaid
	if act != "" {
		marks, name = r.marks[acts], act
	}
	for _, m := range marks {
		if m.name == name && (r.namedBefore(m.from) || r.units[m.from].stop && r.namedBehind(m.upto)) {
			return true
		}
	}
	return false
}

// namedBefore reports whether a name is the subject of the verb at a unit: it stands right
// before it, before words that say whose it is, or before a clause that describes the person.
func (r *Reading) namedBefore(verb int) bool {
	for k := verb - 1; k > 0 && k >= verb-farSubject; k-- {
		if !r.twoNames(k) {
			continue
		}
		inner := 0 // signs between the name and the verb
		for i := k + 1; i <= verb; i++ {
			if r.units[i].stop {
				inner++
			}
		}
		described := inner == 2 && r.units[k+1].stop && r.units[verb].stop
		joined := inner == 0 && (k+1 == verb || r.at(entryAside, k+1))
		apposed := k+1 == verb && r.units[verb].stop && r.units[k-1].stop // the chairwoman, Ada Krell, said
		if described || joined || apposed {
			return true
		}
	}
	return false
}

// namedBehind reports whether a name begins at a unit, or behind a title there.
func (r *Reading) namedBehind(from int) bool {
	for k := from + 1; k < min(len(r.units), from+farModal+1); k++ {
		if r.twoNames(k) {
			return true
		}
	}
	return false
}

// twoNames reports whether a unit and the one before it are the names of a person, as far as
// capitals and what stands before them tell.
func (r *Reading) twoNames(k int) bool {
	a, b := r.units[k-1], r.units[k]
	if !a.upper || !b.upper || b.stop || len(a.s) < 2 || len(b.s) < 2 || strings.HasSuffix(b.s, "'s") || r.at(entryAside, k-1) || r.at(entryAside, k) {
		return false
	}
	return k < 2 || a.stop || !r.at(entryAside, k-2)
}

const entryAside = "aside"
