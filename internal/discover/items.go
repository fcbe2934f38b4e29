package discover

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/when"
)

// readFeed makes leads of a feed's items.
func (p *parser) readFeed(doc feed.Document) {
	ch := doc.Channel
	p.Kind = news.KindFeed
	p.Title, p.Lang = ch.Title, ch.Language
	p.Moved, p.Self, p.Hub = ch.MovedTo, ch.Self, ch.Hub
	shared := sharedGUIDs(doc.Items)
	leads := make([]news.Lead, 0, len(doc.Items))
	var summaries []string
	for _, e := range doc.Items {
		l := p.leadOf(e)
		if shared[l.GUID] {
			l.GUID = ""
		}
		if e.Cut {
			p.leave(l, "cut off in the middle")
			continue
		}
		if doc.Format == feed.Texts { // its entries are the texts
			l.Whole, l.Apart = l.Content != "", l.Content != "" && e.Title == ""
		}
		if l.URL == "" {
			l = p.complete(l, e.Summary, ch.Link)
		}
		leads, summaries = append(leads, l), append(summaries, e.Summary)
	}
	p.addAll(leads, summaries)
}

// complete makes a report of its own of an item without an address, which may be complete in itself (RSS 2.0, "Elements of <item>"). It is filed
// under the address of what the feed belongs to. An item without a headline, a text or what tells it from others stays as it is.
func (p *parser) complete(l news.Lead, summary, site string) news.Lead {
	own := l
	if own.URL = site; !web(own.URL) {
		own.URL = address(p.c)
	}
	own.Content = cmp.Or(own.Content, summary)
	if l.Title == "" || own.Content == "" || !web(own.URL) {
		return l
	}
	if own, ok := SetApart(own); ok {
		return own
	}
	return l
}

// sharedGUIDs finds the identifiers that more than one address has, as of
// feeds whose items all carry the same; such a GUID identifies nothing.
func sharedGUIDs(entries []feed.Item) map[string]bool {
	link := map[string]string{}
	shared := map[string]bool{}
	for _, e := range entries {
		id := strings.TrimSpace(e.ID)
		if first, ok := link[id]; ok && first != e.Link {
			shared[id] = true
		}
		link[id] = e.Link
	}
	return shared
}

func (p *parser) leadOf(e feed.Item) news.Lead {
	l := news.Lead{
		URL:        linkOf(e),
		GUID:       strings.TrimSpace(e.ID),
		Title:      titleOf(e),
		Standfirst: standfirst(plain(e.Summary)),
		Content:    e.Content,
		Tags:       e.Categories,
		Lang:       e.Language,
		Image:      cmp.Or(e.Thumbnail, e.Image, enclosedImage(e)),
		Published:  cmp.Or(e.Published, e.Created, e.Updated),
		Updated:    e.Updated,
	}
	_, l.Hour = p.at(cmp.Or(e.Published, e.Created))
	l.Published, _ = p.at(l.Published)
	l.Updated, _ = p.at(l.Updated)
	for _, p := range e.Authors {
		if p.Name != "" && !slices.Contains(l.Byline, p.Name) {
			l.Byline = append(l.Byline, p.Name)
		}
	}
	if l.Content == "" && len(e.Summary) > wholeText && len(plain(e.Summary)) > wholeText {
		l.Content = e.Summary
	}
	if l.Title == "" { // a post: it is its own headline
		l.Content = cmp.Or(l.Content, e.Summary)
		l.Title, l.Whole = headlineOf(l.Content), l.Content != ""
	}
	return l
}

// at is a time that a list gives, and what is known of it as one of publication. An hour without a zone is read in the
// outlet's.
func (p *parser) at(t time.Time) (time.Time, news.Hour) {
	t = when.In(t, p.zone)
	return when.Plain(t), news.HourOf(t, when.Day(t), when.Zoneless(t))
}

// zoneOf is the zone of an outlet: the only one of its country; else the one in which the list gives other times; else
// that of the country's capital. nil: not known.
func zoneOf(country string, doc feed.Document) *time.Location {
	zone, several := when.ZoneOf(country)
	if zone != nil && !several {
		return zone
	}
	for _, e := range doc.Items {
		if z := offsetOf(e.Published, e.Updated, e.Created); z != nil {
			return z
		}
	}
	for _, u := range doc.URLs {
		if z := offsetOf(u.Published, u.LastMod); z != nil {
			return z
		}
	}
	return zone
}

// offsetOf is the offset that one of the times is written with, nil if none is, or UTC, in which machines write.
func offsetOf(times ...time.Time) *time.Location {
	for _, t := range times {
		if name, seconds := t.Zone(); seconds != 0 && !when.Zoneless(t) && !when.Day(t) {
			return time.FixedZone(name, seconds)
		}
	}
	return nil
}

// wholeText is the length in bytes from which a summary is taken for the report itself.
const wholeText = 1000

// linkOf is the address of an item: its link, or its identifier where that is
// one; an aggregator's link is replaced by its target where it names that.
func linkOf(e feed.Item) string {
	link := strings.TrimSpace(e.Link)
	if link == "" && (e.GUIDIsPermalink || web(e.ID)) {
		link = strings.TrimSpace(e.ID)
	}
	if to := Target(link); to != "" {
		return to
	}
	return link
}

// titleOf is the headline without the outlet's name that aggregators append.
func titleOf(e feed.Item) string {
	if name := e.Source.Title; name != "" {
		if t, ok := strings.CutSuffix(e.Title, " - "+name); ok && t != "" {
			return t
		}
	}
	return e.Title
}

func enclosedImage(e feed.Item) string {
	for _, f := range e.Enclosures {
		if strings.HasPrefix(f.Type, "image/") {
			return f.URL
		}
	}
	return ""
}

// longest standfirst kept, in bytes; what is longer is the report itself.
const longStandfirst = 1200

// standfirst trims a summary to what the outlet says of the report: not the
// invitation to read on, nor the line that names the site.
func standfirst(s string) string {
	s = text.Collapse(s)
	if i := strings.Index(s, " appeared first on "); i >= 0 {
		if j := strings.LastIndex(s[:i], "The post "); j >= 0 {
			s = s[:j]
		}
	}
	for _, tail := range readOn {
		s = strings.TrimSpace(strings.TrimSuffix(s, tail))
	}
	if len(s) > longStandfirst {
		s = strings.ToValidUTF8(s[:longStandfirst], "")
		if i := strings.LastIndexAny(s, " 。，"); i > longStandfirst/2 {
			s = s[:i]
		}
		s += " …"
	}
	return s
}

// readOn are the ends of summaries that invite to read on.
var readOn = []string{
	"Continue reading...", "Continue reading…", "Continue reading", "Read more...", "Read more…", "Read more",
	"Read More", "Read full story", "Full story", "Weiterlesen", "Lire la suite", "Leer más", "阅读全文", "閱讀全文", "[...]", "[…]", "[&hellip;]",
}

// sameTime is how far apart the dates of a report may lie that is listed anew. A
// headline that comes every day, or every hour, is another report each time.
const sameTime = time.Hour

// Same reports whether an item is a known report under another address: a source that
// changed its GUIDs or its addresses lists again what it has listed before. A GUID
// alone proves nothing, since some sources number the places of their list.
func Same(known, l news.Lead) bool {
	switch {
	case known.Key != "" && known.Key == l.Key:
		return true
	case known.Source != l.Source:
		return false
	}
	title := text.Fold(l.Title)
	alike := title != "" && title == text.Fold(known.Title)
	dated := !l.Published.IsZero() && !known.Published.IsZero()
	if known.GUID != "" && known.GUID == l.GUID {
		return alike && !dated || dated && known.Published.Equal(l.Published)
	}
	return alike && distinctive(title) && dated && known.Published.Sub(l.Published).Abs() < sameTime
}

// distinctive reports whether a headline is long enough to be no column's name.
func distinctive(title string) bool {
	return strings.Count(title, " ") >= 4 || text.Words(title, "zh") >= 12
}
