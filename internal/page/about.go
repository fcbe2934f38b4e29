package page

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"html/template"
	"net/url"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Assets are the files that all pages refer to.
func (s *Set) Assets() []File {
	return []File{{s.style, styleSheet}, {s.quote, quoteScript}, {"favicon.svg", favicon}}
}

// aboutView is the page about the site.
type aboutView struct {
	frame
	Public  bool
	Program string
}

// About is the page about the site.
func (s *Set) About() ([]byte, error) {
	return s.render("about.html", aboutView{
		frame: s.frame("about.html", s.w.About, "about"), Public: s.o.Audience == Public, Program: s.o.Version,
	})
}

// verifyView is the page on how to verify.
type verifyView struct {
	frame
	Script  string   // by which a stranger checks a report; empty: no log is published
	Checked []string // by which sentences on several reports are checked
}

// Verify says how a reader can verify what a page says.
func (s *Set) Verify() ([]byte, error) {
	v := verifyView{frame: s.frame("verify.html", s.w.Verify, "about")}
	if s.o.Log {
		v.Script = strangersScript
	}
	for _, r := range news.StoryRules() {
		v.Checked = append(v.Checked, s.w.Rule(r))
	}
	return s.render("verify.html", v)
}

// NotFound is answered at any address: its links begin at the root of the host, with the path at which readers have the site. It has its style
// within itself, too: where the site is not at that path, or is on a disk, it can be read all the same. Opened from a disk, where it lies beside
// the home page, its links lead from there: a script of two lines, which its policy names, sees to that.
func (s *Set) NotFound() ([]byte, error) {
	f := s.frame("404.html", s.w.NotFound, "")
	f.NoIndex, f.Self = true, ""
	if u, err := url.Parse(s.o.URL); err == nil && s.o.URL != "" {
		f.Root = strings.TrimSuffix(u.EscapedPath(), "/") + "/"
		f.Links, f.Foot = s.shared("links", f), s.shared("bottom", f)
	}
	f.Policy = strings.Replace(policy, "style-src 'self'", "style-src 'self' "+hashSource(styleSheet), 1) + "; script-src " + hashSource([]byte(fromDisk))
	f.Rules = s.shared("rules", f)
	f.Links = template.HTML("<style>"+string(styleSheet)+"</style>\n<script data-root=\""+template.HTMLEscapeString(f.Root)+"\">"+fromDisk+"</script>\n") + f.Links
	return s.render("404.html", f)
}

// fromDisk makes links that begin at the root of a site begin at the folder of the page, where that was opened from a disk.
const fromDisk = `const root = document.currentScript.dataset.root
if (location.protocol === "file:") addEventListener("DOMContentLoaded", () => document.querySelectorAll("a[href]").forEach(a => {
  const to = a.getAttribute("href")
  if (to.startsWith(root)) a.setAttribute("href", "./" + to.slice(root.length))
}))
`

// hashSource names a text that a policy allows within a page (CSP Level 3, hash-source).
func hashSource(text []byte) string {
	h := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(h[:]) + "'"
}

type (
	opmlFile struct {
		XMLName  xml.Name  `xml:"opml"`
		Version  string    `xml:"version,attr"`
		Title    string    `xml:"head>title"`
		Outlines []outline `xml:"body>outline"`
	}
	outline struct {
		Text     string    `xml:"text,attr"`
		Type     string    `xml:"type,attr,omitempty"`
		XML      string    `xml:"xmlUrl,attr,omitempty"`
		HTML     string    `xml:"htmlUrl,attr,omitempty"`
		Language string    `xml:"language,attr,omitempty"`
		Inner    []outline `xml:"outline"`
	}
)

// OPML lists the sources for feed readers (OPML 2.0). It leads to the desk's own feed of a source that has none, and, on a public
// site, of one whose address is not shown.
func (s *Set) OPML(sources []SourceStatus) ([]byte, error) {
	f := opmlFile{Version: "2.0", Title: s.o.Title + " · " + s.w.Sources}
	folders := map[string]int{}
	for _, src := range s.ShowSources(sources) {
		if !src.Active {
			continue
		}
		o := outline{Text: SourceName(src), Type: "rss", XML: link(src.URL), Language: tag(src.Lang)}
		if s.o.Audience == Public && !src.ShowURL || src.Kind == news.KindSection || src.Kind == news.KindNewsSitemap {
			o.XML, o.HTML = s.Address(FeedPaths(SourcePath(src.ID))[0]), o.XML
		}
		if o.XML == "" {
			continue
		}
		if src.Folder == "" {
			f.Outlines = append(f.Outlines, o)
			continue
		}
		i, ok := folders[src.Folder]
		if !ok {
			i = len(f.Outlines)
			folders[src.Folder] = i
			f.Outlines = append(f.Outlines, outline{Text: line(src.Folder)})
		}
		f.Outlines[i].Inner = append(f.Outlines[i].Inner, o)
	}
	return xmlFile(f)
}

// OpenSearch lets browsers ask the desk's server (OpenSearch 1.1).
func (s *Set) OpenSearch() ([]byte, error) {
	type address struct {
		Type     string `xml:"type,attr"`
		Template string `xml:"template,attr"`
	}
	return xmlFile(struct {
		XMLName xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		Name    string   `xml:"ShortName"`
		About   string   `xml:"Description"`
		Coding  string   `xml:"InputEncoding"`
		URL     address  `xml:"Url"`
	}{
		Name: cut(s.o.Title, 15), About: s.w.Search + " · " + s.o.Title, Coding: "UTF-8",
		URL: address{"text/html", s.Address("search.html") + "?q={searchTerms}"},
	})
}

// Robots is robots.txt.
func (s *Set) Robots() []byte {
	if !s.indexed() {
		return []byte("User-agent: *\nDisallow: /\n")
	}
	return []byte("User-agent: *\nAllow: /\n\nSitemap: " + s.Address("sitemap.xml") + "\n")
}

// SitemapPages is how many addresses one sitemap holds (sitemaps.org allows 50,000).
const SitemapPages = 20000

// SitemapPage is a page in a sitemap.
type SitemapPage struct {
	Path     string
	Modified time.Time
}

type (
	sitemapFile struct {
		XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []sitemapLine `xml:"url"`
	}
	sitemapsFile struct {
		XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []sitemapLine `xml:"sitemap"`
	}
	sitemapLine struct {
		Loc string `xml:"loc"`
		Mod string `xml:"lastmod,omitempty"`
	}
)

// Sitemap lists pages, at most SitemapPages of them.
func (s *Set) Sitemap(pages []SitemapPage) ([]byte, error) {
	f := sitemapFile{}
	for _, x := range pages {
		f.URLs = append(f.URLs, sitemapLine{s.Address(x.Path), stamp(x.Modified)})
	}
	return xmlFile(f)
}

// SitemapIndex lists the sitemaps at paths.
func (s *Set) SitemapIndex(paths []string) ([]byte, error) {
	f := sitemapsFile{}
	for _, p := range paths {
		f.Maps = append(f.Maps, sitemapLine{Loc: s.Address(p)})
	}
	return xmlFile(f)
}
