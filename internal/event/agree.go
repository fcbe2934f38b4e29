package event

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// agree reports whether two amounts are of one thing by the lexicon or by the words of one language: what they count is one, and so is
// what becomes of it; where nothing is said to become of one of them, each is the only one of that thing in its report.
func agree(a, b *amount) bool {
	if min(a.High, b.High) < 2 && a.bare() || differ(a, b) {
		return false
	}
	fate := fatesMeet(a, b)
	if fate == otherFate {
		return false
	}
	if wordedAlike(a, b) {
		return true
	}
	if !a.bare() {
		return measureAgree(a, b, fate)
	}
	head := sharedHead(a, b)
	if head == nil && !sharedNoun(a, b) {
		return fate == oneFate && a.single && b.single && tied(a, b) && likenessOf(a, b).shared >= 1
	}
	switch {
	case head != nil && head.is("generic"):
		return a.single && b.single && fate == oneFate && tied(a, b)
	case fate == oneFate:
		return a.single && b.single
	case a.single && b.single && tied(a, b) && likenessOf(a, b).shared >= wordsEnough+1:
		return true
	case head == nil || head.is("generic") || !a.single || !b.single || !a.plain() || !b.plain():
		return false
	case fate == noFate:
		return !inOneTongue(a, b)
	}
	return false
}

// measureAgree is agree of amounts of a measure: both are of one measure that the lexicon has, and one of them is the only one of that in
// its report or their clauses share more; where no measure is named they are of one thing, each the only amount of its dimension.
func measureAgree(a, b *amount, fate fateMeeting) bool {
	shared := len(both(a.kinds(), b.kinds()))
	if fate == oneFate {
		shared++
	}
	words := sharedWords(a, b)
	if a.Sort.Kind == quantity.Share && oneBears(a, b) {
		return false
	}
	if head := sharedHead(a, b); head != nil && a.attached(head) && b.attached(head) && a.single && b.single {
		return tied(a, b) || !inOneTongue(a, b)
	} else if head != nil && a.single && b.single && (a.attached(head) || b.attached(head)) && !strange(a, b) && fate != halfFate {
		return true // so many tonnes of it
	}
	if a.Sort.Dim == quantity.Span {
		return sharedHead(a, b) != nil && fate == oneFate && a.lasts && b.lasts && a.alone && b.alone
	}
	switch x, y := a.measures(), b.measures(); {
	case len(x) > 0 && len(y) > 0:
		return len(both(x, y)) > 0 && (a.single && b.single && tied(a, b) || a.alone && b.alone && !inOneTongue(a, b))
	case len(x)+len(y) > 0:
		return shared >= 1 && words >= 2 && a.alone && b.alone
	}
	return shared >= 1 && words >= 1 && a.alone && b.alone
}

// tied reports whether two amounts have something in common beside what they are first of: another thing, what becomes of it, or a
// word of one language.
func tied(a, b *amount) bool {
	first := map[*head]bool{}
	for _, h := range append(a.firstKinds(), b.firstKinds()...) {
		first[h] = true
	}
	for _, h := range append(a.measures(), b.measures()...) {
		first[h] = true
	}
	if slices.ContainsFunc(both(a.kinds(), b.kinds()), func(h *head) bool { return !first[h] }) || len(both(a.fates(), b.fates())) > 0 {
		return true
	}
	for _, x := range a.views {
		for _, y := range b.views {
			if x.tongue == y.tongue && x.denied == y.denied && slices.ContainsFunc(common(x.words, y.words), func(w string) bool {
				return !a.names(w) && !b.names(w) && min(x.weightOf(w), y.weightOf(w)) >= tellingWeight
			}) {
				return true
			}
		}
	}
	return false
}

// tellingWeight is the weight of a word that ties two amounts.
const tellingWeight = .5

// names reports whether a word is of what an amount is of, as its sentences have it.
func (a *amount) names(w string) bool {
	return strings.Contains(strings.ToLower(a.what), w) || slices.ContainsFunc(a.subjects, func(s subject) bool { return strings.Contains(strings.ToLower(s.written), w) })
}

// plain reports whether a sentence says little of an amount beside what it is of.
func (a *amount) plain() bool {
	return slices.ContainsFunc(a.subjects, func(s subject) bool { return s.rest <= plainWords })
}

// plainWords is how many other words that is at most.
const plainWords = 0

// attached reports whether a thing stands right at an amount: tonnes of it.
func (a *amount) attached(h *head) bool {
	return slices.ContainsFunc(a.subjects, func(s subject) bool { return s.attached && s.heads[0] == h })
}

// measures are the measures that an amount is said to be of, the nearest of each sentence.
func (a *amount) measures() []*head {
	var out []*head
	for _, s := range a.subjects {
		if i := slices.IndexFunc(s.heads, func(h *head) bool { return h.is("measure") }); i >= 0 {
			out = append(out, s.heads[i])
		}
	}
	return out
}

// both are what two lists have both.
func both(x, y []*head) []*head {
	return slices.DeleteFunc(slices.Clone(x), func(h *head) bool { return !slices.Contains(y, h) })
}

// fateMeeting is how what becomes of two things meets.
type fateMeeting uint8

const (
	noFate    fateMeeting = iota // nothing is said of either
	halfFate                     // of one alone
	oneFate                      // of both the same
	otherFate                    // of both, and not the same
)

func fatesMeet(a, b *amount) fateMeeting {
	if otherFates(a, b) {
		return otherFate
	}
	x, y := a.becomes(), b.becomes()
	switch {
	case len(x) == 0 && len(y) == 0 && bothSeen(a, b):
		return oneFate
	case len(x) == 0 && len(y) == 0:
		return noFate
	case len(x) == 0 || len(y) == 0:
		return halfFate
	case len(both(x, y)) > 0:
		return oneFate
	}
	return otherFate
}

// bothSeen reports whether what two amounts count was found, and no more is said of either.
func bothSeen(a, b *amount) bool {
	seen := func(a *amount) []*head {
		var out []*head
		for _, s := range a.subjects {
			out = append(out, slices.DeleteFunc(slices.Clone(s.fates), func(h *head) bool { return !h.is("seen") })...)
		}
		return out
	}
	return len(both(seen(a), seen(b))) > 0
}

// otherFates reports whether the lexicon has it that something else becomes of what the one of two amounts counts. Of a toll, whatever
// else is told of those whom it counts, it does not.
func otherFates(a, b *amount) bool {
	if a.ended() != b.ended() {
		return true // the sick, and those of them who went home
	}
	if a.first() == b.first() && a.first().class == roles && !a.nominal && !b.nominal {
		return false
	}
	x, y := a.fates(), b.fates()
	return exclude(x, y) || slices.ContainsFunc(x, func(h *head) bool { return h.is("modal") && !slices.Contains(y, h) }) ||
		slices.ContainsFunc(y, func(h *head) bool { return h.is("modal") && !slices.Contains(x, h) })
}

// ended reports whether those whom an amount counts are no longer what they are called.
func (a *amount) ended() bool {
	return slices.ContainsFunc(a.heads, func(h *head) bool { return h.is("ends") })
}

// fates are what the lexicon has of that, without what says nothing of it.
func (a *amount) fates() []*head {
	var out []*head
	for _, s := range a.subjects {
		for _, h := range s.fates {
			if !h.is("neutral") && !slices.Contains(out, h) {
				out = append(out, h)
			}
		}
	}
	return out
}

// becomes is what becomes of what an amount counts, by its sentence and its digest; what only says that somebody counted is nothing.
func (a *amount) becomes() []*head {
	out := a.fates()
	for _, h := range a.heads {
		if h.class == roles {
			out = append(out, h)
		}
	}
	return out
}

// kinds are all things that an amount is said to be of.
func (a *amount) kinds() []*head {
	var out []*head
	for _, s := range a.subjects {
		for _, h := range s.heads {
			if !slices.Contains(out, h) {
				out = append(out, h)
			}
		}
	}
	return out
}

// sharedHead is the thing that two amounts count, where nothing restricts it otherwise; nil: there is none.
func sharedHead(a, b *amount) *head {
	for _, x := range a.subjects {
		for _, y := range b.subjects {
			if len(x.heads) > 0 && len(y.heads) > 0 && x.heads[0] == y.heads[0] && !(a.bare() && exclude(x.heads[1:], y.heads[1:])) {
				return x.heads[0]
			}
		}
	}
	return nil
}

// sharedNoun reports whether the nouns at two numbers are one in one language.
func sharedNoun(a, b *amount) bool {
	for _, x := range a.subjects {
		for _, y := range b.subjects {
			if x.noun != "" && x.noun == y.noun {
				return true
			}
		}
	}
	return false
}

// sharedWords is how many words the clauses of two numbers share in one language, beside the nouns at them.
func sharedWords(a, b *amount) int {
	most := 0
	for _, x := range a.views {
		for _, y := range b.views {
			if x.tongue == y.tongue {
				most = max(most, len(common(x.words, y.words)))
			}
		}
	}
	return most
}

// differ reports whether what two amounts count is known, and not the same.
func differ(a, b *amount) bool {
	if otherFates(a, b) || exclude(a.ills, b.ills) {
		return true
	}
	if !a.bare() {
		return otherBearer(a, b) || !bothCount(a, b) && exclude(a.measures(), b.measures()) && !anyKin(a.measures(), b.measures())
	}
	if sharedNoun(a, b) {
		return false
	}
	x, y := a.kinds(), b.kinds()
	if len(both(x, y)) > 0 {
		return false
	}
	people := func(list []*head) bool {
		return slices.ContainsFunc(list, func(h *head) bool { return h.is("people") })
	}
	generic := func(list []*head) bool {
		return slices.ContainsFunc(list, func(h *head) bool { return h.is("generic") })
	}
	if anyKin(x, y) || a.thing != nil && a.thing == b.thing && a.thing.name == "homes" {
		return false
	}
	if people(x) && people(y) {
		if called(x) != called(y) && bothCount(a, b) {
			return true // firefighters and residents
		}
		return !(bothCount(a, b) && (generic(x) || generic(y)))
	}
	return len(x) > 0 && len(y) > 0 || otherNoun(a, b)
}

// called reports whether people are called to a place, and do not live there.
func called(list []*head) bool {
	return slices.ContainsFunc(list, func(h *head) bool { return h.is("service") })
}

// otherBearer reports whether two measures are of two things by the lexicon: the cost of a tunnel, and of a bridge.
func otherBearer(a, b *amount) bool {
	of := func(a *amount) []*head {
		return slices.DeleteFunc(slices.Clone(a.kinds()), func(h *head) bool { return h.is("measure") || h.is("body") || h.is("people") })
	}
	x, y := of(a), of(b)
	return (ofBearer(a) || a.first().name == "cost") && exclude(x, y) && !anyKin(x, y)
}

// oneBears reports whether one of two measures alone is said to be of something: the use of hotels, and of what nobody says.
func oneBears(a, b *amount) bool {
	bears := func(a *amount) bool {
		return slices.ContainsFunc(a.kinds(), func(h *head) bool { return !h.is("measure") && !h.is("people") })
	}
	return bears(a) != bears(b)
}

// otherNoun reports whether two numbers have nouns of one language at them, and not the same.
func otherNoun(a, b *amount) bool {
	for _, x := range a.subjects {
		for _, y := range b.subjects {
			if x.tongue == y.tongue && x.noun != "" && y.noun != "" && x.noun != y.noun {
				return true
			}
		}
	}
	return false
}

// anyKin reports whether two lists have things that may be one.
func anyKin(x, y []*head) bool {
	return slices.ContainsFunc(x, func(h *head) bool { return slices.ContainsFunc(y, h.kin) })
}

// kin reports whether two things may be one, as houses and homes: their names share a character that says something.
func (h *head) kin(o *head) bool {
	return strings.ContainsFunc(h.label, func(r rune) bool { return !strings.ContainsRune(commonEnds, r) && strings.ContainsRune(o.label, r) })
}

// commonEnds are characters that many names have.
const commonEnds = "人者员生民手数量额率度车机品物大小场所站点线路（）或及新"

// formerOf reports whether an amount is what another one was before, or was wrongly said to be.
func formerOf(a, b *amount) bool {
	return b.was != nil && a.Low <= b.was.High && b.was.Low <= a.High
}

// only says of each amount whether it is the only one of what it counts in its report, and of its dimension.
func only(all []*amount) {
	for i, a := range all {
		a.single, a.alone, a.lone = true, true, true
		for j, b := range all {
			if i == j || a.question != nil && a.question == b.question || b.cite.Text != a.cite.Text || !alikeSort(a.Sort, b.Sort) || a.Sort.Dim != b.Sort.Dim || meet(a, b) || otherMarks(a, b) || formerOf(a, b) || formerOf(b, a) {
				continue
			}
			a.alone = false
			a.lone = a.lone && a.first() != b.first()
			if sharedHead(a, b) != nil || sharedNoun(a, b) {
				a.single = a.single && fatesMeet(a, b) == otherFate
			}
		}
	}
}
