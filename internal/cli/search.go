package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/wording"
)

// hitsPerPage is the number of hits on a page of results, and in a feed of a search.
const hitsPerPage = 20

type searchCmd struct {
	Query []string `arg:"" help:"Words, \"phrases\", -excluded words, source:ID, topic:ID, lang:en, from:2006-01-02, to:2006-01-02."`
	Limit int      `help:"Print at most this many, newest first." default:"20"`
	JSON  bool     `name:"json" help:"Print one JSON object a line."`

	zone *time.Location // of the days that are printed
}

func (searchCmd) Help() string {
	return `Prints the reports that match. Put the query in quotes, and -- before one that begins with an
excluded word, so that the word is not read as an option. Days are those of [site] timezone, as on the site. A word stands for its inflected forms, a number for
all the ways to write it (12,400 and 1.24万); "quoted" words are looked for as they are. Where nothing is found,
stderr says which word no report has; the exit status is 0 all the same.

Example:  waidian search '国家安全 -香港 source:guardian-china'`
}

func (cmd *searchCmd) Run(ctx context.Context, a *app) error {
	q, err := search.Parse(strings.Join(cmd.Query, " "))
	if err != nil {
		return usageError{err}
	}
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	cmd.zone = p.zone()
	hits, more, err := p.finder().Find(ctx, q, 0, cmd.Limit)
	if err != nil {
		return queryError(err)
	}
	if len(hits) == 0 && !q.Empty() {
		return cmd.advise(ctx, a, p, q)
	}
	for _, h := range hits {
		if err := cmd.print(a, h); err != nil {
			return err
		}
	}
	if more && !cmd.JSON {
		fmt.Fprintf(a.Stderr, "waidian: there are more; a higher --limit shows them\n")
	}
	return nil
}

// advise says on stderr that nothing was found, and what can be tried instead.
func (cmd *searchCmd) advise(ctx context.Context, a *app, p *parts, q search.Query) error {
	advice, err := p.finder().Advise(ctx, strings.Join(cmd.Query, " "), q)
	if err != nil {
		return err
	}
	switch {
	case len(advice.Missing) > 0:
		fmt.Fprintf(a.Stderr, "waidian: nothing found: no report has %s\n", shown(strings.Join(advice.Missing, ", ")))
	case advice.Apart:
		fmt.Fprintf(a.Stderr, "waidian: nothing found: each word is in some report, but none has them all as the query asks\n")
	default:
		fmt.Fprintf(a.Stderr, "waidian: nothing found\n")
	}
	if advice.Instead != "" {
		fmt.Fprintf(a.Stderr, "waidian: hint: did you mean %s?\n", shown(advice.Instead))
	}
	return nil
}

func (cmd *searchCmd) print(a *app, h find.Hit) error {
	if cmd.JSON {
		published := "" // not known
		if !h.Row.Published.IsZero() {
			published = h.Row.Published.Format(time.RFC3339)
		}
		return json.NewEncoder(record.Safe(a.Stdout)).Encode(map[string]any{
			"id": string(h.Row.ID), "title": h.Row.Title, "digest_title": h.Row.DigestTitle, "outlet": h.Row.Outlet,
			"published": published, "lang": h.Row.Lang, "snippet": plain(h.Snippet), "page": pagePath(h.Row),
			"title_edited": h.Row.DigestTitle != "" && h.Row.TitleByHand,
		})
	}
	fmt.Fprintf(a.Stdout, "%-10s  %s  %s  [%s]\n", shownDay(h.Row.Place(cmd.zone)), shown(h.Row.Outlet), shown(h.Row.Title), h.Row.ID)
	if h.Row.DigestTitle != "" {
		fmt.Fprintf(a.Stdout, "            %s%s\n", shown(h.Row.DigestTitle), handOf(h.Row.TitleByHand, "", false))
	}
	fmt.Fprintf(a.Stdout, "            %s\n", marked(h.Snippet, a.Terminal))
	return nil
}

// zone is that of the reader, by which days are counted and clocks are set.
func (p *parts) zone() *time.Location { return p.config.Site.Zone() }

// shownDay is the day of a report as a terminal shows it.
func shownDay(p news.Place) string {
	if p.Grain == news.GrainNone {
		return "no date"
	}
	return p.Day
}

func plain(parts []search.Part) string { return marked(parts, false) }

func marked(parts []search.Part, terminal bool) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Hit && terminal {
			b.WriteString("\x1b[1m" + shown(p.Text) + "\x1b[0m")
			continue
		}
		b.WriteString(shown(p.Text))
	}
	return b.String()
}

// pagePath is the path of a row's page in the site.
func pagePath(r store.Row) string {
	return page.ArticlePath(news.Article{ID: r.ID, Outlet: r.Outlet, Filed: r.Filed, Canonical: r.Canonical,
		Published: r.Published, Captured: r.Captured})
}

// finder answers queries from the store; it shows no more than the site does.
func (p *parts) finder() find.Finder {
	return find.Finder{
		DB: p.db, Zone: p.zone(), Topics: topics(p.config), Rights: p.rights,
		Public: p.public(),
		Doubt:  "[" + wording.For(p.config.Site.Language).InDoubt + "]",
		Hand:   "[" + wording.For(p.config.Site.Language).ByHand + "]",
	}
}

// queryError returns err, as a usageError if it is a mistake in the query.
func queryError(err error) error {
	var topic find.UnknownTopic
	if errors.As(err, &topic) {
		return usageError{err}
	}
	return err
}
