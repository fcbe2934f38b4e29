// Package storetest is the test that every engine of the store must pass.
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

// Run tests the stores that open opens, each new and empty. tokens turns a text into the
// form that the engine indexes, query a query into the engine's own language.
func Run(t *testing.T, open func(*testing.T) *store.DB, tokens, query func(string) string) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *store.DB)
	}{
		{"Sources", sources}, {"Leads", leads}, {"Addresses", addresses}, {"Captures", captures}, {"Articles", articles}, {"Digests", digests}, {"MovedStories", movedStories},
		{"Changes", changes}, {"Rollback", rollback}, {"Answers", answers}, {"Hosts", hosts}, {"Zone", zone},
		{"Search", func(t *testing.T, db *store.DB) { searching(t, db, tokens, query) }},
		{"SearchOrder", func(t *testing.T, db *store.DB) { searchOrder(t, db, tokens, query) }},
		{"Indexed", indexed},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

var noon = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

func update(t *testing.T, db *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, db *store.DB, f func(*store.Tx) error) {
	t.Helper()
	if err := db.View(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func source(id string) news.Source {
	return news.Source{ID: news.SourceID(id), Name: id + " - China", URL: "https://" + id + ".example/rss"}
}

func sources(t *testing.T, db *store.DB) {
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{source("b"), source("a")}) })
	update(t, db, func(tx *store.Tx) error {
		due, err := tx.Due(noon, 10)
		if len(due) != 2 || due[0].ID != "a" {
			t.Errorf("due = %v", due)
		}
		if err != nil {
			return err
		}
		return tx.SetState("a", store.State{Due: noon.Add(time.Hour), ETag: `W/"x"`, Errors: 2})
	})
	// A source keeps its state when the list is synced again, and loses it with its address.
	moved := source("a")
	moved.URL = "https://a.example/other"
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{source("a"), source("b")}) })
	view(t, db, func(tx *store.Tx) error {
		w, err := tx.Source("a")
		if w.ETag != `W/"x"` || !w.Due.Equal(noon.Add(time.Hour)) || !w.Active {
			t.Errorf("a = %+v", w)
		}
		due, _ := tx.Due(noon, 10)
		if len(due) != 1 || due[0].ID != "b" {
			t.Errorf("due = %v", due)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.Sync([]news.Source{moved}) })
	view(t, db, func(tx *store.Tx) error {
		w, err := tx.Source("a")
		if w.ETag != "" || !w.Due.IsZero() {
			t.Errorf("moved a = %+v", w)
		}
		if list, _ := tx.Watches(); len(list) != 1 {
			t.Errorf("watches = %v", list)
		}
		if list, _ := tx.AllSources(); len(list) != 2 || list[1].Active {
			t.Errorf("all = %v", list)
		}
		return err
	})
	// What the outlet has ended is never due, until it is resumed.
	update(t, db, func(tx *store.Tx) error { return tx.SetState("a", store.State{Paused: "410 Gone"}) })
	view(t, db, func(tx *store.Tx) error {
		due, err := tx.Due(noon.AddDate(1, 0, 0), 10)
		if len(due) != 0 {
			t.Errorf("ended source is due: %v", due)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.Resume("a") })
	view(t, db, func(tx *store.Tx) error {
		due, err := tx.Due(noon, 10)
		if len(due) != 1 {
			t.Errorf("resumed source is not due")
		}
		return err
	})
}

func lead(n int) news.Lead {
	return news.Lead{
		Source: "a", URL: fmt.Sprintf("https://a.example/%d", n), Key: fmt.Sprintf("a.example/%d", n),
		Title: fmt.Sprintf("Report %d", n), Seen: noon, Published: noon.Add(-time.Hour),
	}
}

func leads(t *testing.T, db *store.DB) {
	add := func(l news.Lead, s store.LeadState) (id store.LeadID, added bool) {
		update(t, db, func(tx *store.Tx) (err error) { id, added, err = tx.AddLead(l, s, "why"); return err })
		return id, added
	}
	id, added := add(lead(1), store.LeadWaiting)
	if _, again := add(lead(1), store.LeadOff); !added || again {
		t.Error("a lead is new once")
	}
	if other, added := add(lead(2), store.LeadOff); !added || other <= id {
		t.Errorf("lead 2 is not new, or number %d", other)
	}
	var r store.LeadRecord
	view(t, db, func(tx *store.Tx) (err error) {
		r, err = tx.LeadByKey("a.example/1")
		return err
	})
	if r.ID != id || r.Lead.Title != "Report 1" || r.State != store.LeadWaiting || r.Why != "why" || !r.Lead.Seen.Equal(noon) {
		t.Errorf("lead 1 = %+v", r)
	}
	r.State, r.Looks, r.ETag, r.Article = store.LeadRead, 1, `"e"`, "aaaa"
	l := lead(1)
	l.Title, l.Updated = "Report 1, corrected", noon.Add(time.Hour)
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.SetLook(r), tx.SetLead(id, l, store.LeadRead, ""))
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
		if _, err := tx.LeadByKey("none"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("no lead: %v", err)
		}
		known, kerr := tx.Listed([]string{"a.example/1", "a.example/2", "a.example/9"})
		want := store.Listed{ID: id, Title: l.Title, Updated: l.Updated, State: store.LeadRead, Looks: 1}
		if len(known) != 2 || known["a.example/1"] != want || known["a.example/2"].State != store.LeadOff {
			t.Errorf("known: %+v", known)
		}
		return errors.Join(err, kerr)
	})
	// The latest update that a list has given is remembered, whatever it says now.
	l.Updated = noon
	update(t, db, func(tx *store.Tx) error { return tx.SetLead(id, l, store.LeadRead, "") })
	view(t, db, func(tx *store.Tx) error {
		known, err := tx.Listed([]string{l.Key})
		if !known[l.Key].Updated.Equal(noon.Add(time.Hour)) {
			t.Errorf("known: %+v", known)
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
		if n, bytes, _ := tx.Captures(); n != 2 || bytes != 25 {
			t.Errorf("captures = %d, %d bytes", n, bytes)
		}
		return err
	})
}

// Article is an article for tests of packages that need one in a store.
func Article(id, body string) news.Article {
	return news.Article{
		ID: news.ArticleID(id), Source: "a", SourceName: "A - China", Outlet: "A", Canonical: "https://a.example/" + id, URL: "https://a.example/" + id,
		Kind: news.PageArticle, Title: "Title of " + id, Published: noon, Captured: noon.Add(time.Minute), Lang: "en", Words: 3,
		Blocks: []news.Block{{Kind: news.Paragraph, Text: body, Ends: []int{len(body)}}}, Capture: news.Hash("hash of " + body),
	}
}

func save(t *testing.T, db *store.DB, r store.Reading) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error { return tx.AddArticle(r) })
}

func articles(t *testing.T, db *store.DB) {
	r := store.Reading{Article: Article("one", "First text."), Story: "s1", Fingerprint: []byte{1}, Features: []byte{2}}
	save(t, db, r)
	err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddArticle(r) })
	if err == nil {
		t.Error("an article was added twice")
	}
	r.Article = Article("one", "Second text.")
	r.Article.Version = 2
	update(t, db, func(tx *store.Tx) error { return tx.AddVersion(r) })
	r.Article.Blocks[0].Text = "Second text, read better."
	update(t, db, func(tx *store.Tx) error { return tx.ReplaceText(r) })
	view(t, db, func(tx *store.Tx) error {
		now, err := tx.Article("one")
		if now.Text() != "Second text, read better." || now.Version != 2 {
			t.Errorf("now = %q, version %d", now.Text(), now.Version)
		}
		old, _ := tx.Version("one", 1)
		if old.Text() != "First text." {
			t.Errorf("old = %q", old.Text())
		}
		vs, _ := tx.Versions("one")
		if len(vs) != 2 || vs[0].N != 1 {
			t.Errorf("versions = %+v", vs)
		}
		placed, _ := tx.PlacedAfter(0, noon)
		if len(placed) != 1 || placed[0].Story != "s1" || string(placed[0].Fingerprint) != "\x01" {
			t.Errorf("placed = %+v", placed)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.Withdraw("one", noon) })
	view(t, db, func(tx *store.Tx) error {
		a, err := tx.Article("one")
		if !a.Withdrawn.Equal(noon) {
			t.Errorf("withdrawn = %v", a.Withdrawn)
		}
		rows, _ := tx.Rows(store.Filter{})
		if len(rows) != 1 || !rows[0].Withdrawn {
			t.Errorf("rows = %+v", rows)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.ReplaceText(r) }) // it is back
	view(t, db, func(tx *store.Tx) error {
		a, err := tx.Article("one")
		rows, rerr := tx.Rows(store.Filter{})
		if !a.Withdrawn.IsZero() || a.Version != 2 || rows[0].Withdrawn {
			t.Error("it is back, and still marked as withdrawn")
		}
		return errors.Join(err, rerr)
	})
	view(t, db, func(tx *store.Tx) error {
		if _, err := tx.Article("none"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("no article: %v", err)
		}
		return nil
	})
}

func digests(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "Text.")})
	d := news.Digest{Article: "one", Version: 1, Lang: "zh-Hans", Title: "标题", By: "m", At: noon,
		Summary: []news.Claim{{Text: "第一句。", Evidence: []int{1}}, {Text: "第二句。", Evidence: []int{1}}}}
	x := news.Digest{Article: "one", Version: 1, Lang: "en", By: news.ByExtract, At: noon, Summary: []news.Claim{{Text: "Text."}}}
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(x) })
	view(t, db, func(tx *store.Tx) error {
		ids, err := tx.Undigested(10)
		if len(ids) != 1 {
			t.Errorf("undigested = %v", ids)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(d) })
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Digest("one")
		if err != nil || got.Title != "标题" || len(got.Summary) != 2 {
			t.Errorf("digest = %+v, %v", got, err)
		}
		rows, _ := tx.Rows(store.Filter{})
		if rows[0].DigestTitle != "标题" || rows[0].DigestLead != "第一句。" || rows[0].DigestBy != "m" {
			t.Errorf("row = %+v", rows[0])
		}
		items, _ := tx.Items([]news.ArticleID{"one", "none"})
		if len(items) != 1 || items[0].Digest.Title != "标题" || len(items[0].Versions) != 1 {
			t.Errorf("items = %+v", items)
		}
		if ids, _ := tx.Undigested(10); len(ids) != 0 {
			t.Errorf("undigested = %v", ids)
		}
		after, err := tx.DigestsAfter(0, noon.AddDate(0, 0, -1))
		if err != nil || len(after) != 1 || after[0].Digest.Title != "标题" {
			t.Errorf("after = %+v, %v", after, err)
		}
		if later, err := tx.DigestsAfter(after[0].N, noon.AddDate(0, 0, -1)); err != nil || len(later) != 0 {
			t.Errorf("after later = %+v, %v", later, err)
		}
		if old, err := tx.DigestsAfter(0, noon.AddDate(1, 0, 0)); err != nil || len(old) != 0 {
			t.Errorf("after of old articles = %+v, %v", old, err)
		}
		none, err := tx.Digest("none")
		if none.By != "" {
			t.Errorf("digest of nothing = %+v", none)
		}
		return err
	})
}

func changes(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "Text.")})
	save(t, db, store.Reading{Article: Article("two", "Text.")})
	list := func(after int64) (out []store.Row) {
		view(t, db, func(tx *store.Tx) (err error) { out, err = tx.Changed(after, 10); return err })
		return out
	}
	all := list(0)
	if len(all) != 2 || all[0].ID != "one" || all[1].Changed <= all[0].Changed {
		t.Fatalf("changes = %+v", all)
	}
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("one", true) })
	since := list(all[1].Changed)
	if len(since) != 1 || since[0].ID != "one" || !since[0].Down {
		t.Errorf("since = %+v", since)
	}
	view(t, db, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{From: "2026-03-12", To: "2026-03-12", Source: "a", Limit: 5})
		if len(rows) != 1 || rows[0].ID != "two" {
			t.Errorf("rows = %+v", rows)
		}
		n, _ := tx.LastChange()
		if n != since[0].Changed {
			t.Errorf("last change = %d", n)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { // what changes twice in one transaction has changed once
		if err := tx.TakeDown("two", true); err != nil {
			return err
		}
		return tx.TakeDown("two", false)
	})
	if again := list(since[0].Changed); len(again) != 1 || again[0].ID != "two" || again[0].Changed != since[0].Changed+1 || again[0].Down {
		t.Errorf("after two changes at once: %+v", again)
	}
	update(t, db, func(tx *store.Tx) error {
		if err := tx.TakeDown("none", true); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("take down nothing: %v", err)
		}
		return nil
	})
}

func rollback(t *testing.T, db *store.DB) {
	stop := errors.New("stop")
	var ended []bool
	note := func(kept bool) { ended = append(ended, kept) }
	update(t, db, func(tx *store.Tx) error { tx.Ended(note); return nil })
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		tx.Ended(note)
		id, _, err := tx.AddLead(lead(1), store.LeadWaiting, "")
		if err != nil {
			return err
		}
		if err := tx.Add(store.FetchTask(id, lead(1).URL, 0, noon)); err != nil {
			return err
		}
		if err := tx.AddArticle(store.Reading{Article: Article("one", "Text.")}); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatalf("err = %v", err)
	}
	if fmt.Sprint(ended) != "[true false]" {
		t.Errorf("the transactions were kept: %v", ended)
	}
	view(t, db, func(tx *store.Tx) error {
		waiting, err := tx.Waiting(10)
		n, _ := tx.Count()
		if len(waiting) != 0 || n != 0 {
			t.Errorf("after a rollback: %d tasks, %d articles", len(waiting), n)
		}
		return err
	})
}

func answers(t *testing.T, db *store.DB) {
	a := store.Answer{Key: "k", Model: "m", Text: "{}", Usage: news.Usage{In: 10, Out: 5}, Cost: 0.5, At: noon}
	update(t, db, func(tx *store.Tx) error { return tx.KeepAnswer(a) })
	view(t, db, func(tx *store.Tx) error {
		got, ok, err := tx.Answer("k")
		if !ok || got != a {
			t.Errorf("answer = %+v, %v", got, ok)
		}
		if _, ok, _ := tx.Answer("other"); ok {
			t.Error("an answer to what was never asked")
		}
		spent, _ := tx.Spent(noon.AddDate(0, 0, -1))
		if len(spent) != 1 || spent[0].Day != "2026-03-12" || spent[0].In != 10 || spent[0].Cost != 0.5 {
			t.Errorf("spent = %+v", spent)
		}
		return err
	})
}

func hosts(t *testing.T, db *store.DB) {
	update(t, db, func(tx *store.Tx) error { return tx.SetHostNotes("a.example", []byte("notes")) })
	view(t, db, func(tx *store.Tx) error {
		b, err := tx.HostNotes("a.example")
		if string(b) != "notes" {
			t.Errorf("notes = %q", b)
		}
		if b, _ := tx.HostNotes("b.example"); b != nil {
			t.Errorf("notes on an unknown host = %q", b)
		}
		return err
	})
}

// zone checks that a report stays on the day that its outlet wrote.
func zone(t *testing.T, db *store.DB) {
	a := Article("one", "Text.")
	a.Published = time.Date(2026, 3, 12, 1, 30, 0, 0, time.FixedZone("", 8*3600)) // the 11th in UTC
	save(t, db, store.Reading{Article: a})
	view(t, db, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{From: "2026-03-12", To: "2026-03-12"})
		if len(rows) != 1 || rows[0].Published.Format(time.RFC3339) != "2026-03-12T01:30:00+08:00" {
			t.Errorf("rows = %+v", rows)
		}
		return err
	})
}

func idsOf(rows []store.Row) (ids []news.ArticleID) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func searching(t *testing.T, db *store.DB, tokens, query func(string) string) {
	for id, body := range map[string]string{"one": "Ministers met in Beijing 中美两国官员会晤，2024年代", "two": "A flood in Meridian 水"} {
		save(t, db, store.Reading{Article: Article(id, body), Tokens: tokens(body)})
	}
	find := func(q string) (ids []news.ArticleID) {
		view(t, db, func(tx *store.Tx) error {
			rows, _, err := tx.Find(store.Query{Match: query(q), Limit: 10})
			ids = idsOf(rows)
			return err
		})
		return ids
	}
	for q, want := range map[string]news.ArticleID{"beijing": "one", "官员会晤": "one", "两国": "one", "官員會晤": "one", "兩國": "one", "flood": "two",
		"absent": "", "两": "one", "水": "two", "火": "", "2024年": "one", "beijing中": "one", "beijing两": "", "国 -水": "one", "flo*": "two"} {
		ids := find(q)
		if want == "" && len(ids) != 0 || want != "" && (len(ids) != 1 || ids[0] != want) {
			t.Errorf("%q found %v, want %q", q, ids, want)
		}
	}
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("one", true) })
	if ids := find("beijing"); len(ids) != 0 {
		t.Errorf("found what was taken down: %v", ids)
	}
}

// searchOrder checks which of several hits are found, and in what order.
func searchOrder(t *testing.T, db *store.DB, tokens, query func(string) string) {
	for id, day := range map[string]int{"old": 1, "new": 20, "middle": 12} { // as chance has it: not in the order of their dates
		a := Article(id, "Herring")
		a.Published = time.Date(2026, 3, day, 8, 0, 0, 0, time.UTC)
		save(t, db, store.Reading{Article: a, Tokens: tokens("Herring " + id)})
	}
	view(t, db, func(tx *store.Tx) error {
		rows, more, err := tx.Find(store.Query{Match: query("herring"), Limit: 3})
		if newest := []news.ArticleID{"new", "middle", "old"}; !slices.Equal(idsOf(rows), newest) || more {
			t.Errorf("not newest first: %v", idsOf(rows))
		}
		if err != nil {
			return err
		}
		rows, more, err = tx.Find(store.Query{Match: query("herring"), Limit: 1, Offset: 1})
		if len(rows) != 1 || rows[0].ID != "middle" || !more {
			t.Errorf("the second page: %+v, more %v", rows, more)
		}
		rows, _, _ = tx.Find(store.Query{From: "2026-03-20", Limit: 3})
		if len(rows) != 1 || rows[0].ID != "new" {
			t.Errorf("by day alone: %+v", rows)
		}
		return err
	})
	view(t, db, func(tx *store.Tx) error {
		for name, q := range map[string]store.Query{
			"by days":        {From: "2026-03-12", To: "2026-03-12"},
			"by source":      {From: "2026-03-12", To: "2026-03-12", Sources: []string{"z", "a"}},
			"by language":    {From: "2026-03-12", To: "2026-03-12", Langs: []string{"fr", "EN"}},
			"by a bare part": {To: "2026-03-12", From: "2026-03-12", Langs: []string{"e"}},
			"of no source":   {Sources: []string{"z"}},
			"of no language": {Langs: []string{"fr"}},
		} {
			q.Match, q.Limit = query("herring"), 3
			rows, _, err := tx.Find(q)
			if err != nil {
				return err
			}
			want := []news.ArticleID{"middle"}
			if q.To == "" || name == "by a bare part" {
				want = nil
			}
			if got := idsOf(rows); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
			q.Match = ""
			if rows, _, err = tx.Find(q); err != nil || want == nil && len(rows) > 0 || want != nil && !slices.Contains(idsOf(rows), "middle") {
				t.Errorf("%s, without words: %v, %v", name, idsOf(rows), err)
			}
		}
		return nil
	})
}

// indexed checks what is remembered of indexing articles anew.
func indexed(t *testing.T, db *store.DB) {
	for _, id := range []string{"one", "two", "three"} {
		save(t, db, store.Reading{Article: Article(id, "Text.")})
	}
	update(t, db, func(tx *store.Tx) error {
		if n, err := tx.Indexed(7); n != 0 || err != nil {
			t.Errorf("indexed in an unknown form up to %d, %v", n, err)
		}
		places, err := tx.Next(0, 10)
		if err != nil || len(places) != 3 || places[0].Seq >= places[1].Seq {
			t.Fatalf("in order: %v, %v", places, err)
		}
		if next, err := tx.Next(places[0].Seq, 10); err != nil || !slices.Equal(next, places[1:]) {
			t.Errorf("after the first: %v, %v", next, err)
		}
		for _, n := range []int64{3, 9} {
			if err := tx.SetIndexed(7, n); err != nil {
				return err
			}
			if got, err := tx.Indexed(7); got != n || err != nil {
				t.Errorf("indexed up to %d, %v", got, err)
			}
		}
		return nil
	})
}

// movedStories checks what is remembered of where articles went.
func movedStories(t *testing.T, db *store.DB) {
	for id, story := range map[string]string{"one": "a", "two": "a", "three": "b"} {
		save(t, db, store.Reading{Article: Article(id, "Text of "+id+"."), Story: news.StoryID(story)})
	}
	var before int64
	update(t, db, func(tx *store.Tx) (err error) {
		if before, err = tx.LastChange(); err != nil {
			return err
		}
		in, n, err := tx.StoryOf("two")
		if in != "a" || n != 2 || err != nil {
			t.Errorf("story of two: %s with %d articles, %v", in, n, err)
		}
		if _, _, err := tx.StoryOf("none"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("story of no article: %v", err)
		}
		if to, err := tx.MovedTo("a"); to != "" || err != nil {
			t.Errorf("moved to %q, %v", to, err)
		}
		return errors.Join(tx.TakeDown("two", true), tx.SetStory("one", "b"), tx.SetMoved("a", "c"), tx.SetMoved("a", "b"), tx.SetMoved("d", "a"))
	})
	view(t, db, func(tx *store.Tx) error {
		if in, n, err := tx.StoryOf("two"); in != "a" || n != 0 || err != nil {
			t.Errorf("what is taken down counts: %d articles, %v", n, err)
		}
		changed, err := tx.StoriesAfter(before)
		if len(changed) != 2 || changed[0].ID != "two" || changed[1].ID != "one" || changed[1].Story != "b" || changed[1].Change <= changed[0].Change {
			t.Errorf("changed: %+v", changed)
		}
		moved, merr := tx.Moved()
		if got := fmt.Sprint(moved); got != "map[a:b d:a]" {
			t.Errorf("moved = %s", got)
		}
		return errors.Join(err, merr)
	})
	update(t, db, func(tx *store.Tx) error { return tx.ForgetMoved("d") })
	view(t, db, func(tx *store.Tx) error {
		to, err := tx.MovedTo("a")
		if gone, _ := tx.MovedTo("d"); to != "b" || gone != "" {
			t.Errorf("moved to %q and %q", to, gone)
		}
		return err
	})
}
