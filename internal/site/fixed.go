package site

import (
	"context"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/search/static"
)

// assets writes the files that pages refer to.
func (r *run) assets() error {
	if err := r.putAll(r.Assets(), nil); err != nil || r.o.ServerOnly {
		return err
	}
	fold, err := static.Fold()
	if err := r.putOne(fold.Path, fold.Data, err); err != nil {
		return err
	}
	return r.put(searchScript, static.Script)
}

// fixed renders the pages that every site has once.
func (r *run) fixed(ctx context.Context) error {
	backlog, err := r.lib.Backlog(ctx)
	if err != nil {
		return err
	}
	sources := r.sourcesValue(backlog)
	for _, f := range []struct {
		path string
		make func() ([]byte, error)
	}{
		{"archive.html", func() ([]byte, error) { return r.Archive(r.plan.counts) }},
		{"sources.html", func() ([]byte, error) { return r.Sources(sources) }},
		{"status.html", func() ([]byte, error) { return r.Status(sources) }},
		{"status.json", func() ([]byte, error) { return r.StatusJSON(sources) }},
		{"search.html", func() ([]byte, error) { return r.SearchForm(r.plan.status) }},
		{"about.html", r.About},
		{"verify.html", r.Verify},
		{"404.html", r.NotFound},
		{"sources.opml", func() ([]byte, error) { return r.OPML(r.plan.status) }},
		{"opensearch.xml", r.OpenSearch},
		{"robots.txt", func() ([]byte, error) { return r.Robots(), nil }},
		{"sitemap.xml", func() ([]byte, error) { return r.SitemapIndex(r.sitemapPaths()) }},
	} {
		out, err := f.make()
		if err := r.putOne(f.path, out, err); err != nil {
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
// tells when the newest is of. "Newest" is told by the reports, not by a clock.
func (r *run) lately() (perDay map[news.SourceID][]int, newest map[news.SourceID]int64) {
	perDay, newest = map[news.SourceID][]int{}, map[news.SourceID]int64{}
	end, _ := time.Parse(time.DateOnly, r.newestDay())
	for i := range sparkDays {
		for _, f := range r.plan.byDay[end.AddDate(0, 0, i+1-sparkDays).Format(time.DateOnly)] {
			if perDay[f.source] == nil {
				perDay[f.source] = make([]int, sparkDays)
			}
			perDay[f.source][i]++
		}
	}
	for _, f := range r.ledger.filed {
		newest[f.source] = max(newest[f.source], f.at)
	}
	return perDay, newest
}

// sourcesValue is what is known of the sources.
func (r *run) sourcesValue(backlog page.Backlog) page.Sources {
	x := page.Sources{Backlog: backlog, Total: len(r.ledger.filed), Day: r.newestDay()}
	total := r.plan.perSource()
	months := sortedKeys(r.plan.counts.PerMonth)
	months = months[max(0, len(months)-sparkMonths):]
	perDay, newest := r.lately()
	for _, s := range r.plan.status {
		src := page.SourceInList{SourceStatus: s, N: total[s.ID], PerDay: perDay[s.ID]}
		for _, m := range months {
			src.PerMonth = append(src.PerMonth, r.plan.perSourceMonth[sourceMonth{s.ID, m}])
		}
		if at, ok := newest[s.ID]; ok {
			src.Newest = time.Unix(at, 0)
		}
		x.Sources = append(x.Sources, src)
	}
	return x
}
