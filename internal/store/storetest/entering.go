package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/translog"
)

// BeforeTheLog makes a database what it would be if all in it had been recorded before there was a log.
func BeforeTheLog(ctx context.Context, db *store.DB) error {
	return db.Update(ctx, func(tx *store.Tx) (err error) {
		for _, query := range []string{`DELETE FROM leaf`, `UPDATE tree SET size = 0, roots = ''`, `DELETE FROM counter WHERE name = 'log key' OR name LIKE '%entered in the log'`} {
			_, e := tx.SQL().ExecContext(ctx, query)
			err = errors.Join(err, e)
		}
		return err
	})
}

// What was recorded before there was a log gets leaves that say so, each once, beside those of what is recorded meanwhile.
func enteredLater(t *testing.T, db *store.DB) {
	const url = "https://a.example/one"
	later, entered := noon.Add(time.Hour), noon.Add(24*time.Hour)
	one := Article("one", "body")
	one.URL, one.Capture, one.Captured = url, news.Hash(hashOf("a")), noon
	lost := Article("lost", "of a page that is lost")
	lost.URL, lost.Capture = "https://a.example/lost", news.Hash(hashOf("d"))
	another := Article("another", "as if of an earlier look")
	another.URL, another.Capture, another.Captured = url, one.Capture, noon.Add(-time.Hour)
	answers := []news.Ref{
		answer("https://a.example/feed", "f", 200, noon), answer(url, "a", 200, noon), answer(url, "a", 200, later), answer(url, "e", 304, later),
		answer(url, "b", 410, later), answer(lost.URL, "d", 200, noon),
	}
	update(t, db, func(tx *store.Tx) error {
		err := tx.AddCapture(answers[0], "a", 0)
		for _, r := range answers[1:] {
			err = errors.Join(err, tx.AddCapture(r, "", 0))
		}
		for _, a := range []news.Article{one, lost, another, Article("told", "by nobody's page")} {
			err = errors.Join(err, tx.AddArticle(store.Reading{Article: a}))
		}
		return err
	})
	if err := BeforeTheLog(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.SetLost(6, true), tx.AddCapture(answer(url, "a", 200, later), "", 0))
	})
	kept := func() (list []store.Kept) {
		view(t, db, func(tx *store.Tx) (err error) { list, err = tx.KeptAfter(0, 100); return err })
		return list
	}
	enter := func(was store.Entry) error {
		return db.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.EnterUpTo(was, store.Entry{Capture: store.AllEntered, Article: store.AllEntered}); err != nil {
				return err
			}
			var ids []int64
			for _, k := range kept() {
				ids = append(ids, k.ID)
			}
			had, err := tx.Witnessed(ids)
			for _, k := range kept() {
				if k.Source == "" && !had[k.ID] {
					err = errors.Join(err, tx.EnterCapture(k.ID, k.Ref, entered))
				}
			}
			for _, id := range []news.ArticleID{"one", "lost", "another", "told"} {
				_, e := tx.EnterVersions(id, entered)
				err = errors.Join(err, e)
			}
			return err
		})
	}
	if err := enter(store.Entry{}); err != nil {
		t.Fatal(err)
	}
	const since = "; entered 2026-03-13T12:00:00.000Z"
	want := []string{
		"capture; url " + url + "; at 2026-03-12T13:00:00.000Z; status 200; payload sha256:" + hashOf("a") + "; body sha256:" + hashOf("a"),
		"capture; url " + url + "; at 2026-03-12T12:00:00.000Z; status 200; payload sha256:" + hashOf("a") + "; body sha256:" + hashOf("a") + since,
		"same; url " + url + "; at 2026-03-12T13:00:00.000Z; of 1" + since,
		"same; url " + url + "; at 2026-03-12T13:00:00.000Z; of 1" + since,
		"gone; url " + url + "; at 2026-03-12T13:00:00.000Z; status 410; payload sha256:" + hashOf("b") + since,
		"version; article one; n 1; capture 1; text sha256:" + string(one.TextHash()) + "; at 2026-03-12T12:00:00.000Z" + since,
		"version; article told; n 1; capture none; text sha256:" + string(Article("told", "by nobody's page").TextHash()) + "; at 2026-03-12T12:01:00.000Z" + since,
	}
	if got := leafLines(t, db, 0); !slices.Equal(got, want) {
		t.Errorf("leaves\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	size := treeIsWhole(t, db)
	if err := enter(store.Entry{}); !errors.Is(err, store.ErrEntered) || treeIsWhole(t, db) != size {
		t.Errorf("the same entered again: %v", err)
	}
	if err := enter(store.Entry{Capture: store.AllEntered, Article: store.AllEntered}); err != nil || treeIsWhole(t, db) != size {
		t.Errorf("all looked at again: %v", err)
	}
	view(t, db, func(tx *store.Tx) error {
		n, err := tx.CountUnwitnessed()
		if n != 1 {
			t.Errorf("%d lost captures have no leaf", n)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.SetLost(6, false) })
	var at store.Entry
	view(t, db, func(tx *store.Tx) (err error) { at, err = tx.Entry(); return err })
	if err := enter(at); err != nil || fmt.Sprint(at) != "{5 0}" {
		t.Errorf("what was found again is entered from %v, %v", at, err)
	}
	want = []string{
		"capture; url " + lost.URL + "; at 2026-03-12T12:00:00.000Z; status 200; payload sha256:" + hashOf("d") + "; body sha256:" + hashOf("d") + since,
	}
	if got := leafLines(t, db, size); len(got) != 1 || got[0] != want[0] {
		t.Errorf("leaves of what was found again\n%s", strings.Join(got, "\n"))
	}
	treeIsWhole(t, db)
}

// A leaf that names the capture of another answer than a text was read from, as logs of before have it, is taken back by another: of the very
// capture, or of none. Nothing else is written, however often the texts are gone through.
func leavesAreMended(t *testing.T, db *store.DB) {
	const url = "https://a.example/one"
	one, two := Article("one", "body"), Article("two", "of two")
	one.URL, one.Capture, one.Captured = url, news.Hash(hashOf("a")), noon
	two.URL, two.Capture, two.Captured = "https://a.example/two", news.Hash(hashOf("b")), noon
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.AddCapture(answer(url, "a", 200, noon), "", 0), tx.AddCapture(answer(two.URL, "b", 200, noon), "", 0),
			tx.AddCapture(answer("https://a.example/elsewhere", "b", 200, noon), "", 0),
			tx.AddArticle(store.Reading{Article: one}), tx.AddArticle(store.Reading{Article: two}))
	})
	mend := func() (written int) {
		t.Helper()
		for _, id := range []news.ArticleID{"one", "two"} {
			update(t, db, func(tx *store.Tx) error {
				n, err := tx.EnterVersions(id, noon.Add(24*time.Hour))
				written += n
				return err
			})
		}
		return written
	}
	proves := func(id news.ArticleID) string {
		out := "none"
		view(t, db, func(tx *store.Tx) error {
			of, err := tx.VersionLeaves([]news.ArticleID{id})
			if l := of[id].Leaves[1]; l.Text != nil {
				out = fmt.Sprint(l.N)
			}
			return err
		})
		return out
	}
	if n := mend(); n != 0 || proves("one") != "0" || proves("two") != "1" {
		t.Errorf("%d leaves are written where all fit; they prove %s and %s", n, proves("one"), proves("two"))
	}
	update(t, db, func(tx *store.Tx) error {
		tx.AddLeaf(translog.Leaf{Kind: translog.Version, Article: "one", N: 1, Capture: 1, Text: translog.Sum{1}, At: noon})
		return nil
	})
	if _, err := db.Handle().ExecContext(t.Context(), `UPDATE leaf SET article = 'one' WHERE n = (SELECT max(n) FROM leaf)`); err != nil {
		t.Fatal(err)
	}
	if proves("one") != "1" {
		t.Fatalf("the leaf of another answer is not there: %s", proves("one"))
	}
	if n := mend(); n != 1 || proves("one") != "0" {
		t.Errorf("%d leaves mend it, and it proves %s", n, proves("one"))
	}
	update(t, db, func(tx *store.Tx) error { // whose capture is of another address
		_, err := tx.SQL().ExecContext(t.Context(), `UPDATE leaf SET article = '' WHERE article = 'two'`)
		tx.AddLeaf(translog.Leaf{Kind: translog.Version, Article: "two", N: 1, Capture: 2, Text: translog.Sum{1}, At: noon})
		_, err2 := tx.SQL().ExecContext(t.Context(), `DELETE FROM capture WHERE url = 'https://a.example/two'`)
		return errors.Join(err, err2)
	})
	if _, err := db.Handle().ExecContext(t.Context(), `UPDATE leaf SET article = 'two' WHERE n = (SELECT max(n) FROM leaf)`); err != nil {
		t.Fatal(err)
	}
	if n := mend(); n != 1 || proves("two") != "none" {
		t.Errorf("%d leaves take it back, and it proves %s", n, proves("two"))
	}
	if n := mend(); n != 0 {
		t.Errorf("%d leaves are written again", n)
	}
}
