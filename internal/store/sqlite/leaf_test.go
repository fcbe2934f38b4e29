package sqlite_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
)

// TestNoQuestionReadsTheWholeLog: each question about leaves, asked while a report is recorded or its page built, is answered by an index.
func TestNoQuestionReadsTheWholeLog(t *testing.T) {
	db := open(t)
	var asked []string
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		a := storetest.Article("one", "body")
		a.Capture = news.Hash(strings.Repeat("a", 64))
		r := news.Ref{URL: a.URL, Hash: a.Capture, Digest: "sha256:" + string(a.Capture), File: "one", Status: 200, At: a.Captured}
		unchanged := r
		unchanged.Status = 304
		if err := errors.Join(tx.AddCapture(r, "", 7), tx.AddArticle(store.Reading{Article: a})); err != nil {
			return err
		}
		err1 := tx.AddCapture(unchanged, "", 7)
		next := a
		next.Version = 2
		err2 := tx.AddVersion(store.Reading{Article: next})
		_, err3 := tx.VersionLeaves([]news.ArticleID{a.ID})
		_, err4 := tx.DownLeaves()
		_, err5 := tx.KeyLeaves()
		_, err6 := tx.Leaves(0, 1)
		_, err7 := tx.LeafHashes(0, 1)
		_, err8 := tx.Quiets(time.Time{})
		_, err9 := tx.Witnessed([]int64{1, 2})
		_, err10 := tx.EnterVersions(a.ID, a.Captured)
		_, err11 := tx.CountUnwitnessed()
		_, err12 := tx.LeafOf(r)
		return errors.Join(err1, err2, err3, err4, err5, err6, err7, err8, err9, err10, err11, err12)
	})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Handle().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = conn.Raw(func(c any) error { asked = sqlite.Kept(c); return nil })
	if err := errors.Join(err, conn.Close()); err != nil {
		t.Fatal(err)
	}
	asked = slices.DeleteFunc(asked, func(q string) bool {
		return !regexp.MustCompile(`\b(FROM|JOIN) leaf\b`).MatchString(q) || strings.HasPrefix(q, "UPDATE capture SET brought = 1") // a migration, once
	})
	if len(asked) < 8 {
		t.Fatalf("%d questions about leaves: %q", len(asked), asked)
	}
	for _, q := range asked {
		for _, step := range plan(t, db, q) {
			if strings.HasPrefix(step, "SCAN l") && !strings.HasSuffix(step, "INDEX leaf_key") { // which has few rows
				t.Errorf("%s\n%s", step, q)
			}
		}
	}
}

// plan is how SQLite answers a question, whatever is asked for.
func plan(t *testing.T, db *store.DB, query string) (steps []string) {
	t.Helper()
	args := make([]any, len(slices.Compact(slices.Sorted(slices.Values(regexp.MustCompile(`\$\d+`).FindAllString(query, -1))))))
	rows, err := db.Handle().QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return steps
}
