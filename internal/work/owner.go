package work

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const (
	owners    = 0x77616964       // "waid": the class of the locks that processes hold
	lookEvery = 20 * time.Second // between two looks for jobs of processes that died
)

// owner is the name under which a process takes jobs. While it lives the process holds an
// advisory lock on that name, which the server releases when the process dies, however it
// dies. So others can see which jobs have lost their process, and need not wait until
// River calls them stuck. A process that has only lost its connection counts as dead, so
// one of its tasks may run twice.
type owner struct {
	id   string
	conn *sql.Conn // holds the lock
}

func newOwner(ctx context.Context, db *sql.DB) (owner, error) {
	o := owner{id: "waidian-" + rand.Text()}
	var err error
	if o.conn, err = db.Conn(ctx); err != nil {
		return o, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	if _, err := o.conn.ExecContext(ctx, `SELECT pg_advisory_lock($1::int, hashtext($2))`, owners, o.id); err != nil {
		o.conn.Close()
		return o, fmt.Errorf("lock a name for this process: %w", err)
	}
	return o, nil
}

// release unlocks the name.
func (o owner) release() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, err := o.conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1::int, hashtext($2))`, owners, o.id)
	return errors.Join(err, o.conn.Close())
}

// takeBack makes the jobs of processes that have died due again and returns their number.
// The try that was cut off does not count.
func takeBack(ctx context.Context, db *sql.DB) (n int64, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	ids, err := holders(ctx, tx)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		var dead bool
		if err := tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1::int, hashtext($2))`, owners, id).Scan(&dead); err != nil {
			return 0, err
		}
		if !dead {
			continue
		}
		r, err := tx.ExecContext(ctx, `UPDATE river_job SET state = 'available', scheduled_at = now(), attempt = greatest(attempt - 1, 0)
			WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1`, id)
		if err != nil {
			return 0, err
		}
		got, err := r.RowsAffected()
		if err != nil {
			return 0, err
		}
		n += got
	}
	return n, tx.Commit()
}

// holders are the names under which running jobs were taken.
func holders(ctx context.Context, tx *sql.Tx) (ids []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] FROM river_job
		WHERE state = 'running' AND array_upper(attempted_by, 1) > 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
