package site

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// feedItems is how many reports a feed carries.
const feedItems = 20

// feedInfo says what a feed is of.
type feedInfo struct {
	Title string
	Page  string // path of the page that it belongs to
	Asked string // of a search: its query, escaped; it follows Page and the feed's own path
}

// entry is a report in a feed.
type entry struct {
	ID, Title, Link, Outlet string
	Byline                  []string
	Lang                    string
	Summary, SummaryLang    string
	Content                 string // HTML
	External                string
	Published, Updated      time.Time
}

// feed writes a page's three feeds of the reports that heads begin with.
func (r *run) feed(ctx context.Context, info feedInfo, heads []Head) error {
	items, err := r.items(ctx, heads)
	if err != nil {
		return err
	}
	return r.feedOf(info, items)
}

// items returns the reports that heads begin with, as many as a feed carries, in their order.
func (r *run) items(ctx context.Context, heads []Head) ([]news.Item, error) {
	heads = heads[:min(len(heads), feedItems)]
	ids := make([]news.ArticleID, len(heads))
	place := map[news.ArticleID]int{}
	for i, h := range heads {
		ids[i], place[h.ID] = h.ID, i
	}
	var out []news.Item
	err := chunks(ids, func(ids []news.ArticleID) error {
		items, err := r.lib.Items(ctx, ids)
		out = append(out, items...)
		return err
	})
	slices.SortFunc(out, func(a, b news.Item) int { return place[a.Article.ID] - place[b.Article.ID] })
	return out, err
}

// feedOf writes a page's three feeds of reports.
func (r *run) feedOf(info feedInfo, items []news.Item) error {
	entries := make([]entry, 0, len(items))
	for _, it := range items {
		if f := r.ledger.filed[it.Article.ID]; f != nil {
			entries = append(entries, r.entry(it, f.path))
		}
	}
	paths := feedPaths(stem(info.Page))
	for i, write := range []func(feedInfo, string, []entry) ([]byte, error){r.atom, r.rss, r.jsonFeed} {
		out, err := write(info, paths[i], entries)
		if err != nil {
			return err
		}
		if err := r.put(paths[i], out); err != nil {
			return err
		}
	}
	return nil
}

func (b *Builder) entry(it news.Item, path string) entry {
	it, _ = b.shown(it)
	a, d := it.Article, it.Digest
	t := write(b.w, news.Item{Article: a, Digest: news.Digest{}})
	e := entry{
		ID: b.tag("article/" + string(a.ID)), Title: heading(a), Link: b.Address(path), Outlet: a.Outlet, Byline: a.Byline,
		Lang: a.Lang, Summary: plain(d), SummaryLang: d.Lang, External: link(a.Canonical),
		Published: clamp(date(a)), Updated: modified(it),
	}
	if b.o.Arrangement == Modern && d.Title != "" {
		e.Title = d.Title
	}
	if epoch := time.Unix(0, 0).UTC(); e.Published.Before(epoch) {
		e.Published = epoch // no date that feed readers could read
	}
	e.Title = cut(e.Title, titleBound)
	var out strings.Builder
	if e.Summary != "" {
		out.WriteString(`<p lang="` + esc(d.Lang) + `"><strong>` + esc(b.w.Digest+b.w.Colon) + `</strong>` + esc(e.Summary) + `<br><small>` + esc(b.w.MadeBy(d)) + `</small></p>` + "\n")
	}
	out.WriteString(`<div lang="` + esc(a.Lang) + `" dir="auto">` + "\n" + string(t.body()) + `</div>` + "\n")
	if e.External != "" {
		out.WriteString(`<p><a href="` + esc(e.External) + `">` + esc(b.w.Original+b.w.Colon+a.Outlet) + `</a></p>` + "\n")
	}
	e.Content = out.String()
	return e
}

// tag returns a tag URI (RFC 4151): an identifier that no rebuild changes.
func (b *Builder) tag(what string) string {
	host := "waidian.invalid"
	if u, err := url.Parse(b.o.URL); err == nil && strings.Contains(u.Hostname(), ".") && net.ParseIP(u.Hostname()) == nil {
		host = strings.ToLower(u.Hostname())
	}
	return "tag:" + host + ",2026:" + what
}

// newest is when the latest of the entries changed; the Unix epoch for none.
func newest(entries []entry) time.Time {
	last := time.Unix(0, 0).UTC()
	for _, e := range entries {
		if e.Updated.After(last) {
			last = e.Updated
		}
	}
	return last
}

type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		Title   string      `xml:"title"`
		ID      string      `xml:"id"`
		Updated string      `xml:"updated"`
		Author  atomPerson  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		Title     string       `xml:"title"`
		ID        string       `xml:"id"`
		Links     []atomLink   `xml:"link"`
		Published string       `xml:"published"`
		Updated   string       `xml:"updated"`
		Authors   []atomPerson `xml:"author"`
		Summary   *atomText    `xml:"summary"`
		Content   atomText     `xml:"content"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Lang string `xml:"xml:lang,attr,omitempty"`
		Text string `xml:",chardata"`
	}
)

// atom is a feed in the Atom Syndication Format (RFC 4287).
func (b *Builder) atom(info feedInfo, path string, entries []entry) ([]byte, error) {
	f := atomFeed{
		Lang: b.w.Tag, Title: info.Title, ID: b.tag("feed/" + stem(info.Page) + info.Asked), Updated: newest(entries).Format(time.RFC3339),
		Author: atomPerson{b.o.Title},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: b.Address(path) + info.Asked},
			{Rel: "alternate", Type: "text/html", Href: b.Address(info.Page) + info.Asked},
		},
	}
	for _, e := range entries {
		x := atomEntry{
			Title: e.Title, ID: e.ID, Published: stamp(e.Published), Updated: stamp(e.Updated),
			Links:   []atomLink{{Rel: "alternate", Type: "text/html", Href: e.Link}},
			Content: atomText{Type: "html", Text: e.Content},
		}
		if e.External != "" {
			x.Links = append(x.Links, atomLink{Rel: "via", Href: e.External})
		}
		for _, name := range authors(e) {
			x.Authors = append(x.Authors, atomPerson{name})
		}
		if e.Summary != "" {
			x.Summary = &atomText{Type: "text", Lang: e.SummaryLang, Text: e.Summary}
		}
		f.Entries = append(f.Entries, x)
	}
	return xmlFile(f)
}

// authors are the persons who wrote a report, else its outlet.
func authors(e entry) []string {
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
		Channel rssChannel `xml:"channel"`
	}
	rssChannel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Language    string    `xml:"language"`
		Built       string    `xml:"lastBuildDate"`
		Self        atomLink  `xml:"atom:link"`
		Items       []rssItem `xml:"item"`
	}
	rssItem struct {
		Title       string   `xml:"title"`
		Link        string   `xml:"link"`
		GUID        rssGUID  `xml:"guid"`
		Date        string   `xml:"pubDate"`
		Creators    []string `xml:"dc:creator"`
		Description string   `xml:"description,omitempty"`
		Content     string   `xml:"content:encoded"`
	}
	rssGUID struct {
		Permalink bool   `xml:"isPermaLink,attr"`
		Text      string `xml:",chardata"`
	}
)

// rss is a feed in RSS 2.0, with the content and Dublin Core modules.
func (b *Builder) rss(info feedInfo, path string, entries []entry) ([]byte, error) {
	f := rssFile{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Content: "http://purl.org/rss/1.0/modules/content/", DC: "http://purl.org/dc/elements/1.1/",
		Channel: rssChannel{
			Title: info.Title, Link: b.Address(info.Page) + info.Asked, Description: b.o.Title, Language: b.w.Tag,
			Built: newest(entries).Format(time.RFC1123Z),
			Self:  atomLink{Rel: "self", Type: "application/rss+xml", Href: b.Address(path) + info.Asked},
		},
	}
	for _, e := range entries {
		f.Channel.Items = append(f.Channel.Items, rssItem{
			Title: e.Title, Link: e.Link, GUID: rssGUID{Text: e.ID}, Date: e.Published.Format(time.RFC1123Z),
			Creators: authors(e), Description: e.Summary, Content: e.Content,
		})
	}
	return xmlFile(f)
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

// jsonFeed is a feed in JSON Feed 1.1.
func (b *Builder) jsonFeed(info feedInfo, path string, entries []entry) ([]byte, error) {
	f := jsonFile{
		Version: "https://jsonfeed.org/version/1.1", Title: info.Title, Home: b.Address(info.Page) + info.Asked, Self: b.Address(path) + info.Asked,
		Language: b.w.Tag, Items: []jsonItem{},
	}
	for _, e := range entries {
		x := jsonItem{
			ID: e.ID, URL: e.Link, External: e.External, Title: e.Title, Content: e.Content, Summary: e.Summary,
			Published: stamp(e.Published), Modified: stamp(e.Updated), Language: e.Lang,
		}
		for _, name := range authors(e) {
			x.Authors = append(x.Authors, jsonAuthor{name})
		}
		f.Items = append(f.Items, x)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(f)
	return out.Bytes(), err
}
