package cli

import (
	"runtime/debug"
	"testing"
)

// TestHeapFloor: what lives of less than the floor may grow up to it, and of more by the percentage that was set, which is put back.
func TestHeapFloor(t *testing.T) {
	const set = 40
	defer debug.SetGCPercent(debug.SetGCPercent(set))
	f := floor{bytes: 48 << 20, set: set}
	for live, want := range map[uint64]int{0: 4700, 12 << 20: 300, 24 << 20: 100, 40 << 20: set, 1 << 30: set} {
		if got := f.percent(live); got != want {
			t.Errorf("%d bytes live: %d %%, want %d", live, got, want)
		}
	}
	end := heapFloor(1 << 40)
	if got := debug.SetGCPercent(set); got <= set {
		t.Errorf("with a floor the heap grows by %d %%", got)
	}
	end()
	end() // a cleanup may come after the end
	if got := debug.SetGCPercent(set); got != set {
		t.Errorf("afterwards the heap grows by %d %%, not %d", got, set)
	}
}

// TestTheEnvironmentSaysHowTheHeapGrows: with GOGC nothing is changed.
func TestTheEnvironmentSaysHowTheHeapGrows(t *testing.T) {
	for named, want := range map[string]uint64{"": wholeHeap, "30": 0, "off": 0} {
		a := &app{Env: Env{Getenv: func(string) string { return named }}}
		if got := a.heapRoom(t.TempDir(), false); got != want {
			t.Errorf("GOGC=%q: the heap has room for %d bytes, want %d", named, got, want)
		}
	}
	const set = 40
	defer debug.SetGCPercent(debug.SetGCPercent(set))
	a := &app{Env: Env{Getenv: func(string) string { return "30" }}}
	a.roomy(t.TempDir(), false)()
	if got := debug.SetGCPercent(set); got != set {
		t.Errorf("with GOGC the heap grows by %d %%", got)
	}
}
