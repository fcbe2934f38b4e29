package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivertype"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
)

// River has tasks as jobs of River's queue, in the store's own PostgreSQL
// database. Any number of processes may work on one store.
type River struct {
	db     *store.DB
	insert *river.Client[*sql.Tx]
	log    *slog.Logger
	pace   time.Duration
}

const (
	maxAttempts  = 1000             // a crew buries a task long before
	longestTask  = 30 * time.Minute // a digest by a slow model, asked twice
	rescueAfter  = 45 * time.Minute // a job that nobody ends is taken back; longer than longestTask
	pollInterval = time.Second      // between two looks for jobs
)

// NewRiver attaches a queue to a store on PostgreSQL. pace is about how long two
// tasks at one host lie apart; while they wait they hold no hand.
func NewRiver(db *store.DB, log *slog.Logger, pace time.Duration) (*River, error) {
	e, ok := db.Engine().(*postgres.Engine)
	if !ok {
		return nil, fmt.Errorf("open queue: River wants PostgreSQL, the store is on %s", db.Engine().Name())
	}
	c, err := river.NewClient(riverdatabasesql.New(db.Handle()), &river.Config{Logger: quiet(log)})
	if err != nil {
		return nil, fmt.Errorf("open queue: %w", err)
	}
	q := &River{db: db, insert: c, log: log, pace: pace}
	e.Insert = q.add
	return q, nil
}

// quiet keeps River's own account of jobs that failed out of the desk's log: the
// desk tells of them itself.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(levelAtLeast{log.Handler()}) }

type levelAtLeast struct{ slog.Handler }

func (h levelAtLeast) Enabled(ctx context.Context, l slog.Level) bool {
	return l > slog.LevelError && h.Handler.Enabled(ctx, l)
}

// job is what River keeps of a task.
type job struct {
	Subject string `json:"subject" river:"unique"`
	Host    string `json:"host"`
}

type (
	fetchJob  struct{ job }
	readJob   struct{ job }
	digestJob struct{ job }
)

func (fetchJob) Kind() string  { return string(store.Fetch) }
func (readJob) Kind() string   { return string(store.Read) }
func (digestJob) Kind() string { return string(store.Digest) }

func (j job) task() job { return j }

// args is a task in the form of its kind.
func args(t store.Task) river.JobArgs {
	j := job{t.Subject, t.Host}
	switch t.Kind {
	case store.Fetch:
		return fetchJob{j}
	case store.Read:
		return readJob{j}
	default:
		return digestJob{j}
	}
}

// living are the states of a job that still waits or is under way.
var living = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// add inserts tasks as jobs, in the transaction. Of a task that waits already only
// the due time moves, and only forward.
func (q *River) add(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	params := make([]river.InsertManyParams, len(tasks))
	for i, t := range tasks {
		params[i] = river.InsertManyParams{Args: args(t), InsertOpts: &river.InsertOpts{
			Queue: string(t.Kind), MaxAttempts: maxAttempts,
			UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: living},
		}}
		if t.Due.After(time.Now()) { // what is due now need not wait for River's scheduler
			params[i].InsertOpts.ScheduledAt = t.Due
		}
	}
	done, err := q.insert.InsertManyTx(ctx, tx, params)
	if err != nil {
		return err
	}
	for i, r := range done {
		if r.UniqueSkippedAsDuplicate {
			if err := hurry(ctx, tx, tasks[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func hurry(ctx context.Context, tx *sql.Tx, t store.Task) error {
	_, err := tx.ExecContext(ctx, `UPDATE river_job SET scheduled_at = $3::timestamptz,
			state = CASE WHEN $3::timestamptz <= now() THEN 'available' ELSE state END
		WHERE kind = $1 AND args->>'subject' = $2 AND state IN ('scheduled', 'retryable') AND scheduled_at > $3`,
		string(t.Kind), t.Subject, t.Due)
	return err
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
	looked := time.Now()
	for ctx.Err() == nil {
		if time.Since(looked) > lookEvery {
			s.takeBack(ctx)
			looked = time.Now()
		}
		var left bool
		err := q.db.View(ctx, func(tx *store.Tx) error {
			next, any, err := tx.NextTask(c.Kinds()...)
			left = any && !next.After(time.Now().Add(patience))
			return err
		})
		if err != nil || !left {
			if ctx.Err() != nil {
				break
			}
			return errors.Join(err, s.stop())
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	return s.stop()
}

// shift is a process at work: a client that takes jobs, and the name it takes them in.
type shift struct {
	queue  *River
	client *river.Client[*sql.Tx]
	owner  owner
}

// start begins to work, with what processes that died have left. The jobs' context
// is not the caller's: a task under way when the caller ends is given a moment to
// finish, then cut off and done again.
func (q *River) start(c store.Crew) (_ *shift, err error) {
	ctx := context.Background()
	if _, err := takeBack(ctx, q.db.Handle()); err != nil {
		return nil, fmt.Errorf("take back tasks of processes that died: %w", err)
	}
	o, err := newOwner(ctx, q.db.Handle())
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
	return &shift{q, client, o}, nil
}

// client is one that does the crew's kinds of tasks in the name of id.
func (q *River) client(c store.Crew, id string) (*river.Client[*sql.Tx], error) {
	workers := river.NewWorkers()
	w := &hand{queue: q, crew: c, again: map[int64]time.Time{}, slots: map[int64]time.Time{}, hosts: map[string]time.Time{}}
	river.AddWorker(workers, worker[fetchJob]{hand: w})
	river.AddWorker(workers, worker[readJob]{hand: w})
	river.AddWorker(workers, worker[digestJob]{hand: w})
	queues := map[string]river.QueueConfig{}
	for _, k := range c.Kinds() {
		queues[string(k)] = river.QueueConfig{MaxWorkers: c.Workers[k]}
	}
	return river.NewClient(riverdatabasesql.New(q.db.Handle()), &river.Config{
		ID: id, Queues: queues, Workers: workers, Logger: quiet(q.log), JobTimeout: longestTask, RescueStuckJobsAfter: rescueAfter,
		PollOnly: true, FetchPollInterval: pollInterval, FetchCooldown: 50 * time.Millisecond,
	})
}

// takeBack looks again for what processes that died have left.
func (s *shift) takeBack(ctx context.Context) {
	if _, err := takeBack(ctx, s.queue.db.Handle()); err != nil && ctx.Err() == nil {
		s.queue.log.Error("take back tasks of processes that died", "err", err)
	}
}

// stop lets tasks under way finish for a moment, then cuts them off.
func (s *shift) stop() error {
	soft, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if s.client.Stop(soft) == nil {
		return s.owner.release()
	}
	hard, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.client.StopAndCancel(hard); err != nil {
		return errors.Join(fmt.Errorf("stop queue: %w", err), s.owner.release())
	}
	return s.owner.release()
}

// hand does jobs. mu guards its maps.
type hand struct {
	queue *River
	crew  store.Crew

	mu    sync.Mutex
	again map[int64]time.Time  // when a job that went wrong is tried again, until River asks
	slots map[int64]time.Time  // when a job that was sent back has its turn at a host
	hosts map[string]time.Time // when a host's next turn is free
}

// worker is a hand for one kind of job.
type worker[T interface {
	river.JobArgs
	task() job
}] struct {
	river.WorkerDefaults[T]
	hand *hand
}

func (w worker[T]) Work(ctx context.Context, j *river.Job[T]) error {
	a := j.Args.task()
	t := store.Task{ID: j.ID, Kind: store.Kind(j.Kind), Subject: a.Subject, Host: a.Host, Due: j.ScheduledAt, Tries: j.Attempt - 1}
	if wait := w.hand.turn(t); wait > 0 {
		return river.JobSnooze(wait)
	}
	return w.hand.do(ctx, t, func(tx *store.Tx) error {
		_, err := river.JobCompleteTx[*riverdatabasesql.Driver](ctx, tx.SQL(), j)
		return err
	})
}

// NextRetry is when a job that went wrong is tried again, as the crew has judged.
func (w worker[T]) NextRetry(j *river.Job[T]) time.Time {
	w.hand.mu.Lock()
	defer w.hand.mu.Unlock()
	at := w.hand.again[j.ID]
	delete(w.hand.again, j.ID)
	if soon := time.Now().Add(100 * time.Millisecond); at.Before(soon) {
		return soon // River takes a time that has passed for none, and sets its own
	}
	return at
}

// turn gives each task of a host a time of its own, so that those who wait for a
// slow outlet do not keep hands from others.
func (h *hand) turn(t store.Task) time.Duration {
	if t.Host == "" || h.queue.pace == 0 {
		return 0
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now := time.Now()
	slot, sent := h.slots[t.ID]
	if !sent {
		slot = h.hosts[t.Host]
		if slot.Before(now) {
			slot = now
		}
		h.hosts[t.Host] = slot.Add(h.queue.pace)
	}
	if wait := slot.Sub(now); wait > h.queue.pace {
		h.slots[t.ID] = slot
		return wait
	}
	delete(h.slots, t.ID)
	return 0
}

// do does one task and writes how it ended.
func (h *hand) do(ctx context.Context, t store.Task, complete func(*store.Tx) error) error {
	apply, err := h.crew.Do(ctx, t)
	if ctx.Err() != nil {
		return river.JobSnooze(0) // cut off: it is due again, the try does not count
	}
	if err == nil {
		err = h.queue.db.Update(ctx, func(tx *store.Tx) error {
			if err := complete(tx); err != nil || apply == nil {
				return err
			}
			return apply(tx)
		})
		if err == nil {
			h.crew.Notify(t, nil)
			return nil
		}
		apply = nil
	}
	defer h.crew.Notify(t, err)
	return h.putOff(ctx, t, apply, err)
}

// putOff writes what there is to write and tells River what becomes of the job.
func (h *hand) putOff(ctx context.Context, t store.Task, apply func(*store.Tx) error, err error) error {
	d := h.crew.Decide(t, err)
	werr := h.queue.db.Update(ctx, func(tx *store.Tx) error {
		if d.Bury {
			if err := tx.BuryElsewhere(t, d.Reason); err != nil {
				return err
			}
		}
		if apply == nil {
			return nil
		}
		return apply(tx)
	})
	switch {
	case werr != nil:
		return werr
	case d.Bury:
		return river.JobCancel(err)
	case d.Free:
		return river.JobSnooze(max(time.Until(d.Again), 0))
	}
	h.mu.Lock()
	h.again[t.ID] = d.Again
	h.mu.Unlock()
	return err
}
