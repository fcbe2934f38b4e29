package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/waidian/waidian/internal/store"
)

// Enqueue adds rows to the table of tasks. A row that is there counts the addition and notes
// when that is due: it may be under way, which the table does not know, and its end finds
// another generation then. One that was given up begins anew.
func (engine) Enqueue(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	for _, t := range tasks {
		isNew, err := insert(ctx, tx, t)
		if err == nil && !isNew {
			err = add(ctx, tx, t, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, 0, '', 0)
				ON CONFLICT (kind, subject) DO UPDATE SET buried = 0, generation = generation + 1,
					due = CASE WHEN buried = 1 OR $4 < due THEN $4 ELSE due END,
					tries = CASE buried WHEN 1 THEN 0 ELSE tries END, reason = CASE buried WHEN 1 THEN '' ELSE reason END
				RETURNING id, generation`)
		}
		if err != nil {
			return fmt.Errorf("%s %s: %w", t.Kind, t.Subject, err)
		}
	}
	return nil
}

// insert adds the row of a task that has none, and reports whether it had none: most are new, and
// a statement that returns nothing costs half.
func insert(ctx context.Context, tx *sql.Tx, t store.Task) (bool, error) {
	r, err := tx.ExecContext(ctx, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, 0, '', 0)
		ON CONFLICT (kind, subject) DO NOTHING`, t.Args()...)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// Renew changes the row in place, so that a task under way keeps its number. The ending of a
// claim from before finds another generation and leaves the row to be done again.
func (engine) Renew(ctx context.Context, tx *sql.Tx, t store.Task) error {
	return add(ctx, tx, t, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, 0, '', 0)
		ON CONFLICT (kind, subject) DO UPDATE SET host = $3, due = $4, generation = generation + 1, tries = 0, reason = '', buried = 0
		RETURNING id, generation`)
}

// add runs a statement that writes the row of a task and returns its number and generation, and
// notes the addition where the row was there.
func add(ctx context.Context, tx *sql.Tx, t store.Task, query string) error {
	args := t.Args()
	due := args[len(args)-1]
	var id, generation int64
	if err := tx.QueryRowContext(ctx, query, args...).Scan(&id, &generation); err != nil || generation == 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM addition WHERE task = $1 AND due >= $2`, id, due); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO addition (task, generation, due) VALUES ($1, $2, $3)`, id, generation, due)
	return err
}
