package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// StoryFeeds are the feeds of a story: its reports, placed in order as its page lists them, and what their outlets did to them since,
// the newest first. Each entry leads to the page of the story.
func (s *Set) StoryFeeds(x Story, title string, placed []Placed) ([]File, error) {
	f := Feed{Title: title, Page: StoryPath(x.ID)}
	home := `<p lang="` + esc(s.w.Tag) + `"><a href="` + esc(s.Address(f.Page)) + `">` + esc(s.w.ReportTexts.Story+s.w.Colon+title) + "</a></p>\n"
	var items []feedItem
	for _, p := range placed {
		e := s.feedItem(p)
		e.Content += home
		items = append(items, e)
	}
	t := s.telling(x)
	for _, m := range x.Account.Timeline {
		if e, ok := t.feedItemOf(m, x.ID); ok {
			e.Content += home
			items = append(items, e)
		}
	}
	slices.SortStableFunc(items, func(a, b feedItem) int { return b.Published.Compare(a.Published) })
	return s.feedFiles(f, first(items, len(placed)+FeedItems))
}

// feedItemOf is an edit or a withdrawal as an entry of a feed.
func (t *telling) feedItemOf(m news.Moment, id news.StoryID) (feedItem, bool) {
	if !t.tells(m) || m.Kind != news.MomentEdited && m.Kind != news.MomentWithdrawn {
		return feedItem{}, false
	}
	r, at := t.rows[m.Article], clamp(m.At).UTC()
	v := t.moment(m, new(string))
	page := t.Address(StoryPath(id))
	e := feedItem{
		ID:    t.tag(fmt.Sprintf("story/%s/%s/%s/%d", id, m.Kind, m.Article, at.Unix())),
		Title: isolated(r.Outlet) + t.w.Colon + v.What, Link: page + "#edits", Outlet: r.Outlet, Lang: t.w.Tag, Published: at, Updated: at,
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<p lang="%s">%s <a href="%s" lang="%s" dir="auto">%s</a></p>`+"\n",
		esc(t.w.Tag), esc(isolated(r.Outlet)+t.w.Comma+v.What+t.w.Colon), esc(t.Address(t.heads[m.Article].Path)), esc(r.MainLang), esc(wording.Plain(r.Main, r.Hand)))
	if c, ok := t.change(m); ok {
		short := c.short()
		e.Title += t.w.Comma + isolated(short.Was) + " → " + isolated(short.Is)
		fmt.Fprintf(&b, `<p lang="%s">%s <span lang="%s" dir="auto"><del>%s</del> → <ins>%s</ins></span></p>`+"\n",
			esc(t.w.Tag), esc(c.In), esc(c.Lang), esc(c.Was), esc(c.Is))
	}
	e.Title, e.Content = cut(e.Title, titleBound), b.String()
	return e, true
}
