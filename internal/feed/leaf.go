package feed

// leaf says what an element can hold, so that one without an end tag does
// not swallow all that follows.
type leaf uint8

const (
	leafNone  leaf = iota // anything
	leafValue             // no element at all: a date, an address
	leafTitle             // words and the inline elements of HTML
	leafProse             // any HTML
)

// leafOf classifies the elements of feeds and sitemaps.
func leafOf(ns namespace, name []byte) leaf {
	if ns != nsCore && ns != nsDC {
		return leafNone
	}
	_, local := splitName(name)
	var buf [16]byte
	switch string(lowered(&buf, local)) {
	case "link", "guid", "pubdate", "lastbuilddate", "published", "updated", "issued", "modified", "created", "date",
		"id", "enclosure", "comments", "language", "ttl", "loc", "lastmod", "generator", "docs", "creator":
		return leafValue
	case "title":
		return leafTitle
	case "description", "summary", "subtitle", "tagline":
		return leafProse
	}
	return leafNone
}

// ends reports whether the start tag called name ends an element that is still
// open in front of it.
func (l leaf) ends(name []byte) bool {
	if l == leafNone {
		return false
	}
	prefix, local := splitName(name)
	var buf [16]byte
	switch string(lowered(&buf, local)) {
	case "item", "entry", "guid", "pubdate", "lastbuilddate", "encoded", "enclosure", "channel":
		return true
	case "link", "description", "summary", "author", "category", "comments", "id", "updated", "published", "language",
		"content", "creator", "generator", "docs", "ttl", "image", "title", "url", "loc", "lastmod", "copyright":
		return l == leafTitle || l == leafValue
	}
	return l == leafValue && prefix != nil
}

// lowered returns name in ASCII lower case, in buf; nil when it is too long.
func lowered(buf *[16]byte, name []byte) []byte {
	if len(name) > len(buf) {
		return nil
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return buf[:len(name)]
}
