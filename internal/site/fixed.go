package site

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/search/static"
)

// assets writes the files that pages refer to.
func (b *build) assets() error {
	if err := b.putAll(b.pages.Assets(), nil); err != nil || b.o.ServerOnly {
		return err
	}
	fold, err := static.Fold()
	if err := b.putOne(fold.Path, fold.Data, err); err != nil {
		return err
	}
	return b.put(searchScript, static.Script)
}

// fixed renders the pages that every site has once.
func (b *build) fixed(ctx context.Context) error {
	backlog, err := b.lib.Backlog(ctx)
	if err != nil {
		return err
	}
	sources := b.sourcesValue(backlog)
	for _, f := range []struct {
		path string
		make func() ([]byte, error)
	}{
		{"archive.html", func() ([]byte, error) { return b.pages.Archive(b.plan.counts) }},
		{"sources.html", func() ([]byte, error) { return b.pages.Sources(sources) }},
		{"status.html", func() ([]byte, error) { return b.pages.Status(sources) }},
		{"status.json", func() ([]byte, error) { return b.pages.StatusJSON(sources) }},
		{"search.html", func() ([]byte, error) { return b.pages.SearchForm(b.plan.status) }},
		{"about.html", b.pages.About},
		{"verify.html", b.pages.Verify},
		{"404.html", b.pages.NotFound},
		{"sources.opml", func() ([]byte, error) { return b.pages.OPML(b.plan.status) }},
		{"opensearch.xml", b.pages.OpenSearch},
		{"robots.txt", func() ([]byte, error) { return b.pages.Robots(), nil }},
		{"sitemap.xml", func() ([]byte, error) { return b.pages.SitemapIndex(b.sitemapPaths()) }},
	} {
		out, err := f.make()
		if err := b.putOne(f.path, out, err); err != nil {
			return err
		}
	}
	return nil
}

// sparkMonths and sparkDays are how many months and days the list of sources counts one by one.
const (
	sparkMonths = 12
	sparkDays   = 14
)

// lately counts the reports of each source on the newest days, the days without any included, and
// returns its newest report, of those with a date. The newest day is the reports' newest, not a clock's.
func (b *build) lately() (perDay map[news.SourceID][]int, newest map[news.SourceID]*filed) {
	perDay, newest = map[news.SourceID][]int{}, map[news.SourceID]*filed{}
	end, _ := time.Parse(time.DateOnly, b.newestDay())
	for i := range sparkDays {
		for _, f := range b.plan.byDay[end.AddDate(0, 0, i+1-sparkDays).Format(time.DateOnly)] {
			if perDay[f.source] == nil {
				perDay[f.source] = make([]int, sparkDays)
			}
			perDay[f.source][i]++
		}
	}
	for _, f := range b.ledger.filed {
		if was := newest[f.source]; f.grain != news.GrainNone && (was == nil || newerFirst(f, was) < 0) {
			newest[f.source] = f
		}
	}
	return perDay, newest
}

// sourcesValue is what is known of the sources.
func (b *build) sourcesValue(backlog page.Backlog) page.Sources {
	x := page.Sources{Backlog: backlog, Total: len(b.ledger.filed), Day: b.newestDay()}
	total := b.plan.perSource()
	months := slices.Sorted(maps.Keys(b.plan.counts.PerMonth))
	months = months[max(0, len(months)-sparkMonths):]
	perDay, newest := b.lately()
	for _, s := range b.plan.status {
		src := page.SourceInList{SourceStatus: s, N: total[s.ID], PerDay: perDay[s.ID]}
		for _, m := range months {
			src.PerMonth = append(src.PerMonth, b.plan.perSourceMonth[sourceMonth{s.ID, m}])
		}
		if f := newest[s.ID]; f != nil {
			src.Newest, src.Grain = time.Unix(f.at, 0), f.grain
		}
		x.Sources = append(x.Sources, src)
	}
	return x
}
