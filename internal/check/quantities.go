package check

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/tally"
)

// Sort says what a Quantity is an amount of. Two of one sort can be compared.
type Sort struct {
	Kind  quantity.Kind
	Dim   quantity.Dim
	Money string          // ISO 4217, or a sign that several currencies share
	Per   quantity.Period // so many a day; 0: none is said
}

// Quantity is an amount that a sentence gives. Places in an order, dates, hours and ages are none.
type Quantity struct {
	Start, End int // in bytes, with its unit and the words that bound it
	Figures    int // where the number itself starts
	Sort       Sort
	Low, High  float64 // what it means, in metres, square metres, kilograms, litres, days, degrees Celsius; infinite where it has no bound
	Bounded    bool    // the words bound it, or it is round: Low and High are not what is written
	Person     bool    // it surely counts people
	Part       bool    // only some are meant of so many
	Further    bool    // what it counts comes on top of others
	Change     bool    // it is the amount of a rise or a fall
	Quoted     bool    // it stands within quotation marks
}

// Reading is what Quantities reads in a sentence.
type Reading struct {
	Quantities []Quantity
	Years      []int // that it names in figures
	Question   bool
}

// Quantities reads the amounts of a sentence of a report in a language (BCP 47) strictly, as those of a digest are read.
func Quantities(s, lang string, published time.Time) Reading {
	s = bounded(s)
	var read quantity.Sentence
	if tally.Knows(lang) {
		read = quantity.Sentence{Text: s, Numbers: tally.Read(s, lang), Known: true}
	} else {
		read = readerOf(s, lang).ReadClaim(s, published, nil)
	}
	out := Reading{Question: strings.HasSuffix(strings.TrimRight(s, " »”\"」』"), "?") || strings.ContainsAny(s, "？؟"), Years: yearsIn(s)}
	if !read.Known {
		return out
	}
	quotes := quotesIn(s)
	for i, n := range read.Numbers {
		q, ok := quantityOf(read, n)
		if i > 0 && read.Numbers[i-1].Start == n.Start && len(out.Quantities) > 0 { // the other end of a range
			last := &out.Quantities[len(out.Quantities)-1]
			if ok && last.Sort == q.Sort {
				last.Low, last.High, last.Bounded = min(last.Low, q.Low), max(last.High, q.High), true
			}
			continue
		}
		if !ok {
			continue
		}
		q.Quoted = slices.ContainsFunc(quotes, func(o quote) bool { return q.Start >= o.start && q.Start < o.end })
		out.Quantities = append(out.Quantities, q)
	}
	return out
}

// quantityOf makes an amount of a number. Not ok: it is none.
func quantityOf(s quantity.Sentence, n quantity.Number) (Quantity, bool) {
	if len(n.Alts) == 0 || s.Calendar.Covers(n) || n.Score || n.Rate || n.Names != quantity.Unnamed || n.Quarter {
		return Quantity{}, false
	}
	v := n.Alts[0]
	if v.Loose || v.Kind != quantity.Count && v.Kind != quantity.Share && v.Kind != quantity.Points { // a third may be 35 or 31 per cent
		return Quantity{}, false
	}
	q := Quantity{
		Start: n.Start, End: n.End, Figures: n.Start, Person: v.Thing == quantity.Person, Part: n.Part, Further: n.Further,
		Change: n.Trend&quantity.By != 0, Sort: Sort{Kind: v.Kind, Dim: v.Unit.Dim, Money: v.Unit.Money, Per: n.Per},
	}
	if n.Lead > 0 {
		q.Start = n.Lead - 1
	}
	q.Low, q.High, q.Bounded = extentOf(v, n.Bound)
	q.Low, q.High, q.Sort.Dim = inBase(v, q.Low, q.High)
	return q, true
}

// extentOf is what a value with its bound may mean: without a word a round number may have been rounded, and an open bound has
// no other end.
func extentOf(v quantity.Value, b quantity.Bound) (low, high float64, bounded bool) {
	switch {
	case v.Vague || v.Spread:
		return v.Lo, v.Hi, true
	case b == quantity.More && v.Hi > v.N: // 三百多 are fewer than four hundred
		return v.N, v.Hi, true
	case b == quantity.More:
		return v.N, math.Inf(1), true
	case b == quantity.Less || b == quantity.Most:
		return math.Inf(-1), v.N, true
	case b != quantity.Exact:
		low, high, _ = v.Interval(b)
		if b == quantity.About {
			low, high = min(low, v.N-v.Step/2), max(high, v.N+v.Step/2)
		}
		return low, high, true
	case v.Unit.Dim != 0 || v.Unit.Money != "" || v.Kind != quantity.Count || v.Step >= 100 || v.Step >= 10 && v.N >= 200:
		return v.N - v.Step/2.01, v.N + v.Step/2.01, false
	}
	return v.N, v.N, false
}

// inBase converts the ends of an extent to the unit of its dimension.
func inBase(v quantity.Value, low, high float64) (float64, float64, quantity.Dim) {
	sign := 1.0
	if v.Sign == quantity.Below {
		sign = -1
	}
	switch d := v.Unit.Dim; d {
	case 0:
		return low, high, 0
	case quantity.Celsius, quantity.Fahrenheit, quantity.Kelvin:
		low, high = low*sign, high*sign
		switch d {
		case quantity.Fahrenheit:
			low, high = (low-32)/1.8, (high-32)/1.8
		case quantity.Kelvin:
			low, high = low-zeroCelsius, high-zeroCelsius
		}
		return min(low, high), max(low, high), quantity.Celsius
	default:
		return low * v.Unit.Factor, high * v.Unit.Factor, d
	}
}

// zeroCelsius is the freezing point of water in kelvins.
const zeroCelsius = 273.15

// goesOn reports whether a number goes on behind its first figures, in groups or with decimals.
func goesOn(s string) bool {
	return len(s) > 1 && (s[0] == ',' || s[0] == '.') && s[1] >= '0' && s[1] <= '9'
}

// yearsIn are the years that a sentence names in four figures.
func yearsIn(s string) []int {
	var out []int
	for i := 0; i < len(s); {
		end := i
		for end < len(s) && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		if end-i == 4 && (s[i:i+2] == "19" || s[i:i+2] == "20") && (i == 0 || !strings.ContainsAny(s[i-1:i], ".,$€£")) && !goesOn(s[end:]) {
			out = append(out, int(s[i]-'0')*1000+int(s[i+1]-'0')*100+int(s[i+2]-'0')*10+int(s[i+3]-'0'))
		}
		i = max(end, i+1)
	}
	return out
}
