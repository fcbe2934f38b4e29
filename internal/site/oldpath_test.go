package site

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// TestOldPathsLeadToReports: an address of the site that kept a report before leads to its page, as long as that is there.
func TestOldPathsLeadToReports(t *testing.T) {
	lib := newMemory()
	one := inventOne(1)
	lib.put(one, inventOne(2))
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://example.org"}
	build := func() map[string]string {
		t.Helper()
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		return tree(t, o.Out)
	}
	build()
	const old = "2020-05-04/河闸重开/index.html"
	lib.oldPaths = []news.OldPath{{Path: old, Article: one.Article.ID}, {Path: "../out.html", Article: one.Article.ID}, {Path: "index.html", Article: one.Article.ID}}
	lib.put(one)
	files := build()
	to := "../../" + page.ArticlePath(one.Article)
	if got := files[old]; !strings.Contains(got, `content="0; url=`+to+`"`) || !strings.Contains(got, "noindex") {
		t.Errorf("the page at the old path is\n%s", got)
	}
	for path, text := range files {
		if path != old && (strings.Contains(text, `content="0; url=`) || strings.Contains(text, "河闸重开")) {
			t.Errorf("%s leads on, or leads to an old path", path)
		}
	}
	o.Full = true
	if build()[old] == "" {
		t.Error("a full build has removed the old path")
	}
	o.Full = false
	lib.remove(one.Article.ID)
	if _, there := build()[old]; there {
		t.Error("the old path of a report that is gone leads on")
	}
}

// TestOldPathsAreNoneOfOurs: no old path can take the place of a page of the site.
func TestOldPathsAreNoneOfOurs(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Title: "外电"}
	if _, err := New(o, sample()).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	for path := range tree(t, o.Out) {
		for _, p := range []string{path, strings.ToUpper(path)} {
			if strings.HasSuffix(path, ".html") && page.OldPath(p) != "" {
				t.Errorf("%s may be an old path", p)
			}
		}
	}
}
