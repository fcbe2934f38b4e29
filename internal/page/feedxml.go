package page

import (
	"unicode/utf8"
)

// An entry of a feed is most of its bytes, and is made for each feed that carries the report. It is written here element by element, with the
// escapes of encoding/xml, which writes the rest of a feed (TestEntriesAreThoseOfTheEncoder): that reads each rune of a text four times.

// xmlElement appends an element with a text and no attributes.
func xmlElement(b []byte, name, text string) []byte {
	b = append(append(append(b, '<'), name...), '>')
	return xmlEnd(escapeXML(b, text), name)
}

// xmlEnd appends the end of an element.
func xmlEnd(b []byte, name string) []byte {
	return append(append(append(b, "</"...), name...), '>')
}

// xmlAttribute appends an attribute to an element that is being opened.
func xmlAttribute(b []byte, name, value string) []byte {
	b = append(append(append(b, ' '), name...), `="`...)
	return append(escapeXML(b, value), '"')
}

// xmlEscapes are those of encoding/xml for ASCII; "": a character stands for itself.
var xmlEscapes = func() (list [utf8.RuneSelf]string) {
	for c := range 0x20 {
		list[c] = "\ufffd" // no character of XML 1.0
	}
	list['\t'], list['\n'], list['\r'] = "&#x9;", "&#xA;", "&#xD;"
	list['"'], list['\''], list['&'], list['<'], list['>'] = "&#34;", "&#39;", "&amp;", "&lt;", "&gt;"
	return list
}()

// escapeXML appends a text as the content of an element or the value of an attribute. What XML cannot have becomes U+FFFD.
func escapeXML(b []byte, s string) []byte {
	last := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if e := xmlEscapes[c]; e != "" {
				b = append(append(b, s[last:i]...), e...)
				last = i + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
			b = append(append(b, s[last:i]...), "\ufffd"...)
			last = i + n
		}
		i += n
	}
	return append(b, s[last:]...)
}
