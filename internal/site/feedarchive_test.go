package site

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/topic"
)

// TestFeedAndArchiveHoldAll: who follows the links from a feed to the documents before it meets every report: from that of the front page by
// months, from those of a source and a topic by years. A report of the newest day changes no document of an archive, one that was taken down is in
// none.
func TestFeedAndArchiveHoldAll(t *testing.T) {
	lib := newMemory()
	ids := map[string]bool{}
	add := func(n int, day time.Time) {
		it := inventOne(n)
		it.Article.Source, it.Article.Title = "gazette", fmt.Sprintf("Harbour news %d", n)
		it.Article.Published, it.Article.Captured = day, day
		it.Story, it.CopyOf = "", ""
		lib.put(it)
		ids["article/"+string(it.Article.ID)] = true
	}
	begin := time.Date(2023, 12, 20, 10, 0, 0, 0, time.UTC)
	for n := range 60 {
		add(n, begin.AddDate(0, 0, n))
	}
	o := Options{
		Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://desk.example",
		Topics: []topic.Topic{{ID: "harbour", Name: "Harbour", Keywords: []string{"harbour news"}}},
	}
	build := func() map[string]string {
		t.Helper()
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		return tree(t, o.Out)
	}
	files := build()
	feeds := map[string]int{"feed": 4, "source/gazette": 3, "topic/harbour": 3} // documents: the feed, three months or two years
	check := func(files map[string]string) {
		t.Helper()
		for feed, want := range feeds {
			for _, form := range []string{"atom", "rss"} {
				met, documents := walkBack(t, files, feed, form)
				if documents != want {
					t.Errorf("%s, %s: %d documents, want %d", feed, form, documents, want)
				}
				for id := range ids {
					if !met[id] {
						t.Errorf("%s, %s: %s is in no document", feed, form, id)
					}
				}
				if len(met) != len(ids) {
					t.Errorf("%s, %s: %d reports, want %d", feed, form, len(met), len(ids))
				}
			}
		}
	}
	check(files)
	archive := func(files map[string]string) string {
		var b strings.Builder
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if page.IsFeedArchive(name) {
				fmt.Fprintln(&b, name, files[name])
			}
		}
		return b.String()
	}
	add(60, begin.AddDate(0, 0, 59).Add(time.Hour))
	files = build()
	if first := archive(files); first == "" || archive(build()) != first {
		t.Error("a build of nothing new changes the archive")
	}
	was := archive(files)
	add(62, begin.AddDate(0, 0, 59).Add(2*time.Hour))
	if archive(build()) != was {
		t.Error("a report of the newest day changes the archive")
	}
	add(61, begin.AddDate(0, 0, 3))
	late := build()
	check(late)
	for _, name := range []string{"feed/2023-12", "feed/source/gazette/2023", "feed/topic/harbour/2023"} {
		if !strings.Contains(late[name+".atom.xml"], string(inventOne(61).Article.ID)) {
			t.Errorf("a late report of an earlier day is not in %s", name)
		}
	}
	down := inventOne(5).Article.ID
	lib.remove(down)
	delete(ids, "article/"+string(down))
	check(build())
	for name, text := range tree(t, o.Out) {
		if strings.HasSuffix(name, ".xml") && strings.Contains(text, string(down)) {
			t.Errorf("%s has a report that was taken down", name)
		}
	}
}

// walkBack follows the links of a feed in a form to the documents before it, and returns what is in them and how many they are. Each but
// the feed is marked as an archive, and leads on to the one that led to it.
func walkBack(t *testing.T, files map[string]string, feed, form string) (met map[string]bool, documents int) {
	t.Helper()
	link := func(rel string) *regexp.Regexp {
		return regexp.MustCompile(`rel="` + rel + `" type="application/` + form + `\+xml" href="https://desk.example/([^"]+)"`)
	}
	follow := func(rel, text string) string {
		if m := link(rel).FindStringSubmatch(text); m != nil {
			return m[1]
		}
		return ""
	}
	met = map[string]bool{}
	for path, before := feed+"."+form+".xml", ""; path != "" && documents < 10; documents++ {
		text := files[path]
		if text == "" {
			t.Fatalf("%s is not there", path)
		}
		if archive := strings.Contains(text, "<fh:archive>"); archive != (documents > 0) || archive != (follow("current", text) == feed+"."+form+".xml") {
			t.Errorf("%s is marked as an archive: %v", path, archive)
		}
		if next := follow("next-archive", text); documents > 1 && next != before || documents < 2 && next != "" {
			t.Errorf("%s is followed by %q, want %q", path, next, before)
		}
		for _, id := range regexp.MustCompile(`article/[a-z0-9]+<`).FindAllString(text, -1) {
			met[strings.TrimSuffix(id, "<")] = true
		}
		path, before = follow("prev-archive", text), path
	}
	return met, documents
}

// TestFewReportsNeedNoArchive: the feed of a source with few reports has them all.
func TestFewReportsNeedNoArchive(t *testing.T) {
	lib := newMemory()
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://desk.example"}
	for n := range page.FeedItems + 1 {
		it := inventOne(n)
		it.Article.Source = "gazette"
		it.Article.Published = time.Date(2024, 1, 1+n, 10, 0, 0, 0, time.UTC)
		it.Article.Captured, it.Story, it.CopyOf = it.Article.Published, "", ""
		lib.put(it)
		if n+1 < page.FeedItems {
			continue
		}
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, there := tree(t, o.Out)["feed/source/gazette/2024.atom.xml"]
		if there != (n+1 > page.FeedItems) {
			t.Errorf("%d reports: an archive is there: %v", n+1, there)
		}
	}
}

// TestArchiveAsksForWhatIsNew: documents of the archive that change ask for the days of what came, changed or went, and say what such say
// that are made from nothing.
func TestArchiveAsksForWhatIsNew(t *testing.T) {
	lib := &counting{memory: newMemory()}
	const days, perDay, late, few = 12, 20, 5000, 120
	add := func(n, day int, title string) {
		it := inventOne(n)
		it.Article.Source = news.SourceID(fmt.Sprintf("source-%d", n)) // no list of a source is long
		it.Article.Published = time.Date(2024, 1, 1+day, 10, n%perDay, 0, 0, time.UTC)
		it.Article.Captured = it.Article.Published
		it.Article.Title += title
		it.Story = ""
		lib.put(it)
	}
	for n := range days * perDay {
		add(n, n/perDay, "")
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://desk.example", ServerOnly: true}
	for _, step := range []struct {
		name string
		do   func()
		most int64 // heads asked for
	}{
		{"from nothing", func() {}, 4 * days * perDay},
		{"came late", func() { add(late, 3, "") }, few},
		{"changed", func() { add(perDay*5+7, 5, " anew") }, few},
		{"went", func() { lib.remove(inventOne(perDay*7 + 1).Article.ID) }, few},
		{"a day began", func() { add(late+1, days, "") }, 2 * few},
	} {
		step.do()
		lib.heads.Store(0)
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := lib.heads.Load() - int64(len(lib.items)); got > step.most || got <= 0 { // the front page's feed asks for all of so few
			t.Errorf("%s: %d heads were asked for, want at most %d", step.name, got, step.most)
		}
		fresh := o
		fresh.Out = filepath.Join(t.TempDir(), "site")
		if _, err := New(fresh, lib.memory).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, tree(t, o.Out), tree(t, fresh.Out))
	}
}
