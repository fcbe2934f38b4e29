package extract

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// page is a parsed page, shared by all that read it.
type page struct {
	root *html.Node
	url  string
	o    Options
	meta map[string][]string // content of meta elements by lower-case name or property
}

func newPage(root *html.Node, url string, o Options) *page {
	p := &page{root: root, url: url, o: o, meta: map[string][]string{}}
	for _, m := range find(root, atom.Meta) {
		key := attr(m, "property")
		if key == "" {
			key = attr(m, "name")
		}
		if v := attr(m, "content"); v != "" && key != "" {
			p.meta[strings.ToLower(key)] = append(p.meta[strings.ToLower(key)], v)
		}
	}
	return p
}

func (p *page) describe(a *news.Article, c news.Capture) {
	a.Title = p.o.Title
	if t := p.meta["og:title"]; len(t) > 0 {
		a.Title = text.Collapse(t[0])
	}
	a.Lang = p.o.Lang
	a.Published = p.o.Published
}

func (p *page) body() []news.Block {
	best, most := []*html.Node(nil), 0
	by := map[*html.Node][]*html.Node{}
	for _, n := range find(p.root, atom.P) {
		by[n.Parent] = append(by[n.Parent], n)
		sum := 0
		for _, m := range by[n.Parent] {
			sum += len(plain(m))
		}
		if sum > most {
			best, most = by[n.Parent], sum
		}
	}
	var out []news.Block
	for _, n := range best {
		if s := plain(n); s != "" {
			out = append(out, news.Block{Kind: news.Paragraph, Text: s, Ends: text.Sentences(s)})
		}
	}
	return out
}

func plain(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return text.Collapse(b.String())
}

func decode(body []byte, contentType string) []byte {
	r, err := charset.NewReader(bytes.NewReader(body), contentType)
	if err != nil {
		return body
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return body
	}
	return b
}
