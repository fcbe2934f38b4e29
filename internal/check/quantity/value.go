package quantity

import "math"

// Kind says what sort of number a reading is.
type Kind uint8

const (
	Count    Kind = iota
	Share         // a part of a whole: 7.5% is 0.075
	Points        // percentage points: 0.25 is 25 basis points
	Ordinal       // the 14th
	Multiple      // tripled is 3
	Clock         // minutes after midnight
)

// Bound says on which side of the written number the true one lies.
type Bound uint8

const (
	Exact Bound = iota
	About
	More // more than, at least
	Less // less than
	Most // up to, at most
	Near // nearly: a little less
)

// Against reports whether two bounds cannot both be right for one number.
func (b Bound) Against(o Bound) bool {
	return b == More && o.below() || b.below() && o == More
}

func (b Bound) below() bool { return b == Less || b == Most || b == Near }

// Trend says whether a number rises or falls, and whether it is the amount of the
// change or where the change led. It is a set of flags; 0: no change is said.
type Trend uint8

const (
	Rises Trend = 1 << iota
	Falls
	By
	To
)

// Against reports whether one side rises where the other falls, or changes to a
// number where the other changes by it.
func (t Trend) Against(o Trend) bool {
	if t&(Rises|Falls) == 0 || o&(Rises|Falls) == 0 {
		return false
	}
	return t&(Rises|Falls) != o&(Rises|Falls) || t&By != 0 && o&To != 0 || t&To != 0 && o&By != 0
}

// Value is one reading of a number in a sentence.
type Value struct {
	Kind   Kind
	N      float64 // as written; 0 when vague
	Lo, Hi float64 // what vague words allow: from Lo up to, not including, Hi
	Vague  bool    // no number is written: "dozens", 数百
	Spread bool    // a range of neighbours: 三四百; Hi belongs to it
	Loose  bool    // a fraction in words: a third is 33% too
	Label  bool    // an ordinal may be meant: Article 23
	Unit   Unit
	Thing  Thing   // what a Count counts, where that is named
	Sign   Sign    // of a temperature
	Half   Half    // of a Clock: the half of the day, where it is surely said
	Row    bool    // it counts what comes one after another without a gap: six straight months
	Each   Unit    // of an Ordinal: the time that it numbers, the month of the sixth month
	Step   float64 // the worth of the last significant digit of N
	Digits int     // significant digits of N
}

// Half is a half of the day.
type Half uint8

const (
	EitherHalf Half = iota
	Morning         // from midnight to noon
	Afternoon
)

// HalfOf is the half of the day of an hour from 0 to 24, of which a word may say it; the hours that
// begin a half are told differently in different places, and are in neither.
func HalfOf(hour float64, said Half) Half {
	switch {
	case hour >= 13 && hour < 24:
		return Afternoon
	case hour >= 1 && hour < 12:
		return said
	}
	return EitherHalf
}

// Against reports whether one is the morning and the other the afternoon.
func (h Half) Against(o Half) bool { return h != EitherHalf && o != EitherHalf && h != o }

// Written returns a value that is written as n.
func Written(k Kind, n float64) Value {
	step, digits := Precision(n)
	return Value{Kind: k, N: n, Step: step, Digits: digits}
}

// Part returns n dths as a fraction in words, which is known to the hundredth.
func Part(n, d float64) Value {
	return Value{Kind: Share, N: n / d, Loose: true, Step: .01, Digits: 2}
}

// Precision returns the worth of the last significant decimal digit of n and how
// many significant digits there are, at most 12.
func Precision(n float64) (step float64, digits int) {
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

// Scaled returns v with a further factor: 30 in "30-40m".
func (v Value) Scaled(f float64) Value {
	v.N, v.Lo, v.Hi, v.Step = v.N*f, v.Lo*f, v.Hi*f, v.Step*f
	return v
}

// In returns v as a number of units u. It does not convert.
func (v Value) In(u Unit) Value { v.Unit = u; return v }

// As returns v as a value of kind k. It does not convert.
func (v Value) As(k Kind) Value { v.Kind = k; return v }

// Like returns v with the kind and the unit of the second end of a range, which the
// first end leaves out: 30 in "30 to 40%".
func (v Value) Like(second Value) Value {
	switch {
	case second.Kind == Clock && v.Kind == Count && !v.Vague:
		return Written(Clock, v.N*60)
	case second.Kind == Share && v.Kind == Count && second.Loose: // 三至四成
		v = v.Scaled(.01).Scaled(10)
		v.Loose = true
	case second.Kind == Share && v.Kind == Count:
		v = v.Scaled(.01)
		v.Loose = false
	}
	v.Kind, v.Unit = second.Kind, second.Unit
	return v
}

// Interval is where the true number may lie, given the bound. Open: hi does not belong
// to it.
func (v Value) Interval(b Bound) (lo, hi float64, open bool) {
	if v.Vague || v.Spread {
		return v.Lo, v.Hi, !v.Spread
	}
	if v.Hi > v.N && b == More {
		return v.N, v.Hi, true
	}
	switch b {
	case More:
		return v.N, v.N + v.Step, true
	case Less, Most:
		return v.N / 2, v.N, false
	case Near:
		return v.N * (1 - min(mostBelow, 1.5*v.slack())), v.N, false
	case About:
		return v.N * (1 - v.slack()), v.N * (1 + v.slack()), false
	}
	return v.N, v.N, false
}

// mostBelow is by which part of it the true number may be below a round one that it is nearly.
const mostBelow = .1

// slack is how far "about" reaches: the more digits are given, the less far.
func (v Value) slack() float64 {
	switch v.Digits {
	case 1:
		return .1
	case 2:
		return .04
	case 3:
		return .015
	}
	return .002
}

// Within reports whether two numbers differ by no more than the given part of the
// larger.
func Within(a, b, part float64) bool {
	return math.Abs(a-b) <= part*math.Max(math.Abs(a), math.Abs(b))
}
