package site

import (
	"cmp"
	"context"
	"io"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// Bounds of what the front page shows.
const (
	storyRows   = 300 // reports by which a list shows a story
	homeReports = 2000
)

// home renders the front page and its feeds; the front page comes last of all.
func (b *build) home(ctx context.Context) error {
	newest := b.newestDay()
	if changed := b.outcome.Full || len(b.plan.touched) > 0 || len(b.plan.changed) > 0; changed {
		latest, err := b.askHeads(ctx, Query{Limit: page.FeedMost})
		if err != nil {
			return err
		}
		if err := b.feed(ctx, page.Feed{Title: b.pages.Title(), Page: "index.html", Archives: b.archived["index.html"]}, b.listed(latest)); err != nil {
			return err
		}
	} else if _, there := b.ledger.files["index.html"]; there && !b.cut && (len(b.newest) > 0 || len(b.plan.stories) == 0) {
		return nil // it says what it said
	}
	x := page.Home{Day: newest, Counts: b.plan.counts, Sources: b.plan.status}
	err := b.frontEdition(ctx, &x)
	if err != nil {
		return err
	}
	if x.Pinned, err = b.pinned(ctx); err != nil {
		return err
	}
	html, err := b.pages.Home(x)
	return b.putOne("index.html", html, err)
}

// pinned are the stories that lead the front page, as far as they have pages.
func (b *build) pinned(ctx context.Context) (out []page.StoryInList, err error) {
	list, err := b.lib.Pinned(ctx)
	for _, id := range list {
		if len(out) == page.PinnedShown || len(b.plan.byStory[id]) < 2 {
			continue
		}
		s, err := b.storyInList(ctx, id)
		if err != nil {
			return nil, err
		}
		if len(s.Reports) > 0 {
			out = append(out, s)
		}
	}
	return out, err
}

// dayBefore is the day before a day.
func dayBefore(day string) string {
	t, _ := time.Parse(time.DateOnly, day) // it comes from a time
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// newestDay is the newest day with reports that have a date, else with any, or "" where there is none.
func (b *build) newestDay() string {
	newest, undated := "", ""
	for day, fs := range b.plan.byDay {
		if fs[0].grain == news.GrainNone { // those with a date come first
			undated = max(undated, day)
		} else {
			newest = max(newest, day)
		}
	}
	return cmp.Or(newest, undated)
}

// storyInList returns the reports by which lists show a story; of one that a single outlet tells, which no list shows, nothing more.
func (b *build) storyInList(ctx context.Context, id news.StoryID) (page.StoryInList, error) {
	heads, err := b.askHeads(ctx, Query{Story: id, Limit: storyRows})
	s := page.StoryInList{ID: id, Reports: b.listed(heads), N: len(b.plan.byStory[id])}
	if err != nil || page.Outlets(s.Reports) < 2 {
		return s, err
	}
	if s.Called = b.called(id); b.o.Audience != page.Public {
		return s, nil
	}
	items, err := b.lib.Items(ctx, []news.ArticleID{s.Reports[s.Names()].ID})
	for _, it := range items {
		shown := b.pages.Show(it)
		s.Named = &shown
	}
	return s, err
}

// called is how the page of a story calls it: lists are made after it, and say the same.
func (b *build) called(id news.StoryID) page.Called {
	f, err := b.root.Open(page.JSONPath(page.StoryPath(id)))
	if err != nil {
		return page.Called{} // no page, or one of an older form
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, storyBytes))
	if err != nil {
		return page.Called{}
	}
	return page.CalledIn(data)
}

// storyBytes bounds what is read of the data of a story.
const storyBytes = 4 << 20
