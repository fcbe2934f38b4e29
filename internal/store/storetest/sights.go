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
		{At: noon, Seen: news.SightGone, Status: 404, URL: "https://a.example/one", Kept: true,
			File: "w-1.warc.gz", Offset: 5 << 31, Reached: true},
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

// silentSights: an answer that a report is gone shows nothing if its source was silent then, by a leaf or by what lasts.
func silentSights(t *testing.T, db *store.DB) {
	update(t, db, func(tx *store.Tx) error {
		return tx.Sync([]news.Source{{ID: "a", URL: "https://a.example/"}, {ID: "b", URL: "https://b.example/"}})
	})
	save(t, db, store.Reading{Article: Article("one", "Text."), Story: "s1"})
	lead := addLooked(t, db, "one", "one", noon, 404)
	for h := range 6 {
		update(t, db, func(tx *store.Tx) error {
			return tx.AddSight("one", news.Sight{At: noon.Add(time.Duration(h) * time.Hour), Seen: news.SightGone, Status: 404, File: "f"})
		})
	}
	seen := func() (out string) {
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Sights("one")
			for _, s := range list {
				out += string(s.Seen[0])
			}
			return err
		})
		return out
	}
	update(t, db, func(tx *store.Tx) error {
		tx.AddQuiet(store.Quiet{Source: "a", From: noon.Add(time.Hour), To: noon.Add(2 * time.Hour), Cause: news.CauseDNS})
		tx.AddQuiet(store.Quiet{Source: "b", From: noon.Add(-time.Hour), To: noon.Add(9 * time.Hour), Cause: news.CauseDNS})
		tx.AddQuiet(store.Quiet{From: noon.Add(-time.Hour), To: noon.Add(9 * time.Hour), Cause: news.CauseDeskOff})
		return nil
	})
	if got := seen(); got != "gsgggg" {
		t.Errorf("with a silence from the second on, which ended with the third: %s", got)
	}
	update(t, db, func(tx *store.Tx) error {
		return tx.SetState("a", store.State{Quiet: store.Quiet{From: noon.Add(4*time.Hour - time.Minute), Cause: news.CauseDNS}})
	})
	if got := seen(); got != "gsggss" {
		t.Errorf("with one that lasts: %s", got)
	}
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.GoneSince("a", noon.Add(5*time.Hour))
		want := []store.Gone{{Article: "one", Lead: lead, URL: "https://a.example/one", Looks: 2}}
		if !slices.Equal(list, want) {
			t.Errorf("gone since %+v, want %+v", list, want)
		}
		none, _ := tx.GoneSince("a", noon.Add(6*time.Hour))
		if other, _ := tx.GoneSince("b", noon); len(none)+len(other) > 0 {
			t.Errorf("gone since later %+v, of another source %+v", none, other)
		}
		return err
	})
}

// unvouchedSights: an answer out of a file shows nothing until a known key vouches for it; nor does one of another report of the source.
func unvouchedSights(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "Text."), Story: "s1"})
	addLooked(t, db, "one", "one", noon, 0)
	ref := news.Ref{URL: "https://a.example/one", Hash: "h", Digest: "d", File: "f", Offset: 7, Status: 404, At: noon, Brought: true}
	update(t, db, func(tx *store.Tx) error {
		if err := tx.AddCapture(ref, "", 0); err != nil {
			return err
		}
		for _, s := range []news.Sight{
			{At: noon, Seen: news.SightGone, Status: 404, File: "f", Offset: 7},
			{At: noon.Add(time.Hour), Seen: news.SightGone, Status: 404, File: "f", Offset: 9},
		} {
			if err := tx.AddSight("one", s); err != nil {
				return err
			}
		}
		return nil
	})
	seen := func(what string, want ...news.Sighting) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Sights("one")
			var got []news.Sighting
			for _, s := range list {
				got = append(got, s.Seen)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
			return err
		})
	}
	seen("out of a file", news.SightUnvouched, news.SightGone)
	update(t, db, func(tx *store.Tx) error { return tx.Vouch(ref.URL, 404, noon.Add(time.Hour)) })
	seen("another answer is vouched for", news.SightUnvouched, news.SightGone)
	update(t, db, func(tx *store.Tx) error { return tx.Vouch(ref.URL, 404, noon) })
	seen("it is vouched for", news.SightGone, news.SightGone)

	save(t, db, store.Reading{Article: Article("two", "Text of two."), Story: "s2"})
	lead := addLooked(t, db, "two", "two", noon, 0)
	update(t, db, func(tx *store.Tx) error {
		return tx.AddCapture(news.Ref{URL: "https://a.example/two", Hash: "h2", Digest: "d2", File: "f", Offset: 90, Status: 200, At: noon, Brought: true}, "", lead)
	})
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Neighbours("a", "one", noon.Add(-time.Hour), time.Time{}, 10)
		if len(list) != 1 || list[0].Status != 0 || !list[0].First.IsZero() {
			t.Errorf("a neighbour out of a file: %+v", list)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error {
		err := tx.AddCapture(news.Ref{URL: "https://a.example/two", Hash: "h3", Digest: "d3", File: "f", Offset: 99, Status: 404, At: noon, Brought: true}, "", 0)
		if err != nil {
			return err
		}
		return tx.AddSight("two", news.Sight{At: noon, Seen: news.SightGone, Status: 404, File: "f", Offset: 99})
	})
	view(t, db, func(tx *store.Tx) error {
		n, err := tx.Missing()
		if n != 1 { // one, by the answer that came of the outlet
			t.Errorf("%d reports are missing", n)
		}
		return err
	})
}

// neighbours are what tells a report that is gone from an outlet that is out of order.
func neighbours(t *testing.T, db *store.DB) {
	for _, id := range []string{"one", "two", "three"} {
		save(t, db, store.Reading{Article: Article(id, "Text of "+id+"."), Story: news.StoryID(id)})
	}
	later, before := noon.Add(time.Minute), noon.Add(-48*time.Hour)
	addLooked(t, db, "one", "one", noon, 404)
	two := addLooked(t, db, "two", "two", later, 200)
	three := addLooked(t, db, "three", "three", before, 0)
	four := addLooked(t, db, "four", "", noon, 404)
	addLooked(t, db, "five", "", before, 404) // never read, and not looked at since
	update(t, db, func(tx *store.Tx) error {  // "nothing has changed" is not the answer that says what is there
		return tx.AddCapture(news.Ref{URL: "https://a.example/two", File: "f", Offset: 9, Status: 304, At: later}, "", two)
	})
	update(t, db, func(tx *store.Tx) error { return tx.AddSight("three", news.Sight{At: noon, Seen: news.SightLegal}) })
	want := []store.Neighbour{
		{Lead: four, URL: "https://a.example/four", Looks: 2, Checked: noon, Status: 404, At: noon, Listed: noon},
		{
			Lead: three, URL: "https://a.example/three", Looks: 2, Checked: before, Article: "three", Kind: news.PageArticle,
			Seen: news.SightLegal, Listed: noon,
		},
		{
			Lead: two, URL: "https://a.example/two", Looks: 2, Checked: later, Article: "two", Kind: news.PageArticle,
			Status: 200, At: later, First: later, Listed: noon,
		},
	}
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Neighbours("a", "one", noon.Add(-time.Hour), time.Time{}, 10)
		if !slices.Equal(got, want) {
			t.Errorf("neighbours = %+v", got)
		}
		if few, _ := tx.Neighbours("a", "one", noon.Add(-time.Hour), time.Time{}, 1); len(few) != 1 {
			t.Errorf("%d neighbours, want one", len(few))
		}
		if early, _ := tx.Neighbours("a", "one", noon.Add(-time.Hour), noon.Add(-time.Second), 10); len(early) != 0 {
			t.Errorf("%d neighbours that were listed later", len(early))
		}
		if all, _ := tx.Neighbours("a", "one", noon.Add(-time.Hour), noon, 10); len(all) != 3 {
			t.Errorf("%d neighbours that were listed by then, want three", len(all))
		}
		return err
	})
	view(t, db, func(tx *store.Tx) error {
		status, err := tx.LastStatus(four)
		if none, _ := tx.LastStatus(999); status != 404 || none != 0 {
			t.Errorf("last answers %d and %d", status, none)
		}
		if page, _ := tx.LastStatus(two); page != 200 {
			t.Errorf("last answer %d of a page that has not changed", page)
		}
		return err
	})
}

// addLooked adds a report of source a with an article, and an answer of that status in the archive; 0: none.
func addLooked(t *testing.T, db *store.DB, key string, id news.ArticleID, checked time.Time, status int) (n store.LeadID) {
	t.Helper()
	l := news.Lead{Source: "a", URL: "https://a.example/" + key, Key: key, Title: key, Seen: noon}
	n, _ = addLead(t, db, l, store.LeadRead)
	update(t, db, func(tx *store.Tx) error {
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

// doubts: an answer that was not kept asks for another look until there is one; one that was kept counts as missing.
func doubts(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("two", "Text of two."), Story: "two"})
	later := noon.Add(time.Minute)
	two := addLooked(t, db, "two", "two", later, 200)
	view(t, db, func(tx *store.Tx) error {
		n, err := tx.Missing()
		if n != 0 {
			t.Errorf("%d missing", n)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error {
		return tx.AddSight("two", news.Sight{At: later, Seen: news.SightGone})
	})
	expect := func(want int) {
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
	expect(1)
	update(t, db, func(tx *store.Tx) error {
		return tx.AddSight("two", news.Sight{At: noon.Add(time.Hour), Seen: news.SightGone, Status: 404, File: "f"})
	})
	expect(0)
}

// dueOf: when a task is due is known before another is added.
func dueOf(t *testing.T, db *store.DB) {
	later := noon.AddDate(90, 0, 0) // a queue may take what is past for due now
	task := store.DigestTask("one", later)
	expect := func(want bool) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			due, ok, err := tx.DueOf(task.Kind, task.Subject)
			if ok != want || ok && !due.Equal(later) {
				t.Errorf("due %v, %v", due, ok)
			}
			if _, ok, _ := tx.DueOf(task.Kind, "two"); ok {
				t.Error("a task that was never added is due")
			}
			return err
		})
	}
	expect(false)
	update(t, db, func(tx *store.Tx) error { return tx.Add(task) })
	expect(true)
}

// overdue: of each kind, the due time of the task that has waited longest; what is due later waits for nobody.
func overdue(t *testing.T, db *store.DB) {
	at := noon.AddDate(90, 0, 0) // a queue may take what is past for due now
	update(t, db, func(tx *store.Tx) error {
		return tx.Add(store.DigestTask("one", at), store.DigestTask("two", at.Add(-time.Hour)), store.StoryTask("three", at.Add(time.Hour)))
	})
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Overdue(at)
		if len(got) != 1 || !got[store.Digest].Equal(at.Add(-time.Hour)) {
			t.Errorf("overdue: %v", got)
		}
		return err
	})
}
