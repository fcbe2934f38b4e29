package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// desks is the class of the lock that the one process at work on a desk holds; the second half of its key is the schema.
const desks = migrating + 1

// patience is how long Hold waits for a lock: the server may take a moment to see that a process has died.
const patience = 3 * time.Second

// ErrHeld is the error of Hold while another process holds the desk.
var ErrHeld = errors.New("another waidian works on the database")

// Hold makes this process the one that works on the desk in the database. It holds a lock of the server's until
// release is called or its connection ends, however it ends. The error is ErrHeld while another process holds it.
func Hold(ctx context.Context, db *store.DB) (release func() error, err error) {
	conn, err := db.Handle().Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	got, err := take(ctx, conn)
	for until := time.Now().Add(patience); err == nil && !got && time.Now().Before(until); { // real time: the server's
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), conn.Close())
		}
		got, err = take(ctx, conn)
	}
	if err == nil && !got {
		err = ErrHeld
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1::int, hashtext(current_schema()))`, desks)
		return errors.Join(err, conn.Close())
	}, nil
}

func take(ctx context.Context, conn *sql.Conn) (got bool, err error) {
	err = conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1::int, hashtext(current_schema()))`, desks).Scan(&got)
	if err != nil {
		err = fmt.Errorf("lock the desk: %w", err)
	}
	return got, err
}
