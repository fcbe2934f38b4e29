package cli

import (
	"runtime"
	"sync"
)

// Ballast of a command that builds and ends, in bytes: two fifths of it are added to the garbage that may be there before it is collected.
const (
	buildBallast = 8 << 20
	smallBallast = 16 << 20 // beside that, until a build turns out to be a large one: what a small one needs lies far below that
)

// largeBuild is how many reports a large build writes at least.
const largeBuild = 500

// ballast puts off the collector of garbage: so many bytes count as in use until the function that it returns is called. They are never
// written to, so that they take no memory. A percentage that is set anew after each collection, by what was in use then, does the same where
// nothing else runs; on a busy machine it lagged behind, and let the heap grow to twice what was meant.
func ballast(bytes int) (end func()) {
	room := make([]byte, bytes)
	return func() { runtime.KeepAlive(room); room = nil }
}

// buildRoom lays ballast into the heap until end is called, some of it until large is. Where the environment says how the heap grows there is none.
func (a *app) buildRoom() (large, end func()) {
	if a.Getenv("GOGC") != "" {
		return func() {}, func() {}
	}
	always, small := ballast(buildBallast), sync.OnceFunc(ballast(smallBallast))
	return small, func() { small(); always() }
}
