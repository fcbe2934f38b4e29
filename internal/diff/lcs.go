package diff

import "slices"

// mostChanges bounds the work on two sequences: where they differ in more elements, nothing between the first and the last
// difference is looked for that is common.
const mostChanges = 1000

// run is a stretch in which two sequences differ: a[from:upto] became b[in:out].
type run struct{ from, upto, in, out int }

// runs are the stretches in which two sequences differ, in order, by the algorithm of Myers: An O(ND) difference algorithm and its
// variations, Algorithmica 1 (1986).
func runs(a, b []int) []run {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	if len(x)+len(y) == 0 {
		return nil
	}
	whole := []run{{head, head + len(x), head, head + len(y)}}
	if len(x) == 0 || len(y) == 0 {
		return whole
	}
	trace, ok := shortest(x, y)
	if !ok {
		return whole
	}
	return stretches(len(x), len(y), trace, head)
}

// shortest walks to the end of both sequences by the fewest deletions and insertions. trace has, for each number d of those, the
// furthest place in x on each diagonal from -d to d before the step. Not ok: there are more than mostChanges.
func shortest(x, y []int) (trace [][]int32, ok bool) {
	most := min(len(x)+len(y), mostChanges)
	v := make([]int32, 2*most+3)
	mid := most + 1
	for d := 0; d <= most; d++ {
		trace = append(trace, append([]int32(nil), v[mid-d-1:mid+d+2]...))
		for k := -d; k <= d; k += 2 {
			i := int(v[mid+k-1]) + 1
			if k == -d || k != d && v[mid+k-1] < v[mid+k+1] {
				i = int(v[mid+k+1])
			}
			for i < len(x) && i-k < len(y) && x[i] == y[i-k] {
				i++
			}
			v[mid+k] = int32(i)
			if i >= len(x) && i-k >= len(y) {
				return trace, true
			}
		}
	}
	return nil, false
}

// stretches goes the way of trace back from the ends at n and m; shift is added to all places.
func stretches(n, m int, trace [][]int32, shift int) []run {
	var out []run
	i, j := n, m
	for d := len(trace) - 1; d > 0; d-- {
		v, mid, k := trace[d], d+1, i-j
		from := k - 1 // the diagonal that the step came from
		if k == -d || k != d && v[mid+k-1] < v[mid+k+1] {
			from = k + 1
		}
		pi := int(v[mid+from])
		pj := pi - from
		si, sj := pi+1, pj // a deletion
		if from > k {
			si, sj = pi, pj+1
		}
		step := run{pi + shift, si + shift, pj + shift, sj + shift}
		if last := len(out) - 1; last >= 0 && i == si { // right before the one behind
			out[last].from, out[last].in = step.from, step.in
		} else {
			out = append(out, step)
		}
		i, j = pi, pj
	}
	slices.Reverse(out)
	return out
}
