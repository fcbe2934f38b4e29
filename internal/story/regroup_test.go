package story

import (
	"fmt"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// misplaced is an index in which a report of one story is in another, with a copy of it.
func misplaced() *Index {
	rs := eventReports()
	x := NewIndex(Options{})
	x.Add("ferry", rs[0])
	x.Add("ferry", rs[1]) // about prices
	x.Add("ferry", rs[2])
	x.Add("prices", rs[6])
	x.Add("ferry", Member{ID: "copy", At: noon, CopyOf: rs[1].ID})
	return x
}

// TestRegroupingInSteps: reports that come between the steps change nothing of the moves,
// stay where they were put, and are looked at by the next regrouping.
func TestRegroupingInSteps(t *testing.T) {
	want := fmt.Sprint(misplaced().Regroup())
	x := misplaced()
	late := Member{ID: "late", At: noon, Features: eventReports()[6].Features}
	r := x.Regrouping()
	steps := 0
	for r.Step() {
		if steps++; steps == 2 {
			x.Add("ferry", late)
		}
	}
	r.Link()
	if got := fmt.Sprint(r.Moves()); got != want || steps != 4 {
		t.Errorf("moves %s after %d steps, want %s after 4", got, steps, want)
	}
	if got := fmt.Sprint(x.Regroup()); got != "[{late ferry prices}]" {
		t.Errorf("then %s", got)
	}
}

// TestRegroupingOfASweptIndex: when the index is swept between two steps, nothing is moved.
func TestRegroupingOfASweptIndex(t *testing.T) {
	x := misplaced()
	x.Add("old", Member{ID: "old", At: noon.AddDate(0, 0, -9), Features: Of("Regatta", []string{"The regatta in Halden began."}, "en")})
	r := x.Regrouping()
	r.Step()
	x.Forget(noon.AddDate(0, 0, -1))
	x.sweep()
	if r.Step() {
		t.Error("a step after the index was swept")
	}
	r.Link()
	if moves := r.Moves(); len(moves) > 0 {
		t.Errorf("moves %v", moves)
	}
	if moves := x.Regroup(); len(moves) != 2 {
		t.Errorf("then %v", moves)
	}
}

// TestFollow: moves that were made elsewhere count for what is assigned from then on.
func TestFollow(t *testing.T) {
	rs := eventReports()
	x := NewIndex(Options{})
	x.Add("ferry", rs[0])
	x.Follow(map[news.ArticleID]news.StoryID{rs[0].ID: "strike", "not there": "strike"})
	if got, _ := x.Assign(Member{ID: "copy", At: noon, CopyOf: rs[0].ID}); got != "strike" {
		t.Errorf("a copy is placed in %q", got)
	}
	if got, _ := x.Assign(rs[2]); got != "strike" {
		t.Errorf("another report is placed in %q", got)
	}
}
