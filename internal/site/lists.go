package site

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// latestRows is how many reports the page of a source or a topic lists: its newest.
const latestRows = 50

// lists renders everything but reports, days and the front page.
func (r *run) lists(ctx context.Context) error {
	for _, step := range []func(context.Context) error{r.stories, r.sourcePages, r.sourceMonths, r.months, r.topicPages} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return r.fixed(ctx)
}

// dropList removes a list and all its parts.
func (r *run) dropList(path string) {
	r.drop(path)
	r.dropOlder(path, 1)
}

// dropOlder removes the older parts of a list from part k on, if it has any.
func (r *run) dropOlder(path string, k int) {
	for ; ; k++ {
		p := page.PartPath(path, k, k+1)
		r.mu.Lock()
		_, there := r.ledger.files[p]
		r.mu.Unlock()
		if !there {
			return
		}
		r.drop(p)
	}
}

// dayPage renders the list of a day.
func (r *run) dayPage(day string, reports []page.Listed) error {
	path, other := page.DayPath(day), page.OutletsPath(day)
	if len(r.plan.byDay[day]) == 0 {
		r.dropList(path)
		r.drop(other)
		return nil
	}
	x := page.Day{Day: day, Reports: reports}
	x.Before, x.After = r.around(day)
	parts, byOutlet, err := r.Day(x)
	if len(byOutlet) == 0 {
		r.drop(other)
	}
	if err := r.putAll(byOutlet, err); err != nil {
		return err
	}
	return r.putList(path, parts, nil)
}

// around returns the days with reports next to day within its month, so that a new day
// changes no page of another month.
func (r *run) around(day string) (before, after string) {
	t, _ := time.Parse(time.DateOnly, day)
	find := func(step int) string {
		for d := t.AddDate(0, 0, step); d.Month() == t.Month(); d = d.AddDate(0, 0, step) {
			if s := d.Format(time.DateOnly); len(r.plan.byDay[s]) > 0 {
				return s
			}
		}
		return ""
	}
	return find(-1), find(1)
}

func keysOf[K ~string](m map[K]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, string(k))
	}
	slices.Sort(out)
	return out
}

// sourcePages renders the pages and feeds of sources.
func (r *run) sourcePages(ctx context.Context) error {
	perMonth := map[news.SourceID]map[string]int{}
	for s, n := range r.plan.perSourceMonth {
		if perMonth[s.source] == nil {
			perMonth[s.source] = map[string]int{}
		}
		perMonth[s.source][s.month] = n
	}
	total := r.plan.perSource()
	status := map[news.SourceID]page.SourceStatus{}
	for _, s := range r.plan.status {
		status[s.ID] = s
	}
	return r.each(ctx, keysOf(r.plan.sources), func(ctx context.Context, key string) error {
		id := news.SourceID(key)
		s, known := status[id]
		path := page.SourcePath(id)
		if !known {
			r.drop(path)
			fs := page.FeedPaths(path)
			r.drop(fs[:]...)
			return nil
		}
		heads, err := r.lib.Heads(ctx, Query{Source: id, Limit: latestRows})
		if err != nil {
			return err
		}
		x := page.Source{Status: s, Latest: r.listed(heads), Total: total[id], PerMonth: perMonth[id]}
		html, err := r.Source(x)
		if err := r.putOne(path, html, err); err != nil {
			return err
		}
		return r.feed(ctx, page.Feed{Title: page.SourceName(s), Page: path}, x.Latest)
	})
}

// sourceMonths renders the months of sources.
func (r *run) sourceMonths(ctx context.Context) error {
	keys := make([]string, 0, len(r.plan.sourceMonths))
	for s := range r.plan.sourceMonths {
		keys = append(keys, s.month+" "+string(s.source))
	}
	slices.Sort(keys)
	names := map[news.SourceID]string{}
	for _, s := range r.plan.status {
		names[s.ID] = page.SourceName(s)
	}
	return r.each(ctx, keys, func(ctx context.Context, key string) error {
		month, source, _ := strings.Cut(key, " ")
		s := sourceMonth{news.SourceID(source), month}
		path := page.SourceMonthPath(s.source, month)
		if r.plan.perSourceMonth[s] == 0 {
			r.dropList(path)
			return nil
		}
		heads, err := r.lib.Heads(ctx, Query{Source: s.source, From: month + "-01", To: month + "-31"})
		if err != nil {
			return err
		}
		parts, err := r.SourceMonth(page.SourceMonth{Source: s.source, Name: names[s.source], Month: month, Reports: r.listed(heads)})
		return r.putList(path, parts, err)
	})
}
