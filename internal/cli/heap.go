package cli

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// What the heap of a command that builds and ends may have before garbage is collected, in bytes. The ledger of 10,000 reports and the words of the
// rules are half of it: by the percentage alone they would be gone through for every few megabytes that pages leave.
const (
	buildHeap = 48 << 20
	wholeHeap = 32 << 20 // of a build from nothing, which holds more besides
)

// heapFloor puts off the collector of garbage until the heap has so many bytes; beyond them it grows by the percentage that is set. The function
// that it returns puts things back. It is not called again before that.
func heapFloor(bytes uint64) (end func()) {
	f := &floor{bytes: bytes, set: debug.SetGCPercent(100)}
	f.apply()
	return f.end
}

// floor sets the percentage after each collection by what is left.
type floor struct {
	bytes uint64
	set   int // the percentage before

	mu    sync.Mutex
	ended bool
}

// collected is what nothing refers to: the next collection cleans it up.
type collected struct{ _ [64]byte }

// apply sets the percentage, and does so again after the next collection.
func (f *floor) apply() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.ended {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetGCPercent(f.percent(live[0].Value.Uint64()))
	runtime.AddCleanup(new(collected), (*floor).apply, f)
}

// percent is by how much the heap may grow beyond what is live, in bytes.
func (f *floor) percent(live uint64) int {
	const least = 1 << 20 // before the first collection nothing is known to live
	return max(f.set, int(f.bytes*100/max(live, least))-100)
}

func (f *floor) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	debug.SetGCPercent(f.set)
}

// roomy is heapFloor for a command that builds into a folder, unless the environment says how the heap may grow.
func (a *app) roomy(dir string, full bool) (end func()) {
	if n := a.heapRoom(dir, full); n > 0 {
		return heapFloor(n)
	}
	return func() {}
}

// heapRoom is what the heap of such a command may have before garbage is collected, in bytes; 0: the environment says how it grows.
func (a *app) heapRoom(dir string, full bool) uint64 {
	switch {
	case a.Getenv("GOGC") != "":
		return 0
	case full || !built(dir):
		return wholeHeap
	}
	return buildHeap
}
