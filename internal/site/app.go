package site

import (
	"context"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// Pages are the pages of the site, and so the feeds and what apps show.
func (b *Builder) Pages() *page.Set { return b.pages }

// Topics returns the names of the topics, in their order, and the function that names those of a report.
func (b *Builder) Topics() (names []string, of func(news.Item) []string) {
	byID := map[string]string{}
	for _, t := range b.topics.Topics {
		names = append(names, t.Name)
		byID[t.ID] = t.Name
	}
	return names, func(it news.Item) (out []string) {
		for _, id := range b.topics.Of(it) {
			out = append(out, byID[id])
		}
		return out
	}
}

// Report asks for what the page of a report shows of the report itself, as the library has it now; ok is false where it has no such
// report, or not any more. Like RenderSearch it may be called at any time.
func (b *Builder) Report(ctx context.Context, id news.ArticleID) (x page.Article, ok bool, err error) {
	items, err := b.lib.Items(ctx, []news.ArticleID{id})
	if err != nil || len(items) == 0 {
		return x, false, err
	}
	it := items[0]
	x = page.Article{Placed: page.Placed{Shown: b.pages.Show(it), Path: page.FiledOf(it).Path()}, Topics: b.topics.Of(it)}
	x.History, err = b.history(ctx, it)
	return x, err == nil, err
}

// Story asks for what the page of a story shows, as the library has it now: of the story that has its reports, if they went to another one,
// and without an account if it has fewer than two. Like RenderSearch it may be called at any time.
func (b *Builder) Story(ctx context.Context, id news.StoryID) (x page.Story, err error) {
	if x, err = b.listedIn(ctx, id); err == nil && len(x.Reports) == 0 {
		x, err = b.movedFrom(ctx, id)
	}
	if err != nil || len(x.Reports) < 2 {
		return x, err
	}
	return b.told(ctx, x)
}

// movedFrom is the story that has the reports which a story had; one without reports where there is none.
func (b *Builder) movedFrom(ctx context.Context, id news.StoryID) (x page.Story, err error) {
	moved, err := b.lib.Moved(ctx)
	for seen := map[news.StoryID]bool{}; err == nil && len(x.Reports) == 0 && moved[id] != "" && !seen[id]; {
		seen[id] = true
		id = moved[id]
		x, err = b.listedIn(ctx, id)
	}
	return x, err
}

// listedIn are the reports of a story, newest first.
func (b *Builder) listedIn(ctx context.Context, id news.StoryID) (page.Story, error) {
	heads, err := b.askHeads(ctx, Query{Story: id})
	x := page.Story{ID: id}
	for _, h := range heads {
		x.Reports = append(x.Reports, page.Listed{Head: h, Path: h.Path()})
	}
	return x, err
}
