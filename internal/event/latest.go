package event

import (
	"math"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// counts are the amounts of the reports of an event, by which a sentence is found to give what a later report gives otherwise.
type counts struct {
	all    []*amount
	latest time.Time
}

func (r Reader) counts(tellings []news.Telling) *counts {
	c := &counts{all: r.amountsOf(tellings)}
	for _, t := range tellings {
		if at := t.Article.Date(); at.After(c.latest) {
			c.latest = at
		}
	}
	return c
}

// overtaken returns a figure of a sentence in a language which a later report gives otherwise, of the same speaker, or of any where the
// sentence names none; of a headline also one that is a single speaker's and another's is different. "": none. A sentence that says as
// of when its figure is may give it.
func (c *counts) overtaken(s, lang string, headline bool) string {
	if c == nil || len(c.all) == 0 || saysOf("then", s, lang) != "" {
		return ""
	}
	read := readSentence(s, lang, c.latest)
	for _, m := range read.amounts(c.latest) {
		if c.gone(m, &read, headline) {
			return m.said
		}
	}
	return ""
}

// gone reports whether an amount of a sentence is given otherwise by a later report, and the sentence does not say that, too.
func (c *counts) gone(m *amount, in *sentenceRead, headline bool) bool {
	var last time.Time
	houses := map[string]bool{}
	var voices []*head
	var given []*amount
	unsure := false
	for _, a := range c.all {
		if !sameCount(m, a) || !alsoGives(m, a) {
			continue
		}
		given = append(given, a)
		unsure = unsure || a.unsure
		if !a.stale {
			houses[a.house] = true
		}
		if a.at.After(last) && !a.stale {
			last = a.at
		}
		if a.voice != nil && !slices.Contains(voices, a.voice) {
			voices = append(voices, a.voice)
		}
	}
	if len(given) == 0 {
		return false
	}
	for _, b := range c.all {
		if b.stale || !sameCount(m, b) || !differs(m, b) || b.Part || b.Further || in.has(b) {
			continue
		}
		another := b.voice != nil && m.voice != b.voice && !slices.Contains(voices, b.voice) && (m.voice != nil || unsure || len(speakerOf(in.text[:m.Start])) > 0)
		switch {
		case b.at.After(last) && !another:
			return true
		case b.at.After(last):
		case headline && m.voice == nil && len(houses) == 1 && b.voice != nil && len(voices) > 0 && !slices.Contains(voices, b.voice):
			return true
		}
	}
	return false
}

// has reports whether a sentence gives an amount, too.
func (s *sentenceRead) has(b *amount) bool {
	return slices.ContainsFunc(s.reading.Quantities, func(q check.Quantity) bool {
		return alikeSort(q.Sort, b.Sort) && alsoGives(&amount{Quantity: q}, b)
	})
}

// sameCount reports whether two amounts count one thing that becomes more or less: the same became of them.
func sameCount(a, b *amount) bool {
	if !alikeSort(a.Sort, b.Sort) || a.Part != b.Part || len(a.heads) == 0 || len(b.heads) == 0 {
		return false
	}
	if a.thing != nil && b.thing != nil && a.thing != b.thing || opposed(a.contrary, b.contrary) || exclude(a.months, b.months) {
		return false
	}
	for _, m := range slices.Concat(a.marks, b.marks) {
		if slices.Contains(a.marks, m) != slices.Contains(b.marks, m) {
			return false
		}
	}
	if max(size(a.Quantity), size(b.Quantity)) > disputed*min(size(a.Quantity), size(b.Quantity)) {
		return false
	}
	return a.heads[0].class == roles && a.heads[0] == b.heads[0]
}

// alsoGives reports whether a report gives the amount of a sentence: "at least 19" is no 23.
func alsoGives(a, b *amount) bool {
	if oneSided(a) != oneSided(b) {
		return meet(a, b) && quantity.Within(size(a.Quantity), size(b.Quantity), roundedOff)
	}
	return meet(a, b)
}

// roundedOff is how far "more than twenty" may be from the number that it stands for.
const roundedOff = .1

// differs reports whether a report gives another amount than a sentence, or knows of more than "at least" so many.
func differs(m, b *amount) bool {
	if math.IsInf(m.High, 1) {
		return !alsoGives(m, b) && size(b.Quantity) > m.Low || b.Low > m.Low && !oneSided(b) && !quantity.Within(m.Low, b.Low, roundedOff)
	}
	return apart(m, b) && !(oneSided(b) && meet(m, b))
}

func oneSided(a *amount) bool { return math.IsInf(a.High, 1) || math.IsInf(a.Low, -1) }
