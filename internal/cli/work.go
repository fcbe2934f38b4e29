package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/server"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// noSourcesHint says what to do if no source is watched.
const noSourcesHint = "waidian init writes a file with the default sources; waidian sources add URL adds one"

// deskConfig is the configuration, which must name at least one source, unless the desk has pages to fetch all the same.
func (a *app) deskConfig(ctx context.Context) (config.Config, error) {
	c, err := a.loadConfig()
	if err == nil && len(c.Source) == 0 && !a.fetches(ctx, c) {
		if _, none := os.Stat(databaseFile(c)); none != nil && !c.Desk.OnPostgreSQL() {
			if err := a.moved(c); err != nil {
				return c, err
			}
		}
		err = hint(usageError{errors.New("no source is watched")}, noSourcesHint)
	}
	return c, err
}

// fetches reports whether a desk is there that has pages to fetch: those of lists that were imported.
func (a *app) fetches(ctx context.Context, c config.Config) (yes bool) {
	p, err := a.openParts(ctx, c, looking)
	if err != nil {
		return false
	}
	defer p.Close()
	err = p.db.View(ctx, func(tx *store.Tx) (err error) {
		_, yes, err = tx.NextTask(store.Fetch)
		return err
	})
	return err == nil && yes
}

type collectCmd struct {
	All   bool   `help:"Poll every source, even if it is not due."`
	Until string `help:"Stop after poll, read or digest; the other tasks wait." enum:"poll,read,digest," default:"" placeholder:"STAGE"`
	JSON  bool   `name:"json" help:"Print the summary as one JSON object."`
}

func (collectCmd) Help() string {
	return `Polls the sources that are due, does every task, builds the site and ends. The next round
tries temporary failures again. The exit status is 0 if at least one source could be
polled, or if none was due; it is 1 as long as no source answers.

Example:  waidian collect --all --json`
}

func (cmd *collectCmd) Run(ctx context.Context, a *app) error {
	c, err := a.deskConfig(ctx)
	if err != nil {
		return err
	}
	p, err := a.openParts(ctx, c, working)
	if err != nil {
		return err
	}
	defer p.Close()
	a.sayBadChannels(c)
	a.sayBadPushes(c)
	show := newProgress(a, cmd.JSON && !a.flags.Verbose)
	p.desk.Events = show.event
	sum, err := p.desk.Collect(ctx, cmd.All, desk.Until(cmd.Until))
	show.end()
	if err != nil {
		return err
	}
	if err := cmd.print(a, show.counts); err != nil {
		return err
	}
	a.sayWaiting(ctx, p)
	if ctx.Err() != nil {
		return errors.New("interrupted: the next round continues where this one ended")
	}
	if sum.Polled > 0 && sum.Failed == sum.Polled {
		return hint(nonePolled(sum.Polled), networkHint)
	}
	if sum.Polled == 0 {
		return silent(ctx, p.db)
	}
	return nil
}

const networkHint = "is there a network? waidian status shows the reason for each source"

// silent is an error while each source that was ever polled has failed when it was last
// polled: nothing is due then, and nothing can be had.
func silent(ctx context.Context, db *store.DB) error {
	var tried int
	var last time.Time // when one answered
	err := db.View(ctx, func(tx *store.Tx) error {
		watches, err := tx.Watches()
		if err != nil {
			return err
		}
		for _, w := range watches {
			if w.Tried.IsZero() || w.Held {
				continue
			}
			if w.Reason == "" && w.Paused == "" {
				tried = 0
				return nil
			}
			tried++
			if w.OK.After(last) {
				last = w.OK
			}
		}
		return nil
	})
	if err != nil || tried == 0 {
		return err
	}
	since := "none has ever answered"
	if !last.IsZero() {
		since = "the last answer came at " + last.UTC().Format(time.RFC3339)
	}
	return hint(fmt.Errorf("no source is due, and each of %d failed when it was last polled: %s", tried, since), networkHint)
}

// sayWaiting tells how many digests are left and why.
func (a *app) sayWaiting(ctx context.Context, p *parts) {
	if p.config.Digest.Endpoint == "" {
		return
	}
	var m *modelStatus
	err := p.db.View(ctx, func(tx *store.Tx) error {
		lines, err := tx.Lines(a.Now())
		if err == nil {
			m, err = modelOf(tx, p.config.Digest, lines)
		}
		return err
	})
	if err == nil && m != nil && m.Reason != "" {
		a.warn("%s; waidian redo digest makes them due at once", m.waits(a.Now()))
	}
}

func nonePolled(n int) error {
	if n == 1 {
		return errors.New("the one source that was due could not be polled")
	}
	return fmt.Errorf("none of %d sources could be polled", n)
}

func (cmd *collectCmd) print(a *app, c counts) error {
	if cmd.JSON {
		return json.NewEncoder(record.Safe(a.Stdout)).Encode(c)
	}
	waits := ""
	if c.Waiting > 0 {
		waits = fmt.Sprintf(", %d not asked yet", c.Waiting)
	}
	fmt.Fprintf(a.Stdout, "polled %s (%d failed%s): %s; fetched %s, ",
		text.Count(c.Polled, "source", "sources"), c.Failed, waits, text.Count(c.Leads, "new lead", "new leads"), text.Count(c.Fetched, "page", "pages"))
	fmt.Fprintf(a.Stdout, "read %s (%s, %d edited, %d withdrawn, %s only); ", text.Count(c.Read, "article", "articles"),
		text.Count(c.Copies, "copy", "copies"), c.Edited, c.Withdrawn, text.Count(c.Headlines, "headline", "headlines"))
	fmt.Fprintf(a.Stdout, "%s; %d put off, %d given up; %s written; %.1f s\n",
		text.Count(c.Digested, "digest", "digests"), c.PutOff, c.GivenUp, text.Count(c.Files, "file", "files"), c.Seconds)
	return nil
}

type buildCmd struct {
	Out  string `help:"The folder to build into; without it [site] out, or site/ in the data folder." placeholder:"DIR"`
	Full bool   `help:"Build every file anew, not only those that changed; files that were changed by hand are mended."`
}

func (buildCmd) Help() string {
	return `Builds the site as files. Any web server can serve them, and a browser can open them without one.
While a running desk builds the same folder, it waits for that to end.

Example:  waidian build --out public`
}

func (cmd *buildCmd) Run(ctx context.Context, a *app) error {
	p, err := a.partsToPublish(ctx)
	if err != nil {
		return err
	}
	defer p.Close()
	c := p.config
	dir := siteDir(c)
	if cmd.Out != "" {
		dir = filepath.Clean(cmd.Out)
	}
	err = p.db.View(ctx, func(tx *store.Tx) error {
		lines, err := a.strays(tx, p)
		for _, line := range lines {
			a.warn("%s", line)
		}
		return err
	})
	if err != nil {
		return err
	}
	show := newProgress(a, true)
	p.headway = show.stage
	large, end := a.buildRoom()
	defer end()
	p.large = large
	r, err := a.buildInTurn(ctx, p, dir, cmd.Full)
	show.end()
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s: %s, %s written, %d removed, %d built and found as they were (%s)\n",
		dir, text.Count(r.Articles, "article", "articles"), text.Count(r.Written, "file", "files"), r.Removed, r.Unchanged, r.Took.Round(time.Millisecond))
	return nil
}

func (a *app) build(ctx context.Context, p *parts, dir string, full bool) (site.Outcome, error) {
	r, err := a.builder(p, dir, full).Build(ctx)
	return a.built(ctx, p, r, err)
}

// buildInTurn is build after the build of another process, as of a running desk, and tells of it.
func (a *app) buildInTurn(ctx context.Context, p *parts, dir string, full bool) (site.Outcome, error) {
	r, err := a.builder(p, dir, full).BuildInTurn(ctx, func() { a.warn("another build of %s is under way: this one begins when it ends", dir) })
	return a.built(ctx, p, r, err)
}

// built is the end of a build. Where this process may write the database it notes of which feeds the hub is to be told; else the desk does with its
// next build.
func (a *app) built(ctx context.Context, p *parts, r site.Outcome, err error) (site.Outcome, error) {
	a.sayHeld()(r.Held)
	if err == nil && p.writes {
		err = p.desk.NoteFeeds(ctx)
	}
	return r, buildHint(err)
}

// sayHeld returns a function that says why a build has left the log as it is, each reason once.
func (a *app) sayHeld() func(error) {
	said := ""
	return func(err error) {
		if err == nil || err.Error() == said {
			return
		}
		said = err.Error()
		a.warn("%v; the pages are built, waidian doctor says what to do", err)
	}
}

// buildHint adds what to do about a folder of the site in which a build may not write.
func buildHint(err error) error {
	var link *site.LinkError
	if errors.As(err, &link) {
		return hint(err, "a build follows no link that leads out of the folder of the site: make a folder in the place of %s, "+
			"or name the whole site's folder elsewhere with [site] out", link.Path)
	}
	return newerHint(err)
}

// buildFirst builds the site before anybody is served where it was never built, or may show a report that was taken down, or whose
// rights were lost, after the last build: the process that was to build it may have been killed.
func (a *app) buildFirst(ctx context.Context, p *parts) error {
	dir := siteDir(p.config)
	was := built(dir)
	if was {
		shows, err := a.builder(p, dir, false).Shows(ctx)
		if err != nil || !shows {
			return buildHint(err)
		}
	}
	_, err := a.buildInTurn(ctx, p, dir, false)
	if err != nil && was {
		return hint(fmt.Errorf("the site shows what is to be shown no more: %w", err),
			"nothing is served until it is built: waidian build, as a user who may write to %s", dir)
	}
	return err
}

func built(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "index.html"))
	return err == nil
}

// listenFor listens for readers of the site; for those of a private site, which shows every text
// in full, on loopback alone.
func listenFor(c config.Config, addr string) (net.Listener, error) {
	if c.Site.Audience == "public" {
		return listen(addr)
	}
	if strings.HasPrefix(addr, ":") {
		addr = "127.0.0.1" + addr
	}
	if !server.Loopback(addr) {
		return nil, hint(usageError{fmt.Errorf("a private site is not served on %s", addr)},
			"it shows every text in full: serve it on 127.0.0.1, behind a proxy that asks for a password, "+
				"or set [site] audience = \"public\"")
	}
	return listen(addr)
}

func listen(addr string) (net.Listener, error) {
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return nil, hint(usageError{fmt.Errorf("%s is not an address to listen on", shown(addr))}, "like 127.0.0.1:8080")
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, hint(fmt.Errorf("listen on %s: %w", addr, err), "another program may use it: --listen 127.0.0.1:0 takes a free port")
	}
	return l, nil
}
