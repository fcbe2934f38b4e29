package site

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// feedPart is a document of the archive of the front page's feed.
type feedPart struct {
	name    string
	month   string
	reports []*filed // oldest first
}

// feedParts divides the reports of all days but the newest, oldest first, so that a full document changes no more for what comes.
func (b *build) feedParts() (parts []feedPart) {
	newest := b.newestDay()
	perMonth := map[string]int{}
	for _, day := range slices.Sorted(maps.Keys(b.plan.byDay)) {
		if day >= newest {
			break
		}
		month := day[:7]
		for _, f := range slices.Backward(b.plan.byDay[day]) {
			if n := len(parts); n == 0 || parts[n-1].month != month || len(parts[n-1].reports) == page.ArchiveItems {
				parts = append(parts, feedPart{name: page.FeedArchive(month, perMonth[month]), month: month})
				perMonth[month]++
			}
			last := &parts[len(parts)-1]
			last.reports = append(last.reports, f)
		}
	}
	return parts
}

// feedArchive writes the documents of the archive that hold something else than before, and returns their names, oldest first.
func (b *build) feedArchive(ctx context.Context) (names []string, err error) {
	parts := b.feedParts()
	known := map[string]bool{}
	for _, p := range parts {
		names = append(names, p.name)
		known[p.name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(b.ledger.lists)) {
		if page.IsFeedArchive(name) && !known[name] {
			fs := page.ArchivePaths(name)
			b.drop(fs[:]...)
			b.relist(name, 0)
		}
	}
	var stale []int
	entries := map[news.ArticleID]page.Entry{} // of all documents that change: a report may go from one to the next
	inputs := make([]uint64, len(parts))
	for i, p := range parts {
		inputs[i] = p.inputs(names, i)
		if b.outcome.Full || b.ledger.lists[p.name] != inputs[i] {
			stale = append(stale, i)
			paths := page.ArchivePaths(p.name)
			maps.Copy(entries, b.entries(paths[:]...))
		}
	}
	for _, i := range stale {
		p := parts[i]
		f := page.Feed{Title: b.pages.Title(), Page: "index.html", Name: p.name, Archives: names, Archive: i + 1}
		if err := b.feedPart(ctx, p, f, entries); err != nil {
			return nil, err
		}
		b.relist(p.name, inputs[i])
	}
	return names, nil
}

// inputs identifies all that document i of an archive is made of: a report's own page says what its entry does.
func (p feedPart) inputs(names []string, i int) uint64 {
	var s bytes.Buffer
	fmt.Fprintln(&s, names[max(0, i-1):min(len(names), i+2)])
	for _, f := range p.reports {
		fmt.Fprintln(&s, f.path, f.html)
	}
	return sum(s.Bytes())
}

// feedPart writes a document of the archive. Of the reports that have no entry, or another one by now, it asks for the days.
func (b *build) feedPart(ctx context.Context, p feedPart, f page.Feed, entries map[news.ArticleID]page.Entry) error {
	stale := func(r *filed) bool {
		_, there := entries[r.id]
		return !there || b.differs(r.id, r.source)
	}
	anew := map[news.ArticleID]page.Entry{}
	for _, days := range p.daysOf(stale) {
		heads, err := b.askHeads(ctx, Query{Days: news.DaysIn(b.o.Zone, days[0], days[1])})
		if err != nil {
			return err
		}
		for _, h := range b.listed(heads) {
			if !stale(b.ledger.filed[h.ID]) {
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
	return b.putAll(b.pages.ArchiveFeeds(f, in))
}

// daysOf are the first and the last day of each run of reports of which something holds.
func (p feedPart) daysOf(holds func(*filed) bool) (spans [][2]string) {
	before := false
	for _, r := range p.reports {
		if n := len(spans); !holds(r) {
			before = false
			continue
		} else if before || n > 0 && spans[n-1][1] == r.day {
			spans[n-1][1] = r.day
		} else {
			spans = append(spans, [2]string{r.day, r.day})
		}
		before = true
	}
	return spans
}
