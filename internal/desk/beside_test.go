package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

const sea = "https://courier.example/sea.xml"

// Two feeds of one outlet that give an entry in other words, or one of them without its text: the report has the text of the list that named it
// first. Nothing of that is an edit, nor read again and again.
func TestEntryInTwoFeeds(t *testing.T) {
	for name, second := range map[string]string{
		"other words": fullFeed("The lamp has failed", pagesOfLog("Ash", 12)),
		"no text":     fullFeed("The lamp has failed", ""),
		"other title": fullFeed("The lamp has failed - Courier", pagesOfLog("Ash", 12)),
		"title alone": fullFeed("The lamp has failed - Courier", ""),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, web(courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)), sea, second, lamp, "HTTP/1.1 403 Forbidden\n\n"))
			r.desk.Sources = append(r.desk.Sources, news.Source{ID: "courier-sea", Name: "Courier - Sea", Outlet: "Courier", URL: sea})
			for i := range 8 {
				now := second
				if i%2 == 1 { // the lists are not had at one time
					now = feedOf()
				}
				r.serve(web(courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)), sea, now, lamp, "HTTP/1.1 403 Forbidden\n\n"))
				r.round(26 * time.Hour)
			}
			a := r.one().Article
			n := 0
			for _, e := range r.events {
				if e.Stage == "read" || e.Stage == "fetch" {
					n++
				}
			}
			if a.Version != 1 || a.Title != "The lamp has failed" || len(a.Paragraphs()) != 10 || a.Source != "courier" || n > 4 {
				t.Errorf("%q of %s, version %d, %d paragraphs; read %d times", a.Title, a.Source, a.Version, len(a.Paragraphs()), n)
			}
		})
	}
}

// Text of a feed that changes at every poll, as with a count of readers, is read as seldom as a page is looked at.
func TestFeedWhoseTextNeverRests(t *testing.T) {
	r := newRoom(t, "")
	for i := range 40 {
		r.serve(web(courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)+fmt.Sprintf("<p>This report has been read %d times.</p>", 100+i)), lamp, "HTTP/1.1 403 Forbidden\n\n"))
		r.round(2 * time.Hour)
	}
	if a := r.one().Article; a.Version > 12 || a.Version < 4 {
		t.Errorf("%d versions", a.Version)
	}
}

// A headline whose list gives another teaser stays as it is; nothing has gone wrong.
func TestAnotherTeaserOfAHeadline(t *testing.T) {
	for _, page := range []string{"HTTP/1.1 403 Forbidden\n\n", html("<div id=root></div>")} {
		teaser := func(n int) string {
			return fullFeed("The lamp has failed", fmt.Sprintf("<p>Teaser number %d. [&hellip;]</p>", n))
		}
		r := newRoom(t, web(courier, teaser(1), courier+" #2", teaser(2), lamp, page))
		r.round(0)
		before := len(r.buried())
		for range 3 {
			r.round(2 * time.Hour)
		}
		if a := r.one().Article; a.Kind != news.PageHeadline || a.Version != 1 || len(r.buried()) != before {
			t.Errorf("%s, version %d, buried %v", a.Kind, a.Version, r.buried())
		}
	}
}
