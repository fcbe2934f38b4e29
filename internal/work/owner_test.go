package work_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/work"
)

// A task that a process held when it was killed is due again for the next process at
// once, and that it was begun is no try.
func TestRiverTakesBackWhatADeadProcessHeld(t *testing.T) {
	b := river(t)
	b.add(t, fetchTask("a/1"), fetchTask("b/1"))
	held := `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = array['somebody', 'waidian-killed']`
	if _, err := b.db.Handle().ExecContext(t.Context(), held); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	var j journal
	err := b.q.Drain(ctx, crew(func(t store.Task) error {
		if t.Tries == 0 {
			j.note(t)
		}
		return nil
	}), time.Second)
	if got := j.sorted(); err != nil || !slices.Equal(got, []string{"a/1", "b/1"}) {
		t.Errorf("done at their first try: %v, err %v", got, err)
	}
}

// A process that was away for too long writes no end of a task: another does the task, as if it had never been tried.
func TestRiverEndsNoTaskOfAProcessThatWasBuried(t *testing.T) {
	b := river(t)
	b.add(t, fetchTask("a/1"))
	bury := func() {
		if _, err := b.db.Handle().ExecContext(t.Context(), `DELETE FROM process`); err != nil {
			t.Error(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	write := func(*store.Tx) error { return nil }
	c := crew(nil)
	c.Do = func(context.Context, store.Task) (func(*store.Tx) error, error) {
		bury()
		time.AfterFunc(500*time.Millisecond, cancel) // as the desk is told
		return func(tx *store.Tx) error { return tx.SetHostNotes("h", []byte("too late")) }, nil
	}
	if err := b.q.Run(ctx, c); err != nil {
		t.Error(err)
	}
	if err := b.db.Enter(t.Context(), store.Process{Name: work.NewName()}, time.Hour, func([]store.Process) error { return nil }); err != nil {
		t.Fatal(err)
	}
	tries := []int{}
	c.Do = func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
		tries = append(tries, task.Tries)
		err := b.db.View(t.Context(), func(tx *store.Tx) error {
			if got, err := tx.HostNotes("h"); err != nil || got != nil {
				t.Errorf("written by a process that was buried: %s, %v", got, err)
			}
			return nil
		})
		return write, err
	}
	c.Workers[store.Fetch] = 1
	if err := b.q.Drain(t.Context(), c, 15*time.Second); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(tries, []int{0}) {
		t.Errorf("done by the next with tries before: %v", tries)
	}
}

// What a process that lives has under way is left to it.
func TestRiverLeavesWhatAnotherProcessHolds(t *testing.T) {
	b := river(t)
	b.add(t, fetchTask("a/1"))
	ctx, cancel := context.WithCancel(t.Context())
	started, finish, done := make(chan struct{}, 8), make(chan struct{}), make(chan error)
	go func() {
		done <- b.q.Run(ctx, crew(func(store.Task) error { started <- struct{}{}; <-finish; return nil }))
	}()
	<-started
	other, stop := context.WithTimeout(t.Context(), 2*time.Second)
	defer stop()
	var j journal
	if err := b.q.Drain(other, crew(func(t store.Task) error { j.note(t); return nil }), 0); err != nil {
		t.Error(err)
	}
	close(finish)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if got := j.sorted(); len(got) != 0 {
		t.Errorf("another process did %v meanwhile", got)
	}
}

// What an outlet has answered is not asked for again since the transaction that writes it met another, or the server was away for a moment.
func TestRiverWritesAgainWhatCouldNotBeWritten(t *testing.T) {
	for _, code := range []string{"40P01", "57P01"} {
		b := river(t)
		b.add(t, fetchTask("a/1"))
		did, written := 0, 0
		c := crew(nil)
		c.Do = func(context.Context, store.Task) (func(*store.Tx) error, error) {
			did++
			return func(tx *store.Tx) error {
				if written++; written == 1 {
					return &pgconn.PgError{Code: code}
				}
				return tx.SetHostNotes("h", []byte("done"))
			}, nil
		}
		b.drain(t, c)
		if did != 1 || written != 2 {
			t.Errorf("%s: done %d times, written %d times", code, did, written)
		}
	}
}

// A job that a queue has claimed and does not have, since it was not told, is due again before long.
func TestRiverTakesBackWhatItDoesNotHave(t *testing.T) {
	b := river(t)
	b.add(t, fetchTask("a/1"), fetchTask("b/1"))
	began, looks := time.Now(), atomic.Int64{}
	b.q.(*work.River).Now = func() time.Time { return began.Add(time.Duration(looks.Add(1)) * time.Second) } // looks often
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var j journal
	c := crew(nil)
	c.Workers[store.Fetch] = 1
	c.Do = func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
		j.note(task)
		if task.Subject == "a/1" && len(j.sorted()) == 1 {
			_, err := b.db.Handle().ExecContext(ctx, `UPDATE river_job SET state = 'running', attempt = 1,
				attempted_by = (SELECT attempted_by FROM river_job WHERE state = 'running') WHERE state = 'available'`)
			return nil, err
		}
		cancel()
		return nil, nil
	}
	if err := b.q.Run(ctx, c); err != nil {
		t.Error(err)
	}
	if got := j.sorted(); !slices.Equal(got, []string{"a/1", "b/1"}) {
		t.Errorf("done: %v", got)
	}
}

// A desk whose clock is behind the server's is drained all the same: what a task adds for later is due by the server's clock at once.
func TestRiverDrainsByItsOwnClock(t *testing.T) {
	b := river(t)
	b.q.(*work.River).Now = func() time.Time { return time.Now().Add(-24 * time.Hour) }
	b.add(t, fetchTask("a/1"))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c := crew(nil)
	c.Do = func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
		return func(tx *store.Tx) error { return tx.Add(fetchTask(task.Subject + "1")) }, nil
	}
	if err := b.q.Drain(ctx, c, time.Second); err != nil || ctx.Err() != nil {
		t.Errorf("it does what each task adds, for ever: %v", err)
	}
}
