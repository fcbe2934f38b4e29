package site

import (
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/topic"
)

var sampleOut = flag.String("sample", "", "write a site of invented reports to this folder, to be looked at")

// TestSample builds the sample newsroom, whose files are all listed in doc/formats.md; with -sample it stays, for
// the eye and for the checks in a browser.
func TestSample(t *testing.T) {
	t.Parallel()
	lib := issued(sample())
	lib.put(later(lib, 900, time.Hour), later(lib, 901, 2*time.Hour))
	dir := *sampleOut
	if dir == "" {
		dir = t.TempDir()
	}
	for name, o := range map[string]Options{
		"classic": {Language: "zh-Hans", Audience: page.Private, Scripts: true, Topics: sampleTopics, Notice: "这里的媒体、人物与事件都是虚构的。"},
		"english": {Language: "en", Audience: page.Public, Index: true},
		"modern":  {Language: "zh-Hant", Audience: page.Public, Arrangement: page.Modern},
	} {
		o.Out, o.Title, o.URL, o.Version = dir+"/"+name, "外电", "https://example.org/"+name, "0.1"
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := New(Options{Out: dir + "/empty", Title: "外电", URL: "http://127.0.0.1:8080"}, newMemory()).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Options{Out: dir + "/hard", Title: "外电 <&>", URL: "http://127.0.0.1:8080", Topics: hardTopics}, hard()).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	hans := Options{Out: dir + "/hans", Title: "外電", Language: "zh-Hant", Scripts: true, URL: "http://127.0.0.1:8080"}
	long := seedLike()
	long.Article.Blocks[0].Text = strings.Repeat("again ", 5000) // one token is a file of the index
	if _, err := New(hans, one(long)).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	it, l := seedLike(), newMemoryLog(t)
	it.Versions = []news.Version{{N: 1, Title: it.Article.Title, Captured: it.Article.Captured}, {N: 2, Title: it.Article.Title, Captured: it.Article.Captured}}
	l.witnessVersion(it.Article.ID, 1)
	l.witness(it.Article.ID)
	l.grow(600)
	if _, err := New(Options{Out: dir + "/logged", Title: "外电", URL: "http://127.0.0.1:8080", Log: l, LogTexts: true}, one(it)).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkOutputs(t, dir+"/logged", dir+"/classic", dir+"/english", dir+"/modern", dir+"/empty", dir+"/hard", dir+"/hans")
}

// hardTopics have a topic with more reports than its feed need hold.
var hardTopics = []topic.Topic{{ID: "plain", Name: "Plain", Keywords: []string{"factory", "market", "harbour"}}}

// sampleTopics have words that stand in some invented reports; the last one is in none.
var sampleTopics = []topic.Topic{
	{ID: "harbour", Name: "港口与航运", Keywords: []string{"港口", "container terminal", "Vessa"}},
	{ID: "weather", Name: "天气", Keywords: []string{"衛星", "harbour ministry"}},
	{ID: "nothing", Name: "无", Keywords: []string{"不会有这句话"}},
}

// notPlain is what addresses of invented reports do without.
var notPlain = regexp.MustCompile(`[^a-z0-9]+`)

// report is an invented report, in the form that is easy to write down.
type report struct {
	source, lang, title, body string // blocks by line: "# " heading, "- " list, "> " quote, "^ " caption
	at                        string
	story                     string
	zh                        string   // headline in Chinese; empty: an extract
	digest                    []string // "sentence |1,2"
	change                    func(*news.Item)
}

var sampleSources = []news.Source{
	{ID: "courier-asia", Name: "The Harbour Courier - Asia", Outlet: "The Harbour Courier", URL: "https://courier.example/asia/rss", Kind: news.KindFeed, Lang: "en", Country: "GB", Rights: news.RightsFull, Why: "港口与航运报道细，有驻站记者。"},
	{ID: "nordkurier", Name: "Nordlicht Zeitung - Welt", Outlet: "Nordlicht Zeitung", URL: "https://nordlicht.example/welt.xml", Kind: news.KindNewsSitemap, Lang: "de", Country: "DE", Rights: news.RightsExcerpt, Why: "德语经济报道。"},
	{ID: "towan", Name: "東湾新報", Outlet: "東湾新報", URL: "https://towan.example/kokusai/", Kind: news.KindSection, Lang: "ja", Country: "JP", Rights: news.RightsLink},
	{ID: "ledger-world", Name: "The Plains Ledger - World", Outlet: "The Plains Ledger", URL: "https://ledger.example/world/feed", Kind: news.KindFeed, Lang: "en", Country: "US", Rights: news.RightsFull},
	{ID: "capital-wire", Name: "Capital Wire", Outlet: "Capital Wire", URL: "https://wire.example/feed.json", Kind: news.KindFeed, Lang: "en", Country: "SG", Rights: news.RightsFull},
	{ID: "sahil", Name: "صحيفة الساحل", Outlet: "صحيفة الساحل", URL: "https://sahil.example/rss", Kind: news.KindFeed, Lang: "ar", Country: "AE", Rights: news.RightsExcerpt},
}

// sample is a newsroom of a few days, with everything in it that a page has to show.
func sample() *memory {
	m := newMemory()
	for i, s := range sampleSources {
		st := page.SourceStatus{Source: s, Active: true, Polled: moment("2024-03-07T09:30:00Z"), Succeeded: moment("2024-03-07T09:30:00Z"), Status: 200}
		if i == 3 {
			st.Failures, st.Status, st.Succeeded = 4, 503, moment("2024-03-06T22:10:00Z")
		}
		if i == 5 {
			st.Failures, st.Status = 1, 0
		}
		m.sources = append(m.sources, st)
	}
	m.desk = page.Backlog{Reading: 3, Digesting: 2, Buried: 1}
	for i, r := range sampleReports() {
		m.put(r.item(i))
	}
	for k := range 160 { // older reports, so that lists and calendars have something to show
		it := inventOne(k)
		s := sampleSources[k%5]
		it.Article.Published = moment("2024-03-05T20:00:00Z").Add(-time.Duration(k) * 9 * time.Hour)
		it.Article.Captured = it.Article.Published.Add(time.Hour)
		it.Article.Source, it.Article.SourceName, it.Article.Outlet, it.Article.Lang = s.ID, s.Name, s.Outlet, "en"
		it.Story = ""
		it.Rights = s.Rights
		m.put(it)
	}
	m.accounts = map[news.StoryID]news.Account{"strike": struck(m)}
	return m
}

// struck is what is told of the strike in the sample newsroom.
func struck(m *memory) news.Account {
	of := map[news.SourceID]news.Item{}
	for _, it := range m.items {
		if it.Story == "strike" {
			of[it.Article.Source] = it
		}
	}
	wire, courier, copied, north := of["capital-wire"], of["courier-asia"], of["ledger-world"], of["nordkurier"]
	on := func(it news.Item, n int) []news.Cite {
		return []news.Cite{{Article: it.Article.ID, Text: it.Article.TextHash(), N: n}}
	}
	published := func(it news.Item) news.Moment {
		return news.Moment{At: it.Article.Published, Hour: news.HourGiven, Kind: news.MomentPublished, Article: it.Article.ID}
	}
	value := func(said, lang, by, at string, n float64, current bool, cites []news.Cite) news.FigureValue {
		return news.FigureValue{Said: said, Lang: lang, By: by, At: moment(at), Low: n, High: n, Current: current, Evidence: cites}
	}
	return news.Account{
		Digest: news.StoryDigest{
			By: news.ByDigests, Lang: "zh-Hans",
			Common: []news.StoryClaim{
				{Text: "韦萨港集装箱码头周三因罢工停摆。", Evidence: slices.Concat(on(wire, 1), on(north, 1))},
				{Text: "谈判定于周五恢复。", Evidence: slices.Concat(on(courier, 11), on(north, 4))},
			},
			Only: []news.StoryClaim{
				{Text: "货运商预计延误最长可达十天。", Evidence: on(north, 5)},
				{Text: "航运公司已把船只改派到以北两天航程的奥尔蒙德。", Evidence: on(courier, 13)},
			},
			Open: []news.StoryClaim{{Text: "港口没有说明计划能否推迟。", Evidence: on(courier, 12)}},
			Figures: []news.Figure{
				{What: "停工人数", Lang: "zh-Hans", Kind: news.FigureBasis, Values: []news.FigureValue{
					value("4,200", "en", "港务局", "2024-03-06T10:00:00Z", 4200, true, on(wire, 2)), value("5,600", "en", "工会", "2024-03-06T10:00:00Z", 5600, true, on(wire, 3)),
					value("4200", "de", "港方", "2024-03-07T06:20:00Z", 4200, true, on(north, 3)), value("5000", "de", "工会", "2024-03-07T06:20:00Z", 5000, true, on(north, 2)),
				}},
				{What: "滞留船只", Lang: "zh-Hans", Kind: news.FigureGrew, Values: []news.FigureValue{
					value("3艘", "zh-Hans", "", "2024-03-06T12:00:00Z", 3, false, on(wire, 1)), value("9艘", "zh-Hans", "", "2024-03-06T20:00:00Z", 9, false, on(courier, 1)),
					value("14艘", "zh-Hans", "", "2024-03-07T06:20:00Z", 14, true, on(north, 1)),
				}},
			},
		},
		Moving: 1, Central: wire.Article.ID, First: []news.ArticleID{wire.Article.ID},
		Alone: []news.Alone{
			{Article: courier.Article.ID, Terms: []news.AloneTerm{{Text: "2030年", Evidence: on(courier, 5)}, {Text: "费尔德（Jonas Feld）", Evidence: on(courier, 11)}}},
			{Article: north.Article.ID, Terms: []news.AloneTerm{{Text: "十天", Evidence: on(north, 5)}}},
		},
		Silent: []news.Silence{{Source: "towan", Outlet: "東湾新報", Topic: "港口与航运", Reports: 9}}, Silents: 1,
		Unread: []news.Unread{{Source: "ledger-world", Outlet: "The Plains Ledger", Cause: news.UnreadFailing}, {Source: "sahil", Outlet: "صحيفة الساحل", Cause: news.UnreadHeadline, N: 2}},
		Timeline: []news.Moment{
			published(wire), published(courier),
			{At: moment("2024-03-06T20:02:00Z"), Hour: news.HourGiven, Kind: news.MomentEdited, Article: courier.Article.ID, Was: "14,200", Is: "4,200"},
			published(copied), published(north),
		}, Moments: 5,
	}
}

func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func (r report) item(n int) news.Item {
	var src news.Source
	for _, s := range sampleSources {
		if string(s.ID) == r.source {
			src = s
		}
	}
	address := fmt.Sprintf("%s/%s/%d-%s", strings.TrimSuffix(src.URL, "/"), r.at[:10], n, strings.Trim(notPlain.ReplaceAllString(strings.ToLower(r.title), "-"), "-"))
	a := news.Article{
		ID: news.NewArticleID(address), Version: 1, Source: src.ID, SourceName: src.Name, Outlet: src.Outlet, URL: address, Canonical: address,
		Kind: news.PageArticle, Title: r.title, Published: moment(r.at), Hour: news.HourGiven, Captured: moment(r.at).Add(17 * time.Minute).UTC(), Lang: r.lang,
		Byline: []string{"Mara Lindqvist", "Tomas Hale"}, Section: "World",
		Capture: news.Hash(strings.Repeat("5f3a9c1e", 8)),
	}
	if r.lang != "en" {
		a.Byline, a.Section = nil, ""
	}
	for _, l := range strings.Split(strings.TrimSpace(r.body), "\n") {
		kind := news.Paragraph
		for mark, k := range map[string]news.BlockKind{"# ": news.Heading, "- ": news.ListItem, "> ": news.Quote, "^ ": news.Caption} {
			if strings.HasPrefix(l, mark) {
				kind, l = k, l[2:]
			}
		}
		if l != "" {
			a.Blocks = append(a.Blocks, news.Block{Kind: kind, Text: l, Ends: text.Sentences(l)})
		}
	}
	a.Words = text.Words(a.Text(), r.lang)
	d := news.Digest{Article: a.ID, Version: 1, Lang: "zh-Hans", Title: r.zh, By: "qwen3:8b", Prompt: "3", At: a.Captured.Add(40 * time.Second),
		Checked: []news.Rule{news.NumberRule, news.DateRule, news.QuoteRule, news.NameRule}}
	if r.zh == "" {
		d = news.Digest{Article: a.ID, Version: 1, Lang: r.lang, By: news.ByExtract, Reason: news.DigestWaiting, At: d.At}
	}
	for _, s := range r.digest {
		words, numbers, _ := strings.Cut(s, "|")
		c := news.Claim{Text: strings.TrimSpace(words)}
		for _, x := range strings.Split(numbers, ",") {
			var k int
			if _, err := fmt.Sscan(x, &k); err == nil {
				c.Evidence = append(c.Evidence, k)
			}
		}
		d.Summary = append(d.Summary, c)
	}
	it := news.Item{
		Article: a, Digest: d, Rights: src.Rights, Story: news.StoryID(r.story),
		Versions: []news.Version{{N: 1, Title: a.Title, Words: a.Words, Captured: a.Captured}},
		Capture:  news.Ref{URL: address, File: "2024-03-06.warc.gz", Offset: 48213},
	}
	if r.change != nil {
		r.change(&it)
	}
	return it
}

const strike = `Dockers at the port of Vessa walked off the job on Wednesday, halting container traffic at the busiest terminal on the inland sea for the first time in eleven years.
About 4,200 workers joined the stoppage, the port authority said. The union put the figure at 5,600 and said that every shift but the pilots had taken part.
# What the dockers want
The dispute turns on a plan to run two of the six quays without crane drivers from 2026. The union asks for a written promise that nobody will be dismissed before 2030.
- no dismissals before 2030
- a seat for the union on the safety board
- back pay for the winter of 2022
“We are not against machines, we are against being told about them by text message,” said Ilse Marwick, who has driven a crane for nineteen years.
> The port cannot be the only one in the region that stands still while others move.
The port's director, Jonas Feld, said on Wednesday evening that talks would resume on Friday with a mediator. He did not say whether the plan for the two quays could be put off.
^ Containers wait at the northern quay of Vessa on Wednesday.
Shipping lines have begun to send vessels to Ormund, two days further north. Freight rates on the route rose by 18 per cent in a day, according to brokers.
Retailers said that stocks would last for about three weeks. Fruit importers, whose goods cannot wait, are looking for lorries.`

func sampleReports() []report {
	filler := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "The council's committee met again on Monday, for the %dth time this year, and put off its decision. Members said that they had asked for figures in January and had been given them in part. A further hearing is expected before the summer.\n", i+3)
		}
		return b.String()
	}
	return []report{
		{source: "courier-asia", lang: "en", story: "strike", at: "2024-03-06T18:40:00Z", title: "Dockers halt the port of Vessa over a plan to run quays without crane drivers", body: strike,
			zh: "韦萨港码头工人罢工，抗议两处码头改为无人吊装",
			digest: []string{
				"韦萨港（Vessa）码头工人周三停工，内海最繁忙的集装箱码头十一年来首次停摆。|1", "港务局称约四千二百人参加，工会则说有五千六百人，双方数字相差三成以上。|2,3",
				"争议起于一项计划：六处码头中的两处将从2026年起不再使用吊车司机，工会要求书面保证2030年之前不裁员。|4,5", "港口总经理费尔德（Jonas Feld）说，谈判将于周五在调解人主持下恢复，但没有说明计划能否推迟。|11,12",
				"航运公司已把船只改派到以北两天航程的奥尔蒙德，该航线运价一天之内上涨两成。|13,14"},
			change: func(it *news.Item) {
				it.Digest.Translation = translated(it.Article.Blocks)
				it.Digest.Summary[4].Findings = []news.Finding{{Rule: news.NumberRule, Span: "上涨两成", Reason: news.Remark, Arg: "the report has 18 per cent"}}
				it.Digest.LeftOut = []news.Reject{{Text: "零售商说库存只够三天。", Why: []news.Finding{{Rule: news.NumberRule, Span: "三天", Reason: news.Remark, Arg: "the report has three weeks", Rejects: true}}}}
				it.Article.Version = 3
				it.Versions = append(it.Versions,
					news.Version{N: 2, Title: it.Article.Title, Words: 301, Captured: moment("2024-03-06T20:02:00Z"), Edited: true},
					news.Version{N: 3, Title: it.Article.Title, Words: it.Article.Words, Captured: moment("2024-03-07T06:15:00Z"), Edited: true})
				it.Article.Updated = moment("2024-03-07T05:58:00Z")
			}},
		{source: "capital-wire", lang: "en", story: "strike", at: "2024-03-06T17:55:00+08:00", title: "Strike shuts container terminal at Vessa", body: strike, zh: "韦萨集装箱码头因罢工关闭",
			digest: []string{"韦萨港集装箱码头周三因罢工关闭，约四千二百名工人停工。|1,2"}},
		{source: "ledger-world", lang: "en", story: "strike", at: "2024-03-06T21:10:00-06:00", title: "Strike shuts container terminal at Vessa", body: strike,
			digest: []string{"Dockers at the port of Vessa walked off the job on Wednesday, halting container traffic at the busiest terminal on the inland sea for the first time in eleven years.|1", "About 4,200 workers joined the stoppage, the port authority said.|2"},
			change: func(it *news.Item) {
				it.CopyOf = news.NewArticleID("https://wire.example/feed.json/2024-03-06/1-strike-shuts-container-terminal-at-vessa")
				it.Digest.Reason = news.DigestWaiting
			}},
		{source: "nordkurier", lang: "de", story: "strike", at: "2024-03-07T07:20:00+01:00", title: "Streik im Hafen von Vessa: „Wir erfahren alles per SMS“", zh: "韦萨港罢工次日：“什么事都是短信通知的”",
			body:   "Der größte Containerhafen am Binnenmeer steht still. Rund 5000 Beschäftigte haben am Mittwoch die Arbeit niedergelegt, teilte die Gewerkschaft mit.\nDie Hafenleitung sprach von 4200 Teilnehmern. Am Freitag soll wieder verhandelt werden.\nSpediteure rechnen mit Verspätungen von bis zu zehn Tagen. Für verderbliche Ware werden Lastwagen gesucht.",
			digest: []string{"内海最大的集装箱港陷入停顿，工会说周三约有五千名员工停工。|1,2", "港方给出的数字是四千二百人，谈判定于周五恢复。|3,4", "货运商预计延误最长可达十天。|5"}},
		{source: "towan", lang: "ja", story: "orbit", at: "2024-03-07T14:05:00+09:00", title: "気象衛星「みなも3号」の打ち上げ成功、降雨予測を六時間前倒しへ", zh: "气象卫星“水面3号”发射成功，降雨预报可提早六小时",
			body:   "気象観測衛星「みなも3号」が七日午前、南島射場から打ち上げられ、予定の軌道に入った。\n開発費は三百二十億円。二年後の本格運用で、豪雨の予測を現在より六時間早めることを目指す。\n「ようやく三代目が飛んだ」と計画責任者の遠山和子氏は語った。",
			digest: []string{"气象观测卫星“水面3号”七日上午从南岛发射场升空，进入预定轨道。|1", "研制费用为三百二十亿日元，目标是两年后正式运行时，把暴雨预报提早六小时。|2,3"}},
		{source: "courier-asia", lang: "en", story: "orbit", at: "2024-03-07T06:30:00Z", title: "New weather satellite reaches orbit and promises six more hours of warning", body: "A weather satellite that should give coastal towns six more hours of warning before heavy rain reached its orbit on Thursday.\nIt cost about $210m and will be in full service in two years, its builders said.\n" + filler(3), zh: "新气象卫星入轨，沿海城镇可多得六小时预警",
			digest: []string{"一颗气象卫星周四进入轨道，可让沿海城镇在暴雨前多得六小时预警。|1", "卫星造价约二点一亿美元，两年后全面启用。|2"}},
		{source: "sahil", lang: "ar", at: "2024-03-07T08:00:00+04:00", title: "اتفاق على تقاسم مياه النهر بعد عشر سنوات من المفاوضات", zh: "谈判十年之后，两岸就河水分配达成协议",
			body:   "وقّعت الدولتان يوم الخميس اتفاقا لتقاسم مياه النهر بعد مفاوضات استمرت عشر سنوات.\nويقضي الاتفاق بتخصيص 40 في المئة من المياه للزراعة في موسم الجفاف.",
			digest: []string{"两国周四签署河水分配协议，此前谈判持续了十年。|1", "协议规定旱季把四成河水用于农业。|2"}},
		{source: "courier-asia", lang: "en", at: "2024-03-07T05:10:00Z", title: "Farmers win back the right to draw water at night", body: filler(6), zh: "农民重获夜间取水权",
			digest: []string{"委员会周一再次开会，仍未作出决定。|1", "委员说一月就要过数字，只拿到一部分。|2"},
			change: func(it *news.Item) {
				it.Article.Withdrawn = moment("2024-03-07T09:00:00Z")
				it.Sights = []news.Sight{
					{At: moment("2024-03-07T07:30:00Z"), Seen: news.SightGone, Status: 404, URL: it.Article.URL, Kept: true, File: "w.warc.gz", Offset: 7},
					{At: it.Article.Withdrawn, Seen: news.SightGone, Status: 404, URL: it.Article.URL, Kept: true, File: "w.warc.gz", Offset: 9, Reached: true},
				}
			}},
		{source: "ledger-world", lang: "en", at: "2024-03-07T01:20:00-06:00", title: "Inside the vote that nobody thought would be held", body: filler(1), zh: "一场谁也没料到会举行的投票",
			digest: []string{"委员会再次推迟决定，预计夏季前还要举行一次听证。|1,3"},
			change: func(it *news.Item) {
				it.Article.Kind = news.PagePaywall
				it.Article.Notes = []news.Note{{Code: news.NoteCut, Arg: "20"}}
				it.Digest.Covers = 41
			}},
		{source: "capital-wire", lang: "en", at: "2024-03-07T09:15:00+08:00", title: "Central bank of Ormund keeps its rate at 3.75 per cent", body: "",
			change: func(it *news.Item) {
				it.Article.Kind, it.Article.Words, it.Article.Blocks, it.Digest = news.PageHeadline, 0, nil, news.Digest{}
			}},
		{source: "ledger-world", lang: "en", at: "2024-03-06T09:00:00-06:00", title: "Grain harvest falls by a fifth after the driest winter since 1961", body: filler(5),
			digest: []string{"The council's committee met again on Monday, for the 3th time this year, and put off its decision.|1"}},
		{source: "nordkurier", lang: "de", at: "2024-03-06T11:00:00+01:00", title: "Oberhaus vertagt Wahlrechtsreform auf unbestimmte Zeit", zh: "上院无限期推迟选举法改革",
			body: "Das Oberhaus hat die Reform des Wahlrechts am Mittwoch auf unbestimmte Zeit vertagt. 61 Abgeordnete stimmten dafür, 58 dagegen.", digest: []string{"上院周三以六十一票对五十八票，决定无限期推迟选举法改革。|1,2"}},
	}
}

// translated stands in for the translation of some blocks.
func translated(blocks []news.Block) []string {
	out := make([]string, len(blocks))
	for i, b := range blocks {
		if i != 3 {
			out[i] = fmt.Sprintf("（第%d段的译文，原文有%d个字节。）", i+1, len(b.Text))
		}
	}
	return out
}

// hard is a newsroom of everything that may go wrong in a report.
func hard() *memory {
	m := newMemory()
	add := func(change func(*news.Item)) {
		r := report{source: "courier-asia", lang: "en", at: "2024-03-06T18:40:00Z", title: "A plain headline", body: "One sentence. Another one.", zh: "一个平常的标题", digest: []string{"一句。|1", "又一句。|2"}}
		it := r.item(len(m.items))
		change(&it)
		m.put(it)
	}
	a := func(f func(*news.Article)) { add(func(it *news.Item) { f(&it.Article) }) }
	long := strings.Repeat("word ", 2000)
	a(func(a *news.Article) { a.Title = long })
	a(func(a *news.Article) { a.Title = strings.Repeat("字", 10000) })
	a(func(a *news.Article) { a.Title = strings.Repeat("x", 10000) })
	a(func(a *news.Article) { a.Title = "" })
	a(func(a *news.Article) { a.Title = "مرحبا \u202e بالعالم" })
	a(func(a *news.Article) { a.Title = "👩‍👩‍👧‍👦🏳️‍🌈 \x00\x01\ufffe\xff end" })
	a(func(a *news.Article) { a.Outlet, a.SourceName, a.Source = "", "", "Ünïcode 来源\"><script>" })
	add(func(it *news.Item) {
		x := `"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;`
		a, d := &it.Article, &it.Digest
		a.Title, a.SourceName, a.Outlet, a.Standfirst, a.Byline, a.Section, a.Lang = x, x, x, x, []string{x, x}, x, x
		a.Notes, a.Tags, a.Capture = []news.Note{{Arg: x}}, []string{x}, news.Hash(x)
		for i := range a.Blocks {
			a.Blocks[i].Text, a.Blocks[i].Ends = x, []int{len(x)}
		}
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Caption, Text: x}, news.Block{Kind: news.Heading, Text: x}, news.Block{Kind: news.ListItem, Text: x})
		d.Title, d.By, d.Prompt, d.Lang = x, x, x, x
		d.Summary = []news.Claim{{Text: x, Evidence: []int{1, 2, 99, -1}, Findings: []news.Finding{{Rule: news.Rule(x), Span: x, Reason: news.ReasonCode(x), Arg: x}}}}
		d.LeftOut = []news.Reject{{Text: x, Why: []news.Finding{{Rule: news.NumberRule, Span: x, Reason: news.ReasonCode(x), Arg: x}}}}
		it.Capture.File = x
	})
	a(func(a *news.Article) { a.URL, a.Canonical = "javascript:alert(1)", "javascript:alert(1)"; a.ID = "js" })
	a(func(a *news.Article) { a.Canonical = "https://u:p@x.example/a b|c?q=[1]&%zz=\"<>"; a.ID = "odd/../id" })
	a(func(a *news.Article) { a.Published = time.Date(12024, 1, 1, 0, 0, 0, 0, time.UTC) })
	a(func(a *news.Article) { a.Published = time.Time{} })
	a(func(a *news.Article) { a.Published, a.Captured = time.Time{}, time.Time{} })
	a(func(a *news.Article) {
		a.Blocks = []news.Block{{Kind: news.Paragraph, Text: "bad ends", Ends: []int{-1, 0, 500, 3, 2}}, {Kind: "odd", Text: "\n\n"}}
	})
	a(func(a *news.Article) {
		a.Blocks = []news.Block{{Kind: news.Paragraph, Text: strings.Repeat("unbroken", 3000)}}
	})
	add(func(it *news.Item) { it.CopyOf = it.Article.ID })
	add(func(it *news.Item) { it.CopyOf = "missing" })
	for k := range 300 {
		it := inventOne(k)
		it.Story = "big"
		it.Article.Outlet = fmt.Sprintf("Outlet %d", k%45)
		it.Article.Published = moment("2024-03-04T00:00:00Z").Add(time.Duration(k) * time.Minute)
		it.Versions = append(it.Versions, news.Version{N: 2, Title: "Other", Captured: it.Article.Published.Add(time.Hour), Edited: true})
		m.remember(it.Article.ID, news.History{Edits: []news.Edit{{Article: it.Article.ID, From: 1, N: 2, At: it.Article.Published.Add(time.Hour), Known: true}}})
		m.put(it)
	}
	return m
}
