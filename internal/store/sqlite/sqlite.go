// Package sqlite opens the store in one file, without a server. One process at a time is the
// desk; the archive's lock sees to that. Commands may write beside it, a transaction at a time,
// and any number may read.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the store in the file at path, which it creates if it does not exist, and
// brings its tables up to date. A database of a newer program is a *store.OtherSchema.
func Open(ctx context.Context, path string) (*store.DB, error) {
	if err := create(path); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	if err := peek(ctx, path); newer(err) || errors.Is(err, store.ErrForeign) {
		return nil, err // before anything is written; any other error comes again below
	}
	write, err := openHandle(path, 1)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, path, write); err != nil {
		write.Close()
		return nil, err
	}
	read, err := openHandle(path, readers)
	if err != nil {
		write.Close()
		return nil, err
	}
	return store.New(write, read, engine{path}), nil
}

// create makes an empty file, which is an empty database, if there is none, so that it belongs to whom its folder belongs.
func create(path string) error {
	f, err := owned.Create(path, os.O_RDWR|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// openHandle opens a handle. Writers take their lock when a transaction begins, so that two
// of them wait for each other instead of failing half way.
func openHandle(path string, conns int) (*sql.DB, error) {
	v := url.Values{
		"_pragma": {"journal_mode(wal)", "busy_timeout(10000)", "synchronous(normal)", "foreign_keys(on)", "temp_store(memory)"},
		"_txlock": {"immediate"},
	}
	if conns > 1 {
		v["_txlock"] = []string{"deferred"}
	}
	base, err := sqlite.NewConnector(dsn(path, v))
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	db := sql.OpenDB(connector{base, conns == 1})
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// dsn is the address of a database file (https://sqlite.org/uri.html).
func dsn(path string, v url.Values) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + v.Encode()
}

// migrate brings the tables up to date. It changes nothing in a database of a newer program.
func migrate(ctx context.Context, path string, db *sql.DB) error {
	p, err := provider(db)
	if err != nil {
		return err
	}
	switch err := compare(ctx, path, db, p); {
	case err == nil:
		return nil // up to date
	case newer(err), errors.Is(err, store.ErrForeign):
		return err
	case !isOther(err) && !errors.Is(err, store.ErrNone):
		return fmt.Errorf("open store %s: %w", path, err)
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("open store %s: bring tables up to date: %w", path, err)
	}
	if len(done) > 0 {
		// goose leaves 16 MB of buffers in pools, which two collections empty. Otherwise
		// the first heap target of the desk would be higher by that much.
		runtime.GC()
		runtime.GC()
	}
	return nil
}

func provider(db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}

// compare returns nil if the tables are those of this program, store.ErrNone if there are none, a *store.OtherSchema if
// they are those of another version, and store.ErrForeign if they are no desk's.
func compare(ctx context.Context, path string, db *sql.DB, p *goose.Provider) error {
	var tables, versions, ours int
	err := db.QueryRowContext(ctx, `
		SELECT count(*), count(*) FILTER (WHERE name = 'goose_db_version'), count(*) FILTER (WHERE name = 'capture')
		FROM sqlite_master WHERE type = 'table'`).Scan(&tables, &versions, &ours)
	if err != nil {
		return fmt.Errorf("read the version of the tables: %w", err)
	}
	e := &store.OtherSchema{Where: path}
	if versions > 0 {
		if err := db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&e.Has); err != nil {
			return fmt.Errorf("read the version of the tables: %w", err)
		}
	}
	switch {
	case ours == 0 && (e.Has > 0 || versions == 0 && tables > 0):
		return fmt.Errorf("%s %w", path, store.ErrForeign)
	case e.Has == 0:
		return fmt.Errorf("%s: %w", path, store.ErrNone)
	}
	sources := p.ListSources()
	e.Knows = sources[len(sources)-1].Version
	if e.Has != e.Knows {
		return e
	}
	return nil
}

func isOther(err error) bool {
	var e *store.OtherSchema
	return errors.As(err, &e)
}

func newer(err error) bool {
	var e *store.OtherSchema
	return errors.As(err, &e) && e.Newer()
}

type engine struct{ path string }

func (engine) Name() string { return "sqlite" }

// Sync syncs the log, where commits lie until they are moved to the file, which is synced
// then. The file itself must not be opened beside SQLite: closing it would end SQLite's
// locks on it (https://sqlite.org/howtocorrupt.html, 2.2); the log has none.
func (e engine) Sync() error {
	f, err := os.Open(e.path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Serialise does nothing: SQLite's writers take turns anyway.
func (engine) Serialise(context.Context, *sql.Tx) error { return nil }

// Check asks SQLite to examine the file (PRAGMA quick_check). An error says what is damaged.
func Check(ctx context.Context, db *store.DB) error {
	var found []error
	err := db.View(ctx, func(tx *store.Tx) (err error) {
		found, err = quickCheck(ctx, tx.SQL())
		return err
	})
	return checked(found, err)
}

// CheckFile is Check of the database in a file, of whatever version.
func CheckFile(ctx context.Context, path string) error {
	db, err := openReader(ctx, path)
	if err != nil {
		return err
	}
	found, err := quickCheck(ctx, db)
	return errors.Join(checked(found, err), db.Close())
}

func checked(found []error, err error) error {
	if err != nil {
		found = append(found, fmt.Errorf("check database: %w", err))
	}
	return errors.Join(found...)
}

// quickCheck returns what SQLite finds damaged, three findings at most.
func quickCheck(ctx context.Context, db interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}) (found []error, err error) {
	rows, err := db.QueryContext(ctx, `PRAGMA quick_check(3)`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return found, err
		}
		if line != "ok" {
			found = append(found, fmt.Errorf("%w: %s", ErrDamaged, line))
		}
	}
	return found, rows.Err()
}
