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

// TestAdditionsOfAClaim: what was added before a task was claimed is not asked for once more when it ends; what was added
// after the claim is due when the first of it is.
func TestAdditionsOfAClaim(t *testing.T) {
	noon := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name          string
		before, after []time.Duration // due times of the additions, from noon
		want          time.Duration   // when the task is due after its end; -1: it has ended
	}{
		{"once", []time.Duration{0}, nil, -1},
		{"twice while it waits", []time.Duration{0, 0}, nil, -1},
		{"twice while it waits, and for later", []time.Duration{0, 0}, []time.Duration{6}, 6},
		{"for earlier while it waits, and for later", []time.Duration{0, -2, -1}, []time.Duration{9, 6, 7}, 6},
		{"at once while it is under way", []time.Duration{0, -1}, []time.Duration{0, 6}, 0},
		{"for earlier than it was due", []time.Duration{0, 0}, []time.Duration{-3}, -3},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := open(t)
			task := func(due time.Duration) store.Task { return store.DigestTask("a", noon.Add(due*time.Hour)) }
			for range 2 { // the second time there is a row of before, unless the task has ended
				err := db.Update(t.Context(), func(tx *store.Tx) error {
					for _, due := range c.before {
						if err := tx.Add(task(due)); err != nil {
							return err
						}
					}
					claimed, err := tx.Ready(store.Digest, noon, 1, 1)
					if err != nil || len(claimed) != 1 {
						return fmt.Errorf("claimed %v: %w", claimed, err)
					}
					for _, due := range c.after {
						if err := tx.Add(task(due)); err != nil {
							return err
						}
					}
					if err := tx.Done(claimed[0]); err != nil {
						return err
					}
					next, ok, err := tx.NextTask(store.Digest)
					if ok != (c.want != -1) || ok && !next.Equal(noon.Add(c.want*time.Hour)) {
						t.Errorf("due %v after noon (%t), want %d hours", next.Sub(noon), ok, c.want)
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
