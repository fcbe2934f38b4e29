package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/tally"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// Held is a thing of a sentence with the numbered sentences of a report that have it.
type Held struct {
	Thing         // of which Cited and Near are not said
	Exact bool    // a figure without a bound that is written with several digits: two sentences of one event hardly share it by chance
	Sure  bool    // that, and with three significant digits, or with a unit of measure: it is of one thing whatever stands beside it
	Sort  Sort    // of a figure
	N     float64 // of a figure, in the units of a Quantity
	Day   bool    // a date with its day
	In    []int   // ascending, each alone
	Text  string  // as the sentence has it
}

// Held lists what a sentence in a language has, and in which of the first so many sentences of the report each of it stands, in its order. A name
// stands there as any of those that are rendered alike.
func (r *Report) Held(s, lang string, names []news.Name, first int) []Held {
	g := r.src.ground(nil)
	said, matches := r.checker.said(g, s, lang, names)
	numbered := r.src.numbered[:min(first, len(r.src.numbered))]
	var out []Held
	add := func(h Held, has func(i int, s *sentence) bool) {
		for i := range numbered {
			if has(i, &numbered[i]) {
				h.In = append(h.In, i+1)
			}
		}
		h.Text = s[h.Start:h.End]
		out = append(out, h)
	}
	for _, n := range said.Numbers {
		if t, ok := figureThing(said, n); ok {
			v := n.Alts[0]
			h := Held{Thing: t, Exact: exact(n), Sort: Sort{Kind: v.Kind, Dim: v.Unit.Dim, Money: v.Unit.Money}, N: v.N}
			if v.Unit.Dim != 0 && v.Unit.Factor != 0 {
				h.N *= v.Unit.Factor
			}
			h.Sure = h.Exact && (v.Digits >= 3 || v.Unit.Dim != 0)
			add(h, func(i int, _ *sentence) bool { return r.src.hasNumber(i, n) })
		}
	}
	for _, d := range said.Calendar.Dates {
		if t, ok := dateThing(said, d); ok {
			add(Held{Thing: t, Day: d.Day != 0}, func(_ int, s *sentence) bool {
				var own quantity.Calendar
				own.Add(s.Calendar)
				return own.Holds(d, g.published)
			})
		}
	}
	for _, t := range g.quoteThings(said) {
		add(Held{Thing: t}, func(_ int, s *sentence) bool { return s.quoted() > 0 })
	}
	taken := make([]bool, len(s)+1)
	for _, p := range names {
		if t, ok := renderedThing(said, p, taken); ok {
			all := slices.DeleteFunc(slices.Clone(names), func(o news.Name) bool { return o.Target != p.Target })
			t.Absent = !slices.ContainsFunc(all, func(o news.Name) bool { return !g.lacks(o) })
			add(Held{Thing: t}, func(i int, _ *sentence) bool {
				return slices.ContainsFunc(all, r.src.lettersOf(i).has)
			})
		}
	}
	for i, m := range matches {
		if t, ok := glossaryThing(matches, i, taken); ok {
			add(Held{Thing: t}, func(i int, _ *sentence) bool { return r.src.lettersOf(i).names(m.Entry) })
		}
	}
	slices.SortStableFunc(out, func(a, b Held) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// exact reports whether a number is written without a bound, and so that few others are equal to it.
func exact(n quantity.Number) bool {
	v := n.Alts[0]
	if n.Bound != quantity.Exact || v.Vague || v.Spread || v.Loose || v.Kind != quantity.Count && v.Kind != quantity.Share {
		return false
	}
	return v.Digits >= 3 || v.Digits == 2 && (v.N >= 1000 || v.Kind == quantity.Count && v.Unit.Dim != 0 && v.N >= 100)
}

// hasNumber reports whether a numbered sentence has a number, within the bounds that this has; in a language that no rule reads as tally reads it.
func (src *source) hasNumber(i int, n quantity.Number) bool {
	fits := func(m quantity.Number) bool {
		return n.Fits(m) == quantity.Fits && (m.Bound == quantity.Exact || side(m.Bound) == side(n.Bound))
	}
	s := &src.numbered[i]
	if s.Known {
		return slices.ContainsFunc(s.Numbers, fits)
	}
	if !tally.Knows(src.lang) {
		return inDigits(n, s.Text)
	}
	x := src.lettersOf(i)
	if x.numbers == nil {
		x.numbers = append([]quantity.Number{}, tally.Read(s.Text, src.lang)...)
	}
	return slices.ContainsFunc(x.numbers, fits)
}

// side is a bound, those from above as one.
func side(b quantity.Bound) quantity.Bound {
	if b == quantity.Less || b == quantity.Near {
		return quantity.Most
	}
	return b
}

// lettered is a sentence of a report in the forms in which names are looked for.
type lettered struct {
	letters, plain string
	entries        []*glossary.Entry
	numbers        []quantity.Number // read by hasNumber
}

// lettersOf are those of a numbered sentence, read once.
func (src *source) lettersOf(i int) *lettered {
	if src.lettered == nil {
		src.lettered = make([]*lettered, len(src.numbered))
	}
	if src.lettered[i] == nil {
		s := src.numbered[i].Text
		x := &lettered{letters: " " + letters(s) + " ", plain: hanscript.Fold(s)}
		for _, m := range src.names.Traces(s) {
			x.entries = append(x.entries, m.Entry)
		}
		src.lettered[i] = x
	}
	return src.lettered[i]
}

// has reports whether a sentence has a name, as its original or as it is rendered.
func (l *lettered) has(p news.Name) bool {
	return strings.Contains(l.letters, " "+letters(p.Source)+" ") || strings.Contains(l.plain, hanscript.Fold(p.Target)) ||
		han.Is(p.Source) && strings.Contains(l.plain, hanscript.Fold(p.Source))
}

// names reports whether a sentence has a name of the glossary, or one of the same country.
func (l *lettered) names(e *glossary.Entry) bool {
	return slices.ContainsFunc(l.entries, func(o *glossary.Entry) bool { return o == e || e.Kind == glossary.Country && o.Of == e.Of })
}
