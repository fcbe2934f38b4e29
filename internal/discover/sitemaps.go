package discover

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
)

// mostChildren bounds how many sitemaps of an index are looked at.
const mostChildren = 50

// readSitemap makes leads of a sitemap's addresses, the newest where there are
// too many, or lists the sitemaps of an index.
func (p *parser) readSitemap(doc feed.Document) {
	p.Kind = news.KindNewsSitemap
	p.readIndex(doc.Sitemaps)
	pages := doc.URLs
	if len(pages) > mostLeads {
		pages = slices.Clone(pages)
		slices.SortStableFunc(pages, func(a, b feed.Location) int { return modified(b).Compare(modified(a)) })
	}
	for _, page := range pages {
		if p.Title == "" {
			p.Title = page.Publication
		}
		l := news.Lead{URL: page.Loc, Title: page.Title, Lang: page.Language, Published: page.Published, Updated: page.LastMod}
		l.Published, l.Hour = p.at(l.Published)
		l.Updated, _ = p.at(l.Updated)
		if l.Published.IsZero() {
			l.Published = l.Updated
		}
		if len(page.Images) > 0 {
			l.Image = page.Images[0]
		}
		p.add(l)
	}
}

// modified is the best date a sitemap gives for an address.
func modified(p feed.Location) time.Time { return cmp.Or(p.Published, p.LastMod) }

// readIndex lists the sitemaps of an index but itself, newest first.
func (p *parser) readIndex(parts []feed.Part) {
	seen := map[string]bool{Key(address(p.c)): true, Key(p.c.URL): true}
	for _, part := range parts {
		if k := Key(part.Loc); web(part.Loc) && !seen[k] {
			seen[k] = true
			p.Children = append(p.Children, Child{URL: part.Loc, Modified: part.LastMod})
		}
	}
	slices.SortStableFunc(p.Children, func(a, b Child) int {
		return cmp.Or(b.Modified.Compare(a.Modified), cmp.Compare(month(b.URL), month(a.URL)))
	})
	if len(p.Children) > mostChildren {
		p.Children = p.Children[:mostChildren]
	}
}

// month is the latest year and month in the name of a sitemap, as "202603"; "" if there is none.
func month(address string) string {
	latest := ""
	for _, m := range monthIn.FindAllStringSubmatch(address, 10) {
		latest = max(latest, m[1]+m[2])
	}
	return latest
}

var monthIn = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_/.]?(0[1-9]|1[0-2])(?:\D|[0-3]\d(?:\D|$)|$)`)
