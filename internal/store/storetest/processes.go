package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// enter makes a store write as a process of that name.
func enter(t *testing.T, db *store.DB, name string, lease time.Duration) store.Process {
	t.Helper()
	err := db.Enter(t.Context(), store.Process{Name: name, Place: "host:/" + name, Roles: "gather"}, lease, func([]store.Process) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return db.Self()
}

func due(t *testing.T, db *store.DB, now time.Time, limit int) (ids []string) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error {
		list, err := tx.ClaimDue(now, limit)
		for _, w := range list {
			ids = append(ids, string(w.ID))
		}
		return err
	})
	slices.Sort(ids)
	return ids
}

// processes: a process that is late is buried, its claims are free, and it writes nothing any more.
func processes(t *testing.T, db *store.DB) {
	ctx := t.Context()
	update(t, db, func(tx *store.Tx) error {
		return tx.Sync([]news.Source{{ID: "a", URL: "https://a.example/"}, {ID: "b", URL: "https://b.example/"}, {ID: "c", URL: "https://c.example/"}})
	})
	late := enter(t, db, "late", -time.Second)
	if got := due(t, db, noon, 2); len(got) != 2 {
		t.Fatalf("claimed: %v", got)
	}
	if got := due(t, db, noon, 10); len(got) != 1 {
		t.Errorf("claimed afterwards: %v", got)
	}
	view(t, db, func(tx *store.Tx) error {
		if _, ok, err := tx.NextDue(); ok || err != nil {
			t.Errorf("a source that is claimed is due: %v", err)
		}
		return nil
	})
	update(t, db, func(tx *store.Tx) error {
		mine, err := tx.TakeDuty("publish")
		if !mine || err != nil {
			t.Errorf("a duty that is nobody's: %v, %v", mine, err)
		}
		return err
	})

	view(t, db, func(tx *store.Tx) error {
		list, err := tx.AtWork()
		if err != nil || len(list) != 1 || list[0].Name != "late" || list[0].Sources != 3 || list[0].Tasks != 0 || !slices.Equal(list[0].Duties, []string{"publish"}) ||
			list[0].Roles != "gather" || list[0].Since.IsZero() || !list[0].Seen.Equal(list[0].Since) {
			t.Errorf("at work: %+v, %v", list, err)
		}
		return nil
	})

	// Another enters: the late one is gone.
	refused := errors.New("not with this one")
	if err := db.Enter(ctx, store.Process{Name: "other"}, time.Hour, func(list []store.Process) error {
		if len(list) != 0 {
			t.Errorf("at work: %v", list)
		}
		return refused
	}); !errors.Is(err, refused) || db.Self().ID != 0 {
		t.Errorf("refused: %v, %+v", err, db.Self())
	}
	other := enter(t, db, "other", time.Hour)
	if other.ID <= late.ID {
		t.Errorf("numbers %d and %d", late.ID, other.ID)
	}
	if got := due(t, db, noon, 10); len(got) != 3 {
		t.Errorf("claimed by the next: %v", got)
	}
	update(t, db, func(tx *store.Tx) error {
		mine, err := tx.TakeDuty("publish")
		if !mine || err != nil {
			t.Errorf("the duty of one that was buried: %v, %v", mine, err)
		}
		return tx.Polled(store.Watched{ID: "b", State: store.State{Due: noon.Add(-time.Minute)}})
	})
	if got := due(t, db, noon, 10); !slices.Equal(got, []string{"b"}) {
		t.Errorf("claimed again: %v", got)
	}
	update(t, db, func(tx *store.Tx) error { return tx.UnclaimAll() })
	if got := due(t, db, noon, 10); len(got) != 3 {
		t.Errorf("claimed once more: %v", got)
	}
	update(t, db, func(tx *store.Tx) error {
		return tx.Polled(store.Watched{ID: "c", State: store.State{Due: noon.Add(-time.Second)}}, store.Watched{ID: "a", State: store.State{Due: noon.Add(-time.Minute)}},
			store.Watched{ID: "b", State: store.State{Due: noon.Add(time.Minute)}}, store.Watched{ID: "of nobody"})
	})
	if got := due(t, db, noon, 10); !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("claimed after several were asked: %v", got)
	}
	update(t, db, func(tx *store.Tx) error { return tx.Polled(store.Watched{ID: "b"}) })

	// It stays as long as it renews its row, and then writes nothing.
	ahead, list, err := db.Stay(ctx, -time.Second, time.Now)
	if err != nil || len(list) != 0 || ahead.Least > ahead.Most || ahead.Most-ahead.Least > time.Hour {
		t.Errorf("stays: %v, %v, %v", ahead, list, err)
	}
	if _, _, err := db.Stay(ctx, -time.Second, time.Now); err != nil {
		t.Errorf("one that is late, and not buried: %v", err)
	}
	if n, err := db.Bury(ctx); n != 1 || err != nil {
		t.Fatalf("buried: %d, %v", n, err)
	}
	if err := db.Update(ctx, func(tx *store.Tx) error { return tx.DueNow() }); !errors.Is(err, store.ErrBuried) {
		t.Errorf("a process that was buried writes: %v", err)
	}
	if err := db.View(ctx, func(tx *store.Tx) error { _, err := tx.Watches(); return err }); err != nil {
		t.Errorf("a process that was buried reads: %v", err)
	}
	if _, _, err := db.Stay(ctx, time.Hour, time.Now); !errors.Is(err, store.ErrBuried) {
		t.Errorf("a process that was buried stays: %v", err)
	}
	if err := db.Leave(ctx); err != nil {
		t.Errorf("a process that was buried leaves: %v", err)
	}

	// One that is known to have ended is late before its time.
	for _, name := range []string{"killed", "living"} {
		if err := db.Enter(ctx, store.Process{Name: name, Archive: name + "'s mark"}, time.Hour, func([]store.Process) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Expire(ctx, []string{"killed's mark"}, 59*time.Minute); err != nil {
		t.Error(err)
	}
	if n, err := db.Bury(ctx); n != 0 || err != nil {
		t.Errorf("buried though it has renewed its row of late: %d, %v", n, err)
	}
	if err := db.Expire(ctx, []string{"killed's mark", "nobody's", ""}, 2*time.Hour); err != nil {
		t.Error(err)
	}
	if n, err := db.Bury(ctx); n != 1 || err != nil {
		t.Errorf("buried of those that ended: %d, %v", n, err)
	}
	if err := db.Leave(ctx); err != nil {
		t.Errorf("one that lives was buried: %v", err)
	}
	if got := due(t, db, noon, 10); len(got) != 3 { // as none
		t.Errorf("claimed: %v", got)
	}
}

// turns: a host is asked by one process at a time, and the next knows what the one before knew.
func turns(t *testing.T, db *store.DB) {
	take := func(form int64, want bool) (turn store.Turn) {
		t.Helper()
		update(t, db, func(tx *store.Tx) (err error) {
			var got bool
			turn, got, err = tx.TakeTurn("a.example", form)
			if got != want {
				t.Errorf("taken: %v", got)
			}
			return err
		})
		return turn
	}
	keep := func(known []byte, give bool, start time.Time) (form int64, err error) {
		err = db.Update(t.Context(), func(tx *store.Tx) (err error) {
			form, err = tx.KeepTurn("a.example", start, known, give)
			return err
		})
		return form, err
	}
	first := enter(t, db, "first", time.Hour)
	if got := take(0, true); got.Form != 0 || !got.Start.IsZero() || got.Known != nil {
		t.Errorf("a host that was never asked: %+v", got)
	}
	take(0, true) // its own
	if form, err := keep([]byte("{1}"), false, noon); form != 1 || err != nil {
		t.Errorf("kept: %d, %v", form, err)
	}

	// Another waits, and takes over when it is given.
	again := func(as store.Process) {
		t.Helper()
		if err := db.Enter(t.Context(), as, time.Hour, func([]store.Process) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	again(store.Process{Name: "second"})
	second := db.Self()
	take(0, false)
	if _, err := keep(nil, true, noon); !errors.Is(err, store.ErrBuried) {
		t.Errorf("the turn of another is noted: %v", err)
	}
	view(t, db, func(tx *store.Tx) error {
		if got, err := tx.TurnOf("a.example", 0); string(got.Known) != "{1}" || err != nil {
			t.Errorf("read beside: %+v, %v", got, err)
		}
		if got, err := tx.TurnOf("b.example", 0); got.Form != 0 || err != nil {
			t.Errorf("never asked: %+v, %v", got, err)
		}
		return nil
	})
	db.Act(first)
	if form, err := keep(nil, true, noon.Add(time.Second)); form != 1 || err != nil {
		t.Errorf("given: %d, %v", form, err)
	}
	db.Act(second)
	if got := take(0, true); string(got.Known) != "{1}" || got.Form != 1 || !got.Start.Equal(noon.Add(time.Second)) {
		t.Errorf("taken over: %+v", got)
	}
	if got := take(1, true); got.Known != nil {
		t.Errorf("what is known comes again: %+v", got)
	}

	// The second dies: it may have asked until it was late.
	if _, _, err := db.Stay(t.Context(), -time.Second, time.Now); err != nil {
		t.Fatal(err)
	}
	db.Act(first)
	take(1, false)
	before := time.Now().Add(-time.Minute)
	if n, err := db.Bury(t.Context()); n != 1 || err != nil {
		t.Fatalf("buried: %d, %v", n, err)
	}
	if got := take(1, true); got.Start.Before(before) {
		t.Errorf("asked last by one that was buried: %+v", got)
	}
	if err := db.Leave(t.Context()); err != nil {
		t.Error(err)
	}
	enter(t, db, "third", time.Hour)
	take(1, true)
}
