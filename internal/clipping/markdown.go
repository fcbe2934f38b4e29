package clipping

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// ErrNoFrontMatter is a Markdown file without a head that says what it is.
var ErrNoFrontMatter = errors.New("it has no front matter: nothing says where and when it was published")

// Markdown reads a page of Markdown with front matter in YAML, TOML or JSON. name is the file's,
// which has the date in Jekyll's posts. The address is the one that the front matter gives, else
// url; without any the error is ErrNoAddress.
func Markdown(name, url string, doc []byte) (news.Article, error) {
	doc = bytes.TrimPrefix(doc, []byte("\ufeff"))
	if !utf8.Valid(doc) {
		return news.Article{}, errors.New("it is not UTF-8")
	}
	head, body, err := frontMatter(string(bytes.ReplaceAll(doc, []byte("\r\n"), []byte("\n"))))
	if err != nil {
		return news.Article{}, err
	}
	h := header(head)
	ours := h.text("canonicalurl") != "" && h.text("digest_by", "outlet") != ""
	a := news.Article{
		Title: h.text("headline", "title"), Standfirst: h.text("description", "summary", "excerpt", "subtitle", "abstract"),
		Outlet: h.outlet(), Byline: h.list("author", "authors", "byline"), Tags: h.list("tags", "tag", "keywords"),
		Lang: h.text("lang", "language"), URL: cmp.Or(h.address(), url), Section: h.text("section"),
	}
	for _, d := range []struct {
		to   *time.Time
		keys []string
	}{
		{&a.Published, []string{"date", "published", "pubdate", "published_at", "date_published", "created"}},
		{&a.Updated, []string{"lastmod", "updated", "modified", "last_modified_at", "date_modified"}},
	} {
		if *d.to, err = date(h.text(d.keys...)); err != nil {
			return a, fmt.Errorf("front matter: %s: %w", d.keys[0], err)
		}
	}
	if a.Published.IsZero() {
		a.Published = dated(name)
	}
	a.Hour = hourOf(a.Published)
	if len(a.Tags) == 0 {
		a.Tags = h.list("categories", "category")
	}
	if ours {
		a, body = own(a, h, body)
	}
	a.Blocks = markdown(body)
	if a, err = complete(a); errors.Is(err, ErrNoAddress) {
		err = errors.New("its front matter names no address of the original (from, source, url, link, original)")
	}
	return a, err
}

// own completes an article of waidian's own export, and cuts the digest before the text and the
// line of origin behind it: neither is the outlet's text.
func own(a news.Article, h header, body string) (news.Article, string) {
	a.Source, a.SourceName = news.SourceID(h.text("source")), h.text("source_name")
	if h.text("headline") == "" { // of an earlier version: the heading begins with the source's name
		a.Title = strings.TrimPrefix(a.Title, a.Outlet+"-")
	}
	a.Standfirst = h.text("standfirst")
	a.Captured, _ = date(h.text("publishdate"))
	if _, rest, ok := strings.Cut(body, "\n<!--more-->\n"); ok {
		body = rest
	}
	if i := strings.LastIndex(body, "\n---\n"); i >= 0 {
		body = body[:i]
	}
	return a, body
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

// frontMatter divides a page into its head and its text.
func frontMatter(doc string) (head map[string]any, body string, err error) {
	for _, f := range []struct {
		mark string
		read func(string) (map[string]any, error)
	}{{"---", yaml}, {"+++", readTOML}} {
		rest, ok := strings.CutPrefix(doc, f.mark+"\n")
		if !ok {
			continue
		}
		src, body, ok := strings.Cut("\n"+rest, "\n"+f.mark)
		if !ok {
			return nil, "", errors.New("its front matter has no end")
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
	d := json.NewDecoder(strings.NewReader(doc))
	if err := d.Decode(&head); err != nil {
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
				out = append(out, plain(fmt.Sprint(x)))
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
	for _, k := range []string{"canonicalurl", "canonical_url", "canonical", "from", "original", "original_url", "source_url", "source", "link", "url", "ref", "via"} {
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

// notText is what a page has besides its text: scripts and remarks of HTML, tags of Liquid (Jekyll,
// Hexo), shortcodes of Hugo.
var notText = regexp.MustCompile(`(?is)<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|\{%.*?%\}|\{\{[<%].*?[>%]\}\}`)

// markdown returns the text of Markdown in blocks (CommonMark 0.31, and what is left of it where the
// text is HTML).
func markdown(src string) []news.Block {
	var out []news.Block
	for chunk := range strings.SplitSeq(notText.ReplaceAllString(src, "\n"), "\n\n") {
		if chunk = strings.Trim(chunk, "\n"); strings.TrimSpace(chunk) == "" {
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(chunk), "<") {
			out = append(out, fragment(chunk)...)
			continue
		}
		out = append(out, lines(chunk)...)
	}
	return out
}

var (
	heading = regexp.MustCompile(`^ {0,3}#{1,6}\s+`)
	item    = regexp.MustCompile(`^\s*([-*+]|\d{1,9}[.)])\s+`)
	quote   = regexp.MustCompile(`^ {0,3}>\s?`)
	rule    = regexp.MustCompile(`^ {0,3}([-*_=]\s*){3,}$|^ {0,3}=+\s*$`)
	target  = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:\s`)
	fence   = regexp.MustCompile("^ {0,3}(```|~~~)")
)

// lines divides lines without a blank one among them into blocks.
func lines(chunk string) []news.Block {
	var in outline
	for line := range strings.SplitSeq(chunk, "\n") {
		in.line(line)
	}
	var kept []news.Block
	for _, b := range in.blocks {
		captioned := emphasised(b.Text)
		if b.Text = plain(inline(b.Text)); b.Text == "" {
			continue
		}
		if b.Text = text.Collapse(b.Text); captioned && b.Kind == news.Paragraph && len(in.blocks) == 1 {
			b.Kind = news.Caption
		}
		kept = append(kept, b)
	}
	return kept
}

// outline is what lines come to, in the words of their source.
type outline struct {
	blocks []news.Block
	open   news.BlockKind // of the block that a line without a mark goes on with; empty: none
}

// line takes in the next line.
func (o *outline) line(line string) {
	if rule.MatchString(line) || target.MatchString(line) || fence.MatchString(line) {
		o.open = ""
		return
	}
	if s, ok := unmarked(line, heading); ok {
		o.add(news.Heading, strings.TrimRight(s, "# "))
		o.open = ""
	} else if s, ok := unmarked(line, item); ok {
		o.add(news.ListItem, s)
	} else if s, ok := unmarked(line, quote); ok && o.open == news.Quote {
		o.goOn(s)
	} else if ok {
		o.add(news.Quote, s)
	} else if o.open != "" {
		o.goOn(line)
	} else {
		o.add(news.Paragraph, line)
	}
}

func (o *outline) add(kind news.BlockKind, s string) {
	o.blocks, o.open = append(o.blocks, news.Block{Kind: kind, Text: s}), kind
}

func (o *outline) goOn(s string) { o.blocks[len(o.blocks)-1].Text += "\n" + s }

// unmarked is a line without the mark that begins it, and whether it has that mark.
func unmarked(line string, mark *regexp.Regexp) (string, bool) {
	at := mark.FindStringIndex(line)
	if at == nil {
		return line, false
	}
	return line[at[1]:], true
}

// emphasised reports whether a block is a line in italics as a whole, which is how the caption of a
// picture is written.
func emphasised(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) > 2 && s[0] == '*' && s[1] != '*' && strings.IndexByte(s[1:], '*') == len(s)-2
}

// inline takes Markdown's marks off a text and leaves HTML and its entities.
func inline(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, next := s[i], at(s, i+1)
		switch {
		case c == '\\' && strings.IndexByte(escapable, next) >= 0:
			i++
			b.WriteString(literal(next))
		case c == '!' && next == '[':
			_, i = bracket(s, i+1)
		case c == '[':
			inner, end := bracket(s, i)
			if end == i {
				inner = "["
			} else {
				inner = inline(inner)
			}
			b.WriteString(inner)
			i = end
		case emphasis(s, i):
		case c == '<' && isAddress(upTo(s[i+1:], '>')):
			address := upTo(s[i+1:], '>')
			b.WriteString(address)
			i += len(address) + 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// escapable are the characters that a backslash takes the meaning from.
const escapable = "\\`*_{}[]()#+-.!|~<>&=:\"'$%,/;?@^"

// literal is HTML for a character that was escaped.
func literal(c byte) string {
	if c == '<' {
		return "&lt;"
	}
	return string(rune(c))
}

// at is the byte of s at i; a blank beyond its ends.
func at(s string, i int) byte {
	if i < 0 || i >= len(s) {
		return ' '
	}
	return s[i]
}

// upTo is s before the first end, or all of it.
func upTo(s string, end byte) string {
	if i := strings.IndexByte(s, end); i >= 0 {
		return s[:i]
	}
	return s
}

// emphasis reports whether the character at i marks emphasis, code or what is struck out.
func emphasis(s string, i int) bool {
	switch s[i] {
	case '`':
		return true
	case '~':
		return at(s, i-1) == '~' || at(s, i+1) == '~'
	case '*':
		return !loose(s, i)
	case '_':
		return !within(s, i)
	}
	return false
}

// loose reports whether a mark has blanks on both sides: then it is a character.
func loose(s string, i int) bool {
	return at(s, i-1) == ' ' && at(s, i+1) == ' '
}

// within reports whether a mark is inside a word.
func within(s string, i int) bool {
	letter := func(c byte) bool { return c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
	return i > 0 && i+1 < len(s) && letter(s[i-1]) && letter(s[i+1])
}

// longestLink bounds the text in brackets, and the address behind it, in bytes.
const longestLink = 2000

// bracket returns what is in the brackets that open at i, and where the link ends that it is the
// text of. Where it is no link the end is i.
func bracket(s string, i int) (inner string, end int) {
	depth := 0
	for j := i; j < len(s) && j-i < longestLink; j++ {
		switch s[j] {
		case '\\':
			j++
		case '[':
			depth++
		case ']':
			if depth--; depth > 0 {
				continue
			}
			if j+1 == len(s) || s[j+1] != '(' && s[j+1] != '[' {
				return "", i
			}
			closing := map[byte]byte{'(': ')', '[': ']'}[s[j+1]]
			rest := s[j+1 : min(len(s), j+1+longestLink)]
			if strings.HasPrefix(rest, "(<") {
				if k := strings.Index(rest, ">)"); k >= 0 {
					return s[i+1 : j], j + 1 + k + 1
				}
			}
			if k := strings.IndexByte(rest, closing); k >= 0 {
				return s[i+1 : j], j + 1 + k
			}
			return "", i
		}
	}
	return "", i
}
