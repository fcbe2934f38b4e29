package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

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
