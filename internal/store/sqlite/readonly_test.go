package sqlite_test

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// atRest makes a database that no process has open, with one note.
func atRest(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "waidian.db")
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	note(t, db, "first")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func note(t *testing.T, db *store.DB, text string) {
	t.Helper()
	if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SetHostNotes("a.example", []byte(text)) }); err != nil {
		t.Fatal(err)
	}
}

func noted(t *testing.T, db *store.DB) (text string) {
	t.Helper()
	err := db.View(t.Context(), func(tx *store.Tx) error {
		b, err := tx.HostNotes("a.example")
		text = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// contents are the names of the files beside a database and the sum of each.
func contents(t *testing.T, path string) string {
	t.Helper()
	var out strings.Builder
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		out.WriteString(filepath.Base(f) + " " + string(sum[:]) + "\n")
	}
	return out.String()
}

func readOnly(t *testing.T, path string) *store.DB {
	t.Helper()
	db, err := sqlite.OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestReadingLeavesNothing: a database at rest is read without a file beside it, and cannot be written.
func TestReadingLeavesNothing(t *testing.T) {
	path := atRest(t)
	before := contents(t, path)
	db := readOnly(t, path)
	if got := noted(t, db); got != "first" {
		t.Errorf("read %q", got)
	}
	if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SetHostNotes("a.example", nil) }); err == nil {
		t.Error("it was written")
	}
	if after := contents(t, path); after != before {
		t.Errorf("before:\n%q\nafter:\n%q", before, after)
	}
}

// TestReadingBesideADesk: what a desk at work writes is read at once, whether it began before the reader or after it.
func TestReadingBesideADesk(t *testing.T) {
	path := atRest(t)
	reader := readOnly(t, path)
	for _, text := range []string{"second", "third"} {
		desk, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		note(t, desk, text)
		for _, db := range []*store.DB{reader, readOnly(t, path)} {
			if got := noted(t, db); got != text {
				t.Errorf("read %q, want %q", got, text)
			}
		}
		desk.Close()
		if got := noted(t, reader); got != text {
			t.Errorf("read %q after the desk has ended, want %q", got, text)
		}
	}
}

// TestConnectionsOfAReader: what is at rest is read through one connection; beside a desk at work none is left open.
func TestConnectionsOfAReader(t *testing.T) {
	path := atRest(t)
	reader := readOnly(t, path)
	read := func(want string, open int) {
		t.Helper()
		for range 3 {
			if got := noted(t, reader); got != want {
				t.Errorf("read %q, want %q", got, want)
			}
		}
		if s := reader.Handle().Stats(); s.OpenConnections != open {
			t.Errorf("%d connections are open after %q was read, want %d", s.OpenConnections, want, open)
		}
	}
	read("first", 1)
	desk, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	note(t, desk, "second")
	read("second", 0)
	if err := desk.Close(); err != nil {
		t.Fatal(err)
	}
	read("second", 1)
	if s := reader.Handle().Stats(); s.MaxIdleClosed != 0 {
		t.Errorf("%d connections were closed although they could be kept", s.MaxIdleClosed)
	}
}

// TestReadingACopyOfADeskAtWork: a copy of the file with its log holds what the desk had written.
func TestReadingACopyOfADeskAtWork(t *testing.T) {
	path := atRest(t)
	desk, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	note(t, desk, "in the log")
	to := filepath.Join(t.TempDir(), "copy.db")
	for _, tail := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + tail)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to+tail, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	desk.Close()
	if got := noted(t, readOnly(t, to)); got != "in the log" {
		t.Errorf("read %q", got)
	}
}

// TestADeskThatBeginsWhileOneReads: a transaction on a file at rest is refused if the file did not stay so.
func TestADeskThatBeginsWhileOneReads(t *testing.T) {
	path := atRest(t)
	reader := readOnly(t, path)
	err := reader.View(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.HostNotes("a.example"); err != nil {
			return err
		}
		desk, err := sqlite.Open(t.Context(), path)
		if err != nil {
			return err
		}
		note(t, desk, "meanwhile")
		return desk.Close()
	})
	if err == nil || !strings.Contains(err.Error(), "try again") {
		t.Errorf("error %v", err)
	}
	if got := noted(t, reader); got != "meanwhile" {
		t.Errorf("read %q the next time", got)
	}
}

// TestOtherSchemas: what cannot be read is named, and nothing is written to it by either way of opening.
func TestOtherSchemas(t *testing.T) {
	for _, c := range []struct {
		name, change string
		newer        bool
	}{
		{"newer", `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`, true},
		{"older", `DELETE FROM goose_db_version WHERE version_id > 1`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := atRest(t)
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(c.change); err != nil {
				t.Fatal(err)
			}
			db.Close()
			before := contents(t, path)
			_, err = sqlite.OpenReadOnly(t.Context(), path)
			var other *store.OtherSchema
			if !errors.As(err, &other) || other.Newer() != c.newer {
				t.Errorf("read only: %v", err)
			}
			if c.newer {
				if _, err := sqlite.Open(t.Context(), path); !errors.As(err, &other) {
					t.Errorf("open: %v", err)
				}
			}
			if contents(t, path) != before {
				t.Error("something was written")
			}
		})
	}
	none := filepath.Join(t.TempDir(), "waidian.db")
	if _, err := sqlite.OpenReadOnly(t.Context(), none); !errors.Is(err, store.ErrNone) {
		t.Errorf("no database: %v", err)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("it was made")
	}
}

// TestForeignDatabase: a file of another program is left alone, even if it counts its migrations in the same way.
func TestForeignDatabase(t *testing.T) {
	for _, tables := range []string{
		`CREATE TABLE stock (name TEXT)`,
		`CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY, version_id INTEGER, is_applied INTEGER, tstamp TIMESTAMP);
			INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1)`,
	} {
		path := filepath.Join(t.TempDir(), "waidian.db")
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(tables); err != nil {
			t.Fatal(err)
		}
		db.Close()
		before := contents(t, path)
		if _, err := sqlite.Open(t.Context(), path); !errors.Is(err, store.ErrForeign) {
			t.Errorf("%s: %v", tables, err)
		}
		if _, err := sqlite.OpenReadOnly(t.Context(), path); !errors.Is(err, store.ErrForeign) {
			t.Errorf("%s: read only: %v", tables, err)
		}
		if contents(t, path) != before {
			t.Errorf("%s: something was written", tables)
		}
	}
}
