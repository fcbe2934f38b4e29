package feed

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf8"
)

// Bounds of what a document's own entities may cost.
const (
	maxSubset    = 64 << 10 // bytes of an internal subset
	maxEntities  = 256      // declared
	maxExpansion = 8 << 10  // bytes that all references of a document may grow to
	maxReference = 40       // bytes of a reference; HTML's longest name has 31
	maxNesting   = 8        // of entities within entities
)

// entities holds the general entities a document declares for itself.
type entities struct {
	declared map[string][]byte
	spent    int // bytes expanded so far
}

// declare reads <!ENTITY name "value"> from an internal subset. Parameter and
// external entities are passed over.
func (e *entities) declare(subset []byte) {
	for len(e.declared) < maxEntities {
		i := bytes.Index(subset, []byte("<!ENTITY"))
		if i < 0 {
			return
		}
		subset = bytes.TrimLeft(subset[i+len("<!ENTITY"):], " \t\r\n")
		n := 0
		for n < len(subset) && !nameEnd(subset[n]) {
			n++
		}
		name := subset[:n]
		subset = bytes.TrimLeft(subset[n:], " \t\r\n")
		if n == 0 || len(subset) == 0 || subset[0] != '"' && subset[0] != '\'' {
			continue
		}
		end := bytes.IndexByte(subset[1:], subset[0])
		if end < 0 {
			return
		}
		if e.declared == nil {
			e.declared = map[string][]byte{}
		}
		if _, twice := e.declared[string(name)]; !twice { // the first declaration binds
			e.declared[string(name)] = subset[1 : 1+end]
		}
		subset = subset[end+2:]
	}
}

// appendDecoded appends raw character data with its references replaced: those
// of XML, of HTML, and the document's own. An "&" that starts none is itself.
func (e *entities) appendDecoded(dst, raw []byte) []byte { return e.decode(dst, raw, 0) }

func (e *entities) decode(dst, raw []byte, depth int) []byte {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...)
		}
		dst = append(dst, raw[:i]...)
		raw = raw[i:]
		end := bytes.IndexByte(raw[:min(len(raw), maxReference)], ';')
		if end < 2 {
			dst, raw = append(dst, '&'), raw[1:]
			continue
		}
		var ok bool
		if dst, ok = e.reference(dst, raw[1:end], depth); ok {
			raw = raw[end+1:]
		} else {
			dst, raw = append(dst, '&'), raw[1:]
		}
	}
}

// reference appends what &name; means; false when that is nothing known.
func (e *entities) reference(dst, name []byte, depth int) ([]byte, bool) {
	switch string(name) {
	case "amp":
		return append(dst, '&'), true
	case "lt":
		return append(dst, '<'), true
	case "gt":
		return append(dst, '>'), true
	case "quot":
		return append(dst, '"'), true
	case "apos":
		return append(dst, '\''), true
	}
	if name[0] == '#' {
		return appendNumeric(dst, name[1:])
	}
	if value, ok := e.declared[string(name)]; ok {
		if depth >= maxNesting || e.spent+len(value) > maxExpansion {
			return dst, true // a bomb: it goes off as nothing
		}
		e.spent += len(value)
		return e.decode(dst, value, depth+1), true
	}
	return appendNamed(dst, name)
}

// appendNamed appends an entity of HTML's table (HTML, 13.5).
func appendNamed(dst, name []byte) ([]byte, bool) {
	ref := "&" + string(name) + ";"
	if s := html.UnescapeString(ref); s != ref && (len(s) < 2 || s[len(s)-1] != ';') {
		return append(dst, s...), true
	}
	return dst, false
}

// appendNumeric appends the character of a numeric reference, "#" cut off.
// 128 to 159 mean windows-1252, as in HTML (13.2.5.80): no writer means a control.
func appendNumeric(dst, digits []byte) ([]byte, bool) {
	base := 10
	if len(digits) > 0 && digits[0]|0x20 == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil {
		return dst, false
	}
	switch {
	case n >= 0x80 && n < 0xa0:
		return append(dst, html.UnescapeString("&#"+strconv.FormatUint(n, 10)+";")...), true
	case n > utf8.MaxRune || n >= 0xd800 && n < 0xe000:
		return utf8.AppendRune(dst, utf8.RuneError), true
	case n < ' ' && n != '\t' && n != '\n' && n != '\r' || n == 0x7f:
		return dst, true // a control character, forbidden in XML
	}
	return utf8.AppendRune(dst, rune(n)), true
}

// unescape replaces the references of HTML in s.
func unescape(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == '&' {
			var none entities
			return string(none.appendDecoded(make([]byte, 0, len(s)), []byte(s)))
		}
	}
	return s
}
