package postgres_test

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// A task that waits as a job with another unique key, as earlier releases have made it, or
// with none, is not added a second time, and learns when it is due.
func TestOneJobPerTaskWhateverItsKey(t *testing.T) {
	db := open(t)
	now := time.Now().Truncate(time.Millisecond)
	add := func(due time.Time) {
		t.Helper()
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			var tasks []store.Task
			for _, s := range []string{"1", "2", "3", "1"} {
				tasks = append(tasks, store.Task{Kind: store.Fetch, Subject: s, Host: "a.example", Due: due})
			}
			return tx.Add(append(tasks, store.Task{Kind: store.Digest, Subject: "1", Due: due})...)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add(now.Add(2 * time.Hour))
	for _, q := range []string{`UPDATE river_job SET unique_key = 'another' WHERE id = 1`, `UPDATE river_job SET unique_key = NULL WHERE id = 2`} {
		if _, err := db.Handle().ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	add(now.Add(time.Hour))
	err := db.View(t.Context(), func(tx *store.Tx) error {
		waiting, err := tx.Waiting(10)
		if len(waiting) != 4 {
			t.Errorf("waiting: %+v, want 4 tasks", waiting)
		}
		for _, task := range waiting {
			if !task.Due.Equal(now.Add(time.Hour)) {
				t.Errorf("%s %s is due at %v, want %v", task.Kind, task.Subject, task.Due, now.Add(time.Hour))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
