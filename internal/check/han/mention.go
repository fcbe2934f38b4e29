package han

import (
	"math"

	"github.com/waidian/waidian/internal/check/quantity"
)

// numbers finds the numbers of a sentence. A report is read generously, a claim strictly
// (see Reader).
func (t phrase) numbers(generous bool) []quantity.Number {
	var out []quantity.Number
	for i := 0; i < len(t.r); {
		if n, next, ok := t.wordNumber(i, generous); ok {
			out = append(out, n)
			i = next
			continue
		}
		start := i
		first := t.at(i) == t.lx.ordinal
		if first {
			i++
		}
		r, ok := t.number(i)
		if !ok {
			i = start + 1
			continue
		}
		n, next, ok := t.mention(start, i, r, first, generous)
		if !ok && r.single && t.oneOf(r.next, t.lx.ranges) { // 六至九个月
			n, next = quantity.Number{Start: t.off[start], End: t.off[r.next], Alts: []quantity.Value{r.value()}}, r.next
			_, _, ok = t.rangeTo(next, r, first)
		}
		if !ok {
			i = r.next
			continue
		}
		t.mark(start, next, n.Alts)
		if m, after, ok := t.rangeTo(next, r, first); ok && !(n.Alts[0].Kind == quantity.Points && m.Alts[0].Kind == quantity.Share) {
			out = append(out, ranged(n, m)...)
			i = after
			continue
		}
		out = append(out, n)
		i = next
	}
	return out
}

// mark notes what is around the readings of a number from start up to next: that it counts or
// numbers what comes one after another, the time that an ordinal numbers, and on which side of
// zero a temperature lies.
func (t phrase) mark(start, next int, vals []quantity.Value) {
	row := t.before(start, t.lx.inRow) || t.has(next, t.lx.inRow) || t.at(next) == t.lx.chained || t.at(start-1) == t.lx.chained
	each, _ := t.unitAt(next)
	i := start
	for t.oneOf(i-1, t.lx.scaleSigns) {
		i--
	}
	sign := quantity.Above
	switch {
	case t.anyBefore(i, t.lx.belowZero):
		sign = quantity.Below
	case containsAny(string(t.r), t.lx.cold):
		sign = quantity.Unclear
	}
	for i := range vals {
		vals[i].Row = row
		if vals[i].Kind == quantity.Ordinal && each.Dim == quantity.Span {
			vals[i].Each = each
		}
		if vals[i].Warm() {
			vals[i].Sign = sign
		}
	}
}

// wordNumber reads the words that are numbers without a digit: 翻番, 过半, 减半.
func (t phrase) wordNumber(i int, generous bool) (quantity.Number, int, bool) {
	if digit(t.at(i-1)) < 0 {
		for _, w := range t.lx.ownNumbers {
			if t.has(i, w.s) {
				next := i + length(w.s)
				return quantity.Number{Start: t.off[i], End: t.off[next], Bound: w.bound, Alts: []quantity.Value{w.v}}, next, true
			}
		}
	}
	if n, next, ok := t.halfOf(i); ok && generous {
		return n, next, true
	}
	if !t.oneOf(i, t.lx.numberStarts) {
		return quantity.Number{}, 0, false
	}
	for _, w := range t.lx.numbers {
		if !t.has(i, w.s) {
			continue
		}
		next := i + length(w.s)
		n := quantity.Number{Start: t.off[i], End: t.off[next], Bound: w.bound, Alts: []quantity.Value{w.v}}
		if w.v.Kind == quantity.Share && w.bound == quantity.Exact {
			n.Bound, n.Start = t.boundBefore(t.beforeYear(i), n.Start)
			if n.Bound == quantity.Exact {
				n.Bound = t.boundAfter(next)
			}
		}
		return n, next, true
	}
	return quantity.Number{}, 0, false
}

// halfOf reads 半年, 半小时, 半个月: half of a unit.
func (t phrase) halfOf(i int) (quantity.Number, int, bool) {
	if t.at(i) != t.lx.half || t.oneOf(i-1, t.lx.beforeHalf) {
		return quantity.Number{}, 0, false
	}
	next := i + 1
	if t.at(next) == t.lx.piece {
		next++
	}
	u, size := t.unitAt(next)
	if t.has(next, t.lx.month) {
		u, size = quantity.Month, length(t.lx.month)
	}
	if size == 0 || u.Dim == 0 {
		return quantity.Number{}, 0, false
	}
	v := quantity.Value{Kind: quantity.Count, N: .5, Unit: u, Step: .1, Digits: 1}
	return quantity.Number{Start: t.off[i], End: t.off[next+size], Alts: []quantity.Value{v}}, next + size, true
}

// beforeYear returns where a date that the number at i belongs to starts, else i:
// 超过2023年的一半.
func (t phrase) beforeYear(i int) int {
	j := i
	if t.at(j-1) == t.lx.of {
		for j--; t.at(j-1) == masked; j-- {
		}
	}
	if j < i-1 {
		return j
	}
	return i
}

// mention makes a number of a reading, by what is around it. start is where the mention
// begins (第 included), i where the number does.
func (t phrase) mention(start, i int, r reading, first, generous bool) (quantity.Number, int, bool) {
	n := quantity.Number{Start: t.off[start], Bound: r.bound}
	if first {
		n.Alts = []quantity.Value{r.value().As(quantity.Ordinal)}
		n.End = t.off[r.next+min(t.measureAt(r.next), len(t.r)-r.next)]
		return n, r.next, true
	}
	if next := t.fractionMark(r.next); next > 0 {
		return t.fraction(n, i, r, next)
	}
	if v, bound, next := t.points(r); next > 0 {
		n.Alts = []quantity.Value{v}
		if bound != quantity.Exact {
			n.Bound = bound
		}
		return t.bounded(n, i, next), next, true
	}
	if v, next := t.percent(r); next > 0 {
		n.Alts = []quantity.Value{v}
		return t.bounded(n, i, next), next, true
	}
	if v, next := t.tenths(r); next > 0 {
		n.Alts = []quantity.Value{v}
		return t.bounded(n, i, next), next, true
	}
	switch {
	case !r.vague && !r.spread && t.hour(i, r):
		return t.clock(n, i, r)
	case t.at(r.next) == t.lx.times:
		n.Alts = t.multiples(i, r.value().N)
		return t.bounded(n, i, r.next+1), r.next + 1, true
	}
	return t.counted(n, i, r, generous)
}

// fractionMark returns where the numerator begins whose denominator ends at i; 0: there
// is none. 3分の2, but not 5分の所.
func (t phrase) fractionMark(i int) int {
	if t.has(i, t.lx.parted) {
		return i + length(t.lx.parted)
	}
	if next := i + length(t.lx.partedOfNumber); t.has(i, t.lx.partedOfNumber) && t.numeralAt(next) {
		return next
	}
	return 0
}

// points reads what follows a number of percentage points; next 0: it is none.
func (t phrase) points(r reading) (v quantity.Value, bound quantity.Bound, next int) {
	for _, w := range t.lx.points {
		if !t.has(r.next, w.s) {
			continue
		}
		v = r.value()
		if w.more {
			bound, v.Hi = quantity.More, v.N+v.Step
		}
		if w.scale != 1 {
			v = v.Scaled(w.scale)
		}
		return v.As(quantity.Points), bound, r.next + length(w.s)
	}
	return v, bound, 0
}

// percent reads the signs of a share behind a number; next 0: there is none.
func (t phrase) percent(r reading) (v quantity.Value, next int) {
	scale := .01
	switch t.at(r.next) {
	case '%':
	case '‰':
		scale = .001
	default:
		return v, 0
	}
	next = r.next + 1
	if v = r.value(); t.first(next, t.lx.percentPoints) > 0 {
		return v.As(quantity.Points), next
	}
	return v.Scaled(scale).As(quantity.Share), next
}

// tenths reads 两成, 七成五, 3割2分5厘; next 0: it is none of them.
func (t phrase) tenths(r reading) (v quantity.Value, next int) {
	small := r.hi <= 10 && (r.single || r.spread || r.figures && r.power == 1)
	if !small || !t.oneOf(r.next, t.lx.tenths) || t.oneOf(r.next+1, t.lx.notTenths) {
		return v, 0
	}
	v, next = r.value(), r.next+1
	parts := t.oneOf(r.next, t.lx.partedTenths) && t.at(next+1) == t.lx.hundredth
	if d := t.digitAt(next); d > 0 && (t.measureAt(next+1) == 0 || parts) {
		v.N, v.Digits, v.Step = v.N+d/10, 2, .1
		next++
		if t.at(next) == t.lx.hundredth && t.digitAt(next+1) >= 0 && t.at(next+2) == t.lx.thousandth {
			v.N, v.Digits, v.Step = v.N+t.digitAt(next+1)/100, 3, .01
			next += 3
		}
	} else if t.at(next) == t.lx.half {
		v.N, v.Digits, v.Step = v.N+.5, 2, .1
		next++
	}
	v = v.Scaled(.1).As(quantity.Share)
	v.Loose = true
	return v, next
}

// bounded sets the bound and the trend of a number by the words around it.
func (t phrase) bounded(n quantity.Number, i, next int) quantity.Number {
	n.End = t.off[next]
	b, start := t.boundBefore(i, n.Start)
	if b == quantity.Exact {
		b = t.boundAfter(next)
	} else {
		n.Start = start
	}
	if b == quantity.Exact {
		b = t.boundBeside(i, next)
	}
	if n.Bound == quantity.Exact {
		n.Bound = b
	}
	if len(n.Alts) > 0 && n.Alts[0].Unit.Dim == quantity.Span && t.oneOf(next, t.lx.sinceThen) {
		return n // 升至三个月来最高: it did not rise to three months
	}
	if n.Trend = t.trendBefore(i); n.Trend == 0 {
		n.Trend = t.trendAfter(next)
	}
	return n
}

// fraction reads 三分之二, 百分之七点五; i is where the denominator begins, next where the
// numerator does.
func (t phrase) fraction(n quantity.Number, i int, r reading, next int) (quantity.Number, int, bool) {
	num, ok := t.number(next)
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
	if m, after, ok := t.rangeTo(num.next, num, false); ok && r.lo == 100 { // 百分之三十至四十
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
func (t phrase) multiples(i int, n float64) []quantity.Value {
	as := []quantity.Value{quantity.Written(quantity.Multiple, n)}
	if t.lx.fold {
		return as
	}
	for i > 0 && t.oneOf(i-1, t.lx.beforeTimes) {
		i--
	}
	more := quantity.Written(quantity.Multiple, n+1)
	switch {
	case t.anyBefore(i, t.lx.grownTo):
		return as
	case t.anyBefore(i, t.lx.grownBy):
		return []quantity.Value{more}
	}
	return append(as, more)
}

// counted reads a number of things: with a unit, a measure word, or bare.
func (t phrase) counted(n quantity.Number, i int, r reading, generous bool) (quantity.Number, int, bool) {
	next := t.passOddment(r)
	if !generous && r.figures && t.model(i, next) {
		return quantity.Number{}, 0, false
	}
	v, m := t.measured(i, next, r)
	if !generous && !r.figures && !r.vague && r.bound == quantity.Exact {
		if m == 0 && t.noNumber(i, r) {
			return quantity.Number{}, 0, false
		}
		if r.next == i+1 && r.power > 10 {
			v.Hi = v.N * 10
			n.Bound = t.roundBound(i)
		}
	}
	if m > 0 && t.oneOf(next+m, t.lx.oddments) && v.Unit != (quantity.Unit{}) { // 三年多
		v.Hi = v.N + v.Step
		m++
		n.Bound = quantity.More
	} else if m > 2 && t.oneOf(next+1, t.lx.oddments) { // 五个多小时
		n.Bound = quantity.More
	}
	next += min(m, len(t.r)-next)
	v.Thing = t.thing(next, m)
	n.Alts = t.ranked(next, t.plainToo(i, r, v))
	if generous && t.before(next, t.lx.century) && !r.vague { // 17世纪 is the 17th century
		n.Alts = append(n.Alts, r.value().As(quantity.Ordinal))
	}
	return t.bounded(n, i, next), next, true
}

// plainToo are the readings of a number of things at i, whose 数 may belong to the
// word before it: in 人数十年间, the number of people, ten years are said.
func (t phrase) plainToo(i int, r reading, v quantity.Value) []quantity.Value {
	if !r.vague || t.at(i) != t.lx.some || !t.oneOf(i-1, t.lx.beforeSome) {
		return []quantity.Value{v}
	}
	return []quantity.Value{v, quantity.Written(quantity.Count, v.Lo/2).In(v.Unit)}
}

// passOddment returns where a number ends, a word like 多 behind it included.
func (t phrase) passOddment(r reading) int {
	if (r.power > 1 || r.figures || r.vague) && t.oneOf(r.next, t.lx.oddments) {
		return r.next + 1
	}
	return r.next
}

// noNumber reports whether a numeral in words that nothing is counted by says no number:
// one digit, neighbours such as 三四, or a power alone.
func (t phrase) noNumber(i int, r reading) bool {
	if r.single || r.spread && r.hi < 10 {
		return true
	}
	b, _ := t.boundBefore(i, 0)
	return r.next == i+1 && r.power > 1 && b == quantity.Exact
}

// roundBound is the bound of a power alone at i: 百人 is about a hundred or more, where
// no word before it says otherwise.
func (t phrase) roundBound(i int) quantity.Bound {
	if b, _ := t.boundBefore(i, 0); b != quantity.Exact && b != quantity.More {
		return quantity.Exact
	}
	return quantity.More
}

// ranked adds the readings of a number of things, ended before next, in a language that
// counts places as it counts things (4位) and one in so many as 5人に1人.
func (t phrase) ranked(next int, alts []quantity.Value) []quantity.Value {
	if !t.lx.ranked {
		return alts
	}
	v := alts[0]
	v.Label = t.oneOf(next-1, t.lx.rankEnds) || t.oneOf(next, t.lx.rankEnds) ||
		t.oneOf(next, t.lx.placeEnds) || t.oneOf(next+1, t.lx.placeEnds)
	out := []quantity.Value{v}
	if s, ok := t.oneIn(next, v); ok {
		out = append(out, s)
	}
	return out
}

// measured gives a number the unit around it; size is how many characters the unit
// or measure word at next takes.
func (t phrase) measured(i, next int, r reading) (v quantity.Value, size int) {
	v = r.value()
	m := t.measureAt(next)
	if cur := t.currencyBefore(i); cur != "" {
		v.Unit = quantity.Money(cur)
	} else if u, size := t.unitAt(next); size > 0 {
		v.Unit = u
		m = max(m, size)
		if t.at(next+size) == t.lx.half && !r.vague && !r.spread { // 三年半
			v.N += .5
			v.Digits = 2
			m++
		}
	}
	if t.has(next, t.lx.second) && m == length(t.lx.second) && t.figure(next+m) { // 37秒62
		if f, end := t.figures(next + m); end-next-m <= 3 && t.measureAt(end) == 0 {
			u := v.Unit
			v = quantity.Written(quantity.Count, v.N+f/math.Pow10(end-next-m))
			return v.In(u), end - next
		}
	}
	if t.at(next) == t.lx.piece {
		return t.pieces(next, v, m)
	}
	return v, m
}

// pieces reads what comes between 个 and a unit: 五个多小时, 两个多月, 两个半小时.
func (t phrase) pieces(next int, v quantity.Value, m int) (quantity.Value, int) {
	u, size := t.unitAt(next + 2)
	if t.has(next+2, t.lx.month) && (size == 0 || t.oneOf(next+1, t.lx.oddments) && u.Dim != quantity.Span) {
		u, size = quantity.Month, length(t.lx.month)
	}
	switch {
	case size == 0:
	case t.oneOf(next+1, t.lx.oddments) && u.Dim == quantity.Span:
		v.Unit, m, v.Hi = u, size+2, v.N+v.Step
	case t.at(next+1) == t.lx.half:
		v.N, v.Digits, v.Unit, m = v.N+.5, 2, u, size+2
	}
	return v, m
}

// ranged makes the numbers of a range: its two ends, or one end where the first has
// no meaning of its own. The first takes the magnitude and the unit of the second.
func ranged(a, b quantity.Number) []quantity.Number {
	last := b.Alts[0]
	a.Alts = append(a.Alts, a.Alts[0].Like(last), a.Alts[0].Scaled(sharedPower(last, a.Alts[0])).Like(last))
	a.End = b.End
	b.Start = a.Start
	b.Bound, a.Bound = quantity.Exact, quantity.Exact
	return []quantity.Number{a, b}
}

// sharedPower is the power that the second end of a range has and the first may lack:
// 30至40万.
func sharedPower(b, a quantity.Value) float64 {
	f := 1.
	for _, p := range []float64{100, 1e3, 1e4, 1e6, 1e7, 1e8, 1e12} {
		if b.N >= p && a.N*p <= b.N {
			f = p
		}
	}
	return f
}

// rangeTo reads the second end of a range: 至40艘, -40%.
func (t phrase) rangeTo(i int, r reading, first bool) (quantity.Number, int, bool) {
	if r.vague || !t.oneOf(i, t.lx.ranges) && !t.oneOf(i, t.lx.or) {
		return quantity.Number{}, 0, false
	}
	j := i + 1
	if t.at(j) == t.lx.ordinal {
		j++
		first = true
	}
	q, ok := t.number(j)
	if !ok {
		return quantity.Number{}, 0, false
	}
	return t.mention(j, j, q, first, true)
}

// oneIn reads 5人に1人 as one in five: what a number of things means when に and a
// smaller number follow it.
func (t phrase) oneIn(next int, v quantity.Value) (quantity.Value, bool) {
	for range 2 { // 4校に1校, 5世帯に1世帯
		if t.at(next) != t.lx.among && han(t.at(next)) {
			next++
		}
	}
	if t.at(next) != t.lx.among || v.Vague || v.Spread || v.N < 2 || v.N > 1000 {
		return quantity.Value{}, false
	}
	r, ok := t.number(next + 1)
	if !ok || r.vague || r.lo <= 0 || r.lo >= v.N {
		return quantity.Value{}, false
	}
	return quantity.Part(r.lo, v.N), true
}
