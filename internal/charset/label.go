package charset

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// declarationBytes is how much of a document is searched for its declaration;
// the HTML standard asks for 1,024 bytes, feeds have longer prologues.
const declarationBytes = 4096

// headerCharset returns the charset parameter of a Content-Type field, which in
// the wild comes with stray quotes and spaces that mime.ParseMediaType refuses.
func headerCharset(contentType string) string {
	for _, param := range strings.Split(contentType, ";")[1:] {
		k, v, _ := strings.Cut(param, "=")
		if strings.EqualFold(strings.TrimSpace(k), "charset") {
			return cleanLabel(v)
		}
	}
	return ""
}

func cleanLabel(s string) string {
	return strings.ToLower(strings.Trim(s, " \t\r\n\"'"))
}

func declared(body []byte, kind Kind) string {
	head := body[:min(len(body), declarationBytes)]
	switch kind {
	case XML:
		return xmlDeclared(head)
	case HTML:
		if s := htmlDeclared(head); s != "" {
			return s
		}
		return xmlDeclared(head)
	}
	return ""
}

// xmlDeclared reads encoding="…" from an XML declaration, wherever it stands.
func xmlDeclared(head []byte) string {
	i := bytes.Index(head, []byte("<?xml"))
	if i < 0 {
		return ""
	}
	head = head[i:]
	if end := bytes.IndexByte(head, '>'); end >= 0 {
		head = head[:end]
	}
	return quoted(head, "encoding")
}

// htmlDeclared reads the charset of the first meta element that names one.
func htmlDeclared(head []byte) string {
	head = bytes.ToLower(head)
	for {
		i := bytes.Index(head, []byte("<meta"))
		if i < 0 {
			return ""
		}
		if remark := bytes.Index(head[:i], []byte("<!--")); remark >= 0 { // what a comment holds does not count, unless it has no end
			if end := bytes.Index(head[remark+4:], []byte("-->")); end >= 0 {
				head = head[remark+4+end+3:]
				continue
			}
		}
		head = head[i+len("<meta"):]
		tag := head
		if end := bytes.IndexByte(tag, '>'); end >= 0 {
			tag = tag[:end]
		}
		if s := quoted(tag, "charset"); s != "" {
			return s
		}
	}
}

// quoted returns what follows name= in s, up to the closing quote or a delimiter.
func quoted(s []byte, name string) string {
	i := bytes.Index(s, []byte(name))
	if i < 0 {
		return ""
	}
	s = bytes.TrimLeft(s[i+len(name):], " \t\r\n")
	if len(s) == 0 || s[0] != '=' {
		return ""
	}
	s = bytes.TrimLeft(s[1:], " \t\r\n\"'")
	if end := bytes.IndexAny(s, "\"' \t\r\n;?>/"); end >= 0 {
		s = s[:end]
	}
	return cleanLabel(string(s))
}

// find looks a label up in the Encoding Standard's table; labels from other
// registries (IANA's, Python's) are tried in their usual spellings.
func find(name string) (encoding.Encoding, string) {
	if e, c := charset.Lookup(name); e != nil && c != "replacement" {
		return e, c
	}
	squeezed := strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)
	switch squeezed {
	case "u8", "utf8", "utf":
		return charset.Lookup("utf-8")
	case "u16", "utf16", "ucs2", "iso10646ucs2", "csunicode", "unicode", "u32", "utf32", "ucs4", "iso10646ucs4", "csucs4":
		return charset.Lookup("utf-16")
	case "cp936", "936", "ms936":
		return charset.Lookup("gbk")
	case "cp950", "ms950", "big5hkscs":
		return charset.Lookup("big5")
	case "cp949", "ms949", "uhc", "euckr":
		return charset.Lookup("euc-kr")
	case "cp932", "ms932", "mskanji", "shiftjis2004", "sjis":
		return charset.Lookup("shift_jis")
	case "eucjp", "ujis":
		return charset.Lookup("euc-jp")
	case "hzgb2312", "hz":
		return simplifiedchinese.HZGB2312, "hz-gb-2312"
	case "latin1", "iso88591", "ascii", "usascii", "646":
		return charset.Lookup("iso-8859-1")
	}
	if n := strings.TrimLeft(squeezed, "abcdefghijklmnopqrstuvwxyz"); pages[n] != nil && pageNames[strings.TrimSuffix(squeezed, n)] {
		return pages[n], "ibm" + n
	}
	for _, prefix := range []string{"cp", "win", "ms"} {
		if rest, ok := strings.CutPrefix(squeezed, prefix); ok {
			return charset.Lookup("windows-" + rest)
		}
	}
	if rest, ok := strings.CutPrefix(squeezed, "iso8859"); ok {
		return charset.Lookup("iso-8859-" + rest)
	}
	return nil, ""
}

// pages are the code pages of MS-DOS and of IBM's mainframes by their numbers. The
// Encoding Standard has but one of them; old publishing systems still name others.
var pages = map[string]encoding.Encoding{
	"437": charmap.CodePage437, "850": charmap.CodePage850, "852": charmap.CodePage852, "855": charmap.CodePage855,
	"858": charmap.CodePage858, "860": charmap.CodePage860, "862": charmap.CodePage862, "863": charmap.CodePage863,
	"865": charmap.CodePage865, "037": charmap.CodePage037, "1047": charmap.CodePage1047, "1140": charmap.CodePage1140,
}

// pageNames are what stands before the number of a code page.
var pageNames = map[string]bool{"cp": true, "ibm": true, "cpibm": true, "csibm": true, "": true}

// shifting reports whether an encoding writes all its characters with the bytes of ASCII.
func shifting(label string) bool { return label == "iso-2022-jp" || label == "hz-gb-2312" }

// wide reports whether an encoding has units of more than one byte. A document
// whose declaration could be read byte by byte is in none of them.
func wide(label string) bool {
	return strings.HasPrefix(label, "utf-16") || strings.HasPrefix(label, "utf-32")
}

func multibyte(label string) bool {
	switch label {
	case "gb18030", "big5", "euc-kr", "euc-jp", "shift_jis":
		return true
	}
	return false
}
