package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// sights: what looks met with is kept in order, whatever is said of the report meanwhile.
func sights(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "Text."), Story: "s1"})
	want := []news.Sight{
		{At: noon, Seen: news.SightGone, Status: 404, URL: "https://a.example/one", Kept: true, File: "w-1.warc.gz", Offset: 5 << 31, Reached: true},
		{At: noon.Add(2 * time.Hour), Seen: news.SightRefused},
		{At: noon.Add(time.Hour), Seen: news.SightBack, Status: 200}, // written later, whatever the clock says
	}
	var before int64
	view(t, db, func(tx *store.Tx) (err error) { before, err = tx.LastChange(); return err })
	for _, s := range want {
		update(t, db, func(tx *store.Tx) error { return tx.AddSight("one", s) })
	}
	update(t, db, func(tx *store.Tx) error { return tx.Withdraw("one", noon) })
	update(t, db, func(tx *store.Tx) error { return tx.Withdraw("one", time.Time{}) })
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Sights("one")
		if !slices.Equal(got, want) {
			t.Errorf("sights = %+v", got)
		}
		items, ierr := tx.Items([]news.ArticleID{"one"})
		if ierr != nil || len(items) != 1 || !slices.Equal(items[0].Sights, want) {
			t.Errorf("items = %+v, %v", items, ierr)
		}
		if rows, _ := tx.Changed(before, 10); len(rows) != 1 {
			t.Errorf("%d articles changed by a sight", len(rows))
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.Withdraw("one", noon) })
	view(t, db, func(tx *store.Tx) error {
		old, err := tx.Version("one", 1)
		items, ierr := tx.Items([]news.ArticleID{"one"})
		if ierr != nil || !items[0].Article.Withdrawn.Equal(noon) || !old.Withdrawn.IsZero() {
			t.Errorf("the report is withdrawn %v, its version %v", items, old.Withdrawn)
		}
		return err
	})
}

// neighbours are what tells a report that is gone from an outlet that is out of order.
func neighbours(t *testing.T, db *store.DB) {
	add := func(key string, id news.ArticleID, checked time.Time, status int) store.LeadID {
		var n store.LeadID
		update(t, db, func(tx *store.Tx) (err error) {
			l := news.Lead{Source: "a", URL: "https://a.example/" + key, Key: key, Title: key, Seen: noon}
			if n, _, err = tx.AddLead(l, store.LeadRead, ""); err != nil {
				return err
			}
			if err := tx.SetLook(store.LeadRecord{ID: n, State: store.LeadRead, Article: id, Looks: 2, Checked: checked}); err != nil {
				return err
			}
			if status == 0 {
				return nil
			}
			return tx.AddCapture(news.Ref{URL: l.URL, Hash: "h", Digest: "d", File: "f", Status: status, At: checked}, "", n)
		})
		return n
	}
	for _, id := range []string{"one", "two", "three"} {
		save(t, db, store.Reading{Article: Article(id, "Text of "+id+"."), Story: news.StoryID(id)})
	}
	add("one", "one", noon, 404)
	two := add("two", "two", noon.Add(time.Minute), 200)
	add("three", "three", noon.Add(-48*time.Hour), 0)
	unread := add("four", "", noon, 404)
	add("five", "", noon.Add(-48*time.Hour), 404) // never read, and not looked at since
	update(t, db, func(tx *store.Tx) error { return tx.AddSight("three", news.Sight{At: noon, Seen: news.SightLegal}) })
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Neighbours("a", "one", noon.Add(-time.Hour), 10)
		if len(got) != 3 {
			t.Fatalf("neighbours = %+v", got)
		}
		if n := got[0]; n.Lead != unread || n.Article != "" || n.Status != 404 || !n.At.Equal(noon) {
			t.Errorf("the one never read: %+v", n)
		}
		if n := got[1]; n.Article != "three" || n.Seen != news.SightLegal || n.Status != 0 {
			t.Errorf("the one read long ago: %+v", n)
		}
		if n := got[2]; n.Lead != two || n.Kind != news.PageArticle || n.Looks != 2 || !n.Checked.Equal(noon.Add(time.Minute)) || n.Status != 200 {
			t.Errorf("the one looked at: %+v", n)
		}
		if few, _ := tx.Neighbours("a", "one", noon.Add(-time.Hour), 1); len(few) != 1 {
			t.Errorf("%d neighbours, want one", len(few))
		}
		return err
	})
	// An unkept answer asks for another look until there is one; a kept one counts as missing.
	view(t, db, func(tx *store.Tx) error {
		n, err := tx.Missing()
		if n != 0 {
			t.Errorf("%d missing", n)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error {
		return tx.AddSight("two", news.Sight{At: noon.Add(time.Minute), Seen: news.SightGone})
	})
	doubts := func(want int) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Doubts()
			if len(list) != want || want == 1 && (list[0].Lead != two || list[0].Looks != 2) {
				t.Errorf("doubts = %+v", list)
			}
			if n, _ := tx.Missing(); n != 1 {
				t.Errorf("%d missing, want one", n)
			}
			return err
		})
	}
	doubts(1)
	update(t, db, func(tx *store.Tx) error {
		return tx.AddSight("two", news.Sight{At: noon.Add(time.Hour), Seen: news.SightGone, Status: 404, File: "f"})
	})
	doubts(0)
	view(t, db, func(tx *store.Tx) error {
		status, err := tx.LastStatus(unread)
		if none, _ := tx.LastStatus(999); status != 404 || none != 0 {
			t.Errorf("last answers %d and %d", status, none)
		}
		return err
	})
}
