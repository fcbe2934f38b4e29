package extract

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/charset"
	"github.com/waidian/waidian/internal/news"
)

// Bounds of what is read of one page. The largest of some 900 news pages looked
// at had 2.9 MB, 17,000 tags and a depth of 90.
const (
	maxInput   = 16 << 20 // bytes of a page that are looked at
	maxPruned  = 4 << 20  // bytes that are left of them without scripts and styles
	maxTags    = 100_000
	maxDepth   = 256     // html.Parse refuses 512
	maxRebuilt = 300_000 // formatting elements that the parser may open anew
)

// open checks that the body is a page at all and parses it. The page as text comes
// back too: scripts, which the tree has not, may name what nothing else does.
func open(c news.Capture) (doc *html.Node, raw []byte, err error) {
	body := c.Body
	if len(body) > maxInput {
		body = body[:maxInput]
	}
	if kind := sniff(body); kind != "" {
		return nil, nil, fmt.Errorf("the answer is %s, not a page: %w", kind, news.ErrNoText)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil, fmt.Errorf("the answer is empty: %w", news.ErrNoText)
	}
	body, _ = charset.Decode(body, c.Get("Content-Type"), charset.HTML)
	doc, err = html.Parse(bytes.NewReader(prune(body)))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", err, news.ErrNoText)
	}
	return doc, body, nil
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

// prune copies a page without what holds no text — scripts, styles, drawings,
// comments — and within the bounds above, so that html.Parse does bounded work.
func prune(src []byte) []byte {
	var (
		out     = make([]byte, 0, min(len(src), maxPruned)/2)
		z       = html.NewTokenizer(bytes.NewReader(src))
		tags    int
		depth   int
		rebuilt int
		open    = map[string]int{} // formatting elements that are open
		skip    string             // inside this element everything is left out
		nested  int
	)
	for len(out) < maxPruned {
		tt := z.Next()
		if tt == html.ErrorToken {
			break
		}
		raw := z.Raw()
		if skip != "" {
			if tt == html.StartTagToken || tt == html.EndTagToken {
				if n, _ := z.TagName(); string(n) == skip {
					if tt == html.StartTagToken {
						nested++
					} else if nested--; nested == 0 {
						skip = ""
					}
				}
			}
			continue
		}
		switch tt {
		case html.CommentToken:
			continue
		case html.TextToken:
			out = append(out, raw...)
			continue
		case html.DoctypeToken:
			out = append(out, raw...)
			continue
		}
		if tags++; tags > maxTags {
			break
		}
		raw = append([]byte(nil), raw...) // TagName lowers it in place
		nb, hasAttr := z.TagName()
		name := string(nb)
		formatting := formats[name]
		switch {
		case tt == html.StartTagToken && dropped(name, hasAttr, z):
			skip, nested = name, 1
			continue
		case formatting && tt == html.StartTagToken:
			if rebuilt > maxRebuilt {
				continue
			}
			open[name]++
		case formatting && tt == html.EndTagToken:
			if open[name] > 0 {
				open[name]--
			}
		case voids[name]:
		case tt == html.StartTagToken:
			if depth >= maxDepth {
				continue
			}
			depth++
			for _, n := range open {
				rebuilt += n
			}
		case tt == html.EndTagToken:
			depth = max(0, depth-1)
		}
		out = append(out, raw...)
	}
	return out
}

// dropped reports whether an element is left out with all that is in it.
func dropped(name string, hasAttr bool, z *html.Tokenizer) bool {
	switch name {
	case "style", "svg", "math", "object", "canvas", "template", "iframe":
		return true
	case "script":
		for hasAttr {
			var k, v []byte
			k, v, hasAttr = z.TagAttr()
			if string(k) == "type" && strings.Contains(strings.ToLower(string(v)), "ld+json") {
				return false
			}
		}
		return true
	}
	return false
}

// formats are the elements that a parser opens again in each block that
// follows them unclosed (HTML, "the list of active formatting elements").
var formats = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true,
	"small": true, "strike": true, "strong": true, "tt": true, "u": true,
}

var voids = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true,
	"link": true, "meta": true, "param": true, "source": true, "track": true, "wbr": true,
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
