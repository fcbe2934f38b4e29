package page

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// ArticlePath returns the path of a report's page, relative to the root of the site:
// a/OUTLET/YYYY/MM/SLUG-ID.html, lower-case ASCII. It does not depend on the headline,
// which outlets edit, but on the address by which the report is known.
func ArticlePath(a news.Article) string {
	return FiledOf(news.Item{Article: a}).Path()
}

// Path is the path of the page of the report that is filed so.
func (e Filed) Path() string {
	host, last := addressParts(e.Canonical)
	outlet := slug(cmp.Or(e.As, e.Outlet))
	if outlet == "" {
		outlet = slug(host)
	}
	if outlet == "" {
		outlet = "x"
	}
	name := slug(last)
	if name != "" {
		name += "-"
	}
	return "a/" + outlet + "/" + clamp(e.Date).Format("2006/01") + "/" + name + idSlug(string(e.ID)) + ".html"
}

// IsOf reports whether the file at path is one of a report's own: its page, or what lies beside it.
func IsOf(path string, id news.ArticleID) bool {
	name := path[strings.LastIndexByte(path, '/')+1:]
	name, _, _ = strings.Cut(name, ".")
	rest, ends := strings.CutSuffix(name, idSlug(string(id)))
	return ends && (rest == "" || strings.HasSuffix(rest, "-"))
}

// clamp keeps years within the four digits that addresses have.
func clamp(t time.Time) time.Time {
	if t.Year() < 1 || t.Year() > 9999 {
		return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

// addressParts returns the host of an address without "www." and its last path segment
// that has a letter in it, without extension.
func addressParts(address string) (host, last string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := len(segments) - 1; i >= 0; i-- {
		s := strings.TrimSuffix(segments[i], path.Ext(segments[i]))
		if strings.ContainsAny(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") {
			return strings.TrimPrefix(u.Hostname(), "www."), s
		}
	}
	return strings.TrimPrefix(u.Hostname(), "www."), ""
}

// slugBound is the greatest length of a slug in bytes.
const slugBound = 64

// slug keeps the ASCII letters and digits of s, in lower case; a hyphen stands for every
// run of anything else between them.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for i := 0; i < len(s) && b.Len() < slugBound; i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteByte(c)
		} else {
			gap = true
		}
	}
	out := b.String()
	if i := strings.LastIndexByte(out, '-'); len(out) >= slugBound && i > 0 {
		out = out[:i] // the last word may be cut
	}
	return out
}

// idSlug makes an identifier fit for a path. Our own identifiers are returned as they are;
// others, which came from outside, are replaced where a character is not fit.
func idSlug(id string) string {
	if s := slug(id); s == id && s != "" {
		return id
	}
	return string(news.NewArticleID(id))
}

// The paths of the other pages, relative to the root of the site. Days are "2006-01-02", months "2006-01".

// DayPath is the path of a day.
func DayPath(day string) string { return strings.ReplaceAll(day, "-", "/") + ".html" }

// OutletsPath is the path of a day's list by outlet.
func OutletsPath(day string) string { return strings.ReplaceAll(day, "-", "/") + "-by-outlet.html" }

// EditionPath is the path of an edition.
func EditionPath(id news.EditionID) string {
	return editionTime(id).Format("2006/01/02-1504") + ".html"
}

// editionTime is the day and hour that name an edition, in the zone of the reader.
func editionTime(id news.EditionID) time.Time {
	t, _ := time.Parse("2006-01-02-1504", string(id)) // they come from times
	return t
}

// BookPath is the path of the book of an edition.
func BookPath(id news.EditionID) string { return stem(EditionPath(id)) + ".epub" }

// EditionFeed names the feeds of the editions of an hour, "15:04"; of all of them where it is empty.
func EditionFeed(slot string) string {
	if slot == "" {
		return "edition"
	}
	return "edition-" + strings.ReplaceAll(slot, ":", "")
}

// MonthPath is the path of a month.
func MonthPath(month string) string { return strings.ReplaceAll(month, "-", "/") + ".html" }

// YearPath is the path of a year.
func YearPath(year string) string { return year + ".html" }

// StoryPath is the path of a story.
func StoryPath(id news.StoryID) string { return "s/" + idSlug(string(id)) + ".html" }

// SourcePath is the path of a source.
func SourcePath(id news.SourceID) string { return "source/" + idSlug(string(id)) + ".html" }

// SourceMonthPath is the path of a month of a source.
func SourceMonthPath(id news.SourceID, month string) string {
	return "source/" + idSlug(string(id)) + "/" + month + ".html"
}

// TopicPath is the path of a topic, by the ID that NewTopic gave it.
func TopicPath(id string) string { return "topic/" + id + ".html" }

// TopicMonthPath is the path of a month of a topic.
func TopicMonthPath(id, month string) string { return "topic/" + id + "/" + month + ".html" }

// SitemapPath is the path of sitemap n of a month, from 0.
func SitemapPath(month string, n int) string {
	if n == 0 {
		return "sitemap/" + month + ".xml"
	}
	return "sitemap/" + month + "-" + strconv.Itoa(n) + ".xml"
}

// feedSuffixes end the paths of feeds.
var feedSuffixes = [3]string{".atom.xml", ".rss.xml", ".feed.json"}

// FeedPaths are the paths of the three feeds of the page at path: Atom, RSS and JSON Feed.
func FeedPaths(path string) [3]string {
	s := stem(path)
	return [3]string{s + feedSuffixes[0], s + feedSuffixes[1], s + feedSuffixes[2]}
}

// stem is a page's path without extension; the front page's feeds are called "feed".
func stem(path string) string {
	if path == "index.html" {
		return "feed"
	}
	return strings.TrimSuffix(path, ".html")
}

// JSONPath is where the record of the report at path lies.
func JSONPath(path string) string { return strings.TrimSuffix(path, ".html") + ".json" }

// ProofPath is where the proof lies that the log has the capture of the report at path. The proof carries the leaf.
func ProofPath(path string) string { return strings.TrimSuffix(path, ".html") + ".tlog-proof" }

// VersionProofPath is where that of the capture of an earlier version lies.
func VersionProofPath(path string, n int) string {
	return fmt.Sprintf("%s.%d.tlog-proof", strings.TrimSuffix(path, ".html"), n)
}

// versionProof is the form of VersionProofPath.
var versionProof = regexp.MustCompile(`^(.+)\.\d+\.tlog-proof$`)

// StemOfVersionProof returns the path of a page, without its ending, of one that VersionProofPath has given.
func StemOfVersionProof(path string) (stem string, ok bool) {
	if m := versionProof.FindStringSubmatch(path); m != nil {
		return m[1], true
	}
	return "", false
}

// OldLeafPath is where earlier programs put the leaf.
func OldLeafPath(path string) string { return strings.TrimSuffix(path, ".html") + ".leaf" }
