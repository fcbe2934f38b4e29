package site

import (
	"context"
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
func (r *run) retopic(month string, ids ...string) {
	for _, list := range ids {
		for _, id := range strings.Fields(list) {
			if r.plan.topics[id] == nil {
				r.plan.topics[id] = map[string]bool{}
			}
			r.plan.topics[id][month] = true
		}
	}
}

// topicPages renders the pages and feeds of topics, their months, and their list.
func (r *run) topicPages(ctx context.Context) error {
	if len(r.topics.Topics) == 0 {
		return nil
	}
	byTopic := map[string][]*filed{}
	for _, f := range r.ledger.filed {
		for _, id := range strings.Fields(f.topics) {
			byTopic[id] = append(byTopic[id], f)
			if r.outcome.Full {
				r.retopic(f.day[:7], id)
			}
		}
	}
	if err := r.topicMonths(ctx); err != nil {
		return err
	}
	var list []page.TopicInList
	var again []string
	byID := map[string]page.Topic{}
	for _, s := range r.topics.Topics {
		byID[s.ID] = page.Topic(s)
		slices.SortFunc(byTopic[s.ID], newerFirst)
		newest, err := r.newestOf(ctx, byTopic[s.ID])
		if err != nil {
			return err
		}
		list = append(list, page.TopicInList{Topic: page.Topic(s), N: len(byTopic[s.ID]), Newest: newest})
		if r.outcome.Full || r.plan.topics[s.ID] != nil {
			again = append(again, s.ID)
		}
	}
	err := r.each(ctx, again, func(ctx context.Context, id string) error {
		return r.topicPage(ctx, byID[id], byTopic[id])
	})
	if err != nil {
		return err
	}
	html, err := r.Topics(list)
	return r.putOne("topics.html", html, err)
}

// newestOf is the first of some reports as the list of topics shows it; nil where there is none.
func (r *run) newestOf(ctx context.Context, fs []*filed) (*page.Listed, error) {
	if len(fs) == 0 {
		return nil, nil
	}
	items, err := r.lib.Items(ctx, []news.ArticleID{fs[0].id})
	if err != nil || len(items) == 0 {
		return nil, err
	}
	return &page.Listed{Head: page.HeadOf(r.Show(items[0]).Item), Path: fs[0].path}, nil
}

// topicMonths renders the months of topics: what a topic's page, which has the latest, links to.
func (r *run) topicMonths(ctx context.Context) error {
	months := map[string][]page.Topic{}
	for _, s := range r.topics.Topics {
		for m := range r.plan.topics[s.ID] {
			months[m] = append(months[m], page.Topic(s))
		}
	}
	return r.each(ctx, sortedKeys(months), func(ctx context.Context, month string) error {
		heads, err := r.lib.Heads(ctx, Query{From: month + "-01", To: month + "-31"})
		if err != nil {
			return err
		}
		reports := r.listed(heads)
		for _, s := range months[month] {
			var own []page.Listed
			for _, h := range reports {
				if f := r.ledger.filed[h.ID]; f.day[:7] == month && slices.Contains(strings.Fields(f.topics), s.ID) {
					own = append(own, h)
				}
			}
			if err := r.topicMonth(s, month, own); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *run) topicMonth(s page.Topic, month string, reports []page.Listed) error {
	path := page.TopicMonthPath(s.ID, month)
	if len(reports) == 0 {
		r.dropList(path)
		return nil
	}
	parts, err := r.TopicMonth(page.TopicMonth{Topic: s, Month: month, Reports: reports})
	return r.putList(path, parts, err)
}

func (r *run) topicPage(ctx context.Context, s page.Topic, fs []*filed) error {
	x := page.TopicPage{Topic: s, Total: len(fs), PerMonth: map[string]int{}}
	for _, f := range fs {
		x.PerMonth[f.day[:7]]++
	}
	paths := make(map[news.ArticleID]string, latestRows)
	ids := make([]news.ArticleID, 0, latestRows)
	for _, f := range fs[:min(len(fs), latestRows)] {
		ids = append(ids, f.id)
		paths[f.id] = f.path
	}
	err := chunks(ids, func(ids []news.ArticleID) error {
		items, err := r.lib.Items(ctx, ids)
		for _, it := range items {
			x.Latest = append(x.Latest, page.Listed{Head: page.HeadOf(it), Path: paths[it.Article.ID]})
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(x.Latest, func(a, b page.Listed) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	html, err := r.Topic(x)
	if err := r.putOne(page.TopicPath(s.ID), html, err); err != nil {
		return err
	}
	return r.feed(ctx, page.Feed{Title: s.Name + " · " + r.Title(), Page: page.TopicPath(s.ID)}, x.Latest)
}
