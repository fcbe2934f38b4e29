package secret

import (
	"hash/maphash"
	"sync"
	"time"
)

// A name may be tried MostGuesses times with wrong passwords, and then once in each GuessEvery. Those who have logged in keep their
// tokens meanwhile.
const (
	MostGuesses = 10
	GuessEvery  = 30 * time.Second
)

// Guesses bounds how often passwords are tried. Names share a few counters, so that memory is bounded, and nothing tells whether there is
// anybody of a name. Its methods may be called by several goroutines at once.
type Guesses struct {
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

// NewGuesses returns counters that have counted nothing.
func NewGuesses(now func() time.Time) *Guesses { return &Guesses{now: now, seed: maphash.MakeSeed()} }

// Allow reports whether a password may be tried for a name, and counts it as a failure until Right is called; otherwise, how long to wait.
func (g *Guesses) Allow(name string) (ok bool, wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c, now := g.counter(name), g.now()
	if !c.last.IsZero() {
		c.n = max(0, c.n-max(0, now.Sub(c.last).Seconds())/GuessEvery.Seconds())
	}
	c.last = now
	if c.n > MostGuesses-1 {
		return false, time.Duration((c.n - (MostGuesses - 1)) * float64(GuessEvery))
	}
	c.n++
	return true, 0
}

// Right takes back what Allow has counted: the password was the right one.
func (g *Guesses) Right(name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c := g.counter(name)
	c.n = max(0, c.n-1)
}

func (g *Guesses) counter(name string) *counter {
	return &g.at[maphash.String(g.seed, name)%uint64(len(g.at))]
}
