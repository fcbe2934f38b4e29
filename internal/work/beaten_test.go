package work

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// quicker is a queue beside another that claims each task first, from the oldest, as long as it has workers.
type quicker struct {
	rows
	workers int
	has     map[string]bool
}

func (q *quicker) ready(tx *store.Tx, kind store.Kind, resting []string, perHost, limit int) ([]store.Task, error) {
	list, err := q.rows.ready(tx, kind, resting, perHost, limit+len(q.has))
	return slices.DeleteFunc(list, func(t store.Task) bool { return q.has[t.Subject] }), err
}

func (q *quicker) claim(_ context.Context, tasks []store.Task) (left []store.Task, err error) {
	for _, t := range tasks {
		if len(q.has) < q.workers {
			q.has[t.Subject] = true
		} else {
			left = append(left, t)
		}
	}
	return left, nil
}

// A queue whose tasks others claimed first has the next ones at once, and does not wait for its nap.
func TestOthersClaimFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		began := time.Now()
		if err := db.Update(t.Context(), func(tx *store.Tx) error {
			for i, host := range []string{"a", "b", "c", "d", "e"} {
				if err := tx.Add(store.Task{Kind: store.Fetch, Subject: host + "/1", Host: host, Due: began.Add(time.Duration(i-9) * time.Second)}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		q := &Rows{DB: db, Now: time.Now, Nap: time.Hour}
		l := q.loop()
		l.claims = &quicker{rows{q}, 3, map[string]bool{}}
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		var did []string
		err = l.work(ctx, store.Crew{
			Workers: map[store.Kind]int{store.Fetch: 1},
			Do: func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
				did = append(did, task.Subject)
				return nil, nil
			},
		}, -1)
		if want := []string{"d/1", "e/1"}; err != nil || !slices.Equal(did, want) {
			t.Errorf("within a minute %v, %v; want %v", did, err, want)
		}
	})
}
