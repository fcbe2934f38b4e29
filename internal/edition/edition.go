// Package edition ranks the events of a stretch of time and cuts an edition of them: at most five lines, each with the reason why it
// is there, and the rest by topic. A score is a sum of whole points for what can be shown: a withdrawal, an edit, figures, a
// beginning, what a report brings, how many outlets tell it, the weight of its topic. No outlet weighs more than another.
//
// It never reads a text, never says that an outlet was first or alone in the world, and asks no clock.
package edition

import (
	"cmp"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Window is the stretch of time of an edition, and by what its events are weighed.
type Window struct {
	Slot, Day, Zone string    // as in news.Edition
	From, Until     time.Time // From is not in it
	Missed          int       // as in news.Edition
	Topics          []Topic   // in the operator's order
}

// Topic is a topic with the weight that the operator gives it.
type Topic struct {
	ID     string
	Weight int // 0 to 3
}

// Event is one event, as far as an edition counts it.
type Event struct {
	Story   news.StoryID
	Reports []Report       // all that are held, those that came first first
	Central news.ArticleID // the report that stands for it; "": the newest of an outlet's own
	Figures []news.Cite    // where figures stand that are new or differ otherwise since the window began; none: there are none
}

// Report is one report of an event.
type Report struct {
	ID        news.ArticleID
	House     string    // equal for outlets that count as one
	At        time.Time // when it was read
	Published time.Time // zero: not known
	Dated     bool      // Published is a time that can be: known, and not after At
	Copy      bool      // of another report: it counts as no outlet of its own
	Topics    []string
	Withdrawn time.Time // zero: it stands
	Edit      Edit      // the weightiest within the window; zero: none
	Brings    bool      // it came within the window and has a figure or a name that none before it has
}

// Edit is what an outlet changed in its report.
type Edit struct {
	At       time.Time
	Reason   news.RankReason // RankCorrected, RankEdited or RankRetitled
	Was, Is  string
	Evidence []news.Cite
}

// Has reports whether a report is news of the window: it came within it, and was not published long before.
func (w Window) Has(r Report) bool {
	return w.within(r.At) && (!r.Dated || !r.Published.Before(w.From.Add(-news.Stale)))
}

func (w Window) within(at time.Time) bool { return at.After(w.From) && !at.After(w.Until) }

// Bounds of an edition.
const (
	mostLines     = 5
	mostOfTopic   = 2  // lines
	mostWithdrawn = 2  // lines whose reason is a withdrawal
	mostShelved   = 6  // reports of a topic that are listed
	mostChanges   = 20 // that are listed
	Enough        = 20 // reports within a window: with fewer, older ones fill the edition up to as many events
)

// Cut makes the edition of a window of its events, and, where fewer than Enough reports are news of it, of the others among events, in
// their order, up to Enough events. It fills in no more of Reading than what it counts of reports. Equal events and windows give equal editions,
// in whatever order the events of the window come.
func Cut(w Window, events []Event) news.Edition {
	e := news.Edition{Slot: w.Slot, Day: w.Day, Zone: w.Zone, From: w.From, Until: w.Until, Missed: w.Missed}
	inside, older := w.part(events)
	for _, x := range inside {
		e.Reading.Reports += x.came
		if x.began() {
			e.Reading.Events++
		}
	}
	if e.Reading.Reports < Enough {
		for _, x := range older {
			if len(inside) >= Enough {
				break
			}
			inside, e.Filled = append(inside, x), true
		}
	}
	slices.SortStableFunc(inside, weightier)
	lines, rest := w.front(inside)
	for _, x := range lines {
		e.Lines = append(e.Lines, x.line())
	}
	if len(lines) > 0 && lines[0].own > 1 {
		e.Lead = lines[0].Story
	}
	e.Shelves = w.shelves(rest)
	w.changes(&e, events)
	return e
}

// part weighs events: those of which something came, changed or went within the window, and the others.
func (w Window) part(events []Event) (inside, older []weighed) {
	for _, ev := range events {
		if len(ev.Reports) == 0 {
			continue
		}
		if x := w.weigh(ev); x.old {
			older = append(older, x)
		} else {
			inside = append(inside, x)
		}
	}
	return inside, older
}

// weightier orders events: those of the window first, then by score, outlets, the newest report and ID.
func weightier(a, b weighed) int {
	return cmp.Or(flag(a.old)-flag(b.old), b.score-a.score, b.own-a.own, b.newest().Compare(a.newest()), cmp.Compare(a.Story, b.Story),
		cmp.Compare(a.central(), b.central()))
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// front picks the lines of an edition from events in their order.
func (w Window) front(list []weighed) (lines, rest []weighed) {
	topics, withdrawn := map[string]int{}, 0
	for _, x := range list {
		gone := x.reason() == news.RankWithdrawn
		if len(lines) == mostLines || x.topic != "" && topics[x.topic] == mostOfTopic || gone && withdrawn == mostWithdrawn {
			rest = append(rest, x)
			continue
		}
		lines = append(lines, x)
		topics[x.topic]++
		withdrawn += flag(gone)
	}
	return lines, rest
}

// shelves are the events that are no lines, by topic in the operator's order, each by one report.
func (w Window) shelves(list []weighed) []news.Shelf {
	var out []news.Shelf
	for _, t := range append(slices.Clone(w.Topics), Topic{}) {
		s := news.Shelf{Topic: t.ID}
		for _, x := range list {
			if x.topic != t.ID || x.came == 0 && !x.old {
				continue
			}
			s.N += max(x.came, 1)
			if len(s.Articles) < mostShelved {
				s.Articles = append(s.Articles, x.central())
			}
		}
		if s.N > 0 {
			out = append(out, s)
		}
	}
	return out
}

// changes lists what was edited and withdrawn within the window, and counts it.
func (w Window) changes(e *news.Edition, events []Event) {
	var all []news.ChangeLine
	for _, ev := range events {
		for _, r := range ev.Reports {
			if w.within(r.Edit.At) && r.Edit.Reason != "" {
				all = append(all, news.ChangeLine{Article: r.ID, At: r.Edit.At, Reason: r.Edit.Reason, Was: r.Edit.Was, Is: r.Edit.Is})
				e.Reading.Edited++
			}
			if w.within(r.Withdrawn) {
				all = append(all, news.ChangeLine{Article: r.ID, At: r.Withdrawn, Reason: news.RankWithdrawn})
				e.Reading.Pulled++
			}
		}
	}
	slices.SortFunc(all, func(a, b news.ChangeLine) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Reason, b.Reason))
	})
	e.Changes, e.Changed = all[:min(len(all), mostChanges)], len(all)
}
