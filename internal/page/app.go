package page

import (
	"cmp"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// StyleSheet is that of all pages.
func StyleSheet() []byte { return styleSheet }

// AppEntry is a report as the apps of readers show it: what a feed says of it, with the digest set off from what the outlet says. Apps
// name the source beside the title.
type AppEntry struct {
	Title              string // in the reader's language, as lists have it, where a model wrote one that does not often err
	Author             string
	Link               string // of its page
	External           string // of the outlet's; "": no address that a page may have
	Content            string // HTML
	Published, Updated time.Time
}

// AppEntry returns the item, with what the site's audience may see of it.
func (s *Set) AppEntry(it news.Item) AppEntry {
	x := s.Show(it)
	e := s.feedItem(Placed{x, ArticlePath(it.Article)})
	a, title := x.Article, x.Digest.Headline()
	var own string // the outlet's headline, where the title is another
	if title != "" && a.Title != "" {
		own = `<h2 lang="` + esc(a.Lang) + `" dir="auto">` + esc(cut(a.Title, titleBound)) + "</h2>\n"
	}
	body := own + e.Content
	if e.Digest != "" {
		body = strings.Replace(e.Content, e.Digest, "<blockquote>\n"+e.Digest+"</blockquote>\n"+own, 1)
	}
	return AppEntry{
		Title: wording.Plain(cut(cmp.Or(title, a.Title, s.w.NoText), titleBound), s.w.HandMark(title != "" && x.Digest.TitleByHand)), Author: strings.Join(authors(e), ", "), Link: e.Link, External: e.External,
		Content: body, Published: e.Published, Updated: e.Updated,
	}
}

// HeadTitle is the title of an AppEntry, of a report that is not at hand.
func (s *Set) HeadTitle(h Head) string {
	h = s.showHead(h)
	if h.Unfit {
		h.DigestTitle = ""
	}
	return wording.Plain(cut(line(cmp.Or(h.DigestTitle, h.Title, s.w.NoText)), titleBound), s.w.HandMark(h.DigestTitle != "" && h.TitleByHand))
}

// FeedOf is the address of the feed of the page at a path, in Atom.
func (s *Set) FeedOf(path string) string { return s.Address(FeedPaths(path)[0]) }

// Icon is the address of the site's picture.
func (s *Set) Icon() string { return s.Address("favicon.svg") }
