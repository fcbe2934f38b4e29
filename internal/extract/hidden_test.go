package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// hidings are attributes by which pages hide an element.
var hidings = []string{
	`hidden`, `hidden="until-found"`, `aria-hidden="true"`, `style="display:none"`, `style="display: none !important"`,
	`style="visibility: hidden"`, `style="opacity:0"`, `style="visibility: hidden; opacity: 0; "`, `style="max-height:0;overflow:hidden"`,
	`style="height:0px; overflow: hidden"`, `style="position:absolute;left:-9999px"`, `style="font-size:0"`, `style="text-indent:-999em"`,
	`style="clip:rect(0 0 0 0);position:absolute"`, `style="clip-path: inset(50%)"`, `inert`, `class="more hidden"`,
}

func ferryPage(body string) string {
	return `<!doctype html><html lang="en"><head><title>` + ferryTitle + `</title></head><body><nav><a href="/">Home</a> <a href="/n">News</a></nav><h1>` +
		ferryTitle + `</h1>` + body + `<footer><p>© The Quay Gazette. All rights reserved.</p></footer></body></html>`
}

func ferryParas(from, to int, tag string) string {
	var b strings.Builder
	for _, p := range ferry[from:to] {
		b.WriteString("<" + tag + ">" + p + "</" + tag + ">\n")
	}
	return b.String()
}

// A hidden element that goes on with the report, or holds it, is read whole.
func TestHiddenRestOfReport(t *testing.T) {
	n := len(ferry)
	for _, how := range hidings {
		for name, body := range map[string]string{
			"rest":             `<article>` + ferryParas(0, 3, "p") + `<div ` + how + `>` + ferryParas(3, n, "p") + `</div></article>`,
			"rest in a box":    `<article><div class="text">` + ferryParas(0, 6, "p") + `<section ` + how + `><div class="in">` + ferryParas(6, n, "p") + `</div></section></div></article>`,
			"rest after a box": `<article><div class="part">` + ferryParas(0, 4, "p") + `</div><div class="part" ` + how + `>` + ferryParas(4, n, "p") + `</div></article>`,
			"rest after a button": `<article><div>` + ferryParas(0, 4, "p") + `<button>Read more</button><div ` + how + `>` + ferryParas(4, n, "p") +
				`</div></div></article>`,
			"all":              `<div class="story" ` + how + `>` + ferryParas(0, n, "p") + `</div>`,
			"all in sections":  `<div class="story" ` + how + `>` + ferryParas(0, n, "section") + `</div>`,
			"the whole page":   `<main ` + how + `><div><article>` + ferryParas(0, n, "p") + `</article></div></main>`,
			"middle":           `<article>` + ferryParas(0, 3, "p") + `<div ` + how + `>` + ferryParas(3, 9, "p") + `</div>` + ferryParas(9, n, "p") + `</article>`,
			"two in the midst": `<article>` + ferryParas(0, 7, "p") + `<div ` + how + `>` + ferryParas(7, 9, "p") + `</div>` + ferryParas(9, n, "p") + `</article>`,
		} {
			a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(body))}, Options{})
			if got := a.Paragraphs(); err != nil || !slices.Equal(got, ferry) || len(a.Notes) > 0 {
				t.Errorf("%s, %s: %d of %d paragraphs, %v, %v", how, name, len(got), n, a.Notes, err)
			}
		}
	}
}

// A hidden element that is something else is left out whole.
func TestHiddenOthers(t *testing.T) {
	var other strings.Builder
	for _, s := range []string{
		"The price of lamp oil came before the court on Friday, where two traders said that they had bought it at the old rate.",
		"A clerk read the ledger of the year aloud, and the judge asked for the keys of the warehouse by the eastern gate.",
		"Nobody could say who had filled the barrels, although the seals of both houses were found on each of them.",
		"The court meets again next week, and the traders may sell no oil before that day, the judge said.",
	} {
		fmt.Fprintf(&other, "<p>%s</p>", s)
	}
	for _, how := range []string{`hidden`, `aria-hidden="true"`, `style="display:none"`, `style="visibility:hidden"`, `style="opacity: 0"`} {
		for name, box := range map[string]string{
			"dialog":       `<div role="dialog" ` + how + `>` + other.String() + `</div>`,
			"modal":        `<div aria-modal="true" ` + how + `>` + other.String() + other.String() + `</div>`,
			"next report":  `<article ` + how + `><h1>Price of lamp oil before the court</h1>` + other.String() + `</article>`,
			"comments":     `<section class="comments" ` + how + `>` + other.String() + `</section>`,
			"other panel":  `<div role="tabpanel" ` + how + `>` + other.String() + `</div>`,
			"menu of news": `<div ` + how + `><ul><li><a href="/1">Lamp oil</a></li><li><a href="/2">Ice on the bay</a></li></ul></div>`,
		} {
			for _, body := range []string{
				`<main><article>` + ferryParas(0, len(ferry), "p") + `</article>` + box + `</main>`,
				`<main>` + box + `<article>` + ferryParas(0, len(ferry), "p") + `</article></main>`,
			} {
				a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(body))}, Options{})
				if got := a.Paragraphs(); err != nil || !slices.Equal(got, ferry) {
					t.Errorf("%s, %s: %d of %d paragraphs, %v, %v", how, name, len(got), len(ferry), a.Notes, err)
				}
			}
		}
	}
}

// A hidden paragraph or two that speak of something else are left out wherever they lie.
func TestHiddenNotices(t *testing.T) {
	const (
		printed = `<p>Printed pages of quaygazette.example may be copied for private purposes; everything else needs a licence from our publishing house.</p>`
		thanks  = `<p>Thank you for writing to us, the editors will read your message within three working days and answer it.</p><p>Whoever has left an address may receive a questionnaire about our service afterwards.</p>`
	)
	n := len(ferry)
	for _, how := range []string{`style="display:none"`, `hidden`, `aria-hidden="true" style="display: none"`, `class="print-only" style="display:none"`} {
		for name, notice := range map[string]string{"printed": printed, "thanks": thanks} {
			box := `<div ` + how + `>` + notice + `</div>`
			for _, body := range []string{
				`<article>` + ferryParas(0, n, "p") + box + `</article>`,
				`<article>` + ferryParas(0, 7, "p") + box + ferryParas(7, n, "p") + `</article>`,
				`<article><div>` + ferryParas(0, n, "p") + `</div>` + box + `</article>`,
				`<article>` + ferryParas(0, 7, "p") + strings.ReplaceAll(notice, "<p>", `<p `+how+`>`) + ferryParas(7, n, "p") + `</article>`,
				`<article>` + ferryParas(0, n, "p") + strings.ReplaceAll(notice, "<p>", `<p `+how+`>`) + `</article>`,
			} {
				a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(body))}, Options{})
				if got := a.Paragraphs(); err != nil || !slices.Equal(got, ferry) {
					t.Errorf("%s, %s: %d of %d paragraphs, %v, %v: %.120s", how, name, len(got), n, a.Notes, err, body)
				}
			}
		}
	}
}

// What is left out because it is hidden, although it looks like the report, is noted.
func TestHiddenIsNoted(t *testing.T) {
	n := len(ferry)
	body := `<div class="story">` + ferryParas(0, 9, "p") + `</div><h2>Elsewhere</h2><ul><li><a href="/1">Lamp oil</a></li><li><a href="/2">Ice on the bay</a></li>` +
		`<li><a href="/3">A clerk reads aloud</a></li><li><a href="/4">Keys of the warehouse</a></li></ul><div class="story" hidden>` + ferryParas(9, n, "p") + `</div>`
	a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(ferryPage(body))}, Options{})
	if got := a.Paragraphs(); err != nil || !slices.Equal(got, ferry[:9]) || !slices.Equal(a.Notes, []news.Note{{Code: news.NoteHidden}}) {
		t.Errorf("%d paragraphs, %v, %v", len(got), a.Notes, err)
	}
}

// A class takes a few words for screen readers away, and nothing else.
func TestClassNamesHide(t *testing.T) {
	page := func(html, inline string) string {
		s := ferryPage(`<article>` + ferryParas(0, len(ferry), "p") + `</article>`)
		s = strings.Replace(s, "<html ", "<html "+html+" ", 1)
		return strings.Replace(s, "Ada Lin", inline, 1)
	}
	for _, tc := range []struct{ html, inline string }{
		{`class="overflow-x-hidden antialiased"`, "Ada Lin"},
		{`class="hidden"`, "Ada Lin"},
		{`class="sr-only"`, "Ada Lin"},
		{``, `<span class="overflow-hidden">Ada Lin</span>`},
		{``, `<span class="label-hidden"><em>Ada Lin</em></span>`},
		{``, `<span class="hidden md:inline">Ada Lin</span>`},
		{``, `<span class="d-none d-md-inline">Ada Lin</span>`},
		{``, `<span class="backface-hidden">Ada</span> Lin`},
		{``, `<span class="sr-only">Photo: </span>Ada Lin`},
		{``, `Ada <i class="visually-hidden">opens in a new window</i>Lin`},
		{``, `Ada <span class="screen-reader-text">Share</span> Lin`},
	} {
		a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page(tc.html, tc.inline))}, Options{})
		if got := a.Paragraphs(); err != nil || !slices.Equal(got, ferry) {
			t.Errorf("%s %s: %d of %d paragraphs, %v", tc.html, tc.inline, len(got), len(ferry), err)
			for _, p := range got {
				if !slices.Contains(ferry, p) {
					t.Logf("%.200s", p)
				}
			}
		}
	}
}
