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

// runner is a process at work: a client that takes jobs, and the name under which it does.
type runner struct {
	queue  *River
	client *river.Client[pgx.Tx]
	owner  owner
}

// start begins to work; the jobs of processes that have died are due again first. The
// context of the jobs is not the caller's: a task under way when the caller ends gets a
// moment to finish, and is then cut off and done again.
func (q *River) start(c store.Crew) (_ *runner, err error) {
	ctx := context.Background()
	if _, err := takeBack(ctx, q.DB.Handle()); err != nil {
		return nil, fmt.Errorf("take back tasks of processes that died: %w", err)
	}
	o, err := newOwner(ctx, q.DB.Handle())
	if err != nil {
		return nil, fmt.Errorf("start queue: %w", err)
	}
	client, err := q.client(c, o.id)
	if err == nil {
		err = client.Start(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start queue: %w", err), o.release())
	}
	return &runner{q, client, o}, nil
}

// client does the crew's kinds of tasks under the name id.
func (q *River) client(c store.Crew, id string) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	w := &worker{queue: q, crew: c, again: map[int64]time.Time{}, slots: map[int64]time.Time{}, hosts: map[string]time.Time{}}
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
	if _, err := takeBack(ctx, r.queue.DB.Handle()); err != nil && ctx.Err() == nil {
		r.queue.Log.Error("take back tasks of processes that died", "err", err)
	}
}

// stop lets tasks under way finish for a moment, then cuts them off.
func (r *runner) stop() error {
	soft, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if r.client.Stop(soft) == nil {
		return r.owner.release()
	}
	hard, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := r.client.StopAndCancel(hard); err != nil {
		return errors.Join(fmt.Errorf("stop queue: %w", err), r.owner.release())
	}
	return r.owner.release()
}

// worker does jobs. mu guards its maps.
type worker struct {
	queue *River
	crew  store.Crew

	mu    sync.Mutex
	again map[int64]time.Time  // when a job that failed is tried again; deleted when River asks
	slots map[int64]time.Time  // the turn at its host of a job that was sent back
	hosts map[string]time.Time // when a host's next turn is free
}

// jobWorker is a worker as River calls it.
type jobWorker struct {
	river.WorkerDefaults[postgres.Job]
	worker *worker
}

func (w jobWorker) Work(ctx context.Context, j *river.Job[postgres.Job]) error {
	t := store.Task{
		ID: j.ID, Kind: store.Kind(j.JobRow.Kind), Subject: j.Args.Subject, Host: j.Args.Host, Due: j.ScheduledAt, Tries: j.Attempt - 1,
	}
	if wait := w.worker.turn(t); wait > 0 {
		return river.JobSnooze(wait)
	}
	return w.worker.do(ctx, t, j)
}

// NextRetry is when a job that failed is tried again, as the crew has decided.
func (w jobWorker) NextRetry(j *river.Job[postgres.Job]) time.Time {
	w.worker.mu.Lock()
	defer w.worker.mu.Unlock()
	at := w.worker.again[j.ID]
	delete(w.worker.again, j.ID)
	if soon := w.worker.queue.Now().Add(100 * time.Millisecond); at.Before(soon) {
		return soon // River replaces a time in the past by one of its own
	}
	return at
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
	slot, sent := w.slots[t.ID]
	if !sent {
		slot = w.hosts[t.Host]
		if slot.Before(now) {
			slot = now
		}
		w.hosts[t.Host] = slot.Add(w.queue.Pace)
	}
	if wait := slot.Sub(now); wait > w.queue.Pace {
		w.slots[t.ID] = slot
		return wait
	}
	delete(w.slots, t.ID)
	return 0
}

// do does one task and writes how it ended.
func (w *worker) do(ctx context.Context, t store.Task, j *river.Job[postgres.Job]) error {
	apply, err := w.crew.Do(ctx, t)
	if ctx.Err() != nil {
		return river.JobSnooze(0) // cut off: due again, and the try does not count
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

// complete ends a job. A task that was renewed since the job was claimed is a new job.
func complete(ctx context.Context, tx *store.Tx, t store.Task, j *river.Job[postgres.Job]) error {
	var now *river.Job[postgres.Job]
	err := postgres.Within(ctx, tx.SQL(), func(tx pgx.Tx) (err error) {
		now, err = river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, j)
		return err
	})
	if err != nil || now.Args.Host == t.Host && now.ScheduledAt.Equal(t.Due) {
		return err
	}
	return tx.Add(store.Task{Kind: t.Kind, Subject: t.Subject, Host: now.Args.Host, Due: now.ScheduledAt})
}

// putOff writes what the failed task leaves to write and returns what River does with its
// job. A burial ends the job in the same transaction, so that the task is never in both places.
func (w *worker) putOff(ctx context.Context, t store.Task, j *river.Job[postgres.Job], apply func(*store.Tx) error, err error) error {
	d := w.crew.Decide(t, err)
	var renewed bool
	werr := w.queue.DB.Update(ctx, func(tx *store.Tx) (err error) {
		if renewed, err = postgres.Renewed(ctx, tx.SQL(), t); err != nil {
			return err
		}
		switch {
		case renewed:
			err = complete(ctx, tx, t, j)
		case d.Bury:
			err = bury(ctx, tx, t, d.Reason)
		}
		if err != nil || apply == nil {
			return err
		}
		return apply(tx)
	})
	switch {
	case werr != nil:
		return werr
	case renewed:
		return nil
	case d.Bury:
		return river.JobCancel(err)
	case d.Free:
		return river.JobSnooze(max(d.Again.Sub(w.queue.Now()), 0))
	}
	w.mu.Lock()
	w.again[t.ID] = d.Again
	w.mu.Unlock()
	return err
}

// bury ends the job of a task that is given up and writes the task's row.
func bury(ctx context.Context, tx *store.Tx, t store.Task, reason string) error {
	if err := postgres.Cancel(ctx, tx.SQL(), t); err != nil {
		return err
	}
	return tx.BuryElsewhere(t, reason)
}
