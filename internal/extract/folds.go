package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

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
		if n := c.foldsFrom(i, last.box); n > 0 {
			c.unfold(c.blocks[i : i+n])
			i += n - 1
		}
	}
}

// foldsFrom is how many blocks from i on are folds near a paragraph of the report; 0: they are none.
func (c *view) foldsFrom(i int, near *box) int {
	unit := c.blocks[i].box.parent
	for up := 0; up < 3 && unit.parent != nil && !unit.holds(near); up++ {
		if far, down := apart(unit, near); far > 4 || down > 2 || unit.parent.own.has(notReports&^wCard) {
			return 0
		}
		if n := max(c.foldsAt(i, unitsOf(unit)), c.foldsAt(i, unit.holds)); n > 0 {
			return n
		}
		unit = unit.parent
	}
	return 0
}

// unitsOf tells which boxes lie in a box, or in one beside it that is made like it.
func unitsOf(unit *box) func(*box) bool {
	return func(x *box) bool { return unit.holds(x) || unit.parent != nil && unit.twinOver(x) != nil }
}

// foldsAt is how many blocks from i on are folds that lie together; 0 where there are too few.
func (c *view) foldsAt(i int, together func(*box) bool) int {
	first, j, openers := c.blocks[i], i, 0
	for ; j < len(c.blocks) && j-i < maxFolds && together(c.blocks[j].box); j++ {
		if o := c.blocks[j]; o.box.sign == first.box.sign && o.folds() {
			openers++
		}
	}
	if openers < leastFolds || openers == j-i {
		return 0
	}
	return j - i
}

// unfold takes folds if they are likely enough, and most of their text is sentences.
func (c *view) unfold(folds []*block) {
	sum, size, linked, said := 0.0, 0, 0, 0
	for _, b := range folds {
		if !b.folds() {
			if last, _ := utf8.DecodeLastRuneInString(b.text); closes(b.text) || stopless(last) {
				said += len(b.text)
			}
			sum += b.prob * float64(len(b.text))
			size += len(b.text)
			linked += b.linked
		}
	}
	if size == 0 || sum < foldsAlike*float64(size) || linked*10 > size*3 || said*2 < size {
		return
	}
	for _, b := range folds {
		if b.kind != news.Caption && phrases(b.text)+promises(b.text) == 0 {
			b.prob = max(b.prob, 0.6)
		}
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

// folds reports whether a block is a heading that opens the text below it: it is a button, the summary of details, a link to
// the text, or AMP makes one of it.
func (b *block) folds() bool {
	n := b.box.node
	switch {
	case n == nil || b.tag == atom.H1 || b.runes > maxHeading:
		return false
	case b.tag == atom.Summary, b.tag == atom.Button, n.Parent != nil && n.Parent.DataAtom == atom.Summary:
		return b.links == 0
	case b.kind != news.Heading && b.tag != atom.Dt:
		return false
	}
	if b.links > 0 {
		return strings.HasPrefix(b.href, "#") && attr(n, "id") != b.href[1:] && n.Parent != nil && pointsAt(n, b.href[1:])
	}
	for d := n.FirstChild; d != nil; d = d.NextSibling {
		if d.DataAtom == atom.Button || d.Type == html.ElementNode && says(d, "aria-controls", "aria-expanded") {
			return true
		}
	}
	item := n.Parent
	return says(n, "aria-controls", "aria-expanded") || item != nil && item.Parent != nil && item.Parent.Data == "amp-accordion"
}

// says reports whether an element has any of some attributes.
func says(n *html.Node, keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return attr(n, key) != "" })
}

// pointsAt reports whether the next element after a heading, or after the box of the heading, has an id.
func pointsAt(n *html.Node, id string) bool {
	for _, from := range []*html.Node{n, n.Parent} {
		if next := nextElement(from); next != nil && attr(next, "id") == id {
			return true
		}
	}
	return false
}

// nextElement is the next element beside another; nil: there is none.
func nextElement(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}

// opensNext reports whether a button opens the text that stands right below it.
func opensNext(n *html.Node) bool {
	next := nextElement(n)
	if next == nil || !says(n, "aria-controls", "aria-expanded") || next.DataAtom != atom.Div && next.DataAtom != atom.Section && next.DataAtom != atom.P {
		return false
	}
	if id := attr(n, "aria-controls"); id != "" {
		return attr(next, "id") == id
	}
	return true
}
