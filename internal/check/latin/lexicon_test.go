package latin

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// readings of the first number in a sentence.
func readings(lang, s string) []quantity.Value {
	r, _ := For(lang)
	if ns := r.Read(s, time.Time{}).Numbers; len(ns) > 0 {
		return ns[0].Alts
	}
	return nil
}

// has reports whether one of the readings is of the kind and worth n.
func has(vals []quantity.Value, k quantity.Kind, n float64) bool {
	for _, v := range vals {
		if v.Kind == k && !v.Vague && quantity.Within(v.N, n, 1e-9) {
			return true
		}
	}
	return false
}

// A row a counting word: each is worth what it says, and neither one more nor one less.
func TestCountingWords(t *testing.T) {
	for _, c := range []struct {
		lang  string
		first float64
		step  float64
		words string
	}{
		{"en", 0, 1, "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen" +
			" seventeen eighteen nineteen twenty"},
		{"en", 10, 10, "ten twenty thirty forty fifty sixty seventy eighty ninety"},
		{"en", 2, 0, "pair both duo couple twin twins"},
		{"en", 3, 0, "trio"},
		{"en", 1, 0, "single sole"},
		{"en", 12, 0, "dozen"},
		{"de", 2, 1, "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn" +
			" siebzehn achtzehn neunzehn zwanzig einundzwanzig"},
		{"de", 20, 10, "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert hundertzehn"},
		{"de", 1.5, 1, "anderthalb zweieinhalb dreieinhalb"},
		{"de", 2, 0, "beide beiden"},
		{"fr", 2, 1, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept" +
			" dix-huit dix-neuf vingt vingt-et-un vingt-deux"},
		{"fr", 68, 1, "soixante-huit soixante-neuf soixante-dix soixante-et-onze soixante-douze"},
		{"fr", 79, 1, "soixante-dix-neuf quatre-vingts quatre-vingt-un quatre-vingt-deux"},
		{"fr", 97, 1, "quatre-vingt-dix-sept quatre-vingt-dix-huit quatre-vingt-dix-neuf cent"},
	} {
		n := c.first
		for w := range strings.FieldsSeq(c.words) {
			got := readings(c.lang, w+" personnes")
			if !has(got, quantity.Count, n) || has(got, quantity.Count, n+1) || has(got, quantity.Count, n-1) {
				t.Errorf("%s, %s: got %+v, want %g", c.lang, w, got, n)
			}
			n += c.step
		}
	}
	for _, c := range []struct {
		kind  quantity.Kind
		first float64
		words string
	}{
		{quantity.Ordinal, 1, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth" +
			" fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"},
		{quantity.Multiple, 2, "doubled tripled quadrupled quintupled sixfold sevenfold eightfold ninefold tenfold"},
	} {
		for i, w := range strings.Fields(c.words) {
			if got := readings("en", w); len(got) == 0 || got[0].Kind != c.kind || got[0].N != c.first+float64(i) {
				t.Errorf("%s: got %+v", w, got)
			}
		}
	}
}

// A row a unit, with what it is in metres, square metres, kilograms, litres or days by
// its definition: the factors are right to a thousandth.
func TestUnits(t *testing.T) {
	for _, c := range []struct {
		lang, words string
		dim         quantity.Dim
		factor      float64
	}{
		{"en", "km kms kilometre kilometres kilometer kilometers kph kmh", quantity.Length, 1000},
		{"en", "mile miles mi mph", quantity.Length, 1609.344},
		{"en", "knot knots", quantity.Length, 1852},
		{"en", "metre metres meter meters", quantity.Length, 1},
		{"en", "foot feet ft", quantity.Length, .3048},
		{"en", "inch inches", quantity.Length, .0254},
		{"en", "cm centimetres", quantity.Length, .01},
		{"en", "mm", quantity.Length, .001},
		{"en", "nm nanometre nanometer", quantity.Length, 1e-9},
		{"en", "hectare hectares", quantity.Area, 1e4},
		{"en", "acre acres", quantity.Area, 4046.856},
		{"en", "tonne tonnes ton tons", quantity.Mass, 1000},
		{"en", "kg kilogram kilograms kilos", quantity.Mass, 1},
		{"en", "lb lbs", quantity.Mass, .45359237},
		{"en", "gram grams", quantity.Mass, .001},
		{"en", "ounces", quantity.Mass, .0283495},
		{"en", "litre litres liter liters", quantity.Volume, 1},
		{"en", "gallon gallons", quantity.Volume, 3.785412},
		{"en", "seconds", quantity.Span, 1. / 86400},
		{"en", "minute minutes", quantity.Span, 1. / 1440},
		{"en", "hour hours", quantity.Span, 1. / 24},
		{"en", "day days night nights", quantity.Span, 1},
		{"en", "week weeks", quantity.Span, 7},
		{"en", "month months", quantity.Span, 30.44},
		{"en", "year years yr yrs", quantity.Span, 365.25},
		{"en", "decade decades", quantity.Span, 3652.5},
		{"en", "century centuries", quantity.Span, 36525},
		{"de", "kilometer km", quantity.Length, 1000},
		{"de", "meter", quantity.Length, 1},
		{"de", "hektar", quantity.Area, 1e4},
		{"de", "tonne tonnen", quantity.Mass, 1000},
		{"de", "liter", quantity.Volume, 1},
		{"de", "stunden", quantity.Span, 1. / 24},
		{"de", "tag tage tagen", quantity.Span, 1},
		{"de", "woche wochen", quantity.Span, 7},
		{"de", "monat monate monaten", quantity.Span, 30.44},
		{"de", "jahr jahre jahren", quantity.Span, 365.25},
		{"fr", "kilomètres km", quantity.Length, 1000},
		{"fr", "mètres", quantity.Length, 1},
		{"fr", "hectares", quantity.Area, 1e4},
		{"fr", "tonnes", quantity.Mass, 1000},
		{"fr", "litres", quantity.Volume, 1},
		{"fr", "jour jours", quantity.Span, 1},
		{"fr", "semaine semaines", quantity.Span, 7},
		{"fr", "mois", quantity.Span, 30.44},
		{"fr", "ans année années", quantity.Span, 365.25},
	} {
		for w := range strings.FieldsSeq(c.words) {
			got := readings(c.lang, "3 "+w)
			if len(got) == 0 || got[0].N != 3 || got[0].Unit.Dim != c.dim || math.Abs(got[0].Unit.Factor/c.factor-1) > 1e-3 {
				t.Errorf("%s, 3 %s: got %+v, want %g", c.lang, w, got, c.factor)
			}
		}
	}
	for _, c := range []struct {
		in   string
		want quantity.Unit
	}{
		{"3 square miles", quantity.Measure(quantity.Area, 1609.34*1609.34)},
		{"3 cubic metres", quantity.Measure(quantity.Volume, 1000)},
		{"3 nautical miles", quantity.Measure(quantity.Length, 1852)},
		{"3 light years", quantity.Measure(quantity.Length, 9.4607e15)},
		{"$3", quantity.Money("$")}, {"US$3", quantity.Money("USD")}, {"HK$3", quantity.Money("HKD")}, {"NT$3", quantity.Money("TWD")},
		{"A$3", quantity.Money("AUD")}, {"C$3", quantity.Money("CAD")}, {"S$3", quantity.Money("SGD")},
		{"3 US dollars", quantity.Money("USD")}, {"3 Canadian dollars", quantity.Money("CAD")},
		{"£3", quantity.Money("GBP")}, {"€3", quantity.Money("EUR")}, {"¥3", quantity.Money("¥")},
		{"EUR 3", quantity.Money("EUR")}, {"Rs3", quantity.Money("INR")}, {"SFr3", quantity.Money("CHF")}, {"RMB 3", quantity.Money("CNY")},
		{"3 yen", quantity.Money("JPY")}, {"3 roubles", quantity.Money("RUB")}, {"3 pounds", quantity.Money("GBP")},
	} {
		if got := readings("en", c.in); len(got) == 0 || got[0].Unit != c.want {
			t.Errorf("%s: got %+v, want %+v", c.in, got, c.want)
		}
	}
}

// A row a bound, and the words that turn it.
func TestBounds(t *testing.T) {
	bounded := map[string]quantity.Bound{
		"": quantity.Exact, "about": quantity.About, "more": quantity.More, "less": quantity.Less, "most": quantity.Most, "near": quantity.Near,
	}
	for _, c := range []struct{ lang, in, want string }{
		{"en", "more than 30", "more"}, {"en", "more than a hundred", "more"}, {"en", "more than an hour", "more"},
		{"en", "more than $30", "more"}, {"en", "more than US$30", "more"}, {"en", "more than HK$30", "more"}, {"en", "over RMB 30", "more"},
		{"en", "does exceed 30", "more"}, {"en", "doesn't exceed 30", "most"}, {"en", "doesn’t exceed 30", "most"},
		{"en", "may not exceed 30", "most"},
		{"en", "past 30", "more"}, {"en", "their past 30 games", ""}, {"en", "slid past 30", ""},
		{"en", "30 or more", "more"}, {"en", "30 people or more", "more"}, {"en", "30 or fewer", "less"}, {"en", "30 or so", "about"},
		{"en", "fewer than 30", "less"}, {"en", "no more than 30", "most"}, {"en", "up to 30", "most"},
		{"en", "nearly 30", "near"}, {"en", "some 30", "about"}, {"en", "over, 30", "more"}, {"en", "more, than 30", ""},
		{"de", "mehr als 30", "more"}, {"de", "mindestens 30", "more"}, {"de", "weniger als 30", "less"}, {"de", "höchstens 30", "most"},
		{"de", "knapp 30", "near"}, {"de", "rund 30", "about"}, {"de", "30 oder mehr", "more"},
		{"fr", "plus de 30", "more"}, {"fr", "au moins 30", "more"}, {"fr", "moins de 30", "less"}, {"fr", "au plus 30", "most"},
		{"fr", "près de 30", "near"}, {"fr", "environ 30", "about"}, {"fr", "30 ou plus", "more"},
	} {
		r, _ := For(c.lang)
		ns := r.Read(c.in, time.Time{}).Numbers
		if len(ns) == 0 || ns[0].Bound != bounded[c.want] {
			t.Errorf("%s: got %+v, want %q", c.in, ns, c.want)
		}
	}
}

// A day of the week in an undated report is named, and cannot be placed.
func TestWeekdays(t *testing.T) {
	tuesday := time.Date(2024, 1, 30, 9, 0, 0, 0, time.UTC)
	r, _ := For("en")
	c := r.Read("It opened on Friday.", time.Time{}).Calendar
	if !c.Unclear || len(c.Dates) != 1 || !c.Dates[0].Named || c.Dates[0].From != 0 {
		t.Errorf("got %+v", c)
	}
	for _, c := range []struct{ in, want string }{
		{"on Friday", "2024-01-26 2024-02-02"},
		{"last Friday", "2024-01-26 2024-01-19"},
		{"next Friday", "2024-02-02 2024-02-09 2024-01-26"},
		{"on Tuesday", "2024-01-30 2024-02-06 2024-01-23"},
	} {
		var got []string
		for _, d := range r.Read(c.in, tuesday).Calendar.Dates {
			got = append(got, quantity.FromDay(d.From).Format("2006-01-02"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %s, want %s", c.in, got, c.want)
		}
	}
}
