package extract

import (
	"math"
	"math/rand/v2"
	"slices"
)

// row is one block as the training sees it.
type row struct {
	f    []float32
	y    float64
	w    float64
	page int
}

// recipe is how a model is trained.
type recipe struct {
	trees, depth, bins int
	rate, lambda       float64
	columns, pages     float64 // share of them that each tree sees
	seed               uint64
}

// boost trains oblivious trees on the logistic loss by second-order gradient
// boosting (Friedman 2001; Chen and Guestrin 2016 for the leaf weights;
// oblivious trees as in Prokhorenkova et al. 2018).
func boost(rows []row, r recipe) forest {
	if len(rows) == 0 {
		return forest{}
	}
	rnd := rand.New(rand.NewPCG(r.seed, 1))
	cuts, cols := bin(rows, r.bins)
	n := len(rows)
	score := make([]float64, n)
	pos, sum := 0.0, 0.0
	maxPage := 0
	for _, x := range rows {
		pos += x.y * x.w
		sum += x.w
		maxPage = max(maxPage, x.page)
	}
	m := forest{bias: float32(math.Log((pos + 1) / (sum - pos + 1)))}
	for i := range score {
		score[i] = float64(m.bias)
	}
	g, h, leaf := make([]float64, n), make([]float64, n), make([]uint8, n)
	use := make([]int32, 0, n)
	for range r.trees {
		keep := make([]bool, maxPage+1)
		for i := range keep {
			keep[i] = rnd.Float64() < r.pages
		}
		use = use[:0]
		for i, x := range rows {
			p := 1 / (1 + math.Exp(-score[i]))
			g[i], h[i], leaf[i] = x.w*(p-x.y), x.w*p*(1-p), 0
			if keep[x.page] {
				use = append(use, int32(i))
			}
		}
		m.trees = append(m.trees, grow(rows, cuts, cols, use, g, h, leaf, score, r, rnd))
	}
	return m
}

func grow(rows []row, cuts [][]float32, cols [][]uint8, use []int32, g, h []float64, leaf []uint8, score []float64, r recipe, rnd *rand.Rand) tree {
	var t tree
	for d := range t.cut {
		t.cut[d] = unasked
	}
	var some []int
	for j := range cols {
		if len(cuts[j]) > 0 && rnd.Float64() < r.columns {
			some = append(some, j)
		}
	}
	hist := make([][2]float64, 1<<r.depth*256)
	for d := range r.depth {
		bestGain, bestCol, bestCut := -1.0, -1, 0
		for _, j := range some {
			nb := len(cuts[j]) + 1
			hs := hist[:nb<<d]
			clear(hs)
			col := cols[j]
			for _, i := range use {
				x := &hs[int(leaf[i])*nb+int(col[i])]
				x[0] += g[i]
				x[1] += h[i]
			}
			for c, gain := range gains(hs, nb, 1<<d, r.lambda) {
				if gain > bestGain {
					bestGain, bestCol, bestCut = gain, j, c
				}
			}
		}
		if bestCol < 0 {
			break
		}
		t.feature[d], t.cut[d] = uint8(bestCol), cuts[bestCol][bestCut]
		col := cols[bestCol]
		for i := range leaf {
			if int(col[i]) > bestCut {
				leaf[i] |= 1 << d
			}
		}
	}
	var gs, hs [leaves]float64
	for _, i := range use {
		gs[leaf[i]] += g[i]
		hs[leaf[i]] += h[i]
	}
	for i := range t.leaf {
		t.leaf[i] = float32(-gs[i] / (hs[i] + r.lambda) * r.rate)
	}
	for i := range rows {
		score[i] += float64(t.leaf[leaf[i]])
	}
	return t
}

// gains is what each cut of one column would gain over all leaves together.
func gains(hs [][2]float64, nb, leaves int, lambda float64) []float64 {
	out := make([]float64, nb-1)
	for l := range leaves {
		var g, h float64
		for _, x := range hs[l*nb : (l+1)*nb] {
			g += x[0]
			h += x[1]
		}
		base := g * g / (h + lambda)
		var gl, hl float64
		for c := range nb - 1 {
			gl += hs[l*nb+c][0]
			hl += hs[l*nb+c][1]
			gr, hr := g-gl, h-hl
			out[c] += gl*gl/(hl+lambda) + gr*gr/(hr+lambda) - base
		}
	}
	return out
}

// bin cuts each column at its quantiles.
func bin(rows []row, bins int) (cuts [][]float32, cols [][]uint8) {
	nf := len(rows[0].f)
	cuts, cols = make([][]float32, nf), make([][]uint8, nf)
	vals := make([]float32, len(rows))
	for j := range nf {
		for i := range rows {
			vals[i] = rows[i].f[j]
		}
		s := slices.Clone(vals)
		slices.Sort(s)
		uniq := slices.Compact(slices.Clone(s))
		for b := 1; b < bins && len(uniq) > 1; b++ {
			v := s[len(s)*b/bins]
			if len(uniq) <= bins {
				if b >= len(uniq) {
					break
				}
				v = uniq[b-1]
			}
			if v < uniq[len(uniq)-1] && (len(cuts[j]) == 0 || v > cuts[j][len(cuts[j])-1]) {
				cuts[j] = append(cuts[j], v)
			}
		}
		cols[j] = make([]uint8, len(rows))
		for i, v := range vals {
			k, _ := slices.BinarySearch(cuts[j], v)
			cols[j][i] = uint8(k) // values equal to a cut fall below it
		}
	}
	return cuts, cols
}

// bagged is the mean of several models that differ in what their trees saw.
func bagged(rows []row, r recipe, n int) forest {
	var out forest
	for i := range n {
		r.seed += uint64(i) * 101
		m := boost(rows, r)
		out.bias += m.bias / float32(n)
		for _, t := range m.trees {
			for k := range t.leaf {
				t.leaf[k] /= float32(n)
			}
			out.trees = append(out.trees, t)
		}
	}
	return out
}
