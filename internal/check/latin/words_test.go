package latin

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// A row a vague word, from and up to.
func TestVagueWords(t *testing.T) {
	for _, c := range []struct {
		lang, words string
		lo, hi      float64
	}{
		{"en", "handful", 2, 7}, {"en", "few", 2, 10}, {"en", "several", 3, 10}, {"en", "couple", 2, 4}, {"en", "dozen", 11, 20},
		{"en", "teens", 13, 20}, {"en", "twenties", 20, 30}, {"en", "thirties", 30, 40}, {"en", "forties", 40, 50},
		{"en", "fifties", 50, 60}, {"en", "sixties", 60, 70}, {"en", "seventies", 70, 80}, {"en", "eighties", 80, 90},
		{"en", "nineties", 90, 100}, {"en", "tens dozens", 20, 100}, {"en", "scores", 40, 200}, {"en", "hundreds", 200, 1000},
		{"en", "thousands", 2e3, 1e4}, {"en", "millions", 2e6, 1e7}, {"en", "billions", 2e9, 1e10}, {"en", "trillions", 2e12, 1e13},
		{"de", "einige", 2, 10}, {"de", "mehrere", 3, 10}, {"de", "dutzende dutzenden", 20, 100}, {"de", "hunderte hunderten", 200, 1e3},
		{"de", "tausende tausenden", 2e3, 1e4}, {"de", "zehntausende zehntausenden", 2e4, 1e5}, {"de", "hunderttausende", 2e5, 1e6},
		{"de", "millionen", 2e6, 1e8}, {"de", "milliarden", 2e9, 1e11},
		{"fr", "plusieurs quelques", 2, 10}, {"fr", "dizaine", 8, 13}, {"fr", "douzaine", 12, 15}, {"fr", "quinzaine", 15, 20},
		{"fr", "vingtaine", 20, 25}, {"fr", "trentaine", 30, 36}, {"fr", "quarantaine", 40, 47}, {"fr", "cinquantaine", 50, 58},
		{"fr", "soixantaine", 60, 68}, {"fr", "centaine", 90, 130}, {"fr", "millier", 900, 1300}, {"fr", "dizaines", 20, 100},
		{"fr", "centaines", 200, 1e3}, {"fr", "milliers", 2e3, 1e4}, {"fr", "millions", 2e6, 1e7}, {"fr", "milliards", 2e9, 1e10},
	} {
		for w := range strings.FieldsSeq(c.words) {
			if got := readings(c.lang, w); len(got) == 0 || !got[0].Vague || got[0].Lo != c.lo || got[0].Hi != c.hi {
				t.Errorf("%s: got %+v, want from %g to %g", w, got, c.lo, c.hi)
			}
		}
	}
}

// A row a power, and what two or three of it are.
func TestPowers(t *testing.T) {
	for _, c := range []struct {
		lang, words string
		n           float64
	}{
		{"en", "hundred", 100}, {"en", "thousand k", 1e3}, {"en", "lakh lakhs", 1e5}, {"en", "million m mn mln", 1e6},
		{"en", "crore crores", 1e7}, {"en", "billion bn bln b", 1e9}, {"en", "trillion tn trn t", 1e12},
		{"en", "quadrillion", 1e15}, {"en", "quintillion", 1e18}, {"en", "dozen", 12},
		{"de", "hundert", 100}, {"de", "tausend", 1e3}, {"de", "million millionen mio", 1e6}, {"de", "milliarde milliarden mrd", 1e9},
		{"de", "billion billionen", 1e12}, {"de", "dutzend", 12},
		{"fr", "cent cents", 100}, {"fr", "mille", 1e3}, {"fr", "million millions", 1e6}, {"fr", "milliard milliards md mds", 1e9},
	} {
		for w := range strings.FieldsSeq(c.words) {
			if got := readings(c.lang, "3"+w); len(got) == 0 || got[0].Kind != quantity.Count || !quantity.Within(got[0].N, 3*c.n, 1e-9) {
				t.Errorf("%s, 3%s: got %+v, want %g", c.lang, w, got, 3*c.n)
			}
		}
	}
}

// Fractions, ordinals and multiples, a row a word.
func TestPartsAndOrdinals(t *testing.T) {
	for _, c := range []struct {
		lang, words string
		kind        quantity.Kind
		n, step     float64
	}{
		{"en", "half", quantity.Share, .5, 0},
		{"en", "thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth", quantity.Ordinal, 30, 10},
		{"en", "halved halving halve", quantity.Multiple, .5, 0},
		{"en", "doubled doubling doubles double twice twofold", quantity.Multiple, 2, 0},
		{"en", "tripled triple tripling triples trebled treble trebling threefold thrice", quantity.Multiple, 3, 0},
		{"en", "quadrupled quadruple quadrupling fourfold", quantity.Multiple, 4, 0},
		{"de", "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte", quantity.Ordinal, 1, 1},
		{"de", "ersten zweiten dritten vierten fünften", quantity.Ordinal, 1, 1},
		{"de", "zweiter dritter vierter fünfter sechster", quantity.Ordinal, 2, 1},
		{"de", "zehnten zehnter", quantity.Ordinal, 10, 0},
		{"de", "halbiert", quantity.Multiple, .5, 0}, {"de", "verdoppelt doppelt doppelte", quantity.Multiple, 2, 0},
		{"de", "verdreifacht dreifache", quantity.Multiple, 3, 0}, {"de", "vervierfacht vierfache", quantity.Multiple, 4, 0},
		{"de", "verzehnfacht", quantity.Multiple, 10, 0}, {"de", "hälfte halbe halben halber halbes", quantity.Share, .5, 0},
		{"fr", "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième", quantity.Ordinal, 1, 1},
		{"fr", "première second", quantity.Ordinal, 1, 1}, {"fr", "seconde", quantity.Ordinal, 2, 0},
		{"fr", "doublé double doubler", quantity.Multiple, 2, 0}, {"fr", "triplé triple tripler", quantity.Multiple, 3, 0},
		{"fr", "quadruplé", quantity.Multiple, 4, 0}, {"fr", "décuplé", quantity.Multiple, 10, 0}, {"fr", "moitié demi", quantity.Share, .5, 0},
	} {
		n := c.n
		for w := range strings.FieldsSeq(c.words) {
			if got := readings(c.lang, w); !has(got, c.kind, n) {
				t.Errorf("%s, %s: got %+v, want %g", c.lang, w, got, n)
			}
			n += c.step
		}
	}
	for _, c := range []struct {
		lang, two, words string
		first            float64
	}{
		{"en", "two ", "thirds quarters fifths sixths sevenths eighths ninths tenths", 3},
		{"en", "two ", "hundredths", 100}, {"en", "two ", "thousandths", 1000},
		{"de", "zwei ", "drittel viertel fünftel sechstel", 3}, {"de", "zwei ", "achtel", 8}, {"de", "zwei ", "zehntel", 10},
		{"fr", "deux ", "tiers quarts cinquièmes", 3},
	} {
		for i, w := range strings.Fields(c.words) {
			if got := readings(c.lang, c.two+w); !has(got, quantity.Share, 2/(c.first+float64(i))) {
				t.Errorf("%s%s: got %+v", c.two, w, got)
			}
		}
	}
	for w := range strings.FieldsSeq("twofold threefold fourfold fivefold sixfold sevenfold eightfold ninefold tenfold") {
		if got := readings("en", w); !has(got, quantity.Multiple, got[0].N+1) {
			t.Errorf("%s: got %+v, want one that is once more", w, got)
		}
	}
}

// A row a language: its months and its days of the week in their order.
func TestCalendarWords(t *testing.T) {
	tuesday := time.Date(2024, 1, 30, 9, 0, 0, 0, time.UTC)
	dated := func(lang, s string) []quantity.Date {
		r, _ := For(lang)
		return r.Read(s, tuesday).Calendar.Dates
	}
	for _, c := range []struct{ lang, months, days string }{
		{"en", "January February March April May June July August September October November December",
			"Sunday Monday Tuesday Wednesday Thursday Friday Saturday"},
		{"en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Sundays Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays"},
		{"de", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
			"Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"},
		{"de", "Jänner", "sonntags montags dienstags Mittwochabend Donnerstagnacht Freitagmorgen Sonnabend"},
		{"fr", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
			"dimanche lundi mardi mercredi jeudi vendredi samedi"},
	} {
		for i, m := range strings.Fields(c.months) {
			if got := dated(c.lang, "17 "+m+" 2023"); len(got) == 0 || got[0].Year != 2023 || got[0].Month != i+1 || got[0].Day != 17 {
				t.Errorf("%s: got %+v", m, got)
			}
		}
		for i, d := range strings.Fields(c.days) {
			if got := dated(c.lang, d); len(got) == 0 || !got[0].Named || got[0].Weekday != time.Weekday(i) {
				t.Errorf("%s: got %+v", d, got)
			}
		}
	}
	for i, w := range strings.Fields("twenties thirties forties fifties sixties seventies eighties nineties") {
		if got := dated("en", "the "+w); len(got) != 1 || !got[0].Decade || got[0].Year != 20+10*i {
			t.Errorf("%s: got %+v", w, got)
		}
	}
	for i, w := range strings.Fields("zwanziger dreißiger vierziger fünfziger sechziger siebziger achtziger neunziger") {
		for _, end := range []string{"", "jahre", "jahren"} {
			if got := dated("de", w+end); len(got) != 1 || !got[0].Decade || got[0].Year != 20+10*i {
				t.Errorf("%s: got %+v", w, got)
			}
		}
	}
	p := quantity.DayOf(tuesday)
	for _, c := range []struct {
		lang, words string
		from, upto  int
	}{
		{"en", "yesterday", -2, 0}, {"en", "today tonight now currently", -1, 1}, {"en", "tomorrow", 0, 2}, {"en", "overnight", -2, 1},
		{"en", "weekend", -9, 7}, {"en", "recently recent", -20, 0},
		{"de", "gestern heute morgen vorgestern vorwoche woche vorjahr jahr vormonat monat", -9, 9},
		{"fr", "hier aujourd'hui aujourd’hui demain semaine année mois", -9, 9},
	} {
		for w := range strings.FieldsSeq(c.words) {
			if got := dated(c.lang, w); len(got) != 1 || got[0].From != p+c.from || got[0].Upto != p+c.upto {
				t.Errorf("%s: got %+v", w, got)
			}
		}
	}
}

// A row a way to say the time of day.
func TestClockWords(t *testing.T) {
	for _, c := range []struct {
		lang, in string
		minutes  float64
	}{
		{"en", "8pm", 1200}, {"en", "8 p.m.", 1200}, {"en", "8am", 480}, {"en", "12 a.m.", 0}, {"en", "12pm", 720}, {"en", "8.30pm", 1230},
		{"en", "8 o'clock", 480}, {"en", "8 o’clock", 480}, {"en", "8 GMT", 480}, {"en", "20:15", 1215},
		{"en", "noon", 720}, {"en", "midnight", 0},
		{"de", "20 Uhr", 1200}, {"de", "20:15 Uhr", 1215}, {"fr", "7 h 45", 465}, {"fr", "20 h", 1200}, {"fr", "7 heures 45", 465},
	} {
		r, _ := For(c.lang)
		found := false
		for _, n := range r.Read(c.in, time.Time{}).Numbers {
			found = found || has(n.Alts, quantity.Clock, c.minutes)
		}
		if !found {
			t.Errorf("%s: got %+v, want %g", c.in, r.Read(c.in, time.Time{}).Numbers, c.minutes)
		}
	}
}

// What the words after a number say of what it counts, and what a claim may say freely.
func TestFacts(t *testing.T) {
	for _, c := range []struct{ lang, words string }{
		{"en", "other others more further additional"}, {"de", "weitere weiteren anderen andere"}, {"fr", "autres"},
	} {
		r, _ := For(c.lang)
		for w := range strings.FieldsSeq(c.words) {
			if ns := r.Read("3 "+w, time.Time{}).Numbers; len(ns) == 0 || !ns[0].Further {
				t.Errorf("3 %s: got %+v", w, ns)
			}
		}
	}
	en, _ := For("en")
	pairs := "sides countries nations leaders governments parties men presidents ministers neighbours neighbors capitals powers " +
		"companies states"
	for w := range strings.FieldsSeq(pairs) {
		if ns := en.ReadClaim("The two "+w+" met.", time.Time{}, nil).Numbers; len(ns) != 0 {
			t.Errorf("the two %s: got %+v", w, ns)
		}
	}
	if ns := en.ReadClaim("The two boats met.", time.Time{}, nil).Numbers; len(ns) != 1 {
		t.Errorf("got %+v", ns)
	}
	for _, c := range []struct {
		lang, in string
		quarter  bool
		names    quantity.Naming
	}{
		{"en", "the second quarter", true, quantity.Unnamed}, {"de", "im zweiten Quartal", true, quantity.Unnamed},
		{"fr", "au deuxième trimestre", true, quantity.Unnamed}, {"en", "the 14th five-year plan", false, quantity.FiveYearPlan},
		{"en", "the 20th party congress", false, quantity.Congress}, {"en", "the 20th National Congress", false, quantity.Congress},
		{"fr", "le 14e plan quinquennal", false, quantity.FiveYearPlan}, {"fr", "le 20e congrès", false, quantity.Congress},
	} {
		r, _ := For(c.lang)
		ns := r.Read(c.in, time.Time{}).Numbers
		if len(ns) == 0 || ns[0].Quarter != c.quarter || ns[0].Names != c.names {
			t.Errorf("%s: got %+v", c.in, ns)
		}
	}
}
