package extract

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// maxLabel bounds what is set off at the beginning of a block, in characters.
const maxLabel = 250

// firstHan is where in Unicode the scripts begin that part no words: the radicals of Han.
const firstHan = 0x2e80

// labelled is how much of a block its page sets off: the words in bold that it begins with, if they end with a word; all of
// the name of a definition.
func (b *block) labelled(lead string) int {
	switch {
	case b.kind == news.Heading || b.kind == news.Caption || b.runes > maxLabel && len(lead) == len(b.text):
		return 0
	case b.tag == atom.Dt && b.runes <= maxLabel:
		return len(b.text)
	case lead == "" || utf8.RuneCountInString(lead) > maxLabel || !strings.HasPrefix(b.text, lead):
		return 0
	}
	next, _ := utf8.DecodeRuneInString(b.text[len(lead):])
	last, _ := utf8.DecodeLastRuneInString(lead)
	if unicode.IsLetter(next) && unicode.IsLetter(last) && next < firstHan {
		return 0 // a part of a word
	}
	return len(lead)
}

// count gives an item of an ordered list its number (HTML, "ordinal value"). Lists that are shown without numbers, or with
// letters, and the posts of a live report have none.
func (x *box) count() {
	switch x.tag {
	case atom.Ol:
		if unnumbered(x.node) || x.above.has(wLive) {
			return
		}
		x.number, x.step = 1, 1
		if reversed(x.node) {
			x.number, x.step = itemsOf(x.node), -1
		}
		if n, err := strconv.Atoi(attr(x.node, "start")); err == nil {
			x.number = n
		}
	case atom.Li:
		list := parent(x)
		if list.step == 0 {
			return
		}
		if n, err := strconv.Atoi(attr(x.node, "value")); err == nil {
			list.number = n
		}
		x.number = list.number
		list.number += list.step
	}
}

// unnumbered reports whether a list shows no decimal numbers.
func unnumbered(n *html.Node) bool {
	kind, style := attr(n, "type"), strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return kind != "" && kind != "1" || strings.Contains(style, "list-style:none") || strings.Contains(style, "list-style-type:") &&
		!strings.Contains(style, "list-style-type:decimal")
}

func reversed(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "reversed" {
			return true
		}
	}
	return false
}

func itemsOf(n *html.Node) int {
	k := 0
	for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
		if ch.DataAtom == atom.Li {
			k++
		}
	}
	return k
}

// itemize gives the first block of an item its number, unless its text begins with one of its own or with a clock. Further
// blocks of a numbered item are paragraphs: as items they would have no number.
func (b *block) itemize() {
	if b.kind != news.ListItem {
		return
	}
	x := b.box
	for x != nil && x.tag != atom.Li {
		x = x.parent
	}
	if x == nil || parent(x).step == 0 {
		return
	}
	first, _ := utf8.DecodeRuneInString(b.text)
	switch {
	case x.number == 0:
		if x.numbered {
			b.kind = news.Paragraph
		}
	case unicode.IsDigit(first):
		x.number = 0
	default:
		b.number, x.number, x.numbered = x.number, 0, true
	}
}

// lists takes a list whole or not at all. One beside the report's prose and in the same box belongs to it whatever the
// lengths, unless it is made of links; one at its end, if a line leads to it or the model does not doubt it much; one that
// holds most of the page's prose, if the model takes a third of it.
func (c *view) lists() {
	items := c.items()
	for i := 0; i < len(c.blocks); {
		list := listOf(c.blocks[i].box, items)
		if list == nil {
			i++
			continue
		}
		j := i + 1
		for j < len(c.blocks) && listOf(c.blocks[j].box, items) == list {
			j++
		}
		c.list(i, j, list)
		i = j
	}
}

// list decides on the list of the blocks from i to j.
func (c *view) list(i, j int, list *box) {
	if list.elsewhere() {
		return
	}
	sum, size := 0.0, 0
	for _, b := range c.blocks[i:j] {
		if b.kind != news.Caption && !b.offers() {
			sum += b.prob * float64(len(b.text))
			size += len(b.text)
		}
	}
	likely := sum / float64(max(1, size))
	before, after := c.flank(i-1, -1, list), c.flank(j, 1, list)
	whole := joins(before, after, likely) || likely > 0.3 && list.goods*2 > c.total
	if !whole || likely < 0.9 && promising(c.blocks[i:j]) {
		for _, b := range c.blocks[i:j] {
			b.prob = min(b.prob, 0.4)
		}
		return
	}
	for _, b := range c.blocks[i:j] {
		if b.kind != news.Caption && b.density() <= 0.5 && !b.box.within(list, wRelated|wShare|wAd|wNav) {
			b.prob = max(b.prob, 0.6)
		}
	}
}

// joins reports whether a list with these blocks of the report before and after it belongs to it.
func joins(before, after *block, likely float64) bool {
	switch {
	case before != nil && after != nil:
		return likely > 0.02
	case before != nil && leadsTo(before.text):
		return likely > 0.1
	case before != nil || after != nil:
		return likely > 0.3
	}
	return likely > 0.5
}

// promising reports whether a list is one of offers.
func promising(items []*block) bool {
	n := 0
	for _, b := range items {
		if b.offers() || promises(b.text) > 0 || b.runes < 200 && phrases(b.text) > 0 {
			n++
		}
	}
	return n*2 > len(items)
}

// leadsTo reports whether a line leads to what follows it.
func leadsTo(s string) bool { return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") }

// flank is the nearest prose before or after a list or a table, if it is the report's and stands in the box that holds
// the list; nil: there is none. k is where to begin, step the direction.
func (c *view) flank(k, step int, unit *box) *block {
	around := parent(unit)
	for around.parent != nil && around.blocks-unit.blocks < 3 && (around.goods == unit.goods || c.noted(unit, around)) {
		if around.tag == atom.Aside || around.own.has(wBox|wRelated|wShare|wMeta|wAd|wNav|wLetter|wAuthor) {
			return nil
		}
		around = around.parent
	}
	for n := 0; k >= 0 && k < len(c.blocks) && n < 8; k, n = k+step, n+1 {
		b := c.blocks[k]
		if b.kind == news.Heading || b.kind == news.Caption || b.kind == news.Row {
			continue
		}
		if b.prob > 0.5 && steps(b.box, around) <= 3 {
			return b
		}
		return nil
	}
	return nil
}

// noted reports whether a box holds a table or a list and no more than a note to it: a figure with its caption, a source.
func (c *view) noted(unit, around *box) bool {
	switch around.tag {
	case atom.Figure:
		return true
	case atom.Div, atom.Section:
		return unit.tag == atom.Table && around.goods-unit.goods < unit.chars && (c.start < 0 || !around.holds(c.blocks[c.start].box))
	}
	return false
}

// elsewhere reports whether a list is made of links, or stands or is named as what is no part of a report.
func (x *box) elsewhere() bool {
	return x.linked*10 >= x.chars*4 || x.own.has(wRelated|wShare|wMeta|wAd|wNav) || x.above.has(wComment|wConsent) ||
		x.inside&(inNav|inFooter|inForm|inHidden|inLink) != 0
}

// within reports whether a box inside another, or one between them, is named so.
func (x *box) within(outer *box, w words) bool {
	for ; x != nil && x != outer; x = x.parent {
		if x.own.has(w) {
			return true
		}
	}
	return false
}

// items are how many items each list of the page has, those of lists within it among them.
func (c *view) items() map[*box]int {
	out, seen := map[*box]int{}, map[*box]bool{}
	for _, b := range c.blocks {
		for x := b.box; x != nil; x = x.parent {
			if x.tag != atom.Li && x.tag != atom.Dd || seen[x] {
				continue
			}
			seen[x] = true
			for y := x.parent; y != nil; y = y.parent {
				if isList(y.tag) {
					out[y]++
				}
			}
		}
	}
	return out
}

func isList(tag atom.Atom) bool { return tag == atom.Ul || tag == atom.Ol || tag == atom.Dl }

// listOf is the outermost list that holds x and whose items are a few blocks each; what has longer ones lays out a page.
// nil: there is none.
func listOf(x *box, items map[*box]int) *box {
	var list *box
	for ; x != nil; x = x.parent {
		if n := items[x]; n > 1 && isList(x.tag) && x.blocks <= 3*n {
			list = x
		}
	}
	return list
}
