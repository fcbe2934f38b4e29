package when

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// seeds are dates of many forms; the benchmarks read them, too.
var seeds = []string{
	"Tue, 30 Jan 2024 05:00:25 GMT", "2024-01-30T05:00:25.5+08:00", "2024-01-30 05:00:25", "2024年1月30日 下午1:05", "30. Januar 2024, 18:02 Uhr",
	"Tue Jan 30 2024 13:00:25 GMT+0800 (CST)", "30.01.2024", "January 30, 2024 5:07 p.m. EST", "30 января 2024 в 18:05", "2024-01-30T05:00:25Z",
}

func FuzzParse(f *testing.F) {
	for _, s := range append(seeds, "-03-12", "24030", "2004-július-13T9:15-05:00", "2024-W05-2", "令和6年1月30日", "1706590825", "2024-01-30 05:00 [Asia/Shanghai]") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := Parse(s, Habits{})
		switch {
		case !ok && !got.IsZero():
			t.Errorf("%q: no date, and yet %v", s, got)
		case ok && (got.Year() < 1 || got.UTC().Year() > 10_000):
			t.Errorf("%q: %v", s, got)
		}
		if again, ok2 := Parse(got.Format(time.RFC3339), Habits{}); ok && got.Year() < 10_000 && got.UTC().Year() > 0 && got.UTC().Year() < 10_000 {
			if _, offset := got.Zone(); offset%60 == 0 && (!ok2 || again.Unix() != got.Unix()) {
				t.Errorf("%q: %v, written out and read again %v", s, got, again)
			}
		}
		if p := Plain(got); !p.Equal(got) || Day(p) || Zoneless(p) {
			t.Errorf("%q: %v becomes %v", s, got, p)
		}
	})
}

func FuzzFind(f *testing.F) {
	for _, s := range seeds {
		f.Add("Published " + s + " | Updated " + s)
	}
	f.Add("Updated 30 January 2024 Published 1/2/2024 ၁")
	f.Fuzz(func(t *testing.T, s string) {
		for _, h := range []Habits{{Order: MonthFirst}, {Lang: "ja", Republic: true}, {Lang: "fa"}} {
			got, ok := Find(s, h)
			if ok && !plausible(got) {
				t.Errorf("%q: %v", s, got)
			}
			stamps := All(s, h)
			if len(stamps) > most || ok != (len(stamps) > 0) || ok && !stamps[0].At.Equal(got) {
				t.Errorf("%q: %v %v, of all %v", s, got, ok, stamps)
			}
		}
		OrderIn(s)
		LabelOf(s)
		if day, ok := InAddress(s); ok && !plausible(day) {
			t.Errorf("%q: %v", s, day)
		}
	})
}

// Every word of words.txt can be looked up, every zone is one, every country has its.
func TestWords(t *testing.T) {
	v := known()
	for s, w := range v.words {
		switch {
		case s != fold(s) && bare(s) != s || strings.ContainsAny(s, " ,"):
			t.Errorf("%q is not in the form in which it is looked up", s)
		case w.month < 0 || w.month > 12:
			t.Errorf("%q is month %d", s, w.month)
		case w.place != nil && w.place() == nil:
			t.Errorf("%q: the time zone database has no %s", s, w.zone)
		}
		if minutes, err := strconv.Atoi(w.zone); w.zone != "" && w.place == nil && (err != nil || minutes < -720 || minutes > 840 || minutes%15 != 0) {
			t.Errorf("%q: zone %q", s, w.zone)
		}
	}
	for _, p := range v.places {
		if p.zone() == nil {
			t.Errorf("%q has no zone", p.phrase)
		}
	}
	for code, c := range countries() {
		if zone, several := ZoneOf(strings.ToLower(code)); zone == nil || several != c.several {
			t.Errorf("%s has no zone", code)
		}
	}
	if zone, _ := ZoneOf("XX"); zone != nil {
		t.Error("no country has a zone")
	}
}

// A clock without a zone is read in that of the habits, and can be read in another.
func TestZonesOfHabits(t *testing.T) {
	shanghai, _ := ZoneOf("CN")
	for in, want := range map[string]string{
		"2025-07-20 18:40":          "2025-07-20T18:40:00+08:00 local",
		"20 Jul 2025 18:40:00 CST":  "2025-07-20T18:40:00+08:00",
		"20 Jul 2025 18:40:00 EST":  "2025-07-20T18:40:00-05:00",
		"20 Jul 2025 18:40:00 XKT":  "2025-07-20T18:40:00+08:00 local",
		"2025-07-20":                "2025-07-20T00:00:00Z day",
		"2025-07-20T18:40:00+02:00": "2025-07-20T18:40:00+02:00",
	} {
		got, ok := Parse(in, Habits{Zone: shanghai})
		text := got.Format(time.RFC3339)
		if Zoneless(got) {
			text += " local"
		} else if Day(got) {
			text += " day"
		}
		if !ok || text != want {
			t.Errorf("%q: %q, want %q", in, text, want)
		}
	}
	london, _ := ZoneOf("GB")
	at, _ := Parse("2025-07-20 18:40", Habits{})
	if got := In(at, london); got.Format(time.RFC3339) != "2025-07-20T18:40:00+01:00" || !Zoneless(got) {
		t.Error(got)
	}
	if given, _ := Parse("2025-07-20T18:40:00+02:00", Habits{}); !In(given, london).Equal(given) {
		t.Error("a moment was moved")
	}
}

// An abbreviation is that of the language's country.
func TestZonesOfLanguages(t *testing.T) {
	for lang, want := range map[string]string{"zh-CN": "2025-11-20T18:40:00+08:00", "en": "2025-11-20T18:40:00-06:00", "": "2025-11-20T18:40:00-06:00"} {
		if got, ok := Find("Thu Nov 20 18:40:00 CST 2025", Habits{Lang: lang}); !ok || got.Format(time.RFC3339) != want {
			t.Errorf("%s: %v", lang, got)
		}
	}
}

func TestOrderOf(t *testing.T) {
	for _, c := range []struct {
		lang, host, country string
		want                Order
	}{
		{"en", "www.a.com", "", MonthFirst}, {"en-US", "www.a.com", "", MonthFirst}, {"en-GB", "www.a.com", "", DayFirst}, {"en", "www.a.co.uk", "", DayFirst},
		{"en", "www.a.in", "", DayFirst}, {"en-US", "www.a.com.au", "", DayFirst}, {"en", "a.com", "ZA", DayFirst}, {"en", "a.ph", "", MonthFirst},
		{"es", "a.com", "", DayFirst}, {"", "a.com", "", Unknown}, {"", "a.fr", "", DayFirst}, {"zh", "a.com", "", Unknown}, {"en", "a.tv", "", MonthFirst},
	} {
		if got := OrderOf(c.lang, c.host, c.country); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
	for in, want := range map[string]Order{"on 30/1/2024": DayFirst, "1/30/2024 and 2/3/2024": MonthFirst, "2/3/2024": Unknown, "45/13/2024": Unknown, "a/b/c": Unknown, "": Unknown} {
		if got := OrderIn(in); got != want {
			t.Errorf("%q: %d", in, got)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		for _, s := range seeds {
			Parse(s, Habits{})
		}
	}
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		for _, s := range seeds {
			Find("Published: "+s+" by Ada Lin", Habits{Order: DayFirst})
		}
	}
}
