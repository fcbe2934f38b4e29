package story

import (
	"fmt"
	"math/rand/v2"
	"strings"
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

// Reports that share one vocabulary, as bulletins of the weather do, cost as much each however many they are: a report is
// added to the sums of a bounded number, and words that are in a quarter of all are not looked at.
func TestOneVocabulary(t *testing.T) {
	words := strings.Fields("storm front cloud drizzle gust haze frost thaw breeze squall shower sleet hail dew fog mist calm swell ridge trough tide surge bay coast inlet slope plain basin valley range")
	towns := strings.Fields("Ardel Brunsk Cotham Delmar Esterby Falken Gorvale Halden Istrad Jorvik Kelden Lomar")
	pick := rand.New(rand.NewPCG(1, 2))
	x := NewIndex(Options{})
	const n = 1200
	for i := range n {
		var text strings.Builder
		for range 40 {
			fmt.Fprintf(&text, "In %s the %s met %s and %s. ", towns[pick.IntN(len(towns))], words[pick.IntN(len(words))], words[pick.IntN(len(words))], words[pick.IntN(len(words))])
		}
		r := Member{ID: news.ArticleID(fmt.Sprint(i)), At: noon, Features: Of(fmt.Sprintf("Bulletin %d", i), []string{text.String()}, "en")}
		x.Add(NewID(r.ID), r)
	}
	x.weighAgain()
	if near := x.compare(x.own(int32(n-1)), int32(n)); len(near) > n/10 {
		t.Errorf("%d of %d reports are looked at", len(near), n)
	}
	r := x.Regrouping()
	for r.Step() {
	}
	edges := 0
	for _, m := range r.near {
		edges += len(m)
	}
	if edges > 2*n*weak {
		t.Errorf("%d sums of %d reports", edges, n)
	}
}

// Of many weak neighbours the nearest are kept, of strong ones all.
func TestNearestAreKept(t *testing.T) {
	r := &Regrouping{}
	for i := range 1000 {
		r.units = append(r.units, unit{members: []int32{int32(i)}})
		r.met = append(r.met, int32(i))
		r.sum = append(r.sum, 0.2+0.0004*float32(i))
	}
	kept := func() (n int) {
		least := r.least()
		for _, s := range r.sum {
			if s >= least {
				n++
			}
		}
		return n
	}
	if n := kept(); n > weak || n < weak/2 {
		t.Errorf("%d of 1000 weak ones are kept", n)
	}
	for i := range 600 {
		r.sum[i] = 1
	}
	if n := kept(); n < 600 || n > 600+weak {
		t.Errorf("%d of 600 strong and 400 weak ones are kept", n)
	}
	r.met = r.met[:weak]
	if least := r.least(); least != 0 {
		t.Errorf("of %d none is left out: %v", weak, least)
	}
}
