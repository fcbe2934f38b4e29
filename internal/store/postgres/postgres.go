// Package postgres opens the store on a PostgreSQL server, for a desk that has
// outgrown one machine. Tasks are jobs of River's queue in the same database.
package postgres

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"

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

// idle is how long a transaction may wait for its process, in milliseconds: one that is stopped holds up no other for longer.
const idle = "25000"

// Open connects to the server and brings the tables up to date, River's first. A database of a newer program is a
// *store.OtherSchema.
func Open(ctx context.Context, dsn string) (*store.DB, error) {
	return open(ctx, dsn, nil, migrate)
}

// OpenReadOnly connects to the server to read: every transaction is read-only, and the tables stay as they are.
// A database without a desk is store.ErrNone, one with the tables of another version a *store.OtherSchema.
func OpenReadOnly(ctx context.Context, dsn string) (*store.DB, error) {
	return open(ctx, dsn, map[string]string{"default_transaction_read_only": "on"},
		func(ctx context.Context, db *sql.DB, _ *pgxpool.Pool) error {
			p, err := provider(db)
			if err != nil {
				return err
			}
			err = compare(ctx, db, p)
			if errors.Is(err, store.ErrNone) {
				return cmp.Or(foreign(ctx, db), err)
			}
			return err
		})
}

// open connects with those parameters of the session and prepares the tables.
func open(
	ctx context.Context, dsn string, session map[string]string, prepare func(context.Context, *sql.DB, *pgxpool.Pool) error,
) (*store.DB, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, unreadable(err)
	}
	config.MaxConns = connections
	config.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = idle
	config.ConnConfig.RuntimeParams["application_name"] = program(config.ConnConfig.RuntimeParams["search_path"]) + sessionOf()
	maps.Copy(config.ConnConfig.RuntimeParams, session)
	pool, err := pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	db := sql.OpenDB(connector{stdlib.GetPoolConnector(pool), pool})
	db.SetMaxIdleConns(0) // the pool keeps them
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("connect to PostgreSQL: %w", plain(err))
	}
	if err := prepare(ctx, db, pool); err != nil {
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

// program is how the sessions of this program that use a schema are called on the server; empty: the one that is usual. The process follows.
func program(schema string) string { return "waidian:" + schema + " " }

// sessionOf tells the sessions of this process from those of others.
func sessionOf() string {
	host, _ := os.Hostname() // for messages, and to tell machines apart
	return fmt.Sprintf("%d@%s", os.Getpid(), host)
}

// connector closes its pool when the handle is closed.
type connector struct {
	driver.Connector
	pool *pgxpool.Pool
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return session{conn.(*stdlib.Conn)}, nil
}

func (c connector) Close() error {
	c.pool.Close()
	return nil
}

// session tells the server nothing of a transaction that only reads: each of its questions sees what was committed before it anyway, as in
// every transaction at READ COMMITTED.
type session struct{ *stdlib.Conn }

func (c session) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if o.ReadOnly && sql.IsolationLevel(o.Isolation) == sql.LevelDefault && !c.Conn.Conn().IsClosed() {
		return untold{}, nil
	}
	return c.Conn.BeginTx(ctx, o)
}

// untold is a transaction that the server does not know of.
type untold struct{}

func (untold) Commit() error   { return nil }
func (untold) Rollback() error { return nil }

// ErrTables is wrapped by the error of making or changing tables, of which a part may be done: it goes on from there.
var ErrTables = errors.New("bring tables up to date")

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
	p, err := provider(db)
	if err != nil {
		return err
	}
	var other *store.OtherSchema
	switch err := compare(ctx, db, p); {
	case errors.As(err, &other) && other.Newer():
		return err
	case err != nil && other == nil && !errors.Is(err, store.ErrNone):
		return err
	case other != nil:
		if err := olderAtWork(ctx, db); err != nil {
			return err
		}
	}
	jobs, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("read River's migrations: %w", err)
	}
	if err := newerJobs(ctx, db, jobs); err != nil {
		return err
	}
	if _, err := jobs.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("%w of River: %w", ErrTables, plain(err))
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("%w: %w", ErrTables, plain(err))
	}
	return nil
}

// olderAtWork looks for a process at work, which goes by the tables as they are.
func olderAtWork(ctx context.Context, db *sql.DB) error {
	var where sql.NullString
	if _, err := lastOf(ctx, db, "process", `SELECT min(place) FROM process WHERE until > extract(epoch FROM clock_timestamp()) * 1000`, &where); err != nil || !where.Valid {
		return err
	}
	return &Trouble{"an older waidian is at work on the database, " + where.String + ", and this one has other tables",
		"stop it, and all others, before the new one starts; one that was killed is forgotten after half a minute", "", nil}
}

// Current returns a *store.OtherSchema if another program has changed the tables since the store was opened.
func Current(ctx context.Context, db *store.DB) error {
	p, err := provider(db.Handle())
	if err != nil {
		return err
	}
	return compare(ctx, db.Handle(), p)
}

func provider(db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, dir)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}

// compare returns nil if the tables are those of this program, store.ErrNone if there are none, a *store.OtherSchema if
// they are those of another version, and store.ErrForeign if another program counts its migrations there.
func compare(ctx context.Context, db *sql.DB, p *goose.Provider) error {
	sources := p.ListSources()
	e := &store.OtherSchema{Where: "the database on PostgreSQL", Knows: sources[len(sources)-1].Version}
	there, err := lastOf(ctx, db, "goose_db_version", `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`, &e.Has)
	switch {
	case err != nil:
		return err
	case !there || e.Has == 0:
		return fmt.Errorf("the database on PostgreSQL is empty: %w", store.ErrNone)
	}
	var last int64
	switch ours, err := lastOf(ctx, db, "capture", `SELECT 0`, &last); {
	case err != nil:
		return err
	case !ours:
		return fmt.Errorf("%s %w", e.Where, store.ErrForeign)
	case e.Has != e.Knows:
		return e
	}
	return nil
}

// newerJobs returns a *store.OtherSchema if River's tables are those of a newer River.
func newerJobs(ctx context.Context, db *sql.DB, known *rivermigrate.Migrator[pgx.Tx]) error {
	e := &store.OtherSchema{Where: "the table of jobs on PostgreSQL"}
	for _, m := range known.AllVersions() {
		e.Knows = max(e.Knows, int64(m.Version))
	}
	// A process that was killed while it made the tables may have left those of River's first versions, which have no line.
	if _, err := lastOf(ctx, db, "river_migration",
		`SELECT coalesce(max(version), 0) FROM river_migration m WHERE coalesce(to_jsonb(m)->>'line', 'main') = 'main'`, &e.Has); err != nil {
		return err
	}
	if e.Newer() {
		return e
	}
	return nil
}

// lastOf asks a table of migrations, if it is there, for its last one.
func lastOf(ctx context.Context, db *sql.DB, table, question string, last any) (there bool, err error) {
	err = db.QueryRowContext(ctx, `SELECT to_regclass($1) IS NOT NULL`, table).Scan(&there)
	if err == nil && there {
		err = db.QueryRowContext(ctx, question).Scan(last)
	}
	if err != nil {
		return there, fmt.Errorf("read the version of the tables: %w", plain(err))
	}
	return there, nil
}

// engine answers for PostgreSQL.
type engine struct {
	pool *pgxpool.Pool
	jobs *river.Client[pgx.Tx] // inserts only
}

func (*engine) Name() string { return "postgres" }

// Sync does nothing: the server has synced what it has committed.
func (*engine) Sync() error { return nil }

// Serialise takes a lock that is held until the transaction ends.
func (*engine) Serialise(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, migrating+1)
	return err
}
