package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

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
		placed, _, _ := placedAfter(tx, 0)
		if len(placed) != 1 || placed[0].Story != "s1" || string(placed[0].Fingerprint) != "\x01" {
			t.Errorf("placed = %+v", placed)
		}
		came, cerr := tx.Came(now.Captured)
		later, lerr := tx.Came(now.Captured.Add(time.Hour))
		if came[now.Source] != 1 || len(came) != 1 || len(later) != 0 {
			t.Errorf("came %v, later %v", came, later)
		}
		return errors.Join(err, cerr, lerr)
	})
	placedByTheirTimes(t, db)
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
	back := r
	back.Article.Withdrawn = noon // as an importer may have it: what is shown is back all the same
	update(t, db, func(tx *store.Tx) error { return tx.ReplaceText(back) })
	view(t, db, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{})
		if len(rows) != 1 || rows[0].Withdrawn {
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

// zone checks that a report keeps the time that its outlet wrote.
func zone(t *testing.T, db *store.DB) {
	a := Article("one", "Text.")
	a.Published = time.Date(2026, 3, 12, 1, 30, 0, 0, time.FixedZone("", 8*3600)) // the 11th in UTC
	save(t, db, store.Reading{Article: a})
	view(t, db, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{Days: news.DaysIn(time.UTC, "2026-03-11", "2026-03-11")})
		if len(rows) != 1 || rows[0].Published.Format(time.RFC3339) != "2026-03-12T01:30:00+08:00" {
			t.Errorf("rows = %+v", rows)
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
		rows, err := tx.Rows(store.Filter{Days: news.DaysIn(time.UTC, "2026-03-12", "2026-03-12"), Source: "a", Limit: 5})
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
		if len(changed) != 2 || changed[0].ID != "two" || changed[1].ID != "one" || changed[1].Story != "b" ||
			changed[1].Change <= changed[0].Change {
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

// features checks which articles have features of another form, and that those of a version of before are not written.
func features(t *testing.T, db *store.DB) {
	save(t, db, store.Reading{Article: Article("one", "First text."), Story: "s1"})
	second := Article("one", "Second text.")
	second.Version = 2
	update(t, db, func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: second}) })
	for form, want := range map[byte]int{2: 0, 3: 1} {
		update(t, db, func(tx *store.Tx) error { return tx.SetFeatures("one", 2, []byte{2, 0}) })
		view(t, db, func(tx *store.Tx) error {
			other, err := tx.OtherFeatures(0, noon, form, 9)
			if len(other) != want {
				t.Errorf("articles with features of another form than %d: %+v", form, other)
			}
			return err
		})
	}
	update(t, db, func(tx *store.Tx) error { return tx.SetFeatures("one", 1, []byte{3, 0}) })
	view(t, db, func(tx *store.Tx) error {
		p, err := tx.Placed("one")
		if string(p.Features) != "\x02\x00" {
			t.Errorf("features of the version of before were written: %x", p.Features)
		}
		return err
	})
}

// publishedWithin are articles in the order of publication, page by page, each once, those of one moment too.
func publishedWithin(t *testing.T, db *store.DB) {
	for i, hours := range []int{5, 1, 3, 3, 3, 0, 9} {
		a := Article(string(rune('a'+i)), "Text.")
		a.Published = noon.Add(time.Duration(hours) * time.Hour)
		save(t, db, store.Reading{Article: a, Story: "s"})
	}
	view(t, db, func(tx *store.Tx) error {
		got, from, seq := "", noon.Add(time.Hour), int64(0)
		for range 5 {
			page, err := tx.PublishedWithin(from, noon.Add(5*time.Hour), seq, 2)
			if err != nil {
				return err
			}
			for _, p := range page {
				got += string(p.ID)
				from, seq = p.Published, p.Seq
			}
			got += "|"
		}
		if got != "bc|de|a|||" {
			t.Errorf("pages of those within four hours: %s", got)
		}
		n, err := tx.CountPublishedWithin(noon.Add(time.Hour), noon.Add(5*time.Hour))
		if n != 5 {
			t.Errorf("%d within four hours", n)
		}
		return err
	})
}

func placedAfter(tx *store.Tx, seq int64) (list []store.Placed, last int64, err error) {
	last, err = tx.PlacedAfter(seq, noon, func(p store.Placed) error {
		list = append(list, p)
		return nil
	})
	return list, last, err
}

// placedByTheirTimes tests that articles of an earlier time are passed over though they came lately, and those without one are not. It leaves
// the store as it was.
func placedByTheirTimes(t *testing.T, db *store.DB) {
	errUndo := errors.New("undo")
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		var before int64
		_, before, err := placedAfter(tx, 0)
		for i, published := range []time.Time{noon.AddDate(0, 0, -1), {}, noon, noon.AddDate(-1, 0, 0)} {
			a := Article(fmt.Sprint("placed ", i), "Text.")
			a.Published = published
			err = errors.Join(err, tx.AddArticle(store.Reading{Article: a, Story: "s"}),
				tx.SaveDigest(news.Digest{Article: a.ID, Version: 1, Text: a.TextHash(), Lang: "zh-Hans", Title: string(a.ID), By: "m", At: noon}))
		}
		list, last, err2 := placedAfter(tx, before)
		digests, err3 := tx.DigestsAfter(0, noon)
		if len(list) != 2 || list[0].ID != "placed 1" || list[1].ID != "placed 2" || last < list[1].Seq {
			t.Errorf("placed after %d up to %d: %+v", before, last, list)
		}
		if len(digests) != 2 || digests[0].Digest.Article != "placed 1" || digests[1].Digest.Article != "placed 2" {
			t.Errorf("digests of that time: %+v", digests)
		}
		none, end, err4 := placedAfter(tx, last) // what came last is of an earlier time
		if again, stays, err := placedAfter(tx, end); len(none)+len(again) != 0 || end < list[1].Seq+1 || stays != end || err != nil {
			t.Errorf("placed after the last: %+v and %+v, %d, then %d, %v", none, again, end, stays, err)
		}
		return errors.Join(err, err2, err3, err4, errUndo)
	})
	if !errors.Is(err, errUndo) || strings.Count(err.Error(), "\n") > 0 {
		t.Error(err)
	}
}
