package site

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// TestAddressTellsOfItsTakedown: at the address of a report that was taken down a page says so, in either script, with nothing of the
// report; it goes when the report is shown again, and when nothing is to be told.
func TestAddressTellsOfItsTakedown(t *testing.T) {
	for _, full := range []bool{false, true} {
		o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "zh-Hans", Scripts: true, URL: "https://example.org", Audience: page.Public, Index: true, Full: full}
		lib := one(invent(0, 20)...)
		it := seedLike()
		it.Article.Title = "Takenaway harbour"
		it.Digest.Title = "撤下的港口"
		lib.put(it)
		lib.oldPaths = []news.OldPath{{Path: "old/harbour.html", Article: it.Article.ID}}
		b := New(o, lib)
		build := func() map[string]string {
			t.Helper()
			if _, err := b.Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			return tree(t, o.Out)
		}
		address := page.ArticlePath(it.Article)
		stood := build()
		lib.takeDown(news.Takedown{Article: it.Article.ID, Had: moment("2024-01-30T06:00:00Z"), At: moment("2024-02-03T07:00:00Z"), Reason: "<b>权利人</b>要求"})
		files := build()
		for p, s := range files {
			if strings.Contains(s, "Takenaway") || strings.Contains(s, "撤下的港口") {
				t.Errorf("full %t: %s still has words of it", full, p)
			}
			if page.IsOf(p, it.Article.ID) && p != address && p != "hant/"+address {
				t.Errorf("full %t: %s is left", full, p)
			}
			if p != address && p != "hant/"+address && strings.Contains(s, strings.TrimSuffix(address, ".html")) {
				t.Errorf("full %t: %s leads to what was taken down", full, p)
			}
		}
		for p, words := range map[string]string{address: "这个网址上的报道已撤下", "hant/" + address: "這個網址上的報導已撤下"} {
			s := files[p]
			for _, want := range []string{words, `<meta name="robots" content="noindex">`, "2024-01-30T06:00:00Z", "2024-02-03T07:00:00Z", "&lt;b&gt;"} {
				if !strings.HasPrefix(s, news.DownMark) || !strings.Contains(s, want) {
					t.Errorf("full %t: %s has no %q:\n%s", full, p, want, s)
				}
			}
		}
		if s, there := files["old/harbour.html"]; there {
			t.Errorf("full %t: the old path leads to %q", full, s)
		}
		if left, err := b.Holds(it.Article.ID); len(left) > 0 || err != nil {
			t.Errorf("full %t: what tells of the takedown counts as the report: %q, %v", full, left, err)
		}
		if r, err := b.Build(t.Context()); err != nil || r.Written+r.Removed > 0 {
			t.Errorf("full %t: nothing changed, and %d files were written, %d removed, %v", full, r.Written, r.Removed, err)
		}

		lib.put(it)
		back := build()
		for _, p := range []string{address, "hant/" + address, page.JSONPath(address)} {
			if back[p] != stood[p] {
				t.Errorf("full %t: %s did not come back:\n%s", full, p, back[p])
			}
		}
		o.Full = true
		if _, there := build()[address]; !there {
			t.Errorf("full %t: a later build has removed what came back", full)
		}
		o.Full = full

		lib.takeDown(news.Takedown{Article: it.Article.ID, At: moment("2024-02-04T07:00:00Z")})
		if s := build()[address]; !strings.Contains(s, "此处未写明理由") || strings.Contains(s, "最初抓取") {
			t.Errorf("full %t: what nobody knows is told: %s", full, s)
		}
		delete(lib.down, it.Article.ID)
		lib.remove(it.Article.ID)
		for p := range build() {
			if page.IsOf(p, it.Article.ID) {
				t.Errorf("full %t: nothing is told any more, and %s is left", full, p)
			}
		}
	}
}
