package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/team"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/work"
)

// parts are a desk and what it works with, opened as a configuration says.
type parts struct {
	config      config.Config
	roles       desk.Roles // of a process at work; none: all
	db          *store.DB
	archive     *archive.Dir
	fetch       *fetch.Client
	desk        *desk.Desk
	grants      grants
	titles      titles
	watching    watching
	filings     filings
	called      called
	member      *team.Member // nil: no other process can work on the desk
	mark        string       // that this process leaves in the archive's folder; empty: it keeps no captures
	answers     *answers
	purse       *digest.Purse
	proxies     *proxySwitch
	kept        *room.Keep
	feeds       string                                     // from which the identifiers in feeds are made; empty: the desk has fixed none yet
	writes      bool                                       // the database may be written
	revives     bool                                       // a desk may begin in the folder of one whose database is lost
	large       func()                                     // is called when a build turns out to be a large one, by several goroutines; nil: nobody asks
	headway     func(what, unit string, done, total int64) // is told how far long work is; nil: nobody looks
	closers     []func() error                             // in the order of opening
	stopSending func()                                     // sends no files of the archive any more, the last ones neither; nil: none are sent
}

// Close closes the parts in the reverse order of opening.
func (p *parts) Close() error {
	var errs []error
	for i := len(p.closers) - 1; i >= 0; i-- {
		errs = append(errs, p.closers[i]())
	}
	return errors.Join(errs...)
}

// access says how much of the desk a command needs.
type access int

const (
	looking  access = iota // reads alone: makes nothing and changes nothing, beside a desk at work, or where nothing may be written
	changing               // writes to the store of a desk that is there, beside a desk at work
	working                // this process is the desk: it begins one where there is none, and holds the locks
)

// parts opens the desk of the configuration in force.
func (a *app) parts(ctx context.Context, how access) (*parts, error) {
	c, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	return a.openParts(ctx, c, how)
}

// partsToPublish opens the desk for a command that reads the store and writes the site. It brings an older database
// up to date first, and so is the command that does it for all the others that only read.
func (a *app) partsToPublish(ctx context.Context) (*parts, error) {
	c, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	return a.openToPublish(ctx, c)
}

func (a *app) openToPublish(ctx context.Context, c config.Config) (*parts, error) {
	p, err := a.openParts(ctx, c, looking)
	if !isOlder(err) {
		return p, err
	}
	return a.openParts(ctx, c, changing)
}

// partsToServe opens the desk for serve: to be read, unless readers mark what they have read, or the operator works in the room. A site that is a copy has no
// archive beside it.
func (a *app) partsToServe(ctx context.Context, c config.Config, asBuilt bool) (*parts, error) {
	if c.Reader == nil && c.Room == nil {
		return a.openToPublish(ctx, c)
	}
	if asBuilt {
		return a.openAs(ctx, c, changing, desk.Roles{desk.RoleServe})
	}
	return a.openParts(ctx, c, changing)
}

// partsToEnrol opens the desk for a command that lets somebody into it. Where a configuration is and no desk yet, it begins one: whoever
// sets one up opens the door before it works.
func (a *app) partsToEnrol(ctx context.Context) (*parts, error) {
	c, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	p, err := a.openParts(ctx, c, changing)
	if !errors.Is(err, store.ErrNone) {
		return p, err
	}
	if _, e := os.Stat(a.configName()); e != nil {
		return nil, err
	}
	if dir, e := archive.Open(archiveDir(c), archive.Options{ReadOnly: true}); e == nil {
		if empty, e := dir.Empty(); e != nil || !empty {
			return nil, err // its database is to be put back first
		}
	}
	return a.openParts(ctx, c, working)
}

// openParts opens the desk of a configuration.
func (a *app) openParts(ctx context.Context, c config.Config, how access) (*parts, error) {
	return a.openAs(ctx, c, how, nil)
}

// openAs is openParts for a process of some roles.
func (a *app) openAs(ctx context.Context, c config.Config, how access, roles desk.Roles) (*parts, error) {
	return a.opened(ctx, &parts{config: c, roles: roles}, how)
}

func (a *app) opened(ctx context.Context, p *parts, how access) (*parts, error) {
	p.writes = how != looking
	queue, err := a.open(ctx, p, how)
	if err == nil {
		err = p.readFeeds(ctx)
	}
	if err == nil {
		err = a.wire(p, queue, how)
	}
	if err == nil && how == working && p.roles.Captures() {
		if err = a.recoverLost(ctx, p); err == nil {
			a.keepSending(ctx, p)
		}
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// partsToImport opens the desk for a command that can read the reports of one again whose database is lost.
func (a *app) partsToImport(ctx context.Context) (*parts, error) {
	c, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	return a.opened(ctx, &parts{config: c, revives: true}, working)
}

// partsToLook opens the desk to ask outlets and store nothing. One that has not begun yet has learned nothing.
func (a *app) partsToLook(ctx context.Context, c config.Config) (*parts, error) {
	p, err := a.openParts(ctx, c, looking)
	if errors.Is(err, store.ErrNone) {
		return a.partsOnTrial(ctx, c)
	}
	return p, err
}

// partsOnTrial are those of a desk that has not begun, with an empty store that is removed when they are closed.
func (a *app) partsOnTrial(ctx context.Context, c config.Config) (*parts, error) {
	p := &parts{config: c}
	tmp, err := os.MkdirTemp("", "waidian-trial-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	p.closers = append(p.closers, func() error { return os.RemoveAll(tmp) })
	db, err := sqlite.Open(ctx, filepath.Join(tmp, databaseName))
	if err == nil {
		p.db = db
		p.closers = append(p.closers, db.Close)
		err = a.wire(p, &work.Rows{DB: db, Now: a.Now}, looking)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// open opens the store and the archive. What the desk is, and whether this process may do that to it, is asked
// before anything is written.
func (a *app) open(ctx context.Context, p *parts, how access) (work.Queue, error) {
	if how == looking {
		return nil, a.openToLook(ctx, p)
	}
	if how == changing {
		if err := a.thereIs(p.config); err != nil {
			return nil, err
		}
	}
	none, err := a.inspect(ctx, p.config, how, p.roles)
	if err == nil && none && !p.revives {
		err = a.lost(p.config)
	}
	if err != nil {
		return nil, err
	}
	if err := a.openArchive(p, how); err != nil {
		return nil, err
	}
	queue, err := a.openStore(ctx, p)
	if err != nil {
		return nil, err
	}
	p.db.Flush = p.archive.Flush
	needs := how
	if !p.roles.Captures() {
		needs = looking // a process that keeps no captures can do without the key of the bucket
	}
	if err := a.attach(p.config, p.db, p.archive, needs); err != nil {
		return nil, err
	}
	if how == working {
		err = a.join(ctx, p)
	}
	if err == nil {
		err = a.reindex(ctx, p.db)
	}
	if err == nil && how == working && p.roles.Captures() {
		err = a.settle(ctx, p)
	}
	return queue, err
}

// openToLook opens a desk to be read.
func (a *app) openToLook(ctx context.Context, p *parts) error {
	if err := a.thereIs(p.config); err != nil {
		return err
	}
	db, dir, err := a.look(ctx, p.config)
	switch {
	case errors.Is(err, store.ErrNone):
		return a.noDesk(p.config)
	case isOlder(err):
		return hint(err, "waidian build brings it up to date once; the desk does it too when it is started")
	case err != nil:
		return err
	}
	p.db, p.archive = db, dir
	p.closers = append(p.closers, dir.Close, db.Close)
	return a.shareClock(ctx, db)
}

// thereIs returns an error if there is no desk.
func (a *app) thereIs(c config.Config) error {
	name := databaseFile(c)
	if c.Desk.OnPostgreSQL() {
		if name = c.Desk.Data; built(siteDir(c)) { // a copy of the site, on a machine that answers readers
			return nil
		}
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return a.noDesk(c)
	}
	return nil
}

// openArchive opens the archive, to be written by the desk alone. Its folder is made if this is a new desk.
func (a *app) openArchive(p *parts, how access) error {
	c := p.config
	if err := owned.MkdirAll(c.Desk.Data, 0o755); err != nil {
		return hint(fmt.Errorf("make data folder: %w", err), "choose another folder with --data DIR or [desk] data")
	}
	writes := how == working && p.roles.Captures()
	if writes {
		p.mark = rand.Text()
	}
	size := int64(0)
	if c.Archive.Bucket != "" {
		size = sentSize
	}
	dir, err := archive.Open(archiveDir(c), archive.Options{
		MaxFile: size, Software: "waidian/" + Version, Now: a.Now, ReadOnly: !writes, Shared: c.Desk.OnPostgreSQL(), Mark: p.mark,
	})
	if err != nil {
		return hint(err, "if another waidian works on %s, wait until it has ended, or use another --data DIR", c.Desk.Data)
	}
	p.archive = dir
	p.closers = append(p.closers, dir.Close)
	switch cut := dir.Cut; {
	case cut.Bytes > 0:
		a.warn("archive file %s ended in an unfinished record: %s cut off", cut.File, text.Count(cut.Bytes, "byte", "bytes"))
	case cut.File != "":
		a.warn("archive file %s is damaged at byte %d; it is left unchanged, and a new file begun", cut.File, cut.At)
	}
	return nil
}

// openStore opens the database and the queue that belongs to it.
func (a *app) openStore(ctx context.Context, p *parts) (work.Queue, error) {
	dsn, err := a.database(p.config)
	if err != nil {
		return nil, err
	}
	if dsn != "" {
		db, err := postgres.Open(ctx, dsn)
		if err != nil {
			return nil, serverHint(err)
		}
		p.db = db
		p.closers = append(p.closers, db.Close)
		if err := a.shareClock(ctx, db); err != nil {
			return nil, err
		}
		return &work.River{DB: db, Log: a.log, Now: a.Now, Pace: time.Duration(p.config.Fetch.Pace)}, nil
	}
	db, err := sqlite.Open(ctx, databaseFile(p.config))
	if err != nil {
		return nil, hint(err, "is the disk full, or may you not write to the folder? waidian doctor checks")
	}
	p.db = db
	p.closers = append(p.closers, db.Close)
	return &work.Rows{DB: db, Now: a.Now}, nil
}

// reindex rebuilds the search index after an upgrade that changes the form of its tokens.
func (a *app) reindex(ctx context.Context, db *store.DB) error {
	n, err := desk.Reindex(ctx, db, search.Form, find.Tokens(db))
	if n > 0 && err == nil {
		fmt.Fprintf(a.Stderr, "waidian: search index rebuilt in its new form: %s\n", text.Count(n, "article", "articles"))
	}
	return err
}
