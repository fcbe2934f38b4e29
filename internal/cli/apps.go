package cli

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/edit"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/reader"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
)

// anew reports whether an edit is of such weight that those who have read the report should read it again: what the page of the report
// names of it.
func anew(old, now news.Article) bool {
	return old.Kind != news.PageLive && now.Kind != news.PageLive && edit.Between(old, now).Reason != ""
}

// apps answers the apps of readers with what the site shows; nil: the operator has not asked for it.
func (a *app) apps(p *parts, b *site.Builder) http.Handler {
	c := p.config.Reader
	if c == nil {
		return nil
	}
	l := appLibrary{library: a.library(p), pages: b.Pages(), outlet: c.Open == config.OpenOutlet, topics: newAppTopics(b)}
	return reader.New(reader.Options{
		DB: p.db, Title: l.pages.Title(), Home: l.pages.Address("index.html"), Icon: l.pages.Icon(),
		Feeds: l.feeds, Items: l.items, Topics: l.topics.names, TopicsOf: l.topicsOf, Stories: l.stories, Now: a.Now, Log: a.log,
	})
}

// appLibrary answers for what the desk holds as apps show it: with the same rights, labels and words as the feeds of the site.
type appLibrary struct {
	library
	pages  *page.Set
	outlet bool // headlines lead to the outlet's page
	topics *appTopics
}

// feeds are the sources by their names. Folders are the operator's own: a public site does not show them.
func (l appLibrary) feeds(ctx context.Context) ([]reader.Feed, error) {
	list, err := l.Sources(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]reader.Feed, 0, len(list))
	for _, s := range l.pages.ShowSources(list) {
		path := page.SourcePath(s.ID)
		f := reader.Feed{ID: s.ID, Title: cmp.Or(page.SourceName(s), string(s.ID)), URL: l.pages.FeedOf(path), HTML: l.pages.Address(path)}
		if !l.p.public() {
			f.Folder = s.Folder
		}
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(x, y reader.Feed) int { return cmp.Compare(x.Title, y.Title) })
	return out, nil
}

// items are reports as apps show them.
func (l appLibrary) items(ctx context.Context, ids []news.ArticleID) ([]reader.Item, error) {
	list, err := l.Items(ctx, ids)
	if err != nil {
		return nil, err
	}
	stories, err := l.storyLabels(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make([]reader.Item, len(list))
	for i, it := range list {
		e := l.pages.AppEntry(it)
		out[i] = reader.Item{
			ID: it.Article.ID, Title: e.Title, Author: e.Author, Link: e.Link, Published: e.Published, Updated: e.Updated, Content: e.Content,
			Labels: l.topics.of(it),
		}
		if l.outlet && e.External != "" {
			out[i].Link = e.External
		}
		if s := stories[it.Story]; s != "" {
			out[i].Labels = append(out[i].Labels, s)
		}
	}
	return out, nil
}

// stories are the labels of the stories in the edition that was cut last: they are few, and stay until the next one.
func (l appLibrary) stories(ctx context.Context) (out []string, err error) {
	newest, err := l.Editions(ctx, site.EditionQuery{Limit: 1})
	if err != nil || len(newest) == 0 {
		return nil, err
	}
	e, err := l.Edition(ctx, newest[0])
	if err != nil {
		return nil, err
	}
	var ids []news.ArticleID
	for _, line := range e.Lines {
		ids = append(ids, line.Article)
	}
	items, err := l.Items(ctx, ids)
	if err != nil {
		return nil, err
	}
	labels, err := l.storyLabels(ctx, items)
	for _, line := range e.Lines {
		if label := labels[line.Story]; label != "" && !slices.Contains(out, label) {
			out = append(out, label)
		}
	}
	return out, err
}

// storyLabels are the labels of those stories of some reports that several outlets have: by the headline of the report that came first. It stays
// when others join, which the title of a story need not; apps know a label by its whole text, and do not ask for the labels of a report again.
func (l appLibrary) storyLabels(ctx context.Context, items []news.Item) (map[news.StoryID]string, error) {
	var ids, several []news.StoryID
	for _, it := range items {
		if it.Story != "" && !slices.Contains(ids, it.Story) {
			ids = append(ids, it.Story)
		}
	}
	if err := l.p.db.View(ctx, func(tx *store.Tx) (err error) {
		several, err = tx.Several(ids)
		return err
	}); err != nil {
		return nil, err
	}
	out := make(map[news.StoryID]string, len(several))
	for _, id := range several {
		heads, err := l.Heads(ctx, site.Query{Story: id})
		if err != nil {
			return nil, err
		}
		if len(heads) == 0 {
			continue // they are gone since
		}
		first := slices.MinFunc(heads, func(x, y page.Head) int { return cmp.Or(x.Captured.Compare(y.Captured), cmp.Compare(x.ID, y.ID)) })
		out[id] = reader.StoryLabel(l.pages.HeadTitle(first), id)
	}
	return out, nil
}

// appTopics remembers of which topics reports are: what their texts say does not change until they do.
type appTopics struct {
	names []string
	of    func(news.Item) []string

	mu    sync.Mutex
	known map[news.ArticleID]filing // guarded by mu
}

// mostFiled bounds the memory: some ten megabytes.
const mostFiled = 100_000

func newAppTopics(b *site.Builder) *appTopics {
	names, of := b.Topics()
	return &appTopics{names: names, of: of, known: map[news.ArticleID]filing{}}
}

// topicsOf returns the function that names the topics of each of some reports.
func (l appLibrary) topicsOf(ctx context.Context, rows []store.Shelved) (func(news.ArticleID) []string, error) {
	t := l.topics
	out := make(map[news.ArticleID][]string, len(rows))
	changes := map[news.ArticleID]int64{}
	var unread []news.ArticleID
	t.mu.Lock()
	for _, r := range rows {
		if was, ok := t.known[r.ID]; ok && was.change == r.Changed {
			out[r.ID] = was.topics
			continue
		}
		changes[r.ID], unread = r.Changed, append(unread, r.ID)
	}
	t.mu.Unlock()
	for some := range slices.Chunk(unread, filedAtOnce) {
		items, err := l.Items(ctx, some)
		if err != nil {
			return nil, err
		}
		t.mu.Lock()
		if len(t.known) >= mostFiled {
			clear(t.known)
		}
		for _, it := range items {
			id := it.Article.ID
			out[id] = t.of(it)
			t.known[id] = filing{changes[id], out[id]}
		}
		t.mu.Unlock()
	}
	return func(id news.ArticleID) []string { return out[id] }, nil
}
