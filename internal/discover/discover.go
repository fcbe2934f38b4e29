// Package discover finds, in what a source's own address answered, the reports
// worth following: the items of a feed or a news sitemap, or the list of reports
// on an outlet's section page. It also decides what is part of the beat, under
// which key two addresses are one, and when to look again. It is functions of
// their arguments: it never fetches, never stores, never asks what time it is.
package discover

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/when"
)

// Result is what a poll of a source brought.
type Result struct {
	Kind     news.SourceKind // what the answer was, whatever the source was thought to be
	Title    string          // the source's name for itself
	Lang     string          // BCP 47, as the source declares it
	Leads    []news.Lead     // in the order of the document
	Left     []Left          // items that are no leads, and why
	Children []Child         // sitemaps that an index names, newest first
	Hints    Hints           // when the source wants to be asked again
	Moved    string          // where the feed says it has gone; shown to the operator, never followed
	Self     string          // what the feed says its address is; shown, never followed
	Hub      string          // its WebSub hub
	Newest   time.Time       // latest publication date that is not in the future; zero: none
	Partial  string          // why the document is not whole: its validators must not be kept
}

// Left is an item of a source that did not become a lead.
type Left struct{ Title, URL, Why string }

// Child is a sitemap named by a sitemap index.
type Child struct {
	URL      string
	Modified time.Time
}

// ErrBlocked says that the outlet answered with a consent wall or a challenge
// instead of the source.
var ErrBlocked = errors.New("a consent wall or a challenge")

// mostLeads bounds what one poll can bring; the Google-News sitemap protocol
// allows 1,000 addresses, feeds seldom hold 100.
const mostLeads = 2000

// Leads reads a source's capture. No lead is dated later than c.At. The kind is
// taken from the answer: src.Kind matters only for a page, which is an error where a feed is
// expected and a section page otherwise. The error wraps ErrBlocked,
// feed.ErrNotFeed or feed.ErrPage where that is what happened.
func Leads(src news.Source, c news.Capture) (Result, error) {
	if blocked(c) {
		return Result{}, fmt.Errorf("read source %s: %w", src.ID, blockedBy(c))
	}
	if len(c.Body) == 0 {
		return Result{}, fmt.Errorf("read source %s: the answer is empty", src.ID)
	}
	home, _ := when.ZoneOf(src.Country)
	doc, err := feed.Parse(c.Body, feed.Options{URL: address(c), Header: c.Header, Kind: expected(src.Kind), Zone: home, Lang: src.Lang})
	if err != nil {
		return Result{}, fmt.Errorf("read source %s: %w", src.ID, err)
	}
	r := parser{src: src, c: c, known: map[string]int{}, zone: zoneOf(src.Country, doc)}
	r.Hints = hintsOf(c, doc.Channel)
	r.Partial = partial(c, doc)
	switch doc.Kind {
	case feed.Feed:
		r.readFeed(doc)
	case feed.Sitemap:
		r.readSitemap(doc)
	case feed.HTML:
		if err := r.readSection(); err != nil {
			return Result{}, fmt.Errorf("read source %s: %w", src.ID, err)
		}
	default:
		return Result{}, fmt.Errorf("read source %s: a list of subscriptions, not a source: import it instead", src.ID)
	}
	return r.Result, nil
}

// expected is what to expect by the operator's word for a source. A
// feed where a sitemap was promised is welcome, a page is not.
func expected(k news.SourceKind) feed.Kind {
	switch k {
	case news.KindFeed:
		return feed.Feed
	case news.KindNewsSitemap:
		return feed.Sitemap
	case news.KindSection:
		return feed.HTML
	}
	return feed.Any
}

// address is where a capture came from in the end.
func address(c news.Capture) string {
	if c.Final != "" {
		return c.Final
	}
	return c.URL
}

func partial(c news.Capture, doc feed.Document) string {
	switch {
	case c.Truncated:
		return "the answer was cut short"
	case doc.Damaged && doc.Kind != feed.HTML:
		return "the document is ill-formed"
	}
	return ""
}

// parser gathers the leads of one capture.
type parser struct {
	Result
	src   news.Source
	c     news.Capture
	known map[string]int // key to index in Leads
	zone  *time.Location // of the outlet; nil: not known
}

// add makes a lead of l unless its address is none or is there already.
func (p *parser) add(l news.Lead) {
	switch {
	case l.URL == "":
		p.leave(l, "no address")
		return
	case !web(l.URL):
		p.leave(l, "not a web address")
		return
	}
	if l.Key == "" {
		l.Key = Key(l.URL)
	}
	if i, ok := p.known[l.Key]; ok {
		p.merge(&p.Leads[i], l)
		p.leave(l, "listed twice")
		return
	}
	if len(p.Leads) >= mostLeads {
		p.leave(l, "more entries than one poll takes")
		return
	}
	l.Source = p.src.ID
	l.Seen = p.c.At
	if l.Published = p.plausible(l.Published); l.Published.IsZero() {
		l.Published, l.Hour = p.dayOf(l.URL)
	}
	l.Updated = p.plausible(l.Updated)
	if l.Lang == "" {
		l.Lang = p.Lang
	}
	if l.Published.After(p.Newest) && l.Published.Before(l.Seen) {
		p.Newest = l.Published
	}
	p.known[l.Key] = len(p.Leads)
	p.Leads = append(p.Leads, l)
}

// dayOf is the day that the address of an undated report names: without it, all that a source has would be taken for
// today's at the first poll.
func (p *parser) dayOf(address string) (time.Time, news.Hour) {
	day, ok := when.InAddress(address)
	if !ok || day.After(p.c.At) {
		return time.Time{}, news.HourNone
	}
	return when.Plain(day), news.HourDay
}

// merge keeps what the first of two items for one address lacks.
func (p *parser) merge(have *news.Lead, l news.Lead) {
	if have.Title == "" {
		have.Title = l.Title
	}
	if have.Standfirst == "" {
		have.Standfirst = l.Standfirst
	}
	if have.Published.IsZero() {
		have.Published, have.Hour = p.plausible(l.Published), l.Hour
	}
}

// mostLeft bounds the list of what was left; nobody reads a longer one.
const mostLeft = 200

func (p *parser) leave(l news.Lead, why string) {
	if len(p.Left) < mostLeft {
		p.Left = append(p.Left, Left{Title: l.Title, URL: l.URL, Why: why})
	}
}

// firstYear is when outlets went on the web; what is dated earlier is a clock
// that was not set (1970, 1980, year 1).
const firstYear = 1994

// plausible returns t as far as it can be true: a date in the future becomes the
// time the item was seen, one before the web none.
func (p *parser) plausible(t time.Time) time.Time {
	switch {
	case t.IsZero() || t.Year() < firstYear:
		return time.Time{}
	case t.After(p.c.At):
		return p.c.At
	}
	return t
}

// web reports whether address is absolute and asks for http or https.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) && u.Host != ""
}
