package storetest

import (
	"reflect"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// held checks that a digest that waits for a person is neither the report's digest nor one of its past, that one at a time waits, beside
// the text that it is of, and that what people did to a digest comes back.
func held(t *testing.T, db *store.DB) {
	a := Article("one", "Text.")
	save(t, db, store.Reading{Article: a})
	made := func(title string) news.Digest {
		return news.Digest{Article: "one", Version: 1, Text: a.TextHash(), Lang: "zh-Hans", Title: title, By: "m", At: noon,
			Summary: []news.Claim{{Text: title, Evidence: []int{1}}}}
	}
	x := news.Digest{Article: "one", Version: 1, Text: a.TextHash(), By: news.ByExtract, At: noon, Reason: news.DigestHeld, Summary: []news.Claim{{Text: "Text."}}}
	expect := func(step, shown, waits string, why news.Hold, revised bool) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			d, err := tx.Digest("one")
			if err != nil || d.Title != shown {
				t.Errorf("%s: %q is shown, want %q, %v", step, d.Title, shown, err)
			}
			past, err := tx.DigestOf("one", a.TextHash())
			if err != nil || past.Title != shown {
				t.Errorf("%s: %q was shown last, want %q, %v", step, past.Title, shown, err)
			}
			h, got, err := tx.HeldDigest("one")
			if err != nil || h.Title != waits || got != why {
				t.Errorf("%s: %q waits, %q, want %q, %q, %v", step, h.Title, got, waits, why, err)
			}
			list, n, err := tx.HeldDigests(5)
			if err != nil || n != len(list) || (n == 1) != (why != "") || n == 1 && (list[0].Digest.Title != waits || list[0].Why != why || list[0].Title != a.Title) {
				t.Errorf("%s: %d wait, %+v, %v", step, n, list, err)
			}
			before, err := tx.RevisedBefore("one")
			if err != nil || before != revised {
				t.Errorf("%s: revised %v, want %v, %v", step, before, revised, err)
			}
			return nil
		})
	}
	hold := func(d news.Digest, why news.Hold) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error { return tx.HoldDigest(d, why) })
	}
	show := func(d news.Digest) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(d) })
	}
	expect("nothing", "", "", "", false)
	hold(made("一"), news.HoldReview)
	show(x)
	expect("one waits", "", "一", news.HoldReview, false)
	hold(made("二"), news.HoldChanged)
	expect("another waits", "", "二", news.HoldChanged, true)

	by := made("三")
	by.Summary[0].ByHand, by.Summary[0].Editor, by.Summary[0].Approved = true, "Wen", true
	by.Revisions = []news.Revision{{Kind: news.RevisionCorrect, N: 1, By: "Wen", Reason: "two", At: noon, Hold: news.HoldReview, Was: made("二").Said()}}
	show(by)
	expect("it is shown", "三", "", "", true)
	view(t, db, func(tx *store.Tx) error {
		if got, err := tx.Digest("one"); err != nil || !reflect.DeepEqual(got.Revisions, by.Revisions) || !reflect.DeepEqual(got.Summary, by.Summary) {
			t.Errorf("came back as %+v, %v", got, err)
		}
		return nil
	})
	hold(by, news.HoldHidden)
	show(x)
	expect("it is taken back", "", "三", news.HoldHidden, true)
	if err := db.Update(t.Context(), func(tx *store.Tx) error {
		other := made("四")
		other.Text = "another"
		return tx.HoldDigest(other, news.HoldReview)
	}); err == nil {
		t.Error("a digest of another text waits")
	}

	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("one", true) })
	view(t, db, func(tx *store.Tx) error {
		if list, n, err := tx.HeldDigests(5); n != 0 || len(list) != 0 || err != nil {
			t.Errorf("of a report that is down %d wait, %v", n, err)
		}
		return nil
	})
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("one", false) })
	next := Article("one", "Other text.")
	next.Version = 2
	update(t, db, func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: next}) })
	view(t, db, func(tx *store.Tx) error {
		_, why, err := tx.HeldDigest("one")
		if _, n, err := tx.HeldDigests(5); n != 0 || why != "" || err != nil {
			t.Errorf("beside another text %d wait, %q, %v", n, why, err)
		}
		return err
	})
}
