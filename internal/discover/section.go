package discover

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/when"
)

// errNoList says what to do about a page without a list.
var errNoList = errors.New("no list of reports on the page: name its links with a CSS selector, or use the outlet's feed")

// readSection makes leads of the reports that a page lists. A list betrays itself
// by repetition: links in the same place of the same structure, with
// headlines for texts and reports' addresses. With a selector, what it picks is
// the list.
func (p *parser) readSection() error {
	links := anchors(p.c)
	if len(links) == 0 {
		return errNoList
	}
	root := rootOf(links[0].node)
	p.Kind = news.KindSection
	p.Title = elementText(root, atom.Title)
	p.Lang = attr(firstElement(root, atom.Html), "lang")
	var items []item
	if p.src.Selector != "" {
		pick, err := cascadia.Parse(p.src.Selector)
		if err != nil {
			return errors.New("selector " + p.src.Selector + ": " + err.Error())
		}
		items = picked(cascadia.QueryAll(root, pick), links)
	} else {
		items = listed(p.c, links)
	}
	if len(items) == 0 {
		return errNoList
	}
	owner := owners(links)
	for _, it := range items {
		p.add(it.lead(owner, p.zone))
	}
	return nil
}

// item is one report of a list: all links to one address.
type item struct {
	key   string
	links []anchor
	title string
}

// picked are the links that are, hold or lie in the chosen elements.
func picked(chosen []*html.Node, links []anchor) []item {
	at := map[*html.Node]int{}
	for i, a := range links {
		at[a.node] = i
	}
	var out []anchor
	for _, n := range chosen {
		if i, ok := nearest(n, at); ok {
			out = append(out, links[i])
		}
	}
	return itemsOf(out, nil)
}

// nearest finds the link that n is, the first in it, or the one around it.
func nearest(n *html.Node, at map[*html.Node]int) (int, bool) {
	if i, ok := at[n]; ok {
		return i, true
	}
	for d := range n.Descendants() {
		if i, ok := at[d]; ok {
			return i, true
		}
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if i, ok := at[up]; ok {
			return i, true
		}
	}
	return 0, false
}

// fewest links make a list.
const fewest = 3

// listed finds the lists of a page: links of the outlet's own site are grouped by
// the structure they are in; a group is a list of reports if its links, taken
// together, look like it.
func listed(c news.Capture, links []anchor) []item {
	page, err := url.Parse(address(c))
	if err != nil {
		return nil
	}
	site, own := siteOf(page), Key(page.String())
	groups := map[string][]*item{}
	items := itemsOf(links, func(a anchor) bool {
		return siteOf(a.url) == site && a.key != own
	})
	for i := range items {
		it := &items[i]
		for _, a := range it.links {
			place := structure(a.node)
			if g := groups[place]; len(g) == 0 || g[len(g)-1] != it {
				groups[place] = append(groups[place], it)
			}
		}
	}
	good := map[*item]bool{}
	for _, g := range groups {
		sum := 0
		for _, it := range g {
			sum += it.likeness()
		}
		if len(g) < fewest || sum < 3*len(g) {
			continue
		}
		for _, it := range g {
			good[it] = good[it] || it.likeness() >= 1
		}
	}
	var out []item
	for i := range items {
		if good[&items[i]] {
			out = append(out, items[i])
		}
	}
	return out
}

// itemsOf gathers links by address, in the order of their first appearance.
func itemsOf(links []anchor, keep func(anchor) bool) []item {
	var out []item
	at := map[string]int{}
	for _, a := range links {
		if keep != nil && !keep(a) {
			continue
		}
		k := a.key
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, item{key: k})
		}
		out[i].links = append(out[i].links, a)
	}
	for i := range out {
		out[i].title = out[i].headline()
	}
	return out
}

// headline is the text of the item's links that is most likely its headline: that
// in a heading, else the longest.
func (it *item) headline() string {
	best := ""
	for _, a := range it.links {
		if h := headingIn(a.node); h != "" {
			return h
		}
		if headingAround(a.node) && a.title != "" {
			return a.title
		}
		if t := a.title; len(t) > len(best) && len(t) < 400 {
			best = t
		}
	}
	if best == "" {
		best = text.Collapse(attr(it.links[0].node, "aria-label"))
	}
	return best
}

// lead takes what is beside the link: the date and the standfirst.
func (it *item) lead(owner map[*html.Node]string, zone *time.Location) news.Lead {
	l := news.Lead{URL: it.links[0].url.String(), Title: it.title}
	box := it.box(owner)
	for n := range box.Descendants() {
		switch n.DataAtom {
		case atom.Time:
			if t, ok := when.Parse(attr(n, "datetime"), when.Habits{Zone: zone}); ok && l.Published.IsZero() {
				l.Published, l.Hour = when.Plain(t), news.HourOf(t, when.Day(t), when.Zoneless(t))
			}
		case atom.P:
			if t := nodeText(n); len(t) > len(l.Standfirst) && t != it.title {
				l.Standfirst = t
			}
		}
	}
	l.Standfirst = standfirst(l.Standfirst)
	return l
}

// box is the largest element around the item that holds no other item.
func (it *item) box(owner map[*html.Node]string) *html.Node {
	n := it.links[0].node
	for up := n.Parent; up != nil && up.DataAtom != atom.Body; up = up.Parent {
		if k := owner[up]; k != "" && k != it.key {
			break
		}
		n = up
	}
	return n
}

// several is the owner of elements that hold more than one item; it is no key.
const several = " "

// owners says for the elements of a page which item alone they hold.
func owners(links []anchor) map[*html.Node]string {
	owner := map[*html.Node]string{}
	for _, a := range links {
		if !headlike(a) {
			continue
		}
		for n := a.node; n != nil && owner[n] != several; n = n.Parent {
			if k, held := owner[n]; held && k != a.key {
				owner[n] = several
			} else {
				owner[n] = a.key
			}
		}
	}
	return owner
}

// headlike reports whether a link's text may be a headline, not a byline or a topic.
func headlike(a anchor) bool { return wording(a.title) > 0 }

// structure names the place of a link in the page: the tags and first classes
// of the elements around it, without the numbers that distinguish siblings.
func structure(n *html.Node) string {
	var b strings.Builder
	for depth := 0; n != nil && n.Type == html.ElementNode && depth < 6; n, depth = n.Parent, depth+1 {
		class, _, _ := strings.Cut(strings.TrimSpace(attr(n, "class")), " ")
		b.WriteString(n.Data + "." + strings.Trim(class, "0123456789-_") + "<")
	}
	return b.String()
}

// siteOf is the registrable domain of an address, or its host where there is none.
func siteOf(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

// SameSite reports whether two addresses belong to one registrable domain, or to one host where there is none.
func SameSite(a, b string) bool {
	x, err := url.Parse(a)
	if err != nil {
		return false
	}
	y, err := url.Parse(b)
	return err == nil && x.Host != "" && siteOf(x) == siteOf(y)
}

func rootOf(n *html.Node) *html.Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

func firstElement(root *html.Node, a atom.Atom) *html.Node {
	for n := range root.Descendants() {
		if n.DataAtom == a {
			return n
		}
	}
	return &html.Node{}
}

func elementText(root *html.Node, a atom.Atom) string { return nodeText(firstElement(root, a)) }
