package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"modernc.org/sqlite"

	"github.com/waidian/waidian/internal/store"
)

// copiedAtOnce is how many pages are copied before ctx is looked at again: 4 MiB of SQLite's usual pages.
const copiedAtOnce = 1024

// Copy writes the database in the file at path into the file to, which must be there and be empty, as the database is
// at one moment (https://sqlite.org/backup.html). A desk may write meanwhile: its changes of that time are not in the
// copy, and it waits for nothing. Nothing is changed beside the database that OpenReadOnly would not change. When Copy
// returns, the copy is whole and on disk, and has no log beside it. A database that is not there is store.ErrNone.
func Copy(ctx context.Context, path, to string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", path, store.ErrNone)
	}
	r := &reader{path: path}
	if err := r.copyLog(ctx); err != nil {
		return fmt.Errorf("copy the database %s: %w", path, err)
	}
	err := errors.Join(r.copyTo(ctx, to), r.Close())
	if err == nil {
		err = syncFile(to)
	}
	if err != nil {
		return fmt.Errorf("copy the database %s: %w", path, err)
	}
	return nil
}

// copier is what the driver's own connections have for a copy.
type copier interface {
	NewBackup(to string) (*sqlite.Backup, error)
}

func (r *reader) copyTo(ctx context.Context, to string) error {
	rest := atRest(r.path)
	before := stateOf(r.path)
	base, err := r.connect(ctx, rest)
	if err != nil {
		return err
	}
	err = copyPages(ctx, base, to)
	if err == nil && rest && stateOf(r.path) != before {
		err = errBegan
	}
	return errors.Join(err, base.Close())
}

// copyPages copies what a connection sees. It reads in one transaction, so that the pages are of one moment.
func copyPages(ctx context.Context, c wholeConn, to string) error {
	from, ok := c.(copier)
	if !ok {
		return errNotOurDriver
	}
	tx, err := c.BeginTx(ctx, driver.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() // it has only read
	if err := pin(ctx, c); err != nil {
		return err
	}
	b, err := from.NewBackup(dsn(to, url.Values{"_pragma": {"synchronous(off)"}}))
	if err != nil {
		return err
	}
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, b.Finish())
		}
		if more, err = b.Step(copiedAtOnce); err != nil {
			return errors.Join(err, b.Finish())
		}
	}
	return b.Finish()
}

// pin reads something: from then on the transaction sees the database as it is now. A copy whose pages are read in several
// transactions begins anew after each change of another process, and so might never end.
func pin(ctx context.Context, c wholeConn) error {
	s, err := c.PrepareContext(ctx, `SELECT count(*) FROM sqlite_master`)
	if err != nil {
		return err
	}
	rows, err := s.(driver.StmtQueryContext).QueryContext(ctx, nil)
	if err == nil {
		err = errors.Join(rows.Next(make([]driver.Value, 1)), rows.Close())
	}
	return errors.Join(err, s.Close())
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
