package desk

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// A digest that rests on a headline or a standfirst goes to another report with the same, and to no other.
func TestTransferredWithHeadline(t *testing.T) {
	article := func(title, standfirst string, body ...string) news.Article {
		a := news.Article{Title: title, Standfirst: standfirst, Lang: "en"}
		for _, s := range body {
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: s, Ends: text.Sentences(s)})
		}
		return a
	}
	from := article("Pier 4 opens", "It took 3 years.", "The pier is open.", "Ferries call daily.")
	d := news.Digest{Text: from.TextHash(), Summary: []news.Claim{
		{Text: "码头启用。", Evidence: []int{news.StandfirstN, news.HeadlineN, 1}}, {Text: "渡轮每天停靠。", Evidence: []int{2}}}}
	to := article("Pier 4 opens", "It took 3 years.", "Aldis, 3 May.", "The pier is open.", "Ferries call daily.")
	got, ok := transferred(d, from, to)
	if !ok || !slices.Equal(got.Summary[0].Evidence, []int{news.StandfirstN, news.HeadlineN, 2}) || !slices.Equal(got.Summary[1].Evidence, []int{3}) {
		t.Errorf("%v, %+v", ok, got.Summary)
	}
	to.Standfirst = ""
	if _, ok := transferred(d, from, to); ok {
		t.Error("the digest rests on a standfirst that the report does not have")
	}
}
