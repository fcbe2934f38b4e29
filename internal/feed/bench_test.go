package feed

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

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

// BenchmarkParse reads the two feeds of the speed promise, with this package and
// with gofeed side by side:
//
//	GOMAXPROCS=1 go test -run '^$' -bench Parse -count 10 ./internal/feed
func BenchmarkParse(b *testing.B) {
	for _, size := range []struct {
		name string
		text int
	}{{"94KB", 800}, {"415KB", 7200}} {
		body := generated(size.text)
		b.Run(size.name+"/waidian", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if d, err := Parse(body, Options{URL: "https://courier.example/world/rss"}); err != nil || len(d.Entries) != 50 {
					b.Fatal(err, len(d.Entries))
				}
			}
		})
		b.Run(size.name+"/gofeed", func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if f, err := gofeed.NewParser().Parse(bytes.NewReader(body)); err != nil || len(f.Items) != 50 {
					b.Fatal(err)
				}
			}
		})
	}
}
