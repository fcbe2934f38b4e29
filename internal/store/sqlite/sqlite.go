// Package sqlite opens the store in one file, without a server. One process at a
// time may write it; the archive's lock sees to that.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"runtime"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"

	"github.com/waidian/waidian/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the store in the file at path, which it creates if it does not exist, and
// brings its tables up to date.
func Open(ctx context.Context, path string) (*store.DB, error) {
	write, err := openHandle(path, 1)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, write); err != nil {
		write.Close()
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	read, err := openHandle(path, 4)
	if err != nil {
		write.Close()
		return nil, err
	}
	return store.New(write, read, engine{}), nil
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
	base, err := sqlite.NewConnector("file:" + (&url.URL{Path: path}).EscapedPath() + "?" + v.Encode())
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	db := sql.OpenDB(connector{base, conns == 1})
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("bring tables up to date: %w", err)
	}
	if len(done) > 0 {
		// goose leaves 16 MB of buffers in pools, which two collections empty. Otherwise
		// the first heap target of the desk would be higher by that much.
		runtime.GC()
		runtime.GC()
	}
	return nil
}

type engine struct{}

func (engine) Name() string { return "sqlite" }

// Serialise does nothing: SQLite's writers take turns anyway.
func (engine) Serialise(context.Context, *sql.Tx) error { return nil }

// Check asks SQLite to examine the file (PRAGMA quick_check). An error says what is damaged.
func Check(ctx context.Context, db *store.DB) error {
	var found []error
	err := db.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.SQL().QueryContext(ctx, `PRAGMA quick_check(3)`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return err
			}
			if line != "ok" {
				found = append(found, fmt.Errorf("%w: %s", ErrDamaged, line))
			}
		}
		return rows.Err()
	})
	if err != nil {
		found = append(found, fmt.Errorf("check database: %w", err))
	}
	return errors.Join(found...)
}
