package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/waidian/waidian/internal/store"
)

// Enqueue adds rows to the table of tasks. A row that is there counts the addition and keeps
// the earliest due time asked for: it may be under way, which the table does not know, and its
// end finds another generation then. One that was given up begins anew.
func (engine) Enqueue(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	for _, t := range tasks {
		_, err := tx.ExecContext(ctx, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, 0, '', 0)
			ON CONFLICT (kind, subject) DO UPDATE SET buried = 0, generation = generation + 1,
				due = CASE WHEN buried = 1 OR $4 < due THEN $4 ELSE due END,
				again = CASE WHEN buried = 1 OR again IS NULL OR $4 < again THEN $4 ELSE again END,
				tries = CASE buried WHEN 1 THEN 0 ELSE tries END, reason = CASE buried WHEN 1 THEN '' ELSE reason END`,
			t.Args()...)
		if err != nil {
			return fmt.Errorf("%s %s: %w", t.Kind, t.Subject, err)
		}
	}
	return nil
}

// Renew changes the row in place, so that a task under way keeps its number. The ending of a
// claim from before finds another generation and leaves the row to be done again.
func (engine) Renew(ctx context.Context, tx *sql.Tx, t store.Task) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, 0, '', 0)
		ON CONFLICT (kind, subject) DO UPDATE SET host = $3, due = $4, again = $4, generation = generation + 1, tries = 0, reason = '', buried = 0`,
		t.Args()...)
	return err
}
