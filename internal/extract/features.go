package extract

import (
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// view is what the features of a block are measured against: the page as a whole.
type view struct {
	blocks       []*block
	best         *box            // the box with the most prose directly in it
	core         *box            // the smallest box with nearly all prose around best
	style        map[uint64]int  // bytes of good text by the signature of its box
	most         int             // the largest of style
	twice        map[string]int  // how often a text occurs
	start        int             // order of the block that is the headline; -1: none
	good         []int           // bytes of good text before each block
	total        int             // bytes of good text on the page
	title        gist            // tokens of the likeliest title
	about        map[uint64]bool // shingles of the description
	dataShingles map[uint64]bool // shingles of the text that JSON-LD carries
	missed       []*box          // tables that stand where the report does
	listLost     bool            // a box of lists that stands where the report does was left out
	formed       bool            // the report was found by its form alone: a table or a row of headings under the headline
	hid          bool            // something that looks like the report was left out because it is hidden
	vote         vote            // what a simple reader would take

	marks []uint64 // shingles of the block at hand
}

// A block has numFirstFeatures features before the first round, and numFeatures before the
// second. The model names them by their order.
const (
	numFirstFeatures = 169
	numFeatures      = 197
)

// features measures block i. Every feature is general: nothing in it knows a site.
func (c *view) features(i int) []float32 {
	b := c.blocks[i]
	f := make([]float32, 0, numFeatures)
	f = c.form(f, b)
	f = c.place(f, b, i)
	f = c.company(f, b, i)
	f = around(f, b)
	f = c.branch(f, b)
	return f
}

// branch is what the piece of the best box is like in which the block lies: its
// child that holds the block, or the outermost box outside it.
func (c *view) branch(f []float32, b *block) []float32 {
	x := branchOf(b.box, c.best)
	f = append(f, log(x.chars), ratio(x.linked, x.chars), log(x.blocks), ratio(x.goods, x.chars), truth(x == b.box),
		truth(x.tag == atom.Ul || x.tag == atom.Ol || x.tag == atom.Dl), truth(x.tag == atom.Div || x.tag == atom.Section || x.tag == atom.Aside),
		truth(x.tag == atom.Blockquote), truth(x.tag == atom.Figure || x.tag == atom.Table))
	for _, w := range []words{wRelated, wBox, wShare | wLetter, wAd | wConsent, wAuthor | wMeta, wEmbed | wPlayer, wCaption, wCard} {
		f = append(f, truth(x.own.has(w)))
	}
	up, down := 20, 20
	if c.start >= 0 {
		up, down = apart(b.box, c.blocks[c.start].box)
	}
	return append(f, float32(up), float32(down))
}

// branchOf is the child of outer that holds x. When outer does not hold x, it is
// the child of the smallest box that holds both.
func branchOf(x, outer *box) *box {
	for o := outer; o != nil; o = o.parent {
		for y := x; y != nil; y = y.parent {
			if y.parent == o {
				return y
			}
			if y.depth <= o.depth {
				break
			}
		}
		if o == x {
			return x
		}
	}
	return x
}

// apart is how far two boxes are from the smallest box that holds both.
func apart(a, b *box) (up, down int) {
	for a != b && a.parent != nil && b.parent != nil {
		switch {
		case a.depth > b.depth:
			a = a.parent
			up++
		case b.depth > a.depth:
			b = b.parent
			down++
		default:
			a, b = a.parent, b.parent
			up++
			down++
		}
	}
	return up, down
}

// form is how the text itself looks.
func (c *view) form(f []float32, b *block) []float32 {
	t := b.text
	n := float64(b.runes)
	has := b.has
	first, _ := utf8.DecodeRuneInString(t)
	last, _ := utf8.DecodeLastRuneInString(t)
	return append(f,
		log(b.runes), log(has.spaces+1), ratio(has.letters, has.spaces+1),
		float32(b.density()), float32(min(b.links, 20)), ratio(b.bold, len(t)), ratio(has.upper, has.letters), ratio(has.digits, b.runes),
		float32(min(has.stops, 12)), float32(float64(has.commas)*100/(n+20)), float32(min(has.quotes, 6)),
		truth(strings.ContainsRune(".!?。।…", last)), truth(strings.ContainsRune("\"”“«»」'’)", last)), truth(last == ':'),
		truth(unicode.IsUpper(first)), truth(unicode.IsLower(first)), truth(unicode.IsDigit(first)), truth(unicode.IsPunct(first)),
		truth(unicode.IsSymbol(first)),
		truth(has.bullet), truth(has.rights), truth(has.at),
		truth(strings.Contains(t, "http") || strings.Contains(t, "www.")),
		float32(phrases(t)), float32(promises(t)),
		truth(b.links > 0 && b.linked >= len(t)-3), ratio(b.linked, max(1, b.links)*20),
		float32(min(3, c.twice[t])),
	)
}

// place is where the block stands on the page.
func (c *view) place(f []float32, b *block, i int) []float32 {
	after := 0
	if c.start >= 0 {
		after = i - c.start
	}
	before := c.good[i]
	depthBest, depthCore := steps(b.box, c.best), steps(b.box, c.core)
	return append(f,
		ratio(i, len(c.blocks)), ratio(before, c.total), log(before), log(c.total-before), log(c.total),
		truth(c.start >= 0), float32(max(-30, min(60, after))), truth(after > 0),
		float32(depthBest), float32(depthCore), truth(b.box == c.best || b.box.parent == c.best),
		ratio(b.box.direct, maxDirect(c)), ratio(parent(b.box).direct, maxDirect(c)), ratio(parent(parent(b.box)).direct, maxDirect(c)),
		ratio(c.style[b.box.sign], c.most), ratio(c.style[b.box.sign], c.total),
		float32(min(b.box.depth, 40)), float32(min(40, c.best.depth)-min(40, b.box.depth)),
	)
}

// company is what stands beside the block and around it.
func (c *view) company(f []float32, b *block, i int) []float32 {
	for _, d := range []int{-2, -1, 1, 2} {
		j := i + d
		if j < 0 || j >= len(c.blocks) {
			f = append(f, -1, -1, -1, -1, -1)
			continue
		}
		o := c.blocks[j]
		f = append(f, log(o.runes), float32(o.density()), truth(o.good()), truth(o.box.sign == b.box.sign), truth(o.box.parent == b.box.parent))
	}
	x := b.box
	for range 4 {
		f = append(f, ratio(x.linked, x.chars), log(x.chars), ratio(x.goods, x.chars), log(x.blocks), log(x.paras), ratio(x.goods, c.total))
		x = parent(x)
	}
	shared, all := 0, 0
	for w := range tokens(b.text) {
		all++
		if c.title.has(w) {
			shared++
		}
	}
	c.marks = shingles(c.marks[:0], b.text)
	head := float32(0)
	if len(c.title) > 0 {
		head = ratio(shared, max(all, len(c.title)))
	}
	carried := float32(-1)
	if len(c.dataShingles) > 20 {
		carried = shareOf(c.marks, c.dataShingles)
	}
	f = append(f, head, ratio(shared, all), shareOf(c.marks, c.about), carried, log(len(c.dataShingles)))
	return c.vote.on(f, b.box)
}

// around is what the elements that hold the block say.
func around(f []float32, b *block) []float32 {
	near := b.box.own | parent(b.box).own | parent(parent(b.box)).own
	for w := range numWords {
		v := float32(0)
		switch {
		case b.box.own.has(1 << w):
			v = 3
		case near.has(1 << w):
			v = 2
		case b.box.above.has(1 << w):
			v = 1
		}
		f = append(f, v)
	}
	for t := range numTags {
		f = append(f, truth(b.box.inside&(1<<t) != 0))
	}
	return append(f,
		truth(b.tag == atom.P), truth(b.tag == atom.Div || b.tag == atom.Section || b.tag == atom.Article), truth(b.tag == atom.Li),
		truth(b.tag == atom.H2), truth(b.tag == atom.H3 || b.tag == atom.H4),
		truth(b.tag == atom.Td || b.tag == atom.Th), truth(b.tag == atom.H1),
	)
}

func parent(x *box) *box {
	if x.parent == nil {
		return x
	}
	return x.parent
}

// steps is how many boxes lie between x and the box around it, 20 when it is not inside.
func steps(x, outer *box) int {
	for n := range 20 {
		if x == outer {
			return n
		}
		if x.parent == nil {
			break
		}
		x = x.parent
	}
	return 20
}

func maxDirect(c *view) int { return max(1, c.best.direct) }

// logs are the logarithms of most numbers that are asked for.
var logs = sync.OnceValue(func() []float32 {
	out := make([]float32, 4096)
	for n := range out {
		out[n] = float32(math.Log1p(float64(n)))
	}
	return out
})

func log(n int) float32 {
	if known := logs(); n >= 0 && n < len(known) {
		return known[n]
	}
	return float32(math.Log1p(float64(max(0, n))))
}

func ratio(a, b int) float32 { return float32(a) / float32(max(1, b)) }

func truth(b bool) float32 {
	if b {
		return 1
	}
	return 0
}
