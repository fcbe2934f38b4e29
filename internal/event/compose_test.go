package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// claims are sentences with what they rest on, "text [a1 b2]".
func claims(list []news.StoryClaim) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.Text+" ["+where(c.Evidence)+"]")
	}
	return out
}

// TestCompose: a sentence of a digest stands where another outlet's says the same thing, and nowhere else.
func TestCompose(t *testing.T) {
	mine := []string{"Mine floods at Orlen", "The pit at Orlen was flooded on Tuesday with 46 miners below, the ministry said.", "The owner, Dunmore Coal, is worth 3 billion crowns."}
	grube := []string{"Grube in Orlen überflutet", "In der Grube von Orlen sind seit Dienstag 46 Bergleute eingeschlossen, wie das Ministerium mitteilte.", "Die Firma Dunmore Coal ist 3 Milliarden Kronen wert."}
	for _, c := range []struct {
		name        string
		a, b        []string // lines of the digests of two reports
		house, copy bool     // of one house; the second copies the first
		want        []string
	}{
		{name: "a figure and a name", want: []string{"周二奥伦（Orlen）矿井进水，46名矿工被困井下。 [b1 a1]"},
			a: []string{"1 奥伦（Orlen）矿井周二进水，井下有46名矿工被困。"}, b: []string{"1 周二奥伦（Orlen）矿井进水，46名矿工被困井下。"}},
		{name: "a figure alone is chance", a: []string{"1 井下有46名矿工。"}, b: []string{"1 46名矿工被困。"}},
		{name: "other figures", a: []string{"1 奥伦（Orlen）矿井周二进水，46名矿工被困。"}, b: []string{"1 奥伦（Orlen）矿井周二进水，64名矿工被困。"}},
		{name: "a clause that one has alone", want: []string{"周二奥伦（Orlen）矿井进水，46名矿工被困井下。 [b1 a1]"}, a: []string{"1 周二奥伦（Orlen）矿井进水，46名矿工被困，矿主已经潜逃国外。"}, b: []string{"1 周二奥伦（Orlen）矿井进水，46名矿工被困井下，部长赶赴现场。"}},
		{name: "one thing is denied", a: []string{"1 周二奥伦（Orlen）矿井进水，46名矿工没有被困。"}, b: []string{"1 周二奥伦（Orlen）矿井进水，46名矿工被困。"}},
		{name: "one house", house: true, a: []string{"1 奥伦（Orlen）矿井周二进水，46名矿工被困。"}, b: []string{"1 奥伦（Orlen）矿井周二进水，46名矿工被困。"}},
		{name: "a copy", copy: true, a: []string{"1 奥伦（Orlen）矿井周二进水，46名矿工被困。"}, b: []string{"1 奥伦（Orlen）矿井周二进水，46名矿工被困。"}},
		{name: "what the other's report does not have", want: []string{"周二奥伦（Orlen）矿井进水，46名矿工被困。 [b1 a1]"}, a: []string{"1 周二奥伦（Orlen）矿井进水，46名矿工被困，其中9人受伤。"}, b: []string{"1 周二奥伦（Orlen）矿井进水，46名矿工被困，其中9人受伤。"}},
	} {
		all := []news.Telling{told("a", "Harbour Mail", "en", 0, mine, c.a...), told("b", "Die Warte", "de", 2, grube, c.b...)}
		if c.house {
			all[1].House = all[0].House
		}
		if c.copy {
			all[1].CopyOf = "a"
		}
		d := Reader{}.Compose(Story{Tellings: all})
		if got := claims(d.Common); !slices.Equal(got, c.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.want)
		}
		if by := map[bool]string{true: news.ByDigests, false: news.ByOpenings}[len(c.want) > 0]; d.By != by {
			t.Errorf("%s: by %s, want %s", c.name, d.By, by)
		}
		if d.By == news.ByOpenings && len(d.Only) == 0 {
			t.Errorf("%s: no outlet's first sentence stands", c.name)
		}
	}
}

// TestComposeReadsTheTexts: what a sentence of a digest says may stand in the text of another outlet alone, in whatever language, and
// then a part of the sentence is enough that stands by itself.
func TestComposeReadsTheTexts(t *testing.T) {
	for _, c := range []struct{ name, mine, digest, lang, theirs, want string }{
		{name: "a figure of several digits and a kind", mine: "The firm employs 14,350 people.", digest: "公司员工总数14350人。", lang: "de",
			theirs: "Die Firma beschäftigt 14.350 Mitarbeiter.", want: "公司员工总数14350人。 [a1 b1]"},
		{name: "up to a semicolon", mine: "The new pier is 1,340 metres long; it cost 88 million crowns.", digest: "新码头长1340米；耗资8800万克朗。", lang: "fr",
			theirs: "La nouvelle jetée mesure 1,34 km.", want: "新码头长1340米。 [a1 b1]"},
		{name: "up to a comma", mine: "Quake struck at 7.42 am at a depth of 31 km, and shops reopened.", digest: "地震7时42分发生，震源深度31公里，商店已经重开。", lang: "zh-Hans",
			theirs: "地震发生在清晨7时42分，深度31公里。", want: "地震7时42分发生，震源深度31公里。 [a1 b1]"},
		{name: "the rest takes it back", mine: "The firm put the number of cars at 1,270, but the ministry denied that.", digest: "公司有车1270辆，但部里否认。", lang: "de",
			theirs: "Die Firma hat 1.270 Wagen."},
		{name: "one thing of two happened", mine: "The 1,270 cars of the firm stand still.", digest: "公司1270辆车停运。", lang: "de", theirs: "Die Firma betreibt 1.270 Wagen."},
		{name: "a denial that the other does not have", mine: "The price of 46,250 a hectare is not to change for now.", digest: "补偿每公顷46250元暂不调整。", lang: "zh-Hans",
			theirs: "补偿为每公顷46250元。"},
		{name: "a part of another thousand", mine: "The level of the Orlen rose to 2.3 metres.", digest: "奥伦河（Orlen）水位升至2.3米。", lang: "es", theirs: "A orillas del Orlen pararon 2.300 fábricas."},
		{name: "about so many are not more", mine: "More than 300 houses fell.", digest: "300多座房屋倒塌。", lang: "ru", theirs: "Обрушились около 300 домов."},
		{name: "a small number beside its rival", mine: "Nine have died of heat, the centre said.", digest: "急救中心说，9人死于中暑。", lang: "en",
			theirs: "A doctor saw nine people die of heat stroke; the centre counts seven."},
		{name: "what was corrected", mine: "The ministry counts 168 injured.", digest: "部里统计受伤168人。", lang: "en", theirs: "The number of injured was corrected from 168 to 161."},
		{name: "who speaks is no sentence", mine: "Velmar said on Thursday that 142 cars had stopped.", digest: "维玛（Velmar）周四说，142辆车停驶。", lang: "en",
			theirs: "Velmar said on Thursday that it was sorry."},
	} {
		a := told("a", "Harbour Mail", "en", 0, []string{"A", c.mine}, "1 "+c.digest)
		b := told("b", "Die Warte", c.lang, 2, []string{"B", c.theirs})
		b.Rights = news.RightsExcerpt
		if got := strings.Join(claims(Reader{}.Compose(Story{Tellings: []news.Telling{a, b}}).Common), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestComposeSaysAThingOnce: two sentences with one figure are one, however it is written.
func TestComposeSaysAThingOnce(t *testing.T) {
	all := []news.Telling{
		told("a", "Harbour Mail", "en", 0, []string{"A", "84,300 cars will be recalled."}, "1 召回84300辆车。"),
		told("b", "Die Warte", "de", 1, []string{"B", "84.300 Wagen werden zurückgerufen."}, "1 厂家召回8.43万辆轿车。"),
	}
	if got := claims(Reader{}.Compose(Story{Tellings: all}).Common); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// TestComposeOnPlanted: of the invented stories as many sentences are said of two outlets, and the check of a digest has nothing against one.
func TestComposeOnPlanted(t *testing.T) {
	n := 0
	for _, p := range plantedStories(t, "testdata/stories") {
		all := p.tellings(true)
		for i := range all {
			all[i].Rights = news.RightsFull
		}
		d := Reader{}.Compose(Story{Tellings: all})
		n += len(d.Common)
		d.Only, d.Open = nil, nil
		for i := range d.Common {
			if d.Common[i].Lang != "" {
				d.Common[i].Text, d.Common[i].Lang = "", "" // Check reads sentences in the reader's language
			}
		}
		d.Common = slices.DeleteFunc(d.Common, func(c news.StoryClaim) bool { return c.Text == "" })
		checked, why := Reader{}.Check(d, all)
		if len(checked.Common) != len(d.Common) {
			t.Errorf("%s: %q stand of %q: %v", p.ID, claims(checked.Common), claims(d.Common), why)
		}
	}
	if n < commonPlanted {
		t.Errorf("%d sentences of several outlets, not %d", n, commonPlanted)
	}
}

// commonPlanted is how many sentences are found there, less a little.
const commonPlanted = 36

// TestComposeInSevenLanguages: without a digest nothing is said in common between languages; each outlet's first sentence stands in its own.
func TestComposeInSevenLanguages(t *testing.T) {
	var all []news.Telling
	for i, s := range []struct{ lang, text string }{
		{"en", "46 miners are trapped at Orlen."}, {"de", "46 Bergleute sind in Orlen eingeschlossen."}, {"fr", "46 mineurs sont bloqués à Orlen."},
		{"ja", "オルレンで46人の鉱員が閉じ込められた。"}, {"zh-Hant", "奧倫有46名礦工受困。"}, {"ru", "В Орлене заблокированы 46 горняков."}, {"ar", "حوصر 46 عاملا في أورلن."},
	} {
		all = append(all, told(string(rune('a'+i)), "Outlet "+s.lang, s.lang, i, []string{s.text, s.text}))
	}
	d := Reader{}.Compose(Story{Tellings: all})
	if len(d.Common) != 0 || len(d.Only) != len(all) || d.By != news.ByOpenings {
		t.Fatalf("%s: %q, %q", d.By, claims(d.Common), claims(d.Only))
	}
	for i, c := range d.Only {
		if c.Lang != all[i].Article.Lang || c.Text != all[i].Article.Blocks[0].Text || len(c.Evidence) != 1 {
			t.Errorf("%+v is not the first sentence of %s", c, all[i].Article.Outlet)
		}
	}
}

// TestAlone: a name or a figure that no other telling has, in whatever form it writes it.
func TestAlone(t *testing.T) {
	all := ferry()
	got := map[news.ArticleID][]string{}
	for _, x := range (Reader{}).Alone(all) {
		for _, term := range x.Terms {
			got[x.Article] = append(got[x.Article], term.Text)
			if len(term.Evidence) == 0 {
				t.Errorf("%s rests on nothing", term.Text)
			}
		}
	}
	for id, want := range map[news.ArticleID][]string{"a": {"17名", "Tomas Rehn", "翻修花费820万欧元"}, "b": {"23人"}, "c": nil, "d": nil} {
		if !slices.Equal(got[id], want) {
			t.Errorf("%s has %q alone, want %q", id, got[id], want)
		}
	}
	for name, change := range map[string]func(*news.Telling){
		"another is a headline":           func(t *news.Telling) { t.Article.Kind = news.PageHeadline; t.Article.Blocks = nil },
		"another is behind a paywall":     func(t *news.Telling) { t.Article.Kind = news.PagePaywall },
		"another was cut":                 func(t *news.Telling) { t.Article.Notes = []news.Note{{Code: news.NoteCut, Arg: "40"}} },
		"another goes on on a later page": func(t *news.Telling) { t.Article.Notes = []news.Note{{Code: news.NoteGoesOn}} },
		"a feed's text may be a part":     func(t *news.Telling) { t.Article.Notes = []news.Note{{Code: news.NoteFromFeed}} },
	} {
		all := ferry()
		change(&all[1])
		if got := (Reader{}).Alone(all); got != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, s := range map[string]string{
		"spelled out":           "Insgesamt wurden siebzehn Menschen verletzt.",
		"in other figures":      "أصيب ١٧ شخصا وكلفت العبارة 8,2 مليون يورو",
		"in a language unread":  "Пострадали 17 человек, ремонт стоил 8,2 млн евро.",
		"among ten thousands":   "수리비는 820만 유로, 부상자는 17명이다.",
		"a headline's, as well": "17 verletzt",
	} {
		all := ferry()
		lang := map[string]string{"in other figures": "ar", "in a language unread": "ru", "among ten thousands": "ko"}[name]
		if lang == "" {
			lang = "de"
		}
		all = append(all, told("e", "Fifth", lang, 7, []string{s, s}))
		for _, x := range (Reader{}).Alone(all) {
			for _, term := range x.Terms {
				if x.Article == "a" && strings.HasPrefix(term.Text, "17") {
					t.Errorf("%s: 17 is said to be alone", name)
				}
			}
		}
	}
}

// TestAloneTells: what is shown as one report's alone is an amount with a word for what it is, and no other has its digits.
func TestAloneTells(t *testing.T) {
	for _, c := range []struct{ mine, digest, lang, theirs, want string }{
		{"Mr Kerr, who is 58, owns 34 barges.", "58岁的克尔有34艘驳船。", "de", "Herr Kerr schweigt.", "34艘"},
		{"In April they grew by 17.2%.", "4月增长17.2%。", "de", "Im April wuchsen sie.", "增长17.2%"},
		{"Demand reached 69.1 gigawatts, and 412 trains stood.", "用电达69.1吉瓦，列车停运412列。", "de", "Der Verbrauch stieg auf 69,1 Millionen Kilowatt.", "412列"},
		{"The plant has 900 on its books, and 38,000 pairs were lost.", "", "de", "Der Ausstand dauert an.", "38,000 pairs"},
		{"Seven left.", "七人离开。", "de", "Sieben gingen.", ""},
	} {
		lines := []string{"1 " + c.digest}
		if c.digest == "" {
			lines = nil
		}
		all := []news.Telling{told("a", "Harbour Mail", "en", 0, []string{"A", c.mine}, lines...), told("b", "Die Warte", c.lang, 2, []string{"B", c.theirs})}
		var got []string
		for _, x := range (Reader{}).Alone(all) {
			for _, term := range x.Terms {
				got = append(got, term.Text)
			}
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s%s: %q, want %q", c.mine, c.digest, s, c.want)
		}
	}
}

// TestOpen: sentences that say what is not known, the latest first, whose own report leaves it open, too.
func TestOpen(t *testing.T) {
	all := ferry()
	want := []string{"船为何偏离航线尚不清楚。 [b3]", "船长雷恩（Tomas Rehn）不愿置评。 [a3]"}
	if got := claims((Reader{}).Open(all)); !slices.Equal(got, want) {
		t.Errorf("open: %q, want %q", got, want)
	}
	all[1].Article.Blocks[2].Text = "Das Schiff kam wegen Nebels vom Kurs ab."
	all[1].Article.Blocks[2].Ends = []int{len(all[1].Article.Blocks[2].Text)}
	all[1].Digest.Text = all[1].Article.TextHash()
	if got := claims((Reader{}).Open(all)); !slices.Equal(got, want[1:]) {
		t.Errorf("what the report does not leave open: %q", got)
	}
}

// TestOpenWords: each language has words by which something is left open, and ordinary news has none of them.
func TestOpenWords(t *testing.T) {
	for _, c := range []struct {
		lang, s string
		open    bool
	}{
		{"en", "The ministry declined to give a figure.", true}, {"en", "How the fire began is unclear.", true}, {"en", "The company has yet to reply.", true},
		{"en", "The nuclear plant was shut.", false}, {"en", "Prices declined by 4%.", false},
		{"de", "Der Betreiber lehnte eine Stellungnahme ab.", true}, {"de", "Die Ursache ist unklar.", true}, {"de", "Er lehnte sich an, dann fiel er ab.", false},
		{"fr", "Le ministre n’a pas répondu.", true}, {"fr", "Le ministre a répondu.", false}, {"es", "La empresa no respondió.", true}, {"es", "La empresa respondió.", false},
		{"ru", "Компания не ответила на вопросы.", true}, {"ru", "Компания ответила.", false}, {"ko", "경찰은 원인을 밝히지 않았다.", true}, {"ar", "لم تكشف الشركة عن السبب", true},
		{"ja", "原因は明らかになっていない。", true}, {"ja", "原因は霧だった。", false}, {"zh-Hant", "警方拒絕評論。", true}, {"zh", "公司没有说明原因。", true}, {"zh", "公司说明了原因。", false},
	} {
		if got := saysOf("open", c.s, c.lang) != ""; got != c.open {
			t.Errorf("%s %s: open %v", c.lang, c.s, got)
		}
	}
}

// TestCentral: the report that shares most with the others, whoever wrote last.
func TestCentral(t *testing.T) {
	all := ferry()
	if got := (Reader{}).Central(all, Reader{}.Figures(all)); got != "a" && got != "b" {
		t.Errorf("central is %s", got)
	}
	side := told("z", "Sideways", "en", 9, []string{"Tourists watch the tide", "Tourists on the pier of Velm bought ice cream."}, "1 维尔姆（Velm）码头的游客买冰淇淋。")
	if got := (Reader{}).Central(append(all, side), nil); got == "z" {
		t.Error("the newest report is central, which shares least")
	}
	if got := (Reader{}).Central(nil, nil); got != "" {
		t.Errorf("of no reports %q is central", got)
	}
}

// TestTellKeepsToWhatHolds: a digest of a model stands while its sentences do, else the composed form.
func TestTellKeepsToWhatHolds(t *testing.T) {
	all := ferry()
	d := news.StoryDigest{Story: "s", Lang: "zh-Hans", By: "a model", Common: []news.StoryClaim{
		{Text: "渡轮奥斯塔拉号（Ostara）周三6时40分在维尔姆（Velm）外搁浅。", Evidence: cite(all, "a1 b1")},
		{Text: "奥斯塔拉号（Ostara）船上有312人。", Evidence: cite(all, "a1 b1")},
	}}
	if got := (Reader{}).Tell(Story{Tellings: all, Written: &d}).Digest; got.By != "a model" || len(got.Common) != 2 {
		t.Errorf("%s: %q", got.By, claims(got.Common))
	}
	all[1].Article.Blocks[0].Text = "Die Fähre lief auf Grund."
	all[1].Article.Blocks[0].Ends = []int{len(all[1].Article.Blocks[0].Text)}
	if got := (Reader{}).Tell(Story{Tellings: all, Written: &d}).Digest; got.By == "a model" {
		t.Errorf("a text changed, and %q stand", claims(got.Common))
	}
	all[0].Article.Withdrawn = noon
	for _, c := range (Reader{}).Tell(Story{Tellings: all, Written: &d}).Digest.Common {
		if strings.Contains(where(c.Evidence), "a") {
			t.Errorf("%s rests on a report that was withdrawn", c.Text)
		}
	}
}

// crowd is an event of so many reports of so many outlets, with clocks a year off and several languages.
func crowd(reports, outlets int) []news.Telling {
	var all []news.Telling
	for i := range reports {
		lang := []string{"en", "de", "fr", "ja", "ru", "ar", "zh-Hans"}[i%7]
		t := told(fmt.Sprintf("r%d", i), fmt.Sprintf("Outlet %d", i%outlets), lang, i%24-9000*(i%5), []string{
			fmt.Sprintf("Flood at Orlen, report %d", i),
			fmt.Sprintf("The river at Orlen rose by %d centimetres on Tuesday and %d people were moved, the ministry said.", 100+i, 4000+i%3),
			"Bridges were closed; the mayor, Lena Hartwig, would not say for how long.",
			fmt.Sprintf("A record of %d litres fell in a day, and 46 miners were trapped at Orlen on Tuesday.", i),
		}, fmt.Sprintf("1 周二奥伦（Orlen）水位上涨%d厘米，转移%d人。", 100+i, 4000+i%3), "2 镇长哈特维希（Lena Hartwig）没有说桥梁关闭多久。", "3 周二奥伦（Orlen）有46名矿工被困。")
		all = append(all, t)
	}
	return all
}

// TestTellIsBounded: an event of a thousand reports costs what one of two dozen does, and says no more.
func TestTellIsBounded(t *testing.T) {
	all := crowd(1000, 120)
	a := Reader{}.Tell(Story{Tellings: all, Now: noon})
	if len(a.Digest.Common) == 0 || len(a.Digest.Common) > mostCommon || len(a.Digest.Open) > mostOpen || len(a.Alone) > 0 {
		t.Errorf("%d in common, %d open, %d alone", len(a.Digest.Common), len(a.Digest.Open), len(a.Alone))
	}
	for _, c := range a.Digest.Common {
		if len(c.Evidence) > mostMembers*mostLines {
			t.Errorf("%d cites", len(c.Evidence))
		}
	}
	if a := (Reader{}).Tell(Story{Tellings: crowd(300, 1), Now: noon}); len(a.Digest.Common) > 0 || len(a.Digest.Only) != 1 {
		t.Errorf("one outlet says in common %q", claims(a.Digest.Common))
	}
}

func BenchmarkTell(b *testing.B) {
	for _, n := range []int{2, 5, 24, 120, 1000} {
		all := crowd(n, max(2, n/8))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Reader{}.Tell(Story{Tellings: all, Now: time.Time{}})
			}
		})
	}
}
