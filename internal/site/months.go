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
func (b *build) months(ctx context.Context) error {
	b.monthsBeside()
	years := map[string]bool{}
	for m := range b.plan.months {
		years[m[:4]] = true
	}
	if err := each(ctx, b, PartLists, slices.Sorted(maps.Keys(b.plan.months)), b.monthPage); err != nil {
		return err
	}
	for _, y := range slices.Sorted(maps.Keys(years)) {
		if err := b.yearPage(y); err != nil {
			return err
		}
	}
	if len(years) == 0 {
		return nil
	}
	return b.sitemaps(slices.Sorted(maps.Keys(b.plan.months)))
}

// monthsBeside marks the months next to one that has its first report, or none any more: their pages lead to it.
func (b *build) monthsBeside() {
	for _, month := range slices.Collect(maps.Keys(b.plan.months)) {
		if _, there := b.ledger.files[page.MonthPath(month)]; there == (b.plan.counts.PerMonth[month] > 0) {
			continue
		}
		before, after := b.plan.counts.MonthsBeside(month)
		for _, m := range []string{before, after} {
			if m != "" {
				b.plan.months[m] = true
			}
		}
	}
}

func (b *build) monthPage(ctx context.Context, month string) error {
	if b.plan.counts.PerMonth[month] == 0 {
		b.drop(page.MonthPath(month))
		return nil
	}
	stories, events, err := b.storiesOf(ctx, month)
	if err != nil {
		return err
	}
	html, err := b.pages.Month(page.Month{Month: month, Counts: b.plan.counts, Stories: stories, Events: events})
	return b.putOne(page.MonthPath(month), html, err)
}

// storiesOf lists the events of a month that most reports are about. Where it lists no more than monthStories although there may be more, all is
// how many have reports of several sources.
func (b *build) storiesOf(ctx context.Context, month string) (out []page.StoryInList, all int, err error) {
	n := map[news.StoryID]int{}
	last := map[news.StoryID]int64{}
	for d := 1; d <= 31; d++ {
		for _, f := range b.plan.byDay[dayIn(month, d)] {
			if b.several(f.story) {
				n[f.story]++
				last[f.story] = max(last[f.story], f.at)
			}
		}
	}
	ids := slices.Sorted(maps.Keys(n))
	slices.SortStableFunc(ids, func(a, b news.StoryID) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(last[b], last[a]))
	})
	for _, id := range ids {
		if len(out) == monthStories {
			return out, len(ids), nil
		}
		if b.ledger.outlets[id] == 1 {
			continue // its page counts one, although it has several sources
		}
		s, err := b.storyInList(ctx, id)
		if err != nil {
			return nil, 0, err
		}
		if s.Outlets() > 1 {
			out = append(out, s)
		}
	}
	return out, 0, nil
}

// several reports whether reports of a story are of several sources: without them no list shows it.
func (b *build) several(id news.StoryID) bool {
	members := b.plan.byStory[id]
	return slices.ContainsFunc(members, func(f *filed) bool { return f.source != members[0].source })
}

// dayIn is day d of a month.
func dayIn(month string, d int) string { return fmt.Sprintf("%s-%02d", month, d) }

func (b *build) yearPage(year string) error {
	of := func(month string) bool { return month[:4] == year }
	if !slices.ContainsFunc(slices.Collect(maps.Keys(b.plan.counts.PerMonth)), of) {
		b.drop(page.YearPath(year))
		return nil
	}
	html, err := b.pages.Year(year, b.plan.counts)
	return b.putOne(page.YearPath(year), html, err)
}

// sitemaps writes the sitemaps of months.
func (b *build) sitemaps(months []string) error {
	for _, m := range months {
		pages := b.indexable(m)
		n := 0
		for ; n*page.SitemapPages < len(pages); n++ {
			out, err := b.pages.Sitemap(pages[n*page.SitemapPages : min(len(pages), (n+1)*page.SitemapPages)])
			if err := b.putOne(page.SitemapPath(m, n), out, err); err != nil {
				return err
			}
		}
		for ; b.ledger.files[page.SitemapPath(m, n)] != 0; n++ {
			b.drop(page.SitemapPath(m, n))
		}
	}
	return nil
}

// sitemapPaths are the paths of all sitemaps.
func (b *build) sitemapPaths() []string {
	var out []string
	for _, m := range slices.Sorted(maps.Keys(b.plan.counts.PerMonth)) {
		pages := len(b.indexable(m))
		for n := 0; n*page.SitemapPages < pages; n++ {
			out = append(out, page.SitemapPath(m, n))
		}
	}
	return out
}

// indexable returns the pages of a month's reports that search engines may list, oldest first.
func (b *build) indexable(month string) []page.SitemapPage {
	var out []page.SitemapPage
	for d := 1; d <= 31; d++ {
		for _, f := range slices.Backward(b.plan.byDay[dayIn(month, d)]) {
			if f.modified != 0 {
				out = append(out, page.SitemapPage{Path: f.path, Modified: time.Unix(f.modified, 0).UTC()})
			}
		}
	}
	return out
}
