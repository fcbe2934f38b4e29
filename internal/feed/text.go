package feed

import (
	"strings"
	"unicode"
)

// plainText turns HTML into one line of text: tags, comments, scripts and styles
// dropped, references replaced, white space collapsed. When loose, only tags of
// HTML are tags: "<cost>" in a headline is the writer's own.
func plainText(fragment string, loose bool) string {
	if strings.IndexByte(fragment, '<') >= 0 {
		fragment = stripTags(oneLine(fragment), loose)
	}
	return oneLine(unescape(fragment))
}

// oneLine trims and collapses white space and drops control characters and
// those that only steer the layout (but not the joiners that spelling needs).
func oneLine(s string) string {
	if tidy(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\u200b', r == '\ufeff', r == '\u00ad':
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// tidy reports whether s is ASCII on one line already: the common case.
func tidy(s string) bool {
	before := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x7f || c < ' ' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return len(s) == 0 || before != ' '
}

// stripTags drops the tags of s, so that what is left holds none: not even one
// that only the dropping has put together, as in "<<b>b>".
func stripTags(s string, loose bool) string {
	var out strings.Builder
	tags := tagsOf(s)
	open := false // out holds a "<" that has not met its ">"
	for pos := 0; ; {
		i := strings.IndexByte(s[pos:], '<')
		if i < 0 {
			out.WriteString(s[pos:])
			return out.String()
		}
		out.WriteString(s[pos : pos+i])
		open = open && strings.IndexByte(s[pos:pos+i], '>') < 0
		pos += i
		n := tags.end(pos)
		if n < 0 || loose && !strings.HasPrefix(s[pos:], "<!--") && !isHTMLTag(tagName(s[pos:])) {
			out.WriteByte('<')
			open = true
			pos++
			continue
		}
		if open {
			out.WriteByte(' ')
		}
		name, closing := tagName(s[pos:]), s[pos+1] == '/'
		pos += n
		switch name {
		case "script", "style":
			if !closing {
				pos = tags.afterEnd(pos, name)
			}
		case "br", "p", "div", "li", "td", "hr", "h1", "h2", "h3", "h4", "h5", "h6":
			out.WriteByte(' ')
		}
	}
}

// afterEnd returns where the next end tag of name ends, or the end of all.
func (t *tags) afterEnd(pos int, name string) int {
	for {
		i := strings.Index(t.s[pos:], "</")
		if i < 0 {
			return len(t.s)
		}
		pos += i
		if n := t.end(pos); n >= 0 && tagName(t.s[pos:]) == name {
			return pos + n
		}
		pos += 2
	}
}

func tagName(s string) string {
	s = strings.TrimPrefix(s[1:], "/")
	n := 0
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return strings.ToLower(s[:n])
}

// isHTMLTag knows the elements of HTML, those of its past included, that occur
// in headlines and summaries.
func isHTMLTag(name string) bool {
	switch name {
	case "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi", "bdo", "big",
		"blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup",
		"data", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption",
		"figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
		"hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark",
		"marquee", "math", "menu", "meta", "meter", "nav", "nobr", "noscript", "object", "ol", "optgroup", "option",
		"output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "section",
		"select", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody",
		"td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var",
		"video", "wbr":
		return true
	}
	return false
}
