package feed

import (
	"net/url"
	"strings"
)

// resolve makes ref absolute against base (RFC 3986, 5). A reference that is
// absolute already is left byte for byte, trimmed; one that is no URL at all, or
// has no base, likewise.
func resolve(base, ref string) string {
	ref = strings.TrimSpace(ref)
	if base == "" || ref == "" || hasScheme(ref) {
		return ref
	}
	if b := parseBase(base); b != nil {
		return resolveURL(b, ref)
	}
	return ref
}

// parseBase returns an address that others can be relative to, else nil.
func parseBase(base string) *url.URL {
	if !isWeb(base) {
		return nil
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil
	}
	return u
}

func resolveURL(base *url.URL, ref string) string {
	u, err := base.Parse(ref)
	if err != nil {
		if u, err = base.Parse(escapeOdd(ref)); err != nil {
			return ref
		}
	}
	return u.String()
}

// escapeOdd percent-encodes what net/url refuses and browsers take.
func escapeOdd(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ' || c == 0x7f || c == '%' && !hexPair(s[i+1:]):
			const digits = "0123456789ABCDEF"
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func hexPair(s string) bool {
	return len(s) >= 2 && isHex(s[0]) && isHex(s[1])
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// hasScheme reports whether s starts with a scheme (RFC 3986, 3.1).
func hasScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ':':
			return i > 0
		case c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}

// isWeb reports whether s is an absolute http or https address.
func isWeb(s string) bool {
	for _, scheme := range []string{"http://", "https://"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			return true
		}
	}
	return false
}

// absolute makes the addresses in a fragment of HTML absolute and escapes every
// "<" that starts no tag. Everything else stays byte for byte; a fragment that
// needs no change is returned as it is.
func absolute(base *url.URL, fragment string) string {
	var out strings.Builder
	tags := tagsOf(fragment)
	done := 0 // bytes of fragment that are in out
	for pos := 0; ; {
		i := strings.IndexByte(fragment[pos:], '<')
		if i < 0 {
			break
		}
		pos += i
		end := tags.end(pos)
		if end < 0 {
			out.WriteString(fragment[done:pos])
			out.WriteString("&lt;")
			pos++
			done = pos
			continue
		}
		if base != nil {
			done = absoluteTag(base, fragment, pos, pos+end, done, &out)
		}
		pos += end
	}
	if done == 0 {
		return fragment
	}
	out.WriteString(fragment[done:])
	return out.String()
}

// tags finds the tags of a fragment. It knows where the last ones can end, so
// that a fragment of nothing but beginnings costs no more than any other.
type tags struct {
	s        string
	last     int  // offset of the last ">"
	remarked bool // a comment turned out not to end
}

func tagsOf(s string) tags { return tags{s: s, last: strings.LastIndexByte(s, '>')} }

// end returns the length of the tag or comment that starts at pos, or -1 when
// none does.
func (t *tags) end(pos int) int {
	s := t.s[pos:]
	if pos > t.last || len(s) < 3 {
		return -1
	}
	if strings.HasPrefix(s, "<!--") {
		if t.remarked {
			return -1
		}
		n := strings.Index(s[4:], "-->")
		if n < 0 {
			t.remarked = true
			return -1
		}
		return 4 + n + 3
	}
	c := s[1]
	if c == '/' {
		c = s[2]
	}
	switch {
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return tagLength(s)
	case s[1] == '?', s[1] == '!' && s[2]|0x20 >= 'a' && s[2]|0x20 <= 'z':
		return strings.IndexByte(s, '>') + 1
	}
	return -1
}

// blank are the characters that part attributes (HTML, "ASCII whitespace").
const blank = " \t\n\f\r"

// tagLength returns the length of the tag s starts with; there is a ">" in s. A
// quote that is never closed does not count.
func tagLength(s string) int {
	const (
		tag     = iota // in its name
		between        // attributes
		name           // in that of an attribute, or after one
		before         // the value
		bare           // in a value without quotes
		quoted
	)
	state, quote := tag, byte(0)
	for i := 2; i < len(s); i++ {
		c := s[i]
		white := strings.IndexByte(blank, c) >= 0
		switch {
		case state == quoted:
			if c == quote {
				state = between
			}
		case c == '>':
			return i + 1
		case state == before:
			if c == '"' || c == '\'' {
				state, quote = quoted, c
			} else if !white {
				state = bare
			}
		case state == bare:
			if white {
				state = between
			}
		case c == '/', state == tag && white:
			state = between
		case state == tag:
		case c == '=' && state == name:
			state = before
		case !white:
			state = name
		}
	}
	return strings.IndexByte(s, '>') + 1
}

// absoluteTag rewrites the addresses of the tag fragment[from:to] and returns
// how much of the fragment is in out after it.
func absoluteTag(base *url.URL, fragment string, from, to, done int, out *strings.Builder) int {
	attrs := fragment[from:to]
	space := strings.IndexAny(attrs, blank)
	if space < 0 || attrs[1] == '/' || attrs[1] == '!' {
		return done
	}
	for rest := attrs[space:]; ; {
		name, value, tail := htmlAttribute(rest)
		if name == "" {
			return done
		}
		if value != "" {
			if fixed := absoluteValue(base, name, value); fixed != value {
				start := to - len(tail) - len(value)
				if q := fragment[start+len(value)-1]; (q == '"' || q == '\'') && fragment[start-2] == q {
					start-- // the value lies between quotes
				}
				out.WriteString(fragment[done:start])
				out.WriteString(fixed)
				done = start + len(value)
			}
		}
		rest = tail
	}
}

// absoluteValue makes the address or addresses in an attribute absolute; a
// reference within the fragment stays one.
func absoluteValue(base *url.URL, name, value string) string {
	switch {
	case strings.EqualFold(name, "srcset"):
		return escapeAttr(absoluteSet(base, unescape(value)))
	case !isAddress(name) || hasScheme(strings.TrimSpace(value)):
		return value
	}
	ref := unescape(strings.TrimSpace(value))
	if ref == "" || ref[0] == '#' || hasScheme(ref) {
		return value
	}
	return escapeAttr(resolveURL(base, ref))
}

func escapeAttr(s string) string {
	return strings.NewReplacer("&", "&amp;", `"`, "&#34;", "'", "&#39;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// absoluteSet resolves the addresses of a srcset (HTML, 4.8.4.2.1).
func absoluteSet(base *url.URL, set string) string {
	parts := strings.Split(set, ",")
	for i, part := range parts {
		fields := strings.Fields(part)
		if len(fields) > 0 && len(fields) < 3 && !hasScheme(fields[0]) {
			fields[0] = resolveURL(base, fields[0])
			parts[i] = strings.Join(fields, " ")
		} else {
			parts[i] = strings.TrimSpace(part)
		}
	}
	return strings.Join(parts, ", ")
}

// htmlAttribute cuts the first attribute off s; name is "" when there is none.
func htmlAttribute(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, blank+"/")
	n := strings.IndexAny(s, blank+"=/>")
	if n <= 0 {
		return "", "", ""
	}
	name, s = s[:n], strings.TrimLeft(s[n:], blank)
	if s == "" || s[0] != '=' {
		return name, "", s
	}
	s = strings.TrimLeft(s[1:], blank)
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		if end := strings.IndexByte(s[1:], s[0]); end >= 0 {
			return name, s[1 : 1+end], s[end+2:]
		}
		return name, "", ""
	}
	end := strings.IndexAny(s, blank+">")
	if end < 0 {
		end = len(s)
	}
	return name, s[:end], s[end:]
}

// isAddress reports whether an HTML attribute holds one address.
func isAddress(name string) bool {
	switch strings.ToLower(name) {
	case "href", "src", "action", "background", "cite", "data", "longdesc", "poster", "usemap", "formaction", "codebase", "dynsrc",
		"lowsrc", "profile", "classid":
		return true
	}
	return false
}
