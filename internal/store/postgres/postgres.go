// Package postgres opens the store on a PostgreSQL server, for a desk that has
// outgrown one machine. Tasks are jobs of River's queue in the same database.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/waidian/waidian/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// connections bounds how many a process has, those of the queue included.
const connections = 16

// Open connects to the server and brings the tables up to date, River's first.
func Open(ctx context.Context, dsn string) (*store.DB, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("open store: the database address cannot be read")
	}
	config.MaxConns = connections
	pool, err := pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	db := sql.OpenDB(connector{stdlib.GetPoolConnector(pool), pool})
	db.SetMaxIdleConns(0) // the pool keeps them
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	if err := migrate(ctx, db, pool); err != nil {
		db.Close()
		return nil, err
	}
	jobs, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("open queue: %w", err)
	}
	return store.New(db, db, &engine{pool, jobs}), nil
}

// Pool returns the connections of a store that Open has opened, for the queue that shares them.
func Pool(db *store.DB) *pgxpool.Pool { return db.Engine().(*engine).pool }

// connector closes its pool when the handle is closed.
type connector struct {
	driver.Connector
	pool *pgxpool.Pool
}

func (c connector) Close() error {
	c.pool.Close()
	return nil
}

// migrating is the key of the lock that lets one process at a time change tables.
const migrating = 0x77616964 // "waid"

func migrate(ctx context.Context, db *sql.DB, pool *pgxpool.Pool) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrating); err != nil {
		return fmt.Errorf("lock the tables: %w", err)
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrating)
	jobs, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("read River's migrations: %w", err)
	}
	if _, err := jobs.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("bring River's tables up to date: %w", err)
	}
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, dir)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bring tables up to date: %w", err)
	}
	return nil
}

// engine answers for PostgreSQL.
type engine struct {
	pool *pgxpool.Pool
	jobs *river.Client[pgx.Tx] // inserts only
}

func (*engine) Name() string { return "postgres" }

// Serialise takes a lock that is held until the transaction ends.
func (*engine) Serialise(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, migrating+1)
	return err
}
