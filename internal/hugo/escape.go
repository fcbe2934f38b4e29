package hugo

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/text"
)

// webAddress returns s, escaped for a link in Markdown, if it is an absolute web address, else "".
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
		return text.Visible(r)
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// markdownMarks escapes the characters that mean something to Markdown anywhere in a line
// (CommonMark 0.31, 2.4). Hugo looks for shortcodes ({{< and {{%) and the divider <!--more-->
// before it reads Markdown and ignores backslashes: those characters become character references.
var markdownMarks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "~", `\~`, "|", `\|`,
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "{", "&#123;", "}", "&#125;")

// hugoToken is the placeholder that Hugo puts for a shortcode while it renders Markdown. It replaces
// every placeholder afterwards, and an unknown one fails the whole build. A zero-width space breaks it.
const hugoToken = "HAHAHUGOSHORTCODE"

// escapeMarkdown is s as one paragraph, list item or heading without any markup.
func escapeMarkdown(s string) string {
	s = markdownMarks.Replace(strings.ReplaceAll(oneLine(s), hugoToken, hugoToken[:4]+"\u200b"+hugoToken[4:]))
	if s == "" {
		return ""
	}
	// At the start of a line these characters begin a heading, a list, a rule or a definition.
	if strings.IndexByte("#-+=:", s[0]) >= 0 {
		s = `\` + s
	}
	if i := strings.IndexAny(s, ".)"); i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "" {
		s = s[:i] + `\` + s[i:]
	}
	// Number signs at the end of a heading would close it.
	if n := len(strings.TrimRight(s, "#")); n < len(s) && n > 0 && s[n-1] == ' ' {
		s = s[:n] + `\` + s[n:]
	}
	return s
}
