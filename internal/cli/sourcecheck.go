package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type sourcesCheckCmd struct {
	ID   string `arg:"" optional:"" help:"Identifier of the source, or an address that is not watched; without it every source."`
	JSON bool   `name:"json" help:"Print one JSON object for each lead, one a line."`
}

func (sourcesCheckCmd) Help() string {
	return `Fetches the sources and prints every lead, marked + if the desk would follow it, else - with the
reason. Of an address that is not watched yet it shows what sources add would show. It stores nothing.

Example:  waidian sources check guardian-china`
}

// leadLine is a lead as `sources check --json` prints it.
type leadLine struct {
	Source    news.SourceID `json:"source"`
	URL       string        `json:"url"`
	Title     string        `json:"title"`
	Published *time.Time    `json:"published,omitempty"`
	Gather    bool          `json:"gather"`
	Why       string        `json:"why,omitempty"`
}

func (cmd *sourcesCheckCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	if strings.ContainsAny(cmd.ID, "./") {
		return cmd.address(ctx, a, c)
	}
	list := c.News()
	if cmd.ID != "" {
		list = slices.DeleteFunc(list, func(s news.Source) bool { return string(s.ID) != cmd.ID })
		if len(list) == 0 {
			return unknownSource(c, cmd.ID)
		}
	}
	p, err := a.partsToLook(ctx, c)
	if err != nil {
		return err
	}
	defer p.Close()
	var known map[news.SourceID]*ignored
	if p.db != nil {
		err = p.db.View(ctx, func(tx *store.Tx) (err error) {
			known, err = ignoredAddresses(tx, a.Now())
			return err
		})
	}
	if err != nil {
		return err
	}
	failed := 0
	for _, s := range list {
		look, err := p.desk.Look(ctx, s)
		if err != nil {
			failed++
			fmt.Fprintf(a.Stderr, "waidian: source %s: %v\n", s.ID, err)
			continue
		}
		if err := cmd.print(a, look); err != nil {
			return err
		}
		if err := cmd.learned(ctx, a, p.desk, look); err != nil {
			return err
		}
		if !cmd.JSON {
			known[s.ID].print(a.Stdout, s.ID)
		}
	}
	if failed == len(list) && failed > 0 {
		return errors.New("no source could be checked")
	}
	return nil
}

// address shows what it would mean to watch an address.
func (cmd *sourcesCheckCmd) address(ctx context.Context, a *app, c config.Config) error {
	add := sourcesAddCmd{URL: cmd.ID}
	if err := add.valid(); err != nil {
		return err
	}
	p, err := a.partsToLook(ctx, c)
	if err != nil {
		return err
	}
	defer p.Close()
	look, err := add.find(ctx, a, p.desk, c)
	if err != nil {
		return err
	}
	s := add.source(c, look)
	if cmd.JSON {
		look.Source = s.News()
		return printLeads(a, look)
	}
	return newProspect(ctx, p, look, s).print(a.Stdout)
}

func (cmd *sourcesCheckCmd) print(a *app, l desk.Look) error {
	if cmd.JSON {
		return printLeads(a, l)
	}
	fmt.Fprintf(a.Stdout, "%s: %s, %q, %s", l.Source.ID, l.Result.Kind, l.Result.Title, text.Count(len(l.Leads), "lead", "leads"))
	if !l.Result.Newest.IsZero() {
		fmt.Fprintf(a.Stdout, ", newest %s", l.Result.Newest.UTC().Format("2006-01-02 15:04"))
	}
	fmt.Fprintln(a.Stdout)
	for _, j := range l.Leads {
		printLead(a.Stdout, j)
	}
	for _, x := range l.Result.Left {
		fmt.Fprintf(a.Stdout, "  - %s  [%s]\n", shown(cmp.Or(x.Title, x.URL)), x.Why)
	}
	return nil
}

// learned prints what the desk has learned from earlier pages about reading this source's reports.
func (cmd *sourcesCheckCmd) learned(ctx context.Context, a *app, d *desk.Desk, l desk.Look) error {
	if cmd.JSON || len(l.Leads) == 0 {
		return nil
	}
	u, err := url.Parse(l.Leads[0].Lead.URL)
	if err != nil {
		return nil
	}
	pages, boilerplate, area, err := d.Known(ctx, u.String())
	if err != nil || pages == 0 {
		return err
	}
	fmt.Fprintf(a.Stdout, "  learned from %s of %s: %s repeat and are left out", text.Count(pages, "page", "pages"), u.Host, text.Count(boilerplate, "block", "blocks"))
	if area != "" {
		fmt.Fprintf(a.Stdout, "; reports lie in %s", shown(area))
	}
	fmt.Fprintln(a.Stdout)
	return nil
}

func printLeads(a *app, l desk.Look) error {
	e := json.NewEncoder(record.Safe(a.Stdout))
	for _, j := range l.Leads {
		line := leadLine{Source: l.Source.ID, URL: j.Lead.URL, Title: j.Lead.Title, Gather: j.State == store.LeadWaiting, Why: j.Why}
		if !j.Lead.Published.IsZero() {
			line.Published = &j.Lead.Published
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func orURL(l news.Lead) string { return cmp.Or(l.Title, l.URL) }
