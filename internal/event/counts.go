package event

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
)

// noCount reports whether a number counts nothing: a clock, a storey, an ordinal, and the one of "a passenger".
func (s *sentenceRead) noCount(q check.Quantity) bool {
	if !(&amount{Quantity: q}).bare() {
		return false
	}
	before, behind := s.text[:q.Start], s.text[q.End:]
	said := s.text[q.Start:q.End]
	switch {
	case len(behind) > 1 && (behind[0] == ':' || behind[0] == '.') && isDigit(behind[1]), len(before) > 1 && before[len(before)-1] == ':' && isDigit(before[len(before)-2]):
		return true
	case strings.HasSuffix(before, "第"), strings.HasSuffix(before, "-") && len(before) > 1 && unicode.IsLetter(rune(before[len(before)-2])):
		return true
	case q.Low == 1 && q.High == 1 && strings.IndexFunc(said, unicode.IsDigit) < 0:
		return true
	}
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		if h.of.class != storeys {
			return false
		}
		if h.of.name == "hour" {
			return q.High <= lastHour && h.end <= q.Start && q.Start-h.end <= 1
		}
		return h.start >= q.Figures && h.start-q.End <= 1 && h.end > q.Start
	})
}

// lastHour is the last hour of a day.
const lastHour = 24

// turnBounds reads a bound that is denied as the other one: no fewer than 60 are 60 or more.
func (s *sentenceRead) turnBounds() {
	if vocabularyOf(s.lang).late {
		return
	}
	for i := range s.reading.Quantities {
		q := &s.reading.Quantities[i]
		k := slices.IndexFunc(s.hits, func(h hit) bool {
			return h.of.class == bars && h.of.name == "not" && h.end <= q.Start && q.Start-h.end <= 1 && !strings.Contains(s.text[h.start:h.end], " ")
		})
		if k < 0 || q.Start == q.Figures || !open(&amount{Quantity: *q}) {
			continue
		}
		if math.IsInf(q.High, 1) {
			q.Low, q.High = math.Inf(-1), q.Low
		} else {
			q.Low, q.High = q.High, math.Inf(1)
		}
		q.Start = s.hits[k].start
	}
}

// span makes one value of two numbers that are its ends: 520–680, between 520 and 680.
func (s *sentenceRead) span() {
	list := s.reading.Quantities
	for i := 0; i+1 < len(list); i++ {
		a, b := list[i], list[i+1]
		if !alikeSort(a.Sort, b.Sort) && !(&amount{Quantity: a}).bare() || a.Low > b.High || !s.joined(a, b) {
			continue
		}
		b.Low, b.Start, b.Figures, b.Bounded = a.Low, a.Start, a.Figures, true
		if a.Sort != b.Sort && b.Sort.Dim != 0 {
			continue // the first has no unit of its own, and its size is not known
		}
		list = append(slices.Clone(list[:i]), append([]check.Quantity{b}, list[i+2:]...)...)
	}
	s.reading.Quantities = list
}

// joined reports whether what is between two numbers makes them the ends of one.
func (s *sentenceRead) joined(a, b check.Quantity) bool {
	if b.Start <= a.End {
		return false
	}
	gap := strings.TrimSpace(s.text[a.End:b.Start])
	if gap == "–" || gap == "—" || gap == "-" {
		return true
	}
	between := slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == ranges && h.of.name == "between" && h.end <= a.Start && a.Start-h.end <= 1
	})
	from := s.beside(a, "from")
	if !between && vocabularyOf(s.lang).parted || from {
		return between && s.dash(gap, a.End, b.Start)
	}
	return s.dash(gap, a.End, b.Start)
}

// dash reports whether nothing but a word of a range is in a part of a sentence.
func (s *sentenceRead) dash(gap string, from, upto int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == ranges && h.of.name == "dash" && h.start >= from && h.end <= upto && h.end-h.start == len(gap)
	})
}

// lasting reports whether a number says how long something goes on, and not how long before or after.
func (s *sentenceRead) lasting(q check.Quantity, from int) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(s.text[q.End:], " "))
	if vocabularyOf(s.lang).parted {
		return s.articleAt("lasting", from, q.Start, roughly)
	}
	return !strings.ContainsRune("前后後内內之以전후뒤만の", next)
}

// next reports whether no number stands between one and a place behind it, in the same sentence.
func (s *sentenceRead) next(q check.Quantity, at int) bool {
	return at >= q.End && !slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool { return o.Start >= q.End && o.Start < at })
}

// Bounds of how far the word for what a number counts may be, in bytes.
const (
	rightBeside = 3
	nearWord    = 36
)

// plainRole reports whether it is plain which of several roles a number counts, or which measure it is of: the one right beside it, or
// the only one, not far.
func (a *amount) plainRole() bool {
	if len(a.heads) == 0 {
		return true
	}
	n := 0
	for _, h := range a.heads {
		if h.class == a.heads[0].class {
			n++
		}
	}
	return n <= 1 && a.far <= nearWord || a.far <= rightBeside
}

// lead is the index of the only role of a number whose nearest word is a noun; 0: there is none, or several.
func (a *amount) lead() int {
	at := 0
	if len(a.heads) > 1 && a.nominal { // of nine patients who were let go it is told that they were let go
		if i := slices.IndexFunc(a.heads[1:], func(h *head) bool { return h.class == roles }); i >= 0 {
			return i + 1
		}
	}
	if len(a.heads) > 1 && a.heads[0].is("place") { // of 258 aboard who were moved it is told that they were moved
		return max(0, slices.IndexFunc(a.heads, func(h *head) bool { return h.class == roles && !h.is("place") }))
	}
	for i, h := range a.heads {
		switch {
		case h.class != roles:
		case at > 0 || i == 0:
			return 0
		default:
			at = i
		}
	}
	if len(a.heads) == 0 || a.heads[0].class != nouns {
		return 0
	}
	return at
}

// ofThese is the noun of which a number says that so many of them were met by what the verb right before it says, where nothing else is
// said of them: it lifted nine of the containers. nil: there is none.
func (s *sentenceRead) ofThese(h hit, q check.Quantity, upto int) *hit {
	if h.of.name != "ofthe" || h.start < q.End || h.start-q.End > 1 || !(&amount{Quantity: q}).bare() {
		return nil
	}
	met := func(o hit) bool { return o.end <= q.Start && q.Start-o.end <= 1 }
	if !slices.ContainsFunc(s.fates, func(o hit) bool { return met(o) && !o.of.is("neutral") }) && !slices.ContainsFunc(s.hits, func(o hit) bool { return met(o) && o.of.class == roles }) {
		return nil
	}
	for i, k := range s.kinds {
		if k.start < h.end || k.end > upto || strings.IndexFunc(s.text[k.end:upto], unicode.IsLetter) >= 0 {
			continue
		}
		if slices.ContainsFunc(s.fates, func(o hit) bool { return o.start >= h.end && o.end <= k.start }) || len(strings.Fields(s.text[h.end:k.start])) > 2 {
			return nil
		}
		return &s.kinds[i]
	}
	return nil
}

// ofMeasure reports whether an entry stands in the genitive right behind a measure: the use of hotels.
func (s *sentenceRead) ofMeasure(h hit) bool {
	return vocabularyOf(s.lang).parted && slices.ContainsFunc(s.kinds, func(m hit) bool {
		return m.of.is("measure") && m.end < h.start && h.start-m.end <= genitive
	})
}

// sameSort reports whether two amounts that count the same role count it of the same: people where the role is of people alone, else
// what both name.
func sameSort(a, b *amount) bool {
	of := func(list []*head) []*head {
		return slices.DeleteFunc(slices.Clone(list), func(h *head) bool { return h.class != nouns })
	}
	mine, theirs := of(a.heads), of(b.heads)
	switch {
	case exclude(mine, theirs):
		return false
	case a.bare() && a.first().is("anything"):
		return sharedHead(a, b) != nil || sharedNoun(a, b) || a.thing != nil && a.thing == b.thing
	case a.first().class != roles || a.first().is("status"), a.ofPeople() && b.ofPeople(), a.thing != nil && a.thing == b.thing:
		return true
	}
	return len(mine) > 0 && len(theirs) > 0 || a.other != "" && strings.EqualFold(a.other, b.other) || (a.unnamed() || b.unnamed()) && !a.is("broad")
}

// unnamed reports whether nothing is known of what is counted but what became of it, and maybe that it is people.
func (a *amount) unnamed() bool {
	return (a.thing == nil || a.thing.name == "people") && a.other == "" && len(a.kinds()) == 0 && !slices.ContainsFunc(a.subjects, func(s subject) bool { return s.noun != "" })
}

// ofPeople reports whether people are counted.
func (a *amount) ofPeople() bool {
	return a.Person || a.thing != nil && a.thing.name == "people" || slices.ContainsFunc(a.subjects, func(s subject) bool { return len(s.heads) > 0 && s.heads[0].is("people") })
}
