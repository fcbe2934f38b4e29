package feed

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// textKind is how an element's text is meant.
type textKind uint8

const (
	asHTML   textKind = iota // escaped HTML: one decoding gives markup
	asText                   // plain text: one decoding gives the words
	asMarkup                 // elements in place: XHTML
	asBase64                 // escaped HTML in base64
	asBase64Text
)

// construct says what kind of text an Atom text construct holds (RFC 4287, 3.1
// and 4.1.3; Atom 0.3's mode attribute). An element without any of these
// attributes is of the kind usual.
func (d *decoder) construct(e elem, usual textKind) textKind {
	typ, typed := d.attrOK(e, "type")
	typ, _, _ = strings.Cut(strings.ToLower(typ), ";")
	typ = strings.TrimSpace(typ)
	isHTML := typ == "html" || typ == "text/html"
	switch mode := strings.ToLower(d.attr(e, "mode")); {
	case mode == "base64" && isHTML:
		return asBase64
	case mode == "base64":
		return asBase64Text
	case isHTML:
		return asHTML
	case typ == "xhtml" || strings.HasSuffix(typ, "+xml") || strings.HasSuffix(typ, "/xml"):
		return asMarkup
	case !typed || typ == "":
		return usual
	case typ == "text" || strings.HasPrefix(typ, "text/") || !strings.Contains(typ, "/"):
		return asText
	}
	return asBase64
}

// html reads the text of an element as HTML. Elements in place are kept as
// markup whatever the kind says; so is what a text-only kind escapes.
func (d *decoder) html(e elem, kind textKind) string {
	buf := d.buf[:0]
	for {
		t := d.next()
		switch t.kind {
		case tokText:
			if kind == asText || kind == asMarkup {
				buf = d.appendEscaped(buf, t.text)
			} else {
				buf = d.entities.appendDecoded(buf, t.text)
			}
		case tokCDATA:
			if kind == asText || kind == asMarkup {
				buf = appendHTMLText(buf, t.text)
			} else {
				buf = append(buf, t.text...)
			}
		case tokStart:
			buf = d.appendTag(buf, t)
		case tokEnd:
			if len(d.frames) >= e.depth {
				buf = d.appendEndTag(buf)
				continue
			}
			fallthrough
		case tokEOF:
			d.buf = buf
			return finish(bytes.TrimSpace(buf), kind)
		}
	}
}

func finish(buf []byte, kind textKind) string {
	if kind == asHTML {
		buf = withoutSection(buf)
	}
	if kind != asBase64 && kind != asBase64Text {
		return string(buf)
	}
	squeezed := bytes.Join(bytes.Fields(buf), nil)
	out, err := base64.StdEncoding.DecodeString(string(squeezed))
	switch {
	case err != nil || !utf8.Valid(out): // not base64, or a picture
		return ""
	case kind == asBase64Text:
		return string(appendHTMLText(nil, bytes.TrimSpace(out)))
	}
	return string(bytes.TrimSpace(out))
}

// withoutSection takes off the signs of a CDATA section that was escaped with its content, and so is text.
func withoutSection(html []byte) []byte {
	inner, ok := bytes.CutPrefix(html, []byte("<![CDATA["))
	if !ok {
		return html
	}
	inner, _ = bytes.CutSuffix(inner, []byte("]]>"))
	return bytes.TrimSpace(inner)
}

// appendEscaped appends XML character data as HTML text: both escape alike, but
// for the entities a document declares for itself.
func (d *decoder) appendEscaped(dst, raw []byte) []byte {
	if d.entities.declared == nil || bytes.IndexByte(raw, '&') < 0 {
		return append(dst, raw...)
	}
	return appendHTMLText(dst, d.entities.appendDecoded(nil, raw))
}

// appendHTMLText appends text with the characters escaped that mean markup.
func appendHTMLText(dst, text []byte) []byte {
	for {
		i := bytes.IndexAny(text, "<>&")
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		switch text[i] {
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		default:
			dst = append(dst, "&amp;"...)
		}
		text = text[i+1:]
	}
}

// appendTag writes a start tag back as HTML: without the prefix of XHTML's
// namespace, without namespace declarations.
func (d *decoder) appendTag(dst []byte, t token) []byte {
	name := d.frames[len(d.frames)-1].htmlName()
	dst = append(append(dst, '<'), name...)
	if bytes.Contains(t.attrs, []byte("xmlns")) {
		for attrs := t.attrs; len(attrs) > 0; {
			var name, value []byte
			if name, value, attrs = attribute(attrs); len(name) > 0 && !bytes.HasPrefix(name, []byte("xmlns")) {
				dst = append(append(dst, ' '), name...)
				dst = append(append(append(dst, `="`...), bytes.ReplaceAll(value, []byte(`"`), []byte("&#34;"))...), '"')
			}
		}
	} else {
		dst = append(dst, bytes.TrimRight(t.attrs, " \t\r\n")...)
	}
	if t.empty && void(lower(name)) {
		return append(dst, " />"...)
	}
	return append(dst, '>')
}

// appendEndTag writes the end tag of the element that was just closed: its
// frame is still in place beyond the end of the stack.
func (d *decoder) appendEndTag(dst []byte) []byte {
	name := d.frames[:len(d.frames)+1][len(d.frames)].htmlName()
	if void(lower(name)) {
		return dst
	}
	return append(append(append(dst, "</"...), name...), '>')
}

// htmlName is the name an element has in HTML.
func (f frame) htmlName() []byte {
	if prefix, local := splitName(f.name); prefix != nil && f.ns == nsXHTML {
		return local
	}
	return f.name
}

// void reports whether an HTML element never has an end tag (HTML, 13.1.2).
func void(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr":
		return true
	}
	return false
}
