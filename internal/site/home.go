package site

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// homeView is the front frame: the newest day with reports and the day before it.
type homeView struct {
	frame
	Heading string
	Stories []storyRow
	Singles []row
	Days    []pageLink
	Note    string
	Trouble string
}

// home renders the front page and its feeds; the front page comes last of all.
func (r *run) home(ctx context.Context) error {
	heads, newest, err := r.recent(ctx)
	if err != nil {
		return err
	}
	if r.report.Full || len(r.plan.touched) > 0 || len(r.plan.changed) > 0 {
		latest, err := r.lib.Heads(ctx, Query{Limit: feedItems})
		if err != nil {
			return err
		}
		if err := r.feed(ctx, feedInfo{Title: r.o.Title, Page: "index.html"}, latest); err != nil {
			return err
		}
	}
	v, err := r.homeView(ctx, heads, newest)
	if err != nil {
		return err
	}
	html, err := r.render("home.html", v)
	if err != nil {
		return err
	}
	return r.put("index.html", html)
}

// recent returns the reports of the newest day and the day before it. The newest day is
// told by the reports, not by a clock: what stands on the page depends on nothing else.
func (r *run) recent(ctx context.Context) ([]Head, string, error) {
	newest := r.newestDay()
	if newest == "" {
		return nil, "", nil
	}
	t, _ := time.Parse(time.DateOnly, newest)
	heads, err := r.lib.Heads(ctx, Query{From: t.AddDate(0, 0, -1).Format(time.DateOnly), To: newest, Limit: 2000})
	return heads, newest, err
}

// newestDay is the newest day with reports, or "" where there is none.
func (r *run) newestDay() string {
	newest := ""
	for day := range r.plan.byDay {
		newest = max(newest, day)
	}
	return newest
}

func (r *run) homeView(ctx context.Context, heads []Head, newest string) (*homeView, error) {
	v := &homeView{frame: r.frame("index.html", r.o.Title, "today"), Trouble: r.trouble()}
	v.Feeds = "feed"
	if newest == "" {
		return v, nil
	}
	t, _ := time.Parse(time.DateOnly, newest)
	v.Heading = r.w.Date(t)
	v.Note = r.w.Sentences(r.w.TimesInUTC, r.checked(newest))
	groups := map[news.StoryID][]Head{}
	for _, h := range heads {
		if f := r.ledger.filed[h.ID]; f != nil && len(r.plan.byStory[f.story]) > 1 {
			groups[f.story] = append(groups[f.story], h)
		}
	}
	ids := sortedKeys(groups)
	slices.SortStableFunc(ids, func(a, b news.StoryID) int {
		return cmp.Or(cmp.Compare(outlets(groups[b]), outlets(groups[a])), groups[b][0].Date.Compare(groups[a][0].Date))
	})
	shown := map[news.StoryID]bool{}
	for _, id := range ids[:min(len(ids), homeStories)] {
		if len(groups[id]) > 1 {
			shown[id] = true
			whole, err := r.lib.Heads(ctx, Query{Story: id, Limit: partRows}) // its earlier reports count too
			if err != nil {
				return nil, err
			}
			v.Stories = append(v.Stories, r.storyRow(id, whole, "", newest))
		}
	}
	for _, h := range heads {
		if shown[h.Story] || len(v.Singles) >= homeSingles {
			continue
		}
		if s, ok := r.row(h, "", newest); ok {
			v.Singles = append(v.Singles, s)
		}
	}
	v.Days = r.lastDays(14)
	return v, nil
}

// checked says when sources were last looked at, on a page about the day given: who reads it later sees
// how old the page is.
func (r *run) checked(day string) string {
	var last time.Time
	for _, s := range r.plan.status {
		if s.Polled.After(last) {
			last = s.Polled
		}
	}
	if last.IsZero() {
		return ""
	}
	return fmt.Sprintf(r.w.Checked, r.clock(last, day))
}

// lastDays links to the newest n days with reports.
func (r *run) lastDays(n int) []pageLink {
	days := sortedKeys(r.plan.byDay)
	slices.Reverse(days)
	var out []pageLink
	for _, d := range days[:min(n, len(days))] {
		out = append(out, pageLink{dayPath(d), fmt.Sprintf("%s (%d)", r.dayName(d), len(r.plan.byDay[d]))})
	}
	return out
}

// troubled is how many polls in a row must fail before a reader is told.
const troubled = 3

// trouble names the outlets that cannot be read at present.
func (r *run) trouble() string {
	var names []string
	for _, s := range r.plan.status {
		if s.Active && s.Failures >= troubled {
			names = append(names, nameOf(s))
		}
	}
	if len(names) == 0 {
		return ""
	}
	const most = 5
	if len(names) > most {
		return fmt.Sprintf(r.w.Trouble, r.w.NSources(len(names)))
	}
	return fmt.Sprintf(r.w.Trouble, r.w.List(names))
}
