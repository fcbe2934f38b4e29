package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// emptyFile is where a copy goes to.
func emptyFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// busy is a context of which each look writes to the database: the desk is at work.
type busy struct {
	context.Context
	write func()
}

func (b busy) Err() error { b.write(); return b.Context.Err() }

// TestCopyBesideADesk: a copy is of one moment, and ends, however often the desk writes.
func TestCopyBesideADesk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "waidian.db")
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(t.Context(), func(tx *store.Tx) error { // so much that it is copied in several steps
		return tx.SetHostNotes("b.example", bytes.Repeat([]byte("long "), 4<<20))
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	looks := 0
	to := emptyFile(t)
	err = sqlite.Copy(busy{ctx, func() {
		looks++
		note(t, db, fmt.Sprint(looks))
		if looks > 50 {
			stop() // it begins anew after each change
		}
	}}, path, to)
	if err != nil {
		t.Fatal(err)
	}
	got := readOnly(t, to)
	began, err := strconv.Atoi(noted(t, got))
	if err != nil || looks-began < 3 {
		t.Errorf("the copy has note %d of %d (%v): it is not that of the moment at which it began", began, looks, err)
	}
	if err := sqlite.Check(t.Context(), got); err != nil {
		t.Error(err)
	}
}

// TestCopyAtRest: nothing is changed beside a database at rest, and a copy stands alone.
func TestCopyAtRest(t *testing.T) {
	path := atRest(t)
	before := contents(t, path)
	to := emptyFile(t)
	if err := sqlite.Copy(t.Context(), path, to); err != nil {
		t.Fatal(err)
	}
	if contents(t, path) != before {
		t.Error("something was changed beside the database")
	}
	if files, err := os.ReadDir(filepath.Dir(to)); err != nil || len(files) != 1 {
		t.Errorf("beside the copy: %v, %v", files, err)
	}
	if got := noted(t, readOnly(t, to)); got != "first" {
		t.Errorf("the copy has %q", got)
	}
	if err := sqlite.Copy(t.Context(), path+".not", to); !errors.Is(err, store.ErrNone) {
		t.Errorf("a copy of nothing: %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := sqlite.Copy(ended, path, emptyFile(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("a copy that was ended: %v", err)
	}
}
