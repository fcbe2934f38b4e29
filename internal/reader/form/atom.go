package form

import (
	"encoding/xml"
	"strings"
	"time"
)

// Atom is a stream as Google Reader had it in the Atom Syndication Format (RFC 4287), with an extension of its own. Newsboat up to 2.23
// reads it.
type Atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	GR      string      `xml:"xmlns:gr,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Next    string      `xml:"gr:continuation,omitempty"`
	Updated string      `xml:"updated"`
	Links   []AtomLink  `xml:"link"`
	Entries []AtomEntry `xml:"entry"`
}

// AtomLink is a link.
type AtomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

// AtomEntry is a report.
type AtomEntry struct {
	Crawl      string         `xml:"gr:crawl-timestamp-msec,attr"`
	ID         string         `xml:"id"`
	Categories []AtomCategory `xml:"category"`
	Title      AtomText       `xml:"title"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Link       AtomLink       `xml:"link"`
	Content    AtomText       `xml:"content"`
	Author     string         `xml:"author>name"`
}

// AtomCategory is a state or a label of a report.
type AtomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr"`
	Label  string `xml:"label,attr"`
}

// AtomText is a text.
type AtomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

const (
	atomSpace  = "http://www.google.com/schemas/reader/atom/"
	atomScheme = "http://www.google.com/reader/"
)

// AtomOf is a stream of items that was last changed at a time; home is the page of the site.
func AtomOf(h Head, items []Item, next, home string) Atom {
	f := Atom{
		GR: atomSpace, ID: "tag:google.com,2005:reader/" + h.ID, Title: h.Title, Next: next,
		Updated: stamp(h.Updated), Links: []AtomLink{{Rel: "alternate", Href: home, Type: "text/html"}},
	}
	for _, it := range items {
		e := AtomEntry{
			Crawl: it.CrawlMsec, ID: it.ID, Title: AtomText{"text", it.Title}, Published: stamp(it.Published), Updated: stamp(it.Updated),
			Link: AtomLink{Rel: "alternate", Href: it.Alternate[0].Href, Type: "text/html"}, Content: AtomText{"html", it.Summary.HTML}, Author: it.Author,
		}
		for _, c := range it.Categories {
			// Quirk: newsboat looks for user/ANYTHING/state/com.google/read.
			e.Categories = append(e.Categories, AtomCategory{Term: c, Scheme: atomScheme, Label: c[strings.LastIndexByte(c, '/')+1:]})
		}
		f.Entries = append(f.Entries, e)
	}
	return f
}

func stamp(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
