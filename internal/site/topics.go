package site

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/topic"
)

// compile prepares topics to be compared with reports.
func compile(topics []topic.Topic) topic.Set {
	out := make([]topic.Topic, len(topics))
	for i, t := range topics {
		out[i] = topic.Topic(page.NewTopic(t.ID, t.Name, t.Keywords))
	}
	return topic.Compile(out)
}

// retopic notes that the pages of these topics, and of their month, have to be looked at.
func (b *build) retopic(month string, ids ...string) {
	for _, list := range ids {
		for _, id := range strings.Fields(list) {
			if b.plan.topics[id] == nil {
				b.plan.topics[id] = map[string]bool{}
			}
			b.plan.topics[id][month] = true
		}
	}
}

// topicPages renders the pages and feeds of topics, their months, and their list.
func (b *build) topicPages(ctx context.Context) error {
	if len(b.topics.Topics) == 0 {
		return nil
	}
	byTopic := map[string][]*filed{}
	for _, f := range b.ledger.filed {
		for _, id := range strings.Fields(f.topics) {
			byTopic[id] = append(byTopic[id], f)
			if b.outcome.Full {
				b.retopic(f.day[:7], id)
			}
		}
	}
	if err := b.topicMonths(ctx); err != nil {
		return err
	}
	var list []page.TopicInList
	var again []string
	byID := map[string]page.Topic{}
	for _, s := range b.topics.Topics {
		byID[s.ID] = page.Topic(s)
		slices.SortFunc(byTopic[s.ID], newerFirst)
		newest, err := b.newestOf(ctx, byTopic[s.ID])
		if err != nil {
			return err
		}
		list = append(list, page.TopicInList{Topic: page.Topic(s), N: len(byTopic[s.ID]), Newest: newest})
		if b.outcome.Full || b.plan.topics[s.ID] != nil {
			again = append(again, s.ID)
		}
	}
	err := each(ctx, b, PartLists, again, func(ctx context.Context, id string) error {
		return b.topicPage(ctx, byID[id], byTopic[id])
	})
	if err != nil {
		return err
	}
	html, err := b.pages.Topics(list)
	return b.putOne("topics.html", html, err)
}

// newestOf is the first of some reports as the list of topics shows it; nil where there is none.
func (b *build) newestOf(ctx context.Context, fs []*filed) (*page.Listed, error) {
	if len(fs) == 0 {
		return nil, nil
	}
	items, err := b.lib.Items(ctx, []news.ArticleID{fs[0].id})
	if err != nil || len(items) == 0 {
		return nil, err
	}
	return &page.Listed{Head: page.HeadOf(b.pages.Show(items[0]).Item), Path: fs[0].path}, nil
}

// topicMonths renders the months of topics: what a topic's page, which has the latest, links to.
func (b *build) topicMonths(ctx context.Context) error {
	months := map[string][]page.Topic{}
	for _, s := range b.topics.Topics {
		for m := range b.plan.topics[s.ID] {
			months[m] = append(months[m], page.Topic(s))
		}
	}
	return each(ctx, b, PartLists, slices.Sorted(maps.Keys(months)), func(ctx context.Context, month string) error {
		heads, err := b.askHeads(ctx, Query{Days: news.MonthIn(b.o.Zone, month)})
		if err != nil {
			return err
		}
		reports := b.listed(heads)
		for _, s := range months[month] {
			var own []page.Listed
			for _, h := range reports {
				if f := b.ledger.filed[h.ID]; f.day[:7] == month && slices.Contains(strings.Fields(f.topics), s.ID) {
					own = append(own, h)
				}
			}
			if err := b.topicMonth(s, month, own); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *build) topicMonth(s page.Topic, month string, reports []page.Listed) error {
	path := page.TopicMonthPath(s.ID, month)
	if len(reports) == 0 {
		b.dropList(path)
		return nil
	}
	parts, err := b.pages.TopicMonth(page.TopicMonth{Topic: s, Month: month, Reports: reports})
	return b.putList(path, parts, err)
}

func (b *build) topicFeedTitle(s page.Topic) string { return s.Name + " · " + b.pages.Title() }

func (b *build) topicPage(ctx context.Context, s page.Topic, fs []*filed) error {
	x := page.TopicPage{Topic: s, Total: len(fs), PerMonth: map[string]int{}}
	for _, f := range fs {
		x.PerMonth[f.day[:7]]++
	}
	paths := make(map[news.ArticleID]string, page.FeedMost)
	ids := make([]news.ArticleID, 0, page.FeedMost)
	for _, f := range fs[:min(len(fs), page.FeedMost)] {
		ids = append(ids, f.id)
		paths[f.id] = f.path
	}
	var newest []page.Listed
	err := chunks(ids, func(ids []news.ArticleID) error {
		items, err := b.lib.Items(ctx, ids)
		for _, it := range items {
			newest = append(newest, page.Listed{Head: page.HeadOf(it), Path: paths[it.Article.ID]})
		}
		return err
	})
	if err != nil {
		return err
	}
	place := make(map[news.ArticleID]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(newest, func(a, b page.Listed) int { return place[a.ID] - place[b.ID] })
	x.Latest = newest[:min(len(newest), latestRows)]
	html, err := b.pages.Topic(x)
	if err := b.putOne(page.TopicPath(s.ID), html, err); err != nil {
		return err
	}
	return b.feed(ctx, page.Feed{Title: b.topicFeedTitle(s), Page: page.TopicPath(s.ID), Archives: b.archived[page.TopicPath(s.ID)]}, newest)
}
