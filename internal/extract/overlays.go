package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// overlaySigns name an element that a product for consent lays over the page: the names that
// these products give to their own elements, no words of any language.
const overlaySigns = "onetrust -ot-sdk -ot-pc- didomi usercentrics cookiebot -qc-cmp -sp-message truste- trustarc cookie-law " +
	"-cmplz- complianz borlabs iubenda cookieyes -cky- osano -klaro- tarteaucitron axeptio termly- cookiefirst moove-gdpr " +
	"consentmanager -cmpbox -cmpwrapper -fc-consent- cookie-script -cc-window- -ccm- cookie-information -coi- evidon " +
	"quantcast -ketch- real-cookie -wt-cli- cookie-notice cookie-consent cookieconsent -gdpr-consent- amp-consent"

// covers reports whether an attribute of an element says that it is laid over the page: a
// dialog by its role (WAI-ARIA 1.2), or the product of a vendor of consent by its name.
func (m meanings) covers(a html.Attribute) bool {
	switch a.Key {
	case "role":
		return strings.EqualFold(a.Val, "dialog") || strings.EqualFold(a.Val, "alertdialog")
	case "aria-modal":
		return strings.EqualFold(a.Val, "true")
	case "class", "id":
		return m.of(a.Val)>>(numWords+1)&1 != 0
	}
	return false
}

// overlaid reports whether an element may be laid over the page at all: the page is not
// laid over itself, though its body may be named for the dialog that is open.
func overlaid(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return false
	}
	return true
}

// uncover leaves out the blocks of what is laid over the page, unless there is no prose but
// there. A dialog that holds the headline is how some pages show their reports, and stays.
func uncover(blocks []*block, titles []string) []*block {
	if !slices.ContainsFunc(blocks, func(b *block) bool { return b.box.cover != nil }) {
		return blocks
	}
	heads := gists(titles)
	keep := map[*box]bool{nil: true}
	for _, b := range blocks {
		if x := b.box.cover; x != nil && b.kind == news.Heading && heads.like(b.text) >= 0.8 {
			keep[x] = true
		}
	}
	var rest []*block
	prose := 0
	for _, b := range blocks {
		if keep[b.box.cover] {
			rest = append(rest, b)
			if b.good() && !b.box.unlikely() {
				prose += len(b.text)
			}
		}
	}
	if prose < enough {
		return blocks
	}
	return rest
}
