package work

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

const lookEvery = 10 * time.Second // between two looks for jobs of processes that died

// NewName is a name under which a process may take tasks: no other has it. It is that of its row among the processes of the store,
// while it is at work; so others see which jobs have lost their process, and need not wait until River calls them stuck.
func NewName() string { return "waidian-" + rand.Text() }

// newRunner is the name under which a queue of a process takes jobs: that of the process, and one of its own.
func newRunner(process string) string { return process + "." + rand.Text() }

// takeBack makes the jobs of processes that are no longer at work due again. The try that was cut off does not count.
func takeBack(ctx context.Context, db *sql.DB) error {
	holders, err := names(ctx, db, `SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] FROM river_job
		WHERE state = 'running' AND array_upper(attempted_by, 1) > 0`)
	if err != nil || len(holders) == 0 {
		return err
	}
	living, err := names(ctx, db, `SELECT name FROM process`) // after the question: whoever took a job then has entered before
	if err != nil {
		return err
	}
	for _, holder := range holders {
		process, _, _ := strings.Cut(holder, ".")
		if slices.Contains(living, process) {
			continue
		}
		if err := release(ctx, db, holder, nil); err != nil {
			return err
		}
	}
	return nil
}

// release makes the jobs due again that a runner has under way, but for those numbers. A job gets another number, so that what a process
// writes of it that was only stopped finds none.
func release(ctx context.Context, db *sql.DB, runner string, but []int64) error {
	_, err := db.ExecContext(ctx, `UPDATE river_job SET id = nextval(pg_get_serial_sequence('river_job', 'id')),
			state = 'available', scheduled_at = now(), attempt = greatest(attempt - 1, 0)
		WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1
			AND id <> ALL($2)`, runner, append([]int64{}, but...))
	if err != nil {
		return fmt.Errorf("take back tasks of %s: %w", runner, err)
	}
	return nil
}

// names are the texts that a question returns.
func names(ctx context.Context, db *sql.DB, query string) (list []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		list = append(list, name)
	}
	return list, rows.Err()
}
