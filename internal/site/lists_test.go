package site

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestByOutlet: a day of several outlets can be read outlet by outlet, and has that page no longer when
// there is one outlet left.
func TestByOutlet(t *testing.T) {
	lib := newMemory()
	for i := range 6 {
		it := inventOne(i)
		it.Article.Published = moment("2024-03-05T10:00:00Z")
		it.Article.Outlet = []string{"Courier", "Ledger", "Courier"}[i%3]
		lib.put(it)
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://example.org"}
	build := func() map[string]string {
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		return tree(t, o.Out)
	}
	const day, other = "2024/03/05.html", "2024/03/05-by-outlet.html"
	files := build()
	html := files[other]
	first, second := strings.Index(html, ">Courier</h2>"), strings.Index(html, ">Ledger</h2>")
	if first < 0 || second < first || strings.Count(html, `<li><p class="head">`) != 6 {
		t.Errorf("outlets at %d and %d", first, second)
	}
	if !strings.Contains(files[day], `href="../../`+other) || !strings.Contains(html, `href="../../`+day) {
		t.Error("the two orders do not link to each other")
	}
	for i := range 6 {
		it := inventOne(i)
		it.Article.Published = moment("2024-03-05T10:00:00Z")
		it.Article.Outlet = "Courier"
		lib.put(it)
	}
	if files = build(); files[other] != "" || strings.Contains(files[day], other) {
		t.Error("one outlet alone has a page by outlets")
	}
}

// TestSeveralAreSeveralOutlets: two reports of one outlet are not "reported by several".
func TestSeveralAreSeveralOutlets(t *testing.T) {
	for _, c := range []struct {
		second string
		want   bool
	}{{"Ledger", true}, {"Courier", false}} {
		lib := newMemory()
		for i, outlet := range []string{"Courier", c.second} {
			it := inventOne(i)
			it.Article.Published = moment("2024-03-05T10:00:00Z")
			it.Article.Outlet, it.Story = outlet, "onestory23"
			lib.put(it)
		}
		o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://example.org"}
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		for path, html := range tree(t, o.Out) {
			if path == "2024/03.html" {
				if got := strings.Contains(html, "Reported by several"); got != c.want {
					t.Errorf("%s, Courier and %s: %v", path, c.second, got)
				}
			}
		}
	}
}

// TestPagesLoadNothing: no page loads a picture, or anything of another site, and none but the search page and those of reports has a script, one.
func TestPagesLoadNothing(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://example.org", Index: true, Scripts: true}
	if _, err := New(o, sample()).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	pages := 0
	for path, text := range tree(t, o.Out) {
		if !strings.HasSuffix(path, ".html") {
			continue
		}
		pages++
		for _, tag := range []string{"<img", "<iframe", "<object", "<embed", "<video", "<audio", "<source ", "url(", "@import", " src=\"http", " src=\"//"} {
			if strings.Contains(text, tag) {
				t.Errorf("%s has %s", path, tag)
			}
		}
		own := path == "search.html" || strings.Contains("/"+path, "/a/") && strings.Contains(text, `<script src="`+strings.Repeat("../", strings.Count(path, "/"))+`quote-`)
		if n := strings.Count(text, "<script src="); n > 1 || n == 1 && !own {
			t.Errorf("%s has a script", path)
		}
		for _, l := range strings.Split(text, "<link ")[1:] {
			l, _, _ = strings.Cut(l, ">")
			if strings.Contains(l, `rel="stylesheet"`) && strings.Contains(l, "//") {
				t.Errorf("%s loads %s", path, l)
			}
		}
	}
	if pages < 10 {
		t.Errorf("%d pages", pages)
	}
}
