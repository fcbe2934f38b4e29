// Package feed reads what outlets publish for machines: RSS, RDF, Atom and JSON
// feeds, sitemaps, OPML lists and the feed links of pages. It turns bytes into
// one model, takes what it can from broken documents, and bounds what a hostile
// one can cost. It never fetches anything, resolves no external entity, and
// never invents a value: a date that is not one is no date.
package feed

import (
	"errors"
)

// Options say where a document comes from and what is expected of it.
type Options struct {
	URL    string              // the address it was fetched from; base of relative addresses
	Header map[string][]string // HTTP response header; names in any case
	Kind   Kind                // expected; Any takes the document for what it is
}

// Errors of Parse. A document that comes with one of them is still returned as
// far as it could be read.
var (
	ErrNotFeed = errors.New("neither feed, sitemap, OPML nor page")
	ErrPage    = errors.New("a page where a feed was expected")
	ErrBounds  = errors.New("document exceeds its bounds")
)

// Parse reads one document. Ill-formed documents yield what is complete in them,
// with Document.Damaged set.
func Parse(body []byte, o Options) (Document, error) {
	return Document{}, ErrNotFeed
}
