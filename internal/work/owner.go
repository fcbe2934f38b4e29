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

// owner is the name under which a process takes jobs. For as long as it lives it
// holds a lock of the server's on that name, which the server takes back when the
// process dies, however it dies: so others know its jobs for orphans, and need not
// wait until River calls them stuck. A process that only lost its connection is
// taken for dead, and a task of its may be done twice.
type owner struct {
	id   string
	conn *sql.Conn // that holds the lock
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

// release gives the name back.
func (o owner) release() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, err := o.conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1::int, hashtext($2))`, owners, o.id)
	return errors.Join(err, o.conn.Close())
}

// takeBack makes the jobs due again that processes held which have died. That was no
// try of theirs.
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

// holders are the names of those that hold jobs.
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
