package extract

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/challenge"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Options carries what is known of a page before it is read. All of it is
// optional, and each field is a hint: the page itself goes first.
type Options struct {
	Title      string   // headline in the source's list
	Standfirst string   // plain text of the item's summary
	Byline     []string // persons
	Tags       []string
	Lang       string    // BCP 47
	Published  time.Time // zero: not known
	Hour       news.Hour // what is known of Published
	Updated    time.Time
	Country    string // of the outlet, ISO 3166-1 alpha-2
	Image      string // address
	Host       *Host  // what earlier pages of the same host taught; may be nil
}

// Hints returns the options that a lead carries.
func Hints(l news.Lead) Options {
	return Options{
		Title: l.Title, Standfirst: l.Standfirst, Byline: l.Byline, Tags: l.Tags, Lang: l.Lang,
		Published: l.Published, Hour: l.Hour, Updated: l.Updated, Image: l.Image,
	}
}

// Form names what is extracted and how. It is another one whenever the same page gives another
// text, so that a better reading is not taken for an outlet's edit; TestForm asks for that.
const Form = "8"

// Extract reads the article that a capture holds. Identity, source, version and
// capture of the result are the caller's to fill in.
//
// When the page holds no report the error wraps [news.ErrNoText] and says why,
// and the article carries what was learned none the less: its Kind, its address
// and its rights.
func Extract(c news.Capture, o Options) (news.Article, error) {
	a, _, err := read(c, o)
	return a, err
}

// read is Extract; the page comes back with what was made of its blocks.
func read(c news.Capture, o Options) (news.Article, *page, error) {
	a := news.Article{URL: c.Final, Kind: news.PageNone, Extractor: Form}
	if a.URL == "" {
		a.URL = c.URL
	}
	a.Canonical = a.URL
	doc, raw, held, err := parse(c)
	if err != nil {
		return a, nil, fmt.Errorf("read %s: %w", a.URL, err)
	}
	b, p, err := readTree(a, doc, raw, c, o)
	if b.Words >= openingOf(b.Lang) {
		return b, p, err
	}
	for where, n := range held {
		if n < enoughHeld {
			continue
		}
		doc, _, wrong := parseWith(raw, holding(where))
		if wrong != nil {
			continue
		}
		if more, q, wrong := readTree(a, doc, raw, c, o); wrong == nil && fuller(b, more) {
			return more, q, nil
		}
	}
	if b.Kind == news.PageArticle && !p.fromData && heldBack(raw, b.Blocks) {
		b.Notes = append(b.Notes, news.Note{Code: news.NoteHeld})
	}
	return b, p, err
}

// readTree reads a page that is parsed; a has what is known without that.
func readTree(a news.Article, doc *html.Node, raw []byte, c news.Capture, o Options) (news.Article, *page, error) {
	p := newPage(doc, a.URL, o)
	p.raw, p.asked = raw, c.URL
	p.describe(&a, c)
	a.Blocks = p.body()
	a.Byline = p.rebyline(a)
	j := p.settle(&a)
	if j.sort != noNotice && j.sort != noticeGone {
		if a.Blocks = p.besideNotice(a.Lang); a.Blocks != nil {
			j = p.settle(&a)
		}
	}
	if n, ok := inItsPlace(c); ok && j.why != "" {
		j = outcome{kind: news.PageNone, notes: []news.Note{n}, why: n.String(), notice: true}
	}
	a.Kind, a.Notes = j.kind, j.notes
	if j.notice {
		a.Blocks, a.Words, a.Standfirst = nil, 0, "" // nothing of it is the report's
	}
	if p.fromData {
		a.Notes = append(a.Notes, news.Note{Code: news.NoteFromData})
	}
	if p.view != nil && !p.fromData && p.view.tableMissing(p.taken) {
		a.Notes = append(a.Notes, news.Note{Code: news.NoteTable})
	}
	if p.view != nil && !p.fromData && p.view.listLost && a.Kind == news.PageArticle {
		a.Notes = append(a.Notes, news.Note{Code: news.NoteList})
	}
	if p.view != nil && p.view.hid {
		a.Notes = append(a.Notes, news.Note{Code: news.NoteHidden})
	}
	if a.Kind == news.PageArticle && furtherPages(raw, a.URL, a.URL, 1).Next != "" {
		a.Notes = append(a.Notes, news.Note{Code: news.NoteGoesOn})
	}
	if c.Truncated {
		a.Notes = append(a.Notes, news.Note{Code: news.NoteBrokenOff})
	}
	if j.why != "" {
		return a, p, fmt.Errorf("read %s: %s: %w", a.URL, j.why, news.ErrNoText)
	}
	return a, p, nil
}

// inItsPlace says whose page came in the place of a report, if it is that of a service in front of the outlet.
func inItsPlace(c news.Capture) (news.Note, bool) {
	u, err := url.Parse(c.Final)
	if err != nil {
		return news.Note{}, false
	}
	return challenge.Note(u.Host, strconv.Itoa(cmp.Or(c.Status, 200)), c)
}

// settle completes what depends on the blocks of an article, and judges it.
func (p *page) settle(a *news.Article) outcome {
	a.Lang = text.Lang(a.Text(), p.declared())
	if p.opening = ""; len(a.Blocks) > 0 && a.Blocks[0].Kind != news.Caption {
		p.opening = a.Blocks[0].Text
	}
	a.Blocks, p.offers = p.leaveWalls(a.Blocks, a.Lang)
	a.Words = 0
	for _, s := range a.Paragraphs() {
		a.Words += text.Words(s, a.Lang)
	}
	a.Standfirst = p.standfirst(*a)
	return p.kindOf(*a)
}
