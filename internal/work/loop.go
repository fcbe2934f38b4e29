package work

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// claims is where two ways of handing out tasks differ: how a task becomes a queue's, and how it ends.
type claims interface {
	// ready returns due tasks of a kind that nobody has claimed, up to perHost of each host, from host to host; none at hosts that rest.
	ready(tx *store.Tx, kind store.Kind, resting []string, perHost, limit int) ([]store.Task, error)
	// claim makes those of some tasks this queue's that still wait, and returns them.
	claim(ctx context.Context, tasks []store.Task) ([]store.Task, error)
	// write writes the results of tasks and their ends, or when they are tried again.
	write(ctx context.Context, tx *store.Tx, c store.Crew, list []ending) error
	// look is called now and then, with the numbers of the tasks that the queue has.
	look(ctx context.Context, held []int64)
	// collided reports whether a transaction was undone only since another stood in its way: it is tried again at once.
	collided(error) bool
	// passes reports whether the cause of an error passes without the queue: it looks again after a nap.
	passes(error) bool
}

// drainPause is the time between two looks at whether a queue that several processes share is drained while tasks are under way. Those are among the tasks
// that wait, unless the desk's clock is behind the server's: then the server calls due what is not, again and again.
const drainPause = 200 * time.Millisecond

// mostBeaten is how often in a row a queue looks again at once since others claimed first what it had picked. Processes that look at one moment see the same tasks: the
// last of them has others after as many looks as there are processes, and waits for its nap if there are more.
const mostBeaten = 8

// loop hands out tasks to a crew.
type loop struct {
	db      *store.DB
	now     func() time.Time
	nap     time.Duration // how long it sleeps when it is idle before it looks again
	pace    time.Duration // from the begin of a task at a host to that of the next
	grace   time.Duration // that tasks under way have to finish when the queue ends
	longest time.Duration // that a task may take; 0: as long as it likes
	company time.Duration // how long an ending waits for others to be written with it
	outage  time.Duration // for how long an end is tried to be written that the database could not
	look    time.Duration // between two calls of claims.look; 0: it is not called
	pages   *admission    // nil: all are let in
	claims  claims
}

// pool is the state of a loop. It belongs to the goroutine of that loop, except
// for the channels and doing.
type pool struct {
	crew  store.Crew
	held  map[int64]bool       // claimed tasks
	hosts map[string]bool      // hosts at which one of them is
	rests map[string]time.Time // until when a host rests
	busy  map[store.Kind]int   // number of claimed tasks, by kind
	ready []store.Task         // due tasks that are not claimed
	ended chan store.Task
	wg    sync.WaitGroup

	endings chan ending  // to be written
	failed  chan error   // an end that could not be written at all
	doing   atomic.Int32 // claimed tasks that have no ending yet
}

// work is the loop. It ends when ctx does; with a patience of 0 or more, also when
// nothing is left.
func (l *loop) work(ctx context.Context, c store.Crew, patience time.Duration) error {
	p := &pool{
		crew: c, held: map[int64]bool{}, hosts: map[string]bool{}, rests: map[string]time.Time{}, busy: map[store.Kind]int{},
		ended: make(chan store.Task), endings: make(chan ending), failed: make(chan error, 1),
	}
	doing, cancel := context.WithCancel(context.WithoutCancel(ctx)) // tasks under way when ctx ends have a moment to finish
	defer cancel()
	defer l.writeEndings(doing, p)()
	stop := func(err error) error { return l.stop(ctx, p, cancel, err) }
	looked, asked := l.now(), time.Time{}
	stale := true // the table may hold due tasks that ready does not
	beaten := 0   // times in a row that others claimed first
	for {
		if l.look > 0 && l.now().Sub(looked) > l.look {
			l.claims.look(ctx, slices.Collect(maps.Keys(p.held)))
			looked = l.now()
		}
		if stale || len(p.ready) == 0 {
			if err := l.refill(ctx, p); err != nil && !l.claims.passes(err) {
				return stop(err)
			}
			stale = false
		}
		lost, err := l.begin(ctx, doing, p)
		if err != nil && !l.claims.passes(err) {
			return stop(err)
		}
		if lost > 0 && beaten < mostBeaten && ctx.Err() == nil {
			beaten++
			stale = true
			continue
		}
		beaten = 0
		if patience >= 0 && (len(p.held) == 0 || l.look > 0 && time.Since(asked) > drainPause) {
			done, err := l.drained(ctx, p, patience)
			if done || err != nil {
				return stop(err)
			}
			asked = time.Now()
		}
		before := l.now()
		nap := time.NewTimer(l.untilNext(p, before))
		select {
		case t := <-p.ended:
			p.take(t)
			stale = len(p.ready) == 0 || p.busy[t.Kind] == 0
		case err := <-p.failed:
			nap.Stop()
			return stop(err)
		case <-nap.C:
			stale = true
			if len(p.held) == 0 && patience >= 0 && l.now().Equal(before) {
				return nil // by a clock that stands still nothing becomes due
			}
		case <-ctx.Done():
			nap.Stop()
			return stop(nil)
		}
		nap.Stop()
	}
}

// stop lets the tasks under way finish for a moment, cuts them off, which leaves them due, and waits for them. It returns err
// unless ctx has ended.
func (l *loop) stop(ctx context.Context, p *pool, cancel func(), err error) error {
	if ctx.Err() != nil {
		err = nil
	}
	if l.grace == 0 || err != nil {
		cancel()
	} else {
		defer time.AfterFunc(l.grace, cancel).Stop()
	}
	go func() {
		p.wg.Wait()
		close(p.ended)
	}()
	for range p.ended {
	}
	return err
}

// drained reports whether nothing waits that is due within patience.
func (l *loop) drained(ctx context.Context, p *pool, patience time.Duration) (bool, error) {
	var done bool
	err := l.db.View(ctx, func(tx *store.Tx) error {
		next, ok, err := tx.NextTask(p.crew.Kinds()...)
		done = !ok || next.After(l.now().Add(patience))
		return err
	})
	if ctx.Err() != nil {
		return true, nil
	}
	return done, err
}

// refill reads due tasks that are not claimed: a few for each host, so that the backlog of
// one outlet does not delay another.
func (l *loop) refill(ctx context.Context, p *pool) error {
	p.ready = p.ready[:0]
	resting := p.resting(l.now())
	return l.db.View(ctx, func(tx *store.Tx) error {
		for _, kind := range p.crew.Kinds() {
			limit := 2*p.crew.Workers[kind] + len(p.held)
			perHost := limit
			if kind == store.Fetch {
				perHost = 4
			}
			list, err := l.claims.ready(tx, kind, resting, perHost, limit)
			if err != nil {
				return err
			}
			for _, t := range list {
				if !p.held[t.ID] {
					p.ready = append(p.ready, t)
				}
			}
		}
		return nil
	})
}

// begin claims the tasks that there are free workers and free hosts for, and has them done. It returns how many of them others had claimed.
func (l *loop) begin(ctx, doing context.Context, p *pool) (lost int, err error) {
	var picked []store.Task
	for t, ok := p.pick(l.now()); ok; t, ok = p.pick(l.now()) {
		p.hold(t)
		picked = append(picked, t)
	}
	if len(picked) == 0 {
		return 0, nil
	}
	claimed, err := l.claims.claim(ctx, picked)
	mine := make(map[int64]bool, len(claimed))
	for _, t := range claimed {
		mine[t.ID] = true
	}
	for _, t := range picked {
		if !mine[t.ID] {
			p.take(t)
		}
	}
	for _, t := range claimed {
		if l.pace > 0 && t.Host != "" {
			p.rests[t.Host] = l.now().Add(l.pace)
		}
		p.doing.Add(1)
		p.wg.Go(func() {
			l.do(doing, p, t)
			p.ended <- t
		})
	}
	if err != nil {
		return 0, err
	}
	return len(picked) - len(claimed), nil
}

// untilNext is how long there is nothing to do unless a task ends: until a host has rested at which a task is ready, or a nap.
func (l *loop) untilNext(p *pool, now time.Time) time.Duration {
	wait := l.nap
	for _, t := range p.ready {
		if rest := p.rests[t.Host].Sub(now); rest > 0 {
			wait = min(wait, rest)
		}
	}
	return wait
}

// pick takes the first ready task that there is a free worker and a free host for.
func (p *pool) pick(now time.Time) (store.Task, bool) {
	for i, t := range p.ready {
		if p.busy[t.Kind] >= p.crew.Workers[t.Kind] || t.Host != "" && (p.hosts[t.Host] || p.rests[t.Host].After(now)) {
			continue
		}
		p.ready = append(p.ready[:i], p.ready[i+1:]...)
		return t, true
	}
	return store.Task{}, false
}

// resting are the hosts that rest at now.
func (p *pool) resting(now time.Time) []string {
	out := []string{}
	for host, until := range p.rests {
		if until.After(now) {
			out = append(out, host)
		} else {
			delete(p.rests, host)
		}
	}
	return out
}

func (p *pool) hold(t store.Task) {
	p.held[t.ID] = true
	p.busy[t.Kind]++
	if t.Host != "" {
		p.hosts[t.Host] = true
	}
}

func (p *pool) take(t store.Task) {
	delete(p.held, t.ID)
	delete(p.hosts, t.Host)
	p.busy[t.Kind]--
}
