package reader

import (
	"hash/maphash"
	"sync"
	"time"
)

// A name may be tried mostGuesses times with wrong passwords, and then once in each guessEvery. Those who have logged in keep their
// tokens meanwhile.
const (
	mostGuesses = 10
	guessEvery  = 30 * time.Second
)

// guesses bounds how often passwords are tried. Names share a few counters, so that memory is bounded, and nothing tells whether there is
// a reader of a name.
type guesses struct {
	now  func() time.Time
	seed maphash.Seed
	mu   sync.Mutex
	at   [256]counter // guarded by mu
}

// counter counts failures, and forgets them one by one.
type counter struct {
	n    float64
	last time.Time
}

func newGuesses(now func() time.Time) *guesses { return &guesses{now: now, seed: maphash.MakeSeed()} }

// allow reports whether a password may be tried for a name, and counts it as a failure until right is called; otherwise, how long to wait.
func (g *guesses) allow(name string) (ok bool, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c, now := g.counter(name), g.now()
	if !c.last.IsZero() {
		c.n = max(0, c.n-max(0, now.Sub(c.last).Seconds())/guessEvery.Seconds())
	}
	c.last = now
	if c.n > mostGuesses-1 {
		return false, time.Duration((c.n - (mostGuesses - 1)) * float64(guessEvery))
	}
	c.n++
	return true, 0
}

// right takes back what allow has counted: the password was the right one.
func (g *guesses) right(name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.counter(name)
	c.n = max(0, c.n-1)
}

func (g *guesses) counter(name string) *counter {
	return &g.at[maphash.String(g.seed, name)%uint64(len(g.at))]
}
