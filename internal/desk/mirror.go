package desk

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// The built site may go elsewhere too. A copy is due when a build of any process, that of a takedown too, has changed the site since the copy was made; one that fails is
// tried again, later each time, and holds up nothing else.

const (
	mirrorEvery = 5 * time.Second // time between two looks at whether the site has changed
	firstMirror = time.Minute     // before a copy that failed is tried again; doubled each time
	lastMirror  = time.Hour       // the longest such time
)

// ErrBuilding says that a build of the site is under way, or was cut off.
var ErrBuilding = errors.New("the site is being built")

// Mirrors are the copies of the site.
type Mirrors struct {
	List []Mirror
	Mark func() (string, error) // which state of the site lies on the disk; ErrBuilding: none
}

// Mirror is one of them.
type Mirror struct {
	Name string // by which its state is known
	By   copier
}

type copier interface {
	// Copy makes the copy like the site. Nil: it is.
	Copy(ctx context.Context) error
}

// MirrorState is how a copy fares.
type MirrorState struct {
	Mark  string    // of the site of which it is a copy; empty: none was made
	At    time.Time // when it was made
	Since time.Time // when it failed first; zero: it did not
	Next  time.Time // earliest next try
	Fails int
	Why   string // it failed last
}

// MirrorFare is the name under which the state of a copy is noted.
func MirrorFare(name string) string { return "copy " + name }

// StateOfMirror is the state of a copy.
func StateOfMirror(tx *store.Tx, name string) (s MirrorState, err error) {
	data, err := tx.Fare(MirrorFare(name))
	if err == nil && data != "" {
		err = json.Unmarshal([]byte(data), &s)
	}
	return s, err
}

// mirrorOn makes copies until ctx ends.
func (d *Desk) mirrorOn(ctx context.Context) {
	said := "" // the last error of the desk's own, which is told once
	for ; ctx.Err() == nil; nap(ctx, mirrorEvery) {
		err := d.mirrorAll(ctx)
		if err != nil && ctx.Err() == nil && said != reason(err) {
			said = reason(err)
			d.Log.Error("copy the site", "err", err)
		}
		if err == nil {
			said = ""
		}
	}
}

// mirrorAll makes the copies that are due, all at the same time.
func (d *Desk) mirrorAll(ctx context.Context) error {
	m := d.settings().Mirrors
	if len(m.List) == 0 {
		return nil
	}
	mark, err := m.Mark()
	if errors.Is(err, ErrBuilding) {
		return nil
	}
	if err != nil {
		return err
	}
	errs := make([]error, len(m.List))
	var all sync.WaitGroup
	for i, x := range m.List {
		all.Go(func() { errs[i] = d.mirror(ctx, x, mark) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// mirror makes one copy if it is due.
func (d *Desk) mirror(ctx context.Context, m Mirror, mark string) error {
	var s MirrorState
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) { s, err = StateOfMirror(tx, m.Name); return err })
	now := d.Now()
	if err != nil || s.Mark == mark && s.Why == "" || now.Before(s.Next) || !d.still() {
		return err
	}
	err = m.By.Copy(ctx)
	if ctx.Err() != nil {
		return nil // the desk stops: it was no try
	}
	was := s.Why
	s = afterMirror(s, mark, now, err)
	if s.Why != "" && s.Why != was {
		d.Log.Error("copy the site", "to", m.Name, "err", err)
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return d.DB.Update(ctx, func(tx *store.Tx) error { return tx.SetFare(MirrorFare(m.Name), string(data)) })
}

// afterMirror is the state of a copy after a try.
func afterMirror(s MirrorState, mark string, now time.Time, err error) MirrorState {
	if err == nil {
		return MirrorState{Mark: mark, At: now}
	}
	if s.Since.IsZero() {
		s.Since = now
	}
	s.Why, s.Next = reason(err), now.Add(min(firstMirror<<min(s.Fails, 10), lastMirror))
	s.Fails++
	return s
}
