package site

import (
	"context"
	"maps"

	"github.com/waidian/waidian/internal/event"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// stories renders the pages and feeds of stories, and pages that lead on from those whose reports went
// elsewhere.
func (r *run) stories(ctx context.Context) error {
	moved, err := r.lib.Moved(ctx)
	if err != nil {
		return err
	}
	again := maps.Clone(r.plan.stories)
	for from, to := range moved {
		if r.outcome.Full || again[to] {
			again[from] = true
		}
	}
	return r.each(ctx, keysOf(again), func(ctx context.Context, id string) error {
		return r.storyPage(ctx, news.StoryID(id), moved)
	})
}

// leadOn is where the page of a story without reports leads: to the story that has them, or the one report there;
// "" where they are gone. A story that went on itself leads on by its own page.
func (r *run) leadOn(from news.StoryID, moved map[news.StoryID]news.StoryID) string {
	to, ok := moved[from]
	fs := r.plan.byStory[to]
	_, further := moved[to]
	switch {
	case !ok:
		return ""
	case len(fs) == 1:
		return fs[0].path
	case len(fs) > 1 || further:
		return page.StoryPath(to)
	}
	return ""
}

func (r *run) storyPage(ctx context.Context, id news.StoryID, moved map[news.StoryID]news.StoryID) error {
	path := page.StoryPath(id)
	if len(r.plan.byStory[id]) < 2 {
		fs := page.FeedPaths(path)
		r.drop(fs[:]...)
		to := r.leadOn(id, moved)
		if to == "" {
			r.dropList(path)
			return nil
		}
		r.dropOlder(path, 1)
		html, err := r.Moved(id, to)
		return r.putOne(path, html, err)
	}
	heads, err := r.lib.Heads(ctx, Query{Story: id})
	if err != nil {
		return err
	}
	x := page.Story{ID: id, Reports: r.listed(heads)}
	if len(x.Reports) == 0 {
		return nil // went since this build began
	}
	if x.Items, err = r.placed(ctx, x.Reports[:min(len(x.Reports), page.FeedItems)]); err != nil {
		return err
	}
	parts, err := r.Story(x, differing)
	if err := r.putList(path, parts, err); err != nil {
		return err
	}
	return r.putAll(r.Feeds(page.Feed{Title: r.StoryTitle(x.Reports), Page: path}, x.Items))
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
