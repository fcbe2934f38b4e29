package extract

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

// row is one block as the training sees it.
type row struct {
	f    []float32
	y    float64
	w    float64
	page int

	// other is 1 if the reference was made by other rules than ours, where -apart asks for that. It is a feature of the training, after those of f,
	// and 0 in use: what the references share is learned from all, and what they do otherwise is kept apart.
	other float32
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
	gh, leaf := make([][2]float32, n), make([]uint8, n)
	use := make([]int32, 0, n)
	for range r.trees {
		keep := make([]bool, maxPage+1)
		for i := range keep {
			keep[i] = rnd.Float64() < r.pages
		}
		use = use[:0]
		for i, x := range rows {
			p := 1 / (1 + math.Exp(-score[i]))
			gh[i], leaf[i] = [2]float32{float32(x.w * (p - x.y)), float32(x.w * p * (1 - p))}, 0
			if keep[x.page] {
				use = append(use, int32(i))
			}
		}
		t := grow(rows, cuts, cols, use, gh, leaf, score, r, rnd)
		m.trees = append(m.trees, t.without(len(rows[0].f)))
	}
	return m
}

// without is the tree where a feature is 0: no longer asked for.
func (t tree) without(feature int) tree {
	for d := 0; d < questions; {
		if int(t.feature[d]) != feature || t.cut[d] == unasked {
			d++
			continue
		}
		out := tree{}
		copy(out.feature[:], slices.Delete(slices.Clone(t.feature[:]), d, d+1))
		copy(out.cut[:], slices.Delete(slices.Clone(t.cut[:]), d, d+1))
		out.cut[questions-1] = unasked
		for k := range leaves / 2 {
			out.leaf[k] = t.leaf[k&(1<<d-1)|k>>d<<(d+1)]
		}
		t = out
	}
	return t
}

// grow makes one tree. The sums of a level are those of the level above, of which only the
// smaller half is counted anew: the other is what is left.
func grow(rows []row, cuts [][]float32, cols [][]uint8, use []int32, gh [][2]float32, leaf []uint8, score []float64, r recipe, rnd *rand.Rand) tree {
	var t tree
	for d := range t.cut {
		t.cut[d] = unasked
	}
	var some []int
	for j := range cols {
		if len(cuts[j]) > 0 && (rnd.Float64() < r.columns || j == len(rows[0].f)) {
			some = append(some, j)
		}
	}
	hists := make([][][2]float64, len(some))
	part, upper := slices.Clone(use), false // the rows to be counted, and which half of the leaves they are
	for d := range r.depth {
		best := make([]struct {
			gain float64
			cut  int
		}, len(some))
		parallel(len(some), func(k int) {
			j := some[k]
			nb := len(cuts[j]) + 1
			hists[k] = counted(hists[k], cols[j], part, gh, leaf, nb, d, upper)
			best[k].gain = -1
			for c, gain := range gains(hists[k], nb, 1<<d, r.lambda) {
				if gain > best[k].gain {
					best[k].gain, best[k].cut = gain, c
				}
			}
		})
		at := -1
		for k := range best {
			if at < 0 || best[k].gain > best[at].gain {
				at = k
			}
		}
		if at < 0 || best[at].gain < 0 {
			break
		}
		t.feature[d], t.cut[d] = uint8(some[at]), cuts[some[at]][best[at].cut]
		col, cut := cols[some[at]], uint8(best[at].cut)
		for i := range leaf {
			if col[i] > cut {
				leaf[i] |= 1 << d
			}
		}
		var zeros, ones []int32
		for _, i := range use {
			if leaf[i]>>d&1 == 1 {
				ones = append(ones, i)
			} else {
				zeros = append(zeros, i)
			}
		}
		part, upper = ones, true
		if len(zeros) < len(ones) {
			part, upper = zeros, false
		}
	}
	var gs, hs [leaves]float64
	for _, i := range use {
		gs[leaf[i]] += float64(gh[i][0])
		hs[leaf[i]] += float64(gh[i][1])
	}
	for i := range t.leaf {
		t.leaf[i] = float32(-gs[i] / (hs[i] + r.lambda) * r.rate)
	}
	for i := range rows {
		score[i] += float64(t.leaf[leaf[i]])
	}
	return t
}

// counted is the sums of a column by leaf and bin at level d, made of those of the level
// above and of the rows in one half of the leaves.
func counted(above [][2]float64, col []uint8, part []int32, gh [][2]float32, leaf []uint8, nb, d int, upper bool) [][2]float64 {
	hs := make([][2]float64, nb<<d)
	for _, i := range part {
		x := &hs[int(leaf[i])*nb+int(col[i])]
		x[0] += float64(gh[i][0])
		x[1] += float64(gh[i][1])
	}
	half := len(above)
	for i, sum := range above {
		mine, other := &hs[i+half], &hs[i]
		if !upper {
			mine, other = other, mine
		}
		other[0], other[1] = sum[0]-mine[0], max(0, sum[1]-mine[1])
	}
	return hs
}

// parallel calls f for each number below n on all processors.
func parallel(n int, f func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for k := int(next.Add(1)) - 1; k < n; k = int(next.Add(1)) - 1 {
				f(k)
			}
		})
	}
	wg.Wait()
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
	nf := len(rows[0].f) + 1
	cuts, cols = make([][]float32, nf), make([][]uint8, nf)
	parallel(nf, func(j int) {
		vals := make([]float32, len(rows))
		for i := range rows {
			if vals[i] = rows[i].other; j < len(rows[i].f) {
				vals[i] = rows[i].f[j]
			}
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
	})
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

// TestWithout: a tree no longer asks for a feature, and says what it said where that was 0.
func TestWithout(t *testing.T) {
	whole := tree{feature: [questions]uint8{3, 9, 1, 9, 2}, cut: [questions]float32{0.5, 0, 0.5, 0.5, 0.5}}
	for k := range whole.leaf {
		whole.leaf[k] = float32(k) / 10
	}
	less := whole.without(9)
	if slices.Contains(less.feature[:3], 9) || less.cut[3] != unasked || less.cut[4] != unasked {
		t.Errorf("%v, cuts %v", less.feature, less.cut)
	}
	for k := range 16 {
		f := make([]float32, 10)
		for i := range 4 {
			f[i] = float32(k >> i & 1)
		}
		if got, want := (forest{trees: []tree{less}}).prob(f), (forest{trees: []tree{whole}}).prob(f); got != want {
			t.Errorf("%v: %v, want %v", f, got, want)
		}
	}
}
