package extract

import (
	"html"
	"strconv"
	"strings"
	"time"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// maxLD bounds one JSON-LD script, in bytes. The largest seen had 410 kB.
const maxLD = 2 << 20

// node is a JSON-LD object as it is written: https://schema.org terms, no expansion.
type node map[string]any

// nodes returns all objects of the page's JSON-LD scripts that name a type, in
// page order, outer ones first.
func nodes(root *nethtml.Node) []node {
	var out []node
	named := map[string]node{}
	for _, s := range find(root, atom.Script) {
		if s.FirstChild == nil || len(s.FirstChild.Data) > maxLD || !strings.Contains(strings.ToLower(attr(s, "type")), "ld+json") {
			continue
		}
		v := decodeLD(s.FirstChild.Data)
		collect(v, 0, &out)
		identify(v, 0, named)
	}
	for _, n := range out {
		n.resolve(named)
	}
	return out
}

// maxNamed bounds the objects of a page that others may refer to.
const maxNamed = 2000

// identify keeps the objects of a value that have an @id, of several the first with a name.
func identify(v any, depth int, named map[string]node) {
	if depth > 12 || len(named) >= maxNamed {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			identify(e, depth+1, named)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && id != "" && !refers(v) {
			if known, twice := named[id]; !twice || known["name"] == nil && v["name"] != nil {
				named[id] = v
			}
		}
		for _, e := range v {
			identify(e, depth+1, named)
		}
	}
}

// refers reports whether an object says nothing but which other it stands for.
func refers(v map[string]any) bool {
	for key := range v {
		if key != "@id" && key != "@type" {
			return false
		}
	}
	return v["@id"] != nil
}

// references are the fields under which an object may be another one of the page by its @id
// (JSON-LD 1.1, 3.3). Fields that mean an address, like mainEntityOfPage, stay as they are.
var references = []string{"author", "creator", "contributor", "editor", "publisher", "provider", "sourceOrganization", "copyrightHolder",
	"image", "thumbnail", "video", "about"}

// resolve puts the objects of the page in the place of references to them.
func (n node) resolve(named map[string]node) {
	target := func(v any) any {
		switch v := v.(type) {
		case string:
			if to, ok := named[v]; ok {
				return map[string]any(to)
			}
		case map[string]any:
			id, _ := v["@id"].(string)
			if to, ok := named[id]; ok && refers(v) {
				return map[string]any(to)
			}
		}
		return v
	}
	for _, key := range references {
		if list, ok := n[key].([]any); ok {
			out := make([]any, len(list))
			for i, v := range list {
				out[i] = target(v)
			}
			n[key] = out
		} else if v, ok := n[key]; ok {
			n[key] = target(v)
		}
	}
}

func collect(v any, depth int, out *[]node) {
	if depth > 12 || len(*out) > 2000 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			collect(e, depth+1, out)
		}
	case map[string]any:
		if _, ok := v["@type"]; ok {
			*out = append(*out, node(v))
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "subjectOf", "hasPart",
			"@reverse", "video"} {
			if e, ok := v[key]; ok {
				collect(e, depth+1, out)
			}
		}
	}
}

// is reports whether the object is of a type, or of one that ends like it.
func (n node) is(suffixes ...string) bool {
	for _, t := range n.all("@type") {
		t = t[strings.LastIndexAny(t, "/#:")+1:]
		for _, s := range suffixes {
			if strings.HasSuffix(t, s) {
				return true
			}
		}
	}
	return false
}

// str returns the first text under any of the keys.
func (n node) str(keys ...string) string {
	for _, k := range keys {
		if all := n.all(k); len(all) > 0 {
			return all[0]
		}
	}
	return ""
}

// all returns the texts under a key; an object counts as its name, @value, @id or url.
func (n node) all(key string) []string {
	var out []string
	var add func(v any, depth int)
	add = func(v any, depth int) {
		switch v := v.(type) {
		case string:
			if s := unescape(v); s != "" {
				out = append(out, s)
			}
		case float64:
			out = append(out, strconv.FormatFloat(v, 'f', -1, 64))
		case bool:
			out = append(out, strconv.FormatBool(v))
		case []any:
			if depth < 3 {
				for _, e := range v {
					add(e, depth+1)
				}
			}
		case map[string]any:
			for _, k := range []string{"@value", "name", "url", "@id"} {
				if e, ok := v[k]; ok && depth < 4 {
					add(e, depth+1)
					return
				}
			}
		}
	}
	add(n[key], 0)
	return out
}

// under returns the objects under a key.
func (n node) under(key string) []node {
	var out []node
	switch v := n[key].(type) {
	case map[string]any:
		out = append(out, node(v))
	case []any:
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				out = append(out, node(m))
			}
		}
	}
	return out
}

// unescape undoes the entities that many sites leave in JSON, and any markup.
func unescape(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsRune(s, '&') {
		s = html.UnescapeString(s)
		if strings.Contains(s, "&") {
			s = html.UnescapeString(s)
		}
	}
	return s
}

// maxDataText bounds the text of a report that is taken from structured data, in bytes.
const maxDataText = 200_000

// bodyText is the text of the report that the object carries, that of the posts of a live
// page too, without markup.
func (n node) bodyText() string {
	body := n.articleBody()
	for _, post := range n.posts() {
		if body += "\n" + post.articleBody(); len(body) > maxDataText {
			break
		}
	}
	return strip(bounded(body))
}

func (n node) articleBody() string { return strings.Join(n.all("articleBody"), "\n") }

// bounded cuts a text to maxDataText.
func bounded(s string) string {
	if len(s) > maxDataText {
		return strings.ToValidUTF8(s[:maxDataText], "")
	}
	return s
}

// maxUpdates bounds the posts of a live page that are taken from structured data.
const maxUpdates = 300

// posts are those of a live page.
func (n node) posts() []node {
	posts := n.under("liveBlogUpdate")
	return posts[:min(len(posts), maxUpdates)]
}

// told is the text of the report that the object carries, paragraph by paragraph: its own
// body, and that of each post of a live page under its time and headline.
func (n node) told() []news.Block {
	var out []news.Block
	size := 0
	add := func(kind news.BlockKind, s string) {
		if size += len(s); s != "" && size <= maxDataText {
			out = append(out, news.Block{Kind: kind, Text: s, Ends: text.Sentences(s)})
		}
	}
	for _, s := range paragraphs(n.articleBody()) {
		add(news.Paragraph, s)
	}
	for _, post := range n.posts() {
		if size > maxDataText {
			break
		}
		body := paragraphs(post.articleBody())
		if len(body) > 0 {
			add(news.Heading, post.heading())
		}
		for _, s := range body {
			add(news.Paragraph, s)
		}
	}
	return out
}

// heading is the time of a post as it is written, and its headline.
func (n node) heading() string {
	head := oneLine(n.str("headline", "name"))
	if at, err := time.Parse(time.RFC3339, n.str("datePublished")); err == nil {
		head = strings.TrimSpace(at.Format("2006-01-02 15:04 ") + offsetOf(at) + " " + head)
	}
	return head
}

// offsetOf is the offset of a time from UTC.
func offsetOf(at time.Time) string {
	if _, offset := at.Zone(); offset == 0 {
		return "UTC"
	}
	return at.Format("-07:00")
}

// oneLine is a text of JSON or an attribute as one line without markup.
func oneLine(s string) string {
	s = unescape(s)
	if i := strings.IndexByte(s, '<'); i >= 0 && strings.IndexByte(s[i:], '>') > 0 {
		s = strip(s)
	}
	return neat(s)
}

// neat is a text as one line: a line break is white space before it is a character that
// nobody sees.
func neat(s string) string { return text.Collapse(clean(text.Collapse(s))) }

// strip is the text of a piece of HTML.
func strip(s string) string {
	z := nethtml.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return b.String()
		case nethtml.TextToken:
			b.Write(z.Text())
		case nethtml.StartTagToken, nethtml.EndTagToken, nethtml.SelfClosingTagToken:
			if n, _ := z.TagName(); breaks[atom.Lookup(n)] || string(n) == "br" {
				b.WriteByte(' ')
			}
		}
	}
}

// report picks the object that describes the page's report: an article of any
// kind, best the one whose headline or address is the page's.
func report(all []node, url string, titles []string) node {
	var best node
	most := float32(-1)
	for _, n := range all {
		if !n.is("Article", "BlogPosting", "Posting", "Report", "Review", "Recipe", "WebPage", "VideoObject") {
			continue
		}
		score := alike(n.str("headline", "name"), titles)
		switch {
		case n.is("NewsArticle", "ReportageNewsArticle", "LiveBlogPosting"):
			score += 0.9
		case n.is("Article", "BlogPosting", "Posting"):
			score += 0.8
		case n.is("Report", "Review", "Recipe"):
			score += 0.4
		case n.is("VideoObject"):
			score -= 0.5
		case n.is("WebPage"):
			score -= 0.3
		}
		if u := n.str("url", "@id", "mainEntityOfPage"); u != "" && sameAddress(u, url) {
			score += 0.5
		}
		if n.str("articleBody") != "" {
			score += 0.2
		}
		if n.str("datePublished") != "" {
			score += 0.2
		}
		if score > most {
			best, most = n, score
		}
	}
	return best
}

// sameAddress compares two addresses without scheme, "www.", query and last slash.
func sameAddress(a, b string) bool { return bare(a) == bare(b) }

func bare(u string) string {
	if _, rest, ok := strings.Cut(u, "://"); ok {
		u = rest
	}
	u, _, _ = strings.Cut(u, "#")
	u, _, _ = strings.Cut(u, "?")
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(u, "www."), "/"))
}
