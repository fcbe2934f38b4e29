package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// clean drops the characters that nobody sees: soft hyphens, zero-width spaces,
// byte order marks and control characters.
func clean(s string) string {
	if !soiled(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || r == '\u2060' || r == utf8.RuneError || r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}, s)
}

// reference is a character reference as HTML has them.
var reference = regexp.MustCompile(`&(?:#[0-9]{2,6}|#x[0-9A-Fa-f]{2,5}|[A-Za-z]{3,8}[0-9]{0,2});`)

// deref reads the character references that readers see because they were escaped twice; not those of markup, of which a text
// may speak.
func deref(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return reference.ReplaceAllStringFunc(s, func(ref string) string {
		switch c := html.UnescapeString(ref); {
		case c == "<" || c == ">" || c == ref || strings.ContainsFunc(c, unicode.IsControl):
			return ref
		case strings.TrimSpace(c) == "":
			return " "
		default:
			return clean(c)
		}
	})
}

// soiled reports whether there may be anything to clean in s: all but plain ASCII.
func soiled(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return true
		}
	}
	return false
}
