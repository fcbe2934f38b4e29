package extract

import "github.com/waidian/waidian/internal/news"

// decide chooses the report, and once more where the first choice is suspect: the model is not
// sure of it, and it has nothing to do with the headline, though there is other prose beside that.
func (p *page) decide(c *view) []news.Block {
	before := c.probs()
	out := p.choose(c)
	around := c.standing(p.taken)
	if around == nil {
		return out
	}
	first, after := p.taken, c.probs()
	c.restore(before)
	for _, b := range c.blocks {
		if !around.holds(b.box) {
			b.prob = 0
		}
	}
	if second := p.choose(c); len(second) > 0 {
		return second
	}
	c.restore(after)
	p.taken = first
	return out
}

// standing is the smallest box around the headline that holds three paragraphs to which the model
// gives a chance, where nothing of it was taken; nil: there is none.
func (c *view) standing(taken []*block) *box {
	if c.start < 0 || len(taken) == 0 || trust(taken) > doubted {
		return nil
	}
	held := map[*box]bool{}
	for _, b := range taken {
		for x := b.box; x != nil && !held[x]; x = x.parent {
			held[x] = true
		}
	}
	x := c.blocks[c.start].box
	for ; x != nil && !held[x]; x = x.parent {
		prose := 0
		for _, b := range c.blocks {
			if b.prob > 0.25 && b.good() && b.kind != news.Heading && !b.box.unlikely() && x.holds(b.box) {
				prose++
			}
		}
		if prose >= 3 {
			return x
		}
	}
	return nil
}

// doubted is the trust up to which a choice is looked at again.
const doubted = 0.85

// trust is the mean probability of some blocks, by their length.
func trust(blocks []*block) float64 {
	sum := 0.0
	for _, b := range blocks {
		sum += b.prob * float64(len(b.text))
	}
	return sum / float64(max(1, size(blocks)))
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
