package feed

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/charset"
	"github.com/waidian/waidian/internal/coding"
)

// MaxBytes is how much of a document is read, after gzip: the bound of the
// sitemap protocol (sitemaps.org, 50 MB), which is the highest of the formats.
const MaxBytes = 50 << 20

// Options say where a document comes from and what is expected of it.
type Options struct {
	URL    string              // the address it was fetched from; base of relative addresses
	Header map[string][]string // HTTP response header; names in any case
	Kind   Kind                // expected; Any takes the document for what it is
	Zone   *time.Location      // of the outlet, in which a clock without a zone is read; nil: UTC
	Lang   string              // of the outlet, BCP 47, in which dates are read where the document names none; "": not known
}

// Errors of Parse. A document that comes with one of them is still returned as
// far as it could be read.
var (
	ErrNotFeed = errors.New("neither feed, sitemap, OPML nor page")
	ErrPage    = errors.New("a page where a feed was expected")
)

// Parse reads one document. Ill-formed documents yield what is complete in them,
// with Document.Damaged set. The error wraps ErrPage for an HTML page where the
// options, or the extension of its address, promise something else; the feeds
// that the page names are in Document.Links all the same. It wraps ErrNotFeed
// when nothing could be read. A feed where a sitemap was expected, or the other
// way round, is no error: Document.Kind says which it is.
func Parse(body []byte, o Options) (Document, error) {
	doc, err := read(body, o)
	if err == nil && doc.Kind == HTML && o.Kind != HTML && (o.Kind != Any || promisesFeed(o.URL)) {
		err = ErrPage
	}
	if err != nil {
		return doc, fmt.Errorf("read %s: %w", first(o.URL, "document"), err)
	}
	return doc, nil
}

func read(body []byte, o Options) (Document, error) {
	body, whole := unzip(body)
	var doc Document
	var err error
	kind := charset.XML
	if looksJSON(body) {
		kind = charset.Text
	} else if looksHTML(body) {
		kind = charset.HTML
	}
	body, doc.Encoding = charset.Decode(body, o.header("content-type"), kind)
	body = withoutControls(body)
	switch base := o.base(); {
	case kind == charset.Text:
		err = doc.readJSON(body, base, o)
	case isList(body):
		doc.readList(body)
	default:
		err = doc.readXML(body, base, o)
	}
	doc.Damaged = doc.Damaged || !whole
	if doc.Channel.Language == "" && doc.Kind == Feed {
		doc.inheritLanguage(o.header("content-language"))
	}
	return doc, err
}

// unzip undoes a compression that no label names (RFC 1952, 2.3.1; package coding has the others), and
// cuts what is longer than MaxBytes.
func unzip(body []byte) (out []byte, whole bool) {
	out, cut := coding.Plain(body, coding.Bounds{Size: MaxBytes})
	if len(out) > MaxBytes {
		return out[:MaxBytes], false
	}
	return out, !cut
}

// readXML finds the root element and reads the document that it starts.
func (d *Document) readXML(body []byte, base string, o Options) error {
	p := parser{decoder: decoder{scanner: scanner{src: body}, start: base, habits: o.habits()}, doc: d, base: base}
	root, ok := p.root()
	d.Damaged = p.damaged
	if !ok {
		if looksHTML(body) || o.Kind == HTML {
			d.readPage(body, base)
			return nil
		}
		return ErrNotFeed
	}
	switch root.local {
	case "html":
		d.readPage(body, base)
		return nil
	case "urlset", "sitemapindex":
		d.readSitemap(&p.decoder, root)
	case "opml", "outlinedocument":
		d.readOPML(&p.decoder, root)
	default:
		d.Kind = Feed
		p.feed(root)
		p.finish()
	}
	d.Damaged = p.damaged
	return nil
}

// maxProlog is how many tags of another kind may precede the root element:
// warnings of the program that wrote the feed come as HTML.
const maxProlog = 100

// root moves to the root element, past whatever precedes it.
func (p *parser) root() (elem, bool) {
	for range maxProlog {
		t := p.scanner.next()
		for t.kind == tokText || t.kind == tokCDATA {
			t = p.scanner.next()
		}
		if t.kind == tokEOF {
			break
		}
		_, local := splitName(t.name)
		name := lower(local)
		if t.kind != tokStart {
			continue
		}
		switch name {
		case "rss", "rdf", "feed", "urlset", "sitemapindex", "opml", "outlinedocument", "html":
			p.push(t)
			p.adopt(t)
			e := p.elem(t)
			e.ns = nsCore
			d := p.doc
			p.atom = name == "feed"
			d.Format = p.format(e, name)
			return e, true
		}
		p.damaged = true
	}
	return elem{}, false
}

// format names the dialect of a feed by its root element.
func (p *parser) format(e elem, name string) Format {
	version := p.attr(e, "version")
	switch name {
	case "feed":
		if strings.HasPrefix(version, "0.") || bytes.Contains(bytes.ToLower(e.attrs), []byte("purl.org/atom/ns")) {
			return Atom03
		}
		return Atom10
	case "rdf":
		if bytes.Contains(bytes.ToLower(e.attrs), []byte("netscape.com/rdf/simple/0.9")) {
			return RSS090
		}
		return RSS10
	case "rss":
		switch {
		case strings.HasPrefix(version, "0.90"):
			return RSS090
		case strings.HasPrefix(version, "0.91"):
			return RSS091
		case strings.HasPrefix(version, "0.92"):
			return RSS092
		case strings.HasPrefix(version, "0.93"):
			return RSS093
		case strings.HasPrefix(version, "0.94"):
			return RSS094
		}
		return RSS20
	}
	return ""
}

// header returns a field of the HTTP header.
func (o Options) header(name string) string {
	for k, v := range o.Header {
		if strings.EqualFold(k, name) && len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// base is where relative addresses start: Content-Location, else the URL
// (RFC 3986, 5.1).
func (o Options) base() string {
	if at := o.header("content-location"); at != "" {
		return resolve(o.URL, at)
	}
	return o.URL
}

// promisesFeed reports whether the extension of an address names a format that
// is no page.
func promisesFeed(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".xml", ".rss", ".rdf", ".atom", ".json", ".opml", ".gz":
		return true
	}
	return false
}

// looksJSON reports whether the first characters, in whatever encoding, begin an object or an array of objects.
func looksJSON(body []byte) bool {
	const blank = "\x00 \t\r\n\xef\xbb\xbf\xfe\xff"
	body = bytes.TrimLeft(body[:min(len(body), 256)], blank)
	array := bytes.HasPrefix(body, []byte("["))
	if array {
		body = bytes.TrimLeft(body[1:], blank)
	}
	return len(body) > 0 && (body[0] == '{' || array && body[0] == ']')
}

func looksHTML(body []byte) bool {
	head := bytes.ToLower(body[:min(len(body), 1024)])
	return bytes.Contains(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<html")) ||
		bytes.Contains(head, []byte("<head")) || bytes.Contains(head, []byte("<body"))
}

// withoutControls drops the characters XML forbids (2.2); the body is copied
// only when there are any.
func withoutControls(body []byte) []byte {
	i := 0
	for i < len(body) && !forbidden(body[i]) {
		i++
	}
	if i == len(body) {
		return body
	}
	out := append(make([]byte, 0, len(body)), body[:i]...)
	for _, c := range body[i:] {
		if !forbidden(c) {
			out = append(out, c)
		}
	}
	return out
}

func forbidden(c byte) bool { return c < ' ' && c != '\t' && c != '\n' && c != '\r' }
