package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
)

// River keeps tasks as jobs of the library River, in the store's own PostgreSQL database.
// Any number of processes may work on one store. Which job is due River and the server
// decide, in real time; Now is the clock of what is decided here.
type River struct {
	DB   *store.DB // on PostgreSQL
	Log  *slog.Logger
	Now  func() time.Time
	Pace time.Duration // about the time between two tasks at one host; a task that waits keeps no worker busy
}

const (
	longestTask  = 30 * time.Minute       // enough for a slow model that is asked twice
	rescueAfter  = 45 * time.Minute       // after this a job that nobody ends is tried again; longer than longestTask
	pollInterval = time.Second            // between two looks for jobs
	drainPause   = 200 * time.Millisecond // between two looks at whether the queue is drained
	faultPause   = time.Minute            // after which a task whose end the database could not write is tried again
	buriedPause  = 2 * time.Second        // after which a task of a process that was away for too long is tried again, by another
)

// quiet drops what River logs about failed jobs: the desk logs them itself.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(levelAtLeast{log.Handler()}) }

type levelAtLeast struct{ slog.Handler }

func (h levelAtLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l > slog.LevelError && h.Handler.Enabled(ctx, l)
}

// Run does tasks as they become due, until ctx ends.
func (q *River) Run(ctx context.Context, c store.Crew) error {
	s, err := q.start(c)
	if err != nil {
		return err
	}
	for ctx.Err() == nil {
		select {
		case <-time.After(lookEvery):
			s.takeBack(ctx)
		case <-ctx.Done():
		}
	}
	return s.stop()
}

// Drain does the tasks that are due, and those that become due within patience.
func (q *River) Drain(ctx context.Context, c store.Crew, patience time.Duration) error {
	s, err := q.start(c)
	if err != nil {
		return err
	}
	looked := q.Now()
	for ctx.Err() == nil {
		if q.Now().Sub(looked) > lookEvery {
			s.takeBack(ctx)
			looked = q.Now()
		}
		var left bool
		err := q.DB.View(ctx, func(tx *store.Tx) error {
			next, ok, err := tx.NextTask(c.Kinds()...)
			left = ok && !next.After(q.Now().Add(patience))
			return err
		})
		if err != nil || !left {
			if ctx.Err() != nil {
				break
			}
			return errors.Join(err, s.stop())
		}
		select {
		case <-time.After(drainPause):
		case <-ctx.Done():
		}
	}
	return s.stop()
}

// runner is a queue at work: a client that takes jobs, and the name under which it does.
type runner struct {
	queue  *River
	client *river.Client[pgx.Tx]
	name   string
}

// start begins to work; the jobs of processes that have died are due again first. The
// context of the jobs is not the caller's: a task under way when the caller ends gets a
// moment to finish, and is then cut off and done again.
func (q *River) start(c store.Crew) (_ *runner, err error) {
	self := q.DB.Self()
	if self.ID == 0 {
		return nil, errors.New("start queue: this process has not entered among those at work")
	}
	ctx := context.Background()
	if err := takeBack(ctx, q.DB.Handle()); err != nil {
		return nil, fmt.Errorf("take back tasks of processes that died: %w", err)
	}
	r := &runner{queue: q, name: newRunner(self.Name)}
	if r.client, err = q.client(c, r.name); err == nil {
		err = r.client.Start(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("start queue: %w", err)
	}
	return r, nil
}

// client does the crew's kinds of tasks under the name id.
func (q *River) client(c store.Crew, id string) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	w := &worker{queue: q, crew: c, slots: map[string]time.Time{},
		hosts: map[string]time.Time{}, taken: map[string]chan struct{}{}, pages: newAdmission(q.Now)}
	queues := map[string]river.QueueConfig{}
	for _, k := range c.Kinds() {
		river.AddWorkerArgs(workers, postgres.JobOf(store.Task{Kind: k}), jobWorker{worker: w})
		queues[string(k)] = river.QueueConfig{MaxWorkers: c.Workers[k]}
	}
	return river.NewClient(riverpgxv5.New(postgres.Pool(q.DB)), &river.Config{
		ID: id, Queues: queues, Workers: workers, Logger: quiet(q.Log), JobTimeout: longestTask, RescueStuckJobsAfter: rescueAfter,
		PollOnly: true, FetchPollInterval: pollInterval, FetchCooldown: 50 * time.Millisecond,
	})
}

// takeBack makes the jobs of processes that have died meanwhile due again.
func (r *runner) takeBack(ctx context.Context) {
	if err := takeBack(ctx, r.queue.DB.Handle()); err != nil && ctx.Err() == nil {
		r.queue.Log.Error("take back tasks of processes that died", "err", err)
	}
}

// stop lets tasks under way finish for a moment, then cuts them off. What is still under way then is due again.
func (r *runner) stop() error {
	soft, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if r.client.Stop(soft) == nil {
		return nil
	}
	hard, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := r.client.StopAndCancel(hard)
	if err != nil {
		err = fmt.Errorf("stop queue: %w", err)
	}
	last, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return errors.Join(err, release(last, r.queue.DB.Handle(), r.name))
}

// worker does jobs. mu guards its maps.
type worker struct {
	queue *River
	crew  store.Crew
	pages *admission

	mu    sync.Mutex
	slots map[string]time.Time     // the turn at its host of a task that was sent back, by kind and subject
	hosts map[string]time.Time     // when a host's next turn is free
	taken map[string]chan struct{} // hosts at which a task is under way; closed when its end is written
}

// jobWorker is a worker as River calls it.
type jobWorker struct {
	river.WorkerDefaults[postgres.Job]
	worker *worker
}

func (w jobWorker) Work(ctx context.Context, j *river.Job[postgres.Job]) error {
	added, err := postgres.AdditionsIn(j.Metadata)
	if err != nil {
		return err
	}
	t := store.Task{
		ID: j.ID, Kind: store.Kind(j.JobRow.Kind), Subject: j.Args.Subject, Host: j.Args.Host, Due: j.ScheduledAt, Tries: j.Attempt - 1,
		Generation: added.Generation,
	}
	if wait := w.worker.turn(t); wait > 0 {
		return w.worker.sendBack(ctx, t, j, store.Decision{Again: w.worker.queue.Now().Add(wait), Free: true}, nil)
	}
	leave, err := w.worker.enter(ctx, t.Host)
	if err != nil {
		return w.worker.cutOff(ctx, t, j)
	}
	defer leave()
	return w.worker.do(ctx, t, j)
}

// NextRetry is when a job is tried again of which not even an end could be written.
func (w jobWorker) NextRetry(*river.Job[postgres.Job]) time.Time {
	return w.worker.queue.Now().Add(100 * time.Millisecond) // River replaces a time in the past by one of its own
}

// turn gives each task of a host its own time and returns how long the task is sent back
// for, so that tasks that wait for a slow outlet keep no worker from others.
func (w *worker) turn(t store.Task) time.Duration {
	if t.Host == "" || w.queue.Pace == 0 {
		return 0
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.queue.Now()
	name := string(t.Kind) + " " + t.Subject
	slot, sent := w.slots[name]
	if !sent {
		slot = w.hosts[t.Host]
		if slot.Before(now) {
			slot = now
		}
		w.hosts[t.Host] = slot.Add(w.queue.Pace)
	}
	if wait := slot.Sub(now); wait > w.queue.Pace {
		w.slots[name] = slot
		return wait
	}
	delete(w.slots, name)
	return 0
}

// enter waits until no other task of this process is under way at a host. The caller leaves when the end of its task is written: a
// page is noted before the next of its host is asked for, so that a process that is killed has few to ask for again.
func (w *worker) enter(ctx context.Context, host string) (leave func(), err error) {
	if host == "" {
		return func() {}, nil
	}
	for {
		w.mu.Lock()
		other, busy := w.taken[host]
		if !busy {
			mine := make(chan struct{})
			w.taken[host] = mine
			w.mu.Unlock()
			return func() {
				w.mu.Lock()
				delete(w.taken, host)
				w.mu.Unlock()
				close(mine)
			}, nil
		}
		w.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// admit waits until a task at a host may begin. The caller says when it is done, and leaves when its end is written.
func (w *worker) admit(ctx context.Context, t store.Task) (done, leave func(), err error) {
	if t.Host == "" {
		return func() {}, func() {}, nil
	}
	in, err := w.pages.enter(ctx)
	return func() { w.pages.done(in) }, func() { w.pages.leave(in) }, err
}

// do does one task and writes how it ended.
func (w *worker) do(ctx context.Context, t store.Task, j *river.Job[postgres.Job]) error {
	done, leave, err := w.admit(ctx, t)
	if err != nil {
		return w.cutOff(ctx, t, j)
	}
	defer leave()
	apply, err := w.crew.Do(ctx, t)
	done()
	if ctx.Err() != nil {
		return w.cutOff(ctx, t, j)
	}
	if err == nil {
		err = w.queue.DB.Update(ctx, func(tx *store.Tx) error {
			if err := complete(ctx, tx, t, j); err != nil || apply == nil {
				return err
			}
			return apply(tx)
		})
		if err == nil {
			w.crew.Notify(t, nil)
			return nil
		}
		apply = nil
	}
	defer w.crew.Notify(t, err)
	return w.putOff(ctx, t, j, apply, err)
}

// cutOff makes a task due again whose process ends; the try does not count.
func (w *worker) cutOff(ctx context.Context, t store.Task, j *river.Job[postgres.Job]) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if w.sendBack(ctx, t, j, store.Decision{Again: w.queue.Now(), Free: true}, nil) != nil {
		return river.JobSnooze(0)
	}
	return nil
}

// complete ends a job. A task that was added or renewed since the job was claimed is a new job.
func complete(ctx context.Context, tx *store.Tx, t store.Task, j *river.Job[postgres.Job]) error {
	var now *river.Job[postgres.Job]
	err := postgres.Within(ctx, tx.SQL(), func(tx pgx.Tx) (err error) {
		now, err = river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, j)
		return err
	})
	if err != nil {
		return err
	}
	added, err := postgres.AdditionsIn(now.Metadata)
	if err != nil || added.Generation == t.Generation {
		return err
	}
	return tx.Add(store.Task{Kind: t.Kind, Subject: t.Subject, Host: now.Args.Host, Due: time.UnixMicro(added.Again)})
}

// putOff writes what the failed task leaves to write, and when it is tried again or that it is
// given up.
func (w *worker) putOff(ctx context.Context, t store.Task, j *river.Job[postgres.Job], apply func(*store.Tx) error, err error) error {
	werr := w.sendBack(ctx, t, j, w.crew.Decide(t, err), apply)
	switch {
	case store.Fault(werr):
		return river.JobSnooze(faultPause) // the try does not count
	case errors.Is(werr, store.ErrBuried):
		return river.JobSnooze(buriedPause) // nor does it here
	}
	return werr
}

// sendBack writes a decision on a task under way, and its result, in one transaction: the job
// waits or has ended before River hears of it, and what River writes then finds no job that is
// under way. If the task was added or renewed since it was claimed, it begins anew instead.
func (w *worker) sendBack(
	ctx context.Context, t store.Task, j *river.Job[postgres.Job], d store.Decision, apply func(*store.Tx) error,
) error {
	return w.queue.DB.Update(ctx, func(tx *store.Tx) error {
		added, err := postgres.AddedSince(ctx, tx.SQL(), t)
		if err != nil {
			return err
		}
		switch {
		case added:
			err = complete(ctx, tx, t, j)
		case d.Bury:
			if !d.Again.IsZero() {
				t.Due = d.Again
			}
			err = bury(ctx, tx, t, d.Reason)
		case d.Free:
			err = postgres.SendBack(ctx, tx.SQL(), t, d.Again, t.Tries, d.Reason)
		default:
			err = postgres.SendBack(ctx, tx.SQL(), t, d.Again, t.Tries+1, d.Reason)
		}
		if err != nil || apply == nil {
			return err
		}
		return apply(tx)
	})
}

// bury ends the job of a task that is given up and writes the task's row.
func bury(ctx context.Context, tx *store.Tx, t store.Task, reason string) error {
	if err := postgres.Cancel(ctx, tx.SQL(), t); err != nil {
		return err
	}
	return tx.BuryElsewhere(t, reason)
}
