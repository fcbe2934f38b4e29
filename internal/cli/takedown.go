package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type takedownCmd struct {
	ID   string `arg:"" optional:"" help:"Identifier of the article, or address of its page; without it what is taken down is listed."`
	Undo bool   `help:"Show the article again."`
	Why  string `help:"Why; for the desk's own record." placeholder:"WORDS"`

	Tell   string `help:"Why, for readers: the page that stays at its address says so." placeholder:"WORDS" xor:"told"`
	NoPage bool   `help:"Leave no page at its address that says that it was taken down." xor:"told"`

	Destroy bool `name:"destroy-captures" help:"Destroy its pages in the archive too, for ever. The desk must not run."`
	Yes     bool `help:"Destroy without a question." short:"y"`
}

func (takedownCmd) Help() string {
	return `Removes the article from every page, feed, search and export, and builds the site. At its
address stays a page that says that it was taken down, and when, and has nothing of it. The archive
still has it, for the record; --undo shows it again. Without an article, prints what is taken down, and why.

With --destroy-captures the records of its pages in the archive are written over, as a court may order: the answers of its
addresses, their requests, and the further pages of its text. The other records stay as they are, and the log keeps its
entries, which have hashes. The database still has the text, lists of the outlet may have an excerpt, and backups have all.

Example:  waidian takedown mfrggzdfmz --tell 'asked for by the outlet'`
}

func (cmd *takedownCmd) Run(ctx context.Context, a *app) error {
	if cmd.ID == "" {
		return cmd.list(ctx, a)
	}
	if cmd.Destroy {
		return cmd.destroy(ctx, a)
	}
	p, err := a.parts(ctx, changing)
	if err != nil {
		return err
	}
	defer p.Close()
	id := news.ArticleID(lastOf(cmd.ID))
	if cmd.Undo {
		if err := p.takeDown(ctx, id, false, "", desk.Tell{}); err != nil {
			return err
		}
		return a.publishChange(ctx, p, string(id)+" shown again")
	}
	r, err := a.takeDown(ctx, p, id, cmd.Why, desk.Tell{Nothing: cmd.NoPage, Reason: cmd.Tell})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s taken down: %s written, %d removed\n", id, text.Count(r.Written, "file", "files"), r.Removed)
	return nil
}

// takeDown takes an article down. When it returns without an error the article is gone from every file of the site.
func (a *app) takeDown(ctx context.Context, p *parts, id news.ArticleID, why string, tell desk.Tell, seen ...desk.Seen) (r site.Outcome, err error) {
	if err := p.takeDown(ctx, id, true, why, tell, seen...); err != nil {
		return r, err
	}
	if r, err = a.buildInTurn(ctx, p, siteDir(p.config), false); err != nil {
		return r, err
	}
	return r, a.noneLeft(p, id)
}

// takeDown takes an article down, or shows it again, in the database. What cannot be done is a mistake of the operator's.
func (p *parts) takeDown(ctx context.Context, id news.ArticleID, down bool, why string, tell desk.Tell, seen ...desk.Seen) error {
	err := p.desk.TakeDown(ctx, id, down, why, tell, seen...)
	if errors.Is(err, store.ErrNotFound) {
		return hint(usageError{because(news.NoReport, string(id), fmt.Errorf("there is no article %s", id))},
			"the address of its page ends in the identifier; waidian search prints it")
	}
	if no, ok := errors.AsType[*desk.NoRevision](err); ok {
		return usageError{no}
	}
	return err
}

// mostDown is how many reports are listed that are taken down.
const mostDown = 200

func (cmd *takedownCmd) list(ctx context.Context, a *app) error {
	if cmd.Undo || cmd.Why != "" || cmd.Tell != "" || cmd.NoPage || cmd.Destroy {
		return usageError{errors.New("which article? --undo, --why, --tell, --no-page and --destroy-captures are of one")}
	}
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	list, n, err := p.downs(ctx)
	for _, d := range list {
		when := "before reasons were kept"
		if !d.At.IsZero() {
			when = clockIn(d.At, p.zone())
		}
		fmt.Fprintf(a.Stdout, "%s  %s  %s  %s", d.Article, when, shown(d.Outlet), shown(d.Title))
		if d.Why != "" {
			fmt.Fprintf(a.Stdout, ": %s", shown(d.Why))
		}
		fmt.Fprintln(a.Stdout)
	}
	switch {
	case err != nil:
	case n == 0:
		fmt.Fprintln(a.Stdout, "nothing is taken down")
	case n > len(list):
		fmt.Fprintf(a.Stdout, "%d of %d\n", len(list), n)
	}
	return err
}

// downs are the reports that are taken down, the latest first, and how many there are.
func (p *parts) downs(ctx context.Context) (list []store.Takedown, n int, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		list, n, err = tx.Takedowns(mostDown)
		return err
	})
	return list, n, err
}

// noneLeft returns an error if the site still has a file of an article's own.
func (a *app) noneLeft(p *parts, id news.ArticleID) error {
	dir := siteDir(p.config)
	left, err := a.builder(p, dir, false).Holds(id)
	if err != nil || len(left) == 0 {
		return err
	}
	return hint(fmt.Errorf("%s is taken down, but the site still has it: %s", id, filepath.Join(dir, left[0])),
		"no build has made that file, or another process put it back: waidian build --full, and if it stays, remove it (%d in all)", len(left))
}

// lastOf is the identifier at the end of the address of a page, or an identifier as it is.
func lastOf(address string) string {
	return strings.TrimSuffix(address[strings.LastIndexAny(address, "/-")+1:], ".html")
}

// publishChange builds the site after a change, and says what was done; where a desk at work does it, that it does.
func (a *app) publishChange(ctx context.Context, p *parts, done string) error {
	r, built, err := a.publish(ctx, p)
	switch {
	case err != nil:
		return err
	case built:
		fmt.Fprintf(a.Stdout, "%s: %s written, %d removed\n", done, text.Count(r.Written, "file", "files"), r.Removed)
	default:
		fmt.Fprintf(a.Stdout, "%s: the running desk builds the pages within seconds\n", done)
	}
	return nil
}

// publish builds the site after a change. Where a build is under way, which may have begun before the change, a desk at work begins the next
// one within seconds, and built is false; without a desk the build comes after that one.
func (a *app) publish(ctx context.Context, p *parts) (r site.Outcome, built bool, err error) {
	r, err = a.build(ctx, p, siteDir(p.config), false)
	if !errors.Is(err, site.ErrBusy) {
		return r, true, err
	}
	if pid, err := runningDesk(p.config); err != nil || pid != 0 {
		return r, false, err
	}
	r, err = a.buildInTurn(ctx, p, siteDir(p.config), false)
	return r, true, err
}
