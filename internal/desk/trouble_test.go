package desk_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/work"
)

// faulty is a way out and an archive that have a fault of ours while broken says so.
type faulty struct {
	desk.Desk // what works
	broken    func() error
	asked     atomic.Int32 // requests that went out
}

func (f *faulty) Fetch(ctx context.Context, req news.Request) (news.Capture, error) {
	f.asked.Add(1)
	return f.Fetcher.Fetch(ctx, req)
}

// offline does not get out.
type offline struct{ *faulty }

func (o offline) Fetch(ctx context.Context, req news.Request) (news.Capture, error) {
	if err := o.broken(); err != nil {
		return news.Capture{URL: req.URL}, &news.Ours{Err: err}
	}
	return o.faulty.Fetch(ctx, req)
}

// full has no room.
type full struct{ *faulty }

func (f full) Put(c news.Capture, prior news.Ref) (news.Ref, error) {
	if err := f.broken(); err != nil {
		return news.Ref{}, fmt.Errorf("archive %s: %w", c.URL, &fs.PathError{Op: "write", Path: "file", Err: err})
	}
	return f.Archive.Put(c, prior)
}

func (f full) Get(r news.Ref) (news.Capture, error) { return f.Archive.Get(r) }
func (f full) Asked(r news.Ref) (bool, error)       { return f.Archive.Asked(r) }
func (f full) Sizes() (map[string]int64, error)     { return f.Archive.Sizes() }
func (f full) Last() string                         { return f.Archive.Last() }
func (f full) Next() error                          { return f.Archive.Next() }
func (f full) Room() error                          { return f.broken() }

// told are the events of the desk's own trouble.
func (r *room) told() (begun, over int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.events {
		if e.Stage == "desk" && e.Err != nil {
			begun++
		} else if e.Stage == "desk" {
			over++
		}
	}
	return begun, over
}

// Trouble of our own counts against no source and no page, is told once, and passes. On a full disk outlets are not asked for
// what could not be kept.
func TestOwnTroubleCountsAgainstNobody(t *testing.T) {
	newRoom(t, ferries()).round(0) // see builds
	for _, c := range []struct {
		name  string
		fault error
		disk  bool
		pages bool // it comes when the pages are fetched
		most  int32
	}{
		{"no descriptors for a poll", syscall.EMFILE, false, false, 0},
		{"no descriptors for pages", syscall.EMFILE, false, true, 0},
		{"no room for a poll", syscall.ENOSPC, true, false, 1},
		{"no room for pages", syscall.ENOSPC, true, true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRoom(t, ferries())
				r.desk.Queue = &work.Rows{DB: r.db, Now: r.clock, Nap: time.Second}
				var broken atomic.Bool
				f := &faulty{broken: func() error {
					if broken.Load() {
						return c.fault
					}
					return nil
				}}
				f.Fetcher, f.Archive = r.desk.Fetcher, r.desk.Archive
				r.desk.Fetcher = f
				if c.disk {
					r.desk.Archive = full{f}
				} else {
					r.desk.Fetcher = offline{f}
				}
				r.desk.Fetchers = 1
				state := func() (s store.State) {
					err := r.db.View(t.Context(), func(tx *store.Tx) error {
						w, err := tx.Source("courier")
						s = w.State
						return err
					})
					if err != nil {
						t.Fatal(err)
					}
					s.Due, s.Interval = time.Time{}, 0
					return s
				}
				if err := r.desk.Begin(t.Context()); err != nil {
					t.Fatal(err)
				}
				if c.pages {
					if _, err := r.desk.Poll(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				f.asked.Store(0)
				before := state()
				broken.Store(true)
				for range 5 {
					r.now = r.now.Add(2 * time.Minute)
					if _, err := r.desk.Collect(t.Context(), false, desk.UntilDigest); err != nil {
						t.Fatal(err)
					}
				}
				if now := state(); fmt.Sprint(now) != fmt.Sprint(before) {
					t.Errorf("what is remembered of the source is %+v, was %+v", now, before)
				}
				for _, task := range r.tasks() {
					if task.Tries > 0 || task.Buried {
						t.Errorf("the trouble counts: %+v", task)
					}
				}
				if n := f.asked.Load(); n > c.most {
					t.Errorf("%d requests in vain", n)
				}
				if begun, over := r.told(); begun != 1 || over != 0 {
					t.Errorf("told %d times, over %d times", begun, over)
				}
				broken.Store(false)
				for range 2 {
					r.now = r.now.Add(2 * time.Minute)
					if _, err := r.desk.Collect(t.Context(), false, desk.UntilDigest); err != nil {
						t.Fatal(err)
					}
				}
				if begun, over := r.told(); begun != 1 || over != 1 || len(r.items()) != 3 {
					t.Errorf("told %d times, over %d times; %d articles", begun, over, len(r.items()))
				}
			})
		})
	}
}

// gone answers that every page is gone.
type gone struct{ *faulty }

func (g gone) Fetch(_ context.Context, req news.Request) (news.Capture, error) {
	if req.URL != courier {
		g.asked.Add(1)
	}
	return news.Capture{URL: req.URL, Final: req.URL, Status: 404, Proto: "HTTP/1.1", At: g.Now(), Body: []byte("Not here.")},
		fmt.Errorf("%s: %w", req.URL, news.ErrGone)
}

// An answer that is no page, and that cannot be kept as evidence, is trouble of our own as well: no outlet is asked again in vain.
func TestAnAnswerThatCannotBeKeptIsOwnTrouble(t *testing.T) {
	newRoom(t, ferries()).round(0) // see builds
	for _, fault := range []error{syscall.ENOSPC, syscall.EIO, syscall.EROFS, syscall.EDQUOT} {
		synctest.Test(t, func(t *testing.T) {
			r := newRoom(t, ferries())
			r.round(0)
			r.now = r.now.Add(time.Hour)
			err := r.db.Update(t.Context(), func(tx *store.Tx) error {
				for _, k := range []store.LeadID{1, 2, 3} {
					rec, err := tx.Lead(k)
					if err != nil {
						return err
					}
					if err := tx.Add(store.FetchTask(k, rec.Lead.URL, rec.Looks, r.now)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			f := &faulty{broken: func() error { return fault }}
			f.Archive, f.Now = r.desk.Archive, r.clock
			r.desk.Fetcher, r.desk.Archive, r.desk.Fetchers = gone{f}, full{f}, 1
			r.desk.Queue = &work.Rows{DB: r.db, Now: r.clock, Nap: time.Minute} // virtual time passes in naps
			for range 5 {
				r.now = r.now.Add(2 * time.Minute)
				if _, err := r.desk.Collect(t.Context(), false, desk.UntilDigest); err != nil {
					t.Fatal(err)
				}
			}
			if n := f.asked.Load(); n > 1 {
				t.Errorf("%v: %d requests in vain", fault, n)
			}
			if begun, over := r.told(); begun != 1 || over != 0 {
				t.Errorf("%v: told %d times, over %d times", fault, begun, over)
			}
			for _, task := range r.tasks() {
				if task.Tries > 0 || task.Buried {
					t.Errorf("%v counts: %+v", fault, task)
				}
			}
		})
	}
}

// A desk whose database cannot grow waits until it can, and does not end: the site is served meanwhile.
func TestAFullDatabaseEndsNothing(t *testing.T) {
	newRoom(t, ferries()).round(0) // see builds
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t, ferries())
		began := time.Now()
		now := func() time.Time { return morning.Add(time.Since(began)) }
		r.desk.Now = now
		r.desk.Queue = &work.Rows{DB: r.db, Now: now, Nap: time.Minute}
		pages := func(most string) {
			if _, err := r.db.Handle().ExecContext(t.Context(), "PRAGMA max_page_count = "+most); err != nil {
				t.Error(err)
			}
		}
		pages("1") // SQLite takes it for as many as there are
		ctx, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		time.AfterFunc(20*time.Minute, func() {
			if begun, over := r.told(); begun != 1 || over != 0 {
				t.Errorf("while it is full: told %d times, over %d times", begun, over)
			}
			pages("1000000")
		})
		if err := r.desk.Run(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the desk has ended: %v", err)
		}
		if ctx.Err() == nil {
			t.Error("the desk has ended before its time")
		}
		if begun, over := r.told(); begun != 1 || over != 1 || len(r.items()) != 3 {
			t.Errorf("told %d times, over %d times; %d articles", begun, over, len(r.items()))
		}
		if len(r.buried()) > 0 {
			t.Errorf("buried %v", r.buried())
		}
	})
}

// Whatever meets trouble of our own, a source is not to blame for it.
func TestWhatIsOurs(t *testing.T) {
	newRoom(t, ferries()).round(0) // see builds
	for _, c := range []struct {
		err  error
		ours bool
	}{
		{&news.Ours{Err: errors.New("no route")}, true},
		{fmt.Errorf("open: %w", syscall.EMFILE), true},
		{fmt.Errorf("keep it: %w", &fs.PathError{Op: "write", Path: "place", Err: syscall.ENOSPC}), true},
		{&fs.PathError{Op: "write", Path: "place", Err: syscall.EDQUOT}, true},
		{&fs.PathError{Op: "open", Path: "place", Err: syscall.EROFS}, true},
		{&fs.PathError{Op: "sync", Path: "place", Err: syscall.EIO}, true},
		{&fs.PathError{Op: "read", Path: "a bad place", Err: syscall.EIO}, false},
		{fmt.Errorf("ask: %w", syscall.ECONNREFUSED), false},
		{news.ErrNoText, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := newRoom(t, ferries())
			if err := r.desk.Begin(t.Context()); err != nil {
				t.Fatal(err)
			}
			r.desk.Fetcher = failing{c.err}
			if _, err := r.desk.Poll(t.Context()); err != nil {
				t.Fatal(err)
			}
			err := r.db.View(t.Context(), func(tx *store.Tx) error {
				w, err := tx.Source("courier")
				if ours := w.Errors == 0; ours != c.ours {
					t.Errorf("%v: %d errors of the source", c.err, w.Errors)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// failing is a way out on which every request fails alike.
type failing struct{ err error }

func (f failing) Fetch(_ context.Context, req news.Request) (news.Capture, error) {
	return news.Capture{URL: req.URL}, f.err
}
