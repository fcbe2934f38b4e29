package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// smallest is the width or height, in CSS pixels, below which a picture is an icon or a portrait.
const smallest = 100

// isIcon reports whether a picture says that it is too small to have a caption.
func isIcon(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key != "width" && a.Key != "height" {
			continue
		}
		if px, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(a.Val), "px")); err == nil && px < smallest {
			return true
		}
	}
	return false
}

// underPicture reports whether a block is a line that stands under a picture and speaks of it: no sentence, and either alone
// with the picture in a box or in italics as a whole.
func (b *block) underPicture() bool {
	if b.shot == nil || b.kind != news.Paragraph || b.runes < shortestCaption || b.runes > longestCaption || b.bold*2 >= len(b.text) ||
		b.density() > 0.5 || b.box.blocks > 1 || endsIn(strings.TrimRight(b.text, "\"”»’)"), ".!?:。…！？：।") {
		return false
	}
	for x := b.box; x != nil && x.blocks == 1; x = x.parent {
		if x.holds(b.shot) {
			return true
		}
	}
	return b.italic()
}

// Bounds of a caption that nothing names one, in characters.
const (
	shortestCaption = 8
	longestCaption  = 160
)

// italic reports whether the whole text of a block that is alone in its box is in italics.
func (b *block) italic() bool {
	if b.box.node == nil {
		return false
	}
	slanted := 0
	for n := range b.box.node.Descendants() {
		if n.DataAtom == atom.Em || n.DataAtom == atom.I {
			slanted += len(plain(n))
		}
	}
	return slanted >= len(b.text)
}

// pictures makes captions of the lines under pictures among what is taken.
func (c *view) pictures() {
	for _, b := range c.blocks {
		if b.prob > 0.5 && b.underPicture() {
			b.kind, b.shown = news.Caption, true
		}
	}
}
