package feed

import "strings"

// namespace is a vocabulary that the parser knows.
type namespace uint8

const (
	nsUnknown namespace = iota
	nsCore              // the format's own: RSS of any version, Atom, RDF Site Summary, sitemaps, OPML
	nsRDF
	nsDC
	nsTerms
	nsContent
	nsSyndication
	nsItunes
	nsMedia
	nsBurner
	nsLicense
	nsXHTML
	nsNews
	nsPicture // Google's image sitemaps
)

// binding is a prefix and what it means; the nil prefix is the default.
type binding struct {
	prefix string
	ns     namespace
}

// bind enters a namespace declaration. An address that is not known, as the
// default of the root element, means the format's own vocabulary, for feeds have
// been seen under dozens of them; with a prefix, what everybody means by the
// prefix, for addresses are misspelt and prefixes are not.
func (d *decoder) bind(prefix []byte, uri string) {
	ns := namespaceOf(uri)
	switch {
	case ns != nsUnknown:
	case prefix != nil:
		ns = customary(prefix)
	case uri == "" || len(d.frames) == 0:
		ns = nsCore
	}
	d.bindings = append(d.bindings, binding{string(prefix), ns})
}

// namespace returns what a prefix means, declared or not.
func (d *decoder) namespace(prefix []byte) namespace {
	for i := len(d.bindings) - 1; i >= 0; i-- {
		if d.bindings[i].prefix == string(prefix) {
			return d.bindings[i].ns
		}
	}
	switch string(prefix) {
	case "", "rss", "atom", "atom10":
		return nsCore
	}
	return customary(prefix)
}

// customary returns what everybody means by a prefix.
func customary(prefix []byte) namespace {
	switch strings.ToLower(string(prefix)) {
	case "rdf":
		return nsRDF
	case "dc":
		return nsDC
	case "dcterms":
		return nsTerms
	case "content":
		return nsContent
	case "sy":
		return nsSyndication
	case "itunes":
		return nsItunes
	case "media":
		return nsMedia
	case "feedburner":
		return nsBurner
	case "creativecommons", "cc":
		return nsLicense
	case "xhtml":
		return nsXHTML
	case "news":
		return nsNews
	case "image":
		return nsPicture
	}
	return nsUnknown
}

// adopt makes the prefix of the root element mean the format's own vocabulary.
func (d *decoder) adopt(root token) {
	prefix, _ := splitName(root.name)
	for i := range d.bindings {
		if b := &d.bindings[i]; b.prefix == string(prefix) && b.ns == nsUnknown {
			b.ns = nsCore
		}
	}
}

// namespaceOf knows the addresses of the vocabularies, with and without their
// last slash, in any case, under http and https.
func namespaceOf(uri string) namespace {
	uri = strings.ToLower(strings.TrimSpace(uri))
	if rest, ok := strings.CutPrefix(uri, "https:"); ok {
		uri = "http:" + rest
	}
	uri = strings.TrimRight(uri, "/#")
	switch uri {
	case "http://www.w3.org/2005/atom", "http://purl.org/atom/ns", "http://purl.org/atom",
		"http://purl.org/rss/1.0", "http://my.netscape.com/rdf/simple/0.9", "http://channel.netscape.com/rdf/simple/0.9",
		"http://backend.userland.com/rss", "http://backend.userland.com/rss2", "http://blogs.law.harvard.edu/tech/rss",
		"http://purl.org/net/rss1.1", "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap/0.84":
		return nsCore
	case "http://www.w3.org/1999/02/22-rdf-syntax-ns":
		return nsRDF
	case "http://purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.0":
		return nsDC
	case "http://purl.org/dc/terms":
		return nsTerms
	case "http://purl.org/rss/1.0/modules/content":
		return nsContent
	case "http://purl.org/rss/1.0/modules/syndication":
		return nsSyndication
	case "http://www.itunes.com/dtds/podcast-1.0.dtd", "http://example.com/dtds/podcast-1.0.dtd",
		"http://www.google.com/schemas/play-podcasts/1.0":
		return nsItunes
	case "http://search.yahoo.com/mrss", "http://video.search.yahoo.com/mrss", "http://tools.search.yahoo.com/mrss":
		return nsMedia
	case "http://rssnamespace.org/feedburner/ext/1.0":
		return nsBurner
	case "http://backend.userland.com/creativecommonsrssmodule", "http://web.resource.org/cc", "http://creativecommons.org/ns",
		"http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html":
		return nsLicense
	case "http://www.w3.org/1999/xhtml":
		return nsXHTML
	case "http://www.google.com/schemas/sitemap-news/0.9":
		return nsNews
	case "http://www.google.com/schemas/sitemap-image/1.1":
		return nsPicture
	}
	return nsUnknown
}
