package page

import (
	"html/template"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// stamp is a time as machines read it.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return clamp(t).Format(time.RFC3339)
}

// line makes one line of s, without characters that no text has or no reader sees.
func line(s string) string {
	return text.Collapse(strings.Map(seen, strings.ToValidUTF8(s, "\uFFFD")))
}

// seen drops what printable drops, and what no reader sees.
func seen(r rune) rune {
	if r = printable(r); r >= 0 {
		r = text.Visible(r)
	}
	return r
}

// printable drops what HTML and XML forbid: control characters and noncharacters.
func printable(r rune) rune {
	switch {
	case r == '\t' || r == '\n':
		return ' '
	case r < 0x20 || r >= 0x7f && r <= 0x9f || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
		return -1
	}
	return r
}

// cut shortens s to at most n characters, at a space where one is near.
func cut(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	end := 0
	for i := 0; i < n; i++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	if i := strings.LastIndexFunc(s[:end], unicode.IsSpace); i > end*3/4 {
		end = i
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace) + "…"
}

// tag returns the language tag s in canonical form, or "" (unknown, in HTML's terms) when it is none.
func tag(s string) string {
	switch s {
	case "", "en", "zh-Hans", "zh-Hant", "de", "fr", "ja":
		return s
	}
	t, err := language.Parse(s)
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// link is news.Linked.
func link(address string) string { return news.Linked(address) }

// esc escapes s for HTML text and quoted attributes.
func esc(s string) string { return template.HTMLEscapeString(s) }

// isolated is a name or a figure for a text of another language: where it is written from right to left, within marks that keep the order
// of what stands beside it (Unicode Standard Annex 9: first strong isolate).
func isolated(s string) string {
	if strings.ContainsFunc(s, rightToLeft) {
		return "\u2068" + s + "\u2069"
	}
	return s
}
