package transfer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// ErrTaken is wrapped by the error of copying into a database that is not empty and no half-made copy of the desk.
var ErrTaken = errors.New("it is not empty")

// ErrDiffer is wrapped by the error of a copy that is not what was copied.
var ErrDiffer = errors.New("the copy differs from what was copied")

// Copying copies a desk.
type Copying struct {
	From, To store.Side
	Source   string // the two databases, for messages
	Target   string
	Now      func() time.Time
	// Index makes the search index of the copy.
	Index func(context.Context, *store.DB) error
	// Hosts keeps what the processes of the desk know of hosts, in the form of hosts.json. It may be nil.
	Hosts func(known [][]byte) error
	// Headway is told how many rows of how many are copied.
	Headway func(done, total int64)
}

// Table is what was compared of a table.
type Table struct {
	Name string
	Rows int64
	Sum  string // of all rows, in hexadecimal
}

// Result is what was copied.
type Result struct {
	Tables   []Table
	Replaced int64 // texts in which bytes that no PostgreSQL takes were replaced by U+FFFD
}

// Run copies the desk, or what is left of it to copy, compares the two, and ends what was noted of the transfer: from then on the copy
// is the desk. The caller keeps other processes from the desk's archive. If it fails, or is killed, the next call goes on where it was.
func (c *Copying) Run(ctx context.Context) (r Result, err error) {
	held, err := c.From.Hold(ctx, append(names(), tasks, "process"))
	if err != nil {
		return r, fmt.Errorf("hold %s: %w", c.Source, err)
	}
	defer held.Rollback()
	desk, err := c.deskIn(ctx, held)
	if err != nil {
		return r, err
	}
	done, err := c.begin(ctx, desk)
	if err != nil {
		return r, err
	}
	total, err := c.total(ctx, held)
	if err != nil {
		return r, err
	}
	k := &copier{c, held, done, sumOf(done), total, 0}
	for _, t := range copied {
		if err := k.table(ctx, t); err != nil {
			return r, fmt.Errorf("copy table %s: %w", t.name, err)
		}
	}
	if err := k.tasks(ctx); err != nil {
		return r, fmt.Errorf("copy tasks: %w", err)
	}
	if err := c.numbers(ctx, held); err != nil {
		return r, err
	}
	if err := c.Index(ctx, c.To.DB()); err != nil {
		return r, err
	}
	if r.Tables, err = c.compare(ctx, held); err != nil {
		return r, err
	}
	if err := c.hosts(ctx, held); err != nil {
		return r, err
	}
	r.Replaced = k.replaced
	return r, c.end(ctx, held, desk)
}

func names() (out []string) {
	for _, t := range copied {
		out = append(out, t.name)
	}
	return out
}

// deskIn is the identifier of the desk that is copied.
func (c *Copying) deskIn(ctx context.Context, held *sql.Tx) (desk string, err error) {
	err = held.QueryRowContext(ctx, `SELECT id FROM desk`).Scan(&desk)
	if errors.Is(err, sql.ErrNoRows) || err == nil && desk == "" {
		return "", fmt.Errorf("%s: %w", c.Source, store.ErrNone)
	}
	if err != nil {
		return "", fmt.Errorf("read whose database it is: %w", err)
	}
	return desk, nil
}

// begin notes in the target that a copy is being made, unless it is half made, and returns what is copied.
func (c *Copying) begin(ctx context.Context, desk string) (done map[string]int64, err error) {
	err = c.To.DB().Update(ctx, func(tx *store.Tx) error {
		was, err := tx.Transfer()
		if err != nil {
			return err
		}
		switch {
		case was.State == store.HalfCopied && was.Desk == desk:
			done = was.Done
			return nil
		case was.State != "":
			return fmt.Errorf("%s has (or had) desk %s: %w", c.Target, was.Desk, ErrTaken)
		}
		if err := c.empty(ctx, tx); err != nil {
			return err
		}
		for _, name := range seeded {
			if _, err := tx.SQL().ExecContext(ctx, `DELETE FROM `+name); err != nil {
				return fmt.Errorf("empty table %s: %w", name, err)
			}
		}
		done = map[string]int64{}
		return tx.SetTransfer(store.Transfer{State: store.HalfCopied, Desk: desk, Other: c.Source, At: c.Now(), Done: done})
	})
	return done, err
}

// empty is an error if the target has a row, but those that every new database has.
func (c *Copying) empty(ctx context.Context, tx *store.Tx) error {
	for _, name := range append(names(), "tasks") {
		if slices.Contains(seeded, name) {
			continue
		}
		var has bool
		if err := tx.SQL().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+quoted(name)+`)`).Scan(&has); err != nil {
			return fmt.Errorf("look into table %s: %w", name, err)
		}
		if has {
			return fmt.Errorf("%s has rows in the table %s: %w", c.Target, name, ErrTaken)
		}
	}
	return nil
}

// total is how many rows there are to copy.
func (c *Copying) total(ctx context.Context, held *sql.Tx) (n int64, err error) {
	for _, t := range copied {
		var rows int64
		if err := held.QueryRowContext(ctx, `SELECT count(*) FROM `+quoted(t.name)+t.condition()).Scan(&rows); err != nil {
			return 0, fmt.Errorf("count rows of %s: %w", t.name, err)
		}
		n += rows
	}
	return n, nil
}

func (t table) condition() string {
	if t.where == "" {
		return ""
	}
	return " WHERE " + t.where
}

// numbers makes the copy give no number that was given before.
func (c *Copying) numbers(ctx context.Context, held *sql.Tx) error {
	last := map[string]int64{}
	for name, column := range numbered {
		n, err := c.From.Last(ctx, held, name, column)
		if err != nil {
			return fmt.Errorf("read the last number of %s: %w", name, err)
		}
		last[name] = n
	}
	return c.To.DB().Update(ctx, func(tx *store.Tx) error {
		for name, column := range numbered {
			if err := c.To.SetLast(ctx, tx.SQL(), name, column, last[name]); err != nil {
				return fmt.Errorf("note the last number of %s: %w", name, err)
			}
		}
		return nil
	})
}

// end makes the copy the desk. The source is given up first: killed between the two, neither is the desk, and the next call goes on.
func (c *Copying) end(ctx context.Context, held *sql.Tx, desk string) error {
	if err := c.From.Alone(ctx); err != nil {
		return fmt.Errorf("%s: %w", c.Source, err)
	}
	if err := c.To.DB().Sync(); err != nil {
		return err
	}
	_, err := held.ExecContext(ctx, `INSERT INTO transfer (one, state, desk, other, at, done) VALUES (1, $1, $2, $3, $4, '{}')
		ON CONFLICT (one) DO UPDATE SET state = $1, desk = $2, other = $3, at = $4`, string(store.GoneElsewhere), desk, c.Target, c.Now().UnixMilli())
	if err == nil {
		err = held.Commit()
	}
	if err != nil {
		return fmt.Errorf("note in %s that the desk has gone: %w", c.Source, err)
	}
	if err := c.To.DB().Update(ctx, (*store.Tx).EndTransfer); err != nil {
		return err
	}
	return c.To.DB().Sync()
}

// hosts passes on what the processes know of the hosts.
func (c *Copying) hosts(ctx context.Context, held *sql.Tx) error {
	if c.Hosts == nil {
		return nil
	}
	rows, err := held.QueryContext(ctx, `SELECT known FROM turn ORDER BY host`)
	if err != nil {
		return fmt.Errorf("read what is known of hosts: %w", err)
	}
	defer rows.Close()
	var list [][]byte
	for rows.Next() {
		var known []byte
		if err := rows.Scan(&known); err != nil {
			return fmt.Errorf("read what is known of hosts: %w", err)
		}
		if len(known) > 0 {
			list = append(list, known)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read what is known of hosts: %w", err)
	}
	return c.Hosts(list)
}

func sumOf(done map[string]int64) (n int64) {
	for _, rows := range done {
		n += rows
	}
	return n
}
