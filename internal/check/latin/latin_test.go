package latin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// invented returns the reader of the language in testdata.
func invented(t *testing.T) *Reader {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "vel.txt"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := New("vel", string(data))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A further language is one file: the grammar reads its numbers, units, bounds, trends
// and dates.
func TestInventedLanguage(t *testing.T) {
	r := invented(t)
	for _, c := range []struct {
		in   string
		want quantity.Number
		v    quantity.Value
	}{
		{"plu ka 1.200,5 tona", quantity.Number{Bound: quantity.More}, quantity.Written(quantity.Count, 1200.5).In(quantity.Tonne)},
		{"minu ka dua zenta", quantity.Number{Bound: quantity.Less}, quantity.Written(quantity.Count, 200)},
		{"almaxo tia milona livra", quantity.Number{Bound: quantity.Most}, quantity.Written(quantity.Count, 3e6).In(quantity.Money("GBP"))},
		{"vinta ve penta", quantity.Number{}, quantity.Written(quantity.Count, 20)},
		{"quasa dua tera", quantity.Number{Bound: quantity.Near}, quantity.Part(2, 3)},
		{"hema", quantity.Number{}, quantity.Part(1, 2)},
		{"asceta peru 7,5 procu", quantity.Number{Trend: quantity.Rises | quantity.By}, quantity.Written(quantity.Share, .075)},
		{"casca an 3 puncu", quantity.Number{Trend: quantity.Falls | quantity.To}, quantity.Written(quantity.Count, 3)},
		{"dekani ka milona", quantity.Number{}, quantity.Value{Vague: true, Lo: 2e7, Hi: 1e8}},
		{"duasa", quantity.Number{}, quantity.Written(quantity.Ordinal, 2)},
		{"14sa", quantity.Number{}, quantity.Written(quantity.Ordinal, 14)},
		{"duplona", quantity.Number{}, quantity.Written(quantity.Multiple, 2)},
		{"circo 40 kilora", quantity.Number{Bound: quantity.About}, quantity.Written(quantity.Count, 40).In(quantity.Metre.Times(1000))},
		{"40 km", quantity.Number{}, quantity.Written(quantity.Count, 40).In(quantity.Metre.Times(1000))},
		{"3 altra", quantity.Number{Further: true}, quantity.Written(quantity.Count, 3)},
	} {
		got := quantity.Number{Alts: []quantity.Value{{}}}
		if ns := r.Read(c.in, time.Time{}).Numbers; len(ns) > 0 {
			got = ns[0]
		}
		if got.Bound != c.want.Bound || got.Trend != c.want.Trend || got.Further != c.want.Further || !alike(got.Alts[0], c.v) {
			t.Errorf("%s: got %+v, want %+v of %+v", c.in, got, c.want, c.v)
		}
	}
	s := r.Read("Lunza 14 maya 2023 ve iera, nona", time.Date(2024, 1, 30, 0, 0, 0, 0, time.UTC))
	for _, d := range []quantity.Date{{Year: 2023, Month: 5, Day: 14}, {Named: true, Weekday: time.Monday}, {Year: 2024, Month: 1, Day: 29}} {
		if !s.Calendar.Holds(d, time.Date(2024, 1, 30, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: %+v is not in %+v", s.Text, d, s.Calendar)
		}
	}
	if !s.Known || !s.Denies || s.Things != 2 {
		t.Errorf("got %+v", s)
	}
}

// alike reports whether two readings agree, the last digits of their numbers aside.
func alike(a, b quantity.Value) bool {
	near := func(x, y float64) bool { return quantity.Within(x, y, 1e-9) }
	return a.Kind == b.Kind && a.Vague == b.Vague && a.Unit.Money == b.Unit.Money && a.Unit.Dim == b.Unit.Dim &&
		near(a.Unit.Factor, b.Unit.Factor) && near(a.N, b.N) && near(a.Lo, b.Lo) && near(a.Hi, b.Hi)
}

// A file of words with mistakes is refused, and each is named with its line.
func TestMistakesInFiles(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"and: ve\n# a comment\nfruit: apple", "vel.txt:3: fruit: there is no such key"},
		{"and: ve\nand: und", "vel.txt:2: and: the key is given twice"},
		{"and:", "vel.txt:1: and: it has no words"},
		{"and", "vel.txt:1: a line that is not indented must be a key, a colon and words"},
		{"  ve", "vel.txt:1: an indented line before any key"},
		{"and: ve\n  1: una", "line 2: it takes words alone, no rows of values"},
		{"numbers: una dua", "it takes rows of a value, a colon and words"},
		{"numbers:\n  eins: una", `line 2: "eins" is no number`},
		{"numbers:\n  1 2: una", `want 1 numbers, got "1 2"`},
		{"numbers:\n  1:", "1: the row has no words"},
		{"before:\n  : plu", "line 2: the row has no value"},
		{"numbers:\n  1: una\n  2: una", `line 3: "una" is in the table twice`},
		{"before:\n  more: plu\n  less: plu", `line 3: "plu" is in the table twice`},
		{"after:\n  more: o plu, o plu", `line 2: "o plu" is in the table twice`},
		{"compounds:\n  100: zenta\n  1000: zenta", `line 3: "zenta" is in the table twice`},
		{"unit-phrases:\n  length 1: lon pa\n  length 2: lon pa", `line 3: "lon pa" is in the table twice`},
		{"denials: nona *", `line 1: "*" needs the beginning or the end of a word`},
		{"denials: nona\n  **", `"**" needs the beginning or the end of a word`},
		{"factor: per *, per", `"*" needs the beginning or the end of a word`},
		{"unit-phrases:\n  length 1: lon *", `line 2: "*" needs the beginning or the end of a word`},
		{"vague:\n  100 20: dekani", "line 2: 100 is more than 20"},
		{"relative:\n  0 -2: iera", "line 2: 0 is more than -2"},
		{"units:\n  money Pound: livra", `"Pound" is no currency: want three capitals, or a sign that several share`},
		{"units:\n  money gbp: livra", `"gbp" is no currency`},
		{"units:\n  money £: livra", `"£" is no currency`},
		{"unit-phrases:\n  money 826: livra pa", `"826" is no currency`},
		{"dollars:\n  US dollar: us", `"US dollar" is no currency`},
		{"dollar-signs:\n  US: us", `"US" is no currency`},
		{"money-before:\n  RMBY: rmb", `"RMBY" is no currency`},
		{"currency-codes: gbp euro", `"EURO" is no currency`},
		{"country: Velia", `"Velia" is no country: want two capitals`},
		{"country: vl", `"vl" is no country`},
		{"vague:\n  20: dekani", `want 2 numbers, got "20"`},
		{"before:\n  over: plu", "line 2: a bound is one of about, more, less, most, near"},
		{"before:\n  more: a b c d e", `"a b c d e" has more than 4 words`},
		{"units:\n  weight 1: tona", "a unit is money and a code, or one of length, area, mass, volume, span, celsius, fahrenheit, kelvin and a number"},
		{"units:\n  length far: tona", `"far" is no number`},
		{"months:\n  13: tredeca", "13 is no month"},
		{"weekdays:\n  7: septa", "7 is no day of the week"},
		{"moves:\n  up: asceta", "a trend is rises or falls"},
		{"periods:\n  moon: luna", "a period is one of week,"},
		{"traits: spoken", `there is no trait "spoken"`},
	} {
		_, err := New("vel", c.words)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %s", c.words, err, c.want)
		}
	}
	_, err := New("vel", "fruit: apple\nnumbers:\n  eins: una\n")
	if err == nil || strings.Count(err.Error(), "vel.txt:") != 2 {
		t.Errorf("got %v, want both mistakes", err)
	}
}

// Each key is described in all.txt, and each has words in some language.
func TestKeys(t *testing.T) {
	common, err := files.ReadFile("all.txt")
	if err != nil {
		t.Fatal(err)
	}
	var described strings.Builder
	for line := range strings.Lines(string(common)) {
		if strings.HasPrefix(line, "#") {
			described.WriteString(line)
		}
	}
	used := map[string]bool{}
	names, _ := files.ReadDir(".")
	for _, f := range names {
		data, _ := files.ReadFile(f.Name())
		entries, err := split(string(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			used[e.key] = true
		}
	}
	mentions := strings.FieldsFunc(described.String(), func(r rune) bool { return strings.ContainsRune(" ,;:()#\n", r) })
	has := map[string]bool{}
	for _, w := range mentions {
		has[w] = true
	}
	for key := range (&lexicon{}).tables() {
		if !has[key] {
			t.Errorf("%s is not described in all.txt", key)
		}
		if !used[key] {
			t.Errorf("%s has no words in any file", key)
		}
	}
}

func TestFor(t *testing.T) {
	for _, c := range []struct {
		tag, want string
		ok        bool
	}{{"", "en", true}, {"en-GB", "en", true}, {"de", "de", true}, {"FR-ca", "fr", true}, {"qaa", "en", false}, {"all", "en", false}} {
		r, ok := For(c.tag)
		if r.lx.tag != c.want || ok != c.ok || r.Read("3 men", time.Time{}).Known != c.ok {
			t.Errorf("%s: got the words of %s, %t", c.tag, r.lx.tag, ok)
		}
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"", "en", true}, {"en-GB", "EN", true}, {"de-AT", "de", true}, {"de", "del", false}, {"de", "", false}, {"qaa", "qaa-Latn", true}} {
		if Same(c.a, c.b) != c.want || Same(c.b, c.a) != c.want {
			t.Errorf("%q and %q: want %t", c.a, c.b, c.want)
		}
	}
}

func TestCountry(t *testing.T) {
	for tag, want := range map[string]string{"de": "DE", "de-CH": "DE", "fr": "FR", "en": "", "": "", "qaa": "", "del": "", "frr": ""} {
		if r, _ := For(tag); r.Country() != want {
			t.Errorf("%s: got %s", tag, r.Country())
		}
	}
	if got := invented(t).Country(); got != "VL" {
		t.Errorf("the invented language: got %s", got)
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"The minister said that it was over.", "en"},
		{"Der Minister sagte, dass es vorbei ist.", "de"},
		{"Le ministre a dit que c’est fini.", "fr"},
		{"L'an dernier", "fr"},
		{"42", "en"},
		{"", "en"},
		{"La alcaldesa de Orvane dijo que el puente y el muelle costaron 1.200 euros.", "es"},
		{"Il sindaco di Orvane ha detto che il ponte è costato 1.200 euro.", "it"},
		{"O prefeito de Orvane disse que a ponte não custou 1.200 euros em março.", "pt"},
		{"De burgemeester van Orvane zei dat het plan niet doorgaat.", "nl"},
		{"Burmistrz Orvany powiedział, że most nie jest gotowy.", "pl"},
		{"Borgmästaren sade att bron inte är färdig och att det kostar 1 200 kronor.", "sv"},
		{"Hikers rescued off Tarn ridge as storm hits northern coast on Monday.", "en"},
		{"No deal, no votes: a party on edge.", "en"},
	} {
		if got := Language(c.in); got != c.want {
			t.Errorf("%q: got %s, want %s", c.in, got, c.want)
		}
	}
}

// FuzzRead holds the grammar to what it promises of any text: each number is a part of
// the text and has a reading, each date is a part of it.
func FuzzRead(f *testing.F) {
	f.Add("More than 100,000 deaths; 30-40m in 1.2bn, two-thirds, one in five, 14th, 8.30pm on Friday, 17 October 2023")
	f.Add("Mindestens fünfundzwanzig, am 14. Mai 2023, vor zwei Jahren, 20:15 Uhr, in den 80er Jahren")
	f.Add("Près de quatre-vingt-dix-sept, le 1er mai, il y a trente ans, 300 000 personnes")
	f.Add("a a half '08 \xff $ n't €½")
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range []string{"en", "de", "fr", "qaa"} {
			r, _ := For(lang)
			for _, p := range []time.Time{{}, time.Date(2024, 1, 30, 0, 0, 0, 0, time.UTC)} {
				for _, got := range []quantity.Sentence{r.Read(s, p), r.ReadClaim(s, p, nil)} {
					for _, n := range got.Numbers {
						if n.Start < 0 || n.Start >= n.End || n.End > len(s) || n.Lead < 0 || n.Lead-1 > n.Start || len(n.Alts) == 0 {
							t.Fatalf("%s: %q: %+v", lang, s, n)
						}
					}
					for _, d := range got.Calendar.Dates {
						if d.Start < 0 || d.Start > d.End || d.End > len(s) {
							t.Fatalf("%s: %q: %+v", lang, s, d)
						}
					}
				}
			}
		}
	})
}
