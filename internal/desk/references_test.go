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

// keepPage archives an answer of a lead beside what the desk has fetched.
func (r *room) keepPage(lead store.LeadID, asked, final, body string, prior news.Ref) news.Ref {
	r.t.Helper()
	ref, err := r.desk.Archive.Put(news.Capture{URL: asked, Final: final, Status: 200, Proto: "HTTP/1.1", At: r.clock(), Body: []byte(body)}, prior)
	if err == nil {
		err = r.db.Update(r.t.Context(), func(tx *store.Tx) error { return tx.AddCapture(ref, "", lead) })
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return ref
}

// A backup that is put back long after the loss takes nothing with it that was captured since, however often the desk was
// started before it captured anything.
func TestABackupThatIsPutBackReplacesNothing(t *testing.T) {
	for starts := range 3 {
		r := newRoom(t, ferries())
		r.round(0)
		kept := r.captured(false)
		var whole []byte
		var name string
		damage := func(file string) {
			name = file
			var err error
			if whole, err = os.ReadFile(file); err == nil {
				err = os.Truncate(file, kept[2].Offset+30)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for range starts + 1 {
			r.reopen(t, damage)
			damage = func(string) {}
			if _, _, err := r.desk.Recover(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		newer := r.keepPage(kept[3].Lead, kept[3].URL, kept[3].URL, "Ferry line three sails again.", news.Ref{})
		r.reopen(t, func(string) {
			if err := os.WriteFile(name, whole, 0o600); err != nil {
				t.Fatal(err)
			}
		})
		if _, found, err := r.desk.Recover(t.Context()); err != nil || found != 2 || len(r.captured(true)) != 0 {
			t.Errorf("%d starts: found %d, lost %v, %v", starts, found, r.captured(true), err)
		}
		for _, ref := range []news.Ref{kept[2].Ref, kept[3].Ref, newer} {
			if _, err := r.desk.Archive.Get(ref); err != nil {
				t.Errorf("%d starts: %v", starts, err)
			}
		}
	}
}

// A lost capture and those that point to it are counted and asked for once, whatever address they were asked at and whichever
// file they lie in.
func TestWhatPointsToALostBodyIsLostOnce(t *testing.T) {
	r := newRoom(t, ferries())
	r.round(0)
	kept := r.captured(false)
	one := kept[1]
	again := r.keepPage(one.Lead, one.URL, one.URL, "A notice of the ferry line.", news.Ref{})
	r.keepPage(one.Lead, one.URL, one.URL, "A notice of the ferry line.", again) // in the same file
	if err := r.desk.Archive.Next(); err != nil {
		t.Fatal(err)
	}
	moved := r.keepPage(kept[2].Lead, "https://courier.example/moved", one.URL, "A notice of the ferry line.", again)
	other := r.keepPage(kept[3].Lead, kept[3].URL, kept[3].URL, "A notice of the ferry line.", news.Ref{}) // whole
	r.reopen(t, func(file string) {
		if err := os.Truncate(file, again.Offset+5); err != nil {
			t.Fatal(err)
		}
	})
	losses, _, err := r.desk.Recover(t.Context())
	if err != nil || len(losses) != 1 || losses[0].Captures != 3 || losses[0].Pages != 2 {
		t.Errorf("losses %+v, %v", losses, err)
	}
	lost := r.captured(true)
	if len(lost) != 3 || lost[2].Ref.File != moved.File {
		t.Errorf("lost: %+v", lost)
	}
	for _, k := range r.captured(false) {
		if _, err := r.desk.Archive.Get(k.Ref); err != nil {
			t.Errorf("not marked: %v", err)
		}
	}
	if _, err := r.desk.Archive.Get(other); err != nil {
		t.Error(err)
	}
}

// countedReads counts how often each capture is read.
type countedReads struct {
	*archive.Dir
	read map[news.Ref]int
}

func (c countedReads) Get(ref news.Ref) (news.Capture, error) {
	c.read[ref]++
	return c.Dir.Get(ref)
}

// However many captures of one body are lost, those that point to it are read once.
func TestWhatMayPointToALostBodyIsReadOnce(t *testing.T) {
	r := newRoom(t, ferries())
	r.round(0)
	one := r.captured(false)[1]
	first := r.keepPage(one.Lead, one.URL, one.URL, "A notice of the ferry line.", news.Ref{})
	if err := r.desk.Archive.Next(); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		r.keepPage(one.Lead, one.URL, one.URL, "A notice of the ferry line.", first)
	}
	if err := r.desk.Archive.Next(); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		r.keepPage(one.Lead, one.URL, one.URL, "A notice of the ferry line.", first)
	}
	r.reopen(t, func(file string) {
		files, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*.warc.gz"))
		if err == nil {
			err = os.Remove(files[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	c := countedReads{r.desk.Archive.(*archive.Dir), map[news.Ref]int{}}
	r.desk.Archive = c
	if losses, _, err := r.desk.Recover(t.Context()); err != nil || len(losses) != 1 || losses[0].Captures != 20 || losses[0].Pages > 1 {
		t.Errorf("losses %+v, %v", losses, err)
	}
	for ref, n := range c.read {
		if n > 1 {
			t.Errorf("%s at %d is read %d times", ref.File, ref.Offset, n)
		}
	}
}

// What was given up is told for a while; a page that holds no report is not.
func TestGivenUp(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("one|Ferry line one is closed", "none|Ferry line nine is closed"),
		"https://courier.example/one", pageOf("Ferry line one is closed", "3,one"), "https://courier.example/none", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><body></body></html>"))
	r.round(0)
	began := r.now
	given := func(since time.Time) int {
		t.Helper()
		n, err := r.desk.GivenUp(t.Context(), since)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	var missing store.LeadID
	for _, task := range r.buried() {
		if task.Kind != store.Fetch {
			t.Errorf("given up: %+v", task)
		}
	}
	for id := range store.LeadID(3) {
		err := r.db.View(t.Context(), func(tx *store.Tx) error {
			rec, err := tx.Lead(id)
			if err == nil && rec.Lead.URL == "https://courier.example/none" {
				missing = id
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if missing == 0 || len(r.buried()) != 1 || given(began) != 0 {
		t.Fatalf("lead %d, buried %v, told %d", missing, r.buried(), given(began))
	}
	r.now = r.now.Add(time.Hour)
	err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.Add(store.ReadTask(missing, time.Time{})) })
	if err != nil {
		t.Fatal(err)
	}
	r.round(0) // there is still none
	if given(r.now) != 1 || given(r.now.Add(time.Minute)) != 0 || given(began) != 1 {
		t.Errorf("told %d, of later %d, of all %d; buried %+v", given(r.now), given(r.now.Add(time.Minute)), given(began), r.buried())
	}
}
