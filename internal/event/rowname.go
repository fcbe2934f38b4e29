package event

import (
	"cmp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// nameOf is what a row is called in the reader's language: for Chinese the word of what all of it counts first, or the name that the
// lexicon has for it, with what became of it; else the noun at a number, as a report has it, or what its unit measures. "": there is
// none, and the row cannot be read. What all of the row are marked with is part of the name.
func (r Reader) nameOf(row []*amount) (name, lang string) {
	lang = cmp.Or(r.Lang, readerLang)
	row = slices.DeleteFunc(slices.Clone(row), func(a *amount) bool { return a.was != nil })
	if len(row) == 0 {
		return "", ""
	}
	if name, lang = plainName(row, lang); tongue(lang) != tongue(readerLang) {
		return name, lang
	}
	for _, m := range row[0].marks {
		if m.label != "" && !strings.Contains(name, m.label) {
			return name + "（" + m.label + "）", lang
		}
	}
	return name, lang
}

// plainName is that name without the marks.
func plainName(row []*amount, lang string) (string, string) {
	chinese := tongue(lang) == tongue(readerLang)
	of := row[0].first()
	if of.label != "" && !slices.ContainsFunc(row, func(a *amount) bool { return a.first() != of }) {
		if chinese {
			return of.label, readerLang
		}
		i := max(0, slices.IndexFunc(row, func(a *amount) bool { return tongue(a.whatLang) == tongue(lang) }))
		return row[i].what, row[i].whatLang
	}
	if of := sharedBy(row, (*amount).firstKinds); of != nil && chinese {
		if fate := sharedBy(row, (*amount).becomes); fate != nil && fate.label != "" {
			return of.label + "（" + fate.label + "）", readerLang
		}
		return of.label, readerLang
	}
	if name, in := wording(row, lang); name != "" {
		return name, in
	}
	if row[0].bare() && of.class == nouns && of != nothingKnown && !slices.ContainsFunc(row, func(a *amount) bool { return a.first() != of || !sharedNoun(a, row[0]) }) {
		return row[0].what, row[0].whatLang // votes for one of them
	}
	if name, in := dimensionName(row[0], chinese); name != "" || !chinese {
		return name, in
	}
	if fate := sharedBy(row, (*amount).becomes); fate != nil && !slices.ContainsFunc(row, func(a *amount) bool { return a.thing != row[0].thing }) {
		return fate.label, readerLang // so many, of which only what became of them is known
	}
	return "", ""
}

// dimensionNames are what the units of a dimension measure, in Chinese and in English.
var dimensionNames = map[quantity.Dim][2]string{
	quantity.Length: {"长度或距离", "length or distance"}, quantity.Area: {"面积", "area"}, quantity.Mass: {"重量", "weight"},
	quantity.Volume: {"体积", "volume"}, quantity.Span: {"时长", "length of time"}, quantity.Celsius: {"度数", "degrees"},
}

// dimensionName is what the unit of an amount measures; "": it has none.
func dimensionName(a *amount, chinese bool) (string, string) {
	names := dimensionNames[a.Sort.Dim]
	switch {
	case a.Sort.Per != 0:
		return "", ""
	case a.Sort.Money != "":
		names = [2]string{"金额", "sum"}
	case a.Sort.Kind == quantity.Share:
		names = [2]string{"比例", "share"}
	}
	if chinese {
		return names[0], readerLang
	}
	return names[1], "en"
}

// sharedBy is the first entry that all amounts have; nil: there is none.
func sharedBy(row []*amount, of func(*amount) []*head) *head {
	for _, h := range of(row[0]) {
		if !slices.ContainsFunc(row, func(a *amount) bool { return !slices.Contains(of(a), h) }) {
			return h
		}
	}
	return nil
}

// firstKinds are what the sentences and digests of an amount say that it counts.
func (a *amount) firstKinds() []*head {
	var out []*head
	for _, s := range a.subjects {
		if len(s.heads) > 0 {
			out = append(out, s.heads[0])
		}
	}
	return out
}

// wording is the noun at the numbers of a row, in the reader's language where a report or digest has it so: one that is the same in all
// of them, or that one of them has where the lists know of all what becomes of them.
func wording(row []*amount, lang string) (string, string) {
	if slices.ContainsFunc(row, func(a *amount) bool { return !namedAlike(a, row[0]) }) {
		return "", ""
	}
	for _, own := range []bool{true, false} {
		if name, in := firstOf(row, lang, own, func(s subject) string { return s.written }); name != "" {
			return name, in
		}
	}
	return "", ""
}

// namedAlike reports whether the noun at one of two amounts is that of the other, too. At a measure a noun is its name where it says what
// is measured: the price, not the phones that have it.
func namedAlike(a, b *amount) bool {
	if !a.bare() {
		h := sharedHead(a, b)
		return h != nil && h.is("measure")
	}
	return sharedHead(a, b) != nil || sharedNoun(a, b) || bothCount(a, b) || a.question != nil && a.question == b.question
}

// firstOf is the first word or phrase that a row has; own: in the reader's language alone.
func firstOf(row []*amount, lang string, own bool, of func(subject) string) (string, string) {
	for _, a := range row {
		for _, s := range a.subjects {
			if name := of(s); name != "" && (!own || tongue(s.lang) == tongue(lang)) {
				return name, s.lang
			}
		}
	}
	return "", ""
}

// apart keeps one row of each name. One that only its unit names is told from another such by what all its reports say that it is of.
func (r Reader) apart(rows []figureRow) []figureRow {
	seen := map[string]bool{}
	for i := range rows {
		w := &rows[i]
		if seen[w.What] && w.unitOnly() {
			of := kindOfAll(w.of)
			if of == "" {
				of, _ = firstOf(w.of, cmp.Or(r.Lang, readerLang), false, func(s subject) string { return s.written })
			}
			if of != "" {
				w.What += "（" + of + "）"
			}
		}
		seen[w.What] = true
	}
	clear(seen)
	return slices.DeleteFunc(rows, func(w figureRow) bool {
		again := seen[w.What]
		seen[w.What] = true
		return again
	})
}

// unitOnly reports whether a row is called in Chinese by what its unit measures.
func (w *figureRow) unitOnly() bool {
	name, _ := dimensionName(w.of[0], true)
	return name != "" && name == w.What
}

// kindOfAll is what the lexicon calls the first thing that all amounts of a row are said to be of, else what became of it in all; "":
// nothing.
func kindOfAll(row []*amount) string {
	for _, of := range []func(*amount) []*head{(*amount).firstKinds, (*amount).becomes} {
		for _, h := range of(row[0]) {
			if h.label != "" && !h.is("measure") && !slices.ContainsFunc(row, func(a *amount) bool { return !slices.Contains(of(a), h) }) {
				return h.label
			}
		}
	}
	return ""
}
