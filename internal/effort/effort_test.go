package effort

import (
	"testing"
)

// used keeps what is computed from being optimised away.
var used []int

func line(n int) {
	for i := range n {
		used = append(used, i)
	}
}

func TestLinearBounds(t *testing.T) {
	same := func(n int) int { return n }
	Linear(t, 10_000, same, line)
}

func TestStepsBounds(t *testing.T) {
	if Exact() {
		t.Skip("blocks of a test's own file are not counted")
	}
	same := func(n int) int { return n }
	few, many := Steps(t, 10_000, same, line), Steps(t, 80_000, same, line)
	if few < 1 || many < 4*few || many > 16*few {
		t.Errorf("%d steps, and %d for eight times as much", few, many)
	}
}

func TestRepeats(t *testing.T) {
	for blocks, want := range map[int]int{-5_000: 100, 0: 100, 10_000: 100, 400_000: 3, 1_000_001: 1, 1 << 40: 1} {
		if got := repeats(blocks); got != want || got < 100 && got*blocks < 1_000_000 {
			t.Errorf("%d blocks are done %d times, want %d", blocks, got, want)
		}
	}
}

func TestAllocated(t *testing.T) {
	square := func(n int) {
		for i := range n {
			used = make([]int, i)
		}
	}
	few, many := Allocated(func() { square(1000) }), Allocated(func() { square(4000) })
	if few < 1000 || many < 10*few {
		t.Errorf("%d steps, and %d for four times as much: work that grows with the square does not show", few, many)
	}
}

// The counters of a small program: two functions of two and one counters, each as LEB128.
func TestSum(t *testing.T) {
	b := make([]byte, 32+16+4)
	b[24], b[32], b[32+8] = 2, 2, 4
	b = append(b, 2, 0, 0, 0xe8, 7, 5, 1, 0, 1, 3, 0xff)
	if got := sum(b); got != 1008 {
		t.Errorf("got %d, want 1008", got)
	}
}
