package render

import (
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// unitNames are the names of a unit for one and for more of it; a name with %s has the
// number in its place.
type unitNames struct {
	unit      quantity.Unit
	one, many string
}

// latinWords are the words of a rendering in a language of Latin script.
type latinWords struct {
	point, group string
	magnitudes   []magnitude
	singular     map[string]string // of a magnitude, before one: 1 Million
	bounds       map[quantity.Bound]string
	atLeast      string
	below        string
	orLess       string // behind a number
	percent      string
	points       [2]string // one, more
	basis        [2]string
	units        []unitNames
	age          string
	speed        string
	bases        map[string]string
	joint        string // between the ends of a range
	months       []string
	weekdays     []string
	day          func(d, m string) string
	decade       string
	turns        map[quantity.Period][3]string
	ratios       map[[2]int]string // fractions in words
	outOf        string            // of the n things that are m
	grown        map[int]string
	more         string // before grown
	some         map[string]string
	vagueOf      string // between one of some and its unit
	quarter      func(n int) string
	halves       [2]string
	clock        func(h, m int) string
}

// write puts what is said into the words of a language.
func (w *latinWords) write(s Said, published time.Time) string {
	switch s.Form {
	case Day:
		return w.date(s.Date)
	case Turn:
		if s.Of.Step < -1 || s.Of.Step > 1 || w.turns[s.Of.Of][0] == "" {
			return ""
		}
		name := w.turns[s.Of.Of][s.Of.Step+1]
		if d := w.date(turned(s.Of, published)); d != "" {
			return name + " (" + d + ")"
		}
		return name
	case Quarter:
		return w.quarter(int(s.Value.N))
	case Half:
		return w.halves[int(s.Value.N)-1]
	case Fraction:
		if words := w.ratios[[2]int{int(s.Value.N), int(s.Value.Hi)}]; words != "" {
			return w.bound(s) + words
		}
		return ""
	case OutOf:
		return strings.NewReplacer("{n}", figures(s.Value.N, w.point), "{m}", figures(s.Upto.N, w.point)).Replace(w.outOf)
	case Grown:
		return w.multiplied(s)
	case Amount, Age, Speed:
		return w.amount(s)
	}
	return ""
}

func (w *latinWords) bound(s Said) string {
	switch {
	case s.Bound == quantity.Exact, s.Bound == quantity.Less && s.Inclusive:
		return ""
	case s.Bound == quantity.More && s.Inclusive:
		return w.atLeast + " "
	case s.Bound == quantity.Less && s.Below:
		return w.below + " "
	}
	return w.bounds[s.Bound] + " "
}

func (w *latinWords) multiplied(s Said) string {
	words := w.grown[int(s.Value.N*2)]
	switch {
	case words == "" || s.Bound != quantity.Exact && s.Bound != quantity.More && s.Bound != quantity.Near:
		return ""
	case s.Bound == quantity.More:
		return w.more + words
	}
	return w.bound(s) + words
}

func (w *latinWords) amount(s Said) string {
	first := w.value(s.Value, s)
	if s.ranged() && s.From {
		return ""
	}
	if s.ranged() {
		first = w.number(s.Value)
		if s.Upto.Kind == quantity.Share {
			first = figures(s.Value.N*100, w.point)
		}
		second := w.value(s.Upto, s)
		if second == "" || s.Bound != quantity.Exact && s.Bound != quantity.About || !writable(s.Value.N) {
			return ""
		}
		first += w.joint + second
	}
	if first == "" {
		return ""
	}
	out := w.bound(s) + first
	if s.Bound == quantity.Less && s.Inclusive {
		out += " " + w.orLess
	}
	if s.Form == Speed {
		return out + w.speed
	}
	if s.Base.Of != "" {
		base, ok := w.bases[s.Base.Of]
		if !ok || s.Thing != "" {
			return ""
		}
		return out + " " + base
	}
	return out
}

// value writes a value with its unit; empty: it cannot be written.
func (w *latinWords) value(v quantity.Value, s Said) string {
	number := ""
	switch {
	case v.Vague:
		return w.vague(v)
	case !writable(v.N):
		return ""
	case v.Kind == quantity.Share:
		return figures(v.N*100, w.point) + w.percent
	case v.Kind == quantity.Points && s.Basis:
		return figures(v.N*100, w.point) + " " + plural(w.basis, v.N*100)
	case v.Kind == quantity.Points:
		return figures(v.N, w.point) + " " + plural(w.points, v.N)
	case v.Kind == quantity.Clock:
		return w.clock(int(v.N)/60, int(v.N)%60)
	default:
		number = w.number(v)
	}
	switch {
	case s.Form == Age:
		return strings.Replace(w.age, "%s", number, 1)
	case v.Unit == (quantity.Unit{}):
		return number
	}
	return w.counted(number, v)
}

// vague writes what has no number: hundreds of millions of yuan.
func (w *latinWords) vague(v quantity.Value) string {
	number := w.some[some(v)]
	if number == "" || v.Unit == (quantity.Unit{}) {
		return number
	}
	name := ""
	for _, u := range w.units {
		if u.unit.Money == v.Unit.Money && u.unit.Dim == v.Unit.Dim && near(v.Unit.Factor, u.unit.Factor) {
			name = strings.TrimPrefix(u.many, "%s ")
		}
	}
	switch {
	case name == "", strings.Contains(name, "%s"): // its sign needs a number
		return ""
	case v.Lo >= 10:
		return number + w.vagueOf + name
	}
	return number + " " + name
}

// counted writes a number with the name of its unit.
func (w *latinWords) counted(number string, v quantity.Value) string {
	for _, u := range w.units {
		if u.unit.Money != v.Unit.Money || u.unit.Dim != v.Unit.Dim || !near(v.Unit.Factor, u.unit.Factor) {
			continue
		}
		name := u.many
		if v.N == 1 && !v.Vague {
			name = u.one
		}
		if strings.Contains(name, "%s") {
			return strings.Replace(name, "%s", number, 1)
		}
		return number + " " + name
	}
	return ""
}

func plural(names [2]string, n float64) string {
	if n == 1 {
		return names[0]
	}
	return names[1]
}

func (w *latinWords) number(v quantity.Value) string {
	for _, m := range w.magnitudes {
		if v.N >= m.worth && decimals(v.N/m.worth) <= 3 {
			n, word := v.N/m.worth, m.word
			if one := w.singular[word]; one != "" && n == 1 {
				word = one
			}
			return figures(n, w.point) + " " + word
		}
	}
	return grouped(v.N, w.group, w.point)
}

func (w *latinWords) date(d quantity.Date) string {
	if d.Decade {
		return strings.Replace(w.decade, "%s", strconv.Itoa(d.Year), 1)
	}
	out := ""
	switch {
	case d.Month != 0 && d.Day != 0:
		out = w.day(strconv.Itoa(d.Day), w.months[d.Month-1])
	case d.Month != 0:
		out = w.months[d.Month-1]
	case d.Day != 0:
		return ""
	}
	if d.Year != 0 {
		out = strings.TrimSpace(out + " " + strconv.Itoa(d.Year))
	}
	if d.Named && out == "" {
		return w.weekdays[d.Weekday]
	}
	return out
}

var inEnglish = latinWords{
	point: ".", group: ",",
	magnitudes: []magnitude{{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}},
	bounds:     map[quantity.Bound]string{quantity.About: "about", quantity.More: "more than", quantity.Less: "less than", quantity.Most: "up to", quantity.Near: "nearly"},
	atLeast:    "at least", below: "below", orLess: "or less", percent: "%",
	points: [2]string{"percentage point", "percentage points"}, basis: [2]string{"basis point", "basis points"},
	units: []unitNames{
		money("USD", "$%s"), money("EUR", "€%s"), money("GBP", "£%s"), money("CNY", "%s yuan"), money("JPY", "%s yen"), money("HKD", "HK$%s"), money("TWD", "NT$%s"),
		money("KRW", "%s won"), money("RUB", "%s roubles"), money("INR", "%s rupees"), money("AUD", "A$%s"), money("CAD", "C$%s"), money("SGD", "S$%s"), money("THB", "%s baht"),
		money("PHP", "%s pesos"), money("MYR", "%s ringgit"), money("CHF", "%s Swiss francs"),
		{measure(quantity.Length, 1000), "kilometre", "kilometres"}, {measure(quantity.Length, 1609.34), "mile", "miles"}, {measure(quantity.Length, 1852), "nautical mile", "nautical miles"},
		{measure(quantity.Length, 1), "metre", "metres"}, {measure(quantity.Length, .3048), "foot", "feet"}, {measure(quantity.Length, .01), "cm", "cm"}, {measure(quantity.Length, .001), "mm", "mm"},
		{measure(quantity.Area, 1e6), "square kilometre", "square kilometres"}, {measure(quantity.Area, 1), "square metre", "square metres"}, {measure(quantity.Area, 1e4), "hectare", "hectares"},
		{measure(quantity.Area, 4046.86), "acre", "acres"}, {measure(quantity.Mass, 1000), "tonne", "tonnes"}, {measure(quantity.Mass, 1), "kilogram", "kilograms"}, {measure(quantity.Mass, .001), "gram", "grams"},
		{measure(quantity.Volume, 1), "litre", "litres"}, {measure(quantity.Volume, 1000), "cubic metre", "cubic metres"}, {quantity.Unit{Dim: quantity.Celsius, Factor: 1}, "degree Celsius", "degrees Celsius"},
		{quantity.Unit{Dim: quantity.Fahrenheit, Factor: 1}, "degree Fahrenheit", "degrees Fahrenheit"}, {quantity.Day.Times(1. / 86400), "second", "seconds"}, {quantity.Day.Times(1. / 1440), "minute", "minutes"},
		{quantity.Hour, "hour", "hours"}, {quantity.Day, "day", "days"}, {quantity.Week, "week", "weeks"}, {quantity.Month, "month", "months"}, {quantity.Year, "year", "years"},
	},
	age: "%s years old", speed: " an hour",
	bases:  map[string]string{"day": "a day", "year": "a year", "month": "a month", "week": "a week", "hour": "an hour", "minute": "a minute", "share": "a share", "barrel": "a barrel", "tonne": "a tonne", "person": "per person", "night": "a night"},
	joint:  " to ",
	months: strings.Fields("January February March April May June July August September October November December"), weekdays: strings.Fields("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
	day: func(d, m string) string { return d + " " + m }, decade: "the %ss",
	turns:   map[quantity.Period][3]string{quantity.AWeek: {"last week", "this week", "next week"}, quantity.AMonth: {"last month", "this month", "next month"}, quantity.AYear: {"last year", "this year", "next year"}},
	ratios:  map[[2]int]string{{1, 2}: "half", {1, 3}: "a third", {2, 3}: "two-thirds", {1, 4}: "a quarter", {3, 4}: "three-quarters", {1, 5}: "a fifth", {2, 5}: "two-fifths", {3, 5}: "three-fifths", {4, 5}: "four-fifths", {1, 10}: "a tenth"},
	vagueOf: " of ",
	outOf:   "{n} of the {m}", grown: map[int]string{1: "halved", 4: "doubled", 6: "tripled", 8: "quadrupled"}, more: "more than ",
	some: map[string]string{"数": "several", "数十": "dozens", "数百": "hundreds", "数千": "thousands", "数万": "tens of thousands", "数十万": "hundreds of thousands", "数百万": "millions", "数千万": "tens of millions",
		"数亿": "hundreds of millions", "数十亿": "billions", "数百亿": "tens of billions", "数千亿": "hundreds of billions", "数万亿": "trillions"},
	quarter: func(n int) string { return []string{"first", "second", "third", "fourth"}[n-1] + " quarter" },
	halves:  [2]string{"first half of the year", "second half of the year"},
	clock:   func(h, m int) string { return strconv.Itoa(h) + ":" + two(m) },
}

var inGerman = latinWords{
	point: ",", group: ".",
	magnitudes: []magnitude{{1e12, "Billionen"}, {1e9, "Milliarden"}, {1e6, "Millionen"}},
	singular:   map[string]string{"Billionen": "Billion", "Milliarden": "Milliarde", "Millionen": "Million"},
	bounds:     map[quantity.Bound]string{quantity.About: "rund", quantity.More: "mehr als", quantity.Less: "weniger als", quantity.Most: "bis zu", quantity.Near: "fast"},
	atLeast:    "mindestens", below: "unter", orLess: "\x00", percent: " Prozent",
	points: [2]string{"Prozentpunkt", "Prozentpunkte"}, basis: [2]string{"Basispunkt", "Basispunkte"},
	units: []unitNames{
		money("USD", "%s Dollar"), money("EUR", "%s Euro"), money("GBP", "%s Pfund"), money("CNY", "%s Yuan"), money("JPY", "%s Yen"), money("KRW", "%s Won"), money("RUB", "%s Rubel"), money("INR", "%s Rupien"), money("THB", "%s Baht"),
		{measure(quantity.Length, 1000), "Kilometer", "Kilometer"}, {measure(quantity.Length, 1609.34), "Meile", "Meilen"}, {measure(quantity.Length, 1), "Meter", "Meter"}, {measure(quantity.Area, 1e4), "Hektar", "Hektar"},
		{measure(quantity.Area, 1e6), "Quadratkilometer", "Quadratkilometer"}, {measure(quantity.Mass, 1000), "Tonne", "Tonnen"}, {measure(quantity.Mass, 1), "Kilogramm", "Kilogramm"}, {measure(quantity.Volume, 1), "Liter", "Liter"},
		{quantity.Day.Times(1. / 1440), "Minute", "Minuten"}, {quantity.Hour, "Stunde", "Stunden"}, {quantity.Day, "Tag", "Tage"}, {quantity.Week, "Woche", "Wochen"}, {quantity.Month, "Monat", "Monate"}, {quantity.Year, "Jahr", "Jahre"},
	},
	age: "%s Jahre alt", speed: " pro Stunde",
	bases:  map[string]string{"day": "pro Tag", "year": "pro Jahr", "month": "pro Monat", "week": "pro Woche", "hour": "pro Stunde", "minute": "pro Minute", "share": "je Aktie", "barrel": "je Barrel", "tonne": "je Tonne", "person": "pro Person", "night": "pro Nacht"},
	joint:  " bis ",
	months: strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"), weekdays: strings.Fields("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"),
	day: func(d, m string) string { return d + ". " + m }, decade: "%ser Jahre",
	turns:   map[quantity.Period][3]string{quantity.AWeek: {"vergangene Woche", "diese Woche", "nächste Woche"}, quantity.AMonth: {"vergangener Monat", "dieser Monat", "nächster Monat"}, quantity.AYear: {"vergangenes Jahr", "dieses Jahr", "nächstes Jahr"}},
	ratios:  map[[2]int]string{{1, 2}: "die Hälfte", {1, 3}: "ein Drittel", {2, 3}: "zwei Drittel", {1, 4}: "ein Viertel", {3, 4}: "drei Viertel", {1, 5}: "ein Fünftel", {2, 5}: "zwei Fünftel", {3, 5}: "drei Fünftel", {4, 5}: "vier Fünftel", {1, 10}: "ein Zehntel"},
	vagueOf: " ",
	outOf:   "{n} der {m}", grown: map[int]string{1: "halbiert", 4: "verdoppelt", 6: "verdreifacht", 8: "vervierfacht"}, more: "mehr als ",
	some:    map[string]string{"数": "mehrere", "数十": "Dutzende", "数百": "Hunderte", "数千": "Tausende", "数万": "Zehntausende", "数十万": "Hunderttausende", "数百万": "Millionen", "数十亿": "Milliarden"},
	quarter: func(n int) string { return []string{"erstes", "zweites", "drittes", "viertes"}[n-1] + " Quartal" },
	halves:  [2]string{"erstes Halbjahr", "zweites Halbjahr"},
	clock:   func(h, m int) string { return strconv.Itoa(h) + "." + two(m) + " Uhr" },
}

func money(code, form string) unitNames { return unitNames{quantity.Money(code), form, form} }

// two writes minutes.
func two(m int) string {
	if m < 10 {
		return "0" + strconv.Itoa(m)
	}
	return strconv.Itoa(m)
}
