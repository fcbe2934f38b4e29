package desk

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// A poll that was under way when the settings changed is written as those of today judge it.
func TestPollsUnderWayAreJudgedAnew(t *testing.T) {
	noon := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	src := news.Source{ID: "tide", Name: "Tide"}
	leads := []news.Lead{{Title: "Dam leaks", Seen: noon, Published: noon}, {Title: "Kite festival", Seen: noon, Published: noon}}
	before := Settings{Sources: []news.Source{src}, Beat: news.Beat{Include: []string{"dam"}}, Reach: reach}
	whole := src
	whole.Whole = true
	for _, c := range []struct {
		name string
		now  Settings
		want [2]store.LeadState
	}{
		{"the same settings", before, [2]store.LeadState{store.LeadWaiting, store.LeadOff}},
		{"another beat", Settings{Sources: before.Sources, Beat: news.Beat{Include: []string{"kite"}}, Reach: reach, number: 1},
			[2]store.LeadState{store.LeadOff, store.LeadWaiting}},
		{"the source whole", Settings{Sources: []news.Source{whole}, Beat: before.Beat, Reach: reach, number: 1},
			[2]store.LeadState{store.LeadWaiting, store.LeadWaiting}},
		{"the source gone", Settings{Beat: before.Beat, Reach: reach, number: 1}, [2]store.LeadState{store.LeadWaiting, store.LeadOff}},
	} {
		w := store.Watch{Source: src}
		p := polled{watch: w, leads: before.triage(w, leads, true), first: true}
		c.now.judgeAnew(&p)
		for i, want := range c.want {
			if p.leads[i].state != want || p.leads[i].lead.Title != leads[i].Title {
				t.Errorf("%s: %q is %s, want %s", c.name, p.leads[i].lead.Title, p.leads[i].state, want)
			}
		}
		if p.under != c.now.number {
			t.Errorf("%s: judged under settings %d", c.name, p.under)
		}
	}
}
