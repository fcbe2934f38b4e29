package check

import (
	"strconv"
	"strings"
)

// phrase is a number as far as it has been read.
type phrase struct {
	from, next int // tokens: the first, and the one after the last
	vals       []value
	small      bool // in words, below ten: counts only with something to count
}

// latinNumbers finds the numbers of a sentence in Latin script. Where a number can
// be read in several ways it has all these readings.
func latinNumbers(s string, ts []token, lx *lexicon) []number {
	var out []number
	for i := 0; i < len(ts); {
		p, ok := lx.number(ts, i)
		if !ok {
			i++
			continue
		}
		n := number{start: ts[p.from].start, end: ts[p.next-1].end, bound: lx.boundOf(ts, p)}
		n.alts = lx.andHalf(ts, &p, lx.readings(ts, &p))
		n.trend = lx.trendOf(ts, p)
		n.end = ts[p.next-1].end
		out = append(out, n)
		if r, next, ok := lx.rangeTo(ts, p, n); ok {
			out = append(out, r)
			inherit(&out[len(out)-2], r)
			i = next
			continue
		}
		i = p.next
	}
	return out
}

// number reads the number phrase that starts at token i.
func (lx *lexicon) number(ts []token, i int) (phrase, bool) {
	for _, read := range []func([]token, int) (phrase, bool){lx.vaguely, lx.fraction, lx.ordinal, lx.cardinal, lx.fold, lx.unnumbered} {
		if p, ok := read(ts, i); ok {
			p.from = i
			return p, true
		}
	}
	return phrase{}, false
}

// vaguely reads "dozens", "hundreds of thousands", "several hundred", "a few".
func (lx *lexicon) vaguely(ts []token, i int) (phrase, bool) {
	v, ok := lx.vague[ts[i].s]
	if !ok {
		return phrase{}, false
	}
	next := i + 1
	link := at(ts, next).s
	if link == "of" || link == "de" || link == "von" {
		next++
	}
	val := value{vague: true, lo: v[0], hi: v[1]}
	w := at(ts, next)
	if more, ok := lx.vague[w.s]; ok && more[0] >= 2e3 {
		return phrase{next: next + 1, vals: []value{val.scaled(more[0] / 2)}}, true
	}
	if f, ok := lx.powers[w.s]; ok && len(w.s) > 2 {
		return phrase{next: next + 1, vals: []value{val.scaled(f), val}}, true
	}
	p := phrase{next: i + 1, vals: []value{val}, small: v[1] <= 10}
	if n, ok := lx.small[ts[i].s]; ok {
		p.vals = append(p.vals, written(count, n))
		p.small = n < 10
	}
	return p, true
}

// fraction reads "two-thirds", "a quarter", "half", "three and a half".
func (lx *lexicon) fraction(ts []token, i int) (phrase, bool) {
	if d, ok := lx.parts[ts[i].s]; ok && d == 2 {
		p := phrase{next: i + 1, vals: []value{part(1, d)}}
		return lx.ofPower(ts, p, 1/d), true
	}
	n, ok := lx.small[ts[i].s]
	if ts[i].num && ts[i].n < 100 {
		n, ok = ts[i].n, true
	}
	if ts[i].s == "a" || ts[i].s == "an" {
		n, ok = 1, true
	}
	w := at(ts, i+1)
	if !ok || !w.flows() {
		return phrase{}, false
	}
	d, ok := lx.parts[w.s]
	if !ok && n == 1 {
		d, ok = lx.ordinals[w.s]
		ok = ok && d > 2
	}
	if !ok || d == 2 && n > 1 {
		return phrase{}, false
	}
	p := phrase{next: i + 2, vals: []value{part(n, d)}}
	if n == 1 && d > 2 {
		p.vals = append(p.vals, written(ordinal, d))
	}
	return lx.ofPower(ts, p, n/d), true
}

// ofPower goes on with "half a million", "a quarter of a million".
func (lx *lexicon) ofPower(ts []token, p phrase, n float64) phrase {
	next := p.next
	for next < len(ts) && next < p.next+2 && (ts[next].s == "of" || ts[next].s == "a" || ts[next].s == "eine") {
		next++
	}
	if f, ok := lx.powers[at(ts, next).s]; ok && f >= 100 && len(ts[next].s) > 2 {
		p.vals = append(p.vals, written(count, n*f))
		p.next = next + 1
	}
	return p
}

// part is a fraction in words.
func part(n, d float64) value {
	return value{kind: share, n: n / d, loose: true, step: .01, digits: 2}
}

// cardinal reads figures or words, with what multiplies them.
func (lx *lexicon) cardinal(ts []token, i int) (phrase, bool) {
	if ts[i].num {
		p := phrase{next: i + 1, vals: []value{written(count, ts[i].n)}}
		p.vals[0].label = i > 0 && (ts[i-1].upper || labels[ts[i-1].s])
		return lx.powered(ts, p, ts[i].n), true
	}
	n, next, ok := lx.words(ts, i)
	if !ok {
		return phrase{}, false
	}
	p := phrase{next: next, vals: []value{written(count, n)}, small: n < 10 && next == i+1}
	p.vals[0].label = p.small && i > 0 && labels[ts[i-1].s]
	if at(ts, next).s == lx.and && lx.parts[at(ts, next+2).s] == 2 { // two and a half
		step, _ := precision(n)
		n += step / 2
		p = phrase{next: next + 3, vals: []value{written(count, n)}}
	}
	return lx.powered(ts, p, n), true
}

// labels stand before numbers that are names: day three, article 23.
var labels = set("no number nos day round stage phase article chapter part group page level section version year week grade zone area times route line")

// powered goes on with million, bn and the like.
func (lx *lexicon) powered(ts []token, p phrase, n float64) phrase {
	w := at(ts, p.next)
	f, ok := lx.powers[w.s]
	if !ok || !w.flows() || !w.glue() && len(w.s) < 2 {
		return p
	}
	if !ts[p.next-1].num && len(w.s) < 3 {
		return p
	}
	plain := p.vals
	p.next++
	p.vals = []value{written(count, n*f)}
	if f2, ok := lx.powers[at(ts, p.next).s]; ok && len(ts[p.next].s) > 2 && f2 > f { // lakh crore, hundred thousand
		p.vals = []value{written(count, n*f*f2)}
		p.next++
	}
	if u, ok := latinUnits[w.s]; ok || w.s == "m" {
		if w.s == "m" {
			u = metre
		}
		plain[0].unit = u
		p.vals = append(p.vals, plain[0])
	}
	return p
}

// words reads a number in words: a hundred and twenty, twenty-five, five thousand.
func (lx *lexicon) words(ts []token, i int) (n float64, next int, ok bool) {
	total, part, seen := 0., 0., false
	for next = i; next < len(ts); next++ {
		w := ts[next]
		if next > i && !w.flows() {
			break
		}
		v, isSmall := lx.word(w.s)
		f, isPower := lx.powers[w.s]
		switch {
		case isSmall && (!seen || part == 0 || part >= 20 && v < 10 && int(part)%10 == 0):
			part += v
		case isSmall && part >= 100 && int(part)%100 == 0 && v < 100:
			part += v
		case isPower && f == 100 && len(w.s) > 2 && part < 20:
			part = max(part, 1) * f
		case isPower && len(w.s) > 2 && (seen || at(ts, next-1).s == "a" || at(ts, next-1).s == "eine" || lx.joined || f == 1000):
			total += max(part, 1) * f
			part = 0
		case w.s == lx.and && seen && (part >= 100 || total > 0) && lx.isSmall(at(ts, next+1).s):
			continue
		default:
			return total + part, next, seen
		}
		seen = true
	}
	return total + part, next, seen
}

func (lx *lexicon) isSmall(w string) bool { _, ok := lx.small[w]; return ok }

// word is the worth of one number word, also of a German compound.
func (lx *lexicon) word(w string) (float64, bool) {
	if v, ok := lx.small[w]; ok || !lx.joined {
		return v, ok
	}
	for _, cut := range []struct {
		at string
		f  float64
	}{{"tausend", 1000}, {"hundert", 100}} {
		if a, b, ok := strings.Cut(w, cut.at); ok && a+b != "" {
			hi, ok1 := lx.word(a)
			lo, ok2 := lx.word(strings.TrimPrefix(b, "und"))
			if (ok1 || a == "") && (ok2 || b == "") {
				return max(hi, 1)*cut.f + lo, true
			}
		}
	}
	if a, b, ok := strings.Cut(w, "und"); ok {
		ones, ok1 := lx.small[a]
		tens, ok2 := lx.small[b]
		if ok1 && ok2 && tens >= 20 && ones < 10 {
			return tens + ones, true
		}
	}
	return 0, false
}

// ordinal reads first, twenty-first, 14th, XX; "14." where the language writes that.
func (lx *lexicon) ordinal(ts []token, i int) (phrase, bool) {
	if n, ok := lx.ordinals[ts[i].s]; ok {
		vals := []value{written(ordinal, n)}
		if ts[i].s == "second" {
			vals = append(vals, value{kind: count, n: 1, unit: latinUnits["second"], step: 1, digits: 1})
		}
		return phrase{next: i + 1, vals: vals}, true
	}
	if n := romans[ts[i].s]; n > 0 && len(ts[i].s) > 1 && ts[i].caps && i > 0 && ts[i-1].upper {
		return phrase{next: i + 1, vals: []value{written(ordinal, n)}}, true
	}
	tens, ok := lx.small[ts[i].s]
	if d, more := lx.ordinals[at(ts, i+1).s]; ok && more && tens >= 20 && d < 10 && hyphen(ts[i+1].gap) {
		return phrase{next: i + 2, vals: []value{written(ordinal, tens+d)}}, true
	}
	return phrase{}, false
}

// romans are the Roman numerals that follow names.
var romans = listed(map[string]float64{}, 2, "ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx")

// fold reads doubled, threefold, halved.
func (lx *lexicon) fold(ts []token, i int) (phrase, bool) {
	n, ok := lx.folds[ts[i].s]
	if !ok {
		return phrase{}, false
	}
	p := phrase{next: i + 1, vals: []value{written(multiple, n)}}
	if n == .5 {
		p.vals = append(p.vals, part(1, 2))
	}
	if strings.HasSuffix(ts[i].s, "fold") {
		p.vals = append(p.vals, written(multiple, n+1))
	}
	return p, true
}

// andHalf goes on with "an hour and a half", "a million and a half".
func (lx *lexicon) andHalf(ts []token, p *phrase, vals []value) []value {
	if i := p.next; at(ts, i).s != lx.and || at(ts, i+1).s != "a" || lx.parts[at(ts, i+2).s] != 2 || vals[0].vague {
		return vals
	}
	p.next += 3
	more := vals[0]
	more.n += more.step / 2
	more.step, more.digits = more.step/10, more.digits+1
	return append(vals, more)
}

// unnumbered reads what is a number without one: a decade, decades, noon, a majority.
func (lx *lexicon) unnumbered(ts []token, i int) (phrase, bool) {
	v := written(count, 1)
	switch w := ts[i].s; w {
	case "noon":
		v = written(clock, 720)
	case "midnight":
		v = written(clock, 0)
	case "majority", "most":
		v = part(1, 2)
	case "decades", "centuries", "years", "months", "weeks", "days", "hours":
		v = value{vague: true, lo: 2, hi: 10, unit: latinUnits[w]}
	default:
		u, ok := latinUnits[w]
		if !ok || u.dim != span || w == "second" || w == "march" || w == "may" {
			return phrase{}, false
		}
		v.unit = u
	}
	return phrase{next: i + 1, vals: []value{v}}, true
}

// readings adds what the words around a number make of it, and moves p past the
// words that belong to it.
func (lx *lexicon) readings(ts []token, p *phrase) []value {
	vals := p.vals
	if cur := currencyBefore(ts, p.from); cur != "" {
		return withUnit(vals, money(cur))
	}
	w, after := at(ts, p.next), at(ts, p.next+1)
	n := vals[0].n
	switch {
	case w.s == "per" && after.s == "cent", w.s == "pour" && after.s == "cent":
		p.next += 2
		return lx.percentages(ts, p, vals)
	case w.s == "basis" && strings.HasPrefix(after.s, "point"), w.s == "bps" || w.s == "bp":
		p.next++
		return []value{kinded(vals[0].scaled(.01), points)}
	case w.s == "pp" || w.s == "ppt" || strings.HasPrefix(w.s, "prozentpunkt"):
		p.next++
		return []value{kinded(vals[0], points)}
	case lx.percent[w.s]:
		p.next++
		return lx.percentages(ts, p, vals)
	case w.s == "in" || w.s == "out" && after.s == "of" || w.s == "of" && after.s == "every":
		return append(vals, lx.outOf(ts, p, n)...)
	case lx.times[w.s] && w.flows():
		p.next++
		return append(vals, written(multiple, n), written(multiple, n+1))
	case w.glue() && (w.s == "th" || w.s == "st" || w.s == "nd" || w.s == "rd" || w.s == "e" || w.s == "er" || w.s == "ème"):
		p.next++
		return []value{written(ordinal, n)}
	}
	if lx.joined && strings.HasPrefix(w.gap, ".") && ts[p.next-1].num {
		vals = append(vals, written(ordinal, n))
	}
	if c, used := lx.clock(ts, p); used {
		if ts[p.next-1].num { // without am or pm it may be a ratio
			return append(vals, c...)
		}
		return c
	}
	return lx.measured(ts, p, vals)
}

// percentages reads a number with a sign of percent, or of percentage points.
func (lx *lexicon) percentages(ts []token, p *phrase, vals []value) []value {
	if w := at(ts, p.next); strings.HasPrefix(w.s, "point") {
		p.next++
		return []value{kinded(vals[0], points)}
	}
	out := make([]value, 0, len(vals))
	for _, v := range vals {
		out = append(out, kinded(v.scaled(.01), share))
	}
	return out
}

func kinded(v value, k kind) value { v.kind = k; return v }

// outOf reads one in five, three out of four, nine of every ten.
func (lx *lexicon) outOf(ts []token, p *phrase, n float64) []value {
	i := p.next + 1
	for w := at(ts, i).s; w == "of" || w == "every"; w = at(ts, i).s {
		i++
	}
	if i >= len(ts) || n <= 0 || n >= 100 {
		return nil
	}
	q, ok := lx.cardinal(ts, i)
	if !ok || q.vals[0].n <= n || q.vals[0].n >= 1000 { // "two in 2019" is no share
		return nil
	}
	return []value{part(n, q.vals[0].n)}
}

// measured gives the readings the unit that follows the number.
func (lx *lexicon) measured(ts []token, p *phrase, vals []value) []value {
	w, after := at(ts, p.next), at(ts, p.next+1)
	square := 0.
	switch w.s {
	case "square", "sq":
		square = 1
		w = after
	case "cubic", "light", "nautical":
		return vals
	case "degrees", "degree", "c", "f":
		if w.s == "c" || strings.HasPrefix(after.s, "c") {
			return append(vals, withUnit(vals, unit{dim: celsius, factor: 1})...)
		}
		if w.s == "f" || strings.HasPrefix(after.s, "f") {
			return append(vals, withUnit(vals, unit{dim: fahrenheit, factor: 1})...)
		}
		return vals
	case "us", "hong", "australian", "canadian", "singapore", "taiwan":
		if u, ok := latinUnits[after.s]; ok && u.money != "" || strings.HasPrefix(after.s, "dollar") {
			return withUnit(vals, money(map[string]string{"us": "USD", "hong": "HKD", "australian": "AUD", "canadian": "CAD", "singapore": "SGD", "taiwan": "TWD"}[w.s]))
		}
		if w.s == "hong" {
			return vals
		}
	}
	u, ok := latinUnits[w.s]
	switch {
	case !ok && (w.s == "€" || w.s == "$" || w.s == "£"):
		return withUnit(vals, money(signs[w.s]))
	case !ok && (w.s == "pound" || w.s == "pounds"):
		return append(withUnit(vals, money("GBP")), withUnit(vals, times(ton, .000453592))...)
	case !ok || !w.flows():
		return vals
	case square > 0 && u.dim == length:
		return withUnit(vals, measure(area, u.factor*u.factor))
	case w.s == "second" || w.s == "an":
		return append(vals, withUnit(vals, u)...)
	}
	p.next++
	return withUnit(vals, u)
}

func withUnit(vals []value, u unit) []value {
	out := make([]value, len(vals))
	for i, v := range vals {
		out[i] = v
		if v.kind == count {
			out[i].unit = u
		}
	}
	return out
}

var signs = map[string]string{"$": "$", "£": "GBP", "€": "EUR", "¥": "¥", "￥": "¥", "₩": "KRW", "₹": "INR"}

// currencyBefore returns the currency whose sign stands before token i.
func currencyBefore(ts []token, i int) string {
	w := at(ts, i-1)
	if ts[i].gap != "" && strings.TrimSpace(ts[i].gap) != "" {
		return ""
	}
	if w.s == "$" {
		switch p := at(ts, i-2); {
		case !w.glue():
		case p.s == "us":
			return "USD"
		case p.s == "hk":
			return "HKD"
		case p.s == "nt":
			return "TWD"
		case p.s == "a" || p.s == "au":
			return "AUD"
		case p.s == "c" || p.s == "ca":
			return "CAD"
		case p.s == "s":
			return "SGD"
		}
		return "$"
	}
	switch w.s {
	case "rmb", "cny":
		return "CNY"
	case "rs":
		return "INR"
	}
	return signs[w.s]
}

// clock reads 8pm, 3.30 p.m., 20:00, 8 o'clock.
func (lx *lexicon) clock(ts []token, p *phrase) ([]value, bool) {
	t := ts[p.from]
	if !t.num || p.next != p.from+1 {
		return nil, false
	}
	h, m, next := t.n, 0., p.next
	if whole, frac, ok := strings.Cut(t.s, "."); ok && len(frac) == 2 {
		h, _ = strconv.ParseFloat(whole, 64)
		m, _ = strconv.ParseFloat(frac, 64)
	}
	colon := false
	if w := at(ts, next); w.num && w.gap == ":" && len(w.s) == 2 {
		m, colon = w.n, true
		next++
	}
	if h > 24 || m > 59 {
		return nil, false
	}
	w := at(ts, next)
	half := w.s
	if (half == "a" || half == "p") && at(ts, next+1).s == "m" {
		half += "m"
		next++
	}
	mins := h*60 + m
	switch half {
	case "pm":
		if h < 12 {
			mins += 720
		}
	case "am":
		if h == 12 {
			mins -= 720
		}
	case "o'clock", "o’clock", "uhr", "h", "gmt":
	default:
		if !colon {
			return nil, false
		}
		next--
	}
	p.next = next + 1
	return []value{written(clock, mins)}, true
}

// boundOf finds the words that say on which side of the number the true one lies.
func (lx *lexicon) boundOf(ts []token, p phrase) bound {
	i := p.from
	for i > 0 && (signs[ts[i-1].s] != "" || ts[i-1].s == "us" && ts[i].s == "$" || ts[i-1].s == "a" || ts[i-1].s == "hk" || ts[i-1].s == "rmb") {
		i--
	}
	for words := 4; words >= 1; words-- {
		if b, ok := phrased(lx.before, ts, i-words, i); ok {
			if w := at(ts, i-words-1).s; b == more && (strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t")) {
				return most
			}
			return b
		}
	}
	for skip := range 3 {
		for words := 2; words >= 1; words-- {
			if b, ok := phrased(lx.after, ts, p.next+skip, p.next+skip+words); ok && (skip == 0 || words == 2) {
				return b
			}
		}
	}
	return exact
}

// phrased looks the words from i up to j up in a table of phrases.
func phrased(m map[string]bound, ts []token, i, j int) (bound, bool) {
	if i < 0 || j > len(ts) {
		return exact, false
	}
	var buf [64]byte
	words := buf[:0]
	for k := i; k < j; k++ {
		if k > i {
			if strings.ContainsAny(ts[k].gap, ",;:.()") {
				return exact, false
			}
			words = append(words, ' ')
		}
		words = append(words, ts[k].s...)
	}
	b, ok := m[string(words)]
	return b, ok
}

// trendOf finds the verb of change that the number belongs to.
func (lx *lexicon) trendOf(ts []token, p phrase) trend {
	if t, ok := lx.moves[at(ts, p.next).s]; ok && at(ts, p.next).flows() && at(ts, p.from-1).s != lx.and {
		return t | by
	}
	way := by
	for i := p.from - 1; i >= 0 && i > p.from-6; i-- {
		w := ts[i]
		if strings.ContainsAny(ts[i+1].gap, ",;:.()—–") {
			return 0
		}
		t, ok := lx.moves[w.s]
		switch {
		case ok && !(w.s == "up" && i == p.from-2 && ts[p.from-1].s == "to"):
			return t | way
		case lx.to[w.s] && i == p.from-1, lx.to[w.s] && way == by:
			way = to
		case w.s == "from" || w.s == "and":
			return 0
		case !lx.filler[w.s] && !lx.by[w.s] && signs[w.s] == "" && w.s != "us":
			return 0
		}
	}
	return 0
}

// rangeTo reads the second number of "30 to 40", "between 30 and 40", "30-40m".
func (lx *lexicon) rangeTo(ts []token, p phrase, first number) (number, int, bool) {
	w := at(ts, p.next)
	i := p.next
	switch {
	case w.num && hyphen(w.gap):
	case (w.s == "to" || w.s == "bis" || w.s == "à" || w.s == "or") && w.flows(), w.s == lx.and && betweens[at(ts, p.from-1).s]:
		i++
	default:
		return number{}, 0, false
	}
	for signs[at(ts, i).s] != "" {
		i++
	}
	if i >= len(ts) {
		return number{}, 0, false
	}
	q, ok := lx.cardinal(ts, i)
	if !ok || first.alts[0].vague {
		return number{}, 0, false
	}
	q.from = i
	n := number{start: ts[i].start, bound: lx.boundOf(ts, q)}
	n.alts = lx.readings(ts, &q)
	n.end = ts[q.next-1].end
	return n, q.next, true
}

var betweens = set("between zwischen entre")

// inherit gives the first number of a range the magnitude and unit of the second,
// as one more reading, and the range itself.
func inherit(first *number, second number) {
	a, b := first.alts[0], second.alts[0]
	if len(first.alts) > 6 || a.kind == b.kind && a.n > b.n || a.kind != count && a.kind != b.kind {
		return
	}
	v := written(b.kind, a.n)
	v.unit = b.unit
	out := []value{v}
	if b.kind == share && a.kind == count {
		v = kinded(a.scaled(.01), share)
		out = []value{v}
	}
	for _, f := range []float64{1e3, 1e4, 1e6, 1e8, 1e9, 1e12} {
		if b.kind == count && b.n >= f && v.n < b.n/f*2 && v.n*f <= b.n {
			out = append(out, v.scaled(f))
		}
	}
	for _, v := range out {
		first.alts = append(first.alts, v)
		if v.n < b.n {
			first.alts = append(first.alts, value{kind: v.kind, spread: true, lo: v.n, hi: b.n, unit: v.unit})
		}
	}
}
