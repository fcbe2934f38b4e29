package work_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/work"
)

// bench is a queue on an empty store.
type bench struct {
	db *store.DB
	q  work.Queue
}

func rows(t *testing.T) bench {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return bench{db, &work.Rows{DB: db, Now: time.Now, Nap: 10 * time.Millisecond}}
}

func river(t *testing.T) bench {
	db, err := postgres.Open(t.Context(), storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	at := store.Process{Name: work.NewName()}
	if err := db.Enter(t.Context(), at, time.Hour, func([]store.Process) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return bench{db, &work.River{DB: db, Log: slog.New(slog.DiscardHandler), Now: time.Now}}
}

// TestQueues says what a queue is; both ways of handing out tasks pass it.
func TestQueues(t *testing.T) {
	for _, engine := range []struct {
		name string
		open func(*testing.T) bench
	}{{"rows", rows}, {"river", river}} {
		for _, c := range []struct {
			name string
			test func(*testing.T, bench)
		}{
			{"DoesEachOnce", doesEachOnce}, {"AddedByATask", addedByATask}, {"WritesTogether", writesTogether}, {"NoneSuffersForAnother", noneSuffers}, {"NotedBeforeTheNext", notedBeforeTheNext}, {"FromHostToHost", fromHostToHost}, {"TriesAgain", triesAgain},
			{"Buries", buries}, {"LeavesOtherKinds", leavesOtherKinds}, {"EndsWhenTold", endsWhenTold}, {"OnePerSubject", onePerSubject}, {"CalledBack", calledBack}, {"Renewed", renewed}, {"AddedWhenBuried", addedWhenBuried},
			{"RenewedUnderWay", renewedUnderWay}, {"AddedAtItsBurial", addedAtItsBurial}, {"PutOff", putOff},
			{"AddedUnderWay", addedUnderWay}, {"AddedForLater", addedForLater}, {"AddedBeforeAndAfter", addedBeforeAndAfter}, {"AfterADecision", afterADecision},
		} {
			t.Run(engine.name+"/"+c.name, func(t *testing.T) { c.test(t, engine.open(t)) })
		}
	}
}

func (b bench) add(t *testing.T, tasks ...store.Task) {
	t.Helper()
	if err := b.db.Update(t.Context(), func(tx *store.Tx) error { return tx.Add(tasks...) }); err != nil {
		t.Fatal(err)
	}
}

func (b bench) drain(t *testing.T, c store.Crew) {
	t.Helper()
	if err := b.q.Drain(t.Context(), c, 2*time.Second); err != nil {
		t.Fatal(err)
	}
}

func (b bench) buried(t *testing.T) (out []store.Task) {
	t.Helper()
	err := b.db.View(t.Context(), func(tx *store.Tx) (err error) { out, err = tx.Buried(10); return err })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// journal notes the subjects of tasks that were done.
type journal struct {
	mu   sync.Mutex
	list []string
}

func (j *journal) note(t store.Task) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.list = append(j.list, t.Subject)
}

func (j *journal) sorted() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := slices.Clone(j.list)
	slices.Sort(out)
	return out
}

func fetchTask(subject string) store.Task {
	return store.Task{Kind: store.Fetch, Subject: subject, Host: subject[:1] + ".example", Due: time.Now().Add(-time.Second)}
}

// crew does fetch tasks with do; what goes wrong is tried again at once, thrice.
func crew(do func(store.Task) error) store.Crew {
	return store.Crew{
		Workers: map[store.Kind]int{store.Fetch: 4},
		Do: func(_ context.Context, t store.Task) (func(*store.Tx) error, error) {
			return nil, do(t)
		},
		Decide: func(t store.Task, err error) store.Decision {
			return store.Decision{Bury: t.Tries >= 2, Again: time.Now(), Reason: err.Error()}
		},
	}
}

func doesEachOnce(t *testing.T, b bench) {
	want := []string{"a/1", "a/2", "a/3", "b/1", "b/2", "c/1"}
	for _, s := range want {
		b.add(t, fetchTask(s))
	}
	var j journal
	b.drain(t, crew(func(t store.Task) error { j.note(t); return nil }))
	if got := j.sorted(); !slices.Equal(got, want) {
		t.Errorf("done: %v, want %v", got, want)
	}
	b.drain(t, crew(func(t store.Task) error { j.note(t); return nil }))
	if got := j.sorted(); len(got) != len(want) {
		t.Errorf("done again: %v", got)
	}
}

func addedByATask(t *testing.T, b bench) {
	b.add(t, fetchTask("a/1"))
	var j journal
	c := crew(nil)
	c.Do = func(_ context.Context, t store.Task) (func(*store.Tx) error, error) {
		j.note(t)
		if t.Subject != "a/1" {
			return nil, nil
		}
		return func(tx *store.Tx) error { return tx.Add(fetchTask("a/2")) }, nil
	}
	b.drain(t, c)
	if got := j.sorted(); !slices.Equal(got, []string{"a/1", "a/2"}) {
		t.Errorf("done: %v", got)
	}
}

// writesTogether checks that a result that cannot be written does not end its task.
func writesTogether(t *testing.T, b bench) {
	b.add(t, fetchTask("a/1"))
	tries := 0
	c := crew(nil)
	c.Do = func(context.Context, store.Task) (func(*store.Tx) error, error) {
		tries++
		return func(tx *store.Tx) error {
			if err := tx.SetHostNotes("h", []byte{byte(tries)}); err != nil {
				return err
			}
			if tries == 1 {
				return errors.New("disk full")
			}
			return nil
		}, nil
	}
	c.Workers[store.Fetch] = 1
	b.drain(t, c)
	if tries != 2 {
		t.Errorf("tried %d times, want 2", tries)
	}
}

// noneSuffers checks that of tasks that end at the same moment, one that cannot be written spoils no other.
func noneSuffers(t *testing.T, b bench) {
	names := []string{"a/1", "b/1", "c/1", "d/1"}
	for _, s := range names {
		b.add(t, fetchTask(s))
	}
	var all sync.WaitGroup
	all.Add(len(names))
	c := crew(nil)
	c.Do = func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
		if task.Tries == 0 {
			all.Done()
			all.Wait()
		}
		return func(tx *store.Tx) error {
			if err := tx.SetHostNotes(task.Subject, []byte("done")); err != nil {
				return err
			}
			if task.Subject == "c/1" {
				return errors.New("no room")
			}
			return nil
		}, nil
	}
	b.drain(t, c)
	err := b.db.View(t.Context(), func(tx *store.Tx) error {
		for _, s := range names {
			got, err := tx.HostNotes(s)
			if err != nil {
				return err
			}
			if (got != nil) != (s != "c/1") {
				t.Errorf("%s: %q is written", s, got)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if dead := b.buried(t); len(dead) != 1 || dead[0].Subject != "c/1" {
		t.Errorf("buried: %v", dead)
	}
}

// notedBeforeTheNext checks that the end of a task is written before the next at its host begins: a process that is killed has one
// page of each host at most to ask for again.
func notedBeforeTheNext(t *testing.T, b bench) {
	const each = 4
	for n := range each {
		b.add(t, fetchTask(fmt.Sprintf("a/%d", n)), fetchTask(fmt.Sprintf("b/%d", n)))
	}
	var mu sync.Mutex
	begun := map[string]int{}
	c := crew(nil)
	c.Do = func(ctx context.Context, task store.Task) (func(*store.Tx) error, error) {
		mu.Lock()
		before := begun[task.Host]
		begun[task.Host]++
		mu.Unlock()
		err := b.db.View(ctx, func(tx *store.Tx) error {
			for n := range before {
				if got, err := tx.HostNotes(fmt.Sprint(task.Host, n)); err != nil || got == nil {
					t.Errorf("task %d at %s begins, the end of %d is not written: %v", before, task.Host, n, err)
				}
			}
			return nil
		})
		return func(tx *store.Tx) error { return tx.SetHostNotes(fmt.Sprint(task.Host, before), []byte("done")) }, err
	}
	b.drain(t, c)
	if begun["a.example"] != each || begun["b.example"] != each {
		t.Errorf("begun: %v", begun)
	}
}

// fromHostToHost checks that the backlog of one host, which came first, keeps no worker from the others.
func fromHostToHost(t *testing.T, b bench) {
	for n := range 20 {
		b.add(t, fetchTask(fmt.Sprintf("a/%d", n)))
	}
	b.add(t, fetchTask("b/0"), fetchTask("c/0"), fetchTask("d/0"))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var mu sync.Mutex
	at := map[string]bool{}
	all := make(chan struct{}) // closed when a task is under way at each host
	c := crew(nil)
	c.Do = func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
		mu.Lock()
		if at[task.Host] = true; len(at) == 4 {
			select {
			case <-all:
			default:
				close(all)
			}
		}
		mu.Unlock()
		select {
		case <-all:
		case <-ctx.Done():
		}
		return nil, nil
	}
	if err := b.q.Drain(ctx, c, 0); err != nil || ctx.Err() != nil {
		t.Errorf("tasks at %v while one was under way at a: %v", at, err)
	}
}

func triesAgain(t *testing.T, b bench) {
	b.add(t, fetchTask("a/1"))
	var j journal
	b.drain(t, crew(func(t store.Task) error {
		j.note(t)
		if t.Tries < 2 {
			return errors.New("503")
		}
		return nil
	}))
	if got := len(j.sorted()); got != 3 {
		t.Errorf("tried %d times, want 3", got)
	}
	if dead := b.buried(t); len(dead) != 0 {
		t.Errorf("buried: %v", dead)
	}
}

func buries(t *testing.T, b bench) {
	b.add(t, fetchTask("a/1"))
	b.drain(t, crew(func(store.Task) error { return errors.New("gone for good") }))
	dead := b.buried(t)
	if len(dead) != 1 || dead[0].Subject != "a/1" || dead[0].Reason != "gone for good" {
		t.Fatalf("buried: %+v", dead)
	}
	// It can be given another life, by its name alone, or with all others.
	retry := func(kind store.Kind, subject string) error {
		return b.db.Update(t.Context(), func(tx *store.Tx) error { return tx.Retry(kind, subject, time.Now()) })
	}
	for _, other := range []error{retry(store.Read, "a/1"), retry(store.Fetch, "a/2"), retry(store.Fetch, "a")} {
		if !errors.Is(other, store.ErrNotFound) {
			t.Errorf("another task is revived: %v", other)
		}
	}
	if err := retry(store.Fetch, "a/1"); err != nil || len(b.buried(t)) != 0 {
		t.Fatalf("revived: %v, still buried: %v", err, b.buried(t))
	}
	b.drain(t, crew(func(store.Task) error { return errors.New("gone for good") }))
	if dead := b.buried(t); len(dead) != 1 || dead[0].Host != "a.example" {
		t.Fatalf("after another try: %+v", dead)
	}
	err := b.db.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.Revive(time.Now()); return err })
	if err != nil {
		t.Fatal(err)
	}
	var j journal
	b.drain(t, crew(func(t store.Task) error { j.note(t); return nil }))
	if got := j.sorted(); len(got) != 1 {
		t.Errorf("revived: %v", got)
	}
	if dead := b.buried(t); len(dead) != 0 {
		t.Errorf("still buried: %v", dead)
	}
}

func leavesOtherKinds(t *testing.T, b bench) {
	b.add(t, fetchTask("a/1"), store.DigestTask("x", time.Now().Add(-time.Second)))
	var j journal
	b.drain(t, crew(func(t store.Task) error { j.note(t); return nil }))
	if got := j.sorted(); !slices.Equal(got, []string{"a/1"}) {
		t.Errorf("done: %v", got)
	}
}

// endsWhenTold checks that a task cut off by the end of the queue is done by the next.
func endsWhenTold(t *testing.T, b bench) {
	b.add(t, fetchTask("a/1"))
	ctx, cancel := context.WithCancel(t.Context())
	started := make(chan struct{}, 8)
	c := crew(nil)
	c.Do = func(ctx context.Context, _ store.Task) (func(*store.Tx) error, error) {
		started <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}
	done := make(chan error)
	go func() { done <- b.q.Run(ctx, c) }()
	<-started
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	var j journal
	b.drain(t, crew(func(t store.Task) error { j.note(t); return nil }))
	if got := j.sorted(); len(got) != 1 {
		t.Errorf("after the end: %v", got)
	}
}
