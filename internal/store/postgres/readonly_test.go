package postgres_test

import (
	"errors"
	"testing"

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

// TestHold: one process at a time works on a desk, and the next when it has ended, however it ended.
func TestHold(t *testing.T) {
	dsn := storetest.Postgres(t)
	var dbs [2]*store.DB
	for i := range dbs {
		db, err := postgres.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		dbs[i] = db
	}
	release, err := postgres.Hold(t.Context(), dbs[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Hold(t.Context(), dbs[1]); !errors.Is(err, postgres.ErrHeld) {
		t.Errorf("the second: %v", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
	if release, err = postgres.Hold(t.Context(), dbs[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := dbs[0].Handle().Exec(`SELECT pg_terminate_backend(pid) FROM pg_locks
		WHERE locktype = 'advisory' AND objid = hashtext(current_schema())::oid AND pid <> pg_backend_pid()`); err != nil {
		t.Log(err)
	}
	other, err := postgres.Hold(t.Context(), dbs[0])
	if err != nil {
		t.Fatalf("after the connection was lost: %v", err)
	}
	release()
	other()
}
