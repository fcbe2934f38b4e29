package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// survey looks at a page as a whole, once, before its blocks are measured.
func survey(blocks []*block, boxes []*box, titles []string, about, data string) *view {
	c := &view{
		blocks: blocks, style: map[uint64]int{}, twice: map[string]int{}, start: -1, good: make([]int, len(blocks)),
		about: shingleSet(about), dataShingles: shingleSet(data), best: boxes[0],
	}
	for i, b := range blocks {
		c.good[i] = c.total
		b.has = charactersOf(b.text)
		c.twice[b.text]++
		if b.good() {
			c.total += len(b.text)
			c.style[b.box.sign] += len(b.text)
			c.most = max(c.most, c.style[b.box.sign])
		}
	}
	for _, x := range boxes {
		if weigh(x) > weigh(c.best) {
			c.best = x
		}
	}
	c.core = c.best
	for x := c.best; x != nil; x = x.parent {
		c.core = x
		if x.goods*10 >= c.total*9 {
			break
		}
	}
	if len(titles) > 0 {
		c.title = gists(titles[:1])[0]
	}
	c.start = c.headline(titles)
	c.vote = polled(blocks, boxes)
	for i, b := range blocks {
		b.f = c.features(i)
	}
	return c
}

// weigh is the prose directly in a box, less where the box says that it is not the report.
func weigh(x *box) int {
	w := x.direct
	if x.above.has(wComment|wConsent) || x.inside&(inFooter|inNav|inHidden) != 0 {
		w /= 4
	}
	return w
}

// maxCompared bounds the blocks that are compared with the titles.
const maxCompared = 1500

// headline finds the block that is the headline: the heading most like a title.
func (c *view) headline(titles []string) int {
	at, best, looked := -1, float32(0.5), 0
	sets := gists(titles)
	for i, b := range c.blocks {
		if b.runes > 250 || looked > maxCompared || b.box.inside&inHeading == 0 && i > maxCompared {
			continue
		}
		looked++
		s := sets.like(b.text)
		if b.box.inside&inHeading == 0 {
			s -= 0.3
		}
		if s > best {
			at, best = i, s
		}
	}
	return at
}

// gist is the set of a text's tokens in lower case.
type gist map[string]bool

// has reports whether a token is in the set, in either case.
func (g gist) has(w string) bool {
	var low [32]byte
	if len(g) == 0 || len(w) > len(low) {
		return g[strings.ToLower(w)]
	}
	for i := range len(w) {
		switch c := w[i]; {
		case c >= utf8.RuneSelf:
			return g[strings.ToLower(w)]
		case c >= 'A' && c <= 'Z':
			low[i] = c | 0x20
		default:
			low[i] = c
		}
	}
	return g[string(low[:len(w)])]
}

type gistList []gist

func gists(texts []string) gistList {
	out := make(gistList, 0, len(texts))
	for _, t := range texts {
		g := gist{}
		for w := range tokens(strings.ToLower(t)) {
			g[w] = true
		}
		out = append(out, g)
	}
	return out
}

// like is how much of s and of the most similar of the texts is common to both
// (Jaccard index of their tokens).
func (l gistList) like(s string) float32 {
	var few [64]string
	own := few[:0]
	for w := range tokens(strings.ToLower(s)) {
		if !slices.Contains(own, w) && len(own) < 200 {
			own = append(own, w)
		}
	}
	most := float32(0)
	for _, g := range l {
		both := 0
		for _, w := range own {
			if g[w] {
				both++
			}
		}
		if all := len(own) + len(g) - both; all > 0 {
			most = max(most, ratio(both, all))
		}
	}
	return most
}

// alike compares one text with others.
func alike(s string, others []string) float32 { return gists(others).like(s) }
