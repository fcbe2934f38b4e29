package desk

import (
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	reach   = 7 * 24 * time.Hour // a lead that is older is no news to a desk that sees its source, or judges by its beat, for the first time
	opening = 50                 // leads of a new source that are fetched whatever their age, so that it has something to show
)

// triaged is a lead and what is to be done with it.
type triaged struct {
	lead  news.Lead
	state store.LeadState
	why   string
}

// judge decides by the desk's beat and that of a source which reports are followed.
type judge struct {
	desk, own discover.Filter
	whole     bool
	exclude   []string // the words that keep a report out, which its page may show first
}

func newJudge(desk news.Beat, s news.Source) judge {
	j := judge{desk: discover.NewFilter(desk), own: discover.NewFilter(s.Beat), whole: s.Whole, exclude: s.Beat.Exclude}
	if !s.Whole {
		j.exclude = append(slices.Clone(desk.Exclude), s.Beat.Exclude...)
	}
	return j
}

// lead reports whether what a source says of a report is on the beat; if not, why.
func (j judge) lead(l news.Lead) (ok bool, why string) {
	if ok, why := j.desk.Lead(l); !ok && !j.whole {
		return false, why
	}
	if ok, why := j.own.Lead(l); !ok {
		return false, why
	}
	return true, ""
}

// page reports whether nothing that a report's page shows keeps it out; if something does, why.
func (j judge) page(a news.Article) (ok bool, why string) {
	if len(j.exclude) == 0 {
		return true, ""
	}
	ok, why = discover.NewFilter(news.Beat{Exclude: j.exclude}).Article(a)
	if ok {
		why = ""
	}
	return ok, why
}

// keptOut reports whether the word for which a page was once left out still keeps it out.
func (j judge) keptOut(why string) bool {
	word, excluded := strings.CutPrefix(why, "excluded: ")
	return excluded && slices.Contains(j.exclude, word)
}

// triage decides of each lead whether its page is fetched. At a source's first poll,
// leads that are too old are remembered but not fetched, except for the newest.
func (s Settings) triage(w store.Watch, leads []news.Lead, first bool) []triaged {
	by := newJudge(s.Beat, w.Source)
	out := make([]triaged, 0, len(leads))
	for _, l := range leads {
		j := triaged{lead: l, state: store.LeadWaiting}
		if ok, why := by.lead(l); !ok {
			j.state, j.why = store.LeadOff, why
		} else if first && discover.AgeOf(l.Published, l.Seen, s.Reach) == discover.Stale {
			j.state, j.why = store.LeadOld, tooOld(l)
		}
		out = append(out, j)
	}
	followNewest(out)
	return out
}

func tooOld(l news.Lead) string { return "published " + l.Published.Format(time.DateOnly) }

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
