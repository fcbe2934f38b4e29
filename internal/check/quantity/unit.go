package quantity

import "slices"

// Unit is what a number counts, where that is money or can be converted. The zero value
// is anything else.
type Unit struct {
	Money  string  // ISO 4217; "$" and "¥" where only the sign is given
	Dim    Dim     // what is measured; 0: nothing that can be converted
	Factor float64 // in metres, square metres, kilograms, litres, days
}

// Thing is what is counted, where it is named by a word that counts nothing else. People
// and objects are never metres, tonnes or money.
type Thing uint8

const (
	Unnamable Thing = iota // it may be anything
	Person
	Object
)

// other reports whether two counts are of things that cannot be the same.
func (v Value) other(c Value) bool {
	measured := func(u Unit) bool { return u.Money != "" || u.Dim != 0 }
	return c.Thing != Unnamable && measured(v.Unit) || v.Thing != Unnamable && measured(c.Unit)
}

// Dim is what a unit measures.
type Dim uint8

const (
	Length Dim = iota + 1
	Area
	Mass
	Volume
	Span // time
	Celsius
	Fahrenheit
	Kelvin
)

// The units that grammars name. Months and years are mean ones (30.44 and 365.25 days).
var (
	Metre = Unit{Dim: Length, Factor: 1}
	Tonne = Unit{Dim: Mass, Factor: 1000}
	Hour  = Unit{Dim: Span, Factor: 1. / 24}
	Day   = Unit{Dim: Span, Factor: 1}
	Week  = Unit{Dim: Span, Factor: 7}
	Month = Unit{Dim: Span, Factor: 30.44}
	Year  = Unit{Dim: Span, Factor: 365.25}

	LightYear = Unit{Dim: Length, Factor: 9.4607e15}
)

// Money is a unit of a currency, by its code in ISO 4217 or a sign that several share.
func Money(code string) Unit { return Unit{Money: code} }

// Measure is a unit of dimension d that is f of the dimension's own unit (see Factor).
func Measure(d Dim, f float64) Unit { return Unit{Dim: d, Factor: f} }

// Times returns a unit that is f times as large.
func (u Unit) Times(f float64) Unit { u.Factor *= f; return u }

// Signs maps the signs of currencies to what they say of the currency, in all scripts.
var Signs = map[string]string{"$": "$", "£": "GBP", "€": "EUR", "¥": "¥", "￥": "¥", "₩": "KRW", "₹": "INR",
	"₦": "NGN", "₱": "PHP", "฿": "THB", "₺": "TRY", "₴": "UAH", "₫": "VND", "₽": "RUB", "₪": "ILS", "₵": "GHS", "₸": "KZT", "৳": "BDT", "¤": "¤"}

// signed are the currencies that each ambiguous sign may mean.
var signed = map[string][]string{
	"$":   {"USD", "HKD", "TWD", "AUD", "CAD", "SGD", "NZD"},
	"¥":   {"CNY", "JPY"},
	"PHP": {"MXN", "ARS", "CLP", "COP"},        // pesos, of which the country is often left out
	"¤":   {"SEK", "NOK", "DKK", "ISK", "CZK"}, // the crowns of several countries, which have no sign
}

// sameMoney reports whether two amounts may be in one currency.
func sameMoney(a, b string) bool {
	return a == b || a == "" || b == "" || slices.Contains(signed[a], b) || slices.Contains(signed[b], a)
}

// converted returns v in the claim's unit; worked says that it had to be calculated.
// Not ok: the two cannot mean the same.
func (v Value) converted(c Unit) (out Value, worked, ok bool) {
	u := v.Unit
	switch {
	case u == c:
		return v, false, true
	case u.Dim == 0 && c.Dim == 0:
		return v.In(c), false, sameMoney(u.Money, c.Money)
	case u.Money != "" || c.Money != "":
		return v, false, false
	case u.Dim == 0 || c.Dim == 0:
		return v.In(c), false, true
	}
	return v.Scaled(u.Factor / c.Factor).In(c), true, u.Dim == c.Dim
}
