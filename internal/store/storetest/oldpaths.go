package storetest

import (
	"fmt"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// oldPaths: a path leads to the report that had it first, and is a change of that; it stays while the report is taken down.
func oldPaths(t *testing.T, db *store.DB) {
	for _, id := range []string{"one", "two"} {
		save(t, db, store.Reading{Article: Article(id, "Text of "+id+"."), Story: "a"})
	}
	var before int64
	update(t, db, func(tx *store.Tx) (err error) { before, err = tx.LastChange(); return err })
	add := func(path, id, want string) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error {
			of, err := tx.AddOldPath(news.OldPath{Path: path, Article: news.ArticleID(id)})
			if string(of) != want {
				t.Errorf("%s is of %s, want %s", path, of, want)
			}
			return err
		})
	}
	add("b/河闸.html", "one", "one")
	add("a.html", "one", "one")
	view(t, db, func(tx *store.Tx) error {
		changed, err := tx.StoriesAfter(before)
		if len(changed) != 1 || changed[0].ID != "one" {
			t.Errorf("changed: %+v", changed)
		}
		before, _ = tx.LastChange()
		return err
	})
	add("a.html", "two", "one")
	add("a.html", "one", "one")
	view(t, db, func(tx *store.Tx) error {
		if now, err := tx.LastChange(); now != before || err != nil {
			t.Errorf("what is known already is a change: %d after %d, %v", now, before, err)
		}
		return nil
	})
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("one", true) })
	view(t, db, func(tx *store.Tx) error {
		paths, err := tx.OldPaths()
		of, e := tx.OldPathsOf("one")
		if got := fmt.Sprint(paths, of); got != "[{a.html one} {b/河闸.html one}] [a.html b/河闸.html]" || err != nil || e != nil {
			t.Errorf("old paths: %s, %v, %v", got, err, e)
		}
		return nil
	})
}
