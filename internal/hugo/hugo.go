// Package hugo writes reports as pages of a content folder of Hugo (https://gohugo.io): JSON
// front matter and Markdown in which nothing that came from outside is markup. It writes whole
// items; it does not know what a public site may show.
package hugo

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// frontMatter is the head of a page. Fields that Hugo does not reserve are under params, see
// https://gohugo.io/content-management/front-matter/: those that the theme PaperMod reads, and ours.
type frontMatter struct {
	Title       string     `json:"title"`
	Date        *time.Time `json:"date,omitempty"`
	PublishDate *time.Time `json:"publishDate,omitempty"` // of the capture: Hugo leaves out pages that lie in the future
	Lastmod     *time.Time `json:"lastmod,omitempty"`
	Description string     `json:"description,omitempty"`
	Tags        []string   `json:"tags,omitempty"`
	CJK         bool       `json:"isCJKLanguage,omitempty"`
	Params      struct {
		Author       []string `json:"author,omitempty"`
		CanonicalURL string   `json:"canonicalURL,omitempty"`
		Lang         string   `json:"lang,omitempty"` // at the top it would choose among the languages of the site
		Outlet       string   `json:"outlet,omitempty"`
		Source       string   `json:"source,omitempty"`
		SourceName   string   `json:"source_name,omitempty"` // with which the title begins
		Headline     string   `json:"headline,omitempty"`    // without it
		Standfirst   string   `json:"standfirst,omitempty"`
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
		Description: strings.ReplaceAll(oneLine(wording.Plain(d.Headline(), wording.For(d.Lang).HandMark(d.TitleByHand))), "](", "]\u200b("), // PaperMod reads it as Markdown: no link, no picture
	}
	if f.Date == nil {
		f.Date = f.PublishDate
	}
	for _, t := range a.Tags {
		if t = oneLine(t); t != "" {
			f.Tags = append(f.Tags, t)
		}
	}
	f.CJK = text.Spaceless(d.Lang) || text.Spaceless(a.Lang)
	p := &f.Params
	for _, s := range a.Byline {
		p.Author = append(p.Author, oneLine(s))
	}
	p.CanonicalURL, p.Lang = webAddress(cmp.Or(a.Canonical, a.URL)), oneLine(a.Lang)
	p.Outlet, p.Source = oneLine(a.Outlet), oneLine(string(a.Source))
	p.SourceName, p.Headline, p.Standfirst = oneLine(a.SourceName), oneLine(a.Title), oneLine(a.Standfirst)
	p.DigestBy, p.DigestLang, p.Story, p.Words = oneLine(d.By), oneLine(d.Lang), oneLine(string(it.Story)), a.Words
	p.NoIndex = a.NoIndex
	return f
}

// hugoTime is t to the second, with a year that Hugo can read; nil for any other.
func hugoTime(t time.Time) *time.Time {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return nil
	}
	t = t.Truncate(time.Second)
	return &t
}

// Write writes a report to file as a page of a Hugo content folder: the digest, which is also its
// summary in lists, the text, and where it comes from. The page keeps the file's name as its address.
func Write(file string, it news.Item) error {
	page, err := markdown(it)
	if err != nil {
		return fmt.Errorf("write page of %s: %w", it.Article.ID, err)
	}
	_, err = atomically.Write(file, page)
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
	if s := digest(d, a.Lang); s != "" {
		b.WriteString("\n" + escapeMarkdown(s) + "\n\n<!--more-->\n")
	}
	last := 0 // number of the item before; zero: none
	for _, block := range a.Blocks {
		s := labelled(block)
		if s == "" {
			continue
		}
		before := last
		if last = 0; block.Kind == news.ListItem {
			last = block.Number
		}
		switch block.Kind {
		case news.Heading:
			s = "## " + s
		case news.ListItem:
			s = mark(block.Number, before) + s
		case news.Row:
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

// labelled is the text of a block as one line, its label in bold. A sign at the end of the label stays
// outside: behind it emphasis would not end before a letter (CommonMark 0.31, 6.2).
func labelled(b news.Block) string {
	label, rest := b.Parts()
	end := len(strings.TrimRightFunc(label, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) }))
	label, rest = label[:end], label[end:]+rest
	if escapeMarkdown(label) == "" {
		return escapeMarkdown(b.Text)
	}
	return "**" + escapeMarkdown(label) + "**" + strings.TrimPrefix(escapeMarkdown("."+rest), ".")
}

// mark begins an item of a list. Markdown counts on from the first number of a list, so one that
// does not follow the number before is written out.
func mark(number, before int) string {
	switch {
	case number == 0:
		return "- "
	case number > 0 && number < 1e9 && (before == 0 || number == before+1):
		return fmt.Sprintf("%d. ", number)
	}
	return fmt.Sprintf("%d\\. ", number)
}

// digest is a digest as one line. Behind a sentence stands in the digest's language what is in doubt, and before all of them that
// its model often errs, if it does.
func digest(d news.Digest, report string) string {
	w := wording.For(d.Lang)
	var b strings.Builder
	if d.Unfit && len(d.Summary) > 0 {
		b.WriteString("[" + w.UnfitModel + "] ")
	}
	for i, c := range d.Summary {
		if i > 0 && !text.Spaceless(d.Lang) {
			b.WriteByte(' ')
		}
		b.WriteString(oneLine(c.Text))
		if c.ByHand {
			b.WriteString(" [" + w.ByHand + "]")
		}
		for _, f := range c.Findings {
			if f.Rule == news.Supported {
				continue
			}
			b.WriteString(" [")
			for _, p := range w.Doubt(f, d.Lang, report) {
				b.WriteString(p.Text)
			}
			b.WriteString("]")
		}
	}
	return oneLine(b.String())
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
