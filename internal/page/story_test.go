package page

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// citing is sentence n of a report.
func citing(it news.Item, n int) news.Cite {
	return news.Cite{Article: it.Article.ID, Text: it.Article.TextHash(), N: n}
}

// told is what is told of the event of three of the invented reports: newest first the second outlet, a copy, the first outlet.
func told(items []news.Item) news.Account {
	second, again, strike := items[0], items[1], items[2]
	quarter := at("2024-03-06T18:40:00Z")
	return news.Account{
		Digest: news.StoryDigest{
			Story: "strike7k2a", Lang: "zh-Hans", Title: "韦萨港停摆，参加人数各说不一", TitleEvidence: []news.Cite{citing(strike, 1), citing(second, 1)},
			Common: []news.StoryClaim{{Text: "韦萨港码头工人周三停工。", Evidence: []news.Cite{citing(strike, 1), citing(second, 2), citing(again, news.HeadlineN)}}},
			Only: []news.StoryClaim{{Text: "一名工人说：“我们是从短信里知道的。”", Evidence: []news.Cite{citing(strike, 3)},
				Findings: []news.Finding{{Rule: news.HedgeRule, Span: "知道", Reason: news.HedgeDropped, Arg: "may"}}}},
			Open: []news.StoryClaim{{Text: "停工多久，报道没有说。", Evidence: []news.Cite{citing(second, 2)}}},
			Figures: []news.Figure{{What: "停工人数", Lang: "zh-Hans", Kind: news.FigureDisputed, Values: []news.FigureValue{
				{Said: "约4200人", Lang: "zh-Hans", By: "港务局", At: quarter, Low: 4200, High: 4200, Current: true, Evidence: []news.Cite{citing(strike, 2)}},
				{Said: "5,600", Lang: "en", By: "工会", AsOf: "周三", At: quarter, Low: 5600, High: 5600, Current: true, Evidence: []news.Cite{citing(strike, 4)}},
				{Said: "over 5000", Lang: "en", At: quarter.Add(13 * time.Hour), Low: 5000, High: math.Inf(1), Evidence: []news.Cite{{Article: second.Article.ID, Text: "earlier", N: 2}}},
			}}},
			By: "modell:8b", Prompt: "1", At: at("2024-03-07T08:00:00Z"), Checked: []news.Rule{news.NumberRule, news.NameRule},
			LeftOut: []news.Reject{{Text: "无人受伤。", Why: []news.Finding{{Rule: news.NumberRule, Rejects: true}}}},
		},
		Moving: 0, Central: strike.Article.ID, Partly: []news.ArticleID{again.Article.ID}, First: []news.ArticleID{strike.Article.ID},
		Alone:  []news.Alone{{Article: second.Article.ID, Terms: []news.AloneTerm{{Text: "5000", Lang: "de", Evidence: []news.Cite{citing(second, 2)}}}}},
		Silent: []news.Silence{{Source: "towan", Outlet: "東湾新報", Topic: "港口", Reports: 12}}, Silents: 9, Polled: at("2024-03-08T09:00:00Z"),
		Unread: []news.Unread{{Source: "ledger", Outlet: "The Plains Ledger", Cause: news.UnreadFailing}},
		Timeline: []news.Moment{
			{At: strike.Article.Published, Hour: news.HourGiven, Kind: news.MomentPublished, Article: strike.Article.ID},
			{At: again.Article.Published, Hour: news.HourGiven, Kind: news.MomentPublished, Article: again.Article.ID},
			{At: at("2024-03-07T06:15:00Z"), Hour: news.HourGiven, Kind: news.MomentEdited, Article: strike.Article.ID, Was: "14,200", Is: "4,200"},
			{At: second.Article.Published, Hour: news.HourGiven, Kind: news.MomentPublished, Article: second.Article.ID},
			{At: at("2024-03-08T00:00:00Z"), Kind: news.MomentDay, N: 3},
		}, Moments: 9,
	}
}

// event are the invented reports of one event, newest first.
func event() (out []news.Item) {
	for _, it := range reports() {
		if it.Story != "" {
			out = append(out, it)
		}
	}
	return out
}

// storyOf is the page of an event and its data.
func storyOf(t *testing.T, form Form, items []news.Item, change func(*Story)) (html string, data map[string]any) {
	t.Helper()
	s := New(form)
	x := Story{ID: "strike7k2a", Account: s.ShowAccount(told(items), items)}
	for _, it := range items {
		path := ArticlePath(it.Article)
		x.Reports, x.Whole = append(x.Reports, Listed{HeadOf(it), path}), append(x.Whole, s.WholeOf(it, path))
	}
	if change != nil {
		change(&x)
	}
	parts, _, err := s.Story(x)
	if err != nil {
		t.Fatal(err)
	}
	file, err := s.StoryJSON(x)
	if err != nil {
		t.Fatal(err)
	}
	if file.Path != "s/strike7k2a.json" {
		t.Errorf("the data lie at %s", file.Path)
	}
	if err := json.Unmarshal(file.Data, &data); err != nil {
		t.Fatal(err)
	}
	return unphrased(string(parts[len(parts)-1].Data)), data
}

// TestStoryInOrder: what is known comes first, then when, who, how many, what one alone has, who is silent, what was edited; then
// all reports and the way to follow the event.
func TestStoryInOrder(t *testing.T) {
	html, _ := storyOf(t, Form{Language: "zh-Hans", Audience: Private, URL: "https://press.example/"}, event(), nil)
	at := 0
	for _, want := range []string{
		`<a href="../2024/03/07.html">2024年3月7日</a>`, `<h1 lang="zh-Hans" dir="auto">韦萨港停摆，参加人数各说不一</h1>`,
		"在读到的媒体中最早：The Harbour Courier（3月6日 18:40）", "3 家媒体", "3 篇报道", "其中同稿 1 篇", "读到全文 2 篇",
		"报道说了什么", "韦萨港码头工人周三停工。", "依据 2 家 3 句", "Dockers at the port of Vessa walked off the job on Wednesday.</span>",
		"一名工人说", "只见一家", "存疑", `translate="no">The Harbour Courier</span> 1 句</summary>`, "报道里说还不清楚的", "停工多久", "由 modell:8b 据各家最早和最新一篇的摘要", "发布前逐句与所依据的原句对照过。", "有 1 句未通过核对", `<a href="../verify.html">如何核对</a>`, "对照的 2 项", "数字、人名与机构名",
		`id="timeline">经过`, "3月6日 18:40</time>", "<small>英语原文</small>", "<del>14,200</del> → <ins>4,200</ins>", "另有 3 条", "列出 7，共 9",
		`id="says">各家怎么说`, `id="figures">各家给出的数字`, "停工人数</span>", "<b>同一时间的同一计数，说法不一</b>", "<svg", "约4200人</b>", "港务局", "已有后来的数字", "较早的版本",
		`id="alone">只在一家报道里见到`, `title="Nordlicht Zeitung，原文第 2 句"`, "未见报道的", "平日常写“港口”，此事至今未见报道：", "東湾新報", "列出 1，共 9",
		"The Plains Ledger近来未能读到，不算未报道。", "截至 2024年3月8日 09:00 读到的各家列表。", `id="edits">改稿与撤稿`, "已改 1 次", "全部报道（3）", "订阅此事件：", "strike7k2a.atom.xml", `<a href="strike7k2a.json">`,
	} {
		i := strings.Index(html[at:], want)
		if i < 0 {
			t.Fatalf("the page lacks %s after\n%s\nin\n%s", want, html[max(0, at-200):at], html)
		}
		at += i
	}
	if strings.Contains(html, "<script") || strings.Contains(html, "style=") {
		t.Error("the page has a script or a style of its own")
	}
}

// TestStoryRestsOnWhatIsThere: a sentence of which one report has gone, is not shown, or has another text by now is left out whole,
// in the page and in the data; so is a value that claims to be current.
func TestStoryRestsOnWhatIsThere(t *testing.T) {
	items := event()
	for name, c := range map[string]struct {
		change func(*Story)
		gone   []string
		stay   []string
	}{
		"nothing is amiss": {nil, nil, []string{"周三停工。", "从短信里", "停工多久", "约4200人", "5,600", "over 5000"}},
		"a report went": {func(x *Story) { x.Whole = x.Whole[1:] },
			[]string{"依据 2 家 3 句", "停工多久", "各说不一"}, []string{"从短信里", "约4200人", "over 5000"}},
		"a report is not among those of the story": {func(x *Story) { x.Reports = x.Reports[1:] },
			[]string{"依据 2 家 3 句", "停工多久", "各说不一", "over 5000"}, []string{"从短信里", "约4200人"}},
		"a report has another text": {func(x *Story) { x.Whole[2].Text = "another" },
			[]string{"依据 2 家 3 句", "从短信里", "各说不一", "停工人数", "约4200人", "<svg"}, []string{"停工多久"}},
		"a report has no such sentence": {func(x *Story) {
			x.Account.Digest.Only[0].Evidence[0].N = 99
		}, nil, []string{"从短信里"}}, // what the text has is for the check to say
		"no evidence": {func(x *Story) { x.Account.Digest.Only[0].Evidence = nil; x.Account.Digest.TitleEvidence = nil },
			[]string{"从短信里", "各说不一"}, []string{"周三停工。"}},
	} {
		html, data := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, func(x *Story) {
			if c.change != nil {
				c.change(x)
			}
		})
		text := fmt.Sprint(data)
		for _, s := range c.gone {
			if strings.Contains(html, s) || strings.Contains(text, s) {
				t.Errorf("%s: %s is still there", name, s)
			}
		}
		for _, s := range c.stay {
			if !strings.Contains(html, s) {
				t.Errorf("%s: the page lacks %s", name, s)
			}
			if !strings.Contains(text, strings.TrimSuffix(s, "</span>")) {
				t.Errorf("%s: the data lack %s", name, s)
			}
		}
	}
}

// TestStoryLeadsToItsSentences: each address of evidence leads to an element of the page of the report, or to that page where it does
// not show the sentence, whatever the audience may see.
func TestStoryLeadsToItsSentences(t *testing.T) {
	for _, form := range []Form{
		{Language: "zh-Hans", Audience: Private}, {Language: "zh-Hans", Audience: Public}, {Language: "en", Audience: Private, Arrangement: Modern},
	} {
		items := event()
		items[0].Article.Standfirst = "Am Freitag wird wieder verhandelt."
		html, _ := storyOf(t, form, items, func(x *Story) {
			x.Account.Digest.Open[0].Evidence = []news.Cite{citing(items[0], 2), citing(items[0], news.StandfirstN), citing(items[0], news.HeadlineN)}
		})
		pages := map[string]string{}
		for _, it := range items {
			_, pages[ArticlePath(it.Article)] = pageOf(t, form, it)
		}
		quoted := 0
		for _, m := range regexp.MustCompile(`<blockquote>(<span.*?</span> )?<a href="\.\./([^"#]*)#?([^"]*)"`).FindAllStringSubmatch(html, -1) {
			page, ok := pages[m[2]]
			if !ok {
				t.Errorf("%s leads to no report", m[0])
			}
			if m[3] != "" && !strings.Contains(page, ` id="`+m[3]+`"`) {
				t.Errorf("%s: the page of the report has no such place", m[0])
			}
			if m[1] != "" {
				quoted++
			}
			if m[1] == "" && m[3] != "" {
				t.Errorf("%s leads to a sentence that is not shown", m[0])
			}
		}
		if quoted == 0 {
			t.Error("no sentence is quoted")
		}
	}
}

// TestStoryObeysRights: on a public site a sentence of a report that may not be shown is not quoted, and nothing that repeats it is said.
func TestStoryObeysRights(t *testing.T) {
	items := event()
	secret := "Der Hafenmeister ging am Mittwoch um neun Uhr nach Hause und kam nicht wieder."
	items[0].Article.Blocks = append(items[0].Article.Blocks, news.Block{Kind: news.Paragraph, Text: secret, Ends: []int{len(secret)}})
	on := []news.Cite{citing(items[0], 3)}
	change := func(x *Story) {
		x.Account.Digest.Open = append(x.Account.Digest.Open, news.StoryClaim{Text: "港务长回了家。", Evidence: on})
	}
	for audience, shown := range map[Audience]bool{Private: true, Public: false} {
		s := New(Form{Language: "zh-Hans", Audience: audience})
		a := told(items)
		a.Digest.Only = append(a.Digest.Only, news.StoryClaim{Text: secret, Lang: "de", Evidence: on})
		a.Alone = append(a.Alone, news.Alone{Article: items[0].Article.ID, Terms: []news.AloneTerm{{Text: secret, Lang: "de", Evidence: on}}})
		a.Digest.Figures[0].Values[1].By = secret
		a.Timeline[2].Was = secret
		html, data := storyOf(t, Form{Language: "zh-Hans", Audience: audience}, items, func(x *Story) {
			x.Account = s.ShowAccount(a, items)
			change(x)
		})
		if got := strings.Contains(html, secret) || strings.Contains(fmt.Sprint(data), secret); got != shown {
			t.Errorf("%s: a withheld sentence is shown: %v", audience, got)
		}
		if !strings.Contains(html, "港务长回了家。") {
			t.Errorf("%s: a sentence of ours is lost with the quotation", audience)
		}
	}
}

// TestHeadlineOfStory: the digest's, else that of the most central report, whichever report came last.
func TestHeadlineOfStory(t *testing.T) {
	items := event()
	for name, c := range map[string]struct {
		title   string
		central news.ArticleID
		want    string
	}{
		"of the digest":         {"韦萨港停摆", items[0].Article.ID, "韦萨港停摆"},
		"of the most central":   {"", items[2].Article.ID, "韦萨港码头工人罢工"},
		"of a central one":      {"", items[0].Article.ID, "韦萨港罢工次日"},
		"of none that is known": {"", "elsewhere", "韦萨港罢工次日"},
	} {
		html, data := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, func(x *Story) {
			x.Account.Digest.Title, x.Account.Central = c.title, c.central
		})
		if !strings.Contains(html, `dir="auto">`+c.want+`</h1>`) || data["title"] != c.want {
			t.Errorf("%s: the data have %v, the page has no heading %s", name, data["title"], c.want)
		}
	}
}

// many is an event of n reports by outlets in turn, an hour apart, newest first.
func many(n, outlets int) (out []news.Item) {
	for i := range n {
		o := i % outlets
		out = append(out, report(fmt.Sprintf("r%03d", i), fmt.Sprintf("src%d", o), fmt.Sprintf("Outlet %d", o), "en",
			at("2024-03-01T00:00:00Z").Add(time.Duration(i)*time.Hour).Format(time.RFC3339), fmt.Sprintf("Report %d of the flood", i),
			fmt.Sprintf("The river rose by %d feet. Nobody was hurt.", i), "", news.Claim{Text: fmt.Sprintf("The river rose by %d feet.", i), Evidence: []int{1}}))
	}
	slices.Reverse(out)
	return out
}

// TestLongStoryTellsItsBounds: of 120 reports of 40 outlets each outlet has one line, with the count of its reports, its latest and its
// first; what is beyond a bound is folded or counted, and no report is missing.
func TestLongStoryTellsItsBounds(t *testing.T) {
	items := many(120, 40)
	html, _ := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, func(x *Story) {
		x.Account = news.Account{Moving: -1, Digest: news.StoryDigest{By: news.ByOpenings, Lang: "zh-Hans"}, Moments: 150}
		for i, it := range slices.Backward(items) {
			x.Account.Digest.Only = append(x.Account.Digest.Only, news.StoryClaim{Text: it.Digest.Summary[0].Text, Lang: "en", Evidence: []news.Cite{citing(it, 1)}})
			if i >= 90 {
				x.Account.Timeline = append(x.Account.Timeline, news.Moment{At: it.Article.Published, Hour: news.HourGiven, Kind: news.MomentPublished, Article: it.Article.ID})
			}
		}
	})
	for want, n := range map[string]int{
		"3 篇报道</span>": 40, "首篇 <time": 40, "其余 34 条": 1, "其余 23 条": 1, "列出 30，共 150": 1, "全部报道（120）": 1, "未作综合（未用模型）": 1, `</small></li>`: 120, "依据 1 句": 40,
	} {
		if got := strings.Count(html, want); got != n {
			t.Errorf("%s: %d times, want %d", want, got, n)
		}
	}
	if n := strings.Count(html, "<") - strings.Count(html, "</"); n > 1500 {
		t.Errorf("the page has %d elements", n)
	}
}

// TestCopiesCountOnce: a sentence of a report and its copy is of one outlet, and the page says so.
func TestCopiesCountOnce(t *testing.T) {
	items := event()
	html, data := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, items, func(x *Story) {
		x.Account.Digest.Common[0].Evidence = []news.Cite{citing(items[1], 1), citing(items[2], 1)}
	})
	if !strings.Contains(html, `周三停工。</span> <span class="mark">只见一家</span> <details class="ground"><summary><span lang="en" translate="no">The Harbour Courier</span> 2 句`) {
		t.Error("a copy counts as an outlet")
	}
	if c := data["common"].([]any)[0].(map[string]any); c["outlets"] != 1.0 {
		t.Errorf("the data count %v outlets", c["outlets"])
	}
}

// TestKindsOfFigures: only one count of one time by two speakers is said to be in dispute; each kind has its words in each language.
func TestKindsOfFigures(t *testing.T) {
	for lang, disputed := range map[string]string{"zh-Hans": "说法不一", "zh-Hant": "說法不一", "en": "accounts differ"} {
		for _, kind := range news.FigureKinds() {
			html, _ := storyOf(t, Form{Language: lang, Audience: Private}, event(), func(x *Story) {
				x.Account.Digest.Title = ""
				x.Account.Digest.Figures[0].Kind = kind
			})
			if got := strings.Contains(html, disputed); got != (kind == news.FigureDisputed) {
				t.Errorf("%s, %s: said to be in dispute: %v", lang, kind, got)
			}
			if strings.Contains(html, `<p class="sub"></p>`) {
				t.Errorf("%s, %s: no word for why they differ", lang, kind)
			}
		}
	}
}

// TestPicture: values that grow are joined by a line; values of several speakers are not; what has no time, or is of one time, is not
// drawn; texts beside points never meet, and lie within the picture.
func TestPicture(t *testing.T) {
	hour := func(n int) time.Time { return at("2024-03-06T00:00:00Z").Add(time.Duration(n) * time.Hour) }
	value := func(said string, at time.Time, low, high float64) news.FigureValue {
		return news.FigureValue{Said: said, At: at, Low: low, High: high, Current: true, Evidence: []news.Cite{citing(event()[2], 1)}}
	}
	long := []news.FigureValue{}
	for i := range 60 {
		long = append(long, value(fmt.Sprintf("%d 人以上", i*i), hour(i), float64(i*i), math.Inf(1)))
	}
	for name, c := range map[string]struct {
		kind    news.FigureKind
		values  []news.FigureValue
		circles int
		line    bool
	}{
		"grows":           {news.FigureGrew, []news.FigureValue{value("3", hour(0), 3, 3), value("7", hour(5), 7, 7), value("12", hour(9), 12, 12)}, 3, true},
		"another speaker": {news.FigureBasis, []news.FigureValue{value("412", hour(0), 412, 412), value("over 700", hour(5), 700, math.Inf(1))}, 2, false},
		"at one time":     {news.FigureBasis, []news.FigureValue{value("412", hour(3), 412, 412), value("700", hour(3), 700, 700)}, 0, false},
		"without a time":  {news.FigureLater, []news.FigureValue{value("412", time.Time{}, 412, 412), value("700", hour(3), 700, 700)}, 0, false},
		"nothing":         {news.FigureLater, []news.FigureValue{value("0", hour(1), 0, 0), value("none", hour(3), 0, 0)}, 0, false},
		"no number":       {news.FigureLater, []news.FigureValue{value("many", hour(1), math.NaN(), 0), value("x", hour(3), math.Inf(1), 0)}, 0, false},
		"very many":       {news.FigureGrew, long, chartPoints, true},
	} {
		html, _ := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, event(), func(x *Story) {
			f := &x.Account.Digest.Figures[0]
			f.Kind, f.Values = c.kind, c.values
		})
		if n := strings.Count(html, "<circle"); n != c.circles {
			t.Errorf("%s: %d points, want %d", name, n, c.circles)
		}
		if got := strings.Contains(html, "<polyline"); got != c.line {
			t.Errorf("%s: a line: %v, want %v", name, got, c.line)
		}
		for _, m := range regexp.MustCompile(` (?:x|y|cx|cy|x1|y1|x2|y2)="(-?\d+)"`).FindAllStringSubmatch(html, -1) {
			if len(m[1]) > 3 || m[1][0] == '-' {
				t.Errorf("%s: %s lies outside the picture", name, m[0])
			}
		}
	}
}

// TestValuesMeetNoPoint: of two values of one time the lower one stands below its point, where it hides neither.
func TestValuesMeetNoPoint(t *testing.T) {
	html, _ := storyOf(t, Form{Language: "zh-Hans", Audience: Private}, event(), func(x *Story) {
		f := &x.Account.Digest.Figures[0]
		f.Values = nil
		for i, n := range []float64{8600, 9500, 12400} {
			f.Values = append(f.Values, news.FigureValue{Said: fmt.Sprint(n, " 人"), At: at("2024-03-06T08:00:00Z").Add(time.Duration(i/2) * 20 * time.Hour),
				Low: n, High: n, Current: true, Evidence: []news.Cite{citing(event()[2], 1)}})
		}
	})
	points := regexp.MustCompile(`<circle cx="\d+" cy="(\d+)" r="4"/><text x="\d+" y="(\d+)"[^>]*>(\d+)`).FindAllStringSubmatch(html, -1)
	if len(points) != 3 {
		t.Fatalf("%d values, want 3", len(points))
	}
	for _, p := range points {
		if below := len(p[2]) > len(p[1]) || len(p[2]) == len(p[1]) && p[2] > p[1]; below != (p[3] == "8600") {
			t.Errorf("%s stands at %s, its point at %s", p[3], p[2], p[1])
		}
	}
}

// TestStoryInBothScripts: the twin has what the desk wrote in the other script, the headline in its title too, and what outlets wrote as
// it is.
func TestStoryInBothScripts(t *testing.T) {
	items := event()
	items[0].Article.Lang, items[0].Article.Title = "zh-Hans", "韦萨罢工进入第二天"
	items[0].Digest.Title = ""
	form := Form{Language: "zh-Hans", Audience: Private, Scripts: true}
	html, _ := storyOf(t, form, items, func(x *Story) {
		x.Account.Digest.Open[0].Evidence = []news.Cite{citing(items[0], news.HeadlineN)}
	})
	twin, err := New(form).Twin("s/strike7k2a.html", []byte(html))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<title lang=\"zh-Hant\">韋薩港停擺，參加人數各說不一", "報導說了什麼", "依據 2 家 3 句", ">韦萨罢工进入第二天</span> <a href=", "題", "訂閱此事件",
	} {
		if !strings.Contains(string(twin), want) {
			t.Errorf("the twin lacks %s\n%s", want, twin)
		}
	}
}

// TestStoryDataSince: the data of a story say what came after the edition before the newest, as its page does, and nothing where nothing did.
func TestStoryDataSince(t *testing.T) {
	form := Form{Language: "zh-Hans", Audience: Private, URL: "https://press.example/"}
	items := event()
	last := items[0].Article
	for _, it := range items {
		if it.Article.Captured.After(last.Captured) {
			last = it.Article
		}
	}
	for _, c := range []struct {
		name  string
		until time.Time
		count float64
	}{
		{"no edition", time.Time{}, 0},
		{"before all", at("2024-01-01T00:00:00Z"), 3}, // two reports and an edit: not new altogether
		{"before the last", last.Captured.Add(-time.Second), 1},
		{"after all", at("2025-01-01T00:00:00Z"), 0},
	} {
		html, data := storyOf(t, form, items, func(x *Story) { x.Since = Since{"2024-03-07-0800", c.until} })
		since, said := data["since"].(map[string]any)
		if some := c.count > 0; said != some || strings.Contains(html, `<h2 id="new">`) != some {
			t.Errorf("%s: since %v, and on the page %v", c.name, since, !some)
		}
		if !said {
			continue
		}
		fresh, _ := since["new"].([]any)
		if since["edition"] != "2024-03-07-0800" || since["until"] != c.until.UTC().Format("2006-01-02T15:04:05Z") || since["all"] != nil || since["count"] != c.count || float64(len(fresh)) != c.count {
			t.Errorf("%s: %v", c.name, since)
		}
	}
}

// TestStoryDataHoldsBack: what was changed beyond what the public sees is not in the data of a story either; a figure is where an excerpt is shown.
func TestStoryDataHoldsBack(t *testing.T) {
	const gone = "The union had asked for talks three weeks before."
	for _, c := range []struct {
		audience     Audience
		rights       news.Rights
		gone, figure bool
	}{
		{Private, news.RightsLink, true, true}, {Public, news.RightsFull, true, true},
		{Public, news.RightsExcerpt, false, true}, {Public, news.RightsLink, false, false},
	} {
		items := event()
		for i := range items {
			items[i].Rights = c.rights
		}
		s := New(Form{Language: "en", URL: "https://press.example/", Audience: c.audience})
		acc := told(items)
		edit := acc.Timeline[2]
		edit.Was, edit.Is = gone, ""
		acc.Timeline = append(acc.Timeline, edit)
		x := Story{ID: "strike7k2a", Account: s.ShowAccount(acc, items)}
		for _, it := range items {
			x.Reports = append(x.Reports, Listed{HeadOf(it), ArticlePath(it.Article)})
			x.Whole = append(x.Whole, s.WholeOf(it, ArticlePath(it.Article)))
		}
		file, err := s.StoryJSON(x)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(file.Data), gone); got != c.gone {
			t.Errorf("%s, %s: a sentence that is gone is there: %v", c.audience, c.rights, got)
		}
		if got := strings.Contains(string(file.Data), `"was":"14,200","is":"4,200"`); got != c.figure {
			t.Errorf("%s, %s: a figure is there: %v", c.audience, c.rights, got)
		}
	}
}

// TestNeededHasWhatWasEdited: what was changed in a report is shown where its report is at hand.
func TestNeededHasWhatWasEdited(t *testing.T) {
	var reports []Listed
	for n := range outletsShown + 1 {
		reports = append(reports, Listed{Head: Head{Filed: Filed{ID: news.ArticleID(fmt.Sprint("r", n)), Outlet: fmt.Sprint("outlet ", n)}}})
	}
	shown := Needed(reports, news.Account{}, Since{})
	last := reports[slices.IndexFunc(reports, func(r Listed) bool { return !slices.Contains(shown, r.ID) })].ID
	edited := news.Account{Timeline: []news.Moment{{Kind: news.MomentEdited, Article: last}}}
	if !slices.Contains(Needed(reports, edited, Since{}), last) {
		t.Error("the report that was edited is not asked for")
	}
}

// TestTitlesOfTheOperatorAreMarked: what the operator calls an event is said to be the operator's, on its page, in its data and in lists.
func TestTitlesOfTheOperatorAreMarked(t *testing.T) {
	html, data := storyOf(t, Form{}, event(), func(x *Story) { x.Account.Given = "码头 <停工>" })
	if !strings.Contains(html, `dir="auto">码头 &lt;停工&gt;</h1>`+"\n"+`<p class="by"><span class="mark">编者拟题</span></p>`) || data["title"] != "码头 <停工>" || data["title_given"] != true {
		t.Errorf("%v %v\n%s", data["title"], data["title_given"], html)
	}
	if html, data := storyOf(t, Form{}, event(), func(*Story) {}); strings.Contains(html, "编者拟题") || data["title_given"] != nil {
		t.Errorf("the title of a model is said to be the operator's: %v", data["title_given"])
	}
	raw, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	c := CalledIn(raw)
	set := New(Form{Language: "zh-Hans"})
	if row := set.storyRow(StoryInList{ID: "strike7k2a", Called: c}, "", ""); row.Main != "码头 <停工>" || row.Mark != "编者拟题" {
		t.Errorf("in a list: %+v", row)
	}
}
