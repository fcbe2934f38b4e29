package team

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	firstLook = 10 * time.Millisecond // until a member looks again whether a host is free
	lastLook  = time.Second           // the longest such time
)

// turn is a host that only this process may ask.
type turn struct {
	busy  bool      // it is being asked, or is about to be
	start time.Time // of the last request, by the shared clock
}

// Take waits until this process is the one that may ask a host. Alone it keeps the hosts that it has, and asks the store for none of them
// again.
func (m *Member) Take(ctx context.Context, host string, form int64) (fetch.Turn, error) {
	m.mu.Lock()
	if t := m.turns[host]; t != nil && m.fresh() {
		t.busy = true
		m.mu.Unlock()
		return fetch.Turn{Form: form}, nil
	}
	m.mu.Unlock()
	for wait := firstLook; ; wait = min(wait*3/2, lastLook) {
		t, taken, err := m.take(ctx, host, form)
		if err != nil {
			return fetch.Turn{}, m.ours(host, err)
		}
		if taken {
			return m.ofStore(t), nil
		}
		if err := nap(ctx, wait); err != nil {
			return fetch.Turn{}, err
		}
	}
}

func (m *Member) take(ctx context.Context, host string, form int64) (t store.Turn, taken bool, err error) {
	err = m.db.Update(ctx, func(tx *store.Tx) (err error) {
		t, taken, err = tx.TakeTurn(host, form)
		return err
	})
	if taken && err == nil {
		m.mu.Lock()
		m.turns[host] = &turn{busy: true, start: t.Start}
		m.mu.Unlock()
	}
	return t, taken, err
}

// ours is the error of a turn that could not be taken: no outlet is at fault.
func (m *Member) ours(host string, err error) error {
	return &news.Ours{Err: fmt.Errorf("wait for the turn at %s: %w", host, err)}
}

// ofStore is a turn by this process's clock. Where it is not known by how much the clocks differ, what was is rather later than earlier.
func (m *Member) ofStore(t store.Turn) fetch.Turn {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := fetch.Turn{Form: t.Form, Known: t.Known, Ahead: m.ahead.Least}
	if !t.Start.IsZero() {
		out.Start = t.Start.Add(-m.ahead.Least)
	}
	return out
}

// Look returns what is known of a host without a turn.
func (m *Member) Look(ctx context.Context, host string, form int64) (fetch.Turn, error) {
	var t store.Turn
	err := m.db.View(ctx, func(tx *store.Tx) (err error) {
		t, err = tx.TurnOf(host, form)
		return err
	})
	if err != nil {
		return fetch.Turn{}, m.ours(host, err)
	}
	return m.ofStore(t), nil
}

// Give ends a turn; see fetch.Keeper.
func (m *Member) Give(host string, start time.Time, form int64, known []byte) int64 {
	m.mu.Lock()
	t := m.turns[host]
	if t == nil { // it was lost
		m.mu.Unlock()
		return form
	}
	if !start.IsZero() {
		t.start = start.Add(m.ahead.Most)
	}
	keep, at := m.alone, t.start
	if keep && known == nil {
		t.busy = false
		m.mu.Unlock()
		return form
	}
	m.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), moment)
	defer cancel()
	now, err := m.give(ctx, host, at, known, !keep)
	if err != nil { // it is given back at a renewal; what was new is saved with the next
		return form
	}
	return now
}

// give writes the end of a turn.
func (m *Member) give(ctx context.Context, host string, start time.Time, known []byte, away bool) (form int64, err error) {
	err = m.db.Update(ctx, func(tx *store.Tx) error {
		form, err = tx.KeepTurn(host, start, known, away)
		return err
	})
	m.mu.Lock()
	defer m.mu.Unlock()
	if t := m.turns[host]; t != nil {
		t.busy = false
	}
	if away && err == nil || errors.Is(err, store.ErrBuried) {
		delete(m.turns, host)
	}
	return form, err
}

// Ahead is how far the clock that the processes share is ahead of this one's, at most.
func (m *Member) Ahead() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ahead.Most
}

// giveBack gives the hosts back that are not being asked, unless they are kept.
func (m *Member) giveBack(ctx context.Context, keep bool) {
	if keep {
		return
	}
	idle := map[string]time.Time{}
	m.mu.Lock()
	for host, t := range m.turns {
		if !t.busy {
			idle[host] = t.start
		}
	}
	m.mu.Unlock()
	for host, start := range idle {
		if _, err := m.give(ctx, host, start, nil, true); err != nil && ctx.Err() != nil {
			return
		}
	}
}
