package storetest

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// told writes reports of story s, a, b and c where none are named, by outlets of those names, and what a model wrote of them.
func told(t *testing.T, db *store.DB, names ...string) news.StoryDigest {
	t.Helper()
	if names == nil {
		names = []string{"a", "b", "c"}
		save(t, db, store.Reading{Article: Article("other", "Other."), Story: "o"})
	}
	var all []news.Cite
	for _, id := range names {
		a := Article(id, "Text of "+id+".")
		a.Source, a.Outlet = news.SourceID(id), strings.ToUpper(id)
		save(t, db, store.Reading{Article: a, Story: "s"})
		all = append(all, news.Cite{Article: a.ID, Text: a.TextHash(), N: 1})
	}
	d := news.StoryDigest{
		Story: "s", Of: "of", Lang: "zh-Hans", Title: "题", TitleEvidence: all[1:], By: "m", Prompt: "1", At: noon,
		Common: []news.StoryClaim{{Text: "ab", Evidence: all[:2]}, {Text: "bc", Evidence: all[1:]}},
		Only:   []news.StoryClaim{{Text: "a", Evidence: all[:1]}},
		Open:   []news.StoryClaim{{Text: "c", Evidence: all[2:]}},
		Figures: []news.Figure{{What: "dead", Kind: news.FigureBasis, Values: []news.FigureValue{
			{Said: "3", At: noon, Low: 3, High: 3, Evidence: all[:1]}, {Said: "4", By: "office", At: noon, Low: 4, High: 4, Evidence: all[1:2], Current: true},
		}}},
		Checked: []news.Rule{news.NumberRule}, LeftOut: []news.Reject{{Text: "x"}}, Tokens: news.Usage{In: 3, Out: 2},
	}
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.SetStoryDigest(d), tx.SetStoryNote("s", store.StoryNote{Of: "of", Texts: []store.StoryText{{Article: "a", Text: "t"}}}))
	})
	return d
}

// says is what the digest of a story has, by the texts of its sentences.
func says(tx *store.Tx, id news.StoryID) string {
	d, ok, err := tx.StoryDigest(id)
	out := []string{d.Title}
	for _, list := range [][]news.StoryClaim{d.Common, d.Only, d.Open} {
		for _, c := range list {
			out = append(out, c.Text)
		}
	}
	for _, f := range d.Figures {
		out = append(out, f.What)
	}
	if !ok || err != nil {
		return fmt.Sprint("none ", err)
	}
	return strings.Join(out, " ")
}

const allTold = "题 ab bc a c dead"

func storyDigests(t *testing.T, db *store.DB) {
	d := told(t, db)
	view(t, db, func(tx *store.Tx) error {
		got, ok, err := tx.StoryDigest("s")
		if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", d); !ok || err != nil || g != w {
			t.Errorf("came back as\n%s\nnot\n%s\n%v", g, w, err)
		}
		if _, ok, err := tx.StoryDigest("none"); ok || err != nil {
			t.Errorf("a digest of no story: %v", err)
		}
		n, err := tx.StoryNote("s")
		if n.Of != "of" || len(n.Texts) != 1 || n.Texts[0] != (store.StoryText{Article: "a", Text: "t"}) {
			t.Errorf("note %+v", n)
		}
		if n, err := tx.StoryNote("none"); n.Of != "" || err != nil {
			t.Errorf("note of nothing: %+v, %v", n, err)
		}
		return err
	})
	before := lastChange(t, db)
	d.Title, d.Only = "新题", nil
	update(t, db, func(tx *store.Tx) error { return tx.SetStoryDigest(d) })
	view(t, db, func(tx *store.Tx) error {
		if got := says(tx, "s"); got != "新题 ab bc c dead" {
			t.Errorf("written anew: %s", got)
		}
		ids, last, err := tx.ChangedStories(before, 10)
		if len(ids) != 1 || ids[0] != "s" || last != before+1 {
			t.Errorf("changed stories %v up to %d, after %d", ids, last, before)
		}
		if of, err := tx.ChangedBefore(noon); of >= last || err != nil {
			t.Errorf("what changed before all articles: up to %d of %d, %v", of, last, err)
		}
		if of, err := tx.ChangedBefore(noon.AddDate(9, 0, 0)); of < last || err != nil {
			t.Errorf("what changed before articles to come: up to %d of %d, %v", of, last, err)
		}
		if ids, last, err := tx.ChangedStories(last, 10); len(ids) > 0 || last != before+1 || err != nil {
			t.Errorf("none changed, and got %v up to %d, %v", ids, last, err)
		}
		return err
	})
	// What cites a report that cannot be cited is not written.
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.TakeDown("a", true), tx.SetCopyOf("c", "b"), tx.SetStoryDigest(d))
	})
	view(t, db, func(tx *store.Tx) error {
		if got := says(tx, "s"); got != "none <nil>" {
			t.Errorf("of a report that is not shown and a copy: %s", got)
		}
		return nil
	})
	open := told(t, db, "x", "y", "z")
	open.Figures[0].Values[0].High, open.Figures[0].Values[1].Low = math.Inf(1), math.NaN()
	update(t, db, func(tx *store.Tx) error { return tx.SetStoryDigest(open) })
	view(t, db, func(tx *store.Tx) error {
		got, _, err := tx.StoryDigest("s")
		if v := got.Figures[0].Values; v[0].High != math.MaxFloat64 || v[0].Low != 3 || v[1].Low != 0 {
			t.Errorf("intervals without an end came back as %v", v)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.ForgetStory("s") })
	view(t, db, func(tx *store.Tx) error {
		n, err := tx.StoryNote("s")
		if n.Of != "" || len(n.Texts) > 0 {
			t.Errorf("forgotten, and there is %+v", n)
		}
		return err
	})
}

func lastChange(t *testing.T, db *store.DB) (n int64) {
	t.Helper()
	view(t, db, func(tx *store.Tx) (err error) { n, err = tx.LastChange(); return err })
	return n
}

// uncited tests that what a report is taken from under goes in the transaction that takes it, and comes back if that is undone.
func uncited(open func(*testing.T) *store.DB) func(*testing.T, *store.DB) {
	return func(t *testing.T, _ *store.DB) {
		held := Article("a", "Text of a.")
		held.Source, held.Outlet, held.Reserved = "a", "A", true
		edited := Article("a", "Another text of a.")
		edited.Source, edited.Outlet, edited.Version = "a", "A", 2
		source := func(r news.Rights) []news.Source {
			return []news.Source{{ID: "a", Name: "A", URL: "https://a.example/feed", Rights: r}, {ID: "b", Name: "B", URL: "https://b.example/feed"}}
		}
		const withoutA = "题 bc c"
		for _, c := range []struct {
			name string
			do   func(*store.Tx) error
			want string
		}{
			{"taken down", func(tx *store.Tx) error { return tx.TakeDown("a", true) }, withoutA},
			{"withdrawn", func(tx *store.Tx) error { return tx.Withdraw("a", noon) }, withoutA},
			{"off the beat", func(tx *store.Tx) error { _, err := tx.SetOffBeat("a", true); return err }, withoutA},
			{"in another story", func(tx *store.Tx) error { return tx.SetStory("a", "o") }, withoutA},
			{"a copy", func(tx *store.Tx) error { return tx.SetCopyOf("a", "b") }, withoutA},
			{"reserved by its outlet", func(tx *store.Tx) error { return tx.ReplaceText(store.Reading{Article: held}) }, withoutA},
			{"reserved by its outlet, the text as it was", func(tx *store.Tx) error { _, err := tx.SetAsked(held); return err }, withoutA},
			{"of a source of which links are shown", func(tx *store.Tx) error { return tx.Sync(source(news.RightsLink)) }, withoutA},
			{"of a known source of which links are shown", func(tx *store.Tx) error { return tx.SetRights("a", news.RightsLink) }, withoutA},
			{"all but one", func(tx *store.Tx) error { return errors.Join(tx.TakeDown("a", true), tx.TakeDown("b", true)) }, " c"},
			{"all", func(tx *store.Tx) error {
				return errors.Join(tx.TakeDown("a", true), tx.TakeDown("b", true), tx.TakeDown("c", true))
			}, "none <nil>"},
			{"edited: the text of a sentence says whether it holds", func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: edited}) }, allTold},
			{"in the same story", func(tx *store.Tx) error { return tx.SetStory("a", "s") }, allTold},
			{"another report", func(tx *store.Tx) error { return tx.TakeDown("other", true) }, allTold},
			{"shown again", func(tx *store.Tx) error { return tx.TakeDown("a", false) }, allTold},
			{"not withdrawn", func(tx *store.Tx) error { return tx.Withdraw("a", time.Time{}) }, allTold},
		} {
			db := open(t)
			told(t, db)
			update(t, db, func(tx *store.Tx) error { return tx.Sync(source(news.RightsExcerpt)) })
			before := lastChange(t, db)
			undone := errors.New("undone")
			for _, end := range []error{undone, nil} {
				err := db.Update(t.Context(), func(tx *store.Tx) error {
					if err := c.do(tx); err != nil {
						return err
					}
					if got := says(tx, "s"); got != c.want {
						t.Errorf("%s: within the transaction %q, want %q", c.name, got, c.want)
					}
					return end
				})
				if !errors.Is(err, end) {
					t.Fatalf("%s: %v", c.name, err)
				}
				want := c.want
				if end != nil {
					want = allTold
				}
				view(t, db, func(tx *store.Tx) error {
					if got := says(tx, "s"); got != want {
						t.Errorf("%s: after the transaction (%v) %q, want %q", c.name, end, got, want)
					}
					return nil
				})
			}
			view(t, db, func(tx *store.Tx) error {
				n, err := tx.StoryNote("s")
				if lost := c.want != allTold; lost != (n.Of == "") {
					t.Errorf("%s: the story is noted to be of %q", c.name, n.Of)
				}
				ids, _, err2 := tx.ChangedStories(before, 100)
				if c.want != allTold && c.name != "all" && !slices.Contains(ids, "s") {
					t.Errorf("%s: the page of the story is not made again", c.name)
				}
				return errors.Join(err, err2)
			})
		}
	}
}

func storyMembers(t *testing.T, db *store.DB) {
	told(t, db)
	copied := Article("d", "Text of a.")
	copied.Reserved = true
	save(t, db, store.Reading{Article: copied, Story: "s", CopyOf: "a"})
	update(t, db, func(tx *store.Tx) error {
		a := Article("b", "Text of b.")
		return errors.Join(tx.TakeDown("c", true), tx.Withdraw("a", noon),
			tx.SaveDigest(news.Digest{Article: "b", Version: 1, Text: a.TextHash(), By: "m", At: noon, Summary: []news.Claim{{Text: "x"}}}))
	})
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.StoryMembers("s")
		var got []string
		for _, m := range list {
			got = append(got, fmt.Sprintf("%s of %s %s copy:%s withdrawn:%v held:%v extract:%v citable:%v",
				m.ID, m.Outlet, m.Kind, m.CopyOf, m.Withdrawn, m.Held, m.Extract, m.Citable()))
			if a, err := tx.Article(m.ID); err != nil || m.Text != a.TextHash() || !m.Captured.Equal(a.Captured) {
				t.Errorf("%s: text %s of %v", m.ID, m.Text, m.Captured)
			}
		}
		want := []string{
			"a of A article copy: withdrawn:true held:false extract:true citable:false",
			"b of B article copy: withdrawn:false held:false extract:false citable:true",
			"d of A article copy:a withdrawn:false held:true extract:true citable:false",
		}
		if !slices.Equal(got, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		return err
	})
}

func storyCalls(t *testing.T, db *store.DB) {
	day := noon.Truncate(24 * time.Hour)
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.AddStoryCall("s", day.Add(-time.Hour), true), tx.AddStoryCall("s", day.Add(time.Hour), true),
			tx.AddStoryCall("s", day.Add(2*time.Hour), false), tx.AddStoryCall("o", day.Add(3*time.Hour), true),
			tx.SetStoriesSeen(3), tx.SetStoriesSeen(7))
	})
	view(t, db, func(tx *store.Tx) error {
		asked, stood, err := tx.StoryCalls(day)
		of, err2 := tx.StoryCallsOf("s", day)
		seen, err3 := tx.StoriesSeen()
		if asked != 3 || stood != 2 || len(of) != 2 || !of[0].Equal(day.Add(2*time.Hour)) || seen != 7 {
			t.Errorf("asked %d, stood %d, of one story %v, seen %d", asked, stood, of, seen)
		}
		return errors.Join(err, err2, err3)
	})
	update(t, db, func(tx *store.Tx) error { return tx.AddStoryCall("o", day.AddDate(0, 3, 0), true) })
	view(t, db, func(tx *store.Tx) error {
		if asked, _, err := tx.StoryCalls(time.Time{}); asked != 1 || err != nil {
			t.Errorf("%d calls are remembered, %v; those of months ago are not needed", asked, err)
		}
		return nil
	})
}
