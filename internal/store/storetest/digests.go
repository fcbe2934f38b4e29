package storetest

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

func digests(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "Text.")})
	d := news.Digest{Article: "one", Version: 1, Lang: "zh-Hans", Title: "标题", By: "m", At: noon,
		Summary: []news.Claim{{Text: "第一句。", Evidence: []int{1}}, {Text: "第二句。", Evidence: []int{1}}}}
	x := news.Digest{Article: "one", Version: 1, Lang: "en", By: news.ByExtract, At: noon, Summary: []news.Claim{{Text: "Text."}}}
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(x) })
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(d) })
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Digest("one")
		if err != nil || got.Title != "标题" || len(got.Summary) != 2 {
			t.Errorf("digest = %+v, %v", got, err)
		}
		rows, _ := tx.Rows(store.Filter{})
		if rows[0].DigestTitle != "标题" || rows[0].DigestLead != "第一句。" || rows[0].DigestBy != "m" {
			t.Errorf("row = %+v", rows[0])
		}
		items, _ := tx.Items([]news.ArticleID{"one", "none"})
		if len(items) != 1 || items[0].Digest.Title != "标题" || len(items[0].Versions) != 1 {
			t.Errorf("items = %+v", items)
		}
		after, err := tx.DigestsAfter(0, noon.AddDate(0, 0, -1))
		if err != nil || len(after) != 1 || after[0].Digest.Title != "标题" {
			t.Errorf("after = %+v, %v", after, err)
		}
		if later, err := tx.DigestsAfter(after[0].N, noon.AddDate(0, 0, -1)); err != nil || len(later) != 0 {
			t.Errorf("after later = %+v, %v", later, err)
		}
		if old, err := tx.DigestsAfter(0, noon.AddDate(1, 0, 0)); err != nil || len(old) != 0 {
			t.Errorf("after of old articles = %+v, %v", old, err)
		}
		none, err := tx.Digest("none")
		if none.By != "" {
			t.Errorf("digest of nothing = %+v", none)
		}
		return err
	})
}

func answers(t *testing.T, db *store.DB) {
	a := store.Answer{Key: "k", Model: "m", Text: "{}", Usage: news.Usage{In: 10, Out: 5}, Cost: 0.5, At: noon}
	update(t, db, func(tx *store.Tx) error { return tx.KeepAnswer(a) })
	view(t, db, func(tx *store.Tx) error {
		got, ok, err := tx.Answer("k")
		if !ok || got != a {
			t.Errorf("answer = %+v, %v", got, ok)
		}
		if _, ok, _ := tx.Answer("other"); ok {
			t.Error("an answer to what was never asked")
		}
		spent, _ := tx.Spent(noon.AddDate(0, 0, -1))
		if len(spent) != 1 || spent[0].Day != "2026-03-12" || spent[0].In != 10 || spent[0].Cost != 0.5 {
			t.Errorf("spent = %+v", spent)
		}
		return err
	})
}
