package news_test

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func cites(ids string) (out []news.Cite) {
	for _, id := range strings.Fields(ids) {
		out = append(out, news.Cite{Article: news.ArticleID(id), Text: "t", N: 1})
	}
	return out
}

func TestWithout(t *testing.T) {
	claim := func(text, ids string) news.StoryClaim { return news.StoryClaim{Text: text, Evidence: cites(ids)} }
	whole := news.StoryDigest{
		Of: "of", Title: "title", TitleEvidence: cites("a b"),
		Common: []news.StoryClaim{claim("ab", "a b"), claim("bc", "b c"), claim("abc", "a b c")},
		Only:   []news.StoryClaim{claim("c", "c")},
		Open:   []news.StoryClaim{claim("a", "a")},
		Figures: []news.Figure{
			{What: "dead", Values: []news.FigureValue{{Said: "1", Evidence: cites("a")}, {Said: "2", Evidence: cites("b")}, {Said: "3", Evidence: cites("c")}}},
			{What: "hurt", Values: []news.FigureValue{{Said: "4", Evidence: cites("b")}, {Said: "5", Evidence: cites("d")}}},
		},
		LeftOut: []news.Reject{{Text: "wrong"}},
	}
	uncited := whole
	uncited.LeftOut, uncited.Open = nil, []news.StoryClaim{{Text: "of nobody"}}
	quiet := whole
	quiet.LeftOut = nil
	for _, c := range []struct {
		name    string
		from    news.StoryDigest
		id      news.ArticleID
		left    string
		of      news.Hash
		changed bool
	}{
		{"a report of most", whole, "a", "bc c hurt", "", true},
		{"a report of one row of figures", whole, "d", "title ab bc abc c a dead", "", true},
		{"a report that nothing cites, beside what was left out", whole, "e", "title ab bc abc c a dead hurt", "of", true},
		{"a report that nothing cites", quiet, "e", "title ab bc abc c a dead hurt", "of", false},
		{"what rests on nothing may rest on it", uncited, "e", "title ab bc abc c dead hurt", "", true},
	} {
		d, changed := c.from.Without(c.id)
		var left []string
		if d.Title != "" {
			left = append(left, d.Title)
		}
		for _, list := range [][]news.StoryClaim{d.Common, d.Only, d.Open} {
			for _, x := range list {
				left = append(left, x.Text)
			}
		}
		for _, f := range d.Figures {
			left = append(left, f.What)
		}
		if got := strings.Join(left, " "); got != c.left || d.Of != c.of || changed != c.changed || len(d.LeftOut) > 0 {
			t.Errorf("%s: left %q, of %q, changed %v, left out %v", c.name, got, d.Of, changed, d.LeftOut)
		}
	}
	if len(whole.Common) != 3 || whole.Of != "of" || whole.Figures[0].What != "dead" {
		t.Error("the digest itself was changed")
	}
	d := whole
	for _, id := range whole.Cited() {
		d, _ = d.Without(id)
	}
	if !d.Empty() || whole.Empty() || len(whole.Cited()) != 4 {
		t.Errorf("without all that it cites, %v, it says %+v", whole.Cited(), d)
	}
}
