package desk

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// ruled is a desk with articles, each in its story.
func ruled(t *testing.T, stories map[string]string) *Desk {
	return &Desk{DB: storeOf(t, stories), Now: func() time.Time { return storyNoon }}
}

// standingOf writes the stories of a desk as "a: one two; b: three", and where addresses lead.
func standingOf(t *testing.T, d *Desk) (stories, moved string) {
	t.Helper()
	err := d.DB.View(t.Context(), func(tx *store.Tx) error {
		list, err := tx.StoriesAfter(0)
		in := map[news.StoryID][]string{}
		for _, a := range list {
			in[a.Story] = append(in[a.Story], string(a.ID))
		}
		var out []string
		for _, id := range slices.Sorted(maps.Keys(in)) {
			slices.Sort(in[id])
			out = append(out, string(id)+": "+strings.Join(in[id], " "))
		}
		stories = strings.Join(out, "; ")
		to, merr := tx.Moved()
		moved = strings.TrimPrefix(fmt.Sprint(to), "map")
		return errors.Join(err, merr)
	})
	if err != nil {
		t.Fatal(err)
	}
	return stories, moved
}

func expectStanding(t *testing.T, d *Desk, stories, moved string) {
	t.Helper()
	if got, led := standingOf(t, d); got != stories || led != moved {
		t.Errorf("stories %s, led on %s; want %s, %s", got, led, stories, moved)
	}
}

func must(t *testing.T) func(news.Ruling, error) news.Ruling {
	return func(r news.Ruling, err error) news.Ruling {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

// TestMergeAndUndo: the reports of a merged story go to the other, its address leads there, and both come back.
func TestMergeAndUndo(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "a", "three": "b", "four": "b"})
	r := must(t)(d.Merge(t.Context(), "a", "b"))
	expectStanding(t, d, "b: four one three two", "[a:b]")
	if r.ID != 1 || r.Story != "a" || r.Into != "b" || len(r.Articles) != 2 || len(r.Others) != 2 {
		t.Errorf("ruling %+v", r)
	}
	var no *NoRuling
	if _, err := d.Merge(t.Context(), "a", "b"); !errors.As(err, &no) {
		t.Errorf("merged twice: %v", err)
	}
	must(t)(d.Undo(t.Context(), 1))
	expectStanding(t, d, "a: one two; b: four three", "[b:b]")
	for _, id := range []int64{1, 7} {
		if _, err := d.Undo(t.Context(), id); !errors.As(err, &no) || no.Hint == "" {
			t.Errorf("undone %d again: %v", id, err)
		}
	}
}

// TestSplit: reports that are split off are a story of their own; the address of the story stays with the others, even if it
// is one, and even if the story began with a report that went.
func TestSplit(t *testing.T) {
	begun := story.NewID("one")
	d := ruled(t, map[string]string{"one": string(begun), "two": string(begun), "three": "b", "four": "b", "five": "b"})
	r := must(t)(d.Split(t.Context(), begun, []news.ArticleID{"one"}))
	if r.Into == begun || r.Into == "" {
		t.Errorf("the new story is called %q", r.Into)
	}
	_, moved := standingOf(t, d)
	if want := fmt.Sprintf("[%s:%[1]s]", begun); moved != want {
		t.Errorf("led on %s, want %s", moved, want)
	}
	r = must(t)(d.Split(t.Context(), "b", []news.ArticleID{"four"}))
	if r.Into != story.NewID("four") {
		t.Errorf("the new story is called %q", r.Into)
	}
	must(t)(d.Undo(t.Context(), 2))
	must(t)(d.Undo(t.Context(), 1))
	if got, _ := standingOf(t, d); !strings.Contains(got, "b: five four three") || !strings.Contains(got, string(begun)+": one two") {
		t.Errorf("after both were undone: %s", got)
	}
}

// TestSplitTakesCopiesAlong: a copy goes with its report, and not without it.
func TestSplitTakesCopiesAlong(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "a", "three": "a"})
	if err := d.DB.Update(t.Context(), func(tx *store.Tx) error { return tx.SetCopyOf("two", "one") }); err != nil {
		t.Fatal(err)
	}
	var no *NoRuling
	for _, list := range [][]news.ArticleID{{"two"}, {"gone"}, {"one", "three"}} {
		if _, err := d.Split(t.Context(), "a", list); !errors.As(err, &no) || no.Hint == "" {
			t.Errorf("%v is split off: %v", list, err)
		}
	}
	if _, err := d.Split(t.Context(), "none", []news.ArticleID{"one"}); !errors.As(err, &no) {
		t.Errorf("a story that is not there is split: %v", err)
	}
	expectStanding(t, d, "a: one three two", "[]")
	r := must(t)(d.Split(t.Context(), "three", []news.ArticleID{"one"})) // a report leads to its story
	if slices.Sort(r.Articles); !slices.Equal(r.Articles, []news.ArticleID{"one", "two"}) {
		t.Errorf("split off %v", r.Articles)
	}
}

// TestRulingsAreUndoneInTurn: what a later ruling has moved again stays until that is undone.
func TestRulingsAreUndoneInTurn(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "b", "three": "c", "four": "c"})
	must(t)(d.Merge(t.Context(), "a", "b"))
	must(t)(d.Merge(t.Context(), "b", "c"))
	expectStanding(t, d, "c: four one three two", "[b:c]")
	var no *NoRuling
	if _, err := d.Undo(t.Context(), 1); !errors.As(err, &no) || !strings.Contains(no.Hint, "undo 2") {
		t.Errorf("the first is undone before the second: %v", err)
	}
	must(t)(d.Undo(t.Context(), 2))
	expectStanding(t, d, "b: one two; c: four three", "[c:c]")
	must(t)(d.Undo(t.Context(), 1))
	expectStanding(t, d, "a: one; b: two; c: four three", "[b:b c:c]")
}

// TestMergeByAnOldAddress: a story is found by an address that leads to it.
func TestMergeByAnOldAddress(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "a", "three": "b", "four": "b", "five": "c", "six": "c"})
	must(t)(d.Merge(t.Context(), "a", "b"))
	r := must(t)(d.Merge(t.Context(), "c", "a"))
	if r.Into != "b" {
		t.Errorf("merged into %s", r.Into)
	}
	expectStanding(t, d, "b: five four one six three two", "[a:b c:b]")
}

// gatherAgain regroups and writes, as a build does.
func gatherAgain(t *testing.T, d *Desk) {
	t.Helper()
	if done, err := d.gather(t.Context()); err != nil || !done {
		t.Fatalf("gathered: %v, %v", done, err)
	}
}

// TestGatheringObeysRulings: reports with the same words, which a regrouping would join, stay apart for as long as the operator
// says so, in a desk that has them in memory and in one that begins; what shares nothing stays joined.
func TestGatheringObeysRulings(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "a", "three": "a"})
	gatherAgain(t, d) // it has the reports in memory from here on
	expectStanding(t, d, "a: one three two", "[]")
	other := &Desk{DB: d.DB, Now: d.Now} // another process, as the command is
	r := must(t)(other.Split(t.Context(), "a", []news.ArticleID{"two"}))
	want := fmt.Sprintf("%s: two; a: one three", r.Into)
	for range 2 {
		gatherAgain(t, d)
		expectStanding(t, d, want, "[a:a]")
		d = &Desk{DB: d.DB, Now: d.Now}
	}
	must(t)(other.Undo(t.Context(), r.ID))
	gatherAgain(t, d)
	if got, _ := standingOf(t, d); got != "a: one three two" {
		t.Errorf("after it was undone: %s", got)
	}
}

// TestMovesOfBeforeARulingAreNotWritten: what a regrouping found before the operator decided is found anew.
func TestMovesOfBeforeARulingAreNotWritten(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "b", "three": "b"})
	moves, err := d.near.regroup(t.Context(), d.DB, storyNoon)
	if err != nil || len(moves) == 0 {
		t.Fatalf("moves %v, %v", moves, err)
	}
	r := must(t)((&Desk{DB: d.DB, Now: d.Now}).Split(t.Context(), "b", []news.ArticleID{"three"}))
	err = d.DB.Update(t.Context(), func(tx *store.Tx) error { return d.near.write(tx, moves) })
	if !errors.Is(err, errForgotten) {
		t.Errorf("written: %v", err)
	}
	gatherAgain(t, d)
	got, _ := standingOf(t, d)
	if strings.Contains(got, "two three") || strings.Contains(got, "three two") {
		t.Errorf("%s, though %v are apart", got, r.Articles)
	}
}

// TestBroughtReportsObeyRulings: a report that comes with a story of before the ruling goes where the operator has put it.
func TestBroughtReportsObeyRulings(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "b", "three": "b"})
	for _, r := range []news.Ruling{
		{Kind: news.RulingMerge, Story: "c", Into: "b", Articles: []news.ArticleID{"new"}, Others: []news.ArticleID{"two", "three"}},
		{Kind: news.RulingSplit, Story: "a", Into: "d", Articles: []news.ArticleID{"off"}, Others: []news.ArticleID{"one"}},
	} {
		if err := d.DB.Update(t.Context(), func(tx *store.Tx) error { _, err := tx.AddRuling(r); return err }); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[news.ArticleID]news.StoryID{"new": "b", "off": story.NewID("off"), "else": "a"} {
		err := d.DB.Update(t.Context(), func(tx *store.Tx) error {
			got, err := d.near.obey(tx, id, "a", storyNoon)
			if got != want {
				t.Errorf("%s comes into %s, want %s", id, got, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
