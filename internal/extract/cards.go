package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// A page of a tag, an author, a search, an archive or a programme is rows of cards: elements made alike, each with a headline, a line or
// two, mostly a day, and a link to a report of its own. No word of any language tells them.

// Bounds of cards.
const (
	leastCards  = 3
	maxCard     = 6   // blocks in a card
	longestCard = 700 // characters of a card
	ofCards     = 0.7 // of the text, where a page is a list
)

// deck is the cards of one make.
type deck struct {
	all, headed, linked, dated int
	places                     map[string]bool // that they lead to
}

// dealt reports whether the elements are cards: nearly all have a headline, and lead each to a place of its own by that
// headline, or have a day and lead there by another link.
func (d *deck) dealt() bool {
	n := len(d.places)
	return n >= leastCards && n*10 >= d.all*8 && d.headed*10 >= d.all*8 && (d.linked*10 >= d.all*8 || d.dated*10 >= d.all*8)
}

// cards is how much of the text that was taken is in cards, in characters, how much there is, and how many paragraphs are outside
// of them. All cards have a day if dated.
func (p *page) cards() (in, all, outside int, dated bool) {
	many := p.makes()
	may := 0
	for _, b := range p.taken {
		if b.kind != news.Caption {
			all += b.runes
			if b.card(many) != nil {
				may += b.runes
			}
		}
	}
	if float64(may) < ofCards*float64(all) {
		return 0, all, 0, false // as nearly always
	}
	decks := p.decks(many)
	dated = true
	for _, b := range p.taken {
		x := b.box
		for ; x != nil; x = x.parent {
			if d := decks[kin{x.parent, x.sign}]; d != nil && d.dealt() {
				dated = dated && d.dated*10 >= d.all*8
				break
			}
		}
		switch {
		case b.kind == news.Caption:
		case x != nil:
			in += b.runes
		case b.good():
			outside++
		}
	}
	return in, all, outside, dated && in > 0
}

// decks deals all elements of the page that may be cards.
func (p *page) decks(many map[kin]int) map[kin]*deck {
	units := map[*box][]*block{}
	for _, b := range p.blocks {
		for x := b.card(many); x != nil; x = x.parent.cardFrom(many) {
			units[x] = append(units[x], b)
		}
	}
	out := map[kin]*deck{}
	for x, blocks := range units {
		k := kin{x.parent, x.sign}
		if out[k] == nil {
			out[k] = &deck{places: map[string]bool{}}
		}
		p.deal(out[k], x, blocks)
	}
	return out
}

// kin is elements of one make in one box.
type kin struct {
	box  *box
	sign uint64
}

// makes counts the elements of a few blocks by their make and place.
func (p *page) makes() map[kin]int {
	many := map[kin]int{}
	for _, x := range p.boxes {
		if x.parent != nil && x.blocks > 0 && x.blocks <= maxCard {
			many[kin{x.parent, x.sign}]++
		}
	}
	return many
}

// card is the smallest element around a block that may be a card: of several blocks, or of one that begins with a link, and one of
// three made alike.
func (b *block) card(many map[kin]int) *box {
	if b.box.inside&(inNav|inFooter) != 0 {
		return nil
	}
	x := b.box
	if b.href == "" && x.blocks == 1 {
		x = x.parent
	}
	return x.cardFrom(many)
}

// cardFrom is x, or the smallest element around it, that may be a card.
func (x *box) cardFrom(many map[kin]int) *box {
	for ; x != nil && x.parent != nil && x.blocks <= maxCard; x = x.parent {
		if many[kin{x.parent, x.sign}] >= leastCards {
			return x
		}
	}
	return nil
}

// deal adds an element to those made alike.
func (p *page) deal(d *deck, x *box, blocks []*block) {
	d.all++
	runes, day := 0, false
	var head, prose *block
	for _, b := range blocks {
		runes += b.runes
		day = day || namesDay(b.text)
		switch {
		case head == nil && (b.links > 0 || b.runes > shortLine || !namesDay(b.text)) && b.runes >= 4:
			head = b
		case head != nil && b.runes > shortLine/2:
			prose = b
		}
	}
	if head == nil || runes > longestCard {
		return
	}
	to := p.leadsTo(x.node)
	if to == "" {
		return
	}
	d.places[to] = true
	if day {
		d.dated++
	}
	switch {
	case head.linksOn(), head.href != "" && head.links > 0, head.density() > 0.5 && head.links > 0:
		d.linked++
		d.headed++
	case head.runes <= 150 && prose != nil && !closes(head.text):
		d.headed++
	}
}

// shortLine is the length, in characters, up to which a line is a day and nothing else, if it has one.
const shortLine = 30

// leadsTo is the address of the host that an element leads to, or lies in a link to; "" if that is none but the page's own. What
// follows the path does not count.
func (p *page) leadsTo(n *html.Node) string {
	for up := n; up != nil; up = up.Parent {
		if up.DataAtom == atom.A {
			return p.elsewhere(attr(up, "href"))
		}
	}
	for d := range n.Descendants() {
		if d.DataAtom == atom.A {
			if to := p.elsewhere(attr(d, "href")); to != "" {
				return to
			}
		}
	}
	return ""
}

// elsewhere is an address of the page's host other than the page's own, without its fragment.
func (p *page) elsewhere(href string) string {
	if href == "" || strings.HasPrefix(href, "#") {
		return ""
	}
	to, err := url.Parse(p.absolute(href))
	own, wrong := url.Parse(p.url)
	if err != nil || wrong != nil || to.Path == own.Path || siteOf(to) != siteOf(own) {
		return ""
	}
	return to.Path + "?" + to.RawQuery
}

func siteOf(u *url.URL) string { return strings.TrimPrefix(u.Hostname(), "www.") }

// listPaths are parts of the paths of pages that list reports.
var listPaths = []string{"/tag/", "/tags/", "/author/", "/authors/", "/topic/", "/topics/", "/category/", "/categories/", "/search/", "/archive/", "/archives/", "/page/", "/label/"}

// saysList reports whether a page says by its data, its links or its address that it is a list.
func (p *page) saysList() bool {
	if p.first("og:type") == "profile" || p.links["next"] != "" {
		return true
	}
	for _, n := range p.nodes {
		if n.is("CollectionPage", "ProfilePage", "SearchResultsPage") {
			return true
		}
	}
	path := strings.ToLower(strings.TrimSuffix(bare(p.url), "/")) + "/"
	for _, part := range listPaths {
		if i := strings.Index(path, part); i >= 0 && i+len(part) < len(path) {
			return true
		}
	}
	return false
}

// isCards reports whether the text of a page is that of cards. They have days, or the page says that it is a list: a briefing is cards
// without. A page that calls itself an article is one, unless all its text is cards and it has no date of its own, or says that it is
// a list; so is one with paragraphs beside the cards.
func (p *page) isCards(article bool) bool {
	if p.fromData || len(p.taken) == 0 {
		return false
	}
	in, all, outside, dated := p.cards()
	if in == 0 || float64(in) < ofCards*float64(all) {
		return false
	}
	says := p.saysList()
	switch {
	case article:
		return outside == 0 && dated && (says || p.first("article:published_time") == "")
	case says:
		return outside <= 2
	}
	return dated && outside <= 1
}
