package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/backup"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// Where a desk is, whose it is, and whether this program can work on it. All of it is asked before anything is
// written.

// databaseName is the database's file in the data folder.
const databaseName = "waidian.db"

func archiveDir(c config.Config) string { return filepath.Join(c.Desk.Data, "archive") }

func databaseFile(c config.Config) string { return filepath.Join(c.Desk.Data, databaseName) }

// database returns the address of the database on PostgreSQL; empty: SQLite in the data folder.
func (a *app) database(c config.Config) (string, error) {
	name := c.Desk.DatabaseEnv
	if name == "" {
		return c.Desk.Database, nil
	}
	dsn := a.Getenv(name)
	switch {
	case dsn == "":
		return "", hint(usageError{fmt.Errorf("the environment variable %s, which [desk] database_env names, is empty", name)},
			"put the address of the PostgreSQL database into it, or leave database_env empty for SQLite")
	case !config.DatabaseAddress(dsn):
		return "", hint(usageError{fmt.Errorf("%s does not contain the address of a PostgreSQL database", name)},
			"like postgres://user@host/name")
	}
	return dsn, nil
}

// olderIndex is the error of a search index that this program has to make anew.
var errOlderIndex = errors.New("its search index is of an older form")

// isOlder reports whether a desk must be brought up to date before it can be read.
func isOlder(err error) bool {
	var e *store.OtherSchema
	return errors.Is(err, errOlderIndex) || errors.As(err, &e) && !e.Newer()
}

// look opens the store of a desk to be read, and verifies that this program knows its forms and that its archive is
// that of its database. The error is store.ErrNone if there is no desk.
func (a *app) look(ctx context.Context, c config.Config) (*store.DB, *archive.Dir, error) {
	dir, err := archive.Open(archiveDir(c), archive.Options{ReadOnly: true})
	if err != nil {
		return nil, nil, newerHint(err)
	}
	db, err := a.openReader(ctx, c)
	if err != nil {
		return nil, dir, newerHint(err)
	}
	err = a.fits(ctx, db, dir, c)
	if err == nil {
		err = a.attach(c, db, dir, looking)
	}
	if err != nil {
		return nil, dir, errors.Join(newerHint(err), db.Close())
	}
	return db, dir, nil
}

// openReader opens the database to be read.
func (a *app) openReader(ctx context.Context, c config.Config) (*store.DB, error) {
	dsn, err := a.database(c)
	if err != nil {
		return nil, err
	}
	if dsn == "" {
		return sqlite.OpenReadOnly(ctx, databaseFile(c))
	}
	db, err := postgres.OpenReadOnly(ctx, dsn)
	if err != nil && !errors.Is(err, store.ErrNone) && !errors.Is(err, store.ErrForeign) && !isOlder(err) && !isNewer(err) {
		return nil, serverHint(err)
	}
	return db, err
}

// checkServer verifies that a process that is to work or to write can do so on the server of its database.
func (a *app) checkServer(ctx context.Context, c config.Config, how access) error {
	dsn, err := a.database(c)
	if err != nil || dsn == "" || how == looking {
		return err
	}
	check := postgres.CheckWrites
	if how == working {
		check = postgres.Check
	}
	if err = check(ctx, dsn); errors.Is(err, store.ErrForeign) {
		return newerHint(err)
	}
	return serverHint(err)
}

// serverHint adds what to do about an error of the server.
func serverHint(err error) error {
	var t *postgres.Trouble
	switch {
	case !errors.As(err, &t):
		return hint(err, postgresHint)
	case errors.Is(err, postgres.ErrTables):
		return hint(err, "%s; then begin again, and it goes on", t.Do)
	}
	return hint(err, "%s; nothing was changed", t.Do)
}

const postgresHint = "is PostgreSQL running, and is [desk] database correct? Leave it empty for SQLite"

// fits verifies that the search index is of this program's form, and that database and archive are of one desk.
func (a *app) fits(ctx context.Context, db *store.DB, dir *archive.Dir, c config.Config) error {
	return db.View(ctx, func(tx *store.Tx) error {
		if err := a.here(tx, c); err != nil {
			return err
		}
		newest, err := tx.NewestForm()
		if err != nil {
			return err
		}
		if newest > search.Form {
			return &newerForm{"the search index of " + a.named(c), newest, search.Form}
		}
		owner, err := tx.Owner()
		if err != nil {
			return err
		}
		if owner.Desk != "" && dir.Desk() != "" && owner.Desk != dir.Desk() {
			return a.mismatch(c, dir, owner)
		}
		seq, err := tx.Indexed(search.Form)
		if err == nil && seq != math.MaxInt64 {
			err = fmt.Errorf("%s: %w", a.named(c), errOlderIndex)
		}
		return err
	})
}

// away is the error of a database in which the desk is not, or not yet.
type away struct {
	store.Transfer
	where string
}

func (e *away) Error() string {
	if e.State == store.HalfCopied {
		return fmt.Sprintf("%s has only a part of the desk that is being copied there from %s", e.where, e.Other)
	}
	return fmt.Sprintf("the desk has gone from %s to %s, on %s", e.where, e.Other, e.At.UTC().Format(time.DateOnly))
}

// here verifies that the desk has not gone to another database, and is not just being copied into this one.
func (a *app) here(tx *store.Tx, c config.Config) error {
	t, err := tx.Transfer()
	switch {
	case err != nil || t.State == "":
		return err
	case t.State == store.HalfCopied:
		return hint(&away{t, a.named(c)}, "waidian migrate goes on where it was broken off, with the configuration of before; nothing was changed")
	}
	return hint(&away{t, a.named(c)}, "name that database in [desk] database; if the copy is to be given up with all that was recorded there since: waidian migrate --undo")
}

// newerForm is the error of a file in a form that only a newer program knows.
type newerForm struct {
	what         string
	form, knowns int
}

func (e *newerForm) Error() string {
	return fmt.Sprintf("%s was written by a newer waidian (form %d, this one knows %d)", e.what, e.form, e.knowns)
}

// isNewer reports whether something was written by a newer program than this one.
func isNewer(err error) bool {
	var (
		schema *store.OtherSchema
		warc   *archive.NewerError
		hosts  *fetch.NewerError
		ledger *site.NewerError
		form   *newerForm
		saved  *backup.NewerError
	)
	return errors.As(err, &schema) && schema.Newer() || errors.As(err, &warc) ||
		errors.As(err, &hosts) || errors.As(err, &ledger) || errors.As(err, &form) || errors.As(err, &saved)
}

// newerHint adds what to do about what a newer program, or another one, has written.
func newerHint(err error) error {
	if errors.Is(err, store.ErrForeign) {
		return hint(err, "name another folder with --data or [desk] data, or another database with [desk] database; nothing was changed")
	}
	if !isNewer(err) {
		return err
	}
	return hint(err, "use that version of waidian or a later one, or restore the backup from before the upgrade; "+
		"nothing was changed (this is waidian %s)", Version)
}

// named is the name of the database in messages.
func (a *app) named(c config.Config) string {
	if c.Desk.OnPostgreSQL() {
		return "the database on PostgreSQL"
	}
	return "the database " + absolute(databaseFile(c))
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// place is where this process has its data folder: HOST:FOLDER.
func place(c config.Config) string {
	return hostname() + ":" + absolute(c.Desk.Data)
}

// hostname is the name of this machine; empty: it has none.
func hostname() string {
	host, _ := os.Hostname()
	return host
}

// mismatch is the error of a database and an archive of two desks.
func (a *app) mismatch(c config.Config, dir *archive.Dir, owner store.Owner) error {
	return hint(fmt.Errorf("%s belongs to desk %s, which worked last in %s; the data folder %s belongs to desk %s",
		a.named(c), owner.Desk, owner.Place, absolute(c.Desk.Data), dir.Desk()),
		"name the folder of that desk with --data or [desk] data, or its database with [desk] database; "+
			"if the two belong together all the same, delete %s", absolute(dir.Marker()))
}

// stranger is the error of a database whose archive is not in the data folder.
func (a *app) stranger(c config.Config, dir *archive.Dir, owner store.Owner) error {
	return hint(fmt.Errorf("%s belongs to the desk that worked last in %s; nothing of its archive is in %s",
		a.named(c), owner.Place, absolute(c.Desk.Data)),
		"name the data folder of that desk with --data or [desk] data, or a database of its own for this one; if the archive is lost, "+
			"write two lines into %s: waidian-archive 1, and: desk %s", absolute(dir.Marker()), owner.Desk)
}

// readFiles verifies that this program knows the forms of the files beside the database.
func (a *app) readFiles(c config.Config) error {
	if b, err := os.ReadFile(hostsFile(c)); err == nil {
		if err := fetch.Known(b); err != nil {
			return newerHint(fmt.Errorf("%s: %w", hostsFile(c), err))
		}
	}
	return newerHint(site.Known(siteDir(c)))
}

// inspect verifies that this process may go on with the desk of a configuration, or begin it if it is to work. One that keeps no
// captures may have a folder of its own. It writes nothing, and reports whether there is no desk yet.
func (a *app) inspect(ctx context.Context, c config.Config, how access, roles desk.Roles) (none bool, err error) {
	if err := a.readFiles(c); err != nil {
		return false, err
	}
	db, dir, err := a.look(ctx, c)
	switch {
	case errors.Is(err, store.ErrNone) && how != working:
		return true, a.noDesk(c)
	case errors.Is(err, store.ErrNone):
		if err := a.moved(c); err != nil {
			return true, err
		}
		return true, a.checkServer(ctx, c, how)
	case isOlder(err):
		return false, a.checkServer(ctx, c, how) // it is brought up to date when it is opened
	case err != nil:
		return false, err
	}
	defer db.Close()
	if err := a.checkServer(ctx, c, how); err != nil {
		return false, err
	}
	if !c.Desk.OnPostgreSQL() || !roles.Captures() {
		return false, nil // the database lies beside its archive, or nothing is read in that
	}
	return false, db.View(ctx, func(tx *store.Tx) error { return a.belongs(tx, c, dir) })
}

// lost refuses to begin a desk in the folder of one whose database is not where the configuration says: its site would be replaced by an
// empty one, and all that it has would be fetched anew.
func (a *app) lost(c config.Config) error {
	dir, err := archive.Open(archiveDir(c), archive.Options{ReadOnly: true})
	if err != nil {
		return newerHint(err)
	}
	empty, err := dir.Empty()
	if err != nil || empty && dir.Desk() == "" {
		return err
	}
	do := "restore the database from a backup"
	if c.Desk.OnPostgreSQL() {
		do = "correct [desk] database, or " + do
	}
	return hint(fmt.Errorf("%s is empty, and %s has the archive of a desk", a.named(c), absolute(c.Desk.Data)),
		"%s; if there is none, waidian import %s reads the reports again; to begin another desk, name another folder; nothing was changed",
		do, filepath.Join(absolute(archiveDir(c)), "*.warc.gz"))
}

// belongs verifies that an archive without a marker is that of the database: a captured page must be in it, if there
// is any.
func (a *app) belongs(tx *store.Tx, c config.Config, dir *archive.Dir) error {
	owner, err := tx.Owner()
	if err != nil || owner.Desk == "" || dir.Desk() != "" {
		return err
	}
	files, err := tx.CapturedIn(mostFiles)
	if err != nil || len(files) == 0 {
		return err
	}
	holds, err := dir.Holds(files)
	if err == nil && !holds {
		err = a.stranger(c, dir, owner)
	}
	return err
}

// mostFiles is how many archive files are looked for; each holds up to a gigabyte.
const mostFiles = 10_000

// moved refuses to begin a desk while there is one where earlier versions would have looked for it: relative to
// the working directory.
func (a *app) moved(c config.Config) error {
	old := a.formerly(c)
	if old == "" {
		return nil
	}
	return hint(fmt.Errorf("there is no desk in %s, but one in %s", absolute(c.Desk.Data), absolute(old)),
		"paths in %s are relative to its own folder, no longer to where one stands: "+
			"move the data folder there, or write the whole path into [desk] data, or use --data %s",
		a.configName(), old)
}

// formerly is the data folder relative to the working directory, if a desk is there and not where it should be; else
// empty. Beside a configuration of its own it is another desk.
func (a *app) formerly(c config.Config) string {
	if a.flags.Data != "" || a.written == "" || filepath.IsAbs(a.written) || absolute(a.written) == absolute(c.Desk.Data) {
		return ""
	}
	if _, err := os.Stat(filepath.Join(a.written, databaseName)); err != nil {
		return ""
	}
	if _, err := os.Stat(configFile); err == nil {
		return ""
	}
	return a.written
}

// noDesk is the error of a command that reads where there is no desk.
func (a *app) noDesk(c config.Config) error {
	if err := a.moved(c); err != nil {
		return err
	}
	folder := absolute(c.Desk.Data)
	what := "that folder does not exist"
	if _, err := os.Stat(c.Desk.Data); err == nil {
		what = databaseName + " is missing"
		if c.Desk.OnPostgreSQL() {
			what = "its database on PostgreSQL is empty"
		}
	}
	err := fmt.Errorf("%w in %s: %s", store.ErrNone, folder, what)
	if dir, e := archive.Open(archiveDir(c), archive.Options{ReadOnly: true}); e == nil {
		if empty, e := dir.Empty(); e == nil && !empty {
			return hint(err, "the archive is there: restore the database from a backup; if there is none, waidian import %s reads the reports again",
				filepath.Join(folder, "archive", "*.warc.gz"))
		}
	}
	if _, e := os.Stat(a.configName()); errors.Is(e, fs.ErrNotExist) {
		return hint(err, "there is no %s here either: -c FILE names the configuration, --data DIR the data folder", configFile)
	}
	return hint(err, "waidian run or waidian collect begins one; --data DIR, or [desk] data in %s, names another folder", a.configName())
}

// configName is the configuration file, as the operator names it.
func (a *app) configName() string { return cmp.Or(a.flags.Config, configFile) }

// settle makes database and archive carry one identifier, and notes where the data folder is.
func (a *app) settle(ctx context.Context, p *parts) error {
	return p.db.Update(ctx, func(tx *store.Tx) error {
		if err := a.here(tx, p.config); err != nil { // it may have gone since it was inspected
			return err
		}
		if p.config.Desk.OnPostgreSQL() { // another process may have begun a desk since it was inspected
			if err := a.belongs(tx, p.config, p.archive); err != nil {
				return err
			}
		}
		owner, err := tx.Owner()
		if err != nil {
			return err
		}
		if own := p.archive.Desk(); owner.Desk != "" && own != "" && own != owner.Desk {
			return a.mismatch(p.config, p.archive, owner)
		}
		is := store.Owner{Desk: cmp.Or(owner.Desk, p.archive.Desk(), strings.ToLower(rand.Text())), Place: place(p.config), Feeds: owner.Feeds}
		if is.Feeds == "" {
			if is.Feeds, err = feedsOf(tx, is.Desk, p.config); err != nil {
				return err
			}
		}
		if is != owner {
			if err := tx.SetOwner(is); err != nil {
				return err
			}
		}
		if p.archive.Desk() == is.Desk {
			return nil
		}
		return p.archive.SetDesk(is.Desk)
	})
}

// feedsOf names the feeds of a desk that has no name for them yet. One that has reports may have readers, who know these by
// identifiers made from the address of the site as it is now: it goes on with them. Any other is called by its own identifier.
func feedsOf(tx *store.Tx, desk string, c config.Config) (string, error) {
	n, err := tx.Count()
	if n > 0 {
		return page.FeedsOf(c.Site.URL), err
	}
	return page.FeedsNamed(desk), err
}

// readFeeds reads what the feeds of the desk are called by.
func (p *parts) readFeeds(ctx context.Context) error {
	return p.db.View(ctx, func(tx *store.Tx) error {
		owner, err := tx.Owner()
		p.feeds = owner.Feeds
		return err
	})
}
