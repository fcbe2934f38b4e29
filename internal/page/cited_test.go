package page

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// What rests on the headline or the standfirst leads there, and back, in both arrangements and three languages.
func TestMarksOfHeadlineAndStandfirst(t *testing.T) {
	it := reports()[1]
	it.Article.Lang, it.Article.Standfirst = "en", "The union & the port met at noon."
	it.Digest.Summary = []news.Claim{{Text: "码头工人罢工。", Evidence: []int{news.StandfirstN, news.HeadlineN, 1}}, {Text: "双方见面。", Evidence: []int{news.StandfirstN}}}
	href := regexp.MustCompile(`href="#((?:s|d)\d+|headline|standfirst)"`)
	for _, c := range []struct {
		form Form
		want []string
	}{
		{Form{Language: "zh-Hans", Audience: Private}, []string{`data-n="题"`, `aria-label="原文导语"`, `<h1 class="orig" id="headline" lang="en"`}},
		{Form{Language: "zh-Hant", Audience: Public, Arrangement: Modern}, []string{`data-n="題"`, `aria-label="原文導言"`, `<p class="orig" id="headline"`}},
		{Form{Language: "en", Audience: Private}, []string{`data-n="H"`, `aria-label="Standfirst of the report"`,
			`<p class="stand" id="standfirst" lang="en" dir="auto">The union &amp; the port met at noon.<a class="bk" href="#d1" data-n="S"`}},
	} {
		s := New(c.form)
		html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
		if err != nil {
			t.Fatal(err)
		}
		page := string(html)
		for _, w := range c.want {
			if !strings.Contains(page, w) {
				t.Errorf("%s: the page lacks %s", c.form.Language, w)
			}
		}
		links := map[string]int{}
		for _, m := range href.FindAllStringSubmatch(page, -1) {
			links[m[1]]++
			if strings.Count(page, ` id="`+m[1]+`"`) != 1 {
				t.Errorf("%s: #%s leads to %d places", c.form.Language, m[1], strings.Count(page, ` id="`+m[1]+`"`))
			}
		}
		if links["headline"] != 1 || links["standfirst"] != 2 || links["d1"] != 3 {
			t.Errorf("%s: links %v", c.form.Language, links)
		}
	}
}

// A public page does not lead to a standfirst that it may not show.
func TestNoMarkOfAStandfirstThatIsNotShown(t *testing.T) {
	it := reports()[1]
	it.Article.Standfirst, it.Rights = "The union and the port met at noon.", news.RightsLink
	it.Digest.Summary = []news.Claim{{Text: "双方见面。", Evidence: []int{news.StandfirstN}}}
	s := New(Form{Language: "en", Audience: Public})
	html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(html), "standfirst") || strings.Contains(string(html), "met at noon") {
		t.Error("the page leads to a standfirst that it does not have")
	}
}
