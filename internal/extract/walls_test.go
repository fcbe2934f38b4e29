package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// teasers are the cards of a list of reports, each made by form of an address, a headline and a line.
func teasers(form string) string {
	var b strings.Builder
	for i, s := range []string{
		"Dredger stuck off the breakwater for a third day", "Harbour school opens its doors to grown-ups", "Nets of the island fleet are mended in a church",
		"Ice plant changes hands for a crown", "Pilots ask for a second boat",
	} {
		fmt.Fprintf(&b, form, i, s, fmt.Sprintf("The harbour board of Quayside discussed item %d for two hours on Tuesday and put the vote off, because three of its nine members were at sea.", i))
	}
	return b.String()
}

// A page that offers reports is none, however its cards are made.
func TestListsAreNoReports(t *testing.T) {
	for name, form := range map[string]string{
		"articles":      `<article><h2><a href="/n/%d">%s</a></h2><p>%s</p></article>`,
		"headings":      `<h3><a href="/n/%d">%s</a></h3><p>%s</p>`,
		"divs":          `<div><a href="/n/%d"><b>%s</b></a><div>%s</div></div>`,
		"whole cards":   `<a href="/n/%d"><h3>%s</h3><p>%s</p></a>`,
		"time between":  `<section><h2><a href="/n/%d">%s</a></h2><time>3 March</time><p>%s</p></section>`,
		"list of cards": `<ul><li><h3><a href="/n/%d">%s</a></h3><p>%s</p></li></ul>`,
	} {
		body := `<!doctype html><html lang=en><head><title>Harbour | The Quay Gazette</title></head><body><header><a href="/">The Quay Gazette</a></header><main><h1>Harbour</h1>` + teasers(form) + `</main></body></html>`
		a, err := Extract(news.Capture{URL: "https://www.quay.example/harbour", Final: "https://www.quay.example/harbour", Status: 200, Body: []byte(body)}, Options{})
		if !errors.Is(err, news.ErrNoText) || a.Kind != news.PageNone {
			t.Errorf("%s: kind %s, %d words, %v", name, a.Kind, a.Words, err)
		}
	}
}

// The cards below a report are not the report.
func TestReportsWithCardsStay(t *testing.T) {
	body := sheets(ferry)["article"]
	body = strings.Replace(body, "</main>", `</main><section>`+teasers(`<article><h2><a href="/n/%d">%s</a></h2><p>%s</p></article>`)+`</section>`, 1)
	a, err := Extract(news.Capture{URL: "https://www.quay.example/2026/ferry", Final: "https://www.quay.example/2026/ferry", Status: 200, Body: []byte(body)}, Options{})
	if err != nil || a.Kind != news.PageArticle || !strings.Contains(a.Text(), ferry[3]) {
		t.Errorf("kind %s, %d words, %v", a.Kind, a.Words, err)
	}
}

// An address that leads to the front page, to a page of errors or to a section leads to no report.
func TestLedAway(t *testing.T) {
	report := sheets(ferry)["article"]
	front := `<html lang=en><head><title>The Quay Gazette</title></head><body><main><p>` + strings.Join(ferry[4:8], "</p><p>") + `</p></main></body></html>`
	found := `<html lang=en><head><title>Search</title></head><body><main><h1>Results</h1><ul>` + teasers(`<li><a href="/n/%d">%s</a><p>%s</p></li>`) + `</ul></main></body></html>`
	briefing := `<html lang=en><head><title>Morning briefing</title></head><body><main><h1>Morning briefing</h1><ul>` + teasers(`<li><a href="/n/%d">%s</a><p>%s</p></li>`) + `</ul></main></body></html>`
	for _, c := range []struct {
		asked, final, page, title string
		gone                      bool
	}{
		{"/2026/harbour/pier-to-close", "/", front, "", true},
		{"/2026/harbour/pier-to-close", "/en", front, "", true},
		{"/2026/harbour/pier-to-close", "/index.php", front, "", true},
		{"/2026/harbour/pier-to-close", "/404.html", front, "", true},
		{"/2026/harbour/pier-to-close", "/error/not-found", front, "", true},
		{"/harbour/pier-to-close", "/harbour", front, "Pier to close for eleven months", true},
		{"/harbour/pier-to-close", "/harbour/", report, ferryTitle, false},
		{"/2026/harbour/ferry", "/2026/harbour/ferry-crews-and-owners-meet", report, "", false},
		{"/?p=4711", "/2026/ferry", report, "", false},
		{"/2026/harbour/pier-to-close", "/search?q=pier", found, "Pier to close for eleven months", true},
		{"/2026/harbour/pier-to-close", "/latest", found, "Pier to close for eleven months", true},
		{"/?p=12", "/2026/morning-briefing", briefing, "Morning briefing", false},
		{"/2026/morning-briefing", "/2026/morning-briefing", briefing, "Five things to know today", false},
		{"/?p=4712", "/2026/ferry", report, "What the owners want", false},
		{"/", "/", report, "", false},
		{"/2026/404", "/2026/404/the-story-of-a-number", report, "", false},
	} {
		capture := news.Capture{URL: "https://www.quay.example" + c.asked, Final: "https://www.quay.example" + c.final, Status: 200, Body: []byte(c.page)}
		a, err := Extract(capture, Options{Title: c.title})
		if gone := errors.Is(err, news.ErrNoText); gone != c.gone || gone && len(a.Blocks) > 0 {
			t.Errorf("%s led to %s: kind %s, %v, want gone %v", c.asked, c.final, a.Kind, err, c.gone)
		}
	}
}

// A page whose address carries that of the report it leads back to is none, unless it has the report's headline.
func TestPagesOnTheWay(t *testing.T) {
	const asked = "/2026/harbour/pier-to-close"
	door := `<html lang=en><head><title>Members | The Quay Gazette</title></head><body><main><h1>Members</h1><form><p>Type the name under which the harbour office of Quayside keeps your file, and the word that was sent to your house in March.</p><input><input type=password></form></main></body></html>`
	for _, c := range []struct {
		final, page, title string
		barred             bool
	}{
		{"https://www.quay.example/door?next=%2F2026%2Fharbour%2Fpier-to-close", door, "Pier to close for eleven months", true},
		{"https://id.quay.example/door?client=7&to=https%3A%2F%2Fwww.quay.example%2F2026%2Fharbour%2Fpier-to-close%3Fa%3D1", door, "Pier to close for eleven months", true},
		{"https://www.quay.example/index.php?path=/2026/harbour/pier-to-close", sheets(ferry)["article"], ferryTitle, false},
		{"https://www.quay.example/2026/ferry?from=/harbour", sheets(ferry)["article"], "What the owners want", false},
		{"https://www.quay.example" + asked + "?ref=/2026/harbour/pier-to-close", sheets(ferry)["article"], "What the owners want", false},
	} {
		a, err := Extract(news.Capture{URL: "https://www.quay.example" + asked, Final: c.final, Status: 200, Body: []byte(c.page)}, Options{Title: c.title})
		barred := errors.Is(err, news.ErrNoText) && slices.Contains(a.Notes, news.Note{Code: news.NoteNotice})
		if barred != c.barred || barred && len(a.Blocks) > 0 || !barred && err != nil {
			t.Errorf("%s: kind %s, %v, %v, want barred %v", c.final, a.Kind, a.Notes, err, c.barred)
		}
	}
}

// A short text beside the field for a password, under another headline, is that of a page for logging in, in any language.
func TestPagesForLoggingIn(t *testing.T) {
	const field = `<form><input name=a><INPUT TYPE=Password><button>OK</button></form>`
	const door, nazwa = `Podaj nazwę i hasło, które masz z biura portu. Kto ich nie ma, dostanie je tam bezpłatnie.`, "Konto"
	short := `<p>The pier at Quayside closes on 3 March for eleven months, the harbour board decided on Tuesday by five votes to two.</p>`
	for name, c := range map[string]struct {
		body string
		door bool
	}{
		"beside":          {`<main><h1>` + nazwa + `</h1><p>` + door + `</p>` + field + `</main>`, true},
		"within":          {`<main><h1>` + nazwa + `</h1><form><p>` + door + `</p><input type=password></form></main>`, true},
		"a short report":  {`<main><h1>Pier to close for eleven months</h1>` + short + field + `</main>`, false},
		"a dialog apart":  {`<div class=top>` + field + `</div><main><h1>Quay in short</h1>` + short + `</main>`, false},
		"no such field":   {`<main><h1>Quay in short</h1>` + short + `<form><input name=q></form></main>`, false},
		"a longer report": {`<main><h1>Quay in short</h1><p>` + strings.Join(ferry[2:], "</p><p>") + `</p>` + field + `</main>`, false},
	} {
		page := `<!doctype html><html><head><title>x</title></head><body><header><a href="/">The Quay Gazette</a></header>` + c.body + `</body></html>`
		a, err := Extract(news.Capture{URL: "https://www.quay.example/pier", Final: "https://www.quay.example/pier", Status: 200, Body: []byte(page)}, Options{Title: "Pier to close for eleven months"})
		if got := errors.Is(err, news.ErrNoText) && slices.Contains(a.Notes, news.Note{Code: news.NoteNotice}); got != c.door {
			t.Errorf("%s: kind %s, %v, %d words, %v", name, a.Kind, a.Notes, a.Words, err)
		}
	}
}

// A feed is no page, whatever it is called.
func TestFeedsAreNoPages(t *testing.T) {
	for _, s := range []string{
		`<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title><item><title>Pier</title><description>` + ferry[0] + `</description></item></channel></rss>`,
		"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content>" + ferry[0] + `</content></entry></feed>`,
		`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://quay.example/a</loc></url></urlset>`,
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item><description>` + ferry[0] + `</description></item></rdf:RDF>`,
	} {
		a, err := Extract(news.Capture{Final: "https://quay.example/feed", Status: 200, Body: []byte(s)}, Options{})
		if !errors.Is(err, news.ErrNoText) || len(a.Blocks) > 0 {
			t.Errorf("%.60s: kind %s, %v", s, a.Kind, err)
		}
	}
	page := `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Pier</h1><p>` + strings.Join(ferry[:4], "</p><p>") + `</p></body></html>`
	if _, err := Extract(news.Capture{Final: "https://quay.example/pier", Status: 200, Body: []byte(page)}, Options{}); err != nil {
		t.Error(err)
	}
}

// A short post is read although the only long paragraph of its page asks for consent.
func TestShortPostBesideANotice(t *testing.T) {
	const post = "The ferry is back. It left at six this morning with nine of us aboard, two of them asleep, and it was late, as it always was."
	for name, notice := range map[string]string{
		"after":  `<main><h1>The ferry is back</h1><div class="text"><p>` + post + `</p></div></main><div><p>%s</p><p>%[1]s Again.</p></div>`,
		"before": `<div><p>%s</p><p>%[1]s Again.</p></div><main><h1>The ferry is back</h1><div class="text"><p>` + post + `</p></div></main>`,
	} {
		consent := "This site uses cookies, and so do our partners, to measure visits and to show you advertising that fits your interests. If you go on using the site, you agree to that. You can change your preferences at any time in the settings of your browser."
		body := `<html lang=en><head><title>The ferry is back</title></head><body>` + fmt.Sprintf(notice, consent) + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://quay.example/post", Status: 200, Body: []byte(body)}, Options{})
		if err != nil || a.Text() != post {
			t.Errorf("%s: kind %s, %v, %q", name, a.Kind, err, a.Text())
		}
	}
}

// The boxes of systems for paid content say that what stands above them is an opening.
func TestBoxesOfOffers(t *testing.T) {
	for _, box := range []string{`<div class="tp-container-inner">`, `<div id="poool-widget">`, `<section class="c-paywall__offer">`, `<div class="leaky_paywall_message_wrap">`} {
		body := `<html lang=en><head><title>` + ferryTitle + `</title></head><body><main><h1>` + ferryTitle + `</h1><p>` + ferry[0] + `</p><p>` + ferry[1] + `</p></main>` +
			box + `<p>Four weeks for four crowns</p></div></body></html>`
		a, err := Extract(news.Capture{Final: "https://quay.example/ferry", Status: 200, Body: []byte(body)}, Options{})
		if err != nil || a.Kind != news.PagePaywall || strings.Contains(a.Text(), "crowns") {
			t.Errorf("%s: kind %s, %v, %q", box, a.Kind, err, a.Text())
		}
	}
}
