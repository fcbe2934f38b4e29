// Package storetest is the test that every engine of the store must pass.
package storetest

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Run tests the stores that open opens, each new and empty. tokens turns a text into the
// form that the engine indexes, query a query into the engine's own language.
func Run(t *testing.T, open func(*testing.T) *store.DB, tokens, query func(string) string) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *store.DB)
	}{
		{"Owners", owners}, {"LogKeys", logKeys}, {"Forms", forms}, {"ArchiveFiles", archiveFiles},
		{"Features", features}, {"Processes", processes}, {"Turns", turns}, {"Reservations", reservations}, {"Sources", sources}, {"HeldSources", heldSources}, {"ReadOtherwise", readOtherwise}, {"Hosts", hosts},
		{"Settings", settings}, {"JudgedLeads", judgedLeads}, {"OffBeat", offBeat}, {"Renamed", renamed},
		{"Leads", leads}, {"LeadsTogether", leadsTogether}, {"AddedIsThere", addedIsThere}, {"ReadLeads", readLeads}, {"Listed", listed}, {"Hourless", hourless}, {"Addresses", addresses}, {"Captures", captures},
		{"Places", places}, {"CapturesOf", capturesOf}, {"Lost", lost}, {"Destroyed", destroyed}, {"Unfetched", unfetched}, {"Flush", flush}, {"Asserted", asserted}, {"SetVersions", setVersions},
		{"Announcements", announcements}, {"Sights", sights}, {"SilentSights", silentSights}, {"UnvouchedSights", unvouchedSights}, {"OutOfFile", outOfFile}, {"Neighbours", neighbours}, {"Doubts", doubts}, {"DueOf", dueOf}, {"Overtaken", overtaken}, {"Overdue", overdue},
		{"DigestsOfTexts", digestsOfTexts}, {"Edits", edits}, {"Confirmed", confirmed}, {"EditMarks", editMarks},
		{"Articles", articles}, {"PublishedWithin", publishedWithin}, {"Zone", zone}, {"Changes", changes}, {"Points", points}, {"OldPoints", oldPoints}, {"MovedStories", movedStories}, {"OldPaths", oldPaths}, {"Rollback", rollback},
		{"Tellings", tellings}, {"Glimpses", glimpses}, {"Rulings", rulings}, {"InStory", inStory}, {"Titles", titles}, {"Takedowns", takedowns}, {"ToldTakedowns", toldTakedowns}, {"SentFiles", sentFiles}, {"Vectors", vectors},
		{"Alarms", alarms}, {"Pushes", pushes}, {"Digests", digests}, {"Held", held}, {"Answers", answers}, {"Models", models},
		{"StoryDigests", storyDigests}, {"Uncited", uncited(open)}, {"StoryMembers", storyMembers}, {"StoryCalls", storyCalls},
		{"Readers", readers}, {"Room", room}, {"Shelves", shelves}, {"Editions", editions}, {"Unprinted", unprinted(open)}, {"Reprinted", reprinted(open)}, {"Arrivals", arrivals},
		{"Search", func(t *testing.T, db *store.DB) { searching(t, db, tokens, query) }},
		{"Days", func(t *testing.T, db *store.DB) { days(t, db, tokens, query) }},
		{"SearchOrder", func(t *testing.T, db *store.DB) { searchOrder(t, db, tokens, query) }},
		{"Indexed", indexed}, {"Leaves", leaves}, {"LeavesOfReports", leavesOfReports}, {"LeavesOfManyAtOnce", leavesOfManyAtOnce}, {"EnteredLater", enteredLater}, {"LeavesAreMended", leavesAreMended},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

var noon = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

func update(t *testing.T, db *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, db *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.View(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// Article is an article for tests of packages that need one in a store.
func Article(id, body string) news.Article {
	return news.Article{
		ID: news.ArticleID(id), Source: "a", SourceName: "A - China", Outlet: "A",
		Canonical: "https://a.example/" + id, URL: "https://a.example/" + id,
		Kind: news.PageArticle, Title: "Title of " + id, Published: noon, Captured: noon.Add(time.Minute), Lang: "en", Words: 3,
		Blocks: []news.Block{{Kind: news.Paragraph, Text: body, Ends: []int{len(body)}}}, Capture: news.Hash("hash of " + body),
	}
}

func save(t *testing.T, db *store.DB, r store.Reading) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error { return tx.AddArticle(r) })
}
