package fetch

import (
	"context"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Back-off of a host that does not say when to come back: the first wait, doubled
// with each failure up to the last; each wait is spread over ±25 % so that many
// requests do not come back in step.
const (
	busyFirst, busyLast     = 30 * time.Second, 6 * time.Hour
	silentFirst, silentLast = 10 * time.Second, 15 * time.Minute
	maxDelay                = time.Minute // of Crawl-delay
	sweepFrom               = 1024        // hosts known before the idle ones are forgotten
	forget                  = time.Hour   // after which a failure of an idle host is forgotten
)

// mood is how a host took the last request.
type mood int

const (
	neither     mood = iota // says nothing about the host as a whole
	well                    // it answers
	busy                    // it asks to be left alone
	unreachable             // it does not answer at all
)

// signal is what a request shows about its host.
type signal struct {
	mood  mood
	retry time.Duration // as the host asked; zero: it did not
	why   string
	cause news.Cause // as why, for busy and unreachable
}

// host is what is known of one host name. All fields belong to the lock of hosts.
type host struct {
	taken bool            // a request is under way, or waits for its time
	line  []chan struct{} // those who wait for their turn, first come first served
	start time.Time       // of the last request
	rests rests
	delay time.Duration // Crawl-delay
	form  int64         // of what the processes know together; 0: nothing
	news  bool          // they do not know all that this one does
}

// hosts sees to it that each host gets one request at a time, in the order of
// asking, and no two starts closer together than the pace.
type hosts struct {
	pace time.Duration
	now  func() time.Time

	promised func() // may be nil

	keeper Keeper                                        // nil: no other process asks these hosts
	load   func(known []byte, ahead time.Duration) error // takes in what another process knows
	save   func(name string, ahead time.Duration) []byte // what this one knows of a host

	mu      sync.Mutex
	known   map[string]*host
	sweepAt int
}

// hostKey is the name by which the host of a URL is known here: one for all its
// schemes and ports, in whatever case, with or without the root's dot.
func hostKey(u *url.URL) string {
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
}

// get returns the host of that name; the caller holds the lock.
func (hs *hosts) get(name string) *host {
	h := hs.known[name]
	if h == nil {
		if len(hs.known) >= max(hs.sweepAt, sweepFrom) {
			hs.sweep()
		}
		h = &host{rests: rests{}}
		hs.known[name] = h
	}
	return h
}

// sweep forgets the hosts about which there is nothing left to know.
func (hs *hosts) sweep() {
	now := hs.now()
	for name, h := range hs.known {
		switch {
		case h.taken, len(h.line) > 0, h.rests.weary(now, h.start), hs.ready(h).After(now), h.delay > 0:
		default:
			delete(hs.known, name)
		}
	}
	hs.sweepAt = 2 * len(hs.known)
}

// ready is when the next request to the host may start; the caller holds the lock.
func (hs *hosts) ready(h *host) time.Time {
	if h.start.IsZero() {
		return h.start
	}
	return h.start.Add(max(hs.pace, h.delay))
}

// closed is a *news.Later while the door is to be left alone; the caller holds the lock.
func (hs *hosts) closed(h *host, at door) error {
	if r := h.rests.at(at); r.until.After(hs.now()) {
		return &news.Later{Until: r.until, Reason: r.why, Cause: r.cause}
	}
	return nil
}

// wait is how long a request would have to wait now.
func (hs *hosts) wait(at door) time.Duration {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	h := hs.known[at.host]
	if h == nil {
		return 0
	}
	now := hs.now()
	d := max(0, h.rests.at(at).until.Sub(now), hs.ready(h).Sub(now))
	if h.taken {
		d = max(d, time.Millisecond) + time.Duration(len(h.line))*max(hs.pace, h.delay)
	}
	return d
}

// enter waits for the host to be free and its pace to have passed. A door that is
// to be left alone turns everyone away at once. Who enters must leave.
func (hs *hosts) enter(ctx context.Context, at door) (*host, error) {
	h, err := hs.turn(ctx, at)
	if err != nil {
		return nil, err
	}
	hs.mu.Lock()
	wait := hs.ready(h).Sub(hs.now())
	hs.mu.Unlock()
	err = sleep(ctx, wait)
	if err == nil && wait > 0 {
		err = hs.own(ctx, at.host, h) // a process that slept for too long has lost it
	}
	if err != nil {
		hs.leave(h, at, signal{})
		return nil, err
	}
	hs.mu.Lock()
	h.start = hs.now()
	hs.mu.Unlock()
	return h, nil
}

// turn waits for the host to be free, for this client and for this process. Who has a turn must leave.
func (hs *hosts) turn(ctx context.Context, at door) (*host, error) {
	hs.mu.Lock()
	h := hs.get(at.host)
	if err := hs.closed(h, at); err != nil && hs.keeper == nil {
		hs.mu.Unlock()
		return nil, err
	}
	if h.taken {
		if err := hs.queue(ctx, h, at); err != nil {
			return nil, err
		}
	}
	h.taken = true
	hs.mu.Unlock()
	if hs.keeper == nil {
		return h, nil
	}
	err := hs.own(ctx, at.host, h)
	if err == nil {
		hs.mu.Lock()
		err = hs.closed(h, at)
		hs.mu.Unlock()
	}
	if err != nil {
		hs.leave(h, at, signal{})
		return nil, err
	}
	return h, nil
}

// queue waits for the caller's turn. It is called with the lock held, and returns
// with it held and the host taken for the caller, or with an error and without it.
func (hs *hosts) queue(ctx context.Context, h *host, at door) error {
	turn := make(chan struct{})
	h.line = append(h.line, turn)
	hs.mu.Unlock()
	select {
	case <-turn:
	case <-ctx.Done():
	}
	hs.mu.Lock()
	err := ctx.Err()
	if i := slices.Index(h.line, turn); i >= 0 { // given up before the turn came
		h.line = slices.Delete(h.line, i, i+1)
		hs.mu.Unlock()
		return err
	}
	if err == nil {
		err = hs.closed(h, at)
	}
	if err != nil {
		hs.next(h)
		hs.mu.Unlock()
	}
	return err
}

// next hands the host to the first in line; the caller holds the lock.
func (hs *hosts) next(h *host) {
	if h.taken = len(h.line) > 0; h.taken {
		close(h.line[0])
		h.line = slices.Delete(h.line, 0, 1)
	}
}

// leave gives the host back, with what the request showed about it. It returns the
// time until which the door is now to be left alone, if any.
func (hs *hosts) leave(h *host, at door, sig signal) (until time.Time) {
	until = hs.learn(h, at, sig)
	hs.disown(at.host, h)
	hs.mu.Lock()
	hs.next(h)
	hs.mu.Unlock()
	if !until.IsZero() {
		hs.promise()
	}
	return until
}

// learn notes what a request showed about a host. It returns the time until which the door is to be left alone, if any.
func (hs *hosts) learn(h *host, at door, sig signal) (until time.Time) {
	hs.mu.Lock()
	defer hs.mu.Unlock()
	switch sig.mood {
	case well:
		for _, key := range at.keys() {
			h.news = h.news || h.rests[key] != nil
			delete(h.rests, key)
		}
	case busy, unreachable:
		r := h.rests[at.key(sig)]
		if r == nil {
			r = &rest{}
			h.rests[at.key(sig)] = r
		}
		r.fails++
		until = hs.now().Add(patience(sig, r.fails))
		r.until, r.why, r.cause = until, sig.why, sig.cause
		h.news = true
	}
	return until
}

// slow makes the host's Crawl-delay known, within reason.
func (hs *hosts) slow(name string, delay time.Duration) {
	hs.mu.Lock()
	h := hs.get(name)
	before := h.delay
	h.delay = min(max(delay, 0), maxDelay)
	more := h.delay > before
	h.news = h.news || h.delay != before
	hs.mu.Unlock()
	if more {
		hs.promise()
	}
}

// recallDelay is slow of a Crawl-delay that was known before.
func (hs *hosts) recallDelay(name string, delay time.Duration) {
	hs.mu.Lock()
	h := hs.get(name)
	h.delay = min(max(delay, 0), maxDelay)
	hs.mu.Unlock()
}

// promise says that there is a promise to remember. The caller does not hold the lock.
func (hs *hosts) promise() {
	if hs.promised != nil {
		hs.promised()
	}
}

// patience is how long a service or a port is left alone after its nth failure in a row.
func patience(sig signal, fails int) time.Duration {
	if sig.retry > 0 {
		return sig.retry
	}
	first, last := busyFirst, busyLast
	if sig.mood == unreachable {
		first, last = silentFirst, silentLast
	}
	d := last
	if fails < 16 {
		d = min(last, first<<(fails-1))
	}
	return d*3/4 + rand.N(d/2)
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
