package check

import (
	"strconv"
	"strings"
)

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
	case strings.HasPrefix(w.s, "basispunkt"), w.s == "points" && after.s == "de" && at(ts, p.next+2).s == "base":
		p.next++
		return []value{kinded(vals[0].scaled(.01), points)}
	case w.s == "pp" || w.s == "ppt" || strings.HasPrefix(w.s, "prozentpunkt"):
		p.next++
		return []value{kinded(vals[0], points)}
	case lx.percent[w.s]:
		p.next++
		return lx.percentages(ts, p, vals)
	case w.s == "sur" || w.s == "von" || w.s == "in" || w.s == "out" && after.s == "of" || w.s == "of" && after.s == "every":
		return append(vals, lx.outOf(ts, p.next+1, n)...)
	case (after.s == "in" || after.s == "sur") && w.flows() && !w.num && !w.glue(): // one person in five
		vals = append(vals, lx.outOf(ts, p.next+2, n)...)
	case pointed[w.s] && w.flows():
		p.next++
		return append(vals, kinded(vals[0], points))
	case lx.times[w.s] && w.flows():
		p.next++
		if asMuch[after.s] {
			return append(vals, written(multiple, n))
		}
		return append(vals, written(multiple, n), written(multiple, n+1))
	case lx.factor(ts, p):
		return append(vals, written(multiple, n))
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
func (lx *lexicon) outOf(ts []token, i int, n float64) []value {
	for w := at(ts, i).s; w == "of" || w == "every"; w = at(ts, i).s {
		i++
	}
	if at(ts, i).s == "a" && lx.powers[at(ts, i+1).s] >= 100 { // in a thousand
		i++
	}
	if i >= len(ts) || n <= 0 || n >= 100 {
		return nil
	}
	q, ok := lx.cardinal(ts, i)
	if !ok || q.vals[0].n <= n || isYear(ts[i]) || q.vals[0].n > 1e7 { // "two in 2019" is no share
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
	case "cubic":
		if u, ok := latinUnits[after.s]; ok && u.dim == length {
			p.next += 2
			return withUnit(vals, measure(volume, 1000*u.factor*u.factor*u.factor))
		}
		return vals
	case "light":
		if strings.HasPrefix(after.s, "year") {
			p.next += 2
			return withUnit(vals, lightYear)
		}
		return vals
	case "nautical":
		p.next++
		return withUnit(vals, times(metre, 1852))
	case "parts":
		if f := lx.powers[at(ts, p.next+2).s]; after.s == "per" && f > 1 {
			p.next += 3
			return append(vals, kinded(vals[0].scaled(1/f), share))
		}
		return vals
	case "ppm", "ppb":
		p.next++
		return append(vals, kinded(vals[0].scaled(map[string]float64{"ppm": 1e-6, "ppb": 1e-9}[w.s]), share))
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
	case ok && hundredths[w.s] && w.flows():
		p.next++
		return append(withUnit(vals, u), vals[0].scaled(.01))
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
	if u == latinUnits["litre"] && (rainy(ts, p.next) || rainy(ts, p.next+1)) {
		return append(withUnit(vals, u), withUnit(vals, times(metre, .001))...)
	}
	return withUnit(vals, u)
}

// rainy reports whether "per square metre" stands at token i: a litre of rain on it is
// a millimetre.
func rainy(ts []token, i int) bool {
	per := at(ts, i).s
	return (per == "pro" || per == "je") && strings.HasPrefix(at(ts, i+1).s, "quadratmeter") ||
		(per == "per" || per == "par") && (at(ts, i+1).s == "square" || strings.HasPrefix(at(ts, i+1).s, "mètre"))
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

// currencies are the codes (ISO 4217) that stand before a number.
var currencies = set("USD EUR GBP JPY CNY HKD TWD KRW INR RUB AUD CAD SGD NZD CHF THB PHP MYR VND IDR")

var hundredths = set("cent cents pence fen")

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
	case "rs":
		return "INR"
	case "sfr":
		return "CHF"
	}
	if code := strings.ToUpper(w.s); w.caps && currencies[code] { // EUR 5m
		return code
	} else if code == "RMB" {
		return "CNY"
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
	if w := at(ts, next); w.num && w.gap == ":" && (len(w.s) == 2 || strings.IndexByte(w.s, '.') == 2) {
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
	case "h", "heures", "heure": // 7 h 45
		if w := at(ts, next+1); w.num && w.n < 60 && strings.TrimSpace(w.gap) == "" && len(w.s) == 2 {
			mins += w.n
			next++
		} else if half != "h" {
			return nil, false // hours that something lasts
		}
	case "o'clock", "o’clock", "uhr", "gmt":
	default:
		if !colon {
			return nil, false
		}
		next--
	}
	p.next = next + 1
	return []value{written(clock, mins)}, true
}

var (
	pointed = set("point points punkt punkte punkten")
	asMuch  = set("as the what its their his her that those so aussi plus") // three times as many
)

// factor reports whether a number says by what another was multiplied: "by a factor
// of three", "multiplié par trois".
func (lx *lexicon) factor(ts []token, p *phrase) bool {
	before, verb := at(ts, p.from-1).s, at(ts, p.from-2).s
	return before == "of" && verb == "factor" || before == "par" && strings.HasPrefix(verb, "multipl") || before == "by" && strings.HasPrefix(verb, "multipl")
}
