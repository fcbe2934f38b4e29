package site

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	stdpath "path"
	"slices"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// feedArchive is the archive of a feed: what the feed does not hold any more.
type feedArchive struct {
	feed    page.Feed
	reports []*filed // of all days but the newest, oldest first
	// ask returns the reports of the feed in the days from the first to the last, as lists show them.
	ask func(ctx context.Context, days [2]string) ([]page.Listed, error)
	// upTo is how many reports, up to each day, ask goes through for days until then; nil: those of the feed alone.
	upTo map[string]int
}

// askedAtOnce is how many reports are asked for at once, where a day has no more: entries are small, and what they are made of is not.
const askedAtOnce = 300

// feedPart is a document of the archive of a feed.
type feedPart struct {
	name    string
	span    string   // month or year, as page.ArchiveSpan says
	reports []*filed // oldest first
}

// parts divides the reports, so that a full document changes no more for what comes.
func (a feedArchive) parts() (parts []feedPart) {
	perSpan := map[string]int{}
	for _, f := range a.reports {
		span := page.ArchiveSpan(a.feed.Page, f.day)
		if n := len(parts); n == 0 || parts[n-1].span != span || len(parts[n-1].reports) == page.ArchiveItems {
			parts = append(parts, feedPart{name: page.FeedArchive(a.feed.Page, span, perSpan[span]), span: span})
			perSpan[span]++
		}
		last := &parts[len(parts)-1]
		last.reports = append(last.reports, f)
	}
	return parts
}

// newestDayNote is the name under which the ledger notes the day that no archive has yet.
const newestDayNote = "feed/newest day"

// feedArchives writes the documents of archives that hold something else than before: of the feeds of which a report came, changed or
// went, and of all where another day is the newest. A feed that has other documents than before is written anew.
func (b *build) feedArchives(ctx context.Context) error {
	if !b.outcome.Full && len(b.plan.touched) == 0 && len(b.plan.changed) == 0 {
		return nil
	}
	had := map[string][]string{}
	for name := range b.ledger.lists {
		if page.IsFeedArchive(name) && name != newestDayNote {
			folder := stdpath.Dir(name)
			had[folder] = append(had[folder], name)
		}
	}
	newest := b.newestDay()
	turned := b.outcome.Full || b.ledger.lists[newestDayNote] != sum([]byte(newest))
	all := b.archives(newest, turned)
	b.archived = make(map[string][]string, len(all))
	err := each(ctx, b, PartLists, slices.Sorted(maps.Keys(all)), func(ctx context.Context, path string) error {
		names, err := b.feedArchive(ctx, all[path], had[page.ArchiveFolder(path)])
		if err != nil {
			return err
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.archived[path] = names
		return nil
	})
	if err != nil {
		return err
	}
	if b.outcome.Full {
		for path := range all {
			delete(had, page.ArchiveFolder(path))
		}
		for _, folder := range slices.Sorted(maps.Keys(had)) { // of sources and topics that there are no more
			b.dropArchives(had[folder])
		}
	}
	if turned {
		b.relist(newestDayNote, sum([]byte(newest)))
	}
	return nil
}

// archives are the archives that have to be looked at, by the pages of their feeds.
func (b *build) archives(newest string, every bool) map[string]feedArchive {
	upTo, n := map[string]int{}, 0
	for _, day := range slices.Sorted(maps.Keys(b.plan.byDay)) {
		n += len(b.plan.byDay[day])
		upTo[day] = n
	}
	out := map[string]feedArchive{"index.html": {feed: page.Feed{Title: b.pages.Title(), Page: "index.html"}, ask: b.headsOf(Query{}, ""), upTo: upTo}}
	for _, s := range b.plan.status {
		if path := page.SourcePath(s.ID); every || b.plan.sources[s.ID] {
			out[path] = feedArchive{feed: page.Feed{Title: page.SourceName(s), Page: path}, ask: b.headsOf(Query{Source: s.ID}, "")}
		}
	}
	for s := range b.plan.sources {
		if path := page.SourcePath(s); out[path].ask == nil { // it is not known any more, and neither are its reports
			out[path] = feedArchive{feed: page.Feed{Page: path}}
		}
	}
	for _, t := range b.topics.Topics {
		if path := page.TopicPath(t.ID); every || b.plan.topics[t.ID] != nil {
			out[path] = feedArchive{feed: page.Feed{Title: b.topicFeedTitle(page.Topic(t)), Page: path}, ask: b.headsOf(Query{}, t.ID), upTo: upTo}
		}
	}
	total := map[string]int{}
	add := func(path string, f *filed) {
		a, wanted := out[path]
		if total[path]++; !wanted || a.ask == nil || f.day >= newest {
			return
		}
		a.reports = append(a.reports, f)
		out[path] = a
	}
	for _, day := range slices.Sorted(maps.Keys(b.plan.byDay)) {
		for _, f := range slices.Backward(b.plan.byDay[day]) {
			add("index.html", f)
			add(page.SourcePath(f.source), f)
			for id := range strings.FieldsSeq(f.topics) {
				add(page.TopicPath(id), f)
			}
		}
	}
	for path, a := range out {
		if total[path] <= page.FeedItems && path != "index.html" {
			a.reports = nil // the feed has them all
			out[path] = a
		}
	}
	return out
}

// headsOf returns a function that asks for reports of some days: those of q, and of a topic if one is named.
func (b *build) headsOf(q Query, topic string) func(context.Context, [2]string) ([]page.Listed, error) {
	return func(ctx context.Context, days [2]string) ([]page.Listed, error) {
		q := q
		q.Days = news.DaysIn(b.o.Zone, days[0], days[1])
		heads, err := b.askHeads(ctx, q)
		if err != nil {
			return nil, err
		}
		list := b.listed(heads)
		if topic != "" {
			list = slices.DeleteFunc(list, func(h page.Listed) bool { return !slices.Contains(strings.Fields(b.ledger.filed[h.ID].topics), topic) })
		}
		return list, nil
	}
}

// feedArchive writes the documents of an archive that hold something else than before, and returns their names, oldest first; had are the names
// that it had.
func (b *build) feedArchive(ctx context.Context, a feedArchive, had []string) (names []string, err error) {
	parts := a.parts()
	for _, p := range parts {
		names = append(names, p.name)
	}
	gone := slices.DeleteFunc(slices.Sorted(slices.Values(had)), func(name string) bool { return slices.Contains(names, name) })
	b.dropArchives(gone)
	if len(gone) > 0 || len(names) != len(had) {
		b.againFor(a.feed.Page)
	}
	var stale []int
	entries := map[news.ArticleID]page.Entry{} // of all documents that change: a report may go from one to the next
	inputs := make([]uint64, len(parts))
	for i, p := range parts {
		inputs[i] = p.inputs(names, i)
		if b.outcome.Full || b.listedAs(p.name) != inputs[i] {
			stale = append(stale, i)
			paths := page.ArchivePaths(p.name)
			maps.Copy(entries, b.entries(new([3][]byte), paths[:]...))
		}
	}
	for _, i := range stale {
		f := a.feed
		f.Name, f.Archives, f.Archive = parts[i].name, names, i+1
		if err := b.feedPart(ctx, parts[i], f, entries, a); err != nil {
			return nil, err
		}
		b.relist(parts[i].name, inputs[i])
	}
	return names, nil
}

// dropArchives marks documents of archives to be removed.
func (b *build) dropArchives(names []string) {
	for _, name := range names {
		fs := page.ArchivePaths(name)
		b.drop(fs[:]...)
		b.relist(name, 0)
	}
}

// againFor marks the page whose feed names other documents than before to be rendered.
func (b *build) againFor(path string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.plan.status {
		if page.SourcePath(s.ID) == path {
			b.plan.sources[s.ID] = true
		}
	}
	for _, t := range b.topics.Topics {
		if page.TopicPath(t.ID) == path && b.plan.topics[t.ID] == nil {
			b.plan.topics[t.ID] = map[string]bool{}
		}
	}
}

// listedAs is what a list was made of; 0: there was none.
func (b *build) listedAs(name string) uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ledger.lists[name]
}

// inputs identifies all that document i of an archive is made of: a report's own page says what its entry does.
func (p feedPart) inputs(names []string, i int) uint64 {
	var s bytes.Buffer
	fmt.Fprintln(&s, names[max(0, i-1):min(len(names), i+2)])
	line := s.AvailableBuffer()
	for _, f := range p.reports {
		line = append(append(line[:0], f.path...), ' ')
		s.Write(append(strconv.AppendUint(line, f.html, 10), '\n'))
	}
	return sum(s.Bytes())
}

// feedPart writes a document of the archive. Of the reports that have no entry, or another one by now, it asks for the days.
func (b *build) feedPart(ctx context.Context, p feedPart, f page.Feed, entries map[news.ArticleID]page.Entry, a feedArchive) error {
	stale := func(r *filed) bool {
		_, there := entries[r.id]
		return !there || b.differs(r.id, r.source)
	}
	mine := map[news.ArticleID]bool{} // those that are made anew
	for _, r := range p.reports {
		if stale(r) {
			mine[r.id] = true
		}
	}
	anew := make(map[news.ArticleID]page.Entry, len(mine))
	for _, days := range p.daysOf(stale, a.upTo) {
		list, err := a.ask(ctx, days)
		if err != nil {
			return err
		}
		for _, h := range list {
			if !mine[h.ID] {
				continue
			}
			if anew[h.ID], err = b.pages.ArchiveEntryOf(h); err != nil {
				return err
			}
		}
	}
	var in []page.Entry
	for _, r := range slices.Backward(p.reports) {
		from := entries
		if stale(r) {
			from = anew
		}
		if e, there := from[r.id]; there { // else it is gone by now
			in = append(in, e)
		}
	}
	return b.pages.ArchiveFeeds(f, in, b.putFile)
}

// daysOf are the first and the last day of each run of reports of which something holds. A run ends before a day with which more than
// askedAtOnce reports would be gone through.
func (p feedPart) daysOf(holds func(*filed) bool, upTo map[string]int) (spans [][2]string) {
	before, through, last := false, 0, ""
	for _, r := range p.reports {
		if !holds(r) {
			before = false
			continue
		}
		more := 1
		if upTo != nil {
			more = upTo[r.day] - upTo[last]
		}
		switch n := len(spans); {
		case last == r.day && upTo != nil:
		case last == r.day, before && through+more <= askedAtOnce:
			spans[n-1][1] = r.day
			through += more
		default:
			spans, through = append(spans, [2]string{r.day, r.day}), more
		}
		before, last = true, r.day
	}
	return spans
}
