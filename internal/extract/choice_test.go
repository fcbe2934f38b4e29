package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/news"
)

// consentText is what a dialog says at length, in none of the words that notices are known by.
var consentText = []string{
	"This outlet and its 143 associates place small files on the device in your hand and look them up again, so that what is shown around the stories fits the person who reads them.",
	"Some of our associates do not ask before they do so but rely on what they call a weighty reason of their own. You can speak against that at any time, one by one, in the list below.",
	"Files of the first sort keep the pages running: they remember the size of the type, the town whose weather is shown, and whether the crossword was begun. They cannot be turned off.",
	"Files of the second sort count who reads what and for how long. The counts are put together before anybody looks at them, and are kept for thirteen months.",
	"Files of the third sort follow a device from one place to the next, so that a pair of boots which was once looked at can be shown again beside the tide tables.",
	"Whoever is less than sixteen years old asks a parent first. The choice can be altered at any later time behind the small shield at the lower edge of the page.",
}

func paragraphsOf(open, end string, texts []string) string {
	var b strings.Builder
	for _, s := range texts {
		b.WriteString(open + s + end + "\n")
	}
	return b.String()
}

// quay is a page of an invented outlet with a report and what stands before and after its main part.
func quay(before, report, after string) string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta property="og:type" content="article"><title>` + ferryTitle +
		` | The Quay Gazette</title></head><body>` + before +
		`<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav><main><h1>` + ferryTitle + `</h1>` + report +
		`</main><footer><p>© The Quay Gazette. All rights reserved.</p></footer>` + after + `</body></html>`
}

func readQuay(page string) (news.Article, error) {
	url := "https://quay.example/2026/ferry-talks"
	return Extract(news.Capture{URL: url, Final: url, Status: 200, Body: []byte(page)}, Options{})
}

// TestOverlays: what is laid over a page is not its report, however long it is; a report that is
// itself shown in a dialog is.
func TestOverlays(t *testing.T) {
	three := ferry[:3]
	prose := "<div class=story>" + paragraphsOf("<p>", "</p>", three) + "</div>"
	talk := "<h2>What happens on your device</h2>" + paragraphsOf("<p>", "</p>", consentText)
	for name, page := range map[string]string{
		"role":        quay(`<div role="dialog"><div>`+talk+`</div></div>`, prose, ""),
		"alertdialog": quay("", prose, `<section role="alertdialog">`+talk+`</section>`),
		"modal":       quay(`<div aria-modal="true" class="layer">`+talk+`</div>`, prose, ""),
		"dialog":      quay("", prose, `<dialog open>`+talk+`</dialog>`),
		"product":     quay("", prose, `<div id="onetrust-consent-sdk"><div>`+talk+`</div></div>`),
		"another":     quay(`<div class="qc-cmp2-container">`+talk+`</div>`, prose, ""),
		"element":     quay(`<amp-consent id="c">`+talk+`</amp-consent>`, prose, ""),
		"body named": strings.Replace(quay("", prose, `<div id="didomi-host">`+talk+`</div>`), "<body>",
			`<body class="didomi-popup-open">`, 1),
		"report in a dialog": `<!doctype html><html lang="en"><title>` + ferryTitle + `</title><body><p>The Quay Gazette is the paper of the islands, and of all who wait for a boat to them.</p>` +
			`<div role="dialog" aria-modal="true"><h1>` + ferryTitle + `</h1>` + prose + `</div></body></html>`,
		"nothing else": `<!doctype html><html lang="en"><title>` + ferryTitle + `</title><body><div role="dialog"><h1>Quay</h1>` + prose + `</div></body></html>`,
	} {
		a, err := readQuay(page)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := a.Paragraphs(); !slices.Equal(got, three) {
			t.Errorf("%s: %d paragraphs\n%s", name, len(got), strings.Join(got, "\n"))
		}
	}
}

// TestAroundParagraphs: what an element around the report, or that of its paragraphs, is named
// for does not matter.
func TestAroundParagraphs(t *testing.T) {
	eight := ferry[:8]
	plain := paragraphsOf("<p>", "</p>", eight)
	for _, report := range []string{
		`<h2><div class="story">` + plain + `</div></h2>`,
		`<h4><section>` + plain + `</section></h4>`,
		`<h3><span><div>` + plain + `</div></span></h3>`,
		`<h2 class="x">` + strings.Join(eight, "<br><br>") + `</h2>`,
		`<div class="newsletter">` + plain + `</div>`,
		`<dl>` + paragraphsOf("<dd>", "</dd>", eight) + `</dl>`,
		`<div>` + paragraphsOf("<section>", "</section>", eight) + `</div>`,
		`<pre>` + strings.Join(eight, "</pre><pre>") + `</pre>`,
		`<div class="part">` + plain[:strings.Index(plain, eight[3])-3] + `</div><div class="part">` + plain[strings.Index(plain, eight[3])-3:] + `</div>`,
	} {
		a, err := readQuay(quay("", report, ""))
		if err != nil {
			t.Errorf("%.40s: %v", report, err)
		}
		got := a.Paragraphs()
		if !slices.Equal(got, eight) {
			t.Errorf("%.40s: %d paragraphs\n%s", report, len(got), strings.Join(got, "\n"))
		}
	}
}

// TestGallery: on a page of pictures the captions are the report.
func TestGallery(t *testing.T) {
	var b strings.Builder
	for i, s := range ferry[:6] {
		fmt.Fprintf(&b, `<figure><amp-img src="/%d.jpg"></amp-img><figcaption>%s</figcaption></figure>`, i, s)
	}
	a, err := readQuay(quay("", `<amp-carousel>`+b.String()+`</amp-carousel>`, ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Paragraphs(); !slices.Equal(got, ferry[:6]) {
		t.Errorf("%d paragraphs: %s", len(got), strings.Join(got, "\n"))
	}
	a, _ = readQuay(strings.Replace(quay("", b.String(), ""), "og:type", "og:kind", 1))
	if n := len(a.Paragraphs()); n > 0 {
		t.Errorf("%d captions of a page that is no article", n)
	}
}

// judged is a page whose blocks have the probabilities that their text begins with.
func judged(t *testing.T, page string) *view {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	blocks, boxes := cut(doc, meanings{})
	c := &view{blocks: blocks, best: boxes[0], start: -1}
	for _, b := range blocks {
		if _, err := fmt.Sscan(b.text, &b.prob); err != nil {
			t.Fatal(b.text, err)
		}
	}
	return c
}

func (c *view) spelled() string {
	var out []string
	for _, b := range c.blocks {
		out = append(out, fmt.Sprint(b.prob))
	}
	return strings.Join(out, " ")
}

// TestLikes: what the model is not sure of comes with what is beside it and made like it.
func TestLikes(t *testing.T) {
	for page, want := range map[string]string{
		"<div><p>0.9 herring<p>0.35 herring<p>0.2 herring</div>":                                  "0.9 0.6 0.2",
		"<div>0.48 herring<br><br>0.92 herring<br><br>0.31 herring</div>":                         "0.6 0.92 0.6",
		"<div><p>0.9 herring<p class=x>0.35 herring</div>":                                        "0.9 0.35",
		"<div><p>0.9 herring</div><section><p>0.35 herring</section>":                             "0.9 0.35",
		"<div><p>0.4 herring<p>0.35 herring</div>":                                                "0.4 0.35",
		"<div><p>0.9 herring<p>0.4 newsletter</div>":                                              "0.9 0.4",
		"<div><p>0.9 herring<p><a href=/>0.4 herring</a></div>":                                   "0.9 0.4",
		"<div><h3>0.9 herring</h3><p>0.8 cod</p><h3>0.45 mackerel</h3></div>":                     "0.9 0.8 0.6",
		"<div><p>0.9 herring<figure><figcaption>0.4 herring</figcaption></figure></div>":          "0.9 0.4",
		"<div><p>0.9 a herring<p>0.9 a mackerel</div><div><p>0.25 a cod<p>0.15 a cod</div>":       "0.9 0.9 0.6 0.15",
		"<ul><li>0.9 herring<li>0.4 cod<li>0.45 mackerel</ul><ol><li>0.4 herring<li>0.1 cod</ol>": "0.9 0.6 0.6 0.4 0.1",
	} {
		c := judged(t, page)
		if c.likes(); c.spelled() != want {
			t.Errorf("%s: %s, want %s", page, c.spelled(), want)
		}
	}
}

// TestSpan: prose in plain boxes between certain paragraphs is filled in, as a whole.
func TestSpan(t *testing.T) {
	const long = " herring came to the quay in the night, and the master counted the barrels."
	for page, want := range map[string]string{
		"<main><p>0.9{}<div><p>0.2{}<p>0.3{}</div><p>0.9{}</main>":               "0.9 0.6 0.6 0.9",
		"<main><p>0.9{}<div><p>0.2{}<p>0.1{}</div><p>0.9{}</main>":               "0.9 0.2 0.1 0.9",
		"<main><p>0.9{}<div class=related><p>0.2{}<p>0.3{}</div><p>0.9{}</main>": "0.9 0.2 0.3 0.9",
		"<main><p>0.9{}<aside><p>0.2{}<p>0.3{}</aside><p>0.9{}</main>":           "0.9 0.2 0.3 0.9",
		"<main><p>0.9{}<div><p>0.2{}<h3>0.3 cod</h3></div><p>0.9{}</main>":       "0.9 0.2 0.3 0.9",
		"<main><p>0.9{}</main><div><p>0.2{}</div><main><p>0.9{}</main>":          "0.9 0.2 0.9",
	} {
		c := judged(t, strings.ReplaceAll(page, "{}", long))
		if c.span(); c.spelled() != want {
			t.Errorf("%s: %s, want %s", page, c.spelled(), want)
		}
	}
}

// TestAlone: a table or a row of headings right under the headline is a report, with the sentence that leads to it and
// without what is beside it.
func TestAlone(t *testing.T) {
	const (
		lead  = "These are the boats that won the regatta."
		table = "<table><tr><th>Boat</th><th>Hours</th></tr><tr><td>Gannet</td><td>3.1</td></tr><tr><td>Old Fulmar</td><td>3.4</td></tr><tr><td>Razorbill</td><td>4.0</td></tr>" +
			"<tr><td>Black Guillemot</td><td>did not come home</td></tr><tr><td>Shearwater</td><td>turned back at the buoy</td></tr></table>"
		three = "<h3>Gannet never lost the wind</h3><h3>Fulmar broke an oar at the buoy</h3><h3>Razorbill came home by night</h3>"
		row1  = "Gannet: Hours 3.1"
		row2  = "Old Fulmar: Hours 3.4"
		row3  = "Razorbill: Hours 4.0"
		row4  = "Black Guillemot: Hours did not come home"
		row5  = "Shearwater: Hours turned back at the buoy"
		h1    = "Gannet never lost the wind"
		h2    = "Fulmar broke an oar at the buoy"
		h3    = "Razorbill came home by night"
	)
	for _, c := range []struct {
		name, report string
		want         []string
	}{
		{"lead and table", "<article><p>" + lead + "</p>" + table + "</article>", []string{lead, row1, row2, row3, row4, row5}},
		{"author and table", "<article><p class=byline>Told by Ada Lin.</p><p>" + lead + "</p>" + table + "</article>", []string{lead, row1, row2, row3, row4, row5}},
		{"link and table", "<article><p><a href=/x>All that was written about the regatta.</a></p>" + table + "</article>", []string{row1, row2, row3, row4, row5}},
		{"no sentence and table", "<article><p>Sea and sail and wind</p>" + table + "</article>", []string{row1, row2, row3, row4, row5}},
		{"lead and headings", "<article><p>" + lead + "</p>" + three + "</article>", []string{lead, h1, h2, h3}},
		{"headings", "<article>" + three + "</article>", []string{h1, h2, h3}},
		{"headings that are links", "<article>" + strings.NewReplacer("<h3>", "<h3><a href=/x>", "</h3>", "</a></h3>").Replace(three) + "</article>", nil},
		{"headings aside", "<article></article><aside>" + three + "</aside>", nil},
	} {
		page := `<!doctype html><html lang="en"><title>Regatta: who won</title><body><nav><a href=/>Home</a></nav><main><div><h1>Regatta: who won</h1>` + c.report +
			`</div></main><footer><p>The Quay Gazette is the paper of the islands. All rights reserved.</p></footer></body></html>`
		a, _ := readQuay(page)
		if got := a.Paragraphs(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestFirsts: the heading right under the headline comes with those made alike further down.
func TestFirsts(t *testing.T) {
	const long = " herring came to the quay in the night, and the harbour master counted the barrels."
	for page, want := range map[string]string{
		"<h1>0.1 a</h1><div><h2>0.1 a</h2><p>0.9{}</div><div><h2>0.6 b</h2><p>0.9{}</div>":                    "0.1 0.6 0.9 0.6 0.9",
		"<h1>0.1 a</h1><div><h2>0.1 a</h2><p>0.9{}</div><div><h3>0.6 b</h3><p>0.9{}</div>":                    "0.1 0.1 0.9 0.6 0.9",
		"<h1>0.1 a</h1><div><h2>0.1 a</h2><p>0.9{}</div><div><h2>0.4 b</h2><p>0.9{}</div>":                    "0.1 0.1 0.9 0.4 0.9",
		"<h1>0.1 a</h1><h2>0.1 a</h2><div><p>0.9{}</div><h2>0.6 b</h2><p>0.9{}":                               "0.1 0.1 0.9 0.6 0.9",
		"<h1>0.1 a</h1><div><p>0.9{}</div><div><h2>0.1 a</h2><p>0.9{}</div><div><h2>0.6 b</h2><p>0.9{}</div>": "0.1 0.9 0.1 0.9 0.6 0.9",
		"<h1>0.1 a</h1><div><h2><a href=/>0.1 a</a></h2><p>0.9{}</div><div><h2>0.6 b</h2><p>0.9{}</div>":      "0.1 0.1 0.9 0.6 0.9",
	} {
		c := judged(t, strings.ReplaceAll(page, "{}", long))
		c.start = 0
		if c.firsts(); c.spelled() != want {
			t.Errorf("%s: %s, want %s", page, c.spelled(), want)
		}
	}
}

// TestSparing: a step that would take more than half of the report takes nothing.
func TestSparing(t *testing.T) {
	for page, want := range map[string]string{
		"<p>0.9 a herring<p>0.9 a mackerel<p>0.8 cod": "0.9 0.9 0",
		"<p>0.9 herring<p>0.8 cod<p>0.8 mackerel":     "0.9 0.8 0.8",
	} {
		c := judged(t, page)
		c.sparing(c.mass(), func() {
			for _, b := range c.blocks {
				if b.prob < 0.9 {
					b.prob = 0
				}
			}
		})
		if c.spelled() != want {
			t.Errorf("%s: %s, want %s", page, c.spelled(), want)
		}
	}
}

// TestTrimmed: one heading of nothing goes from the end of a report, a row of them does not.
func TestTrimmed(t *testing.T) {
	for page, want := range map[string]int{
		"<p>0.9 herring<h2>0.9 cod</h2>":                             1,
		"<p>0.9 herring<h3>0.9 cod</h3><h3>0.9 mackerel</h3>":        3,
		"<p>0.9 herring<p><a href=/>0.8 cod</a>":                     1,
		"<p>0.9 herring<h2>0.9 cod</h2><p><a href=/>0.8 cod</a></p>": 1,
	} {
		c := judged(t, page)
		if got := len(trimmed(c.blocks)); got != want {
			t.Errorf("%s: %d, want %d", page, got, want)
		}
	}
}

// TestBesideTheHeadline: a short post counts, and not the notice or the form that has more to say.
func TestBesideTheHeadline(t *testing.T) {
	post := []string{"The 9.40 boat to the islands does not run on Sunday because of the wind, the harbour master said. The next one leaves at noon."}
	for name, page := range map[string]string{
		"notice": quay("", "<div class=entry><p>"+post[0]+"</p></div>", `<div class="bar"><p>We use cookies and similar technologies to give you the best experience on our website, for personalised ads and content, and to analyse our traffic. By continuing to browse you consent to our use of cookies and to our privacy policy.</p></div>`),
		"form":   quay("", "<div class=entry><p>"+post[0]+"</p></div>", `<div id="respond"><h3>Leave a reply</h3><form><p>Your e-mail address will not be published. Required fields are marked with a star. Be kind to each other, and keep to the subject of the post that you answer.</p></form></div>`),
		"author": quay("", "<div class=entry><p>"+post[0]+"</p></div><div class=about-author><p>Ada Lin has written about harbours, boats and the people who wait for them since 1998, and lives on the larger of the islands with two dogs.</p></div>", ""),
	} {
		a, err := readQuay(page)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := a.Paragraphs(); !slices.Equal(got, post) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
