package fetch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A phase of a request that can stall, as its message names it.
type phase string

const (
	noConnection phase = "cannot be reached"
	noAnswer     phase = "does not answer"
	noMore       phase = "sends no more of its answer"
	noEnd        phase = "comes to no end with its answer"
	tooLittle    phase = "sends next to nothing of its answer"
)

// slow is the error of a request that was cut off.
type slow struct {
	phase phase
	limit time.Duration
}

func (s *slow) Error() string { return fmt.Sprintf("%s within %s", s.phase, s.limit) }

// watchdog ends a request that stalls in one of its phases, or takes too
// long altogether. It holds whatever the transport below does.
type watchdog struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	end    time.Time
	whole  time.Duration
	timer  *time.Timer

	mu    sync.Mutex // the timer's goroutine reads, the requesting one writes
	cause slow
}

func watch(ctx context.Context, l Limits) *watchdog {
	w := &watchdog{end: time.Now().Add(l.Whole), whole: l.Whole, cause: slow{noConnection, 2 * l.Connect}}
	w.ctx, w.cancel = context.WithCancelCause(ctx)
	w.timer = time.AfterFunc(min(2*l.Connect, l.Whole), w.bark)
	return w
}

// phase says that the request has come so far, and how long it may stall there.
func (w *watchdog) phase(p phase, limit time.Duration) {
	cause := slow{p, limit}
	left := time.Until(w.end)
	if left < limit {
		cause, limit = slow{noEnd, w.whole}, left
	}
	w.mu.Lock()
	w.cause = cause
	w.mu.Unlock()
	w.timer.Reset(max(limit, 0))
}

func (w *watchdog) bark() {
	w.mu.Lock()
	cause := w.cause
	w.mu.Unlock()
	w.cancel(&cause)
}

// blame puts the watchdog's own reason in the place of the error it provoked.
func (w *watchdog) blame(err error) error {
	var s *slow
	if errors.As(context.Cause(w.ctx), &s) {
		return s
	}
	return err
}

func (w *watchdog) stop() {
	w.timer.Stop()
	w.cancel(nil)
}
