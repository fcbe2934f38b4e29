package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// room checks operators, their sessions, and that a form is taken once.
func room(t *testing.T, db *store.DB) {
	set := func(name, pass string, want bool) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error {
			known, err := tx.SetOperator(store.Operator{Name: name, Pass: pass, Made: noon})
			if known != want {
				t.Errorf("%s was known: %v", name, known)
			}
			return err
		})
	}
	set("ann", "p", false)
	set("ben", "q", false)
	begin := func(hash, operator string, after time.Duration) {
		t.Helper()
		at := noon.Add(after)
		update(t, db, func(tx *store.Tx) error {
			return tx.BeginSession(store.RoomSession{Hash: hash, Operator: operator, Made: at, Used: at}, at.Add(-2*time.Hour), at.Add(-5*time.Hour), 3)
		})
	}
	there := func(want ...string) {
		t.Helper()
		var got []string
		view(t, db, func(tx *store.Tx) error {
			for _, hash := range []string{"a1", "a2", "a3", "a4", "a5", "b1"} {
				s, ok, err := tx.RoomSession(hash)
				if err != nil {
					return err
				}
				if ok && (s.Hash != hash || s.Operator[0] != hash[0]) {
					t.Errorf("%s is %+v", hash, s)
				}
				if ok {
					got = append(got, fmt.Sprint(hash, "@", int(s.Used.Sub(noon).Minutes())))
				}
			}
			return nil
		})
		if !slices.Equal(got, want) {
			t.Errorf("sessions %v, want %v", got, want)
		}
	}
	taken := func(nonce, session string, want bool) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error {
			first, err := tx.TakeForm(nonce, session)
			if first != want {
				t.Errorf("form %s is taken: %v", nonce, first)
			}
			return err
		})
	}
	begin("a1", "ann", 0)
	begin("a2", "ann", time.Minute)
	begin("a3", "ann", 2*time.Minute)
	begin("b1", "ben", 3*time.Minute)
	taken("x", "a2", true)
	taken("x", "a2", false)
	taken("x", "b1", false)
	taken("y", "b1", true)
	update(t, db, func(tx *store.Tx) error { return tx.UseSession("a1", noon.Add(30*time.Minute)) })
	begin("a4", "ann", 40*time.Minute) // a2 was used longest ago
	there("a1@30", "a3@2", "a4@40", "b1@3")
	taken("x", "a1", true) // what a2 has sent is forgotten with it
	begin("a5", "ann", 2*time.Hour+10*time.Minute)
	there("a1@30", "a4@40", "a5@130")
	update(t, db, func(tx *store.Tx) error { return tx.UseSession("a1", noon.Add(5*time.Hour)) })
	begin("b1", "ben", 5*time.Hour+time.Minute) // a1 is too old, however it is used
	there("b1@301")
	update(t, db, func(tx *store.Tx) error { return tx.EndSession("b1") })
	there()
	begin("a1", "ann", 6*time.Hour)
	set("ann", "p2", true)
	there()
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Operators()
		if err == nil && (len(list) != 2 || list[0].Name != "ann" || list[0].Pass != "p2" || !list[0].Made.Equal(noon) || !list[0].Used.IsZero()) {
			t.Errorf("operators %+v", list)
		}
		return err
	})
	begin("b1", "ben", 6*time.Hour)
	update(t, db, func(tx *store.Tx) error { return tx.RemoveOperator("ben") })
	there()
	if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.RemoveOperator("ben") }); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("remove nobody: %v", err)
	}
	view(t, db, func(tx *store.Tx) error {
		if _, ok, err := tx.Operator("ben"); ok || err != nil {
			t.Errorf("ben: %v, %v", ok, err)
		}
		return nil
	})
}
