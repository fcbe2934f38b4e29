package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
)

var errUndone = errors.New("undone")

// TestWithin: what River's driver writes and what the store writes is one transaction.
func TestWithin(t *testing.T) {
	db := open(t)
	ctx := t.Context()
	write := func(ctx context.Context, end error) error {
		return db.Update(ctx, func(tx *store.Tx) error {
			err := postgres.Within(ctx, tx.SQL(), func(p pgx.Tx) error {
				if _, err := p.Begin(ctx); err == nil {
					t.Error("a transaction begins within another")
				}
				if err := errors.Join(p.Commit(ctx), p.Rollback(ctx)); err == nil {
					t.Error("a transaction of another is ended")
				}
				_, err := p.Exec(ctx, `CREATE TABLE both_see (n int)`)
				return err
			})
			if err != nil {
				return err
			}
			if err := tx.Add(store.Task{Kind: store.Fetch, Subject: "1", Due: time.Now()}); err != nil {
				return err
			}
			if _, err := tx.SQL().ExecContext(ctx, `INSERT INTO both_see VALUES (1)`); err != nil {
				return err
			}
			return errors.Join(postgres.Within(ctx, tx.SQL(), func(p pgx.Tx) error {
				var n int
				return p.QueryRow(ctx, `SELECT n FROM both_see`).Scan(&n)
			}), end)
		})
	}
	left := func() (jobs int, table bool) {
		t.Helper()
		err := db.Handle().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM river_job), to_regclass('both_see') IS NOT NULL`).Scan(&jobs, &table)
		if err != nil {
			t.Fatal(err)
		}
		return jobs, table
	}
	if err := write(ctx, errUndone); !errors.Is(err, errUndone) {
		t.Fatalf("got %v", err)
	}
	if jobs, table := left(); jobs != 0 || table {
		t.Errorf("undone, and there are %d jobs, table: %v", jobs, table)
	}
	if err := write(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if jobs, table := left(); jobs != 1 || !table {
		t.Errorf("kept, and there are %d jobs, table: %v", jobs, table)
	}
	if err := write(ctx, nil); err == nil {
		t.Error("the table is made twice")
	}
	ended, cancel := context.WithCancel(ctx)
	err := db.Update(ended, func(tx *store.Tx) error {
		cancel()
		return postgres.Within(ended, tx.SQL(), func(p pgx.Tx) error {
			_, err := p.Exec(ended, `DROP TABLE both_see`)
			return err
		})
	})
	if err == nil {
		t.Error("a transaction is kept after its context has ended")
	}
	if _, table := left(); !table {
		t.Error("a transaction whose context has ended leaves something")
	}
}
