package check

import (
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// readings adds what the words around a number make of it, and moves p past the
// words that belong to it.
func (lx *lexicon) readings(ts []token, p *phrase) []quantity.Value {
	vals := p.vals
	if cur := currencyBefore(ts, p.from); cur != "" {
		return withUnit(vals, quantity.Money(cur))
	}
	w, after := at(ts, p.next), at(ts, p.next+1)
	n := vals[0].N
	switch {
	case w.s == "per" && after.s == "cent", w.s == "pour" && after.s == "cent":
		p.next += 2
		return lx.percentages(ts, p, vals)
	case w.s == "basis" && strings.HasPrefix(after.s, "point"), w.s == "bps" || w.s == "bp":
		p.next++
		return []quantity.Value{vals[0].Scaled(.01).As(quantity.Points)}
	case strings.HasPrefix(w.s, "basispunkt"), w.s == "points" && after.s == "de" && at(ts, p.next+2).s == "base":
		p.next++
		return []quantity.Value{vals[0].Scaled(.01).As(quantity.Points)}
	case w.s == "pp" || w.s == "ppt" || strings.HasPrefix(w.s, "prozentpunkt"):
		p.next++
		return []quantity.Value{vals[0].As(quantity.Points)}
	case lx.percent[w.s]:
		p.next++
		return lx.percentages(ts, p, vals)
	case w.s == "sur" || w.s == "von" || w.s == "in" || w.s == "out" && after.s == "of" || w.s == "of" && after.s == "every":
		return append(vals, lx.outOf(ts, p.next+1, n)...)
	case (after.s == "in" || after.s == "sur") && w.flows() && !w.num && !w.glue(): // one person in five
		vals = append(vals, lx.outOf(ts, p.next+2, n)...)
	case pointed[w.s] && w.flows():
		p.next++
		return append(vals, vals[0].As(quantity.Points))
	case lx.times[w.s] && w.flows():
		p.next++
		if asMuch[after.s] {
			return append(vals, quantity.Written(quantity.Multiple, n))
		}
		return append(vals, quantity.Written(quantity.Multiple, n), quantity.Written(quantity.Multiple, n+1))
	case lx.factor(ts, p):
		return append(vals, quantity.Written(quantity.Multiple, n))
	case w.glue() && (w.s == "th" || w.s == "st" || w.s == "nd" || w.s == "rd" || w.s == "e" || w.s == "er" || w.s == "ème"):
		p.next++
		return []quantity.Value{quantity.Written(quantity.Ordinal, n)}
	}
	if lx.joined && strings.HasPrefix(w.gap, ".") && ts[p.next-1].num {
		vals = append(vals, quantity.Written(quantity.Ordinal, n))
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
func (lx *lexicon) percentages(ts []token, p *phrase, vals []quantity.Value) []quantity.Value {
	if w := at(ts, p.next); strings.HasPrefix(w.s, "point") {
		p.next++
		return []quantity.Value{vals[0].As(quantity.Points)}
	}
	out := make([]quantity.Value, 0, len(vals))
	for _, v := range vals {
		out = append(out, v.Scaled(.01).As(quantity.Share))
	}
	return out
}

func Kinded(v quantity.Value, k quantity.Kind) quantity.Value { v.Kind = k; return v }

// outOf reads one in five, three out of four, nine of every ten.
func (lx *lexicon) outOf(ts []token, i int, n float64) []quantity.Value {
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
	if !ok || q.vals[0].N <= n || isYear(ts[i]) || q.vals[0].N > 1e7 { // "two in 2019" is no share
		return nil
	}
	return []quantity.Value{quantity.Part(n, q.vals[0].N)}
}

// measured gives the readings the unit that follows the number.
func (lx *lexicon) measured(ts []token, p *phrase, vals []quantity.Value) []quantity.Value {
	w, after := at(ts, p.next), at(ts, p.next+1)
	square := 0.
	switch w.s {
	case "square", "sq":
		square = 1
		w = after
	case "cubic":
		if u, ok := latinUnits[after.s]; ok && u.Dim == quantity.Length {
			p.next += 2
			return withUnit(vals, quantity.Measure(quantity.Volume, 1000*u.Factor*u.Factor*u.Factor))
		}
		return vals
	case "light":
		if strings.HasPrefix(after.s, "year") {
			p.next += 2
			return withUnit(vals, quantity.LightYear)
		}
		return vals
	case "nautical":
		p.next++
		return withUnit(vals, quantity.Metre.Times(1852))
	case "parts":
		if f := lx.powers[at(ts, p.next+2).s]; after.s == "per" && f > 1 {
			p.next += 3
			return append(vals, vals[0].Scaled(1/f).As(quantity.Share))
		}
		return vals
	case "ppm", "ppb":
		p.next++
		return append(vals, vals[0].Scaled(map[string]float64{"ppm": 1e-6, "ppb": 1e-9}[w.s]).As(quantity.Share))
	case "degrees", "degree", "c", "f":
		if w.s == "c" || strings.HasPrefix(after.s, "c") {
			return append(vals, withUnit(vals, quantity.Unit{Dim: quantity.Celsius, Factor: 1})...)
		}
		if w.s == "f" || strings.HasPrefix(after.s, "f") {
			return append(vals, withUnit(vals, quantity.Unit{Dim: quantity.Fahrenheit, Factor: 1})...)
		}
		return vals
	case "us", "hong", "australian", "canadian", "singapore", "taiwan":
		if u, ok := latinUnits[after.s]; ok && u.Money != "" || strings.HasPrefix(after.s, "dollar") {
			return withUnit(vals, quantity.Money(map[string]string{"us": "USD", "hong": "HKD", "australian": "AUD", "canadian": "CAD", "singapore": "SGD", "taiwan": "TWD"}[w.s]))
		}
		if w.s == "hong" {
			return vals
		}
	}
	u, ok := latinUnits[w.s]
	switch {
	case ok && hundredths[w.s] && w.flows():
		p.next++
		return append(withUnit(vals, u), vals[0].Scaled(.01))
	case !ok && (w.s == "€" || w.s == "$" || w.s == "£"):
		return withUnit(vals, quantity.Money(quantity.Signs[w.s]))
	case !ok && (w.s == "pound" || w.s == "pounds"):
		return append(withUnit(vals, quantity.Money("GBP")), withUnit(vals, quantity.Tonne.Times(.000453592))...)
	case !ok || !w.flows():
		return vals
	case square > 0 && u.Dim == quantity.Length:
		return withUnit(vals, quantity.Measure(quantity.Area, u.Factor*u.Factor))
	case w.s == "second" || w.s == "an":
		return append(vals, withUnit(vals, u)...)
	}
	p.next++
	if u == latinUnits["litre"] && (rainy(ts, p.next) || rainy(ts, p.next+1)) {
		return append(withUnit(vals, u), withUnit(vals, quantity.Metre.Times(.001))...)
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

func withUnit(vals []quantity.Value, u quantity.Unit) []quantity.Value {
	out := make([]quantity.Value, len(vals))
	for i, v := range vals {
		out[i] = v
		if v.Kind == quantity.Count {
			out[i].Unit = u
		}
	}
	return out
}

// currencies are the codes (ISO 4217) that stand before a number.
var currencies = set("USD EUR GBP JPY CNY HKD TWD KRW INR RUB AUD CAD SGD NZD CHF THB PHP MYR VND IDR")

var hundredths = set("cent cents pence fen")

var Signs = map[string]string{"$": "$", "£": "GBP", "€": "EUR", "¥": "¥", "￥": "¥", "₩": "KRW", "₹": "INR"}

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
	return quantity.Signs[w.s]
}

// clock reads 8pm, 3.30 p.m., 20:00, 8 o'clock.
func (lx *lexicon) clock(ts []token, p *phrase) ([]quantity.Value, bool) {
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
	return []quantity.Value{quantity.Written(quantity.Clock, mins)}, true
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

var latinUnits = map[string]quantity.Unit{
	"dollar": quantity.Money("$"), "dollars": quantity.Money("$"), "usd": quantity.Money("USD"), "euro": quantity.Money("EUR"), "euros": quantity.Money("EUR"), "eur": quantity.Money("EUR"),
	"sterling": quantity.Money("GBP"), "gbp": quantity.Money("GBP"), "yen": quantity.Money("JPY"), "yuan": quantity.Money("CNY"), "renminbi": quantity.Money("CNY"), "rmb": quantity.Money("CNY"),
	"cny": quantity.Money("CNY"), "won": quantity.Money("KRW"), "rouble": quantity.Money("RUB"), "roubles": quantity.Money("RUB"), "ruble": quantity.Money("RUB"), "rubles": quantity.Money("RUB"),
	"rupee": quantity.Money("INR"), "rupees": quantity.Money("INR"), "baht": quantity.Money("THB"), "peso": quantity.Money("PHP"), "pesos": quantity.Money("PHP"), "ringgit": quantity.Money("MYR"),
	"cents": quantity.Money("$"), "cent": quantity.Money("$"), "pence": quantity.Money("GBP"), "fen": quantity.Money("CNY"), "francs": quantity.Money("CHF"),
	"km": quantity.Metre.Times(1000), "kms": quantity.Metre.Times(1000), "kilometre": quantity.Metre.Times(1000), "kilometres": quantity.Metre.Times(1000), "kilometer": quantity.Metre.Times(1000), "kilometers": quantity.Metre.Times(1000),
	"kilomètres": quantity.Metre.Times(1000), "mile": quantity.Metre.Times(1609.34), "miles": quantity.Metre.Times(1609.34), "mi": quantity.Metre.Times(1609.34),
	"metre": quantity.Metre, "metres": quantity.Metre, "meter": quantity.Metre, "meters": quantity.Metre, "mètres": quantity.Metre, "foot": quantity.Metre.Times(.3048), "feet": quantity.Metre.Times(.3048), "ft": quantity.Metre.Times(.3048),
	"inch": quantity.Metre.Times(.0254), "inches": quantity.Metre.Times(.0254), "cm": quantity.Metre.Times(.01), "centimetres": quantity.Metre.Times(.01), "mm": quantity.Metre.Times(.001), "nm": quantity.Metre.Times(1e-9), "nanometre": quantity.Metre.Times(1e-9), "nanometer": quantity.Metre.Times(1e-9),
	"hectare": quantity.Measure(quantity.Area, 1e4), "hectares": quantity.Measure(quantity.Area, 1e4), "acre": quantity.Measure(quantity.Area, 4046.86), "acres": quantity.Measure(quantity.Area, 4046.86), "hektar": quantity.Measure(quantity.Area, 1e4),
	"tonne": quantity.Tonne, "tonnes": quantity.Tonne, "ton": quantity.Tonne, "tons": quantity.Tonne, "tonnen": quantity.Tonne, "kg": quantity.Tonne.Times(.001), "kilogram": quantity.Tonne.Times(.001), "kilograms": quantity.Tonne.Times(.001), "kilos": quantity.Tonne.Times(.001),
	"lb": quantity.Tonne.Times(.000453592), "lbs": quantity.Tonne.Times(.000453592), "gram": quantity.Tonne.Times(1e-6), "grams": quantity.Tonne.Times(1e-6), "ounces": quantity.Tonne.Times(2.83495e-5),
	"litre": quantity.Measure(quantity.Volume, 1), "litres": quantity.Measure(quantity.Volume, 1), "liter": quantity.Measure(quantity.Volume, 1), "liters": quantity.Measure(quantity.Volume, 1), "gallon": quantity.Measure(quantity.Volume, 3.78541), "gallons": quantity.Measure(quantity.Volume, 3.78541),
	"mph": quantity.Metre.Times(1609.34), "kph": quantity.Metre.Times(1000), "kmh": quantity.Metre.Times(1000), "knots": quantity.Metre.Times(1852), "knot": quantity.Metre.Times(1852),
	"second": quantity.Day.Times(1. / 86400), "seconds": quantity.Day.Times(1. / 86400), "minute": quantity.Day.Times(1. / 1440), "minutes": quantity.Day.Times(1. / 1440),
	"hour": quantity.Hour, "hours": quantity.Hour, "day": quantity.Day, "days": quantity.Day, "night": quantity.Day, "nights": quantity.Day, "week": quantity.Week, "weeks": quantity.Week, "fortnight": quantity.Week.Times(2), "month": quantity.Month, "months": quantity.Month,
	"quarter": quantity.Month.Times(3), "quarters": quantity.Month.Times(3), "year": quantity.Year, "years": quantity.Year, "yr": quantity.Year, "yrs": quantity.Year, "decade": quantity.Year.Times(10), "decades": quantity.Year.Times(10),
	"century": quantity.Year.Times(100), "centuries": quantity.Year.Times(100),
	"tag": quantity.Day, "tage": quantity.Day, "tagen": quantity.Day, "woche": quantity.Week, "wochen": quantity.Week, "monat": quantity.Month, "monate": quantity.Month, "monaten": quantity.Month, "jahr": quantity.Year, "jahre": quantity.Year, "jahren": quantity.Year, "stunden": quantity.Hour,
	"jour": quantity.Day, "jours": quantity.Day, "semaine": quantity.Week, "semaines": quantity.Week, "mois": quantity.Month, "an": quantity.Year, "ans": quantity.Year, "année": quantity.Year, "années": quantity.Year, "heures": quantity.Hour,
}
