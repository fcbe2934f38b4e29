package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/waidian/waidian/internal/feed"
)

// known holds the fields in which package feed and gofeed 1.4.2 differ on
// purpose, and why ours is right.
var known = map[string]string{
	"testdata/atom03.xml feed.title":       "gofeed leaves markup in titles",
	"testdata/atom10.xml feed.title":       "gofeed leaves references in titles",
	"testdata/atom10.xml feed.description": "gofeed gives text where HTML is meant",
	"testdata/atom10.xml 0.title":          "gofeed leaves markup in titles",
	"testdata/atom10.xml 0.content":        "gofeed leaves XHTML's prefix and relative addresses",
	"testdata/atom10.xml 0.summary":        "gofeed gives text where HTML is meant",
	"testdata/atom10.xml 0.author":         "gofeed does not inherit the feed's author",
	"testdata/atom10.xml 1.link":           "gofeed does not take an id for an address",
	"testdata/atom10.xml 0.categories":     "gofeed prefers the label to the term",
	"testdata/atom03.xml 0.link":           "gofeed wants an href attribute",
	"testdata/atom03.xml 0.content":        "gofeed does not decode base64",
	"generated *.title":                    "gofeed leaves references in titles",
	"testdata/rss10.xml 0.id":              "gofeed does not take rdf:about for an id",
	"testdata/rss10.xml 1.id":              "gofeed does not take rdf:about for an id",
	"testdata/rss20.xml 0.title":           "gofeed leaves references and markup in titles",
	"testdata/rss20.xml 0.content":         "gofeed leaves relative addresses in the content",
	"testdata/rss20.xml 1.link":            "gofeed does not take a permalink guid for the link",
}

// TestFeeds reads the same feeds with gofeed and compares what both say.
func TestFeeds(t *testing.T) {
	met := map[string]bool{}
	for _, file := range []string{"testdata/rss20.xml", "testdata/rss10.xml", "testdata/atom10.xml", "testdata/atom03.xml"} {
		compare(t, file, contents(t, file), met)
	}
	compare(t, "generated", generated(400), met)
	for field := range known {
		if !met[field] {
			t.Errorf("%s: both agree by now", field)
		}
	}
}

func compare(t *testing.T, file string, body []byte, met map[string]bool) {
	ours, err := feed.Parse(body, feed.Options{})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	same := func(field, a, b string) {
		field = file + " " + field
		if a == strings.TrimSpace(b) {
			return
		}
		met[field] = true
		if known[field] == "" {
			t.Errorf("%s: we say %q, gofeed %q", field, a, b)
		}
	}
	same("feed.title", ours.Channel.Title, theirs.Title)
	same("feed.link", ours.Channel.Link, theirs.Link)
	same("feed.description", ours.Channel.Description, theirs.Description)
	same("count", fmt.Sprint(len(ours.Items)), fmt.Sprint(len(theirs.Items)))
	for i, e := range ours.Items {
		x := theirs.Items[i]
		field := func(name string) string {
			if file == "generated" { // fifty of a kind
				return "*." + name
			}
			return fmt.Sprintf("%d.%s", i, name)
		}
		same(field("title"), e.Title, x.Title)
		same(field("link"), e.Link, x.Link)
		same(field("id"), e.ID, x.GUID)
		same(field("summary"), e.Summary, x.Description)
		same(field("content"), e.Content, x.Content)
		same(field("published"), stampOf(&e.Published), stampOf(x.PublishedParsed))
		same(field("categories"), strings.Join(e.Categories, ","), strings.Join(x.Categories, ","))
		a, b := "", ""
		if len(e.Authors) > 0 {
			a = e.Authors[0].Name
		}
		if len(x.Authors) > 0 {
			b = x.Authors[0].Name
		}
		same(field("author"), a, b)
	}
}

// contents reads a file of package feed.
func contents(t *testing.T, file string) []byte {
	b, err := os.ReadFile(filepath.Join("..", "internal", "feed", file))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func stampOf(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// generated writes a feed of 50 items as news sites publish them, with about
// so many bytes of HTML in each item.
func generated(text int) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>The Harbour Courier &#8211; World</title><link>https://courier.example/world</link>
<atom:link href="https://courier.example/world/rss" rel="self" type="application/rss+xml"/>
<description>News of the world</description><language>en-GB</language><lastBuildDate>Tue, 30 Jan 2024 13:00:25 +0000</lastBuildDate>
`)
	paragraph := `<p>The port authority said on Tuesday that <a href="https://courier.example/topics/trade?ref=1&amp;page=2">trade</a> with the north had grown by 4.5&nbsp;percent &mdash; “a good year”, its director said. 外电报道。</p>` + "\n"
	for i := range 50 {
		fmt.Fprintf(&b, `<item><title>Harbour &amp;amp; rail: what the %dth report says about China’s trade</title>
<link>https://courier.example/world/2024/jan/30/report-%d</link>
<guid isPermaLink="false">courier-%d</guid><pubDate>Tue, 30 Jan 2024 05:%02d:25 GMT</pubDate>
<dc:creator>Ada Lindqvist</dc:creator><category>World</category><category domain="https://courier.example/topics">Trade &amp; ports</category>
<media:content url="https://img.courier.example/%d-140.jpg" width="140" type="image/jpeg"/><media:content url="https://img.courier.example/%d-460.jpg" width="460" type="image/jpeg"/>
<description>&lt;p&gt;The port authority&#8217;s yearly report is out; the figures for rail freight follow in March, for the ferries in the summer, if the ministry keeps to its word this time. &lt;a href="https://courier.example/world/2024/jan/30/report-%d"&gt;Continue reading...&lt;/a&gt;&lt;/p&gt;</description>
`, i, i, i, i, i, i, i)
		b.WriteString("<content:encoded><![CDATA[")
		for n := 0; n < text; n += len(paragraph) {
			b.WriteString(paragraph)
		}
		b.WriteString("]]></content:encoded></item>\n")
	}
	b.WriteString("</channel></rss>\n")
	return []byte(b.String())
}
