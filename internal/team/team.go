// Package team lets several processes work on one desk at the same time: each is a member while it renews its place in the store, one of
// them leads, and a host is asked by one at a time. What a member had claimed that was killed, or stopped for too long, is free
// within a minute, and such a member finds out before it writes or asks for anything more. It knows nothing of what the desk does.
package team

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/store"
)

const (
	lease  = 30 * time.Second  // for which a member renews its place
	renew  = 5 * time.Second   // between two renewals
	margin = 5 * time.Second   // of its lease within which a member asks the store before it asks a host
	moment = 5 * time.Second   // that a member which ends may take to give back what it has
	silent = 2*renew + renew/2 // without a renewal after which a process whose lock file nobody holds has ended
	unsure = 4 * lease         // for which one that joins waits at most to see whether such a process has
	lead   = "lead"            // the duty of the one that leads
)

// Member is this process among those at work on a desk. It is a fetch.Keeper.
type Member struct {
	db    *store.DB
	now   func() time.Time
	clock *Clock // may be nil
	log   *slog.Logger

	gone func() ([]string, error) // may be nil

	follows bool // it never leads

	stop, over chan struct{}
	unlike     chan struct{} // holds one; see Unlike
	renewing   sync.Mutex    // held while the place is renewed

	mu      sync.Mutex       // guards what follows
	renewed time.Time        // when the place was asked for that is held now
	ahead   store.Ahead      // of the shared clock before this process's
	alone   bool             // no other was at work at the last renewal
	lost    chan struct{}    // closed when it was too late
	led     chan struct{}    // closed when it leads
	turns   map[string]*turn // hosts that only this process may ask
	seen    map[string]bool  // settings by which this process or another has gone
}

// Options are what a member needs to know of its process.
type Options struct {
	Now   func() time.Time // its clock
	Clock *Clock           // that Now reads, if it is to follow the one that all share. It may be nil
	Log   *slog.Logger
	Gone  func() ([]string, error) // marks in lock files that nobody holds; see store.Process. It may be nil

	Follows bool // it never leads
}

// Join makes this process, which is named in self, one of those at work, and keeps it so until Close. fits is asked about the others.
func Join(ctx context.Context, db *store.DB, self store.Process, fits func([]store.Process) error, o Options) (*Member, error) {
	m := &Member{db: db, now: o.Now, clock: o.Clock, log: o.Log, gone: o.Gone, follows: o.Follows, stop: make(chan struct{}), over: make(chan struct{}), unlike: make(chan struct{}, 1)}
	if err := m.Rejoin(ctx, self, fits); err != nil {
		return nil, err
	}
	go m.keep()
	return m, nil
}

// Rejoin is Join again after Lost, under another name.
func (m *Member) Rejoin(ctx context.Context, self store.Process, fits func([]store.Process) error) error {
	var began time.Time
	m.db.Resign()
	doubted, refused := doubts{}, false
	for first := time.Now(); ; {
		began = time.Now()
		marks, err := m.expire(ctx)
		if err != nil {
			return err
		}
		err = m.db.Enter(ctx, self, lease, func(others []store.Process) error {
			left, here := part(others, marks)
			if slices.ContainsFunc(here, func(p store.Process) bool { return p.Archive != "" }) {
				return fits(here) // one of those at work in this folder shows that it is no copy: who has left it has ended
			}
			if doubted.any(left) && began.Sub(first) < unsure {
				return errUnsure
			}
			return fits(others)
		})
		if err == nil {
			break
		}
		if !errors.Is(err, errUnsure) {
			if refused { // at a second look too: one of the others may have been killed since the lock files were read
				return err
			}
			refused = true
		}
		if err := nap(ctx, renew/5); err != nil {
			return err
		}
	}
	m.mu.Lock()
	m.renewed, m.alone, m.turns = began, false, map[string]*turn{}
	m.lost, m.led = make(chan struct{}), make(chan struct{})
	m.seen = map[string]bool{self.Settings: true}
	m.mu.Unlock()
	return m.renew(ctx)
}

// part returns the processes whose marks are in lock files that they do not hold, and the others.
func part(all []store.Process, marks []string) (left, here []store.Process) {
	for _, p := range all {
		if slices.Contains(marks, p.Archive) {
			left = append(left, p)
		} else {
			here = append(here, p)
		}
	}
	return left, here
}

// doubts are the marks of processes at work whose lock files were not theirs, and when each had renewed its row at the first look.
type doubts map[string]time.Time

// any reports whether one of those that have left this folder may have ended: it has not renewed its row since the first look. That of one
// that was killed stays longer than its lease where its last transaction still waits on the server; one that renews its row is at work, in
// the folder of which this one is a copy.
func (d doubts) any(left []store.Process) (found bool) {
	for _, p := range left {
		if _, known := d[p.Archive]; !known {
			d[p.Archive] = p.Seen
		}
		found = found || !p.Seen.After(d[p.Archive])
	}
	return found
}

// errUnsure says that a process may have been killed a moment ago, or be at work in the folder of which this process has a copy.
var errUnsure = errors.New("another process may have ended")

func nap(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Lost is closed when this process was too late to renew its place: others have taken over its work.
func (m *Member) Lost() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.lost
}

// Led is closed when this process leads. It does so until it is lost or closed.
func (m *Member) Led() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.led
}

// Alone reports whether no other process is at work, as far as is known.
func (m *Member) Alone() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.alone
}

// Still reports whether no other can have taken over the work of this process: it is asked before what no transaction guards.
func (m *Member) Still() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case <-m.lost:
		return false
	default:
		return m.fresh()
	}
}

// Unlike receives when another process goes by settings that this one has not gone by: it may have read them from a file that is this one's too.
func (m *Member) Unlike() <-chan struct{} { return m.unlike }

// Resettle notes that this process goes by other settings.
func (m *Member) Resettle(ctx context.Context, settings string) error {
	m.mu.Lock()
	m.seen[settings] = true
	m.mu.Unlock()
	return m.db.Resettle(ctx, settings)
}

// compare notes by which settings the others go.
func (m *Member) compare(others []store.Process) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, o := range others {
		if !m.seen[o.Settings] {
			m.seen[o.Settings] = true
			select {
			case m.unlike <- struct{}{}:
			default: // it knows
			}
		}
	}
}

// Close gives back what this process has. Its work must have ended.
func (m *Member) Close() error {
	close(m.stop)
	<-m.over
	ctx, cancel := context.WithTimeout(context.Background(), moment)
	defer cancel()
	m.giveBack(ctx, false)
	return m.db.Leave(ctx)
}

// keep renews the place until Close. Time is real here: it is the server's that counts.
func (m *Member) keep() {
	defer close(m.over)
	said := "" // the last error, which is told once
	for {
		timer := time.NewTimer(renew)
		select {
		case <-timer.C:
		case <-m.stop:
			timer.Stop()
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), lease)
		err := m.renew(ctx)
		cancel()
		switch {
		case err == nil:
			said = ""
		case said != err.Error():
			said = err.Error()
			m.log.Error("keep the place among the processes at work", "err", err)
		}
	}
}

func (m *Member) isLost() bool {
	select {
	case <-m.Lost():
		return true
	default:
		return false
	}
}

// renew renews the place, buries those that are late, takes the lead if it is nobody's, and gives back hosts that it need not keep.
func (m *Member) renew(ctx context.Context) error {
	m.renewing.Lock()
	defer m.renewing.Unlock()
	if m.isLost() {
		return nil
	}
	began := time.Now()
	ahead, others, err := m.db.Stay(ctx, lease, m.now)
	if errors.Is(err, store.ErrBuried) {
		m.mu.Lock()
		close(m.lost)
		m.mu.Unlock()
	}
	if err != nil {
		return err
	}
	if m.clock != nil {
		var put time.Duration
		if ahead, put = m.clock.Follow(ahead); put != 0 {
			m.log.Warn("the clock of this machine is not that of the database server: this process goes by the server's", "ahead", put.Round(time.Second))
		}
	}
	m.mu.Lock()
	m.renewed, m.ahead, m.alone = began, ahead, len(others) == 0
	led := m.led
	m.mu.Unlock()
	m.compare(others)
	if len(others) > 0 {
		if _, err := m.expire(ctx); err != nil {
			return err
		}
	}
	if _, err := m.db.Bury(ctx); err != nil {
		return err
	}
	if !m.follows {
		if err := m.lead(ctx, led); err != nil {
			return err
		}
	}
	m.giveBack(ctx, len(others) == 0)
	return nil
}

// expire makes those late whose lock files nobody holds and who have not renewed their places of late, so that nobody waits for them. It
// returns the marks in those files. In a copy of the folder there are such marks of processes at work, which renew their places.
func (m *Member) expire(ctx context.Context) (marks []string, err error) {
	if m.gone == nil {
		return nil, nil
	}
	if marks, err = m.gone(); err != nil || len(marks) == 0 {
		return nil, err
	}
	return marks, m.db.Expire(ctx, marks, lease-silent)
}

func (m *Member) lead(ctx context.Context, led chan struct{}) error {
	select {
	case <-led:
		return nil
	default:
	}
	return m.db.Update(ctx, func(tx *store.Tx) error {
		mine, err := tx.TakeDuty(lead)
		if mine && err == nil {
			tx.Ended(func(kept bool) {
				if kept {
					close(led)
				}
			})
		}
		return err
	})
}

// fresh reports whether no other process can have buried this one. mu is held. A process that was stopped, or a machine that slept, finds
// that one of the two clocks has gone on.
func (m *Member) fresh() bool {
	now := time.Now()
	return now.Sub(m.renewed) < lease-margin && now.Round(0).Sub(m.renewed.Round(0)).Abs() < lease-margin
}
