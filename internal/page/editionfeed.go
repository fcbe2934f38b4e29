package page

import (
	"fmt"
	"strings"
)

// EditionFeeds are the feeds of editions of one hour, "15:04", or of all where slot is empty. Each edition, newest first, is an entry:
// its lines, with their links.
func (s *Set) EditionFeeds(slot string, editions []Edition) ([]File, error) {
	f := Feed{Title: s.o.Title + s.w.Colon + s.w.EveryEdition, Page: "index.html", Name: EditionFeed(slot)}
	if slot != "" {
		f.Title = s.o.Title + s.w.Colon + fmt.Sprintf(s.w.Named, slot)
	}
	var items []feedItem
	for _, x := range first(editions, FeedItems) {
		items = append(items, s.edition(x, "").feedItem())
	}
	return s.feedFiles(f, items)
}

// feedItem is the edition as an entry of a feed.
func (d *edition) feedItem() feedItem {
	id := d.e.ID()
	at := clamp(d.e.Until)
	e := feedItem{
		ID: d.tag("edition/" + string(id)), Title: d.name(), Link: d.Address(EditionPath(id)), Outlet: d.o.Title, Lang: d.w.Tag, Published: at, Updated: at,
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<p lang="%s">%s</p>`+"\n<ol>\n", esc(d.w.Tag), esc(strings.Join(d.state(), " · ")))
	for _, l := range d.lines() {
		fmt.Fprintf(&b, `<li><a href="%s" lang="%s" dir="auto">%s</a> <small lang="%s">%s</small></li>`+"\n",
			esc(d.Address(l.Href)), esc(l.MainLang), esc(l.Main), esc(d.w.Tag), esc(strings.Join(d.about(l), d.w.Comma)))
	}
	b.WriteString("</ol>\n")
	e.Content = b.String()
	return e
}

// about says of a line in words what the page says beside it: why it is there, who tells it, what was changed, and what is out of the
// ordinary.
func (d *edition) about(l lineView) []string {
	said := []string{l.Why}
	if l.Count != "" {
		said = append(said, l.Count)
	} else {
		said = append(said, isolated(l.Outlet))
	}
	if l.Change != nil {
		said = append(said, isolated(l.Change.Was)+" → "+isolated(l.Change.Is))
	}
	return append(said, l.Marks...)
}
