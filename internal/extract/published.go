package extract

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Names of meta elements that carry the time of publication, the surest first.
var publishedMeta = []string{
	"article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished", "og:pubdate",
	"parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "rnews:datepublished", "publish_date", "publish-date", "publishdate",
	"publication_date", "published_time", "published-date", "published_at", "pubdate", "article.published", "dc.date.issued", "dcterms.issued", "dc.date.created",
	"dcterms.created", "dcterms.date", "dc.date", "citation_publication_date", "citation_date", "article_date_original", "ptime", "originalpublicationdate", "displaydate",
	"date.created", "created", "datecreated", "vr:published_time", "shareaholic:article_published_time", "apub:time", "lastpublished", "date", "cre",
	"dc.terms.issued", "issue_date", "bt:pubdate", "release_date", "video:release_date", "date_published", "time", "pdate",
}

var updatedMeta = []string{
	"article:modified_time", "og:modified_time", "og:updated_time", "datemodified", "article:modified", "article:updated_time", "article:updated", "dcterms.modified",
	"dc.date.modified", "last-modified", "lastmod", "modified", "updated_time", "last_updated_date", "revision_date", "utime", "date.updated", "lastupdate",
}

// published finds when the report was published and when it was last changed.
func (p *page) published(lang string, at time.Time) (pub, upd time.Time) {
	d := dates{p: p, monthFirst: monthFirst(lang, p.url), at: at}
	upd = d.first(p.ld.all("dateModified"), d.metas(updatedMeta), d.marked("dateModified"))
	pub = d.first(p.ld.all("datePublished"), d.metas(publishedMeta), p.ld.all("dateCreated"), p.ld.all("uploadDate"), d.marked("datePublished"))
	if pub.IsZero() {
		pub = p.o.Published
	}
	if pub.IsZero() {
		pub = d.shown()
	}
	if pub.IsZero() {
		pub = upd
	}
	if pub.IsZero() {
		for _, n := range p.nodes {
			if pub = d.first(n.all("datePublished")); !pub.IsZero() {
				break
			}
		}
	}
	if upd.IsZero() {
		upd = p.o.Updated
	}
	if !upd.After(pub) {
		upd = time.Time{}
	}
	return pub, upd
}

// dates reads the days of one page.
type dates struct {
	p          *page
	monthFirst bool
	at         time.Time // when the page was captured; zero: not known
}

// first is the first of the texts that is a time not in the future.
func (d dates) first(lists ...[]string) time.Time {
	for _, list := range lists {
		for _, s := range list {
			if t, ok := parseTime(s, d.monthFirst); ok && d.past(t) {
				return t
			}
		}
	}
	return time.Time{}
}

func (d dates) past(t time.Time) bool { return d.at.IsZero() || t.Before(d.at.Add(48*time.Hour)) }

func (d dates) metas(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, d.p.meta[n]...)
	}
	return out
}

// marked returns what microdata and RDFa mark with a property.
func (d dates) marked(prop string) []string {
	var out []string
	for _, n := range d.p.marked {
		for _, a := range []string{attr(n, "itemprop"), attr(n, "property")} {
			if strings.HasSuffix(strings.ToLower(a), strings.ToLower(prop)) {
				out = append(out, stamps(n)...)
			}
		}
	}
	return out
}

// stamps are the texts of an element that may be a time, machine-readable first.
func stamps(n *html.Node) []string {
	var out []string
	for _, a := range []string{"datetime", "content", "title", "data-datetime", "data-timestamp"} {
		if v := attr(n, a); v != "" {
			out = append(out, v)
		}
	}
	return append(out, plain(n))
}

// shown finds the day that a page without markup for it shows its readers: in
// its address, beside the headline, in an element named for it.
func (d dates) shown() time.Time {
	url, urlOK := dayInURL(unwrap(d.p.url))
	if !urlOK {
		url, urlOK = dayInURL(d.p.first("og:url"))
	}
	if urlOK && d.past(url) {
		return url
	}
	if t := d.named(); !t.IsZero() {
		return t
	}
	if t := d.first(d.scripted()); !t.IsZero() {
		return t
	}
	return d.beside()
}

// unwrap takes the day of a copy off the address of a web archive.
func unwrap(address string) string {
	return wayback.ReplaceAllString(address, "")
}

var (
	wayback  = regexp.MustCompile(`^https?://web\.archive\.org/web/\d+[a-z_]*/`)
	inScript = regexp.MustCompile(`(?i)"(?:date_?published|publish(?:ed)?_?(?:date|at|on|time)|publication_?date|pub_?date|first_?published(?:_?at)?|created_?at|date_?created)"\s*:\s*"([^"]{8,40})"`)
)

// scripted are the days that scripts name as the time of publication.
func (d dates) scripted() []string {
	var out []string
	for _, g := range inScript.FindAllSubmatch(d.p.raw[:min(len(d.p.raw), 2<<20)], 3) {
		out = append(out, string(g[1]))
	}
	return out
}

// named looks at time elements and at elements whose class speaks of a date, those
// outside lists of other reports first.
func (d dates) named() time.Time {
	var later time.Time
	for n := range d.p.root.Descendants() {
		if n.Type != html.ElementNode || n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Article || n.DataAtom == atom.Section || n.DataAtom == atom.Script {
			continue
		}
		rank := 0
		if n.DataAtom == atom.Time {
			rank = 2
		} else if about := strings.ToLower(attr(n, "class") + " " + attr(n, "id")); about != " " {
			for _, w := range []string{"publish", "date", "datum", "pubdate", "posted", "timestamp", "fecha", "data-", "post-meta", "entry-meta", "byline", "article-meta", "created", "time"} {
				if strings.Contains(about, w) {
					rank = 1
				}
			}
		}
		if rank == 0 {
			continue
		}
		all := stamps(n)
		if last := len(all) - 1; len(all[last]) > 200 || !namesDay(strings.Join(all, " ")) {
			continue
		}
		t := d.first(all)
		if t.IsZero() {
			continue
		}
		if !besides(n) {
			return t
		}
		if later.IsZero() {
			later = t
		}
	}
	return later
}

// besides reports whether an element lies in what is not the report.
func besides(n *html.Node) bool {
	for x := n.Parent; x != nil; x = x.Parent {
		switch x.DataAtom {
		case atom.Nav, atom.Aside, atom.Footer:
			return true
		}
		about := strings.ToLower(attr(x, "class") + " " + attr(x, "id"))
		for _, w := range []string{"related", "sidebar", "footer", "comment", "widget", "latest", "recent", "teaser", "recommend", "popular", "calendar"} {
			if strings.Contains(about, w) && x.DataAtom != atom.Body {
				return true
			}
		}
	}
	return false
}

// beside looks at short lines after the headline, then before it, then at the
// ends of the text.
func (d dates) beside() time.Time {
	start := -1
	for i, b := range d.p.blocks {
		if b.box.inside&inHeading != 0 && alike(b.text, d.p.titles) > 0.6 {
			start = i
			break
		}
	}
	look := func(from, to, step int, longest int) time.Time {
		for i := from; i != to && i >= 0 && i < len(d.p.blocks); i += step {
			b := d.p.blocks[i]
			if len(b.text) > longest || !namesDay(b.text) || strings.ContainsAny(b.text, "©") || strings.Contains(strings.ToLower(b.text), "copyright") {
				continue
			}
			if t := d.first([]string{b.text}); !t.IsZero() {
				return t
			}
		}
		return time.Time{}
	}
	if start >= 0 {
		if t := look(start+1, min(len(d.p.blocks), start+12), 1, 160); !t.IsZero() {
			return t
		}
		if t := look(start-1, max(-1, start-6), -1, 120); !t.IsZero() {
			return t
		}
	}
	if t := look(max(start, 0), len(d.p.blocks), 1, 120); !t.IsZero() {
		return t
	}
	if t := look(max(start, 0), len(d.p.blocks), 1, 100000); !t.IsZero() {
		return t
	}
	return look(0, len(d.p.blocks), 1, 100000)
}

// monthFirst reports whether 3/4/2024 is the fourth of March on the page: in
// American English.
func monthFirst(lang, url string) bool {
	l := strings.ToLower(lang)
	if l == "en-us" {
		return true
	}
	host := hostName(url)
	for _, end := range []string{".uk", ".au", ".nz", ".ie", ".in", ".za", ".ke", ".ng"} {
		if strings.HasSuffix(host, end) {
			return false
		}
	}
	return l == "en" || l == ""
}
