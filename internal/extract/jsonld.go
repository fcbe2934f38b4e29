package extract

import (
	"encoding/json"
	"html"
	"strconv"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

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
	for _, s := range find(root, atom.Script) {
		if s.FirstChild == nil || len(s.FirstChild.Data) > maxLD || !strings.Contains(strings.ToLower(attr(s, "type")), "ld+json") {
			continue
		}
		collect(decodeLD(s.FirstChild.Data), 0, &out)
	}
	return out
}

// decodeLD reads JSON as pages write it: with raw line breaks in strings, comments
// around it, commas before a closing bracket, several values in a row.
func decodeLD(s string) any {
	s = strings.TrimSpace(s)
	for _, w := range []string{"<!--", "//<![CDATA[", "<![CDATA["} {
		s = strings.TrimSpace(strings.TrimPrefix(s, w))
	}
	for _, w := range []string{"-->", "//]]>", "]]>", ";"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, w))
	}
	var v any
	if json.NewDecoder(strings.NewReader(s)).Decode(&v) == nil {
		return v
	}
	if json.NewDecoder(strings.NewReader(mend(s))).Decode(&v) == nil {
		return v
	}
	return nil
}

// mend makes JSON of what is nearly JSON.
func mend(s string) string {
	var b strings.Builder
	inString, escaped := false, false
	for i := range len(s) {
		ch := s[i]
		switch {
		case inString && escaped:
			escaped = false
			if !strings.ContainsRune(`"\/bfnrtu`, rune(ch)) {
				b.WriteByte('\\')
			}
		case inString && ch == '\\':
			escaped = true
		case ch == '"':
			inString = !inString
		case inString && ch < ' ':
			b.WriteByte(' ')
			continue
		case !inString && ch == ',':
			if rest := strings.TrimLeft(s[i+1:], " \t\r\n"); strings.HasPrefix(rest, "}") || strings.HasPrefix(rest, "]") {
				continue
			}
		}
		b.WriteByte(ch)
	}
	return b.String()
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
			"@reverse", "video", "liveBlogUpdate"} {
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

// bodyText is the text of the report that the object carries, without markup.
func (n node) bodyText() string {
	s := n.str("articleBody")
	if len(s) > maxDataText {
		s = strings.ToValidUTF8(s[:maxDataText], "")
	}
	return strip(s)
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
