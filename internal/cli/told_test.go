package cli

import (
	"path/filepath"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
)

// An export says of an event what rests on the texts of today, and nothing where nothing does.
func TestToldOfTextsOfToday(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p := &parts{db: db}
	edit := func(id string, version int, text string) func(*store.Tx) error {
		a := storetest.Article(id, text)
		a.Version = version
		return func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: a}) }
	}
	for i, step := range []struct {
		do   func(*store.Tx) error
		want string
	}{
		{func(tx *store.Tx) error {
			var cites []news.Cite
			for _, id := range []string{"a", "b", "c"} {
				a := storetest.Article(id, "Text of "+id+".")
				if err := tx.AddArticle(store.Reading{Article: a, Story: "s"}); err != nil {
					return err
				}
				cites = append(cites, news.Cite{Article: a.ID, Text: a.TextHash(), N: 1})
			}
			return tx.SetStoryDigest(news.StoryDigest{Story: "s", By: "m", Common: []news.StoryClaim{{Text: "ab", Evidence: cites[:2]}, {Text: "bc", Evidence: cites[1:]}}})
		}, "abbc"},
		{edit("a", 2, "Another text of a."), "bc"},
		{edit("c", 2, "Another text of c."), ""},
	} {
		if err := db.Update(t.Context(), step.do); err != nil {
			t.Fatal(err)
		}
		told, err := p.told(t.Context(), "s")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if told != nil {
			for _, c := range told.Common {
				got += c.Text
			}
		}
		if got != step.want || told == nil != (step.want == "") {
			t.Errorf("step %d: told %q, want %q", i, got, step.want)
		}
	}
}
