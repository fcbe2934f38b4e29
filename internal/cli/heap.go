package cli

import "runtime"

// buildBallast is laid into the heap of a command that builds and ends, in bytes: two fifths of it are added to the garbage that may be there
// before it is collected.
const buildBallast = 8 << 20

// ballast puts off the collector of garbage: so many bytes count as in use until the function that it returns is called. They are never
// written to, so that they take no memory. A percentage that is set anew after each collection, by what was in use then, does the same where
// nothing else runs; on a busy machine it lagged behind, and let the heap grow to twice what was meant.
func ballast(bytes int) (end func()) {
	room := make([]byte, bytes)
	return func() { runtime.KeepAlive(room) }
}

// heapRoom is the ballast of a command that builds, in bytes; 0: the environment says how the heap grows.
func (a *app) heapRoom() int {
	if a.Getenv("GOGC") != "" {
		return 0
	}
	return buildBallast
}
