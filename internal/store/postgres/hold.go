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

// Held is the lock of the one process that works on the desk in a database. The server frees it when the connection
// ends, however it ends; Keep takes it again then.
type Held struct {
	db   *sql.DB
	conn *sql.Conn // owned by Keep while it runs
}

// Hold makes this process the one that works on the desk in the database. The error is ErrHeld while another process
// does.
func Hold(ctx context.Context, db *store.DB) (*Held, error) {
	h := &Held{db: db.Handle()}
	for until := time.Now().Add(patience); ; { // real time: the server's
		got, err := h.take(ctx)
		switch {
		case err != nil:
			return nil, err
		case got:
			return h, nil
		case time.Now().After(until):
			return nil, ErrHeld
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// take connects and takes the lock, unless another process has it.
func (h *Held) take(ctx context.Context) (bool, error) {
	conn, err := h.db.Conn(ctx)
	if err != nil {
		return false, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	got, err := take(ctx, conn)
	if err != nil || !got {
		return false, errors.Join(err, conn.Close())
	}
	h.conn = conn
	return true, nil
}

// Keep looks every so often, until ctx ends, at whether the connection still holds the lock, and takes the lock again
// after the connection was lost. Its error is ErrHeld if another process has the lock by then and keeps it for longer
// than a server needs to forget the lost connection.
func (h *Held) Keep(ctx context.Context, every, forgets time.Duration) error {
	var refused time.Time // since when another process has had the lock; zero: none has
	for {
		select {
		case <-time.After(every):
		case <-ctx.Done():
			return nil
		}
		if h.conn != nil {
			if _, err := h.conn.ExecContext(ctx, `SELECT 1`); err == nil || ctx.Err() != nil {
				continue
			}
			h.conn.Close() // it is broken: its error says nothing more
			h.conn = nil
		}
		switch got, err := h.take(ctx); {
		case got:
			refused = time.Time{}
		case err != nil: // the server is not there: nobody else can work either
		case refused.IsZero():
			refused = time.Now()
		case time.Since(refused) > forgets:
			return ErrHeld
		}
	}
}

// Release frees the lock. Keep must have ended.
func (h *Held) Release() error {
	if h.conn == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, err := h.conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1::int, hashtext(current_schema()))`, desks)
	return errors.Join(err, h.conn.Close())
}

func take(ctx context.Context, conn *sql.Conn) (got bool, err error) {
	err = conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1::int, hashtext(current_schema()))`, desks).Scan(&got)
	if err != nil {
		err = fmt.Errorf("lock the desk: %w", err)
	}
	return got, err
}
