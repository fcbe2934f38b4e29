package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
)

// River keeps tasks as jobs in the table of the library River, in the store's own PostgreSQL database, and hands them out itself.
// Any number of processes may work on one store: a job under way says which queue of which process has it. Which job is due the server
// decides, in real time; Now is the clock of what is decided here.
type River struct {
	DB   *store.DB // on PostgreSQL
	Log  *slog.Logger
	Now  func() time.Time
	Pace time.Duration // between the begins of two tasks at one host; a task that waits keeps no worker busy
}

const (
	longestTask  = 30 * time.Minute       // enough for a slow model that is asked twice
	pollInterval = time.Second            // between two looks for jobs of an idle queue
	finishing    = 3 * time.Second        // that tasks under way have when the queue ends
	companyThere = 5 * time.Millisecond   // how long an ending waits for others: the server does each transaction's share of work once
	outage       = time.Minute            // for how long an end is tried to be written that the database could not
	outagePause  = 500 * time.Millisecond // between two of these tries
)

// Run does tasks as they become due, until ctx ends.
func (q *River) Run(ctx context.Context, c store.Crew) error { return q.work(ctx, c, -1) }

// Drain does the tasks that are due, and those that become due within patience.
func (q *River) Drain(ctx context.Context, c store.Crew, patience time.Duration) error {
	return q.work(ctx, c, patience)
}

// work takes jobs under a name of its own; those of processes that have died are due again first, and what is still under way in the end is, too.
func (q *River) work(ctx context.Context, c store.Crew, patience time.Duration) error {
	self := q.DB.Self()
	if self.ID == 0 {
		return errors.New("start queue: this process has not entered among those at work")
	}
	if err := takeBack(ctx, q.DB.Handle()); err != nil && ctx.Err() == nil {
		return fmt.Errorf("take back tasks of processes that died: %w", err)
	}
	j := &jobs{q: q, runner: newRunner(self.Name)}
	l := &loop{
		db: q.DB, now: q.Now, nap: pollInterval, pace: q.Pace, grace: finishing, longest: longestTask, company: companyThere, outage: outage,
		look: lookEvery, pages: newAdmission(q.Now), claims: j,
	}
	err := l.work(ctx, c, patience)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if left := release(last, q.DB.Handle(), j.runner, nil); left != nil && !j.passes(left) {
		err = errors.Join(err, left)
	}
	return err
}

// jobs are claims in the table of jobs, under the name runner.
type jobs struct {
	q      *River
	runner string
}

func (*jobs) ready(tx *store.Tx, kind store.Kind, resting []string, perHost, limit int) ([]store.Task, error) {
	list, err := postgres.Ready(tx.Context(), tx.SQL(), kind, resting, perHost, limit)
	if err != nil {
		err = fmt.Errorf("list ready tasks: %w", err)
	}
	return list, err
}

func (j *jobs) claim(ctx context.Context, tasks []store.Task) (mine []store.Task, err error) {
	err = j.q.DB.Update(ctx, func(tx *store.Tx) error {
		mine, err = postgres.Claim(ctx, tx.SQL(), j.runner, tasks)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim tasks: %w", err)
	}
	return mine, nil
}

// passes: the server may be away for a while, and a process that was buried enters again or ends.
func (*jobs) passes(err error) bool {
	return store.Fault(err) || errors.Is(err, store.ErrBuried) || postgres.Away(err)
}

func (*jobs) collided(err error) bool { return postgres.Collided(err) }

// look makes jobs of processes that have died meanwhile due again, and those that this queue has claimed and does not have: it was
// not told that it got them, or could not write their end.
func (j *jobs) look(ctx context.Context, held []int64) {
	err := errors.Join(takeBack(ctx, j.q.DB.Handle()), release(ctx, j.q.DB.Handle(), j.runner, held))
	if err != nil && ctx.Err() == nil {
		j.q.Log.Error("take back tasks of processes that died", "err", err)
	}
}

// write ends the jobs of what was done with one statement, and puts off the others, before any result is written: a result may add
// the task of another ending again. Endings take their turn among all that serialise before they have locked anything: most do so
// anyhow, and no two of them wait for each other.
func (j *jobs) write(ctx context.Context, tx *store.Tx, c store.Crew, list []ending) error {
	if err := tx.Serialise(); err != nil {
		return err
	}
	var done []store.Task
	for _, e := range list {
		if e.err == nil {
			done = append(done, e.task)
		}
	}
	if len(done) > 0 {
		if err := complete(ctx, tx, done...); err != nil {
			return err
		}
	}
	for _, e := range list {
		if e.err == nil {
			continue
		}
		if err := putOff(ctx, tx, e.task, c.Decide(e.task, e.err)); err != nil {
			return err
		}
	}
	for _, e := range list {
		if e.apply == nil {
			continue
		}
		if err := e.apply(tx); err != nil {
			return err
		}
	}
	return nil
}

// complete ends jobs. A task that was added or renewed since its job was claimed is a new job.
func complete(ctx context.Context, tx *store.Tx, tasks ...store.Task) error {
	again, err := postgres.Complete(ctx, tx.SQL(), tasks)
	if err != nil {
		return fmt.Errorf("end tasks: %w", err)
	}
	return tx.Add(again...)
}

// putOff writes a decision on a task under way. If the task was added or renewed since it was claimed, it begins anew instead.
func putOff(ctx context.Context, tx *store.Tx, t store.Task, d store.Decision) error {
	added, err := postgres.AddedSince(ctx, tx.SQL(), t)
	if err != nil {
		return fmt.Errorf("put off task: %w", err)
	}
	switch {
	case added:
		return complete(ctx, tx, t)
	case d.Bury:
		if !d.Again.IsZero() {
			t.Due = d.Again
		}
		if err := postgres.Cancel(ctx, tx.SQL(), t); err != nil {
			return fmt.Errorf("bury task: %w", err)
		}
		return tx.BuryElsewhere(t, d.Reason)
	}
	tries := t.Tries
	if !d.Free {
		tries++
	}
	if err := postgres.SendBack(ctx, tx.SQL(), t, d.Again, tries, d.Reason); err != nil {
		return fmt.Errorf("put off task: %w", err)
	}
	return nil
}
