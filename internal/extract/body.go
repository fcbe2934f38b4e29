package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/when"
)

// body chooses the blocks of the report and puts them in order.
func (p *page) body() []news.Block {
	if len(p.blocks) == 0 {
		return p.instead(nil)
	}
	c := p.measure()
	c.rate()
	p.view = c
	p.o.Host.weigh(p, c)
	p.rule.weigh(c)
	out := p.choose(c)
	if whole := p.instead(out); whole != nil {
		return whole
	}
	return out
}

// choose makes the text of the report from the probabilities of the blocks.
func (p *page) choose(c *view) []news.Block {
	c.veils(p.veils)
	c.pictures()
	c.likes()
	p.subjects(c)
	c.tables()
	c.lists()
	c.kits()
	c.folds()
	c.corrections()
	modelled := c.mass()
	c.sparing(modelled, c.asides)
	c.points()
	c.headings()
	c.firsts()
	c.bridge()
	c.span()
	c.runs()
	c.bios()
	for _, step := range []func(){c.letters, c.others, c.following, c.orphans, c.leadsOut, c.pulls} {
		c.sparing(modelled, step)
	}
	p.taken = p.trim(c.take())
	if size(uncaptioned(p.taken)) < enough {
		if shown := p.gallery(c); size(shown) >= enough {
			p.taken = shown
		}
	}
	return c.assemble(p.taken)
}

// rate gives every block its probability, in two rounds.
func (c *view) rate() {
	m := learned()
	for _, b := range c.blocks {
		b.prob = m.one.prob(b.f)
	}
	c.second()
	for _, b := range c.blocks {
		b.prob = m.two.prob(b.f)
		b.kept = b.prob
	}
}

// enough is the text, in bytes, from which a report is believed to be one.
const enough = 200

// take returns the blocks that are more likely in the report than not. On a page
// where that is next to nothing, the bar is lowered to a third of what the likeliest
// paragraph has: a page with text has a report more often than not.
func (c *view) take() []*block {
	most := 0.0
	for _, b := range c.blocks {
		if b.runes > 60 {
			most = max(most, b.prob)
		}
	}
	for _, bar := range []float64{0.5, max(0.1, most*0.35)} {
		var out []*block
		n := 0
		for _, b := range c.blocks {
			if b.prob > bar {
				out = append(out, b)
				n += len(b.text)
			}
		}
		if n >= enough || c.formed && n > 0 {
			return out
		}
	}
	var out []*block
	for _, b := range c.blocks {
		if b.prob > 0.25 || b.prob > 0 && b.good() && (b.box == c.best || b.box.parent == c.best) && b.box.inside&(inNav|inFooter|inHidden) == 0 {
			out = append(out, b)
		}
	}
	return out
}

// endless reports whether a text is a headline that is too long to be compared as a whole.
func (p *page) endless(s string) bool {
	return len(s) >= maxTitle && slices.ContainsFunc(p.titles, func(t string) bool { return len(t) > maxTitle/2 && strings.HasPrefix(s, t) })
}

// trim takes away what repeats the head of the page or leads away from its end,
// and the second of two equal paragraphs.
func (p *page) trim(in []*block) []*block {
	var out []*block
	seen, listed := map[string]int{}, listedTwice(in)
	body, titles := 0, gists(p.titles)
	for _, s := range p.titles {
		titles = append(titles, gists([]string{p.trimSite(s)})...)
	}
	for _, b := range in {
		if body < 2 && (b.runes < 300 && titles.like(b.text) >= 0.8 || p.endless(b.text)) {
			continue // the headline
		}
		if at, twice := seen[b.text]; twice && b.runes > 40 && b.kind != news.Row && !listed[b] {
			if b.prob > out[at].prob+0.2 {
				out[at].prob = 0
			} else {
				continue
			}
		}
		seen[b.text] = len(out)
		out = append(out, b)
		body++
	}
	kept := out[:0]
	for i, b := range out {
		if (i < 3 || i == len(out)-1) && len(out) > 3 && p.saysWhen(b) || len(out) > 1 && saysHowLongAgo(b) {
			b.prob = 0
		}
		if b.prob > 0 {
			kept = append(kept, b)
		}
	}
	if len(kept) > 3 && p.standsFirst(kept[0], kept[1]) {
		kept[0].prob = 0
		kept = kept[1:]
	}
	kept = p.unsigned(ringed(p.served(kept)))
	if shorter := trimmed(kept); size(shorter)*2 >= size(kept) {
		return shorter
	}
	return kept
}

// served leaves out what stands in the place of something from elsewhere until its reader consents: a line that asks for consent in
// a small box with a button.
func (p *page) served(kept []*block) []*block {
	return slices.DeleteFunc(kept, func(b *block) bool {
		return len(kept) > 3 && b.kind != news.Row && b.runes <= longestAsked && b.buttoned() && p.hear(p.lang, b.text).consents()
	})
}

// consents reports whether a text asks for consent and reports nothing.
func (s speech) consents() bool {
	consent, about := false, false
	for _, r := range s.remarks {
		if r.stands() {
			return false
		}
		consent = consent || r.has(ofConsent)
		about = about || r.has(toYou) || r.has(ofPage)
	}
	return consent && about
}

// longestAsked bounds the text that asks for consent in the place of something, in characters.
const longestAsked = 400

// buttoned reports whether a block lies in a box of a few blocks with a button.
func (b *block) buttoned() bool {
	x := b.box
	for x.parent != nil && x.parent.blocks <= 4 && x.parent.goods <= 2*longestAsked {
		x = x.parent
	}
	if x.node == nil || x.blocks > 4 {
		return false
	}
	for n := range x.node.Descendants() {
		if n.DataAtom == atom.Button || n.DataAtom == atom.Input {
			return true
		}
	}
	return false
}

// listedTwice are the blocks whose text a report says again on purpose, as one of days or of dishes does: in the box of the first,
// with something else between. Where a whole text is there twice, all of it stands as far from its first.
func listedTwice(in []*block) map[*block]bool {
	first, apart, again := map[string]int{}, map[int]int{}, map[*block]bool{}
	for i, b := range in {
		at, twice := first[b.text]
		if !twice {
			first[b.text] = i
			continue
		}
		if b.runes > 40 {
			apart[i-at]++
			if i-at > 1 && parent(b.box) == parent(in[at].box) {
				again[b] = true
			}
		}
	}
	for _, n := range apart {
		if n > 2 && n*2 > len(again) {
			return nil
		}
	}
	return again
}

// saysWhen reports whether a block is a line that says when the report was published or changed, and nothing else.
func (p *page) saysWhen(b *block) bool {
	if b.runes > 160 || b.kind == news.Heading || b.kind == news.Row || !namesDay(b.text) {
		return false
	}
	stamps := when.All(b.text, when.Habits{Lang: p.lang, Order: when.DayFirst})
	if len(stamps) == 0 || stamps[0].Lead > 0 || stamps[0].Label == when.Unlabelled {
		return false
	}
	last := stamps[len(stamps)-1].End
	return last > 0 && charactersOf(b.text[min(last, len(b.text)):]).letters <= 12 && !strings.ContainsAny(b.text[:min(last, len(b.text))], "!?。")
}

// saysHowLongAgo reports whether a block is a line that says how long ago something was published or changed: it is no text, wherever
// it stands, and would make an edit of each look.
func saysHowLongAgo(b *block) bool {
	return b.runes <= 60 && b.kind != news.Row && b.kind != news.Caption && when.Elapsed(b.text)
}

// trimmed leaves out what leads away at the end of a report. Of headings it leaves out one, and
// none of several in a row: these are what the report consists of.
func trimmed(kept []*block) []*block {
	for len(kept) > 3 && promotes(kept[len(kept)-1]) {
		kept = kept[:len(kept)-1]
	}
	for headings := 0; len(kept) > 0 && leadsAway(kept[len(kept)-1]); {
		if kept[len(kept)-1].kind == news.Heading {
			if headings++; headings > 1 || inARow(kept) {
				break
			}
		}
		kept = kept[:len(kept)-1]
	}
	return kept
}

// uncaptioned is the blocks that are no captions.
func uncaptioned(blocks []*block) (out []*block) {
	for _, b := range blocks {
		if b.kind != news.Caption {
			out = append(out, b)
		}
	}
	return out
}

// gallery finds the report of a page of pictures, whose text is what stands below them: the captions
// made alike that have the most to say, three or more, in sentences, and what was taken besides. It is
// none where the page does not call itself an article and they do not lie in one with the headline.
func (p *page) gallery(c *view) []*block {
	said := p.first("og:type") == "article" || p.ld.is("Article", "Posting", "Gallery")
	if c.start < 0 || !said && c.blocks[c.start].tag != atom.H1 {
		return nil
	}
	kin := map[uint64][]*block{}
	var most []*block
	for _, b := range c.blocks {
		x := b.box
		if b.kind != news.Caption || !b.tells() || b.density() > 0.5 || x.inside&(inNav|inFooter|inAside|inHidden|inLink) != 0 || x.unlikely() ||
			x.above.has(wRelated) || b.order < c.start || c.twice[b.text] > 1 {
			continue
		}
		kin[x.sign] = append(kin[x.sign], b)
		if of := kin[x.sign]; size(of) > size(most) {
			most = of
		}
	}
	if len(most) < 3 || !said && !c.besideHeadline(most) {
		return nil
	}
	for _, b := range most {
		b.kind = news.Paragraph
	}
	out := append(uncaptioned(p.taken), most...)
	slices.SortFunc(out, func(a, b *block) int { return a.order - b.order })
	return slices.Compact(out)
}

// tells reports whether a caption is a sentence. Those in scripts of East Asia end without a stop.
func (b *block) tells() bool {
	switch scriptIn(b.text) {
	case unicode.Han, unicode.Hiragana, unicode.Hangul:
		return b.runes >= 15
	}
	return (b.runes >= 40 || b.good()) && strings.ContainsAny(b.text, ".。!?！？।")
}

// besideHeadline reports whether captions and the headline lie in one article with hardly a link: pictures of one report, and
// no list of several.
func (c *view) besideHeadline(captions []*block) bool {
	for x := c.blocks[c.start].box; x != nil; x = x.parent {
		if x.tag != atom.Article {
			continue
		}
		for _, b := range captions {
			if !x.holds(b.box) {
				return false
			}
		}
		return x.linked*10 < x.chars && size(captions)*2 > x.chars
	}
	return false
}

// size is the text of blocks in bytes.
func size(blocks []*block) (n int) {
	for _, b := range blocks {
		n += len(b.text)
	}
	return n
}

// standsFirst reports whether the first block is the standfirst: in the header that the
// report itself is not in, and either named so or what the page describes itself by.
// Elsewhere a description mostly is the first paragraph, and stays.
func (p *page) standsFirst(b, next *block) bool {
	if b.box.inside&inHeader == 0 || next.box.inside&inHeader != 0 {
		return false
	}
	if b.leads() {
		return true
	}
	said, own := text.Fold(strings.TrimRight(p.description(), ".… ")), text.Fold(b.text)
	return len(said) > 20 && strings.HasPrefix(own, said) && len(own) < len(said)+20
}

// promotes reports whether the last block of a report speaks of the paper more than of
// the news.
func promotes(b *block) bool {
	return b.kind != news.Row && !b.subject && b.runes < 400 && b.prob < 0.97 && promises(b.text) >= 2
}

// inARow reports whether the last two of the blocks, captions aside, are headings of one make in a row: items, and no
// heading of what is left out.
func inARow(kept []*block) bool {
	last := kept[len(kept)-1]
	for i := len(kept) - 2; i >= 0; i-- {
		if b := kept[i]; b.kind != news.Caption {
			return b.kind == news.Heading && b.box.sign == last.box.sign
		}
	}
	return false
}

// leadsAway reports whether the last block of a report is none of it: a heading of
// nothing, an offer to read on, a lone link.
func leadsAway(b *block) bool {
	offer := b.runes < 120 && phrases(strings.TrimLeft(b.text, "([（【「 ")) > 0
	if b.kind == news.Row || b.subject {
		return false
	}
	sentence := strings.ContainsAny(b.text, ".。!?")
	return b.kind == news.Heading || offer && (b.density() > 0.5 || b.runes < 60 && !sentence) || b.density() > 0.95 && b.prob < 0.85
}

// maxCaptions bounds the captions kept of a report with a gallery.
const maxCaptions = 30

// assemble makes the blocks of the article: those taken, and the captions among them.
func (c *view) assemble(taken []*block) []news.Block {
	if len(taken) == 0 {
		return nil
	}
	in := map[*block]bool{}
	for _, b := range taken {
		in[b] = true
	}
	from, to := taken[0].order, taken[len(taken)-1].order
	var out []news.Block
	captions := 0
	for _, b := range c.blocks {
		switch {
		case in[b]:
		case b.order >= from-8 && b.order < to && b.kind == news.Caption && (b.box.inside&inCaption != 0 || b.box.saysCaption()) &&
			captions < maxCaptions &&
			b.box.inside&(inNav|inFooter|inAside|inHidden|inLink) == 0 && !b.box.above.has(wRelated|wComment|wConsent) && b.density() < 0.5:
			captions++
		default:
			continue
		}
		kind := b.kind
		if kind == news.Caption && b.box.inside&inCaption == 0 && !b.box.saysCaption() && in[b] && !b.shown {
			kind = news.Paragraph
		}
		out = append(out, b.asNews(kind))
	}
	return out
}

// ofTable reports whether a caption is that of a table in its figure.
func (b *block) ofTable() bool {
	for x := b.box; x != nil; x = x.parent {
		if x.tag == atom.Figure {
			return x.tabled
		}
	}
	return false
}

// asNews is the block as part of an article. A row is one sentence.
func (b *block) asNews(kind news.BlockKind) news.Block {
	if kind == news.Caption && b.ofTable() {
		kind, b.label = news.Row, len(b.text) // captions are shown as those of pictures
	}
	out := news.Block{Kind: kind, Text: b.text, Ends: []int{len(b.text)}, Label: b.label, Number: b.number}
	if kind != news.Row {
		out.Ends = text.Sentences(b.text)
	}
	return out
}

// instead returns the text that the page's structured data carries, when the blocks
// hold far less of it: the body was cut by the page, or is drawn by a script.
func (p *page) instead(out []news.Block) []news.Block {
	have := 0
	for _, b := range out {
		if b.Kind != news.Caption {
			have += len(b.Text)
		}
	}
	if have == 0 && len(p.dataText) >= leastTold && whole(p.dataText) {
		p.fromData = true
		return p.ld.told()
	}
	if len(p.dataText) < 600 || have*5 > len(p.dataText)*2 {
		return nil
	}
	p.fromData = true
	return p.ld.told()
}

// leastTold is the text of structured data, in bytes, that is a report where the page itself shows nothing.
const leastTold = 150

// whole reports whether a text ends with a sentence, and not where it was cut off.
func whole(s string) bool {
	s = strings.TrimRight(strings.TrimSpace(s), "\"'”’»」』)）")
	return endsIn(s, ".!?。！？؟।") && !strings.HasSuffix(s, "..")
}

// paragraphs splits the text of structured data at its line breaks or, where it
// has markup, at its block elements.
func paragraphs(s string) []string {
	var out []string
	s = bounded(s)
	if strings.Contains(s, "</") {
		if doc, err := html.Parse(strings.NewReader(string(prune([]byte(s))))); err == nil {
			blocks, _ := cut(doc, meanings{})
			for _, b := range blocks {
				out = append(out, b.text)
			}
			return out
		}
	}
	for line := range strings.Lines(s) {
		if line = oneLine(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
