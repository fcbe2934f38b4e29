package work

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// A host rests after a task has begun there, and keeps no worker from others meanwhile.
func TestHostsRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		began := time.Now()
		if err := db.Update(t.Context(), func(tx *store.Tx) error {
			for i, s := range []string{"a/1", "a/2", "a/3", "b/1", "/1"} {
				host := s[:len(s)-2]
				if err := tx.Add(store.Task{Kind: store.Fetch, Subject: s, Host: host, Due: began.Add(time.Duration(i-5) * time.Second)}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		l := (&Rows{DB: db, Now: time.Now}).loop()
		l.pace = 10 * time.Second
		var did []string
		err = l.work(t.Context(), store.Crew{
			Workers: map[store.Kind]int{store.Fetch: 1},
			Do: func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
				did = append(did, fmt.Sprintf("%s at %v", task.Subject, time.Since(began).Round(time.Second)))
				time.Sleep(time.Second)
				return nil, nil
			},
		}, 0)
		want := []string{"a/1 at 0s", "b/1 at 1s", "/1 at 2s", "a/2 at 10s", "a/3 at 20s"}
		if err != nil || !slices.Equal(did, want) {
			t.Errorf("%v, %v; want %v", did, err, want)
		}
	})
}
