package postgres

import (
	"context"
	"database/sql"
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

// Enqueue inserts tasks as jobs. One that was given up is a job again.
func (e *engine) Enqueue(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
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
	err := Within(ctx, tx, func(tx pgx.Tx) (err error) {
		inserted, err = e.jobs.InsertManyTx(ctx, tx, params)
		return err
	})
	if err != nil {
		return err
	}
	if err := unbury(ctx, tx, tasks); err != nil {
		return err
	}
	for i, r := range inserted {
		if r.UniqueSkippedAsDuplicate {
			if err := hurry(ctx, tx, tasks[i]); err != nil {
				return err
			}
		}
	}
	return nil
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

// hurry moves a job that waits to an earlier due time.
func hurry(ctx context.Context, tx *sql.Tx, t store.Task) error {
	_, err := tx.ExecContext(ctx, `UPDATE river_job SET scheduled_at = $3::timestamptz,
			state = CASE WHEN $3::timestamptz <= now() THEN 'available' ELSE state END
		WHERE kind = $1 AND args->>'subject' = $2 AND state IN ('scheduled', 'retryable') AND scheduled_at > $3`,
		string(t.Kind), t.Subject, t.Due)
	return err
}

// Renew changes the job where one lives: one that waits begins anew, one that is under
// way only learns its host. A task that was given up becomes a job again.
func (e *engine) Renew(ctx context.Context, tx *sql.Tx, t store.Task) error {
	if err := unbury(ctx, tx, []store.Task{t}); err != nil {
		return err
	}
	r, err := tx.ExecContext(ctx, `UPDATE river_job SET args = jsonb_set(args, '{host}', to_jsonb($3::text))
		WHERE kind = $1 AND args->>'subject' = $2 AND state = 'running'`, string(t.Kind), t.Subject, t.Host)
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
