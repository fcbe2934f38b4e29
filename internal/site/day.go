package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// day renders the reports of one day that need it, and the day's page.
func (b *build) day(ctx context.Context, day string) error {
	heads, err := b.askHeads(ctx, Query{Days: news.DaysIn(b.o.Zone, day, day)})
	if err != nil {
		return err
	}
	d := &dayJob{build: b, day: day, heads: make(map[news.ArticleID]*page.Head, len(heads)), stories: map[news.StoryID][]page.Listed{}}
	for i := range heads {
		d.heads[heads[i].ID] = &heads[i]
	}
	fs := b.plan.articles[day]
	ids := make([]news.ArticleID, len(fs))
	for i, f := range fs {
		ids[i] = f.id
	}
	err = chunks(ids, func(ids []news.ArticleID) error {
		items, err := b.lib.Items(ctx, ids)
		if err != nil {
			return err
		}
		leaves, err := d.leavesOf(ctx, ids)
		if err != nil {
			return err
		}
		fresh := d.fresh(ids)
		if err := d.expect(fresh); err != nil {
			return err
		}
		defer d.forget(fresh)
		for _, it := range items {
			of, entered := fitting(leaves[it.Article.ID], it)
			if !d.canProve(of.Present) {
				entered = time.Time{}
			}
			err := d.article(ctx, it, entered)
			if f := d.ledger.filed[it.Article.ID]; err == nil && f != nil {
				err = errors.Join(d.proof(f.path, of.Present), d.versionProofs(f.path, it.Versions, of.Versions))
				if of.Gone {
					err = errors.Join(err, d.noProof(f.path))
				}
			}
			if err != nil {
				return fmt.Errorf("article %s: %w", it.Article.ID, err)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return b.dayPage(day, b.listed(heads))
}

// dayJob is the work on one day. One goroutine does it.
type dayJob struct {
	*build
	day     string
	heads   map[news.ArticleID]*page.Head
	stories map[news.StoryID][]page.Listed
	page    bytes.Buffer // of the report at hand
	record  bytes.Buffer
}

// fresh are the files that reports may have which were never written.
func (d *dayJob) fresh(ids []news.ArticleID) (paths []string) {
	for _, id := range ids {
		if f := d.ledger.filed[id]; f != nil && f.html == 0 {
			paths = append(paths, f.path, page.TimeMapPath(f.path), page.JSONPath(f.path))
			if d.log != nil {
				paths = append(paths, page.ProofPath(f.path))
			}
		}
	}
	return paths
}

// article writes the page and the record of one report, and notes in the ledger what it is now. entered is when the leaf of its capture came
// into the log, where that was later.
func (d *dayJob) article(ctx context.Context, it news.Item, entered time.Time) error {
	f := d.ledger.filed[it.Article.ID]
	if f == nil {
		return nil // came after this build began
	}
	shown := d.pages.Show(it)
	was := *f
	ids := d.topics.Of(shown.Item)
	x, err := d.related(ctx, f, shown)
	if err != nil {
		return err
	}
	x.Topics, x.Entered = ids, entered
	if x.History, err = d.history(ctx, it); err != nil {
		return err
	}
	html, err := d.pages.Article(&d.page, x)
	if err != nil {
		return err
	}
	data, err := d.pages.Record(&d.record, x)
	if err != nil {
		return err
	}
	if err := d.timeMap(f.path, d.pages.TimeMap(x)); err != nil {
		return err
	}
	f.topics, f.words, f.modified = strings.Join(ids, " "), 0, 0
	if !d.o.ServerOnly {
		f.words = wordsOf(shown)
	}
	if !shown.Article.NoIndex {
		f.modified = page.Modified(shown).Unix()
	}
	if f.json, err = d.write(page.JSONPath(f.path), data, f.json); err != nil {
		return err
	}
	if f.html, err = d.write(f.path, html, f.html); err != nil {
		return err
	}
	if *f != was {
		d.mu.Lock()
		d.plan.touched[f.id] = true
		d.retopic(f.day[:7], was.topics, f.topics)
		d.mu.Unlock()
	}
	return nil
}

// history is the past of a report as the site's audience may see it.
func (b *Builder) history(ctx context.Context, it news.Item) (news.History, error) {
	if len(it.Versions) < 2 {
		return news.History{}, nil
	}
	h, err := b.lib.History(ctx, it)
	return b.pages.ShowHistory(h, it), err
}

// timeMap writes what lists the versions of the report at path, or removes it.
func (d *dayJob) timeMap(path string, data []byte) error {
	if data == nil {
		d.drop(page.TimeMapPath(path))
		return nil
	}
	return d.put(page.TimeMapPath(path), data)
}

// related asks for the reports that the page of a report leads to.
func (d *dayJob) related(ctx context.Context, f *filed, it page.Shown) (page.Article, error) {
	x := page.Article{Placed: page.Placed{Shown: it, Path: f.path}, Day: f.day}
	if fs := d.plan.byDay[f.day]; len(fs) > 1 {
		i, _ := slices.BinarySearchFunc(fs, f, newerFirst)
		if i > 0 {
			x.After = d.near(fs[i-1])
		}
		if i+1 < len(fs) {
			x.Before = d.near(fs[i+1])
		}
	}
	var err error
	if len(d.plan.byStory[f.story]) > 1 {
		x.Story = f.story
		if x.Siblings, err = d.story(ctx, f.story); err != nil {
			return x, err
		}
	}
	if orig := d.ledger.filed[it.CopyOf]; orig != nil && it.CopyOf != f.id {
		items, err := d.lib.Items(ctx, []news.ArticleID{it.CopyOf})
		if err != nil {
			return x, err
		}
		for _, o := range items {
			x.Original = &page.Listed{Head: page.HeadOf(o), Path: orig.path}
		}
	}
	return x, nil
}

// near is a report of the same day in a list.
func (d *dayJob) near(f *filed) *page.Listed {
	if h := d.heads[f.id]; h != nil {
		return &page.Listed{Head: *h, Path: f.path}
	}
	return nil
}

// story returns the reports of a story, newest first.
func (d *dayJob) story(ctx context.Context, id news.StoryID) ([]page.Listed, error) {
	if reports, ok := d.stories[id]; ok {
		return reports, nil
	}
	heads, err := d.askHeads(ctx, Query{Story: id})
	d.stories[id] = d.listed(heads)
	return d.stories[id], err
}

// listed are the reports of heads with the paths of their pages. Those that are newer than this build are left out.
func (b *build) listed(heads []page.Head) []page.Listed {
	out := make([]page.Listed, 0, len(heads))
	for _, h := range heads {
		if f := b.ledger.filed[h.ID]; f != nil {
			out = append(out, page.Listed{Head: h, Path: f.path})
		}
	}
	return out
}

// items asks for reports, in any order. Those that are gone by now are absent.
func (b *Builder) items(ctx context.Context, ids []news.ArticleID) (items []news.Item, err error) {
	err = chunks(ids, func(ids []news.ArticleID) error {
		some, err := b.lib.Items(ctx, ids)
		items = append(items, some...)
		return err
	})
	return items, err
}

// itemsBeside asks for reports, in any order, of which some were read already.
func (b *Builder) itemsBeside(ctx context.Context, ids []news.ArticleID, read []news.Item) ([]news.Item, error) {
	known := make(map[news.ArticleID]news.Item, len(read))
	for _, it := range read {
		known[it.Article.ID] = it
	}
	var out []news.Item
	var unread []news.ArticleID
	for _, id := range ids {
		if it, ok := known[id]; ok {
			out = append(out, it)
		} else {
			unread = append(unread, id)
		}
	}
	rest, err := b.items(ctx, unread)
	return append(out, rest...), err
}

// placed returns reports whole, in their order. Those that are gone by now are left out.
func (b *build) placed(ctx context.Context, reports []page.Listed) ([]page.Placed, error) {
	ids := make([]news.ArticleID, len(reports))
	for i, h := range reports {
		ids[i] = h.ID
	}
	items, err := b.items(ctx, ids)
	byID := make(map[news.ArticleID]news.Item, len(ids))
	for _, it := range items {
		byID[it.Article.ID] = it
	}
	var out []page.Placed
	for _, h := range reports {
		if it, ok := byID[h.ID]; ok {
			out = append(out, page.Placed{Shown: b.pages.Show(it), Path: h.Path})
		}
	}
	return out, err
}
