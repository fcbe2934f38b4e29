package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// waiting are the states of a job that waits, due or not.
const waiting = `('available', 'pending', 'retryable', 'scheduled')`

// Ready returns up to perHost due tasks of one kind for each host at which none is under way and that is not among those that rest: the
// oldest of every host, then the second oldest, and so on. It steps through the index from host to host, so that its cost does not
// grow with the backlog.
func Ready(ctx context.Context, tx *sql.Tx, kind store.Kind, resting []string, perHost, limit int) ([]store.Task, error) {
	rows, err := tx.QueryContext(ctx, `
		WITH RECURSIVE hosts (host) AS (
			(SELECT args->>'host' FROM river_job WHERE kind = $1 AND state IN `+waiting+` ORDER BY kind, args->>'host' LIMIT 1)
			UNION ALL
			SELECT (SELECT args->>'host' FROM river_job WHERE kind = $1 AND state IN `+waiting+` AND args->>'host' > hosts.host
				ORDER BY kind, args->>'host' LIMIT 1) FROM hosts WHERE hosts.host IS NOT NULL)
		SELECT id, subject, host FROM (
			SELECT t.id, t.subject, hosts.host, t.scheduled_at, row_number() OVER (PARTITION BY hosts.host ORDER BY t.scheduled_at, t.id) AS turn
			FROM hosts CROSS JOIN LATERAL (
				SELECT id, args->>'subject' AS subject, scheduled_at FROM river_job
				WHERE kind = $1 AND args->>'host' = hosts.host AND state IN `+waiting+` AND scheduled_at <= now()
				ORDER BY scheduled_at, id LIMIT $2) t
			WHERE hosts.host = '' OR hosts.host <> ALL($3) AND hosts.host NOT IN (
				SELECT coalesce(args->>'host', '') FROM river_job WHERE state = 'running')) AS first
		ORDER BY turn, scheduled_at, id LIMIT $4`, string(kind), perHost, resting, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []store.Task
	for rows.Next() {
		t := store.Task{Kind: kind}
		if err := rows.Scan(&t.ID, &t.Subject, &t.Host); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// Claim makes those of some tasks that still wait a runner's, and returns them as they are then. What others are about to claim it passes over.
// The numbers come out of a question of their own, so that the server takes as many for granted each time and keeps its plan: to make one cost more than to follow it.
func Claim(ctx context.Context, tx *sql.Tx, runner string, tasks []store.Task) ([]store.Task, error) {
	ids := make([]int64, len(tasks))
	for i, t := range tasks {
		ids[i] = t.ID
	}
	rows, err := tx.QueryContext(ctx, `UPDATE river_job SET state = 'running', attempt = attempt + 1, attempted_at = now(), attempted_by = ARRAY[$2]
		WHERE id IN (SELECT id FROM river_job WHERE id = ANY(ARRAY(SELECT unnest($1::bigint[]))) AND state IN `+waiting+` FOR UPDATE SKIP LOCKED)
		RETURNING id, kind, args->>'subject', coalesce(args->>'host', ''), scheduled_at, attempt - 1, metadata`, ids, runner)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []store.Task
	for rows.Next() {
		var t store.Task
		var metadata []byte
		if err := rows.Scan(&t.ID, &t.Kind, &t.Subject, &t.Host, &t.Due, &t.Tries, &metadata); err != nil {
			return nil, err
		}
		added, err := AdditionsIn(metadata)
		if err != nil {
			return nil, err
		}
		t.Generation = added.Generation
		out = append(out, t)
	}
	return out, rows.Err()
}

// Complete ends the jobs under way of tasks that are done, and returns the tasks that are due again since they were added or renewed
// meanwhile. That a task is not under way any more is an error: another has it, and what came of it here must not be written.
func Complete(ctx context.Context, tx *sql.Tx, tasks []store.Task) (again []store.Task, err error) {
	ids := make([]int64, len(tasks))
	claimed := make(map[int64]store.Task, len(tasks))
	for i, t := range tasks {
		ids[i], claimed[t.ID] = t.ID, t
	}
	rows, err := tx.QueryContext(ctx, `DELETE FROM river_job WHERE id = ANY($1) AND state = 'running'
		RETURNING id, coalesce(args->>'host', ''), metadata`, ids)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var host string
		var metadata []byte
		if err := rows.Scan(&id, &host, &metadata); err != nil {
			return nil, err
		}
		added, err := AdditionsIn(metadata)
		if err != nil {
			return nil, err
		}
		t := claimed[id]
		delete(claimed, id)
		if added.Generation != t.Generation {
			again = append(again, store.Task{Kind: t.Kind, Subject: t.Subject, Host: host, Due: time.UnixMicro(added.Again)})
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, t := range claimed {
		return nil, fmt.Errorf("job %d of task %s %s is not under way", t.ID, t.Kind, t.Subject)
	}
	return again, nil
}
