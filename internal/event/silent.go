package event

import (
	"cmp"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// When and of whom it is said that nothing of an event was seen.
const (
	silentAfter  = 12 * time.Hour      // after the second outlet
	lookedFor    = 72 * time.Hour      // after the newest report
	longestEvent = 14 * 24 * time.Hour // from its first report to its newest; one that goes on for longer is no one's to miss
	lookAgain    = 3 * time.Hour
	leastReports = 3  // in the event's topic in 30 days
	leastAtAll   = 10 // where the desk has no topics
	mostSilent   = 8
	mostUnread   = 40
)

// Window is the time within which an outlet that reports an event is taken to do so: from its first report, until some days after
// the newest. second is when a second house had it; false: none had, or the event goes on for too long.
func Window(tellings []news.Telling) (from, second, until time.Time, ok bool) {
	begun := map[string]time.Time{} // by house
	for _, t := range tellings {
		a := t.Article
		begin, end := a.Hour.Span(a.Published, a.Captured)
		if begin.IsZero() {
			begin = end
		}
		if from.IsZero() || begin.Before(from) {
			from = begin
		}
		if end.After(until) {
			until = end
		}
		if was, known := begun[t.House]; t.CopyOf == "" && (!known || end.Before(was)) {
			begun[t.House] = end
		}
	}
	times := make([]time.Time, 0, len(begun))
	for _, at := range begun {
		times = append(times, at)
	}
	if len(times) < 2 || until.Sub(from) > longestEvent {
		return time.Time{}, time.Time{}, time.Time{}, false
	}
	slices.SortFunc(times, time.Time.Compare)
	return from, times[1], until.Add(lookedFor), true
}

// Sides is who was not seen to report an event, and why others cannot be said to.
type Sides struct {
	Silent        []news.Silence
	Silents       int
	Unread        []news.Unread
	Polled, Again time.Time
}

// Silent says which outlets were read throughout, write on such things, and were not seen to report the event; and of which
// the desk read too little to tell. Of an outlet of which neither is sure it says nothing.
func (r Reader) Silent(s Story) Sides {
	from, second, until, ok := Window(s.Tellings)
	if !ok {
		return Sides{}
	}
	w := lookout{story: s, from: from, second: second, until: until, hint: r.hintOf(s)}
	w.common = w.hint.commonWords(s.Outlets)
	houses := w.houses()
	var out Sides
	if !slices.ContainsFunc(houses, w.watched) {
		return out
	}
	out.Again = w.again()
	for _, h := range houses {
		switch kind, x := w.judge(h); kind {
		case silent:
			out.Silent = append(out.Silent, x.Silence)
		case unread:
			out.Unread = append(out.Unread, news.Unread{Source: x.Source, Outlet: x.Outlet, Cause: x.cause, N: x.n})
		default:
			continue
		}
		if end := w.end(h); out.Polled.IsZero() || end.Before(out.Polled) {
			out.Polled = end
		}
	}
	slices.SortStableFunc(out.Silent, func(a, b news.Silence) int {
		return cmp.Or(cmp.Compare(b.Reports, a.Reports), cmp.Compare(a.Source, b.Source))
	})
	slices.SortStableFunc(out.Unread, func(a, b news.Unread) int {
		return cmp.Or(cmp.Compare(causeRank(a.Cause), causeRank(b.Cause)), cmp.Compare(a.Source, b.Source))
	})
	out.Silents = len(out.Silent)
	out.Silent = out.Silent[:min(len(out.Silent), mostSilent)]
	out.Unread = out.Unread[:min(len(out.Unread), mostUnread)]
	return out
}

func causeRank(c news.UnreadCause) int {
	return slices.Index([]news.UnreadCause{news.UnreadFailing, news.UnreadHeadline, news.UnreadBuried}, c)
}

// lookout compares outlets with an event.
type lookout struct {
	story               Story
	from, second, until time.Time // as Window has them
	hint                hint
	common              map[string]bool
}

// again is when another look may show something else.
func (w lookout) again() time.Time {
	switch now, sure := w.story.Now, w.second.Add(silentAfter); {
	case now.Before(sure):
		return sure.Add(lookAgain / 6) // when the next polls are over
	case now.Before(w.until):
		return now.Add(lookAgain)
	}
	return time.Time{}
}

// houses are the watched sources of each house that tells nothing of the event, in the order of their first.
func (w lookout) houses() [][]Outlet {
	tells := map[string]bool{}
	for _, t := range w.story.Tellings {
		tells[t.House] = true
	}
	var order []string
	of := map[string][]Outlet{}
	for _, o := range w.story.Outlets {
		if of[o.House] == nil {
			order = append(order, o.House)
		}
		of[o.House] = append(of[o.House], o)
	}
	var out [][]Outlet
	for _, h := range order {
		if !tells[h] && !slices.ContainsFunc(of[h], func(o Outlet) bool { return o.Member }) {
			out = append(out, of[h])
		}
	}
	return out
}

// watched reports whether it is known of all sources of a house how they were read since the event began.
func (w lookout) watched(house []Outlet) bool {
	return !slices.ContainsFunc(house, func(o Outlet) bool { return o.Paused || !o.Read.Known(w.from) })
}

// end is the time until which all sources of a house were read, as far as it matters.
func (w lookout) end(house []Outlet) time.Time {
	end := w.until
	for _, o := range house {
		if o.Read.Until.Before(end) {
			end = o.Read.Until
		}
	}
	return end
}

// sideSaid is what can be said of a house.
type sideSaid int

const (
	unsaid sideSaid = iota
	silent
	unread
)

// sideOf is a house of which something is said, under the source of it that brings most.
type sideOf struct {
	news.Silence
	cause news.UnreadCause
	n     int
}

// judge says what can be said of a house.
func (w lookout) judge(house []Outlet) (sideSaid, sideOf) {
	x := w.called(house)
	least := leastReports
	if !w.story.Topics {
		least = leastAtAll
	}
	end := w.end(house)
	switch {
	case !w.watched(house), w.story.Now.Before(w.second.Add(silentAfter)):
		return unsaid, x
	case w.failing(house, end):
		x.cause = news.UnreadFailing
		return unread, x
	case x.Reports < least, w.story.Topics && w.story.Topic == "", end.Before(w.second.Add(silentAfter)):
		return unsaid, x
	}
	headlines, lost := 0, 0
	for _, o := range house {
		headlines += o.Headlines
		lost += o.Unread
	}
	switch {
	case headlines > 0:
		x.cause, x.n = news.UnreadHeadline, headlines
		return unread, x
	case lost > 0:
		x.cause, x.n = news.UnreadBuried, lost
		return unread, x
	case w.mayTell(house):
		return unsaid, x
	}
	return silent, x
}

// called is a house as it is named: by its source with most reports.
func (w lookout) called(house []Outlet) sideOf {
	best, all := house[0], 0
	for _, o := range house {
		all += o.Reports
		if o.Reports > best.Reports {
			best = o
		}
	}
	return sideOf{Silence: news.Silence{Source: best.Source, Outlet: best.Name, Topic: w.story.Topic, Reports: all}}
}

// failing reports whether a source of a house could not be read throughout.
func (w lookout) failing(house []Outlet, end time.Time) bool {
	return slices.ContainsFunc(house, func(o Outlet) bool {
		return o.Read.Lost && o.Read.Until.Before(w.until) || end.After(w.from) && !o.Read.Throughout(w.from, end)
	})
}

// mayTell reports whether a house may have reported the event all the same: by what it listed, or because it lists in a
// script in which the event would not be known.
func (w lookout) mayTell(house []Outlet) bool {
	foreign, all := 0, 0
	for _, o := range house {
		all += len(o.Headings)
		for _, h := range o.Headings {
			if w.hint.maybe(h, w.common) {
				return true
			}
			if !w.hint.legible(h) {
				foreign++
			}
		}
	}
	return foreign*10 > all
}
