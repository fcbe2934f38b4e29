package site

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// monthStories is how many stories the page of a month lists.
const monthStories = 40

// months renders the months that need it, their years, and the page of all years.
func (r *run) months(ctx context.Context) error {
	years := map[string]bool{}
	for m := range r.plan.months {
		years[m[:4]] = true
	}
	if err := r.each(ctx, keysOf(r.plan.months), r.monthPage); err != nil {
		return err
	}
	for _, y := range keysOf(years) {
		if err := r.yearPage(y); err != nil {
			return err
		}
	}
	if len(years) == 0 {
		return nil
	}
	return r.sitemaps(keysOf(r.plan.months))
}

func (r *run) monthPage(ctx context.Context, month string) error {
	if r.plan.counts.PerMonth[month] == 0 {
		r.drop(page.MonthPath(month))
		return nil
	}
	stories, err := r.storiesOf(ctx, month)
	if err != nil {
		return err
	}
	html, err := r.Month(page.Month{Month: month, Counts: r.plan.counts, Stories: stories})
	return r.putOne(page.MonthPath(month), html, err)
}

// storiesOf lists the events of a month that most reports are about.
func (r *run) storiesOf(ctx context.Context, month string) ([]page.StoryInList, error) {
	n := map[news.StoryID]int{}
	last := map[news.StoryID]int64{}
	for d := 1; d <= 31; d++ {
		for _, f := range r.plan.byDay[dayIn(month, d)] {
			if len(r.plan.byStory[f.story]) > 1 {
				n[f.story]++
				last[f.story] = max(last[f.story], f.at)
			}
		}
	}
	ids := sortedKeys(n)
	slices.SortStableFunc(ids, func(a, b news.StoryID) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(last[b], last[a]))
	})
	var out []page.StoryInList
	for _, id := range ids[:min(len(ids), monthStories)] {
		s, err := r.storyInList(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// dayIn is day d of a month.
func dayIn(month string, d int) string { return fmt.Sprintf("%s-%02d", month, d) }

func (r *run) yearPage(year string) error {
	of := func(month string) bool { return month[:4] == year }
	if !slices.ContainsFunc(slices.Collect(maps.Keys(r.plan.counts.PerMonth)), of) {
		r.drop(page.YearPath(year))
		return nil
	}
	html, err := r.Year(year, r.plan.counts)
	return r.putOne(page.YearPath(year), html, err)
}

// sitemaps writes the sitemaps of months.
func (r *run) sitemaps(months []string) error {
	for _, m := range months {
		pages := r.indexable(m)
		n := 0
		for ; n*page.SitemapPages < len(pages); n++ {
			out, err := r.Sitemap(pages[n*page.SitemapPages : min(len(pages), (n+1)*page.SitemapPages)])
			if err := r.putOne(page.SitemapPath(m, n), out, err); err != nil {
				return err
			}
		}
		for ; r.ledger.files[page.SitemapPath(m, n)] != 0; n++ {
			r.drop(page.SitemapPath(m, n))
		}
	}
	return nil
}

// sitemapPaths are the paths of all sitemaps.
func (r *run) sitemapPaths() []string {
	var out []string
	for _, m := range sortedKeys(r.plan.counts.PerMonth) {
		for n := 0; n*page.SitemapPages < len(r.indexable(m)); n++ {
			out = append(out, page.SitemapPath(m, n))
		}
	}
	return out
}

// indexable returns the pages of a month's reports that search engines may list, oldest first.
func (r *run) indexable(month string) []page.SitemapPage {
	var out []page.SitemapPage
	for d := 1; d <= 31; d++ {
		for _, f := range slices.Backward(r.plan.byDay[dayIn(month, d)]) {
			if f.modified != 0 {
				out = append(out, page.SitemapPage{Path: f.path, Modified: time.Unix(f.modified, 0).UTC()})
			}
		}
	}
	return out
}
