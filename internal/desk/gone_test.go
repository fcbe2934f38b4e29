package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
)

// A report whose address answered that it is gone for good is not published by its list, whatever comes after: another text of the list, a
// host that is silent, a refusal.
func TestGoneForGoodStaysSo(t *testing.T) {
	const gone, broken, refused = "HTTP/1.1 410 Gone\n\n", "HTTP/1.1 500 Internal Server Error\n\n", "HTTP/1.1 403 Forbidden\n\n"
	empty := html("<div id=root></div><script src=/app.js></script>")
	for name, answers := range map[string][]string{
		"another text":       {empty, gone},
		"out of order":       {gone, broken},
		"refused":            {gone, refused},
		"only scripts":       {gone, empty},
		"gone and not found": {gone, "HTTP/1.1 404 Not Found\n\n"},
	} {
		t.Run(name, func(t *testing.T) {
			short := fullFeed("The lamp has failed", "<p>Short. [&hellip;]</p>")
			feed := func(edition, day string) string {
				return strings.Replace(fullFeed("The lamp has failed", pagesOfLog(edition, 10)), "</pubDate>", "</pubDate><atom:updated xmlns:atom=\"http://www.w3.org/2005/Atom\">2026-03-"+day+"T07:00:00Z</atom:updated>", 1)
			}
			if answers[0] == empty { // the first answer leaves no headline either: the feed has none
				short = strings.NewReplacer("<title>The lamp has failed</title>", "", "<p>Short. [&hellip;]</p>", "", "<description>A lamp has failed.</description>", "").Replace(short)
			}
			r := newRoom(t, web(courier, short, courier+" #2", feed("Mott", "13"), courier+" #3", feed("Ash", "14"), courier+" #4", feed("Finn", "15"),
				lamp, answers[0], lamp+" #2", answers[1]))
			r.round(0)
			for range 8 {
				r.round(26 * time.Hour)
			}
			for title, it := range r.items() {
				t.Errorf("%s: %s, %d paragraphs", title, codes(it.Article), len(it.Article.Paragraphs()))
			}
		})
	}
}

// A report that was read from the feed is withdrawn when its address answers that it is gone for good.
func TestTextOfTheFeedIsWithdrawn(t *testing.T) {
	updated := func(title, edition string) string { return fullFeed(title, pagesOfLog(edition, 10)) }
	r := newRoom(t, web(courier, updated("The lamp has failed", "Mott"), courier+" #2", updated("The lamp has failed again", "Mott"), courier+" #3", updated("The lamp has failed again", "Ash"),
		lamp, "HTTP/1.1 403 Forbidden\n\n", lamp+" #2", "HTTP/1.1 410 Gone\n\n"))
	r.round(0)
	for range 8 {
		r.round(2 * time.Hour)
	}
	a := r.one().Article
	if a.Withdrawn.IsZero() || !a.FromFeed() || !strings.Contains(a.Text(), "Mott") {
		t.Errorf("withdrawn %s, %s, %d paragraphs, version %d", a.Withdrawn, codes(a), len(a.Paragraphs()), a.Version)
	}
	if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
		t.Fatal(err)
	}
	r.round(time.Minute)
	if a := r.one().Article; a.Withdrawn.IsZero() {
		t.Error("read again, it is no longer withdrawn")
	}
}
