package relation

import "strings"

// ends part a sentence in Han script: what is said on one side of them is not meant for the
// other.
const ends = "；;。！!？?…”」』\"–—"

// scope returns the units that a hedge for a unit may stand in: its part of the sentence, as
// far as the end of the clause behind its own.
func (r *Reading) scope(i int) (from, upto int) {
	if i >= len(r.units) {
		return 0, len(r.units)
	}
	for from = i; from > 0 && !r.parted(from); from-- {
	}
	_, upto = r.clause(i, false)
	if upto < len(r.units) && !r.parted(upto) {
		_, upto = r.clause(upto, false)
	}
	return from, upto
}

// parted reports whether a sign before a unit ends a part of the sentence.
func (r *Reading) parted(i int) bool {
	signs := r.Text[r.units[i-1].end:r.units[i].start]
	return strings.ContainsAny(signs, ends) || strings.ContainsAny(signs, ":：") && !r.at(entrySaid, i-1)
}

// farAttribution is how many words a clause may have that only says who says so.
const farAttribution = 9

// Sole returns the mood of a sentence of a report that says one thing only, beside who says
// so. Not ok: it says more.
func (r *Reading) Sole() (mood Mood, ok bool) {
	if r.has(grammar, entryUnclear, 0, len(r.units)) || r.has(grammar, entryPurpose, 0, len(r.units)) || r.hasDenial(0, len(r.units)) || r.has(grammar, entryDenies, 0, len(r.units)) {
		return 0, false
	}
	says := 0
	for i := 0; i < len(r.units); {
		_, upto := r.clause(i, !r.Han)
		own := r.moodIn(i, upto)
		if !r.has(grammar, entrySaid, i, upto) || upto-i > farAttribution || own != 0 {
			mood |= own
			says++
		}
		i = upto
	}
	return mood, says == 1
}

// moodIn is how surely units are said.
func (r *Reading) moodIn(from, upto int) Mood {
	mood := Mood(0)
	for _, m := range r.marks[hedges] {
		if m.from >= from && m.upto <= upto {
			mood |= moods[m.name]
		}
	}
	return mood
}

// IsOver reports whether a claim says anywhere that something has been done.
func (r *Reading) IsOver() bool {
	if r.lang != chinese {
		return false
	}
	n := len(r.units)
	return r.has(grammar, entryOver, 0, n) || r.has(hedges, "done", 0, n)
}

// Over reports whether the clause at a place of the text, in bytes, says in Chinese that
// something has been done.
func (r *Reading) Over(place int) bool {
	i := r.unitAt(place)
	if r.lang != chinese || i == len(r.units) {
		return false
	}
	from, upto := r.clause(i, false)
	return r.has(grammar, entryOver, from, upto)
}
