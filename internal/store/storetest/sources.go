package storetest

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

func source(id string) news.Source {
	return news.Source{ID: news.SourceID(id), Name: id + " - China", URL: "https://" + id + ".example/rss"}
}

func sources(t *testing.T, db *store.DB) {
	var last int64
	changed := func(want bool, what string) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			n, err := tx.SourcesChange()
			if (n != last) != want {
				t.Errorf("%s: %d changes of sources after %d", what, n, last)
			}
			last = n
			return err
		})
	}
	changed(false, "of none")
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{source("b"), source("a")}) })
	changed(true, "two were added")
	update(t, db, func(tx *store.Tx) error {
		due, err := tx.Due(noon, 10)
		if len(due) != 2 || due[0].ID != "a" {
			t.Errorf("due = %v", due)
		}
		if err != nil {
			return err
		}
		return tx.SetState("a", store.State{Due: noon.Add(time.Hour), ETag: `W/"x"`, Errors: 2})
	})
	// A source keeps its state when the list is synced again, and loses it with its address.
	changed(false, "a state was written")
	moved := source("a")
	moved.URL = "https://a.example/other"
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{source("a"), source("b")}) })
	changed(false, "the same list was synced")
	view(t, db, func(tx *store.Tx) error {
		w, err := tx.Source("a")
		if w.ETag != `W/"x"` || !w.Due.Equal(noon.Add(time.Hour)) || !w.Active {
			t.Errorf("a = %+v", w)
		}
		due, _ := tx.Due(noon, 10)
		if len(due) != 1 || due[0].ID != "b" {
			t.Errorf("due = %v", due)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{moved}) })
	changed(true, "one has moved, one was retired")
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{moved}) })
	changed(false, "the retired one is still retired")
	view(t, db, func(tx *store.Tx) error {
		w, err := tx.Source("a")
		if w.ETag != "" || !w.Due.IsZero() {
			t.Errorf("moved a = %+v", w)
		}
		if list, _ := tx.Watches(); len(list) != 1 {
			t.Errorf("watches = %v", list)
		}
		if list, _ := tx.AllSources(); len(list) != 2 || list[1].Active {
			t.Errorf("all = %v", list)
		}
		return err
	})
	// A grant can be changed, and nothing else of the source with it.
	update(t, db, func(tx *store.Tx) error { return tx.SetRights("b", news.RightsLink) })
	changed(true, "a grant has changed")
	update(t, db, func(tx *store.Tx) error { return tx.Know(moved) })
	changed(false, "a known one is known")
	view(t, db, func(tx *store.Tx) error {
		w, err := tx.Source("b")
		if w.Rights != news.RightsLink || w.Active || w.URL == "" {
			t.Errorf("b = %+v", w)
		}
		return err
	})
	// What the outlet has ended is never due, until it is resumed.
	update(t, db, func(tx *store.Tx) error { return tx.SetState("a", store.State{Paused: "410 Gone"}) })
	view(t, db, func(tx *store.Tx) error {
		due, err := tx.Due(noon.AddDate(1, 0, 0), 10)
		if len(due) != 0 {
			t.Errorf("ended source is due: %v", due)
		}
		return err
	})
}

func hosts(t *testing.T, db *store.DB) {
	update(t, db, func(tx *store.Tx) error { return tx.SetHostNotes("a.example", []byte("notes")) })
	view(t, db, func(tx *store.Tx) error {
		b, err := tx.HostNotes("a.example")
		if string(b) != "notes" {
			t.Errorf("notes = %q", b)
		}
		if b, _ := tx.HostNotes("b.example"); b != nil {
			t.Errorf("notes on an unknown host = %q", b)
		}
		return err
	})
}
