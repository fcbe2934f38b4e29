package feed

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/weblink"
)

// maxLinks bounds the feeds that a page may name.
const maxLinks = 100

// readPage finds the feeds that a page names: its link elements with
// rel=alternate and the media type of a feed (HTML, 4.6.7.2; RSS Autodiscovery).
// Links in comments, scripts and templates do not count.
func (d *Document) readPage(body []byte, at string) {
	d.Kind, d.Format = HTML, ""
	z := html.NewTokenizer(bytes.NewReader(body))
	base, based := at, false
	for template := 0; ; {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.EndTagToken:
			if name, _ := z.TagName(); atom.Lookup(name) == atom.Template && template > 0 {
				template--
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			switch atom.Lookup(name) {
			case atom.Template:
				template++
			case atom.Base:
				if href := weblink.Attributes(z, more)["href"]; href != "" && !based {
					base, based = resolve(at, href), true
				}
			case atom.Link:
				if template == 0 {
					d.link(weblink.Attributes(z, more), base)
				}
			}
		}
	}
}

// link takes a link element if it names a feed.
func (d *Document) link(attrs map[string]string, base string) {
	typ, _, _ := strings.Cut(strings.ToLower(attrs["type"]), ";")
	typ = strings.TrimSpace(typ)
	if attrs["href"] == "" || len(d.Links) >= maxLinks || !feedLink(strings.ToLower(attrs["rel"]), typ, attrs["href"]) {
		return
	}
	address := resolve(base, attrs["href"])
	if hasScheme(address) && !isWeb(address) { // javascript:, feed:
		return
	}
	for _, l := range d.Links {
		if l.URL == address {
			return
		}
	}
	d.Links = append(d.Links, Link{URL: address, Title: oneLine(attrs["title"]), Type: typ})
}

// feedLink reports whether a link's rel and type mean a feed. Plain XML does
// when the address looks like one's.
func feedLink(rel, typ, href string) bool {
	alternate, feed := false, false
	for word := range strings.FieldsSeq(rel) {
		alternate = alternate || word == "alternate"
		feed = feed || word == "feed"
	}
	switch typ {
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
		"application/x.atom+xml", "application/x-atom+xml":
		return alternate || feed
	case "application/xml", "text/xml":
		href = strings.ToLower(href)
		return feed || alternate && (strings.Contains(href, "rss") || strings.Contains(href, "feed") || strings.Contains(href, "atom"))
	case "application/json", "":
		return feed
	}
	return false
}
