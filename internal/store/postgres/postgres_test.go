package postgres_test

import (
	"testing"

	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, open, search.TSVector, func(s string) string {
		q, err := search.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return q.TSQuery()
	})
}

// open opens an empty store.
func open(t *testing.T) *store.DB {
	db, err := postgres.Open(t.Context(), storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
