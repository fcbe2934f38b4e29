package latin

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// readings adds what the words around a number make of it, and moves p past the words
// that belong to it.
func (lx *lexicon) readings(ts []token, p *mention) []quantity.Value {
	vals := p.vals
	if cur := currencyBefore(ts, p.from); cur != "" {
		return withUnit(vals, quantity.Money(cur))
	}
	if cur := lettersBefore(ts, p.from); cur != "" {
		out := withUnit(vals, quantity.Money(cur))
		if len(at(ts, p.from-1).s) > 1 || p.next > p.from+1 || strings.Contains(ts[p.from].s, ",") {
			return out
		}
		return append(out, vals...) // N95 may be a name
	}
	if out, ok := lx.shares(ts, p); ok {
		return out
	}
	w, after := at(ts, p.next), at(ts, p.next+1)
	n := vals[0].N
	switch {
	case after.is(in) && w.flows() && !w.num && !w.glue(): // one person in five
		vals = append(vals, lx.outOf(ts, p.next+2, n)...)
	case w.is(pointed) && w.flows():
		p.next++
		return append(vals, vals[0].As(quantity.Points))
	case w.is(times) && w.flows():
		p.next++
		if after.is(asMuch) { // three times as many
			return append(vals, quantity.Written(quantity.Multiple, n))
		}
		return append(vals, quantity.Written(quantity.Multiple, n), quantity.Written(quantity.Multiple, n+1))
	case lx.ending(factor, ts, p.from): // by a factor of three
		return append(vals, quantity.Written(quantity.Multiple, n))
	case w.glue() && w.is(ordinalEnd):
		p.next++
		return []quantity.Value{quantity.Written(quantity.Ordinal, n)}
	}
	return lx.timedOrMeasured(ts, p, vals)
}

// timedOrMeasured reads a number as an ordinal, a time of day or one of units.
func (lx *lexicon) timedOrMeasured(ts []token, p *mention, vals []quantity.Value) []quantity.Value {
	if lx.joined && strings.HasPrefix(at(ts, p.next).gap, ".") && ts[p.next-1].num { // 14. Mai
		vals = append(vals, quantity.Written(quantity.Ordinal, vals[0].N))
	}
	switch c, used := lx.clock(ts, p); {
	case used && ts[p.next-1].num: // without am or pm it may be a ratio
		return append(vals, c...)
	case used:
		return c
	}
	return lx.measured(ts, p, vals)
}

// shares reads what makes a number one of percent, of points or of a part of a whole.
func (lx *lexicon) shares(ts []token, p *mention) ([]quantity.Value, bool) {
	vals, w := p.vals, at(ts, p.next)
	if size := lx.at(percentPhrase, ts, p.next); size > 0 {
		p.next += size
		return percentages(ts, p, vals), true
	}
	switch {
	case lx.at(basisPoints, ts, p.next) > 0:
		p.next += lx.at(basisPoints, ts, p.next)
		return []quantity.Value{vals[0].Scaled(.01).As(quantity.Points)}, true
	case w.is(perMille) && w.flows():
		p.next++
		return perMilles(vals), true
	case lx.at(perMillePhrase, ts, p.next) > 0:
		p.next += lx.at(perMillePhrase, ts, p.next)
		return perMilles(vals), true
	case thousandth(ts, p.next):
		return append(slices.Clone(vals), perMilles(vals[:1])...), true
	case w.pointPart != 0 && w.flows():
		p.next++
		return []quantity.Value{vals[0].Scaled(w.pointPart).As(quantity.Points)}, true
	case w.is(percentagePoint):
		p.next++
		return []quantity.Value{vals[0].As(quantity.Points)}, true
	case w.is(percent):
		p.next++
		return percentages(ts, p, vals), true
	case lx.at(outOf, ts, p.next) > 0:
		return append(vals, lx.outOf(ts, p.next+1, vals[0].N)...), true
	}
	return nil, false
}

// perMilles makes readings of thousandths.
func perMilles(vals []quantity.Value) []quantity.Value {
	out := make([]quantity.Value, 0, len(vals))
	for _, v := range vals {
		out = append(out, v.Scaled(.001).As(quantity.Share))
	}
	return out
}

// thousandth reports whether "per thousand" or "per 1,000" starts at token i.
func thousandth(ts []token, i int) bool {
	w, after := at(ts, i), at(ts, i+1)
	return w.is(rateLink) && !w.is(article) && w.flows() && (after.power == 1000 && len(after.s) > 3 || after.num && after.n == 1000)
}

// percentages reads a number with a sign of percent, or of percentage points.
func percentages(ts []token, p *mention, vals []quantity.Value) []quantity.Value {
	if at(ts, p.next).is(pointLike) {
		p.next++
		return []quantity.Value{vals[0].As(quantity.Points)}
	}
	out := make([]quantity.Value, 0, len(vals))
	for _, v := range vals {
		out = append(out, v.Scaled(.01).As(quantity.Share))
	}
	return out
}

// outOf reads one in five, three out of four, nine of every ten, from the token after
// the first of these words on.
func (lx *lexicon) outOf(ts []token, i int, n float64) []quantity.Value {
	for at(ts, i).is(ofEvery) {
		i++
	}
	if at(ts, i).is(article) && at(ts, i+1).power >= 100 { // in a thousand
		i++
	}
	if i >= len(ts) || n <= 0 || n >= 100 {
		return nil
	}
	q, ok := lx.cardinal(ts, i)
	if !ok || q.vals[0].N <= n || isYear(&ts[i]) || q.vals[0].N > 1e7 { // "two in 2019" is no share
		return nil
	}
	return []quantity.Value{quantity.Part(n, q.vals[0].N)}
}

// measured gives the readings the unit that follows the number.
func (lx *lexicon) measured(ts []token, p *mention, vals []quantity.Value) []quantity.Value {
	w, after := at(ts, p.next), at(ts, p.next+1)
	if w.is(vagueLink) && ts[p.next-1].power >= 1e6 && lx.moneyAt(ts, p.next+1) { // millions de francs
		p.next++
		w, after = after, at(ts, p.next+1)
	}
	if ts[p.next-1].power >= 1e6 && lx.elidedLink(w.gap) && lx.moneyAt(ts, p.next) { // millions d'euros
		ts[p.next].gap = " "
	}
	if p.from > 0 && ts[p.from].gap == ":" && ts[p.from-1].num { // 2:03:27 Stunden
		return vals
	}
	switch {
	case w.is(square):
		return lx.counted(ts, p, vals, after, true)
	case w.is(cubic):
		if u := after.unit; u.Dim == quantity.Length {
			p.next += 2
			return withUnit(vals, quantity.Measure(quantity.Volume, 1000*u.Factor*u.Factor*u.Factor))
		}
		return vals
	case w.is(parts):
		if f := at(ts, p.next+2).power; after.is(per) && f > 1 {
			p.next += 3
			return append(vals, vals[0].Scaled(1/f).As(quantity.Share))
		}
		return vals
	case w.partsPer != 0:
		p.next++
		return append(vals, vals[0].Scaled(w.partsPer).As(quantity.Share))
	case w.is(degree) || w.is(celsiusSign) || w.is(fahrenheitSign) || w.is(celsius) || w.is(fahrenheit):
		return degrees(vals, w, at(ts, p.next+1+lx.at(belowZero, ts, p.next+1)))
	case w.dollar != "" && (after.unit.Money != "" || after.is(dollarLike)):
		return withUnit(vals, quantity.Money(w.dollar))
	}
	for _, u := range lx.units {
		if len(u.phrase) <= len(ts)-p.next && u.matches(ts[p.next:]) {
			p.next += len(u.phrase)
			return withUnit(vals, u.unit)
		}
	}
	return lx.counted(ts, p, vals, w, false)
}

// elidedLink reports whether there is nothing between two tokens but a link that is elided: d'.
func (lx *lexicon) elidedLink(gap string) bool {
	s := strings.TrimRight(strings.TrimSpace(gap), "'’")
	return lx.elides && s != "" && lx.look(strings.ToLower(s)).is(elidedLink)
}

// moneyAt reports whether the words from token i on name a currency.
func (lx *lexicon) moneyAt(ts []token, i int) bool {
	if at(ts, i).unit.Money != "" {
		return true
	}
	return slices.ContainsFunc(lx.units, func(u unitPhrase) bool {
		return u.unit.Money != "" && i+len(u.phrase) <= len(ts) && u.matches(ts[i:])
	})
}

// degrees gives the readings a scale of temperature, where one is named. A letter that
// is small, and apart, may name something else.
func degrees(vals []quantity.Value, w, after *token) []quantity.Value {
	var out []quantity.Value
	switch {
	case w.is(celsiusSign) || w.is(celsius) || after.is(celsiusSign) || after.is(celsius):
		out = withUnit(vals, quantity.Measure(quantity.Celsius, 1))
	case w.is(fahrenheitSign) || w.is(fahrenheit) || after.is(fahrenheitSign) || after.is(fahrenheit):
		out = withUnit(vals, quantity.Measure(quantity.Fahrenheit, 1))
	default:
		return vals
	}
	if w.is(degree) || w.is(celsius) || w.is(fahrenheit) || (w.upper || w.glue()) && !hyphen(after.gap) {
		if out[0].Unit.Dim == quantity.Fahrenheit { // in degrees Celsius, said without their scale
			out = append(out, out[0].InCelsius())
		}
		return out
	}
	return append(vals, out...)
}

// counted gives the readings the unit w, which follows the number, or the square of it.
func (lx *lexicon) counted(ts []token, p *mention, vals []quantity.Value, w *token, squared bool) []quantity.Value {
	u := w.unit
	none := u == (quantity.Unit{})
	switch {
	case !none && w.is(hundredth) && w.flows():
		p.next++
		return append(withUnit(vals, u), vals[0].Scaled(.01))
	case none && (w.s == "€" || w.s == "$" || w.s == "£"):
		return withUnit(vals, quantity.Money(w.sign))
	case none && w.is(pound):
		return append(withUnit(vals, quantity.Money("GBP")), withUnit(vals, poundMass)...)
	case none || !w.flows() || w.part > 0 && hyphen(at(ts, p.next+1).gap) && lx.pointAt(ts, p.next+1) > 0: // third quarter-point cut
		return vals
	case squared && u.Dim == quantity.Length:
		return withUnit(vals, quantity.Measure(quantity.Area, u.Factor*u.Factor))
	case w.is(eitherUnit) && vals[0].N < 1000:
		return append(vals, withUnit(vals, u)...)
	}
	p.next++
	if u == litre && (lx.at(perSquareMetre, ts, p.next) > 0 || lx.at(perSquareMetre, ts, p.next+1) > 0) {
		return append(withUnit(vals, u), withUnit(vals, millimetre)...) // of rain
	}
	return withUnit(vals, u)
}

var (
	poundMass  = quantity.Tonne.Times(.000453592)
	litre      = quantity.Measure(quantity.Volume, 1)
	millimetre = quantity.Metre.Times(.001)
)

func withUnit(vals []quantity.Value, u quantity.Unit) []quantity.Value {
	out := slices.Clone(vals)
	for i := range out {
		if out[i].Kind == quantity.Count {
			out[i].Unit = u
		}
	}
	return out
}

// lettersBefore returns the currency whose letters are right before token i, in capitals:
// R50bn, RM 20.
func lettersBefore(ts []token, i int) string {
	w := at(ts, i-1)
	if w.letters == "" || !w.caps && len(w.s) < 2 || !w.upper || ts[i].gap != "" && (len(w.s) == 1 || ts[i].gap != " ") {
		return ""
	}
	return w.letters
}

// currencyBefore returns the currency whose sign or name is before token i; empty: none
// is.
func currencyBefore(ts []token, i int) string {
	w := at(ts, i-1)
	if ts[i].gap != "" && strings.TrimSpace(ts[i].gap) != "" {
		return ""
	}
	switch p := at(ts, i-2); {
	case w.s == "$" && w.glue() && p.dollarSign != "":
		return p.dollarSign
	case w.sign != "":
		return w.sign
	case w.money != "":
		return w.money
	case w.caps && w.is(currencyCode): // EUR 5m
		return strings.ToUpper(w.s)
	}
	return ""
}
