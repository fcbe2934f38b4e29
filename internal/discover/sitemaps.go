package discover

import (
	"cmp"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
)

// mostChildren bounds how many sitemaps of an index are looked at.
const mostChildren = 50

// readSitemap makes leads of a sitemap's addresses, the newest where there are
// too many, or lists the sitemaps of an index.
func (r *reader) readSitemap(doc feed.Document) {
	r.Kind = news.KindNewsSitemap
	r.readIndex(doc.Sitemaps)
	pages := doc.URLs
	if len(pages) > mostLeads {
		pages = slices.Clone(pages)
		slices.SortStableFunc(pages, func(a, b feed.Page) int { return modified(b).Compare(modified(a)) })
	}
	for _, p := range pages {
		if r.Title == "" {
			r.Title = p.Publication
		}
		l := news.Lead{URL: p.Loc, Title: p.Title, Lang: p.Language, Published: p.Published, Updated: p.LastMod}
		if l.Published.IsZero() {
			l.Published = p.LastMod
		}
		if len(p.Images) > 0 {
			l.Image = p.Images[0]
		}
		r.add(l)
	}
}

// modified is the best date a sitemap gives for an address.
func modified(p feed.Page) time.Time { return cmp.Or(p.Published, p.LastMod) }

// readIndex lists the sitemaps of an index but itself, newest first.
func (r *reader) readIndex(parts []feed.Part) {
	seen := map[string]bool{Key(address(r.c)): true, Key(r.c.URL): true}
	for _, p := range parts {
		if k := Key(p.Loc); web(p.Loc) && !seen[k] {
			seen[k] = true
			r.Children = append(r.Children, Child{URL: p.Loc, Modified: p.LastMod})
		}
	}
	slices.SortStableFunc(r.Children, func(a, b Child) int { return b.Modified.Compare(a.Modified) })
	if len(r.Children) > mostChildren {
		r.Children = r.Children[:mostChildren]
	}
}
