package extract

import (
	"encoding/json"
	"html"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decodeLD reads JSON as pages write it. What is no JSON is read leniently: with comments, a
// CDATA section or an assignment around it, raw line breaks in strings, single quotes, quotes
// written as entities, keys without quotes, commas too many, brackets that are missing at the
// end, several values in a row.
func decodeLD(s string) any {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "\ufeff"))
	if v, ok := strict(s); ok {
		return v
	}
	if !strings.Contains(s, `"`) && (strings.Contains(s, "&quot;") || strings.Contains(s, "&#34;") || strings.Contains(s, "&#x22;")) {
		s = html.UnescapeString(s)
	}
	l := lenient{src: s}
	return l.document()
}

// strict reads one JSON value, or several in a row.
func strict(s string) (any, bool) {
	var all []any
	for d := json.NewDecoder(strings.NewReader(s)); len(all) < maxValues; {
		var v any
		switch err := d.Decode(&v); {
		case err == io.EOF && len(all) == 1:
			return all[0], true
		case err == io.EOF && len(all) > 1:
			return all, true
		case err != nil:
			return nil, false
		}
		all = append(all, v)
	}
	return all, true
}

// Bounds of what is read leniently.
const (
	maxNested = 64 // brackets in brackets
	maxValues = 1000
)

// lenient reads what is nearly JSON. It takes each character once.
type lenient struct {
	src   string
	at    int
	depth int
}

// document reads the objects and arrays of a text, whatever is between them.
func (l *lenient) document() any {
	var all []any
	for len(all) < maxValues {
		l.skip()
		switch {
		case l.at >= len(l.src):
			if len(all) == 1 {
				return all[0]
			}
			return all
		case l.src[l.at] == '{' || l.src[l.at] == '[':
			all = append(all, l.value())
		default:
			l.at++
		}
	}
	return all
}

// skip passes white space and comments.
func (l *lenient) skip() {
	for l.at < len(l.src) {
		rest := l.src[l.at:]
		switch {
		case rest[0] <= ' ':
			l.at++
		case strings.HasPrefix(rest, "\ufeff"), strings.HasPrefix(rest, "\u00a0"):
			_, n := utf8.DecodeRuneInString(rest)
			l.at += n
		case strings.HasPrefix(rest, "/*"):
			l.past("*/")
		case strings.HasPrefix(rest, "<!--"):
			l.at += len("<!--")
		case strings.HasPrefix(rest, "//"):
			l.lineComment()
		default:
			return
		}
	}
}

// past moves behind the next end, or behind the two characters at hand where there is none.
func (l *lenient) past(end string) {
	if i := strings.Index(l.src[l.at+2:], end); i >= 0 {
		l.at += 2 + i + len(end)
	} else {
		l.at += 2
	}
}

// lineComment passes a comment up to the end of its line. Where the line breaks were lost
// what follows the mark of a CDATA section is data.
func (l *lenient) lineComment() {
	line, _, _ := strings.Cut(l.src[l.at:], "\n")
	if i := strings.Index(line, "<![CDATA["); i >= 0 {
		l.at += i + len("<![CDATA[")
		return
	}
	l.at += len(line)
}

// value reads the value at hand.
func (l *lenient) value() any {
	l.skip()
	if l.at >= len(l.src) {
		return nil
	}
	switch c := l.src[l.at]; c {
	case '{', '[':
		if l.depth >= maxNested {
			l.at = len(l.src)
			return nil
		}
		l.depth++
		defer func() { l.depth-- }()
		if c == '{' {
			return l.object()
		}
		return l.array()
	case '"', '\'', '`':
		return l.quoted(c, false)
	}
	return l.word()
}

// object reads up to the closing brace, or to the end of the text.
func (l *lenient) object() map[string]any {
	out := map[string]any{}
	for l.at++; ; {
		l.skip()
		if l.at >= len(l.src) {
			return out
		}
		switch c := l.src[l.at]; c {
		case '}':
			l.at++
			return out
		case ']', '{', '[': // its own brace is missing
			return out
		case ',', ';':
			l.at++
			continue
		}
		key := l.key()
		l.skip()
		if l.at >= len(l.src) || l.src[l.at] != ':' {
			if key == "" {
				l.at++
			}
			continue
		}
		l.at++
		v := l.value()
		out[key] = v
	}
}

// key reads the name of a member, with quotes or without.
func (l *lenient) key() string {
	if l.at >= len(l.src) {
		return ""
	}
	if c := l.src[l.at]; c == '"' || c == '\'' {
		return l.quoted(c, true)
	}
	from := l.at
	for l.at < len(l.src) && !strings.ContainsRune(":,{}[]\"' \t\r\n", rune(l.src[l.at])) {
		l.at++
	}
	return l.src[from:l.at]
}

// array reads up to the closing bracket, or to the end of the text.
func (l *lenient) array() []any {
	out := []any{}
	for l.at++; ; {
		l.skip()
		if l.at >= len(l.src) {
			return out
		}
		switch l.src[l.at] {
		case ']':
			l.at++
			return out
		case '}': // its own bracket is missing
			return out
		case ',', ';', ':':
			l.at++
			continue
		}
		out = append(out, l.value())
	}
}

// word reads a number, true, false, null, or a text that lacks its quotes.
func (l *lenient) word() any {
	from := l.at
	for l.at < len(l.src) && !strings.ContainsRune(",{}[]\r\n", rune(l.src[l.at])) {
		l.at++
	}
	s := strings.TrimSpace(l.src[from:l.at])
	switch s {
	case "true":
		return true
	case "false":
		return false
	case "null", "undefined", "":
		return nil
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return n
	}
	return s
}

// quoted reads a string. A quote ends it, unless it stands within: where what follows is
// not what follows the name of a member or a value.
func (l *lenient) quoted(quote byte, name bool) string {
	var b strings.Builder
	from := l.at + 1
	for i := from; i < len(l.src); i++ {
		switch c := l.src[i]; {
		case c == '\\' && i+1 < len(l.src):
			b.WriteString(l.src[from:i])
			s, n := escape(l.src[i:])
			b.WriteString(s)
			i += n - 1
			from = i + 1
		case c < ' ':
			b.WriteString(l.src[from:i])
			b.WriteByte(lineBreak(c))
			from = i + 1
		case c == quote && ended(l.src[i+1:], name):
			b.WriteString(l.src[from:i])
			l.at = i + 1
			return b.String()
		}
	}
	b.WriteString(l.src[from:])
	l.at = len(l.src)
	return b.String()
}

// lineBreak is what a control character in a string stands for.
func lineBreak(c byte) byte {
	if c == '\n' {
		return '\n'
	}
	return ' '
}

// ended reports whether a string, the name of a member or a value, has ended before rest.
func ended(rest string, name bool) bool {
	rest = rest[:min(len(rest), maxBlank)]
	next := strings.TrimLeft(rest, " \t\r\n")
	if next == "" {
		return true
	}
	switch c := next[0]; {
	case c == ':':
		return name
	case c == '}' || c == ']' || c == ';':
		return !name
	case c == '/':
		return len(next) > 1 && (next[1] == '/' || next[1] == '*')
	case c == '"' || c == '\'' || c == '{' || c == '[':
		return len(next) < len(rest) && !name // a comma is missing
	case c != ',' || name:
		return false
	}
	next = strings.TrimLeft(next[1:], " \t\r\n,")
	return next == "" || strings.IndexByte("\"'{}[]-/", next[0]) >= 0 || next[0] >= '0' && next[0] <= '9' || unquoted.MatchString(next)
}

// unquoted is the name of a member without quotes, or a word of JSON in an array.
var unquoted = regexp.MustCompile(`^(?:[@\w]+\s*:|(?:true|false|null)\s*[,\]}])`)

// maxBlank bounds the white space behind a string that is looked at, in bytes.
const maxBlank = 200

// escape reads an escape sequence at the beginning of s, and its length. One that JSON does
// not know stands for itself.
func escape(s string) (string, int) {
	switch s[1] {
	case 'n':
		return "\n", 2
	case 't':
		return "\t", 2
	case 'r', 'b', 'f':
		return " ", 2
	case 'u':
		if len(s) < 6 {
			break
		}
		var out string
		quoted := s[:6]
		if len(s) >= 12 && s[6:8] == `\u` && half(s[2:], "89abAB") && half(s[8:], "cdefCDEF") {
			quoted = s[:12]
		}
		if json.Unmarshal([]byte(`"`+quoted+`"`), &out) == nil {
			return out, len(quoted)
		}
	case '"', '\'', '\\', '/', '`':
		return s[1:2], 2
	}
	return `\`, 1
}

// half reports whether four digits name half of a sign that UTF-16 has as two; which half, the second digit says.
func half(digits, second string) bool {
	return (digits[0] == 'd' || digits[0] == 'D') && strings.IndexByte(second, digits[1]) >= 0
}
