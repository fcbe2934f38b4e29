package fetch

import (
	"context"
	"time"
)

// Keeper lets the clients of several processes ask a host one at a time, and know of it what the others know. Package team has one.
type Keeper interface {
	// Take waits until this process is the one that may ask the host. form is that of what the client knows. An error other
	// than the context's wraps news.ErrOurs.
	Take(ctx context.Context, host string, form int64) (Turn, error)
	// Give ends the turn: start is that of the last request, known is what is known now, nil if nothing is new since that form. It
	// returns the form of what is known; the form as it was, if known could not be kept.
	Give(host string, start time.Time, form int64, known []byte) int64
	// Look returns what is known of a host without waiting for a turn.
	Look(ctx context.Context, host string, form int64) (Turn, error)
	// Ahead is how far the clock that all share is ahead of this process's: times in known go by that one.
	Ahead() time.Duration
}

// Turn is what the processes know together of a host.
type Turn struct {
	Start time.Time     // of the last request, by this process's clock; zero: not known
	Form  int64         // of Known; 0: nothing was ever given
	Known []byte        // what another process gave; nil: the client has it
	Ahead time.Duration // of the clock by which times in Known go before this process's
}

// own takes the turn of this process at a host that the caller has taken in this client, and takes in what the others have learnt.
func (hs *hosts) own(ctx context.Context, name string, h *host) error {
	if hs.keeper == nil {
		return nil
	}
	hs.mu.Lock()
	form := h.form
	hs.mu.Unlock()
	t, err := hs.keeper.Take(ctx, name, form)
	if err != nil {
		return err
	}
	hs.mu.Lock()
	if t.Start.After(h.start) {
		h.start = t.Start
	}
	h.news = h.news || t.Form == 0 && len(h.rests) > 0 // nobody has ever told: what was loaded from a file
	hs.mu.Unlock()
	return hs.takeIn(h, t)
}

// takeIn replaces what is known of a host by what another process gave.
func (hs *hosts) takeIn(h *host, t Turn) error {
	hs.mu.Lock()
	if t.Known == nil || t.Form == h.form {
		hs.mu.Unlock()
		return nil
	}
	h.form, h.rests, h.news = t.Form, rests{}, false
	hs.mu.Unlock()
	return hs.load(t.Known, t.Ahead)
}

// disown gives the turn of this process, unless another request of it waits, and gives what it has learnt.
func (hs *hosts) disown(name string, h *host) {
	if hs.keeper == nil {
		return
	}
	hs.mu.Lock()
	start, form, news, waits := h.start, h.form, h.news, len(h.line) > 0
	hs.mu.Unlock()
	if waits && !news {
		return
	}
	var known []byte
	if news {
		known = hs.save(name, hs.keeper.Ahead())
	}
	now := hs.keeper.Give(name, start, form, known)
	hs.mu.Lock()
	if news && now != form {
		h.form, h.news = now, false
	}
	hs.mu.Unlock()
}

// recall takes in what the processes know together of a host that none of this client's requests has taken. It reports whether that is
// anything that the client did not have.
func (hs *hosts) recall(ctx context.Context, name string) bool {
	if hs.keeper == nil {
		return false
	}
	hs.mu.Lock()
	h := hs.get(name)
	form, taken := h.form, h.taken
	hs.mu.Unlock()
	if taken {
		return false
	}
	t, err := hs.keeper.Look(ctx, name, form)
	if err != nil || t.Known == nil || t.Form == form {
		return false // it is asked for
	}
	return hs.takeIn(h, t) == nil
}

// share gives what was learnt of a host beside its requests to the other processes: no request may follow that would.
func (hs *hosts) share(ctx context.Context, at door) {
	if hs.keeper == nil {
		return
	}
	h, err := hs.turn(ctx, at)
	if err != nil {
		return // it is to be left alone, which the others know; or nothing can be shared now
	}
	hs.mu.Lock()
	h.news = true
	hs.mu.Unlock()
	hs.leave(h, at, signal{})
}
