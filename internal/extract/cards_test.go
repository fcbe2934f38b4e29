package extract

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// lines are headlines, each with what stands below it and a day, by language.
var lines = map[string][][3]string{
	"en": {
		{"Tug aground below the light", "The tug Marten lay on the sand for six hours on Monday before the tide took her off, and her master said that nobody was hurt.", "2026-03-02"},
		{"Knots for grown-ups", "Forty people of the town signed up on the first evening, the head of the school said, and twelve more wait for a place.", "2026-03-03"},
		{"Nets mended in the nave", "The fleet mends its nets in the church this winter, since the loft burnt down in January with all that was in it.", "2026-03-04"},
		{"Ice plant sold for a crown", "Nine skippers bought the plant from its last owner and will keep the eleven who work there, they told the council.", "2026-03-05"},
	},
	"zh": {
		{"石桥镇渡船搁浅六小时", "周一上午，渡船在灯塔下游的沙洲搁浅，六小时后随潮水脱险，船上二十三名乘客无人受伤。", "2026-03-02"},
		{"渔网改在礼堂修补", "今年一月仓库失火，镇上的渔网只好搬进礼堂修补，工期预计要到四月才能结束，渔民表示理解。", "2026-03-03"},
		{"制冰厂一元转让", "九名船长以一元钱接手制冰厂，他们向镇议会承诺，厂里十一名工人全部留用，工资照旧。", "2026-03-04"},
		{"引航站申请第二艘艇", "引航站说，今年夏天进港船只三百四十艘，一艘艇已经不够，镇议会将在十月作出决定。", "2026-03-05"},
	},
	"de": {
		{"Schlepper sitzt auf Sand", "Der Schlepper lag am Montag sechs Stunden auf dem Sand, ehe ihn die Flut freihob; verletzt wurde nach Worten des Kapitäns niemand.", "2. März 2026"},
		{"Knoten für Erwachsene", "Vierzig Leute aus dem Ort schrieben sich am ersten Abend ein, sagte der Leiter der Schule, zwölf weitere warten noch.", "3. März 2026"},
		{"Netze im Kirchenschiff", "Die Flotte flickt ihre Netze diesen Winter in der Kirche, weil der Boden im Januar mit allem darin abgebrannt ist.", "4. März 2026"},
		{"Eiswerk für eine Krone", "Neun Schiffer kauften das Werk vom letzten Eigner und wollen die elf Beschäftigten behalten, teilten sie dem Rat mit.", "5. März 2026"},
	},
}

// Pages of tags, authors, searches, archives and programmes are no reports, in any language and however their cards are made.
func TestCardsAreNoReports(t *testing.T) {
	forms := map[string]string{
		"headline, text, day":       `<div class="c"><h3><a href="/n/%[1]d">%[2]s</a></h3><p>%[3]s</p><span>%[4]s</span></div>`,
		"link and day in one line":  `<li><a href="/n/%[1]d">%[2]s</a><em>%[4]s</em><p>%[3]s</p></li>`,
		"day first":                 `<section><time>%[4]s</time><h2><a href="/n/%[1]d">%[2]s</a></h2><p>%[3]s</p></section>`,
		"link, day, text":           `<div><a href="/n/%[1]d">%[2]s</a><div class="date">%[4]s</div><div class="ex">%[3]s</div></div>`,
		"headline without link":     `<div><h3>%[2]s</h3><p>%[3]s <a href="/n/%[1]d">&raquo;</a></p><p>%[4]s</p></div>`,
		"an empty link over all":    `<div class="k"><a href="/n/%[1]d"></a><div class="t">%[2]s</div><div class="d">%[3]s</div><div>%[4]s</div></div>`,
		"headline and text in one":  `<div class="r"><div>%[4]s</div><div><a href="/n/%[1]d">%[2]s</a><br>%[3]s</div></div>`,
		"day before link, one line": `<li><span>%[4]s</span> <a href="/n/%[1]d">%[2]s</a><p>%[3]s</p></li>`,
	}
	heads := map[string]string{"": "/harbour", `<meta property="og:type" content="article"><link rel="next" href="?page=2">`: "/author/mo", `<meta property="og:type" content="profile">`: "/p/mo"}
	for lang, rows := range lines {
		for name, form := range forms {
			var b strings.Builder
			for i, r := range rows {
				fmt.Fprintf(&b, form, i, r[0], r[1], r[2])
			}
			for head, path := range heads {
				a, err := Extract(cardPage(lang, head, path, b.String()), Options{})
				if !errors.Is(err, news.ErrNoText) || a.Kind != news.PageNone {
					t.Errorf("%s, %s, %s: kind %s, %v, %q", lang, name, path, a.Kind, err, a.Text())
				}
			}
		}
	}
}

func cardPage(lang, head, path, body string) news.Capture {
	page := fmt.Sprintf(`<!doctype html><html lang=%q><head><title>Harbour | The Mill Post</title>%s</head><body><header><a href="/">The Mill Post</a></header><main><h1>Harbour</h1><div class="all">%s</div></main></body></html>`, lang, head, body)
	return news.Capture{URL: "https://mill.example" + path, Final: "https://mill.example" + path, Status: 200, Body: []byte(page)}
}

// A report of the week, and one of numbered points, is a report, with links and without.
func TestReportsInPointsStay(t *testing.T) {
	const (
		first  = `<p>It was a week in which the harbour talked of little but sand, and in which the council, for once, agreed on something.</p>`
		second = `<p>Here is what happened, in the order in which it did, by those who were on the quay to see it.</p>`
		more   = `<p>People on the quay took it calmly, and the skippers said that they had seen worse in the year of the ice.</p>`
	)
	for name, form := range map[string]string{
		"a link in the text":      `<h3>%[2]s</h3><p>%[3]s <a href="/n/%[1]d">Our report</a> has more.</p>` + more,
		"headlines are links":     `<h3><a href="/n/%[1]d">%[2]s</a></h3><p>%[3]s</p>` + more,
		"in boxes, with links":    `<section><h3><a href="/n/%[1]d">%[2]s</a></h3><p>%[3]s</p>` + more + `</section>`,
		"numbered, without links": `<section><h2>%[1]d. %[2]s</h2><p>%[3]s</p></section>`,
		"items":                   `<li><b>%[2]s</b> %[3]s</li>`,
		"items that cite":         `<li>%[3]s <a href="/n/%[1]d">%[2]s</a></li>`,
		"days that are told":      `<div><h4>%[4]s</h4><p>%[3]s</p></div>`,
	} {
		var b strings.Builder
		for i, r := range lines["en"] {
			fmt.Fprintf(&b, form, i+1, r[0], r[1], r[2])
		}
		for _, head := range []string{"", `<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-06T08:00:00Z">`} {
			a, err := Extract(cardPage("en", head, "/2026/week", first+second+b.String()), Options{})
			if err != nil || a.Kind != news.PageArticle || !strings.Contains(a.Text(), lines["en"][3][1]) {
				t.Errorf("%s: kind %s, %v, %q", name, a.Kind, err, a.Text())
			}
		}
	}
}
