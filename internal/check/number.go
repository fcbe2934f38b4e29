package check

import (
	"math"
)

// kind says what sort of number a reading is.
type kind uint8

const (
	count    kind = iota
	share         // a part of a whole: 7.5% is 0.075
	points        // percentage points: 0.25 is 25 basis points
	ordinal       // 14th, 第十四
	multiple      // tripled is 3
	clock         // minutes after midnight
)

// bound says on which side of the written number the true one lies.
type bound uint8

const (
	exact bound = iota
	about
	more // more than, at least
	less // less than
	most // up to, at most
	near // nearly: a little less
)

// against reports whether two bounds cannot both be right for one number.
func (b bound) against(o bound) bool {
	up := func(x bound) bool { return x == more }
	down := func(x bound) bool { return x == less || x == most || x == near }
	return up(b) && down(o) || down(b) && up(o)
}

// trend says whether a number is told as a rise or a fall, and whether it is the
// amount of the change or where it led.
type trend uint8

const (
	rises trend = 1 << iota
	falls
	by
	to
)

// against reports whether one side rises where the other falls, or changes to a
// number where the other changes by it.
func (t trend) against(o trend) bool {
	if t&(rises|falls) == 0 || o&(rises|falls) == 0 {
		return false
	}
	return t&(rises|falls) != o&(rises|falls) || t&by != 0 && o&to != 0 || t&to != 0 && o&by != 0
}

// value is one reading of a number in a sentence.
type value struct {
	kind   kind
	n      float64 // as written; 0 when vague
	lo, hi float64 // what vague words allow: from lo up to, not including, hi
	vague  bool    // no number is written: "dozens", 数百
	spread bool    // a range of neighbours: 三四百; hi belongs to it
	loose  bool    // a fraction in words: a third is 33% too
	label  bool    // an ordinal may be meant: Article 23
	unit   unit
	step   float64 // the worth of the last significant digit of n
	digits int     // significant digits of n
}

// number is a place in a sentence where a number is told, with all its readings.
type number struct {
	start, end int
	lead       int // where the words before it that bound it start, plus one; 0: none
	bound      bound
	trend      trend
	alts       []value
}

// written returns a value that is written as n.
func written(k kind, n float64) value {
	step, digits := precision(n)
	return value{kind: k, n: n, step: step, digits: digits}
}

// precision returns the worth of the last significant decimal digit of n and how
// many there are.
func precision(n float64) (step float64, digits int) {
	if n <= 0 || n > 1e18 {
		return 1, 1
	}
	step = math.Pow(10, math.Floor(math.Log10(n)*(1+1e-12)))
	for digits = 1; digits < 12; digits++ {
		if q := n / step; math.Abs(q-math.Round(q)) < 1e-6 {
			break
		}
		step /= 10
	}
	return step, digits
}

// scaled returns v with a further factor: 30 in "30-40m".
func (v value) scaled(f float64) value {
	v.n, v.lo, v.hi, v.step = v.n*f, v.lo*f, v.hi*f, v.step*f
	return v
}

// interval is where the true number may lie, given the bound.
func (v value) interval(b bound) (lo, hi float64, open bool) {
	if v.vague || v.spread {
		return v.lo, v.hi, !v.spread
	}
	if v.hi > v.n && b == more {
		return v.n, v.hi, true
	}
	switch b {
	case more:
		return v.n, v.n + v.step, true
	case less, most:
		return v.n / 2, v.n, false
	case near:
		return v.n * (1 - 1.5*v.slack()), v.n, false
	case about:
		return v.n * (1 - v.slack()), v.n * (1 + v.slack()), false
	}
	return v.n, v.n, false
}

// slack is how far "about" reaches: the more digits are given, the less far.
func (v value) slack() float64 {
	switch v.digits {
	case 1:
		return .1
	case 2:
		return .04
	case 3:
		return .015
	}
	return .002
}

// same reports whether the source's number is the claim's, which may be rounded.
func same(c, s value) bool {
	if within(c.n, s.n, 1e-6) {
		return true
	}
	if c.loose || s.loose { // a third is 33%, but a thousandth no hundredth
		return math.Abs(c.n-s.n) < .006 && within(c.n, s.n, .1)
	}
	if c.digits < 2 || s.n == 0 {
		return false
	}
	return math.Abs(math.Round(s.n/c.step)*c.step-c.n) < c.step*1e-3
}

// within reports whether two numbers differ by less than the given part of the larger.
func within(a, b, part float64) bool {
	return math.Abs(a-b) <= part*math.Max(math.Abs(a), math.Abs(b))
}

// fit says how a claim's number stands to one of the report's.
type fit uint8

const (
	differs   fit = iota
	wrongSide     // the same number, bounded or moved the other way
	fits
)

// fits compares a claim's number with one of the report's: any reading with any.
func (c number) fits(s number) fit {
	best := differs
	for _, cv := range c.alts {
		for _, sv := range s.alts {
			if f := compare(cv, c.bound, sv, s.bound); f > best {
				best = f
			}
		}
	}
	if best == fits && c.alts[0].kind != multiple && c.trend.against(s.trend) {
		return wrongSide
	}
	return best
}

func compare(c value, cb bound, s value, sb bound) fit {
	s, ok := s.as(c)
	if !ok {
		return differs
	}
	if s.unit != c.unit {
		worked := false
		if s, worked, ok = s.converted(c.unit); !ok {
			return differs
		}
		if worked && within(c.n, s.n, tolerance(c.unit)) && !c.vague && !s.vague {
			return fits // a conversion is rounded as its writer likes
		}
	}
	switch {
	case c.kind == clock:
		if math.Mod(c.n, 720) == math.Mod(s.n, 720) {
			return fits
		}
		return differs
	case c.vague || c.spread:
		return meets(c, cb, s, sb)
	case s.vague || s.spread:
		lo, _, _ := s.interval(sb)
		from, upto, _ := c.interval(cb)
		if s.spread && (c.n == s.lo || c.n == s.hi || cb == about && c.n >= s.lo && c.n <= s.hi) || cb != exact && from <= lo && lo < upto {
			return fits
		}
		return differs
	case same(c, s):
		if cb.against(sb) {
			return wrongSide
		}
		return fits
	case cb != exact && !cb.against(sb) && c.step > s.step*1.01:
		if lo, hi, open := c.interval(cb); s.n >= lo && (s.n < hi || !open && s.n <= hi) {
			return fits
		}
	}
	return differs
}

// tolerance is how far a converted amount may be rounded; spans of time come out even.
func tolerance(u unit) float64 {
	if u.dim == span {
		return .01
	}
	return .03
}

// meets reports whether two intervals have a number in common.
func meets(c value, cb bound, s value, sb bound) fit {
	clo, chi, copen := c.interval(cb)
	slo, shi, sopen := s.interval(sb)
	if slo > chi || slo == chi && copen || clo > shi || clo == shi && sopen {
		return differs
	}
	return fits
}

// as returns the source's value as one that can be compared with the claim's.
func (s value) as(c value) (value, bool) {
	switch {
	case s.kind == c.kind:
		return s, true
	case c.kind == count && s.kind == ordinal, c.kind == ordinal && s.kind == count && s.label:
		return s, true
	case c.kind == count && s.kind == multiple && c.n < 100, c.kind == multiple && s.kind == count && s.label:
		return s, true
	case c.kind == count && s.kind == share && c.unit == (unit{}) && c.n < 1 && !c.vague:
		return s, true // 0.325
	case c.kind == multiple && s.kind == share && (same(c, shifted(s, 1)) || same(c, s)):
		return written(multiple, c.n), true
	case c.kind == share && s.kind == multiple && (same(shifted(c, 1), s) || same(c, s)):
		return written(share, c.n), true
	}
	return s, false
}

func shifted(v value, d float64) value { v.n += d; return v }
