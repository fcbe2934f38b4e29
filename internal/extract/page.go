package extract

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is a parsed page, shared by all that read it.
type page struct {
	root     *html.Node
	raw      []byte // the page as text, scripts and all; may be nil
	url      string
	asked    string // the address that was asked for
	o        Options
	meta     map[string][]string // content of meta elements by lower-case name or property
	links    map[string]string   // href of link elements by lower-case rel
	marked   []*html.Node        // elements that microdata or RDFa mark
	says     meanings            // of class names
	heads    []string            // texts of the h1 elements
	subheads []string            // texts of the first h2 elements
	name     string              // text of the title element
	lang     string              // of the html element
	base     string              // that addresses are relative to
	house    []string            // texts of the links to the home page
	nodes    []node              // all of the page's JSON-LD
	ld       node                // the object in it that describes the report
	dataText string              // the text of the report that ld carries
	titles   []string            // what may be the headline, best first
	blocks   []*block
	boxes    []*box
	veils    []*veil // what is hidden
	rule     *rule   // of the outlet; nil for nearly all

	view     *view // of the blocks, when they have been rated
	taken    []*block
	fromData bool   // the text was taken from the structured data
	offers   bool   // an offer to read on for money was left out of the text
	opening  string // the first block of the text, before notices were left out
	rest     bool   // a line that was left out says that there is more of the text above it
}

func newPage(root *html.Node, address string, o Options) *page {
	p := &page{root: root, url: address, o: o, meta: map[string][]string{}, links: map[string]string{}, says: meanings{}}
	p.scan()
	p.nodes = nodes(root)
	p.rule = ruleFor(address, root)
	p.blocks, p.boxes = cut(root, p.says)
	if p.veils = unveil(p.blocks); len(p.veils) > 0 {
		tally(p.blocks, p.boxes)
	}
	p.titles = p.candidates()
	shown := slices.DeleteFunc(uncover(p.blocks, p.titles), func(b *block) bool { return p.endless(b.text) })
	if len(shown) < len(p.blocks) {
		for i, b := range shown {
			b.order = i
		}
		p.blocks = shown
		tally(p.blocks, p.boxes)
	}
	p.ld = report(p.nodes, address, p.titles)
	p.dataText = p.ld.bodyText()
	if t := oneLine(p.ld.str("headline", "name")); t != "" {
		p.titles = append([]string{t}, p.titles...)
	}
	return p
}

// scan collects in one walk what the head and the markup say.
func (p *page) scan() {
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		p.collect(n)
		if n.DataAtom != atom.Meta && (attr(n, "itemprop") != "" || attr(n, "property") != "") && len(p.marked) < 500 {
			p.marked = append(p.marked, n)
		}
	}
}

// collect keeps what an element by its name says of the page: mostly one of the head.
func (p *page) collect(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		p.lang = cmp.Or(attr(n, "lang"), attr(n, "xml:lang"))
	case atom.Meta:
		p.addMeta(n)
	case atom.Link:
		p.addLink(n)
	case atom.Base:
		if p.base == "" {
			p.base = attr(n, "href")
		}
	case atom.A:
		if len(p.house) < 5 && p.leadsHome(attr(n, "href")) {
			p.house = append(p.house, plain(n))
		}
	case atom.H1:
		if len(p.heads) < 5 {
			p.heads = append(p.heads, p.headIn(n))
		}
	case atom.H2:
		if len(p.subheads) < maxSubheads {
			p.subheads = append(p.subheads, plain(n))
		}
	case atom.Title:
		if p.name == "" {
			p.name = plain(n)
		}
	}
}

// maxSubheads bounds the h2 elements among which the headline may be.
const maxSubheads = 8

// leadsHome reports whether a link goes to the home page of the outlet.
func (p *page) leadsHome(href string) bool {
	if href == "/" {
		return true
	}
	rest, ok := strings.CutPrefix(strings.TrimSuffix(href, "/"), "http")
	_, host, found := strings.Cut(rest, "://")
	return ok && found && host != "" && host == hostName(p.url)
}

// addLink keeps the address of a link element under each of its relations, unless an
// earlier element has given one.
func (p *page) addLink(n *html.Node) {
	for rel := range strings.FieldsSeq(strings.ToLower(attr(n, "rel"))) {
		if _, ok := p.links[rel]; !ok {
			p.links[rel] = attr(n, "href")
		}
	}
}

func (p *page) addMeta(n *html.Node) {
	v := cmp.Or(attr(n, "content"), attr(n, "value"))
	if v == "" {
		return
	}
	for _, a := range []string{"property", "name", "itemprop", "http-equiv"} {
		if key := strings.ToLower(attr(n, a)); key != "" && len(p.meta[key]) < 40 {
			p.meta[key] = append(p.meta[key], v)
		}
	}
}

// first returns the first of the meta elements by any of the names.
func (p *page) first(names ...string) string {
	for _, n := range names {
		for _, v := range p.meta[n] {
			if s := oneLine(v); s != "" {
				return s
			}
		}
	}
	return ""
}

// candidates are the texts that may be the headline.
func (p *page) candidates() []string {
	var out []string
	first := []string{p.first("og:title"), p.first("twitter:title"), p.o.Title}
	for _, s := range slices.Concat(first, p.heads[:min(3, len(p.heads))], []string{p.name}) {
		if s = oneLine(s[:min(len(s), maxTitle)]); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// maxTitle bounds a headline, in bytes.
const maxTitle = 1000

// description is what the page says of the report for search engines.
func (p *page) description() string {
	return p.first("description", "og:description", "twitter:description")
}

// measure surveys the page and measures its blocks.
func (p *page) measure() *view {
	return survey(p.blocks, p.boxes, p.titles, p.description(), p.dataText)
}

// absolute resolves an address of the page; "" when it is none or not HTTP.
func (p *page) absolute(ref string) string {
	base, err := url.Parse(p.url)
	if err != nil {
		return ""
	}
	if b, err := base.Parse(p.base); err == nil && b.Host != "" {
		base = b
	}
	u, err := base.Parse(strings.TrimSpace(ref))
	if err != nil || ref == "" || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// plain is the text of an element as one line.
func plain(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode && (d.Parent == nil || !silent[d.Parent.DataAtom] || d.Parent == n):
			b.WriteString(d.Data)
		case d.DataAtom == atom.Br || breaks[d.DataAtom]:
			b.WriteByte(' ')
		}
	}
	return neat(b.String())
}

func hostName(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
