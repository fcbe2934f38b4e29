package storetest

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

func owners(t *testing.T, db *store.DB) {
	view(t, db, func(tx *store.Tx) error {
		o, err := tx.Owner()
		if o != (store.Owner{}) {
			t.Errorf("a new database belongs to %+v", o)
		}
		return err
	})
	for _, want := range []store.Owner{{Desk: "a", Place: "press:/srv/a"}, {Desk: "a", Place: "other:/srv/b"}, {Desk: "a", Place: "other:/srv/b", Feeds: "press.example"}} {
		update(t, db, func(tx *store.Tx) error { return tx.SetOwner(want) })
		view(t, db, func(tx *store.Tx) error {
			o, err := tx.Owner()
			if o != want {
				t.Errorf("owner %+v, want %+v", o, want)
			}
			return err
		})
	}
}

func logKeys(t *testing.T, db *store.DB) {
	for n, want := range []bool{false, true, true} {
		if n > 0 {
			update(t, db, (*store.Tx).SetHadLogKey)
		}
		view(t, db, func(tx *store.Tx) error {
			had, err := tx.HadLogKey()
			if had != want {
				t.Errorf("noted %d times that the log has a key: %t", n, had)
			}
			return err
		})
	}
}

func forms(t *testing.T, db *store.DB) {
	for _, c := range []struct{ set, newest int }{{0, 0}, {2, 2}, {10, 10}, {9, 10}} {
		update(t, db, func(tx *store.Tx) error {
			if c.set > 0 {
				if err := tx.SetIndexed(c.set, 1); err != nil {
					return err
				}
			}
			n, err := tx.NewestForm()
			if n != c.newest {
				t.Errorf("newest form %d, want %d", n, c.newest)
			}
			return err
		})
	}
}

func archiveFiles(t *testing.T, db *store.DB) {
	update(t, db, func(tx *store.Tx) error {
		for _, file := range []string{"one", "two", "one", "three"} {
			if err := tx.AddCapture(news.Ref{URL: "https://a.example/", File: file, At: noon}, "a", 0); err != nil {
				return err
			}
		}
		got, err := tx.CapturedIn(2)
		if !slices.Equal(got, []string{"three", "one"}) {
			t.Errorf("files %v", got)
		}
		return err
	})
}
