package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// confirmed tests when the text that is shown was last seen: a look that repeats another one confirms no more than that did, and
// no look the version before.
func confirmed(t *testing.T, db *store.DB) {
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	state := func(n int, body string, captured time.Time) news.Article {
		a := Article("one", body)
		a.Version, a.Captured = n, captured
		return a
	}
	save(t, db, store.Reading{Article: state(1, "First text.", at(0))})
	seen := func(what string, want ...int) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Versions("one")
			for i, hour := range want {
				if len(list) != len(want) || !list[i].Seen.Equal(at(hour)) {
					t.Errorf("%s: %+v, want hours %v", what, list, want)
					break
				}
				if v, err := tx.Version("one", i+1); err != nil || !v.Seen.Equal(at(hour)) {
					t.Errorf("%s: version %d seen %v, %v", what, i+1, v.Seen, err)
				}
			}
			return err
		})
	}
	confirm := func(hour, since int) {
		update(t, db, func(tx *store.Tx) error {
			last, err := tx.LastChange()
			if err != nil {
				return err
			}
			from := time.Time{}
			if since >= 0 {
				from = at(since)
			}
			if err := tx.Confirm("one", at(hour), from); err != nil {
				return err
			}
			if now, err := tx.LastChange(); err != nil || now != last {
				t.Errorf("a look is a change: %d, %d, %v", last, now, err)
			}
			return nil
		})
	}
	seen("captured alone", 0)
	confirm(1, 0)
	seen("the page of the capture again", 1)
	confirm(2, 1)
	seen("and again", 2)
	confirm(4, 3)
	seen("as a look that was none", 2)
	confirm(5, -1)
	seen("the text itself", 5)
	confirm(3, -1)
	seen("an older look", 5)
	next := state(2, "Second text.", at(6))
	next.Seen = at(7)
	update(t, db, func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: next}) })
	seen("the next version", 5, 7)
	confirm(8, 7)
	seen("the version that is shown", 5, 8)
	items := func() (it news.Item) {
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Items([]news.ArticleID{"one"})
			if len(list) == 1 {
				it = list[0]
			}
			return err
		})
		return it
	}
	if it := items(); !it.Article.Seen.Equal(at(8)) {
		t.Errorf("the item was seen %v", it.Article.Seen)
	}
	update(t, db, func(tx *store.Tx) error {
		one, err := tx.Version("one", 1)
		if err != nil {
			return err
		}
		two, err := tx.Version("one", 2)
		if err != nil {
			return err
		}
		return tx.SetVersions([]news.Article{one, two}, store.Reading{Article: two})
	})
	seen("written anew", 5, 8)
}

// editMarks tests that the edits of outlets are listed, the newest first, but for those of live pages and of reports that are not
// shown.
func editMarks(t *testing.T, db *store.DB) {
	version := func(id string, n, hour int, edited bool, kind news.PageKind) {
		a := Article(id, fmt.Sprint("Text ", n, " of ", id, "."))
		a.Version, a.Edited, a.Kind, a.Captured = n, edited, kind, noon.Add(time.Duration(hour)*time.Hour)
		r := store.Reading{Article: a}
		if n == 1 {
			save(t, db, r)
			return
		}
		update(t, db, func(tx *store.Tx) error { return tx.AddVersion(r) })
	}
	for _, id := range []string{"one", "two", "live", "down"} {
		kind := news.PageArticle
		if id == "live" {
			kind = news.PageLive
		}
		version(id, 1, 0, false, kind)
		version(id, 2, map[string]int{"one": 3, "two": 1, "live": 2, "down": 2}[id], true, kind)
	}
	version("one", 3, 4, false, news.PageArticle)
	version("one", 4, 5, true, news.PageArticle)
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("down", true) })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.EditMarks()
		var got []string
		for _, e := range list {
			got = append(got, fmt.Sprint(string(e.Article), e.N, "@", e.At.Sub(noon).Hours()))
		}
		if s := strings.Join(got, " "); s != "one4@5 one2@3 two2@1" {
			t.Errorf("edits: %s", s)
		}
		return err
	})
}

// outOfFile: each version keeps by which note it came out of a file, also when its text is read anew.
func outOfFile(t *testing.T, db *store.DB) {
	first := Article("one", "First text.")
	first.Notes = []news.Note{{Code: news.NoteFromFile}}
	save(t, db, store.Reading{Article: first})
	next := Article("one", "Second text.")
	next.Version, next.Notes = 2, []news.Note{{Code: news.NoteFromLogged}}
	update(t, db, func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: next}) })
	is := func(want ...news.NoteCode) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Versions("one")
			for i, code := range want {
				if len(list) != len(want) || list[i].OutOfFile != code {
					t.Errorf("versions = %+v, want %v", list, want)
					break
				}
			}
			return err
		})
	}
	is(news.NoteFromFile, news.NoteFromLogged)
	next.Notes = nil
	update(t, db, func(tx *store.Tx) error { return tx.ReplaceText(store.Reading{Article: next}) })
	is(news.NoteFromFile, "")
}
