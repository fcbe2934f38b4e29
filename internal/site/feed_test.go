package site

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/page"
)

// TestFeedsAskForWhatIsNew: a feed of hundreds asks for no report that it has and of which nothing has changed, and says what one made from
// nothing says: after a report that came, changed or went, after a source got another name, and after somebody wrote in its file.
func TestFeedsAskForWhatIsNew(t *testing.T) {
	t.Parallel()
	const reports, few = 200, 20 // few: what came, its neighbours, and what topics and the front page show
	lib := &counting{memory: newMemory()}
	lib.sources = inventSources()
	day := time.Date(2024, 3, 5, 10, 0, 0, 0, time.UTC)
	const late = 2 * reports
	add := func(n int, title string) {
		minute := time.Duration(n)
		if n == late {
			minute = 0
		}
		it := inventOne(n)
		it.Article.Source, it.Article.SourceName = "outlet-0", lib.sources[0].Name
		it.Article.Published, it.Article.Captured = day.Add(minute*time.Minute), day.Add(minute*time.Minute)
		it.Article.Title += title
		it.Story = ""
		lib.put(it)
	}
	for n := range reports {
		add(n, "")
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://desk.example", ServerOnly: true}
	for _, step := range []struct {
		name  string
		do    func()
		whole int64 // reports asked for, at most
	}{
		{"from nothing", func() {}, 3*reports + 10},
		{"came", func() { add(reports, "") }, few},
		{"came late", func() { add(late, "") }, few},
		{"changed", func() { add(50, ` <entry> </item> ,{"id":"`) }, few},
		{"went", func() { lib.remove(inventOne(60).Article.ID) }, few},
		{"another came", func() { add(reports+1, "") }, few},
		{"another name", func() {
			lib.sources[0].Name = "Renamed"
			for n := range reports / 2 {
				add(n, "")
			}
		}, 4 * reports},
		{"written in", func() {
			path := filepath.Join(o.Out, page.FeedPaths(page.SourcePath("outlet-0"))[0])
			if err := os.WriteFile(path, []byte("<feed><entry></entry></feed>\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			add(reports+2, "")
		}, reports + few},
	} {
		step.do()
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		if asked := lib.asked(); asked[1] > step.whole || asked[1] == 0 {
			t.Errorf("%s: %d reports were asked for, want at most %d", step.name, asked[1], step.whole)
		}
		fresh := o
		fresh.Out = filepath.Join(t.TempDir(), "site")
		if _, err := New(fresh, lib.memory).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, tree(t, o.Out), tree(t, fresh.Out))
	}
}
