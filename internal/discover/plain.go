package discover

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/text"
)

// plain returns the text of a piece of HTML, without what is not shown.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return text.Collapse(s)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return text.Collapse(b.String())
		case html.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			hidden += concealed(string(name))
			b.WriteString(gap(string(name)))
		case html.EndTagToken:
			name, _ := z.TagName()
			hidden = max(0, hidden-concealed(string(name)))
			b.WriteString(gap(string(name)))
		case html.SelfClosingTagToken:
			b.WriteByte(' ')
		}
	}
}

// concealed is 1 for elements whose text is not shown.
func concealed(tag string) int {
	switch tag {
	case "script", "style", "template", "noscript", "svg", "head", "select":
		return 1
	}
	return 0
}

// gap is the space that an element's edge leaves in the text.
func gap(tag string) string {
	switch tag {
	case "a", "b", "i", "em", "strong", "span", "u", "s", "sub", "sup", "small", "mark", "abbr", "q", "cite", "code", "font", "wbr":
		return ""
	}
	return " "
}
