package page

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// structured is a report with an ordered list, a table and an interview.
func structured() news.Item {
	it := reports()[0]
	it.Article.Blocks = []news.Block{
		{Kind: news.Paragraph, Text: "Why now? Because of the ice.", Ends: []int{8, 28}, Label: 8},
		{Kind: news.ListItem, Text: "Write.", Ends: []int{6}, Number: 1}, {Kind: news.ListItem, Text: "Pay.", Ends: []int{4}, Number: 2},
		{Kind: news.ListItem, Text: "Wait.", Ends: []int{5}, Number: 7}, {Kind: news.ListItem, Text: "Loose.", Ends: []int{6}},
		{Kind: news.Row, Text: "Quay List: Share 34.2%", Ends: []int{22}, Label: 9}, {Kind: news.Row, Text: "Greens: Share 11.5%", Ends: []int{19}, Label: 99},
	}
	it.Digest.Summary = []news.Claim{{Text: "因为冰。", Evidence: []int{1, 2}}, {Text: "码头名单得34.2%。", Evidence: []int{7}}}
	it.Digest.Translation = []string{"为什么是现在？因为冰。", "写信。", "付款。", "等待。", "松。", "码头名单：份额34.2%", "绿党：份额11.5%"}
	return it
}

// Numbers, rows and labels of the outlet's page are on ours, and what a claim rests on can be pointed at within them.
func TestStructureIsShown(t *testing.T) {
	_, html := pageOf(t, Form{Language: "en", Audience: Private}, structured())
	for _, want := range []string{
		`<p><span id="s1" class="s"><b>Why now?</b><a class="bk"`, ` <span id="s2" class="s">Because of the ice.<a`,
		"<ol>\n<li><span id=\"s3\">Write.</span></li>\n<li><span id=\"s4\">Pay.</span></li>\n<li value=\"7\"><span id=\"s5\">Wait.</span></li>\n</ol>\n<ul>\n<li><span id=\"s6\">Loose.</span></li>\n</ul>\n",
		"<ul class=\"table\">\n<li><span id=\"s7\" class=\"s\"><b>Quay List</b>: Share 34.2%<a", "<li><span id=\"s8\">Greens: Share 11.5%</span></li>\n</ul>",
		"<ol>\n<li>写信。</li>\n<li>付款。</li>\n<li value=\"7\">等待。</li>\n</ol>\n<ul>\n<li>松。</li>\n</ul>\n<ul class=\"table\">\n<li>码头名单：份额34.2%</li>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s:\n%s", want, html[strings.Index(html, `class="text"`):])
		}
	}
}

// A page with sentences has the script by which readers copy them, with what that needs in the page's language; a page without has none.
func TestSentencesAreQuotable(t *testing.T) {
	it := reports()[0]
	for address, at := range map[string]string{"": "", "http://localhost:8080/": "", "https://example.org/": ` data-at="https://example.org/`} {
		_, html := pageOf(t, Form{Language: "en", Audience: Private, URL: address}, it)
		_, tag, there := strings.Cut(html, "quote-")
		tag, _, _ = strings.Cut(tag, ">")
		if !there || !strings.Contains(html, "script-src &#39;self&#39;") || !strings.Contains(tag, ` data-copy="copy sentence and link"`) ||
			!strings.Contains(tag, ` data-t="`+it.Article.Outlet+`" data-by=", `) || strings.Contains(tag, "data-at") != (at != "") || !strings.Contains(tag, at) {
			t.Errorf("at %q the script is %s", address, tag)
		}
	}
	it.Rights = news.RightsLink
	if _, html := pageOf(t, Form{Language: "en", Audience: Public}, it); strings.Contains(html, "<script src") || strings.Contains(html, "script-src") {
		t.Error("a page without a text has a script")
	}
}
