package discover

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/weblink"
)

// Candidate is an address that may be that of a feed.
type Candidate struct {
	URL, Title, Type string
	Guess            bool   // what is there has to be asked; otherwise the page declares it to be a feed
	Else             string // where to ask if URL does not answer: "feed://" names no scheme; empty: nowhere

	rank rank
}

// rank is how likely a candidate is, the likeliest first.
type rank int

const (
	byType     rank = iota // by relation and media type
	byRelation             // by a relation, without the media type of a feed
	byAddress              // a plain link whose address looks like that of a feed
	byName                 // a plain link that is called one
)

const (
	mostCandidates = 50      // of one page
	mostStyled     = 200     // bytes of a text that may be called a feed
	mostAddress    = 2 << 10 // bytes of an address
	alternate      = "alternate"
)

// Feeds lists the feeds that may be behind a page, the likeliest first: those that it declares by link and a elements (HTML, 4.6.7.2)
// or by Link fields (RFC 8288), those of other alternate versions, links whose addresses look like feeds, and
// links that are called feeds. A capture that is itself a feed or sitemap has none.
func Feeds(c news.Capture) []Candidate {
	doc, _ := feed.Parse(c.Body, feed.Options{URL: address(c), Header: c.Header})
	if doc.Kind != feed.HTML {
		return nil
	}
	root, base := parsePage(c)
	if root == nil {
		return nil
	}
	l := list{base: base, page: address(c), seen: map[string]int{}}
	for _, d := range doc.Links {
		l.add(d.URL, Candidate{Title: d.Title, Type: d.Type})
	}
	for _, f := range weblink.Fields(c.Header["Link"], address(c)) {
		l.link(f.Rel, f.Type, f.Target, Candidate{Title: f.Title})
	}
	l.elements(root)
	slices.SortStableFunc(l.all, func(a, b Candidate) int { return cmp.Compare(a.rank, b.rank) })
	return l.all[:min(len(l.all), mostCandidates)]
}

// list gathers candidates, each address once, by its likeliest naming.
type list struct {
	base *url.URL
	page string
	all  []Candidate
	seen map[string]int // address to index in all
}

// add takes a candidate at an address as it is written.
func (l *list) add(ref string, f Candidate) {
	if len(ref) > mostAddress {
		return
	}
	f.URL, f.Else = feedAddress(l.base, ref)
	f.Guess = f.rank != byType
	if f.URL == "" || f.URL == l.page {
		return
	}
	if i, ok := l.seen[f.URL]; ok {
		if have := &l.all[i]; f.rank < have.rank {
			f.Title = cmp.Or(f.Title, have.Title)
			*have = f
		}
		return
	}
	if len(l.all) < 4*mostCandidates {
		l.seen[f.URL] = len(l.all)
		l.all = append(l.all, f)
	}
}

// feedAddress makes an address absolute. "feed:" before an address of the web says nothing else than what is behind it is a feed; "feed://"
// stands for http or https, of which the second is asked first.
func feedAddress(base *url.URL, ref string) (at, instead string) {
	ref = strings.TrimSpace(ref)
	if len(ref) >= 5 && strings.EqualFold(ref[:5], "feed:") {
		ref = ref[5:]
		if strings.HasPrefix(ref, "//") {
			ref, instead = "https:"+ref, "http:"+ref
		}
	}
	u, err := base.Parse(ref)
	if err != nil || !web(u.String()) {
		return "", ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String(), instead
}

// elements takes the link and a elements of a page. What a template holds is not on it.
func (l *list) elements(root *html.Node) {
	seen := 0
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		for c := n.FirstChild; c != nil && depth < 512 && seen < mostAnchors; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Template:
				continue
			case atom.Link, atom.A, atom.Area:
				seen++
				l.element(c)
			}
			walk(c, depth+1)
		}
	}
	walk(root, 0)
}

func (l *list) element(n *html.Node) {
	href, rel := attr(n, "href"), strings.ToLower(attr(n, "rel"))
	if href == "" {
		return
	}
	typ, _, _ := strings.Cut(strings.ToLower(attr(n, "type")), ";")
	title := text.Collapse(attr(n, "title"))
	if attr(n, "hreflang") == "" && attr(n, "media") == "" || feedType(typ) {
		l.link(rel, strings.TrimSpace(typ), href, Candidate{Title: title})
	}
	if n.DataAtom == atom.Link {
		return
	}
	name := nodeText(n)
	if at := embedded(l.base, href); at != "" {
		href = at
	}
	u, err := l.base.Parse(strings.TrimSpace(href))
	switch {
	case strings.HasPrefix(strings.ToLower(href), "feed:"), err == nil && looksLikeFeed(u):
		l.add(href, Candidate{Title: name, rank: byAddress})
	case err == nil && siteOf(u) == siteOf(l.base) && calledFeed(n, name, title):
		l.add(href, Candidate{Title: name, rank: byName})
	}
}

// link takes a link with a relation to the page, if it may lead to a feed.
func (l *list) link(rel, typ, ref string, f Candidate) {
	var alternates, feeds bool
	for word := range strings.FieldsSeq(rel) {
		switch word {
		case "stylesheet", "icon", "canonical", "nofollow", "amphtml":
			return
		case alternate, "home":
			alternates = true
		case "feed", "rss", "atom", "service.feed":
			feeds = true
		}
	}
	u, err := l.base.Parse(strings.TrimSpace(ref))
	if err != nil || !alternates && !feeds {
		return
	}
	f.Type = typ
	switch {
	case standardTypes[typ]:
	case feedType(typ), feeds:
		f.rank = byRelation
	case typ == "" && rel == alternate, strings.Contains(typ, "xml") && !strings.Contains(typ, "oembed") && !strings.Contains(typ, "html"),
		strings.Contains(typ, "json") && looksLikeFeed(u), strings.Contains(typ, "html") && (looksLikeFeed(u) || saysFeed(f.Title)):
		f.rank = byRelation
	default:
		return
	}
	l.add(ref, f)
}

// standardTypes are the media types of feeds; feed.Parse takes links with them.
var standardTypes = names(`application/rss+xml application/atom+xml application/rdf+xml application/feed+json`)

// feedType reports whether a media type names a format of feeds, as whoever wrote it may have spelled that.
func feedType(typ string) bool {
	return strings.Contains(typ, "rss") || strings.Contains(typ, "atom") || strings.Contains(typ, "rdf") || strings.Contains(typ, "feed")
}

// embedded is the address of the page's own site that a link to a reader or a service carries; "": none.
func embedded(base *url.URL, href string) string {
	u, err := base.Parse(strings.TrimSpace(href))
	if err != nil || siteOf(u) == siteOf(base) {
		return ""
	}
	parts := []string{u.Path}
	for _, k := range slices.Sorted(maps.Keys(u.Query())) {
		parts = append(parts, u.Query()[k]...)
	}
	for _, part := range parts {
		i := strings.Index(part, "http")
		if i < 0 {
			continue
		}
		if in, err := url.Parse(strings.Fields(part[i:])[0]); err == nil && web(in.String()) && siteOf(in) == siteOf(base) {
			return in.String()
		}
	}
	return ""
}

// looksLikeFeed goes by what the addresses of feeds have in common: their path, their query or their host.
func looksLikeFeed(u *url.URL) bool {
	path := strings.ToLower(strings.Trim(u.Path, "/"))
	segments := strings.Split(path, "/")
	last, ext := segments[len(segments)-1], ""
	if i := strings.LastIndexByte(last, '.'); i >= 0 {
		last, ext = last[:i], last[i+1:]
	}
	if noFeeds[last] {
		return false
	}
	switch {
	case ext == "rss", ext == "rdf", ext == "atom", ext == "xml" && !strings.Contains(last, "sitemap"):
		return true
	case (ext == "" || pageTypes[ext] || ext == "json") && feedWord(last):
		return true
	case ext != "" && !pageTypes[ext]:
		return false
	case slices.ContainsFunc(segments[:len(segments)-1], func(s string) bool { return feedWords[s] }):
		return true
	}
	if asksForFeed(u.Query()) {
		return true
	}
	label, _, _ := strings.Cut(strings.ToLower(u.Hostname()), ".")
	return path != "" && (label == "feeds" || label == "feed" || label == "rss")
}

// asksForFeed reports whether a query asks for the page in the form of a feed.
func asksForFeed(q url.Values) bool {
	for name, values := range q {
		name = strings.ToLower(name)
		if name == "feed" || feedWord(name) && strings.Join(values, "") == "" {
			return true
		}
		if feedQueries[name] && slices.ContainsFunc(values, func(v string) bool { return feedWord(strings.ToLower(v)) || strings.ToLower(v) == "xml" }) {
			return true
		}
	}
	return false
}

// feedWord reports whether a name is that of a feed: a word for it alone, with a number, or with "rss" as a part.
func feedWord(s string) bool {
	if feedWords[s] || feedWords[strings.TrimRight(s, "0123456789._-")] {
		return true
	}
	return slices.ContainsFunc(strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '_' || r == '.' }), func(word string) bool {
		return word == "rss" || word == "rss2" || word == "rssfeed"
	})
}

var (
	feedWords   = names(`rss feed feeds atom rdf backend newsfeed newsfeeds rssfeed rssfeeds syndication`)
	feedQueries = names(`format type output alt page mode view action m option tmpl content mime service t`)
	pageTypes   = names(`php php5 asp aspx jsp jspx cfm cgi pl do html htm shtml`)
	noFeeds     = names(`opensearch osd browserconfig crossdomain wlwmanifest manifest rsd search xmlrpc`)
)

// calledFeed reports whether a link is called a feed where its reader sees it, or by its class.
func calledFeed(n *html.Node, name, title string) bool {
	words := []string{name, title, attr(n, "aria-label"), attr(n, "class")}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Img {
			words = append(words, attr(c, "alt"))
		}
		if len(words) > 8 {
			break
		}
	}
	for _, s := range words {
		if saysFeed(s) {
			return true
		}
	}
	return false
}

// saysFeed reports whether a short text calls something a feed.
func saysFeed(s string) bool {
	if len(s) > mostStyled {
		return false
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return r < 128 && (r < 'a' || r > 'z') || r > 128 }) {
		if word == "rss" || word == "atom" && len(s) < 12 {
			return true
		}
	}
	return false
}

// Usual are the few addresses at which outlets keep a feed that their page does not name, the likeliest first. For a page
// that is not the home page they are those below it: a feed of the whole outlet is another source.
func Usual(address string) []string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil
	}
	u.RawQuery, u.Fragment, u.RawFragment = "", "", ""
	dir := strings.TrimSuffix(u.Path, "/")
	if dir != "" && strings.Contains(dir[strings.LastIndexByte(dir, '/'):], ".") {
		dir = dir[:strings.LastIndexByte(dir, '/')]
	}
	paths := []string{"/feed/", "/rss.xml", "/atom.xml", "/index.xml", "/rss", "/feed.xml"}
	if dir != "" {
		paths = paths[:3]
	}
	var out []string
	for _, p := range paths {
		at := *u
		at.Path, at.RawPath = dir+p, ""
		out = append(out, at.String())
	}
	return out
}
