package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// A table of data becomes one block a row: the row's head, a colon, each cell behind the head of its column. A cell by
// itself would be a figure without a name, and the next one's neighbour. A table that only lays out the page is cut like
// other boxes.

// table cuts a table of data into rows; false: it is none.
func (c *cutter) table(n *html.Node, in *box) bool {
	if n.DataAtom != atom.Table {
		if c.tried++; c.tried > maxLooks {
			return false
		}
	}
	g := gridOf(n)
	if g == nil {
		return false
	}
	c.flush()
	b := c.enter(n, in)
	b.broken = g.broken
	for x := in; x != nil && x.tag != atom.Body; x = x.parent {
		if x.tag == atom.Figure {
			x.tabled = true
			break
		}
	}
	for _, l := range g.lines() {
		if c.total > maxText {
			b.broken = true
			break
		}
		c.line(l, b)
	}
	return true
}

// line adds the block of a row.
func (c *cutter) line(l line, in *box) {
	b := &block{box: c.enter(l.row.node, in), tag: atom.Td, kind: news.Row, text: clean(l.text), label: l.label, grid: in, order: len(c.blocks)}
	var cells []string
	for _, x := range l.row.own {
		b.linked += x.linked
		b.links += x.links
		cells = append(cells, x.text)
	}
	if c.inLink > 0 {
		b.linked, b.links = len(b.text), 1
	}
	b.cells = strings.Join(cells, " ")
	b.linked, b.runes = min(b.linked, len(b.text)), utf8.RuneCountInString(b.text)
	if strings.IndexFunc(b.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return
	}
	c.total += len(b.text)
	c.blocks = append(c.blocks, b)
}

// tables takes a table whole or not at all: one beside text of the report and in the same box belongs to it, unless it is
// made of links or its box says that it is something else. It notes which tables may be missed in the report.
func (c *view) tables() {
	for i := 0; i < len(c.blocks); {
		grid := c.blocks[i].grid
		if grid == nil {
			i++
			continue
		}
		j, sum, size := i, 0.0, 0
		for ; j < len(c.blocks) && c.blocks[j].grid == grid; j++ {
			sum += c.blocks[j].prob * float64(len(c.blocks[j].text))
			size += len(c.blocks[j].text)
		}
		beside := c.flank(i-1, -1, grid) != nil || c.flank(j, 1, grid) != nil
		ours, likely := beside, sum/float64(size)
		if !beside && c.alone(j-i, grid.chars, grid) {
			ours = true
			if !grid.broken && !grid.foreign() {
				c.opens(i)
			}
		}
		prob := 0.05
		if !grid.broken && (ours && !grid.foreign() || likely > 0.5) {
			prob = max(0.6, likely)
		}
		if (ours || likely > 0.5) && !grid.foreign() {
			c.missed = append(c.missed, grid)
		}
		for ; i < j; i++ {
			c.blocks[i].prob = prob
		}
	}
}

// alone reports whether so many rows or lines, with so many bytes, are what the page has to say: they stand under the
// headline, in a box of which they are the most, and nothing else on the page is the report.
func (c *view) alone(lines, chars int, unit *box) bool {
	if lines < 3 || c.start < 0 || slices.ContainsFunc(c.blocks, func(b *block) bool {
		return b.grid == nil && b.kind != news.Heading && b.prob > 0.5 && b.box.inside&offside == 0
	}) {
		return false
	}
	up, down := apart(unit, c.blocks[c.start].box)
	around := unit
	for range up {
		around = parent(around)
	}
	return around.parent != nil && around.tag != atom.Body && up <= 4 && down <= 4 && chars*2 > around.chars
}

// offside are the elements of a page in which its report is not.
const offside = inNav | inFooter | inAside | inHidden

// opens takes the sentences between the headline and block i, in the box that holds i, of a page whose report begins there
// as a table or as a row of headings; what is beside the page's main part is none of it.
func (c *view) opens(i int) {
	unit := c.blocks[i].box
	if grid := c.blocks[i].grid; grid != nil {
		unit = grid
	}
	c.formed = true
	for _, b := range c.blocks {
		if b.box.inside&offside != 0 {
			b.prob = min(b.prob, 0.05)
		}
	}
	for k := i - 1; k > c.start; k-- {
		b := c.blocks[k]
		if b.kind == news.Heading || b.kind == news.Caption || parent(b.box) != parent(unit) || b.density() > 0.5 || b.has.spaces < 3 && b.runes < 20 ||
			!strings.ContainsAny(b.text[len(b.text)-1:], ".!?:") && !strings.HasSuffix(b.text, "。") && !strings.HasSuffix(b.text, "：") ||
			b.box.own.has(wAuthor|wMeta|wShare|wAd|wRelated|wNav|wCaption) || phrases(b.text)+promises(b.text) > 0 {
			continue
		}
		b.prob = max(b.prob, 0.6)
	}
}

// foreign reports whether a table is made of links, or is named as what is no part of a report.
func (x *box) foreign() bool {
	return x.linked*10 > x.chars*6 || x.own.has(wRelated|wShare|wMeta|wAd|wNav|wConsent) || x.inside&(inNav|inFooter|inAside|inHidden|inForm|inLink) != 0
}

// tableMissing reports whether a table that stands where the report does is not among the blocks taken.
func (c *view) tableMissing(taken []*block) bool {
	in := map[*box]bool{}
	for _, b := range taken {
		in[b.grid] = true
	}
	for _, grid := range c.missed {
		if grid.broken || !in[grid] {
			return true
		}
	}
	return false
}
