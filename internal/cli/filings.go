package cli

import (
	"context"
	"reflect"
	"sync"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/topic"
)

// filings remembers which topics the reports of the last edition are of: the next one has most of them again.
type filings struct {
	mu  sync.Mutex // guards what is below
	set topic.Set
	of  map[news.ArticleID]filing
}

// filing is the topics of a report as of a change.
type filing struct {
	change int64
	topics []string
}

// filedAtOnce is how many reports are read at a time.
const filedAtOnce = 64

// filed returns the function that says which topics each of some reports is of, as the site files them.
func (l library) filed(ctx context.Context, rows []store.Row) (func(news.ArticleID) []string, error) {
	f := &l.p.filings
	f.mu.Lock()
	defer f.mu.Unlock()
	if set := topic.Compile(topics(l.p.config)); !reflect.DeepEqual(set.Topics, f.set.Topics) {
		f.set, f.of = set, nil
	}
	of, changes := make(map[news.ArticleID]filing, len(rows)), make(map[news.ArticleID]int64, len(rows))
	var unread []news.ArticleID
	for _, r := range rows {
		if was, known := f.of[r.ID]; known && was.change == r.Changed || len(f.set.Topics) == 0 {
			of[r.ID] = was
			continue
		}
		changes[r.ID] = r.Changed
		unread = append(unread, r.ID)
	}
	for len(unread) > 0 {
		n := min(filedAtOnce, len(unread))
		items, err := l.Items(ctx, unread[:n])
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			of[it.Article.ID] = filing{changes[it.Article.ID], f.set.Of(it)}
		}
		unread = unread[n:]
	}
	f.of = of
	return func(id news.ArticleID) []string { return of[id].topics }, nil
}
