package story

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestWordEnds(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"3.5 percent", []string{"3.5", "percent"}},
		{"2,400 tons.", []string{"2,400", "tons"}},
		{"1.234.567,89 crowns", []string{"1.234.567,89", "crowns"}},
		{"in 2024. Then", []string{"in", "2024", "then"}},
		{"4, 5 and 6.", []string{"4", "5", "and", "6"}},
		{"room 4.b", []string{"room", "4", "b"}},
		{"v.2 of it", []string{"v", "2", "of", "it"}},
		{".5", []string{"5"}},
		{"5.", []string{"5"}},
		{"Halden's boats", []string{"halden", "boats"}},
		{"Halden’s boats", []string{"halden", "boats"}},
		{"Zoë de\u0301ja", []string{"zoë", "d\u00e9ja"}},
		{"3月渡轮", []string{"3", "月渡", "渡轮"}},
		{"船", []string{"船"}},
	} {
		var got []string
		for _, w := range words(c.in, maxWords) {
			got = append(got, w.lower)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
	if got := words("one two three", 2); len(got) != 2 {
		t.Errorf("%d words, with a limit of two", len(got))
	}
}

// namesOf are the terms of the names that a report has.
func namesOf(headline, body string) []uint32 {
	var out []uint32
	for _, t := range Of(headline, []string{body}, "en").terms[names] {
		out = append(out, t.id)
	}
	return out
}

// A name of several words is a feature of its own beside its words, so that two reports
// that share "Port Halden" have more in common than two that share "Port" and "Halden".
func TestNamesOfSeveralWords(t *testing.T) {
	for _, c := range []struct {
		headline, body string
		name           []string
		is             bool
	}{
		{"", "The crews of Port Halden voted.", []string{"port", "halden"}, true},
		{"", "The crews of Port Halden voted.", []string{"port"}, true},
		{"", "The crews of Port Halden voted.", []string{"halden"}, true},
		{"", "The port of Halden is closed, said Port, Halden and others.", []string{"port", "halden"}, false},
		{"", "They saw Halden. Port was next.", []string{"halden", "port"}, false},
		{"", "They saw Halden's Port.", []string{"halden", "port"}, false},
		{"", "The league of Ada Berg-Lund met.", []string{"ada", "berg", "lund"}, true},
		{"", "They met Aaa Bbb Ccc Ddd Eee Fff there.", []string{"aaa", "bbb", "ccc", "ddd", "eee"}, true},
		{"", "They met Aaa Bbb Ccc Ddd Eee Fff there.", []string{"aaa", "bbb", "ccc", "ddd", "eee", "fff"}, false},
		{"", "Crews voted. The crews went home.", []string{"crews"}, false},
		{"", "They met. Crews voted. The crews went home.", []string{"crews"}, false},
		{"", "Halden voted. The crews went home.", []string{"halden"}, true},
		{"", "The crews met at 4.25 there.", []string{"4.25"}, true},
		{"Crews of Halden vote", "The crews went home.", []string{"crews"}, false},
		{"Crews of Halden vote", "The crews went home.", []string{"halden"}, true},
		{"Crews Of Halden Vote Again", "It was late.", []string{"halden"}, false},
		{"Crews Of Halden Vote Again", "It was late in Halden.", []string{"halden"}, true},
		{"Crews Of Halden Vote Again, 412 in all", "It was late.", []string{"412"}, true},
	} {
		if got := slices.Contains(namesOf(c.headline, c.body), hash(names, c.name...)); got != c.is {
			t.Errorf("%q %q: name %q is a feature: %v", c.headline, c.body, c.name, got)
		}
	}
}

// A name of one word is counted once where it occurs once.
func TestNameOfOneWord(t *testing.T) {
	for _, n := range Of("", []string{"The crews of Halden voted."}, "en").terms[names] {
		if n.n != 1 {
			t.Errorf("counted %d times", n.n)
		}
	}
}

// Two reports whose only name in common has two words are nearer than two that have its
// words apart.
func TestSharedNameOfTwoWords(t *testing.T) {
	near := func(a, b string) float64 {
		x := NewIndex(Options{})
		x.Add("s", Member{ID: "a", At: noon, Features: Of("", []string{a}, "en")})
		_, fit := x.Assign(Member{ID: "b", At: noon, Features: Of("", []string{b}, "en")})
		return fit
	}
	const first = "They live near Port Halden these days, where a baker has opened, a mill was sold, and old boats lie on wet sand all winter."
	const then = " again because rain fell without end, roads sank into mud, lamps failed, horses slept, and letters lay unread beside empty cups."
	whole := near(first, "Nobody went to Port Halden"+then)
	apart := near(first, "Nobody went to Halden, a Port,"+then)
	if whole <= apart {
		t.Errorf("one name: %.3f, its words apart: %.3f", whole, apart)
	}
}

func TestForeign(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"en", "en", false}, {"en", "de", true}, {"zh-Hans", "zh-Hant", false}, {"zh-Hans", "ja", true},
		{"", "en", false}, {"en", "", false}, {"", "", false}, {"de", "da", true}, {"EN", "en", false},
	} {
		if got := foreign(Of("", nil, c.a).lang, Of("", nil, c.b).lang); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

// Time takes nearness off: reports half in thirty days, headlines half in sixty hours.
func TestFade(t *testing.T) {
	report := func(days int) Member {
		return Member{ID: "r", At: noon.AddDate(0, 0, days), Features: Of("Ferry crews in Port Halden vote to strike", []string{
			"Ferry crews in Port Halden voted on Monday to strike for a third week after talks over night shifts broke down, said the Seafarers' League."}, "en")}
	}
	headline := func(hours int) Member {
		return Member{ID: "h", At: noon.Add(time.Duration(hours) * time.Hour), Features: Of("Halden Comets win cup final on penalties", nil, "en")}
	}
	fit := func(a, b Member) float64 {
		x := NewIndex(Options{Window: 365 * 24 * time.Hour})
		x.Add("s", a)
		b.ID = "later"
		_, f := x.Assign(b)
		return f
	}
	for _, c := range []struct {
		what   string
		a, b   Member
		of     Member
		factor float64
	}{
		{"a report after 30 days", report(0), report(30), report(0), 1. / 2},
		{"a report after 90 days", report(0), report(90), report(0), 1. / 4},
		{"a report of 30 days before", report(30), report(0), report(0), 1. / 2},
		{"a headline after 60 hours", headline(0), headline(60), headline(0), 1. / 2},
		{"a headline after 180 hours", headline(0), headline(180), headline(0), 1. / 4},
	} {
		now, then := fit(c.of, c.of), fit(c.a, c.b)
		if now <= 0 || math.Abs(then/now-c.factor) > 0.001 {
			t.Errorf("%s: %.3f of %.3f, want %.3f of it", c.what, then, now, c.factor)
		}
	}
}

func TestStem(t *testing.T) {
	for in, want := range map[string]string{
		"parties": "party", "ties": "tie", "dies": "die", "crews": "crew", "gas": "gas", "bus": "bus", "pass": "pass", "crisis": "crisis",
		"its": "its", "cats": "cat", "s": "s", "": "", "strike": "strike",
	} {
		if got := stem(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// The bars differ by what is compared: languages, reports, headlines.
func TestBars(t *testing.T) {
	en, de := [2]byte{'e', 'n'}, [2]byte{'d', 'e'}
	for _, c := range []struct {
		a, b makeup
		want bar
	}{
		{makeup{true, en}, makeup{true, en}, reportBar},
		{makeup{true, en}, makeup{false, en}, reportBar},
		{makeup{false, en}, makeup{true, en}, reportBar},
		{makeup{false, en}, makeup{false, en}, briefBar},
		{makeup{true, en}, makeup{true, de}, tongueBar},
		{makeup{false, en}, makeup{false, de}, tongueBar},
		{makeup{true, en}, makeup{true, [2]byte{}}, reportBar},
	} {
		if got := barOf(c.a, c.b); got != c.want {
			t.Errorf("%v and %v: %v", c.a, c.b, got)
		}
	}
	if got := reportBar.at(4); math.Abs(got-(1+0.05/0.17/2)) > 1e-9 {
		t.Errorf("the bar of four pairs is %v of its base", got)
	}
}

// In one language every field that two reports have counts.
func TestNearness(t *testing.T) {
	of := func(lang string) *indexed {
		f := Of("Ferry crews vote", []string{"Ferry crews of Port Halden voted on Monday and went home, and then they came back and sang an old song of the sea and slept."}, lang)
		return &indexed{Member: Member{At: noon, Features: f}}
	}
	en := of("en")
	full := [measures]float32{body: 0.5, names: 0.5, title: 0.5}
	all := nearness(shared{cosine: full, words: 9, names: 3}, en, en)
	for f := range signs {
		less := full
		less[f] = 0
		want := 0.5 * (1.9 - reportWeights[f]) / 1.9 / reportBar.base
		if n := nearness(shared{cosine: less, words: 9, names: 3}, en, en); n >= all || math.Abs(n-want) > 1e-6 {
			t.Errorf("without field %d: %v of %v, want %v", f, n, all, want)
		}
	}
	if n := nearness(shared{cosine: full, words: 1, names: 3}, en, en); math.Abs(n-all/2) > 1e-6 {
		t.Errorf("one word in common: %v, half of %v expected", n, all)
	}
}
