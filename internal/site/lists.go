package site

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// latestRows is how many reports the page of a source or a topic lists: its newest.
const latestRows = 50

// lists renders everything but reports, days and the front page.
func (b *build) lists(ctx context.Context) error {
	for _, step := range []func(context.Context) error{b.stories, b.takedowns, b.oldPaths, b.feedArchives, b.sourcePages, b.months, b.topicPages, b.edited} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return b.fixed(ctx)
}

// dropList removes a list and all its parts.
func (b *build) dropList(path string) {
	b.drop(path)
	b.dropOlder(path, 1)
}

// dropOlder removes the older parts of a list from part k on, if it has any.
func (b *build) dropOlder(path string, k int) {
	for ; ; k++ {
		p := page.PartPath(path, k, k+1)
		b.mu.Lock()
		_, there := b.ledger.files[p]
		b.mu.Unlock()
		if !there {
			return
		}
		b.drop(p)
	}
}

// dayPage renders the list of a day.
func (b *build) dayPage(day string, reports []page.Listed) error {
	path, other := page.DayPath(day), page.OutletsPath(day)
	if len(b.plan.byDay[day]) == 0 {
		b.dropList(path)
		b.drop(other)
		return nil
	}
	x := page.Day{Day: day, Reports: reports}
	x.Before, x.After = b.around(day)
	parts, byOutlet, err := b.pages.Day(x)
	if len(byOutlet) == 0 {
		b.drop(other)
	}
	if err := b.putAll(byOutlet, err); err != nil {
		return err
	}
	return b.putList(path, parts, nil)
}

// around returns the days with reports next to day within its month, so that a new day
// changes no page of another month.
func (b *build) around(day string) (before, after string) {
	t, _ := time.Parse(time.DateOnly, day)
	find := func(step int) string {
		for d := t.AddDate(0, 0, step); d.Month() == t.Month(); d = d.AddDate(0, 0, step) {
			if s := d.Format(time.DateOnly); len(b.plan.byDay[s]) > 0 {
				return s
			}
		}
		return ""
	}
	return find(-1), find(1)
}

// sourcePages renders the pages, months and feeds of sources.
func (b *build) sourcePages(ctx context.Context) error {
	all := sourceJob{build: b, status: map[news.SourceID]page.SourceStatus{}, perMonth: map[news.SourceID]map[string]int{}, again: map[news.SourceID][]string{}}
	for _, s := range b.plan.status {
		all.status[s.ID] = s
	}
	for s, n := range b.plan.perSourceMonth {
		if all.perMonth[s.source] == nil {
			all.perMonth[s.source] = map[string]int{}
		}
		all.perMonth[s.source][s.month] = n
	}
	for s := range b.plan.sourceMonths {
		all.again[s.source] = append(all.again[s.source], s.month)
	}
	ids := maps.Clone(b.plan.sources)
	for s := range all.again {
		ids[s] = true
	}
	return each(ctx, b, PartLists, slices.Sorted(maps.Keys(ids)), all.source)
}

// sourceJob is what the pages of all sources are made of.
type sourceJob struct {
	*build
	status   map[news.SourceID]page.SourceStatus
	perMonth map[news.SourceID]map[string]int
	again    map[news.SourceID][]string // months to be rendered
}

// source renders the months of a source, then its page and its feeds. The newest reports of one that has few are all, and its months are made
// of them.
func (b sourceJob) source(ctx context.Context, id news.SourceID) error {
	heads, err := b.askHeads(ctx, Query{Source: id, Limit: page.FeedMost})
	if err != nil {
		return err
	}
	newest := b.listed(heads)
	var all []page.Listed
	if len(heads) < page.FeedMost {
		all = newest
	}
	for _, month := range b.again[id] {
		if err := b.sourceMonth(ctx, id, month, all); err != nil {
			return err
		}
	}
	if !b.plan.sources[id] {
		return nil
	}
	s, known := b.status[id]
	path := page.SourcePath(id)
	if !known {
		b.drop(path)
		fs := page.FeedPaths(path)
		b.drop(fs[:]...)
		return nil
	}
	x := page.Source{Status: s, Latest: newest[:min(len(newest), latestRows)], PerMonth: b.perMonth[id]}
	for _, n := range x.PerMonth {
		x.Total += n
	}
	html, err := b.pages.Source(x)
	if err := b.putOne(path, html, err); err != nil {
		return err
	}
	return b.feed(ctx, page.Feed{Title: page.SourceName(s), Page: path, Archives: b.archived[path]}, newest)
}

// sourceMonth renders a month of a source; all are its reports, nil where there are more than were asked for.
func (b sourceJob) sourceMonth(ctx context.Context, id news.SourceID, month string, all []page.Listed) error {
	path := page.SourceMonthPath(id, month)
	if b.plan.perSourceMonth[sourceMonth{id, month}] == 0 {
		b.dropList(path)
		return nil
	}
	x := page.SourceMonth{Source: id, Month: month}
	if s, known := b.status[id]; known {
		x.Name = page.SourceName(s)
	}
	if all == nil {
		heads, err := b.askHeads(ctx, Query{Source: id, Days: news.MonthIn(b.o.Zone, month)})
		if err != nil {
			return err
		}
		x.Reports = b.listed(heads)
	}
	for _, h := range all {
		if h.Place(b.o.Zone).Day[:len(month)] == month {
			x.Reports = append(x.Reports, h)
		}
	}
	parts, err := b.pages.SourceMonth(x)
	return b.putList(path, parts, err)
}
