package extract

import (
	"slices"
	"unicode"

	"github.com/waidian/waidian/internal/news"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxCredit bounds a text that names authors, in bytes, markup included.
const maxCredit = 1000

// maxBeside bounds the lines before a report, and behind it, that may be its byline.
const maxBeside = 15

// maxInside bounds the lines of a report that may still be its byline.
const maxInside = 6

// beside are the names in lines around the report and in its first and last paragraph,
// which only words tell from the rest: 本报记者 张望舒, （記者王大同青港14日電）, Автор: Иван Петров.
func (p *page) beside(body []news.Block) []string {
	first, last := -1, -1
	for _, b := range p.taken {
		if first < 0 || b.order < first {
			first = b.order
		}
		last = max(last, b.order)
	}
	for i := first; i >= max(0, first-maxBeside); i-- {
		if names := p.signedLine(i); names != nil {
			return names
		}
		s := p.free(i)
		if names := p.reader().Announced(s); names != nil {
			return names
		}
		if s != "" && len(s) < 160 && scriptIn(s) == unicode.Hangul {
			if names := p.reader().Timed(p.piecesOf(p.blocks[i])); names != nil {
				return names
			}
		}
	}
	for i := first + 1; first >= 0 && i < min(first+maxInside, len(p.blocks)); i++ { // a line between a standfirst and the text
		if p.blocks[i-1].kind == news.Heading {
			continue // of the work that the heading names
		}
		if names := p.signedLine(i); names != nil {
			return names
		}
	}
	for i, b := range body {
		if i > 1 {
			break
		}
		names := p.reader().Opening(b.Text)
		if names == nil {
			names = p.reader().Announced(b.Text)
		}
		if names != nil {
			return names
		}
	}
	return p.closing(body, last)
}

// closing are the names that sign the report.
func (p *page) closing(body []news.Block, last int) []string {
	for i := len(body) - 1; i >= max(0, len(body)-3); i-- {
		if names := p.reader().Closing(body[i].Text); names != nil {
			return names
		}
	}
	for i := last - maxInside; last >= 0 && i <= last+maxBeside; i++ {
		if i >= 0 && i < len(p.blocks) && p.open(i) {
			if names := p.reader().Announced(p.blocks[i].text); names != nil {
				return names
			}
		}
	}
	for i := last + 1; last >= 0 && i <= last+maxBeside; i++ {
		if names := p.reader().Closing(p.free(i)); names != nil {
			return names
		}
	}
	return nil
}

// ownFoot is the length of an article's text, in bytes, from which a footer inside it is the report's own: it says who wrote it (HTML,
// 4.3.8). Those of cards are of other reports.
const ownFoot = 600

// offside reports whether a box lies in a menu, a side or a footer that is not the report's own.
func (x *box) offside() bool {
	if x.inside&(inNav|inAside) != 0 || x.inside&inFooter == 0 {
		return x.inside&(inNav|inAside) != 0
	}
	foot := false
	for ; x != nil; x = x.parent {
		if foot = foot || x.tag == atom.Footer; foot && x.tag == atom.Article {
			return x.chars < ownFoot
		}
	}
	return true
}

// inOwnFoot reports whether a footer is the report's own.
func inOwnFoot(foot *html.Node) bool {
	for x := foot.Parent; x != nil; x = x.Parent {
		if x.DataAtom == atom.Article {
			return len(plain(x)) >= ownFoot
		}
	}
	return false
}

// free is the text of a block that is in none of the places of other reports, and is no list of links.
func (p *page) free(i int) string {
	if i < 0 || i >= len(p.blocks) || !p.open(i) || p.blocks[i].density() > 0.6 {
		return ""
	}
	return p.blocks[i].text
}

// open reports whether a block is in none of the places of other reports. What the report's own first block is in does not count.
func (p *page) open(i int) bool {
	b := p.blocks[i]
	above := b.box.above
	if len(p.taken) > 0 {
		above &^= p.taken[0].box.above
	}
	list := parent(b.box)
	return b.box.inside&(inFigure|inCaption) == 0 && !b.box.offside() && !above.has(wRelated|wComment|wCaption) &&
		!(above.has(wCard) && 2*list.linked > list.chars)
}

// rebyline is the byline when the report is known: what it says itself goes before the
// outlet's name and completes what a line above it says.
func (p *page) rebyline(a news.Article) []string {
	if slices.ContainsFunc(a.Byline, func(s string) bool { return !p.isHouse(s) }) {
		whole := p.closing(a.Blocks, -1)
		if len(whole) > len(a.Byline) && !slices.ContainsFunc(a.Byline, func(s string) bool { return !slices.Contains(whole, s) }) {
			return whole
		}
		return a.Byline
	}
	if names := p.beside(a.Blocks); names != nil {
		return names
	}
	if len(a.Byline) == 1 {
		if names := p.alone(); names != nil {
			return names
		}
	}
	return a.Byline
}
