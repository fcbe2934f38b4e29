package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
)

// cite is a report's citation in one format, carried by the link itself: the page needs
// no server, and no second file, to hand it over.
type cite struct {
	Name, File, Type string
	Href             template.URL
}

// meta is a field that reference managers read (Highwire Press tags, as Google Scholar and
// Zotero's embedded metadata translator understand them) or that link previews do (Open Graph).
type meta struct {
	Name, Property, Content string
}

// cite fills in what reference managers, link previews and search engines read.
func (v *articleView) cite(s *Set, it news.Item) {
	a := it.Article
	a.Title = cut(a.Title, 2*titleBound)
	for _, c := range []struct{ name, ext, kind, text string }{
		{"BibTeX", ".bib", "application/x-bibtex", bibTeX(a, v.Original)},
		{"RIS", ".ris", "application/x-research-info-systems", ris(a, v.Original)},
		{"CSL", ".csl.json", "application/vnd.citationstyles.csl+json", csl(a, v.Original)},
	} {
		v.Cites = append(v.Cites, cite{
			Name: c.name, File: string(a.ID) + c.ext, Type: c.kind,
			Href: template.URL("data:" + c.kind + ";charset=utf-8," + url.PathEscape(c.text)),
		})
	}
	v.Meta = metas(v, s.o.Title, it)
	v.Data = v.linked(it)
}

func metas(v *articleView, siteTitle string, it news.Item) template.HTML {
	a := it.Article
	day := a.Date()
	out := []meta{
		{Name: "citation_title", Content: a.Title},
		{Name: "citation_publication_date", Content: day.Format("2006/01/02")},
		{Name: "citation_journal_title", Content: a.Outlet},
		{Name: "citation_language", Content: a.Lang},
		{Name: "citation_public_url", Content: v.Original},
		{Property: "og:type", Content: "article"},
		{Property: "og:title", Content: v.Title},
		{Property: "og:description", Content: v.Abstract},
		{Property: "og:site_name", Content: siteTitle},
		{Property: "og:locale", Content: v.W.Locale},
		{Property: "og:url", Content: v.Self},
		{Property: "article:published_time", Content: published(a)},
		{Property: "article:modified_time", Content: record.Time(a.Updated)},
	}
	for _, name := range a.Byline {
		out = append(out, meta{Name: "citation_author", Content: name})
	}
	var b strings.Builder
	for _, m := range out {
		switch {
		case m.Content == "":
		case m.Name != "":
			b.WriteString("\n<meta name=\"" + m.Name + "\" content=\"" + esc(m.Content) + "\">")
		default:
			b.WriteString("\n<meta property=\"" + m.Property + "\" content=\"" + esc(m.Content) + "\">")
		}
	}
	return template.HTML(b.String())
}

// The vocabulary of schema.org that the page uses: the report is the outlet's, this page is
// about it, and the abstract is what the page adds.
type (
	ldPage struct {
		Context  string     `json:"@context"`
		Type     string     `json:"@type"`
		Name     string     `json:"name"`
		URL      string     `json:"url,omitempty"`
		Lang     string     `json:"inLanguage"`
		Abstract string     `json:"abstract,omitempty"`
		About    *ldArticle `json:"mainEntity"`
	}
	ldArticle struct {
		Type      string    `json:"@type"`
		Headline  string    `json:"headline"`
		URL       string    `json:"url,omitempty"`
		Lang      string    `json:"inLanguage,omitempty"`
		Published string    `json:"datePublished,omitempty"`
		Modified  string    `json:"dateModified,omitempty"`
		Words     int       `json:"wordCount,omitempty"`
		Authors   []ldThing `json:"author,omitempty"`
		Publisher *ldThing  `json:"publisher,omitempty"`
		Section   string    `json:"articleSection,omitempty"`
	}
	ldThing struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
)

func (v *articleView) linked(it news.Item) template.JS {
	a := it.Article
	about := &ldArticle{
		Type: "NewsArticle", Headline: cut(a.Title, titleBound), URL: v.Original, Lang: a.Lang,
		Published: published(a), Modified: record.Time(a.Updated), Words: a.Words, Section: a.Section,
	}
	for _, name := range a.Byline {
		about.Authors = append(about.Authors, ldThing{"Person", name})
	}
	if a.Outlet != "" {
		about.Publisher = &ldThing{"NewsMediaOrganization", a.Outlet}
	}
	out, err := json.Marshal(ldPage{
		Context: "https://schema.org", Type: "WebPage", Name: v.Title, URL: v.Self, Lang: v.W.Tag, Abstract: v.Abstract, About: about,
	})
	if err != nil {
		return "{}" // strings and numbers alone: cannot be
	}
	return template.JS(out) // json.Marshal escapes <, > and &
}

// bibTeX is the citation as a BibTeX entry (biblatex's @online-like misc, understood by all).
func bibTeX(a news.Article, address string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s,\n", a.ID)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", name, texEscape(value))
		}
	}
	field("title", a.Title)
	field("author", strings.Join(a.Byline, " and "))
	field("howpublished", a.Outlet)
	field("date", a.Date().Format(time.DateOnly))
	field("year", a.Date().Format("2006"))
	field("url", address)
	field("urldate", accessed(a, time.DateOnly))
	field("langid", a.Lang)
	b.WriteString("}\n")
	return b.String()
}

// accessed is the day on which the page was read; "" where only its headline was, in a list.
func accessed(a news.Article, form string) string {
	if a.Kind == news.PageHeadline {
		return ""
	}
	return a.Captured.UTC().Format(form)
}

// texEscape keeps braces balanced and TeX's own characters literal.
func texEscape(s string) string {
	if !strings.ContainsAny(s, `\{}%&#$_`) {
		return s
	}
	return strings.NewReplacer(`\`, "", "{", "", "}", "", "%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "_", `\_`).Replace(s)
}

// ris is the citation in the RIS format (tags NEWS, TI, AU, T2, DA, UR, Y2, LA).
func ris(a news.Article, address string) string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(name + "  - " + value + "\r\n")
		}
	}
	field("TY", "NEWS")
	field("TI", a.Title)
	for _, name := range a.Byline {
		field("AU", name)
	}
	field("T2", a.Outlet)
	field("DA", a.Date().Format("2006/01/02"))
	field("UR", address)
	field("Y2", accessed(a, "2006/01/02"))
	field("LA", a.Lang)
	b.WriteString("ER  - \r\n")
	return b.String()
}

type (
	cslItem struct {
		ID       string    `json:"id"`
		Type     string    `json:"type"`
		Title    string    `json:"title"`
		Outlet   string    `json:"container-title,omitempty"`
		Authors  []cslName `json:"author,omitempty"`
		Issued   cslDate   `json:"issued"`
		Accessed *cslDate  `json:"accessed,omitempty"`
		URL      string    `json:"URL,omitempty"`
		Lang     string    `json:"language,omitempty"`
	}
	cslName struct {
		Literal string `json:"literal"`
	}
	cslDate struct {
		Parts [][3]int `json:"date-parts"`
	}
)

// csl is the citation in the form of CSL-JSON.
func csl(a news.Article, address string) string {
	item := cslItem{
		ID: string(a.ID), Type: "article-newspaper", Title: a.Title, Outlet: a.Outlet,
		Issued: cslDay(a.Date()), URL: address, Lang: a.Lang,
	}
	if a.Kind != news.PageHeadline {
		day := cslDay(a.Captured.UTC())
		item.Accessed = &day
	}
	for _, name := range a.Byline {
		item.Authors = append(item.Authors, cslName{name})
	}
	out, err := json.Marshal([]cslItem{item})
	if err != nil {
		return "[]" // strings and numbers alone: cannot be
	}
	return string(out)
}

func cslDay(t time.Time) cslDate {
	return cslDate{[][3]int{{t.Year(), int(t.Month()), t.Day()}}}
}
