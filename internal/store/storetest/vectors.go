package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// vectors checks which reports have no vector yet, and that a vector takes the place of the one before.
func vectors(t *testing.T, db *store.DB) {
	hash := map[string]news.Hash{}
	for _, id := range []string{"a", "b", "copy", "live", "down", "old"} {
		r := store.Reading{Article: Article(id, "Text of "+id+"."), Story: "s"}
		hash[id] = r.Article.TextHash()
		switch id {
		case "copy":
			r.CopyOf = "a"
		case "live":
			r.Article.Kind = news.PageLive
		case "old":
			r.Article.Captured = noon.Add(-24 * time.Hour)
		}
		save(t, db, r)
	}
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("down", true) })
	without := func(model string, limit int, want ...news.ArticleID) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			got, err := tx.Unembedded(model, noon, limit)
			if !slices.Equal(got, want) {
				t.Errorf("without a vector of %s: %v, want %v", model, got, want)
			}
			return err
		})
	}
	kept := func(n int64, model, want string) (last int64) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.VectorsAfter(n, model, noon)
			got := ""
			for _, v := range list {
				got += fmt.Sprintf("%s %v ", v.Article, v.Data)
				last = v.N
			}
			if got != want {
				t.Errorf("vectors of %s after %d: %q, want %q", model, n, got, want)
			}
			return err
		})
		return last
	}
	set := func(id, model string, text news.Hash, data ...byte) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error {
			return tx.SetVector(store.Vector{Article: news.ArticleID(id), Model: model, Text: text, Data: data})
		})
	}
	without("m", 9, "b", "a")
	without("m", 1, "b")
	set("a", "m", hash["a"], 1, 2)
	set("b", "m", hash["b"])
	set("old", "m", hash["old"], 3)
	without("m", 9)
	without("other", 9, "b", "a")
	update(t, db, func(tx *store.Tx) error { return tx.ForgetVectors(noon) })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.VectorsAfter(0, "m", time.Time{})
		if len(list) != 2 {
			t.Errorf("with those of old reports dropped: %+v", list)
		}
		return err
	})
	n := kept(0, "m", "a [1 2] b [] ")
	set("a", "m", hash["a"], 4)
	kept(n, "m", "a [4] ")
	set("a", "m", "of another text", 5)
	without("m", 9, "a")
	set("b", "other", hash["b"], 6)
	without("m", 9, "b", "a")
	kept(0, "m", "a [5] ")
}
