package extract

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// scanner cuts a page into tags and text where html.Tokenizer does (HTML, 13.2.5), and
// looks at no more of either than it needs for that: most of a page is scripts and styles,
// and these it passes at one step. What it gives are pieces of the page, copied nowhere.
type scanner struct {
	src  []byte
	at   int
	raw  string // inside this element there are no tags but its end
	data bool   // a CDATA section may begin here, as in a drawing
	kind html.TokenType
	from int // of the token at hand
	name []byte
	low  [24]byte // name, where it is short
	rest int      // where the attributes begin
}

// next finds the next token, html.ErrorToken at the end. Declarations that are neither
// comments nor the document type count as comments.
func (z *scanner) next() html.TokenType {
	z.from = z.at
	z.kind = z.token()
	return z.kind
}

// token moves to the end of what begins at z.at and says what it is.
func (z *scanner) token() html.TokenType {
	if z.raw != "" {
		name := z.raw
		z.raw = ""
		if z.at = z.rawEnd(name); z.at > z.from {
			return html.TextToken
		}
	}
	for i := z.at; i < len(z.src); {
		j := bytes.IndexByte(z.src[i:], '<')
		if j < 0 || i+j+1 >= len(z.src) {
			break
		}
		i += j
		c := z.src[i+1]
		if !asciiLetter(c) && c != '/' && c != '!' && c != '?' {
			i++
			continue
		}
		if i > z.from {
			z.at = i
			return html.TextToken
		}
		return z.markup(c)
	}
	if z.at = len(z.src); z.from < z.at {
		return html.TextToken
	}
	return html.ErrorToken
}

// markup reads what begins with "<" and c.
func (z *scanner) markup(c byte) html.TokenType {
	switch {
	case c == '!':
		return z.declaration()
	case c == '?':
		z.past(z.at+2, ">")
		return html.CommentToken
	case c != '/':
		return z.tag(z.at + 1)
	case z.at+2 >= len(z.src):
		z.at = len(z.src)
		return html.TextToken
	case asciiLetter(z.src[z.at+2]):
		if z.tag(z.at+2) == html.ErrorToken {
			return html.ErrorToken
		}
		z.raw = ""
		return html.EndTagToken
	}
	z.past(z.at+2, ">")
	return html.CommentToken
}

// past moves behind the next occurrence of end after i, or to the end of the page.
func (z *scanner) past(i int, end string) {
	z.at = len(z.src)
	if i > z.at {
		return
	}
	if j := bytes.Index(z.src[i:], []byte(end)); j >= 0 {
		z.at = i + j + len(end)
	}
}

func (z *scanner) declaration() html.TokenType {
	rest := z.src[z.at+2:]
	if bytes.HasPrefix(rest, []byte("--")) {
		z.comment(z.at + 4)
		return html.CommentToken
	}
	if z.data && bytes.HasPrefix(rest, []byte("[CDATA[")) {
		z.past(z.at+len("<![CDATA["), "]]>")
		return html.TextToken
	}
	z.past(z.at+2, ">")
	if len(rest) >= 7 && strings.EqualFold(string(rest[:7]), "doctype") {
		return html.DoctypeToken
	}
	return html.CommentToken
}

// comment moves behind the comment whose text begins at i.
func (z *scanner) comment(i int) {
	dashes, beginning := 0, true
	for ; i < len(z.src); i++ {
		switch z.src[i] {
		case '-':
			dashes++
			continue
		case '>':
			if dashes >= 2 || beginning {
				z.at = i + 1
				return
			}
		case '!':
			if dashes < 2 || i+1 >= len(z.src) {
				break
			}
			if i++; z.src[i] == '>' {
				z.at = i + 1
				return
			} else if z.src[i] == '-' {
				dashes, beginning = 1, false
				continue
			}
		default: // nothing ends the comment before the next dash
			next := bytes.IndexByte(z.src[i:], '-')
			if next < 0 {
				next = len(z.src) - i
			}
			i += next - 1
		}
		dashes, beginning = 0, false
	}
	z.at = len(z.src)
}

// tag reads a tag whose name begins at i, html.ErrorToken where the page ends in it.
func (z *scanner) tag(i int) html.TokenType {
	end := i
	for end < len(z.src) && !ends(z.src[end]) {
		end++
	}
	z.name = z.lower(withoutNUL(z.src[i:end]))
	z.rest = end
	lastValue, attrs := 0, 0
	at := end
	for {
		key, value, next, ok := z.attribute(at)
		if !ok {
			z.at = len(z.src)
			return html.ErrorToken
		}
		if key == nil && value == nil && z.src[next-1] == '>' {
			z.at = next
			break
		}
		if at = next; len(key) > 0 {
			attrs++
			lastValue = 0
			if len(value) > 0 && z.src[next-1] != '"' && z.src[next-1] != '\'' {
				lastValue = next
			}
		}
	}
	if rawText(z.name) {
		z.raw = string(z.name)
	}
	if z.src[z.at-2] == '/' && (attrs == 0 || lastValue != z.at-1) {
		return html.SelfClosingTagToken
	}
	return html.StartTagToken
}

// attribute reads the attribute that begins at i or behind white space there; at the
// end of the tag, neither key nor value. It is not ok where the page ends first.
func (z *scanner) attribute(i int) (key, value []byte, next int, ok bool) {
	if i = z.blank(i); i >= len(z.src) {
		return nil, nil, i, false
	}
	if z.src[i] == '>' {
		return nil, nil, i + 1, true
	}
	start := i
	for i < len(z.src) && !ends(z.src[i]) && (z.src[i] != '=' || i == start) {
		i++
	}
	key = z.src[start:i]
	if i = z.blank(i); i >= len(z.src) {
		return nil, nil, i, false
	}
	if z.src[i] == '/' {
		return key, nil, i + 1, true
	}
	if z.src[i] != '=' {
		return key, nil, i, true
	}
	if i = z.blank(i + 1); i >= len(z.src) {
		return nil, nil, i, false
	}
	switch q := z.src[i]; q {
	case '>':
		return key, nil, i, true
	case '"', '\'':
		n := bytes.IndexByte(z.src[i+1:], q)
		if n < 0 {
			return nil, nil, len(z.src), false
		}
		return key, z.src[i+1 : i+1+n], i + n + 2, true
	}
	start = i
	for i < len(z.src) && !space(z.src[i]) && z.src[i] != '>' {
		i++
	}
	return key, z.src[start:i], i, i < len(z.src)
}

func (z *scanner) blank(i int) int {
	for i < len(z.src) && space(z.src[i]) {
		i++
	}
	return i
}

// find returns the value of an attribute of the tag at hand, as it is written, and whether
// the tag has one of that name.
func (z *scanner) find(attribute string) (raw []byte, ok bool) {
	for at := z.rest; ; {
		key, value, next, whole := z.attribute(at)
		if !whole || key == nil && value == nil && z.src[next-1] == '>' {
			return nil, false
		}
		if at = next; strings.EqualFold(string(key), attribute) {
			return value, true
		}
	}
}

// value returns an attribute of the tag at hand.
func (z *scanner) value(attribute string) string {
	raw, _ := z.find(attribute)
	return html.UnescapeString(string(raw))
}

// names reports whether the tag at hand has an attribute.
func (z *scanner) names(attribute string) bool {
	_, ok := z.find(attribute)
	return ok
}

// has reports whether the tag at hand has an attribute that holds one of some words in lower
// case.
func (z *scanner) has(attribute string, words ...string) bool {
	value := strings.ToLower(z.value(attribute))
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(value, w) })
}

// spelled is the name of the start tag at hand as the page has it.
func (z *scanner) spelled() []byte { return withoutNUL(z.src[z.from+1 : z.rest]) }

// withoutNUL is a name with each NUL replaced (HTML, 13.2.5.8).
func withoutNUL(name []byte) []byte {
	if bytes.IndexByte(name, 0) < 0 {
		return name
	}
	return bytes.ReplaceAll(name, []byte{0}, []byte("\ufffd"))
}

// lower is a name in lower case; a short one lives until the next.
func (z *scanner) lower(name []byte) []byte {
	if len(name) > len(z.low) {
		return bytes.ToLower(name)
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		z.low[i] = c
	}
	return z.low[:len(name)]
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' }

// ends reports whether a name of an element or attribute ends before c.
func ends(c byte) bool { return space(c) || c == '/' || c == '>' }

// rawText reports whether there are no tags inside an element.
func rawText(name []byte) bool { return rawAtom(atom.Lookup(name)) }

func rawAtom(name atom.Atom) bool {
	switch name {
	case atom.Iframe, atom.Noembed, atom.Noframes, atom.Noscript, atom.Plaintext, atom.Script, atom.Style, atom.Textarea, atom.Title, atom.Xmp:
		return true
	}
	return false
}

// rawEnd is where the end tag of an element without tags in it begins.
func (z *scanner) rawEnd(name string) int {
	if name == "plaintext" {
		return len(z.src)
	}
	if name == "script" {
		return z.scriptEnd()
	}
	for i := z.at; ; i++ {
		j := bytes.IndexByte(z.src[i:], '<')
		if j < 0 {
			return len(z.src)
		}
		if i += j; z.closes(i+1, name) {
			return i
		}
	}
}

// closes reports whether "/name" and the end of a name are at i.
func (z *scanner) closes(i int, name string) bool {
	return i < len(z.src) && z.src[i] == '/' && z.named(i+1, name)
}

// named reports whether name and the end of a name are at i.
func (z *scanner) named(i int, name string) bool {
	end := i + len(name)
	return end < len(z.src) && strings.EqualFold(string(z.src[i:end]), name) && ends(z.src[end])
}

// scriptEnd is where the end tag of a script begins, which a comment in the script may
// hide (HTML, 13.2.5.15 to 13.2.5.31).
func (z *scanner) scriptEnd() int {
	for i := z.at; ; {
		j := bytes.IndexByte(z.src[i:], '<')
		if j < 0 {
			return len(z.src)
		}
		i += j + 1
		if z.closes(i, "script") {
			return i - 1
		}
		if bytes.HasPrefix(z.src[i:], []byte("!--")) {
			ended := false
			if i, ended = z.scriptComment(i + 3); ended {
				return i
			}
		}
	}
}

// scriptComment reads a comment of a script, whose text begins at i. It returns where the
// script goes on behind it; or, ended, where the script ends: at the end tag, which
// counts unless a start tag in the comment goes before it, or at the end of the page.
func (z *scanner) scriptComment(i int) (at int, ended bool) {
	dashes, inner := 2, false // inner: behind a start tag in the comment
	for i < len(z.src) {
		c := z.src[i]
		i++
		switch {
		case c == '-':
			dashes++
			continue
		case c == '>' && dashes >= 2:
			return i, false
		case c != '<' || i == len(z.src):
		case inner && z.closes(i, "script"):
			i += len("/script>")
			inner = false
		case inner:
		case z.closes(i, "script"):
			return i - 1, true
		case asciiLetter(z.src[i]):
			if z.named(i, "script") {
				i += len("script>")
				inner = true
			}
		case z.src[i] != '/':
			return i, false
		}
		dashes = 0
	}
	return len(z.src), true
}
