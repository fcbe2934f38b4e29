package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/text"
)

// meaningMark begins each line about the meaning of settings.
const meaningMark = "settings "

// meaningLines say what changed settings have meant, and what they leave to a command.
func meaningLines(m desk.Meaning) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, meaningMark+fmt.Sprintf(format, args...)) }
	if m.In+m.Back+m.Left+m.Off > 0 {
		add("the beat has changed: of what was listed since %s, %s", m.Since.UTC().Format(time.DateOnly), beatCounts(m))
	}
	if m.Off > 0 {
		add("those on the site stay: %s names them, without --list it takes them off", redoLeads(m, " --list"))
	}
	if m.Renamed > 0 {
		add("%s now the name that the source has today", text.Count(m.Renamed, "report bears", "reports bear"))
	}
	return append(out, languageLines(m)...)
}

// beatCounts are the counts of what a beat changes, those of nothing left out.
func beatCounts(m desk.Meaning) string {
	var out []string
	for _, c := range []struct {
		n         int
		one, more string
	}{
		{m.In + m.Back, "report comes in", "reports come in"},
		{m.Left, "waiting one is left out", "waiting ones are left out"},
		{m.Off, "published one is off it", "published ones are off it"},
	} {
		if c.n > 0 {
			out = append(out, text.Count(c.n, c.one, c.more))
		}
	}
	return strings.Join(out, ", ")
}

// languageLines say how many digests are in another language than the one set.
func languageLines(m desk.Meaning) []string {
	if m.Other == 0 {
		return nil
	}
	return []string{fmt.Sprintf(meaningMark+"%s in another language than %s and stay so: "+
		"waidian redo digest --estimate prints what new ones cost",
		text.Count(m.Other, "digest is", "digests are"), m.Lang)}
}

func redoLeads(m desk.Meaning, flag string) string {
	return "waidian redo leads" + flag + " --since " + m.Since.UTC().Format(time.DateOnly)
}

// sayAdded says how many tasks were added, and who does them.
func (a *app) sayAdded(n int) {
	them := "them"
	if n == 1 {
		them = "it"
	}
	fmt.Fprintf(a.Stdout, "%s added: waidian run or waidian collect does %s\n", text.Count(n, "task", "tasks"), them)
}

// leads judges what was listed by the beat of today, or says what that would come to.
func (cmd *redoCmd) leads(ctx context.Context, a *app, p *parts, which desk.Selection) error {
	write := !cmd.Estimate && !cmd.List
	in, off, m, err := p.desk.Reconsider(ctx, which, write)
	if err != nil {
		return err
	}
	if cmd.List {
		return listJudged(a, in, off)
	}
	if write {
		return cmd.leadsDone(ctx, a, p, m)
	}
	back := len(in) - m.In
	fmt.Fprintf(a.Stdout, "%s come in (%d return from the archive), %s off the beat and would leave the site\n",
		text.Count(len(in), "listed report would", "listed reports would"), back, text.Count(m.Off, "published report is", "published reports are"))
	return cmd.leadsCost(ctx, a, p, m.In)
}

// leadsDone says what was done, and builds the site if reports have left it or returned.
func (cmd *redoCmd) leadsDone(ctx context.Context, a *app, p *parts, m desk.Meaning) error {
	a.sayAdded(m.In)
	if m.Off+m.Back == 0 {
		return nil
	}
	r, err := a.build(ctx, p, siteDir(p.config), false)
	if errors.Is(err, site.ErrBusy) {
		fmt.Fprintf(a.Stdout, "%s the site, %d return: the running desk builds the pages within seconds\n", text.Count(m.Off, "report leaves", "reports leave"), m.Back)
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "%s left the site, %d returned: %s written, %d removed\n",
		text.Count(m.Off, "report", "reports"), m.Back, text.Count(r.Written, "file", "files"), r.Removed)
	return nil
}

// sampled is the number of reports by which the cost of digests of others is estimated.
const sampled = 100

// leadsCost prints the likely cost of the digests of n reports that are not read yet: that of
// as many like the latest ones.
func (cmd *redoCmd) leadsCost(ctx context.Context, a *app, p *parts, n int) error {
	if n == 0 || p.config.Digest.Endpoint == "" {
		return nil
	}
	cost, err := a.likely(ctx, p, n)
	if err != nil {
		return err
	}
	if cost == "" {
		fmt.Fprintf(a.Stdout, "at most %d digests; nothing was read yet by which their cost could be estimated\n", n)
		return nil
	}
	fmt.Fprintf(a.Stdout, "at most %d digests: %s\n", n, cost)
	return nil
}

// likely is the cost of n digests of reports that are as long as the latest ones, in words; empty if
// there are none yet.
func (a *app) likely(ctx context.Context, p *parts, n int) (string, error) {
	names, err := a.glossary(p.config)
	if err != nil {
		return "", err
	}
	writer := a.writer(p.config, names, nil)
	writer.Way = wayOf(p.config, p.db)
	var sum digest.Estimate
	of := 0
	err = p.desk.EachOwed(ctx, desk.Selection{Limit: sampled}, func(art news.Article) error {
		of++
		return writer.Estimate(ctx, art, &sum)
	})
	if err != nil || of == 0 {
		return "", err
	}
	var tokens llm.Usage
	var cost float64
	for model, u := range sum.Tokens {
		tokens = tokens.Plus(u)
		cost += llm.Cost(u, prices(p.config)[model])
	}
	return fmt.Sprintf("about %s in, %d out, %.2f by the prices set, if they are as long as the latest reports",
		text.Count(tokens.In*n/of, "token", "tokens"), tokens.Out*n/of, cost*float64(n)/float64(of)), nil
}

func listJudged(a *app, in, off []desk.Judged) error {
	t := tabwriter.NewWriter(a.Stdout, 0, 0, 2, ' ', 0)
	row := func(mark string, j desk.Judged) {
		day := "undated"
		if !j.Published.IsZero() {
			day = j.Published.UTC().Format(time.DateOnly)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", mark, day, j.Source, shown(cmp.Or(j.Title, j.URL)),
			strings.TrimSpace(string(j.Article)+"  "+shown(j.Why)))
	}
	for _, j := range in {
		row("+", j)
	}
	for _, j := range off {
		row("-", j)
	}
	return t.Flush()
}
