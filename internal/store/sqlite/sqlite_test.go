package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, open, search.Indexed, func(s string) string {
		q, err := search.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return q.FTS5()
	})
}

func open(t *testing.T) *store.DB {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
