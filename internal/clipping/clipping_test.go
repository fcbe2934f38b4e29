package clipping

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// shape is an article in one line a part, for comparison.
func shape(a news.Article) string {
	var b strings.Builder
	day := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return t.Format(time.RFC3339)
	}
	fmt.Fprintf(&b, "%s | %s | %s | %q | %s %s | %q | %s", a.URL, a.Title, a.Outlet, a.Byline, day(a.Published), day(a.Updated), a.Tags, a.Kind)
	for _, block := range a.Blocks {
		fmt.Fprintf(&b, "\n%s: %s", block.Kind, block.Text)
	}
	return b.String()
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ name, file, doc, want string }{
		{"Hexo, HTML in it", "post.md", `---
title: 'It''s a bridge: opened'
date: 2021-03-04 05:06:07
author: Ida Moor
from: https://ledger.example/bridge?x=1
tags: [ China, "Ports, rivers" ]
categories:
- Asia
---
<div class="body"><p>The bridge at Moor was opened &amp; painted.</p><script>x()</script><ul><li>One arch</li></ul><blockquote><p>Good.</p></blockquote></div>`,
			`https://ledger.example/bridge?x=1 | It's a bridge: opened |  | ["Ida Moor"] | 2021-03-04T05:06:07Z - | ["China" "Ports, rivers"] | article
p: The bridge at Moor was opened & painted.
li: One arch
quote: Good.`},
		{"Jekyll, the date in its name", "_posts/2019-12-31-last-day.markdown", `---
layout: post
title: "The last day"   # of the year
authors:
  - name: Ida Moor
    url: https://x.example
  - "[[Bo Reed]]"
source: The Ledger
link: https://ledger.example/last
---

# Heading #

First line,
second *line* of [a link](https://x.example/a_b "t") and ` + "`code`" + ` in snake_case.

![a picture](x.png)

1. one
2. two

> said
> she

[ref]: https://x.example
`,
			`https://ledger.example/last | The last day | The Ledger | ["Ida Moor" "Bo Reed"] | 2019-12-31T00:00:00Z - | [] | article
h: Heading
p: First line, second line of a link and code in snake_case.
li: one
li: two
quote: said she`},
		{"Hugo, TOML", "a.md", `+++
title = "Dam lowered"
date = 2022-05-06T07:08:09+02:00
lastmod = 2022-05-07
tags = ["water"]
[params]
author = ["Bo Reed", "Ida Moor"]
canonicalURL = "https://ledger.example/dam"
+++
{{< figure src="a.png" >}}
The dam was lowered by \*two\* metres.
`,
			`https://ledger.example/dam | Dam lowered |  | ["Bo Reed" "Ida Moor"] | 2022-05-06T07:08:09+02:00 2022-05-07T00:00:00Z | ["water"] | article
p: The dam was lowered by *two* metres.`},
		{"waidian's own", "a.md", `{
  "title": "The Ledger - Asia-Tide-bound",
  "date": "2024-01-02T03:04:05+08:00",
  "publishDate": "2024-01-02T00:00:00Z",
  "description": "潮水",
  "params": {"author": ["Ida Moor"], "canonicalURL": "https://ledger.example/tide", "outlet": "The Ledger", "source": "ledger", "source_name": "The Ledger - Asia",
    "headline": "Tide-bound", "digest_by": "model"}
}

潮水来了。

<!--more-->

## A head

The boat lies at \#4 &amp; waits\.

*A boat*

---

[The Ledger](<https://ledger.example/tide>) · 2024-01-02 00:00 UTC
`,
			`https://ledger.example/tide | Tide-bound | The Ledger | ["Ida Moor"] | 2024-01-02T03:04:05+08:00 - | [] | article
h: A head
p: The boat lies at #4 & waits.
caption: A boat`},
		{"no text", "a.md", "---\ntitle: Only this\nurl: http://ledger.example/only\n---\n", `http://ledger.example/only | Only this |  | [] | - - | [] | headline`},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := Markdown(c.file, "", []byte(c.doc))
			if got := shape(a); err != nil || got != c.want {
				t.Errorf("error %v\ngot  %s\nwant %s", err, got, c.want)
			}
		})
	}
}

// The day on which a page was saved is not the day on which the report was published.
func TestDatesOfMarkdown(t *testing.T) {
	const saved = "2024-05-06T07:08:09Z"
	const origin = "\n---\n\n[The Ledger](<https://ledger.example/weir>) · 2024-05-06 07:08 UTC\n"
	for _, c := range []struct{ name, file, head, body, published, captured string }{
		{"a clipping", "Weir.md", "published: \ncreated: 2024-05-06", "", "", "2024-05-06T00:00:00Z"},
		{"a clipping, published", "Weir.md", "published: 2023-01-02\ncreated: 2024-05-06", "", "2023-01-02T00:00:00Z", "2024-05-06T00:00:00Z"},
		{"a clipping named after its day", "2024-05-06-Weir.md", "created: 2024-05-06T10:00:00Z", "", "", "2024-05-06T10:00:00Z"},
		{"clipped", "Weir.md", "clipped: 2024-05-06", "", "", "2024-05-06T00:00:00Z"},
		{"a clipping of no day", "Weir.md", "created: some day", "", "", ""},
		{"a post that is out", "2023-01-02-weir.md", "published: true", "", "2023-01-02T00:00:00Z", ""},
		{"our own, of an unknown day", "a.md", "canonicalURL: https://ledger.example/weir\ndate: " + saved + "\npublishDate: " + saved, origin, "", saved},
		{"our own", "a.md", "canonicalURL: https://ledger.example/weir\ndate: 2024-05-05T01:02:03Z\npublishDate: " + saved, origin, "2024-05-05T01:02:03Z", saved},
		{"another's", "a.md", "canonicalURL: https://ledger.example/weir\ndate: " + saved + "\npublishDate: " + saved, "", saved, ""},
	} {
		a, err := Markdown(c.file, "https://ledger.example/weir", []byte("---\ntitle: Weir\n"+c.head+"\n---\nWater falls.\n"+c.body))
		at := func(t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return t.Format(time.RFC3339)
		}
		if err != nil || at(a.Published) != c.published || at(a.Captured) != c.captured || a.Published.IsZero() != (a.Hour == news.HourNone) {
			t.Errorf("%s: published %q (%q), captured %q, error %v", c.name, at(a.Published), a.Hour, at(a.Captured), err)
		}
		if len(a.Blocks) != 1 || a.Blocks[0].Text != "Water falls." {
			t.Errorf("%s: %+v", c.name, a.Blocks)
		}
	}
}

// Of another's post no paragraph is taken for a digest or a line of origin of waidian's.
func TestPostsOfOthersStayWhole(t *testing.T) {
	const head = "---\ntitle: Weir\ncanonicalURL: https://ledger.example/weir\noutlet: The Ledger\n"
	const body = "\nThe weir is low.\n\n<!--more-->\n\nIt fell by a metre.\n\n---\n\n"
	const line = "[The Ledger](<https://ledger.example/weir>) · 2024-05-06 07:08 UTC · SHA-256 ab01\n"
	for _, c := range []struct{ name, doc, want string }{
		{"a post", head + "---\n" + body + "It will rise.\n", "The weir is low.|It fell by a metre.|It will rise."},
		{"keys that look like ours", head + "headline: Weir\nsource_name: The Ledger\nstandfirst: Low\n---\n" + body + "It will rise.\n",
			"The weir is low.|It fell by a metre.|It will rise."},
		{"a link to something else", head + "---\n" + body + "[The Ledger](<https://ledger.example/dam>) · 2024-05-06 07:08 UTC\n",
			"The weir is low.|It fell by a metre.|The Ledger · 2024-05-06 07:08 UTC"},
		{"our own, with a digest", head + "digest_by: model\n---\n" + body + line, "It fell by a metre."},
		{"our own, something added", head + "digest_by: model\n---\n" + body + line + "\nIt will rise.\n",
			"It fell by a metre.|The Ledger · 2024-05-06 07:08 UTC · SHA-256 ab01|It will rise."},
		{"our own, without a digest", head + "---\n\nThe weir is low.\n\n---\n\n" + line, "The weir is low."},
	} {
		a, err := Markdown("a.md", "", []byte(c.doc))
		var got []string
		for _, b := range a.Blocks {
			got = append(got, b.Text)
		}
		if s := strings.Join(got, "|"); err != nil || s != c.want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", c.name, err, s, c.want)
		}
	}
}

func TestMarkdownThatIsNone(t *testing.T) {
	for _, c := range []struct{ doc, want string }{
		{"# Only a heading\n", "no front matter"},
		{"---\ntitle: a\n", "has no end"},
		{"---\ntitle: a\nurl: /posts/a\n---\nb\n", "names no address of the original"},
		{"---\nurl: https://ledger.example/a\n---\nb\n", "no title"},
		{"---\ntitle: a\nurl: https://ledger.example/a\ndate: the day before\n---\nb\n", `front matter: date: "the day before" is no date`},
		{"---\ntitle a\n---\n", `line 1: "title a" is no key with a value`},
		{"+++\ntitle = \n+++\n", "read front matter: toml"},
		{"{\"title\": }\n", "read front matter: "},
		{"---\ntitle: \xff\n---\n", "not UTF-8"},
	} {
		if _, err := Markdown("a.md", "", []byte(c.doc)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.doc, err, c.want)
		}
	}
}

func TestStarred(t *testing.T) {
	const reader = `{"id":"user/-/state/com.google/starred","items":[
		{"title":"Lock &amp; key","author":"Ida Moor, Bo Reed","published":1600000000,"updated":1600003600,"crawlTimeMsec":"1600000100000",
		 "alternate":[{"href":"https://ledger.example/lock?a=1&amp;b=2"}],"categories":["user/-/state/com.google/starred","rivers","user/1/label/To weigh"],
		 "origin":{"title":"The Ledger"},"summary":{"content":"<p>One &lt;lock&gt;.</p><p>Two.</p>"}},
		{"title":"Nowhere","summary":{"content":"x"}},
		{"title":"","canonical":[{"href":"https://ledger.example/b"}],"summary":{"content":"A text."}},
		{"title":"Late","published":"soon","canonical":[{"href":"https://ledger.example/c"}]},
		7]}`
	items, err := starred(t, (reader))
	if err != nil || len(items) != 5 {
		t.Fatalf("%d items, %v", len(items), err)
	}
	want := `https://ledger.example/lock?a=1&b=2 | Lock & key | The Ledger | ["Ida Moor" "Bo Reed"] | 2020-09-13T12:26:40Z 2020-09-13T13:26:40Z | ["rivers" "To weigh"] | article
p: One <lock>.
p: Two.`
	if got := shape(items[0].Article); got != want || items[0].Err != nil || items[0].Article.Captured.Unix() != 1600000100 {
		t.Errorf("error %v\ngot  %s\nwant %s", items[0].Err, got, want)
	}
	if !errors.Is(items[1].Err, ErrNoAddress) || !errors.Is(items[2].Err, ErrNoTitle) || items[3].Err == nil || items[4].Err == nil {
		t.Errorf("errors %v", items)
	}
	const flux = `{"total":2,"entries":[{"url":"https://ledger.example/m","title":"M","author":"","content":"<p>Text.</p>","published_at":"2024-02-03T04:05:06+01:00",
		"created_at":"2024-02-03T05:00:00Z","tags":["x"],"feed":{"title":"The Ledger"}},{"url":"https://ledger.example/n","title":"N","published_at":"never"}]}`
	items, err = starred(t, (flux))
	if err != nil || len(items) != 2 || items[1].Err == nil {
		t.Fatalf("%v, %v", items, err)
	}
	want = `https://ledger.example/m | M | The Ledger | [] | 2024-02-03T04:05:06+01:00 - | ["x"] | article
p: Text.`
	if got := shape(items[0].Article); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, doc := range []string{`{}`, `[]`, `7`, `{"items":7}`, `{"version":"https://jsonfeed.org/version/1.1","items":[]}`} {
		if _, err := starred(t, (doc)); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", doc, err)
		}
	}
	if _, err := starred(t, (`{"items":[`)); err == nil || errors.Is(err, ErrForm) {
		t.Errorf("half a document: %v", err)
	}
}

// Readers write times in seconds, milliseconds or microseconds. What no report can have is told of its item alone.
func TestTimesOfReaders(t *testing.T) {
	for _, c := range []struct{ published, want, err string }{
		{`1600000000`, "2020-09-13T12:26:40Z", ""},
		{`"1600000000"`, "2020-09-13T12:26:40Z", ""},
		{`1600000000123`, "2020-09-13T12:26:40Z", ""},
		{`"1600000000123456"`, "2020-09-13T12:26:40Z", ""},
		{`1.6e9`, "2020-09-13T12:26:40Z", ""},
		{`0`, "", ""}, {`-1`, "", ""}, {`""`, "", ""}, {`null`, "", ""},
		{`1600000000123456789`, "", "is no time in seconds since 1970"},
		{`1e300`, "", "is no time in seconds since 1970"},
		{`1e999`, "", "is no time in seconds since 1970"},
		{`"NaN"`, "", "is no time in seconds since 1970"},
	} {
		items, err := starred(t, (`{"items":[{"title":"Weir","published":` + c.published + `,"canonical":[{"href":"https://ledger.example/weir"}]},` +
			`{"title":"Dam","published":1600000000,"canonical":[{"href":"https://ledger.example/dam"}]}]}`))
		if err != nil || len(items) != 2 || items[1].Err != nil {
			t.Fatalf("%s: %v, %v", c.published, items, err)
		}
		got := ""
		if p := items[0].Article.Published; !p.IsZero() {
			got = p.Format(time.RFC3339)
		}
		if err := items[0].Err; got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %q, %v", c.published, got, err)
		}
	}
	for _, day := range []string{"0000-12-31T00:00:00Z", "9999-12-31T23:59:59-08:00", "2024-01-01T00:00:00+24:00"} {
		items, err := starred(t, (`{"entries":[{"url":"https://ledger.example/m","title":"M","published_at":"` + day + `"}]}`))
		if err != nil || items[0].Err == nil {
			t.Errorf("%s: %+v, %v", day, items, err)
		}
		if _, err := Markdown("a.md", "https://ledger.example/", []byte("---\ntitle: Weir\ndate: "+day+"\n---\n")); err == nil {
			t.Errorf("%s in front matter was read", day)
		}
	}
}

// How much of a date is known is known of the article, too.
func TestHours(t *testing.T) {
	for date, want := range map[string]news.Hour{
		"2021-01-02": news.HourDay, "2021-01-02 03:04:05": news.HourLocal, "2021-01-02T03:04:05Z": news.HourGiven, "2021-01-02 03:04:05 +0800": news.HourGiven,
		"": news.HourNone,
	} {
		a, err := Markdown("a.md", "", []byte("---\ntitle: a\nurl: https://ledger.example/a\ndate: "+date+"\n---\nb\n"))
		if err != nil || a.Hour != want {
			t.Errorf("%q: %q, %v, want %q", date, a.Hour, err, want)
		}
	}
	a, err := Markdown("2021-01-02-a.md", "", []byte("---\ntitle: a\nurl: https://ledger.example/a\n---\nb\n"))
	if err != nil || a.Hour != news.HourDay {
		t.Errorf("in the name: %q, %v", a.Hour, err)
	}
}

// Whatever a file says, reading it ends, and what is read is text.
func FuzzMarkdown(f *testing.F) {
	f.Add("---\na: b\nc:\n  - d\n  - e: f\ng: [h, 'i']\nj: |\n  k\n---\n# l\n\n- *m* [n](o) ![p](q)\n")
	f.Add("+++\na = 1\n+++\n<p>b<p>c")
	f.Add("{\"a\": [1]}\n\\*b\\* <https://x.example>")
	f.Fuzz(func(t *testing.T, doc string) {
		a, err := Markdown("a.md", "https://x.example/", []byte(doc))
		for _, b := range a.Blocks {
			if b.Text == "" || strings.TrimSpace(b.Text) != b.Text || err == nil && len(b.Ends) == 0 {
				t.Errorf("block %+v", b)
			}
		}
	})
}

// starred reads all items of a document.
func starred(t *testing.T, doc string) (out []Item, err error) {
	t.Helper()
	err = Starred(strings.NewReader(doc), func(it Item) error { out = append(out, it); return nil })
	return out, err
}
