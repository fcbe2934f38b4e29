package site

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"unicode"

	"github.com/longbridgeapp/opencc"
	"golang.org/x/net/html"
)

// A reader of Chinese may choose the script: each page has a twin in the other one, in a folder
// of its own, made from the page itself. The interface and what the desk has written are
// converted; what outlets have written stays as it is. A twin depends on its page alone: it is
// made when its page is written, and goes with it.

// twins makes the pages in the other script.
type twins struct {
	dir      string // "hant" or "hans"
	from, to string // languages: zh-Hans, zh-Hant
	name     string // of the other script, in it
	back     string // of the page's own
	convert  *opencc.OpenCC
	known    sync.Map // short texts -> converted; the interface has few
}

// newTwins returns nil where the interface is not Chinese.
func newTwins(language string) (*twins, error) {
	t := &twins{dir: "hant", from: "zh-Hans", to: "zh-Hant", name: "繁體", back: "简体"}
	rules := "s2tw"
	switch language {
	case "zh-Hans":
	case "zh-Hant":
		t = &twins{dir: "hans", from: "zh-Hant", to: "zh-Hans", name: "简体", back: "繁體"}
		rules = "t2s"
	default:
		return nil, nil
	}
	var err error
	if t.convert, err = opencc.New(rules); err != nil {
		return nil, fmt.Errorf("load the tables of Chinese scripts: %w", err)
	}
	return t, nil
}

// has reports whether the page at p has a twin.
func (t *twins) has(p string) bool {
	return t != nil && strings.HasSuffix(p, ".html") && p != "404.html"
}

func (t *twins) path(p string) string { return t.dir + "/" + p }

// link is the way from the page at p to its twin, at the head of the navigation.
func (t *twins) link(p string) string {
	return fmt.Sprintf(`<a class="script" rel="alternate" lang="%s" hreflang="%s" href="%s%s">%s</a>`,
		t.to, t.to, strings.Repeat("../", strings.Count(p, "/")), t.path(p), t.name)
}

// wayBack is the way from the twin of the page at p to the page.
func (t *twins) wayBack(p string) string {
	return fmt.Sprintf(`<a class="script" rel="alternate" lang="%s" hreflang="%s" href="%s%s">%s</a>`,
		t.from, t.from, strings.Repeat("../", strings.Count(p, "/")+1), p, t.back)
}

// text converts a text.
func (t *twins) text(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0 {
		return s
	}
	if v, ok := t.known.Load(s); ok {
		return v.(string)
	}
	out, err := t.convert.Convert(s)
	if err != nil {
		return s
	}
	if len(s) <= 60 {
		t.known.Store(s, out)
	}
	return out
}

// element is an open element on the way through a page.
type element struct {
	name string
	ours bool // in the page's script, and not an outlet's words
}

// twin makes the twin of the page at p.
func (t *twins) twin(p string, page []byte, self string) []byte {
	page = bytes.Replace(page, []byte(t.link(p)), []byte("\x00"), 1)
	var out bytes.Buffer
	out.Grow(len(page) + 256)
	z := html.NewTokenizer(bytes.NewReader(page))
	z.SetMaxBuf(0)
	open := []element{{}}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := z.Raw()
		switch kind {
		case html.TextToken:
			in := open[len(open)-1]
			if in.ours && in.name != "script" {
				out.WriteString(html.EscapeString(t.text(html.UnescapeString(string(raw)))))
				continue
			}
			out.Write(raw)
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			e := element{string(name), open[len(open)-1].ours}
			if more {
				e = t.tag(&out, p, self, z, e, kind == html.SelfClosingTagToken)
			} else {
				out.Write(raw)
			}
			if e.name == "title" && (strings.HasPrefix(p, "a/") || strings.HasPrefix(p, "s/")) {
				e.ours = false // an outlet's headline, as a rule
			}
			if kind == html.StartTagToken && !void[e.name] {
				open = append(open, e)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			for i := len(open) - 1; i > 0; i-- {
				if open[i].name == string(name) {
					open = open[:i]
					break
				}
			}
			out.Write(raw)
		default:
			out.Write(raw)
		}
	}
	return bytes.Replace(out.Bytes(), []byte("\x00"), []byte(t.wayBack(p)), 1)
}

// void are the elements of our pages that have no end.
var void = map[string]bool{"meta": true, "link": true, "input": true, "br": true, "img": true}

// originals are the classes of what outlets have written.
var originals = map[string]bool{"text": true, "orig": true, "captions": true}

// tag writes a tag with attributes, and returns what its element is.
func (t *twins) tag(out *bytes.Buffer, p, self string, z *html.Tokenizer, e element, closed bool) element {
	type attribute struct{ key, value string }
	var as []attribute
	kept, lang, around, named := false, "", e.ours, false
	for more := true; more; {
		var k, v []byte
		k, v, more = z.TagAttr()
		a := attribute{string(k), string(v)}
		switch a.key {
		case "lang":
			lang, e.ours = a.value, a.value == t.from
		case "translate":
			kept = true
		case "class":
			kept = kept || originals[a.value]
		case "hreflang":
			named = true // the address after it is in the language it is told to be
		case "href", "src", "action":
			if !named {
				a.value = t.address(p, self, a.value)
			}
		}
		as = append(as, a)
	}
	if kept {
		e.ours = false
	}
	out.WriteString("<" + e.name)
	for _, a := range as {
		if (e.ours || around) && told(a.key) {
			a.value = t.text(a.value)
		}
		if a.key == "lang" && e.ours && lang == t.from {
			a.value = t.to
		}
		out.WriteString(" " + a.key)
		if a.value != "" || a.key != "defer" && a.key != "required" {
			out.WriteString(`="` + html.EscapeString(a.value) + `"`)
		}
		if a.value == "found" && a.key == "id" {
			out.WriteString(` data-pages="` + t.dir + `/"`)
		}
	}
	if closed {
		out.WriteByte('/')
	}
	out.WriteByte('>')
	return e
}

// told reports whether an attribute is shown to readers in our words.
func told(key string) bool {
	return key == "title" || key == "aria-label" || strings.HasPrefix(key, "data-") && key != "data-t" && key != "data-n"
}

// address returns how the twin of the page at p refers to what the page calls href: pages by
// their twins, other files where they are.
func (t *twins) address(p, self, href string) string {
	switch {
	case href == self && self != "":
		return strings.TrimSuffix(self, p) + t.path(p)
	case href == "" || href[0] == '#' || strings.Contains(href, ":"):
		return href
	}
	file, part, _ := strings.Cut(href, "#")
	if t.has(file) {
		return href
	}
	out := strings.Repeat("../", strings.Count(p, "/")+1) + path.Join(path.Dir(p), file)
	if part != "" {
		out += "#" + part
	}
	return out
}

// writeTwin makes the twin of the page at p hold what the page is about to hold.
func (r *run) writeTwin(p string, page []byte, isNew bool) error {
	if !r.twins.has(p) {
		return nil
	}
	self := ""
	if r.o.URL != "" {
		self = r.address(p)
	}
	to := r.twins.path(p)
	data := r.twins.twin(p, page, self)
	if holds(filepath.Join(r.o.Out, filepath.FromSlash(to)), data) {
		r.mu.Lock()
		r.report.Unchanged++
		r.mu.Unlock()
		return nil
	}
	return r.replace(to, data, isNew)
}

// parted removes the twins of a site that has none any more, or others.
func (r *run) parted() error {
	for _, dir := range []string{"hant", "hans"} {
		if r.twins != nil && r.twins.dir == dir {
			continue
		}
		full := filepath.Join(r.o.Out, dir)
		if _, err := os.Stat(full); err != nil {
			continue
		}
		if err := r.begun(); err != nil {
			return err
		}
		if err := os.RemoveAll(full); err != nil {
			return err
		}
	}
	return nil
}
