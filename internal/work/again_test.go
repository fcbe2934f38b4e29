package work_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
)

func onePerSubject(t *testing.T, b bench) {
	later := fetchTask("a/1")
	later.Due = time.Now().Add(time.Hour)
	b.add(t, later)
	var j journal
	c := crew(func(t store.Task) error { j.note(t); return nil })
	b.drain(t, c)
	if got := j.sorted(); len(got) != 0 {
		t.Fatalf("done before it was due: %v", got)
	}
	b.add(t, fetchTask("a/1")) // now it is wanted at once
	b.drain(t, c)
	b.drain(t, c)
	if got := j.sorted(); len(got) != 1 {
		t.Errorf("done: %v, want once", got)
	}
}

// calledBack checks that a task which a wrong clock has put off for years can be done now.
func calledBack(t *testing.T, b bench) {
	now := time.Now()
	late, soon := fetchTask("a/1"), fetchTask("b/1")
	late.Due, soon.Due = now.AddDate(10, 0, 0), now.Add(time.Hour)
	b.add(t, late, soon)
	err := b.db.Update(t.Context(), func(tx *store.Tx) error {
		n, err := tx.CallBack(now, now.Add(time.Minute), now.AddDate(0, 1, 0))
		if n != 1 {
			t.Errorf("%d called back, want 1", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var j journal
	b.drain(t, crew(func(t store.Task) error { j.note(t); return nil }))
	if got := j.sorted(); !slices.Equal(got, []string{"a/1"}) {
		t.Errorf("done: %v", got)
	}
}

// renewed checks that a task which waits, or was given up, begins anew at another host, as
// that host's: no turn of the old one holds it up.
func renewed(t *testing.T, b bench) {
	later := fetchTask("a/1")
	later.Due = time.Now().Add(time.Hour)
	b.add(t, later, fetchTask("b/1"))
	b.drain(t, crew(func(store.Task) error { return errors.New("gone for good") })) // buries b/1
	if dead := b.buried(t); len(dead) != 1 {
		t.Fatalf("buried: %+v", dead)
	}
	err := b.db.Update(t.Context(), func(tx *store.Tx) error {
		for _, s := range []string{"a/1", "b/1", "c/1"} {
			moved := fetchTask(s)
			moved.Host = "new.example"
			if err := tx.Renew(moved); err != nil {
				return err
			}
		}
		waiting, err := tx.Waiting(10)
		if len(waiting) != 3 {
			t.Errorf("waiting: %+v", waiting)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if dead := b.buried(t); len(dead) != 0 {
		t.Errorf("still buried: %+v", dead)
	}
	var j journal
	b.drain(t, crew(func(t store.Task) error {
		j.note(store.Task{Subject: fmt.Sprintf("%s at %s, try %d", t.Subject, t.Host, t.Tries)})
		return nil
	}))
	want := []string{"a/1 at new.example, try 0", "b/1 at new.example, try 0", "c/1 at new.example, try 0"}
	if got := j.sorted(); !slices.Equal(got, want) {
		t.Errorf("done: %v, want %v", got, want)
	}
}

// addedWhenBuried checks that a task which was given up, and is added again, lives again.
func addedWhenBuried(t *testing.T, b bench) {
	b.add(t, fetchTask("a/1"), fetchTask("b/1"))
	b.drain(t, crew(func(store.Task) error { return errors.New("gone for good") }))
	b.add(t, fetchTask("a/1"))
	if dead := b.buried(t); len(dead) != 1 || dead[0].Subject != "b/1" {
		t.Errorf("buried: %+v", dead)
	}
	var j journal
	b.drain(t, crew(func(t store.Task) error { j.note(t); return nil }))
	if got := j.sorted(); !slices.Equal(got, []string{"a/1"}) {
		t.Errorf("done: %v", got)
	}
}

// renewedUnderWay checks that a task which is renewed while it runs is due anew, however that
// try ends, and that what the try returns is written.
func renewedUnderWay(t *testing.T, b bench) {
	ends := map[string]store.Decision{"b": {Bury: true}, "l": {Again: time.Now().Add(time.Hour)}, "f": {Again: time.Now().Add(time.Hour), Free: true}}
	subjects := []string{"done", "buried", "later", "free", "done there", "buried there", "later there", "free there"}
	for _, s := range subjects {
		b.add(t, fetchTask(s))
	}
	var j journal
	c := crew(nil)
	c.Decide = func(t store.Task, _ error) store.Decision { return ends[t.Subject[:1]] }
	c.Do = func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
		j.note(store.Task{Subject: fmt.Sprintf("%s at %s, try %d", task.Subject, task.Host, task.Tries)})
		var known []byte
		err := b.db.Update(context.Background(), func(tx *store.Tx) (err error) {
			if known, err = tx.HostNotes(task.Subject); err != nil || known != nil {
				return err
			}
			moved := fetchTask(task.Subject)
			moved.Due = task.Due
			if strings.HasSuffix(task.Subject, " there") {
				moved.Host = "new.example"
			}
			return tx.Renew(moved)
		})
		if err == nil && known == nil && task.Subject[:1] != "d" {
			err = errors.New("404")
		}
		return func(tx *store.Tx) error { return tx.SetHostNotes(task.Subject, []byte("written")) }, err
	}
	b.drain(t, c)
	b.drain(t, c)
	var want []string
	for _, s := range subjects {
		old := s[:1] + ".example"
		again := old
		if strings.HasSuffix(s, " there") {
			again = "new.example"
		}
		want = append(want, s+" at "+old+", try 0", s+" at "+again+", try 0")
	}
	slices.Sort(want)
	if got := j.sorted(); !slices.Equal(got, want) {
		t.Errorf("done: %q, want %q", got, want)
	}
	if dead := b.buried(t); len(dead) != 0 {
		t.Errorf("buried: %+v", dead)
	}
}

// addedAtItsBurial checks that a task which is added again at the moment it is given up lives.
func addedAtItsBurial(t *testing.T, b bench) {
	b.add(t, fetchTask("a/1"))
	var j journal
	c := crew(nil)
	c.Do = func(_ context.Context, t store.Task) (func(*store.Tx) error, error) {
		j.note(t)
		if len(j.sorted()) == 1 {
			return nil, errors.New("gone for good")
		}
		return nil, nil
	}
	c.Decide = func(store.Task, error) store.Decision { return store.Decision{Bury: true} }
	c.Ended = func(_ store.Task, err error) {
		if err != nil {
			b.add(t, fetchTask("a/1"))
		}
	}
	b.drain(t, c)
	b.drain(t, c)
	if got := j.sorted(); len(got) != 2 {
		t.Errorf("done %d times, want 2", len(got))
	}
	if dead := b.buried(t); len(dead) != 0 {
		t.Errorf("buried: %+v", dead)
	}
}

// waiting are the tasks that wait, next first.
func (b bench) waiting(t *testing.T) (out []store.Task) {
	t.Helper()
	err := b.db.View(t.Context(), func(tx *store.Tx) (err error) { out, err = tx.Waiting(20); return err })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// putOff checks what is written of a task that goes wrong.
func putOff(t *testing.T, b bench) {
	at := time.Now().Add(time.Hour).Truncate(time.Millisecond)
	b.add(t, fetchTask("counted"), fetchTask("free"))
	c := crew(func(store.Task) error { return errors.New("503") })
	c.Decide = func(t store.Task, _ error) store.Decision {
		return store.Decision{Again: at, Free: t.Subject == "free", Reason: "its host is in back-off"}
	}
	b.drain(t, c)
	got := b.waiting(t)
	if len(got) != 2 {
		t.Fatalf("waiting: %+v", got)
	}
	for _, task := range got {
		want := map[string]int{"counted": 1, "free": 0}[task.Subject]
		if task.Tries != want || !task.Due.Equal(at) || task.Reason != "its host is in back-off" {
			t.Errorf("%s: %d tries, due %v, %q; want %d, %v and the reason", task.Subject, task.Tries, task.Due, task.Reason, want, at)
		}
	}
}

// ways are the ways in which a task can end, by the first letter of its subject.
var ways = map[string]func() store.Decision{
	"d": nil, // it is done
	"b": func() store.Decision { return store.Decision{Bury: true} },
	"l": func() store.Decision { return store.Decision{Again: time.Now().Add(time.Hour)} },
	"f": func() store.Decision { return store.Decision{Again: time.Now().Add(time.Hour), Free: true} },
	"s": func() store.Decision { return store.Decision{Again: time.Now()} },
}

// ending is a crew whose tasks call meanwhile in their first try and then end in the way that
// their first letter says; later tries succeed. It notes each try.
func (b bench) ending(j *journal, meanwhile func(store.Task) error) store.Crew {
	var mu sync.Mutex
	begun := map[string]bool{}
	c := crew(nil)
	c.Decide = func(t store.Task, _ error) store.Decision { return ways[t.Subject[:1]]() }
	c.Do = func(_ context.Context, task store.Task) (func(*store.Tx) error, error) {
		j.note(store.Task{Subject: fmt.Sprintf("%s, try %d", task.Subject, task.Tries)})
		mu.Lock()
		first := !begun[task.Subject]
		begun[task.Subject] = true
		mu.Unlock()
		if !first {
			return nil, nil
		}
		if err := meanwhile(task); err != nil {
			return nil, err
		}
		if ways[task.Subject[:1]] != nil {
			return nil, errors.New("404")
		}
		return nil, nil
	}
	return c
}

// addedUnderWay checks that a task which is added while it runs is due again after its end,
// once, however that try ends and however often it was added.
func addedUnderWay(t *testing.T, b bench) {
	subjects := []string{"done", "buried", "later", "free", "soon", "done, added twice", "later, added twice"}
	for _, s := range subjects {
		b.add(t, fetchTask(s))
	}
	var j journal
	c := b.ending(&j, func(task store.Task) error {
		return b.db.Update(context.Background(), func(tx *store.Tx) error {
			twin := fetchTask(task.Subject)
			if strings.HasSuffix(task.Subject, "twice") {
				late := twin
				late.Due = time.Now().Add(time.Hour)
				if err := tx.Add(twin, late); err != nil {
					return err
				}
			}
			return tx.Add(twin)
		})
	})
	for range 3 {
		b.drain(t, c)
	}
	var want []string
	for _, s := range subjects {
		want = append(want, s+", try 0", s+", try 0")
	}
	slices.Sort(want)
	if got := j.sorted(); !slices.Equal(got, want) {
		t.Errorf("done: %q, want %q", got, want)
	}
	if left := append(b.buried(t), b.waiting(t)...); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

// addedForLater checks that a task which is added for later while it runs is due then.
func addedForLater(t *testing.T, b bench) {
	at := time.Now().Add(30 * time.Minute).Truncate(time.Millisecond)
	for _, s := range []string{"done", "buried", "later", "free"} {
		b.add(t, fetchTask(s))
	}
	var j journal
	b.drain(t, b.ending(&j, func(task store.Task) error {
		task.Due = at
		return b.db.Update(context.Background(), func(tx *store.Tx) error { return tx.Add(task) })
	}))
	waiting := b.waiting(t)
	if len(waiting) != 4 {
		t.Errorf("waiting: %+v, want four", waiting)
	}
	for _, task := range waiting {
		if !task.Due.Equal(at) || task.Tries != 0 {
			t.Errorf("%s is due at %v with %d tries, want %v and none", task.Subject, task.Due, task.Tries, at)
		}
	}
	if dead := b.buried(t); len(dead) != 0 {
		t.Errorf("buried: %+v", dead)
	}
}

// addedBeforeAndAfter checks that a task which was added again while it waited, and for later while it runs, is due
// later: what was asked for before it began, it does.
func addedBeforeAndAfter(t *testing.T, b bench) {
	now := time.Now().Truncate(time.Millisecond)
	soon, late := now.Add(30*time.Minute), now.Add(6*time.Hour)
	for _, s := range []string{"done", "buried", "later", "free"} {
		b.add(t, fetchTask(s))
		b.add(t, fetchTask(s))
	}
	var j journal
	b.drain(t, b.ending(&j, func(task store.Task) error {
		for _, due := range []time.Time{late, soon, late} {
			task.Due = due
			if err := b.db.Update(context.Background(), func(tx *store.Tx) error { return tx.Add(task) }); err != nil {
				return err
			}
		}
		return nil
	}))
	if got := j.sorted(); len(got) != 4 {
		t.Errorf("done: %q, want each once", got)
	}
	waiting := b.waiting(t)
	if len(waiting) != 4 {
		t.Errorf("waiting: %+v, want four", waiting)
	}
	for _, task := range waiting {
		if !task.Due.Equal(soon) || task.Tries != 0 {
			t.Errorf("%s is due at %v with %d tries, want %v and none", task.Subject, task.Due, task.Tries, soon)
		}
	}
}

// afterADecision checks that a task which is renewed, or added, as soon as it is decided that
// it be tried again later, is due as it was renewed or added.
func afterADecision(t *testing.T, b bench) {
	subjects := []string{"later, renewed", "free, renewed", "soon, renewed", "later, added", "free, added"}
	for _, s := range subjects {
		b.add(t, fetchTask(s))
	}
	var j journal
	c := b.ending(&j, func(store.Task) error { return nil })
	c.Ended = func(task store.Task, err error) {
		if err == nil {
			return
		}
		err = b.db.Update(context.Background(), func(tx *store.Tx) error {
			if strings.HasSuffix(task.Subject, "added") {
				return tx.Add(fetchTask(task.Subject))
			}
			moved := fetchTask(task.Subject)
			moved.Host = "new.example"
			return tx.Renew(moved)
		})
		if err != nil {
			t.Error(err)
		}
	}
	b.drain(t, c)
	b.drain(t, c)
	got := strings.Join(j.sorted(), "; ")
	for _, s := range subjects {
		want := s + ", try 0; " + s + ", try 0"
		if s == "later, added" {
			want = s + ", try 0; " + s + ", try 1" // what waits is only due earlier
		}
		if s != "soon, renewed" && !strings.Contains(got, want) || !strings.Contains(got, s+", try 0") {
			t.Errorf("done: %s, want %s", got, want)
		}
	}
	if waiting := b.waiting(t); len(waiting) != 0 {
		t.Errorf("waiting: %+v", waiting)
	}
}
