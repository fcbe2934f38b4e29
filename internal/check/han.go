package check

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// hanText is a sentence in Chinese or Japanese prepared for reading numbers:
// simplified, character by character, with what must not be read as one masked.
type hanText struct {
	r   []rune
	off []int // byte offset of each character; one more for the end
	ja  bool  // it is Japanese
}

// masked stands where a name or an idiom was.
const masked = '\x00'

func newHanText(s string) hanText {
	t := hanText{r: make([]rune, 0, len(s)/2), off: make([]int, 0, len(s)/2+1)}
	for i, r := range s {
		if r >= '！' && r <= '～' { // full-width forms
			r -= '！' - '!'
		}
		if r == '〜' {
			r = '~'
		}
		t.r = append(t.r, r)
		t.off = append(t.off, i)
	}
	t.off = append(t.off, len(s))
	return t
}

// mask hides the characters between two byte offsets.
func (t hanText) mask(start, end int) {
	for i := range t.r {
		if t.off[i] >= start && t.off[i] < end {
			t.r[i] = masked
		}
	}
}

func (t hanText) at(i int) rune {
	if i < 0 || i >= len(t.r) {
		return -1
	}
	return t.r[i]
}

// has reports whether w stands at i.
func (t hanText) has(i int, w string) bool {
	for _, r := range w {
		if t.at(i) != r {
			return false
		}
		i++
	}
	return true
}

// before reports whether w ends right before i.
func (t hanText) before(i int, w string) bool {
	n := utf8.RuneCountInString(w)
	return i >= n && t.has(i-n, w)
}

// hanDigit is the worth of a Chinese digit, or -1.
func hanDigit(r rune) float64 {
	switch r {
	case '〇', '零', '○':
		return 0
	case '一', '壹':
		return 1
	case '二', '两', '贰':
		return 2
	case '三', '叁':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// numeralAt reports whether a number may start at i.
func (t hanText) numeralAt(i int) bool { return t.digitAt(i) >= 0 || hanPower(t.at(i)) > 0 }

// digitAt is the worth of the Chinese or Arabic digit at i, or -1.
func (t hanText) digitAt(i int) float64 {
	if c := t.at(i); c >= '0' && c <= '9' {
		return float64(c - '0')
	}
	return hanDigit(t.at(i))
}

// hanPower is the worth of a character that multiplies, or 0.
func hanPower(r rune) float64 {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1e3
	case '万':
		return 1e4
	case '亿', '億':
		return 1e8
	case '兆':
		return 1e12
	}
	return 0
}

// reading is a number in Han script as far as it has been read.
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

// hanNumber reads the number that starts at character i.
func (t hanText) hanNumber(i int) (reading, bool) {
	if r, ok := t.inVague(i); ok {
		return r, true
	}
	if c := t.at(i); c >= '0' && c <= '9' {
		return t.inFigures(i)
	}
	if hanDigit(t.at(i)) >= 0 || hanPower(t.at(i)) > 0 {
		return t.inWords(i)
	}
	return reading{}, false
}

// inVague reads 数以十万计, 数百万, 几十, 成千上万.
func (t hanText) inVague(i int) (reading, bool) {
	if !t.oneOf(i, "数几好若以成千上") {
		return reading{}, false
	}
	for _, idiom := range hanIdioms {
		if t.has(i, idiom.s) {
			return reading{next: i + utf8.RuneCountInString(idiom.s), vague: true, lo: idiom.lo, hi: idiom.hi, power: 1}, true
		}
	}
	start := i
	each := t.has(i, "数以") || t.has(i, "以")
	switch {
	case t.has(i, "数以"):
		i += 2
	case each:
		i++
	case t.has(i, "数") || t.has(i, "几"):
		i++
	case t.has(i, "好几"), t.has(i, "若干"):
		i += 2
	default:
		return reading{}, false
	}
	n, next := t.powers(i)
	if next == i || each && t.at(next) != '计' || !each && t.at(start) == '以' {
		return reading{}, false
	}
	if each {
		next++
	}
	return reading{next: next, vague: true, lo: 2 * n, hi: 10 * n, power: n}, true
}

var hanIdioms = []struct {
	s      string
	lo, hi float64
}{
	{"成百上千", 200, 1e4}, {"成千上万", 2e3, 1e5}, {"成千成万", 2e3, 1e5}, {"千千万万", 1e4, 1e9}, {"上千上万", 1e3, 1e5}, {"成百", 200, 1e3}, {"成千", 1e3, 1e4}, {"成万", 1e4, 1e5},
}

// powers multiplies the run of powers at i: 十万 is 100,000.
func (t hanText) powers(i int) (n float64, next int) {
	n = 1
	for next = i; hanPower(t.at(next)) > 0 && !t.mega(next); next++ {
		n *= hanPower(t.at(next))
	}
	return n, next
}

// mega reports whether 兆 at i is the prefix of a unit, a million: 兆瓦.
func (t hanText) mega(i int) bool {
	return t.at(i) == '兆' && (t.oneOf(i+1, "瓦赫帕伏欧焦") || t.has(i+1, "字节") || t.has(i+1, "比特") || t.has(i+1, "电子伏"))
}

// inFigures reads 1,200, 1.2万亿, 3000多万, 1亿2000万.
func (t hanText) inFigures(i int) (reading, bool) {
	n, next := t.figures(i)
	out := reading{next: next, figures: true, power: 1}
	step, _ := quantity.Precision(n)
	scale, total := 1., 0.
	for {
		if more, ok := t.surplus(out.next); ok && out.bound == quantity.Exact {
			out.bound, out.next = more, out.next+1
		}
		f, after := t.powers(out.next)
		if after > out.next && t.has(after-1, "千") && (t.at(after) == '米' || t.at(after) == '克' || t.at(after) == '瓦') {
			f, after = f/1e3, after-1
		}
		if after > out.next {
			scale, out.power, out.next = f, f, after
			if more, ok := t.surplus(after); ok && out.bound == quantity.Exact {
				out.bound, out.next = more, after+1
			}
		}
		total += n * scale
		c := t.at(out.next)
		if scale < 1e4 || c < '0' || c > '9' || out.bound != quantity.Exact { // 1亿2000万
			break
		}
		m, after2 := t.figures(out.next)
		if f, end := t.powers(after2); f >= scale || end == after2 && (m >= scale || t.oneOf(after2, "年月日号时点%-~")) {
			break
		}
		n, scale, out.next = m, 1, after2
		step, _ = quantity.Precision(m)
	}
	out.lo, out.hi = total, total
	out.upto = total + step*scale
	return out, true
}

// figures reads Arabic figures with thousands and decimal signs.
func (t hanText) figures(i int) (n float64, next int) {
	var b strings.Builder
	digit := func(i int) bool { c := t.at(i); return c >= '0' && c <= '9' }
	for next = i; ; next++ {
		c := t.at(next)
		switch {
		case digit(next):
			b.WriteRune(c)
		case c == ',' && next > i && digit(next+1) && digit(next+2) && digit(next+3) && !digit(next+4):
		case (c == '.' || c == '．') && digit(next+1) && !strings.Contains(b.String(), "."):
			b.WriteByte('.')
		default:
			n, _ = strconv.ParseFloat(b.String(), 64)
			return n, next
		}
		if next-i > 40 {
			return 0, next
		}
	}
}

// surplus reads 多, 余, 几 after a number.
func (t hanText) surplus(i int) (quantity.Bound, bool) {
	switch t.at(i) {
	case '多':
		return quantity.More, t.at(i+1) != '边' && t.at(i+1) != '方' && t.at(i+1) != '数' && t.at(i+1) != '项' || hanPower(t.at(i+1)) > 0
	case '余':
		return quantity.More, t.at(i+1) != '额' && t.at(i+1) != '下'
	case '几':
		return quantity.More, true
	case '来':
		return quantity.About, hanPower(t.at(i-1)) > 0 && (measureAt(t, i+1) > 0 || hanPower(t.at(i+1)) > 0)
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

// inWords reads 三百二十, 十七八, 五六百, 二〇二三, 七点五, 五十多.
func (t hanText) inWords(i int) (reading, bool) {
	if r, ok := t.positional(i); ok {
		return r, true
	}
	var lo, hi sum
	out := reading{next: i, power: 1}
	digits, powers := 0, 0
	zero := false
	for ; ; out.next++ {
		c := t.at(out.next)
		if d := hanDigit(c); d >= 0 {
			prev := hanDigit(t.at(out.next - 1))
			if digits > 0 && prev > 0 { // a second digit at once
				if out.spread || !neighbours(prev, d) {
					break
				}
				hi.digit, out.spread = d, true
				continue
			}
			lo.digit, hi.digit = d, d
			zero = zero || d == 0
			digits++
			continue
		}
		f := hanPower(c)
		if f == 0 || t.mega(out.next) || f == 1e3 && (t.at(out.next+1) == '米' || t.at(out.next+1) == '克' || t.at(out.next+1) == '瓦') && out.next > i {
			break
		}
		lo.power(f)
		hi.power(f)
		out.power = f
		powers++
		if b, ok := t.surplus(out.next + 1); ok && out.bound == quantity.Exact {
			out.bound = b
			step, _ := quantity.Precision(hi.value())
			out.upto = hi.value() + step
			out.next++
			if f2 := hanPower(t.at(out.next + 1)); f2 == 0 {
				out.next++
				break
			}
			g, next := t.powers(out.next + 1)
			return out.scaled(lo.value(), g, next), true
		}
	}
	if out.next == i {
		return reading{}, false
	}
	if powers > 0 && digits > 0 && !zero && out.power >= 100 && lo.digit > 0 && !out.spread && !t.afterPower(out.next) && measureAt(t, out.next) == 0 {
		lo.digit *= out.power / 10 // 三万五
		hi.digit = lo.digit
	}
	out.lo, out.hi = lo.value(), hi.value()
	out.single = digits == 1 && powers == 0
	if t.at(out.next) == '点' && hanDigit(t.at(out.next+1)) >= 0 {
		return t.decimals(out), true
	}
	return out, true
}

// scaled ends a number like 三十多万.
func (r reading) scaled(n, f float64, next int) reading {
	r.lo, r.hi, r.upto, r.power, r.next = n*f, n*f, r.upto*f, f, next
	return r
}

// afterPower reports whether the character before i multiplies.
func (t hanText) afterPower(i int) bool { return hanPower(t.at(i-1)) > 0 }

// neighbours reports whether two digits in a row mean one or the other.
func neighbours(a, b float64) bool { return a > 0 && b == a+1 || a == 3 && b == 5 }

// decimals reads what follows 点.
func (t hanText) decimals(r reading) reading {
	place := .1
	for r.next++; hanDigit(t.at(r.next)) >= 0; r.next++ {
		r.lo += hanDigit(t.at(r.next)) * place
		place /= 10
	}
	r.lo = math.Round(r.lo*1e9) / 1e9
	if f, next := t.powers(r.next); next > r.next {
		r.lo, r.next, r.power = r.lo*f, next, f
	}
	r.hi, r.single, r.spread = r.lo, false, false
	return r
}

// positional reads digits in a row as figures: 二〇二三, 一九八九.
func (t hanText) positional(i int) (reading, bool) {
	n, next, zero := 0., i, false
	for ; hanDigit(t.at(next)) >= 0; next++ {
		zero = zero || hanDigit(t.at(next)) == 0 && next > i
		n = n*10 + hanDigit(t.at(next))
	}
	if hanPower(t.at(next)) > 0 || t.at(next) == '点' || next-i > 15 || next-i < 3 && !(zero && next-i == 2) {
		return reading{}, false
	}
	return reading{next: next, lo: n, hi: n, figures: true, power: 1}, true
}
