package work

import (
	"context"
	"sync"
	"time"
)

const (
	mostYoung = 2                     // tasks whose outcome is about to be written, at the same time
	slowAfter = 20 * time.Millisecond // a task that takes longer waits for an outlet: others need not wait for it
)

// admission lets no more pages be asked for than can be noted at once: where outlets answer faster than the database writes, a
// process that is killed would otherwise have a page of every host to ask for again. mu guards the fields.
type admission struct {
	now  func() time.Time
	most int // tasks whose outcome is about to be written, at the same time

	mu      sync.Mutex
	began   map[*admitted]bool
	changed chan struct{} // closed when one has left
}

// admitted is a task that was let in.
type admitted struct {
	of      *admission
	began   time.Time
	writing bool // it is done, sooner than a slow one, and its end is being written
}

func newAdmission(now func() time.Time) *admission {
	return &admission{now: now, most: mostYoung, began: map[*admitted]bool{}, changed: make(chan struct{})}
}

// enter waits until a task may begin. The caller leaves when its end is written.
func (a *admission) enter(ctx context.Context) (*admitted, error) {
	for {
		a.mu.Lock()
		young := 0
		now := a.now()
		for t := range a.began {
			if t.writing || now.Sub(t.began) < slowAfter {
				young++
			}
		}
		if young < a.most {
			t := &admitted{of: a, began: now}
			a.began[t] = true
			a.mu.Unlock()
			return t, nil
		}
		changed := a.changed
		a.mu.Unlock()
		old := time.NewTimer(slowAfter)
		select {
		case <-changed:
		case <-old.C: // one of them may be slow by now
		case <-ctx.Done():
			old.Stop()
			return nil, ctx.Err()
		}
		old.Stop()
	}
}

// done says that the task is done, and that its end is being written. Where the outlet was slow nobody waits for that: tasks come back no
// faster than they are written together. A nil task was let in unasked.
func (t *admitted) done() {
	if t == nil {
		return
	}
	t.of.mu.Lock()
	defer t.of.mu.Unlock()
	t.writing = t.of.now().Sub(t.began) < slowAfter
}

func (t *admitted) leave() {
	if t == nil {
		return
	}
	a := t.of
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.began, t)
	close(a.changed)
	a.changed = make(chan struct{})
}
