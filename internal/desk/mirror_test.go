package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/store"
)

// copies counts the copies of a site that are made.
type copies struct {
	n   int
	err error
}

func (c *copies) Copy(context.Context) error { c.n++; return c.err }

// TestCopiesOfTheSite: each state of the site is copied once; a copy that fails is tried again, later each time, also by the next process, and holds up no other;
// while a build is under way none is made.
func TestCopiesOfTheSite(t *testing.T) {
	r := newRoom(t, twoReports())
	good, bad := new(copies), &copies{err: errors.New("no route to host")}
	mark, building := "1", error(nil)
	r.desk.Mirrors = desk.Mirrors{List: []desk.Mirror{{Name: "bad", By: bad}, {Name: "good", By: good}}, Mark: func() (string, error) { return mark, building }}
	round := func(after time.Duration) {
		t.Helper()
		r.now = r.now.Add(after)
		if _, err := r.desk.Collect(t.Context(), false, desk.UntilEnd); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(when string, wantGood, wantBad int) {
		t.Helper()
		if good.n != wantGood || bad.n != wantBad {
			t.Fatalf("%s: %d and %d copies, want %d and %d", when, good.n, bad.n, wantGood, wantBad)
		}
	}
	state := func(name string) (s desk.MirrorState) {
		t.Helper()
		err := r.db.View(t.Context(), func(tx *store.Tx) (err error) { s, err = desk.StateOfMirror(tx, name); return err })
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	round(time.Minute)
	expect("at first", 1, 1)
	round(30 * time.Second)
	expect("too soon to try again", 1, 1)
	round(31 * time.Second)
	expect("tried again", 1, 2)
	round(61 * time.Second)
	expect("later each time", 1, 2)
	if s := state("bad"); s.Why != "no route to host" || s.Fails != 2 || s.Mark != "" || s.Since.IsZero() {
		t.Errorf("one that fails: %+v", s)
	}
	mark, building = "2", desk.ErrBuilding
	round(time.Hour)
	expect("while it is built", 1, 2)
	building, bad.err = nil, nil
	round(time.Minute)
	expect("changed", 2, 3)
	for _, name := range []string{"good", "bad"} {
		if s := state(name); s.Mark != "2" || s.Why != "" || s.At.IsZero() {
			t.Errorf("%s: %+v", name, s)
		}
	}
	round(24 * time.Hour)
	expect("nothing has changed", 2, 3)
}
