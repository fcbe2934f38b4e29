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
func parse(c news.Capture) (doc *html.Node, raw []byte, err error) {
	body, _ := coding.Plain(c.Body, coding.Bounds{Size: maxInput, Ratio: maxRatio})
	if len(body) > maxInput {
		body = body[:maxInput]
	}
	if kind := cmp.Or(sniff(body), list(body)); kind != "" {
		return nil, nil, fmt.Errorf("the answer is %s, not a page: %w", kind, news.ErrNoText)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil, fmt.Errorf("the answer is empty: %w", news.ErrNoText)
	}
	body, _ = charset.Decode(body, c.Get("Content-Type"), charset.HTML)
	p := pruned(body)
	doc, err = html.Parse(bytes.NewReader(p.out))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", err, news.ErrNoText)
	}
	if p.silent {
		remove(doc)
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

// prune copies a page without what holds no text — scripts, styles, frames, drawings,
// comments — and within the bounds above, so that html.Parse does bounded work. What is
// left is parsed as the whole page would be: FuzzPrune compares the two.
func prune(src []byte) []byte { return pruned(src).out }

func pruned(src []byte) *pruner {
	p := &pruner{z: scanner{src: src}, out: make([]byte, 0, min(len(src), 64<<10+len(src)/4)), open: map[atom.Atom]int{},
		custom: map[string]int{}}
	for len(p.out) < maxPruned && p.tags < maxTags {
		p.z.data = p.drawing.cdata()
		tt := p.z.next()
		if tt == html.ErrorToken {
			break
		}
		p.token(tt)
	}
	return p
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
	skip    string // inside this element, whose text is raw, everything is left out
	drawing drawing
	silent  bool // there are elements that are left out when they have been parsed
	gap     bool // something was left out since the last piece
	bounded bool // for its size
}

// token copies the token at hand, or leaves it out.
func (p *pruner) token(tt html.TokenType) {
	tag := tt == html.StartTagToken || tt == html.SelfClosingTagToken
	keep := false
	switch {
	case p.skip != "":
		if tt == html.EndTagToken && string(p.z.name) == p.skip {
			p.skip = ""
		}
	case len(p.drawing.open) > 0 && !tag && tt != html.EndTagToken:
	case len(p.drawing.open) > 0 && tag && p.drawing.start(&p.z, tt):
	case len(p.drawing.open) > 0 && tt == html.EndTagToken && p.drawing.end(p.z.name, p.opened):
	case tag:
		keep = p.start(tt)
	case tt == html.EndTagToken:
		p.end(atom.Lookup(p.z.name))
		keep = true
	default:
		keep = tt == html.TextToken || tt == html.DoctypeToken
	}
	p.add(tt, keep)
}

// add appends the token at hand to what is kept.
func (p *pruner) add(tt html.TokenType, keep bool) {
	piece := p.z.src[p.z.from:p.z.at]
	if tt != html.TextToken && len(piece) >= maxTag {
		p.bounded = p.bounded || keep
		keep = false
	}
	if !keep {
		p.gap = true
		return
	}
	if tt == html.TextToken {
		if p.gap && unfinished(p.out) {
			p.out = append(p.out, "<!-->"...)
		}
		piece = piece[:min(len(piece), max(0, maxPruned-len(p.out)))]
	}
	p.gap = false
	p.out = append(p.out, piece...)
}

// unfinished reports whether the end of a text would make a tag or a character reference of
// what it is joined to.
func unfinished(out []byte) bool {
	for i := len(out) - 1; i >= max(0, len(out)-maxReference); i-- {
		switch c := out[i]; {
		case c == '<':
			return i == len(out)-1
		case c == '&':
			return true
		case c != '#' && !asciiLetter(c) && (c < '0' || c > '9'):
			return false
		}
	}
	return false
}

// maxReference is longer than any named character reference, in bytes.
const maxReference = 40

// start reports whether a start tag is kept.
func (p *pruner) start(tt html.TokenType) bool {
	p.tags++
	name := atom.Lookup(p.z.name)
	switch {
	case name == atom.Svg || name == atom.Math:
		if tt == html.StartTagToken {
			p.drawing.begin(&p.z, name)
		}
		return false
	case rawText(p.z.name) && (p.dropped(name) || p.depth >= maxDepth || p.z.at-p.z.from >= maxTag):
		p.skip = p.z.raw
		return false
	case void(name):
		return true
	case formats(name):
		if p.formats >= maxFormats {
			p.bounded = true
			return false
		}
		p.formats++
	default:
		if p.depth >= maxDepth {
			p.bounded = true
			return false
		}
		p.depth++
		p.rebuild()
	}
	p.silent = p.silent || leftOut(name)
	p.count(name, 1)
	return true
}

// opened reports whether an element with the name at hand is open. The parts of a table may
// be open without a tag of theirs.
func (p *pruner) opened() bool {
	name := atom.Lookup(p.z.name)
	return p.count(name, 0) > 0 || piercing[name] && p.open[atom.Table] > 0
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

func (p *pruner) end(name atom.Atom) {
	p.tags++
	if p.count(name, 0) == 0 {
		return
	}
	p.count(name, -1)
	if formats(name) {
		p.formats--
	} else {
		p.depth--
	}
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

// dropped reports whether an element whose text is raw is left out with all that is in it.
func (p *pruner) dropped(name atom.Atom) bool {
	switch name {
	case atom.Style, atom.Iframe:
		return true
	case atom.Script:
		return !p.z.has("type", "ld+json")
	}
	return false
}

// leftOut reports whether an element holds what readers do not see, but can hold anything:
// where it ends the parser alone knows.
func leftOut(name atom.Atom) bool {
	return name == atom.Object || name == atom.Canvas || name == atom.Template
}

// remove takes the elements that are leftOut from a tree.
func remove(n *html.Node) {
	for ch := n.FirstChild; ch != nil; {
		next := ch.NextSibling
		if ch.Type == html.ElementNode {
			if leftOut(ch.DataAtom) {
				n.RemoveChild(ch)
			} else {
				remove(ch)
			}
		}
		ch = next
	}
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
