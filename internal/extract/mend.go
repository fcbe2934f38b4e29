package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// headings takes a heading between two paragraphs of the report: in the same box as the second, or where the model is sure of
// both and does not rule it out. Headings that are links are taken where several made alike stand so.
func (c *view) headings() {
	taken, last := false, -1
	linked := map[uint64][]*block{}
	for i, b := range c.blocks {
		if next := c.below(i); taken && next != nil {
			tight := i-last <= closeBy && next.prob > sure
			switch {
			case b.density() > 0.5:
				if tight && b.prob > 0.3 {
					linked[b.box.sign] = append(linked[b.box.sign], b)
				}
			case next.box.parent == b.box.parent, tight && b.prob > 0.2:
				b.prob = max(b.prob, 0.6)
			}
		}
		if b.prob > 0.5 && b.runes > 60 {
			taken, last = true, i
		}
	}
	for _, alike := range linked {
		for _, b := range alike {
			if len(alike) >= severalLinked {
				b.prob = max(b.prob, 0.6)
			}
		}
	}
}

// below is the paragraph of the report that stands right below block i, if that is a heading that leads nowhere else; nil: it
// is none.
func (c *view) below(i int) *block {
	b := c.blocks[i]
	if b.kind != news.Heading || b.tag == atom.H1 || b.runes >= 150 || phrases(b.text) > 0 || i+1 == len(c.blocks) {
		return nil
	}
	next := c.blocks[i+1]
	if next.prob <= 0.7 || next.kind == news.Heading || next.runes <= 60 {
		return nil
	}
	return next
}

const (
	closeBy       = 5 // blocks from the paragraph above to a heading
	severalLinked = 3 // headings that are links
)

// firsts takes the heading that a report begins with, below the headline, if a heading made alike is taken further down:
// what comes first has nothing above it that says so.
func (c *view) firsts() {
	for i := c.start + 1; i > 0 && i+1 < len(c.blocks); i++ {
		b, next := c.blocks[i], c.blocks[i+1]
		if b.prob > 0.5 && b.kind != news.Caption {
			return
		}
		if b.kind != news.Heading || b.tag == atom.H1 || b.density() > 0.5 || b.runes >= 150 || phrases(b.text) > 0 ||
			next.prob <= 0.7 || next.kind == news.Heading || next.runes <= 60 || next.box.parent != b.box.parent {
			continue
		}
		if slices.ContainsFunc(c.blocks[i+1:], func(o *block) bool { return o.kind == news.Heading && o.prob > 0.5 && o.box.sign == b.box.sign }) {
			b.prob = 0.6
		}
		return
	}
}

// points takes headings made alike that are the report: three or more under the headline with nothing between them, each of
// several words and no link.
func (c *view) points() {
	for i := max(0, c.start+1); i < len(c.blocks); {
		first := c.blocks[i]
		j, chars := i, 0
		for ; j < len(c.blocks) && c.blocks[j].pointAs(first); j++ {
			chars += len(c.blocks[j].text)
		}
		if j == i {
			i++
			continue
		}
		if !first.box.elsewhere() && c.alone(j-i, chars, first.box) {
			for _, b := range c.blocks[i:j] {
				b.prob = max(b.prob, 0.6)
			}
			c.opens(i)
			return
		}
		i = j
	}
}

// pointAs reports whether a block is a heading without a link that says something, beside another and made like it.
func (b *block) pointAs(o *block) bool {
	return b.kind == news.Heading && b.tag != atom.H1 && b.links == 0 && b.box.sign == o.box.sign && parent(b.box) == parent(o.box) &&
		(b.has.spaces >= 2 || b.runes >= 20) && phrases(b.text)+promises(b.text) == 0 &&
		b.box.inside&(inAside|inFooter|inNav|inHidden|inForm) == 0 && !b.box.above.has(wRelated)
}

// orphans leaves out a heading whose box holds other text, captions aside, and none of it is the report's.
func (c *view) orphans() {
	taken, captions := map[*box]bool{}, map[*box]int{}
	for _, b := range c.blocks {
		if b.kind == news.Caption {
			for x := b.box; x != nil; x = x.parent {
				captions[x]++
			}
		}
		if b.prob > 0.5 && b.kind != news.Heading {
			for x := b.box; x != nil && !taken[x]; x = x.parent {
				taken[x] = true
			}
		}
	}
	for _, b := range c.blocks {
		if up := parent(b.box); b.kind == news.Heading && b.prob > 0.5 && up.blocks-captions[up] > 1 && !taken[up] {
			b.prob = 0.4
		}
	}
}

// asides leaves out the offers of other reports that interrupt this one or follow it.
func (c *view) asides() {
	for _, b := range c.blocks {
		if b.kind != news.Caption && b.prob < 0.9 && b.offers() {
			b.prob = min(b.prob, 0.4)
		}
	}
}

// offers reports whether a block is one link and no sentence, or begins as such lines
// do and is a link for the most part.
func (b *block) offers() bool {
	if b.kind == news.Row {
		return false
	}
	if b.density() > 0.5 && b.runes < 200 && phrases(b.text) > 0 {
		return true
	}
	return b.density() > 0.95 && b.runes > 15 && !strings.ContainsAny(b.text[len(b.text)-1:], ".!?\"")
}

// likes takes what the model is not sure of where something made alike is the report's: the
// model judges each block by itself.
func (c *view) likes() {
	type kin struct {
		box  *box
		sign uint64
	}
	beside := map[kin]bool{}
	taken, alike := map[uint64]int{}, map[uint64]int{}
	for _, b := range c.blocks {
		alike[b.box.sign] += len(b.text)
		if b.prob > 0.5 {
			beside[kin{parent(b.box), b.box.sign}] = true
			taken[b.box.sign] += len(b.text)
		}
	}
	for _, b := range c.blocks {
		bar := 1.0
		switch {
		case taken[b.box.sign]*2 > alike[b.box.sign]:
			bar = kindred
		case beside[kin{parent(b.box), b.box.sign}]:
			bar = companion
		}
		if b.prob > bar && b.prob <= 0.5 && b.density() <= 0.5 && b.kind != news.Caption && b.kind != news.Row && b.box.inside&inHidden == 0 &&
			phrases(b.text)+promises(b.text) == 0 {
			b.prob = 0.6
		}
	}
}

// The probabilities from which a block is in the report: if something like it in the same box is, and
// if most of what is like it anywhere on the page is, as where a report lies in several boxes alike.
const (
	companion = 0.3
	kindred   = 0.2
)

// mass is the text, in bytes, of the blocks that are more likely in the report than not.
func (c *view) mass() (n int) {
	for _, b := range c.blocks {
		if b.prob > 0.5 {
			n += len(b.text)
		}
	}
	return n
}

// sparing runs a step that only takes away. Where that leaves less than half of the
// report that there was, the step has not understood the page, and nothing goes.
func (c *view) sparing(mass int, step func()) {
	before := c.probs()
	if step(); c.mass()*2 < mass {
		c.restore(before)
	}
}

// probs are the probabilities of all blocks.
func (c *view) probs() []float64 {
	out := make([]float64, len(c.blocks))
	for i, b := range c.blocks {
		out[i] = b.prob
	}
	return out
}

func (c *view) restore(probs []float64) {
	for i, b := range c.blocks {
		b.prob = probs[i]
	}
}

// bridge takes what is between two blocks of the report, in the same box as both
// and made like one of them.
func (c *view) bridge() {
	for i, b := range c.blocks {
		if c.quotesCode(i) {
			b.prob = 0.6
		}
		if b.prob <= 0.1 || b.prob > 0.5 || b.density() > 0.5 || b.kind == news.Caption || b.kind == news.Heading ||
			phrases(b.text)+promises(b.text) > 0 {
			continue
		}
		before, after := c.beside(i, -1), c.beside(i, 1)
		if before != nil && after != nil && before.prob >= sure && after.prob >= sure &&
			(before.box.sign == b.box.sign || after.box.sign == b.box.sign) {
			b.prob = 0.6
		}
	}
}

// quotesCode reports whether a block is preformatted text between two paragraphs of the report.
func (c *view) quotesCode(i int) bool {
	b := c.blocks[i]
	if b.tag != atom.Pre || b.prob <= 0.1 || b.prob > 0.5 || i == 0 || i+1 == len(c.blocks) {
		return false
	}
	before, after := c.blocks[i-1], c.blocks[i+1]
	return before.prob >= sure && after.prob >= sure && parent(before.box) == parent(after.box) && parent(before.box).holds(b.box)
}

// span takes the prose in a box of no name between two blocks of which the model is sure, where
// nothing else is between them: what a script opens, or a plain wrapper.
func (c *view) span() {
	last := -1
	for i, b := range c.blocks {
		if b.prob < sure || !b.good() {
			continue
		}
		if last >= 0 && i-last > 1 && i-last <= maxSpan && parent(c.blocks[last].box) == parent(b.box) {
			c.fill(last, i)
		}
		last = i
	}
}

// maxSpan is how many blocks apart two may be between which something is filled in.
const maxSpan = 7

// fill takes the blocks between two others if all are prose, made by the element that the two are
// made by, and lie in plain boxes within the box of both.
func (c *view) fill(from, to int) {
	outer := parent(c.blocks[from].box)
	between := c.blocks[from+1 : to]
	for _, b := range between {
		if b.prob < 0.15 || !b.good() || b.tag != c.blocks[from].tag || b.kind == news.Caption || phrases(b.text)+promises(b.text) > 0 {
			return
		}
		for x := b.box; x != outer; x = x.parent {
			if x.parent == nil || x.own != 0 || x.inside&^outer.inside&(inAside|inFooter|inNav|inForm|inHidden|inFigure|inLink) != 0 {
				return
			}
		}
	}
	for _, b := range between {
		b.prob = max(b.prob, 0.6)
	}
}

// sure is the probability from which a block vouches for one beside it.
const sure = 0.85

// beside is the nearest block of the report before or after block i in the same box,
// nil where something of another make comes between.
func (c *view) beside(i, step int) *block {
	b := c.blocks[i]
	for j := i + step; j >= 0 && j < len(c.blocks) && (j-i)*step < 4; j += step {
		o := c.blocks[j]
		if o.box.parent != b.box.parent {
			continue
		}
		if o.prob > 0.5 {
			return o
		}
		if o.density() > 0.5 || o.box.sign != b.box.sign {
			return nil
		}
	}
	return nil
}

// letters leaves out what the model doubts in a small box that is named for a newsletter or
// a subscription.
func (c *view) letters() {
	for _, b := range c.blocks {
		if b.prob >= 0.9 {
			continue
		}
		for x := b.box; x != nil && x.goods*10 < c.total; x = x.parent {
			if x.own.has(wLetter) && !x.own.has(wBody|wArticle) {
				b.prob = min(b.prob, 0.4)
			}
		}
	}
}

// bios leaves out what a page says of the writer in a box named for that, where there is other
// text of the report under the headline.
func (c *view) bios() {
	var bios []*block
	report := false
	for _, b := range c.blocks {
		switch {
		case b.prob <= 0.5 || !b.good():
		case b.inBio(c):
			bios = append(bios, b)
		default:
			report = report || b.order > c.start && b.prob > 0.6 && b.box.inside&(inAside|inFooter|inNav) == 0
		}
	}
	for _, b := range bios {
		if report {
			b.prob = 0
		}
	}
}

// inBio reports whether a block lies in a small box that is named for an author and nothing
// else, without the headline.
func (b *block) inBio(c *view) bool {
	for x := b.box; x != nil && x.blocks <= maxBio; x = x.parent {
		if x.own.has(wAuthor) && !x.own.has(wBody|wArticle|wContent|wTitle|wLead) {
			return c.start < 0 || !x.holds(c.blocks[c.start].box)
		}
	}
	return false
}

// holds reports whether y is x or lies in it.
func (x *box) holds(y *box) bool {
	for ; y != nil && y.depth >= x.depth; y = y.parent {
		if y == x {
			return true
		}
	}
	return false
}

// maxBio is the most blocks that a box about an author has.
const maxBio = 6

// others leaves out the reports that follow this one on its page: those in boxes beside
// its own that are made like it and have a headline of the first order of their own.
func (c *view) others() {
	main := c.headed()
	if main == nil {
		return
	}
	headed := map[*box]bool{}
	for _, b := range c.blocks {
		if x := main.twinOver(b.box); x != nil && b.tag == atom.H1 {
			headed[x] = true
		}
	}
	for _, b := range c.blocks {
		if x := main.twinOver(b.box); x != nil && headed[x] {
			b.prob = min(b.prob, 0.05)
		}
	}
}

// following leaves out the reports that scripts add to the page when its end is reached: those in a box whose own data give
// the address to which the heading in it leads.
func (c *view) following() {
	for _, b := range c.blocks {
		if b.kind != news.Heading || b.href == "" || b.density() < 0.9 || b.order <= c.start || strings.HasPrefix(b.href, "#") {
			continue
		}
		x := b.box
		for up := 0; x != nil && up <= maxUpFollowing && !x.says(b.href); up++ {
			x = x.parent
		}
		if x == nil || !x.says(b.href) || c.start >= 0 && x.holds(c.blocks[c.start].box) {
			continue
		}
		for _, o := range c.blocks[b.order:] {
			if !x.holds(o.box) {
				break
			}
			o.prob = min(o.prob, 0.05)
		}
	}
}

// maxUpFollowing is how many boxes above its heading the one of a following report is looked for.
const maxUpFollowing = 4

// says reports whether a box gives an address in its data for scripts.
func (x *box) says(address string) bool {
	return x.node != nil && slices.ContainsFunc(x.node.Attr, func(a html.Attribute) bool {
		return a.Val == address && strings.HasPrefix(a.Key, "data-")
	})
}

// headed is the smallest box around the headline that also holds text of the report; nil
// where the headline is not of the first order, or where that box is the whole page.
func (c *view) headed() *box {
	if c.start < 0 || c.blocks[c.start].tag != atom.H1 {
		return nil
	}
	holds := map[*box]bool{}
	for _, b := range c.blocks {
		if b.prob > 0.5 && b.runes > 80 {
			for x := b.box; x != nil && !holds[x]; x = x.parent {
				holds[x] = true
			}
		}
	}
	main := c.blocks[c.start].box
	for main != nil && !holds[main] {
		main = main.parent
	}
	if main == nil || main.parent == nil {
		return nil
	}
	return main
}

// twinOver is the box beside x and made like it that holds y, or is y; nil: none.
func (x *box) twinOver(y *box) *box {
	for ; y != nil; y = y.parent {
		if y.parent == x.parent && y != x && y.sign == x.sign {
			return y
		}
	}
	return nil
}
