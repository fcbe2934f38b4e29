package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/story"
)

var storyNoon = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

const storyBody = "The river rose by two metres during the night, and eight thousand people had to leave their homes before the dam was closed again."

// storeOf is a store with articles, each in its story.
func storeOf(t *testing.T, stories map[string]string) *store.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		for id, in := range stories {
			a := storetest.Article(id, storyBody+" Says "+id+".")
			r := store.Reading{Article: a, Story: news.StoryID(in)}
			if r.Fingerprint, err = dedupe.Of(a.Paragraphs()).MarshalBinary(); err != nil {
				return err
			}
			if r.Features, err = story.Of(a.Title, a.Paragraphs(), a.Lang).MarshalBinary(); err != nil {
				return err
			}
			if err := tx.AddArticle(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// move moves articles from where they are.
func move(t *testing.T, db *store.DB, n *neighbours, to string, ids ...news.ArticleID) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		var moves []story.Move
		for _, id := range ids {
			from, _, err := tx.StoryOf(id)
			if err != nil {
				return err
			}
			moves = append(moves, story.Move{Article: id, From: from, To: news.StoryID(to)})
		}
		return n.write(tx, moves)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The page of a story that had several articles leads on to where they went, until the
// story has some again.
func TestMovedStoriesLeadOn(t *testing.T) {
	db := storeOf(t, map[string]string{"one": "a", "two": "a", "three": "b", "four": "c"})
	var n neighbours
	expect := func(want string) {
		t.Helper()
		err := db.View(t.Context(), func(tx *store.Tx) error {
			moved, err := tx.Moved()
			if got := fmt.Sprint(moved); got != want {
				t.Errorf("moved = %s, want %s", got, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	move(t, db, &n, "c", "three") // one article alone had no page
	expect("map[]")
	move(t, db, &n, "c", "one", "two")
	expect("map[a:c]")
	move(t, db, &n, "d", "one", "two", "three", "four")
	expect("map[a:c c:d]")
	move(t, db, &n, "a", "one")
	expect("map[c:d d:a]")
}

// placeCopy places a report with the words of another.
func placeCopy(t *testing.T, db *store.DB, n *neighbours, of string) (in news.StoryID) {
	t.Helper()
	a := storetest.Article("copy", storyBody+" Says "+of+".")
	body := a.Paragraphs()
	err := db.Update(t.Context(), func(tx *store.Tx) (err error) {
		at, err := n.place(tx, a, dedupe.Of(body), story.Of(a.Title, body, a.Lang), storyNoon)
		in = at.story
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// Of an archive that was imported just now, only what is of the time of a new report is read as its neighbours; a report without a date is
// of the time when it came.
func TestNeighboursAreOfTheirTime(t *testing.T) {
	db := storeOf(t, map[string]string{"one": "a"})
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		for id, published := range map[string]time.Time{"old": storyNoon.Add(-window - day), "young": storyNoon.Add(-window + day), "undated": {}} {
			a := storetest.Article(id, storyBody+" Says "+id+".")
			a.Published = published
			if err := tx.AddArticle(store.Reading{Article: a, Story: news.StoryID(id)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var n neighbours
	placeCopy(t, db, &n, "one")
	if got := fmt.Sprint(slices.Sorted(maps.Keys(n.of))); got != "[one undated young]" {
		t.Errorf("the neighbours are %s", got)
	}
}

// What another process has moved is found where it is now.
func TestMovesOfAnotherProcessAreFollowed(t *testing.T) {
	db := storeOf(t, map[string]string{"one": "a"})
	var here, there neighbours
	if in := placeCopy(t, db, &here, "one"); in != "a" {
		t.Fatalf("placed in %q, want a", in)
	}
	move(t, db, &there, "b", "one")
	if in := placeCopy(t, db, &here, "one"); in != "b" {
		t.Errorf("placed in %q, want b, where the other process has moved it", in)
	}
}

// What is read before a report waits for its turn serves, with what others have written since; what is in memory already is not read again.
func TestNeighboursAreReadBeforeTheTurn(t *testing.T) {
	db := storeOf(t, map[string]string{"one": "a"})
	var here, there neighbours
	warm := func() {
		t.Helper()
		if err := here.warm(t.Context(), db, storyNoon); err != nil {
			t.Fatal(err)
		}
	}
	warm()
	if got := fmt.Sprint(here.of); got != "map[one:a]" {
		t.Fatalf("read before the turn: %s", got)
	}
	move(t, db, &there, "b", "one")
	warm()
	if got := fmt.Sprint(here.of); got != "map[one:a]" {
		t.Errorf("read again: %s", got)
	}
	if in := placeCopy(t, db, &here, "one"); in != "b" {
		t.Errorf("placed in %q, want b, where the other process has moved it", in)
	}
}

// Features that another version of the program stored are taken anew from the text: the reports of before an upgrade
// draw those after it.
func TestFeaturesOfAnotherFormAreTakenAnew(t *testing.T) {
	db := storeOf(t, nil)
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		return tx.AddArticle(store.Reading{Article: storetest.Article("one", storyBody), Story: "a", Features: []byte{0, 'e', 'n'}})
	})
	if err != nil {
		t.Fatal(err)
	}
	a := storetest.Article("two", storyBody+" The dam is watched now.")
	body := a.Paragraphs()
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		var n neighbours
		at, err := n.place(tx, a, dedupe.Fingerprint{}, story.Of(a.Title, body, a.Lang), storyNoon)
		if at.story != "a" {
			t.Errorf("placed in %q, want a", at.story)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Features of another form are written anew when the desk begins, once, and only those of recent reports.
func TestFeaturesAreRenewedOnce(t *testing.T) {
	db := storeOf(t, map[string]string{"new": "c"})
	other := []byte{story.Form + 1, 'e', 'n', 0, 0, 0}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		for i := range renewedAtOnce + 5 {
			a := storetest.Article(fmt.Sprint("old", i), storyBody)
			if err := tx.AddArticle(store.Reading{Article: a, Story: "a", Features: other}); err != nil {
				return err
			}
		}
		past := storetest.Article("past", storyBody)
		past.Captured = past.Captured.Add(-2 * window)
		return tx.AddArticle(store.Reading{Article: past, Story: "b", Features: other})
	})
	if err != nil {
		t.Fatal(err)
	}
	d := &Desk{DB: db, Now: func() time.Time { return storetest.Article("new", "").Captured.Add(time.Hour) }}
	if err := d.renewFeatures(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = db.View(t.Context(), func(tx *store.Tx) error {
		left, err := tx.OtherFeatures(0, time.Time{}, story.Form, 1000)
		if len(left) != 1 || left[0].ID != "past" {
			t.Errorf("%d reports have features of another form, want the one of long ago", len(left))
		}
		if err != nil {
			return err
		}
		for _, id := range []news.ArticleID{"new", "old0", "old104"} {
			p, err := tx.Placed(id)
			if err != nil {
				return err
			}
			var f story.Features
			if err := f.UnmarshalBinary(p.Features); err != nil || f.Empty() {
				t.Errorf("features of %s: %v", id, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What another process has moved meanwhile is not moved again.
func TestStaleMovesAreNotWritten(t *testing.T) {
	db := storeOf(t, map[string]string{"one": "b"})
	var n neighbours
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		return n.write(tx, []story.Move{{Article: "one", From: "a", To: "c"}, {Article: "gone", From: "a", To: "c"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(t.Context(), func(tx *store.Tx) error {
		in, _, err := tx.StoryOf("one")
		if in != "b" {
			t.Errorf("moved to %q", in)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// When moves cannot be written, what is in memory is read anew.
func TestUnwrittenMovesAreForgotten(t *testing.T) {
	db := storeOf(t, map[string]string{"one": "a"})
	var n neighbours
	placeCopy(t, db, &n, "one")
	n.of["one"] = "b"
	full := errors.New("disk full")
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		if err := n.write(tx, []story.Move{{Article: "one", From: "a", To: "b"}}); err != nil {
			return err
		}
		return full
	})
	if !errors.Is(err, full) {
		t.Fatal(err)
	}
	if in := placeCopy(t, db, &n, "one"); in != "a" {
		t.Errorf("placed in %q, want a", in)
	}
}

// forgetful is a context that forgets the stories at some of the looks at whether it has ended.
type forgetful struct {
	context.Context
	near  *neighbours
	times *int // how often it still forgets
}

func (f forgetful) Err() error {
	if f.near.mu.TryLock() {
		forget := *f.times > 0 && f.near.stories != nil
		if forget {
			*f.times--
		}
		f.near.mu.Unlock()
		if forget {
			f.near.forget()
		}
	}
	return f.Context.Err()
}

// A regrouping that is discarded is tried once more, and does not count as done.
func TestDiscardedRegrouping(t *testing.T) {
	for times, want := range []bool{true, true, false} {
		d := &Desk{DB: storeOf(t, map[string]string{"one": "a"}), Now: func() time.Time { return storyNoon }}
		done, err := d.gather(forgetful{t.Context(), &d.near, &times})
		if done != want || err != nil {
			t.Errorf("done: %v, %v, want %v", done, err, want)
		}
	}
}

// Which of two prints is the original may turn out later. What is in memory follows, as if it had been read anew, and it
// is not: many prints turn when a desk of before is read anew.
func TestTurnedPrintsAreFollowed(t *testing.T) {
	db := storeOf(t, map[string]string{"one": "a", "two": "a", "three": "b"})
	d := &Desk{DB: db, Now: func() time.Time { return storyNoon }}
	update := func(f func(*store.Tx) error) {
		t.Helper()
		if err := db.Update(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	update(func(tx *store.Tx) error {
		for id, at := range map[news.ArticleID]time.Time{"one": storyNoon.Add(-2 * time.Hour), "two": storyNoon.Add(-time.Hour)} {
			if _, err := tx.SQL().Exec("UPDATE article SET hour = 'given', published = $2 WHERE id = $1", string(id), at.UnixMilli()); err != nil {
				return err
			}
		}
		for _, id := range []news.ArticleID{"one", "two"} {
			a, err := tx.Article(id)
			if err == nil {
				err = tx.SaveDigest(news.Digest{Article: id, Version: 1, By: "m", Text: a.TextHash()})
			}
			if err != nil {
				return err
			}
		}
		return tx.SetCopyOf("one", "two")
	})
	placeCopy(t, db, &d.near, "two")
	memory := d.near.copies
	update(func(tx *store.Tx) error { return d.reorder(tx, "one") })
	update(func(tx *store.Tx) error {
		if of, err := tx.CopyOf("two"); err != nil || of != "one" {
			t.Errorf("two repeats %q, %v", of, err)
		}
		return nil
	})
	placeCopy(t, db, &d.near, "one")
	var anew neighbours
	placeCopy(t, db, &anew, "one")
	if d.near.copies != memory {
		t.Error("the reports of ten days were read anew")
	}
	if got, want := fmt.Sprint(d.near.repeats, d.near.of), fmt.Sprint(anew.repeats, anew.of); got != want {
		t.Errorf("in memory is %s, want %s", got, want)
	}
	for _, says := range []string{"one", "two"} {
		a := storetest.Article("another", storyBody+" Says "+says+".")
		a.Hour, a.Published = news.HourGiven, storyNoon.Add(time.Hour)
		update(func(tx *store.Tx) error {
			at, err := d.near.place(tx, a, dedupe.Of(a.Paragraphs()), story.Of(a.Title, a.Paragraphs(), a.Lang), storyNoon)
			if at.copyOf != "one" || at.story != "a" {
				t.Errorf("what says %s repeats %q, in story %q", says, at.copyOf, at.story)
			}
			return err
		})
	}
}
