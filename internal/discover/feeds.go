package discover

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/charset"
	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Candidate is a feed that a page names.
type Candidate struct {
	URL, Title, Type string
	Guess            bool // a plain link that looks like a feed, not a declared one
}

// mostCandidates bounds the choice that is offered.
const mostCandidates = 50

// Feeds lists the feeds behind a page: those it declares, in document order, then
// links in it that look like feeds. A capture that is itself a feed or sitemap has none.
func Feeds(c news.Capture) []Candidate {
	doc, _ := feed.Parse(c.Body, feed.Options{URL: address(c), Header: c.Header})
	if doc.Kind != feed.HTML {
		return nil
	}
	var out []Candidate
	seen := map[string]bool{}
	add := func(f Candidate) {
		if k := Key(f.URL); web(f.URL) && !seen[k] && len(out) < mostCandidates {
			seen[k] = true
			out = append(out, f)
		}
	}
	for _, l := range doc.Links {
		add(Candidate{URL: l.URL, Title: l.Title, Type: l.Type})
	}
	for _, a := range anchors(c) {
		if looksLikeFeed(a.url) {
			add(Candidate{URL: a.url.String(), Title: a.title, Guess: true})
		}
	}
	return out
}

// Offer is what a person would choose from of the feeds behind a page: those that it
// declares, else those that its links look like; without the readers' comments, and
// a feed that comes in several formats once.
func Offer(all []Candidate) []Candidate {
	declared := slices.ContainsFunc(all, func(f Candidate) bool { return !f.Guess })
	talk := !slices.ContainsFunc(all, func(f Candidate) bool { return f.Guess != declared && !f.comments() })
	formats := map[string]string{} // type by name
	var out []Candidate
	for _, f := range all {
		if f.Guess == declared || f.comments() && !talk {
			continue
		}
		name := f.name()
		if first, known := formats[name]; known && first != f.Type {
			continue
		} else if !known {
			formats[name] = f.Type
		}
		out = append(out, f)
	}
	return out
}

// comments reports whether a feed is that of the readers' comments.
func (f Candidate) comments() bool {
	u, err := url.Parse(f.URL)
	return err == nil && (slices.Contains(strings.Split(strings.ToLower(u.Path), "/"), "comments") ||
		strings.HasPrefix(u.Query().Get("feed"), "comments") || strings.Contains(strings.ToLower(f.Title), "comments feed"))
}

// name is the title of a feed without the name of its format.
func (f Candidate) name() string {
	return strings.Join(slices.DeleteFunc(strings.FieldsFunc(strings.ToLower(f.Title), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("()[]-–|»:/", r)
	}), func(word string) bool { return formatWords[word] }), " ")
}

var formatWords = names(`rss rss2 atom json rdf xml feed 0.91 0.92 1.0 1.1 2.0`)

// looksLikeFeed goes by what the addresses of feeds have in common.
func looksLikeFeed(u *url.URL) bool {
	p := strings.ToLower(strings.TrimRight(u.Path, "/"))
	switch last := p[strings.LastIndexByte(p, '/')+1:]; {
	case strings.HasSuffix(p, ".rss"), strings.HasSuffix(p, ".rdf"), strings.HasSuffix(p, ".atom"):
		return true
	case last == "feed", last == "rss", last == "atom", last == "feed.json":
		return true
	case strings.HasSuffix(p, ".xml"):
		return strings.Contains(p, "rss") || strings.Contains(p, "feed") || strings.Contains(p, "atom")
	}
	q := u.Query()
	return q.Get("format") == "rss" || q.Get("feed") == "rss2" || q.Get("feed") == "atom"
}

// anchor is a link of a page that leads anywhere on the web.
type anchor struct {
	node  *html.Node
	url   *url.URL
	key   string
	title string
}

// biggestPage is how much of a page is looked at; lists of reports are at its head.
const biggestPage = 4 << 20

// mostAnchors is how many links of a page are looked at.
const mostAnchors = 5000

// anchors lists the links of a page in document order.
func anchors(c news.Capture) []anchor {
	root, base := parsePage(c)
	if root == nil {
		return nil
	}
	var out []anchor
	for n := range root.Descendants() {
		if len(out) == mostAnchors {
			break
		}
		if n.DataAtom != atom.A {
			continue
		}
		href := attr(n, "href")
		u, err := url.Parse(strings.TrimSpace(href))
		if err != nil || href == "" {
			continue
		}
		if u = base.ResolveReference(u); u.Scheme == "http" || u.Scheme == "https" {
			out = append(out, anchor{n, u, Key(u.String()), nodeText(n)})
		}
	}
	return out
}

// parsePage parses a page and finds the base of its links.
func parsePage(c news.Capture) (*html.Node, *url.URL) {
	base, err := url.Parse(address(c))
	if err != nil {
		return nil, nil
	}
	body, _ := charset.Decode(c.Body[:min(len(c.Body), biggestPage)], c.Get("Content-Type"), charset.HTML)
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, nil
	}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Body {
			break
		}
		if n.DataAtom == atom.Base {
			if u, err := url.Parse(attr(n, "href")); err == nil {
				base = base.ResolveReference(u)
			}
			break
		}
	}
	return root, base
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// nodeText is the text below n as it is shown.
func nodeText(n *html.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return text.Collapse(b.String())
}

func writeText(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
	case n.Type == html.ElementNode && concealed(n.Data) == 1:
	default:
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			writeText(b, c)
		}
		b.WriteString(gap(n.Data))
	}
}
