// Package store is what the desk remembers: the state of each source, leads, where
// captures lie, articles and their versions, digests, stories, and the tasks that wait. It
// answers questions and writes what it is given; what becomes of a report it leaves to the
// desk, except where a write is one of many rows alike (CallBack, Revive) or would change
// nothing (Withdraw). It knows no order of steps. SQLite and PostgreSQL run the same SQL; the
// packages sqlite and postgres open a database and ask the few questions that differ between
// the two.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// ErrNotFound is wrapped by the error of every question about one thing that does not exist.
var ErrNotFound = errors.New("not found")

// DB is an open store. It is safe for concurrent use.
type DB struct {
	// Flush puts the archive on disk. A transaction that names captures is committed only after it; its
	// error undoes the transaction. It is set before the first use and called by several goroutines; nil: nothing is flushed.
	Flush func(...news.Ref) error

	write, read *sql.DB
	engine      Engine
	history     history
	self        atomic.Pointer[Process] // as which it writes; nil: as none, see Enter
}

// Engine is what the two databases do differently.
type Engine interface {
	sharing
	// Name is "sqlite" or "postgres".
	Name() string
	// Fault reports whether an error says that the database itself is at fault: full, gone, or not to be written.
	Fault(err error) bool
	// Sync returns when what was committed outlives a power cut.
	Sync() error
	// Serialise makes the transactions that call it take turns, each until it ends.
	Serialise(ctx context.Context, tx *sql.Tx) error
	// InsertLeads writes rows of leads with several keys, and returns their numbers in their order; 0: the key is there.
	InsertLeads(ctx context.Context, tx *sql.Tx, rows []LeadRow) ([]LeadID, error)
	// SetStates replaces the states of several sources; those that process has claimed are nobody's from then on.
	SetStates(ctx context.Context, tx *sql.Tx, rows []StateRow, process int64) error
	// Enqueue adds tasks; see Tx.Add.
	Enqueue(ctx context.Context, tx *sql.Tx, tasks []Task) error
	// Renew makes a task begin anew; see Tx.Renew.
	Renew(ctx context.Context, tx *sql.Tx, t Task) error
	// Index replaces the searchable texts of articles, each with another sequence number.
	Index(ctx context.Context, tx *sql.Tx, list []Indexed) error
	// Search returns the sequence numbers of the articles that q asks for, q.Match not
	// empty and in this engine's own query language: q.Limit of them from q.Offset on,
	// newest first among the sorted ones that came last. The arguments are q.Args.
	Search(ctx context.Context, tx *sql.Tx, q Query, sorted int) (*sql.Rows, error)
	// Occurring returns, for each of a JSON list of words of the letters a to z that the index has, the word and the
	// number of articles with it, counted up to most.
	Occurring(ctx context.Context, tx *sql.Tx, words string, most int) (*sql.Rows, error)
}

// New returns a store on two handles of one database: write has one connection where the
// engine allows one writing transaction at a time, read has several.
func New(write, read *sql.DB, e Engine) *DB { return &DB{write: write, read: read, engine: e} }

// EngineName is "sqlite" or "postgres".
func (db *DB) EngineName() string { return db.engine.Name() }

// Engine returns what answers for the database, for the queue that shares it.
func (db *DB) Engine() Engine { return db.engine }

// Sync returns when what was committed outlives a power cut. Update does not wait for that on SQLite; a capture that a
// lost transaction named is found in the archive, or asked for again.
func (db *DB) Sync() error {
	if err := db.engine.Sync(); err != nil {
		return fault{fmt.Errorf("sync the database: %w", err)}
	}
	return nil
}

// Handle returns the handle that writes, for the queue in the same database.
func (db *DB) Handle() *sql.DB { return db.write }

// fault marks an error of a transaction for which the database itself, or the archive, is to blame.
type fault struct{ error }

func (f fault) Unwrap() error { return f.error }

// Fault reports whether an error of a transaction says that the database itself is at fault, or the archive that it names
// captures in: full, gone, or not to be written. What was asked of it is sound.
func Fault(err error) bool {
	var f fault
	return errors.As(err, &f)
}

// Close closes both handles.
func (db *DB) Close() error {
	err := db.write.Close()
	if db.read == db.write {
		return err
	}
	return errors.Join(err, db.read.Close())
}

// Tx is one transaction. Its methods wrap errors with the question they ask.
type Tx struct {
	ctx     context.Context
	tx      *sql.Tx
	db      *DB
	ended   []func(kept bool)
	tasks   []Task // were added and are not written yet
	indexed []Indexed
	touched map[news.ArticleID]bool // have a change number of this transaction
	names   []news.Ref              // captures
	leaves  []pendingLeaf
	point   Point // that its changes lead to; zero: it has made none
	serial  bool  // it has its turn; see Serialise

	noneBuried bool // no task was given up, when that was asked
}

// Ended registers f to be called when the transaction is over: with true after it was
// committed, with false before it is undone. In-memory copies use it to stay in step with
// the store.
func (tx *Tx) Ended(f func(kept bool)) { tx.ended = append(tx.ended, f) }

// Update runs f in a transaction that writes. What f has written outlives the process when
// Update returns nil, and is undone otherwise; see Sync for a power cut.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	return db.in(ctx, db.write, nil, f)
}

// View runs f in a transaction that only reads.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	return db.in(ctx, db.read, &sql.TxOptions{ReadOnly: true}, f)
}

// in runs f in a transaction. Nothing in f but the database can fail as a database does.
func (db *DB) in(ctx context.Context, h *sql.DB, o *sql.TxOptions, f func(*Tx) error) error {
	err := db.transact(ctx, h, o, f)
	if err != nil && ctx.Err() == nil && db.engine.Fault(err) {
		return fault{err}
	}
	return err
}

func (db *DB) transact(ctx context.Context, h *sql.DB, o *sql.TxOptions, f func(*Tx) error) error {
	tx, err := h.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer tx.Rollback()
	t := &Tx{ctx: ctx, tx: tx, db: db}
	kept := false
	defer func() {
		for _, f := range t.ended {
			f(kept)
		}
	}()
	if o == nil { // it writes
		if err := t.hold(); err != nil {
			return err
		}
	}
	if err := f(t); err != nil {
		return err
	}
	if err := t.enqueue(); err != nil {
		return err
	}
	if err := t.index(); err != nil {
		return err
	}
	if len(t.names) > 0 && db.Flush != nil {
		if err := db.Flush(t.names...); err != nil {
			return fault{err}
		}
	}
	if err := t.grow(); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	kept = true
	return nil
}

// Context is that of the transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }

// SQL returns the transaction itself, for the queue that ends a task in it.
func (tx *Tx) SQL() *sql.Tx { return tx.tx }

// Serialise makes the transactions that call it take turns, each until it ends: stories
// and copies are assigned by one transaction at a time.
func (tx *Tx) Serialise() error {
	if tx.serial {
		return nil
	}
	err := tx.db.engine.Serialise(tx.ctx, tx.tx)
	tx.serial = err == nil
	return err
}

func (tx *Tx) exec(question, query string, args ...any) error {
	if _, err := tx.tx.ExecContext(tx.ctx, query, args...); err != nil {
		return fmt.Errorf("%s: %w", question, err)
	}
	return nil
}

// one scans the one row of a query; no row is ErrNotFound.
func (tx *Tx) one(question, query string, args []any, dest ...any) error {
	err := tx.tx.QueryRowContext(tx.ctx, query, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("%s: %w", question, err)
	}
	return nil
}

// all calls scan for each row of a query.
func all[T any](tx *Tx, question, query string, args []any, scan func(func(...any) error) (T, error)) ([]T, error) {
	rows, err := tx.tx.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", question, err)
	}
	return scanAll(question, rows, scan)
}

func scanAll[T any](question string, rows *sql.Rows, scan func(func(...any) error) (T, error)) ([]T, error) {
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", question, err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", question, err)
	}
	return out, nil
}

// only is the one row of a query; no row is ErrNotFound.
func only[T any](tx *Tx, question, query string, args []any, scan func(func(...any) error) (T, error)) (T, error) {
	list, err := all(tx, question, query, args, scan)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s: %w", question, ErrNotFound)
	}
	if err != nil {
		var none T
		return none, err
	}
	return list[0], nil
}

// column scans rows of one column.
func column[T any](scan func(...any) error) (T, error) {
	var v T
	err := scan(&v)
	return v, err
}

// Times lie in the store as Unix milliseconds; the zero time is 0.

func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// dueStamp is the first millisecond at which t has come: what is due is never early.
func dueStamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return stamp(t.Add(time.Millisecond - 1))
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// zone is the offset of t's zone in seconds east of UTC.
func zone(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// inZone gives a moment back the zone it was written in.
func inZone(ms int64, seconds int) time.Time {
	t := moment(ms)
	if t.IsZero() || seconds == 0 {
		return t
	}
	return t.In(time.FixedZone("", seconds))
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
