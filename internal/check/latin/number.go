package latin

import (
	"math"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// mention is a number as far as it has been read.
type mention struct {
	from, next int // tokens: the first, and the one after the last
	vals       []quantity.Value
}

// numbers finds the numbers of a sentence. Where a number can be read in several ways
// it has all these readings.
func numbers(s string, ts []token, lx *lexicon) []quantity.Number {
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
		if n.Trend = lx.trendOf(ts, p); lasted(ts, p, n.Alts[0]) {
			n.Trend = 0
		}
		if n.Trend == quantity.Rises|quantity.By && n.Alts[0].Unit.Dim == quantity.Length && lx.at(onHigh, ts, p.next) > 0 {
			n.Trend = quantity.Rises // it may be where it rose to, too
		}
		n.End = ts[p.next-1].end
		n.Alts = lx.rowed(ts, p, n.Alts)
		lx.signed(s, ts, p, &n)
		n.Soft, n.Denied = lx.soft(ts, p, n.Alts[0]), denied(ts, p.from, n)
		n.Per = lx.rateOf(ts, p)
		if n.Alts[0].Kind == quantity.Share {
			n.Base = lx.baseOf(ts, p)
		}
		n.Part, n.Less = lx.partOf(ts, p.from)
		if w := at(ts, p.next); w.is(people) && w.flows() && at(ts, p.next+1).s != lx.possessive {
			ofPeople(n.Alts)
		}
		if k := len(out) - 1; k >= 0 && out[k].End <= n.Start && lx.lists(s[out[k].End:n.Start]) {
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
		lx.describe(s, &out[i])
	}
	return out
}

// farthestRow is how many words may be between a number and what says that it counts what comes
// without a gap.
const farthestRow = 4

// rowed notes that readings count or number what comes one after another, and what time an
// ordinal numbers: six straight months, the sixth month in a row.
func (lx *lexicon) rowed(ts []token, p mention, vals []quantity.Value) []quantity.Value {
	in := false
	var each quantity.Unit
	for k := p.next; k < min(len(ts), p.next+farthestRow) && !strings.ContainsAny(ts[k].gap, ",;:.()—"); k++ {
		in = in || ts[k].is(inRow) || lx.at(rowPhrase, ts, k) > 0
		if k < p.next+2 && each.Dim == 0 {
			each = ts[k].unit
		}
	}
	if last := ts[p.next-1]; in && vals[0].Kind == quantity.Share && last.unit.Dim == quantity.Span { // three quarters in a row
		vals = append(vals, quantity.Written(quantity.Count, ts[p.from].small).In(last.unit))
	}
	for i := range vals {
		vals[i].Row = in
		if each.Dim == quantity.Span && (in || vals[i].Kind == quantity.Ordinal) {
			vals[i].Each = each
		}
	}
	return vals
}

// signed notes on which side of zero a temperature lies. A minus bounds nothing.
func (lx *lexicon) signed(s string, ts []token, p mention, n *quantity.Number) {
	if !slices.ContainsFunc(n.Alts, quantity.Value.Warm) {
		return
	}
	before := at(ts, p.from-1)
	sign := quantity.Above
	switch {
	case before.is(minus) && ts[p.from].gap == " ":
		sign = quantity.Below
		n.Bound, n.Lead = lx.boundOf(ts, mention{from: p.from - 1, next: p.next})
	case dashBefore(s, ts[p.from].start), lx.at(belowZero, ts, p.next) > 0, lx.at(belowZero, ts, p.next+1) > 0, lx.at(belowZero, ts, p.next+2) > 0:
		sign = quantity.Below
	case slices.ContainsFunc(ts, func(t token) bool { return t.is(cold) || t.num && dashBefore(s, t.start) }):
		sign = quantity.Unclear
	}
	if sign == quantity.Below {
		n.Trend = 0
	}
	for i := range n.Alts {
		if n.Alts[i].Unit.Dim != quantity.Celsius || i == 0 || n.Alts[i-1].Unit.Dim != quantity.Fahrenheit {
			n.Alts[i].Sign = sign
			continue
		}
		n.Alts[i] = n.Alts[i-1].InCelsius()
	}
}

// dashBefore reports whether a minus is right before i, and no number before it.
func dashBefore(s string, i int) bool {
	for _, dash := range dashes {
		if before, ok := strings.CutSuffix(s[:i], dash); ok {
			return before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "(")
		}
	}
	return false
}

// dashes may be a minus.
var dashes = []string{"-", "−", "–"}

// ofPeople makes the readings that count something count people.
func ofPeople(vals []quantity.Value) {
	for i, v := range vals {
		if v.Kind == quantity.Count && v.Unit == (quantity.Unit{}) {
			vals[i].Thing = quantity.Person
		}
	}
}

// number reads the number that starts at token i.
func (lx *lexicon) number(ts []token, i int) (mention, bool) {
	if w := &ts[i]; !w.num && w.word == noWord && !lx.joined && len(lx.joinedUnits) == 0 {
		return mention{}, false
	}
	for _, read := range [...]func(*lexicon, []token, int) (mention, bool){
		(*lexicon).pastHour, (*lexicon).vaguely, (*lexicon).unitJoined, (*lexicon).fraction, (*lexicon).ordinal, (*lexicon).cardinal, (*lexicon).fold, (*lexicon).unnumbered,
	} {
		if p, ok := read(lx, ts, i); ok {
			p.from = i
			return p, true
		}
	}
	return mention{}, false
}

// elided gives a bare number what the one before has and it leaves out, as one more
// reading: the per cent of "imposed at 25 percent and later doubled to 50", the points of
// "just 0.1 more", the million of "up from 11.9".
func (lx *lexicon) elided(ts []token, p mention, vals []quantity.Value, before []quantity.Number) []quantity.Value {
	v := vals[0]
	if len(vals) > 1 || v.Kind != quantity.Count || v.Vague || v.Unit != (quantity.Unit{}) || !lx.leavesOut(ts, p) {
		return vals
	}
	for k := len(before) - 1; k >= max(0, len(before)-3); k-- {
		switch s := before[k].Alts[0]; {
		case s.Vague || s.Loose:
		case s.Kind == quantity.Share && v.N < 1e3:
			return append(vals, v.Scaled(.01).As(quantity.Share), v.As(quantity.Points))
		case s.Kind == quantity.Count && s.N >= 1e6 && v.N < 1e3:
			return append(vals, v.Scaled(thousands(s.N)).In(s.Unit))
		}
	}
	return vals
}

// thousands is the largest power of a thousand that n has.
func thousands(n float64) float64 {
	f := 1.
	for n >= f*1e3 {
		f *= 1e3
	}
	return f
}

// leavesOut reports whether a number may leave out what it counts: it has decimals, is
// compared with what was before, or ends its part of the sentence behind a word such as "to", "against" or "offers".
func (lx *lexicon) leavesOut(ts []token, p mention) bool {
	if after := at(ts, p.next); after.comparison != 0 && after.flows() && at(ts, p.next+1).is(than) { // two more than in May
		return true
	}
	if !ts[p.from].num {
		return false
	}
	if strings.ContainsAny(ts[p.from].s, ".,") && len(ts[p.from].s) < 6 && p.next == p.from+1 {
		return true
	}
	before, after, then := at(ts, p.from-1), at(ts, p.next), at(ts, p.next+1)
	switch {
	case !before.is(to) && !before.is(compared) && !before.is(offering):
		return false
	case after.end <= 0 || strings.ContainsAny(after.gap, ",;.:)—"):
		return true
	}
	return before.is(compared) && (after.is(in) && (then.month != 0 || isYear(then)) || after.is(article) && then.unit.Dim == quantity.Span)
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

// lists reports whether the words between two numbers only list them.
func (lx *lexicon) lists(between string) bool {
	switch between = strings.Trim(strings.TrimSpace(between), "$£€¥ "); between {
	case ",", "/":
		return true
	}
	if lx.look(between).is(listLink) {
		return true
	}
	return lx.look(strings.TrimPrefix(between, ", ")).is(and)
}

// lend gives the first of two listed numbers the magnitude and the unit of the second
// as one more reading: "1.38 and 1.45 million".
func lend(first *quantity.Number, second quantity.Number) {
	a, b := first.Alts[0], second.Alts[0]
	switch {
	case slices.ContainsFunc(first.Alts, pointwise):
	case a.Kind != quantity.Count || a.Vague || b.Vague || a.Unit != (quantity.Unit{}) && a.Unit != b.Unit || len(first.Alts) > 6:
	case b.Kind != quantity.Count:
		first.Alts = append(first.Alts, a.Like(b))
	case a.N < 1e3:
		first.Alts = append(first.Alts, a.Scaled(thousands(b.N)).In(b.Unit))
	}
}

// vaguely reads "dozens", "hundreds of thousands", "several hundred", "a few".
func (lx *lexicon) vaguely(ts []token, i int) (mention, bool) {
	v := ts[i].word
	if v.hi == 0 {
		return mention{}, false
	}
	next := i + 1
	if at(ts, next).is(vagueLink) {
		next++
	}
	val := quantity.Value{Vague: true, Lo: v.lo, Hi: v.hi}
	w := at(ts, next)
	if w.lo >= 2e3 {
		return mention{next: next + 1, vals: []quantity.Value{val.Scaled(w.lo / 2)}}, true
	}
	if w.power > 0 && len(w.s) > 2 {
		return mention{next: next + 1, vals: []quantity.Value{val.Scaled(w.power), val}}, true
	}
	p := mention{next: i + 1, vals: []quantity.Value{val}}
	if f := lx.heightened(ts, i+1); f > 1 {
		p.vals = append(p.vals, val.Scaled(f))
	}
	if v.is(isSmall) {
		p.vals = append(p.vals, quantity.Written(quantity.Count, v.small))
	}
	return p, true
}

// farthestVague is how many words may be between two vague numbers that share a power.
const farthestVague = 5

// heightened returns the power that a vague number before token i shares with the one that
// heightens it: tens or even hundreds of millions. 1: there is none.
func (lx *lexicon) heightened(ts []token, i int) float64 {
	for k := i; k < min(len(ts), i+farthestVague); k++ {
		w := &ts[k]
		if w.hi == 0 {
			if !w.is(escalation) && !w.is(and) && !w.is(listLink) {
				break
			}
			continue
		}
		next := k + 1
		if at(ts, next).is(vagueLink) {
			next++
		}
		switch w := at(ts, next); {
		case w.lo >= 2e3:
			return w.lo / 2
		case w.power > 0 && len(w.s) > 2:
			return w.power
		}
		break
	}
	return 1
}

// fraction reads "two-thirds", "a quarter", "half", "every third".
func (lx *lexicon) fraction(ts []token, i int) (mention, bool) {
	first, w := &ts[i], at(ts, i+1)
	if first.part == 2 {
		p := mention{next: i + 1, vals: []quantity.Value{quantity.Part(1, 2)}}
		return lx.ofPower(ts, p, .5), true
	}
	if p, ok := lx.oneOfEach(ts, i); ok {
		return p, true
	}
	if end := lx.pointAt(ts, i+1); first.part > 2 && end > 0 && hyphen(w.gap) { // its third quarter-point cut
		return mention{next: end, vals: []quantity.Value{quantity.Written(quantity.Count, 1/first.part).As(quantity.Points)}}, true
	}
	n, ok := first.small, first.is(isSmall)
	switch {
	case first.is(article):
		n, ok = 1, true
	case first.num && first.n < 100:
		n, ok = first.n, true
	}
	if !ok || !w.flows() {
		return mention{}, false
	}
	d := w.part
	if d == 0 && n == 1 && w.ordinal > 2 {
		d = w.ordinal
	}
	if d == 0 || d == 2 && n > 1 {
		return mention{}, false
	}
	p := mention{next: i + 2, vals: []quantity.Value{quantity.Part(n, d)}}
	if n == 1 && d > 2 {
		p.vals = append(p.vals, quantity.Written(quantity.Ordinal, d))
	}
	return lx.ofPower(ts, p, n/d), true
}

// leastShare is the largest number of which one is said to be each such: every hundredth.
const leastShare = 1000

// oneOfEach reads every third, every 50th, jeder zwanzigste, jeder 20.
func (lx *lexicon) oneOfEach(ts []token, i int) (mention, bool) {
	w, after := at(ts, i+1), at(ts, i+2)
	if !ts[i].is(each) || !w.flows() {
		return mention{}, false
	}
	d, next := w.ordinal, i+2
	switch {
	case d > 0:
	case w.num && after.glue() && after.is(ordinalEnd):
		d, next = w.n, i+3
	case w.num && lx.joined && strings.HasPrefix(after.gap, "."):
		d = w.n
	case !w.num:
		d = lx.joinedOrdinal(w.s)
	}
	if d <= 1 || d > leastShare {
		return mention{}, false
	}
	return mention{next: next, vals: []quantity.Value{quantity.Part(1, d), quantity.Written(quantity.Ordinal, d)}}, true
}

// ofPower goes on with "half a million", "a quarter of a century".
func (lx *lexicon) ofPower(ts []token, p mention, n float64) mention {
	next := p.next
	for next < len(ts) && next < p.next+2 && ts[next].is(beforePower) {
		next++
	}
	if i := lx.pointAt(ts, next); i > 0 {
		p.vals = append(p.vals, quantity.Written(quantity.Count, n).As(quantity.Points))
		p.next = i
		return p
	}
	w := at(ts, next)
	if w.is(percent) && next < p.next+2 { // half a percent
		v := quantity.Written(quantity.Count, n)
		p.vals = append(p.vals, v.As(quantity.Points), v.Scaled(.01).As(quantity.Share))
		p.next = next + 1
		return p
	}
	if w.unit.Dim != 0 && (next > p.next || hyphen(w.gap) || lx.joined && w.flows()) { // halbes Jahr
		p.vals = append(p.vals, quantity.Written(quantity.Count, n).In(w.unit))
		p.next = next + 1
		return p
	}
	if w.power >= 12 && len(w.s) > 2 {
		p.vals = append(p.vals, quantity.Written(quantity.Count, n*w.power))
		p.next = next + 1
	}
	return p
}

// pointAt returns where "point" or "percentage point" ends that starts at token i; 0:
// none does.
func (lx *lexicon) pointAt(ts []token, i int) int {
	if at(ts, i).is(percent) {
		i++
	}
	if at(ts, i).is(point) {
		return i + 1
	}
	return 0
}

// unitJoined reads a number and its unit in one word: dreijährig, 16-Jährige,
// Zehnpunkteplan, quinquennal.
func (lx *lexicon) unitJoined(ts []token, i int) (mention, bool) {
	w := &ts[i]
	if len(lx.joinedUnits) == 0 {
		return mention{}, false
	}
	if after := at(ts, i+1); w.num && (hyphen(after.gap) || after.glue()) {
		if _, u, ok := lx.joinedUnit(after.s); ok {
			return mention{next: i + 2, vals: []quantity.Value{u.of(quantity.Written(quantity.Count, w.n))}}, true
		}
	}
	if w.num || len(w.s) < 6 {
		return mention{}, false
	}
	before, u, ok := lx.joinedUnit(w.s)
	if !ok || before == "" {
		return mention{}, false
	}
	p := mention{next: i + 1}
	b := lx.look(before)
	n, ok := lx.worth(before, b)
	switch {
	case b.is(joinedMany):
		p.vals = []quantity.Value{u.of(quantity.Value{Vague: true, Lo: 2, Hi: 10})}
		return p, true
	case b.is(joinedHalf):
		n, ok = .5, true
	}
	p.vals = []quantity.Value{u.of(quantity.Written(quantity.Count, n))}
	return p, ok && n > 0
}

// joinedUnit parts a word into what is before a unit that may be joined to a number, and
// the unit.
func (lx *lexicon) joinedUnit(s string) (before string, u joinedUnit, ok bool) {
	for _, u := range lx.joinedUnits {
		before, after, ok := strings.Cut(s, u.s)
		if ok && (u.open || len(after) <= 2) {
			return before, u, true
		}
	}
	return "", joinedUnit{}, false
}

// of gives a value the unit.
func (u joinedUnit) of(v quantity.Value) quantity.Value {
	if u.share {
		return v.Scaled(.01).As(quantity.Share)
	}
	return v.In(u.unit)
}

// cardinal reads figures or words, with what multiplies them.
func (lx *lexicon) cardinal(ts []token, i int) (mention, bool) {
	labelled := i > 0 && ts[i-1].is(label)
	if ts[i].num {
		if n, ok := mixed(ts, i); ok {
			return lx.powered(ts, mention{next: i + 3, vals: []quantity.Value{quantity.Written(quantity.Count, n)}}, n), true
		}
		p := mention{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Count, ts[i].n)}}
		p.vals[0].Label = i > 0 && ts[i-1].upper || labelled
		return lx.powered(ts, p, ts[i].n), true
	}
	n, next, ok := lx.inWords(ts, i)
	if !ok {
		return mention{}, false
	}
	p := mention{next: next, vals: []quantity.Value{quantity.Written(quantity.Count, n)}}
	p.vals[0].Label = n < 10 && next == i+1 && labelled
	if at(ts, next).is(and) && at(ts, next+2).part == 2 { // two and a half
		step, _ := quantity.Precision(n)
		n += step / 2
		p = mention{next: next + 3, vals: []quantity.Value{quantity.Written(quantity.Count, n)}}
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

// powered goes on with million, bn and the like.
func (lx *lexicon) powered(ts []token, p mention, n float64) mention {
	w := at(ts, p.next)
	if w.power == 0 || !w.flows() || !w.glue() && len(w.s) < 2 || !ts[p.next-1].num && len(w.s) < 3 {
		return p
	}
	plain := p.vals
	p.next++
	p.vals = []quantity.Value{quantity.Written(quantity.Count, n*w.power)}
	if w2 := at(ts, p.next); w2.power > w.power && len(w2.s) > 2 { // lakh crore, hundred thousand
		p.vals = []quantity.Value{quantity.Written(quantity.Count, n*w.power*w2.power)}
		p.next++
	}
	switch {
	case w.powerUnit != (quantity.Unit{}):
		p.vals = append(p.vals, plain[0].In(w.powerUnit))
	case w.unit != (quantity.Unit{}):
		p.vals = append(p.vals, plain[0].In(w.unit))
	}
	return p
}

// ordinal reads first, twenty-first, XX, zweitgrößte.
func (lx *lexicon) ordinal(ts []token, i int) (mention, bool) {
	w, next := &ts[i], at(ts, i+1)
	if lx.joined && w.word == noWord && len(w.s) > 8 {
		if n, scale := lx.placed(w.s); scale != 0 {
			return mention{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Ordinal, n)}}, true
		}
	}
	if n := lx.joinedOrdinal(w.s); n > 0 && w.word == noWord {
		return mention{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Ordinal, n)}}, true
	}
	if n := w.ordinal; n > 0 {
		vals := []quantity.Value{quantity.Written(quantity.Ordinal, n)}
		if n > 2 && n <= 20 && !next.is(of) || n > 4 && n <= 20 { // the top tenth
			vals = append(vals, quantity.Part(1, n))
		}
		if w.is(second) {
			vals = append(vals, quantity.Value{Kind: quantity.Count, N: 1, Unit: w.unit, Step: 1, Digits: 1})
		}
		return mention{next: i + 1, vals: vals}, true
	}
	if w.roman > 0 && len(w.s) > 1 && w.caps && i > 0 && ts[i-1].upper {
		return mention{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Ordinal, w.roman)}}, true
	}
	if d := next.ordinal; d > 0 && d < 10 && w.is(isSmall) && w.small >= 20 && hyphen(next.gap) {
		return mention{next: i + 2, vals: []quantity.Value{quantity.Written(quantity.Ordinal, w.small+d)}}, true
	}
	return mention{}, false
}

// fold reads doubled, threefold, halved.
func (lx *lexicon) fold(ts []token, i int) (mention, bool) {
	n := ts[i].word.fold
	if n == 0 {
		return mention{}, false
	}
	p := mention{next: i + 1, vals: []quantity.Value{quantity.Written(quantity.Multiple, n)}}
	if n == .5 {
		p.vals = append(p.vals, quantity.Part(1, 2))
	}
	if ts[i].is(foldMore) {
		p.vals = append(p.vals, quantity.Written(quantity.Multiple, n+1))
	}
	return p, true
}

// andHalf goes on with "an hour and a half", "a million and a half".
func (lx *lexicon) andHalf(ts []token, p *mention, vals []quantity.Value) []quantity.Value {
	if i := p.next; !at(ts, i).is(and) || !at(ts, i+1).is(article) || at(ts, i+2).part != 2 || vals[0].Vague {
		return vals
	}
	p.next += 3
	half := vals[0]
	half.N += half.Step / 2
	half.Step, half.Digits = half.Step/10, half.Digits+1
	return append(vals, half)
}

// unnumbered reads what is a number without one: a decade, decades, noon, a majority.
func (lx *lexicon) unnumbered(ts []token, i int) (mention, bool) {
	w := &ts[i]
	one := quantity.Written(quantity.Count, 1)
	singled := at(ts, i-1).is(single)
	var v quantity.Value
	switch u := w.unit; {
	case w.is(noon):
		v = quantity.Written(quantity.Clock, 720)
	case w.is(midnight):
		v = quantity.Written(quantity.Clock, 0)
	case w.is(majority):
		v = quantity.Part(1, 2)
	case w.is(spans):
		v = quantity.Value{Vague: true, Lo: 2, Hi: 10, Unit: u}
	case w.pointPart != 0:
		v = quantity.Written(quantity.Count, w.pointPart).As(quantity.Points)
	case w.is(aPoint) && singled: // a point ahead
		v = one.As(quantity.Points)
	case singled && (u.Money != "" || u.Dim != 0 && u.Dim != quantity.Span && len(w.s) > 2): // yuan to the dollar, a metre
		v = one.In(u)
	case u.Dim == quantity.Span && !w.is(second):
		v = one.In(u)
	default:
		return mention{}, false
	}
	return mention{next: i + 1, vals: []quantity.Value{v}}, true
}

// onScore reports whether a number word of a language that counts by twenties goes on
// with the one before: soixante-douze, quatre-vingt-dix, vingt et un, dix-sept.
func onScore(part, v float64) bool {
	if v <= 0 {
		return false
	}
	switch tens := math.Mod(part, 100); {
	case tens == 60 || tens == 80:
		return v < 20
	case tens == 70 || tens == 90 || tens == 10:
		return v >= 7 && v < 10 || tens >= 20 && v < 10
	default:
		return tens >= 20 && math.Mod(tens, 10) == 0 && v < 10
	}
}
