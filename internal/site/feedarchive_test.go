package site

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// TestFeedAndArchiveHoldAll: who follows the links from the front page's feed to the documents before it meets every report, by
// months; a report of the newest day changes no document of the archive.
func TestFeedAndArchiveHoldAll(t *testing.T) {
	lib := newMemory()
	ids := map[string]bool{}
	add := func(n int, day time.Time) {
		it := inventOne(n)
		it.Article.Published, it.Article.Captured = day, day
		it.Story, it.CopyOf = "", ""
		lib.put(it)
		ids["article/"+string(it.Article.ID)] = true
	}
	begin := time.Date(2024, 1, 20, 10, 0, 0, 0, time.UTC)
	for n := range 60 {
		add(n, begin.AddDate(0, 0, n))
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://desk.example"}
	build := func() map[string]string {
		t.Helper()
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		return tree(t, o.Out)
	}
	files := build()
	for _, form := range []string{"atom", "rss"} {
		link := regexp.MustCompile(`rel="prev-archive" type="application/` + form + `\+xml" href="https://desk.example/([^"]+)"`)
		met, path, documents := map[string]bool{}, "feed."+form+".xml", 0
		for path != "" && documents < 10 {
			text := files[path]
			if text == "" {
				t.Fatalf("%s is not there", path)
			}
			if archive := strings.Contains(text, "<fh:archive>"); archive != (documents > 0) || archive != strings.Contains(text, `rel="current"`) {
				t.Errorf("%s is marked as an archive: %v", path, archive)
			}
			for _, id := range regexp.MustCompile(`article/[a-z0-9]+<`).FindAllString(text, -1) {
				met[strings.TrimSuffix(id, "<")] = true
			}
			documents++
			if m := link.FindStringSubmatch(text); m != nil {
				path = m[1]
			} else {
				path = ""
			}
		}
		if documents != 4 {
			t.Errorf("%s: %d documents, want the feed and those of January, February and March", form, documents)
		}
		for id := range ids {
			if !met[id] {
				t.Errorf("%s: %s is in no document", form, id)
			}
		}
	}
	archive := func(files map[string]string) string {
		var b strings.Builder
		for _, month := range []string{"2024-01", "2024-02", "2024-03"} {
			for _, p := range page.ArchivePaths(page.FeedArchive(month, 0)) {
				fmt.Fprintln(&b, files[p])
			}
		}
		return b.String()
	}
	add(60, begin.AddDate(0, 0, 59).Add(time.Hour))
	if archive(build()) != archive(files) {
		t.Error("a report of the newest day changes the archive")
	}
	add(61, begin.AddDate(0, 0, 3))
	if late := build(); !strings.Contains(late["feed/2024-01.atom.xml"], string(inventOne(61).Article.ID)) {
		t.Error("a late report of an earlier day is not in the archive")
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
