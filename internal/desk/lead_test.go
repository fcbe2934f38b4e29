package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/store"
)

// beside is a team in which this process leads once led is closed.
type beside struct{ led chan struct{} }

func (b beside) Led() <-chan struct{} { return b.led }
func (beside) Alone() bool            { return false }

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
	site, team := new(buildCount), beside{make(chan struct{})}
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
