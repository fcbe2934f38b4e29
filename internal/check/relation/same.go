package relation

import "strings"

// Words that a claim and a report in one script share are compared as they stand: what
// follows "not" or "perhaps" in the report, and how the claim has it.

// follow is how many characters behind a denial or a hedge are compared where they end their
// clause; else it is twice as many.
const follow = 2

// Withheld are the characters right behind each word of a Chinese sentence that denies, or
// where hedge is set, that hedges.
func (r *Reading) Withheld(hedge bool) []string {
	k, name := grammar, entryDenies
	if hedge {
		k, name = hedges, entryHint
	}
	var out []string
	for _, m := range r.marks[k] {
		if m.name != name || r.lang != chinese {
			continue
		}
		n := follow
		if i := m.upto + n; i < len(r.units) && !r.units[i].stop {
			n *= 2 // "no safety problem" does not deny safety
		}
		if m.upto+n > len(r.units) {
			continue
		}
		var b strings.Builder
		stop := false
		for i := m.upto; i < m.upto+n; i++ {
			stop = stop || r.units[i].stop
			b.WriteString(r.units[i].s)
		}
		if !stop {
			out = append(out, b.String())
		}
	}
	return out
}

// Asserts returns where a Chinese sentence has characters without a denial, or where hedge
// is set, without a hedge, in their clause. Not ok: nowhere, or with one somewhere.
func (r *Reading) Asserts(w string, hedge bool) (start, end int, ok bool) {
	want := r.lx.split(w)
	for i := range r.units {
		if r.lang != chinese || !r.run(want, i) {
			continue
		}
		from, upto := r.clause(i, false)
		switch {
		case !hedge && (r.traced(from, upto) || r.has(grammar, entryAsks, from, upto)):
			return 0, 0, false
		case hedge && (r.entry("may-say", from, upto) || r.entry(entryToCome, from, upto)):
			return 0, 0, false
		}
		if !ok {
			start, end, ok = r.units[i].start, r.units[i+len(want)-1].end, true
		}
	}
	return start, end, ok
}

const entryHint = "hint"
