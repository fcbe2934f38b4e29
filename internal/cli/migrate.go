package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/transfer"
	"github.com/waidian/waidian/internal/text"
)

type migrateCmd struct {
	To     string `help:"Where the desk is to go: postgres://USER@HOST/NAME, env:NAME for an environment variable that has such an address, or sqlite: into the data folder." placeholder:"DATABASE"`
	Switch bool   `help:"Then change [desk] database in the configuration file. Its comments stay."`
	Undo   bool   `help:"Instead: let the desk go on in the database that it has left. What was recorded in the other one since is given up."`
}

func (migrateCmd) Help() string {
	return `Copies everything that the desk has in its database into another one, from SQLite to PostgreSQL or back: all
versions and digests, the log, readers, tasks that wait. The archive stays where it is. Stop the desk first, and all that
serves it: while it is copied nothing may write. The other database must be empty.

Counts and sums of every table are compared at the end, and only then is the copy the desk; the database of before is kept,
and no command works in it any more. If it is interrupted, even by kill -9, the same command goes on where it was.

Example:  waidian migrate --to postgres://waidian@127.0.0.1/waidian --switch`
}

func (cmd *migrateCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	if cmd.Undo {
		if cmd.To != "" || cmd.Switch {
			return usageError{errors.New("--undo goes with no other flag")}
		}
		return a.undoMigrate(ctx, c)
	}
	to, err := a.target(c, cmd.To)
	if err != nil {
		return err
	}
	m := migration{a, c, to}
	switch err := m.run(ctx); {
	case err == nil:
	case errors.Is(err, errMoved):
		fmt.Fprintf(a.Stdout, "The desk is in %s already.\n", to.name)
	default:
		return err
	}
	return m.point(cmd.Switch)
}

// target is a database that a desk is to go to.
type target struct {
	config config.Config // of the desk there
	dsn    string        // empty: SQLite
	name   string        // for messages
}

// target reads the flag --to.
func (a *app) target(c config.Config, to string) (t target, err error) {
	t.config = c
	d := &t.config.Desk
	d.Database, d.DatabaseEnv = "", ""
	switch name, isEnv := strings.CutPrefix(to, "env:"); {
	case to == "sqlite":
		t.name = absolute(databaseFile(c))
	case isEnv:
		d.DatabaseEnv = name
	case config.DatabaseAddress(to):
		d.Database = to
	case to == "":
		return t, usageError{errors.New("--to is missing: postgres://USER@HOST/NAME, env:NAME or sqlite")}
	default:
		return t, usageError{fmt.Errorf("--to %s is no database: postgres://USER@HOST/NAME, env:NAME or sqlite", shown(to))}
	}
	if t.dsn, err = a.database(t.config); err != nil {
		return t, err
	}
	if t.dsn != "" {
		t.name = withoutSecrets(t.dsn)
	}
	if d.OnPostgreSQL() == c.Desk.OnPostgreSQL() {
		do := "pg_dump and pg_restore copy a database from one server to another"
		if t.dsn == "" {
			do = "waidian backup and restore copy it to another folder"
		}
		return t, hint(usageError{fmt.Errorf("the desk is on %s already", engineOf(t.dsn))}, "%s", do)
	}
	return t, nil
}

func engineOf(dsn string) string {
	if dsn == "" {
		return "SQLite"
	}
	return "PostgreSQL"
}

// withoutSecrets is the address of a database for messages: user, host and name.
func withoutSecrets(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return "PostgreSQL"
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	u.RawQuery = ""
	return u.String()
}

// withoutPassword is an address with its password as dots.
func withoutPassword(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil || u.User == nil {
		return dsn
	}
	if _, has := u.User.Password(); !has {
		return dsn
	}
	return strings.Replace(u.Redacted(), ":xxxxx@", ":…@", 1)
}

// migration copies a desk into another database.
type migration struct {
	*app
	from config.Config
	to   target
}

// errMoved is the error of a desk that has gone where it is to go.
var errMoved = errors.New("the desk has gone there already")

func (m migration) run(ctx context.Context) error {
	p := &parts{config: m.from, writes: true}
	defer p.Close()
	from, err := m.source(ctx, p)
	if err != nil {
		return err
	}
	to, err := m.open(ctx)
	if err != nil {
		return err
	}
	defer to.DB().Close()
	show := m.headway("copying", "rows", 0)
	defer show.end()
	c := transfer.Copying{
		From: from, To: to, Source: m.sourceName(), Target: m.to.name, Now: m.Now,
		Headway: func(done, total int64) { show.stage("copying", "rows", done, total) },
		Index: func(ctx context.Context, db *store.DB) error {
			_, err := desk.Reindex(ctx, db, search.Form, find.Tokens(db))
			return err
		},
	}
	if m.to.dsn == "" {
		c.Hosts = m.keepHosts
	}
	r, err := c.Run(ctx)
	if err != nil {
		return m.explained(err)
	}
	show.end()
	m.print(r)
	return nil
}

// source opens the database that the desk is in, as the only process at work on it.
func (m migration) source(ctx context.Context, p *parts) (store.Side, error) {
	var gone *away
	_, err := m.inspect(ctx, m.from, changing, nil)
	switch {
	case errors.As(err, &gone) && gone.State == store.GoneElsewhere && gone.Other == m.to.name:
		if m.whole(ctx) {
			return nil, errMoved
		}
	case err != nil:
		return nil, err
	}
	if err := m.openArchive(p, working); err != nil {
		return nil, err
	}
	if _, err := m.openStore(ctx, p); err != nil {
		return nil, err
	}
	if _, err := p.db.Bury(ctx); err != nil {
		return nil, err
	}
	err = p.db.Update(ctx, func(tx *store.Tx) error {
		at, err := tx.Processes()
		if err == nil && len(at) > 0 {
			err = hint(fmt.Errorf("a process is at work on the desk: %s", at[0].Place), "stop it; one that was killed is forgotten after half a minute")
		}
		return err
	})
	if m.from.Desk.OnPostgreSQL() {
		return postgres.Side(p.db), err
	}
	return sqlite.Side(p.db), err
}

// whole reports whether the target has the desk.
func (m migration) whole(ctx context.Context) bool {
	db, err := m.openReader(ctx, m.to.config)
	if err != nil {
		return false
	}
	defer db.Close()
	return db.View(ctx, func(tx *store.Tx) error { return m.here(tx, m.to.config) }) == nil
}

// open opens the database that the desk is to go to. It must be empty, or have a part of the desk; else it is left as it is.
func (m migration) open(ctx context.Context) (store.Side, error) {
	db, err := m.openReader(ctx, m.to.config)
	var there *away
	switch {
	case errors.Is(err, store.ErrNone), errors.Is(err, fs.ErrNotExist):
	case isOlder(err): // or its tables were being made when that was interrupted
		begun, err := m.begun(ctx)
		if err == nil && begun {
			err = m.taken(fmt.Errorf("%s has a desk: %w", m.to.name, transfer.ErrTaken))
		}
		if err != nil {
			return nil, err
		}
	case err != nil:
		return nil, newerHint(err)
	default:
		err := db.View(ctx, func(tx *store.Tx) error { return m.here(tx, m.to.config) })
		err = errors.Join(err, db.Close())
		if !errors.As(err, &there) || there.State != store.HalfCopied {
			return nil, m.taken(fmt.Errorf("%s has a desk: %w", m.to.name, transfer.ErrTaken))
		}
	}
	if m.to.dsn != "" {
		db, err := postgres.Open(ctx, m.to.dsn)
		if err != nil {
			return nil, serverHint(err)
		}
		return postgres.Side(db), nil
	}
	if db, err = sqlite.Open(ctx, databaseFile(m.to.config)); err != nil {
		return nil, err
	}
	return sqlite.Side(db), nil
}

func (m migration) begun(ctx context.Context) (bool, error) {
	if m.to.dsn != "" {
		return postgres.Begun(ctx, m.to.dsn)
	}
	return sqlite.Begun(ctx, databaseFile(m.to.config))
}

func (m migration) taken(err error) error {
	if m.to.dsn == "" {
		return hint(err, "move %s away first, with what begins with its name; nothing was changed", m.to.name)
	}
	return hint(err, "name a database that is empty, as createdb makes it; nothing was changed")
}

func (m migration) sourceName() string {
	if dsn, err := m.database(m.from); err == nil && dsn != "" {
		return withoutSecrets(dsn)
	}
	return absolute(databaseFile(m.from))
}

// explained adds what to do about an error of the copying.
func (m migration) explained(err error) error {
	switch {
	case errors.Is(err, store.ErrInUse):
		return hint(err, "stop the desk, and whatever serves it or looks at it; what is copied stays, and the same command goes on")
	case errors.Is(err, transfer.ErrTaken):
		return m.taken(err)
	case errors.Is(err, transfer.ErrDiffer):
		return hint(err, "the desk is where it was; empty the other database and begin again")
	}
	return hint(err, "the desk is where it was; the same command goes on with the copy")
}

// keepHosts puts what the processes know of hosts into the file that a desk on SQLite has.
func (m migration) keepHosts(known [][]byte) error {
	client := fetch.New(fetch.Options{Agent: m.from.Fetch.Agent, Now: m.Now})
	defer client.Close()
	name := hostsFile(m.from)
	if b, err := os.ReadFile(name); err == nil {
		known = append([][]byte{b}, known...)
	}
	for _, b := range known {
		if err := client.Load(b); err != nil {
			m.warn("what is known of a host: %v", err)
		}
	}
	b, err := client.Save()
	if err == nil {
		_, err = atomically.Write(name, b)
	}
	return err
}

func (m migration) print(r transfer.Result) {
	var rows int64
	for _, t := range r.Tables {
		rows += t.Rows
		if t.Rows > 0 {
			fmt.Fprintf(m.Stdout, "%-14s %14s  %s\n", t.Name, text.Count(t.Rows, "row", "rows"), t.Sum)
		}
	}
	fmt.Fprintf(m.Stdout, "%s with %s are alike in %s and %s.\n", text.Count(len(r.Tables), "table", "tables"), text.Count(rows, "row", "rows"), m.sourceName(), m.to.name)
	if r.Replaced > 0 {
		m.warn("%s had bytes that PostgreSQL does not take: U+FFFD is in their place", text.Count(r.Replaced, "text", "texts"))
	}
}

// point says which line of the configuration names the database, or changes it.
func (m migration) point(change bool) error {
	d := m.to.config.Desk
	if change {
		if err := m.editConfig(func(text string) (string, error) { return config.SetDatabase(text, d.Database, d.DatabaseEnv) }); err != nil {
			return hint(err, "the desk has gone to %s: say so in [desk] database", m.to.name)
		}
		fmt.Fprintf(m.Stdout, "%s names it now. Start the desk.\n", m.configName())
		return nil
	}
	line := fmt.Sprintf("database = %q", withoutPassword(d.Database))
	if d.DatabaseEnv != "" || m.from.Desk.DatabaseEnv != "" {
		line += fmt.Sprintf(" and database_env = %q", d.DatabaseEnv)
	}
	fmt.Fprintf(m.Stdout, "Now write into [desk] of %s: %s. Then start the desk.\n", m.configName(), line)
	return nil
}

// undoMigrate lets the desk go on in the database that it has left.
func (a *app) undoMigrate(ctx context.Context, c config.Config) error {
	_, err := a.inspect(ctx, c, changing, nil)
	var gone *away
	switch {
	case err == nil || isOlder(err):
		return fmt.Errorf("the desk is in %s: nothing is to be undone", a.named(c))
	case !errors.As(err, &gone) || gone.State != store.GoneElsewhere:
		return err
	}
	p := &parts{config: c, writes: true}
	defer p.Close()
	if err := a.openArchive(p, working); err != nil {
		return err
	}
	if _, err := a.openStore(ctx, p); err != nil {
		return err
	}
	if err := p.db.Update(ctx, (*store.Tx).EndTransfer); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "The desk is in %s again. Never start it with %s: both would write the same archive.\n", a.named(c), gone.Other)
	return nil
}
