package page

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestTimelineNamesItsDays: a line has its day where the line before it has another, and where the line before it may be folded.
func TestTimelineNamesItsDays(t *testing.T) {
	items := many(60, 3) // an hour apart, from the first of March
	html, _ := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, func(x *Story) {
		x.Account = news.Account{Moving: -1}
		for i := range 12 { // five hours apart: 0, 5, 10, 15, 20 | 1, 6, 11, 16, 21 | 2, 7
			it := items[len(items)-1-5*i]
			x.Account.Timeline = append(x.Account.Timeline, news.Moment{At: it.Article.Published, Hour: news.HourGiven, Kind: news.MomentPublished, Article: it.Article.ID})
		}
	})
	_, html, _ = strings.Cut(html, `<h2 id="timeline">`)
	html, _, _ = strings.Cut(html, "</section>")
	var got []string
	for _, m := range regexp.MustCompile(`<time[^>]*>([^<]*)</time>|<details>|</details>`).FindAllStringSubmatch(html, -1) {
		got = append(got, m[1])
	}
	want := "3月1日 00:00|05:00|10:00||15:00|20:00|3月2日 01:00|06:00|11:00||3月2日 16:00|21:00|3月3日 02:00|07:00"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("the timeline has\n%s, want\n%s", s, want)
	}
}

// TestApart: of what an edit changed, the words that differ stay, whole, with a word on each side; what is short stays as it is.
func TestApart(t *testing.T) {
	for _, c := range []struct{ was, is, wantWas, wantIs string }{
		{"14,200", "12,400", "14,200", "12,400"},
		{"Ferry with 118 aboard adrift", "Ferry with 181 aboard adrift", "Ferry with 118 aboard adrift", "Ferry with 181 aboard adrift"},
		{"Ferry with 118 people aboard drifts off the coast of Norland", "Ferry with 181 people aboard drifts off the coast of Norland", "…with 118 people…", "…with 181 people…"},
		{"Minister resigns after weeks of protest in the capital", "Minister resigns after months of protest in the capital", "…after weeks of…", "…after months of…"},
		{"Mayor says that nobody was hurt in the fire at the port", "Mayor says that nobody was hurt in the fire at the old port", "…the port", "…the old port"},
		{"北方某县冰凌洪水冲开堤防，沿岸一万四千二百人连夜撤离家园，三人失踪，搜救仍在继续", "北方某县冰凌洪水冲开堤防，沿岸一万二千四百人连夜撤离家园，三人失踪，搜救仍在继续", "…沿岸一万四千二百人连夜…", "…沿岸一万二千四百人连夜…"},
		{"عدد القتلى يرتفع إلى 14 شخصا في انهيار نفق غرب البلاد", "عدد القتلى يرتفع إلى 16 شخصا في انهيار نفق غرب البلاد", "…إلى 14 شخصا…", "…إلى 16 شخصا…"},
		{"Ein Streik legt den größten Hafen am Meer lahm", "Die Verhandlungen über den Hafen sind gescheitert", "Ein Streik legt den größten Hafen…", "Die Verhandlungen über den Hafen…"},
	} {
		if was, is := apart(c.was, c.is); was != c.wantWas || is != c.wantIs {
			t.Errorf("%s, %s: %s → %s, want %s → %s", c.was, c.is, was, is, c.wantWas, c.wantIs)
		}
	}
}

// TestEqualValuesStandTogether: what is equal is one line, whoever gives it in whichever words; each way of giving it has its speaker
// and its outlets. Two values that are equal are no difference, one that is current no more included.
func TestEqualValuesStandTogether(t *testing.T) {
	items := event()
	value := func(said, lang, by string, n float64, current bool, it news.Item) news.FigureValue {
		return news.FigureValue{Said: said, Lang: lang, By: by, Low: n, High: n, Current: current, Evidence: []news.Cite{citing(it, 1)}}
	}
	lines := func(values ...news.FigureValue) (out []string, data int) {
		html, d := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, func(x *Story) {
			x.Account.Moving, x.Account.Digest.Figures = -1, []news.Figure{{What: "失踪", Lang: "zh-Hans", Kind: news.FigureLater, Values: values}}
		})
		_, html, _ = strings.Cut(html, `<ul class="values">`)
		html, _, _ = strings.Cut(html, "</ul>")
		html = regexp.MustCompile(`(?s)<blockquote>.*?</blockquote>`).ReplaceAllString(html, "")
		for l := range strings.SplitSeq(html, "</li>") {
			if l = strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(l, "")), " "); l != "" {
				out = append(out, l)
			}
		}
		return out, len(d["figures"].([]any))
	}
	got, _ := lines(value("Three", "en", "", 3, true, items[2]), value("4人", "zh-Hans", "县政府", 4, false, items[2]), value("three", "en", "", 3, true, items[0]),
		value("3人", "zh-Hans", "县政府", 3, true, items[0]))
	want := "Three The Harbour Courier、Nordlicht Zeitung 2 句 3人 县政府 Nordlicht Zeitung 1 句|4人 县政府 已有后来的数字 The Harbour Courier 1 句"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("the lines are\n%s, want\n%s", s, want)
	}
	got, _ = lines(value("4,200", "en", "", 4200, true, items[2]), value("4.200", "de", "", 4200, true, items[0]), value("5,600", "en", "", 5600, true, items[2]))
	if want := "4,200 The Harbour Courier、Nordlicht Zeitung 2 句|5,600 The Harbour Courier 1 句"; strings.Join(got, "|") != want {
		t.Errorf("the lines are\n%s, want\n%s", strings.Join(got, "|"), want)
	}
	for name, values := range map[string][]news.FigureValue{
		"two of one":        {value("Three", "en", "", 3, true, items[2]), value("3人", "zh-Hans", "", 3, true, items[0])},
		"once and no more":  {value("Three", "en", "", 3, false, items[2]), value("3人", "zh-Hans", "", 3, true, items[0])},
		"two without bound": {value("several", "en", "", 0, true, items[2]), value("Several", "en", "", 0, true, items[0])},
	} {
		if got, data := lines(values...); len(got) > 0 || data > 0 {
			t.Errorf("%s: the page has %q, the data %d figures", name, got, data)
		}
	}
}

// TestAloneIsExplained: beside what one outlet alone has stand the sentences of its digest that have it, with what is in doubt in them.
func TestAloneIsExplained(t *testing.T) {
	items := event()
	html, _ := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, func(x *Story) {
		x.Account.Alone = []news.Alone{{Article: items[2].Article.ID, Terms: []news.AloneTerm{{Text: "五千六百人", Lang: "zh-Hans", Evidence: []news.Cite{citing(items[2], 4)}}}}}
	})
	_, html, _ = strings.Cut(html, `<h2 id="alone">`)
	html, _, _ = strings.Cut(html, "</section>")
	for want, n := range map[string]int{
		`<summary>怎么说的</summary>`: 1, `<blockquote lang="zh-Hans" dir="auto">港务局称约四千二百人参加，工会说有五千六百人。 <span class="bad">[存疑`: 1, "周三停工": 0,
	} {
		if got := strings.Count(html, want); got != n {
			t.Errorf("%s: %d times, want %d, in\n%s", want, got, n, html)
		}
	}
}

// TestDoubtsAreNotCutOff: what an outlet says first may be cut to a few lines; not where a doubt stands behind it.
func TestDoubtsAreNotCutOff(t *testing.T) {
	for _, doubt := range []bool{false, true} {
		items := event()
		items[2].Digest.Summary[0].Findings = nil
		if doubt {
			items[2].Digest.Summary[0].Findings = []news.Finding{{Rule: news.HedgeRule, Span: "停工", Reason: news.HedgeDropped, Arg: "may"}}
		}
		html, _ := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, nil)
		line := regexp.MustCompile(`<li[^>]*><p class="by"><a href="[^"]*strike7k2a[^>]*>`).FindString(html)
		if line == "" || strings.Contains(line, "cut") == doubt {
			t.Errorf("in doubt %v: the line is %s", doubt, line)
		}
	}
}

// TestReadInFull: those that the account knows in part are not counted, nor those whose kind says so; the data have the same.
func TestReadInFull(t *testing.T) {
	for want, change := range map[int]func(*Story){
		2: nil,
		3: func(x *Story) { x.Account.Partly = nil },
		1: func(x *Story) { x.Reports[0].Kind = news.PagePaywall },
		0: func(x *Story) {
			x.Account.Partly = nil
			for i := range x.Reports {
				x.Reports[i].Words = 0
			}
		},
	} {
		html, data := storyOf(t, Form{Language: "zh-Hans", Audience: Public}, event(), change)
		if !strings.Contains(html, fmt.Sprintf("<span>读到全文 %d 篇</span>", want)) || data["read_in_full"] != float64(want) {
			t.Errorf("not %d read in full: the data have %v", want, data["read_in_full"])
		}
	}
}

// TestQuotationsHaveLanguageAndDirection: each sentence, value, name and change has its own, whichever way it is written.
func TestQuotationsHaveLanguageAndDirection(t *testing.T) {
	items := event()
	items[0] = report("nafaq7k2aq", "marsa", "صحيفة الميناء", "ar", "2024-03-07T07:20:00+01:00", "توقف العمل في الميناء", "توقف نحو 5000 عامل عن العمل. لا إصابات.", "")
	items[1] = report("minato7k2a", "minato", "港湾日報", "ja", "2024-03-06T21:10:00Z", "港の作業員がスト", "約5000人が作業を止めた。", "")
	html, _ := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, func(x *Story) {
		x.Account.Digest.Figures[0].Values[2] = news.FigureValue{Said: "نحو 5000", Lang: "ar", Low: 5000, High: 5000, Current: true, Evidence: []news.Cite{citing(items[0], 1)}}
		x.Account.Timeline = append(x.Account.Timeline, news.Moment{At: at("2024-03-08T06:15:00Z"), Kind: news.MomentEdited, Article: items[0].Article.ID, Was: "5000 عامل", Is: "6000 عامل"})
		x.Account.Digest.Common[0].Evidence = []news.Cite{citing(items[0], 1), citing(items[1], 1)}
		x.Account.Digest.Figures[0].Values[1].By, x.Account.Digest.Figures[0].Values[1].AsOf = "the union", "Wednesday"
		x.Account.First = []news.ArticleID{items[0].Article.ID}
	})
	for _, want := range []string{
		"最早：\u2068صحيفة الميناء\u2069（3月7日 06:20）", `<span lang="en" dir="auto">the union，Wednesday</span>`,
		`<span lang="ar" dir="auto">توقف نحو 5000 عامل عن العمل.</span>`, `<span lang="ja" dir="auto">約5000人が作業を止めた。</span>`, `<b lang="ar" dir="auto">نحو 5000</b>`,
		`<small>阿拉伯语原文</small> <span lang="ar" dir="auto"><del>5000 عامل</del> → <ins>6000 عامل</ins></span>`, `<b lang="en" dir="auto">5,600</b>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	_, main, _ := strings.Cut(html, "<main")
	for _, tag := range regexp.MustCompile(`<(?:span|b|a|p|blockquote|h1|h2|h3) [^>]*>`).FindAllString(main, -1) {
		if regexp.MustCompile(` lang="(ar|ja|en)"`).MatchString(tag) && !strings.Contains(tag, "dir=") && !strings.Contains(tag, `translate="no"`) {
			t.Errorf("%s has no direction", tag)
		}
	}
}

// TestStoryFeeds: beside the reports of a story its feeds have what outlets edited and withdrew, an entry each, newest first, and each
// entry leads to the page of the story. Who follows it is told of an edit once, however often the feed is written.
func TestStoryFeeds(t *testing.T) {
	items := event()
	s := New(Form{Language: "zh-Hans", Audience: Public, URL: "https://press.example/"})
	x := Story{ID: "strike7k2a", Account: s.ShowAccount(told(items), items)}
	x.Account.Timeline = append(x.Account.Timeline,
		news.Moment{At: at("2024-03-09T06:15:00Z"), Kind: news.MomentWithdrawn, Article: items[0].Article.ID},
		news.Moment{At: at("2024-03-09T06:15:00Z"), Kind: news.MomentWithdrawn, Article: "elsewhere"})
	var placed []Placed
	for _, it := range items {
		x.Reports = append(x.Reports, Listed{HeadOf(it), ArticlePath(it.Article)})
		placed = append(placed, Placed{s.Show(it), ArticlePath(it.Article)})
	}
	files, err := s.StoryFeeds(x, "韦萨港停摆", placed)
	if err != nil || len(files) != 3 {
		t.Fatal(len(files), err)
	}
	again, _ := s.StoryFeeds(x, "韦萨港停摆", placed)
	for i, f := range files {
		text, at := string(f.Data), 0
		if string(again[i].Data) != text {
			t.Errorf("%s: written twice it differs", f.Path)
		}
		for _, want := range []string{"Nordlicht Zeitung：已撤稿", "韦萨港罢工次日", "The Harbour Courier：改稿，14,200 → 4,200", "Dockers at Vessa walk out"} {
			n := strings.Index(text[at:], want)
			if n < 0 {
				t.Fatalf("%s: no %s after %d in\n%s", f.Path, want, at, text)
			}
			at += n
		}
		if n := strings.Count(text, "https://press.example/s/strike7k2a.html#edits"); n != 2 {
			t.Errorf("%s: %d entries lead to the edits", f.Path, n)
		}
		if n := strings.Count(text, "事件：韦萨港停摆"); n != 5 {
			t.Errorf("%s: %d of 5 entries lead to the story", f.Path, n)
		}
		if n := strings.Count(text, "story/strike7k2a/edited/strike7k2a/"+fmt.Sprint(time.Date(2024, 3, 7, 6, 15, 0, 0, time.UTC).Unix())); n != 1 {
			t.Errorf("%s: %d entries of the edit", f.Path, n)
		}
	}
}
