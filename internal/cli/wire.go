package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/topic"
	"github.com/waidian/waidian/internal/work"
)

// configFile is the file that is read when none is named.
const configFile = "waidian.toml"

// loadConfig reads the configuration: the named file, else waidian.toml beside the
// working directory, else the defaults.
func (a *app) loadConfig() (config.Config, error) {
	c, err := a.readConfig()
	if err == nil && a.flags.Data != "" {
		c.Desk.Data = a.flags.Data
	}
	return c, err
}

func (a *app) readConfig() (config.Config, error) {
	name := cmp.Or(a.flags.Config, configFile)
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && a.flags.Config == "" {
		return config.Default(), nil
	}
	if err != nil {
		return config.Config{}, usageError{fmt.Errorf("read configuration: %w", err)}
	}
	return config.Parse(name, text)
}

// office is a desk with all that it is made of, opened from a configuration.
type office struct {
	config  config.Config
	db      *store.DB
	archive *archive.Dir
	fetch   *fetch.Client
	desk    *desk.Desk
	grants  grants
	close   []func() error
}

// Close closes what was opened, last first.
func (o *office) Close() error {
	var errs []error
	for i := len(o.close) - 1; i >= 0; i-- {
		errs = append(errs, o.close[i]())
	}
	return errors.Join(errs...)
}

// access says how much of the office a command needs.
type access int

const (
	reading access = iota // looks at the store alone; the desk may be at work beside it
	working               // is the desk: holds the archive's lock
)

// office opens the office that the configuration in force describes.
func (a *app) office(ctx context.Context, how access) (*office, error) {
	c, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	return a.open(ctx, c, how)
}

// open opens the office that the configuration describes.
func (a *app) open(ctx context.Context, c config.Config, how access) (*office, error) {
	if err := os.MkdirAll(c.Desk.Data, 0o755); err != nil {
		return nil, hint(fmt.Errorf("make data folder: %w", err), "choose another with --data DIR or [desk] data")
	}
	o := &office{config: c}
	dir, err := archive.Open(filepath.Join(c.Desk.Data, "archive"), archive.Options{
		Software: "waidian/" + Version, Now: a.Now, ReadOnly: how == reading,
	})
	if err != nil {
		return nil, hint(err, "if another waidian is at work on %s, let it end first, or use another --data DIR", c.Desk.Data)
	}
	o.archive = dir
	o.close = append(o.close, dir.Close)
	switch cut := dir.Cut; {
	case cut.Bytes > 0:
		fmt.Fprintf(a.Stderr, "waidian: archive file %s ended in a record that was never finished: %d bytes cut off\n", cut.File, cut.Bytes)
	case cut.File != "":
		fmt.Fprintf(a.Stderr, "waidian: archive file %s is damaged at byte %d; it is left as it is, and a new one begun\n", cut.File, cut.At)
	}
	queue, err := a.openStore(ctx, o)
	if err != nil {
		o.Close()
		return nil, err
	}
	if err := a.reindex(ctx, o.db); err != nil {
		o.Close()
		return nil, err
	}
	if err := a.wire(o, queue, how); err != nil {
		o.Close()
		return nil, err
	}
	return o, nil
}

// openStore opens the database and the queue that goes with it.
func (a *app) openStore(ctx context.Context, o *office) (work.Queue, error) {
	if dsn := o.config.Desk.Database; dsn != "" {
		db, err := postgres.Open(ctx, dsn)
		if err != nil {
			return nil, hint(err, "is PostgreSQL running, and is [desk] database right? Leave it empty for SQLite")
		}
		o.db = db
		o.close = append(o.close, db.Close)
		return work.NewRiver(db, a.log, time.Duration(o.config.Fetch.Pace))
	}
	db, err := sqlite.Open(ctx, filepath.Join(o.config.Desk.Data, "waidian.db"))
	if err != nil {
		return nil, hint(err, "is the disk full, or the folder not yours? waidian doctor looks")
	}
	o.db = db
	o.close = append(o.close, db.Close)
	return &work.Rows{DB: db, Now: a.Now}, nil
}

// reindex brings the search index into the form in which queries ask it, once after an
// upgrade that changes the form.
func (a *app) reindex(ctx context.Context, db *store.DB) error {
	n, err := desk.Reindex(ctx, db, search.Form, find.Tokens(db))
	if n > 0 && err == nil {
		fmt.Fprintf(a.Stderr, "waidian: the search index is brought into its new form: %d articles\n", n)
	}
	return err
}

// wire puts the parts of the desk together.
func (a *app) wire(o *office, queue work.Queue, how access) error {
	c := o.config
	o.fetch = fetch.New(fetch.Options{
		Agent: c.Fetch.Agent, Pace: time.Duration(c.Fetch.Pace), AllowPrivate: c.Fetch.Prefixes(),
		Ports:  ports(c),
		Limits: fetch.Limits{Body: int64(c.Fetch.MaxBody) << 20}, Transport: a.Transport, Now: a.Now,
	})
	o.close = append(o.close, o.fetch.Close)
	o.desk = &desk.Desk{
		DB: o.db, Queue: queue, Fetcher: o.fetch, Archive: o.archive,
		Extract: digest.Extract, Tokens: find.Tokens(o.db),
		Sources: c.News(), Beat: beatOf(c), Fetchers: c.Desk.Fetchers, Writers: c.Digest.Writers, Floor: time.Duration(c.Desk.PollFloor),
		Now: a.Now, Jitter: rand.Float64, Log: a.log,
		Site: publisher{a.builder(o, siteDir(c), false)},
	}
	if how == reading {
		return nil // nothing is fetched for the desk's own use, and no digest made
	}
	a.rememberHosts(o)
	names, err := a.glossary(c)
	if err != nil {
		return err
	}
	o.desk.Check = check.Checker{Names: names}.Check
	if c.Digest.Endpoint != "" {
		w := a.writer(c, names, answers{o.db, a.Now, prices(c)})
		w.Allow = a.budget(o.db, c)
		o.desk.Digests = w
	}
	return nil
}

// glossary is the built-in one with the operator's own names; nil: it has none. The
// built-in one is read when it is first looked into: a round of polls never does.
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

// client is for what is no outlet: the models' endpoints.
func (a *app) client() *http.Client { return &http.Client{Transport: a.Transport} }

// builder builds the site of the office into dir; full: whatever was built before.
func (a *app) builder(o *office, dir string, full bool) *site.Builder {
	c := o.config.Site
	return site.New(site.Options{
		Out: dir, Title: c.Title, URL: strings.TrimSuffix(c.URL, "/"), Language: c.Language, DigestLanguage: o.config.Digest.Language,
		Audience: site.Audience(c.Audience), Arrangement: site.Arrangement(c.Arrangement), Version: Version, Index: c.Index, Full: full, Now: a.Now,
		Scripts: c.Scripts, Notice: c.Notice, Topics: topics(o.config),
	}, library{o, a.Now})
}

func topics(c config.Config) []topic.Topic {
	out := make([]topic.Topic, len(c.Topic))
	for i, t := range c.Topic {
		out[i] = topic.Topic{ID: t.ID, Name: t.Name, Keywords: t.Keywords}
	}
	return out
}

func siteDir(c config.Config) string {
	return cmp.Or(c.Site.Out, filepath.Join(c.Desk.Data, "site"))
}

// ports are those that the operator's own sources name.
func ports(c config.Config) []uint16 {
	var out []uint16
	for _, s := range c.Source {
		if u, err := url.Parse(s.URL); err == nil {
			if n, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
				out = append(out, uint16(n))
			}
		}
	}
	return out
}

// rememberHosts takes up what the last desk knew of hosts (robots.txt, who asked
// to be left alone), and writes it down when the office closes. Without the file
// the hosts are asked again.
func (a *app) rememberHosts(o *office) {
	name := filepath.Join(o.config.Desk.Data, "hosts.json")
	if b, err := os.ReadFile(name); err == nil {
		if err := o.fetch.Load(b); err != nil {
			fmt.Fprintf(a.Stderr, "waidian: %s: %v: each host is asked for its robots.txt again\n", name, err)
		}
	}
	o.close = append(o.close, func() error {
		b, err := o.fetch.Save()
		if err == nil {
			_, err = atomically.Write(name, b)
		}
		return err
	})
}
