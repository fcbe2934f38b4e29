package cli

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/topic"
)

const (
	watchedFor   = time.Minute         // what is watched is asked for once in such a time: a build asks for many stories
	subjectDays  = 30                  // in which the reports of an outlet on a topic are counted
	beforeEvent  = 24 * time.Hour      // from here on what was listed may be of an event
	mostGlimpses = 60_000              // of what was listed; where there is more, nobody is said to be silent
	latestStart  = 21 * 24 * time.Hour // an event that began earlier is looked at with nobody
)

// watching remembers, for a moment, how the outlets were read and what they listed.
type watching struct {
	mu       sync.Mutex // guards what is below
	at       time.Time  // zero: nothing is remembered
	from     time.Time  // glimpses are all that was listed from here on
	asked    time.Time  // from here on it was asked for; before from, where there was too much
	sources  []watched
	place    map[news.SourceID]int // in sources
	near     map[string][]int      // in sources, by domain
	glimpses []glimpse
	topics   topic.Set
	subjects map[news.ArticleID]subject
	after    int64 // the last change of a report that subjects have
	heads    map[headOf]event.Heading
	by       event.Reader // whose heads they are
	most     int          // how much of what was listed is read; 0: mostGlimpses
}

// watched is a source that is watched.
type watched struct {
	store.Watch
	called  news.Source    // as the configuration in force has it
	reports map[string]int // in the last days, by topic; "": all
}

// glimpse is what was listed, with its head prepared to be compared.
type glimpse struct {
	store.Glimpse
	heading event.Heading
	domain  string // of its address
}

// headOf is what is said at the head of a report: in the list, by itself, by its digest.
type headOf [3]string

// subject is a report with its topics.
type subject struct {
	source   news.SourceID
	captured time.Time
	topics   []string
}

// outlets adds to a story what is known of the outlets that are watched. Where none was read since it began, as on a desk that polls
// nothing, it asks for no more.
func (l library) outlets(ctx context.Context, r event.Reader, houses event.Houses, s *event.Story) error {
	from, _, until, ok := event.Window(s.Tellings)
	if !ok || from.Before(s.Now.Add(-latestStart)) {
		return nil
	}
	w := &l.p.watching
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := l.look(ctx, r, from); err != nil {
		return err
	}
	listed := from.Add(-beforeEvent)
	if listed.Before(w.from) || !w.knows(from) {
		return nil
	}
	s.Topics = len(w.topics.Topics) > 0
	id := ""
	if id, s.Topic = w.topicOf(s.Tellings); s.Topics && id == "" {
		id = "none"
	}
	s.Outlets = make([]event.Outlet, len(w.sources))
	for i, x := range w.sources {
		s.Outlets[i] = event.Outlet{
			Source: x.ID, Name: cmp.Or(x.called.Outlet, x.called.Name), House: houses.House(x.called), Paused: x.Held || x.Paused != "",
			Read: x.Read, Reports: x.reports[id],
		}
	}
	w.listed(s, listed, until)
	return nil
}

// knows reports whether it is known of any source how it was read since a time.
func (w *watching) knows(from time.Time) bool {
	return slices.ContainsFunc(w.sources, func(x watched) bool { return x.Read.Known(from) })
}

// look asks for what is watched, unless it was asked for just now.
func (l library) look(ctx context.Context, r event.Reader, from time.Time) error {
	w, now := &l.p.watching, l.now()
	listed := from.Add(-beforeEvent)
	if !w.at.IsZero() && now.Sub(w.at).Abs() < watchedFor {
		if !listed.Before(w.asked) {
			return nil
		}
		listed = now.Add(-latestStart - beforeEvent) // the stories of a build come in no order of time
	}
	w.at = time.Time{}
	if set := topic.Compile(topics(l.p.config)); w.subjects == nil || !reflect.DeepEqual(set.Topics, w.topics.Topics) {
		w.topics, w.subjects, w.after = set, map[news.ArticleID]subject{}, 0
	}
	since := now.AddDate(0, 0, -subjectDays)
	most := cmp.Or(w.most, mostGlimpses)
	var watches []store.Watch
	var list []store.Glimpse
	var added []store.Subject
	err := l.p.db.View(ctx, func(tx *store.Tx) (err error) {
		if watches, err = tx.Watches(); err != nil {
			return err
		}
		first, known := firstKnown(watches)
		if !known {
			return nil
		}
		if first = first.Add(-beforeEvent); first.Before(listed) {
			first = listed // what was listed earlier is of events of which it is not known who was read
		}
		if list, err = tx.Glimpses(first, now.Add(time.Hour), most); err != nil {
			return err
		}
		added, err = tx.SubjectsAfter(w.after, since)
		return err
	})
	if err != nil {
		return err
	}
	w.at, w.asked, w.from = now, listed, listed
	if len(list) == most {
		w.from = list[len(list)-1].Seen.Add(1) // of that moment there may be more
	}
	w.see(r, list)
	w.count(watches, l.p.called, added, since)
	return nil
}

// firstKnown is the first time from which on it is known of any source how it was read; false: of none.
func firstKnown(watches []store.Watch) (first time.Time, known bool) {
	for _, x := range watches {
		if since := x.Read.Since; !since.IsZero() && (!known || since.Before(first)) {
			first, known = since, true
		}
	}
	return first, known
}

// see takes over what was listed.
func (w *watching) see(r event.Reader, list []store.Glimpse) {
	if r != w.by {
		w.heads, w.by = nil, r
	}
	heads := make(map[headOf]event.Heading, len(list))
	w.glimpses = make([]glimpse, len(list))
	for i, g := range list {
		of := headOf{g.Title, g.Head, g.Digest}
		heading, ok := heads[of]
		if !ok {
			if heading, ok = w.heads[of]; !ok {
				heading = r.Heading(of[:]...)
			}
			heads[of] = heading
		}
		w.glimpses[i] = glimpse{g, heading, event.Domain(g.URL)}
	}
	w.heads = heads
}

// count takes over the sources, and counts their reports since a time, those that were added among them.
func (w *watching) count(watches []store.Watch, by called, added []store.Subject, since time.Time) {
	for _, x := range added {
		it := news.Item{Article: news.Article{Title: x.Title}, Digest: news.Digest{Title: x.Digest, Summary: []news.Claim{{Text: x.Lead}}}}
		w.subjects[x.ID] = subject{x.Source, x.Captured, w.topics.Of(it)}
		w.after = x.Change
	}
	reports := map[news.SourceID]map[string]int{}
	for id, x := range w.subjects {
		if !x.captured.After(since) {
			delete(w.subjects, id)
			continue
		}
		n := reports[x.source]
		if n == nil {
			n = map[string]int{}
			reports[x.source] = n
		}
		n[""]++
		for _, t := range x.topics {
			n[t]++
		}
	}
	w.sources = make([]watched, len(watches))
	w.place, w.near = make(map[news.SourceID]int, len(watches)), map[string][]int{}
	for i, x := range watches {
		w.sources[i] = watched{x, by.source(x.Source), reports[x.ID]}
		w.place[x.ID] = i
		if d := event.Domain(x.URL); d != "" {
			w.near[d] = append(w.near[d], i)
		}
	}
}

// topicOf is the topic that most of the tellings are of: its ID and name; "": of none.
func (w *watching) topicOf(tellings []news.Telling) (id, name string) {
	n := map[string]int{}
	for _, t := range tellings {
		for _, x := range w.topics.Of(t.Item) {
			n[x]++
		}
	}
	for _, t := range w.topics.Topics {
		if n[t.ID] > n[id] {
			id, name = t.ID, t.Name
		}
	}
	return id, cmp.Or(name, id)
}

// listed adds to the outlets of a story what they listed within a time: under the source that listed it, and under those at whose
// domain it is, which may have listed it later.
func (w *watching) listed(s *event.Story, from, until time.Time) {
	for _, g := range w.glimpses {
		if g.Seen.Before(from) || !g.Seen.Before(until) {
			continue
		}
		if i, ok := w.place[g.Source]; ok {
			add(&s.Outlets[i], g, s)
		}
		for _, i := range w.near[g.domain] {
			if s.Outlets[i].Source != g.Source {
				add(&s.Outlets[i], g, s)
			}
		}
	}
}

// unreadAfter is how long a report that was listed may wait to be read before it counts as not read.
const unreadAfter = time.Hour

// add adds what an outlet listed.
func add(o *event.Outlet, g glimpse, s *event.Story) {
	o.Headings = append(o.Headings, g.heading)
	o.Member = o.Member || g.Article != "" && g.Story == s.ID
	switch {
	case g.State == store.LeadWaiting && g.Seen.Before(s.Now.Add(-unreadAfter)), g.Title == "" && g.Head == "":
		o.Unread++
	case g.Kind == news.PageHeadline:
		o.Headlines++
	}
}
