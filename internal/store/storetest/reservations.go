package storetest

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// reservations: what is set aside counts until it is released, whoever has set it aside; that of a process that is buried stays.
func reservations(t *testing.T, db *store.DB) {
	enter(t, db, "late", -time.Second)
	update(t, db, func(tx *store.Tx) error {
		if err := tx.Reserve(store.Reservation{Key: "a", Tokens: 300, Cost: 0.5, At: noon}); err != nil {
			return err
		}
		return tx.Reserve(store.Reservation{Key: "b", Tokens: 200, Cost: 0.25, At: noon.Add(-48 * time.Hour)})
	})
	reserved := func(when string, since time.Time, wantTokens int, wantCost float64) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			tokens, cost, err := tx.Reserved(since)
			if tokens != wantTokens || cost != wantCost {
				t.Errorf("%s: %d tokens, %g", when, tokens, cost)
			}
			return err
		})
	}
	reserved("all", time.Time{}, 500, 0.75)
	reserved("of the day", noon.Add(-12*time.Hour), 300, 0.5)
	enter(t, db, "next", time.Hour) // buries the late one
	reserved("of one that was buried", time.Time{}, 500, 0.75)
	update(t, db, func(tx *store.Tx) error { return tx.Release("a") })
	update(t, db, func(tx *store.Tx) error { return tx.Release("none") })
	reserved("after one was released", time.Time{}, 200, 0.25)

	fare := func(want string) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			got, err := tx.Fare("model")
			if got != want {
				t.Errorf("the model fares %q, want %q", got, want)
			}
			return err
		})
	}
	fare("")
	for _, data := range []string{`{"Wrong":true}`, `{}`} {
		update(t, db, func(tx *store.Tx) error { return tx.SetFare("model", data) })
		fare(data)
	}
}
