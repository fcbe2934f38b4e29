package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

func digests(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "Text.")})
	text := Article("one", "Text.").TextHash()
	d := news.Digest{Article: "one", Version: 1, Text: text, Lang: "zh-Hans", Title: "标题", By: "m", At: noon,
		Summary: []news.Claim{{Text: "第一句。", Evidence: []int{1}}, {Text: "第二句。", Evidence: []int{news.StandfirstN, news.HeadlineN, 1}}}}
	x := news.Digest{Article: "one", Version: 1, Text: text, Lang: "en", By: news.ByExtract, At: noon, Summary: []news.Claim{{Text: "Text."}}}
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(x) })
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
		if len(items) != 1 || items[0].Digest.Title != "标题" || len(items[0].Versions) != 1 || !slices.Equal(items[0].Digest.Summary[1].Evidence, []int{news.StandfirstN, news.HeadlineN, 1}) {
			t.Errorf("items = %+v", items)
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
		within, err := tx.DigestsWithin(noon, noon)
		if err != nil || len(within) != 1 || within["one"].Title != "标题" {
			t.Errorf("within = %+v, %v", within, err)
		}
		if old, err := tx.DigestsWithin(noon.AddDate(0, 0, -2), noon.AddDate(0, 0, -1)); err != nil || len(old) != 0 {
			t.Errorf("within other days = %+v, %v", old, err)
		}
		none, err := tx.Digest("none")
		if none.By != "" {
			t.Errorf("digest of nothing = %+v", none)
		}
		return err
	})
}

// overtaken tests that what was given up is forgotten when it has come about otherwise, or is asked for no more, and nothing beside it.
func overtaken(t *testing.T, db *store.DB) {
	for _, id := range []string{"one", "two", "three"} {
		save(t, db, store.Reading{Article: Article(id, "Text of "+id+".")})
	}
	fetch := func(id store.LeadID, looks int) store.Task {
		return store.FetchTask(id, "https://a.example/x", looks, noon)
	}
	update(t, db, func(tx *store.Tx) error {
		for _, task := range []store.Task{
			fetch(1, 0), fetch(1, 3), fetch(11, 0), store.ReadTask(1, noon),
			store.DigestTask("one", noon), store.DigestTask("two", noon), store.DigestTask("three", noon),
		} {
			if err := tx.BuryElsewhere(task, "why"); err != nil {
				return err
			}
		}
		return nil
	})
	left := func() (out []string) {
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Buried(10)
			for _, task := range list {
				out = append(out, string(task.Kind)+" "+task.Subject)
			}
			return err
		})
		slices.Sort(out)
		return out
	}
	for _, c := range []struct {
		what string
		do   func(*store.Tx) error
		gone []string
	}{
		{"a fetch of the lead", func(tx *store.Tx) error { return tx.Overtaken(fetch(1, 4)) }, []string{"fetch 1/0", "fetch 1/3"}},
		{"a reading of it", func(tx *store.Tx) error { return tx.Overtaken(store.ReadTask(1, noon)) }, []string{"read 1"}},
		{"an extract", func(tx *store.Tx) error {
			return tx.SaveDigest(news.Digest{Article: "one", Version: 1, Text: Article("one", "Text of one.").TextHash(), By: news.ByExtract, At: noon})
		}, nil},
		{"a digest", func(tx *store.Tx) error {
			return tx.SaveDigest(news.Digest{Article: "one", Version: 1, Text: Article("one", "Text of one.").TextHash(), By: "m", At: noon})
		}, []string{"digest one"}},
		{"a takedown", func(tx *store.Tx) error { return tx.TakeDown("two", true) }, []string{"digest two"}},
		{"being a copy", func(tx *store.Tx) error { return tx.SetCopyOf("three", "one") }, []string{"digest three"}},
	} {
		want := slices.DeleteFunc(left(), func(s string) bool { return slices.Contains(c.gone, s) })
		update(t, db, c.do)
		if got := left(); !slices.Equal(got, want) {
			t.Errorf("%s leaves %q, want %q", c.what, got, want)
		}
	}
	if got := left(); !slices.Equal(got, []string{"fetch 11/0"}) {
		t.Errorf("left %q", got)
	}
	update(t, db, func(tx *store.Tx) error {
		if err := tx.Add(fetch(2, 0)); err != nil {
			return err
		}
		return tx.Overtaken(fetch(2, 0))
	})
	view(t, db, func(tx *store.Tx) error {
		if _, ok, err := tx.DueOf(store.Fetch, "2/0"); !ok || err != nil {
			t.Errorf("a task that waits is forgotten, %v", err)
		}
		return nil
	})
}

// digestsOfTexts tests that a digest belongs to the text that it was made from, and that this
// holds for what was written before texts had hashes.
func digestsOfTexts(t *testing.T, db *store.DB) {
	made := func(a news.Article, title string) news.Digest {
		return news.Digest{Article: a.ID, Version: a.Version, Text: a.TextHash(), Lang: "zh-Hans", Title: title, By: "m", At: noon,
			Summary: []news.Claim{{Text: title, Evidence: []int{1}}}}
	}
	shown := func() (title, inLists string) {
		view(t, db, func(tx *store.Tx) error {
			d, err := tx.Digest("one")
			items, err2 := tx.Items([]news.ArticleID{"one"})
			if err := errors.Join(err, err2); err != nil {
				return err
			}
			if len(items) != 1 || items[0].Digest.Title != d.Title || d.By != "" && d.Text != items[0].Article.TextHash() {
				t.Errorf("the digest is %+v, that of the item %+v", d, items)
			}
			rows, err := tx.Rows(store.Filter{})
			title, inLists = d.Title, rows[0].DigestTitle+rows[0].DigestLead
			return err
		})
		return title, inLists
	}
	want := func(what, title string) {
		t.Helper()
		if got, inLists := shown(); got != title || inLists != title+title {
			t.Errorf("%s: digest %q, in lists %q, want %q", what, got, inLists, title)
		}
	}
	one, two := Article("one", "First text."), Article("one", "Second text.")
	one.Version, two.Version = 1, 1
	save(t, db, store.Reading{Article: one})
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(made(one, "一")) })
	want("first", "一")
	erring := func() (out bool) {
		view(t, db, func(tx *store.Tx) error {
			rows, err := tx.Rows(store.Filter{})
			out = rows[0].DigestUnfit
			return err
		})
		return out
	}
	unfit := made(one, "一")
	unfit.Unfit = true
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(unfit) })
	if title, inLists := shown(); title != "一" || inLists != "一" || !erring() { // its headline alone
		t.Errorf("of a model that often errs: digest %q, in lists %q, known to err: %v", title, inLists, erring())
	}
	if update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(made(one, "一")) }); erring() {
		t.Error("a digest of a fit model is taken for one of a model that often errs")
	}
	for _, c := range []struct{ title, lead bool }{{true, false}, {false, true}, {true, true}, {false, false}} {
		hand := made(one, "一")
		hand.TitleByHand, hand.Summary[0].ByHand = c.title, c.lead
		update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(hand) })
		view(t, db, func(tx *store.Tx) error {
			rows, err := tx.Rows(store.Filter{})
			if rows[0].TitleByHand != c.title || rows[0].LeadByHand != c.lead {
				t.Errorf("a headline by hand %v and a first sentence by hand %v: lists have %v and %v", c.title, c.lead, rows[0].TitleByHand, rows[0].LeadByHand)
			}
			return err
		})
	}
	one.Kind = news.PageLive
	update(t, db, func(tx *store.Tx) error { return tx.ReplaceText(store.Reading{Article: one}) })
	want("the same text", "一")
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(unfit) })
	update(t, db, func(tx *store.Tx) error { return tx.ReplaceText(store.Reading{Article: two}) })
	if want("another text, and no digest yet", ""); erring() {
		t.Error("a report without a digest has one of a model that often errs")
	}
	err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.SaveDigest(made(one, "一")) })
	if !errors.Is(err, store.ErrOtherText) {
		t.Errorf("a digest of another text was saved: %v", err)
	}
	update(t, db, func(tx *store.Tx) error { return tx.SaveDigest(made(two, "二")) })
	want("its own", "二")
	forget := func() {
		for _, q := range []string{`UPDATE version SET text_hash = ''`, `UPDATE digest SET text_hash = ''`} {
			if _, err := db.Handle().ExecContext(t.Context(), q); err != nil {
				t.Fatal(err)
			}
		}
	}
	forget()
	want("written before texts had hashes", "二")
	two.Kind = news.PageLive
	update(t, db, func(tx *store.Tx) error { return tx.ReplaceText(store.Reading{Article: two}) })
	want("the same text, from before", "二")
	forget()
	next := Article("one", "Third text.")
	next.Version = 2
	update(t, db, func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: next}) })
	want("the next version", "")
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Versions("one")
		if err != nil || len(list) != 2 || list[0].Text != two.TextHash() || list[1].Text != next.TextHash() {
			t.Errorf("versions: %+v, %v", list, err)
		}
		return err
	})
}

// edits tests that only what the outlet has changed is counted as an edit.
func edits(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "First text.")})
	for i, edited := range []bool{true, false, true} {
		a := Article("one", strings.Repeat("Another text. ", i+1))
		a.Version, a.Edited, a.Extractor = i+2, edited, "x"
		update(t, db, func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: a}) })
	}
	view(t, db, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{})
		if err != nil || rows[0].Version != 4 || rows[0].Edits != 2 {
			t.Errorf("version %d with %d edits, %v; want 4 with 2", rows[0].Version, rows[0].Edits, err)
		}
		list, err := tx.Versions("one")
		if err != nil || list[0].Edited || !list[1].Edited || list[2].Edited || list[3].Extractor != "x" {
			t.Errorf("versions: %+v, %v", list, err)
		}
		second, err := tx.Version("one", 2)
		if !second.Edited {
			t.Error("the second version came back as no edit")
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
	about := store.Answer{Key: "l", Model: "m", Text: "{}", Usage: news.Usage{In: 7, Out: 2}, Cost: 0.25, At: noon, Source: "gazette", Prompt: "digest-3"}
	again := about
	again.Key = "l2"
	update(t, db, func(tx *store.Tx) error { return errors.Join(tx.KeepAnswer(about), tx.KeepAnswer(again)) })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Expenses(noon.AddDate(0, 0, -1))
		want := []store.Expense{{Model: "m", Answers: 1, In: 10, Out: 5, Cost: 0.5}, {Source: "gazette", Prompt: "digest-3", Model: "m", Answers: 2, In: 14, Out: 4, Cost: 0.5}}
		if !slices.Equal(list, want) {
			t.Errorf("expenses = %+v", list)
		}
		return err
	})
}
