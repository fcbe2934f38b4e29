package sqlite_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
)

func TestReadyTakesHostsInTurn(t *testing.T) {
	db := open(t)
	noon := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	var got []string
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		for i, host := range []string{"a", "a", "a", "a", "b", "b", "c", ""} {
			due := noon.Add(time.Duration(i-10) * time.Minute)
			if err := tx.Add(store.Task{Kind: store.Fetch, Subject: fmt.Sprint(host, i), Host: host, Due: due}); err != nil {
				return err
			}
		}
		later := store.Task{Kind: store.Fetch, Subject: "later", Host: "d", Due: noon.Add(time.Second)}
		other := store.Task{Kind: store.Digest, Subject: "other", Due: noon}
		if err := tx.Add(later, other); err != nil {
			return err
		}
		list, err := tx.Ready(store.Fetch, noon, 3, 100)
		for _, t := range list {
			got = append(got, t.Subject)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"a0", "b4", "c6", "7", "a1", "b5", "a2"}; !slices.Equal(got, want) {
		t.Errorf("ready = %v, want %v", got, want)
	}
}
