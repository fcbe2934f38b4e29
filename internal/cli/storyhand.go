package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
)

type storyRenameCmd struct {
	ID     string `arg:"" help:"Identifier of the story, or address of its page."`
	Title  string `arg:"" help:"What it is called; at most 100 characters."`
	Insist bool   `help:"Call it so although the check finds something in the title."`
	JSON   bool   `name:"json" help:"Print the ruling as JSON."`
}

func (storyRenameCmd) Help() string {
	return `Calls a story by a headline of your own, which its page, its feed, lists and later editions mark as the editor's. It is compared with
what the reports of the story say, by the rules for headlines of models; what these find is printed, and nothing is changed, unless you
insist. The ruling has a number, by which it is undone.

Example:  waidian story rename mfrggzdfmz '渡轮停航第三天'`
}

func (cmd *storyRenameCmd) Run(ctx context.Context, a *app) error {
	return a.rule(ctx, cmd.JSON, func(p *parts) (news.Ruling, error) {
		r, found, err := a.rename(ctx, p, news.StoryID(lastOf(cmd.ID)), cmd.Title, cmd.Insist)
		for _, f := range found {
			fmt.Fprintf(a.Stderr, "%s: %s: %s\n", f.Rule, shown(f.Span), shown(f.Why()))
		}
		return r, err
	})
}

// rename calls a story by a title that its reports bear out, or on which the operator insists. Where nothing was changed for what was found in
// the title, that is returned with a *desk.NoRuling.
func (a *app) rename(ctx context.Context, p *parts, id news.StoryID, title string, insist bool, seen ...desk.Seen) (r news.Ruling, found []news.Finding, err error) {
	if !insist {
		g, err := p.desk.Gathered(ctx, id)
		if err != nil {
			return r, nil, err
		}
		if err := g.Still(seen...); err != nil {
			return r, nil, err
		}
		if len(g.Reports) < 2 || strings.TrimSpace(title) == "" {
			r, err = p.desk.Rename(ctx, id, title, seen...) // which says why not
			return r, nil, err
		}
		if found, err = a.foundInTitle(ctx, p, g.ID, title); err != nil {
			return r, nil, err
		}
		if len(found) > 0 {
			return r, found, &desk.NoRuling{Why: "the rules find something in the title", Hint: "mend it, or insist: the page says in any case that it is the editor's",
				Refusal: news.Refusal{Code: news.TitleDoubted}}
		}
	}
	r, err = p.desk.Rename(ctx, id, title, seen...)
	return r, nil, err
}

// foundInTitle is what the rules for headlines of models find in a title of a story: it is to rest on the headlines of its reports, and on what
// their digests cite.
func (a *app) foundInTitle(ctx context.Context, p *parts, id news.StoryID, title string) (found []news.Finding, err error) {
	list, _, _, err := p.tellings(ctx, id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	reader, err := a.library(p).reader()
	if err != nil {
		return nil, err
	}
	d := news.StoryDigest{Story: id, Lang: reader.Lang, Title: title}
	for _, t := range list { // there is a bound on what a headline rests on: the outlets' own come first
		d.TitleEvidence = append(d.TitleEvidence, news.Cite{Article: t.Article.ID, Text: t.Article.TextHash(), N: news.HeadlineN})
	}
	for _, t := range list {
		for _, c := range t.Digest.Summary {
			for _, n := range c.Evidence {
				d.TitleEvidence = append(d.TitleEvidence, news.Cite{Article: t.Article.ID, Text: t.Article.TextHash(), N: n})
			}
		}
	}
	_, rejects := reader.Check(d, list)
	for _, r := range rejects {
		for _, f := range r.Why {
			if f.Rule != news.GroundRule { // a title without a figure, a name or a quotation says nothing that could be compared
				found = append(found, f)
			}
		}
	}
	return found, nil
}

type storyPinCmd struct {
	ID   string `arg:"" help:"Identifier of the story, or address of its page."`
	JSON bool   `name:"json" help:"Print the ruling as JSON."`
}

func (storyPinCmd) Help() string {
	return `Has a story lead the front page, above the edition and under a heading that says so, until the ruling is undone by its number. Three are
shown, the one that was pinned last first. No edition ranks a story otherwise for it.

Example:  waidian story pin mfrggzdfmz`
}

func (cmd *storyPinCmd) Run(ctx context.Context, a *app) error {
	return a.rule(ctx, cmd.JSON, func(p *parts) (news.Ruling, error) { return p.desk.Pin(ctx, news.StoryID(lastOf(cmd.ID))) })
}
