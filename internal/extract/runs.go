package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/news"
)

// A run is a row of elements made alike that stand side by side between paragraphs of the report, each of a short lead — a
// year, a name — and a text: a timeline, the steps of a rescue. It is one decision, whatever the elements are.

// Bounds of runs.
const (
	leastRun  = 3  // elements
	maxRun    = 60 // blocks between two paragraphs
	maxInUnit = 5  // blocks in one element
	maxLead   = 60 // characters of the lead
)

// runs takes the runs between two blocks of which the model is sure.
func (c *view) runs() {
	last := -1
	for i, b := range c.blocks {
		if b.prob < sure || !b.good() {
			continue
		}
		if last >= 0 && i-last > 1 && i-last <= maxRun && parent(c.blocks[last].box) == parent(b.box) {
			c.run(c.blocks[last+1:i], parent(b.box))
		}
		last = i
	}
}

// run takes the run among the blocks between two paragraphs in a box, with the heading before it.
func (c *view) run(between []*block, outer *box) {
	units := unitsIn(between, outer)
	fit := 0
	for _, u := range units {
		if u.listed() {
			fit++
		}
	}
	if fit < leastRun || fit < len(units) {
		return
	}
	first := units[0].blocks[0].order
	for _, b := range between {
		if b.order == first-1 && b.kind == news.Heading && b.links == 0 && phrases(b.text) == 0 && steps(b.box, outer) <= 3 && !b.box.named(outer) {
			b.prob = max(b.prob, 0.6)
		}
	}
	for _, u := range units {
		for _, b := range u.blocks {
			b.prob = max(b.prob, 0.6)
		}
	}
}

// unit is one of several elements made alike, with its blocks.
type unit struct {
	box    *box
	blocks []*block
}

// unitsIn finds the outermost elements within a box of which there are three or more side by side, of one make.
func unitsIn(between []*block, outer *box) (units []unit) {
	type kin struct {
		box  *box
		sign uint64
	}
	many, seen := map[kin]int{}, map[*box]bool{}
	for _, b := range between {
		for x := b.box; x != nil && x != outer && !seen[x]; x = x.parent {
			seen[x] = true
			many[kin{x.parent, x.sign}]++
		}
	}
	var of kin
	for _, b := range between {
		var own *box
		for x := b.box; x != nil && x != outer; x = x.parent {
			if many[kin{x.parent, x.sign}] >= leastRun && (of.box == nil || of == kin{x.parent, x.sign}) {
				own = x
			}
		}
		if own == nil {
			continue
		}
		of = kin{own.parent, own.sign}
		if n := len(units); n > 0 && units[n-1].box == own {
			units[n-1].blocks = append(units[n-1].blocks, b)
		} else {
			units = append(units, unit{own, []*block{b}})
		}
	}
	if len(units) == 0 || units[0].box.named(outer) {
		return nil
	}
	return units
}

// listed reports whether a unit is a short lead and a text, without links and offers.
func (u unit) listed() bool {
	if len(u.blocks) > maxInUnit || u.blocks[0].runes > maxLead && len(u.blocks) > 1 {
		return false
	}
	for _, b := range u.blocks {
		if b.links > 0 || b.kind == news.Caption || b.kind == news.Row || phrases(b.text)+promises(b.text) > 0 || b.box.named(u.box.parent) {
			return false
		}
	}
	return len(u.blocks) > 1 || leadSetOff(u.blocks[0])
}

// leadSetOff reports whether the text of a block begins with an element of its own, and goes on after it.
func leadSetOff(b *block) bool {
	for n := b.box.node.FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
			continue
		}
		lead := ""
		if n.Type == html.ElementNode {
			lead = plain(n)
		}
		return lead != "" && len(lead) < len(b.text) && utf8.RuneCountInString(lead) <= maxLead && strings.HasPrefix(b.text, lead)
	}
	return false
}

// named reports whether a box within another, or one between them, is called or made what no report is in.
func (x *box) named(outer *box) bool {
	return x.within(outer, wRelated|wShare|wAd|wNav|wLetter|wComment|wConsent|wAuthor|wLegal|wPlayer) ||
		x.inside&^outer.inside&(inAside|inFooter|inNav|inForm|inHidden|inFigure|inLink) != 0
}
