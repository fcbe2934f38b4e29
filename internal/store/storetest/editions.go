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

// printed writes reports a, b and c, the first two of one story, and an edition that names them, and "never", which is not there.
func printed(t *testing.T, db *store.DB) news.Edition {
	t.Helper()
	for _, id := range []string{"a", "b", "c"} {
		a := Article(id, "Text of "+id+".")
		a.Source, a.Outlet = news.SourceID(id), id
		save(t, db, store.Reading{Article: a, Story: map[string]news.StoryID{"a": "s", "b": "s", "c": "o"}[id]})
	}
	e := news.Edition{
		Slot: "19:00", Day: "2026-03-12", Zone: "Asia/Shanghai", From: noon.Add(-time.Hour), Until: noon.Add(time.Hour), Lead: "s", Changed: 9,
		Lines: []news.EditionLine{
			{Story: "s", Article: "a", Score: 8, Terms: []news.Term{{Reason: news.RankEdited, Points: 6}, {Reason: news.RankBreadth, Points: 2}},
				Reason: news.RankEdited, Was: "4", Is: "3", Evidence: []news.Cite{{Article: "a", N: 1}}, Outlets: 2, Reports: 2},
			{Story: "o", Article: "c", Reason: news.RankOnly, Outlets: 1, Reports: 1, Title: news.EventTitle{Text: "C", Lang: "en", Evidence: []news.Cite{{Article: "c", N: 1}, {Article: "b", N: 1}}}},
			{Story: "n", Article: "never", Reason: news.RankOnly, Outlets: 1, Reports: 1},
		},
		Shelves: []news.Shelf{{Topic: "x", Articles: []news.ArticleID{"b", "never"}, N: 5}, {Articles: []news.ArticleID{"c"}, N: 1}},
		Changes: []news.ChangeLine{{Article: "a", At: noon, Reason: news.RankEdited, Was: "4", Is: "3"}},
	}
	update(t, db, func(tx *store.Tx) error {
		kept, err := tx.AddEdition(e)
		if !kept && err == nil {
			err = errors.New("the edition was not kept")
		}
		return err
	})
	return e
}

// prints is what an edition names: its lines with their reasons, shelves and changes.
func prints(tx *store.Tx, id news.EditionID) string {
	e, ok, err := tx.Edition(id)
	if !ok || err != nil {
		return fmt.Sprint("none ", err)
	}
	out := ""
	for _, l := range e.Lines {
		out += fmt.Sprintf("%s%s %s %d %s>%s %d of %d; ", l.Article, l.Title.Text, l.Reason, l.Score, l.Was, l.Is, len(l.Evidence), l.Reports)
	}
	for _, s := range e.Shelves {
		out += fmt.Sprintf("%v of %d, ", s.Articles, s.N)
	}
	return out + fmt.Sprintf("%d of %d, %s", len(e.Changes), e.Changed, e.Lead)
}

const allPrinted = "a edited 8 4>3 1 of 2; cC only 0 > 0 of 1; [b] of 4, [c] of 1, 1 of 9, s"

func editions(t *testing.T, db *store.DB) {
	e := printed(t, db)
	if e.ID() != "2026-03-12-1900" {
		t.Fatalf("it is called %s", e.ID())
	}
	view(t, db, func(tx *store.Tx) error {
		got, ok, err := tx.Edition(e.ID())
		if err != nil || !ok || !got.Until.Equal(e.Until) || !got.From.Equal(e.From) || got.Slot != e.Slot || got.Zone != e.Zone {
			t.Errorf("came back as %+v, %v", got, err)
		}
		if got := prints(tx, e.ID()); got != allPrinted {
			t.Errorf("without what is not there: %s", got)
		}
		return err
	})
	second := e
	second.Lines, second.Shelves, second.Changes, second.Day, second.Until = nil, nil, nil, "2026-03-13", noon.AddDate(0, 0, 1)
	morning := second
	morning.Slot = "07:00"
	update(t, db, func(tx *store.Tx) error {
		for _, x := range []news.Edition{second, morning} {
			if _, err := tx.AddEdition(x); err != nil {
				return err
			}
		}
		again := e
		again.Lines = nil
		if kept, err := tx.AddEdition(again); kept || err != nil {
			t.Errorf("one that is there was kept: %v", err)
		}
		return nil
	})
	last := lastChange(t, db)
	for _, c := range []struct {
		q    store.EditionFilter
		want string
	}{
		{store.EditionFilter{}, "[2026-03-13-1900 2026-03-13-0700 2026-03-12-1900]"},
		{store.EditionFilter{Limit: 1}, "[2026-03-13-1900]"},
		{store.EditionFilter{Slot: "07:00"}, "[2026-03-13-0700]"},
		{store.EditionFilter{Before: "2026-03-13-0700"}, "[2026-03-12-1900]"},
		{store.EditionFilter{Until: noon.Add(2 * time.Hour)}, "[2026-03-12-1900]"},
		{store.EditionFilter{Naming: []news.ArticleID{"a", "b"}}, "[2026-03-12-1900]"},
		{store.EditionFilter{Naming: slices.Repeat([]news.ArticleID{"z", "a"}, 900), Limit: 3}, "[2026-03-12-1900]"},
		{store.EditionFilter{Naming: []news.ArticleID{"never"}}, "[]"},
		{store.EditionFilter{Changed: last - 1}, "[2026-03-13-0700]"},
		{store.EditionFilter{Changed: last}, "[]"},
	} {
		view(t, db, func(tx *store.Tx) error {
			got, err := tx.Editions(c.q)
			if fmt.Sprint(got) != c.want {
				t.Errorf("%+v: %v, want %s", c.q, got, c.want)
			}
			return err
		})
	}
}

// unprinted tests that what may not be shown any more goes from editions in the transaction that takes it, and comes back if that is
// undone.
func unprinted(open func(*testing.T) *store.DB) func(*testing.T, *store.DB) {
	return func(t *testing.T, _ *store.DB) {
		held := Article("c", "Text of c.")
		held.Source, held.Outlet, held.Reserved = "c", "c", true
		source := func(r news.Rights) []news.Source {
			return []news.Source{{ID: "a", Name: "A", URL: "https://a.example/feed", Rights: r}, {ID: "b", Name: "B", URL: "https://b.example/feed"}}
		}
		const withoutA = "b breadth 2 > 0 of 1; cC only 0 > 0 of 1; [b] of 4, [c] of 1, 0 of 8, s"
		for _, c := range []struct {
			name string
			do   func(*store.Tx) error
			want string
		}{
			{"taken down: another report stands for the event", func(tx *store.Tx) error { return tx.TakeDown("a", true) }, withoutA},
			{"off the beat", func(tx *store.Tx) error { _, err := tx.SetOffBeat("a", true); return err }, withoutA},
			{"of a source of which links are shown", func(tx *store.Tx) error { return tx.Sync(source(news.RightsLink)) }, withoutA},
			{"the only report of an event", func(tx *store.Tx) error { return tx.TakeDown("c", true) }, "a edited 8 4>3 1 of 2; [b] of 4, 1 of 9, s"},
			{"reserved by its outlet", func(tx *store.Tx) error { _, err := tx.SetAsked(held); return err }, "a edited 8 4>3 1 of 2; [b] of 4, 1 of 9, s"},
			{"on a shelf, and under a title", func(tx *store.Tx) error { return tx.TakeDown("b", true) }, "a edited 8 4>3 1 of 2; c only 0 > 0 of 1; [] of 3, [c] of 1, 1 of 9, s"},
			{"all", func(tx *store.Tx) error {
				return errors.Join(tx.TakeDown("a", true), tx.TakeDown("b", true), tx.TakeDown("c", true))
			}, "[] of 3, 0 of 8, "},
			{"withdrawn: it is marked where it is shown", func(tx *store.Tx) error { return tx.Withdraw("a", noon) }, allPrinted},
			{"in another story", func(tx *store.Tx) error { return tx.SetStory("a", "o") }, allPrinted},
		} {
			db := open(t)
			e := printed(t, db)
			update(t, db, func(tx *store.Tx) error { return tx.Sync(source(news.RightsExcerpt)) })
			undone := errors.New("undone")
			for _, end := range []error{undone, nil} {
				before := lastChange(t, db)
				err := db.Update(t.Context(), func(tx *store.Tx) error {
					if err := c.do(tx); err != nil {
						return err
					}
					if got := prints(tx, e.ID()); got != c.want {
						t.Errorf("%s: %q, want %q", c.name, got, c.want)
					}
					return end
				})
				if !errors.Is(err, end) {
					t.Fatalf("%s: %v", c.name, err)
				}
				view(t, db, func(tx *store.Tx) error {
					want := c.want
					if end != nil {
						want = allPrinted
					}
					if got := prints(tx, e.ID()); got != want {
						t.Errorf("%s: afterwards %q, want %q", c.name, got, want)
					}
					list, err := tx.Editions(store.EditionFilter{Changed: before})
					if changed := end == nil && want != allPrinted; changed != (len(list) == 1) {
						t.Errorf("%s: changed %v", c.name, list)
					}
					return err
				})
			}
		}
	}
}

// reprinted tests that what may be shown again comes back to its place in an edition, but for the words that went with it, and
// that what is hidden otherwise stays away.
func reprinted(open func(*testing.T) *store.DB) func(*testing.T, *store.DB) {
	return func(t *testing.T, _ *store.DB) {
		grant := func(r news.Rights) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				return tx.Sync([]news.Source{{ID: "a", Name: "A", URL: "https://a.example/feed", Rights: r}, {ID: "b", Name: "B", URL: "https://b.example/feed"},
					{ID: "c", Name: "C", URL: "https://c.example/feed"}})
			}
		}
		takedown := func(id news.ArticleID, down bool) func(*store.Tx) error {
			return func(tx *store.Tx) error { return tx.TakeDown(id, down) }
		}
		offBeat := func(id news.ArticleID, off bool) func(*store.Tx) error {
			return func(tx *store.Tx) error { _, err := tx.SetOffBeat(id, off); return err }
		}
		ask := func(id string, reserved bool) func(*store.Tx) error {
			a := Article(id, "Text of "+id+".")
			a.Source, a.Outlet, a.Reserved = news.SourceID(id), id, reserved
			return func(tx *store.Tx) error { _, err := tx.SetAsked(a); return err }
		}
		const (
			aBack    = "a edited 8 > 1 of 2; cC only 0 > 0 of 1; [b] of 4, [c] of 1, 1 of 9, s"
			cBack    = "a edited 8 4>3 1 of 2; c only 0 > 0 of 1; [b] of 4, [c] of 1, 1 of 9, s"
			withoutA = "b breadth 2 > 0 of 1; c only 0 > 0 of 1; [b] of 4, [c] of 1, 0 of 8, s"
			withoutC = "a edited 8 4>3 1 of 2; [b] of 4, 1 of 9, s"
		)
		for _, c := range []struct {
			name string
			do   []func(*store.Tx) error
			want string
		}{
			{"taken down by mistake", []func(*store.Tx) error{takedown("c", true), takedown("c", false)}, cBack},
			{"the report that stands for the event", []func(*store.Tx) error{takedown("a", true), takedown("a", false)}, aBack},
			{"twice", []func(*store.Tx) error{takedown("c", true), takedown("c", false), takedown("c", true), takedown("c", false)}, cBack},
			{"on the beat again", []func(*store.Tx) error{offBeat("c", true), offBeat("c", false)}, cBack},
			{"reserved no longer", []func(*store.Tx) error{ask("c", true), ask("c", false)}, cBack},
			{"granted again", []func(*store.Tx) error{grant(news.RightsLink), grant(news.RightsExcerpt)}, aBack},
			{"another one stays away", []func(*store.Tx) error{takedown("a", true), takedown("c", true), takedown("c", false)}, withoutA},
			{"reserved meanwhile", []func(*store.Tx) error{takedown("c", true), ask("c", true), takedown("c", false)}, withoutC},
			{"of links alone meanwhile", []func(*store.Tx) error{takedown("a", true), grant(news.RightsLink), takedown("a", false)},
				"b breadth 2 > 0 of 1; cC only 0 > 0 of 1; [b] of 4, [c] of 1, 0 of 8, s"},
		} {
			db := open(t)
			e := printed(t, db)
			update(t, db, grant(news.RightsExcerpt))
			for _, do := range c.do {
				update(t, db, do)
			}
			view(t, db, func(tx *store.Tx) error {
				if got := prints(tx, e.ID()); got != c.want {
					t.Errorf("%s: %q, want %q", c.name, got, c.want)
				}
				return nil
			})
		}
	}
}

func arrivals(t *testing.T, db *store.DB) {
	at := func(id string, hours int, published time.Time, in news.StoryID) store.Reading {
		a := Article(id, "Text of "+id+".")
		a.Captured, a.Published = noon.Add(time.Duration(hours)*time.Hour), published
		return store.Reading{Article: a, Story: in}
	}
	for _, r := range []store.Reading{
		at("old", -30, noon.Add(-31*time.Hour), "s"), at("alone", -29, noon.Add(-29*time.Hour), "t"), at("new", 1, noon, "s"), at("undated", 2, time.Time{}, ""),
		at("down", 2, noon, "s"), at("later", 9, noon, "s"), at("ahead", 1, noon.AddDate(1, 0, 0), "u"),
	} {
		save(t, db, r)
	}
	edit := Article("alone", "Another text.")
	edit.Version, edit.Edited, edit.Captured = 2, true, noon.Add(3*time.Hour)
	update(t, db, func(tx *store.Tx) error {
		return errors.Join(tx.TakeDown("down", true), tx.AddVersion(store.Reading{Article: edit}), tx.Withdraw("old", noon.Add(time.Minute)))
	})
	names := func(rows []store.Row, err error) string {
		var out []news.ArticleID
		for _, r := range rows {
			out = append(out, r.ID)
		}
		return fmt.Sprint(out, err)
	}
	until := noon.Add(5 * time.Hour)
	view(t, db, func(tx *store.Tx) error {
		if got := names(tx.Arrived(noon, until, noon.AddDate(0, 0, -1), 100)); got != "[old new ahead undated] <nil>" {
			t.Errorf("arrived, with their stories: %s", got)
		}
		if got := names(tx.Arrived(noon, until, noon.AddDate(0, 0, -1), 1)); got != "[undated] <nil>" {
			t.Errorf("of the newest: %s", got)
		}
		if got := names(tx.Arrived(until, until, noon, 9)); got != "[] <nil>" {
			t.Errorf("in no time: %s", got)
		}
		if got := names(tx.Arrived(noon, until, noon.Add(time.Minute), 100)); got != "[ahead undated] <nil>" {
			t.Errorf("without those of before: %s", got)
		}
		if got, err := tx.Published(until, 2); fmt.Sprint(got, err) != "[new alone] <nil>" {
			t.Errorf("published up to then: %v, %v", got, err)
		}
		if got := names(tx.WithStory("new")); got != "[old new later] <nil>" {
			t.Errorf("with its story: %s", got)
		}
		if got := names(tx.WithStory("undated")); got != "[undated] <nil>" {
			t.Errorf("without a story: %s", got)
		}
		edited, err := tx.Edited(noon, until, 9)
		if fmt.Sprint(edited, err) != "[alone] <nil>" {
			t.Errorf("edited %v, %v", edited, err)
		}
		if edited, err := tx.Edited(until, until.Add(time.Hour), 9); len(edited) > 0 || err != nil {
			t.Errorf("edited later %v, %v", edited, err)
		}
		gone, err := tx.Withdrawals(noon, until, 9)
		if err != nil || len(gone) != 1 || gone[0].ID != "old" || !gone[0].At.Equal(noon.Add(time.Minute)) {
			t.Errorf("withdrawn %v", gone)
		}
		told, ok, err := tx.Telling("alone")
		if !ok || err != nil || told.Article.Version != 2 || len(told.Earlier) != 1 || told.Earlier[0].Text() != "Text of alone." {
			t.Errorf("told %+v, %v", told, err)
		}
		if _, ok, err := tx.Telling("down"); ok || err != nil {
			t.Errorf("told though it is down: %v", err)
		}
		return err
	})
}
