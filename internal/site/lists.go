package site

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// latestRows is how many reports the page of a source or a topic lists: its newest.
const latestRows = 50

// lists renders everything but reports, days and the front page.
func (b *build) lists(ctx context.Context) error {
	for _, step := range []func(context.Context) error{b.stories, b.takedowns, b.oldPaths, b.feedArchives, b.sourcePages, b.sourceMonths, b.months, b.topicPages, b.edited} {
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

// sourcePages renders the pages and feeds of sources.
func (b *build) sourcePages(ctx context.Context) error {
	if len(b.plan.sources) == 0 {
		return nil
	}
	perMonth := map[news.SourceID]map[string]int{}
	for s, n := range b.plan.perSourceMonth {
		if perMonth[s.source] == nil {
			perMonth[s.source] = map[string]int{}
		}
		perMonth[s.source][s.month] = n
	}
	total := b.plan.perSource()
	status := map[news.SourceID]page.SourceStatus{}
	for _, s := range b.plan.status {
		status[s.ID] = s
	}
	return each(ctx, b, PartLists, slices.Sorted(maps.Keys(b.plan.sources)), func(ctx context.Context, id news.SourceID) error {
		s, known := status[id]
		path := page.SourcePath(id)
		if !known {
			b.drop(path)
			fs := page.FeedPaths(path)
			b.drop(fs[:]...)
			return nil
		}
		heads, err := b.askHeads(ctx, Query{Source: id, Limit: page.FeedMost})
		if err != nil {
			return err
		}
		newest := b.listed(heads)
		x := page.Source{Status: s, Latest: newest[:min(len(newest), latestRows)], Total: total[id], PerMonth: perMonth[id]}
		html, err := b.pages.Source(x)
		if err := b.putOne(path, html, err); err != nil {
			return err
		}
		return b.feed(ctx, page.Feed{Title: page.SourceName(s), Page: path, Archives: b.archived[path]}, newest)
	})
}

// sourceMonths renders the months of sources.
func (b *build) sourceMonths(ctx context.Context) error {
	keys := make([]string, 0, len(b.plan.sourceMonths))
	for s := range b.plan.sourceMonths {
		keys = append(keys, s.month+" "+string(s.source))
	}
	slices.Sort(keys)
	names := map[news.SourceID]string{}
	for _, s := range b.plan.status {
		names[s.ID] = page.SourceName(s)
	}
	return each(ctx, b, PartLists, keys, func(ctx context.Context, key string) error {
		month, source, _ := strings.Cut(key, " ")
		s := sourceMonth{news.SourceID(source), month}
		path := page.SourceMonthPath(s.source, month)
		if b.plan.perSourceMonth[s] == 0 {
			b.dropList(path)
			return nil
		}
		heads, err := b.askHeads(ctx, Query{Source: s.source, Days: news.MonthIn(b.o.Zone, month)})
		if err != nil {
			return err
		}
		parts, err := b.pages.SourceMonth(page.SourceMonth{Source: s.source, Name: names[s.source], Month: month, Reports: b.listed(heads)})
		return b.putList(path, parts, err)
	})
}
