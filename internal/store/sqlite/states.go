package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/waidian/waidian/internal/store"
)

// SetStates writes row by row: a statement costs little where no server is asked.
func (engine) SetStates(ctx context.Context, tx *sql.Tx, rows []store.StateRow, process int64) error {
	for _, r := range rows {
		_, err := tx.ExecContext(ctx, `UPDATE source SET state = $2, due = $3, claim = CASE claim WHEN $4 THEN 0 ELSE claim END WHERE id = $1`,
			r.Source, r.State, r.Due, process)
		if err != nil {
			return fmt.Errorf("source %s: %w", r.Source, err)
		}
	}
	return nil
}
