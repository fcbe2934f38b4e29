package story

import "container/heap"

// edge proposes to join two groups; it lapses when either has changed since.
type edge struct {
	fit    float64
	a, b   int32
	va, vb int32
}

// edges is a heap of proposals, the best first.
type edges []edge

func (h edges) Len() int { return len(h) }
func (h edges) Less(i, j int) bool {
	if h[i].fit != h[j].fit {
		return h[i].fit > h[j].fit
	}
	return h[i].a < h[j].a || h[i].a == h[j].a && h[i].b < h[j].b
}
func (h edges) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push and Pop are heap.Interface's.
func (h *edges) Push(e any) { *h = append(*h, e.(edge)) }

// Pop is heap.Interface's.
func (h *edges) Pop() any {
	e := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return e
}

// linker joins groups by average link (UPGMA, Sokal and Michener 1958) over a
// sparse matrix, best first, as long as two groups reach their bar.
type linker struct {
	near    []map[int32]float32 // sums of nearness; consumed
	size    []float64
	makeup  []makeup
	bonds   *bonds
	version []int32
	queue   edges
}

// link returns for every unit the unit that represents its group.
func link(near []map[int32]float32, units []unit) []int32 {
	l := &linker{near: near, version: make([]int32, len(units)), bonds: bondsOf(units)}
	for u := range units {
		l.size = append(l.size, float64(len(units[u].members)))
		l.makeup = append(l.makeup, units[u].makeup)
	}
	for a := range near {
		for b := range near[a] {
			if int32(a) < b {
				l.propose(int32(a), b)
			}
		}
	}
	heap.Init(&l.queue)
	for l.queue.Len() > 0 {
		e := heap.Pop(&l.queue).(edge)
		if l.version[e.a] == e.va && l.version[e.b] == e.vb && !l.bonds.apart(e.a, e.b) {
			l.join(e.a, e.b)
		}
	}
	root := make([]int32, len(units))
	for u := range root {
		root[u] = l.bonds.find(int32(u))
	}
	return root
}

// propose queues the join of a and b if they are near enough.
func (l *linker) propose(a, b int32) bool {
	a, b = min(a, b), max(a, b)
	pairs := l.size[a] * l.size[b]
	fit := float64(l.near[a][b]) / pairs / barOf(l.makeup[a], l.makeup[b]).at(pairs)
	if fit < 1 {
		return false
	}
	l.queue = append(l.queue, edge{fit, a, b, l.version[a], l.version[b]})
	return true
}

// join makes one group of a and b and proposes its further joins.
func (l *linker) join(a, b int32) {
	if len(l.near[a]) < len(l.near[b]) {
		a, b = b, a
	}
	l.version[a]++
	l.version[b]++
	l.bonds.tie(a, b)
	l.size[a] += l.size[b]
	l.makeup[a].full = l.makeup[a].full || l.makeup[b].full
	delete(l.near[a], b)
	for c, s := range l.near[b] {
		if c == a {
			continue
		}
		l.near[a][c] += s
		l.near[c][a] = l.near[a][c]
		delete(l.near[c], b)
	}
	l.near[b] = nil
	for c := range l.near[a] {
		if l.propose(a, c) {
			heap.Fix(&l.queue, len(l.queue)-1)
		}
	}
}
