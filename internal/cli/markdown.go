package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/text"
)

// frontMatter is the head of a page of a Hugo content folder. What Hugo does not reserve
// stands under params, as https://gohugo.io/content-management/front-matter/ asks; the
// params are those that the theme PaperMod reads, and ours.
type frontMatter struct {
	Title       string     `json:"title"`
	Date        *time.Time `json:"date,omitempty"`
	PublishDate *time.Time `json:"publishDate,omitempty"` // when we had it: Hugo leaves out pages of the future
	Lastmod     *time.Time `json:"lastmod,omitempty"`
	Description string     `json:"description,omitempty"`
	Tags        []string   `json:"tags,omitempty"`
	CJK         bool       `json:"isCJKLanguage,omitempty"`
	Params      struct {
		Author       []string `json:"author,omitempty"`
		CanonicalURL string   `json:"canonicalURL,omitempty"`
		Lang         string   `json:"lang,omitempty"` // not at the top: there it would choose among the site's languages
		Outlet       string   `json:"outlet,omitempty"`
		Source       string   `json:"source,omitempty"`
		DigestBy     string   `json:"digest_by,omitempty"`
		DigestLang   string   `json:"digest_lang,omitempty"`
		Story        string   `json:"story,omitempty"`
		Words        int      `json:"words,omitempty"`         // of the body alone
		NoIndex      bool     `json:"robotsNoIndex,omitempty"` // the outlet asked for it
	} `json:"params"`
}

func frontMatterOf(it news.Item) frontMatter {
	a, d := it.Article, it.Digest
	f := frontMatter{
		Title: oneLine(strings.TrimPrefix(cmp.Or(a.SourceName, a.Outlet)+"-"+a.Title, "-")),
		Date:  hugoTime(a.Published), PublishDate: hugoTime(a.Captured), Lastmod: hugoTime(a.Updated),
		Description: strings.ReplaceAll(oneLine(d.Title), "](", "]\u200b("), // PaperMod reads it as Markdown: no link, no picture
	}
	if f.Date == nil {
		f.Date = f.PublishDate
	}
	for _, t := range a.Tags {
		if t = oneLine(t); t != "" {
			f.Tags = append(f.Tags, t)
		}
	}
	f.CJK = unspaced(d.Lang) || unspaced(a.Lang)
	p := &f.Params
	for _, s := range a.Byline {
		p.Author = append(p.Author, oneLine(s))
	}
	p.CanonicalURL, p.Lang, p.Outlet, p.Source = webAddress(cmp.Or(a.Canonical, a.URL)), oneLine(a.Lang), oneLine(a.Outlet), oneLine(string(a.Source))
	p.DigestBy, p.DigestLang, p.Story, p.Words = oneLine(d.By), oneLine(d.Lang), oneLine(string(it.Story)), a.Words
	p.NoIndex = a.NoIndex
	return f
}

// hugoTime is t as Hugo can read it; nil where there is none.
func hugoTime(t time.Time) *time.Time {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return nil
	}
	t = t.Truncate(time.Second)
	return &t
}

// writeMarkdown writes an article as a page of a Hugo content folder: the digest, which
// is also its summary in lists, the text, and where it comes from.
func writeMarkdown(dir string, it news.Item) error {
	page, err := markdown(it)
	if err != nil {
		return fmt.Errorf("write page of %s: %w", it.Article.ID, err)
	}
	name := strings.TrimSuffix(path.Base(site.ArticlePath(it.Article)), ".html") + ".md"
	_, err = atomically.Write(filepath.Join(dir, name), page)
	return err
}

func markdown(it news.Item) ([]byte, error) {
	a, d := it.Article, it.Digest
	var b bytes.Buffer
	e := json.NewEncoder(&b) // Hugo reads JSON front matter as it is
	e.SetIndent("", "  ")
	if err := e.Encode(frontMatterOf(it)); err != nil {
		return nil, err
	}
	var digest strings.Builder
	for i, c := range d.Summary {
		if i > 0 && !unspaced(d.Lang) {
			digest.WriteByte(' ')
		}
		digest.WriteString(oneLine(c.Text))
	}
	if digest.Len() > 0 {
		b.WriteString("\n" + escapeMarkdown(digest.String()) + "\n\n<!--more-->\n")
	}
	for _, block := range a.Blocks {
		s := escapeMarkdown(block.Text)
		if s == "" {
			continue
		}
		switch block.Kind {
		case news.Heading:
			s = "## " + s
		case news.ListItem:
			s = "- " + s
		case news.Quote:
			s = "> " + s
		case news.Caption:
			s = "*" + s + "*"
		}
		b.WriteString("\n" + s + "\n")
	}
	b.WriteString("\n---\n\n" + origin(a) + "\n")
	return b.Bytes(), nil
}

// origin says where the text comes from and when it was captured.
func origin(a news.Article) string {
	name := escapeMarkdown(cmp.Or(a.Outlet, a.SourceName, a.Canonical, a.URL))
	if u := webAddress(cmp.Or(a.Canonical, a.URL)); u != "" {
		name = "[" + cmp.Or(name, escapeMarkdown(u)) + "](<" + strings.ReplaceAll(u, "&", "&amp;") + ">)"
	}
	if !a.Captured.IsZero() {
		name += " · " + a.Captured.UTC().Format("2006-01-02 15:04 UTC")
	}
	if a.Capture != "" {
		name += " · SHA-256 " + escapeMarkdown(string(a.Capture))
	}
	return name
}

// webAddress returns s if it is an absolute web address, fit for a link in Markdown, else "".
func webAddress(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User = nil
	return linkMarks.Replace(oneLine(u.String()))
}

var linkMarks = strings.NewReplacer("<", "%3C", ">", "%3E", `\`, "%5C", "{", "%7B", "}", "%7D", " ", "%20", "`", "%60", `"`, "%22")

// oneLine is s without line breaks and without characters that HTML and XML forbid.
func oneLine(s string) string {
	return text.Collapse(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r) || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// markdownMarks are what means something to Markdown (CommonMark 0.31, 2.4) wherever it
// stands. What Hugo looks for before Markdown does — shortcodes, {{< and {{%, and the
// divider <!--more--> — is spelled as character references, which a backslash is not
// enough for.
var markdownMarks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "|", `\|`,
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "{", "&#123;", "}", "&#125;")

// hugoToken is what Hugo puts for a shortcode while Markdown is rendered, and takes for one
// afterwards wherever it stands; an unknown one ends the whole build. A space of no width
// keeps it from being one.
const hugoToken = "HAHAHUGOSHORTCODE"

// escapeMarkdown is s as one paragraph, list item or heading that means nothing to Markdown.
func escapeMarkdown(s string) string {
	s = markdownMarks.Replace(strings.ReplaceAll(oneLine(s), hugoToken, hugoToken[:4]+"\u200b"+hugoToken[4:]))
	if s == "" {
		return ""
	}
	// At the start of a line these begin a heading, a list, a rule or a definition.
	if strings.IndexByte("#-+=:", s[0]) >= 0 {
		s = `\` + s
	}
	if i := strings.IndexAny(s, ".)"); i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "" {
		s = s[:i] + `\` + s[i:]
	}
	// At the end of a heading, number signs are taken for its closing.
	if n := len(strings.TrimRight(s, "#")); n < len(s) && n > 0 && s[n-1] == ' ' {
		s = s[:n] + `\` + s[n:]
	}
	return s
}

func unspaced(lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	return base == "zh" || base == "ja"
}
