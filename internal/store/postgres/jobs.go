package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/waidian/waidian/internal/store"
)

// Job is what River keeps of a task: the arguments of a job whose kind and queue are
// the task's kind. The view tasks reads the same form.
type Job struct {
	kind    store.Kind
	Subject string `json:"subject" river:"unique"`
	Host    string `json:"host"`
}

// JobOf returns the job of a task, or of a kind of task alone.
func JobOf(t store.Task) Job { return Job{t.Kind, t.Subject, t.Host} }

// Kind is the kind of the task.
func (j Job) Kind() string { return string(j.kind) }

// maxAttempts bounds the tries that River allows a job; a crew buries a task long before.
const maxAttempts = 1000

// living are the states of a job that waits or runs.
var living = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning,
	rivertype.JobStateScheduled,
}

// enqueueTogether is how many tasks are inserted with one statement.
const enqueueTogether = 1000

// Enqueue inserts tasks as jobs. One that was given up is a job again.
func (e *engine) Enqueue(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	for some := range slices.Chunk(tasks, enqueueTogether) {
		some = firstDue(some)
		jobs, err := livingJobs(ctx, tx, some)
		if err != nil {
			return err
		}
		var fresh, known []store.Task
		for _, t := range some {
			if id, ok := jobs[key{t.Kind, t.Subject}]; ok {
				t.ID = id
				known = append(known, t)
			} else {
				fresh = append(fresh, t)
			}
		}
		skipped, err := e.insert(ctx, tx, fresh)
		if err != nil {
			return err
		}
		if err := unbury(ctx, tx, some); err != nil {
			return err
		}
		if err := hurry(ctx, tx, append(known, skipped...)); err != nil {
			return err
		}
	}
	return nil
}

// key identifies a task.
type key struct {
	kind    store.Kind
	subject string
}

// firstDue returns the tasks, of those with the same kind and subject the one that is due first.
func firstDue(tasks []store.Task) []store.Task {
	var out []store.Task
	at := map[key]int{}
	for _, t := range tasks {
		i, twice := at[key{t.Kind, t.Subject}]
		if !twice {
			at[key{t.Kind, t.Subject}] = len(out)
			out = append(out, t)
		} else if t.Due.Before(out[i].Due) {
			out[i] = t
		}
	}
	return out
}

// livingJobs returns the numbers of the jobs that tasks have, and locks those jobs until the
// transaction ends: none ends between this question and an answer to it. River's unique key
// does not say this, since an earlier release has made it of other fields. An index of ours serves.
func livingJobs(ctx context.Context, tx *sql.Tx, tasks []store.Task) (map[key]int64, error) {
	subjects := map[store.Kind][]string{}
	for _, t := range tasks {
		subjects[t.Kind] = append(subjects[t.Kind], t.Subject)
	}
	out := map[key]int64{}
	for _, kind := range slices.Sorted(maps.Keys(subjects)) {
		rows, err := tx.QueryContext(ctx, `SELECT id, args->>'subject' FROM river_job
			WHERE kind = $1 AND args->>'subject' = ANY($2)
				AND state IN ('available', 'pending', 'retryable', 'running', 'scheduled')
			ORDER BY id FOR NO KEY UPDATE`, string(kind), subjects[kind])
		if err != nil {
			return nil, err
		}
		if err := scanJobs(rows, kind, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func scanJobs(rows *sql.Rows, kind store.Kind, out map[key]int64) error {
	defer rows.Close()
	for rows.Next() {
		var id int64
		var subject string
		if err := rows.Scan(&id, &subject); err != nil {
			return err
		}
		out[key{kind, subject}] = id
	}
	return rows.Err()
}

// insert inserts tasks as jobs and returns those that another transaction has inserted
// meanwhile, with the numbers of their jobs.
func (e *engine) insert(ctx context.Context, tx *sql.Tx, tasks []store.Task) (skipped []store.Task, err error) {
	if len(tasks) == 0 {
		return nil, nil
	}
	params := make([]river.InsertManyParams, len(tasks))
	for i, t := range tasks {
		params[i] = river.InsertManyParams{Args: JobOf(t), InsertOpts: &river.InsertOpts{
			Queue: string(t.Kind), MaxAttempts: maxAttempts,
			UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: living},
		}}
		// Real time, as River's scheduler has it: what is due now need not wait for it.
		if t.Due.After(time.Now()) {
			params[i].InsertOpts.ScheduledAt = t.Due
		}
	}
	var inserted []*rivertype.JobInsertResult
	err = Within(ctx, tx, func(tx pgx.Tx) (err error) {
		inserted, err = e.jobs.InsertManyTx(ctx, tx, params)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, r := range inserted {
		if r.UniqueSkippedAsDuplicate {
			t := tasks[i]
			t.ID = r.Job.ID
			skipped = append(skipped, t)
		}
	}
	return skipped, nil
}

// unbury deletes the rows of tasks that were given up.
func unbury(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	subjects := map[store.Kind][]string{}
	for _, t := range tasks {
		subjects[t.Kind] = append(subjects[t.Kind], t.Subject)
	}
	for kind, list := range subjects {
		if _, err := tx.ExecContext(ctx, `DELETE FROM task WHERE kind = $1 AND subject = ANY($2)`, string(kind), list); err != nil {
			return err
		}
	}
	return nil
}

// hurry moves jobs that wait to earlier due times. The tasks have the numbers of their jobs.
func hurry(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	if len(tasks) == 0 {
		return nil
	}
	ids, due := make([]int64, len(tasks)), make([]time.Time, len(tasks))
	for i, t := range tasks {
		ids[i], due[i] = t.ID, t.Due
	}
	_, err := tx.ExecContext(ctx, `UPDATE river_job j SET scheduled_at = h.due,
			state = CASE WHEN h.due <= now() THEN 'available' ELSE j.state END
		FROM unnest($1::bigint[], $2::timestamptz[]) AS h (id, due)
		WHERE j.id = h.id AND j.state IN ('scheduled', 'retryable') AND j.scheduled_at > h.due`, ids, due)
	return err
}

// Renew changes the job where one lives: one that waits begins anew; one that is under way
// gets the host and another due time, by which its end knows that it was renewed. A task
// that was given up becomes a job again.
func (e *engine) Renew(ctx context.Context, tx *sql.Tx, t store.Task) error {
	if err := unbury(ctx, tx, []store.Task{t}); err != nil {
		return err
	}
	r, err := tx.ExecContext(ctx, `UPDATE river_job SET args = jsonb_set(args, '{host}', to_jsonb($3::text)),
			scheduled_at = CASE WHEN scheduled_at = $4::timestamptz THEN $4::timestamptz + interval '1 microsecond' ELSE $4::timestamptz END
		WHERE kind = $1 AND args->>'subject' = $2 AND state = 'running'`,
		string(t.Kind), t.Subject, t.Host, t.Due)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return err
	}
	r, err = tx.ExecContext(ctx, `UPDATE river_job SET args = jsonb_set(args, '{host}', to_jsonb($3::text)), attempt = 0, errors = NULL,
			scheduled_at = $4::timestamptz, state = CASE WHEN $4::timestamptz <= now() THEN 'available' ELSE 'scheduled' END::river_job_state
		WHERE kind = $1 AND args->>'subject' = $2 AND state IN ('available', 'pending', 'retryable', 'scheduled')`,
		string(t.Kind), t.Subject, t.Host, t.Due)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return e.Enqueue(ctx, tx, []store.Task{t})
}

// Renewed reports whether a task under way was renewed since its job was claimed as t. The
// job is locked until the transaction ends.
func Renewed(ctx context.Context, tx *sql.Tx, t store.Task) (bool, error) {
	var host string
	var due time.Time
	err := tx.QueryRowContext(ctx, `SELECT args->>'host', scheduled_at FROM river_job WHERE id = $1 AND state = 'running'
		FOR NO KEY UPDATE`, t.ID).Scan(&host, &due)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil && (host != t.Host || !due.Equal(t.Due)), err
}

// Cancel ends the job under way of a task that is given up.
func Cancel(ctx context.Context, tx *sql.Tx, t store.Task) error {
	r, err := tx.ExecContext(ctx, `UPDATE river_job SET state = 'cancelled', finalized_at = now()
		WHERE id = $1 AND state = 'running'`, t.ID)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return fmt.Errorf("job %d of task %s %s is not under way", t.ID, t.Kind, t.Subject)
}
