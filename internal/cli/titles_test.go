package cli

import (
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// TestTitlesInListsAreThoseOfPages: a headline that repeats a withheld sentence is in no list of a public desk, and in
// those of a private one.
func TestTitlesInListsAreThoseOfPages(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const body = "碼頭工人說，渡輪中午離港時沒有人向部長揮手。"
	a := news.Article{
		ID: "aaaaaaaaaa", Source: "courier", Canonical: "https://courier.example/1", Kind: news.PageArticle, Title: "渡輪", Lang: "zh-Hant", Reserved: true,
		Captured: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), Blocks: []news.Block{{Kind: news.Paragraph, Text: body, Ends: []int{len(body)}}},
	}
	write := func(title string) {
		t.Helper()
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.SaveDigest(news.Digest{Article: a.ID, Version: 1, Text: a.TextHash(), By: "m", Lang: "zh-Hans", Title: title, Summary: []news.Claim{{Text: "渡轮开了。", Evidence: []int{1}}}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddArticle(store.Reading{Article: a}) }); err != nil {
		t.Fatal(err)
	}
	p := &parts{db: db}
	repeats := "码头工人说渡轮中午离港时没有人向部长挥手"
	for _, c := range []struct{ audience, title, want string }{
		{"public", repeats, ""},
		{"private", repeats, repeats},
		{"public", "渡轮冷冷清清地离开了，送行的人一个也没有", "渡轮冷冷清清地离开了，送行的人一个也没有"},
		{"public", repeats, ""},
	} {
		write(c.title)
		p.config = config.Config{}
		p.config.Site.Audience = c.audience
		heads, err := library{p: p}.Heads(t.Context(), site.Query{})
		if err != nil || len(heads) != 1 || heads[0].TitleHeld != (c.want == "") {
			t.Errorf("%s, %s: %+v, %v", c.audience, c.title, heads, err)
		}
		rows := []store.Row{}
		err = db.View(t.Context(), func(tx *store.Tx) error { rows, err = tx.Rows(store.Filter{}); return err })
		if err == nil {
			err = p.openTitles(t.Context(), rows)
		}
		if err != nil || len(rows) != 1 || rows[0].DigestTitle != c.want {
			t.Errorf("%s, %s: a book has %+v, %v", c.audience, c.title, rows, err)
		}
	}
}

// TestGrantsOfAnotherProcess: a running server goes by a grant that an import of another process has narrowed.
func TestGrantsOfAnotherProcess(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p := &parts{db: db}
	a := news.Article{ID: "aaaaaaaaaa", Source: "courier", Canonical: "https://courier.example/1", Kind: news.PageArticle, Title: "Ferry", Lang: "en", Captured: time.Unix(0, 0)}
	for _, c := range []struct {
		change func(*store.Tx) error
		want   news.Rights
	}{
		{func(*store.Tx) error { return nil }, news.RightsExcerpt},
		{func(tx *store.Tx) error {
			if err := tx.Know(news.Source{ID: "courier", Rights: news.RightsFull}); err != nil {
				return err
			}
			return tx.AddArticle(store.Reading{Article: a})
		}, news.RightsFull},
		{func(tx *store.Tx) error { return tx.SetRights("courier", news.RightsLink) }, news.RightsLink},
	} {
		if err := db.Update(t.Context(), c.change); err != nil {
			t.Fatal(err)
		}
		granted, err := p.rights(t.Context())
		if err != nil || granted("courier") != c.want {
			t.Errorf("granted %q, want %q, %v", granted("courier"), c.want, err)
		}
	}
}

func TestOlderSearch(t *testing.T) {
	back := time.Date(2024, 3, 2, 1, 0, 0, 0, time.UTC)
	for to, want := range map[string]string{"": "search?q=ferry&to=2024-03-02", "2024-05-01": "search?q=ferry&to=2024-03-02", "2024-03-02": "search?q=ferry&to=2024-03-01"} {
		if got := older(url.Values{"q": {"ferry"}, "to": {to}}, back); got != want {
			t.Errorf("to %q: %s, want %s", to, got, want)
		}
	}
}
