package latin

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// farthestRank is how many words may be between "one of" and the superlative.
const farthestRank = 5

// ranks reads the superlatives of a sentence: the largest, the second-largest, one of
// the world's largest, zweitgrößte, la plus grande.
func (lx *lexicon) ranks(ts []token) []quantity.Rank {
	var out []quantity.Rank
	for i := range ts {
		w := &ts[i]
		if w.word == noWord && !lx.joined {
			continue
		}
		r := quantity.Rank{Extent: quantity.Extent{Start: w.start, End: w.end}, Scale: w.rank}
		first := i
		switch {
		case w.rank != 0:
		case w.is(most) && at(ts, i+1).ranked != 0 && at(ts, i+1).flows():
			r.Scale, r.End = ts[i+1].ranked, ts[i+1].end
		case lx.joined:
			if _, r.Scale = lx.placed(w.s); r.Scale == 0 {
				continue
			}
			r.Place = quantity.Later
		default:
			continue
		}
		if r.Place == quantity.First {
			r.Place, first = lx.placeOf(ts, i)
		}
		r.Start = ts[first].start
		out = append(out, r)
	}
	return out
}

// placeOf finds what is before the superlative at token i: an ordinal, or words that put
// it among others. first is where it starts.
func (lx *lexicon) placeOf(ts []token, i int) (p quantity.Place, first int) {
	if before := at(ts, i-1); before.ordinal > 1 && ts[i].flows() {
		return quantity.Later, i - 1
	}
	for k := i; k > max(0, i-farthestRank); k-- {
		if strings.ContainsAny(ts[k].gap, ",;:.()") || ts[k].is(and) && k+1 < i {
			break // one of the largest and the oldest
		}
		for _, p := range lx.phrases[amongst] {
			if n := k - len(p); n >= 0 && p.matches(ts[n:k]) {
				return quantity.Among, n
			}
		}
	}
	return quantity.First, i
}

// podium reads the places in contests that a sentence names, and those that its words may mean.
func (lx *lexicon) podium(ts []token) (out []quantity.Medal, may uint8) {
	for i := range ts {
		for k, like := range []set{firstLike, secondLike, thirdLike} {
			if ts[i].is(like) || int(ts[i].ordinal) == k+1 {
				may |= 1 << (k + 1)
			}
		}
		for k, place := range []kind{firstPlace, secondPlace, thirdPlace} {
			if n := lx.at(place, ts, i); n > 0 {
				out = append(out, quantity.Medal{Extent: quantity.Extent{Start: ts[i].start, End: ts[i+n-1].end}, Place: k + 1})
				may |= 1 << (k + 1)
			}
		}
	}
	return out, may
}

// placed reads a superlative that is one word with its ordinal: zweitgrößte.
func (lx *lexicon) placed(s string) (n float64, of quantity.Scale) {
	for _, p := range lx.placers {
		if after, ok := strings.CutPrefix(s, p.s); ok {
			if w := lx.look(after); w.rank != 0 {
				return p.n, w.rank
			}
		}
	}
	return 0, 0
}

// measuredAgainst reads what changes are measured against.
func (lx *lexicon) measuredAgainst(ts []token) quantity.Bases {
	var out quantity.Bases
	for i := range ts {
		if w := &ts[i]; (w.month != 0 || isYear(w)) && (at(ts, i-1).is(compared) || at(ts, i-2).is(compared)) { // up from May
			out |= quantity.MaybeMonth | quantity.MaybeYear
		}
		for _, list := range [][]against{lx.against[ts[i].s], lx.against[""]} {
			for _, a := range list {
				if i+len(a.phrase) <= len(ts) && a.matches(ts[i:]) {
					out |= a.base
				}
			}
		}
	}
	return out
}

// farthestBase is how many words on each side of a share may say what it is measured against.
const farthestBase = 20

// baseOf reads what the part of the sentence around a share measures changes against: a period that
// a phrase names, or the month before where it names two: in April from March.
func (lx *lexicon) baseOf(ts []token, p mention) quantity.Bases {
	parted := func(k int) bool { return ts[k].is(and) || strings.ContainsAny(ts[k].gap, ",;:.()—") }
	from, upto := p.from, p.next
	for from > max(0, p.from-farthestBase) && !parted(from) {
		from--
	}
	for upto < min(len(ts), p.next+farthestBase) && !parted(upto) {
		upto++
	}
	clause := ts[from:upto]
	out := lx.measuredAgainst(clause)
	if months, years := monthsIn(clause); out == quantity.MaybeMonth|quantity.MaybeYear && months > 1 && !years {
		return quantity.OnMonth
	}
	return out
}

// monthsIn counts the months that are named, and reports whether a year is.
func monthsIn(ts []token) (months int, years bool) {
	seen := [13]bool{}
	for i := range ts {
		years = years || isYear(&ts[i])
		if m := ts[i].month; m > 0 && !seen[m] {
			seen[m] = true
			months++
		}
	}
	return months, years
}

// farthestRate is how many words may be between a number and the time that makes it a
// rate.
const farthestRate = 4

// rateOf reads the rate that a number belongs to: from the words behind it, or from those
// before it: annual sales of 30 million.
func (lx *lexicon) rateOf(ts []token, p mention) quantity.Period {
	if r := lx.rateAfter(ts, p.next); r != 0 {
		return r
	}
	for k := p.from - 1; k >= max(0, p.from-farthestRate); k-- {
		switch w := &ts[k]; {
		case strings.ContainsAny(ts[k+1].gap, ",;:.()—") || w.num:
			return 0
		case w.rate != 0 && !otherSpan(ts, w.rate):
			return w.rate
		}
	}
	return 0
}

// otherSpan reports whether a sentence names another time than the one that is given, so
// that a word such as annual before a number may belong to something else.
func otherSpan(ts []token, p quantity.Period) bool {
	return slices.ContainsFunc(ts, func(t token) bool {
		s := spanOf(t.unit)
		return s != 0 && s != p || t.rate != 0 && t.rate != p
	})
}

// rateAfter reads the rate that a number up to token i belongs to: 800 barrels a day,
// 300 Wagen pro Tag, 600 tonnes monthly.
func (lx *lexicon) rateAfter(ts []token, i int) quantity.Period {
	for k := i; k < min(len(ts), i+farthestRate+1); k++ {
		w, after := &ts[k], at(ts, k+1)
		switch {
		case strings.ContainsAny(w.gap, ",;:.()—") || w.num || k > i && w.is(overTime):
			return 0
		case w.rate != 0:
			return w.rate
		case w.is(rateLink) && after.flows() && !at(ts, k+2).is(shifting) && !at(ts, k+2).is(ago):
			if p := spanOf(after.unit); p != 0 {
				return p
			}
		}
	}
	return 0
}

// spanOf is the period that a unit of time is one of.
func spanOf(u quantity.Unit) quantity.Period {
	if u.Dim != quantity.Span {
		return 0
	}
	switch u {
	case quantity.Hour:
		return quantity.AnHour
	case quantity.Day:
		return quantity.ADay
	case quantity.Week:
		return quantity.AWeek
	case quantity.Month:
		return quantity.AMonth
	case quantity.Month.Times(3):
		return quantity.AQuarter
	case quantity.Year:
		return quantity.AYear
	}
	return 0
}

// partOf reports whether the number at token i is a whole of which a part is said: two of
// the three; and whether that part is left out: all but two of the three. Not one of the
// three, and every single one of them, are no part.
func (lx *lexicon) partOf(ts []token, i int) (part, out bool) {
	if at(ts, i-1).is(determiner) {
		i--
	}
	w := at(ts, i-2)
	if !at(ts, i-1).is(beforeWhole) || !(w.is(isSmall) || w.num || w.hi > 0 || w.part > 0 || w.is(whole)) || !at(ts, i-1).flows() {
		return false, false
	}
	return !lx.wholly(ts, i-2), at(ts, i-3).is(excepted) && at(ts, i-4).is(entire) && w.flows()
}

// farUndivided is how many words there may be between "not" and "one" of so many.
const farUndivided = 2

// wholly reports whether one of so many, at a token, is said of none of them or of each.
func (lx *lexicon) wholly(ts []token, i int) bool {
	if at(ts, i).small != 1 && at(ts, i).n != 1 {
		return false
	}
	for k := i; k > 0 && k >= i-farUndivided; k-- {
		if !ts[k].flows() {
			return false
		}
		if at(ts, k-1).is(undivided) {
			return k < 2 || !at(ts, k-2).is(undivided) // not every one of them is a part
		}
	}
	return false
}
