package desk_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
)

// TestReindex brings an archive that an earlier version has indexed into the form of now, in
// two goes, and leaves it alone after that.
func TestReindex(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const n = 450
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		for i := range n {
			a := storetest.Article(fmt.Sprint("a", i), "港口二〇二四年罢工")
			if err := tx.AddArticle(store.Reading{Article: a, Tokens: "港口"}); err != nil { // what an old form had
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	q, err := search.Parse("罢")
	if err != nil {
		t.Fatal(err)
	}
	found := func() int {
		rows, _, err := findAll(t, db, q.FTS5(), n)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	if k := found(); k != 0 {
		t.Fatalf("%d found before", k)
	}
	ctx, stop := context.WithCancel(t.Context())
	seen := 0
	_, err = desk.Reindex(ctx, db, search.Form, func(s string) string {
		if seen++; seen == 250 {
			stop()
		}
		return search.Indexed(s)
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped: %v", err)
	}
	if k := found(); k != 200 {
		t.Errorf("%d found after one that was stopped", k)
	}
	for _, want := range []int{n - 200, 0} {
		k, err := desk.Reindex(t.Context(), db, search.Form, search.Indexed)
		if err != nil || k != want {
			t.Errorf("%d indexed anew, want %d: %v", k, want, err)
		}
		if k := found(); k != n {
			t.Errorf("%d found, want %d", k, n)
		}
	}
}

func findAll(t *testing.T, db *store.DB, match string, limit int) (n int, more bool, err error) {
	err = db.View(t.Context(), func(tx *store.Tx) error {
		rows, m, err := tx.Find(store.Query{Match: match, Limit: limit})
		n, more = len(rows), m
		return err
	})
	return n, more, err
}
