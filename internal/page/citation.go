package page

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/byline"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
)

// citation is what a reference manager is told of a report. Empty fields are not known, and no format has a word for them.
type citation struct {
	id       string
	title    string
	authors  []string
	outlet   string
	day      time.Time // of publication, in the outlet's zone
	accessed time.Time // when the page was read
	address  string
	lang     string
	note     string // by what a reader can verify the citation: hash, capture, and where the copy lies
	archive  string // the name of the desk that keeps the copy
	place    string // where the copy lies: a record of the archive, else the address of the page
}

// citationOf is the citation of a report whose page is at self, and whose original is at address.
func (s *Set) citationOf(it news.Item, address, self string) citation {
	a := it.Article
	c := citation{
		id: string(a.ID), title: cut(a.Title, 2*titleBound), authors: a.Byline, outlet: a.Outlet, address: address, lang: a.Lang,
	}
	if news.GrainOf(a.Published, a.Hour) != news.GrainNone {
		c.day = a.Published
	}
	if a.Kind != news.PageHeadline {
		c.accessed = a.Captured.UTC()
	}
	if s.lasting() {
		c.place = self
	}
	record := s.archived(it)
	if record != "" {
		c.place = record
	}
	if c.place != "" {
		c.archive = s.o.Title
	}
	c.note = s.citationNote(it, record)
	if s.lasting() {
		c.note = joined("; ", c.note, s.o.Title+s.w.Colon+self)
	}
	return c
}

// archived is the place of a report's capture in the archive; "" where it is not known, or not for the site's readers.
func (s *Set) archived(it news.Item) string {
	if s.o.Audience != Private || it.Capture.File == "" {
		return ""
	}
	return line(it.Capture.File) + " @ " + strconv.FormatInt(it.Capture.Offset, 10)
}

// citationNote says in one line what the page says among its facts: what was read, when, its hash, and its record.
func (s *Set) citationNote(it news.Item, place string) string {
	a, w := it.Article, s.w
	hash, captured, read := w.Hash, w.Captured, link(a.URL)
	switch {
	case a.Kind == news.PageHeadline:
		captured, read = w.Listed, ""
	case a.FromFeed():
		read = ""
	}
	if a.FromFeed() {
		hash = w.HashFeed
	}
	said := func(name, value string) string {
		if value == "" {
			return ""
		}
		return name + w.Colon + value
	}
	return joined("; ",
		said(captured, joined(" ", read, record.Time(a.Captured.UTC()))),
		said(hash, line(string(a.Capture))),
		said(w.Record, place))
}

// joined joins the parts that are not empty.
func joined(sep string, parts ...string) string {
	out := parts[:0]
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

// body reports whether a name of several words is that of a body, which no program may take apart into given and family name.
func body(name string) bool {
	return strings.ContainsAny(name, " ,") && (strings.Contains(name, ",") || !byline.Personal(name))
}

// bibTeX is the citation as an entry for biblatex (journaltitle, date, urldate) that classical BibTeX reads too (journal, year, month).
func (c citation) bibTeX() string {
	var b strings.Builder
	fmt.Fprintf(&b, "@article{%s,\n", c.id)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", name, value)
		}
	}
	field("title", texEscape(c.title))
	names := make([]string, len(c.authors))
	for i, name := range c.authors {
		if names[i] = texEscape(name); body(name) || strings.Contains(name, " and ") {
			names[i] = "{" + names[i] + "}"
		}
	}
	field("author", strings.Join(names, " and "))
	field("journaltitle", texEscape(c.outlet))
	field("journal", texEscape(c.outlet))
	field("entrysubtype", "newspaper")
	if !c.day.IsZero() {
		field("date", c.day.Format(time.DateOnly))
		field("year", c.day.Format("2006"))
		fmt.Fprintf(&b, "  month = %s,\n", strings.ToLower(c.day.Format("Jan")))
	}
	field("url", c.address) // verbatim; link has left no brace in it
	field("urldate", day(c.accessed, time.DateOnly))
	field("langid", c.lang)
	field("note", texEscape(c.note))
	b.WriteString("}\n")
	return b.String()
}

// day is a time in a form; "" for none.
func day(t time.Time, form string) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(form)
}

// texEscape writes TeX's own characters as text. A brace becomes a command: BibTeX counts braces, escaped ones too.
func texEscape(s string) string {
	if !strings.ContainsAny(s, `\{}%&#$_~^`) {
		return s
	}
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "{", `\textbraceleft{}`, "}", `\textbraceright{}`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
		"%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "_", `\_`,
	).Replace(s)
}

// ris is the citation in the RIS format, as a newspaper article. A comma behind a name says that it is not to be taken apart.
func (c citation) ris() string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(name + "  - " + value + "\r\n")
		}
	}
	field("TY", "NEWS")
	field("ID", c.id)
	field("TI", c.title)
	for _, name := range c.authors {
		if body(name) {
			name = strings.ReplaceAll(name, ",", " ") + ","
		}
		field("AU", name)
	}
	field("T2", c.outlet)
	field("PY", day(c.day, "2006"))
	field("DA", day(c.day, "2006/01/02"))
	field("UR", c.address)
	field("Y2", day(c.accessed, "2006/01/02"))
	field("LA", c.lang)
	field("N1", c.note)
	field("DB", c.archive)
	field("AV", c.place)
	b.WriteString("ER  - \r\n")
	return b.String()
}

// coins is the citation as an OpenURL context object (ANSI/NISO Z39.88-2004, Dublin Core in key/encoded-value form), as COinS put
// it into a page. The type is Zotero's name of it: the community profile has none for newspapers.
func (c citation) coins() string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString("&" + name + "=" + strings.ReplaceAll(url.QueryEscape(value), "+", "%20"))
		}
	}
	b.WriteString("ctx_ver=Z39.88-2004")
	field("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")
	field("rft.type", "newspaperArticle")
	field("rft.title", c.title)
	field("rft.source", c.outlet)
	for _, name := range c.authors {
		if body(name) {
			field("rft.aucorp", name)
		} else {
			field("rft.au", name)
		}
	}
	field("rft.date", day(c.day, time.DateOnly))
	field("rft.identifier", c.address)
	field("rft.language", c.lang)
	return b.String()
}

type (
	cslItem struct {
		ID       string    `json:"id"`
		Type     string    `json:"type"`
		Title    string    `json:"title"`
		Outlet   string    `json:"container-title,omitempty"`
		Authors  []cslName `json:"author,omitempty"`
		Issued   *cslDate  `json:"issued,omitempty"`
		Accessed *cslDate  `json:"accessed,omitempty"`
		URL      string    `json:"URL,omitempty"`
		Lang     string    `json:"language,omitempty"`
		Note     string    `json:"note,omitempty"`
		Archive  string    `json:"archive,omitempty"`
		Place    string    `json:"archive_location,omitempty"`
	}
	cslName struct {
		Literal string `json:"literal"`
	}
	cslDate struct {
		Parts [][3]int `json:"date-parts"`
	}
)

// csl is the citation in the form of CSL-JSON.
func (c citation) csl() string {
	item := cslItem{
		ID: c.id, Type: "article-newspaper", Title: c.title, Outlet: c.outlet,
		Issued: cslDay(c.day), Accessed: cslDay(c.accessed), URL: c.address, Lang: c.lang, Note: c.note, Archive: c.archive, Place: c.place,
	}
	for _, name := range c.authors {
		item.Authors = append(item.Authors, cslName{name})
	}
	out, err := json.Marshal([]cslItem{item})
	if err != nil {
		return "[]" // strings and numbers alone: cannot be
	}
	return string(out)
}

// cslDay is a day; nil for none.
func cslDay(t time.Time) *cslDate {
	if t.IsZero() {
		return nil
	}
	return &cslDate{[][3]int{{t.Year(), int(t.Month()), t.Day()}}}
}
