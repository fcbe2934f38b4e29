package storetest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// capturesOf: the answers of a report are those of its addresses and those that its sights name; and what is hidden is known by
// the pages of its versions and its addresses.
func capturesOf(t *testing.T, db *store.DB) {
	for _, id := range []string{"one", "two"} {
		a := Article(id, "Text of "+id+".")
		a.Capture = news.Hash("page of " + id)
		save(t, db, store.Reading{Article: a})
	}
	again := Article("one", "Other text.")
	again.Version, again.Capture = 2, "second page"
	update(t, db, func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: again}) })
	one := addLooked(t, db, "one", "one", noon, 200)
	addLooked(t, db, "two", "two", noon, 404)
	add := func(pos int64, lead store.LeadID) {
		update(t, db, func(tx *store.Tx) error {
			return tx.AddCapture(news.Ref{URL: "https://a.example/amp", File: "f", Offset: pos, Status: 200, At: noon}, "", lead)
		})
	}
	add(100, one)
	add(200, 0)
	add(300, 0)
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(
			tx.AddSight("one", news.Sight{At: noon, Seen: news.SightGone, Status: 404, File: "f", Offset: 200}),
			tx.AddSight("one", news.Sight{At: noon, Seen: news.SightRefused}))
	})
	ask := func(id news.ArticleID) (out []int64) {
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.CapturesOf(id)
			for _, k := range list {
				out = append(out, k.Offset)
			}
			return err
		})
		return out
	}
	for id, want := range map[news.ArticleID]string{"one": "[0 100 200]", "two": "[0]", "none": "[]", "": "[]"} {
		if got := fmt.Sprint(ask(id)); got != want {
			t.Errorf("captures of %q lie at %s, want %s", id, got, want)
		}
	}
	update(t, db, func(tx *store.Tx) error {
		kept, err := tx.KeptOf(one, news.Ref{File: "f", Offset: 100})
		return errors.Join(err, tx.SetLost(kept[0].ID, true), tx.TakeDown("two", true))
	})
	if got := fmt.Sprint(ask("one")); got != "[0 200]" {
		t.Errorf("with one lost: %s", got)
	}
	view(t, db, func(tx *store.Tx) error {
		on, err := tx.AnswersAt("https://a.example/amp")
		if len(on) != 2 || on[0].Offset != 200 || on[1].Offset != 300 {
			t.Errorf("answers that led on: %+v", on)
		}
		return err
	})
	view(t, db, func(tx *store.Tx) error {
		hashes, err := tx.PageHashes()
		if got := fmt.Sprint(hashes); got != "[{page of one a false false} {second page a false false} {page of two a false true}]" {
			t.Errorf("pages: %s", got)
		}
		hidden, herr := tx.HiddenLeads()
		if len(hidden) != 1 || hidden[0].Lead.URL != "https://a.example/two" {
			t.Errorf("hidden: %+v", hidden)
		}
		return errors.Join(err, herr)
	})
}
