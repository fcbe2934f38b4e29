package postgres

import (
	"context"
	"database/sql"
	"errors"
)

// Shared is true: any number of processes may work on a desk.
func (*engine) Shared() bool { return true }

// Clock is the server's.
func (*engine) Clock(ctx context.Context, tx *sql.Tx) (now int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint`).Scan(&now)
	return now, err
}

// Hold locks the row against its removal; that it is renewed meanwhile does not matter.
func (*engine) Hold(ctx context.Context, tx *sql.Tx, process int64) (there bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT true FROM process WHERE id = $1 FOR KEY SHARE`, process).Scan(&there)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return there, err
}

// Expired passes over the processes that have a transaction under way: the server ends those of a process that is stopped; see idle.
func (*engine) Expired(ctx context.Context, tx *sql.Tx, now int64) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `SELECT id FROM process WHERE until < $1 ORDER BY id FOR UPDATE SKIP LOCKED`, now)
}

// Claim passes over the sources that another process is about to claim.
func (*engine) Claim(ctx context.Context, tx *sql.Tx, process, now int64, limit int) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `UPDATE source SET claim = $1 WHERE id IN (
			SELECT id FROM source WHERE active = 1 AND due >= 0 AND due <= $2 AND claim = 0
			ORDER BY due, id LIMIT $3 FOR UPDATE SKIP LOCKED)
		RETURNING data, state, due, active`, process, now, limit)
}

// UnderWay goes by the names under which the queues of processes take jobs: that of the process, a dot, and one of the queue's own.
func (*engine) UnderWay(ctx context.Context, tx *sql.Tx) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `SELECT split_part(attempted_by[array_upper(attempted_by, 1)], '.', 1), count(*) FROM river_job
		WHERE state = 'running' AND array_upper(attempted_by, 1) > 0 GROUP BY 1`)
}
