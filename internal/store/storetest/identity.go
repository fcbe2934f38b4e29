package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// asserted tests what is kept of the addresses that pages give as their own.
func asserted(t *testing.T, db *store.DB) {
	for _, id := range []string{"one", "two", "three"} {
		save(t, db, store.Reading{Article: Article(id, "text of "+id)})
	}
	update(t, db, func(tx *store.Tx) error {
		for _, c := range []struct {
			key, article string
			refuted      bool
		}{{"k", "one", false}, {"k", "two", true}, {"k", "one", true}, {"k", "one", false}, {"l", "three", false}, {"m", "three", true}} {
			if err := tx.Assert(c.key, news.ArticleID(c.article), c.refuted); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, db, func(tx *store.Tx) error {
		for key, want := range map[string]string{"k": "[one two]", "l": "[three]", "none": "[]"} {
			if got, err := tx.Asserting(key); err != nil || fmt.Sprint(got) != want {
				t.Errorf("%s is the address of %v, %v; want %s", key, got, err, want)
			}
		}
		if got, err := tx.Refuted(noon); err != nil || fmt.Sprint(got) != "[{a k 2} {a m 1}]" {
			t.Errorf("refuted: %v, %v", got, err)
		}
		if got, err := tx.Refuted(noon.Add(time.Hour)); err != nil || len(got) != 0 {
			t.Errorf("refuted of late: %v, %v", got, err)
		}
		return nil
	})
}

// setVersions tests that the versions of a report are replaced, and what is shown with them.
func setVersions(t *testing.T, db *store.DB) {
	a := Article("one", "first")
	save(t, db, store.Reading{Article: a, Story: "s"})
	b := Article("one", "second")
	b.Version, b.Title = 2, "Another title"
	c := Article("one", "third")
	c.Version = 3
	update(t, db, func(tx *store.Tx) error {
		if err := tx.AddVersion(store.Reading{Article: b}); err != nil {
			return err
		}
		return tx.AddVersion(store.Reading{Article: c})
	})
	update(t, db, func(tx *store.Tx) error { return tx.SetVersions([]news.Article{a, b}, store.Reading{Article: b}) })
	view(t, db, func(tx *store.Tx) error {
		shown, err := tx.Article("one")
		if err != nil || shown.Version != 2 || shown.Title != b.Title {
			t.Errorf("shown is %+v, %v", shown, err)
		}
		list, err := tx.Versions("one")
		if err != nil || len(list) != 2 || list[0].Hash != a.Capture || list[1].Hash != b.Capture {
			t.Errorf("versions are %+v, %v", list, err)
		}
		rows, err := tx.Rows(store.Filter{})
		if err != nil || len(rows) != 1 || rows[0].Version != 2 || rows[0].Story != "s" {
			t.Errorf("rows are %+v, %v", rows, err)
		}
		return nil
	})
}
