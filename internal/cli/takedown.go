package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
)

type takedownCmd struct {
	ID   string `arg:"" help:"Identifier of the article, or address of its page."`
	Undo bool   `help:"Show the article again."`
}

func (takedownCmd) Help() string {
	return `Removes the article from every page, feed, search and export, and builds the site. The archive
still has it, for the record; --undo shows it again.

Example:  waidian takedown mfrggzdfmz`
}

func (cmd *takedownCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, changing)
	if err != nil {
		return err
	}
	defer p.Close()
	id := lastOf(cmd.ID)
	err = p.desk.TakeDown(ctx, news.ArticleID(id), !cmd.Undo)
	if errors.Is(err, store.ErrNotFound) {
		return hint(usageError{fmt.Errorf("there is no article %s", id)},
			"the address of its page ends in the identifier; waidian search prints it")
	}
	if err != nil {
		return err
	}
	done := "taken down"
	if cmd.Undo {
		done = "shown again"
	}
	if cmd.Undo {
		return a.publishChange(ctx, p, id+" "+done)
	}
	r, err := a.buildInTurn(ctx, p, siteDir(p.config), false) // when the command ends the article is gone from every file
	if err != nil {
		return err
	}
	if err := a.noneLeft(p, news.ArticleID(id)); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s %s: %d files written, %d removed\n", id, done, r.Written, r.Removed)
	return nil
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
	r, err := a.build(ctx, p, siteDir(p.config), false)
	if errors.Is(err, site.ErrBusy) {
		fmt.Fprintf(a.Stdout, "%s: the running desk builds the pages within seconds\n", done)
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s: %d files written, %d removed\n", done, r.Written, r.Removed)
	return nil
}
