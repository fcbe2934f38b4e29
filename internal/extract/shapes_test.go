package extract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

const ferryTitle = "Ferry crews and owners meet over night crossings"

// ferry is a report of fifteen paragraphs.
var ferry = []string{
	"Ferry crews and the owners of the two lines met on Tuesday for the first time since the strike began, a sign that both sides are looking for a way out of a dispute that has emptied the quays.",
	"The meeting in the customs house lasted two days. Its subject was the night crossings, which the owners gave up in March and which the islands say they cannot do without.",
	"The harbour master, Ada Lin, had asked for the talks after a call with the mayor last month. It was a small step, she said, in a quarrel that has grown with every week.",
	"The crews want the boats to run again after dark, with three men aboard instead of two.",
	"“We have agreed on what we will talk about,” Bo Reyes, who speaks for the crews, told reporters on the quay. “That is more than we had on Monday.”",
	"For the owners, Carl Weber led a group of five. He spoke of “many points” on which progress was needed, and named none of them.",
	"The two lines carried 1.2 million people last year, and the port lives by them: two of three shops at the quay sell to those who wait.",
	"Since March, more than 400 islanders have moved to the town, according to the council. Over half of them are under thirty.",
	"Earlier talks had failed because the owners would not sit at one table with a union that the state does not recognise.",
	"They were broken off in May, when the council lent its own boat to the islands. The owners called that unfair competition and went to court.",
	"The ice began to break in July. In the weeks before the meeting, people who know both sides say, the owners understood that the islands would not give way.",
	"But they would not talk about wages unless the court case was closed first, a demand that the council had refused for months.",
	"The council closed it in August. “We looked at it and took that step,” said the mayor, “because the islands needed a boat more than we needed a verdict.”",
	"Crews and owners met again within a week. “When the case was gone, there was no reason left not to talk,” Reyes said.",
	"The next meeting is on 4 October. Until then, the council’s boat leaves at nine in the evening and at five in the morning.",
}

// sheets are pages that hold these paragraphs in the shapes that outlets and their
// systems give them.
func sheets(paras []string) map[string]string {
	wrap := func(open, end string, ps []string) string {
		var b strings.Builder
		for _, p := range ps {
			b.WriteString(open + p + end + "\n")
		}
		return b.String()
	}
	ps := func(from, to int) string { return wrap("<p>", "</p>", paras[from:to]) }
	n := len(paras)
	const (
		nav     = `<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>`
		footer  = `<footer><p>© The Quay Gazette. All rights reserved.</p><ul><li><a href="/privacy">Privacy</a></li></ul></footer>`
		h1      = "<h1>" + ferryTitle + "</h1>"
		letter  = `<div class="newsletter-signup"><h3>Sign up to First Edition</h3><p>Our morning letter breaks down the stories of the day, and tells you what happens and why it matters.</p><form><input type="email"><button>Sign up</button></form></div>`
		related = `<aside class="related"><h3>Related stories</h3><ul><li><a href="/1">Council lends its own boat to the islands</a></li><li><a href="/2">Islanders leave as the nights grow long</a></li><li><a href="/3">What a ferry costs</a></li></ul></aside>`
	)
	page := func(body string, head ...string) string {
		return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>` + ferryTitle + ` | The Quay Gazette</title>` + strings.Join(head, "") + `</head><body>` + nav + body + footer + `</body></html>`
	}
	ld := func(body string) string {
		b, _ := json.Marshal(map[string]any{"@type": "NewsArticle", "headline": ferryTitle, "articleBody": body})
		return `<script type="application/ld+json">` + string(b) + `</script>`
	}
	var comments, second strings.Builder
	for i := range 12 {
		fmt.Fprintf(&comments, `<div class="comment"><p class="author">reader%d</p><p>I have lived on the island for thirty years and I never saw such a thing; somebody should write to the council about it, for the %dth time.</p></div>`, i, i)
	}
	for i := range 6 {
		fmt.Fprintf(&second, `<p>The court heard witness number %d on the price of lamp oil, who said that it had doubled in %d weeks, and that nobody had asked why.</p>`, i+1, i+2)
	}
	return map[string]string{
		"article":     page("<main><article>" + h1 + ps(0, n) + "</article></main>"),
		"divs":        page(`<div id="c"><div class="x1">` + h1 + `<div class="x2">` + ps(0, n) + `</div></div></div>`),
		"bare":        "<title>" + ferryTitle + "</title>" + h1 + ps(0, n),
		"unclosed":    page(`<div class="body">` + h1 + wrap("<p>", "", paras) + `</div>`),
		"line breaks": page(`<div class="story">` + h1 + `<div class="text">` + strings.Join(paras, "<br><br>\n") + `</div></div>`),
		"breaks in p": page(`<div class="story">` + h1 + `<p>` + strings.Join(paras, "<br/> <br/>") + `</p></div>`),
		"spans":       page(h1 + `<div class="content">` + wrap(`<div class="paragraph"><span>`, `</span></div>`, paras) + `</div>`),
		"custom":      page(`<app-root><app-article>` + h1 + `<app-body>` + wrap(`<app-par><p>`, `</p></app-par>`, paras) + `</app-body></app-article></app-root>`),
		"table":       page(`<table width="100%"><tr><td><a href="/a">A</a><br><a href="/b">B</a></td><td>` + h1 + ps(0, n) + `</td><td>` + related + `</td></tr></table>`),
		"two containers": page(`<article>` + h1 + `<div class="body__container"><div class="body__inner">` + ps(0, n/2) + `</div></div><div class="ad-slot">Advertisement</div><div class="body__container"><div class="body__inner">` +
			ps(n/2, n) + `</div></div></article>` + related),
		"three containers": page(`<article>` + h1 + `<section class="part"><div>` + ps(0, n/3) + `</div></section><aside class="promo"><a href="/p">Watch: the harbour master speaks</a></aside><section class="part"><div>` +
			ps(n/3, 2*n/3) + `</div></section><aside class="promo"><a href="/q">Listen: a night without a boat</a></aside><section class="part"><div>` + ps(2*n/3, n) + `</div></section></article>`),
		"letter inside": page(`<main><article>` + h1 + `<div class="standfirst"><p>Two days in the customs house end with a date for more</p></div><address>By <a rel="author">Dora Okafor</a></address>` +
			`<figure><img src="a.jpg"><figcaption>The quay on Tuesday. Photograph: Eva Brandt/Sea Wire</figcaption></figure><div class="article-body-commercial-selector">` + ps(0, 4) + letter + ps(4, 9) +
			`<aside><p>Related: <a href="/x">What a ferry costs</a></p></aside>` + ps(9, n) + `</div></article>` + related + `</main>`),
		"offers inside": page(`<article>` + h1 + `<div class="entry-content">` + ps(0, 3) + `<p><strong><a href="/x">READ MORE: Council lends its own boat to the islands</a></strong></p>` + ps(3, 10) +
			`<p><em>Also read: <a href="/y">What a ferry costs</a></em></p>` + ps(10, n) + `<div class="author-bio"><p><b>Dora Okafor</b> is a reporter at The Quay Gazette. She has covered the harbour since 2009. Follow her on Twitter @dokafor.</p></div>` +
			`<p>Sign up for our newsletter to get the day’s stories in your inbox.</p></div></article>` + related),
		"head repeated":       page(`<div class="post">` + h1 + `<h2 class="subtitle">Two days in the customs house end with a date for more</h2><div class="post-body"><p><b>` + ferryTitle + `</b></p>` + ps(0, n) + `</div></div>`),
		"comments after":      page(`<article>` + h1 + ps(0, n) + `</article><section id="comments" class="comments"><h2>12 comments</h2>` + comments.String() + `</section>`),
		"another report":      page(`<article class="story">` + h1 + `<div class="story-body">` + ps(0, n) + `</div></article><article class="story"><h1>Price of lamp oil before the court</h1><div class="story-body">` + second.String() + `</div></article>`),
		"data beside":         page(`<article>`+h1+ps(0, n)+`</article>`+related, ld(strings.Join(paras, " "))),
		"data alone":          `<!doctype html><html lang="en"><head><title>` + ferryTitle + `</title>` + ld(strings.Join(paras, "\n\n")) + `</head><body><div id="app"></div><noscript>Please enable JavaScript.</noscript></body></html>`,
		"data alone, mark-up": `<!doctype html><html lang="en"><head><title>` + ferryTitle + `</title>` + ld(ps(0, n)) + `</head><body><div id="app"></div></body></html>`,
		"AMP": `<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>` + ferryTitle + `</title><link rel="canonical" href="https://www.quay.example/ferry"></head><body><amp-sidebar id="s"><ul><li><a href="/">Home</a></li></ul></amp-sidebar>` +
			`<article class="amp-wp-article"><header>` + h1 + `</header><div class="amp-wp-article-content"><amp-img src="a.jpg"></amp-img>` + ps(0, 5) + `<amp-ad width="300"></amp-ad>` + ps(5, n) + `</div></article></body></html>`,
	}
}

// The report is found whole and alone in every shape, and its words are counted.
func TestShapes(t *testing.T) {
	words := text.Words(strings.Join(ferry, " "), "en")
	for name, page := range sheets(ferry) {
		a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := a.Paragraphs(); !slices.Equal(got, ferry) || a.Words != words {
			t.Errorf("%s: %d paragraphs, %d words; want %d and %d", name, len(got), a.Words, len(ferry), words)
			for _, p := range got {
				if !slices.Contains(ferry, p) {
					t.Logf("%s: not of the report: %.100s", name, p)
				}
			}
		}
		if a.Title != ferryTitle {
			t.Errorf("%s: title %q", name, a.Title)
		}
	}
}

// A headline that the page breaks into lines keeps its words apart.
func TestBrokenHeadline(t *testing.T) {
	broken := strings.ReplaceAll(ferryTitle, " ", "\n")
	for name, head := range map[string]string{
		"title":   "<title>" + broken + "</title>",
		"heading": "<title>Ferry</title><h1>" + broken + "</h1>",
		"meta":    "<title>Ferry</title><meta property=\"og:title\" content=\"" + broken + "\">",
		"data":    "<title>Ferry</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"" + strings.ReplaceAll(broken, "\n", "\\n") + "\"}</script>",
	} {
		page := head + "<p>" + strings.Join(ferry, "</p><p>") + "</p>"
		if a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{}); err != nil || a.Title != ferryTitle {
			t.Errorf("%s: %q, %v", name, a.Title, err)
		}
	}
}
