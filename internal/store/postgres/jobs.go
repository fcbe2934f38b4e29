package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
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
		// What another transaction has inserted meanwhile is asked for, and locked, once more.
		for left := firstDue(some); len(left) > 0; {
			jobs, err := livingJobs(ctx, tx, left)
			if err != nil {
				return err
			}
			var fresh, known []store.Task
			for _, t := range left {
				if id, ok := jobs[key{t.Kind, t.Subject}]; ok {
					t.ID = id
					known = append(known, t)
				} else {
					fresh = append(fresh, t)
				}
			}
			if err := addAgain(ctx, tx, known); err != nil {
				return err
			}
			if left, err = e.insert(ctx, tx, fresh); err != nil {
				return err
			}
		}
		if err := unbury(ctx, tx, some); err != nil { // now that a burial under way has ended
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
// meanwhile.
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
			skipped = append(skipped, tasks[i])
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

// addAgain adds tasks that have jobs, which are locked; the tasks have the numbers of those.
// Jobs that wait get earlier due times. One that is under way counts the addition in its
// metadata, with the earliest due time asked for in microseconds since 1970: its end finds
// another generation than was claimed.
func addAgain(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	if len(tasks) == 0 {
		return nil
	}
	ids, due, again := make([]int64, len(tasks)), make([]time.Time, len(tasks)), make([]int64, len(tasks))
	for i, t := range tasks {
		ids[i], due[i], again[i] = t.ID, t.Due, t.Due.UnixMicro()
	}
	_, err := tx.ExecContext(ctx, `UPDATE river_job j SET scheduled_at = h.due,
			state = CASE WHEN h.due <= now() THEN 'available' ELSE j.state END
		FROM unnest($1::bigint[], $2::timestamptz[]) AS h (id, due)
		WHERE j.id = h.id AND j.state IN ('scheduled', 'retryable') AND j.scheduled_at > h.due`, ids, due)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE river_job j SET metadata = j.metadata || jsonb_build_object(
			'generation', coalesce((j.metadata->>'generation')::bigint, 0) + 1,
			'again', least((j.metadata->>'again')::bigint, h.again))
		FROM unnest($1::bigint[], $2::bigint[]) AS h (id, again)
		WHERE j.id = h.id AND j.state = 'running'`, ids, again)
	return err
}

// Renew changes the job where one lives: one that waits begins anew; one that is under way
// gets the host, and counts the renewal as an addition. A task that was given up becomes a job
// again.
func (e *engine) Renew(ctx context.Context, tx *sql.Tx, t store.Task) error {
	jobs, err := livingJobs(ctx, tx, []store.Task{t})
	if err != nil {
		return err
	}
	id, ok := jobs[key{t.Kind, t.Subject}]
	if !ok {
		return e.Enqueue(ctx, tx, []store.Task{t})
	}
	if err := unbury(ctx, tx, []store.Task{t}); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE river_job SET args = jsonb_set(args, '{host}', to_jsonb($2::text)), attempt = 0, errors = NULL,
			scheduled_at = $3::timestamptz, state = CASE WHEN $3::timestamptz <= now() THEN 'available' ELSE 'scheduled' END::river_job_state
		WHERE id = $1 AND state <> 'running'`, id, t.Host, t.Due)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE river_job SET args = jsonb_set(args, '{host}', to_jsonb($2::text)), metadata = metadata - 'again'
		WHERE id = $1 AND state = 'running'`, id, t.Host)
	if err != nil {
		return err
	}
	t.ID = id
	return addAgain(ctx, tx, []store.Task{t})
}

// Additions are those of a task that has a job.
type Additions struct {
	Generation int64 `json:"generation"`
	Again      int64 `json:"again"` // earliest due time asked for, in microseconds since 1970
}

// AdditionsIn reads what the metadata of a job says of additions.
func AdditionsIn(metadata []byte) (a Additions, err error) {
	if len(metadata) == 0 {
		return a, nil
	}
	if err := json.Unmarshal(metadata, &a); err != nil {
		return a, fmt.Errorf("read metadata of a job: %w", err)
	}
	return a, nil
}

// AddedSince reports whether the task under way was added or renewed since its job was claimed
// as t. The job is locked until the transaction ends.
func AddedSince(ctx context.Context, tx *sql.Tx, t store.Task) (bool, error) {
	var metadata []byte
	err := tx.QueryRowContext(ctx, `SELECT metadata FROM river_job WHERE id = $1 AND state = 'running'
		FOR NO KEY UPDATE`, t.ID).Scan(&metadata)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	a, err := AdditionsIn(metadata)
	return a.Generation != t.Generation, err
}

// SendBack makes the job under way of a task wait until then, under another number: what River
// writes of the job that it has claimed finds none, so that nothing that is added or renewed
// from now on is overwritten. The job has been tried that often; a reason of "" leaves the one
// it has. If no such job is under way any more, nothing is done.
func SendBack(ctx context.Context, tx *sql.Tx, t store.Task, until time.Time, tries int, reason string) error {
	_, err := tx.ExecContext(ctx, `UPDATE river_job SET id = nextval(pg_get_serial_sequence('river_job', 'id')),
			state = CASE WHEN $2::timestamptz <= now() THEN 'available' ELSE 'scheduled' END::river_job_state,
			scheduled_at = $2::timestamptz, attempt = $3::int,
			errors = CASE $4::text WHEN '' THEN errors ELSE
				ARRAY[jsonb_build_object('at', now(), 'attempt', $3::int, 'error', $4::text, 'trace', '')] END
		WHERE id = $1 AND state = 'running'`, t.ID, until, tries, reason)
	return err
}

// Cancel ends the job under way of a task that is given up.
func Cancel(ctx context.Context, tx *sql.Tx, t store.Task) error {
	_, err := Complete(ctx, tx, []store.Task{t})
	return err
}
