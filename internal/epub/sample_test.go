package epub

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// of yields the items.
func of(items ...news.Item) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		for _, it := range items {
			if !yield(it, nil) {
				return
			}
		}
	}
}

// block is a block whose sentences end with the given parts.
func block(kind news.BlockKind, sentences ...string) news.Block {
	b := news.Block{Kind: kind}
	for i, s := range sentences {
		if i > 0 {
			b.Text += " "
		}
		b.Text += s
		b.Ends = append(b.Ends, len(b.Text))
	}
	return b
}

// harbour is a report with something of everything.
func harbour() news.Item {
	address := "https://gazette.example/2026/03/harbour?a=1&b=2"
	a := news.Article{
		ID: news.NewArticleID(address), Version: 1, Source: "gazette", SourceName: "The Gazette - Ports", Outlet: "The Gazette",
		URL: address, Canonical: address, Kind: news.PageArticle, Title: "Harbour union & port reach a deal", Byline: []string{"Ada Example", "Bo Muster"},
		Hour: news.HourGiven, Published: time.Date(2026, 3, 11, 16, 0, 0, 0, time.FixedZone("", -6*3600)),
		Captured: time.Date(2026, 3, 11, 23, 30, 5, 0, time.UTC), Lang: "en",
		Capture: news.Hash(strings.Repeat("ab", 32)),
		Blocks: []news.Block{
			block(news.Paragraph, "Dockers go back to work on Monday.", "The deal runs for three years."),
			block(news.Heading, "What is in it"),
			block(news.ListItem, "Wages rise by 4 per cent."),
			block(news.ListItem, "Night shifts end at two."),
			block(news.Quote, "We are tired, said a crane driver."),
			block(news.Caption, "A crane at dusk."),
			block(news.Paragraph, "The port lost 21 ships to its neighbours.", "It hopes to see them again."),
		},
	}
	a.Words = text.Words(a.Text(), "en")
	d := news.Digest{
		Article: a.ID, Version: 1, Lang: "zh-Hans", Title: "港口工会与港方达成协议", By: "model:8b", Prompt: "3",
		At: time.Date(2026, 3, 11, 23, 31, 0, 0, time.UTC), Checked: []news.Rule{news.NumberRule, news.DateRule},
		Summary: []news.Claim{
			{Text: "码头工人周一复工，协议为期三年。", Evidence: []int{1, 2}},
			{Text: "工资上涨百分之四。", Evidence: []int{3}, Findings: []news.Finding{{Rule: news.NumberRule, Span: "百分之四", Reason: news.Remark, Arg: "the report has 4"}}},
			{Text: "港口失去21艘船。", Evidence: []int{6, 99}},
		},
		LeftOut: []news.Reject{{Text: "港口失去22艘船。", Why: []news.Finding{{Rule: news.NumberRule, Span: "22", Reason: news.Remark, Arg: "the report has 21"}}}},
	}
	return news.Item{Article: a, Digest: d, Rights: news.RightsFull, Story: "st1"}
}

// invent makes the report with number n.
func invent(n int) news.Item {
	it := harbour()
	it.Article.Canonical = fmt.Sprintf("https://gazette.example/%d", n)
	it.Article.ID = news.NewArticleID(it.Article.Canonical)
	it.Article.Title = fmt.Sprintf("Report number %d", n)
	it.Digest.Title = fmt.Sprintf("第 %d 篇", n)
	it.Article.Captured = it.Article.Captured.Add(time.Duration(n) * time.Minute)
	return it
}

// everywhere is a report with s in every field that came from outside.
func everywhere(s string) news.Item {
	it := harbour()
	a, d := &it.Article, &it.Digest
	a.SourceName, a.Outlet, a.Title, a.Standfirst, a.Section, a.Lang = s, s, s, s, s, s
	a.URL, a.Canonical, a.Capture, a.ID = s, s, news.Hash(s), news.ArticleID(s)
	a.Byline, a.Notes, a.Tags = []string{s, s}, []news.Note{{Arg: s}}, []string{s}
	for i := range a.Blocks {
		a.Blocks[i] = block(a.Blocks[i].Kind, s, s)
	}
	a.Blocks[0].Ends = []int{-1, 1, 3, 2, 1 << 40}
	d.Lang, d.Title, d.By, d.Prompt = s, s, s, s
	d.Translation = []string{s, s, s, s, s, s, s}
	for i := range d.Summary {
		d.Summary[i].Text = s
		d.Summary[i].Evidence = []int{-1, 0, i + 1, i + 1, 1 << 40}
		d.Summary[i].Findings = []news.Finding{{Rule: news.Rule(s), Span: s, Reason: news.ReasonCode(s), Arg: s}}
	}
	d.LeftOut = []news.Reject{{Text: s, Why: []news.Finding{{Rule: news.Rule(s), Span: s, Reason: news.ReasonCode(s), Arg: s}}}}
	return it
}
