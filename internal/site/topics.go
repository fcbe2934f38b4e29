package site

import (
	"context"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/topic"
)

// compile prepares topics to be compared with reports.
func compile(topics []topic.Topic) topic.Set {
	out := make([]topic.Topic, len(topics))
	for i, t := range topics {
		out[i] = topic.Topic(NewTopic(t.ID, t.Name, t.Keywords))
	}
	return topic.Compile(out)
}

// topicsOf returns the IDs of the topics that a report belongs to, joined by spaces.
func (b *Builder) topicsOf(it news.Item) string { return strings.Join(b.topics.Of(it), " ") }

// topicsBy returns the topics with the given IDs.
func (b *Builder) topicsBy(ids string) []topic.Topic {
	var out []topic.Topic
	for _, t := range b.topics.Topics {
		if slices.Contains(strings.Fields(ids), t.ID) {
			out = append(out, t)
		}
	}
	return out
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

func topicPath(id string) string { return "topic/" + id + ".html" }

func topicMonthPath(id, month string) string { return "topic/" + id + "/" + month + ".html" }

// topicsView is the list of topics.
type topicsView struct {
	frame
	Topics []topicRow
}

type topicRow struct {
	Href, Name string
	N          int
	Newest     row // the latest report; its Href is empty where there is none
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
			if r.report.Full {
				r.retopic(f.day[:7], id)
			}
		}
	}
	if err := r.topicMonths(ctx); err != nil {
		return err
	}
	v := topicsView{frame: r.frame("topics.html", r.w.Topics, "topics")}
	var again []string
	for _, s := range r.topics.Topics {
		slices.SortFunc(byTopic[s.ID], newerFirst)
		newest, err := r.newestOf(ctx, byTopic[s.ID])
		if err != nil {
			return err
		}
		v.Topics = append(v.Topics, topicRow{topicPath(s.ID), s.Name, len(byTopic[s.ID]), newest})
		if r.report.Full || r.plan.topics[s.ID] != nil {
			again = append(again, s.ID)
		}
	}
	err := r.each(ctx, again, func(ctx context.Context, id string) error {
		return r.topicPage(ctx, r.topicsBy(id)[0], byTopic[id])
	})
	if err != nil {
		return err
	}
	html, err := r.render("topics.html", v)
	if err != nil {
		return err
	}
	return r.put("topics.html", html)
}

// newestOf is the first of some reports as the list of topics shows it.
func (r *run) newestOf(ctx context.Context, fs []*filed) (row, error) {
	if len(fs) == 0 {
		return row{}, nil
	}
	items, err := r.lib.Items(ctx, []news.ArticleID{fs[0].id})
	if err != nil || len(items) == 0 {
		return row{}, err
	}
	it, _ := r.shown(items[0])
	out, _ := r.row(HeadOf(it), "", "")
	return out, nil
}

// topicMonths renders the months of topics: what a topic's page, which has the latest, links to.
func (r *run) topicMonths(ctx context.Context) error {
	months := map[string][]topic.Topic{}
	for _, s := range r.topics.Topics {
		for m := range r.plan.topics[s.ID] {
			months[m] = append(months[m], s)
		}
	}
	return r.each(ctx, sortedKeys(months), func(ctx context.Context, month string) error {
		heads, err := r.lib.Heads(ctx, Query{From: month + "-01", To: month + "-31"})
		if err != nil {
			return err
		}
		for _, s := range months[month] {
			var own []Head
			for _, h := range heads {
				if f := r.ledger.filed[h.ID]; f != nil && f.day[:7] == month && slices.Contains(strings.Fields(f.topics), s.ID) {
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

func (r *run) topicMonth(s topic.Topic, month string, heads []Head) error {
	path := topicMonthPath(s.ID, month)
	if len(heads) == 0 {
		r.dropParts(path)
		return nil
	}
	rows := r.rows(heads, "../../", "")
	title := s.Name + " · " + r.monthName(month)
	return r.parts(path, rows, func(at string) (*listView, error) {
		return &listView{
			frame: r.frame(at, title, "topics"), Heading: title, Sub: r.w.NReports(len(rows)), Note: r.w.TimesInUTC,
			Up: &pageLink{"../../" + topicPath(s.ID), s.Name},
		}, nil
	})
}

func (r *run) topicPage(ctx context.Context, s topic.Topic, fs []*filed) error {
	var heads []Head
	ids := make([]news.ArticleID, 0, latestRows)
	for _, f := range fs[:min(len(fs), latestRows)] {
		ids = append(ids, f.id)
	}
	err := chunks(ids, func(ids []news.ArticleID) error {
		items, err := r.lib.Items(ctx, ids)
		for _, it := range items {
			heads = append(heads, HeadOf(it))
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(heads, func(a, b Head) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	html, err := r.render("source.html", r.topicView(s, heads, fs))
	if err != nil {
		return err
	}
	if err := r.put(topicPath(s.ID), html); err != nil {
		return err
	}
	return r.feed(ctx, feedInfo{Title: s.Name + " · " + r.o.Title, Page: topicPath(s.ID)}, heads)
}

func (r *run) topicView(s topic.Topic, heads []Head, fs []*filed) *listView {
	w := r.w
	v := &listView{
		frame: r.frame(topicPath(s.ID), s.Name, "topics"), Heading: s.Name, Sub: w.NReports(len(fs)), Note: w.TimesInUTC,
		Up: &pageLink{"../topics.html", w.Topics}, BarsTitle: w.PerMonth,
		Facts: factList([]fact{{Name: w.Keywords, Value: w.List(lines(s.Keywords))}}),
	}
	v.Feeds = "../" + stem(topicPath(s.ID))
	v.Rows = r.rows(heads, "../", "")
	per := map[string]int{}
	for _, f := range fs {
		per[f.day[:7]]++
	}
	for _, m := range sortedKeys(per) {
		v.Bars = append(v.Bars, bar{Href: "../" + topicMonthPath(s.ID, m), Name: r.monthName(m), N: per[m]})
	}
	slices.Reverse(v.Bars)
	scale(v.Bars)
	return v
}
