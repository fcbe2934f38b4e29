package extract

// second adds to each block's features what the first opinion says of the
// blocks beside it, of the boxes around it and of those in the same style.
func (c *view) second() {
	for _, b := range c.blocks {
		for x := b.box; x != nil; x = x.parent {
			x.sum = 0
		}
	}
	style, weight := map[uint64]float64{}, map[uint64]float64{}
	first, last := -1, -1
	inside := 0.0
	for i, b := range c.blocks {
		w := float64(b.runes + 10)
		style[b.box.sign] += b.prob * w
		weight[b.box.sign] += w
		for x := b.box; x != nil; x = x.parent {
			x.sum += b.prob * float64(len(b.text))
		}
		if b.prob > 0.5 {
			inside += w
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	main := c.chosen()
	ends := c.ends(main)
	for i, b := range c.blocks {
		f := b.f
		for _, d := range []int{-4, -3, -2, -1, 1, 2, 3, 4} {
			f = append(f, float32(c.probAt(i+d)))
		}
		f = append(f, float32(b.prob), float32(style[b.box.sign]/weight[b.box.sign]))
		x := b.box
		for range 4 {
			f = append(f, float32(x.sum/float64(max(1, x.chars))))
			x = parent(x)
		}
		total := max(1, c.root().sum)
		f = append(f, float32(parent(b.box).sum/total), float32(parent(parent(b.box)).sum/total))
		f = append(f, float32(max(-30, min(30, i-first))), float32(max(-30, min(30, last-i))),
			float32(steps(b.box, main)), truth(b.box.parent == main || b.box == main), log(int(inside)))
		br := branchOf(b.box, main)
		f = append(f, float32(br.sum/float64(max(1, br.chars))), float32(c.probAt(ends[br][0]-1)), float32(c.probAt(ends[br][1]+1)),
			log(br.blocks), ratio(br.linked, br.chars))
		before, after := 0.0, 0.0
		for d := 1; d <= 8; d++ {
			before += c.probAt(i - d)
			after += c.probAt(i + d)
		}
		b.f = append(f, float32(before), float32(after))
	}
}

func (c *view) probAt(i int) float64 {
	if i < 0 || i >= len(c.blocks) {
		return 0
	}
	return c.blocks[i].prob
}

func (c *view) root() *box {
	x := c.best
	for x.parent != nil {
		x = x.parent
	}
	return x
}

// chosen is the smallest box that holds nine tenths of what the first opinion took.
func (c *view) chosen() *box {
	at := c.root()
	all := at.sum
	for {
		var next *box
		for _, b := range c.blocks {
			for x := b.box; x != nil; x = x.parent {
				if x.parent == at && x.sum >= 0.9*all {
					next = x
				}
			}
			if next != nil {
				break
			}
		}
		if next == nil || all == 0 {
			return at
		}
		at = next
	}
}

// ends is where each branch of the main box begins and ends, as orders of blocks.
func (c *view) ends(main *box) map[*box][2]int {
	out := map[*box][2]int{}
	for i, b := range c.blocks {
		br := branchOf(b.box, main)
		e, ok := out[br]
		if !ok {
			e[0] = i
		}
		e[1] = i
		out[br] = e
	}
	return out
}
