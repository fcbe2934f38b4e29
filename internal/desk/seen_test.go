package desk

import (
	"errors"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// TestDecisionsOnAStoryAsItWasSeen: whatever a person did to a story since it was seen, no decision from then is made; a report that came by
// itself, or a decision elsewhere, keeps nobody from deciding.
func TestDecisionsOnAStoryAsItWasSeen(t *testing.T) {
	d := ruled(t, map[string]string{"one": "a", "two": "a", "three": "b", "four": "b", "five": "c", "six": "c", "seven": "d"})
	at := func(id news.StoryID) Seen {
		t.Helper()
		g, err := d.Gathered(t.Context(), id)
		if err != nil || g.State == "" {
			t.Fatal(g.State, err)
		}
		return Seen{id, g.State}
	}
	first := at("a")
	must(t)(d.Rename(t.Context(), "c", "elsewhere", first))
	if err := d.DB.Update(t.Context(), func(tx *store.Tx) error { return carry(tx, []news.ArticleID{"seven"}, "a") }); err != nil {
		t.Fatal(err)
	}
	n := must(t)(d.Rename(t.Context(), "a", "first", first)).ID
	for what, err := range map[string]error{
		"rename": second(d.Rename(t.Context(), "a", "second", first)), "pin": second(d.Pin(t.Context(), "a", first)),
		"merge": second(d.Merge(t.Context(), "b", "a", first)), "split": second(d.Split(t.Context(), "a", []news.ArticleID{"one"}, first)),
		"undo": second(d.Undo(t.Context(), n, first)), "take down": d.TakeDown(t.Context(), "one", true, "", Tell{}, first),
	} {
		var no *NoRuling
		if !errors.As(err, &no) || no.Code != news.StoryChanged {
			t.Errorf("%s: %v", what, err)
		}
	}
	expectStanding(t, d, "a: one seven two; b: four three; c: five six", "[]")
	named := at("a")
	must(t)(d.Undo(t.Context(), n, named))
	for what, s := range map[string]Seen{"undone": named, "never": first} {
		if g, err := d.Gathered(t.Context(), "a"); err != nil || g.Still(s) == nil {
			t.Errorf("after the undoing, %s: %v", what, err)
		}
	}
	before := at("b")
	must(t)(d.Merge(t.Context(), "b", "a", at("a")))
	if _, err := d.Pin(t.Context(), "b", before); err == nil {
		t.Error("a story that has become part of another is as it was")
	}
	if _, err := d.Pin(t.Context(), "b", Seen{Story: "b"}); err != nil {
		t.Errorf("without a state: %v", err)
	}
}

func second(_ news.Ruling, err error) error { return err }
