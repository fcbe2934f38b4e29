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
	for i, p := range parts {
		inputs := p.inputs(names, i)
		if !b.outcome.Full && b.ledger.lists[p.name] == inputs {
			continue
		}
		if err := b.feedPart(ctx, p, page.Feed{Title: b.pages.Title(), Page: "index.html", Name: p.name, Archives: names, Archive: i + 1}); err != nil {
			return nil, err
		}
		b.relist(p.name, inputs)
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

func (b *build) feedPart(ctx context.Context, p feedPart, f page.Feed) error {
	first, last := p.reports[0], p.reports[len(p.reports)-1]
	heads, err := b.askHeads(ctx, Query{Days: news.DaysIn(b.o.Zone, first.day, last.day)})
	if err != nil {
		return err
	}
	in := make(map[news.ArticleID]bool, len(p.reports))
	for _, f := range p.reports {
		in[f.id] = true
	}
	heads = slices.DeleteFunc(heads, func(h page.Head) bool { return !in[h.ID] })
	return b.putAll(b.pages.ArchiveFeeds(f, b.listed(heads)))
}
