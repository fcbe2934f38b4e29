package hugo

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

func TestEscapeMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"plain words":            "plain words",
		"# not a heading":        `\# not a heading`,
		"- not a list":           `\- not a list`,
		"1. not a list":          `1\. not a list`,
		"2024) not a list":       `2024\) not a list`,
		"1.5 per cent":           `1\.5 per cent`,
		"---":                    `\---`,
		": not a definition":     `\: not a definition`,
		"> not a quotation":      "&gt; not a quotation",
		"*bold* _and_ `code`":    "\\*bold\\* \\_and\\_ \\`code\\`",
		"[text](javascript:x)":   `\[text\](javascript:x)`,
		"<b>&amp;":               "&lt;b&gt;&amp;amp;",
		"{{< figure src=x >}}":   "&#123;&#123;&lt; figure src=x &gt;&#125;&#125;",
		"{{% include x %}}":      "&#123;&#123;% include x %&#125;&#125;",
		"{{__hugo_ctx pid=1}}":   `&#123;&#123;\_\_hugo\_ctx pid=1&#125;&#125;`,
		"<!--more-->":            "&lt;!--more--&gt;",
		"title {#id .class}":     "title &#123;#id .class&#125;",
		"a | b":                  `a \| b`,
		"ends with ##":           `ends with \##`,
		"two\nlines\n\n# become": "two lines # become",
		"a\x00\x1b[31mb":         `a\[31mb`,
		"back\\slash":            `back\\slash`,
		"HAHAHUGOSHORTCODE1HBHB": "HAHA\u200bHUGOSHORTCODE1HBHB",
		"   ":                    "",
	} {
		if got := escapeMarkdown(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// A page of the content folder: what Hugo and PaperMod read is in its front matter, and
// nothing that came from outside is markup.
func TestMarkdownPage(t *testing.T) {
	evil := "{{< x >}} <!--more--> <script>"
	at := time.Date(2024, 1, 30, 9, 30, 0, 0, time.FixedZone("", 3600))
	it := news.Item{
		Article: news.Article{
			ID: "abcdefghij", SourceName: "The Gazette - Asia", Outlet: "The Gazette", Source: "gazette", URL: "https://gazette.example/a?x=1&copy=2",
			Title: evil, Published: at, Captured: at.Add(time.Hour), Lang: "en", Byline: []string{"Ada Example"}, Tags: []string{" ", "China"},
			Capture: "beef", NoIndex: true,
			Blocks: []news.Block{
				{Kind: news.Heading, Text: "# " + evil}, {Kind: news.Paragraph, Text: "1. One\n    two"},
				{Kind: news.ListItem, Text: "- item"}, {Kind: news.Quote, Text: "> said"}, {Kind: news.Caption, Text: "A ferry"},
			},
		},
		Digest: news.Digest{Lang: "zh-Hans", Title: "渡轮![x](y)" + evil, By: "m", Summary: []news.Claim{{Text: "一。"}, {Text: evil}}},
	}
	page, err := markdown(it)
	if err != nil {
		t.Fatal(err)
	}
	var front frontMatter
	d := json.NewDecoder(strings.NewReader(string(page)))
	if err := d.Decode(&front); err != nil {
		t.Fatal(err)
	}
	if front.Title != "The Gazette - Asia-"+evil || !front.Date.Equal(at) || front.Description != "渡轮![x]\u200b(y)"+evil || !front.CJK ||
		len(front.Tags) != 1 || !front.Params.NoIndex || front.Params.Lang != "en" || front.Params.CanonicalURL != "https://gazette.example/a?x=1&copy=2" {
		t.Errorf("front matter %+v", front)
	}
	const spelled = `&#123;&#123;&lt; x &gt;&#125;&#125; &lt;!--more--&gt; &lt;script&gt;`
	want := "\n\n一。" + spelled + "\n\n<!--more-->\n\n## \\# " + spelled + "\n\n1\\. One two\n\n- \\- item\n\n> &gt; said\n\n*A ferry*\n\n---\n\n" +
		"[The Gazette](<https://gazette.example/a?x=1&amp;copy=2>) · 2024-01-30 09:30 UTC · SHA-256 beef\n"
	if got := string(page[d.InputOffset():]); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Lists keep their numbers, and what a page sets off in bold is bold.
func TestListsRowsAndLabels(t *testing.T) {
	for _, c := range []struct {
		name, want string
		blocks     []news.Block
	}{
		{"a list that counts on", "1. One\n\n2. Two", []news.Block{{Kind: news.ListItem, Text: "One", Number: 1}, {Kind: news.ListItem, Text: "Two", Number: 2}}},
		{"from five", "5. Five\n\n6. Six", []news.Block{{Kind: news.ListItem, Text: "Five", Number: 5}, {Kind: news.ListItem, Text: "Six", Number: 6}}},
		{"backwards", "2. Two\n\n1\\. One", []news.Block{{Kind: news.ListItem, Text: "Two", Number: 2}, {Kind: news.ListItem, Text: "One", Number: 1}}},
		{"two lists", "1. One\n\nSo.\n\n1. Again", []news.Block{{Kind: news.ListItem, Text: "One", Number: 1}, {Text: "So."}, {Kind: news.ListItem, Text: "Again", Number: 1}}},
		{"rows", "- **Pier \\_1**: Boats 7", []news.Block{{Kind: news.Row, Text: "Pier _1: Boats 7", Label: 7}}},
		{"a speaker", "**Ada Quay**: No. 2 # it is", []news.Block{{Text: "Ada Quay: No. 2 # it is", Label: 9}}},
		{"a question in Chinese", "**为什么**？因为。", []news.Block{{Text: "为什么？因为。", Label: 12}}},
		{"a label that is none", "Ada", []news.Block{{Text: "Ada", Label: 7}}},
		{"a label of signs", "— Ada", []news.Block{{Text: "— Ada", Label: 3}}},
	} {
		b, err := markdown(news.Item{Article: news.Article{ID: "a", Title: "T", Blocks: c.blocks}})
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(string(b), "\n}\n")
		if text, _, _ = strings.Cut(text, "\n\n---\n"); strings.TrimSpace(text) != c.want {
			t.Errorf("%s: %q, want %q", c.name, text, c.want)
		}
	}
}

// A report of which hardly anything is known, or whose dates are no dates, is a page all the same.
func TestMarkdownOfLittle(t *testing.T) {
	dir := t.TempDir()
	for _, it := range []news.Item{
		{Article: news.Article{ID: "a", Title: "Headline"}},
		{Article: news.Article{ID: "b", Published: time.Date(12024, 1, 1, 0, 0, 0, 0, time.UTC), Captured: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}},
	} {
		if err := Write(filepath.Join(dir, string(it.Article.ID)+".md"), it); err != nil {
			t.Error(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files %q, %v", files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var front frontMatter
		if err := json.NewDecoder(strings.NewReader(string(b))).Decode(&front); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}
