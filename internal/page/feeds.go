package page

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// A feed carries the newest reports, at least FeedItems of them, and what came within FeedWindow before the last, at most FeedMost:
// who asks once in that time misses nothing.
const (
	FeedItems  = 20
	FeedMost   = 500
	FeedWindow = 72 * time.Hour
)

// InFeed are those of the reports, newest first, that a feed carries: what counts is when they came.
func InFeed(reports []Listed) []Listed {
	return inFeed(reports, func(h Listed) time.Time { return h.Captured })
}

// inFeed are those of a list, newest first, that a feed carries, by the time at which they came.
func inFeed[T any](list []T, came func(T) time.Time) []T {
	var last time.Time
	for _, x := range list {
		if at := came(x); at.After(last) {
			last = at
		}
	}
	var out []T
	for i, x := range list {
		if i < FeedItems || len(out) < FeedMost && came(x).After(last.Add(-FeedWindow)) {
			out = append(out, x)
		}
	}
	return out
}

// Feed says what a feed is of.
type Feed struct {
	Title string
	Page  string // path of the page that it belongs to
	Name  string // of its files and its identifier; empty: those of Page
	Asked string // of a search: its query, escaped; it follows Page and the feed's own path

	Archives []string // names of the documents that hold what the feed does not any more (RFC 5005, 4), oldest first
	Archive  int      // this is that one of Archives, from 1; 0: it is the feed itself
}

// Placed is a report, and where its page is.
type Placed struct {
	Shown
	Path string
}

// feedItem is a report in a feed.
type feedItem struct {
	ID, Title, Link, Outlet string
	Mark                    string // that Title has behind it; "": none
	Byline                  []string
	Lang                    string
	Summary, SummaryLang    string
	Content                 string // HTML
	Digest                  string // that part of Content, which comes first but for what is absent; "": it has none
	External                string
	Published, Updated      time.Time
}

// Feeds are a page's three feeds of reports: Atom, RSS, JSON Feed.
func (s *Set) Feeds(f Feed, reports []Placed) ([]File, error) {
	items := make([]feedItem, len(reports))
	for i, x := range reports {
		items[i] = s.feedItem(x)
	}
	return s.feedFiles(f, items)
}

// feedFiles are the three feeds of entries, which are newest first.
func (s *Set) feedFiles(f Feed, items []feedItem) ([]File, error) {
	entries, err := s.entries(3, items)
	if err != nil {
		return nil, err
	}
	var out []File
	err = s.FeedsOf(f, entries, func(x File) error {
		out = append(out, File{x.Path, bytes.Clone(x.Data)})
		return nil
	})
	return out, err
}

func (s *Set) feedItem(x Placed) feedItem {
	a, d := x.Article, x.Digest
	t := newWriting(s.w, news.Item{Article: a, Digest: news.Digest{}}) // its body has no marks
	told := &writing{w: s.w, item: x.Item}
	e := feedItem{
		ID: s.tag("article/" + string(a.ID)), Title: heading(a), Link: s.Address(x.Path), Outlet: a.Outlet, Byline: a.Byline,
		Lang: a.Lang, Summary: plain(s.w, d), SummaryLang: d.Lang, External: link(a.Canonical),
		Published: clamp(a.Date()), Updated: Modified(x.Shown),
	}
	if t := d.Headline(); s.o.Arrangement == Modern && t != "" {
		e.Title, e.Mark = t, s.w.HandMark(d.TitleByHand)
	}
	if e.Published.Before(epoch) {
		e.Published = epoch // no date that feed readers could read
	}
	e.Title = wording.Plain(cut(e.Title, titleBound), e.Mark)
	var out strings.Builder
	_, notes := absences(s.w, x.Item, s.o.Zone)
	for _, n := range notes {
		out.WriteString(`<p lang="` + esc(s.w.Tag) + `"><strong>` + esc(n) + "</strong></p>\n")
	}
	if e.Summary != "" {
		e.Digest = `<p lang="` + esc(d.Lang) + `"><strong>` + esc(s.w.Digest+s.w.Colon) + `</strong>` +
			told.marked() + `<br><small lang="` + esc(s.w.Tag) + `">` + esc(madeBy(s.w, d)) + `</small></p>` + "\n"
		out.WriteString(e.Digest)
	}
	out.WriteString(`<div lang="` + esc(a.Lang) + `" dir="auto">` + "\n" + string(t.body()) + `</div>` + "\n")
	above, _ := limits(s.w, a, x.Left)
	for _, n := range above {
		out.WriteString(`<p lang="` + esc(s.w.Tag) + `"><small>` + esc(n) + "</small></p>\n")
	}
	if e.External != "" {
		out.WriteString(`<p><a href="` + esc(e.External) + `">` + esc(s.w.Original+s.w.Colon+a.Outlet) + `</a></p>` + "\n")
	}
	e.Content = out.String()
	return e
}

// marked is the digest as HTML, in which what was found in a sentence stands behind it in words.
func (t *writing) marked() string {
	var b strings.Builder
	for i, c := range t.item.Digest.Summary {
		if i > 0 && !text.Spaceless(t.item.Digest.Lang) {
			b.WriteByte(' ')
		}
		b.WriteString(esc(line(c.Text)))
		for _, d := range t.doubts(c) {
			b.WriteString(` <small lang="` + esc(t.w.Tag) + `">[` + esc(d) + "]</small>")
		}
	}
	return b.String()
}

// tag returns a tag URI (RFC 4151): an identifier that no rebuild changes, and no other address of the site.
func (s *Set) tag(what string) string {
	return "tag:" + cmp.Or(s.o.Feeds, FeedsOf(s.o.URL)) + ",2026:" + what
}

// noHost ends the names of hosts that there are not (RFC 2606).
const noHost = "waidian.invalid"

// FeedsOf is the host name from which the identifiers in the feeds of a site at an address were made before a desk had a name for
// its feeds.
func FeedsOf(address string) string { return cmp.Or(hostOf(address), noHost) }

// FeedsNamed is the host name for the feeds of a desk with an identifier.
func FeedsNamed(desk string) string { return desk + "." + noHost }

// hostOf is the name of the host at an address; "" where it has none that is good for others than this machine.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || !strings.Contains(u.Hostname(), ".") || isAddress(u.Hostname()) {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// lasting reports whether addresses of the site can be cited.
func (s *Set) lasting() bool { return hostOf(s.o.URL) != "" }

// isAddress reports whether a host is named by its IP address.
func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

type (
	atomFeed struct {
		XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string     `xml:"xml:lang,attr"`
		History string     `xml:"xmlns:fh,attr,omitempty"`
		Archive *struct{}  `xml:"fh:archive"`
		Title   string     `xml:"title"`
		ID      string     `xml:"id"`
		Updated string     `xml:"updated"`
		Author  atomPerson `xml:"author"`
		Links   []atomLink `xml:"link"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
)

// atom is a feed without entries in the Atom Syndication Format (RFC 4287).
func (s *Set) atom(feed Feed, path string, updated time.Time) ([]byte, error) {
	f := atomFeed{
		History: feed.history(), Archive: feed.mark(),
		Lang: s.w.Tag, Title: feed.Title, ID: s.tag("feed/" + stem(feed.named()) + feed.Asked), Updated: updated.Format(time.RFC3339),
		Author: atomPerson{s.o.Title},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: s.Address(path) + feed.Asked},
			{Rel: "alternate", Type: "text/html", Href: s.Address(feed.Page) + feed.Asked},
		},
	}
	f.Links = append(append(f.Links, s.hub(feed)...), s.chain(feed, 0)...)
	return xmlFile(f)
}

// atomEntryOf is an entry of Atom; content is that of e, escaped.
func atomEntryOf(e feedItem, content []byte) ([]byte, error) {
	b := make([]byte, 0, len(content)+len(e.Summary)+entryBytes)
	b = xmlElement(append(b, "<entry>"...), "title", e.Title)
	b = xmlElement(b, "id", e.ID)
	b = atomLinkOf(b, atomLink{Rel: "alternate", Type: "text/html", Href: e.Link})
	if e.External != "" {
		b = atomLinkOf(b, atomLink{Rel: "via", Href: e.External})
	}
	b = xmlElement(b, "published", stamp(e.Published))
	b = xmlElement(b, "updated", stamp(e.Updated))
	for _, name := range authors(e) {
		b = xmlEnd(xmlElement(append(b, "<author>"...), "name", name), "author")
	}
	if e.Summary != "" {
		b = xmlAttribute(append(b, "<summary"...), "type", "text")
		if e.SummaryLang != "" {
			b = xmlAttribute(b, "xml:lang", e.SummaryLang)
		}
		b = xmlEnd(escapeXML(append(b, '>'), e.Summary), "summary")
	}
	b = append(xmlAttribute(append(b, "<content"...), "type", "html"), '>')
	return xmlEnd(xmlEnd(append(b, content...), "content"), "entry"), nil
}

// entryBytes is about what an entry has besides its texts.
const entryBytes = 1024

func atomLinkOf(b []byte, l atomLink) []byte {
	b = xmlAttribute(append(b, "<link"...), "rel", l.Rel)
	if l.Type != "" {
		b = xmlAttribute(b, "type", l.Type)
	}
	return xmlEnd(append(xmlAttribute(b, "href", l.Href), '>'), "link")
}

// authors are the persons who wrote a report, else its outlet.
func authors(e feedItem) []string {
	if len(e.Byline) > 0 {
		return e.Byline
	}
	if e.Outlet != "" {
		return []string{e.Outlet}
	}
	return nil
}

type (
	rssFile struct {
		XMLName xml.Name   `xml:"rss"`
		Version string     `xml:"version,attr"`
		Atom    string     `xml:"xmlns:atom,attr"`
		Content string     `xml:"xmlns:content,attr"`
		DC      string     `xml:"xmlns:dc,attr"`
		History string     `xml:"xmlns:fh,attr,omitempty"`
		Channel rssChannel `xml:"channel"`
	}
	rssChannel struct {
		Title       string     `xml:"title"`
		Link        string     `xml:"link"`
		Description string     `xml:"description"`
		Language    string     `xml:"language"`
		Built       string     `xml:"lastBuildDate"`
		Archive     *struct{}  `xml:"fh:archive"`
		Links       []atomLink `xml:"atom:link"`
	}
)

// rss is a feed without entries in RSS 2.0, with the content and Dublin Core modules.
func (s *Set) rss(feed Feed, path string, updated time.Time) ([]byte, error) {
	return xmlFile(rssFile{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Content: "http://purl.org/rss/1.0/modules/content/",
		DC: "http://purl.org/dc/elements/1.1/", History: feed.history(),
		Channel: rssChannel{
			Archive: feed.mark(),
			Title:   feed.Title, Link: s.Address(feed.Page) + feed.Asked, Description: s.o.Title, Language: s.w.Tag,
			Built: updated.Format(time.RFC1123Z),
			Links: slices.Concat([]atomLink{{Rel: "self", Type: "application/rss+xml", Href: s.Address(path) + feed.Asked}}, s.hub(feed), s.chain(feed, 1)),
		},
	})
}

// rssItemOf is an item of RSS; content is that of e, escaped.
func rssItemOf(e feedItem, content []byte) ([]byte, error) {
	b := make([]byte, 0, len(content)+len(e.Summary)+entryBytes)
	b = xmlElement(append(b, "<item>"...), "title", e.Title)
	b = xmlElement(b, "link", e.Link)
	b = xmlAttribute(append(b, "<guid"...), "isPermaLink", "false")
	b = xmlEnd(escapeXML(append(b, '>'), e.ID), "guid")
	b = xmlElement(b, "pubDate", e.Published.Format(time.RFC1123Z))
	for _, name := range authors(e) {
		b = xmlElement(b, "dc:creator", name)
	}
	if e.Summary != "" {
		b = xmlElement(b, "description", e.Summary)
	}
	b = append(append(b, "<content:encoded>"...), content...)
	return xmlEnd(xmlEnd(b, "content:encoded"), "item"), nil
}

func xmlFile(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(v); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

type (
	jsonFile struct {
		Version  string     `json:"version"`
		Title    string     `json:"title"`
		Home     string     `json:"home_page_url"`
		Self     string     `json:"feed_url"`
		Language string     `json:"language"`
		Hubs     []jsonHub  `json:"hubs,omitempty"`
		Items    []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url"`
		External  string       `json:"external_url,omitempty"`
		Title     string       `json:"title"`
		Content   string       `json:"content_html"`
		Summary   string       `json:"summary,omitempty"`
		Published string       `json:"date_published"`
		Modified  string       `json:"date_modified"`
		Authors   []jsonAuthor `json:"authors,omitempty"`
		Language  string       `json:"language,omitempty"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
)

// jsonFeed is a feed without entries in JSON Feed 1.1.
func (s *Set) jsonFeed(feed Feed, path string, _ time.Time) ([]byte, error) {
	return jsonLine(jsonFile{
		Version: "https://jsonfeed.org/version/1.1", Title: feed.Title, Home: s.Address(feed.Page) + feed.Asked,
		Self:     s.Address(path) + feed.Asked,
		Language: s.w.Tag, Hubs: s.jsonHubs(feed), Items: []jsonItem{},
	})
}

func jsonItemOf(e feedItem, _ []byte) ([]byte, error) {
	x := jsonItem{
		ID: e.ID, URL: e.Link, External: e.External, Title: e.Title, Content: e.Content, Summary: e.Summary,
		Published: stamp(e.Published), Modified: stamp(e.Updated), Language: e.Lang,
	}
	for _, name := range authors(e) {
		x.Authors = append(x.Authors, jsonAuthor{name})
	}
	line, err := jsonLine(x)
	return bytes.TrimSuffix(line, []byte("\n")), err
}

// jsonLine is a value as a line of JSON.
func jsonLine(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return out.Bytes(), err
}
