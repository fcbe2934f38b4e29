package page

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// historyNS is the namespace of fh:archive (RFC 5005, 4).
const historyNS = "http://purl.org/syndication/history/1.0"

// ArchiveItems is how many reports a document of a feed's archive holds.
const ArchiveItems = 1000

// ArchiveSpan is the time whose reports are in one document of the archive of a page's feed, that of a day: for the front page the month, for
// others the year. Nearly all sources have so few reports that documents by month would be many, and nearly empty.
func ArchiveSpan(page, day string) string {
	if page == "index.html" {
		return day[:len("2006-01")]
	}
	return day[:len("2006")]
}

// ArchiveFolder is the folder of the archive of a page's feed.
func ArchiveFolder(page string) string {
	if page == "index.html" {
		return archiveFolder
	}
	return archiveFolder + "/" + stem(page)
}

// archiveFolder is the folder of all archives of feeds.
const archiveFolder = "feed"

// FeedArchive names document n, from 0, of a span of the archive of a page's feed.
func FeedArchive(page, span string, n int) string {
	name := ArchiveFolder(page) + "/" + span
	if n > 0 {
		name += "-" + strconv.Itoa(n+1)
	}
	return name
}

// IsFeedArchive reports whether a path is that of the archive of a feed.
func IsFeedArchive(path string) bool { return strings.HasPrefix(path, archiveFolder+"/") }

// ArchivePaths are the paths of the two feeds, Atom and RSS, of a document of the archive.
func ArchivePaths(name string) [2]string {
	all := FeedPaths(name)
	return [2]string{all[0], all[1]}
}

// ArchiveFeeds hands over the feeds of a document of the archive of f, of entries in its form, newest first, as FeedsOf does.
func (s *Set) ArchiveFeeds(f Feed, entries []Entry, put func(File) error) error {
	paths := ArchivePaths(f.Name)
	return s.filesOf(f, paths[:], entries, put)
}

// ArchiveEntryOf is a report as the archive of a feed has it: its headline, the first sentence of its digest, and the way to its page.
func (s *Set) ArchiveEntryOf(h Listed) (Entry, error) { return s.entryOf(2, s.archivedItem(h)) }

func (s *Set) archivedItem(h Listed) feedItem {
	if h.LeadByHand {
		h.DigestLead += " [" + s.w.ByHand + "]"
	}
	e := feedItem{
		ID: s.tag("article/" + string(h.ID)), Title: heading(news.Article{SourceName: h.SourceName, Outlet: h.Outlet, Title: h.Title}),
		Link: s.Address(h.Path), Outlet: h.Outlet, Lang: h.Lang, Summary: h.DigestLead, SummaryLang: h.DigestLang, External: link(h.Canonical),
		Published: clamp(h.Date), Updated: clamp(h.Captured).UTC(),
	}
	if s.o.Arrangement == Modern && h.DigestTitle != "" && !h.TitleHeld {
		e.Title, e.Mark = h.DigestTitle, s.w.HandMark(h.TitleByHand)
	}
	if e.Published.Before(epoch) {
		e.Published = epoch
	}
	e.Title = wording.Plain(cut(e.Title, titleBound), e.Mark)
	e.Content = `<p lang="` + esc(h.Lang) + `" dir="auto"><a href="` + esc(e.Link) + `">` + esc(h.Title) + "</a></p>\n"
	if h.DigestLead != "" {
		e.Content += `<p lang="` + esc(h.DigestLang) + `">` + esc(h.DigestLead) + "</p>\n"
	}
	return e
}

// mark is what says that a document is of an archive.
func (f Feed) mark() *struct{} {
	if f.Archive == 0 {
		return nil
	}
	return new(struct{})
}

// history is the namespace of mark, where a feed has an archive.
func (f Feed) history() string {
	if len(f.Archives) == 0 {
		return ""
	}
	return historyNS
}

// named is what a feed's identifier is made from: a document of its archive has that of the feed.
func (f Feed) named() string {
	if f.Archive > 0 {
		return f.Page
	}
	return cmp.Or(f.Name, f.Page)
}

// chain are the links of a feed, or of a document of its archive, to those before and after it, in form i of FeedPaths.
func (s *Set) chain(f Feed, i int) (links []atomLink) {
	if len(f.Archives) == 0 {
		return nil
	}
	at := func(rel string, name string) {
		links = append(links, atomLink{Rel: rel, Type: []string{"application/atom+xml", "application/rss+xml"}[i], Href: s.Address(FeedPaths(name)[i])})
	}
	before := f.Archive - 2
	if f.Archive == 0 {
		before = len(f.Archives) - 1
	} else {
		at("current", f.Page)
	}
	if before >= 0 {
		at("prev-archive", f.Archives[before])
	}
	if f.Archive > 0 && f.Archive < len(f.Archives) {
		at("next-archive", f.Archives[f.Archive])
	}
	return links
}
