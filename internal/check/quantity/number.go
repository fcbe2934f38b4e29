package quantity

import "math"

// Number is a place in a sentence that says a number, with all its readings.
type Number struct {
	Start, End int // in bytes, the words that belong to it included
	Lead       int // where the words before it that bound it start, plus one; 0: none
	Bound      Bound
	Soft       bool // the bound may be none: "over three days"
	Limited    bool // of a claim: some word near it may bound it, too
	Mere       bool // of a claim: the word that seems to bound it may say something else: a row over 240 jobs
	Denied     bool // a denial may turn the bound: "not play for more than"
	Trend      Trend
	Alts       []Value // the readings, the likeliest first; never empty
	Quarter    bool    // it numbers a quarter of a year: "the second quarter"
	Further    bool    // what it counts comes on top of others: "three other countries"
	Total      bool    // of a claim: it adds others up: 共180人
	Score      bool    // of a claim: it is one side of a score: 5比3
	Rate       bool    // of a claim: it is one side of a rate of exchange: 1英镑兑9元
	Per        Period  // a rate: so many a day; 0: none is said
	Base       Bases   // of a share of a report: what its part of the sentence measures changes against
	Part       bool    // of a report: only some are meant of so many: two of the three
	Less       bool    // of a report: all are meant but a part: all but two of the three
	Rest       bool    // of a claim: it may be of those who are left: 其余三人
	All        bool    // of a claim: all of so many are meant: 三个全部
	Names      Naming  // the plan or congress that it numbers
}

// Fit says how a claim's number compares with one of the report's.
type Fit uint8

const (
	Differs   Fit = iota
	WrongSide     // the same number, bounded or moved the other way
	Unbounded     // the same number, which the report bounds and the claim does not
	Fits
)

// Fits compares a claim's number with one of the report's: any reading with any.
func (n Number) Fits(s Number) Fit {
	best := Differs
	for _, cv := range n.Alts {
		for _, sv := range s.Alts {
			if f := compare(cv, n.Bound, sv, s.Bound, (n.Trend|s.Trend)&By != 0); f > best {
				best = f
			}
		}
	}
	switch {
	case best == Unbounded && s.Soft, best == WrongSide && (n.Denied || s.Denied):
		best = Fits
	case best == Unbounded && s.Bound == Most && n.Trend&To != 0: // topped up to 80
		best = Fits
	}
	if best >= Unbounded && n.Alts[0].Kind != Multiple && n.Trend.Against(s.Trend) {
		return WrongSide
	}
	return best
}

// compare compares a claim's value and bound with the report's. apart: one of them is the
// amount of a change.
func compare(c Value, cb Bound, s Value, sb Bound, apart bool) Fit {
	s, ok := s.comparable(c)
	if !ok || s.other(c) {
		return Differs
	}
	if f, done := asWarm(c, s, apart); done {
		return f
	}
	s, worked, ok := s.converted(c.Unit)
	switch {
	case !ok:
		return Differs
	case worked && Within(c.N, s.N, tolerance(c.Unit)) && !c.Vague && !s.Vague:
		return Fits // a conversion is rounded as its writer likes
	}
	return alike(c, cb, s, sb)
}

// alike compares a claim's value and bound with the report's, which are of one unit.
func alike(c Value, cb Bound, s Value, sb Bound) Fit {
	switch {
	case c.Kind == Clock:
		return fitsIf(math.Mod(c.N, 720) == math.Mod(s.N, 720) && !c.Half.Against(s.Half))
	case c.Vague || c.Spread:
		return fitsIf(meets(c, cb, s, sb))
	case s.Vague || s.Spread:
		return fitsIf(c.among(cb, s, sb))
	case same(c, s) && cb.Against(sb):
		return WrongSide
	case same(c, s) && c.Kind == Ordinal:
		return Fits
	case same(c, s):
		return bare(cb, sb)
	case cb == Most && sb == Exact:
		return Differs // a limit that nobody set
	case cb != Exact && !cb.Against(sb) && c.Step > s.Step*1.01:
		lo, hi, open := c.Interval(cb)
		if cb.below() && sb == Exact {
			lo = max(lo, c.N-c.Step)
		}
		return fitsIf(s.N >= lo && (s.N < hi || !open && s.N <= hi))
	}
	return Differs
}

// bare tells a number that both sides bound, or neither, from one that the report alone
// does. "About" may be left out.
func bare(cb, sb Bound) Fit {
	if cb == Exact && sb != Exact && sb != About {
		return Unbounded
	}
	return Fits
}

func fitsIf(ok bool) Fit {
	if ok {
		return Fits
	}
	return Differs
}

// same reports whether the report's number is the claim's, which may be rounded.
func same(c, s Value) bool {
	if Within(c.N, s.N, 1e-6) {
		return true
	}
	if c.Loose || s.Loose { // a third is 33%, but a thousandth no hundredth
		return math.Abs(c.N-s.N) < .006 && Within(c.N, s.N, .1)
	}
	if c.Digits < 2 || s.N == 0 {
		return false
	}
	return math.Abs(math.Round(s.N/c.Step)*c.Step-c.N) < c.Step*1e-3
}

// tolerance is how far a converted amount may be rounded; spans of time come out even.
func tolerance(u Unit) float64 {
	if u.Dim == Span {
		return .01
	}
	return .03
}

// meets reports whether two intervals have a number in common.
func meets(c Value, cb Bound, s Value, sb Bound) bool {
	clo, chi, copen := c.Interval(cb)
	slo, shi, sopen := s.Interval(sb)
	return !(slo > chi || slo == chi && copen || clo > shi || clo == shi && sopen)
}

// among reports whether a claim's number is an end of the report's range, or bounded so
// that the report's vague number may be meant.
func (v Value) among(cb Bound, s Value, sb Bound) bool {
	if s.Spread && (v.N == s.Lo || v.N == s.Hi || cb == About && v.N >= s.Lo && v.N <= s.Hi) {
		return true
	}
	lo, _, _ := s.Interval(sb)
	from, upto, _ := v.Interval(cb)
	return cb != Exact && from <= lo && lo < upto
}

// comparable returns the report's value as one that can be compared with the claim's.
// Not ok: the two are of kinds that cannot mean the same.
func (v Value) comparable(c Value) (Value, bool) {
	type pair struct{ claim, report Kind }
	switch (pair{c.Kind, v.Kind}) {
	case pair{c.Kind, c.Kind}, pair{Count, Ordinal}:
		return v, true
	case pair{Ordinal, Count}:
		return v, v.Label || c.numbers(v)
	case pair{Multiple, Count}:
		return v, v.Label
	case pair{Count, Multiple}:
		return v, c.N < 100
	case pair{Count, Share}: // 0.325
		return v, c.Unit == (Unit{}) && c.N < 1 && !c.Vague
	case pair{Multiple, Share}:
		return Written(Multiple, c.N), same(c, plus(v, 1)) || same(c, v)
	case pair{Share, Multiple}:
		return Written(Share, c.N), same(plus(c, 1), v) || same(c, v)
	}
	return v, false
}

// numbers reports whether an ordinal of a claim may number the last of what a count of the report
// counts: the sixth month, of six months in a row.
func (v Value) numbers(of Value) bool {
	if !of.Row || of.Vague || of.Spread {
		return false
	}
	if of.Unit.Dim == Span {
		of.Each = of.Unit
	}
	if v.Each.Dim == Span && of.Each.Dim == Span {
		return v.Each == of.Each
	}
	return v.Row
}

func plus(v Value, d float64) Value { v.N += d; return v }
