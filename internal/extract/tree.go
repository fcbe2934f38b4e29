package extract

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/charset"
	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

// Bounds of what is read of one page. The largest of some 900 news pages looked
// at had 2.9 MB, 17,000 tags and a depth of 90.
const (
	maxInput   = 16 << 20 // bytes of a page that are looked at
	maxRatio   = 250      // bytes of a page for each byte of one that is compressed without a label
	maxPruned  = 4 << 20  // bytes that are left of them without scripts and styles
	maxTag     = 1 << 20  // bytes of one tag; pictures are written into some
	maxTags    = 60_000
	maxDepth   = 256     // html.Parse refuses 512
	maxFormats = 60      // formatting elements open at one time
	maxRebuilt = 60_000  // formatting elements that the parser may open anew
	maxText    = 1 << 20 // bytes of text; the longest report of the corpora has 90 kB
	maxBlock   = 30_000  // bytes of one block, after which the next begins
	maxWord    = 1_000   // bytes of a word; what is longer is data
)

// parse checks that the body is a page at all and parses it. The page as text comes
// back too: scripts, which the tree has not, may name what nothing else does.
func parse(c news.Capture) (doc *html.Node, raw []byte, held holdings, err error) {
	body, _ := coding.Plain(c.Body, coding.Bounds{Size: maxInput, Ratio: maxRatio})
	if len(body) > maxInput {
		body = body[:maxInput]
	}
	if kind := cmp.Or(sniff(body), list(body)); kind != "" {
		return nil, nil, held, fmt.Errorf("the answer is %s, not a page: %w", kind, news.ErrNoText)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil, held, fmt.Errorf("the answer is empty: %w", news.ErrNoText)
	}
	body, _ = charset.Decode(body, c.Get("Content-Type"), charset.HTML)
	doc, held, err = parseWith(body, inTree)
	return doc, body, held, err
}

// parseWith parses a page with what it holds in one more place than the tree.
func parseWith(body []byte, also holding) (*html.Node, holdings, error) {
	p := pruned(body, also)
	doc, err := html.Parse(bytes.NewReader(p.out))
	if err != nil {
		return nil, p.held, fmt.Errorf("%w: %w", err, news.ErrNoText)
	}
	if p.silent {
		remove(doc)
	}
	return doc, p.held, nil
}

// sniff names the kind of a body that is no HTML whatever its label says
// (WHATWG MIME Sniffing, section 6), and is empty for what may be HTML.
func sniff(b []byte) string {
	b = bytes.TrimLeft(b[:min(len(b), 1024)], "\t\n\f\r \xef\xbb\xbf")
	for _, m := range []struct{ magic, kind string }{
		{"%PDF-", "a PDF file"}, {"\x89PNG", "an image"}, {"GIF8", "an image"}, {"\xff\xd8\xff", "an image"},
		{"RIFF", "an image or a sound"}, {"PK\x03\x04", "a ZIP archive"}, {"\x1f\x8b", "compressed data"},
		{"ID3", "a sound"}, {"OggS", "a sound or a film"}, {"{", "JSON"}, {"%!PS", "a PostScript file"},
	} {
		if bytes.HasPrefix(b, []byte(m.magic)) {
			return m.kind
		}
	}
	if len(b) > 8 && string(b[4:8]) == "ftyp" {
		return "a film"
	}
	return ""
}

// lists are the elements that feeds, sitemaps and lists of feeds begin with.
var lists = []string{"rss", "feed", "rdf:rdf", "urlset", "sitemapindex", "opml"}

// list names a body that is a feed or the like, by its first element.
func list(b []byte) string {
	z := scanner{src: bytes.TrimLeft(b[:min(len(b), 8192)], "\t\n\f\r \xef\xbb\xbf")}
	for range 20 {
		switch tt := z.next(); {
		case tt == html.ErrorToken:
			return ""
		case tt == html.StartTagToken && slices.Contains(lists, strings.ToLower(string(z.name))):
			return "a feed or a list of addresses"
		case tt == html.StartTagToken:
			return ""
		}
	}
	return ""
}

// attr returns an attribute of n, trimmed.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// find returns the elements below n with one of the names, in page order.
func find(n *html.Node, names ...atom.Atom) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		for _, name := range names {
			if d.DataAtom == name {
				out = append(out, d)
			}
		}
	}
	return out
}
