package discover

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/text"
)

// likeness says how much an item looks like a report in a list, from its address,
// its wording and what is around it. 3 and more is usual for reports, below 0
// for menus.
func (it *item) likeness() int {
	place := -10
	for _, a := range it.links {
		place = max(place, standing(a.node))
	}
	return addressing(it.links[0].url) + wording(it.title) + place
}

// wording weighs a link's text: headlines are sentences, menus are words.
func wording(title string) int {
	words := len(strings.Fields(title))
	wide := 0
	for _, r := range title {
		if text.Ideographic(r) || unicode.Is(unicode.Hangul, r) {
			wide++
		}
	}
	switch {
	case title == "":
		return -3
	case words >= 5 && len(title) >= 25, wide >= 10:
		return 2
	case words >= 3 && len(title) >= 15, wide >= 7:
		return 1
	case words <= 2 && wide <= 5:
		return -2
	}
	return 0
}

// addressing weighs an address: those of reports carry a date, a number or the headline.
func addressing(u *url.URL) int {
	p := strings.ToLower(strings.Trim(u.EscapedPath(), "/"))
	if p == "" {
		return -5
	}
	parts := strings.Split(p, "/")
	for _, part := range parts[:len(parts)-1] {
		if notReports[part] {
			return -4
		}
	}
	last := parts[len(parts)-1]
	if notReports[last] {
		return -4
	}
	score := 0
	if dated(parts) {
		score += 3
	}
	if strings.Count(last, "-")+strings.Count(last, "_") >= 3 {
		score += 2
	}
	if digits(last) >= 5 || digits(u.RawQuery) >= 5 {
		score += 2
	}
	if strings.HasSuffix(last, "html") || strings.HasSuffix(last, ".htm") {
		score++
	}
	if len(parts) >= 2 {
		score++
	}
	return score
}

// dated reports whether a year is in the path, followed by a month.
func dated(parts []string) bool {
	for i, p := range parts {
		y := strings.TrimLeftFunc(p, func(r rune) bool { return r < '0' || r > '9' })
		if len(y) < 4 || y[:2] != "20" && y[:2] != "19" || digits(y[:4]) != 4 {
			continue
		}
		if len(p) == 4 && i+1 < len(parts) && digits(parts[i+1]) > 0 && len(parts[i+1]) <= 5 || digits(y) >= 6 {
			return true
		}
	}
	return false
}

func digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// notReports are parts of addresses that lead to lists, people and the house.
var notReports = names(`tag tags topic topics author authors by people profile profiles category categories login
 signin sign-in register subscribe subscription account about about-us contact contact-us privacy privacy-policy
 terms help faq search newsletter newsletters podcasts jobs careers shop advertise rss feed feeds sitemap
 archive archives page print share comments cookie cookies cookie-policy legal impressum user users`)

// standing weighs the elements around a link.
func standing(n *html.Node) int {
	score := 0
	if headingIn(n) != "" || headingAround(n) {
		score = 2
	}
	for up := n.Parent; up != nil; up = up.Parent {
		switch up.DataAtom {
		case atom.Nav, atom.Footer:
			return -4
		case atom.Article:
			return score + 1
		}
		if role := attr(up, "role"); role == "navigation" || role == "contentinfo" || role == "menu" {
			return -4
		}
		for _, mark := range strings.FieldsFunc(strings.ToLower(attr(up, "class")+" "+attr(up, "id")), func(r rune) bool {
			return r == ' ' || r == '-' || r == '_'
		}) {
			if menus[mark] {
				return -3
			}
		}
	}
	return score
}

// menus are parts of class names that mark what is no list of reports.
var menus = names(`nav navbar navigation menu footer breadcrumb breadcrumbs pagination pager social share sharing
 toolbar sitemap languages skip`)

// headingIn is the text of the heading inside a link.
func headingIn(n *html.Node) string {
	for d := range n.Descendants() {
		if heading(d) {
			return nodeText(d)
		}
	}
	return ""
}

// headingAround reports whether a link is in a heading, at most three elements up.
func headingAround(n *html.Node) bool {
	for i := 0; i < 3 && n != nil; i, n = i+1, n.Parent {
		if heading(n) {
			return true
		}
	}
	return false
}

func heading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}
