package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/owned"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/spool"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/topic"
	"github.com/waidian/waidian/internal/work"
)

// configFile is the configuration file if --config names none.
const configFile = "waidian.toml"

// parsedConfig reads the configuration: the named file, else waidian.toml in the working directory,
// else the defaults. Its relative paths are relative to the folder of the file; that of --data to the working
// directory, as all that is typed.
func (a *app) parsedConfig() (config.Config, error) {
	c, err := a.readConfig()
	if err != nil {
		return c, err
	}
	a.written = c.Desk.Data
	if dir := filepath.Dir(a.configName()); dir != "." {
		c = c.Under(absolute(dir))
	}
	if a.flags.Data != "" {
		c.Desk.Data = a.flags.Data
	}
	a.data = c.Desk.Data
	return c, nil
}

// loadConfig is parsedConfig, and checks that the files that the configuration names are there.
func (a *app) loadConfig() (config.Config, error) {
	c, err := a.parsedConfig()
	if err != nil || c.Digest.Glossary == "" {
		return c, err
	}
	f, err := os.Open(c.Digest.Glossary)
	if err == nil {
		return c, f.Close()
	}
	name := a.configName()
	text, _ := os.ReadFile(name) // else the line is not known
	return c, &config.Mistakes{File: name, List: []config.Mistake{{
		Line: config.LineOf(text, "digest.glossary"), What: "glossary: " + err.Error(),
		Hint: "correct the path, or leave it empty: the built-in names remain",
	}}}
}

func (a *app) readConfig() (config.Config, error) {
	name := a.configName()
	text, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && a.flags.Config == "":
		return config.Default(), nil
	case err != nil:
		return config.Config{}, usageError{fmt.Errorf("read configuration: %w", err)}
	}
	if st, err := os.Stat(name); err == nil {
		asPrivateAs(st.Mode()) // a desk whose configuration is its owner's alone keeps its data so
	}
	return config.Parse(name, text)
}

// parts are a desk and what it works with, opened as a configuration says.
type parts struct {
	config  config.Config
	db      *store.DB
	archive *archive.Dir
	fetch   *fetch.Client
	desk    *desk.Desk
	grants  grants
	called  called
	held    *postgres.Held // nil: the lock of the archive is enough
	places  *spool.Dir
	proxies *proxySwitch
	closers []func() error // in the order of opening
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
	p, err := a.openParts(ctx, c, looking)
	if !isOlder(err) {
		return p, err
	}
	return a.openParts(ctx, c, changing)
}

// openParts opens the desk of a configuration.
func (a *app) openParts(ctx context.Context, c config.Config, how access) (*parts, error) {
	p := &parts{config: c}
	queue, err := a.open(ctx, p, how)
	if err == nil {
		err = a.wire(p, queue, how)
	}
	if err == nil && how == working {
		err = a.recoverLost(ctx, p)
	}
	if err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
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
	if err := a.inspect(ctx, p.config, how); err != nil {
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
	if how == working {
		err = a.hold(ctx, p)
	}
	if err == nil {
		err = a.reindex(ctx, p.db)
	}
	if err == nil && how == working {
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
	return nil
}

// thereIs returns an error if there is no desk.
func (a *app) thereIs(c config.Config) error {
	name := databaseFile(c)
	if c.Desk.OnPostgreSQL() {
		name = c.Desk.Data
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
	dir, err := archive.Open(archiveDir(c), archive.Options{
		Software: "waidian/" + Version, Now: a.Now, ReadOnly: how != working,
	})
	if err != nil {
		return hint(err, "if another waidian works on %s, wait until it has ended, or use another --data DIR", c.Desk.Data)
	}
	p.archive = dir
	p.closers = append(p.closers, dir.Close)
	switch cut := dir.Cut; {
	case cut.Bytes > 0:
		a.warn("archive file %s ended in an unfinished record: %d bytes cut off", cut.File, cut.Bytes)
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
			return nil, hint(err, postgresHint)
		}
		p.db = db
		p.closers = append(p.closers, db.Close)
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
		fmt.Fprintf(a.Stderr, "waidian: search index rebuilt in its new form: %d articles\n", n)
	}
	return err
}

// wire puts the parts of the desk together.
func (a *app) wire(p *parts, queue work.Queue, how access) error {
	c := p.config
	memory := newHostMemory(hostsFile(c))
	p.called, p.proxies = calledBy(c), new(proxySwitch)
	p.proxies.use(a.proxy(c))
	p.fetch = fetch.New(fetch.Options{
		Agent: c.Fetch.Agent, Pace: time.Duration(c.Fetch.Pace), AllowPrivate: c.Fetch.Prefixes(),
		Limits: fetch.Limits{Body: int64(c.Fetch.MaxBody) << 20}, Transport: a.Transport, Now: a.Now,
		Promised: memory.promised,
		Proxy:    p.proxies.choose,
	})
	p.closers = append(p.closers, p.fetch.Close)
	p.desk = &desk.Desk{
		DB: p.db, Queue: queue, Fetcher: p.fetch, Archive: p.archive,
		Extract: digest.Extract, Tokens: find.Tokens(p.db), Fetchers: c.Desk.Fetchers, Writers: c.Digest.Writers,
		Now: a.Now, Jitter: rand.Float64, Log: a.log,
	}
	if how != working { // it fetches nothing and makes no digest
		p.desk.Set(a.plain(p))
		return nil
	}
	a.rememberHosts(p, memory)
	p.places = spool.Open(filepath.Join(c.Desk.Data, "answers"))
	set, err := a.settings(p)
	if err != nil {
		return err
	}
	p.desk.Set(set)
	return nil
}

// plain are the settings of a desk that is looked at.
func (a *app) plain(p *parts) desk.Settings {
	c := p.config
	return desk.Settings{
		Sources: c.News(), Beat: c.Beat.News(), Reach: time.Duration(c.Beat.Days) * 24 * time.Hour, Language: digestLanguage(c),
		Floor: time.Duration(c.Desk.PollFloor), Site: publisher{a.builder(p, siteDir(c), false)},
	}
}

// settings are those of a desk at work.
func (a *app) settings(p *parts) (desk.Settings, error) {
	c, s := p.config, a.plain(p)
	names, err := a.glossary(c)
	if err != nil {
		return s, err
	}
	s.Check = check.Checker{Names: names}.Check
	if c.Digest.Endpoint != "" {
		w := a.writer(c, names, &answers{db: p.db, now: a.Now, prices: prices(c), places: p.places})
		w.Allow = a.budget(p.db, c)
		s.Digests = w
	}
	return s, nil
}

// glossary is the built-in one with the operator's own names; nil if there are none. The built-in one
// is parsed at its first use, which a round of polls never makes.
func (a *app) glossary(c config.Config) (*glossary.Glossary, error) {
	if c.Digest.Glossary == "" {
		return nil, nil
	}
	f, err := os.Open(c.Digest.Glossary)
	if err != nil {
		return nil, usageError{fmt.Errorf("read glossary: %w", err)}
	}
	defer f.Close()
	g, err := glossary.Standard().With(f)
	if err != nil {
		return nil, usageError{fmt.Errorf("read glossary %s: %w", c.Digest.Glossary, err)}
	}
	return g, nil
}

// writer asks the configured models for digests.
func (a *app) writer(c config.Config, names *glossary.Glossary, cache digest.Cache) *digest.Writer {
	ends := []llm.Endpoint{{
		BaseURL: c.Digest.Endpoint, Model: c.Digest.Model, Key: llm.Key(a.Getenv(c.Digest.KeyEnv)),
		Timeout: time.Duration(c.Digest.Timeout), Context: c.Digest.Context,
		Prices: llm.Prices{In: c.Digest.PriceIn, Out: c.Digest.PriceOut},
	}}
	for _, f := range c.Digest.Fallback {
		ends = append(ends, llm.Endpoint{
			BaseURL: f.Endpoint, Model: f.Model, Key: llm.Key(a.Getenv(f.KeyEnv)),
			Timeout: time.Duration(c.Digest.Timeout), Context: f.Context,
			Prices: llm.Prices{In: f.PriceIn, Out: f.PriceOut},
		})
	}
	w := &digest.Writer{
		Model: llm.New(llm.Options{Endpoints: ends, HTTP: a.client(), Now: a.Now, Concurrency: c.Digest.Writers}),
		Name:  c.Digest.Model, Lang: c.Digest.Language, Names: namesIn(names, c.Digest.Language), Cache: cache, Now: a.Now,
		Titles: c.Digest.TitlesOnly, Full: c.Digest.Translate,
	}
	if c.Digest.JudgeEndpoint != "" {
		w.JudgeName = c.Digest.JudgeModel
		w.Judge = llm.New(llm.Options{HTTP: a.client(), Now: a.Now, Concurrency: c.Digest.Writers, Endpoints: []llm.Endpoint{{
			BaseURL: c.Digest.JudgeEndpoint, Model: c.Digest.JudgeModel, Key: llm.Key(a.Getenv(c.Digest.JudgeKeyEnv)),
			Timeout: time.Duration(c.Digest.Timeout),
		}}})
	}
	return w
}

// client sends requests to the endpoints of models; those to outlets are fetch's.
func (a *app) client() *http.Client { return &http.Client{Transport: a.Transport} }

// builder builds the site into dir; full: every file anew.
func (a *app) builder(p *parts, dir string, full bool) *site.Builder {
	c := p.config.Site
	return site.New(site.Options{
		Out: dir, Title: c.Title, URL: strings.TrimSuffix(c.URL, "/"), Language: c.Language, DigestLanguage: p.config.Digest.Language,
		Audience: page.Audience(c.Audience), Arrangement: page.Arrangement(c.Arrangement),
		Version: Version, Index: c.Index, Full: full, Now: a.Now,
		Scripts: c.Scripts, Notice: c.Notice, Topics: topics(p.config),
	}, library{p, a.Now})
}

func topics(c config.Config) []topic.Topic {
	out := make([]topic.Topic, len(c.Topic))
	for i, t := range c.Topic {
		out[i] = topic.Topic{ID: t.ID, Name: t.Name, Keywords: t.Keywords}
	}
	return out
}

// digestLanguage is that of new digests; empty without a model: extracts are in the report's language.
func digestLanguage(c config.Config) string {
	if c.Digest.Endpoint == "" {
		return ""
	}
	return c.Digest.Language
}

func siteDir(c config.Config) string {
	return cmp.Or(c.Site.Out, filepath.Join(c.Desk.Data, "site"))
}

func hostsFile(c config.Config) string { return filepath.Join(c.Desk.Data, "hosts.json") }
