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
	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

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

// ByRank parts candidates by how likely they are, the likeliest first; feeds of comments come last of all.
func ByRank(all []Candidate) [][]Candidate {
	var out [][]Candidate
	for r := byType; r <= byName; r++ {
		if group := slices.DeleteFunc(slices.Clone(all), func(f Candidate) bool { return f.rank != r || f.comments() }); len(group) > 0 {
			out = append(out, group)
		}
	}
	if talk := slices.DeleteFunc(slices.Clone(all), func(f Candidate) bool { return !f.comments() }); len(talk) > 0 {
		out = append(out, talk)
	}
	return out
}

// comments reports whether a feed is that of the readers' comments.
func (f Candidate) comments() bool {
	u, err := url.Parse(f.URL)
	return err == nil && (slices.ContainsFunc(strings.Split(strings.ToLower(u.Path), "/"), func(s string) bool { return strings.HasPrefix(s, "comments") }) ||
		strings.HasPrefix(u.Query().Get("feed"), "comments") || strings.Contains(strings.ToLower(f.Title), "comments feed"))
}

// name is the title of a feed without the name of its format.
func (f Candidate) name() string {
	return strings.Join(slices.DeleteFunc(strings.FieldsFunc(strings.ToLower(f.Title), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("()[]-–|»:/", r)
	}), func(word string) bool { return formatWords[word] }), " ")
}

var formatWords = names(`rss rss2 atom json rdf xml feed 0.91 0.92 1.0 1.1 2.0`)

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
	plain, _ := coding.Plain(c.Body, coding.Bounds{Size: biggestPage, Ratio: 250})
	body, _ := charset.Decode(plain[:min(len(plain), biggestPage)], c.Get("Content-Type"), charset.HTML)
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
