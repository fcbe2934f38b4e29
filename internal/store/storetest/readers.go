package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// readers checks accounts and their tokens.
func readers(t *testing.T, db *store.DB) {
	set := func(name, pass, fever string, want bool) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error {
			known, err := tx.SetReader(store.Reader{Name: name, Pass: pass, Fever: fever, Made: noon})
			if known != want {
				t.Errorf("%s was known: %v", name, known)
			}
			return err
		})
	}
	set("ann", "p", "f", false)
	set("ben", "q", "g", false)
	tokens := func(reader string) (out []string) {
		view(t, db, func(tx *store.Tx) error {
			for i := range 9 {
				hash := fmt.Sprint(reader, i)
				whose, used, ok, err := tx.TokenOf(hash)
				if err != nil {
					return err
				}
				if ok && whose != reader {
					t.Errorf("token %s is %s's", hash, whose)
				}
				if ok {
					out = append(out, fmt.Sprint(i, "@", int(used.Sub(noon).Minutes())))
				}
			}
			return nil
		})
		return out
	}
	update(t, db, func(tx *store.Tx) error {
		for i := range 4 {
			if err := tx.AddToken(fmt.Sprint("ann", i), "ann", noon.Add(time.Duration(i)*time.Minute), 4); err != nil {
				return err
			}
		}
		return errors.Join(tx.UseToken("ann0", noon.Add(time.Hour)), tx.AddToken("ann4", "ann", noon.Add(2*time.Hour), 4), tx.AddToken("ben0", "ben", noon, 4))
	})
	if got := tokens("ann"); !slices.Equal(got, []string{"0@60", "2@2", "3@3", "4@120"}) {
		t.Errorf("the tokens used last: %v", got)
	}
	set("ann", "p1", "f2", true)
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.AddToken("ann0", "ann", noon, 4), tx.RenewPass("ann", "p1", "p2"), tx.RenewPass("ann", "p1", "p3"), tx.RenewPass("nobody", "p2", "p4"))
	})
	if got := tokens("ann"); len(got) != 1 {
		t.Errorf("tokens after the hash was renewed: %v", got)
	}
	view(t, db, func(tx *store.Tx) error {
		r, _, err := tx.Reader("ann")
		if r.Pass != "p2" || r.Fever != "f2" {
			t.Errorf("the hash was renewed: %+v", r)
		}
		return err
	})
	set("ann", "p2", "f2", true)
	view(t, db, func(tx *store.Tx) error {
		for by, f := range map[string]func() (store.Reader, bool, error){
			"name": func() (store.Reader, bool, error) { return tx.Reader("ann") },
			"key":  func() (store.Reader, bool, error) { return tx.ReaderByFever("f2") },
		} {
			if r, ok, err := f(); err != nil || !ok || r != (store.Reader{Name: "ann", Pass: "p2", Fever: "f2", Made: noon}) {
				t.Errorf("by %s: %+v, %v, %v", by, r, ok, err)
			}
		}
		_, old, err := tx.ReaderByFever("f")
		_, empty, err2 := tx.ReaderByFever("")
		_, none, err3 := tx.Reader("cat")
		if old || empty || none {
			t.Errorf("a key of before %v, no key %v, nobody's name %v", old, empty, none)
		}
		list, err4 := tx.Readers()
		if len(list) != 2 || list[0].Name != "ann" || !list[0].Used.IsZero() || list[1].Name != "ben" || !list[1].Used.Equal(noon) {
			t.Errorf("readers %+v", list)
		}
		return errors.Join(err, err2, err3, err4)
	})
	if got := tokens("ann"); len(got) != 0 {
		t.Errorf("after another password: %v", got)
	}
	save(t, db, store.Reading{Article: Article("one", "Text.")})
	yes := true
	update(t, db, func(tx *store.Tx) error { return tx.Mark("ben", []news.ArticleID{"one"}, store.Mark{Read: &yes}, noon) })
	update(t, db, func(tx *store.Tx) error { return tx.RemoveReader("ben") })
	if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.RemoveReader("ben") }); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	set("ben", "q", "g", false)
	if got := shelved(t, db, store.Shelf{Reader: "ben"}); got != "one" || len(tokens("ben")) > 0 {
		t.Errorf("one who came again has %q", got)
	}
}

// shelved are the reports of a shelf, those that are read in brackets, those that are starred with a star.
func shelved(t *testing.T, db *store.DB, s store.Shelf) string {
	t.Helper()
	var out []string
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Shelf(s)
		for _, x := range list {
			name := string(x.ID)
			if x.Starred {
				name += "*"
			}
			if x.Read {
				name = "(" + name + ")"
			}
			out = append(out, name)
		}
		return err
	})
	return strings.Join(out, " ")
}

// shelves checks what readers are given, and that the marks of each are their own.
func shelves(t *testing.T, db *store.DB) {
	for i, id := range []string{"a", "b", "copy", "d", "down", "f"} {
		r := store.Reading{Article: Article(id, "Text of "+id+"."), Story: "s", Arrived: noon.Add(time.Duration(i) * time.Hour)}
		r.Article.Captured = noon.AddDate(0, 0, -i) // imported: the capture says nothing of the arrival
		switch id {
		case "b":
			r.Article.Source, r.Article.Outlet = "b", "B"
		case "copy":
			r.CopyOf = "a"
		case "d":
			r.Story = "t"
		case "f":
			r.Arrived = time.Time{}
			r.Article.Captured = noon.Add(5 * time.Hour)
		}
		save(t, db, r)
	}
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("down", true) })
	yes, no := true, false
	mark := func(reader string, m store.Mark, ids ...news.ArticleID) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error { return tx.Mark(reader, ids, m, noon) })
	}
	want := func(s store.Shelf, want string) {
		t.Helper()
		if got := shelved(t, db, s); got != want {
			t.Errorf("%+v: %s, want %s", s, got, want)
		}
	}
	want(store.Shelf{Reader: "ann"}, "f d b a")
	mark("ann", store.Mark{Read: &yes}, "a", "d", "down", "none")
	mark("ann", store.Mark{Starred: &yes}, "a", "b", "copy")
	mark("ben", store.Mark{Read: &yes}, "b")
	want(store.Shelf{Reader: "ann"}, "f (d) copy* b* (a*)")
	want(store.Shelf{Reader: "ben"}, "f d (b) a")
	want(store.Shelf{Reader: "nobody"}, "f d b a")
	want(store.Shelf{Reader: "ann", Oldest: true, Limit: 2}, "(a*) b*")
	want(store.Shelf{Reader: "ann", Oldest: true, After: 2}, "copy* (d) f")
	want(store.Shelf{Reader: "ann", Before: 4, Limit: 2}, "copy* b*")
	want(store.Shelf{Reader: "ann", Read: true}, "(d) (a*)")
	want(store.Shelf{Reader: "ann", Unread: true}, "f copy* b*")
	want(store.Shelf{Reader: "ann", Starred: true}, "copy* b* (a*)")
	want(store.Shelf{Reader: "ann", Starred: true, Unread: true}, "copy* b*")
	want(store.Shelf{Reader: "ann", Unstarred: true}, "f (d)")
	want(store.Shelf{Reader: "ann", Sources: []news.SourceID{"b"}}, "b*")
	want(store.Shelf{Reader: "ann", Story: "t"}, "(d)")
	want(store.Shelf{Reader: "ann", IDs: []news.ArticleID{"a", "down", "none", "f"}}, "f (a*)")
	want(store.Shelf{Reader: "ann", Seqs: []int64{1, 5, 6, 7}}, "f (a*)")
	want(store.Shelf{Reader: "ann", Since: noon.Add(time.Hour), Until: noon.Add(5 * time.Hour)}, "(d) copy* b*")
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.CountUnread("ben", time.Time{})
		if len(list) != 1 || list[0].Source != "a" || list[0].N != 3 || !list[0].Latest.Equal(noon.Add(5*time.Hour)) {
			t.Errorf("unread: %+v", list)
		}
		if n, err := tx.CountShelf(store.Shelf{Reader: "ann", Starred: true, Limit: 1}); n != 3 || err != nil {
			t.Errorf("starred: %d, %v", n, err)
		}
		several, err2 := tx.Several([]news.StoryID{"s", "t", "none"})
		if !slices.Equal(several, []news.StoryID{"s"}) {
			t.Errorf("stories of several outlets: %v", several)
		}
		return errors.Join(err, err2)
	})

	// What came lately waits for its digest.
	update(t, db, func(tx *store.Tx) error { return tx.Add(store.DigestTask("b", noon), store.DigestTask("f", noon)) })
	want(store.Shelf{Reader: "ann", Ready: noon.Add(5 * time.Hour)}, "(d) copy* b* (a*)")
	want(store.Shelf{Reader: "ann", Ready: noon.Add(time.Hour)}, "(d) copy* (a*)")
	want(store.Shelf{Reader: "ann", Ready: noon.Add(6 * time.Hour)}, "f (d) copy* b* (a*)")

	update(t, db, func(tx *store.Tx) error { return tx.Give([]news.ArticleID{"b", "none"}) })
	want(store.Shelf{Reader: "ann", Ready: noon.Add(time.Hour)}, "(d) copy* b* (a*)")
	update(t, db, func(tx *store.Tx) error { return tx.Give(nil) }) // none, not all
	want(store.Shelf{Reader: "ann", Ready: noon.Add(time.Hour)}, "(d) copy* b* (a*)")

	mark("ann", store.Mark{Read: &no, Starred: &no}, "a", "copy")
	want(store.Shelf{Reader: "ann"}, "f (d) b* a")
	update(t, db, func(tx *store.Tx) error {
		return tx.MarkAll(store.Shelf{Reader: "ann", Sources: []news.SourceID{"a", "b"}, Until: noon.Add(2 * time.Hour)}, store.Mark{Read: &yes}, noon)
	})
	want(store.Shelf{Reader: "ann"}, "f (d) (b*) (a)")
	want(store.Shelf{Reader: "ben"}, "f d (b) a")
	update(t, db, func(tx *store.Tx) error { return errors.Join(tx.UnreadAgain("b"), tx.UnreadAgain("d")) })
	want(store.Shelf{Reader: "ann"}, "f d b* (a)")
	want(store.Shelf{Reader: "ben"}, "f d b a")
	view(t, db, func(tx *store.Tx) error {
		var rows int
		if err := tx.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM mark`).Scan(&rows); err != nil || rows != 2 {
			t.Errorf("%d rows of marks, want 2: of a and b by ann; %v", rows, err)
		}
		return nil
	})
}
