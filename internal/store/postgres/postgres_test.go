package postgres_test

import (
	"context"
	"database/sql"
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

// open opens an empty store. Its tasks are kept in the table for those given up:
// what River does with tasks is tested with the queue.
func open(t *testing.T) *store.DB {
	db, err := postgres.Open(t.Context(), storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.Engine().(*postgres.Engine).Insert = func(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
		for _, task := range tasks {
			if _, err := tx.ExecContext(ctx, store.EnqueueRows, task.Args()...); err != nil {
				return err
			}
		}
		return nil
	}
	return db
}
