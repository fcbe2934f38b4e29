package han

import (
	"math"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// firstNumeral is the smallest code point of a Chinese numeral.
const firstNumeral = '○'

// numerals has for each character, from firstNumeral on, its digit plus one, or where it
// is in powers, plus eleven; 0: it is no numeral.
var numerals = func() []uint8 {
	var out []uint8
	put := func(chars string, n int) {
		for _, r := range chars {
			if grow := int(r) - firstNumeral + 1 - len(out); grow > 0 {
				out = append(out, make([]uint8, grow)...)
			}
			out[r-firstNumeral] = uint8(n)
		}
	}
	for worth, chars := range digits {
		put(chars, worth+1)
	}
	for i, p := range powers {
		put(p.chars, i+11)
	}
	return out
}()

func numeralOf(r rune) int {
	if i := int(r) - firstNumeral; i >= 0 && i < len(numerals) {
		return int(numerals[i])
	}
	return 0
}

// digit is the worth of a Chinese digit, or -1.
func digit(r rune) float64 {
	if n := numeralOf(r); n > 0 && n <= 10 {
		return float64(n - 1)
	}
	return -1
}

// power is the worth of a character that multiplies, or 0.
func power(r rune) float64 {
	if n := numeralOf(r); n > 10 {
		return powers[n-11].worth
	}
	return 0
}

// numeral reports whether a character is a digit or multiplies one.
func numeral(r rune) bool { return numeralOf(r) > 0 || r >= '0' && r <= '9' }

// reading is a number as far as it has been read.
type reading struct {
	next    int // the character after the last
	lo, hi  float64
	vague   bool // 数百: from lo up to hi
	spread  bool // 三四百: lo or hi
	bound   quantity.Bound
	upto    float64 // of 五十多: 60
	figures bool    // in Arabic figures
	single  bool    // one Chinese digit, nothing else
	power   float64 // the last power written, 1 when none
}

// value is the plain value of a reading.
func (r reading) value() quantity.Value {
	v := quantity.Written(quantity.Count, r.lo)
	switch {
	case r.vague:
		v = quantity.Value{Vague: true, Lo: r.lo, Hi: r.hi}
	case r.spread:
		v.Spread, v.Lo, v.Hi = true, r.lo, r.hi
	case r.bound == quantity.More:
		v.Hi = r.upto
	}
	return v
}

// number reads the number that begins at character i.
func (t phrase) number(i int) (reading, bool) {
	if r, ok := t.inVague(i); ok {
		return r, true
	}
	switch {
	case t.figure(i):
		return t.inFigures(i), true
	case numeralOf(t.at(i)) > 0:
		return t.inWords(i)
	}
	return reading{}, false
}

// inVague reads 数以十万计, 数百万, 几十, 成千上万.
func (t phrase) inVague(i int) (reading, bool) {
	if !t.oneOf(i, t.lx.vagueStarts) {
		return reading{}, false
	}
	for _, idiom := range t.lx.idioms {
		if t.has(i, idiom.s) {
			return reading{next: i + length(idiom.s), vague: true, lo: idiom.lo, hi: idiom.hi, power: 1}, true
		}
	}
	for _, w := range t.lx.several {
		if !t.has(i, w.s) {
			continue
		}
		start := i + length(w.s)
		n, next := t.powers(start)
		if next == start || w.end != 0 && t.at(next) != w.end {
			break
		}
		if w.end != 0 {
			next++
		}
		return reading{next: next, vague: true, lo: 2 * n, hi: 10 * n, power: n}, true
	}
	return reading{}, false
}

// powers multiplies the run of powers at i: 十万 is 100,000.
func (t phrase) powers(i int) (n float64, next int) {
	n = 1
	for next = i; power(t.at(next)) > 0 && !t.mega(next); next++ {
		n *= power(t.at(next))
	}
	return n, next
}

// mega reports whether 兆 at i is the prefix of a unit, a million: 兆瓦.
func (t phrase) mega(i int) bool { return t.at(i) == t.lx.mega && t.first(i+1, t.lx.megaUnits) > 0 }

// kilo reports whether 千 at i is the prefix of a unit: 千米.
func (t phrase) kilo(i int) bool { return t.at(i) == t.lx.kilo && t.oneOf(i+1, t.lx.kiloUnits) }

// inFigures reads 1,200, 1.2万亿, 3000多万, 1亿2000万.
func (t phrase) inFigures(i int) reading {
	n, next := t.figures(i)
	out := reading{next: next, figures: true, power: 1}
	step, _ := quantity.Precision(n)
	scale, total := 1., 0.
	for {
		out.take(t)
		f, after := t.powers(out.next)
		if after > out.next && t.kilo(after-1) {
			f, after = f/1e3, after-1
		}
		if after > out.next {
			scale, out.power, out.next = f, f, after
			out.take(t)
		}
		total += n * scale
		if scale < 1e4 || !t.figure(out.next) || out.bound != quantity.Exact {
			break
		}
		m, after := t.figures(out.next) // 1亿2000万
		if f, end := t.powers(after); f >= scale || end == after && (m >= scale || m < scale/100 || t.oneOf(after, t.lx.figureEnds)) {
			break
		}
		n, scale, out.next = m, 1, after
		step, _ = quantity.Precision(m)
	}
	out.lo, out.hi = total, total
	out.upto = total + step*scale
	return out
}

// take takes in a word like 多 after a number, where it has none yet.
func (r *reading) take(t phrase) {
	if b, ok := t.surplus(r.next); ok && r.bound == quantity.Exact {
		r.bound, r.next = b, r.next+1
	}
}

// longestFigures bounds how many characters of figures are read as one number.
const longestFigures = 40

// figures reads Arabic figures with thousands and decimal signs.
func (t phrase) figures(i int) (n float64, next int) {
	var b strings.Builder
	for next = i; ; next++ {
		c := t.at(next)
		switch {
		case t.figure(next):
			b.WriteRune(c)
		case c == ',' && next > i && t.figure(next+1) && t.figure(next+2) && t.figure(next+3) && !t.figure(next+4):
		case (c == '.' || c == '．') && t.figure(next+1) && !strings.Contains(b.String(), "."):
			b.WriteByte('.')
		default:
			n, _ = strconv.ParseFloat(b.String(), 64)
			return n, next
		}
		if next-i > longestFigures {
			return 0, next
		}
	}
}

// surplus reads 多, 余, 几, 来 after a number.
func (t phrase) surplus(i int) (quantity.Bound, bool) {
	for _, w := range t.lx.surplus {
		if t.at(i) != w.r {
			continue
		}
		if w.measured && (power(t.at(i-1)) == 0 || t.measureAt(i+1) == 0 && power(t.at(i+1)) == 0) {
			return w.bound, false
		}
		return w.bound, !t.oneOf(i+1, w.not)
	}
	return quantity.Exact, false
}

// sum adds up a number in words, twice: for neighbours like 三四百 the two ends differ.
type sum struct {
	total, section, digit float64
}

func (s *sum) power(f float64) {
	switch {
	case f < 1e4:
		if s.digit == 0 {
			s.digit = 1
		}
		s.section += s.digit * f
	case f == 1e4:
		if s.total+s.section+s.digit == 0 {
			s.digit = 1
		}
		s.total += (s.section + s.digit) * f
		s.section = 0
	default:
		s.total = max(s.total+s.section+s.digit, 1) * f
		s.section = 0
	}
	s.digit = 0
}

func (s sum) value() float64 { return s.total + s.section + s.digit }

// spelled is a number in words while it is being read.
type spelled struct {
	reading
	low, high      sum
	digits, powers int
	zero           bool // one of the digits is
}

// inWords reads 三百二十, 十七八, 五六百, 二〇二三, 七点五, 五十多.
func (t phrase) inWords(i int) (reading, bool) {
	if r, ok := t.positional(i); ok {
		return r, true
	}
	w := spelled{reading: reading{next: i, power: 1}}
	for {
		if d := digit(t.at(w.next)); d >= 0 {
			if !w.addDigit(d, digit(t.at(w.next-1))) {
				break
			}
			w.next++
			continue
		}
		f := power(t.at(w.next))
		if f == 0 || t.mega(w.next) || f == 1e3 && t.kilo(w.next) && w.next > i {
			break
		}
		w.addPower(f)
		w.next++
		if done, more := t.oddments(&w); more {
			return done, true
		} else if w.bound != quantity.Exact {
			break
		}
	}
	if w.next == i {
		return reading{}, false
	}
	return t.ended(w), true
}

// addDigit takes in a digit behind prev; false: it does not belong to the number.
func (w *spelled) addDigit(d, prev float64) bool {
	if w.digits > 0 && prev > 0 { // a second digit at once
		if w.spread || !neighbours(prev, d) {
			return false
		}
		w.high.digit, w.spread = d, true
		return true
	}
	w.low.digit, w.high.digit = d, d
	w.zero = w.zero || d == 0
	w.digits++
	return true
}

func (w *spelled) addPower(f float64) {
	w.low.power(f)
	w.high.power(f)
	w.power = f
	w.powers++
}

// oddments takes in a word like 多 behind a power: 五十多. With a power behind it the
// number is done: 三十多万.
func (t phrase) oddments(w *spelled) (reading, bool) {
	b, ok := t.surplus(w.next)
	if !ok || w.bound != quantity.Exact {
		return reading{}, false
	}
	w.bound = b
	step, _ := quantity.Precision(w.high.value())
	w.upto = w.high.value() + step
	w.next++
	if power(t.at(w.next)) == 0 {
		return reading{}, false
	}
	f, next := t.powers(w.next)
	r, n := w.reading, w.low.value()
	r.lo, r.hi, r.upto, r.power, r.next = n*f, n*f, r.upto*f, f, next
	return r, true
}

// ended is the number that has been read.
func (t phrase) ended(w spelled) reading {
	if w.powers > 0 && w.digits > 0 && !w.zero && w.power >= 100 && w.low.digit > 0 && !w.spread &&
		power(t.at(w.next-1)) == 0 && t.measureAt(w.next) == 0 {
		w.low.digit *= w.power / 10 // 三万五
		w.high.digit = w.low.digit
	}
	w.lo, w.hi = w.low.value(), w.high.value()
	w.single = w.digits == 1 && w.powers == 0
	if t.at(w.next) == t.lx.point && digit(t.at(w.next+1)) >= 0 {
		return t.decimals(w.reading)
	}
	return w.reading
}

// neighbours reports whether two digits in a row mean one or the other.
func neighbours(a, b float64) bool { return a > 0 && b == a+1 || a == 3 && b == 5 }

// decimals reads what follows 点.
func (t phrase) decimals(r reading) reading {
	place := .1
	for r.next++; digit(t.at(r.next)) >= 0; r.next++ {
		r.lo += digit(t.at(r.next)) * place
		place /= 10
	}
	r.lo = math.Round(r.lo*1e9) / 1e9
	if f, next := t.powers(r.next); next > r.next {
		r.lo, r.next, r.power = r.lo*f, next, f
	}
	r.hi, r.single, r.spread = r.lo, false, false
	return r
}

// longestRow bounds how many digits in a row are read as figures.
const longestRow = 15

// positional reads digits in a row as figures: 二〇二三, 一九八九.
func (t phrase) positional(i int) (reading, bool) {
	n, next, zero := 0., i, false
	for ; digit(t.at(next)) >= 0; next++ {
		zero = zero || digit(t.at(next)) == 0 && next > i
		n = n*10 + digit(t.at(next))
	}
	if power(t.at(next)) > 0 || t.at(next) == t.lx.point || next-i > longestRow || next-i < 3 && !(zero && next-i == 2) {
		return reading{}, false
	}
	return reading{next: next, lo: n, hi: n, figures: true, power: 1}, true
}
