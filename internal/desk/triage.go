package desk

import (
	"slices"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	staleLead = 7 * 24 * time.Hour // a lead that is older is no news to a desk that sees its source for the first time
	opening   = 50                 // leads of a new source that are fetched whatever their age, so that it has something to show
)

// triaged is a lead and what is to be done with it.
type triaged struct {
	lead  news.Lead
	state store.LeadState
	why   string
}

// triage decides of each lead whether its page is fetched. At a source's first poll,
// leads that are too old are remembered but not fetched, except for the newest.
func (d *Desk) triage(w store.Watch, leads []news.Lead, first bool) []triaged {
	out := make([]triaged, 0, len(leads))
	beat, own := discover.NewFilter(d.Beat), discover.NewFilter(w.Beat)
	for _, l := range leads {
		j := triaged{lead: l, state: store.LeadWaiting}
		if ok, why := beat.Lead(l); !ok && !w.Whole {
			j.state, j.why = store.LeadOff, why
		} else if ok, why := own.Lead(l); !ok {
			j.state, j.why = store.LeadOff, why
		} else if first && discover.AgeOf(l.Published, l.Seen, staleLead) == discover.Stale {
			j.state, j.why = store.LeadOld, "published "+l.Published.Format(time.DateOnly)
		}
		out = append(out, j)
	}
	followNewest(out)
	return out
}

// followNewest marks the newest of the old leads to be fetched, so that at most opening
// leads of a new source are.
func followNewest(leads []triaged) {
	rest := opening
	var old []*triaged
	for i := range leads {
		switch leads[i].state {
		case store.LeadWaiting:
			rest--
		case store.LeadOld:
			old = append(old, &leads[i])
		}
	}
	slices.SortStableFunc(old, func(a, b *triaged) int { return b.lead.Published.Compare(a.lead.Published) })
	for _, j := range old[:max(0, min(rest, len(old)))] {
		j.state, j.why = store.LeadWaiting, ""
	}
}
