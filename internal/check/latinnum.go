package check

import (
	"math"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// phrase is a number as far as it has been read.
type phrase struct {
	from, next int // tokens: the first, and the one after the last
	vals       []quantity.Value
	small      bool // in words, below ten: counts only with something to count
}

// latinNumbers finds the numbers of a sentence in Latin script. Where a number can
// be read in several ways it has all these readings.
func latinNumbers(s string, ts []token, lx *lexicon) []quantity.Number {
	var out []quantity.Number
	for i := 0; i < len(ts); {
		p, ok := lx.number(ts, i)
		if !ok {
			i++
			continue
		}
		n := quantity.Number{Start: ts[p.from].start, End: ts[p.next-1].end}
		n.Bound, n.Lead = lx.boundOf(ts, p)
		n.Alts = lx.andHalf(ts, &p, lx.readings(ts, &p))
		n.Alts = lx.elided(ts, p, n.Alts, out)
		n.Trend = lx.trendOf(ts, p)
		n.End = ts[p.next-1].end
		if k := len(out) - 1; k >= 0 && out[k].End <= n.Start && listedWith(s[out[k].End:n.Start], lx) {
			lend(&out[k], n)
		}
		out = append(out, n)
		if r, next, ok := lx.rangeTo(ts, p, n); ok {
			out = append(out, r)
			inherit(&out[len(out)-2], r)
			i = next
			continue
		}
		out = append(out, timed(ts, i)...)
		i = p.next
	}
	for i := range out {
		described(s, &out[i])
	}
	return out
}

// elided gives a bare number the per cent of the one before as one more reading:
// "imposed at 25 percent and later doubled to 50".
func (lx *lexicon) elided(ts []token, p phrase, vals []quantity.Value, before []quantity.Number) []quantity.Value {
	v, w := vals[0], at(ts, p.next)
	if v.Kind != quantity.Count || v.Vague || v.Unit != (quantity.Unit{}) || !lx.to[at(ts, p.from-1).s] || w.end > 0 && !strings.ContainsAny(w.gap, ",;.:)—") {
		return vals
	}
	for _, n := range before[max(0, len(before)-3):] {
		if s := n.Alts[0]; s.Kind == quantity.Share && !s.Loose && !s.Vague {
			return append(vals, v.Scaled(.01).As(quantity.Share))
		}
	}
	return vals
}

// timed reads the parts of a time that was taken: 2:03:27 is 2 hours, 3 minutes and
// 27 seconds.
func timed(ts []token, i int) []quantity.Number {
	colon := func(i int) bool { return i > 0 && i < len(ts) && ts[i].num && ts[i-1].num && ts[i].gap == ":" }
	if colon(i) || !colon(i+1) {
		return nil
	}
	var out []quantity.Number
	for k := i; k == i || colon(k); k++ {
		out = append(out, quantity.Number{Start: ts[k].start, End: ts[k].end, Alts: []quantity.Value{quantity.Written(quantity.Count, ts[k].n)}})
	}
	return out
}

// listedWith reports whether the words between two numbers only list them.
func listedWith(between string, lx *lexicon) bool {
	switch strings.Trim(strings.TrimSpace(between), "$£€¥ ") {
	case lx.and, ",", ", " + lx.and, "/", "or", "oder", "ou", "to", "auf", "à":
		return true
	}
	return false
}

// lend gives the first of two listed numbers the magnitude and the unit of the
// second as one more reading: "1.38 and 1.45 million".
func lend(first *quantity.Number, second quantity.Number) {
	a, b := first.Alts[0], second.Alts[0]
	switch {
	case slices.ContainsFunc(first.Alts, pointwise):
	case a.Kind != quantity.Count || a.Vague || b.Vague || a.Unit != (quantity.Unit{}) && a.Unit != b.Unit || len(first.Alts) > 6:
	case b.Kind != quantity.Count:
		first.Alts = append(first.Alts, a.Like(b))
	case a.N < 1e3:
		f := 1.
		for b.N >= f*1e3 {
			f *= 1e3
		}
		first.Alts = append(first.Alts, a.Scaled(f).In(b.Unit))
	}
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
	val := quantity.Value{Vague: true, Lo: v[0], Hi: v[1]}
	w := at(ts, next)
	if more, ok := lx.vague[w.s]; ok && more[0] >= 2e3 {
		return phrase{next: next + 1, vals: []quantity.Value{val.Scaled(more[0] / 2)}}, true
	}
	if f, ok := lx.powers[w.s]; ok && len(w.s) > 2 {
		return phrase{next: next + 1, vals: []quantity.Value{val.Scaled(f), val}}, true
	}
	p := phrase{next: i + 1, vals: []quantity.Value{val}, small: v[1] <= 10}
	if n, ok := lx.small[ts[i].s]; ok {
		p.vals = append(p.vals, quantity.Written(quantity.Count, n))
		p.small = n < 10
	}
	return p, true
}

// fraction reads "two-thirds", "a quarter", "half", "three and a half".
func (lx *lexicon) fraction(ts []token, i int) (phrase, bool) {
	if d, ok := lx.parts[ts[i].s]; ok && d == 2 {
		p := phrase{next: i + 1, vals: []quantity.Value{quantity.Part(1, d)}}
		return lx.ofPower(ts, p, 1/d), true
	}
	if d, ok := lx.ordinals[at(ts, i+1).s]; ok && d > 1 && d <= 20 && eachs[ts[i].s] && ts[i+1].flows() {
		return phrase{next: i + 2, vals: []quantity.Value{quantity.Part(1, d), quantity.Written(quantity.Ordinal, d)}}, true // jeder dritte
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
	p := phrase{next: i + 2, vals: []quantity.Value{quantity.Part(n, d)}}
	if n == 1 && d > 2 {
		p.vals = append(p.vals, quantity.Written(quantity.Ordinal, d))
	}
	return lx.ofPower(ts, p, n/d), true
}

// eachs stand before an ordinal that is a share.
var eachs = set("every jeder jede jedes jeden jedem chaque")

// ofPower goes on with "half a million", "a quarter of a century".
func (lx *lexicon) ofPower(ts []token, p phrase, n float64) phrase {
	next := p.next
	for next < len(ts) && next < p.next+2 && (ts[next].s == "of" || ts[next].s == "a" || ts[next].s == "an" || ts[next].s == "eine" || ts[next].s == "de") {
		next++
	}
	if i := lx.pointAt(ts, next); i > 0 {
		p.vals = append(p.vals, quantity.Written(quantity.Count, n).As(quantity.Points))
		p.next = i
		return p
	}
	if u, ok := latinUnits[at(ts, next).s]; ok && u.Dim != 0 && (next > p.next || hyphen(ts[next].gap)) {
		v := quantity.Written(quantity.Count, n)
		v.Unit = u
		p.vals = append(p.vals, v)
		p.next = next + 1
		return p
	}
	if f, ok := lx.powers[at(ts, next).s]; ok && f >= 100 && len(ts[next].s) > 2 {
		p.vals = append(p.vals, quantity.Written(quantity.Count, n*f))
		p.next = next + 1
	}
	return p
}

// pointAt returns where "point" or "percentage point" ends that starts at token i; 0:
// none does.
func (lx *lexicon) pointAt(ts []token, i int) int {
	if lx.percent[at(ts, i).s] {
		i++
	}
	if w := at(ts, i).s; w == "point" || w == "points" || strings.HasPrefix(w, "prozentpunkt") {
		return i + 1
	}
	return 0
}

// part is a fraction in words.
func Part(n, d float64) quantity.Value {
	return quantity.Value{Kind: quantity.Share, N: n / d, Loose: true, Step: .01, Digits: 2}
}

// cardinal reads figures or words, with what multiplies them.
func (lx *lexicon) cardinal(ts []token, i int) (phrase, bool) {
	if ts[i].num {
		if n, ok := mixed(ts, i); ok {
			return lx.powered(ts, phrase{next: i + 3, vals: []quantity.Value{quantity.Written(quantity.Count, n)}}, n), true
		}
		p := phrase{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Count, ts[i].n)}}
		p.vals[0].Label = i > 0 && (ts[i-1].upper || labels[ts[i-1].s])
		return lx.powered(ts, p, ts[i].n), true
	}
	n, next, ok := lx.words(ts, i)
	if !ok {
		return phrase{}, false
	}
	p := phrase{next: next, vals: []quantity.Value{quantity.Written(quantity.Count, n)}, small: n < 10 && next == i+1}
	p.vals[0].Label = p.small && i > 0 && labels[ts[i-1].s]
	if at(ts, next).s == lx.and && lx.parts[at(ts, next+2).s] == 2 { // two and a half
		step, _ := quantity.Precision(n)
		n += step / 2
		p = phrase{next: next + 3, vals: []quantity.Value{quantity.Written(quantity.Count, n)}}
	}
	return lx.powered(ts, p, n), true
}

// mixed reads a whole number with a fraction in figures: 11-1/2, 3 3/4.
func mixed(ts []token, i int) (float64, bool) {
	a, b := at(ts, i+1), at(ts, i+2)
	if !a.num || !b.num || !a.flows() || b.gap != "/" || a.n < 1 || b.n <= a.n || b.n > 64 || len(b.s) > 2 || at(ts, i+3).gap == "/" {
		return 0, false
	}
	return ts[i].n + a.n/b.n, true
}

// labels stand before numbers that are names: day three, article 23.
var labels = set("no number nos day round stage phase article chapter part group page level section version year week grade zone area times route line lane track gate platform terminal court room row pier exit category class tier volume paragraph clause annex appendix schedule table figure item lot block unit building floor hall ward district sector season episode act scene lap leg heat wave matchday junction channel seat")

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
	p.vals = []quantity.Value{quantity.Written(quantity.Count, n*f)}
	if f2, ok := lx.powers[at(ts, p.next).s]; ok && len(ts[p.next].s) > 2 && f2 > f { // lakh crore, hundred thousand
		p.vals = []quantity.Value{quantity.Written(quantity.Count, n*f*f2)}
		p.next++
	}
	if u, ok := latinUnits[w.s]; ok || w.s == "m" {
		if w.s == "m" {
			u = quantity.Metre
		}
		plain[0].Unit = u
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
		case lx.scores && part == 4 && strings.HasPrefix(w.s, "vingt") && hyphen(w.gap): // quatre-vingts
			part = 80
		case lx.scores && isSmall && onScore(part, v):
			part += v
		case lx.scores && w.s == lx.and && onScore(part, lx.small[at(ts, next+1).s]):
			continue
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

// onScore reports whether a French number word goes on with the one before:
// soixante-douze, quatre-vingt-dix, vingt et un, dix-sept.
func onScore(part, v float64) bool {
	tens := math.Mod(part, 100)
	return (tens == 60 || tens == 80) && v > 0 && v < 20 || tens >= 20 && math.Mod(tens, 10) == 0 && v > 0 && v < 10 || (tens == 10 || tens == 70 || tens == 90) && v >= 7 && v < 10
}

func (lx *lexicon) isSmall(w string) bool { _, ok := lx.small[w]; return ok }

// word is the worth of one number word, also of a German compound.
func (lx *lexicon) word(w string) (float64, bool) {
	if v, ok := lx.small[w]; ok || !lx.joined {
		return v, ok
	}
	if w == "anderthalb" {
		return 1.5, true
	}
	if a, ok := strings.CutSuffix(w, "einhalb"); ok {
		n, known := lx.word(a)
		return n + .5, known && n > 0
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
		vals := []quantity.Value{quantity.Written(quantity.Ordinal, n)}
		if n > 2 && n <= 20 && at(ts, i+1).s != "of" || n > 4 && n <= 20 { // the top tenth
			vals = append(vals, quantity.Part(1, n))
		}
		if ts[i].s == "second" {
			vals = append(vals, quantity.Value{Kind: quantity.Count, N: 1, Unit: latinUnits["second"], Step: 1, Digits: 1})
		}
		return phrase{next: i + 1, vals: vals}, true
	}
	if n := romans[ts[i].s]; n > 0 && len(ts[i].s) > 1 && ts[i].caps && i > 0 && ts[i-1].upper {
		return phrase{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Ordinal, n)}}, true
	}
	tens, ok := lx.small[ts[i].s]
	if d, more := lx.ordinals[at(ts, i+1).s]; ok && more && tens >= 20 && d < 10 && hyphen(ts[i+1].gap) {
		return phrase{next: i + 2, vals: []quantity.Value{quantity.Written(quantity.Ordinal, tens+d)}}, true
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
	p := phrase{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Multiple, n)}}
	if n == .5 {
		p.vals = append(p.vals, quantity.Part(1, 2))
	}
	if strings.HasSuffix(ts[i].s, "fold") {
		p.vals = append(p.vals, quantity.Written(quantity.Multiple, n+1))
	}
	return p, true
}

// andHalf goes on with "an hour and a half", "a million and a half".
func (lx *lexicon) andHalf(ts []token, p *phrase, vals []quantity.Value) []quantity.Value {
	if i := p.next; at(ts, i).s != lx.and || at(ts, i+1).s != "a" || lx.parts[at(ts, i+2).s] != 2 || vals[0].Vague {
		return vals
	}
	p.next += 3
	more := vals[0]
	more.N += more.Step / 2
	more.Step, more.Digits = more.Step/10, more.Digits+1
	return append(vals, more)
}

// singles stand before one of a thing.
var singles = set("a an the one per each every to pro je le un l par")

// unnumbered reads what is a number without one: a decade, decades, noon, a majority.
func (lx *lexicon) unnumbered(ts []token, i int) (phrase, bool) {
	v := quantity.Written(quantity.Count, 1)
	switch w := ts[i].s; w {
	case "noon":
		v = quantity.Written(quantity.Clock, 720)
	case "midnight":
		v = quantity.Written(quantity.Clock, 0)
	case "majority", "most":
		v = quantity.Part(1, 2)
	case "decades", "centuries", "years", "months", "weeks", "days", "hours":
		v = quantity.Value{Vague: true, Lo: 2, Hi: 10, Unit: latinUnits[w]}
	default:
		u, ok := latinUnits[w]
		if strings.HasPrefix(w, "viertelprozentpunkt") {
			return phrase{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Count, .25).As(quantity.Points)}}, true
		}
		if (w == "point" || w == "prozentpunkt") && singles[at(ts, i-1).s] {
			return phrase{next: i + 1, vals: []quantity.Value{v.As(quantity.Points)}}, true // a point ahead
		}
		if ok && (u.Money != "" || u.Dim != quantity.Span && len(w) > 2) && singles[at(ts, i-1).s] {
			v.Unit = u
			return phrase{next: i + 1, vals: []quantity.Value{v}}, true // 7.1 yuan to the dollar, less than a metre
		}
		if !ok || u.Dim != quantity.Span || w == "second" || w == "march" || w == "may" {
			return phrase{}, false
		}
		v.Unit = u
	}
	return phrase{next: i + 1, vals: []quantity.Value{v}}, true
}
