package salvage

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// marks are the quotation marks around strings, and what closes each.
var marks = map[rune]string{'"': `"`, '\'': `'`, '“': "”“", '”': `”`, '`': "`", '「': "」", '『': "』", '‘': "’", '＂': "＂", '«': "»"}

// mark is the quotation mark that the rest begins with, or "".
func (r reader) mark() string {
	c, size := utf8.DecodeRuneInString(r.rest())
	if _, ok := marks[c]; ok {
		return r.s[r.at : r.at+size]
	}
	return ""
}

// quoted reads a string, or one that was written in pieces: "a" + "b".
func (r *reader) quoted(within byte) (any, state) {
	v, st := r.piece(within)
	first, is := v.(string)
	if n := r.joint(r.at, within); st != whole || !is || n == 0 {
		return v, st
	}
	var b strings.Builder
	b.WriteString(first)
	for n := r.joint(r.at, within); n > 0; n = r.joint(r.at, within) {
		r.at += n
		v, st := r.piece(within)
		if st != whole {
			return nil, st
		}
		next, _ := v.(string)
		b.WriteString(next)
	}
	return b.String(), whole
}

// joint is the length of what joins a string that ends before at with its next piece, which begins with a
// quotation mark; 0: nothing does. On a line of its own a string is a piece if it can be no key and no element.
func (r *reader) joint(at int, within byte) int {
	rest := r.s[at:min(len(r.s), at+maxAhead)]
	m := joints.FindStringSubmatchIndex(rest)
	if m == nil || within == ':' || m[2] < 0 && (within != '{' || nextKey.MatchString(rest[m[1]:])) {
		return 0
	}
	if (reader{s: rest, at: m[1]}).mark() == "" {
		return 0
	}
	return m[1]
}

// joints match what joins two strings in JavaScript, PHP and Basic, in C and Python.
var joints = regexp.MustCompile(`^\s*(?:([+.&]|\\\s*\n)\s*|\n\s*)`)

// piece reads a string. A closing mark closes it only if what follows can follow a string
// in this place: within is ':' for a key, else the bracket around the value.
func (r *reader) piece(within byte) (any, state) {
	opened, size := utf8.DecodeRuneInString(r.rest())
	closing := marks[opened]
	r.at += size
	var b strings.Builder
	inner := 0 // marks that do not close
	for r.at < len(r.s) {
		switch rest := r.rest(); {
		case rest[0] == '\\':
			r.escape(&b)
		case shut(rest, closing) > 0 && (closes(rest[shut(rest, closing):], within) || inner == 0 && r.joint(r.at+shut(rest, closing), within) > 0 || within != '{' && keyed(b.String(), rest[shut(rest, closing):], within)):
			r.at += shut(rest, closing)
			return paired(unended(b.String(), r.rest()), closing, inner), whole
		case rest[0] == '\n' && strings.HasPrefix(strings.TrimLeft(r.ahead(maxAhead), " \t\r\n"), `{"`):
			return nil, cut // another object begins: this one was given up
		default:
			if shut(rest, closing) > 0 {
				inner++
			}
			_, n := utf8.DecodeRuneInString(rest)
			b.WriteString(rest[:n])
			r.at += n
		}
	}
	return nil, cut
}

// shut is the length of the mark that s begins with, if it is one of those that close a string; 0: it is none.
func shut(s, closing string) int {
	if c, size := utf8.DecodeRuneInString(s); strings.ContainsRune(closing, c) && c != utf8.RuneError {
		return size
	}
	return 0
}

// unended is a string whose end was forgotten, so that it seems to end where the next key begins.
func unended(s, rest string) string {
	if c, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(c) {
		return strings.TrimRight(s, ", \n")
	}
	return s
}

// paired is a string without a mark around it that was said twice: of the marks within, which
// come in pairs, one is too many.
func paired(s, mark string, inner int) string {
	if inner%2 == 0 || mark != `"` {
		return s
	}
	if rest, ok := strings.CutPrefix(s, mark); ok {
		return rest
	}
	return strings.TrimSuffix(s, mark)
}

// keyed reports a key before its colon, where an element was expected, or before a value, where
// its colon was.
func keyed(s, rest string, within byte) bool {
	if len(s) > 24 || bareKey.FindString(s) != s {
		return false
	}
	after := reader{s: rest[:min(len(rest), 8)]}
	after.skip()
	return within == '[' && after.took(":", "：") || within == ':' && after.took(`"`, "[", "{")
}

// closes reports whether a string can be at its end before rest.
func closes(rest string, within byte) bool {
	rest = rest[:min(len(rest), maxAhead)]
	r := reader{s: rest}
	if r.skip(); r.at == len(r.s) {
		return true
	}
	if within == ':' {
		return r.took(":", "：")
	}
	switch r.s[r.at] {
	case ')':
		return within == '(' && after(r.s[r.at+1:], ",}]")
	case ']':
		return within == '[' || after(r.s[r.at+1:], "},]")
	case '}':
		return after(r.s[r.at+1:], "},]{<`")
	}
	line := strings.Contains(rest[:r.at], "\n")
	comma := false
	for r.took(",", "，") {
		comma = true
		r.skip()
	}
	switch {
	case within == '{':
		return nextKey.MatchString(r.rest()) || comma && after(r.rest(), "}")
	case !comma:
		return line && r.mark() != "" // one element a line
	}
	return r.mark() != "" || after(r.rest(), "]{")
}

// after reports whether white space, one of the characters or nothing at all comes next.
func after(rest, chars string) bool {
	c, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(c) || strings.ContainsRune(chars, c)
}

var escapes = map[byte]string{'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t"}

// escape reads what a backslash introduces. What JSON does not know stands for itself.
func (r *reader) escape(b *strings.Builder) {
	r.at++
	if r.at == len(r.s) {
		return
	}
	c := r.s[r.at]
	if c == 'u' {
		if u, ok := r.unit(r.at + 1); ok {
			r.at += 5
			if low, ok := r.unit(r.at + 2); ok && utf16.IsSurrogate(u) && strings.HasPrefix(r.rest(), `\u`) {
				u = utf16.DecodeRune(u, low)
				r.at += 6
			}
			b.WriteRune(u)
			return
		}
	}
	_, size := utf8.DecodeRuneInString(r.rest())
	if e, ok := escapes[c]; ok {
		b.WriteString(e)
	} else {
		b.WriteString(r.s[r.at : r.at+size])
	}
	r.at += size
}

// unit is the UTF-16 code unit whose four hexadecimal digits begin at i.
func (r *reader) unit(i int) (rune, bool) {
	if i < 0 || i+4 > len(r.s) {
		return 0, false
	}
	n, err := strconv.ParseUint(r.s[i:i+4], 16, 16)
	return rune(n), err == nil
}
