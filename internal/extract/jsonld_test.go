package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A field that names another object of the page by its @id is that object.
func TestReferencesInJSONLD(t *testing.T) {
	const id = "https://www.quay.example/#/person/ada"
	people := `{"@type":"Person","@id":"` + id + `","name":"Ada Lin"},{"@type":"Person","@id":"#bo","name":"Bo Reyes"},` +
		`{"@id":"#house","@type":"Organization","name":"The Quay Gazette","author":{"@id":"#loop"}},{"@id":"#loop","publisher":{"@id":"#house"}},` +
		`{"@type":"ImageObject","@id":"#picture","url":"https://www.quay.example/quay.jpg","caption":"The quay at dawn"}`
	for author, want := range map[string]string{
		`{"@id":"` + id + `"}`:                               "Ada Lin",
		`{"@type":"Person","@id":"` + id + `"}`:              "Ada Lin",
		`[{"@id":"` + id + `"},{"@id":"#bo"}]`:               "Ada Lin; Bo Reyes",
		`[{"@id":"` + id + `"},{"name":"Carl Weber"}]`:       "Ada Lin; Carl Weber",
		`"` + id + `"`:                                       "Ada Lin",
		`{"@id":"` + id + `","name":"Dora Okafor"}`:          "Dora Okafor",
		`{"@id":"https://www.quay.example/#/person/nobody"}`: "",
	} {
		report := `{"@type":"NewsArticle","headline":"` + ferryTitle + `","author":` + author + `,"publisher":{"@id":"#house"},"image":{"@id":"#picture"}}`
		for _, data := range []string{
			`{"@graph":[` + report + `,` + people + `]}`, `{"@graph":[` + people + `,` + report + `]}`, `[` + report + `,` + people + `]`,
			report + `</script><script type="application/ld+json">[` + people + `]`,
			`{"@type":"WebPage","about":[` + people + `],"mainEntity":` + report + `}`,
		} {
			page := strings.Replace(ferryPage(`<article>`+ferryParas(0, len(ferry), "p")+`</article>`), "<body>",
				`<script type="application/ld+json">`+data+`</script><body>`, 1)
			a, p, err := read(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{})
			if got := strings.Join(a.Byline, "; "); err != nil || got != want || a.Image.Caption != "The quay at dawn" ||
				!strings.HasSuffix(a.Image.URL, "quay.jpg") || !slices.Contains(p.siteNames(), "The Quay Gazette") {
				t.Errorf("%s: byline %q, want %q; image %v, site %q, %v", data, got, want, a.Image, p.siteNames(), err)
			}
		}
	}
}

// The posts of a live page that only its data hold are its text, each under its time.
func TestLivePostsInJSONLD(t *testing.T) {
	var posts []string
	for i, s := range ferry[:12] {
		post := `{"@type":"BlogPosting","url":"https://www.quay.example/ferry#post","articleBody":"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
		if i < 2 {
			post += `,"headline":"Boats","datePublished":"` + []string{"2026-03-03T09:10:00Z", "2026-03-03T09:40:00+08:00"}[i] + `"`
		}
		posts = append(posts, post+"}")
	}
	page := `<html lang="en"><head><title>` + ferryTitle + `</title><script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"` + ferryTitle +
		`","articleBody":"` + ferry[12] + `","liveBlogUpdate":[` + strings.Join(posts, ",") + `]}</script></head><body><h1>` + ferryTitle + `</h1><div id="live"></div></body></html>`
	a, err := Extract(news.Capture{Final: "https://www.quay.example/ferry", Body: []byte(page)}, Options{})
	if got, want := a.Paragraphs(), append([]string{ferry[12]}, ferry[:12]...); err != nil || a.Kind != news.PageLive || a.Title != ferryTitle {
		t.Fatalf("%s %q, %v", a.Kind, a.Title, err)
	} else if heads := slices.DeleteFunc(slices.Clone(got), func(s string) bool { return slices.Contains(want, s) }); !slices.Equal(heads, []string{
		"2026-03-03 09:10 UTC Boats", "2026-03-03 09:40 +08:00 Boats"}) || len(got) != len(want)+2 {
		t.Errorf("%d paragraphs, headings %q", len(got), heads)
	}
}
