package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

func lead(n int) news.Lead {
	return news.Lead{
		Source: "a", URL: fmt.Sprintf("https://a.example/%d", n), Key: fmt.Sprintf("a.example/%d", n),
		Title: fmt.Sprintf("Report %d", n), Seen: noon, Published: noon.Add(-time.Hour),
	}
}

func addLead(t *testing.T, db *store.DB, l news.Lead, s store.LeadState) (id store.LeadID, added bool) {
	t.Helper()
	update(t, db, func(tx *store.Tx) (err error) { id, added, err = tx.AddLead(l, s, "why"); return err })
	return id, added
}

func leads(t *testing.T, db *store.DB) {
	id, added := addLead(t, db, lead(1), store.LeadWaiting)
	if _, again := addLead(t, db, lead(1), store.LeadOff); !added || again {
		t.Error("a lead is new once")
	}
	if other, added := addLead(t, db, lead(2), store.LeadOff); !added || other <= id {
		t.Errorf("lead 2 is not new, or number %d", other)
	}
	view(t, db, func(tx *store.Tx) error {
		r, err := tx.LeadByKey("a.example/1")
		if r.ID != id || r.Lead.Title != "Report 1" || r.State != store.LeadWaiting || r.Why != "why" || !r.Lead.Seen.Equal(noon) {
			t.Errorf("lead 1 = %+v", r)
		}
		if _, err := tx.LeadByKey("none"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("no lead: %v", err)
		}
		return err
	})
}

// leadsTogether checks that leads written together get their numbers in the order of the list, and that what is known stays.
func leadsTogether(t *testing.T, db *store.DB) {
	known, _ := addLead(t, db, lead(7), store.LeadOld)
	list := make([]store.NewLead, 0, 12)
	for _, n := range []int{12, 3, 7, 11, 1, 2, 4, 5, 6, 8, 9, 10} {
		list = append(list, store.NewLead{Lead: lead(n), State: store.LeadWaiting, Why: fmt.Sprint("why ", n)})
	}
	var ids []store.LeadID
	update(t, db, func(tx *store.Tx) (err error) { ids, err = tx.AddLeads(list); return err })
	if len(ids) != len(list) || ids[2] != 0 {
		t.Fatalf("numbers %v: of %d leads the third is known", ids, len(list))
	}
	if order := slices.Delete(slices.Clone(ids), 2, 3); !slices.IsSorted(order) || order[0] <= known {
		t.Errorf("numbers %v, after %d", order, known)
	}
	ids[2], list[2].State, list[2].Why = known, store.LeadOld, "why"
	view(t, db, func(tx *store.Tx) error {
		for i, l := range list {
			r, err := tx.Lead(ids[i])
			if err != nil {
				return err
			}
			if r.Lead.Title != l.Lead.Title || r.Lead.URL != l.Lead.URL || r.State != l.State || r.Why != l.Why {
				t.Errorf("lead %d of the list = %+v", i, r)
			}
		}
		none, err := tx.AddLeads(nil)
		if len(none) != 0 {
			t.Errorf("numbers of no leads: %v", none)
		}
		return err
	})
}

// addedIsThere checks that a transaction finds what tasks it has added, however many wait to be written.
func addedIsThere(t *testing.T, db *store.DB) {
	later := time.Now().Add(time.Hour).Truncate(time.Millisecond).UTC()
	update(t, db, func(tx *store.Tx) error {
		for n := range 2100 {
			if err := tx.Add(store.DigestTask(news.ArticleID(fmt.Sprint(n)), later.Add(time.Duration(n)*time.Second))); err != nil {
				return err
			}
			if n%1000 != 1 {
				continue
			}
			if due, ok, err := tx.DueOf(store.Digest, fmt.Sprint(n)); err != nil || !ok || !due.Equal(later.Add(time.Duration(n)*time.Second)) {
				t.Errorf("task %d is due at %v, %v, %v", n, due, ok, err)
			}
		}
		return tx.Add(store.DigestTask("2099", later))
	})
	view(t, db, func(tx *store.Tx) error {
		due, ok, err := tx.DueOf(store.Digest, "2099")
		if !ok || !due.Equal(later) {
			t.Errorf("added twice: due at %v, %v", due, ok)
		}
		list, err2 := tx.Waiting(3000)
		if len(list) != 2100 {
			t.Errorf("%d tasks wait", len(list))
		}
		return errors.Join(err, err2)
	})
	failed := errors.New("undone")
	if err := db.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.Add(store.DigestTask("none", noon)), failed)
	}); !errors.Is(err, failed) {
		t.Error(err)
	}
	view(t, db, func(tx *store.Tx) error {
		if _, ok, err := tx.DueOf(store.Digest, "none"); ok || err != nil {
			t.Errorf("a task of a transaction that was undone: %v, %v", ok, err)
		}
		return nil
	})
}

// readLeads checks what is known of leads whose pages were read, and whose articles these are.
func readLeads(t *testing.T, db *store.DB) {
	l := lead(1)
	id, _ := addLead(t, db, l, store.LeadWaiting)
	l.Title = "Report 1, corrected"
	update(t, db, func(tx *store.Tx) error {
		r, err := tx.Lead(id)
		r.State, r.Looks, r.ETag, r.Article = store.LeadRead, 1, `"e"`, "aaaa"
		return errors.Join(err, tx.SetLook(r), tx.SetLead(id, l, store.LeadRead, ""))
	})
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Lead(id)
		if got.Lead.Title != l.Title || got.ETag != `"e"` || got.Looks != 1 || got.State != store.LeadRead || got.Why != "" {
			t.Errorf("lead 1 = %+v", got)
		}
		if of, err := tx.LeadOf("aaaa"); err != nil || of != id {
			t.Errorf("lead of article = %d, %v", of, err)
		}
		if _, err := tx.LeadOf("none"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("lead of no article: %v", err)
		}
		return err
	})
}

// listed checks what is known of the leads that a list names. The latest update that a list has
// given is remembered, whatever it says now.
func listed(t *testing.T, db *store.DB) {
	l := lead(1)
	id, _ := addLead(t, db, l, store.LeadWaiting)
	addLead(t, db, lead(2), store.LeadOff)
	l.Title, l.Updated = "Report 1, corrected", noon.Add(time.Hour)
	l.Content, l.Source = "<p>The ferry sails again.</p>", "b"
	want := store.Listed{ID: id, Title: l.Title, Updated: l.Updated, State: store.LeadRead, Looks: 1, Content: store.ContentSum(l.Content), Hash: "h1", Source: "b"}
	update(t, db, func(tx *store.Tx) error {
		r, err := tx.Lead(id)
		r.State, r.Looks, r.Hash = store.LeadRead, 1, "h1"
		return errors.Join(err, tx.SetLook(r), tx.SetLead(id, l, store.LeadRead, ""))
	})
	check := func() {
		view(t, db, func(tx *store.Tx) error {
			known, err := tx.Listed([]string{"a.example/1", "a.example/2", "a.example/9"})
			if len(known) != 2 || known["a.example/1"] != want || known["a.example/2"].State != store.LeadOff || known["a.example/2"].Content != "" {
				t.Errorf("known: %+v", known)
			}
			return err
		})
	}
	check()
	l.Updated = noon
	update(t, db, func(tx *store.Tx) error { return tx.SetLead(id, l, store.LeadRead, "") })
	check()
}

// hourless checks which leads are to learn the hour of what they led to: those that are followed, and whose report has none.
func hourless(t *testing.T, db *store.DB) {
	given, unknown := Article("given", "a"), Article("unknown", "b")
	given.Hour = news.HourGiven
	save(t, db, store.Reading{Article: given, Story: "s"})
	save(t, db, store.Reading{Article: unknown, Story: "s"})
	for n, led := range map[int]news.ArticleID{1: given.ID, 2: unknown.ID, 3: "", 4: ""} {
		state := map[int]store.LeadState{1: store.LeadRead, 2: store.LeadRead, 3: store.LeadWaiting, 4: store.LeadOff}[n]
		id, _ := addLead(t, db, lead(n), state)
		update(t, db, func(tx *store.Tx) error {
			r, err := tx.Lead(id)
			r.Article = led
			return errors.Join(err, tx.SetLook(r))
		})
	}
	view(t, db, func(tx *store.Tx) error {
		var keys, got []string
		for n := range 6 {
			keys = append(keys, lead(n).Key)
		}
		list, err := tx.Hourless(keys)
		for _, r := range list {
			got = append(got, r.Lead.Key)
		}
		slices.Sort(got)
		if want := []string{lead(2).Key, lead(3).Key}; !slices.Equal(got, want) {
			t.Errorf("hourless: %v, want %v", got, want)
		}
		if none, err := tx.Hourless(nil); err != nil || len(none) != 0 {
			t.Errorf("of no keys: %v, %v", none, err)
		}
		return err
	})
}

// addresses checks that a lead can be known under another address.
func addresses(t *testing.T, db *store.DB) {
	var ids []store.LeadID
	update(t, db, func(tx *store.Tx) error {
		for n := 1; n <= 3; n++ {
			id, _, err := tx.AddLead(lead(n), store.LeadWaiting, "")
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	moved := lead(2)
	moved.URL, moved.Key = "https://b.example/2", "b.example/2"
	update(t, db, func(tx *store.Tx) error {
		recent, err := tx.Recent("a", 2)
		if len(recent) != 2 || recent[0].ID != ids[2] || recent[0].Lead.Title != "Report 3" || recent[1].Lead.URL != lead(2).URL {
			t.Errorf("recent: %+v", recent)
		}
		return errors.Join(err, tx.SetLead(ids[1], moved, store.LeadWaiting, ""))
	})
	view(t, db, func(tx *store.Tx) error {
		r, err := tx.LeadByKey("b.example/2")
		if r.ID != ids[1] || r.Lead.URL != "https://b.example/2" {
			t.Errorf("lead 2 = %+v", r)
		}
		if _, gone := tx.LeadByKey("a.example/2"); !errors.Is(gone, store.ErrNotFound) {
			t.Errorf("under its old key: %v", gone)
		}
		return err
	})
}

// bothForms: a body whose digest was stored in base 32 is the same body as one whose digest is in hexadecimal. The two are
// the SHA-256 of "abc", by sha256sum, and by base32 of coreutils.
func bothForms(t *testing.T, db *store.DB) {
	const hex = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	old := news.Ref{URL: "https://a.example/old", Hash: "h", Digest: "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ",
		File: "f", Offset: 200, Length: 20, Status: 200, At: noon}
	again := old
	again.Digest, again.Offset = hex, 220
	want := old
	want.Digest = hex
	for n, r := range []news.Ref{old, again} {
		update(t, db, func(tx *store.Tx) error { return tx.AddCapture(r, "", 0) })
		view(t, db, func(tx *store.Tx) error {
			got, err := tx.FullCapture(old.URL)
			if got != want {
				t.Errorf("after %d captures: full = %+v", n+1, got)
			}
			return err
		})
	}
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.KeptAfter(0, 100)
		for _, k := range list {
			if k.Offset != old.Offset {
				continue
			}
			if repeats, err := tx.Repeats(k); err != nil || len(repeats) != 1 || repeats[0].Offset != again.Offset {
				t.Errorf("repeats = %+v, %v", repeats, err)
			}
			return err
		}
		t.Errorf("%+v is not among %+v", old, list)
		return err
	})
}

func captures(t *testing.T, db *store.DB) {
	full := news.Ref{URL: "https://a.example/1", Hash: "h1", Digest: "sha256:d1", File: "f", Offset: 10, Length: 20, Status: 200, At: noon}
	again := full
	again.Offset, again.Length, again.At = 40, 5, noon.Add(time.Hour)
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.AddCapture(full, "", 7), tx.AddCapture(again, "", 7))
	})
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.FullCapture(full.URL)
		if got != full {
			t.Errorf("full = %+v", got)
		}
		if last, _ := tx.LastCapture(7); last.Offset != 40 {
			t.Errorf("last = %+v", last)
		}
		if none, err := tx.FullCapture("https://a.example/2"); err != nil || none != (news.Ref{}) {
			t.Errorf("none = %+v, %v", none, err)
		}
		if none, err := tx.ListCapture("h1"); err != nil || none != (news.Ref{}) {
			t.Errorf("a page is no list: %+v, %v", none, err)
		}
		for from, offset := range map[time.Duration]int64{-time.Minute: 10, time.Second: 40, 2 * time.Hour: 0} {
			if soon, err := tx.CaptureSoon(full.URL, noon.Add(from), time.Hour); err != nil || soon.Offset != offset {
				t.Errorf("from %s on: %+v, %v", from, soon, err)
			}
		}
		for at, offset := range map[time.Duration]int64{0: 0, time.Second: 10, time.Hour: 10, 2 * time.Hour: 40} {
			if before, err := tx.CaptureBefore(full.URL, noon.Add(at)); err != nil || before.Offset != offset {
				t.Errorf("before %s: %+v, %v", at, before, err)
			}
		}
		for at, offset := range map[time.Duration]int64{0: 10, time.Hour: 40, time.Minute: 0} {
			if there, err := tx.CaptureAt(full.URL, 200, noon.Add(at)); err != nil || there.Offset != offset {
				t.Errorf("at %s: %+v, %v", at, there, err)
			}
		}
		if other, err := tx.CaptureAt(full.URL, 404, noon); err != nil || other.File != "" {
			t.Errorf("of another status: %+v, %v", other, err)
		}
		if with, err := tx.CaptureWith(full.URL, full.Digest); err != nil || with != full {
			t.Errorf("with that body: %+v, %v", with, err)
		}
		if with, err := tx.CaptureWith("https://a.example/2", full.Digest); err != nil || with.File != "" {
			t.Errorf("with that body, at another address: %+v, %v", with, err)
		}
		if n, bytes, _ := tx.Captures(); n != 2 || bytes != 25 {
			t.Errorf("captures = %d, %d bytes", n, bytes)
		}
		return err
	})
	bothForms(t, db)
	gone := news.Ref{URL: "https://a.example/gone", Digest: "sha256:d3", File: "f", Offset: 80, Length: 9, Status: 410, At: noon}
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.AddCapture(gone, "", 7), tx.AddCapture(news.Ref{URL: gone.URL, Digest: "sha256:d4", File: "f", Offset: 90, Length: 9, Status: 404, At: noon}, "", 7),
			tx.AddCapture(gone, "", 0))
	})
	view(t, db, func(tx *store.Tx) error {
		for id, want := range map[store.LeadID]bool{7: true, 8: false, 0: false} {
			if got, err := tx.WasGone(id); err != nil || got != want {
				t.Errorf("lead %d was gone: %v, %v", id, got, err)
			}
		}
		return nil
	})
	list := news.Ref{URL: "https://a.example/feed", Hash: "h2", Digest: "sha256:d2", File: "f", Offset: 70, Length: 9, Status: 200, At: noon}
	update(t, db, func(tx *store.Tx) error { return tx.AddCapture(list, "a", 0) })
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.ListCapture("h2")
		if got != list {
			t.Errorf("list = %+v", got)
		}
		return err
	})
}
