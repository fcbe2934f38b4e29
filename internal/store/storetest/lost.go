package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// captured is a capture of one report, n hours after noon.
func captured(n int, file string, pos int64, digest string) news.Ref {
	return news.Ref{
		URL: "https://a.example/1", Hash: news.Hash("h" + digest), Digest: digest, File: file,
		Offset: pos, Length: 10, Status: 200, At: noon.Add(time.Duration(n) * time.Hour),
	}
}

// addCaptured adds three captures of lead 7 and one of a list.
func addCaptured(t *testing.T, db *store.DB) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(
			tx.AddCapture(captured(1, "one", 100, "x"), "", 7), tx.AddCapture(captured(2, "one", 40, "y"), "", 7),
			tx.AddCapture(captured(3, "two", 5, "y"), "", 7), tx.AddCapture(captured(4, "three", 0, "z"), "gazette", 0))
	})
}

// places: the questions where in the archive captures are.
func places(t *testing.T, db *store.DB) {
	addCaptured(t, db)
	view(t, db, func(tx *store.Tx) error {
		ends, err := tx.FileEnds()
		if want := []store.FileEnd{{File: "one", End: 110}, {File: "three", End: 10}, {File: "two", End: 15}}; !reflect.DeepEqual(ends, want) {
			t.Errorf("ends = %v, %v", ends, err)
		}
		for size, want := range map[int64]int{-1: 2, 49: 2, 50: 1, 109: 1, 110: 0} {
			if n, err := tx.CountBeyond("one", size); n != want || err != nil {
				t.Errorf("beyond %d: %d, %v", size, n, err)
			}
		}
		return err
	})
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.KeptAfter(1, 2)
		if len(list) != 2 || list[0].ID != 2 || list[1].Lead != 7 {
			t.Errorf("after 1: %+v, %v", list, err)
		}
		if list, err = tx.Beyond("one", 30, 10); len(list) != 2 || list[0].Ref != captured(2, "one", 40, "y") {
			t.Fatalf("beyond 30: %+v, %v", list, err)
		}
		repeats, err := tx.Repeats(list[0])
		if len(repeats) != 1 || repeats[0].File != "two" {
			t.Errorf("repeats: %+v, %v", repeats, err)
		}
		return err
	})
}

// A capture that is lost is found by no question for a capture to read, and is where it was once it is found again.
func lost(t *testing.T, db *store.DB) {
	addCaptured(t, db)
	update(t, db, func(tx *store.Tx) error {
		var err error
		for _, ref := range []news.Ref{captured(2, "one", 40, "y"), captured(3, "two", 5, "y")} {
			at, kerr := tx.KeptOf(7, ref)
			if len(at) != 1 {
				t.Fatalf("at its place: %+v, %v", at, kerr)
			}
			err = errors.Join(err, kerr, tx.SetLost(at[0].ID, true))
		}
		return err
	})
	view(t, db, func(tx *store.Tx) error {
		full, err1 := tx.FullCapture("https://a.example/1")
		last, err2 := tx.LastCapture(7)
		same, err3 := tx.CaptureOf("https://a.example/1", "hy")
		if full.Digest != "z" || last.Digest != "x" || same.File != "" {
			t.Errorf("full %+v, last %+v, same %+v", full, last, same)
		}
		ends, err4 := tx.FileEnds()
		if len(ends) != 2 {
			t.Errorf("ends = %v", ends)
		}
		return errors.Join(err1, err2, err3, err4)
	})
	view(t, db, func(tx *store.Tx) error {
		for size, want := range map[int64]int{-1: 1, 49: 1, 50: 0} {
			if n, err := tx.CountLostBeyond("one", size); n != want || err != nil {
				t.Errorf("lost beyond %d: %d, %v", size, n, err)
			}
		}
		since, err1 := tx.LostSince(7)
		n, _, err2 := tx.Captures()
		gone, err3 := tx.CountLost()
		list, err4 := tx.Lost(0, 10)
		if !since || n != 2 || gone != 2 || len(list) != 2 {
			t.Errorf("since %v, %d captures, %d lost: %+v", since, n, gone, list)
		}
		return errors.Join(err1, err2, err3, err4)
	})
	foundAgain(t, db)
}

// foundAgain: all that was lost is there again.
func foundAgain(t *testing.T, db *store.DB) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error {
		list, err := tx.Lost(0, 10)
		for _, k := range list {
			err = errors.Join(err, tx.SetLost(k.ID, false))
		}
		if last, _ := tx.LastCapture(7); last.Digest != "y" {
			t.Errorf("found again: %+v", last)
		}
		if since, _ := tx.LostSince(7); since {
			t.Error("nothing is lost any more")
		}
		return err
	})
}

// A transaction that names a capture is committed after the archive was flushed, and undone if that fails.
func flush(t *testing.T, db *store.DB) {
	var said []string
	var fault error
	count := func() (n int64) {
		view(t, db, func(tx *store.Tx) (err error) { n, _, err = tx.Captures(); return err })
		return n
	}
	db.Flush = func(...news.Ref) error { said = append(said, fmt.Sprint("flushed before ", count())); return fault }
	add := func(at int64) error {
		return db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.AddCapture(news.Ref{URL: "https://a.example/1", File: "one", Offset: at, Length: 10, At: noon}, "", 7)
		})
	}
	update(t, db, func(tx *store.Tx) error { return tx.SetHostNotes("a.example", []byte("names none")) })
	if err := add(0); err != nil {
		t.Error(err)
	}
	fault = errors.New("the disk is full")
	if err := add(10); !errors.Is(err, fault) {
		t.Errorf("error %v", err)
	}
	if want := []string{"flushed before 0", "flushed before 1"}; !slices.Equal(said, want) || count() != 1 {
		t.Errorf("said %q, %d captures", said, count())
	}
}

// What is lost counts as fetched again when its page, or the list of its source, was captured anew. Pages of sources that are
// not watched, and those off the beat, are not waited for.
func unfetched(t *testing.T, db *store.DB) {
	var page, off store.LeadID
	at := int64(0)
	capture := func(tx *store.Tx, url string, source news.SourceID, lead store.LeadID) error {
		at += 100
		return tx.AddCapture(news.Ref{URL: url, Digest: fmt.Sprint(at), File: "one", Offset: at, Length: 10, Status: 200, At: noon}, source, lead)
	}
	update(t, db, func(tx *store.Tx) error {
		err := tx.Sync([]news.Source{{ID: "gazette", URL: "https://gazette.example/feed"}})
		for _, l := range []struct {
			key   string
			state store.LeadState
			id    *store.LeadID
		}{{"https://gazette.example/1", store.LeadRead, &page}, {"https://gazette.example/2", store.LeadOff, &off}} {
			_, _, aerr := tx.AddLead(news.Lead{Key: l.key, URL: l.key, Source: "gazette", Seen: noon}, l.state, "")
			rec, lerr := tx.LeadByKey(l.key)
			*l.id = rec.ID
			err = errors.Join(err, aerr, lerr)
		}
		err = errors.Join(err, capture(tx, "https://gazette.example/feed", "gazette", 0), capture(tx, "https://gazette.example/1", "", page),
			capture(tx, "https://gazette.example/1", "", page), capture(tx, "https://gazette.example/2", "", off), capture(tx, "https://other.example/", "other", 0))
		list, kerr := tx.KeptAfter(0, 100)
		for _, k := range list {
			err = errors.Join(err, tx.SetLost(k.ID, true))
		}
		return errors.Join(err, kerr)
	})
	count := func(wantPages, wantLists int) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			pages, lists, err := tx.CountUnfetched()
			if pages != wantPages || lists != wantLists {
				t.Errorf("%d pages and %d lists, want %d and %d", pages, lists, wantPages, wantLists)
			}
			return err
		})
	}
	count(1, 1)
	update(t, db, func(tx *store.Tx) error { return capture(tx, "https://gazette.example/1", "", page) })
	count(0, 1)
	update(t, db, func(tx *store.Tx) error { return capture(tx, "https://gazette.example/feed", "gazette", 0) })
	count(0, 0)
}
