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
	at, from time.Time  // zero: nothing is remembered
	watches  []store.Watch
	glimpses []glimpse
	whole    bool // glimpses are all that was listed
	topics   topic.Set
	subjects map[news.ArticleID]subject
	after    int64
}

// glimpse is what was listed, with its head prepared to be compared.
type glimpse struct {
	store.Glimpse
	heading event.Heading
	domain  string // of its address
}

// subject is a report with its topics.
type subject struct {
	source   news.SourceID
	captured time.Time
	topics   []string
}

// outlets adds to a story what is known of the outlets that are watched. Where none was read since it began, as on a desk that polls
// nothing, it asks for no more.
func (l library) outlets(ctx context.Context, r event.Reader, s *event.Story) error {
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
	if !w.whole || !slices.ContainsFunc(w.watches, func(x store.Watch) bool { return x.Read.Known(from) }) {
		return nil
	}
	s.Topics = len(w.topics.Topics) > 0
	id := ""
	if id, s.Topic = w.topicOf(s.Tellings); s.Topics && id == "" {
		id = "none"
	}
	var sources []news.Source
	for _, x := range w.watches {
		sources = append(sources, l.p.called.source(x.Source))
	}
	houses := event.HousesOf(s.Tellings, sources)
	for i, x := range w.watches {
		s.Outlets = append(s.Outlets, event.Outlet{
			Source: x.ID, Name: cmp.Or(sources[i].Outlet, sources[i].Name), House: houses.House(sources[i]), Paused: x.Held || x.Paused != "",
			Read: x.Read, Reports: w.reports(x.ID, id, s.Now),
		})
	}
	w.listed(s, from.Add(-beforeEvent), until)
	return nil
}

// look asks for what is watched, unless it was asked for just now.
func (l library) look(ctx context.Context, r event.Reader, from time.Time) error {
	w, now := &l.p.watching, l.now()
	from = from.Add(-beforeEvent)
	if !w.at.IsZero() && now.Sub(w.at).Abs() < watchedFor && !from.Before(w.from) {
		return nil
	}
	w.at = time.Time{}
	if set := topic.Compile(topics(l.p.config)); w.subjects == nil || !reflect.DeepEqual(set.Topics, w.topics.Topics) {
		w.topics, w.subjects, w.after = set, map[news.ArticleID]subject{}, 0
	}
	var list []store.Glimpse
	err := l.p.db.View(ctx, func(tx *store.Tx) (err error) {
		if w.watches, err = tx.Watches(); err != nil {
			return err
		}
		if !slices.ContainsFunc(w.watches, func(x store.Watch) bool { return x.Read.Known(from.Add(beforeEvent)) }) {
			return nil
		}
		if list, err = tx.Glimpses(from, now.Add(time.Hour), mostGlimpses); err != nil {
			return err
		}
		added, err := tx.SubjectsAfter(w.after, now.AddDate(0, 0, -subjectDays))
		for _, x := range added {
			it := news.Item{Article: news.Article{Title: x.Title}, Digest: news.Digest{Title: x.Digest, Summary: []news.Claim{{Text: x.Lead}}}}
			w.subjects[x.ID] = subject{x.Source, x.Captured, w.topics.Of(it)}
			w.after = x.Change
		}
		return err
	})
	if err != nil {
		return err
	}
	w.at, w.from, w.whole = now, from, len(list) < mostGlimpses
	w.glimpses = w.glimpses[:0]
	for _, g := range list {
		w.glimpses = append(w.glimpses, glimpse{g, r.Heading(g.Title, g.Head, g.Digest), event.Domain(g.URL)})
	}
	return nil
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

// reports counts the reports of a source in the last days: on a topic, or all where that is "".
func (w *watching) reports(source news.SourceID, on string, now time.Time) (n int) {
	since := now.AddDate(0, 0, -subjectDays)
	for _, x := range w.subjects {
		if x.source == source && x.captured.After(since) && (on == "" || slices.Contains(x.topics, on)) {
			n++
		}
	}
	return n
}

// listed adds to the outlets of a story what they listed within a time: under the source that listed it, and under those at whose
// domain it is, which may have listed it later.
func (w *watching) listed(s *event.Story, from, until time.Time) {
	at, near := map[news.SourceID]int{}, map[string][]int{}
	for i, o := range s.Outlets {
		at[o.Source] = i
		if d := event.Domain(w.watches[i].URL); d != "" {
			near[d] = append(near[d], i)
		}
	}
	for _, g := range w.glimpses {
		if g.Seen.Before(from) || !g.Seen.Before(until) {
			continue
		}
		if i, ok := at[g.Source]; ok {
			add(&s.Outlets[i], g, s)
		}
		for _, i := range near[g.domain] {
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
