package event

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/check/quantity"
)

// measure gives numbers of which the word behind them is a unit that the readers of numbers do not know that unit.
func (s *sentenceRead) measure() {
	for i := range s.reading.Quantities {
		q := &s.reading.Quantities[i]
		if q.Sort.Dim != 0 || q.Sort.Money != "" || q.Sort.Kind != quantity.Count {
			continue
		}
		for _, h := range s.hits {
			if h.of.class != units || h.start-q.End > 1 || h.start < q.End && !(h.of.is("span") && h.start > q.Figures) || h.of.is("span") && strings.HasSuffix(s.text[:q.Start], "時") {
				continue
			}
			q.Low, q.High, q.End, q.Sort.Dim, q.Bounded = q.Low*h.of.factor(), q.High*h.of.factor(), h.end, h.of.dim(), true
			break
		}
		if q.Sort.Dim == 0 {
			s.kilo(q)
		}
		if q.Sort.Dim == 0 {
			s.borrow(i)
		}
		if q.Sort.Dim == quantity.Celsius && q.Low > 0 && s.beside(*q, "frost") {
			q.Low, q.High = -q.High, -q.Low
		}
	}
}

// kilo is the Japanese word for a thousand metres and for a thousand grams.
const kilo = "キロ"

// kilo gives a number in front of that word the dimension of the only measure that its clause names.
func (s *sentenceRead) kilo(q *check.Quantity) {
	rest, ok := strings.CutPrefix(s.text[q.End:], kilo)
	if next, _ := utf8.DecodeRuneInString(rest); !ok || unicode.Is(unicode.Katakana, next) {
		return
	}
	from, upto := s.clause(*q)
	long, heavy := false, false
	for _, h := range slices.Concat(s.hits, s.kinds) {
		if h.start >= from && h.end <= upto {
			long, heavy = long || h.of.is("long"), heavy || h.of.is("mass")
		}
	}
	switch q.End += len(kilo); {
	case long == heavy:
		q.End -= len(kilo)
	case long:
		q.Low, q.High, q.Sort.Dim, q.Bounded = q.Low*1e3, q.High*1e3, quantity.Length, true
	default:
		q.Sort.Dim, q.Bounded = quantity.Mass, true
	}
}

// borrow gives a large number behind which nothing stands in its clause the currency of the number before it: they owe 61 million yuan,
// workers say 74 million.
func (s *sentenceRead) borrow(i int) {
	q := &s.reading.Quantities[i]
	if i == 0 || q.Low < 1e5 {
		return
	}
	before := s.reading.Quantities[i-1]
	_, upto := s.clause(*q)
	if before.Sort.Money == "" || strings.IndexFunc(s.text[q.End:upto], unicode.IsLetter) >= 0 || before.High > disputed*q.Low || q.High > disputed*before.Low {
		return
	}
	q.Sort = before.Sort
}

// dimensions are the traits of entries that say in which dimension a measure is given.
var dimensions = map[string]quantity.Dim{"long": quantity.Length, "wide": quantity.Area, "mass": quantity.Mass, "volume": quantity.Volume, "span": quantity.Span, "warm": quantity.Celsius}

// ofSort reports whether a measure may be given by an amount of a sort: a length in metres, a price in money or as the share by which it
// rose. Without a trait that says so it may be by any.
func (h *head) ofSort(s check.Sort) bool {
	share := s.Kind == quantity.Share || s.Kind == quantity.Points
	known := false
	for _, t := range h.traits {
		switch d, is := dimensions[t]; {
		case is && d == s.Dim, t == "money" && (s.Money != "" || s.Dim == 0), t == "share" && share:
			return true
		case is, t == "money", t == "share":
			known = true
		}
	}
	return !known
}

// lend gives a number without a unit that of the number behind it, where the two are the ends of a range or of a change, or one stands in
// the place of the other: from 3 to 5 million yuan.
func (s *sentenceRead) lend() {
	list := s.reading.Quantities
	for i := 0; i+1 < len(list); i++ {
		q, o := &list[i], list[i+1]
		if !(&amount{Quantity: *q}).bare() || q.Person || o.Sort.Kind != quantity.Count || o.Sort.Dim == 0 && o.Sort.Money == "" || o.Start < q.End {
			continue
		}
		gap := s.text[q.End:o.Start]
		if len(strings.Fields(gap)) > lendWords || strings.ContainsAny(gap, clauseSigns) || slices.ContainsFunc(s.kinds, func(h hit) bool { return h.start >= q.End && h.end <= o.Start }) {
			continue
		}
		to := *q
		to.Sort = o.Sort
		if !s.joined(*q, o) && !(s.beside(*q, "from") && s.leads(to, o)) && !s.beside(*q, "not") && !s.beside(*q, "first") {
			continue
		}
		written := check.Quantities(strings.TrimRightFunc(s.text[o.Figures:o.End], func(r rune) bool { return !unicode.IsDigit(r) }), s.lang, time.Time{}).Quantities
		if len(written) != 1 || written[0].Low <= 0 {
			continue
		}
		for _, factor := range []float64{size(o) / size(written[0]), 1} {
			if x := size(*q) * factor; x <= lendFar*size(o) && size(o) <= lendFar*x {
				q.Low, q.High, q.Bounded, q.Sort = q.Low*factor, q.High*factor, true, o.Sort
				break
			}
		}
	}
}

// Bounds of two numbers of which one has the unit of the other.
const (
	lendWords = 3  // between them
	lendFar   = 10 // times the other
)
