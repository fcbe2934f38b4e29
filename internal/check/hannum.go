package check

import (
	"math"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// hanNumbers finds the numbers of a sentence in Han script. A source is read
// generously, for it only has to hold what the claim says; a claim strictly, for a
// character that is no number must not count as one.
func hanNumbers(t hanText, generous bool) []quantity.Number {
	var out []quantity.Number
	for i := 0; i < len(t.r); {
		if n, next, ok := t.wordNumber(i, generous); ok {
			out = append(out, n)
			i = next
			continue
		}
		start := i
		first := t.at(i) == '第'
		if first {
			i++
		}
		r, ok := t.hanNumber(i)
		if !ok {
			i = start + 1
			continue
		}
		n, next, ok := t.mention(start, i, r, first, generous)
		if !ok && r.single && t.oneOf(r.next, "至到-~～–—") { // 六至九个月
			n, next, ok = quantity.Number{Start: t.off[start], End: t.off[r.next], Alts: []quantity.Value{r.value()}}, r.next, true
			if _, _, ranges := t.rangeTo(next, r, first); !ranges {
				ok = false
			}
		}
		if !ok {
			i = r.next
			continue
		}
		if m, after, ok := t.rangeTo(next, r, first); ok && len(m.Alts) > 0 && (n.Alts[0].Kind != quantity.Points || m.Alts[0].Kind != quantity.Share) {
			out = append(out, t.ranged(n, m, r, next)...)
			i = after
			continue
		}
		out = append(out, n)
		i = next
	}
	return out
}

// wordNumber reads the words that are numbers without a digit: 翻番, 过半, 减半.
func (t hanText) wordNumber(i int, generous bool) (quantity.Number, int, bool) {
	if t.ja && hanDigit(t.at(i-1)) < 0 {
		if w, next := t.wordOf(jaWords, i); next > i {
			return quantity.Number{Start: t.off[i], End: t.off[next], Bound: w.bound, Alts: []quantity.Value{w.v}}, next, true
		}
	}
	if n, next, ok := t.halfOf(i); ok && generous {
		return n, next, true
	}
	if !t.oneOf(i, hanWordStarts) {
		return quantity.Number{}, 0, false
	}
	for _, w := range hanWords {
		if t.has(i, w.s) {
			next := i + utf8.RuneCountInString(w.s)
			n := quantity.Number{Start: t.off[i], End: t.off[next], Bound: w.bound, Alts: []quantity.Value{w.v}}
			if w.v.Kind == quantity.Share && w.bound == quantity.Exact {
				n.Bound, n.Start = t.boundBefore(t.beforeYear(i), n.Start)
				if n.Bound == quantity.Exact {
					n.Bound = t.boundAfter(next)
				}
			}
			return n, next, true
		}
	}
	return quantity.Number{}, 0, false
}

// halfOf reads 半年, 半小时, 半个月: half of a unit.
func (t hanText) halfOf(i int) (quantity.Number, int, bool) {
	if t.at(i) != '半' || t.oneOf(i-1, "上下前后大多个一") {
		return quantity.Number{}, 0, false
	}
	next := i + 1
	if t.at(next) == '个' {
		next++
	}
	u, size := unitAt(t, next)
	if t.at(next) == '月' {
		u, size = quantity.Month, 1
	}
	if size == 0 || u.Dim == 0 {
		return quantity.Number{}, 0, false
	}
	v := quantity.Value{Kind: quantity.Count, N: .5, Unit: u, Step: .1, Digits: 1}
	return quantity.Number{Start: t.off[i], End: t.off[next+size], Alts: []quantity.Value{v}}, next + size, true
}

// beforeYear returns where a date that the number at i belongs to starts, else i:
// 超过2023年的一半.
func (t hanText) beforeYear(i int) int {
	j := i
	if t.at(j-1) == '的' {
		for j--; t.at(j-1) == masked; j-- {
		}
	}
	if j < i-1 {
		return j
	}
	return i
}

// hanWordStarts are the characters that one of hanWords starts with.
const hanWordStarts = "翻倍减腰一大过近半"

var hanWords = []struct {
	s     string
	bound quantity.Bound
	v     quantity.Value
}{
	{"翻一番", quantity.Exact, quantity.Written(quantity.Multiple, 2)}, {"翻了一番", quantity.Exact, quantity.Written(quantity.Multiple, 2)}, {"翻了一倍", quantity.Exact, quantity.Written(quantity.Multiple, 2)}, {"翻一倍", quantity.Exact, quantity.Written(quantity.Multiple, 2)},
	{"翻了两番", quantity.Exact, quantity.Written(quantity.Multiple, 4)}, {"翻两番", quantity.Exact, quantity.Written(quantity.Multiple, 4)}, {"翻番", quantity.Exact, quantity.Written(quantity.Multiple, 2)}, {"翻倍", quantity.Exact, quantity.Written(quantity.Multiple, 2)}, {"翻了番", quantity.Exact, quantity.Written(quantity.Multiple, 2)}, {"翻了倍", quantity.Exact, quantity.Written(quantity.Multiple, 2)},
	{"倍增", quantity.Exact, quantity.Written(quantity.Multiple, 2)}, {"减半", quantity.Exact, quantity.Written(quantity.Multiple, .5)}, {"腰斩", quantity.Exact, quantity.Written(quantity.Multiple, .5)},
	{"一大半", quantity.More, quantity.Part(1, 2)}, {"大半", quantity.More, quantity.Part(1, 2)}, {"过半", quantity.More, quantity.Part(1, 2)}, {"近半", quantity.Near, quantity.Part(1, 2)}, {"一半", quantity.Exact, quantity.Part(1, 2)}, {"半数", quantity.Exact, quantity.Part(1, 2)},
}

// mention makes a number of a reading, by what stands around it. start is where the
// mention begins (第 included), i where the number does.
func (t hanText) mention(start, i int, r reading, first, generous bool) (quantity.Number, int, bool) {
	n := quantity.Number{Start: t.off[start], Bound: r.bound}
	v := r.value()
	next := r.next
	switch {
	case first:
		n.Alts = []quantity.Value{v.As(quantity.Ordinal)}
		n.End = t.off[next+min(measureAt(t, next), len(t.r)-next)]
		return n, next, true
	case t.has(next, "分之"), t.ja && t.has(next, "分の") && t.numeralAt(next+2):
		return t.fraction(n, r, next+2)
	case t.ja && t.has(next, "ポイント"):
		next += 4
		n.Alts = []quantity.Value{v.As(quantity.Points)}
	case t.has(next, "个多百分点"), t.has(next, "个余百分点"):
		next += 5
		n.Bound, v.Hi = quantity.More, v.N+v.Step
		n.Alts = []quantity.Value{v.As(quantity.Points)}
	case t.has(next, "个百分点"), t.has(next, "百分点"):
		next += 3
		if t.has(r.next, "个") {
			next++
		}
		n.Alts = []quantity.Value{v.As(quantity.Points)}
	case t.has(next, "个基点"), t.has(next, "基点"):
		next += 2
		if t.has(r.next, "个") {
			next++
		}
		n.Alts = []quantity.Value{v.Scaled(.01).As(quantity.Points)}
	case t.at(next) == '%' || t.at(next) == '‰':
		next++
		if t.has(next, "点") || t.has(next, "ポイント") {
			n.Alts = []quantity.Value{v.As(quantity.Points)}
		} else if t.at(next-1) == '‰' {
			n.Alts = []quantity.Value{v.Scaled(.001).As(quantity.Share)}
		} else {
			n.Alts = []quantity.Value{v.Scaled(.01).As(quantity.Share)}
		}
	case (t.at(next) == '成' || t.at(next) == '割') && (r.single || r.spread || r.figures && r.power == 1) && r.hi <= 10 && !t.oneOf(next+1, "为立员功果本长绩就年都品分交"):
		next++
		if d := t.digitAt(next); d > 0 && (measureAt(t, next+1) == 0 || t.at(next-1) == '割' && t.at(next+1) == '分') {
			v.N, v.Digits, v.Step = v.N+d/10, 2, .1
			next++
			if t.at(next) == '分' && t.digitAt(next+1) >= 0 && t.at(next+2) == '厘' { // 3割2分5厘
				v.N, v.Digits, v.Step = v.N+t.digitAt(next+1)/100, 3, .01
				next += 3
			}
		} else if t.at(next) == '半' {
			v.N, v.Digits, v.Step = v.N+.5, 2, .1
			next++
		}
		v = v.Scaled(.1).As(quantity.Share)
		v.Loose = true
		n.Alts = []quantity.Value{v}
	case !r.vague && !r.spread && t.hour(i, r):
		return t.clock(n, i, r)
	case t.at(next) == '倍':
		next++
		n.Alts = t.multiples(i, v.N)
	default:
		return t.counted(n, i, r, v, generous)
	}
	return t.bounded(n, i, next), next, true
}

// value is the plain reading of a number.
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

// bounded sets the bound and the trend of a number by the words around it.
func (t hanText) bounded(n quantity.Number, i, next int) quantity.Number {
	n.End = t.off[next]
	b, start := t.boundBefore(i, n.Start)
	if b == quantity.Exact {
		b = t.boundAfter(next)
	} else {
		n.Start = start
	}
	if b == quantity.Exact && t.ja {
		b = t.jaBound(i, next)
	}
	if n.Bound == quantity.Exact {
		n.Bound = b
	}
	n.Trend = t.trendBefore(i)
	if t.ja && n.Trend == 0 {
		n.Trend = t.jaTrend(next)
	}
	return n
}

// fraction reads 三分之二, 百分之七点五; next is after 分之.
func (t hanText) fraction(n quantity.Number, r reading, next int) (quantity.Number, int, bool) {
	num, ok := t.hanNumber(next)
	if !ok || r.lo <= 0 {
		return quantity.Number{}, 0, false
	}
	v := num.value().Scaled(1 / r.lo)
	v.Kind = quantity.Share
	if v.Loose = r.lo < 100; v.Loose && !v.Vague && !v.Spread {
		v.Step, v.Digits = .01, 2
	}
	if num.bound == quantity.More {
		n.Bound = quantity.More
	}
	n.Alts = []quantity.Value{v}
	i := 0
	for t.off[i] < n.Start {
		i++
	}
	if m, after, ok := t.rangeTo(num.next, num, false); ok && r.lo == 100 && len(m.Alts) > 0 { // 百分之三十至四十
		v = quantity.Value{Kind: quantity.Share, Spread: true, Lo: num.lo / 100, Hi: m.Alts[0].N / 100}
		if m.Alts[0].Kind == quantity.Share {
			v.Hi = m.Alts[0].N
		}
		n.Alts = []quantity.Value{v}
		return t.bounded(n, i, after), after, true
	}
	return t.bounded(n, i, num.next), num.next, true
}

// multiples reads N倍: 增加N倍 is N+1 times as much, 增至N倍 is N times.
func (t hanText) multiples(i int, n float64) []quantity.Value {
	if t.ja {
		return []quantity.Value{quantity.Written(quantity.Multiple, n)} // 4倍 is fourfold there
	}
	for i > 0 && t.oneOf(i-1, "了近约超逾过达") {
		i--
	}
	grown := func(w string) bool { return t.before(i, w) }
	for _, w := range []string{"至", "到", "为", "的", "是", "于"} {
		if grown(w) {
			return []quantity.Value{quantity.Written(quantity.Multiple, n)}
		}
	}
	for _, w := range []string{"增加", "增长", "提高", "上升", "上涨", "扩大", "激增", "飙升", "暴增", "大增", "猛增", "暴涨", "增", "涨"} {
		if grown(w) {
			return []quantity.Value{quantity.Written(quantity.Multiple, n+1)}
		}
	}
	return []quantity.Value{quantity.Written(quantity.Multiple, n), quantity.Written(quantity.Multiple, n+1)}
}

// counted reads a number of things: with a unit, a measure word, or bare.
func (t hanText) counted(n quantity.Number, i int, r reading, v quantity.Value, generous bool) (quantity.Number, int, bool) {
	next := r.next
	if r.power > 1 || r.figures || r.vague {
		if t.at(next) == '多' || t.at(next) == '余' {
			next++
		}
	}
	if !generous && r.figures && t.model(i, next) {
		return quantity.Number{}, 0, false
	}
	v, m := t.measured(i, next, r, v)
	bare := !generous && !r.figures && !r.vague && r.bound == quantity.Exact
	if bare && (r.single || r.spread && r.hi < 10) && m == 0 {
		return quantity.Number{}, 0, false
	}
	if bare && r.next == i+1 && r.power > 1 { // 十人 is ten, 百人 about a hundred
		if m == 0 && t.unbounded(i) {
			return quantity.Number{}, 0, false
		}
		if r.power > 10 {
			v.Hi = v.N * 10
			n.Bound = quantity.More
			if b, _ := t.boundBefore(i, 0); b != quantity.Exact && b != quantity.More {
				n.Bound = quantity.Exact
			}
		}
	}
	if m > 0 && (t.at(next+m) == '多' || t.at(next+m) == '余') && v.Unit != (quantity.Unit{}) { // 三年多
		n.Bound = quantity.More
		v.Hi = v.N + v.Step
		m++
	}
	if m > 2 && (t.at(next+1) == '多' || t.at(next+1) == '余') { // 五个多小时
		n.Bound = quantity.More
	}
	n.Alts = []quantity.Value{v}
	if r.vague && t.at(i) == '数' && t.oneOf(i-1, "人次总指票件户") { // 人数十年间: the number of people, ten years
		plain := quantity.Written(quantity.Count, v.Lo/2)
		n.Alts = append(n.Alts, plain.In(v.Unit))
	}
	next += min(m, len(t.r)-next)
	if t.ja {
		n.Alts = t.jaReadings(next, v)
	}
	return t.bounded(n, i, next), next, true
}

// measured gives a number the unit around it; size is how many characters the unit
// or measure word at next takes.
func (t hanText) measured(i, next int, r reading, v quantity.Value) (out quantity.Value, size int) {
	m := measureAt(t, next)
	if cur := t.currencyBefore(i); cur != "" {
		v.Unit = quantity.Money(cur)
	} else if u, size := unitAt(t, next); size > 0 {
		v.Unit = u
		m = max(m, size)
		if t.at(next+size) == '半' && !r.vague && !r.spread { // 三年半
			v.N += .5
			v.Digits = 2
			m++
		}
	}
	if t.at(next) == '秒' && m == 1 && t.at(next+1) >= '0' && t.at(next+1) <= '9' { // 37秒62
		if f, end := t.figures(next + 1); end-next-1 <= 3 && measureAt(t, end) == 0 {
			u := v.Unit
			v = quantity.Written(quantity.Count, v.N+f/math.Pow10(end-next-1))
			return v.In(u), end - next
		}
	}
	if t.has(next, "个多") || t.has(next, "个余") { // 五个多小时, 两个多月
		if u, size := unitAt(t, next+2); size > 0 && u.Dim == quantity.Span {
			v.Unit, m, v.Hi = u, size+2, v.N+v.Step
		} else if t.has(next+2, "月") {
			v.Unit, m, v.Hi = quantity.Month, 3, v.N+v.Step
		}
	}
	if t.has(next, "个半") { // 两个半小时
		if u, size := unitAt(t, next+2); size > 0 {
			v.N, v.Digits, v.Unit, m = v.N+.5, 2, u, size+2
		} else if t.has(next, "个半月") {
			v.N, v.Digits, v.Unit, m = v.N+.5, 2, quantity.Month, 3
		}
	}
	return v, m
}

func (t hanText) unbounded(i int) bool { b, _ := t.boundBefore(i, 0); return b == quantity.Exact }

// ranged makes the numbers of a range: its two ends, or one end where the first has
// no meaning of its own. The first takes the magnitude and the unit of the second.
func (t hanText) ranged(a, b quantity.Number, r reading, next int) []quantity.Number {
	last := b.Alts[0]
	a.Alts = append(a.Alts, a.Alts[0].Like(last), a.Alts[0].Scaled(bPower(last, a.Alts[0])).Like(last))
	a.End = b.End
	b.Start = a.Start
	b.Bound, a.Bound = quantity.Exact, quantity.Exact
	return []quantity.Number{a, b}
}

func InUnits(v, like quantity.Value) quantity.Value {
	if like.Kind == quantity.Clock && v.Kind == quantity.Count && !v.Vague { // 凌晨2至5点
		return quantity.Written(quantity.Clock, v.N*60)
	}
	if like.Kind == quantity.Share && v.Kind == quantity.Count {
		v = v.Scaled(.01)
		v.Loose = like.Loose
		if like.Loose {
			v = v.Scaled(10)
		}
	}
	v.Kind, v.Unit = like.Kind, like.Unit
	return v
}

// bPower is the power of ten thousand that the second end of a range has and the
// first may lack: 30至40万.
func bPower(b, a quantity.Value) float64 {
	f := 1.
	for _, p := range []float64{100, 1e3, 1e4, 1e6, 1e7, 1e8, 1e12} {
		if b.N >= p && a.N*p <= b.N {
			f = p
		}
	}
	return f
}

// rangeTo reads the second end of a range: 至40艘, -40%.
func (t hanText) rangeTo(i int, r reading, first bool) (quantity.Number, int, bool) {
	if r.vague {
		return quantity.Number{}, 0, false
	}
	switch t.at(i) {
	case '至', '到', '-', '–', '—', '~', '～', '或':
	default:
		return quantity.Number{}, 0, false
	}
	j := i + 1
	if t.at(j) == '第' {
		j++
		first = true
	}
	q, ok := t.hanNumber(j)
	if !ok {
		return quantity.Number{}, 0, false
	}
	return t.mention(j, j, q, first, true)
}

// oneOf reports whether the character at i is one of those.
func (t hanText) oneOf(i int, chars string) bool {
	c := t.at(i)
	for _, r := range chars {
		if r == c {
			return true
		}
	}
	return false
}
