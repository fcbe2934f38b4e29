package desk

import (
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

func ids(list ...news.ArticleID) []news.ArticleID { return list }

func decided(kind news.RulingKind, hour int, from, into news.StoryID, articles, others []news.ArticleID) news.Ruling {
	return news.Ruling{ID: int64(hour), Kind: kind, Story: from, Into: into, Articles: articles, Others: others, At: storyNoon.Add(time.Duration(hour) * time.Hour)}
}

// TestBroughtRulings: what was decided in another desk holds in this one: the reports that are here go where it wants them,
// addresses lead on, and what comes twice changes nothing.
func TestBroughtRulings(t *testing.T) {
	off := story.NewID("two")
	undone := decided(news.RulingMerge, -4, "a", "c", ids("one", "two"), ids("four"))
	undone.Undone = storyNoon.Add(-3 * time.Hour)
	for name, c := range map[string]struct {
		rulings        []news.Ruling
		changed        int
		stories, moved string
	}{
		"none": {nil, 0, "a: one two; b: three; c: four", "[]"},
		"a merge": {[]news.Ruling{decided(news.RulingMerge, -4, "b", "a", ids("three"), ids("one", "two"))}, 1,
			"a: one three two; c: four", "[]"},
		"a merge whose reports stand so already": {[]news.Ruling{decided(news.RulingMerge, -4, "old", "a", ids("two"), ids("one"))}, 1,
			"a: one two; b: three; c: four", "[old:a]"},
		"a split": {[]news.Ruling{decided(news.RulingSplit, -4, "a", "x", ids("two"), ids("one"))}, 1,
			string(off) + ": two; a: one; b: three; c: four", "[a:a]"},
		"reports that are not here": {[]news.Ruling{decided(news.RulingMerge, -4, "x", "y", ids("five"), ids("six"))}, 1,
			"a: one two; b: three; c: four", "[]"},
		"undone": {[]news.Ruling{undone}, 1, "a: one two; b: three; c: four", "[]"},
		"the later one counts, in whatever order they come": {[]news.Ruling{
			decided(news.RulingSplit, -1, "a", "x", ids("two"), ids("one")),
			decided(news.RulingMerge, -2, "b", "a", ids("three"), ids("one", "two")),
		}, 2, string(off) + ": two; a: one three; c: four", "[]"},
	} {
		d := ruled(t, map[string]string{"one": "a", "two": "a", "three": "b", "four": "c"})
		for round, want := range []int{c.changed, 0} {
			changed, err := d.BringRulings(t.Context(), c.rulings)
			if err != nil || changed != want {
				t.Errorf("%s, round %d: %d changed, want %d, %v", name, round+1, changed, want, err)
			}
			stories, moved := standingOf(t, d)
			if stories != c.stories {
				t.Errorf("%s, round %d: stories %s, want %s", name, round+1, stories, c.stories)
			}
			if name == "a merge whose reports stand so already" && moved != c.moved {
				t.Errorf("%s: %s leads on, want %s", name, moved, c.moved)
			}
		}
		list, err := d.Rulings(t.Context())
		if err != nil || len(list) != len(c.rulings) || !slices.IsSortedFunc(list, asDecided) {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
	}
}

// TestBroughtRulingsWait: a ruling on a report that comes later holds when it comes.
func TestBroughtRulingsWait(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "b"})
	if _, err := d.BringRulings(t.Context(), []news.Ruling{
		decided(news.RulingMerge, -4, "c", "b", ids("later"), ids("two")),
		decided(news.RulingSplit, -3, "a", "d", ids("off"), ids("one")),
	}); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[news.ArticleID]news.StoryID{"later": "b", "off": story.NewID("off")} {
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

// TestBroughtUndoing: what was undone there is undone here; what was undone here stays so.
func TestBroughtUndoing(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "b"})
	bring := func(r news.Ruling, want int, stories string) {
		t.Helper()
		if changed, err := d.BringRulings(t.Context(), []news.Ruling{r}); err != nil || changed != want {
			t.Errorf("%d changed, want %d, %v", changed, want, err)
		}
		if got, _ := standingOf(t, d); got != stories {
			t.Errorf("stories %s, want %s", got, stories)
		}
	}
	r := decided(news.RulingMerge, -4, "a", "b", ids("one"), ids("two"))
	bring(r, 1, "b: one two")
	undone := r
	undone.Undone = storyNoon.Add(-time.Hour)
	bring(undone, 1, "a: one; b: two")
	bring(r, 0, "a: one; b: two")
}

// TestRulingsFollowThoseOfAClockAhead: what is decided now counts against one of a desk whose clock is ahead.
func TestRulingsFollowThoseOfAClockAhead(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "b"})
	ahead := decided(news.RulingMerge, 999, "a", "b", ids("one"), ids("two"))
	if _, err := d.BringRulings(t.Context(), []news.Ruling{ahead}); err != nil {
		t.Fatal(err)
	}
	must(t)(d.Split(t.Context(), "b", ids("one")))
	list, err := d.Rulings(t.Context())
	if err != nil || len(list) != 2 || list[1].Kind != news.RulingSplit {
		t.Errorf("%+v, %v", list, err)
	}
}
