package mhtml

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// SavedFrom returns the address in the comment "saved from url=(0023)https://…", which browsers write
// into a page that they save as HTML; "" if there is none.
func SavedFrom(body []byte) string {
	head := body[:min(len(body), 4096)]
	i := bytes.Index(head, []byte("saved from url=("))
	if i < 0 {
		return ""
	}
	rest := head[i:]
	j := bytes.IndexByte(rest, ')')
	if j < 0 {
		return ""
	}
	rest = rest[j+1:]
	if end := bytes.IndexAny(rest, " \t\r\n>"); end > 0 {
		return strings.TrimSuffix(string(rest[:end]), "--")
	}
	return ""
}

// OwnAddress returns the address that a page of HTML gives as its own (rel=canonical, og:url), for one of which
// nothing else is known; empty: it gives none that is absolute.
func OwnAddress(body []byte) string {
	z := html.NewTokenizer(bytes.NewReader(body[:min(len(body), 1<<20)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom == atom.Body {
				return ""
			}
			of := map[string]string{}
			for _, a := range t.Attr {
				of[a.Key] = strings.TrimSpace(a.Val)
			}
			address := ""
			switch {
			case t.DataAtom == atom.Link && strings.EqualFold(of["rel"], "canonical"):
				address = of["href"]
			case t.DataAtom == atom.Meta && strings.EqualFold(of["property"], "og:url"):
				address = of["content"]
			}
			if strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://") {
				return address
			}
		}
	}
}
