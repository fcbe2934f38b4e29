package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/storetest"
)

func TestOpenReadOnly(t *testing.T) {
	dsn := storetest.Postgres(t)
	if _, err := postgres.OpenReadOnly(t.Context(), dsn); !errors.Is(err, store.ErrNone) {
		t.Errorf("empty database: %v", err)
	}
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	reader, err := postgres.OpenReadOnly(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := reader.View(t.Context(), func(tx *store.Tx) error { _, err := tx.Count(); return err }); err != nil {
		t.Error(err)
	}
	if err := reader.Update(t.Context(), func(tx *store.Tx) error { return tx.SetHostNotes("a.example", nil) }); err == nil {
		t.Error("it was written")
	}
}

func TestOtherSchemas(t *testing.T) {
	for _, change := range []string{
		`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`,
		`INSERT INTO river_migration (line, version) VALUES ('main', 9999)`,
	} {
		dsn := storetest.Postgres(t)
		db, err := postgres.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Handle().Exec(change); err != nil {
			t.Fatal(err)
		}
		db.Close()
		_, err = postgres.Open(t.Context(), dsn)
		var other *store.OtherSchema
		if !errors.As(err, &other) || !other.Newer() || other.Has != 9999 {
			t.Errorf("%s: %v", change, err)
		}
	}
}

// TestTablesOfAKilledProcess: a process may be killed while it makes the tables of jobs, behind any step of it.
func TestTablesOfAKilledProcess(t *testing.T) {
	for step := 1; step <= 6; step++ {
		dsn := storetest.Postgres(t)
		pool, err := pgxpool.New(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		jobs, err := rivermigrate.New(riverpgxv5.New(pool), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := jobs.Migrate(t.Context(), rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{TargetVersion: step}); err != nil {
			t.Fatal(err)
		}
		pool.Close()
		db, err := postgres.Open(t.Context(), dsn)
		if err != nil {
			t.Errorf("behind step %d: %v", step, err)
			continue
		}
		db.Close()
	}
}

// TestForeignDatabase: a database in which another program counts its migrations is left alone.
func TestForeignDatabase(t *testing.T) {
	dsn := storetest.Postgres(t)
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE goose_db_version (id SERIAL, version_id BIGINT, is_applied BOOLEAN, tstamp TIMESTAMP);
		INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true)`); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(context.Context, string) (*store.DB, error){"open": postgres.Open, "read only": postgres.OpenReadOnly} {
		if _, err := open(t.Context(), dsn); !errors.Is(err, store.ErrForeign) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var tables int
	if err := db.QueryRow(`SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()`).Scan(&tables); tables != 1 || err != nil {
		t.Errorf("%d tables, %v", tables, err)
	}
}

// TestHold: one process at a time works on a desk, and the next when it has ended.
func TestHold(t *testing.T) {
	a, b := two(t)
	held, err := postgres.Hold(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Hold(t.Context(), b); !errors.Is(err, postgres.ErrHeld) {
		t.Errorf("the second: %v", err)
	}
	if err := held.Release(); err != nil {
		t.Error(err)
	}
	next, err := postgres.Hold(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	if err := next.Release(); err != nil {
		t.Error(err)
	}
}

// TestKeep: a process whose connection is lost takes the lock again; if another one has it by then, it ends.
func TestKeep(t *testing.T) {
	a, b := two(t)
	held, err := postgres.Hold(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- held.Keep(ctx, time.Millisecond, time.Hour) }()
	before := holder(t, b)
	cutOff(t, b, before)
	for now := before; now == before || now == 0; now = holder(t, b) {
		if t.Context().Err() != nil {
			t.Fatal("the lock was not taken again")
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}

	cutOff(t, b, holder(t, b))
	other, err := postgres.Hold(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	if err := held.Keep(t.Context(), time.Millisecond, 10*time.Millisecond); !errors.Is(err, postgres.ErrHeld) {
		t.Errorf("while another process works: %v", err)
	}
	if err := errors.Join(held.Release(), other.Release()); err != nil {
		t.Error(err)
	}
}

// two returns two stores in one new database.
func two(t *testing.T) (a, b *store.DB) {
	t.Helper()
	dsn := storetest.Postgres(t)
	var dbs [2]*store.DB
	for i := range dbs {
		db, err := postgres.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		dbs[i] = db
	}
	return dbs[0], dbs[1]
}

// holder is the process of the server that holds the desk; 0: none does.
func holder(t *testing.T, db *store.DB) (pid int) {
	t.Helper()
	err := db.Handle().QueryRow(`SELECT coalesce(max(pid), 0) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
		AND objid = (hashtext(current_schema())::bigint & 4294967295)::oid`).Scan(&pid)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func cutOff(t *testing.T, db *store.DB, pid int) {
	t.Helper()
	if _, err := db.Handle().Exec(`SELECT pg_terminate_backend($1)`, pid); err != nil {
		t.Fatal(err)
	}
}
