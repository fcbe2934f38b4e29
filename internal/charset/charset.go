// Package charset turns the bytes of feeds and pages into UTF-8. It weighs the
// byte order mark, the HTTP header, the document's own declaration and the
// bytes themselves, and never refuses a document: what cannot be read becomes
// U+FFFD. It never looks at more of the document than it must, and never copies
// one that is valid UTF-8 already.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Kind says how a document declares its own encoding.
type Kind int

// The kinds of document.
const (
	XML  Kind = iota // <?xml encoding="…"?>
	HTML             // <meta charset>, <meta http-equiv="content-type">
	Text             // not at all: JSON, plain text
)

// Decode returns body as valid UTF-8 without a byte order mark, and the label of
// the encoding it was in, in lower case: the declared one where it was believed,
// with "gb18030" for all of its subsets. contentType is the HTTP field, or "".
//
// In order: a byte order mark (Encoding Standard, 6.1) or the bytes of "<" in
// UTF-16 or UTF-32 (XML 1.0, appendix F); the HTTP charset (RFC 7303, 3), but that
// which servers send by default only if the document's own does not read better;
// the document's declaration; the bytes. A body of valid UTF-8 beats a label
// that says otherwise; a label of UTF-8 is dropped when the bytes are clearly
// something else. The result shares body's memory when nothing had to change.
func Decode(body []byte, contentType string, kind Kind) (utf8 []byte, label string) {
	if e, label, skip := byBytes(body); e != nil {
		return decode(e, body[skip:]), label
	} else if skip > 0 {
		return valid(body[skip:]), "utf-8"
	}
	e, label := lookup(headerCharset(contentType))
	switch {
	case e == nil:
		e, label = lookup(declared(body, kind))
	case label == serverDefault:
		if own, name := lookup(declared(body, kind)); own != nil && readsBetter(body, name) {
			e, label = own, name
		} else if far := farFromWestern(body); far != nil {
			e, label = far.encoding, far.label
		}
	}
	seen := survey(body)
	switch {
	case seen.ascii() && shifting(label): // ASCII bytes, but other characters
		return decode(e, body), label
	case seen.ascii() && bytes.Contains(body, []byte("\x1b$B")): // ISO-2022-JP, which is ASCII but for these
		return decode(japanese.ISO2022JP, body), "iso-2022-jp"
	case seen.ascii():
		if label == "" || wide(label) {
			label = undeclaredASCII(contentType)
		}
		return body, label
	case seen.bad == 0 && !(multibyte(label) && seen.ambiguous()):
		return body, "utf-8"
	case e == nil || label == "utf-8" || wide(label):
		if seen.mostlyUTF8(label == "utf-8") {
			return valid(body), "utf-8"
		}
		return guess(body)
	}
	return decode(e, body), label
}

// serverDefault is what servers say of every document where nobody has told them otherwise: the default of RFC 2616, 3.7.1.
const serverDefault = "iso-8859-1"

// undeclaredASCII names the encoding of an undeclared body of ASCII: XML sent as
// text was US-ASCII by default (RFC 3023, 3.1), everything else is called UTF-8.
func undeclaredASCII(contentType string) string {
	media, _, _ := strings.Cut(contentType, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	if strings.HasPrefix(media, "text/") && strings.Contains(media, "xml") {
		return "us-ascii"
	}
	return "utf-8"
}

// byBytes recognises the encodings whose first bytes give them away. A nil
// encoding with skip > 0 is UTF-8 with a byte order mark.
func byBytes(b []byte) (e encoding.Encoding, label string, skip int) {
	be32 := utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	le32 := utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	be16 := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	le16 := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	has := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	switch {
	case has("\xef\xbb\xbf"):
		return nil, "utf-8", 3
	case has("\x00\x00\xfe\xff"):
		return be32, "utf-32be", 4
	case has("\xff\xfe\x00\x00"):
		return le32, "utf-32le", 4
	case has("\xfe\xff"):
		return be16, "utf-16be", 2
	case has("\xff\xfe"):
		return le16, "utf-16le", 2
	case has("\x00\x00\x00<"), has("\x00\x00\x00{"):
		return be32, "utf-32be", 0
	case has("<\x00\x00\x00"), has("{\x00\x00\x00"):
		return le32, "utf-32le", 0
	case has("\x4c\x6f\xa7\x94"): // "<?xm" in EBCDIC
		return charmap.CodePage037, "ibm037", 0
	case has("\x00<\x00"), has("\x00{\x00"):
		return be16, "utf-16be", 0
	case len(b) > 3 && (b[0] == '<' || b[0] == '{') && b[1] == 0 && b[2] != 0 && b[3] == 0:
		return le16, "utf-16le", 0
	}
	return nil, "", 0
}

func decode(e encoding.Encoding, b []byte) []byte {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil { // no decoder used here ends early, but none promises it
		return valid(b)
	}
	return valid(bytes.TrimPrefix(out, []byte("\ufeff")))
}

// valid replaces every byte that is not UTF-8 by U+FFFD.
func valid(b []byte) []byte {
	if utf8.Valid(b) {
		return b
	}
	return bytes.ToValidUTF8(b, []byte("\ufffd"))
}

// survey counts what a body is made of, read as UTF-8.
type census struct {
	two  int // sequences of two bytes
	more int // sequences of three or four
	bad  int // bytes that belong to none
}

func survey(b []byte) census {
	var c census
	if utf8.Valid(b) {
		if c.sample(b); c.two+c.more == 0 {
			for _, x := range b { // beyond the sample: is there anything but ASCII?
				if x >= utf8.RuneSelf {
					c.more++
					break
				}
			}
		}
		return c
	}
	for len(b) > 0 {
		i := firstHigh(b)
		b = b[i:]
		if len(b) == 0 {
			break
		}
		r, n := utf8.DecodeRune(b)
		c.add(r, n)
		b = b[n:]
	}
	return c
}

// sample looks at the first 64 sequences of a valid body: enough to tell
// whether UTF-8 could be an accident.
func (c *census) sample(b []byte) {
	for c.two+c.more < 64 {
		b = b[firstHigh(b):]
		if len(b) == 0 {
			return
		}
		r, n := utf8.DecodeRune(b)
		c.add(r, n)
		b = b[n:]
	}
}

func (c *census) add(r rune, n int) {
	switch {
	case r == utf8.RuneError && n == 1:
		c.bad++
	case n == 2:
		c.two++
	default:
		c.more++
	}
}

func firstHigh(b []byte) int {
	for i, x := range b {
		if x >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

func (c census) ascii() bool { return c.two+c.more+c.bad == 0 }

// ambiguous reports whether valid UTF-8 may be an accident: a few pairs of bytes
// that are also characters of the East Asian encodings.
func (c census) ambiguous() bool { return c.more == 0 && c.two < 8 }

// mostlyUTF8 reports whether bad bytes are damage in UTF-8, rather than signs of
// another encoding. Text in an East Asian encoding, read as UTF-8, has one valid
// sequence to a dozen bad bytes; text in the others has almost none.
func (c census) mostlyUTF8(labelled bool) bool {
	good := c.two + 2*c.more
	if labelled {
		return 2*good >= c.bad
	}
	return good >= c.bad
}

// lookup finds the encoding of a declared label; nil for UTF-8 and for labels
// that nobody knows. The label it returns is "" only in the latter case.
func lookup(name string) (encoding.Encoding, string) {
	if name == "" {
		return nil, ""
	}
	e, canonical := find(name)
	switch canonical {
	case "":
		return nil, ""
	case "utf-8":
		return nil, "utf-8"
	case "gbk", "gb18030": // the superset reads them all
		return simplifiedchinese.GB18030, "gb18030"
	case "windows-1252", "windows-1254", "windows-874":
		return e, strings.ToLower(name) // keep what the document calls it
	}
	return e, canonical
}
