package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/spool"
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
	c = a.placed(c)
	a.data = c.Desk.Data
	return c, nil
}

// placed returns a configuration with its paths as they are from where one stands.
func (a *app) placed(c config.Config) config.Config {
	if dir := filepath.Dir(a.configName()); dir != "." {
		c = c.Under(absolute(dir))
	}
	if a.flags.Data != "" {
		c.Desk.Data = a.flags.Data
	}
	return c
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
		Hint:    "correct the path, or leave it empty: the built-in names remain",
		Refusal: news.Refusal{Code: news.FileUnread, Arg: c.Digest.Glossary},
	}}}
}

// stillThere is an error if settings in force are of the configuration file, and it is gone or has nothing in it: that is a slip or a file that is
// just being written, and no wish for a desk without sources.
func (a *app) stillThere(inForce config.Config) error {
	if len(inForce.Source) == 0 && inForce.Room == nil {
		return nil // as a desk is that never had a file
	}
	text, err := os.ReadFile(a.configName())
	if err != nil && !errors.Is(err, fs.ErrNotExist) || len(bytes.TrimSpace(text)) > 0 {
		return nil // whoever reads it says what is wrong with it
	}
	what, code := "it has nothing in it", news.FileEmpty
	if err != nil {
		what, code = "it is not there", news.FileGone
	}
	err = because(code, a.configName(), fmt.Errorf("the configuration file %s: %s", a.configName(), what))
	return hint(err, "put it back; a copy is in each backup")
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

// wire puts the parts of the desk together.
func (a *app) wire(p *parts, queue work.Queue, how access) error {
	c := p.config
	memory := newHostMemory(hostsFile(c))
	p.called, p.proxies, p.kept = calledBy(c), new(proxySwitch), room.NewKeep(a.Now)
	p.proxies.use(a.proxy(c))
	p.fetch = fetch.New(fetch.Options{
		Agent: c.Fetch.Agent, Pace: time.Duration(c.Fetch.Pace), AllowPrivate: c.Fetch.Prefixes(),
		Limits: fetch.Limits{Body: int64(c.Fetch.MaxBody) << 20}, Transport: a.Transport, Now: a.Now,
		Promised: memory.promised,
		Proxy:    p.proxies.choose,
		Keeper:   keeperOf(p),
	})
	p.closers = append(p.closers, p.fetch.Close)
	p.desk = &desk.Desk{
		DB: p.db, Roles: p.roles, Queue: queue, Fetcher: p.fetch, Archive: p.archive,
		Extract: digest.Extract, Tokens: find.Tokens(p.db), Fetchers: c.Desk.Fetchers, Writers: c.Digest.Writers,
		Now: a.Now, Jitter: rand.Float64, Log: a.log,
	}
	if p.member != nil {
		p.desk.Team = p.member
	}
	if how != working { // it fetches nothing and makes no digest
		set := a.plain(p)
		if how == changing { // a digest that was made of another report is checked
			names, err := a.glossary(c)
			if err != nil {
				return err
			}
			set.Check = check.Checker{Names: names}.Check
		}
		p.desk.Set(set)
		return nil
	}
	a.rememberHosts(p, memory)
	p.purse = &digest.Purse{Now: a.Now, Spent: spentIn(p.db), Out: outIn(p.db), Noted: a.noteBudget(p.db)}
	p.answers = &answers{db: p.db, now: a.Now, places: spool.Open(filepath.Join(c.Desk.Data, "answers"))}
	if p.db.Shared() {
		p.answers.purse = p.purse
	}
	set, err := a.settings(p)
	if err != nil {
		return err
	}
	p.desk.Set(set)
	return nil
}

// keeperOf keeps the hosts that the processes of the desk ask; nil: no other process asks any.
func keeperOf(p *parts) fetch.Keeper {
	if p.member == nil {
		return nil
	}
	return p.member
}

// plain are the settings of a desk that is looked at.
func (a *app) plain(p *parts) desk.Settings {
	c := p.config
	builder := a.builder(p, siteDir(c), false)
	s := desk.Settings{
		Sources: c.News(), Beat: c.Beat.News(), Reach: time.Duration(c.Beat.Days) * 24 * time.Hour, Language: digestLanguage(c), Models: modelsOf(c), Hold: c.Digest.Review == "hold",
		Floor: time.Duration(c.Desk.PollFloor), Site: publisher{builder, a.sayHeld()}, Hub: hubOf(c, p.fetch, builder), Witnesses: a.witnesses(p, builder),
		Editions: desk.Editions{Hours: c.Site.Editions, Zone: c.Site.Zone(), By: editor{a.library(p)}},
	}
	if c.Reader != nil && c.Reader.Unread {
		s.Anew = anew
	}
	return s
}

// settings are those of a desk at work.
func (a *app) settings(p *parts) (desk.Settings, error) {
	c, s := p.config, a.plain(p)
	names, err := a.glossary(c)
	if err != nil {
		return s, err
	}
	s.Check = check.Checker{Names: names}.Check
	s.Alarms, s.Pushes, s.Mirrors = a.alarms(p), a.pushes(p), a.mirrors(c)
	if m := a.embedder(c); m != nil {
		s.Embeds = m
	}
	if c.Digest.Endpoint != "" {
		p.answers.reprice(prices(c))
		p.purse.Set(budgetOf(c), prices(c)[c.Digest.Model])
		w := a.writer(c, names, p.answers)
		w.Allow = p.purse.Allow
		w.Way = wayOf(c, p.db)
		reader := event.Reader{Names: names, Lang: c.Digest.Language}
		w.CheckStory = reader.Check
		s.Digests = w
		if !s.Hold { // what a model says of an event nobody has approved
			s.Stories = desk.Stories{By: storyteller{p, reader, w}, PerDay: c.Digest.StoryCalls}
		}
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
		Timeout: time.Duration(c.Digest.Timeout), Silence: time.Duration(c.Digest.Silence), Context: c.Digest.Context,
		Prices: llm.Prices{In: c.Digest.PriceIn, Out: c.Digest.PriceOut},
	}}
	for _, f := range c.Digest.Fallback {
		ends = append(ends, llm.Endpoint{
			BaseURL: f.Endpoint, Model: f.Model, Key: llm.Key(a.Getenv(f.KeyEnv)),
			Timeout: time.Duration(c.Digest.Timeout), Silence: time.Duration(c.Digest.Silence), Context: f.Context,
			Prices: llm.Prices{In: f.PriceIn, Out: f.PriceOut},
		})
	}
	w := &digest.Writer{
		Model: llm.New(llm.Options{Endpoints: ends, HTTP: a.client(), Now: a.Now, Concurrency: c.Digest.Writers}),
		Name:  c.Digest.Model, Lang: c.Digest.Language, Names: namesIn(names, c.Digest.Language), Cache: cache, Now: a.Now,
		Titles: c.Digest.TitlesOnly, Full: c.Digest.Translate, Wordings: wordingsIn(c.Digest.Language),
		Compare: func(a news.Article, block int, translated string) []news.Finding {
			return check.Checker{Names: names}.Translation(a, block, translated, c.Digest.Language)
		},
		Shown: func(a news.Article) func(string, string, []news.Name, func(int) bool) []int {
			return check.Checker{Names: names}.Unnumbered(a)
		},
	}
	if c.Digest.JudgeEndpoint != "" {
		w.JudgeName = c.Digest.JudgeModel
		w.Judge = llm.New(llm.Options{HTTP: a.client(), Now: a.Now, Concurrency: c.Digest.Writers, Endpoints: []llm.Endpoint{{
			BaseURL: c.Digest.JudgeEndpoint, Model: c.Digest.JudgeModel, Key: llm.Key(a.Getenv(c.Digest.JudgeKeyEnv)),
			Timeout: time.Duration(c.Digest.Timeout), Silence: time.Duration(c.Digest.Silence),
		}}})
	}
	return w
}

// embedder asks the configured embedding model; nil: there is none.
func (a *app) embedder(c config.Config) *llm.Embedder {
	s := c.Story
	if s.Embeddings == "" {
		return nil
	}
	return llm.NewEmbedder(llm.Endpoint{BaseURL: s.Embeddings, Model: s.Model, Key: llm.Key(a.Getenv(s.KeyEnv))}, s.Prefix,
		llm.Options{HTTP: a.client(), Now: a.Now})
}

// wordingsIn renders the numbers and dates of a report's sentence in the language of digests.
func wordingsIn(lang string) digest.Wordings {
	if lang == "" {
		lang = "zh-Hans"
	}
	return func(a news.Article, s string) []news.Name { return check.Wordings(a, s, lang) }
}

// client sends requests to the endpoints of models; those to outlets are fetch's.
func (a *app) client() *http.Client { return &http.Client{Transport: a.Transport} }

// builder builds the site into dir; full: every file anew.
func (a *app) builder(p *parts, dir string, full bool) *site.Builder {
	c := p.config.Site
	o := site.Options{
		Out: dir, Title: c.Title, URL: strings.TrimSuffix(c.URL, "/"), Feeds: cmp.Or(c.ID, p.feeds), Hub: c.Hub, Announce: c.Hub != "" && absolute(dir) == absolute(siteDir(p.config)), Language: c.Language, DigestLanguage: p.config.Digest.Language, Editors: p.config.Digest.Editors, Zone: p.zone(),
		Audience: page.Audience(c.Audience), Arrangement: page.Arrangement(c.Arrangement),
		Version: Version, Index: c.Index, Full: full, Now: a.Now,
		Scripts: c.Scripts, Notice: c.Notice, Topics: topics(p.config),
		Log: a.publishedLog(p, dir), LogTexts: p.config.Log.Published(c.Audience) == config.LogEntries,
		Headway: p.buildHeadway,
	}
	if p.member != nil {
		o.Holder, o.Ended, o.Still = func() string { return p.db.Self().Name }, hasEnded(p.db), p.member.Still
	}
	return site.New(o, a.library(p))
}

// library answers for what the desk holds.
func (a *app) library(p *parts) library {
	return library{p, a.Now, sync.OnceValues(func() (*glossary.Glossary, error) { return a.glossary(p.config) })}
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
