package page

import (
	"bytes"
	"fmt"
	"html"
	"path"
	"strings"
	"unicode"
)

// text converts a text. Character references in it stay as they are: they have no Han.
func (o *OtherScript) text(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0 {
		return s
	}
	if v, ok := o.known.Load(s); ok {
		return v.(string)
	}
	c, err := o.convert()
	if err != nil {
		return s // Twin returns it
	}
	out := c.Convert(s)
	if o.taiwan {
		out = reported.Replace(out)
	}
	if len(s) <= 60 {
		o.known.Store(s, out)
	}
	return out
}

// element is an open element on the way through a page.
type element struct {
	name []byte
	ours bool // in the page's script, and not an outlet's words
}

// Twin is the twin of the page at p. It reads what this package has written: attributes
// are quoted, and nothing but a tag begins with "<".
func (s *Set) Twin(p string, page []byte) ([]byte, error) {
	if _, err := s.other.convert(); err != nil {
		return nil, fmt.Errorf("load the tables of Chinese scripts: %w", err)
	}
	self := ""
	if s.o.URL != "" {
		self = s.Address(p)
	}
	return s.other.twin(p, page, self), nil
}

func (o *OtherScript) twin(p string, page []byte, self string) []byte {
	out := bytes.NewBuffer(make([]byte, 0, len(page)+len(page)/32+256))
	link := []byte(o.link(p))
	way := bytes.Index(page, link)
	heads := strings.HasPrefix(p, "a/") || strings.HasPrefix(p, "s/")
	open := make([]element, 1, 16)
	for i := 0; i < len(page); {
		in := open[len(open)-1]
		n := textEnd(page[i:])
		if said := page[i : i+n]; in.ours && string(in.name) != "script" {
			out.WriteString(o.phrased(string(said)))
		} else {
			out.Write(said)
		}
		if i += n; i == len(page) {
			break
		}
		if i == way {
			out.WriteString(o.wayBack(p))
			i += len(link)
			continue
		}
		tag := page[i : i+tagEnd(page[i:])]
		i += len(tag)
		switch {
		case tag[1] == '!':
			out.Write(tag)
		case tag[1] == '/':
			out.Write(tag)
			name := tagName(tag[2:])
			for k := len(open) - 1; k > 0; k-- {
				if bytes.Equal(open[k].name, name) {
					open = open[:k]
					break
				}
			}
		default:
			e := o.tag(out, p, self, tag, element{tagName(tag[1:]), in.ours})
			if heads && string(e.name) == "title" && !bytes.Contains(tag, []byte(" lang=")) {
				e.ours = false // an outlet's headline, as a rule
			}
			if tag[len(tag)-2] != '/' && !void[string(e.name)] {
				open = append(open, e)
			}
		}
	}
	return out.Bytes()
}

// textEnd is the length of the text that s begins with, and of the places in it where a line may end.
func textEnd(s []byte) int {
	for n := 0; ; n += len(lineEnd) {
		next := bytes.IndexByte(s[n:], '<')
		if next < 0 {
			return len(s)
		}
		if n += next; !bytes.HasPrefix(s[n:], []byte(lineEnd)) {
			return n
		}
	}
}

// phrased converts a text as a whole, and puts the places where a line may end between the words that it has then.
func (o *OtherScript) phrased(s string) string {
	if !strings.Contains(s, lineEnd) {
		return o.text(s)
	}
	return withLineEnds(o.text(strings.ReplaceAll(s, lineEnd, "")))
}

// tagEnd is the length of the tag that s begins with.
func tagEnd(s []byte) int {
	quoted := false
	for i, c := range s {
		if c == '"' {
			quoted = !quoted
		}
		if c == '>' && !quoted {
			return i + 1
		}
	}
	return len(s)
}

// tagName is the name that s begins with.
func tagName(s []byte) []byte {
	if n := bytes.IndexAny(s, " />\n"); n >= 0 {
		return s[:n]
	}
	return s
}

// void are the elements of our pages that have no end.
var void = map[string]bool{"meta": true, "link": true, "input": true, "br": true, "img": true}

// originals are the classes of what outlets have written.
var originals = map[string]bool{"text": true, "orig": true, "captions": true, "stand": true}

// attribute is a quoted attribute of a tag, and where in the tag its value is.
type attribute struct {
	key, value []byte
	from, to   int
}

// attributes appends the attributes of a tag that have a value.
func attributes(as []attribute, tag []byte) []attribute {
	for i := 0; ; {
		n := bytes.Index(tag[i:], []byte(`="`))
		if n < 0 {
			return as
		}
		from := i + n + 2
		to := from + bytes.IndexByte(tag[from:], '"')
		if to < from {
			return as
		}
		key := tag[i : i+n]
		key = key[bytes.LastIndexAny(key, " \n\"")+1:]
		as = append(as, attribute{key, tag[from:to], from, to})
		i = to + 1
	}
}

// tag writes a tag, and returns what its element is.
func (o *OtherScript) tag(out *bytes.Buffer, p, self string, tag []byte, e element) element {
	var few [12]attribute
	as := attributes(few[:0], tag)
	kept, around, ours := bytes.Contains(tag, []byte(" translate")), e.ours, false
	for _, a := range as {
		switch string(a.key) {
		case "lang":
			e.ours = string(a.value) == o.From
			ours = e.ours
		case "class":
			kept = kept || originals[string(a.value)]
			e.ours = e.ours || string(a.value) == "bk" // a mark of ours within an outlet's words
		}
	}
	e.ours = e.ours && !kept
	at, named := 0, false
	for _, a := range as {
		value := ""
		switch key := string(a.key); {
		case key == "hreflang":
			named = true // it names the language of the address after it
			continue
		case (key == "href" || key == "src" || key == "action") && !named:
			value = o.address(p, self, html.UnescapeString(string(a.value)))
			value = html.EscapeString(value)
		case key == "lang" && ours && !kept:
			value = o.To
		case visible(key) && (e.ours || around):
			value = o.text(string(a.value))
		default:
			continue
		}
		out.Write(tag[at:a.from])
		out.WriteString(value)
		at = a.to
	}
	out.Write(tag[at : len(tag)-1])
	if bytes.Contains(tag, []byte(` id="found"`)) {
		out.WriteString(` data-pages="` + o.Dir + `/"`)
	}
	out.WriteByte('>')
	return e
}

// visible reports whether readers see the value of an attribute, which is in our words.
func visible(key string) bool {
	return key == "title" || key == "aria-label" || strings.HasPrefix(key, "data-") && key != "data-t"
}

// address returns how the twin of the page at p refers to what the page calls href: pages by
// their twins, other files where they are.
func (o *OtherScript) address(p, self, href string) string {
	switch {
	case href == self && self != "":
		return strings.TrimSuffix(self, p) + o.Path(p)
	case href == "" || href[0] == '#' || strings.Contains(href, ":"):
		return href
	}
	file, part, _ := strings.Cut(href, "#")
	if o.Has(file) {
		return href
	}
	out := strings.Repeat("../", strings.Count(p, "/")+1) + path.Join(path.Dir(p), file)
	if part != "" {
		out += "#" + part
	}
	return out
}
