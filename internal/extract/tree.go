package extract

import (
	"bytes"
	"fmt"
	"slices"
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
func parse(c news.Capture) (doc *html.Node, raw []byte, err error) {
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
	p := pruner{z: scanner{src: src}, out: make([]byte, 0, min(len(src), 64<<10+len(src)/4)), open: map[atom.Atom]int{},
		custom: map[string]int{}}
	for len(p.out) < maxPruned && p.tags < maxTags {
		tt := p.z.next()
		if tt == html.ErrorToken {
			break
		}
		piece := src[p.z.from:p.z.at]
		switch {
		case p.skip != "":
			p.pass(tt)
		case tt == html.TextToken:
			p.out = append(p.out, piece[:min(len(piece), maxPruned-len(p.out))]...)
		case len(piece) < maxTag && (tt == html.DoctypeToken || tt != html.CommentToken && p.tag(tt)):
			p.out = append(p.out, piece...)
		}
	}
	return p.out
}

// pruner is the state of prune.
type pruner struct {
	z       scanner
	out     []byte
	tags    int
	open    map[atom.Atom]int // elements that are open
	custom  map[string]int    // and those of no standard
	depth   int
	formats int // formatting elements that are open
	rebuilt int
	skip    string // inside this element everything is left out
	nested  int    // how often it is open
}

// pass looks for the end of what is left out.
func (p *pruner) pass(tt html.TokenType) {
	if tt != html.StartTagToken && tt != html.EndTagToken || string(p.z.name) != p.skip {
		return
	}
	if tt == html.StartTagToken {
		p.nested++
	} else if p.nested--; p.nested == 0 {
		p.skip = ""
	}
}

// tag reports whether a tag is kept.
func (p *pruner) tag(tt html.TokenType) bool {
	p.tags++
	name := atom.Lookup(p.z.name)
	switch {
	case tt == html.StartTagToken && p.dropped(name):
		p.skip, p.nested = name.String(), 1
		return false
	case void(name):
		return true
	case tt == html.EndTagToken:
		return p.end(name)
	case formats(name):
		if p.formats >= maxFormats {
			return false
		}
		p.formats++
	default:
		if p.depth >= maxDepth {
			return false
		}
		p.depth++
		p.rebuild()
	}
	p.count(name, 1)
	return true
}

// count adds n to how often the element at hand is open.
func (p *pruner) count(name atom.Atom, n int) int {
	if name == 0 {
		own := p.custom[string(p.z.name)] + n
		p.custom[string(p.z.name)] = own
		return own
	}
	p.open[name] += n
	return p.open[name]
}

func (p *pruner) end(name atom.Atom) bool {
	if p.count(name, 0) == 0 {
		return name == atom.P || name == atom.Br // these open what they close
	}
	p.count(name, -1)
	if formats(name) {
		p.formats--
	} else {
		p.depth--
	}
	return true
}

// rebuild counts the formatting elements that the parser opens anew in the block
// that begins, and closes them all where that comes to too many.
func (p *pruner) rebuild() {
	if p.rebuilt += p.formats; p.rebuilt < maxRebuilt || p.formats == 0 {
		return
	}
	for _, name := range formatting {
		for ; p.open[name] > 0; p.open[name]-- {
			p.out = append(p.out, "</"+name.String()+">"...)
		}
	}
	p.formats = 0
}

// dropped reports whether an element is left out with all that is in it.
func (p *pruner) dropped(name atom.Atom) bool {
	switch name {
	case atom.Style, atom.Svg, atom.Math, atom.Object, atom.Canvas, atom.Template, atom.Iframe:
		return true
	case atom.Script:
		return !p.z.has("type", "ld+json")
	}
	return false
}

// formatting are the elements that a parser opens again in each block that follows
// them unclosed (HTML, "the list of active formatting elements").
var formatting = []atom.Atom{
	atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S,
	atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U,
}

func formats(name atom.Atom) bool { return slices.Contains(formatting, name) }

// void reports whether an element has no end tag.
func void(name atom.Atom) bool {
	switch name {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input,
		atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
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
