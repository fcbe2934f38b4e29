package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// toldTakedowns: what readers are told at the address of a report is kept as long as the report is down, and not longer.
func toldTakedowns(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "Text."), Story: "a"})
	var had time.Time
	view(t, db, func(tx *store.Tx) error {
		a, err := tx.Article("one")
		had = a.Captured
		return err
	})
	told := func(want *news.Takedown) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			got, err := tx.Told("one")
			if want == nil {
				if !errors.Is(err, store.ErrNotFound) {
					t.Errorf("told: %+v, %v, want nothing", got, err)
				}
				return nil
			}
			if err != nil || !got.Had.Equal(want.Had) || !got.At.Equal(want.At) || got.Reason != want.Reason || got.Article != "one" {
				t.Errorf("told: %+v, %v, want %+v", got, err, *want)
			}
			return nil
		})
	}
	told(nil)
	at := time.Date(2026, 3, 12, 9, 30, 0, 0, time.UTC)
	down := func(tx *store.Tx) error {
		return errors.Join(tx.TakeDown("one", true), tx.NoteTakedown("one", at, "for ourselves"))
	}
	for _, reason := range []string{"权利人要求", ""} {
		update(t, db, func(tx *store.Tx) error { return errors.Join(down(tx), tx.TellTakedown("one", reason)) })
		told(&news.Takedown{Had: had, At: at, Reason: reason})
	}
	update(t, db, down)
	told(nil)
	update(t, db, func(tx *store.Tx) error { return tx.TellTakedown("one", "") })
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.TakeDown("one", false), tx.EndTakedown("one", at.Add(time.Hour)))
	})
	told(nil)
	at = at.Add(2 * time.Hour)
	update(t, db, down)
	told(nil)
}
