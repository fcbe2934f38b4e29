package edition

import (
	"cmp"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// The points of each term. They are a first guess, to be changed for all events alike.
const (
	pointsWithdrawn   = 6
	pointsEdited      = 6 // also where the outlet says so itself
	pointsRetitled    = 3
	pointsFigures     = 4
	pointsNew         = 4
	pointsDevelopment = 3
	pointsOutlet      = 2 // for each
	mostBreadth       = 6 // for all of them
)

// weighed is an event with its score.
type weighed struct {
	Event
	old    bool // nothing of it came, changed or went within the window
	own    int  // houses with a report of their own
	copies int
	came   int // reports that are news of the window
	topic  string
	score  int
	terms  []news.Term
	edit   Edit           // the weightiest within the window
	pulled news.ArticleID // the first report that was withdrawn within the window
}

// Score is what an edition of the window says of an event: the sum, and its terms, the largest first. Of one of which nothing came,
// changed or went within the window it says nothing.
func (w Window) Score(ev Event) (score int, terms []news.Term, reason news.RankReason) {
	x := w.weigh(ev)
	if x.old {
		return 0, nil, news.RankOnly
	}
	return x.score, x.terms, x.reason()
}

// weigh gives an event its score. Of one that is older than the window, only how many outlets tell it and its topic count.
func (w Window) weigh(ev Event) weighed {
	x := weighed{Event: ev, topic: w.topicOf(ev)}
	own, fresh, carry := map[string]bool{}, map[string]bool{}, map[string]bool{}
	brings := false
	for _, r := range ev.Reports {
		came := w.Has(r)
		carry[r.House] = true
		if r.Copy {
			x.copies++
		} else {
			own[r.House] = true
			fresh[r.House] = fresh[r.House] || came
			brings = brings || came && r.Brings
		}
		x.came += flag(came)
		if w.within(r.Withdrawn) {
			x.pulled = cmp.Or(x.pulled, r.ID)
		}
		if w.within(r.Edit.At) && Heavier(r.Edit, x.edit) {
			x.edit = r.Edit
		}
	}
	x.own = len(own)
	withdrawn := x.pulled != ""
	x.old = x.came == 0 && !withdrawn && x.edit.Reason == ""
	outlets := len(own)
	if !x.old {
		outlets = 0
		for _, came := range fresh {
			outlets += flag(came)
		}
	}
	several := len(carry) > 1
	x.add(withdrawn, news.RankWithdrawn, pointsWithdrawn)
	switch x.edit.Reason {
	case news.RankCorrected, news.RankEdited:
		x.add(true, x.edit.Reason, pointsEdited)
	case news.RankRetitled:
		x.add(true, x.edit.Reason, pointsRetitled)
	}
	x.add(!x.old && len(ev.Figures) > 0, news.RankFigures, pointsFigures)
	x.add(several && x.began(), news.RankNew, pointsNew)
	x.add(brings, news.RankDevelopment, pointsDevelopment)
	x.add(several && outlets > 0, news.RankBreadth, min(pointsOutlet*outlets, mostBreadth))
	weight := w.weightOf(x.topic)
	x.add(weight > 0, news.RankTopic, weight)
	slices.SortStableFunc(x.terms, func(a, b news.Term) int { return b.Points - a.Points })
	return x
}

func (x *weighed) add(holds bool, r news.RankReason, points int) {
	if holds {
		x.terms = append(x.terms, news.Term{Reason: r, Points: points})
		x.score += points
	}
}

// began reports whether the event begins within the window: all its reports are news of it.
func (x weighed) began() bool { return x.came == len(x.Reports) }

// Heavier reports whether an edit says more than another: by its reason, then by its time.
func Heavier(a, b Edit) bool {
	if a.Reason == "" || b.Reason == "" {
		return a.Reason != ""
	}
	order := news.RankReasons()
	return cmp.Or(slices.Index(order, b.Reason)-slices.Index(order, a.Reason), a.At.Compare(b.At)) > 0
}

func (x weighed) reason() news.RankReason {
	if len(x.terms) == 0 {
		return news.RankOnly
	}
	return x.terms[0].Reason
}

// newest is the time of its newest report. Of an event that is older than the window a report without a date has none: when it was read
// says nothing of its age.
func (x weighed) newest() (at time.Time) {
	for _, r := range x.Reports {
		if t := r.time(); t.After(at) && (r.Dated || !x.old) {
			at = t
		}
	}
	return at
}

// time is when a report was published, or read, where the one is not known.
func (r Report) time() time.Time {
	if r.Dated {
		return r.Published
	}
	return r.At
}

// central is the report that stands for the event; where that is not said, the newest that is no copy and was not withdrawn.
func (x weighed) central() news.ArticleID {
	if x.Central != "" {
		return x.Central
	}
	best := x.Reports[0]
	for _, r := range x.Reports[1:] {
		if cmp.Or(flag(best.Copy)-flag(r.Copy), flag(!best.Withdrawn.IsZero())-flag(!r.Withdrawn.IsZero()), r.time().Compare(best.time()), cmp.Compare(best.ID, r.ID)) > 0 {
			best = r
		}
	}
	return best.ID
}

func (x weighed) line() news.EditionLine {
	l := news.EditionLine{
		Story: x.Story, Article: x.central(), Score: x.score, Terms: x.terms, Reason: x.reason(), Topic: x.topic,
		Outlets: x.own, Reports: len(x.Reports), Copies: x.copies,
	}
	switch l.Reason {
	case news.RankWithdrawn:
		l.Evidence = []news.Cite{{Article: x.pulled}}
	case news.RankCorrected, news.RankEdited, news.RankRetitled:
		l.Was, l.Is, l.Evidence = x.edit.Was, x.edit.Is, x.edit.Evidence
	case news.RankFigures:
		l.Evidence = x.Figures
	}
	return l
}

// topicOf is the topic that most reports of an event are of; equal ones in the operator's order. "": of none.
func (w Window) topicOf(ev Event) string {
	n := map[string]int{}
	for _, r := range ev.Reports {
		for _, t := range r.Topics {
			n[t]++
		}
	}
	best := ""
	for _, t := range w.Topics {
		if n[t.ID] > n[best] {
			best = t.ID
		}
	}
	return best
}

func (w Window) weightOf(topic string) int {
	for _, t := range w.Topics {
		if t.ID == topic {
			return t.Weight
		}
	}
	return 0
}

// mostDoubtful bounds of how many events the texts are read for an edition.
const mostDoubtful = 24

// Doubtful are the indexes of those events whose place among the lines of an edition depends on what their reports say, Figures and
// Brings, while that is not known: the most likely first, at most 24. Of a single report nothing can differ, and none came before it.
func Doubtful(w Window, events []Event) []int {
	type doubt struct {
		weighed
		index int
	}
	var list []doubt
	for i, ev := range events {
		if len(ev.Reports) > 0 {
			if x := w.weigh(ev); !x.old {
				list = append(list, doubt{x, i})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b doubt) int { return weightier(a.weighed, b.weighed) })
	var out []int
	least := 0 // score of an event that is a line whatever the others say
	if len(list) >= mostLines*2 {
		least = list[mostLines*2-1].score
	}
	for _, d := range list {
		own := len(d.Reports) - d.copies
		if own > 1 && d.score+pointsFigures+pointsDevelopment >= least && len(out) < mostDoubtful {
			out = append(out, d.index)
		}
	}
	return out
}
