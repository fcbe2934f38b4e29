package postgres_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/storetest"
)

// two returns two stores in one new database, each of a process that has entered.
func two(t *testing.T) (a, b *store.DB) {
	t.Helper()
	dsn := storetest.Postgres(t)
	var dbs [2]*store.DB
	for i := range dbs {
		db, err := postgres.Open(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		if err := db.Enter(t.Context(), store.Process{Name: fmt.Sprint("process ", i)}, time.Hour, func([]store.Process) error { return nil }); err != nil {
			t.Fatal(err)
		}
		dbs[i] = db
	}
	return dbs[0], dbs[1]
}

// TestClaimsAreOneProcesses: each source and each host is one process's, also where both claim at the same moment.
func TestClaimsAreOneProcesses(t *testing.T) {
	a, b := two(t)
	const sources, hosts = 60, 20
	var list []news.Source
	for i := range sources {
		list = append(list, news.Source{ID: news.SourceID(fmt.Sprint("s", i)), URL: fmt.Sprintf("https://s%d.example/", i)})
	}
	if err := a.Update(t.Context(), func(tx *store.Tx) error { return tx.Sync(list) }); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	claims, turns := map[string]int{}, map[string]int{}
	count := func(m map[string]int, name string) { mu.Lock(); m[name]++; mu.Unlock() }
	var wg sync.WaitGroup
	for _, db := range []*store.DB{a, b} {
		wg.Go(func() {
			for range sources {
				err := db.Update(t.Context(), func(tx *store.Tx) error {
					got, err := tx.ClaimDue(time.Now(), 3)
					for _, w := range got {
						count(claims, string(w.ID))
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
		wg.Go(func() {
			for i := range hosts {
				err := db.Update(t.Context(), func(tx *store.Tx) error {
					_, taken, err := tx.TakeTurn(fmt.Sprint("h", i), 0)
					if taken {
						count(turns, fmt.Sprint("h", i))
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if len(claims) != sources || len(turns) != hosts {
		t.Errorf("%d sources and %d hosts are claimed", len(claims), len(turns))
	}
	for _, m := range []map[string]int{claims, turns} {
		for name, n := range m {
			if n != 1 {
				t.Errorf("%s is claimed %d times", name, n)
			}
		}
	}
}

// TestBurialWaitsForWhatIsUnderWay: a process with a transaction under way is not buried before that ends, and commits nothing afterwards.
func TestBurialWaitsForWhatIsUnderWay(t *testing.T) {
	a, b := two(t)
	if _, _, err := a.Stay(t.Context(), -time.Second, time.Now); err != nil {
		t.Fatal(err)
	}
	err := a.Update(t.Context(), func(tx *store.Tx) error {
		if n, err := b.Bury(t.Context()); n != 0 || err != nil {
			t.Errorf("buried in the middle of a transaction: %d, %v", n, err)
		}
		return tx.SetHostNotes("h", []byte("written"))
	})
	if err != nil {
		t.Errorf("a transaction of one that is late, and not buried: %v", err)
	}
	if n, err := b.Bury(t.Context()); n != 1 || err != nil {
		t.Errorf("buried: %d, %v", n, err)
	}
	err = a.Update(t.Context(), func(tx *store.Tx) error { return tx.SetHostNotes("h", []byte("too late")) })
	if !errors.Is(err, store.ErrBuried) {
		t.Errorf("a process that was buried writes: %v", err)
	}
	err = b.View(t.Context(), func(tx *store.Tx) error {
		got, err := tx.HostNotes("h")
		if string(got) != "written" {
			t.Errorf("written: %s", got)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
