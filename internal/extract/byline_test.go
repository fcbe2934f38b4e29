package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func TestByline(t *testing.T) {
	story := "<p>The council of the port met in the evening and decided to close the two northern quays for a month, as their walls had been damaged.</p>" +
		"<p>Ships that were to be unloaded there will have to wait in the bay or sail on to the next harbour, which is a day away from this one.</p>" +
		"<p>The work is to cost forty million crowns, of which the state pays half; the rest comes from the fees that ships pay for the port.</p>"
	ld := func(author string) string {
		return fmt.Sprintf(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port closes quays","author":%s,"publisher":{"@type":"Organization","name":"The Harbour Gazette"}}</script>`, author)
	}
	for _, c := range []struct{ name, head, body, want string }{
		{"one person", ld(`{"@type":"Person","name":"Ada Lin"}`), story, "Ada Lin"},
		{"a list of strings", ld(`["Ada Lin","Bo Reyes"]`), story, "Ada Lin; Bo Reyes"},
		{"one string of two", ld(`"By Ada Lin and Bo Reyes"`), story, "Ada Lin; Bo Reyes"},
		{"a list with a list", ld(`{"@type":"Person","name":["Ada Lin","Bo Reyes"]}`), story, "Ada Lin; Bo Reyes"},
		{"the same twice", ld(`[{"name":"Ada Lin"},{"name":"ADA LIN"}]`), story, "Ada Lin"},
		{"with a role", ld(`"Ada Lin, Harbour Correspondent"`), story, "Ada Lin"},
		{"with a role on a line of its own", ld(`"Ada Lin\nHarbour correspondent"`), story, "Ada Lin"},
		{"with a place", ld(`"Ada Lin (Northport)"`), story, "Ada Lin"},
		{"with a place in words", ld(`"Ada Lin in Northport"`), story, "Ada Lin"},
		{"with a paper", ld(`"By Ada Lin for The Harbour Gazette"`), story, "Ada Lin"},
		{"special to", ld(`"Ada Lin, Special to The Gazette"`), story, "Ada Lin"},
		{"with the outlet behind a stroke", ld(`"Ada Lin - The Harbour Gazette"`), story, "Ada Lin"},
		{"with an address", ld(`"ada.lin@gazette.example (Ada Lin)"`), story, "Ada Lin"},
		{"with a handle", ld(`"Ada Lin @adalin"`), story, "Ada Lin"},
		{"with pictures", ld(`"Text: Ada Lin, Fotos: Bo Reyes"`), story, "Ada Lin"},
		{"with a degree", ld(`"Ada Lin, Ph.D."`), story, "Ada Lin"},
		{"with particles", ld(`["María José de la Cruz","Jean-Luc d’Ormesson","Otto von der Au"]`), story, "María José de la Cruz; Jean-Luc d’Ormesson; Otto von der Au"},
		{"an agency beside a person", ld(`[{"@type":"Person","name":"Ada Lin"},{"@type":"Organization","name":"Sea Wire"}]`), story, "Ada Lin; Sea Wire"},
		{"an address", ld(`"https://www.gazette.example/authors/ada-lin"`), `<p class="byline">By Ada Lin</p>` + story, "Ada Lin"},
		{"the outlet in the data, a person in a meta element", ld(`{"@type":"Organization","name":"The Harbour Gazette"}`) + `<meta name="author" content="Ada Lin">`, story, "Ada Lin"},
		{"the outlet in the data, a person on the page", ld(`"The Harbour Gazette"`), `<p class="byline">By Ada Lin</p>` + story, "Ada Lin"},
		{"the outlet in the data, a name before the report", ld(`"The Harbour Gazette"`), `<div><p>Ada Lin</p>` + story + `</div>`, "Ada Lin"},
		{"the outlet in the data, a name after the report", ld(`"The Harbour Gazette"`), `<div>` + story + `<p><b>Ada Lin/Bo Reyes</b></p></div>`, "Ada Lin; Bo Reyes"},
		{"the outlet in the data, a button on the page", ld(`"The Harbour Gazette"`), `<p class="byline">Follow</p>` + story, "The Harbour Gazette"},
		{"surnames first", `<meta name="citation_author" content="Lin, Ada"><meta name="citation_author" content="Reyes, Bo C.">`, story, "Ada Lin; Bo C. Reyes"},
		{"the section", ld(`"Harbours"`) + `<meta property="article:section" content="Harbours">`, story, ""},
		{"a firm", ld(`"Blue Ropes Ltd."`), story, ""},
		{"an unknown label", ld(`"design: Bo Reyes"`), story, ""},
		{"nobody", "", story, ""},
		{"nobody, and a line before the report", "", `<div><p>Cape Town</p>` + story + `</div>`, ""},
	} {
		page := `<html lang="en"><head><title>Port closes quays</title>` + c.head + `</head><body><h1>Port closes quays</h1>` + c.body + `</body></html>`
		a, err := Extract(news.Capture{Final: "https://www.gazette.example/port", Body: []byte(page)}, Options{})
		if err != nil || strings.Join(a.Byline, "; ") != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, a.Byline, err, c.want)
		}
	}
}
