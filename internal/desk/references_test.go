package desk_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// ferries is an outlet with three reports, whose pages answer with validators.
func ferries() string {
	files := []string{courier, feedOf("one|Ferry line one is closed", "two|Ferry line two is closed", "three|Ferry line three is closed")}
	for _, n := range []string{"one", "two", "three"} {
		files = append(files, "https://courier.example/"+n, pageOf("Ferry line "+n+" is closed", "3,"+n))
	}
	return web(files...)
}

// reopen closes the archive of a room, lets damage change its files, and opens it again.
func (r *room) reopen(t *testing.T, damage func(file string)) {
	t.Helper()
	dir := r.archive()
	if err := r.desk.Archive.(*archive.Dir).Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	damage(files[0])
	a, err := archive.Open(dir, archive.Options{Now: r.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	r.desk.Archive = a
	r.db.Flush = a.Flush
}

// captured are the captures of a kind that the database knows, in the order of their places.
func (r *room) captured(lost bool) (out []store.Kept) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) (err error) {
		if lost {
			out, err = tx.Lost(0, 100)
		} else {
			out, err = tx.KeptAfter(0, 100)
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

func (r *room) tasks() []store.Task {
	r.t.Helper()
	var out []store.Task
	err := r.db.View(r.t.Context(), func(tx *store.Tx) (err error) { out, err = tx.Waiting(100); return err })
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// What the archive has lost is asked for again, without validators, and is there again after the next round; reports
// stay as they are meanwhile.
func TestWhatTheArchiveHasLostIsAskedForAgain(t *testing.T) {
	for _, c := range []struct {
		name           string
		damage         func(t *testing.T, file string, kept []store.Kept)
		lost           int
		pages, sources int
	}{
		{"nothing", func(*testing.T, string, []store.Kept) {}, 0, 0, 0},
		{"its tail", func(t *testing.T, file string, kept []store.Kept) {
			if err := os.Truncate(file, kept[2].Offset+30); err != nil {
				t.Fatal(err)
			}
		}, 2, 2, 0},
		{"its one file", func(t *testing.T, file string, _ []store.Kept) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}, 4, 3, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, ferries())
			r.round(0)
			before := r.items()
			kept := r.captured(false)
			if len(kept) != 4 || kept[0].Source != "courier" {
				t.Fatalf("captures: %+v", kept)
			}
			r.reopen(t, func(file string) { c.damage(t, file, kept) })
			found, err := r.desk.Losses(t.Context())
			if err != nil || (len(found) > 0) != (c.lost > 0) || len(r.captured(true)) > 0 {
				t.Errorf("losses %+v, %v", found, err)
			}
			losses, _, err := r.desk.Recover(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var sum desk.Loss
			for _, l := range losses {
				sum.Captures, sum.Pages, sum.Sources = sum.Captures+l.Captures, sum.Pages+l.Pages, sum.Sources+l.Sources
			}
			if sum.Captures != c.lost || sum.Pages != c.pages || sum.Sources != c.sources || len(r.captured(true)) != c.lost {
				t.Errorf("lost %+v", sum)
			}
			if again, _, _ := r.desk.Recover(t.Context()); len(again) > 0 {
				t.Errorf("what is known to be lost is lost again: %+v", again)
			}
			r.round(time.Hour)
			for title, it := range r.items() {
				if old := before[title]; old.Article.Version != it.Article.Version || it.Article.Text() != old.Article.Text() {
					t.Errorf("%s changed", title)
				}
			}
			readable := 0
			for _, k := range r.captured(false) {
				if _, err := r.desk.Archive.Get(k.Ref); err != nil {
					t.Error(err)
				} else if k.Lead != 0 {
					readable++
				}
			}
			if readable < 3 || len(r.buried()) > 0 {
				t.Errorf("%d pages can be read, buried %v", readable, r.buried())
			}
		})
	}
}

// A file that is put back has its captures again.
func TestAFileThatIsPutBackIsFound(t *testing.T) {
	r := newRoom(t, ferries())
	r.round(0)
	var text []byte
	var name string
	r.reopen(t, func(file string) {
		name = file
		var err error
		if text, err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(file, 0); err != nil {
			t.Fatal(err)
		}
	})
	if _, _, err := r.desk.Recover(t.Context()); err != nil || len(r.captured(true)) != 4 {
		t.Fatalf("lost %v, %v", r.captured(true), err)
	}
	r.round(time.Hour) // writes to another file
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, found, err := r.desk.Recover(t.Context()); found != 4 || err != nil || len(r.captured(true)) != 0 {
		t.Errorf("found %d, %v", found, err)
	}
}

// Damage in the middle of a file is noticed when the page is read, or when all are: the page is fetched again, and read.
func TestDamageInTheMiddleIsFetchedAgain(t *testing.T) {
	scratch := func(t *testing.T, r *room) store.Kept {
		k := r.captured(false)[2]
		r.reopen(t, func(file string) {
			f, err := os.OpenFile(file, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteAt(make([]byte, 60), k.Offset+100); err != nil {
				t.Fatal(err)
			}
		})
		if losses, _, err := r.desk.Recover(t.Context()); len(losses) > 0 || err != nil {
			t.Fatalf("losses %v, %v", losses, err)
		}
		return k
	}
	healed := func(t *testing.T, r *room, k store.Kept) {
		t.Helper()
		r.round(time.Minute)
		r.round(time.Minute)
		var last news.Ref
		err := r.db.View(t.Context(), func(tx *store.Tx) (err error) { last, err = tx.LastCapture(k.Lead); return err })
		if err != nil || last.File == "" || last == k.Ref {
			t.Errorf("last capture %+v, %v", last, err)
		}
		if _, err := r.desk.Archive.Get(last); err != nil {
			t.Error(err)
		}
		for _, task := range r.tasks() {
			if task.Tries > 0 || task.Kind == store.Read {
				t.Errorf("left over: %+v", task)
			}
		}
		for title, it := range r.items() {
			if it.Article.Version != 1 {
				t.Errorf("%s: version %d", title, it.Article.Version)
			}
		}
	}
	t.Run("read", func(t *testing.T) {
		r := newRoom(t, ferries())
		r.round(0)
		k := scratch(t, r)
		if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
			t.Fatal(err)
		}
		healed(t, r, k)
	})
	t.Run("examined", func(t *testing.T) {
		r := newRoom(t, ferries())
		r.round(0)
		k := scratch(t, r)
		l, damage, read, err := r.desk.Examine(t.Context())
		if err != nil || len(damage) != 1 || read != 4 || l.Pages != 1 {
			t.Errorf("loss %+v of %d, damage %v, %v", l, read, damage, err)
		}
		healed(t, r, k)
	})
}

// Pages of a source that is no longer watched are not asked for.
func TestLostPagesOfOthersAreLeft(t *testing.T) {
	r := newRoom(t, ferries())
	r.round(0)
	r.desk.Sources = nil
	if err := r.desk.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.reopen(t, func(file string) { os.Remove(file) })
	losses, _, err := r.desk.Recover(t.Context())
	if err != nil || len(losses) != 1 || losses[0].Pages != 0 || losses[0].Left != 3 || losses[0].Sources != 0 {
		t.Errorf("losses %+v, %v", losses, err)
	}
}
