package page

import (
	"strings"
	"testing"
)

// TestWhatNobodySeesIsInNoTitle: marks that turn letters around or hide some are in no title of a page, a feed or an app, and in no name of a
// story's label.
func TestWhatNobodySeesIsInNoTitle(t *testing.T) {
	it := reports()[0]
	const seen = "Port of Tanzhou shuts for two days"
	it.Article.Title, it.Article.Outlet, it.Digest.Title = "Port of \u202eTanzhou\u202c shuts\u200b for two\u2066 days", "The \u202eLantern", ""
	_, html := pageOf(t, Form{Language: "en", Audience: Private}, it)
	s := New(Form{Language: "en", Audience: Private})
	app := s.AppEntry(it)
	label := s.HeadTitle(Head{Title: it.Article.Title})
	files, err := s.feedFiles(Feed{Title: "Desk", Page: "index.html"}, []feedItem{s.feedItem(Placed{s.Show(it), ArticlePath(it.Article)})})
	if err != nil || app.Title != seen || label != seen {
		t.Errorf("app %q, label %q, %v", app.Title, label, err)
	}
	all := map[string]string{"page": html}
	for _, f := range files {
		all[f.Path] = string(f.Data)
	}
	if len(all) != 4 {
		t.Errorf("%d files", len(all))
	}
	for name, text := range all {
		if !strings.Contains(text, seen) || strings.ContainsAny(text, "\u202e\u202c\u2066\u200b") || strings.Contains(text, `\u202e`) {
			t.Errorf("%s: %s", name, text)
		}
	}
}
