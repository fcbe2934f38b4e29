package site

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/text"
)

// invent makes n reports of the length of real ones (15 paragraphs, about 545 words, a
// digest of five Chinese sentences), a hundred a day, from twelve sources, one in five of
// them in a story with others. The same numbers make the same reports.
func invent(first, n int) []news.Item {
	out := make([]news.Item, n)
	for i := range out {
		out[i] = inventOne(first + i)
	}
	return out
}

var latin = strings.Fields(`harbour ministry talks river council market students power border summer
minister workers agreement report energy water region train city vote court price export company grain
island schools doctors winter bridge station study forecast budget factory leaders plan delegation
announced delayed warned agreed opened closed proposed rejected considered reviewed after before during
against within across under while although because that which the the the of of to in and a for with on`)

var han = []rune("港口工会部长会谈河流市场学生电力边境夏季工人协议报告能源水区火车城市投票法院价格出口公司粮食岛屿学校医生冬天桥梁车站研究预报预算工厂领导计划代表团宣布推迟警告同意开放关闭提议拒绝考虑之后以前期间反对范围内虽然因为")

// hours are what is known of the times of reports: of most the moment.
var hours = [...]news.Hour{
	news.HourGiven, news.HourGiven, news.HourGiven, news.HourGiven, news.HourLocal, news.HourGiven, news.HourGiven, news.HourGiven,
	news.HourDay, news.HourGiven, news.HourGiven, news.HourGiven, news.HourGiven, news.HourGiven, news.HourNone, news.HourGiven, news.HourGiven,
}

// inventOne makes the report with number k.
func inventOne(k int) news.Item {
	r := rand.New(rand.NewPCG(uint64(k), 7))
	src := k % 12
	at := time.Date(2023, 1, 1, 0, 0, 0, 0, time.FixedZone("", (src%5-2)*3600)).
		Add(time.Duration(k/100)*24*time.Hour + time.Duration(k%100)*13*time.Minute + 90*time.Minute)
	address := fmt.Sprintf("https://outlet%d.example/%s/%s-%s-%d", src, at.Format("2006/01/02"), latin[r.IntN(40)], latin[r.IntN(40)], k)
	a := news.Article{
		ID: news.NewArticleID(address), Version: 1, Source: news.SourceID(fmt.Sprintf("outlet-%d", src)),
		SourceName: fmt.Sprintf("Outlet %d - World", src), Outlet: fmt.Sprintf("Outlet %d", src),
		URL: address, Canonical: address, Kind: news.PageArticle, Title: sentence(r, 9), Byline: []string{"Ada Example"},
		Published: at, Hour: hours[k%len(hours)], Captured: at.Add(20 * time.Minute).UTC(), Lang: "en",
		Capture: news.Hash(fmt.Sprintf("%064x", k)),
	}
	for range 15 {
		b := news.Block{Kind: news.Paragraph}
		for range 2 {
			b.Text += sentence(r, 18) + " "
			b.Ends = append(b.Ends, len(b.Text))
		}
		b.Text = strings.TrimSpace(b.Text)
		b.Ends[1] = len(b.Text)
		a.Blocks = append(a.Blocks, b)
	}
	a.Words = text.Words(a.Text(), "en")
	d := news.Digest{
		Article: a.ID, Version: 1, Lang: "zh-Hans", Title: chinese(r, 18), By: "modell:8b", Prompt: "3",
		At: a.Captured.Add(time.Minute), Checked: []news.Rule{news.NumberRule, news.DateRule, news.QuoteRule},
	}
	for i := range 5 {
		d.Summary = append(d.Summary, news.Claim{Text: chinese(r, 36) + "。", Evidence: []int{1 + i*3, 2 + i*5}})
	}
	it := news.Item{Article: a, Digest: d, Rights: news.RightsFull, Versions: []news.Version{{N: 1, Title: a.Title, Words: a.Words, Captured: a.Captured}}}
	if k%10 < 2 {
		it.Story = news.StoryID(fmt.Sprintf("st%d", k/20))
	}
	return it
}

func sentence(r *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = latin[r.IntN(len(latin))]
	}
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	return strings.Join(words, " ") + "."
}

func chinese(r *rand.Rand, n int) string {
	out := make([]rune, n)
	for i := range out {
		out[i] = han[r.IntN(len(han))]
	}
	return string(out)
}

// inventSources are the sources of invented reports.
func inventSources() []page.SourceStatus {
	var out []page.SourceStatus
	for i := range 12 {
		out = append(out, page.SourceStatus{
			Source: news.Source{
				ID: news.SourceID(fmt.Sprintf("outlet-%d", i)), Name: fmt.Sprintf("Outlet %d - World", i), Outlet: fmt.Sprintf("Outlet %d", i),
				URL: fmt.Sprintf("https://outlet%d.example/feed", i), Kind: news.KindFeed, Lang: "en", Rights: news.RightsFull,
			},
			Active: true, Polled: time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC), Succeeded: time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC), Status: 200,
		})
	}
	return out
}
