package check

import (
	"math"
	"unicode/utf8"
)

// hanNumbers finds the numbers of a sentence in Han script. A source is read
// generously, for it only has to hold what the claim says; a claim strictly, for a
// character that is no number must not count as one.
func hanNumbers(t hanText, generous bool) []number {
	var out []number
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
			n, next, ok = number{start: t.off[start], end: t.off[r.next], alts: []value{r.value()}}, r.next, true
			if _, _, ranges := t.rangeTo(next, r, first); !ranges {
				ok = false
			}
		}
		if !ok {
			i = r.next
			continue
		}
		if m, after, ok := t.rangeTo(next, r, first); ok && len(m.alts) > 0 && (n.alts[0].kind != points || m.alts[0].kind != share) {
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
func (t hanText) wordNumber(i int, generous bool) (number, int, bool) {
	if t.ja && hanDigit(t.at(i-1)) < 0 {
		if w, next := t.wordOf(jaWords, i); next > i {
			return number{start: t.off[i], end: t.off[next], bound: w.bound, alts: []value{w.v}}, next, true
		}
	}
	if n, next, ok := t.halfOf(i); ok && generous {
		return n, next, true
	}
	if !t.oneOf(i, hanWordStarts) {
		return number{}, 0, false
	}
	for _, w := range hanWords {
		if t.has(i, w.s) {
			next := i + utf8.RuneCountInString(w.s)
			n := number{start: t.off[i], end: t.off[next], bound: w.bound, alts: []value{w.v}}
			if w.v.kind == share && w.bound == exact {
				n.bound, n.start = t.boundBefore(t.beforeYear(i), n.start)
				if n.bound == exact {
					n.bound = t.boundAfter(next)
				}
			}
			return n, next, true
		}
	}
	return number{}, 0, false
}

// halfOf reads 半年, 半小时, 半个月: half of a unit.
func (t hanText) halfOf(i int) (number, int, bool) {
	if t.at(i) != '半' || t.oneOf(i-1, "上下前后大多个一") {
		return number{}, 0, false
	}
	next := i + 1
	if t.at(next) == '个' {
		next++
	}
	u, size := unitAt(t, next)
	if t.at(next) == '月' {
		u, size = month, 1
	}
	if size == 0 || u.dim == 0 {
		return number{}, 0, false
	}
	v := value{kind: count, n: .5, unit: u, step: .1, digits: 1}
	return number{start: t.off[i], end: t.off[next+size], alts: []value{v}}, next + size, true
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
	bound bound
	v     value
}{
	{"翻一番", exact, written(multiple, 2)}, {"翻了一番", exact, written(multiple, 2)}, {"翻了一倍", exact, written(multiple, 2)}, {"翻一倍", exact, written(multiple, 2)},
	{"翻了两番", exact, written(multiple, 4)}, {"翻两番", exact, written(multiple, 4)}, {"翻番", exact, written(multiple, 2)}, {"翻倍", exact, written(multiple, 2)}, {"翻了番", exact, written(multiple, 2)}, {"翻了倍", exact, written(multiple, 2)},
	{"倍增", exact, written(multiple, 2)}, {"减半", exact, written(multiple, .5)}, {"腰斩", exact, written(multiple, .5)},
	{"一大半", more, part(1, 2)}, {"大半", more, part(1, 2)}, {"过半", more, part(1, 2)}, {"近半", near, part(1, 2)}, {"一半", exact, part(1, 2)}, {"半数", exact, part(1, 2)},
}

// mention makes a number of a reading, by what stands around it. start is where the
// mention begins (第 included), i where the number does.
func (t hanText) mention(start, i int, r reading, first, generous bool) (number, int, bool) {
	n := number{start: t.off[start], bound: r.bound}
	v := r.value()
	next := r.next
	switch {
	case first:
		n.alts = []value{kinded(v, ordinal)}
		n.end = t.off[next+min(measureAt(t, next), len(t.r)-next)]
		return n, next, true
	case t.has(next, "分之"), t.ja && t.has(next, "分の") && t.numeralAt(next+2):
		return t.fraction(n, r, next+2)
	case t.ja && t.has(next, "ポイント"):
		next += 4
		n.alts = []value{kinded(v, points)}
	case t.has(next, "个多百分点"), t.has(next, "个余百分点"):
		next += 5
		n.bound, v.hi = more, v.n+v.step
		n.alts = []value{kinded(v, points)}
	case t.has(next, "个百分点"), t.has(next, "百分点"):
		next += 3
		if t.has(r.next, "个") {
			next++
		}
		n.alts = []value{kinded(v, points)}
	case t.has(next, "个基点"), t.has(next, "基点"):
		next += 2
		if t.has(r.next, "个") {
			next++
		}
		n.alts = []value{kinded(v.scaled(.01), points)}
	case t.at(next) == '%' || t.at(next) == '‰':
		next++
		if t.has(next, "点") || t.has(next, "ポイント") {
			n.alts = []value{kinded(v, points)}
		} else if t.at(next-1) == '‰' {
			n.alts = []value{kinded(v.scaled(.001), share)}
		} else {
			n.alts = []value{kinded(v.scaled(.01), share)}
		}
	case (t.at(next) == '成' || t.at(next) == '割') && (r.single || r.spread || r.figures && r.power == 1) && r.hi <= 10 && !t.oneOf(next+1, "为立员功果本长绩就年都品分交"):
		next++
		if d := t.digitAt(next); d > 0 && (measureAt(t, next+1) == 0 || t.at(next-1) == '割' && t.at(next+1) == '分') {
			v.n, v.digits, v.step = v.n+d/10, 2, .1
			next++
			if t.at(next) == '分' && t.digitAt(next+1) >= 0 && t.at(next+2) == '厘' { // 3割2分5厘
				v.n, v.digits, v.step = v.n+t.digitAt(next+1)/100, 3, .01
				next += 3
			}
		} else if t.at(next) == '半' {
			v.n, v.digits, v.step = v.n+.5, 2, .1
			next++
		}
		v = kinded(v.scaled(.1), share)
		v.loose = true
		n.alts = []value{v}
	case !r.vague && !r.spread && t.hour(i, r):
		return t.clock(n, i, r)
	case t.at(next) == '倍':
		next++
		n.alts = t.multiples(i, v.n)
	default:
		return t.counted(n, i, r, v, generous)
	}
	return t.bounded(n, i, next), next, true
}

// value is the plain reading of a number.
func (r reading) value() value {
	v := written(count, r.lo)
	switch {
	case r.vague:
		v = value{vague: true, lo: r.lo, hi: r.hi}
	case r.spread:
		v.spread, v.lo, v.hi = true, r.lo, r.hi
	case r.bound == more:
		v.hi = r.upto
	}
	return v
}

// bounded sets the bound and the trend of a number by the words around it.
func (t hanText) bounded(n number, i, next int) number {
	n.end = t.off[next]
	b, start := t.boundBefore(i, n.start)
	if b == exact {
		b = t.boundAfter(next)
	} else {
		n.start = start
	}
	if b == exact && t.ja {
		b = t.jaBound(i, next)
	}
	if n.bound == exact {
		n.bound = b
	}
	n.trend = t.trendBefore(i)
	if t.ja && n.trend == 0 {
		n.trend = t.jaTrend(next)
	}
	return n
}

// fraction reads 三分之二, 百分之七点五; next is after 分之.
func (t hanText) fraction(n number, r reading, next int) (number, int, bool) {
	num, ok := t.hanNumber(next)
	if !ok || r.lo <= 0 {
		return number{}, 0, false
	}
	v := num.value().scaled(1 / r.lo)
	v.kind = share
	if v.loose = r.lo < 100; v.loose && !v.vague && !v.spread {
		v.step, v.digits = .01, 2
	}
	if num.bound == more {
		n.bound = more
	}
	n.alts = []value{v}
	i := 0
	for t.off[i] < n.start {
		i++
	}
	if m, after, ok := t.rangeTo(num.next, num, false); ok && r.lo == 100 && len(m.alts) > 0 { // 百分之三十至四十
		v = value{kind: share, spread: true, lo: num.lo / 100, hi: m.alts[0].n / 100}
		if m.alts[0].kind == share {
			v.hi = m.alts[0].n
		}
		n.alts = []value{v}
		return t.bounded(n, i, after), after, true
	}
	return t.bounded(n, i, num.next), num.next, true
}

// multiples reads N倍: 增加N倍 is N+1 times as much, 增至N倍 is N times.
func (t hanText) multiples(i int, n float64) []value {
	if t.ja {
		return []value{written(multiple, n)} // 4倍 is fourfold there
	}
	for i > 0 && t.oneOf(i-1, "了近约超逾过达") {
		i--
	}
	grown := func(w string) bool { return t.before(i, w) }
	for _, w := range []string{"至", "到", "为", "的", "是", "于"} {
		if grown(w) {
			return []value{written(multiple, n)}
		}
	}
	for _, w := range []string{"增加", "增长", "提高", "上升", "上涨", "扩大", "激增", "飙升", "暴增", "大增", "猛增", "暴涨", "增", "涨"} {
		if grown(w) {
			return []value{written(multiple, n+1)}
		}
	}
	return []value{written(multiple, n), written(multiple, n+1)}
}

// counted reads a number of things: with a unit, a measure word, or bare.
func (t hanText) counted(n number, i int, r reading, v value, generous bool) (number, int, bool) {
	next := r.next
	if r.power > 1 || r.figures || r.vague {
		if t.at(next) == '多' || t.at(next) == '余' {
			next++
		}
	}
	if !generous && r.figures && t.model(i, next) {
		return number{}, 0, false
	}
	v, m := t.measured(i, next, r, v)
	bare := !generous && !r.figures && !r.vague && r.bound == exact
	if bare && (r.single || r.spread && r.hi < 10) && m == 0 {
		return number{}, 0, false
	}
	if bare && r.next == i+1 && r.power > 1 { // 十人 is ten, 百人 about a hundred
		if m == 0 && t.unbounded(i) {
			return number{}, 0, false
		}
		if r.power > 10 {
			v.hi = v.n * 10
			n.bound = more
			if b, _ := t.boundBefore(i, 0); b != exact && b != more {
				n.bound = exact
			}
		}
	}
	if m > 0 && (t.at(next+m) == '多' || t.at(next+m) == '余') && v.unit != (unit{}) { // 三年多
		n.bound = more
		v.hi = v.n + v.step
		m++
	}
	if m > 2 && (t.at(next+1) == '多' || t.at(next+1) == '余') { // 五个多小时
		n.bound = more
	}
	n.alts = []value{v}
	if r.vague && t.at(i) == '数' && t.oneOf(i-1, "人次总指票件户") { // 人数十年间: the number of people, ten years
		plain := written(count, v.lo/2)
		n.alts = append(n.alts, plain.in(v.unit))
	}
	next += min(m, len(t.r)-next)
	if t.ja {
		n.alts = t.jaReadings(next, v)
	}
	return t.bounded(n, i, next), next, true
}

// measured gives a number the unit around it; size is how many characters the unit
// or measure word at next takes.
func (t hanText) measured(i, next int, r reading, v value) (out value, size int) {
	m := measureAt(t, next)
	if cur := t.currencyBefore(i); cur != "" {
		v.unit = money(cur)
	} else if u, size := unitAt(t, next); size > 0 {
		v.unit = u
		m = max(m, size)
		if t.at(next+size) == '半' && !r.vague && !r.spread { // 三年半
			v.n += .5
			v.digits = 2
			m++
		}
	}
	if t.at(next) == '秒' && m == 1 && t.at(next+1) >= '0' && t.at(next+1) <= '9' { // 37秒62
		if f, end := t.figures(next + 1); end-next-1 <= 3 && measureAt(t, end) == 0 {
			u := v.unit
			v = written(count, v.n+f/math.Pow10(end-next-1))
			return v.in(u), end - next
		}
	}
	if t.has(next, "个多") || t.has(next, "个余") { // 五个多小时, 两个多月
		if u, size := unitAt(t, next+2); size > 0 && u.dim == span {
			v.unit, m, v.hi = u, size+2, v.n+v.step
		} else if t.has(next+2, "月") {
			v.unit, m, v.hi = month, 3, v.n+v.step
		}
	}
	if t.has(next, "个半") { // 两个半小时
		if u, size := unitAt(t, next+2); size > 0 {
			v.n, v.digits, v.unit, m = v.n+.5, 2, u, size+2
		} else if t.has(next, "个半月") {
			v.n, v.digits, v.unit, m = v.n+.5, 2, month, 3
		}
	}
	return v, m
}

func (t hanText) unbounded(i int) bool { b, _ := t.boundBefore(i, 0); return b == exact }

// ranged makes the numbers of a range: its two ends, or one end where the first has
// no meaning of its own. The first takes the magnitude and the unit of the second.
func (t hanText) ranged(a, b number, r reading, next int) []number {
	last := b.alts[0]
	a.alts = append(a.alts, inUnits(a.alts[0], last), inUnits(a.alts[0].scaled(bPower(last, a.alts[0])), last))
	a.end = b.end
	b.start = a.start
	b.bound, a.bound = exact, exact
	return []number{a, b}
}

func inUnits(v, like value) value {
	if like.kind == clock && v.kind == count && !v.vague { // 凌晨2至5点
		return written(clock, v.n*60)
	}
	if like.kind == share && v.kind == count {
		v = v.scaled(.01)
		v.loose = like.loose
		if like.loose {
			v = v.scaled(10)
		}
	}
	v.kind, v.unit = like.kind, like.unit
	return v
}

// bPower is the power of ten thousand that the second end of a range has and the
// first may lack: 30至40万.
func bPower(b, a value) float64 {
	f := 1.
	for _, p := range []float64{100, 1e3, 1e4, 1e6, 1e7, 1e8, 1e12} {
		if b.n >= p && a.n*p <= b.n {
			f = p
		}
	}
	return f
}

// rangeTo reads the second end of a range: 至40艘, -40%.
func (t hanText) rangeTo(i int, r reading, first bool) (number, int, bool) {
	if r.vague {
		return number{}, 0, false
	}
	switch t.at(i) {
	case '至', '到', '-', '–', '—', '~', '～', '或':
	default:
		return number{}, 0, false
	}
	j := i + 1
	if t.at(j) == '第' {
		j++
		first = true
	}
	q, ok := t.hanNumber(j)
	if !ok {
		return number{}, 0, false
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
