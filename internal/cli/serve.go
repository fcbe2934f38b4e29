package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/reader"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/server"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/wording"
)

type serveCmd struct {
	Listen  string `help:"Address to serve on." default:"127.0.0.1:8080" placeholder:"ADDR"`
	AsBuilt bool   `help:"Serve the site as it lies in its folder and build nothing: it is built elsewhere, and copied here."`
	metricsFlag
}

func (serveCmd) Help() string {
	return `Serves the built site with full-text search. It polls nothing and may run beside a desk. With
a table [reader] in the configuration it answers apps as well, and writes what readers mark; with a
table [room] it has the operator's room, as run does. While a database on PostgreSQL does not answer
it serves the pages, and says of searches that they have to wait.

Example:  waidian serve --listen 127.0.0.1:8080`
}

// openAgain is the time between two tries to open a database that does not answer.
const openAgain = 2 * time.Second

func (cmd *serveCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	p, err := cmd.open(ctx, a, c)
	waits := err != nil && c.Desk.OnPostgreSQL() && postgres.Away(err) && built(siteDir(c))
	if err != nil && !waits {
		return err
	}
	if waits {
		p = nil
		a.warn("the database does not answer: the pages are served as they were built, searches wait (%v)", err)
	}
	l, err := listenFor(c, cmd.Listen)
	if err != nil {
		return errors.Join(err, closed(p))
	}
	figures, err := cmd.listenForMetrics(c)
	if err != nil {
		return errors.Join(err, closed(p))
	}
	if figures != nil {
		fmt.Fprintf(a.Stderr, "figures for a monitor: http://%s/metrics\n", figures.Addr())
	}
	fmt.Fprintf(a.Stderr, "serving http://%s/ from %s\n", l.Addr(), siteDir(c))
	var live atomic.Pointer[handlers]
	use := func(p *parts) {
		live.Store(&handlers{a.handler(p, l.Addr()), a.metricsHandler(p, nil, addrOf(figures))})
	}
	if p != nil {
		use(p)
	} else {
		live.Store(&handlers{a.pagesAlone(c, l.Addr()), later(errStoreSilent.Error())})
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if p == nil {
			var err error
			if p, err = cmd.openLater(ctx, a, c); p == nil {
				return err
			}
			use(p)
			a.warn("the database answers again")
		}
		<-ctx.Done()
		return nil
	})
	g.Go(func() error {
		return server.Serve(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { live.Load().site.ServeHTTP(w, r) }))
	})
	g.Go(func() error {
		return serveMetrics(ctx, figures, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { live.Load().figures.ServeHTTP(w, r) }))
	})
	return errors.Join(g.Wait(), closed(p))
}

func closed(p *parts) error {
	if p == nil {
		return nil
	}
	return p.Close()
}

// open opens the desk to be served, and builds its site first where that has to be.
func (cmd *serveCmd) open(ctx context.Context, a *app, c config.Config) (*parts, error) {
	p, err := a.partsToServe(ctx, c, cmd.AsBuilt)
	if err != nil || cmd.AsBuilt {
		return p, err
	}
	if err := a.buildFirst(ctx, p); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// openLater is open as soon as the database answers; nil without an error: ctx has ended before.
func (cmd *serveCmd) openLater(ctx context.Context, a *app, c config.Config) (*parts, error) {
	for {
		t := time.NewTimer(openAgain)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil, nil
		}
		p, err := cmd.open(ctx, a, c)
		switch {
		case err == nil:
			return p, nil
		case ctx.Err() != nil:
			return nil, nil
		case !postgres.Away(err):
			return nil, err
		}
	}
}

// pagesAlone answers readers while the database does not: with the pages as they were built.
func (a *app) pagesAlone(c config.Config, at net.Addr) http.Handler {
	wait := later(wording.For(c.Site.Language).SearchAway)
	o := server.Options{
		Site: siteDir(c), Gone: news.DownMark, Now: a.Now, Feeds: feeds(), Own: c.Site.URL, Search: wait,
		Health: func(*http.Request) (string, bool) { return errStoreSilent.Error(), false },
		Ready:  func(*http.Request) error { return errStoreSilent },
	}
	if c.Reader != nil {
		o.Apps, o.IsApp = wait, reader.Answers
	}
	if c.Room != nil {
		o.Room, o.IsRoom = wait, room.Answers
	}
	h := server.New(o)
	if c.Site.Audience == "public" {
		return h
	}
	return server.FenceOf(c.Site.URL, at).Guard(h)
}

// later answers that something has to wait, in words.
func later(words string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "30")
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, words, http.StatusServiceUnavailable)
	})
}

// searchWait is how long a search may take before it is said to wait for the database.
const searchWait = 20 * time.Second

// silentStore reports whether an error says that the database does not answer.
func silentStore(err error) bool { return store.Fault(err) || errors.Is(err, context.DeadlineExceeded) }
