package rights

import (
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// secrets are the sentences of a report, the first of which an excerpt shows.
var secrets = []string{
	"The bridge at Ostwall was closed on Thursday after a crack was found.",
	"Engineers had warned the council about the third pillar in March.",
	"Some 4,100 lorries cross it every day, the port authority says.",
	"The mayor does not deny that the letter reached her desk.",
}

const (
	secretCaption = "Workers look at the crack in the third pillar of the bridge."
	secretTeaser  = "A bridge that carries half of the port's freight is closed, and nobody knows until when."
)

// leaky is a report whose words stand wherever words can stand.
func leaky(r news.Rights, sentence string) news.Item {
	find := []news.Finding{
		{Rule: news.NumberRule, Span: "四千", Reason: news.NumberElsewhere, Arg: sentence},
		{Rule: news.NumberRule, Span: "四千", Reason: news.OtherWords, Found: sentence},
		{Rule: news.NegateRule, Reason: news.SomethingDenied, Arg: sentence},
		{Rule: news.JudgeRule, Span: sentence, Reason: news.Remark, Arg: "the report says: " + sentence},
		{Rule: news.NameRule, Span: "市长", Reason: "of a later version", Arg: sentence, Of: sentence},
		{Rule: news.NameRule, Span: "市长", Reason: news.OriginalMissing, Arg: sentence},
	}
	it := news.Item{
		Rights: r,
		Article: news.Article{
			Title: "Bridge closed", Lang: "en", Standfirst: sentence, Section: sentence, Tags: []string{"ports", sentence},
			Image: news.Image{URL: "https://u:p@img.example/1", Caption: secretCaption, Credit: "A. Photographer for the Courier"},
			Notes: []news.Note{{Arg: sentence}, {Code: news.NoteCut, Arg: "40"}},
			Blocks: []news.Block{block(news.Caption, secretCaption), block(news.Paragraph, strings.Join(secrets[:2], " ")),
				block(news.Heading, sentence), block(news.Quote, strings.Join(secrets[2:], " "))},
		},
		Digest: news.Digest{By: "m", Lang: "zh-Hans", Title: "大桥关闭", Translation: []string{"译文"},
			Summary: []news.Claim{{Text: "大桥关闭。", Evidence: []int{1}, Findings: find}, {Text: sentence, Evidence: []int{4}},
				{Text: "据报道：" + strings.ToUpper(sentence) + "!", Evidence: []int{4}}},
			LeftOut: []news.Reject{{Text: sentence, Why: find}},
			Names:   []news.Name{{Source: sentence, Target: "甲"}},
		},
		Versions: []news.Version{{N: 1, Title: "Bridge closed"}},
	}
	return it
}

// said is all that an item says, in one string.
func said(it news.Item) string { return fmt.Sprintf("%+v", it) }

func TestNothingWithheldIsSaidElsewhere(t *testing.T) {
	for r, hidden := range map[news.Rights][]string{
		news.RightsLink:    append([]string{secretCaption, secretTeaser}, secrets...),
		news.RightsExcerpt: append([]string{secretCaption}, secrets[2:]...),
	} {
		for _, s := range hidden {
			for _, by := range []string{"m", news.ByExtract} {
				it := leaky(r, s)
				it.Digest.By = by
				if s == secretTeaser { // nowhere but above the text
					it.Article.Blocks[2] = block(news.Heading, "Why")
				}
				out, left := Public(it)
				if all := strings.ToLower(said(out)); strings.Contains(all, strings.ToLower(s)) || strings.Contains(all, "photographer") || strings.Contains(all, "u:p@") {
					t.Errorf("%s, by %s: %q is shown\n%s", r, by, s, all)
				}
				if left != r {
					t.Errorf("left %q", left)
				}
				if by == "m" && (len(out.Digest.Summary) != 1 || out.Digest.Title == "" || len(out.Article.Notes) != 1 || out.Article.Tags[0] != "ports") {
					t.Errorf("%s: too little is shown: %s", r, said(out))
				}
			}
		}
	}
}

// What an excerpt shows may be quoted; figures and names are nobody's sentences.
func TestWhatIsShownMayBeQuoted(t *testing.T) {
	it := leaky(news.RightsExcerpt, secrets[0])
	out, _ := Public(it)
	if !strings.Contains(said(out), "elsewhere") || len(out.Digest.Summary) != 3 || out.Digest.Summary[0].Findings[1].Found != secrets[0] {
		t.Errorf("the opening is withheld: %s", said(out))
	}
	f := news.Finding{Rule: news.NameRule, Span: "王小红", Reason: news.CustomaryName, Arg: "Wang Xiaohong", Of: "王小洪"}
	it.Digest.Summary[0].Findings = []news.Finding{f}
	it.Rights = news.RightsLink
	if out, _ = Public(it); out.Digest.Summary[0].Findings[0] != f {
		t.Errorf("a name of the glossary is withheld: %+v", out.Digest.Summary[0].Findings)
	}
}

// A finding whose words are withheld says no other thing for want of them.
func TestWithheldFindingsStayTrue(t *testing.T) {
	it := leaky(news.RightsLink, secrets[2])
	out, _ := Public(it)
	for i, want := range []news.ReasonCode{news.DateElsewhere, news.OtherWords, "", "", "", ""} {
		f := out.Digest.Summary[0].Findings[i]
		if f.Reason != want || f.Arg+f.Of+f.Found != "" || f.Rule != it.Digest.Summary[0].Findings[i].Rule {
			t.Errorf("finding %d: %+v, want the reason %q", i, f, want)
		}
	}
}

func TestExtractsEndAtTheCut(t *testing.T) {
	for name, c := range map[string]struct {
		r      news.Rights
		claims []news.Claim
		want   int
	}{
		"opening":       {news.RightsExcerpt, []news.Claim{{Text: secrets[0], Evidence: []int{1}}}, 1},
		"behind":        {news.RightsExcerpt, []news.Claim{{Text: secrets[0], Evidence: []int{1}}, {Text: secrets[3], Evidence: []int{4}}}, 1},
		"part of one":   {news.RightsExcerpt, []news.Claim{{Text: "Some 4,100 lorries cross it every day…"}}, 0},
		"short, behind": {news.RightsExcerpt, []news.Claim{{Text: "No.", Evidence: []int{3}}}, 0},
		"full":          {news.RightsFull, []news.Claim{{Text: secrets[3], Evidence: []int{4}}}, 1},
		"link":          {news.RightsLink, []news.Claim{{Text: "No.", Evidence: []int{1}}}, 0},
	} {
		it := leaky(c.r, "-")
		it.Digest = news.Digest{By: news.ByExtract, Lang: "en", Summary: c.claims}
		if out, _ := Public(it); len(out.Digest.Summary) != c.want {
			t.Errorf("%s: %d sentences, want %d", name, len(out.Digest.Summary), c.want)
		}
	}
}

func TestStandfirstsAreBounded(t *testing.T) {
	it := news.Item{Article: news.Article{Lang: "en", Title: "T", Standfirst: strings.Repeat("One two three four five. ", 60)}}
	out, left := Public(it)
	if n := text.Words(out.Article.Standfirst, "en"); n == 0 || n > excerptWords || left != "" {
		t.Errorf("%d words, left %q", n, left)
	}
}

func TestPublicSource(t *testing.T) {
	for address, want := range map[string]string{
		"https://courier.example/feed?token=SECRET":          "https://courier.example/",
		"https://courier.example/SECRET/feed.xml":            "https://courier.example/",
		"https://bob:SECRET@Courier.example:443/feed#SECRET": "https://courier.example/",
		"http://10.1.2.3/?bridge=SECRET":                     "",
		"http://[fd00::1]/x":                                 "",
		"http://localhost:8080/x":                            "",
		"http://n1.localhost/x":                              "",
		"http://bridge/x":                                    "",
		"http://bridge.lan/x":                                "",
		"http://bridge.ｌａｎ/x":                                "",
		"http://１０.1.2.3/x":                                  "",
		"https://zeitung-münchen.example/x":                  "https://xn--zeitung-mnchen-osb.example/",
		"https://bridge.office.internal./x":                  "",
		"https://bridge.example:3000/x":                      "",
		"file:///home/SECRET/feed.xml":                       "",
		"":                                                   "",
	} {
		s := news.Source{ID: "s", Name: "S", URL: address, Why: "SECRET", Folder: "SECRET", Selector: "SECRET"}
		out := PublicSource(s)
		if out.URL != want || strings.Contains(fmt.Sprintf("%+v", out), "SECRET") {
			t.Errorf("%s: %+v, want %q", address, out, want)
		}
	}
	open := PublicSource(news.Source{URL: "https://bob:SECRET@courier.example/feed?format=rss", ShowURL: true, Why: "SECRET"})
	if open.URL != "https://courier.example/feed?format=rss" || open.Why != "" {
		t.Errorf("%+v", open)
	}
}

// The scripts of Chinese, the usages of its regions, wide forms and signs make no other words of a sentence.
func TestWithheldWordsInTheOtherScript(t *testing.T) {
	sentences := []string{
		"東牆大橋週四因發現裂縫而封閉，市府說明原因。", "工程師看著圖紙，三月已就第三根橋墩向議會發出警告。",
		"港務局說，每天有４１００輛貨車經過「東牆大橋」，其餘乾貨改走裡港。", "市長並不否認她瞭解那封信，祇說甚麼也沒有收到。",
	}
	inSimplified := []string{
		"东墙大桥周四因发现裂缝而封闭，市府说明原因。", "工程师看着图纸，三月已就第三根桥墩向议会发出警告。",
		"港务局说，每天有4100辆货车经过东墙大桥，其余干货改走里港。", "市长并不否认她了解那封信，只说什么也没有收到。",
	}
	for r, shown := range map[news.Rights]int{news.RightsLink: 0, news.RightsExcerpt: 1} {
		for i, s := range inSimplified {
			it := news.Item{Rights: r,
				Article: news.Article{Title: "大橋", Lang: "zh-Hant", Tags: []string{s}, Blocks: []news.Block{block(news.Paragraph, strings.Join(sentences, ""))}},
				Digest: news.Digest{By: "m", Lang: "zh-Hans", Title: s, Summary: []news.Claim{
					{Text: "大桥停用。", Evidence: []int{1}, Findings: []news.Finding{{Rule: news.NumberRule, Span: "停用", Reason: news.OtherWords, Found: s}}},
					{Text: "据报道，" + s, Evidence: []int{1}},
				}},
			}
			out, _ := Public(it)
			if got := strings.Contains(said(out), strings.TrimRight(s, "。")); got != (i < shown) {
				t.Errorf("%s: sentence %d is shown: %v\n%s", r, i, got, said(out))
			}
			if len(out.Digest.Summary) == 0 || out.Digest.Summary[0].Text != "大桥停用。" {
				t.Errorf("%s: too little is shown: %s", r, said(out))
			}
		}
	}
}
