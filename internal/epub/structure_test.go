package epub

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// Numbers, rows and labels of the outlet's page are in the book.
func TestStructureIsShown(t *testing.T) {
	it := harbour()
	it.Article.Blocks = []news.Block{
		{Kind: news.Paragraph, Text: "Why now? Because of the ice.", Ends: []int{8, 28}, Label: 8},
		{Kind: news.ListItem, Text: "Write.", Ends: []int{6}, Number: 4}, {Kind: news.ListItem, Text: "Loose.", Ends: []int{6}},
		{Kind: news.Row, Text: "Quay & List: Share 34.2%", Ends: []int{24}, Label: 11},
	}
	it.Digest.Summary = []news.Claim{{Text: "因为冰。", Evidence: []int{1, 2}}}
	var doc string
	for file, text := range unpack(t, bind(t, Book{Title: "B", Language: "en", Parts: []Part{{Title: "P", Reports: of(it)}}})) {
		if strings.Contains(file, "report-") {
			doc = text
			if err := wellFormed(text); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	for _, want := range []string{
		`<p><span id="s1" class="s"><b>Why now?</b></span>`, `<span id="s2" class="s">Because of the ice.</span>`,
		"<ol>\n<li value=\"4\"><p>Write.</p></li>\n</ol>\n<ul>\n<li><p>Loose.</p></li>\n</ul>\n",
		"<ul class=\"table\">\n<li><p><b>Quay &amp; List</b>: Share 34.2%</p></li>\n</ul>",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("the book lacks %s:\n%s", want, doc)
		}
	}
}
