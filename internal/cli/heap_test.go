package cli

import (
	"runtime"
	"testing"
)

// TestBallast: what is laid into the heap counts as in use until the end, and not afterwards.
func TestBallast(t *testing.T) {
	const much = 1 << 30 // no other test of the process has as much
	inUse := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := inUse()
	end := ballast(much)
	if now := inUse(); now < before+much/2 {
		t.Errorf("%d bytes are in use with ballast, %d without", now, before)
	}
	end()
	if now := inUse(); now > before+much/2 {
		t.Errorf("%d bytes are in use after the end, %d before the beginning", now, before)
	}
}

// TestTheEnvironmentSaysHowTheHeapGrows: with GOGC nothing is laid into the heap.
func TestTheEnvironmentSaysHowTheHeapGrows(t *testing.T) {
	for set, want := range map[string]int{"": buildBallast, "30": 0, "off": 0} {
		a := &app{Env: Env{Getenv: func(string) string { return set }}}
		if got := a.heapRoom(); got != want {
			t.Errorf("GOGC=%q: %d bytes of ballast, want %d", set, got, want)
		}
	}
}
