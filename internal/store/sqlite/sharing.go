package sqlite

import (
	"context"
	"database/sql"
	"time"
)

// Shared is false: one process at a time is the desk. The questions about processes are answered all the same, as on a server.
func (engine) Shared() bool { return false }

// Clock is this machine's.
func (engine) Clock(context.Context, *sql.Tx) (int64, error) { return time.Now().UnixMilli(), nil }

// Hold need not hold anything: SQLite's writers take turns.
func (engine) Hold(ctx context.Context, tx *sql.Tx, process int64) (there bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM process WHERE id = $1)`, process).Scan(&there)
	return there, err
}

func (engine) Expired(ctx context.Context, tx *sql.Tx, now int64) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `SELECT id FROM process WHERE until < $1 ORDER BY id`, now)
}

func (engine) Claim(ctx context.Context, tx *sql.Tx, process, now int64, limit int) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `UPDATE source SET claim = $1 WHERE id IN (
			SELECT id FROM source WHERE active = 1 AND due >= 0 AND due <= $2 AND claim = 0 ORDER BY due, id LIMIT $3)
		RETURNING data, state, due, active`, process, now, limit)
}

// UnderWay finds none: the one process of a desk keeps in memory which tasks it does.
func (engine) UnderWay(ctx context.Context, tx *sql.Tx) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `SELECT name, 0 FROM process WHERE false`)
}
