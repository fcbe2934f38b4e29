package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/assistant"
	"github.com/waidian/waidian/internal/find"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
)

type mcpCmd struct{}

func (mcpCmd) Help() string {
	return `Answers an assistant over standard input and output, by the Model Context Protocol, until the input ends: the tools search, article and
story read what the site shows to its audience, with the evidence of each statement. Nothing is written. A program
that speaks the protocol starts this command itself; doc/reading-apps.md has the lines for its configuration. It may run beside a desk
at work.

Example:  waidian mcp --data /srv/waidian/data`
}

// atOnce is how many questions of assistants are answered at the same time; the others wait.
const atOnce = 4

func (cmd *mcpCmd) Run(ctx context.Context, a *app) error {
	p, err := a.parts(ctx, looking) // a desk that cannot be read is reported at the start, as by any command
	if err != nil {
		return err
	}
	if err := p.Close(); err != nil {
		return err
	}
	m := assistants{a, make(chan struct{}, atOnce)}
	s := assistant.New(assistant.Options{
		Version: Version, Search: m.search, Report: m.report, Story: m.story, Mark: rand.Text, Log: a.log,
	})
	err = s.Run(ctx, assistant.Lines{In: a.Stdin, Out: a.Stdout})
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// assistants answers the questions of assistants. For each it opens the desk anew: what was reloaded, taken down, restored or brought up
// to date since the last one holds.
type assistants struct {
	a     *app
	turns chan struct{} // one for each question that is being answered
}

// look calls f with the desk as it is now.
func (m assistants) look(ctx context.Context, f func(*parts, *site.Builder) error) error {
	select {
	case m.turns <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-m.turns }()
	a := *m.a // opening notes what it opens
	p, err := a.parts(ctx, looking)
	if err != nil {
		return err
	}
	defer p.Close()
	return f(p, a.builder(p, siteDir(p.config), false))
}

func (m assistants) search(ctx context.Context, q assistant.Query) (out assistant.Found, err error) {
	asked, err := queryOf(url.Values{"q": {q.Text}, "from": {q.Since}, "to": {q.Until}, "topic": {q.Topic}, "source": {q.Source}, "lang": {q.Lang}})
	if err != nil {
		return out, &assistant.Mistake{What: err.Error(), Do: "correct the query and search again"}
	}
	if !asked.From.IsZero() && !asked.To.IsZero() && !asked.From.Before(asked.To) {
		return out, &assistant.Mistake{What: "the first day is after the last", Do: "exchange since and until"}
	}
	err = m.look(ctx, func(p *parts, b *site.Builder) error {
		f := p.finder()
		f.Most = mostLookedInto
		found, err := f.Part(ctx, asked, q.From-1, q.Limit)
		if err != nil {
			return unknownTopic(p, err)
		}
		out.More = found.More
		if !found.Back.IsZero() {
			out.Back = news.Local(found.Back, p.zone()).Format(time.DateOnly)
		}
		if out.Hits, err = hitLines(ctx, p, b.Pages(), found.Hits); err != nil || len(out.Hits) > 0 || q.From > 1 || out.Back != "" || asked.Empty() {
			return err
		}
		if err := noSource(ctx, p, q.Source); err != nil {
			return err
		}
		advice, err := f.Advise(ctx, q.Text, asked)
		out.Missing, out.Instead = advice.Missing, advice.Instead
		return err
	})
	return out, err
}

// unknownTopic is err as an assistant can mend it.
func unknownTopic(p *parts, err error) error {
	var unknown find.UnknownTopic
	if !errors.As(err, &unknown) {
		return err
	}
	var ids []string
	for _, t := range p.config.Topic {
		ids = append(ids, t.ID)
	}
	if len(ids) == 0 {
		return &assistant.Mistake{What: "this desk has no topics", Do: "search without topic"}
	}
	return &assistant.Mistake{What: "there is no topic " + shown(string(unknown)), Do: "the topics are: " + strings.Join(ids, ", ")}
}

// mostNamed is how many sources an answer names.
const mostNamed = 50

// noSource says, as an assistant can mend it, that the desk has no such source and never had.
func noSource(ctx context.Context, p *parts, id string) error {
	if id == "" {
		return nil
	}
	var all []store.Watch
	err := p.db.View(ctx, func(tx *store.Tx) (err error) { all, err = tx.AllSources(); return err })
	if err != nil || slices.ContainsFunc(all, func(w store.Watch) bool { return string(w.ID) == id }) {
		return err
	}
	var ids []string
	for _, w := range all {
		if w.Active {
			ids = append(ids, string(w.ID))
		}
	}
	do := "the sources are: " + strings.Join(ids[:min(len(ids), mostNamed)], ", ")
	if more := len(ids) - mostNamed; more > 0 {
		do += fmt.Sprintf(", and %d more, which hits name", more)
	}
	return &assistant.Mistake{What: "there is no source " + shown(id), Do: do}
}

// hitLines are hits as assistants have them.
func hitLines(ctx context.Context, p *parts, pages *page.Set, hits []find.Hit) ([]assistant.Line, error) {
	var heads []page.Listed
	for _, h := range hits {
		r := p.called.row(h.Row)
		heads = append(heads, page.Listed{Head: head(r, h.Item.Rights), Path: pagePath(r)})
	}
	out, err := listLines(ctx, p, pages, heads)
	for i := range out {
		out[i].Snippet, out[i].SnippetLang = plain(hits[i].Snippet), hits[i].Lang
	}
	return out, err
}

// listLines are reports of a list as assistants have them. Their headlines are those that the audience may see.
func listLines(ctx context.Context, p *parts, pages *page.Set, list []page.Listed) ([]assistant.Line, error) {
	var ids, several []news.StoryID
	for _, h := range list {
		if !slices.Contains(ids, h.Story) {
			ids = append(ids, h.Story)
		}
	}
	if err := p.db.View(ctx, func(tx *store.Tx) (err error) {
		several, err = tx.Several(ids)
		return err
	}); err != nil {
		return nil, err
	}
	in := map[news.StoryID]bool{}
	for _, id := range several {
		in[id] = true
	}
	out := make([]assistant.Line, len(list))
	for i, h := range list {
		out[i] = assistant.Line{
			ID: string(h.ID), Page: pages.Address(h.Path), Source: string(h.Source), Outlet: h.Outlet, Date: page.DateData(h.Date, h.Grain), Lang: h.Lang,
			Title: h.Title, DigestTitle: h.DigestTitle, DigestBy: h.DigestBy, Unfit: h.Unfit, Words: h.Words, CopyOf: string(h.CopyOf), Edits: h.Edits, Withdrawn: h.Withdrawn,
		}
		if h.DigestTitle != "" {
			out[i].DigestLang, out[i].TitleEdited = h.DigestLang, h.TitleByHand
		}
		if h.DigestBy == news.ByExtract && p.public() && rights.LinkOnly(h.Rights, h.Held) {
			out[i].DigestBy = "" // the tool article has none either
		}
		if in[h.Story] {
			out[i].Story = string(h.Story)
		}
	}
	return out, nil
}

func (m assistants) report(ctx context.Context, id news.ArticleID) (out assistant.Report, ok bool, err error) {
	err = m.look(ctx, func(p *parts, b *site.Builder) error {
		x, found, err := b.Report(ctx, id)
		if err != nil || !found {
			return err
		}
		pages := b.Pages()
		data, err := pages.Record(new(bytes.Buffer), x)
		out, ok = assistant.Report{Page: x, Beside: data, Said: pages.Said(x), Address: pages.Address(x.Path)}, err == nil
		return err
	})
	return out, ok, err
}

func (m assistants) story(ctx context.Context, id news.StoryID) (out assistant.Story, ok bool, err error) {
	err = m.look(ctx, func(p *parts, b *site.Builder) error {
		x, err := b.Story(ctx, id)
		if err != nil || len(x.Reports) == 0 {
			return err
		}
		pages := b.Pages()
		lines, err := listLines(ctx, p, pages, x.Reports)
		out, ok = assistant.Story{ID: x.ID, Reports: lines, Address: pages.Address(page.StoryPath(x.ID))}, err == nil
		if err != nil || len(x.Reports) < 2 {
			return err
		}
		data, err := pages.StoryJSON(x)
		out.Data, out.Said = data.Data, pages.StorySaid(x)
		return err
	})
	return out, ok, err
}
