package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/waidian/waidian/internal/store"
)

// Enqueue adds rows to the table of tasks.
func (engine) Enqueue(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	for _, t := range tasks {
		_, err := tx.ExecContext(ctx, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, 0, '', 0)
			ON CONFLICT (kind, subject) DO UPDATE SET buried = 0, due = CASE WHEN task.buried = 1 OR $4 < task.due THEN $4 ELSE task.due END`,
			t.Args()...)
		if err != nil {
			return fmt.Errorf("%s %s: %w", t.Kind, t.Subject, err)
		}
	}
	return nil
}

// Renew changes the row in place, so that a task under way keeps its number, and always its
// due time: the ending of a claim from before finds another one and leaves the row alone.
func (engine) Renew(ctx context.Context, tx *sql.Tx, t store.Task) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, 0, '', 0)
		ON CONFLICT (kind, subject) DO UPDATE SET host = $3, due = CASE WHEN task.due = $4 THEN $4 + 1 ELSE $4 END, tries = 0, reason = '', buried = 0`,
		t.Args()...)
	return err
}
