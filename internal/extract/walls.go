package extract

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// wallBox is part of the class names that systems for paid content give to the box of their offer.
var wallBox = []string{
	"paywall", "regwall", "loginwall", "login-wall", "tp-modal", "tp-container", "piano-", "poool", "zephr", "leaky", "tinypass", "pelcro",
	"subscription-wall", "subscriber-wall", "steady-paywall", "sophi-", "article-barrier", "content-gate", "meter-wall",
}

// Bounds of a line that asks for money or an account, in words: in a short text, and at the ends of a long one.
const (
	longestOffer      = 60
	longestOfferBelow = 24
)

// closing is how many blocks at the end of a long report may be the wall.
const closing = 3

// leaveWalls takes out of the text what speaks to the reader of access, consent and subscriptions. All of a short text is
// examined, of a long one the first blocks and the last. It reports whether an offer to read on was among it. Where nothing else
// is left the text stays as it is: then the page may be a notice as a whole.
func (p *page) leaveWalls(blocks []news.Block, lang string) (out []news.Block, offers bool) {
	words, own := 0, 0
	for _, b := range blocks {
		words += text.Words(b.Text, lang)
	}
	short := words < openingOf(lang)
	most := longestOffer
	if !short {
		most = longestOfferBelow
	}
	sold := noOffer
	for i, b := range blocks {
		n, o := noNotice, noOffer
		if short || i < 2 || i >= len(blocks)-closing {
			n, o = p.lineOf(b, lang, most, i > 0 && i >= len(blocks)-closing-1)
		}
		if i > 0 && i >= len(blocks)-closing && n == noticePay && p.saysRest(b.Text, lang) {
			p.rest = true
		}
		if n == noNotice && o == noOffer {
			out = append(out, b)
			if b.Kind != news.Caption && b.Kind != news.Heading {
				own += text.Words(b.Text, lang)
			}
		}
		offers = offers || n == noticePay && o != promotion
		sold = max(sold, o)
	}
	if own < lengthOf(12, lang) && stoplessIn(out) < fewestStopless {
		return blocks, false
	}
	for len(out) > 0 && len(out) < len(blocks) && out[len(out)-1].Kind == news.Heading {
		out = out[:len(out)-1] // of what was left out
	}
	return out, offers || sold == toReadOn || sold == toPay && fewBlocks(out)
}

// fewestStopless is how many letters of a script without spaces are a text, though its words cannot be told apart.
const fewestStopless = 60

// stoplessIn counts the letters of such scripts in a text.
func stoplessIn(blocks []news.Block) (n int) {
	for _, b := range blocks {
		for _, r := range b.Text {
			if b.Kind != news.Caption && b.Kind != news.Heading && stopless(r) {
				n++
			}
		}
	}
	return n
}

// wallIn is the sort of notice that a block is as a whole; a page that is gone is none that stands beside a report.
func (p *page) wallIn(b news.Block, lang string, most int) notice {
	n, _ := p.lineOf(b, lang, most, false)
	return n
}

// lineOf is the sort of notice that a block is as a whole, and what it offers if it stands where a text ends.
func (p *page) lineOf(b news.Block, lang string, most int, last bool) (notice, offer) {
	if b.Kind == news.Caption || text.Words(b.Text, lang) > lengthOf(most, lang) || endsIn(b.Text, ":：") {
		return noNotice, noOffer
	}
	s := p.hear(lang, b.Text)
	if !last || b.Kind == news.Row {
		return s.wall(), noOffer
	}
	if walled.MatchString(b.Text) && text.Words(b.Text, lang) <= lengthOf(longestRest, lang) &&
		!slices.ContainsFunc(s.remarks, func(r remark) bool { return r.has(reports) || r.quote }) {
		return noticePay, noOffer
	}
	return s.wall(), s.offer(b.Text, lang)
}

// saysRest reports whether a line says that there is more of the text above it: how much is left, or that this text is read on by
// subscribers.
func (p *page) saysRest(line, lang string) bool {
	have := topic(0)
	for _, r := range p.hear(lang, line).remarks {
		if r.rest {
			return true
		}
		for t := range r.hits {
			have |= t
		}
	}
	if m := strings.ToLower(walled.FindString(line)); m != "" && !strings.HasPrefix(m, "already") && have&ofPromo == 0 {
		return true
	}
	const all = ofAccount | readOn | ofText
	return have&all == all && have&ofPromo == 0 || have&(leftOver|ofText) == leftOver|ofText && numbersIn(line) > 0
}

// restBelow reports whether a line soon after the text says that there is more of it, or a box of a system for paid content asks for
// money to read on.
func (p *page) restBelow(lang string) bool {
	if len(p.taken) == 0 {
		return false
	}
	last := p.taken[len(p.taken)-1].order + 1
	for _, b := range p.blocks[last:min(last+8, len(p.blocks))] {
		if b.runes >= 300 || b.box.inside&(inNav|inFooter|inAside|inLink) != 0 || b.box.above.has(wLetter|wAd|wRelated|wShare|wComment|wCard) {
			continue
		}
		if p.wallIn(news.Block{Text: b.text}, lang, longestOffer) == noticePay && (p.saysRest(b.text, lang) || b.inWall()) {
			return true
		}
	}
	return false
}

// wall is the sort of notice that a text is as a whole.
func (s speech) wall() notice {
	found, have := noNotice, topic(0)
	for _, r := range s.remarks {
		n := r.notice()
		for t := range r.hits {
			have |= t
		}
		switch {
		case r.stands():
			return noNotice
		case n == noticePay, (n == noticeBar || n == noticeConsent) && r.has(toYou):
			found = max(found, n)
		case n == noNotice && !r.has(toYou) && r.words > 6 && !r.has(ofAccount):
			return noNotice
		}
	}
	if found == noNotice && have&ofAccount != 0 && have&readOn != 0 {
		return noticePay // said in two sentences
	}
	return found
}

// asks reports whether a line that asks for money follows soon after the text, or a box that systems for paid content
// are known to make, with an offer in it.
func (p *page) asks(a news.Article) bool {
	if len(p.taken) == 0 {
		return false
	}
	last := p.taken[len(p.taken)-1].order
	for _, b := range p.blocks[last:min(last+8, len(p.blocks))] {
		if b.runes >= 300 || b.box.inside&(inNav|inFooter|inAside) != 0 {
			continue
		}
		if walled.MatchString(b.text) || b.order > last && (b.inWall() || p.asksBelow(b, a)) {
			return true
		}
	}
	return false
}

// asksBelow reports whether a block below a text asks for money to read on. A box of newsletters and advertisements sells what is
// beside the report.
func (p *page) asksBelow(b *block, a news.Article) bool {
	n, o := p.lineOf(news.Block{Text: b.text}, a.Lang, longestOffer, true)
	switch {
	case o == promotion:
		return false
	case n == noticePay, o == toReadOn:
		return true
	}
	return o == toPay && fewBlocks(a.Blocks) && !b.box.above.has(wLetter|wAd|wRelated|wShare|wComment|wCard)
}

// inWall reports whether a block lies in the box of an offer.
func (b *block) inWall() bool {
	for x := b.box; x != nil && x.node != nil; x = x.parent {
		if x.tag == atom.Body || x.tag == atom.Html || x.tag == atom.Article || x.tag == atom.Main {
			return false
		}
		name := strings.ToLower(attr(x.node, "class") + " " + attr(x.node, "id"))
		if slices.ContainsFunc(wallBox, func(s string) bool { return strings.Contains(name, s) }) {
			return true
		}
	}
	return false
}

// ledAway reports whether the address of a report led to the front page of its host, to a page of errors, or to a section with
// nothing of what the source's list announces, or with other reports.
func (p *page) ledAway() bool {
	from, err := url.Parse(p.asked)
	if err != nil || p.asked == "" || p.asked == p.url {
		return false
	}
	to, err := url.Parse(p.url)
	if err != nil || strings.TrimPrefix(from.Hostname(), "www.") != strings.TrimPrefix(to.Hostname(), "www.") {
		return false
	}
	switch {
	case isError(to) && !isError(from):
		return true
	case isHome(to) && !isHome(from): // some programs answer every address at that of their front page
		return to.RawQuery == "" || p.o.Title == "" || alike(p.o.Title, p.ownTitles()) < 0.5
	case !strings.HasPrefix(strings.Trim(from.Path, "/"), strings.Trim(to.Path, "/")+"/"):
		return p.offersOthers()
	}
	return p.teases(false) || p.offersReports() || p.unannounced()
}

// mostInterposed is the length, in words, up to which a text may be that of a page between a reader and a report.
const mostInterposed = 400

// interposed reports whether the address of a report led to a page that lets its reader on to it, once he has logged in, consented or
// told his age: its own address carries that of the report, and its headline is not the report's.
func (p *page) interposed() bool {
	from, err := url.Parse(p.asked)
	if err != nil || strings.Trim(from.Path, "/") == "" || !p.unannounced() {
		return false
	}
	to, err := url.Parse(p.url)
	if err != nil || to.Path == from.Path {
		return false
	}
	for _, values := range to.Query() {
		for _, v := range values {
			if back, err := to.Parse(v); err == nil && strings.ContainsAny(v, "/") && back.Path == from.Path {
				return true
			}
		}
	}
	return false
}

// mostAtDoor is the length, in words, up to which a text may be that of a page for logging in.
const mostAtDoor = 100

// atDoor reports whether a text is beside the field for a password, in one box, under another headline than the report's.
func (p *page) atDoor() bool {
	if len(p.taken) == 0 || p.taken[0].box.node == nil || !p.unannounced() {
		return false
	}
	around := map[*html.Node]bool{}
	for n := p.taken[0].box.node; n != nil && n.DataAtom != atom.Body; n = n.Parent {
		around[n] = true
	}
	for n := range p.root.Descendants() {
		if n.DataAtom != atom.Input || !strings.EqualFold(attr(n, "type"), "password") {
			continue
		}
		for up := n.Parent; up != nil && up.DataAtom != atom.Body; up = up.Parent {
			if around[up] {
				return true
			}
		}
	}
	return false
}

// unannounced reports whether the headline that the source's list gives is not the page's, nor near one of its own.
func (p *page) unannounced() bool {
	return p.o.Title != "" && alike(p.o.Title, p.ownTitles()) < 0.2
}

// offersOthers reports whether a page that was asked for a report offers others instead: what a search has found, or related ones.
func (p *page) offersOthers() bool { return p.unannounced() && (p.teases(true) || p.offersReports()) }

// ownTitles are what the page itself gives as its headline.
func (p *page) ownTitles() []string {
	return append([]string{p.first("og:title"), p.name, p.ld.str("headline")}, p.heads...)
}

// isHome reports whether an address is that of a front page: no path, or that of a language or an index.
func isHome(u *url.URL) bool {
	path := strings.ToLower(strings.Trim(u.Path, "/"))
	if u.RawQuery != "" && (strings.Contains(u.RawQuery, "p=") || strings.Contains(u.RawQuery, "id=")) {
		return false
	}
	for _, index := range []string{"index.html", "index.htm", "index.php", "home", "index", "default.aspx", "homepage", "start", "accueil", "startseite"} {
		if path == index {
			return true
		}
		path = strings.TrimSuffix(path, "/"+index)
	}
	lang, region, _ := strings.Cut(path, "-")
	return path == "" || len(lang) == 2 && len(region) <= 4 && !strings.Contains(path, "/")
}

// errorPaths end the addresses of pages that say that there is none.
var errorPaths = []string{"404", "not-found", "notfound", "page-not-found", "pagenotfound", "error", "errors", "error404", "404error", "410", "gone", "500",
	"fehler", "erreur", "errore", "seite-nicht-gefunden"}

// isError reports whether an address is that of a page which says that there is none.
func isError(u *url.URL) bool {
	path := strings.ToLower(strings.Trim(u.Path, "/"))
	last := path[strings.LastIndexByte(path, '/')+1:]
	if dot := strings.LastIndexByte(last, '.'); dot > 0 {
		last = last[:dot]
	}
	return slices.Contains(errorPaths, last)
}

// A page that offers this many reports, with most of its text in the lines below their headlines, is a list of them.
const (
	offeredTeasers = 3
	ofTeasers      = 0.7 // of the text
)

// teases reports whether the text that was taken is the lines of other reports: each in a box of its own with a headline that
// links elsewhere, or below such a headline. Lines made alike count among the reports offered, taken or not. With items, plain links of
// the items of lists count for headlines: a report may have such a list, too.
func (p *page) teases(items bool) bool {
	makes := map[uint64]bool{}
	all, teasing := 0, 0
	for _, b := range p.taken {
		if b.kind == news.Caption {
			continue
		}
		all += b.runes
		if p.teaserOf(b, items) != "" {
			teasing += b.runes
			makes[b.box.sign] = true
		}
	}
	heads := map[string]bool{}
	for _, b := range p.blocks {
		if makes[b.box.sign] {
			heads[p.teaserOf(b, items)] = true
		}
	}
	delete(heads, "")
	return len(heads) >= offeredTeasers && float64(teasing) >= ofTeasers*float64(all)
}

// teaserOf is the headline that a block is the teaser of: a link of some length just before it, within one small box or after
// no more than one other block; "" if there is none. items is as for teases.
func (p *page) teaserOf(b *block, items bool) string {
	if b.linksOn() {
		return b.text
	}
	for i := b.order - 1; i >= max(0, b.order-2); i-- {
		before := p.blocks[i]
		switch {
		case before.linksOn() && (before.kind == news.Heading || before.runes >= 30 && before.box.tag != atom.P && (items || before.box.tag != atom.Li)):
			return before.text
		case before.good():
			return "" // a headline has one paragraph
		}
	}
	return ""
}

// linksOn reports whether a block is a link as long as a headline.
func (b *block) linksOn() bool { return b.density() > 0.8 && b.runes > 12 && b.links > 0 }

// besideBlocks is how far below the headline a text is looked for that the choice has missed.
const besideBlocks = 40

// besideNotice is the text below the headline, where what was chosen is a notice: paragraphs of one make and place that are
// nothing else by their own boxes.
func (p *page) besideNotice(lang string) []news.Block {
	v := p.view
	if v == nil || v.start < 0 {
		return nil
	}
	var found []*block
	words := 0
	for _, b := range v.blocks[v.start+1 : min(v.start+1+besideBlocks, len(v.blocks))] {
		if !b.plainProse() || len(found) > 0 && b.box.parent != found[0].box.parent && b.box != found[0].box ||
			p.wallIn(news.Block{Text: b.text}, lang, longestNotice) != noNotice {
			continue
		}
		found = append(found, b)
		words += text.Words(b.text, lang)
	}
	if words < lengthOf(20, lang) {
		return nil
	}
	p.taken = found
	return v.assemble(found)
}

// notProse are the places and names of boxes whose text is none of a report's.
const (
	notProse   = inNav | inAside | inFooter | inForm | inHidden | inLink | inCaption
	notReports = wRelated | wComment | wConsent | wLetter | wAd | wCard | wNav | wShare | wAuthor | wLegal
)

// plainProse reports whether a block is a paragraph in a box that speaks for nothing else.
func (b *block) plainProse() bool {
	return b.good() && b.kind != news.Heading && b.box.inside&notProse == 0 && !b.box.above.has(notReports)
}
