package site

import (
	"context"
	"maps"
	"slices"

	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// stories renders the pages and feeds of stories, and pages that lead on from those whose reports went
// elsewhere.
func (b *build) stories(ctx context.Context) error {
	moved, err := b.lib.Moved(ctx)
	if err != nil {
		return err
	}
	again := maps.Clone(b.plan.stories)
	for from, to := range moved {
		if b.outcome.Full || again[to] {
			again[from] = true
		}
	}
	return each(ctx, b, slices.Sorted(maps.Keys(again)), func(ctx context.Context, id news.StoryID) error {
		return b.storyPage(ctx, id, moved)
	})
}

// leadOn is where the page of a story without reports leads: to the story that has them, or the one report there;
// "" where they are gone. A story that went on itself leads on by its own page; one that leads to itself, to the one report
// that it has left.
func (b *build) leadOn(from news.StoryID, moved map[news.StoryID]news.StoryID) string {
	to, ok := moved[from]
	fs := b.plan.byStory[to]
	_, further := moved[to]
	switch {
	case !ok:
		return ""
	case len(fs) == 1:
		return fs[0].path
	case len(fs) > 1 || further && to != from:
		return page.StoryPath(to)
	}
	return ""
}

func (b *build) storyPage(ctx context.Context, id news.StoryID, moved map[news.StoryID]news.StoryID) error {
	path := page.StoryPath(id)
	if len(b.plan.byStory[id]) < 2 {
		fs := page.FeedPaths(path)
		b.drop(fs[:]...)
		to := b.leadOn(id, moved)
		if to == "" {
			b.dropList(path)
			return nil
		}
		b.dropOlder(path, 1)
		html, err := b.pages.Moved(id, to)
		return b.putOne(path, html, err)
	}
	heads, err := b.askHeads(ctx, Query{Story: id})
	if err != nil {
		return err
	}
	x := page.Story{ID: id, Reports: b.listed(heads)}
	if len(x.Reports) == 0 {
		return nil // went since this build began
	}
	if x.Items, err = b.placed(ctx, x.Reports[:min(len(x.Reports), page.FeedItems)]); err != nil {
		return err
	}
	parts, title, err := b.pages.Story(x, differing)
	if err := b.putList(path, parts, err); err != nil {
		return err
	}
	return b.putAll(b.pages.Feeds(page.Feed{Title: title, Page: path}, x.Items))
}

// differing are the numbers in the claims of a story's reports in which outlets do not agree.
func differing(claims []page.Claim) [][]page.Figure {
	said := make([]event.Said, len(claims))
	for i, c := range claims {
		said[i] = event.Said{Outlet: c.Outlet, Sentence: c.Sentence}
	}
	var out [][]page.Figure
	for _, group := range event.Differing(said) {
		cells := make([]page.Figure, len(group))
		for i, f := range group {
			cells[i] = page.Figure{Claim: claims[f.Said], Clause: f.Clause}
		}
		out = append(out, cells)
	}
	return out
}
