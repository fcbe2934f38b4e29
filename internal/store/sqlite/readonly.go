package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"

	"github.com/waidian/waidian/internal/store"
)

// OpenReadOnly opens the store in the file at path to be read: beside a desk at work, by a user who may not write,
// on a medium that cannot be written. It makes no file beside the database, unless that of the locks is missing while
// a desk is at work, and changes none. A database that is not there is store.ErrNone, one with the tables of another
// version a *store.OtherSchema.
func OpenReadOnly(ctx context.Context, path string) (*store.DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", path, store.ErrNone)
	}
	db, err := openReader(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := check(ctx, path, db); err != nil {
		db.Close()
		return nil, err
	}
	return store.New(db, db, engine{path}), nil
}

// peek returns what OpenReadOnly would.
func peek(ctx context.Context, path string) error {
	db, err := openReader(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(check(ctx, path, db), db.Close())
}

func check(ctx context.Context, path string, db *sql.DB) error {
	p, err := provider(db)
	if err != nil {
		return err
	}
	if err := compare(ctx, path, db, p); isOther(err) || errors.Is(err, store.ErrNone) || errors.Is(err, store.ErrForeign) {
		return err
	} else if err != nil {
		return fmt.Errorf("open store %s: %w", path, err)
	}
	return nil
}

// openReader opens a handle that only reads. A connection is kept for as long as the file stays at rest; beside a desk at work each
// transaction has its own, so that none is open when the desk ends and moves its log to the file.
func openReader(ctx context.Context, path string) (*sql.DB, error) {
	r := &reader{path: path}
	if err := r.copyLog(ctx); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	db := sql.OpenDB(r)
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	return db, nil
}

// readers is how many connections read at the same time.
const readers = 4

// reader opens connections that only read.
//
// Beside a database in WAL mode lies its log while a process has it open, and after a kill. Then the file alone is not
// the database, and SQLite reads both, for which it needs the file of locks, "-shm" (https://sqlite.org/wal.html,
// "Read-Only Databases"). Without a log the database is at rest: it is read as a file that does not change, which needs
// no other file and no right to write. That it did not change is verified when the transaction ends.
type reader struct {
	path string
	tmp  string // folder of a copy, removed by Close; empty: the database itself is read
}

// The driver of a reader's connections is not asked for: database/sql opens all by Connect.
func (r *reader) Driver() driver.Driver { return nil }

// Close removes the copy.
func (r *reader) Close() error {
	if r.tmp == "" {
		return nil
	}
	return os.RemoveAll(r.tmp)
}

func (r *reader) Connect(ctx context.Context) (driver.Conn, error) {
	return r.open(ctx, atRest(r.path))
}

func (r *reader) open(ctx context.Context, rest bool) (driver.Conn, error) {
	before := stateOf(r.path)
	whole, err := r.connect(ctx, rest)
	if err != nil {
		return nil, err
	}
	if !rest {
		return passingConn{whole}, nil
	}
	resting := restingConn{whole, func() bool { return stateOf(r.path) == before }}
	return &conn{wholeConn: resting, kept: map[string]statement{}}, nil
}

// connect opens the driver's own connection. With rest it takes the file for one that does not change.
func (r *reader) connect(ctx context.Context, rest bool) (wholeConn, error) {
	v := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)", "temp_store(memory)", "query_only(on)"}}
	if rest {
		v.Set("immutable", "1")
	}
	c, err := sqlite.NewConnector(dsn(r.path, v))
	if err != nil {
		return nil, err
	}
	base, err := c.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return wholeOf(base)
}

// atRest reports whether no process has the database open, and none was killed while it had.
func atRest(path string) bool {
	st, err := os.Stat(path + "-wal")
	return errors.Is(err, fs.ErrNotExist) || err == nil && st.Size() == 0 && !exists(path+"-shm")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// fileState tells whether a database was written meanwhile.
type fileState struct {
	size, changed int64
	rest          bool
}

func stateOf(path string) fileState {
	st, err := os.Stat(path)
	if err != nil {
		return fileState{}
	}
	return fileState{st.Size(), st.ModTime().UnixNano(), atRest(path)}
}

// passingConn reads beside a desk at work, for one transaction.
type passingConn struct{ wholeConn }

// IsValid keeps the connection out of the pool.
func (passingConn) IsValid() bool { return false }

// restingConn reads a file that does not change. It is kept from one transaction to the next for as long as that is so.
type restingConn struct {
	wholeConn
	still func() bool
}

func (c restingConn) IsValid() bool { return c.wholeConn.IsValid() && c.still() }

func (c restingConn) ResetSession(ctx context.Context) error {
	if !c.still() {
		return driver.ErrBadConn
	}
	return c.wholeConn.ResetSession(ctx)
}

func (c restingConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.wholeConn.BeginTx(ctx, o)
	return restingTx{tx, c.still}, err
}

var errBegan = errors.New("a desk began to work on the database while it was read: try again")

type restingTx struct {
	driver.Tx
	still func() bool
}

func (t restingTx) Commit() error {
	if err := t.Tx.Commit(); err != nil {
		return err
	}
	if !t.still() {
		return errBegan
	}
	return nil
}

// copyLog makes a copy of a database whose log can be read in no other way: the file of locks is missing, as in a
// backup of a desk that was at work or was killed, and may not be made here.
func (r *reader) copyLog(ctx context.Context) error {
	if atRest(r.path) {
		return nil
	}
	c, err := r.open(ctx, false)
	if err == nil {
		err = errors.Join(touch(c), c.Close())
	}
	if !Unwritable(err) {
		return err
	}
	if r.tmp, err = os.MkdirTemp("", "waidian-read-"); err != nil {
		return fmt.Errorf("copy the database with its log: %w", err)
	}
	to := filepath.Join(r.tmp, filepath.Base(r.path))
	for _, tail := range []string{"", "-wal"} {
		if err := copyFile(r.path+tail, to+tail); err != nil {
			return errors.Join(fmt.Errorf("copy the database with its log: %w", err), r.Close())
		}
	}
	r.path = to
	return nil
}

// touch makes SQLite look at the first page, and so at the log.
func touch(c driver.Conn) error {
	s, err := c.Prepare(`SELECT count(*) FROM sqlite_master`)
	if err != nil {
		return err
	}
	return s.Close()
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() // only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
