package site

import (
	"context"
	"maps"
	"slices"
	"time"

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
	if err := b.sinceEdition(ctx, again); err != nil {
		return err
	}
	for from, to := range moved {
		if b.outcome.Full || again[to] {
			again[from] = true
		}
	}
	return each(ctx, b, PartLists, slices.Sorted(maps.Keys(again)), func(ctx context.Context, id news.StoryID) error {
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
		b.note(id, time.Time{}, 0, "")
		fs := page.FeedPaths(path)
		b.drop(append(fs[:], page.JSONPath(path))...)
		to := b.leadOn(id, moved)
		if to == "" {
			b.dropList(path)
			return nil
		}
		b.dropOlder(path, 1)
		html, err := b.pages.Moved(id, to)
		return b.putOne(path, html, err)
	}
	x, err := b.story(ctx, id)
	if err != nil || len(x.Reports) == 0 { // all went since this build began
		return err
	}
	parts, title, err := b.pages.Story(x)
	if err := b.putList(path, parts, err); err != nil {
		return err
	}
	data, err := b.pages.StoryJSON(x)
	if err := b.putOne(data.Path, data.Data, err); err != nil {
		return err
	}
	return b.putAll(b.pages.StoryFeeds(x, title, placedIn(x)))
}

// story asks for what the page of a story shows, and notes what the ledger keeps of it.
func (b *build) story(ctx context.Context, id news.StoryID) (page.Story, error) {
	heads, err := b.askHeads(ctx, Query{Story: id})
	x := page.Story{ID: id, Reports: b.listed(heads)}
	if err != nil || len(x.Reports) == 0 {
		return x, err
	}
	x.Since = b.since
	if x, err = b.told(ctx, x); err == nil {
		since := news.EditionID("")
		if b.pages.HasNews(x) {
			since = b.since.Edition
		}
		b.note(id, x.Account.Again, x.Outlets(), since)
	}
	return x, err
}

// told asks for what the page of a story shows beside the list of its reports, which x has.
func (b *Builder) told(ctx context.Context, x page.Story) (page.Story, error) {
	account, read, err := b.lib.Account(ctx, x.ID)
	if err != nil {
		return x, err
	}
	ids := page.Needed(x.Reports, account, x.Since)
	for _, h := range page.InFeed(x.Reports) {
		ids = append(ids, h.ID)
	}
	slices.Sort(ids)
	paths := make(map[news.ArticleID]string, len(x.Reports))
	for _, h := range x.Reports {
		paths[h.ID] = h.Path
	}
	items, err := b.itemsBeside(ctx, slices.Compact(ids), read)
	if err != nil {
		return x, err
	}
	x.Account = b.pages.ShowAccount(account, items)
	for _, it := range items {
		x.Whole = append(x.Whole, b.pages.WholeOf(it, paths[it.Article.ID]))
	}
	return x, nil
}

// note keeps in the ledger when the page of a story may say something else although no report has come, zero: not any more; how many
// outlets it counts, 0: there is no page; and since which edition it says that something is new, "": nothing is.
func (b *build) note(id news.StoryID, again time.Time, outlets int, since news.EditionID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	seconds := int64(0)
	if !again.IsZero() {
		seconds = again.Unix()
	}
	later, other, newer := setNumber(b.ledger.again, id, seconds), setNumber(b.ledger.outlets, id, outlets), setText(b.ledger.fresh, id, since)
	if later || other || newer {
		b.retold[id] = true
	}
}

// everyStory is the key in the ledger of the edition since which the pages of stories say what is new.
const everyStory news.StoryID = ""

// sinceEdition finds the edition since which the pages of stories say what is new, the one before the newest, and marks those that say so since
// another one. An edition that is older than that of the build before, as an import brings them, may give news to any.
func (b *build) sinceEdition(ctx context.Context, again map[news.StoryID]bool) (err error) {
	if b.newest, err = b.lib.Editions(ctx, EditionQuery{Limit: books}); err != nil {
		return err
	}
	var id news.EditionID
	if len(b.newest) > 1 {
		id = b.newest[1]
	}
	was := b.ledger.fresh[everyStory]
	if id != was {
		for story, fs := range b.plan.byStory {
			if len(fs) > 1 && (id < was || was == "" || b.ledger.fresh[story] != "") {
				again[story] = true
			}
		}
		setText(b.ledger.fresh, everyStory, id)
		b.retold[everyStory] = true
	}
	if id == "" || len(again) == 0 {
		return nil
	}
	e, err := b.lib.Edition(ctx, id)
	b.since = page.Since{Edition: id, Until: e.Until}
	return err
}

// placedIn are the reports of a story that its feed has, newest first. Those that are gone by now are left out.
func placedIn(x page.Story) (out []page.Placed) {
	byID := make(map[news.ArticleID]page.Placed, len(x.Whole))
	for _, w := range x.Whole {
		byID[w.Article.ID] = w.Placed
	}
	for _, h := range page.InFeed(x.Reports) {
		if p, ok := byID[h.ID]; ok {
			out = append(out, p)
		}
	}
	return out
}
