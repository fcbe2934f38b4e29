package event

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/check/quantity"
)

// inherit takes what is counted from the number before, of which another speaker gives another value: villagers say a thousand took
// part, the town three hundred.
func (a *amount) inherit(before *amount) {
	if len(a.heads) > 0 && !a.again || a.teller == nil || a.teller == before.teller || !alikeSort(a.Sort, before.Sort) || a.Sort.Dim != before.Sort.Dim || a.of && a.bare() || !a.bareOf(before) || slices.ContainsFunc(a.weekdays, func(d *head) bool { return !slices.Contains(before.weekdays, d) }) {
		return
	}
	if a.again {
		a.subjects = before.subjects
	}
	if before.question == nil {
		before.question = &head{name: "question", class: nouns}
	}
	a.question = before.question
	a.heads, a.what, a.whatLang, a.far, a.other = before.heads, before.what, before.whatLang, before.far, ""
	a.marks, a.views = before.marks, append(a.views, before.views...)
	if a.thing == nil {
		a.thing = before.thing
	}
}

// borrowFrom gives a large number of which nothing is said the currency of the sum of the sentence before: the opposition expects 40 million.
func (s *sentenceRead) borrowFrom(before, a *amount) {
	_, upto := s.clause(a.Quantity)
	if !a.bare() || a.Person || before.Sort.Money == "" || before.Sort.Kind != a.Sort.Kind || max(a.Low, min(a.High, math.MaxFloat64)) < 1e5 || strings.IndexFunc(s.text[a.End:upto], unicode.IsLetter) >= 0 ||
		len(a.heads) > 0 || len(a.subjects[0].heads) > 0 || a.thing != nil || size(before.Quantity) > disputed*size(a.Quantity) || size(a.Quantity) > disputed*size(before.Quantity) {
		return
	}
	a.Sort, a.subjects[0].noun = before.Sort, ""
	a.nouns = nil
	if a.teller == nil {
		a.teller = s.expects(upto)
	}
}

// expects is the only sort of speaker of a sentence, up to a place, that expects something; nil: there is none.
func (s *sentenceRead) expects(upto int) *head {
	if !slices.ContainsFunc(s.hits, func(h hit) bool { return h.of.name == "forecasts" && h.end <= upto }) {
		return nil
	}
	return s.firstVoice(upto)
}

// onTop takes a count that comes on top of the one before for one of its own where that one is of another fate: nine died, and another
// five are missing.
func (a *amount) onTop(before *amount) {
	known := len(before.heads) > 0 || len(before.fates()) > 0
	if x := a.first(); a.further && x.class == roles && x.is("status") && known && x != before.first() && before.bare() && !before.further && len(a.marks) == 0 {
		a.further = false
	}
}

// refer takes what is counted from a number before where nothing is said of it: of the one before, if something became of it, or of the
// only thing that was counted with its classifier.
func (a *amount) refer(before []*amount) {
	if !a.bare() || a.Person || len(before) == 0 || len(a.heads) > 0 || a.other != "" || len(a.subjects[0].heads) > 0 || a.subjects[0].noun != "" {
		return
	}
	var of *subject
	if last := before[len(before)-1]; a.thing == nil {
		if vocabularyOf(a.lang).parted && len(a.subjects[0].fates) > 0 && last.sentence >= a.sentence-1 {
			of = last.counts()
		}
	} else {
		for _, b := range before {
			x := b.counts()
			switch {
			case x == nil || b.thing != a.thing:
			case of == nil:
				of = x
			case of.heads[0] != x.heads[0]:
				return
			}
		}
	}
	if of != nil && !of.heads[0].is("people") && !of.heads[0].is("generic") {
		a.subjects[0].heads, a.subjects[0].noun, a.subjects[0].written = of.heads[:1:1], of.noun, of.written
	}
}

// counts is the subject of a count that has a noun of the lexicon; nil: there is none.
func (a *amount) counts() *subject {
	if !a.bare() || len(a.subjects[0].heads) == 0 {
		return nil
	}
	return &a.subjects[0]
}

// saidAgain reports whether a word right before a number says that somebody counts what was counted before, and nothing behind it says
// what.
func (s *sentenceRead) saidAgain(q check.Quantity, upto int) bool {
	return s.articleAt("number-again", 0, q.Start, roughly) && strings.IndexFunc(s.text[q.End:upto], unicode.IsLetter) < 0
}

// roughly is how many bytes of a word as about stand before a number at most.
const roughly = 8

// firstVoice is the sort of the first that a sentence names, before a place, of those who may speak; nil: there is none, or it denies.
func (s *sentenceRead) firstVoice(upto int) *head {
	if slices.ContainsFunc(s.hits, func(h hit) bool { return h.of.class == denials }) {
		return nil
	}
	var first *hit
	for i, h := range s.hits {
		if h.of.class == voices && h.end <= upto && (first == nil || h.start < first.start) {
			first = &s.hits[i]
		}
	}
	if first == nil {
		return nil
	}
	return first.of
}

// carry gives a share that says only by how much the sum before it changed what that sum is of: exports were 2 billion, up 3 per cent.
func (s *sentenceRead) carry(before, a *amount) {
	from, upto := s.clause(a.Quantity)
	if a.Sort.Kind != quantity.Share || before.Sort.Kind != quantity.Count || len(a.heads) > 0 || len(a.subjects[0].heads) > 0 || s.numberIn(before.End, a.Start) || strings.IndexFunc(s.text[a.End:upto], unicode.IsLetter) >= 0 {
		return
	}
	if strings.ContainsAny(s.text[before.End:a.Start], ";；、") || !slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == articles && h.of.name == "change-by" && h.end <= a.Start && a.Start-h.end <= 1 && strings.TrimSpace(s.text[from:h.start]) == ""
	}) {
		return
	}
	of := before.first()
	if of.class != amounts || !of.ofSort(a.Sort) {
		return
	}
	a.heads, a.what, a.whatLang, a.far = before.heads[:1:1], before.what, before.whatLang, before.far
	a.subjects[0].heads, a.subjects[0].written = before.subjects[0].heads, before.subjects[0].written
}

// putOf reports whether a clause says that something is put at a number.
func (s *sentenceRead) putOf(q check.Quantity, from int) bool {
	return s.articleAt("putting", from, q.Start, len(s.text))
}

// articleAt reports whether an entry of the articles ends before a place, so many bytes away at most.
func (s *sentenceRead) articleAt(name string, from, at, far int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == articles && h.of.name == name && h.start >= from && h.end <= at && at-h.end <= far
	})
}

// fewWords is how many words a clause has at most that says of what another one said.
const fewWords = 3

// bareOf reports whether nothing but its unit is said of a number behind another: nothing else is counted.
func (a *amount) bareOf(before *amount) bool {
	if a.Low != math.Trunc(a.Low) != (before.Low != math.Trunc(before.Low)) && a.bare() && !a.Bounded && a.High < 1000 || slices.ContainsFunc(a.marks, func(m *head) bool { return !slices.Contains(before.marks, m) }) || a.Part || a.Further || len(a.nouns) > 0 && !(len(before.nouns) > 0 && a.nouns[0] == before.nouns[0]) {
		return false
	}
	if a.other != "" && !strings.EqualFold(a.other, before.other) || a.thing != nil && before.thing != nil && a.thing != before.thing {
		return false
	}
	return a.again || len(a.views) == 0 || len(a.views[0].words)+len(a.views[0].proper) <= fewWords
}
