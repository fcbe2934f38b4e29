// Package epub binds reports into a book: one EPUB 3 file (EPUB 3.3, W3C
// Recommendation) with a title page, a table of contents, one document for each report
// and one small style sheet. The same reports make the same bytes. It never fetches,
// holds no pictures and no script, and keeps no more than one report in memory.
package epub

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
	"github.com/waidian/waidian/internal/wording"
)

// ErrEmpty says that there is nothing to bind. Nothing has been written then.
var ErrEmpty = errors.New("no reports to bind into a book")

// Book says what to bind.
type Book struct {
	Title     string         // of the whole book
	Language  string         // of everything but the reports and their digests: one of wording.Languages
	Zone      *time.Location // of the reader: that of days and of times but the outlets' own; nil: UTC
	Publisher string         // the desk's name, as its site shows it; may be empty
	Public    bool           // show of each report what Item.Rights and its outlet permit, else all of it
	Parts     []Part         // in order; a part without reports is left out
}

// Part is a group of reports that belong together: of a story, a source, a day.
type Part struct {
	Title   string // empty: the reports are in no part of the book
	Lang    string // BCP 47, of the title; empty: the book's
	Reports iter.Seq2[news.Item, error]
}

// Write binds a book and writes it to w. An error that a part's sequence yields ends the
// book. What has been written to w is a book only if Write returns nil.
func Write(w io.Writer, b Book) error {
	b.Zone = cmp.Or(b.Zone, time.UTC)
	p := &press{book: b, w: wording.For(b.Language), zip: zip.NewWriter(w), outlets: map[string]bool{}, langs: map[string]bool{}}
	p.book.Title, p.book.Publisher = line(b.Title), line(b.Publisher)
	if p.book.Title == "" {
		p.book.Title = p.w.Untitled
	}
	p.name = nameOf(p.book.Title, p.w.Tag)
	for i, part := range b.Parts {
		if err := p.part(part); err != nil {
			return fmt.Errorf("bind part %d of %s: %w", i+1, p.book.Title, err)
		}
	}
	if len(p.spine) == 0 {
		return ErrEmpty
	}
	if err := p.finish(); err != nil {
		return fmt.Errorf("bind %s: %w", p.book.Title, err)
	}
	return nil
}

// press is a book in the making.
type press struct {
	book    Book
	w       *wording.Texts
	zip     *zip.Writer
	buf     bytes.Buffer
	spine   []chapter
	parts   int
	reports int
	outlets map[string]bool
	langs   map[string]bool
	first   string // day
	last    string
	newest  time.Time
	name    hash.Hash // of the book's identifier, so far
}

// chapter is one document of the book as its table of contents lists it.
type chapter struct {
	file, title, lang string
	from              string // the source's name
	depth             int    // 1: inside a part
	part              bool
}

// titleBound is how many characters of a title the table of contents shows.
const titleBound = 240

func (p *press) part(part Part) error {
	title, at := cut(line(part.Title), titleBound), -1
	for it, err := range part.Reports {
		if err != nil {
			return err
		}
		if p.reports == 0 {
			if err := p.writeFront(); err != nil {
				return err
			}
		}
		if title != "" && at < 0 {
			at = len(p.spine)
			p.parts++
			p.spine = append(p.spine, chapter{file: fmt.Sprintf("part-%04d.xhtml", p.parts), title: title, lang: tag(part.Lang), part: true})
		}
		if err := p.report(it, at >= 0); err != nil {
			return fmt.Errorf("report %s: %w", line(string(it.Article.ID)), err)
		}
	}
	if at < 0 {
		return nil
	}
	return p.partPage(p.spine[at], p.spine[at+1:])
}

// report writes one report's document.
func (p *press) report(it news.Item, inPart bool) error {
	var left news.Rights
	if p.book.Public {
		it, left = rights.Public(it)
	}
	p.reports++
	p.count(it)
	e := chapter{file: fmt.Sprintf("report-%05d.xhtml", p.reports), from: sourceName(it.Article)}
	if inPart {
		e.depth = 1
	}
	e.title, e.lang = line(it.Digest.Headline()), tag(it.Digest.Lang)
	if e.title == "" {
		e.title, e.lang = line(it.Article.Title), tag(it.Article.Lang)
	}
	if e.title == "" {
		e.title, e.lang = p.w.Untitled, ""
	}
	e.title = wording.Plain(cut(e.title, titleBound), p.w.HandMark(it.Digest.Headline() != "" && it.Digest.TitleByHand))
	p.spine = append(p.spine, e)
	t := &writing{w: p.w, zone: p.book.Zone, item: it, left: left, out: &p.buf}
	p.head(e.title)
	t.page()
	return p.add(e.file, modified(it))
}

// count takes a report into account on the title page and in the book's identifier.
func (p *press) count(it news.Item) {
	a := it.Article
	if o := line(a.Outlet); o != "" {
		p.outlets[o] = true
	}
	if l := tag(a.Lang); l != "" {
		p.langs[l] = true
	}
	day := news.PlaceOf(a.Date(), news.GrainOf(a.Published, a.Hour), p.book.Zone).Day
	if p.first == "" || day < p.first {
		p.first = day
	}
	p.last = max(p.last, day)
	if t := modified(it); t.After(p.newest) {
		p.newest = t
	}
	fmt.Fprintln(p.name, line(string(a.ID)))
}

// modified is when what is shown of a report changed last, within the years that zip knows.
func modified(it news.Item) time.Time {
	last := it.Article.Captured
	if it.Digest.At.After(last) {
		last = it.Digest.At
	}
	for _, s := range news.Told(it.Sights) {
		if s.At.After(last) {
			last = s.At
		}
	}
	last = last.UTC().Truncate(time.Second)
	if y := last.Year(); y < 1980 || y > 2107 {
		return epoch
	}
	return last
}

// nameOf begins the name that the book's identifier is derived from: its title, its
// language, and the identifiers of its reports in order.
func nameOf(title, lang string) hash.Hash {
	h := sha1.New()
	h.Write([]byte("\x3c\x0e\x8b\x1d\x5a\x47\x4f\x52\x9d\x26\xb1\x70\xe4\x93\x2a\xc8")) // name space of our books
	fmt.Fprintln(h, lang)
	fmt.Fprintln(h, title)
	return h
}

// identifier is a UUID of version 5 (RFC 9562, section 5.5).
func identifier(h hash.Hash) string {
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	s := hex.EncodeToString(u)
	return "urn:uuid:" + strings.Join([]string{s[:8], s[8:12], s[12:16], s[16:20], s[20:]}, "-")
}
