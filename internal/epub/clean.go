package epub

import (
	"fmt"
	"html"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/text"
)

// line is s on one line, without characters that no document can hold.
func line(s string) string { return text.Collapse(strings.Map(text.Visible, clean(s))) }

func clean(s string) string { return strings.Map(printable, strings.ToValidUTF8(s, "\uFFFD")) }

// printable drops what XML 1.0 (section 2.2) and HTML forbid: control characters and
// noncharacters.
func printable(r rune) rune {
	switch {
	case r == '\t' || r == '\n':
		return ' '
	case r < 0x20 || r >= 0x7f && r <= 0x9f || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
		return -1
	}
	return r
}

// esc is s as text or as the value of an attribute.
func esc(s string) string { return html.EscapeString(clean(s)) }

// cut shortens s to at most n characters.
func cut(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	end := 0
	for range n {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace) + "…"
}

// tag is a language tag in its canonical form, or "" if it is none.
func tag(s string) string {
	t, err := language.Parse(s)
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

// in says in which language, and which way, the content of an element is written. For an
// unknown language the way is taken from the text.
func in(lang string) string {
	lang = tag(lang)
	return fmt.Sprintf(` xml:lang="%[1]s" lang="%[1]s" dir="%[2]s"`, lang, direction(lang))
}

func direction(lang string) string {
	t, err := language.Parse(lang)
	if lang == "" || err != nil {
		return "auto"
	}
	switch script, _ := t.Script(); script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return "ltr"
}

// web returns address if it is an absolute web address that any reader can follow, else "".
func web(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.Trim(u.Host, hostBytes) != "" {
		return ""
	}
	u.User = nil
	var b strings.Builder
	s := u.String()
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}[]", c) >= 0 || c == '%' && !escaped(s[i:]) {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

const hostBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:"

// escaped reports whether s begins with a percent sign and two hexadecimal digits.
func escaped(s string) bool {
	return len(s) > 2 && strings.Trim(s[1:3], "0123456789abcdefABCDEF") == ""
}
