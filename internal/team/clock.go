package team

import (
	"sync/atomic"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// apart is by how much a process's clock may differ from the one that all processes of a desk share before it goes by that: smaller
// differences are allowed for where they matter, and no machine whose clock is kept right has greater ones.
const apart = time.Second

// Clock is the clock of a process. What one process puts off others take up: so of clocks that differ one has to be right, and that is the one
// they share, the database server's.
type Clock struct {
	now   func() time.Time
	ahead atomic.Int64 // of the machine's clock, in nanoseconds
}

// NewClock returns a clock that goes by the machine's, now, until it follows another.
func NewClock(now func() time.Time) *Clock { return &Clock{now: now} }

// Now is the time.
func (c *Clock) Now() time.Time { return c.now().Add(time.Duration(c.ahead.Load())) }

// Follow has c go by a clock that is so far ahead of it, if the two are apart. It returns how far that is ahead of c from then on, and by how
// much c was put forward: 0 if it was not.
func (c *Clock) Follow(by store.Ahead) (left store.Ahead, put time.Duration) {
	if by.Least < apart && by.Most > -apart {
		return by, 0
	}
	c.ahead.Add(int64(by.Least))
	return store.Ahead{Most: by.Most - by.Least}, by.Least
}
