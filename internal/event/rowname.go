package event

import (
	"cmp"
	"slices"
)

// nameOf is what a row is called in the reader's language: for Chinese the word of what all of it counts first, or the name that the
// lexicon has for it, with what became of it; else as a report has it. "": there is none, and the row cannot be read.
func (r Reader) nameOf(row []*amount) (name, lang string) {
	lang = cmp.Or(r.Lang, readerLang)
	row = slices.DeleteFunc(slices.Clone(row), func(a *amount) bool { return a.was != nil })
	if len(row) == 0 {
		return "", ""
	}
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
	return wording(row, lang)
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

// wording is what stands at the numbers of a row, in the reader's language where a report or digest has it so: the noun, where it is
// one in all of them, else what leads to one of them.
func wording(row []*amount, lang string) (string, string) {
	nouns := !slices.ContainsFunc(row, func(a *amount) bool { return sharedHead(a, row[0]) == nil && !sharedNoun(a, row[0]) })
	for _, own := range []bool{true, false} {
		if name, in := firstOf(row, lang, own, func(s subject) string { return s.written }); name != "" && nouns {
			return name, in
		}
		if name, in := firstOf(row, lang, own, func(s subject) string { return s.phrase }); name != "" {
			return name, in
		}
	}
	return "", ""
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

// apart tells rows apart that have one name by the words of a report for each; what has one name still is told once, and so is what became
// of people or things, of which there is one count.
func (r Reader) apart(rows []figureRow) []figureRow {
	count := map[string]int{}
	for _, w := range rows {
		count[w.What]++
	}
	seen := map[string]bool{}
	var out []figureRow
	for _, w := range rows {
		if count[w.What] > 1 && w.of[0].first().class != roles {
			for _, own := range []bool{false, true} {
				if name, in := firstOf(w.of, cmp.Or(r.Lang, readerLang), own, func(s subject) string { return s.phrase }); name != "" {
					w.What, w.Lang = name, in
				}
			}
		}
		if !seen[w.What] {
			seen[w.What] = true
			out = append(out, w)
		}
	}
	return out
}
