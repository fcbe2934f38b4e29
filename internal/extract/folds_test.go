package extract

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/news"
)

// harbourFolds are questions about the quay, with answers too short to be known as prose.
var harbourFolds = [][2]string{
	{"How many boats must go?", "All 63 of them, the harbour master says, by the end of March."},
	{"Who pays for the new quay?", "The county, which has set aside nine million crowns for it."},
	{"Will the ice house stay?", "Yes, but it opens two hours later."},
}

func foldsAs(before, between, after string) string {
	var b strings.Builder
	for i, f := range harbourFolds {
		b.WriteString(strings.NewReplacer("#", string(rune('a'+i)), "Q", f[0]).Replace(before) + strings.ReplaceAll(between, "#", string(rune('a'+i))) + f[1] + after)
	}
	return b.String()
}

func inParas(texts ...string) string { return "<p>" + strings.Join(texts, "</p><p>") + "</p>" }

// TestFolds: questions and answers that a click opens are one decision, whatever hides the answers.
func TestFolds(t *testing.T) {
	for name, folds := range map[string]string{
		"hidden panels": `<div class="faq">` + foldsAs(`<div><h3><button aria-expanded="false" aria-controls="p#">Q</button></h3>`, `<div id="p#" hidden><p>`, `</p></div></div>`) + `</div>`,
		"collapsed by class": `<div class="accordion">` + foldsAs(`<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed">Q</button></h2>`,
			`<div id="p#" class="accordion-collapse collapse"><div class="accordion-body">`, `</div></div></div>`) + `</div>`,
		"details":          foldsAs(`<details><summary>Q</summary>`, `<p>`, `</p></details>`),
		"details of heads": foldsAs(`<details class="qa"><summary><h3>Q</h3></summary>`, `<div><p>`, `</p></div></details>`),
		"buttons alone":    `<div class="qa">` + foldsAs(`<button aria-expanded="false" aria-controls="p#">Q</button>`, `<div id="p#" hidden><p>`, `</p></div>`) + `</div>`,
		"terms":            `<dl>` + foldsAs(`<dt><button aria-expanded="false" aria-controls="p#">Q</button></dt>`, `<dd id="p#" hidden>`, `</dd>`) + `</dl>`,
		"AMP":              `<amp-accordion>` + foldsAs(`<section><h4>Q</h4>`, `<p>`, `</p></section>`) + `</amp-accordion>`,
	} {
		a, err := readQuay(quay("", inParas(ferry[:4]...)+folds, ""))
		if err != nil {
			t.Fatal(name, err)
		}
		text := a.Text()
		at := 0
		for _, f := range harbourFolds {
			for _, s := range f {
				i := strings.Index(text[at:], s)
				if i < 0 {
					t.Errorf("%s: %q is missing or in another place\n%s", name, s, text)
					continue
				}
				at += i
			}
		}
	}
	chrome := `<div class="help-faq">` + strings.ReplaceAll(foldsAs(`<div><h3><button aria-expanded="false">Q</button></h3>`, `<div><p>`, `</p></div></div>`), "boats", "newsletters") + `</div>`
	a, err := readQuay(strings.Replace(quay("", inParas(ferry[:6]...), ""), "</body>", `<footer>`+chrome+`</footer></body>`, 1))
	if err != nil || strings.Contains(a.Text(), "ice house") {
		t.Errorf("folds of the page's foot are taken: %v\n%s", err, a.Text())
	}
}

// TestFoldsOfLinks: headings that link to the texts below them open these; such as are made alike and have none do not.
func TestFoldsOfLinks(t *testing.T) {
	for page, want := range map[string]string{
		`<p>0.9 H</p><div><h4><a href="#a">0.1 boats</a></h4><div id="a">0.2 63.</div><h4><a href="#b">0.1 who</a></h4><div id="b">0.1 us.</div></div>`:     "0.9 0.6 0.6 0.6 0.6",
		`<p>0.9 H</p><div><h4><a href="#x">0.1 boats</a></h4><div id="a">0.2 63.</div><h4><a href="#y">0.1 who</a></h4><div id="b">0.1 us.</div></div>`:     "0.9 0.1 0.2 0.1 0.1",
		`<p>0.9 H</p><div><h4><a href="#a">0.1 boats</a></h4><div id="a">0.02 63.</div><h4><a href="#b">0.1 who</a></h4><div id="b">0.0 us.</div></div>`:    "0.9 0.1 0.02 0.1 0",
		`<p>0.9 H</p><div><h4><a href="#a">0.1 share</a></h4><div id="a">0.2 copy</div><h4><a href="#b">0.1 size</a></h4><div id="b">0.1 small</div></div>`: "0.9 0.1 0.2 0.1 0.1",
	} {
		c := judged(t, strings.ReplaceAll(page, "H", strings.Repeat("herring ", 12)))
		c.folds()
		if got := c.spelled(); got != want {
			t.Errorf("%s: %s, want %s", page, got, want)
		}
	}
}

// TestCorrections: the note that corrects a report belongs to it; one on how the outlet corrects does not.
func TestCorrections(t *testing.T) {
	const note = "Correction: This report first gave the number of boats as 36. There are 63."
	a, err := readQuay(quay("", inParas(ferry[:5]...)+`<p class="article-correction"><em>`+note+`</em></p>`, ""))
	if err != nil || !slices.Contains(a.Paragraphs(), note) {
		t.Errorf("the note is missing: %v\n%s", err, a.Text())
	}
	a, err = readQuay(quay("", inParas(ferry[:5]...)+`<p class="corrections-policy"><a href="/corrections">How we correct mistakes.</a></p>`, ""))
	if err != nil || strings.Contains(a.Text(), "mistakes") {
		t.Errorf("a link to the rules is taken: %v\n%s", err, a.Text())
	}
}

// TestFollowing: a report that a script adds at the end of another is none of it; posts and sections that lead to themselves are.
func TestFollowing(t *testing.T) {
	for page, want := range map[string]string{
		`<p>0.9 herring<div data-href="/tram"><h2><a href="/tram">0.7 tramway waits</a></h2><div><p>0.8 tramway<p>0.9 tramway</div></div>`: "0.9 0.05 0.05 0.05",
		`<p>0.9 herring<div data-href="/tram"><h2>0.7 tramway waits</h2><p>0.8 tramway</div>`:                                              "0.9 0.7 0.8",
		`<p>0.9 herring<div data-href="/boats"><h2><a href="/tram">0.7 tramway waits</a></h2><p>0.8 tramway</div>`:                         "0.9 0.7 0.8",
		`<p>0.9 herring<div data-id="#p4"><h2><a href="#p4">0.7 tramway waits</a></h2><p>0.8 tramway</div>`:                                "0.9 0.7 0.8",
	} {
		c := judged(t, page)
		c.following()
		if got := c.spelled(); got != want {
			t.Errorf("%s: %s, want %s", page, got, want)
		}
	}
}

// TestCode: what a computer wrote stays between two paragraphs of which the model is sure.
func TestCode(t *testing.T) {
	for page, want := range map[string]string{
		"<div><p>0.9 herring<pre><code>0.4 tide --at quay</code></pre><p>0.9 herring</div>": "0.9 0.6 0.9",
		"<div><p>0.9 herring<pre>0.05 tide --at quay</pre><p>0.9 herring</div>":             "0.9 0.05 0.9",
		"<div><p>0.9 herring</div><pre>0.4 tide --at quay</pre><div><p>0.9 herring</div>":   "0.9 0.4 0.9",
		"<div><p>0.9 herring<pre><code>0.4 tide --at quay</code></pre><p>0.7 herring</div>": "0.9 0.4 0.7",
		"<div><p>0.9 herring<address>0.3 Quay Street 4</address><p>0.9 herring</p></div>":   "0.9 0.3 0.9",
	} {
		c := judged(t, page)
		c.bridge()
		if got := c.spelled(); got != want {
			t.Errorf("%s: %s, want %s", page, got, want)
		}
	}
}

// TestConsentInPlace: a box that waits for consent to show something from elsewhere is no part of the report.
func TestConsentInPlace(t *testing.T) {
	for ask, out := range map[string]bool{
		"This map comes from another provider. To show it, accept cookies on this page.":                    true,
		"Cette carte est fournie par un tiers. Pour l’afficher, vous devez accepter les cookies.":           true,
		"Diese Karte kommt von einem anderen Anbieter. Um sie zu sehen, stimmen Sie bitte Cookies zu.":      true,
		"Ta mapa pochodzi z innej strony. Aby ją zobaczyć, wyraź zgodę na pliki cookie.":                    true,
		"The harbour office asks for consent to cookies on its page of tides, Ilse Aaker said on Thursday.": false,
		"Skippers pay by card on board.": false,
	} {
		lang := map[bool]string{true: "pl", false: "en"}[strings.HasPrefix(ask, "Ta ")]
		doc, err := html.Parse(strings.NewReader(inParas(ferry[:3]...) + `<div class="x"><p>` + ask + `</p><button>OK</button></div>` + inParas(ferry[3:6]...)))
		if err != nil {
			t.Fatal(err)
		}
		blocks, _ := cut(doc, meanings{})
		want := len(blocks)
		if out {
			want--
		}
		if kept := (&page{lang: lang}).served(blocks); len(kept) != want {
			t.Errorf("%s: %d of 7 blocks kept", ask, len(kept))
		}
	}
}

// TestEscapedTwice: readers see a letter as a letter; what a text says of markup stays as it is.
func TestEscapedTwice(t *testing.T) {
	a, err := readQuay(quay("", inParas(ferry[:4]...)+`<p>La tripulaci&amp;oacute;n ley&amp;oacute; &amp;laquo;todo&amp;raquo; el parte y escribi&amp;#243; &amp;lt;fin&amp;gt; al pie de la hoja.</p>`, ""))
	const want = "La tripulación leyó «todo» el parte y escribió &lt;fin&gt; al pie de la hoja."
	if err != nil || !slices.Contains(a.Paragraphs(), want) {
		t.Errorf("%v\n%s", err, a.Text())
	}
}

// TestShortData: a short text of structured data is the report of a page that shows none, if it was not cut off.
func TestShortData(t *testing.T) {
	page := func(body string) string {
		return `<html lang="en"><head><title>Quay closes</title><meta property="og:type" content="article"><script type="application/ld+json">` +
			`{"@type":"NewsArticle","headline":"Quay closes","articleBody":"` + body + `"}</script></head><body><div id="app"></div></body></html>`
	}
	const told = "The northern quay of Ellsund closes on Monday for five months, the harbour master Ilse Aaker said. All 63 boats are to move to the basin behind the fish hall."
	a, err := readQuay(page(told))
	if err != nil || a.Kind != news.PageArticle || a.Text() != told {
		t.Errorf("%v %q", err, a.Text())
	}
	if a, err = readQuay(page(told[:len(told)-1] + "...")); err == nil {
		t.Errorf("what was cut off is a report: %q", a.Text())
	}
}

// TestGalleryOfEast: captions of East Asia end without a stop.
func TestGalleryOfEast(t *testing.T) {
	captions := []string{"満潮の北岸壁で荷を下ろす漁船＝23日午前、江良港", "氷の販売所に並ぶ船主たち。朝５時から列ができた", "岸壁の割れ目を調べる潜水士＝江良港", "仮の船着き場となる魚市場裏の泊地。水深は３メートル"}
	var b strings.Builder
	for _, s := range captions {
		b.WriteString(`<li><img src="/a.jpg"><p class="photo-caption">` + s + `</p></li>`)
	}
	a, err := readQuay(quay("", `<ul class="photos">`+b.String()+`</ul>`, ""))
	if err != nil || !slices.Equal(a.Paragraphs(), captions) {
		t.Errorf("%v\n%s", err, a.Text())
	}
}

// TestTableWithSource: a table stays the report's where its box holds a caption or a note of sentences.
func TestTableWithSource(t *testing.T) {
	const table = `<table><thead><tr><th>Quay</th><th>Boats</th></tr></thead><tbody><tr><td>North</td><td>63</td></tr><tr><td>South</td><td>41</td></tr>` +
		`<tr><td>Basin of the fish hall</td><td>9</td></tr><tr><td>Customs house</td><td>12</td></tr></tbody></table>`
	const note = "Boats of Ellsund by quay in the first week of March. Source: harbour office."
	for name, box := range map[string]string{
		"figure": `<figure>` + table + `<figcaption>` + note + `</figcaption></figure>`,
		"div":    `<div class="wrap">` + table + `<p>` + note + `</p></div>`,
		"above":  `<div class="wrap"><p>` + note + `</p>` + table + `</div>`,
		"nested": `<div class="wrap"><div class="scroll">` + table + `</div><div>` + note + `</div></div>`,
	} {
		a, err := readQuay(quay("", inParas(ferry[:3]...)+box+inParas(ferry[3:6]...), ""))
		for _, row := range []string{"North: Boats 63", "South: Boats 41", "Basin of the fish hall: Boats 9"} {
			if err != nil || !strings.Contains(a.Text(), row) {
				t.Errorf("%s: %v: %q is missing\n%s", name, err, row, a.Text())
			}
		}
	}
	a, err := readQuay(quay("", inParas(ferry[:6]...)+`<aside><p>`+note+`</p>`+table+`</aside>`, ""))
	if err != nil || strings.Contains(a.Text(), "Boats 63") {
		t.Errorf("a table in an aside is taken: %v\n%s", err, a.Text())
	}
}
