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

// titles checks what a story is called by the operator: the last title that holds, of it before that of one that became part of it.
func titles(t *testing.T, db *store.DB) {
	for _, id := range []string{"a", "b"} {
		save(t, db, store.Reading{Article: Article(id, "Text of "+id+"."), Story: news.StoryID("s" + id)})
	}
	called := func(want string) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			got := ""
			for _, id := range []news.StoryID{"sa", "sb"} {
				title, err := tx.TitleGiven(id)
				if err != nil {
					return err
				}
				got += title + ";"
			}
			if got != want {
				t.Errorf("called %s, want %s", got, want)
			}
			return nil
		})
	}
	add := func(kind news.RulingKind, of news.StoryID, title string, after time.Duration) (id int64) {
		t.Helper()
		update(t, db, func(tx *store.Tx) (err error) {
			id, err = tx.AddRuling(news.Ruling{Kind: kind, Story: of, Articles: []news.ArticleID{"a"}, Title: title, At: noon.Add(after)})
			return err
		})
		return id
	}
	called(";;")
	add(news.RulingTitle, "sa", "甲", 0)
	second := add(news.RulingTitle, "sa", "乙", time.Hour)
	add(news.RulingMerge, "sb", "", 2*time.Hour)
	called("乙;;")
	update(t, db, func(tx *store.Tx) error { return errors.Join(tx.SetStory("a", "sb"), tx.SetMoved("sa", "sb")) })
	called("乙;乙;")
	own := add(news.RulingTitle, "sb", "丙", -time.Hour)
	called("乙;丙;")
	update(t, db, func(tx *store.Tx) error { return errors.Join(tx.UndoRuling(second, noon), tx.UndoRuling(own, noon)) })
	called("甲;甲;")

	early, late := add(news.RulingPin, "sa", "", 0), add(news.RulingPin, "sb", "", time.Hour)
	undone := add(news.RulingPin, "sb", "", 2*time.Hour)
	update(t, db, func(tx *store.Tx) error { return tx.UndoRuling(undone, noon) })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Pins()
		if len(list) != 2 || list[0].ID != late || list[1].ID != early {
			t.Errorf("pins %+v, want %d and %d", list, late, early)
		}
		return err
	})
	before := int64(0)
	view(t, db, func(tx *store.Tx) (err error) { before, err = tx.LastChange(); return err })
	update(t, db, func(tx *store.Tx) error { return tx.TouchStory("sb") })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Changed(before, 9)
		if len(list) != 1 || list[0].Story != "sb" {
			t.Errorf("a story that was touched has changed %+v", list)
		}
		return err
	})
}

// takedowns checks that the reason of a takedown comes back while it holds, the latest first, with those that have none.
func takedowns(t *testing.T, db *store.DB) {
	for _, id := range []string{"a", "b", "c", "d"} {
		save(t, db, store.Reading{Article: Article(id, "Text of "+id+"."), Story: "s"})
	}
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.TakeDown("a", true), tx.NoteTakedown("a", noon, "first"), tx.NoteTakedown("a", noon.Add(time.Hour), "again"),
			tx.TakeDown("b", true), tx.NoteTakedown("b", noon.Add(2*time.Hour), ""), tx.TakeDown("c", true),
			tx.TakeDown("d", true), tx.NoteTakedown("d", noon, "shown again"), tx.TakeDown("d", false), tx.EndTakedown("d", noon))
	})
	view(t, db, func(tx *store.Tx) error {
		list, n, err := tx.Takedowns(9)
		got := ""
		for _, d := range list {
			got += string(d.Article) + " " + d.Why + ";"
		}
		if n != 3 || got != "b ;a again;c ;" || !list[1].At.Equal(noon.Add(time.Hour)) || !list[2].At.IsZero() || list[0].Title == "" {
			t.Errorf("%d taken down, %s: %+v", n, got, list)
		}
		if list, n, _ := tx.Takedowns(1); n != 3 || len(list) != 1 {
			t.Errorf("one of %d: %+v", n, list)
		}
		return err
	})
}
