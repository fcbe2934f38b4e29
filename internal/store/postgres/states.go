package postgres

import (
	"context"
	"database/sql"

	"github.com/waidian/waidian/internal/store"
)

// SetStates writes all rows with one statement, in the order of their identifiers, so that no two that write some of the same wait for each other.
func (*engine) SetStates(ctx context.Context, tx *sql.Tx, rows []store.StateRow, process int64) error {
	_, err := tx.ExecContext(ctx, `
		WITH polled AS (
			SELECT id, n.state, n.due FROM unnest($1::text[], $2::text[], $3::bigint[]) AS n (id, state, due) JOIN source USING (id) ORDER BY id FOR UPDATE OF source)
		UPDATE source SET state = polled.state, due = polled.due, claim = CASE claim WHEN $4 THEN 0 ELSE claim END FROM polled WHERE source.id = polled.id`,
		column(rows, func(r store.StateRow) string { return r.Source }), column(rows, func(r store.StateRow) string { return r.State }),
		column(rows, func(r store.StateRow) int64 { return r.Due }), process)
	return err
}
