package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/store"
)

// beside is a team in which this process leads once led is closed.
type beside struct {
	led  chan struct{}
	away *bool // for so long that others may have taken over its work
}

func (b beside) Led() <-chan struct{} { return b.led }
func (beside) Alone() bool            { return false }
func (b beside) Still() bool          { return !*b.away }

// buildCount counts the builds of a site.
type buildCount struct{ n int }

func (b *buildCount) Publish(context.Context) (desk.Published, error) {
	b.n++
	return desk.Published{}, nil
}

// One of several processes builds the site: a round of another reads reports and leaves that to it. What a round has polled is nobody's
// afterwards.
func TestOneProcessLeads(t *testing.T) {
	r := newRoom(t, twoReports())
	site, team := new(buildCount), beside{make(chan struct{}), new(bool)}
	r.desk.Site, r.desk.Team = site, team
	err := r.db.Enter(t.Context(), store.Process{Name: "this one"}, time.Hour, func([]store.Process) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	collect := func() desk.Round {
		t.Helper()
		sum, err := r.desk.Collect(t.Context(), true, desk.UntilEnd)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	if sum := collect(); sum.Polled != 1 || site.n != 0 || len(r.items()) == 0 {
		t.Errorf("beside one that leads: %+v, %d builds, %d reports", sum, site.n, len(r.items()))
	}
	r.now = r.now.Add(time.Hour)
	close(team.led)
	if sum := collect(); sum.Polled != 1 || site.n == 0 {
		t.Errorf("one that leads: %+v, %d builds", sum, site.n)
	}
}

// One that leads and was away for long sends nothing: another leads by then, and has sent it.
func TestOneThatWasAwaySendsNothing(t *testing.T) {
	r := newRoom(t, twoReports())
	heard := &heralds{now: func() time.Time { return r.now }}
	team := beside{make(chan struct{}), new(bool)}
	close(team.led)
	r.desk.Team, r.desk.Pushes = team, []desk.Push{{Name: "wire", By: heard}}
	err := r.db.Enter(t.Context(), store.Process{Name: "this one"}, time.Hour, func([]store.Process) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	round := func(wants string) {
		t.Helper()
		heard.wants = wants
		r.now = r.now.Add(time.Hour)
		if _, err := r.desk.Collect(t.Context(), true, desk.UntilEnd); err != nil {
			t.Fatal(err)
		}
	}
	round("") // a new channel is not told of the past
	*team.away = true
	for _, it := range r.items() { // a change like any other
		if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.SetStory(it.Article.ID, it.Story) }); err != nil {
			t.Fatal(err)
		}
	}
	if round("a"); len(heard.tried) != 0 {
		t.Errorf("sent while away: %v", heard.heard)
	}
	*team.away = false
	if round("a"); len(heard.heard) != 1 {
		t.Errorf("sent by one that leads: %v", heard.heard)
	}
}

// One that looks for alarms and never asks a model tells what the others have met.
func TestModelFaresForAllProcesses(t *testing.T) {
	r := newRoom(t, twoReports())
	o, channel := r.operator("o")
	team := beside{make(chan struct{}), new(bool)}
	close(team.led)
	r.desk.Team, r.desk.Alarms.Channels = team, []desk.Channel{channel}
	err := r.db.Enter(t.Context(), store.Process{Name: "this one"}, time.Hour, func([]store.Process) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	fares := func(data string) {
		t.Helper()
		if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.SetFare("model", data) }); err != nil {
			t.Fatal(err)
		}
	}
	r.round(time.Minute)
	fares(`{"Known":true,"Wrong":true,"Why":"refuses the connection","Since":"` + r.now.Format(time.RFC3339) + `"}`)
	for range 3 {
		r.round(20 * time.Minute)
	}
	if !slices.Equal(o.heard, []string{"model"}) {
		t.Fatalf("heard %q, want the model once", o.heard)
	}
	fares(`{"Known":true}`)
	for range 3 {
		r.round(time.Hour)
	}
	if len(o.heard) < 2 || o.heard[1] != "over:model" {
		t.Errorf("heard %q, want that it is over", o.heard)
	}
}
