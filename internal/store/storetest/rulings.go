package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// rulings checks that decisions on stories come back as they were kept, and stay when they are undone.
func rulings(t *testing.T, db *store.DB) {
	merge := news.Ruling{Kind: news.RulingMerge, Story: "s", Into: "t", Articles: []news.ArticleID{"a", "b"}, Others: []news.ArticleID{"c"}, At: noon}
	split := news.Ruling{Kind: news.RulingSplit, Story: "t", Into: "u", Articles: []news.ArticleID{"c"}, Others: []news.ArticleID{"a", "b"}, At: noon.Add(time.Hour)}
	changes := func(want int64) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			n, err := tx.RulingChanges()
			if n != want {
				t.Errorf("%d changes, want %d", n, want)
			}
			return err
		})
	}
	changes(0)
	for i, r := range []*news.Ruling{&merge, &split} {
		update(t, db, func(tx *store.Tx) (err error) {
			if r.ID, err = tx.AddRuling(*r); r.ID != int64(i+1) {
				t.Errorf("ruling %d has the number %d", i+1, r.ID)
			}
			return err
		})
	}
	changes(2)
	merge.Undone = noon.Add(2 * time.Hour)
	update(t, db, func(tx *store.Tx) error { return tx.UndoRuling(merge.ID, merge.Undone) })
	changes(3)
	for _, id := range []int64{merge.ID, 9} {
		if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.UndoRuling(id, noon) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("undo of ruling %d: %v", id, err)
		}
	}
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Rulings()
		if len(list) != 2 || !same(list[0], merge) || !same(list[1], split) {
			t.Errorf("rulings\n%+v, want\n%+v", list, []news.Ruling{merge, split})
		}
		return err
	})
	// One of another desk may be earlier than those that are here.
	early := news.Ruling{Kind: news.RulingMerge, Story: "v", Into: "w", Articles: []news.ArticleID{"d"}, Others: []news.ArticleID{"e"}, At: noon.Add(-time.Hour)}
	update(t, db, func(tx *store.Tx) (err error) { early.ID, err = tx.AddRuling(early); return err })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Rulings()
		if len(list) != 3 || !same(list[0], early) || !same(list[1], merge) {
			t.Errorf("rulings\n%+v, want the earlier one first", list)
		}
		return err
	})
}

func same(a, b news.Ruling) bool {
	at := a.At.Equal(b.At) && a.Undone.Equal(b.Undone)
	a.At, a.Undone, b.At, b.Undone = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return at && reflect.DeepEqual(a, b)
}

// inStory checks the list of a story's articles.
func inStory(t *testing.T, db *store.DB) {
	for _, id := range []string{"a", "b", "c"} {
		r := store.Reading{Article: Article(id, "Text of "+id+"."), Story: "s"}
		if id == "b" {
			r.CopyOf = "a"
		}
		save(t, db, r)
	}
	update(t, db, func(tx *store.Tx) error { return errors.Join(tx.TakeDown("a", true), tx.SetStory("c", "t")) })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.InStoryOf("s")
		if len(list) != 2 || list[0].ID != "a" || list[1].ID != "b" || list[1].CopyOf != "a" {
			t.Errorf("articles of the story: %+v", list)
		}
		return err
	})
}
