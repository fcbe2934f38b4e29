package desk_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// pagesOfLog is a report of n paragraphs as HTML; each edition has other words.
func pagesOfLog(edition string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p>Keeper %s of the Brindle lighthouse wrote on page %d of the log that the lamp had failed for the third night, and that no boat had come.</p>", edition, i+1)
	}
	return b.String()
}

const lamp = "https://courier.example/lamp"

// fullFeed is a feed of one report with its text.
func fullFeed(title, content string) string {
	return "HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>Courier</title><link>https://courier.example/</link>" +
		"<item><title>" + title + "</title><link>" + lamp + "</link><guid>lamp</guid><pubDate>Thu, 12 Mar 2026 07:00:00 GMT</pubDate>" +
		"<description>A lamp has failed.</description><content:encoded xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><![CDATA[" + content + "]]></content:encoded></item></channel></rss>\n"
}

func html(body string) string {
	return "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n<!doctype html><html lang=en><head><title>The lamp has failed</title></head><body>" + body + "</body></html>\n"
}

func codes(a news.Article) string {
	var out []string
	for _, n := range a.Notes {
		out = append(out, cmp.Or(string(n.Code), "other"))
	}
	return strings.Join(out, " ")
}

// TestTextFromTheFeed: a report whose page yields less than its entry has the text of the feed, and says so; one whose entry is
// only the opening is known by its headline. What answers that it is gone for good is not published.
func TestTextFromTheFeed(t *testing.T) {
	shell := html("<div id=root></div><script src=/app.js></script>")
	for _, c := range []struct {
		name, page string
		notes      string // with the text in the feed; "-": no report
		without    string // notes of the headline, without it
	}{
		{"401", "HTTP/1.1 401 Unauthorized\n\n", "from_feed refused", "refused"},
		{"402", "HTTP/1.1 402 Payment Required\n\n", "from_feed refused", "refused"},
		{"403", "HTTP/1.1 403 Forbidden\n\n", "from_feed refused", "refused"},
		{"404", "HTTP/1.1 404 Not Found\n\n", "from_feed missing", "missing"},
		{"410", "HTTP/1.1 410 Gone\n\n", "-", "-"},
		{"451", "HTTP/1.1 451 Unavailable For Legal Reasons\n\n", "from_feed refused", "refused"},
		{"a circle", "HTTP/1.1 302 Found\nLocation: " + lamp + "\n\n", "from_feed other", "other"},
		{"only scripts", shell, "from_feed no_text", "no_text"},
		{"a challenge", html("<h1>Just a moment...</h1>"), "from_feed no_text", "no_text"},
		{"no page", "HTTP/1.1 200 OK\nContent-Type: application/pdf\n\n%PDF-1.7\n", "from_feed no_text", "no_text"},
		{"an opening", html("<article><h1>The lamp has failed</h1>" + pagesOfLog("Mott", 1) + "<p>Subscribe to continue reading</p></article>"), "from_feed", "opening_only"},
		{"a part of it", html("<article><h1>The lamp has failed</h1>" + pagesOfLog("Mott", 4) + "</article>"), "from_feed", ""},
		{"all of it", html("<article><h1>The lamp has failed</h1>" + pagesOfLog("Mott", 10) + "</article>"), "", ""},
		{"more than it", html("<article><h1>The lamp has failed</h1>" + pagesOfLog("Mott", 16) + "</article>"), "", ""},
	} {
		for _, full := range []bool{true, false} {
			content, notes := pagesOfLog("Mott", 10), c.notes
			if !full {
				content, notes = "<p>A lamp has failed. [&hellip;]</p>", c.without
			}
			t.Run(fmt.Sprintf("%s %v", c.name, full), func(t *testing.T) {
				r := newRoom(t, web(courier, fullFeed("The lamp has failed", content), lamp, c.page))
				r.round(0)
				if notes == "-" {
					if n := len(r.items()); n != 0 {
						t.Errorf("%d reports", n)
					}
					return
				}
				it := r.one()
				a := it.Article
				if got := codes(a); got != notes {
					t.Errorf("notes %q, want %q", got, notes)
				}
				if a.FromFeed() && (a.Kind != news.PageArticle || len(a.Paragraphs()) != 10 || a.URL != lamp || it.Capture.URL != courier || it.Capture.Hash != a.Capture) {
					t.Errorf("%d paragraphs of %s, %s, capture %+v", len(a.Paragraphs()), a.URL, a.Kind, it.Capture)
				}
				if !full && notes == "no_text" && a.Kind != news.PageHeadline {
					t.Errorf("kind %s", a.Kind)
				}
			})
		}
	}
}

// robots.txt forbids the page, not what the feed itself gives.
func TestTextFromTheFeedOfAForbiddenPage(t *testing.T) {
	r := newRoom(t, web(courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)),
		"https://courier.example/robots.txt", "HTTP/1.1 200 OK\nContent-Type: text/plain\n\nUser-agent: *\nDisallow: /lamp\n"))
	r.round(0)
	if a := r.one().Article; codes(a) != "from_feed robots" || len(a.Paragraphs()) != 10 {
		t.Errorf("%s, %d paragraphs", codes(a), len(a.Paragraphs()))
	}
}

// A page that is out of order is waited for; when it does not come, the text of the feed stands in, and the page takes its
// place when it is there at last. Nothing of that is an edit.
func TestPageComesAfterTheTextOfTheFeed(t *testing.T) {
	broken := "HTTP/1.1 500 Internal Server Error\n\n"
	turns := []string{courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10))}
	for i := range 7 {
		turns = append(turns, strings.TrimSuffix(fmt.Sprintf("%s #%d", lamp, i+1), " #1"), broken)
	}
	turns = append(turns, lamp+" #8", html("<article><h1>The lamp has failed</h1>"+pagesOfLog("Mott", 10)+"<p>A second keeper, who has not been named, is to join the first before the summer ends.</p></article>"))
	r := newRoom(t, web(turns...))
	r.round(0)
	if n := len(r.items()); n != 0 {
		t.Fatalf("%d reports at once", n)
	}
	for i := 0; len(r.items()) == 0 && i < 5; i++ {
		r.round(time.Hour)
	}
	if a := r.one().Article; !a.FromFeed() || a.Version != 1 {
		t.Fatalf("%s, version %d", codes(a), a.Version)
	}
	for range 6 {
		r.round(24 * time.Hour)
	}
	a := r.one().Article
	if a.FromFeed() || a.Version != 1 || a.Edited || len(a.Paragraphs()) != 11 {
		t.Errorf("%s, version %d, edited %v, %d paragraphs", codes(a), a.Version, a.Edited, len(a.Paragraphs()))
	}
	for _, e := range r.events {
		if e.Outcome == desk.Edited {
			t.Errorf("event %+v", e)
		}
	}
}

// Another text of the same entry is another state of the report; no page is asked for it.
func TestFeedEditsItsText(t *testing.T) {
	r := newRoom(t, web(courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)), courier+" #2", fullFeed("The lamp has failed", pagesOfLog("Mott", 10)+"<img src=x>"),
		courier+" #3", fullFeed("The lamp has failed", pagesOfLog("Mott", 9)+pagesOfLog("Ash", 3)), lamp, "HTTP/1.1 403 Forbidden\n\n"))
	first := func() news.Item { r.round(0); return r.one() }()
	r.round(time.Hour)
	if it := r.one(); it.Article.Version != 1 || it.Article.Capture != first.Article.Capture {
		t.Errorf("the same words: version %d", it.Article.Version)
	}
	r.round(time.Hour)
	it := r.one()
	if a := it.Article; a.Version != 2 || !a.Edited || len(a.Paragraphs()) != 12 || it.Capture.Hash == first.Capture.Hash || it.Capture.File == "" {
		t.Errorf("version %d, edited %v, %d paragraphs, capture %+v", a.Version, a.Edited, len(a.Paragraphs()), it.Capture)
	}
	asked := 0
	for _, e := range r.events {
		if e.Stage == "fetch" {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("the page was asked for %d times", asked)
	}
}

// A report that was read from its page and is gone is not published again from the feed.
func TestWithdrawnReportDoesNotComeBackFromTheFeed(t *testing.T) {
	gone := "HTTP/1.1 404 Not Found\nContent-Type: text/html\n\n<html><body><h1>Not found</h1></body></html>\n"
	other := "https://courier.example/bell"
	item := "<item><title>The bell tolls twice a day</title><link>" + other + "</link><guid>bell</guid><pubDate>Wed, 11 Mar 2026 07:00:00 GMT</pubDate></item></channel>"
	feed := func(title, content string) string {
		return strings.Replace(fullFeed(title, content), "</channel>", item, 1)
	}
	page := html("<article><h1>The lamp has failed</h1>" + pagesOfLog("Mott", 10) + "</article>")
	r := newRoom(t, web(courier, feed("The lamp has failed", pagesOfLog("Mott", 10)), courier+" #2", feed("The lamp has failed again", pagesOfLog("Ash", 12)),
		lamp, page, lamp+" #2", gone, other, html("<article><h1>The bell tolls twice a day</h1>"+strings.ReplaceAll(pagesOfLog("Bell", 8), "lamp", "bell")+"</article>")))
	r.round(0)
	for range 6 {
		r.round(2 * time.Hour)
	}
	var got *news.Article
	for _, it := range r.items() {
		if it.Article.URL == lamp {
			got = &it.Article
		}
	}
	if got == nil || got.FromFeed() || got.Version != 1 || len(got.Paragraphs()) != 10 || got.Withdrawn.IsZero() {
		t.Errorf("%+v", got)
	}
}

// What was read from a feed is read from it again; nothing is fetched.
func TestTextOfTheFeedIsReadAgain(t *testing.T) {
	r := newRoom(t, web(courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)), lamp, "HTTP/1.1 403 Forbidden\n\n"))
	r.round(0)
	before := r.one().Article
	n, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{})
	if err != nil || n != 1 {
		t.Fatalf("%d to be read, %v", n, err)
	}
	r.round(time.Minute)
	if a := r.one().Article; codes(a) != codes(before) || a.Version != 1 || a.TextHash() != before.TextHash() || len(r.buried()) != 0 {
		t.Errorf("%s, version %d, buried %v", codes(a), a.Version, r.buried())
	}
}

// bulletins are entries of one address: "guid|title|hour|text".
func bulletins(items ...string) string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>Courier</title><link>https://courier.example/</link>")
	for _, it := range items {
		f := strings.Split(it, "|")
		fmt.Fprintf(&b, "<item><title>%s</title><link>https://courier.example/status</link><guid isPermaLink=\"false\">%s</guid><pubDate>Thu, 12 Mar 2026 %s GMT</pubDate><description>%s</description></item>", f[1], f[0], f[2], f[3])
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

// TestEntriesOfOneAddressAreSeveralReports: each has its text from the feed and an identifier that stays, whatever else the feed
// lists with it; none is a version of another, and the page that they share is not asked for them.
func TestEntriesOfOneAddressAreSeveralReports(t *testing.T) {
	one, two := "1|Line one is closed|06:00:00|A tree lies on the rails near Halatan, and will until noon.", "2|Line two is late|06:30:00|Snow lies at the summit near Halatan, and will until noon."
	three, four := "3|Line three is closed|07:00:00|A tree lies on the rails near Yanghe, and will until noon.", "4|Line four is early|07:30:00|Nothing lies on the rails, and nobody knows why."
	r := newRoom(t, web(courier, bulletins(one, two), courier+" #2", bulletins(three, two), courier+" #3", bulletins(four), courier+" #4", bulletins(one, four)))
	ids := map[string]news.ArticleID{}
	for i, want := range []int{2, 3, 4, 4} {
		r.round(time.Hour)
		items := r.items()
		if len(items) != want {
			t.Fatalf("round %d: %d reports, want %d", i+1, len(items), want)
		}
		for title, it := range items {
			a := it.Article
			if id, ok := ids[title]; ok && id != a.ID || a.Version != 1 || codes(a) != "from_feed shared" || len(a.Paragraphs()) != 1 {
				t.Errorf("round %d: %s %s (before %s), version %d, %s", i+1, title, a.ID, id, a.Version, codes(a))
			}
			ids[title] = a.ID
		}
	}
	for _, e := range r.events {
		if e.Stage == "fetch" || e.Outcome == desk.Edited {
			t.Errorf("event %+v", e)
		}
	}
}

// An entry that was alone under its address, and read from the page, stays the report that it is when others join it.
func TestEntryThatWasAlone(t *testing.T) {
	one, two := "1|Line one is closed|06:00:00|A tree lies on the rails near Halatan.", "2|Line two is late|06:30:00|Snow lies at the summit near Halatan."
	r := newRoom(t, web(courier, bulletins(one), courier+" #2", bulletins(two, one),
		"https://courier.example/status", html("<article><h1>Line one is closed</h1>"+pagesOfLog("Mott", 6)+"</article>")))
	r.round(0)
	first := r.one().Article
	r.round(time.Hour)
	items := r.items()
	if a := items["Line one is closed"].Article; len(items) != 2 || a.ID != first.ID || a.FromFeed() || a.Version != 1 {
		t.Errorf("%d reports; %+v", len(items), a)
	}
	if a := items["Line two is late"].Article; codes(a) != "from_feed shared" {
		t.Errorf("the other: %+v", a)
	}
}

// The posts of a list in JSON are reports, however short, and their pages are not asked for.
func TestListOfTexts(t *testing.T) {
	posts := "HTTP/1.1 200 OK\nContent-Type: application/json\n\n" + `[{"id": "2", "created_at": "2026-03-12T06:00:00Z", "url": "https://courier.example/@desk/2", "content": "<p>The lamp is lit. Boats may sail.</p>", "account": {"display_name": "Courier"}},
{"id": "1", "created_at": "2026-03-12T05:00:00Z", "url": "https://courier.example/@desk/1", "content": "<p>The lamp is out.</p>", "account": {"display_name": "Courier"}}]` + "\n"
	r := newRoom(t, web(courier, posts))
	r.round(0)
	items := r.items()
	if len(items) != 2 {
		t.Fatalf("%d reports; buried %v", len(items), r.buried())
	}
	if a := items["The lamp is lit"].Article; codes(a) != "from_feed" || a.Text() != "The lamp is lit. Boats may sail." || len(a.Byline) != 0 || a.URL != "https://courier.example/@desk/2" {
		t.Errorf("%+v", a)
	}
}

// What an older desk has stored of a lead has no mark of the list it came from: its headline stays until the list names it again.
func TestHeadlineOfAnOlderDeskGetsItsText(t *testing.T) {
	r := newRoom(t, web(courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10)), lamp, "HTTP/1.1 403 Forbidden\n\n"))
	r.round(0)
	a := r.one().Article
	old := a
	old.Kind, old.Blocks, old.Words, old.Capture, old.Notes, old.Extractor = news.PageHeadline, nil, 0, "", []news.Note{{Code: news.NoteRefused, Of: "courier.example", Arg: "403 Forbidden"}}, ""
	err := r.db.Update(t.Context(), func(tx *store.Tx) error {
		rec, err := tx.LeadByKey(lamp)
		if err != nil {
			return err
		}
		content := rec.Lead.Content
		rec.Lead.Content, rec.Lead.Listed = "", ""
		if err := tx.SetLead(rec.ID, rec.Lead, rec.State, ""); err != nil || content == "" {
			return err
		}
		return tx.ReplaceText(store.Reading{Article: old})
	})
	if err != nil {
		t.Fatal(err)
	}
	r.round(9 * 24 * time.Hour)
	if got := r.one().Article; codes(got) != "from_feed refused" || got.Version != 1 || !slices.Equal(got.Paragraphs(), a.Paragraphs()) {
		t.Errorf("%s, version %d, %d paragraphs", codes(got), got.Version, len(got.Paragraphs()))
	}
}

// A report that leads to the front page, or to another address that is missing, has no headline; its text in the feed stands.
func TestReportThatLeadsAway(t *testing.T) {
	front := html("<h2><a href=/a>A bell is cast</a></h2><h2><a href=/b>A sail is mended</a></h2><h2><a href=/c>A rope is spliced</a></h2>")
	for _, target := range []string{"https://courier.example/", "https://courier.example/gone"} {
		moved := "HTTP/1.1 302 Found\nLocation: " + target + "\n\n"
		answers := []string{lamp, moved, "https://courier.example/", front, "https://courier.example/gone", "HTTP/1.1 404 Not Found\n\n"}
		r := newRoom(t, web(append([]string{courier, fullFeed("The lamp has failed", "<p>Short. [&hellip;]</p>")}, answers...)...))
		r.round(0)
		if n := len(r.items()); n != 0 || len(r.buried()) != 1 {
			t.Errorf("%s: %d reports, buried %v", target, n, r.buried())
		}
		r = newRoom(t, web(append([]string{courier, fullFeed("The lamp has failed", pagesOfLog("Mott", 10))}, answers...)...))
		r.round(0)
		if a := r.one().Article; !a.FromFeed() || len(a.Paragraphs()) != 10 {
			t.Errorf("%s: %s, %d paragraphs", target, codes(a), len(a.Paragraphs()))
		}
	}
}
