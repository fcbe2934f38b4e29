package feed

import "bytes"

// tokenKind is the kind of a piece of markup.
type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokStart
	tokEnd
	tokText  // character data with references
	tokCDATA // character data as it is
)

// token is a piece of markup; its slices point into the document.
type token struct {
	kind  tokenKind
	name  []byte // of a tag, as written
	attrs []byte // of a start tag, as written
	empty bool   // a start tag that ends in "/>"
	text  []byte
}

// scanner cuts a document into tokens. It follows XML 1.0 where the document
// does, and never stops before the end where it does not: what cannot be markup
// is text.
type scanner struct {
	src      []byte
	pos      int
	entities entities
	damaged  bool // something was not well-formed
}

func (s *scanner) next() token {
	for s.pos < len(s.src) {
		rest := s.src[s.pos:]
		if rest[0] != '<' {
			return s.text(rest, 0)
		}
		switch {
		case len(rest) == 1:
			return s.text(rest, 1)
		case rest[1] == '/':
			if t, ok := s.endTag(rest); ok {
				return t
			}
		case rest[1] == '!':
			if t, ok := s.declaration(rest); ok {
				return t
			}
		case rest[1] == '?':
			s.skipPast(rest, 2, "?>")
		case nameStart(rest[1]):
			if t, ok := s.startTag(rest); ok {
				return t
			}
		default: // "x < 12"
			s.damaged = true
			return s.text(rest, 1)
		}
	}
	return token{}
}

// text takes everything up to the next "<" at or after from.
func (s *scanner) text(rest []byte, from int) token {
	n := bytes.IndexByte(rest[from:], '<')
	if n < 0 {
		n = len(rest)
	} else {
		n += from
	}
	s.pos += n
	return token{kind: tokText, text: rest[:n]}
}

func (s *scanner) endTag(rest []byte) (token, bool) {
	n := 2
	for n < len(rest) && !nameEnd(rest[n]) {
		n++
	}
	name := rest[2:n]
	end := bytes.IndexAny(rest[n:], "<>")
	switch {
	case end < 0: // "</rss" at the end of the document
		s.pos, s.damaged = len(s.src), true
	case rest[n+end] == '<':
		s.pos, s.damaged = s.pos+n+end, true
	default:
		s.pos += n + end + 1
	}
	return token{kind: tokEnd, name: name}, len(name) > 0
}

func (s *scanner) startTag(rest []byte) (token, bool) {
	n := 1
	for n < len(rest) && !nameEnd(rest[n]) {
		n++
	}
	end := tagEnd(rest, n)
	if end < 0 { // cut short within the tag
		s.pos, s.damaged = len(s.src), true
		return token{}, false
	}
	t := token{kind: tokStart, name: rest[1:n], attrs: rest[n:end]}
	s.pos += end
	if rest[end] == '>' {
		s.pos++
	}
	if k := len(t.attrs); k > 0 && t.attrs[k-1] == '/' {
		t.attrs, t.empty = t.attrs[:k-1], true
	}
	return t, true
}

// tagEnd returns the offset of the ">" that ends the tag whose attributes start
// at n, or of the "<" before which it must have ended; -1 when there is none.
func tagEnd(b []byte, n int) int {
	for n < len(b) {
		switch c := b[n]; c {
		case '>', '<':
			return n
		case '"', '\'':
			if !opensValue(b[:n]) {
				break // a stray quote
			}
			end := bytes.IndexByte(b[n+1:], c)
			if end < 0 { // never closed
				if end = bytes.IndexByte(b[n+1:], '>'); end < 0 {
					return -1
				}
				return n + 1 + end
			}
			n += end + 1
		}
		n++
	}
	return -1
}

// opensValue reports whether a quote after b follows an equals sign.
func opensValue(b []byte) bool {
	b = bytes.TrimRight(b, " \t\r\n")
	return len(b) > 0 && b[len(b)-1] == '='
}

func (s *scanner) declaration(rest []byte) (token, bool) {
	const open = "<![CDATA["
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.skipPast(rest, 4, "-->")
	case len(rest) >= len(open) && bytes.EqualFold(rest[:len(open)], []byte(open)):
		return s.cdata(rest[len(open):], len(open)), true
	case len(rest) >= 9 && bytes.EqualFold(rest[:9], []byte("<!DOCTYPE")):
		s.doctype(rest)
	case len(rest) < len(open) && bytes.HasPrefix([]byte(open), rest):
		s.pos, s.damaged = len(s.src), true // cut short within "<![CDATA["
	default:
		s.damaged = true
		return s.text(rest, 1), true
	}
	return token{}, false
}

// cdata takes a section up to its end, or, when it has none, up to the next end
// tag: a lost "]]>" shall not swallow the rest of the document.
func (s *scanner) cdata(rest []byte, open int) token {
	n := bytes.Index(rest, []byte("]]>"))
	if n >= 0 {
		s.pos += open + n + 3
		return token{kind: tokCDATA, text: rest[:n]}
	}
	s.damaged = true
	if n = bytes.Index(rest, []byte("</")); n < 0 {
		n = len(rest)
	}
	s.pos += open + n
	return token{kind: tokCDATA, text: rest[:n]}
}

// skipPast moves behind the first end at or after from, or, when there is none,
// behind the next ">".
func (s *scanner) skipPast(rest []byte, from int, end string) {
	if n := bytes.Index(rest[from:], []byte(end)); n >= 0 {
		s.pos += from + n + len(end)
		return
	}
	s.damaged = true
	if n := bytes.IndexByte(rest, '>'); n >= 0 {
		s.pos += n + 1
		return
	}
	s.pos = len(s.src)
}

// doctype moves behind a document type declaration and takes the general
// entities of its internal subset; external ones are never looked at.
func (s *scanner) doctype(rest []byte) {
	n := bytes.IndexAny(rest, "[>")
	if n < 0 {
		s.pos, s.damaged = len(s.src), true
		return
	}
	if rest[n] == '>' {
		s.pos += n + 1
		return
	}
	subset := rest[n+1:]
	end := bytes.IndexByte(subset, ']')
	for end >= 0 && bytes.Count(subset[:end], []byte(`"`))%2 == 1 {
		more := bytes.IndexByte(subset[end+1:], ']')
		if more < 0 || end > maxSubset {
			break
		}
		end += more + 1
	}
	if end < 0 {
		s.damaged = true
		s.pos += n + 1
		return
	}
	s.entities.declare(subset[:min(end, maxSubset)])
	s.pos += n + 1 + end
	s.skipPast(s.src[s.pos:], 0, ">")
}

func nameStart(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == ':' || c >= 0x80
}

func nameEnd(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', '>', '/', '<', '=', '"', '\'':
		return true
	}
	return false
}

// attribute cuts the first attribute off attrs. The value is as written, its
// references not yet replaced.
func attribute(attrs []byte) (name, value, rest []byte) {
	attrs = bytes.TrimLeft(attrs, " \t\r\n/\"'")
	n := 0
	for n < len(attrs) && !nameEnd(attrs[n]) {
		n++
	}
	if n == 0 && len(attrs) > 0 { // a stray character
		return nil, nil, attrs[1:]
	}
	name, attrs = attrs[:n], bytes.TrimLeft(attrs[n:], " \t\r\n")
	if len(attrs) == 0 || attrs[0] != '=' {
		return name, nil, attrs
	}
	attrs = bytes.TrimLeft(attrs[1:], " \t\r\n")
	if len(attrs) == 0 {
		return name, nil, nil
	}
	if q := attrs[0]; q == '"' || q == '\'' {
		if end := bytes.IndexByte(attrs[1:], q); end >= 0 {
			return name, attrs[1 : 1+end], attrs[end+2:]
		}
		return name, attrs[1:], nil
	}
	end := bytes.IndexAny(attrs, " \t\r\n")
	if end < 0 {
		end = len(attrs)
	}
	return name, attrs[:end], attrs[end:]
}
