package weblink

import (
	"bytes"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page that leads elsewhere may say so in these many runes outside its links. Whoever declares a refresh means it,
// whatever stands around it; a script or a canonical address counts only where nothing else is there.
const (
	biggestStub  = 64 << 10         // bytes of a page that is looked at
	longestWait  = 10 * time.Second // of a refresh
	atOnce       = 1500             // runes beside a refresh without a wait
	afterAWait   = 600              // runes beside one with a wait
	besideScript = 300              // runes beside a script, or beside a refresh in noscript
	besideCanon  = 120              // runes beside a canonical address
	mostScript   = 4 << 10          // bytes of a script that is read
)

// Onward returns the web address to which an answer of status 200 sends whoever asks for it, or "": it is a page of its own. address
// is where it came from, refresh its Refresh field, page its bytes, in UTF-8 or another encoding that keeps ASCII.
func Onward(address, refresh string, page []byte) string {
	base, err := url.Parse(address)
	if err != nil {
		return ""
	}
	wait, target, declared := Refresh(refresh)
	declared = declared && target != "" && wait <= longestWait
	if len(page) > biggestStub || !declared && !hints(page) {
		return ""
	}
	s := readStub(page)
	if s.list {
		return ""
	}
	if !declared {
		wait, target, declared = s.wait, s.refresh, s.refresh != ""
		if u := resolve(base, s.base); s.base != "" && u != "" {
			base, _ = url.Parse(u)
		}
	}
	if !declared || s.text > afterAWait && (wait != 0 || s.text > atOnce) {
		target = s.undeclared(base)
	}
	if target == "" {
		return ""
	}
	return resolve(base, target)
}

// undeclared is where a page leads that holds nothing and declares no refresh that counts: by a script, by a refresh for readers
// without scripts, or by its canonical address; "": nowhere.
func (s *stub) undeclared(base *url.URL) string {
	if s.text <= besideScript {
		if script := s.script(); script != "" && s.linked <= besideScript {
			return script
		}
		if s.unscripted != "" {
			return s.unscripted
		}
	}
	if s.text <= besideCanon && s.anchors <= 3 && !s.fills && elsewhere(base, s.canonical) {
		return s.canonical
	}
	return ""
}

// hints reports whether a page has a word without which it cannot lead on.
func hints(page []byte) bool {
	lower := bytes.ToLower(page)
	return bytes.Contains(lower, []byte("refresh")) || bytes.Contains(lower, []byte("location")) ||
		bytes.Contains(lower, []byte("canonical"))
}

// elsewhere reports whether a canonical address has another path than the page, and is not the outlet's home page.
func elsewhere(page *url.URL, canonical string) bool {
	if canonical == "" {
		return false
	}
	u, err := page.Parse(canonical)
	return err == nil && strings.Trim(u.Path, "/") != "" && strings.Trim(u.Path, "/") != strings.Trim(page.Path, "/")
}

// stub is what a page says of where it leads.
type stub struct {
	list       bool // it is a feed or a sitemap
	base       string
	wait       time.Duration
	refresh    string // of a meta element
	unscripted string // of a meta element in noscript
	canonical  string
	scripts    []string
	onload     string
	fills      bool // scripts, frames, forms or pictures may be what it shows
	text       int  // runes of text outside links
	linked     int  // runes of text in links
	anchors    int
}

// readStub reads a page in one pass.
func readStub(page []byte) *stub {
	s := &stub{}
	z := html.NewTokenizer(bytes.NewReader(page))
	z.SetMaxBuf(biggestStub)
	in := map[atom.Atom]int{}
	for first := true; ; {
		switch z.Next() {
		case html.ErrorToken:
			return s
		case html.TextToken:
			s.words(z.Text(), in)
		case html.EndTagToken:
			name, _ := z.TagName()
			if a := atom.Lookup(name); in[a] > 0 {
				in[a]--
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			if first {
				switch first = false; string(name) {
				case "rss", "feed", "rdf:rdf", "urlset", "sitemapindex", "opml":
					s.list = true
					return s
				}
			}
			a := atom.Lookup(name)
			s.element(a, Attributes(z, more), in)
			switch a {
			case atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Template, atom.A, atom.Svg:
				in[a]++
			}
		}
	}
}

// Attributes gathers the attributes of the current tag, without space around their values; the first of one name counts.
// more is what TagName said of them.
func Attributes(z *html.Tokenizer, more bool) map[string]string {
	attrs := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, twice := attrs[string(k)]; !twice {
			attrs[string(k)] = strings.TrimSpace(string(v))
		}
	}
	return attrs
}

// words takes in a run of text.
func (s *stub) words(t []byte, in map[atom.Atom]int) {
	switch {
	case in[atom.Script] > 0:
		if len(t) <= mostScript && bytes.Contains(t, []byte("location")) {
			s.scripts = append(s.scripts, string(t))
		}
	case in[atom.Noscript] > 0:
		s.noscript(t)
	case in[atom.Style] > 0, in[atom.Title] > 0, in[atom.Template] > 0:
	case in[atom.A] > 0:
		s.linked += letters(t)
	default:
		s.text += letters(t)
	}
}

func letters(t []byte) (n int) {
	for len(t) > 0 {
		r, size := utf8.DecodeRune(t)
		if t = t[size:]; !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// noscript reads what a reader without scripts is shown; the tokenizer takes it for text.
func (s *stub) noscript(t []byte) {
	for z := html.NewTokenizer(bytes.NewReader(t)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			if attrs := Attributes(z, more); atom.Lookup(name) == atom.Meta && strings.EqualFold(attrs["http-equiv"], "refresh") {
				s.meta(attrs["content"], true)
			}
		}
	}
}

// element takes in a start tag.
func (s *stub) element(a atom.Atom, attrs map[string]string, in map[atom.Atom]int) {
	if in[atom.Template] > 0 {
		return
	}
	switch a {
	case atom.Base:
		if s.base == "" {
			s.base = attrs["href"]
		}
	case atom.Link:
		if s.canonical == "" && strings.EqualFold(attrs["rel"], "canonical") {
			s.canonical = attrs["href"]
		}
	case atom.Body:
		s.onload = attrs["onload"]
	case atom.A:
		s.anchors++
	case atom.Script, atom.Iframe, atom.Frame, atom.Form, atom.Img, atom.Video, atom.Object, atom.Svg:
		s.fills = true
	case atom.Meta:
		if strings.EqualFold(attrs["http-equiv"], "refresh") {
			s.meta(attrs["content"], false)
		}
	}
}

// meta takes in a meta element that refreshes; the first one counts.
func (s *stub) meta(content string, unscripted bool) {
	wait, target, ok := Refresh(content)
	switch {
	case !ok || target == "" || wait > longestWait:
	case unscripted && s.unscripted == "":
		s.unscripted = target
	case !unscripted && s.refresh == "":
		s.wait, s.refresh = wait, target
	}
}

var (
	quoted = `(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|` + "`([^`$\\\\\\n]*)`)"
	object = `(?:^|[\s;{}(,])(?:(?:window|self|top|parent|document|this|globalThis)\s*\.\s*)*location`
	moves  = regexp.MustCompile(object + `(?:\s*\.\s*href)?\s*=\s*` + quoted + `\s*(?:[;})\n<]|$)`)
	calls  = regexp.MustCompile(object + `\s*\.\s*(?:replace|assign)\s*\(\s*` + quoted + `\s*\)`)
	text   = regexp.MustCompile(quoted)
	remark = regexp.MustCompile(`/\*(?s:.*?)\*/|(?m:^\s*//.*$)`)
	unsure = regexp.MustCompile(`\b(?:if|else|switch|case|for|while|catch|confirm|prompt|click|addEventListener)\b|\?|&&|\|\|`)
	stored = regexp.MustCompile(`\bfunction\s+\w+\s*\(`) // a function with a name waits to be called
	called = regexp.MustCompile(`setTimeout|onload|requestAnimationFrame|DOMContentLoaded`)
)

// script is where the page's scripts lead whatever happens; "" if that is nowhere, or depends on anything.
func (s *stub) script() string {
	found := ""
	for _, code := range append(s.scripts, s.onload) {
		code = remark.ReplaceAllString(code, "")
		bare := text.ReplaceAllString(code, `""`)
		if unsure.MatchString(bare) || stored.MatchString(bare) && !called.MatchString(bare) && s.onload == "" {
			continue
		}
		for _, m := range append(moves.FindAllStringSubmatch(code, 5), calls.FindAllStringSubmatch(code, 5)...) {
			to := unescape(m[1] + m[2] + m[3])
			if to == "" || to[0] == '#' || found != "" && found != to {
				return ""
			}
			found = to
		}
	}
	return found
}

var escape = regexp.MustCompile(`\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)`)

// unescape undoes the escapes of a string of JavaScript that occur in addresses.
func unescape(s string) string {
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		if n, err := strconv.ParseUint(e[2:], 16, 32); err == nil && len(e) > 2 {
			return string(rune(n))
		}
		return e[1:]
	})
}
