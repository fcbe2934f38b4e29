package postgres

import (
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/waidian/waidian/internal/store"
)

// Trouble is the error of a server or a database with which no desk can work, in words for the operator.
type Trouble struct {
	What string
	Do   string // what can be done
	said string // by the server or the network; empty: nothing
	err  error  // nil: it does not pass by itself
}

func (t *Trouble) Error() string {
	if t.said == "" {
		return t.What
	}
	return t.What + ": " + t.said
}

func (t *Trouble) Unwrap() error { return t.err }

// refusals are what servers say to those who connect (PostgreSQL, appendix A), and what that means.
var refusals = map[string]Trouble{
	"3D000": {What: "the server has no such database", Do: "createdb makes it, or correct the name in [desk] database"},
	"28P01": {What: "the server does not take the password", Do: "correct it in [desk] database, PGPASSWORD or ~/.pgpass"},
	"28000": {What: "the server does not let this user in", Do: "correct the user in [desk] database, or pg_hba.conf of the server"},
	"42704": {What: "the server does not know a setting that the address has", Do: "correct its name in [desk] database"},
	"22023": {What: "the server does not take the value of a setting that the address has", Do: "correct it in [desk] database"},
	"57014": {What: "the server has broken off a question of the desk", Do: timeHint},
	"55P03": {What: "the server has broken off a question of the desk that waited for another", Do: timeHint},
	"53100": {What: "the disk of the server is full", Do: "make room on it, or move the database to a larger one"},
	"53200": {What: "the server has no memory left", Do: "give it more, or lower work_mem and max_connections there"},
	"53300": {What: "the server has no connection left", Do: "raise max_connections, or the limit of the role or of the database (CONNECTION LIMIT)"},
	"57P03": {What: "the server is starting or stopping", Do: "wait until it takes connections"},
	"42501": {What: "the user may not do that in the database", Do: rightsHint},
	"26000": {What: "between here and PostgreSQL is a pooler in transaction mode", Do: poolerHint}, // a statement that another session has prepared
	"42P05": {What: "between here and PostgreSQL is a pooler in transaction mode", Do: poolerHint},
	"08P01": {What: "what answers does not take what a session has to have set: it is a pooler", Do: poolerHint},
}

const rightsHint = "name the role in [desk] database that owns the database and its tables (ALTER DATABASE … OWNER TO …, REASSIGN OWNED BY … TO …)"

const timeHint = "set statement_timeout, lock_timeout and transaction_timeout to 0 for the role (ALTER ROLE … SET …), and take them out of [desk] database: " +
	"some questions of a desk take minutes, and it bounds them itself"

const tlsHint = "write sslmode=require into [desk] database, or correct pg_hba.conf of the server"

const poolerHint = "connect to PostgreSQL itself: a desk holds locks and prepared statements for a session, and a pooler in transaction mode has none"

// plain puts an error of the server, or of connecting to it, into plain words, if it is of a known kind.
func plain(err error) error {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		if t, ok := refusals[answer.Code]; ok {
			t.said, t.err = answer.Message, err
			switch {
			case t.Do == poolerHint:
				t.err = nil
			case answer.Code == "28000" && strings.HasSuffix(answer.Message, ", no encryption"):
				t.What, t.Do = "the server lets nobody in as the address asks, and may ask for TLS", tlsHint
			}
			return &t
		}
		return err
	}
	var dial *pgconn.ConnectError
	if errors.As(err, &dial) {
		where := dial.Config.Host
		if !strings.HasPrefix(where, "/") {
			where = fmt.Sprintf("%s:%d", where, dial.Config.Port)
		}
		switch said := lastLine(dial); {
		case untrusted(dial):
			return &Trouble{"the certificate of the server at " + where + " proves nothing here", "name its authority with sslrootcert=FILE in [desk] database, " +
				"and the host as the certificate does", said, err}
		case said == "server refused TLS connection":
			return &Trouble{"the server at " + where + " takes no TLS connection", "turn ssl on there, or write sslmode=disable into [desk] database if nobody else reads that network", "", err}
		}
		return &Trouble{"no PostgreSQL answers at " + where, "start the server, or correct host and port in [desk] database", lastLine(dial), err}
	}
	return err
}

// unreadable says that an address cannot be read. The error of that may have the password, but for one of a file.
func unreadable(err error) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		return &Trouble{"a file that the database address names cannot be read", "correct its path in [desk] database", file.Error(), nil}
	}
	return &Trouble{"the database address cannot be read", "write [desk] database as postgres://USER:PASSWORD@HOST:5432/NAME, " +
		"each sign of a password that is no letter or digit as %XX; ports and connect_timeout are numbers", "", nil}
}

// untrusted reports whether a connection failed since the certificate of the server was not verified.
func untrusted(err error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &certificate)
}

// lastLine is the end of an error of connecting, which may be one line for each address that was tried.
func lastLine(err error) string {
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	s := strings.TrimSpace(lines[len(lines)-1])
	if i := strings.LastIndex(s, ": "); i >= 0 {
		s = s[i+2:]
	}
	return s
}

// Check verifies that one more process can work on a desk there, and writes nothing. What is wrong is a *Trouble, tables of another program are
// store.ErrForeign.
func Check(ctx context.Context, dsn string) error {
	return check(ctx, dsn, pooled, hurried, unwritable, tooFew, foreign, encoding, rights)
}

// CheckWrites verifies that a command can write there, beside the processes that are at work. Its errors are those of Check.
func CheckWrites(ctx context.Context, dsn string) error {
	return check(ctx, dsn, pooled, hurried, unwritable, foreign, encoding, rights)
}

func check(ctx context.Context, dsn string, questions ...func(context.Context, *sql.DB) error) error {
	_, err := open(ctx, dsn, nil, func(ctx context.Context, db *sql.DB, _ *pgxpool.Pool) error {
		for _, ask := range questions {
			if err := ask(ctx, db); err != nil {
				return plain(err)
			}
		}
		return errLooked
	})
	if errors.Is(err, errLooked) {
		return nil
	}
	return err
}

// patience is how long the server has to give each question, in milliseconds, if it bounds them.
const patience = 60_000

// hurried looks whether the server breaks off what takes a while.
func hurried(ctx context.Context, db *sql.DB) error {
	var name sql.NullString
	var limit sql.NullInt64
	err := db.QueryRowContext(ctx, `SELECT min(name), min(setting::bigint) FROM pg_settings
		WHERE name IN ('statement_timeout', 'lock_timeout', 'transaction_timeout') AND setting::bigint BETWEEN 1 AND $1`, patience-1).Scan(&name, &limit)
	switch {
	case err != nil:
		return fmt.Errorf("ask how long questions may take: %w", err)
	case name.Valid:
		return &Trouble{fmt.Sprintf("the server breaks off questions after %d ms (%s)", limit.Int64, name.String), timeHint, "", nil}
	}
	return nil
}

// unwritable looks whether the server writes.
func unwritable(ctx context.Context, db *sql.DB) error {
	var standby, readOnly bool
	err := db.QueryRowContext(ctx, `SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only')::bool`).Scan(&standby, &readOnly)
	switch {
	case err != nil:
		return fmt.Errorf("ask whether the server writes: %w", err)
	case standby:
		return &Trouble{"the server is a standby, which only reads", "name the primary server in [desk] database", "", nil}
	case readOnly:
		return &Trouble{"the database may only be read (default_transaction_read_only is on)", "set it to off for the database and the role, or name another one", "", nil}
	}
	return nil
}

// Room is how many connections a server has, and how many are left.
type Room struct {
	Most int // that the server, the role and the database allow
	Left int // those of the process that asks are counted as left
	Each int // that one process of a desk takes at most
}

// roomAt is the room that a database has for processes.
func roomAt(ctx context.Context, db *sql.DB) (r Room, err error) {
	err = db.QueryRowContext(ctx, `
		WITH used AS (SELECT count(*) FILTER (WHERE backend_type = 'client backend') AS there,
			count(*) FILTER (WHERE datname = current_database()) AS here, count(*) FILTER (WHERE usename = current_user) AS mine
			FROM pg_stat_activity WHERE application_name IS DISTINCT FROM current_setting('application_name')),
		limits AS (SELECT current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint AS server,
			(SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()) AS base,
			(SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user) AS role)
		SELECT least(server, base, role), least(server - there, base - here, role - mine) FROM limits, used`).Scan(&r.Most, &r.Left)
	r.Each = connections
	if err != nil {
		err = fmt.Errorf("ask how many connections the server has: %w", err)
	}
	return r, err
}

// RoomOf is the room that the database of a store has for processes.
func RoomOf(ctx context.Context, db *store.DB) (Room, error) { return roomAt(ctx, db.Handle()) }

// tooFew looks whether there are connections for one more process.
func tooFew(ctx context.Context, db *sql.DB) error {
	r, err := roomAt(ctx, db)
	if err == nil && r.Left < r.Each {
		err = &Trouble{fmt.Sprintf("a process may need %d connections, and %d of %d are left", r.Each, r.Left, r.Most), refusals["53300"].Do, "", nil}
	}
	return err
}

// foreign looks for tables of another program where no desk has made its own, also for those that this user may not read.
func foreign(ctx context.Context, db *sql.DB) error {
	var name sql.NullString
	err := db.QueryRowContext(ctx, `SELECT min(relname::text) FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(current_schema()))
		AND relkind IN ('r', 'p') AND relname NOT LIKE 'river\_%' AND relname <> 'goose_db_version' AND to_regclass('capture') IS NULL`).Scan(&name)
	if err == nil && name.Valid {
		err = fmt.Errorf("the database on PostgreSQL %w: there is a table %s", store.ErrForeign, name.String)
	}
	return err
}

// encoding looks whether the database takes any text. One that keeps bytes as they come does, and is refused to a new desk alone: what is asked of texts there is by bytes.
func encoding(ctx context.Context, db *sql.DB) error {
	var name string
	var begun bool
	err := db.QueryRowContext(ctx, `SELECT current_setting('server_encoding'), to_regclass('capture') IS NOT NULL`).Scan(&name, &begun)
	if err == nil && name != "UTF8" && !(begun && name == "SQL_ASCII") {
		err = &Trouble{"the database keeps its texts in " + name + ", and a desk needs UTF8", "make one: createdb --encoding=UTF8 --template=template0", "", nil}
	}
	return err
}

// rights looks whether the user may make tables, or write those that are there.
func rights(ctx context.Context, db *sql.DB) error {
	var user, table, owner, schema sql.NullString
	var path string
	var makes bool
	err := db.QueryRowContext(ctx, `
		WITH closed AS (SELECT relname::text, pg_get_userbyid(relowner)::text AS owner FROM pg_class
			WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind IN ('r', 'p') AND NOT (has_table_privilege(oid, 'SELECT')
				AND has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
			ORDER BY relname LIMIT 1)
		SELECT current_user, coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) OR to_regclass('capture') IS NOT NULL,
			(SELECT relname FROM closed), (SELECT owner FROM closed), current_schema(), current_setting('search_path')`).Scan(
		&user, &makes, &table, &owner, &schema, &path)
	switch {
	case err != nil:
		return fmt.Errorf("ask what the user may do: %w", err)
	case !schema.Valid:
		return &Trouble{"the database has no schema of its search_path, " + path, "correct search_path in [desk] database or of the role, or CREATE SCHEMA", "", nil}
	case table.Valid:
		return &Trouble{fmt.Sprintf("the user %s may not write the table %s, which belongs to %s", user.String, table.String, owner.String), rightsHint, "", nil}
	case !makes:
		return &Trouble{fmt.Sprintf("the user %s may make no tables in the database", user.String),
			"make the database for that role: createdb --owner=ROLE, or GRANT CREATE ON SCHEMA public TO it", "", nil}
	}
	return nil
}

// pooled looks whether what a connection says is for one session of the server: what was asked for it holds, and it stays with it while
// another comes and goes. A pooler that gives each transaction the session that was free last does not.
func pooled(ctx context.Context, db *sql.DB) error {
	one, err := db.Conn(ctx)
	if err != nil {
		return plain(err)
	}
	defer one.Close()
	other, err := db.Conn(ctx)
	if err != nil {
		return plain(err)
	}
	defer other.Close()
	const who = `SELECT pg_backend_pid(), (SELECT setting FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout')`
	var before, after int
	var setting string
	held, err := other.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer held.Rollback()
	_, err = held.ExecContext(ctx, `SELECT 1`)
	if err == nil {
		err = one.QueryRowContext(ctx, who).Scan(&before, &setting)
	}
	if err == nil {
		err = held.Commit()
	}
	if err == nil {
		err = one.QueryRowContext(ctx, who).Scan(&after, &setting)
	}
	var t *Trouble
	switch {
	case errors.As(plain(err), &t):
		return t
	case err != nil:
		return fmt.Errorf("look for a pooler: %w", err)
	case before != after || setting != idle:
		return &Trouble{"between here and PostgreSQL is a pooler that does not keep sessions", poolerHint, "", nil}
	}
	return nil
}
