package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// A fold is a text that its heading opens: the questions and answers below a report that lie closed until a reader clicks. The
// folds of one box are one decision; the model doubts short answers one by one.

// Bounds of folds.
const (
	leastFolds = 2
	maxFolds   = 80   // blocks
	foldsAlike = 0.06 // the mean of the model's probabilities from which they are the report's
)

// folds takes the folds that stand in the box of a paragraph of which the model is sure, whole or not at all.
func (c *view) folds() {
	var last *block
	for i := 0; i < len(c.blocks); i++ {
		b := c.blocks[i]
		if b.good() && b.prob >= sure && b.box.inside&notProse == 0 {
			last = b
		}
		if last == nil || !b.folds() {
			continue
		}
		outer := b.box.parent
		if n := c.openers(b, outer); n < leastFolds && outer.parent != nil {
			outer = outer.parent
		}
		up, down := apart(outer, last.box)
		if up < 1 || up > 2 || down > 2 || c.openers(b, outer) < leastFolds || outer.own.has(notReports&^wCard) {
			continue
		}
		i += c.unfold(i, outer) - 1
	}
}

// corrections takes the note below the last paragraph of a report, in its box, that by its class says what was wrong with an earlier
// version of it.
func (c *view) corrections() {
	last := -1
	for i, b := range c.blocks {
		switch {
		case b.prob > 0.5 && b.kind == news.Paragraph:
			last = i
		case last >= 0 && i-last <= 2 && b.prob > 0.05 && b.kind == news.Paragraph && parent(b.box) == parent(c.blocks[last].box) &&
			b.links == 0 && b.box.node != nil && corrects(attr(b.box.node, "class")) && closes(b.text):
			b.prob = 0.6
		}
	}
}

// correcting are parts of the class names of notes that correct a report.
var correcting = strings.Fields("correction corrigend erratum errata clarification editors-note editor-note editornote korrektur berichtigung rectificat")

// corrects reports whether a class names a note that corrects a report.
func corrects(class string) bool {
	class = strings.ToLower(class)
	return slices.ContainsFunc(correcting, func(s string) bool { return strings.Contains(class, s) })
}

// unfold takes the blocks in a box of folds, from block i on, if they are likely enough, and returns how many there are.
func (c *view) unfold(i int, outer *box) int {
	j, sum, size := i, 0.0, 0
	for ; j < len(c.blocks) && j-i < maxFolds && outer.holds(c.blocks[j].box); j++ {
		if b := c.blocks[j]; b.kind != news.Heading {
			sum += b.prob * float64(len(b.text))
			size += len(b.text)
		}
	}
	if size == 0 || sum < foldsAlike*float64(size) || outer.linked*10 > outer.chars*3 {
		return j - i
	}
	for _, b := range c.blocks[i:j] {
		if b.kind != news.Caption && phrases(b.text)+promises(b.text) == 0 {
			b.prob = max(b.prob, 0.6)
		}
	}
	return j - i
}

// openers counts the headings in a box that open folds and are made like b.
func (c *view) openers(b *block, outer *box) (n int) {
	for _, o := range c.blocks[b.order:min(len(c.blocks), b.order+maxFolds)] {
		if !outer.holds(o.box) {
			break
		}
		if o.box.sign == b.box.sign && o.folds() {
			n++
		}
	}
	return n
}

// folds reports whether a block is a heading that opens the text below it: it is a button, or AMP makes one of it.
func (b *block) folds() bool {
	n := b.box.node
	if b.kind != news.Heading || b.tag == atom.H1 || b.links > 0 || n == nil {
		return false
	}
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.DataAtom == atom.Button || d.Type == html.ElementNode && (attr(d, "aria-controls") != "" || attr(d, "aria-expanded") != "") {
			return true
		}
	}
	if attr(n, "aria-controls") != "" || attr(n, "aria-expanded") != "" {
		return true
	}
	item := n.Parent
	return item != nil && item.Parent != nil && item.Parent.Data == "amp-accordion"
}
