package page

import (
	"cmp"
	"encoding/json"
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
	x := s.citationOf(it, v.Original, v.Self)
	for _, c := range []struct{ name, ext, kind, text string }{
		{"BibTeX", ".bib", "application/x-bibtex", x.bibTeX()},
		{"RIS", ".ris", "application/x-research-info-systems", x.ris()},
		{"CSL", ".csl.json", "application/vnd.citationstyles.csl+json", x.csl()},
	} {
		v.Cites = append(v.Cites, cite{
			Name: c.name, File: x.id + c.ext, Type: c.kind,
			Href: template.URL("data:" + c.kind + ";charset=utf-8," + url.PathEscape(c.text)),
		})
	}
	v.COinS = x.coins()
	v.Meta = metas(v, s.o.Title, it, x.day)
	v.Data = v.linked(it)
}

func metas(v *articleView, siteTitle string, it news.Item, on time.Time) template.HTML {
	a := it.Article
	out := []meta{
		{Name: "citation_title", Content: a.Title},
		{Name: "citation_publication_date", Content: day(on, "2006/01/02")},
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
		Credit   string     `json:"creditText,omitempty"` // of what a person wrote of name and abstract
		Editors  []ldThing  `json:"editor,omitempty"`
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
		Archived  *ldCopy   `json:"archivedAt,omitempty"`
	}
	// ldCopy is the page as it was read: the address that answered, when, and the hash of its body.
	ldCopy struct {
		Type       string `json:"@type"`
		URL        string `json:"url"`
		Created    string `json:"dateCreated"`
		Identifier string `json:"identifier"`
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
	if read := link(a.URL); ofPage(a) && read != "" && !a.Captured.IsZero() {
		about.Archived = &ldCopy{"WebPage", read, record.Time(a.Captured.UTC()), "sha256:" + string(a.Capture)}
	}
	if a.Outlet != "" {
		about.Publisher = &ldThing{"NewsMediaOrganization", a.Outlet}
	}
	page := ldPage{
		Context: "https://schema.org", Type: "WebPage", Name: cmp.Or(v.Name, v.Title), URL: v.Self, Lang: v.W.Tag, Abstract: v.Abstract, About: about,
	}
	if d := it.Digest; d.ByHand() {
		page.Credit = v.W.MadeBy(d)
		if d.TitleByHand {
			page.Credit += v.W.Stop + v.W.HeadlineByHand
		}
		for _, name := range lines(d.Editors()) {
			page.Editors = append(page.Editors, ldThing{"Person", name})
		}
	}
	out, err := json.Marshal(page)
	if err != nil {
		return "{}" // strings and numbers alone: cannot be
	}
	return template.JS(out) // json.Marshal escapes <, > and &
}
