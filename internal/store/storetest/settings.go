package storetest

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

func settings(t *testing.T, db *store.DB) {
	update(t, db, func(tx *store.Tx) error { return tx.SetSetting("a", "1") })
	update(t, db, func(tx *store.Tx) error { return tx.SetSetting("a", "2") })
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Settings()
		if len(got) != 1 || got["a"] != "2" {
			t.Errorf("settings = %v", got)
		}
		return err
	})
}

// judgedLeads checks the questions that a change of the beat asks.
func judgedLeads(t *testing.T, db *store.DB) {
	early := lead(1)
	early.Seen = noon.Add(-time.Hour)
	first, _ := addLead(t, db, early, store.LeadOff)
	second, _ := addLead(t, db, lead(2), store.LeadOff)
	before := func(id store.LeadID, since time.Time, want ...store.LeadID) {
		t.Helper()
		var got []store.LeadID
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.LeadsBefore("a", id, since, 10)
			for _, r := range list {
				got = append(got, r.ID)
				if want := map[store.LeadID]string{first: "Report 1", second: "Report 2"}[r.ID]; r.Lead.Title != want {
					t.Errorf("lead %d has the title %q, want %q", r.ID, r.Lead.Title, want)
				}
			}
			return err
		})
		if !slices.Equal(got, want) {
			t.Errorf("leads before %d since %v: %v, want %v", id, since, got, want)
		}
	}
	before(math.MaxInt64, time.Time{}, second, first)
	before(second, time.Time{}, first)
	before(math.MaxInt64, noon, second)
	follows := func(want bool) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			yes, err := tx.Follows("a")
			if yes != want {
				t.Errorf("follows = %v", yes)
			}
			return err
		})
	}
	follows(false)
	update(t, db, func(tx *store.Tx) error {
		r, err := tx.Lead(first)
		if err != nil {
			return err
		}
		r.Article = "aaaa"
		if err := tx.SetLook(r); err != nil {
			return err
		}
		return tx.SetLeadState(first, store.LeadRead, "")
	})
	follows(true)
	view(t, db, func(tx *store.Tx) error {
		of, err := tx.LeadsOf("aaaa")
		if err != nil || len(of) != 1 {
			t.Fatalf("leads of the article = %+v, %v", of, err)
		}
		r, err := tx.Lead(of[0])
		if r.State != store.LeadRead || r.Why != "" {
			t.Errorf("lead of the article = %+v", r)
		}
		return err
	})
}

// offBeat checks what becomes of articles that the beat has no more, and has again.
func offBeat(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("aaaa", "A text."), Story: "s"})
	set := func(off bool) (changed bool) {
		update(t, db, func(tx *store.Tx) (err error) { changed, err = tx.SetOffBeat("aaaa", off); return err })
		return changed
	}
	expect := func(rows, listed int, hidden, off bool) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			shown, err := tx.Rows(store.Filter{})
			if err != nil || len(shown) != rows {
				t.Errorf("%d articles shown, %v, want %d", len(shown), err, rows)
			}
			if list, err := tx.OffBeat(); err != nil || len(list) != listed {
				t.Errorf("%d articles off the beat, %v, want %d", len(list), err, listed)
			}
			h, o, err := tx.Hidden("aaaa")
			if h != hidden || o != off {
				t.Errorf("hidden %v, off the beat %v", h, o)
			}
			return err
		})
	}
	if !set(true) || set(true) {
		t.Error("an article leaves once")
	}
	expect(0, 1, true, true)
	view(t, db, func(tx *store.Tx) error {
		rows, err := tx.Changed(0, 10)
		if len(rows) != 1 || !rows[0].Down {
			t.Errorf("changes = %+v", rows)
		}
		return err
	})
	if !set(false) || set(false) {
		t.Error("an article returns once")
	}
	expect(1, 0, false, false)
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("aaaa", true) })
	if set(true) || set(false) {
		t.Error("a beat decides of what was taken down")
	}
	expect(0, 0, true, false)
}

func renamed(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("aaaa", "A text."), Story: "s"})
	rename := func(name, outlet string) (n int) {
		update(t, db, func(tx *store.Tx) error {
			list, err := tx.NamedOtherwise("a", name, outlet, 10)
			for _, p := range list {
				n++
				if err := tx.Rename(p.ID, name, outlet); err != nil {
					return err
				}
			}
			return err
		})
		return n
	}
	if n := rename("B - China", "B"); n != 1 {
		t.Errorf("%d articles renamed", n)
	}
	if n := rename("B - China", "B"); n != 0 {
		t.Errorf("%d articles renamed to what they are called", n)
	}
	rename("C - China", "C")
	view(t, db, func(tx *store.Tx) error {
		a, err := tx.Article("aaaa")
		if err != nil {
			return err
		}
		rows, err := tx.Rows(store.Filter{})
		if err != nil {
			return err
		}
		items, err := tx.Items([]news.ArticleID{"aaaa"})
		if err != nil {
			return err
		}
		for _, got := range [][3]string{
			{a.SourceName, a.Outlet, a.Filed}, {rows[0].SourceName, rows[0].Outlet, rows[0].Filed},
			{items[0].Article.SourceName, items[0].Article.Outlet, items[0].Article.Filed},
		} {
			if got != [3]string{"C - China", "C", "A"} {
				t.Errorf("name, outlet, filed = %q", got)
			}
		}
		return nil
	})
}

// heldSources checks that a source that the operator has paused is never due, whatever a poll under way writes.
func heldSources(t *testing.T, db *store.DB) {
	s := source("a")
	due := func() (n int) {
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Due(noon.AddDate(1, 0, 0), 10)
			n = len(list)
			return err
		})
		return n
	}
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{s}) })
	s.Held = true
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{s}) })
	update(t, db, func(tx *store.Tx) error { return tx.SetState("a", store.State{Due: noon}) })
	update(t, db, func(tx *store.Tx) error { return tx.DueNow() })
	if n := due(); n != 0 {
		t.Errorf("%d sources due, and it is paused", n)
	}
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Watches()
		if len(list) != 1 || !list[0].Active || !list[0].Held {
			t.Errorf("watched: %+v", list)
		}
		return err
	})
	s.Held = false
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{s}) })
	if n := due(); n != 1 {
		t.Errorf("%d sources due after it was resumed", n)
	}
}

// readOtherwise checks that an unchanged list is asked for again when it is read otherwise.
func readOtherwise(t *testing.T, db *store.DB) {
	for _, c := range []struct {
		name   string
		change func(*news.Source)
		forget bool
	}{
		{"selector", func(s *news.Source) { s.Selector = "h2 a" }, true},
		{"kind", func(s *news.Source) { s.Kind = news.KindSection }, true},
		{"name", func(s *news.Source) { s.Name = "B" }, false},
	} {
		s := source("a" + c.name)
		update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{s}) })
		update(t, db, func(tx *store.Tx) error {
			return tx.SetState(s.ID, store.State{Due: noon, OK: noon, ETag: `"e"`, LastModified: "x", Hash: "h"})
		})
		c.change(&s)
		update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{s}) })
		view(t, db, func(tx *store.Tx) error {
			w, err := tx.Source(s.ID)
			if forgotten := w.ETag == "" && w.LastModified == "" && w.Due.IsZero(); forgotten != c.forget || !w.OK.Equal(noon) {
				t.Errorf("%s: %+v", c.name, w.State)
			}
			return err
		})
	}
}
