package clipping

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"github.com/waidian/waidian/internal/news"
)

// ErrNoFrontMatter is a Markdown file without a head that says what it is.
var ErrNoFrontMatter = errors.New("it has no front matter: nothing says where and when it was published")

// Bounds of what is read.
const (
	longestMarkdown = 4 << 20  // bytes
	longestHead     = 64 << 10 // bytes of front matter
)

// Markdown reads a page of Markdown with front matter in YAML, TOML or JSON. name is the file's,
// which has the date in Jekyll's posts. The address is the one that the front matter gives, else
// url; without any the error is ErrNoAddress. The day on which somebody saved the page (created) is
// at most when it was captured, never when it was published. A file of more than 4 MiB is an error.
func Markdown(name, url string, doc []byte) (news.Article, error) {
	p, err := Site{}.Post(name, url, doc)
	return p.Article, err
}

// Post is a page of Markdown on the site that it was made for.
type Post struct {
	Article news.Article
	Paths   []string // where that site had it: from its root, without escapes; none that is not known
}

// Post reads a page as Markdown does; name is the file's, relative to the folder of the site's configuration.
func (s Site) Post(name, url string, doc []byte) (Post, error) {
	if len(doc) > longestMarkdown {
		return Post{}, fmt.Errorf("longer than %d MiB", longestMarkdown>>20)
	}
	doc = bytes.TrimPrefix(doc, []byte("\ufeff"))
	if !utf8.Valid(doc) {
		return Post{}, errors.New("it is not UTF-8")
	}
	head, body, err := frontMatter(string(bytes.ReplaceAll(doc, []byte("\r\n"), []byte("\n"))))
	if err != nil {
		return Post{}, err
	}
	h := header(head)
	a, err := reported(name, url, h, body)
	return Post{a, s.paths(name, h, a)}, err
}

// reported is the report that a page is of.
func reported(name, url string, h header, body string) (news.Article, error) {
	a := news.Article{
		Title: h.text("headline", "title"), Standfirst: h.text("description", "summary", "excerpt", "subtitle", "abstract"),
		Outlet: h.outlet(), Byline: h.list("author", "authors", "byline"), Tags: h.list("tags", "tag", "keywords"),
		Lang: h.text("lang", "language"), URL: cmp.Or(h.address(), url), Section: h.text("section"),
	}
	if err := datesOf(&a, h, name); err != nil {
		return a, err
	}
	if len(a.Tags) == 0 {
		a.Tags = h.list("categories", "category")
	}
	a, body = own(a, h, body)
	a.Blocks = markdown(body)
	a, err := complete(a)
	if errors.Is(err, ErrNoAddress) {
		err = errors.New("its front matter names no address of the original (from, source, url, link, original)")
	}
	return a, err
}

// datesOf reads the dates of an article from its front matter, or from the name of its file.
func datesOf(a *news.Article, h header, name string) (err error) {
	for _, d := range []struct {
		to   *time.Time
		keys []string
	}{
		{&a.Published, []string{"date", "published", "pubdate", "published_at", "date_published"}},
		{&a.Updated, []string{"lastmod", "updated", "modified", "last_modified_at", "date_modified"}},
	} {
		if *d.to, err = date(h.moment(d.keys...)); err != nil {
			return fmt.Errorf("front matter: %s: %w", d.keys[0], err)
		}
	}
	a.Captured, _ = date(h.moment("created", "clipped", "captured"))
	if named := dated(name); a.Published.IsZero() && !sameDay(named, a.Captured) {
		a.Published = named
	}
	a.Hour = hourOf(a.Published)
	return nil
}

// sameDay reports whether two times bear the same date.
func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// own completes an article of waidian's own export, and cuts the digest before the text and the
// line of origin behind it: neither is the outlet's text. It is known by keys that nobody else writes,
// or by the line of origin. Any other article is returned as it is.
func own(a news.Article, h header, body string) (news.Article, string) {
	address := h.text("canonicalurl")
	text, origin := cutOrigin(body, address)
	if address == "" || !origin && h.text("digest_by", "digest_lang") == "" {
		return a, body
	}
	a.Source, a.SourceName = news.SourceID(h.text("source")), h.text("source_name")
	if h.text("headline") == "" { // of an earlier version: the heading begins with the source's name
		a.Title = strings.TrimPrefix(a.Title, a.Outlet+"-")
	}
	a.Standfirst = h.text("standfirst")
	a.Captured, _ = date(h.text("publishdate"))
	if a.Published.Equal(a.Captured) { // Hugo wants a date: where there was none, the export gave that of the capture
		a.Published, a.Hour = time.Time{}, news.HourNone
	}
	if _, rest, ok := strings.Cut(text, "\n<!--more-->\n"); ok {
		text = rest
	}
	return a, text
}

// originLine is the form of the last line of waidian's export: name and address, time and hash of the capture.
var originLine = regexp.MustCompile(`^\[.*\]\(<([^<>\s]+)>\)( · \d{4}-\d\d-\d\d \d\d:\d\d UTC)?( · SHA-256 \S+)?$`)

// cutOrigin is a text without the line of origin that waidian's export of the article at the address ends with,
// and whether it had one.
func cutOrigin(body, address string) (string, bool) {
	i := strings.LastIndex(body, "\n---\n")
	if i < 0 {
		return body, false
	}
	m := originLine.FindStringSubmatch(strings.TrimSpace(body[i+len("\n---\n"):]))
	if m == nil || strings.ReplaceAll(m[1], "&amp;", "&") != strings.ReplaceAll(address, "&amp;", "&") {
		return body, false
	}
	return body[:i], true
}

var datedName = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})-`)

// dated is the date in the name of one of Jekyll's posts; zero: there is none.
func dated(name string) time.Time {
	m := datedName.FindStringSubmatch(path.Base(name))
	if m == nil {
		return time.Time{}
	}
	t, err := date(m[1])
	if err != nil {
		return time.Time{}
	}
	return t
}

var errLongHead = fmt.Errorf("its front matter is longer than %d KiB", longestHead>>10)

// frontMatter divides a page into its head and its text.
func frontMatter(doc string) (head map[string]any, body string, err error) {
	for _, f := range []struct {
		mark string
		read func(string) (map[string]any, error)
	}{{"---", readYAML}, {"+++", readTOML}} {
		rest, ok := strings.CutPrefix(doc, f.mark+"\n")
		if !ok {
			continue
		}
		src, body, ok := strings.Cut("\n"+rest, "\n"+f.mark)
		if !ok {
			return nil, "", errors.New("its front matter has no end")
		}
		if len(src) > longestHead {
			return nil, "", errLongHead
		}
		if _, body, ok = strings.Cut(body, "\n"); !ok {
			body = ""
		}
		head, err = f.read(strings.TrimPrefix(src, "\n"))
		return head, body, err
	}
	if !strings.HasPrefix(doc, "{") {
		return nil, "", ErrNoFrontMatter
	}
	d := json.NewDecoder(strings.NewReader(doc[:min(len(doc), longestHead)]))
	if err := d.Decode(&head); errors.Is(err, io.ErrUnexpectedEOF) && len(doc) > longestHead {
		return nil, "", errLongHead
	} else if err != nil {
		return nil, "", fmt.Errorf("read front matter: %w", err)
	}
	return head, doc[d.InputOffset():], nil
}

func readTOML(src string) (head map[string]any, err error) {
	if err := toml.Unmarshal([]byte(src), &head); err != nil {
		return nil, fmt.Errorf("read front matter: %w", err)
	}
	return head, nil
}

// header is front matter. Keys are compared without case; Hugo's params count as keys.
type header map[string]any

// value is the first value that one of the keys has.
func (h header) value(key string) any {
	params := map[string]any{}
	for k, v := range h {
		if strings.EqualFold(k, key) {
			return v
		}
		if m, ok := v.(map[string]any); ok && (strings.EqualFold(k, "params") || strings.EqualFold(k, "extra")) {
			params = m
		}
	}
	for k, v := range params {
		if strings.EqualFold(k, key) {
			return v
		}
	}
	return nil
}

// text is the first of the keys that has a text, with markup and white space taken off.
func (h header) text(keys ...string) string {
	for _, k := range keys {
		switch v := h.value(k).(type) {
		case nil, map[string]any, []any, []string:
		case time.Time:
			return v.Format(time.RFC3339Nano)
		default:
			if s := plain(fmt.Sprint(v)); s != "" {
				return s
			}
		}
	}
	return ""
}

// moment is the first of the keys that has a text other than yes or no: Jekyll's "published" is one of these.
func (h header) moment(keys ...string) string {
	for _, k := range keys {
		if s := h.text(k); s != "" && s != "true" && s != "false" {
			return s
		}
	}
	return ""
}

// list is the first of the keys that has a list, or a text with commas.
func (h header) list(keys ...string) []string {
	for _, k := range keys {
		var out []string
		switch v := h.value(k).(type) {
		case string:
			out = persons(v)
		case []string:
			for _, s := range v {
				out = append(out, strings.Trim(plain(s), "[] "))
			}
		case []any:
			for _, x := range v {
				if m, ok := x.(map[string]any); ok {
					x = header(m).text("name")
				}
				out = append(out, strings.Trim(plain(fmt.Sprint(x)), "[] ")) // Obsidian makes links of them
			}
		case map[string]any:
			out = persons(header(v).text("name"))
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// address is the address of the original.
func (h header) address() string {
	for _, k := range []string{"canonicalurl", "canonical_url", "canonical", "from", "original", "original_url",
		"source_url", "source", "link", "url", "ref", "via"} {
		if s, ok := h.value(k).(string); ok && isAddress(strings.TrimSpace(s)) {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// outlet is the name of who published the report.
func (h header) outlet() string {
	for _, k := range []string{"outlet", "publisher", "publication", "site", "site_name", "source", "from"} {
		if s := h.text(k); s != "" && !isAddress(s) {
			return s
		}
	}
	return ""
}
