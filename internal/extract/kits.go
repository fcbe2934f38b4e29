package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// A kit is a box beside the paragraphs of a report that holds lists with a heading each and nothing else: what a dish is made of and
// how, what to bring, when the boats leave. The model doubts such short lines one by one; a kit is one decision, and one
// that is left out is noted.

// Bounds of kits.
const (
	leastItems = 3
	maxKit     = 80  // blocks
	maxPlain   = 160 // characters of a line that is neither a heading nor an item
)

// From these means of the model's probabilities a kit is the report's: by itself, if its items are counted or timed or it lies
// between two paragraphs of the report, and so that it is noted when it is left out.
const (
	kitAlone   = 0.12
	kitCounted = 0.05
	kitNoted   = 0.03
)

// kit is a box of lists.
type kit struct {
	box    *box
	blocks []*block

	items, counted, priced int
	mean                   float64
}

// kits takes each kit that follows a paragraph of the report in the box of that paragraph, or another kit there, whole or not
// at all.
func (c *view) kits() {
	var body *box // that holds the last paragraph of the report
	for i := 0; i < len(c.blocks); i++ {
		b := c.blocks[i]
		switch {
		case b.kind == news.Caption:
			continue
		case b.good() && b.prob >= sure && b.kind == news.Paragraph && b.box.inside&notProse == 0:
			body = parent(b.box)
			continue
		case body == nil:
			continue
		}
		k := c.kitAt(i, body)
		if k == nil {
			if b.prob <= 0.5 && b.kind != news.Heading {
				body = nil
			}
			continue
		}
		i += len(k.blocks) - 1
		c.judge(k, body)
	}
}

// judge takes a kit or leaves it out.
func (c *view) judge(k *kit, body *box) {
	from, to := k.blocks[0].order, k.blocks[0].order+len(k.blocks)
	bar := kitAlone
	between := to < len(c.blocks) && parent(c.blocks[to].box) == body && c.blocks[to].good() && c.blocks[to].prob >= sure
	if between || k.counted*2 > k.items && k.priced*2 <= k.items {
		bar = kitCounted
	}
	blocks := k.blocks
	if before := c.blocks[from-1]; before.kind == news.Heading && parent(before.box) == body && before.links == 0 {
		blocks = c.blocks[from-1 : to] // the heading of all
	}
	prob := 0.4
	switch {
	case k.mean > 0.5, k.mean >= bar && k.box.inside&^body.inside&(inAside|inFooter|inForm|inHidden) == 0 && !k.box.own.has(wBox|wMeta):
		prob = 0.6
	case k.mean >= kitNoted:
		c.listLost = true
	}
	for _, b := range blocks {
		if prob > 0.5 {
			b.prob = max(b.prob, prob)
		} else {
			b.prob = min(b.prob, prob)
		}
	}
}

// kitAt is the kit that begins with block i in a box; nil: none does.
func (c *view) kitAt(i int, body *box) *kit {
	x := c.blocks[i].box
	for x != nil && x.parent != body {
		x = x.parent
	}
	if x == nil || x == c.blocks[i].box || isList(x.tag) || x.blocks > maxKit || i+x.blocks > len(c.blocks) || x.linked > 0 || c.blocks[i].inList() ||
		x.mislabelled(body) {
		return nil
	}
	k := &kit{box: x, blocks: c.blocks[i : i+x.blocks]}
	heads, plain := 0, 0
	for n, b := range k.blocks {
		before := n > 0 && k.blocks[n-1].inList()
		switch {
		case !x.holds(b.box) || b.grid != nil || b.runes > maxHeading || !b.inList() && (b.runes > maxPlain || phrases(b.text)+promises(b.text) > 0):
			return nil
		case b.inList():
			k.count(b)
			if !before {
				heads++
			}
		case b.kind != news.Heading:
			plain++
		}
		k.mean += b.kept / float64(len(k.blocks))
	}
	if k.blocks[len(k.blocks)-1].inList() && k.items >= leastItems && plain <= heads+2 && !promising(k.blocks) {
		return k
	}
	return nil
}

// count counts an item.
func (k *kit) count(b *block) {
	k.items++
	first, _ := utf8.DecodeRuneInString(b.text)
	if b.number > 0 || unicode.IsDigit(first) || b.tag == atom.Dd {
		k.counted++
	}
	if strings.ContainsFunc(b.text, func(r rune) bool { return unicode.Is(unicode.Sc, r) }) {
		k.priced++
	}
}

// inList reports whether a block is an item or a definition.
func (b *block) inList() bool {
	return b.kind == news.ListItem || b.box.inside&inDefs != 0 && b.kind == news.Paragraph
}

// mislabelled reports whether a box within another is named, or lies in one that is named, what no report is in. Elements beside
// the text are no names: what they hold may be missed.
func (x *box) mislabelled(outer *box) bool {
	return x.within(outer, wRelated|wShare|wAd|wNav|wLetter|wComment|wConsent|wAuthor|wLegal|wPlayer) ||
		x.inside&^outer.inside&(inNav|inFigure|inLink) != 0
}
