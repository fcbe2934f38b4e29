package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/server"
)

type runCmd struct {
	Listen string `help:"Address to serve the site on." default:"127.0.0.1:8080" placeholder:"ADDR"`
	Roles  string `help:"What this process does of the desk's work, where several work on one (PostgreSQL): a list of gather, digest, publish, serve. Without it, all." placeholder:"ROLE,…"`
	metricsFlag
}

func (runCmd) Help() string {
	return `Polls the sources when they are due, fetches and reads their reports, digests them, builds
the site and serves it, until it is interrupted.

On PostgreSQL several processes may work on one desk, each with --roles of its own:
  gather   polls sources, fetches pages and reads them
  digest   asks models for digests; it needs the database alone, and no captures
  publish  gathers stories, builds the site, tells the operator and readers; one process at a time does
  serve    answers readers at --listen

Example:  waidian run --listen 127.0.0.1:8080
          waidian run --roles digest`
}

func (cmd *runCmd) Run(ctx context.Context, a *app) error {
	c, err := a.deskConfig(ctx)
	if err != nil {
		return err
	}
	roles, err := rolesIn(cmd.Roles, c)
	if err != nil {
		return err
	}
	if c.Desk.OnPostgreSQL() {
		a.log = a.log.With("process", processName())
	}
	p, err := a.openAs(ctx, c, working, roles)
	if err != nil {
		return err
	}
	defer p.Close()
	if roles.Has(desk.RolePublish) {
		a.sayBadChannels(c)
		a.sayBadPushes(c)
	}
	show, count := newProgress(a, false), new(eventCounts)
	p.desk.Events = func(e desk.Event) {
		count.event(e)
		show.event(e)
	}
	defer show.end()
	for _, line := range roleLines(p) {
		show.line(line)
	}
	if built(siteDir(c)) && (roles.Has(desk.RolePublish) || roles.Has(desk.RoleServe)) {
		if err := a.buildFirst(ctx, p); err != nil {
			return err
		}
	}
	l, err := cmd.listen(c, roles)
	if err != nil {
		return err
	}
	figures, err := cmd.listenForMetrics(c)
	if err != nil {
		return err
	}
	if figures != nil {
		show.line("figures for a monitor: http://" + figures.Addr().String() + "/metrics")
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return a.atWork(ctx, p, p.desk) })
	if roles.Has(desk.RolePublish) {
		g.Go(func() error { a.sayUnreached(ctx, c); return nil })
	}
	again := newReloads(a, p, addresses{addrOf(l), addrOf(figures)}, show, count)
	g.Go(func() error { return again.run(ctx) })
	if l != nil {
		show.line("serving http://" + l.Addr().String() + "/ from " + siteDir(c))
		g.Go(func() error { return server.Serve(ctx, l, again) })
	}
	g.Go(func() error { return serveMetrics(ctx, figures, again.figures()) })
	return g.Wait()
}

// listen listens for readers; nil: this process answers none.
func (cmd *runCmd) listen(c config.Config, roles desk.Roles) (net.Listener, error) {
	if !roles.Has(desk.RoleServe) {
		return nil, nil
	}
	return listenFor(c, cmd.Listen)
}

// rolesIn are the roles that a list names. The one process that works on SQLite does all that nobody else could do.
func rolesIn(list string, c config.Config) (desk.Roles, error) {
	roles, err := desk.ParseRoles(list)
	if err != nil {
		return nil, hint(usageError{fmt.Errorf("--roles: %w", err)}, "the roles are %s; without --roles a process does all", strings.ReplaceAll(desk.AllRoles().String(), ",", ", "))
	}
	if c.Desk.OnPostgreSQL() {
		return roles, nil
	}
	for _, r := range desk.AllRoles() {
		if r != desk.RoleServe && !roles.Has(r) {
			return nil, hint(usageError{fmt.Errorf("--roles %s: nobody would %s: on SQLite one process works on a desk", roles, r)},
				"leave out serve alone, or use PostgreSQL: [desk] database")
		}
	}
	return roles, nil
}

// roleLines say what a process does of the work of a desk, if that is not all, and what it needs for it.
func roleLines(p *parts) []string {
	if len(p.roles) == len(desk.AllRoles()) {
		return nil
	}
	rest := slices.DeleteFunc(desk.AllRoles(), p.roles.Has)
	lines := []string{fmt.Sprintf("roles: %s; left to other processes: %s", strings.ReplaceAll(p.roles.String(), ",", ", "), strings.ReplaceAll(rest.String(), ",", ", "))}
	if !p.roles.Captures() {
		what := "captures and their folder are not needed here"
		if p.roles.Has(desk.RoleDigest) {
			what += fmt.Sprintf("; an answer of a model lies in %s until the database has it", filepath.Join(p.config.Desk.Data, "answers"))
		}
		lines = append(lines, what)
	}
	return lines
}

// processName names this process in the log and among figures.
func processName() string { return fmt.Sprintf("%s:%d", hostname(), os.Getpid()) }
