package weblink

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// biggestHead is how many bytes of a page are searched for what stands in its head.
const biggestHead = 64 << 10

// Canonical returns the web address that a page gives as its own in a link element of its head, made absolute; "" if there is none.
// address is where it came from, page its bytes, in UTF-8 or another encoding that keeps ASCII.
func Canonical(address string, page []byte) string {
	base, err := url.Parse(address)
	page = page[:min(len(page), biggestHead)]
	if err != nil || !bytes.Contains(bytes.ToLower(page), []byte("canonical")) {
		return ""
	}
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			switch atom.Lookup(name) {
			case atom.Body:
				return ""
			case atom.Link:
				attrs := Attributes(z, more)
				if rels := strings.Fields(strings.ToLower(attrs["rel"])); slices.Contains(rels, "canonical") && attrs["href"] != "" {
					return resolve(base, attrs["href"])
				}
			}
		}
	}
}
