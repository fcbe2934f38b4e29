package feed

import (
	"bytes"
	"strings"

	"github.com/waidian/waidian/internal/when"
)

// maxDepth bounds the nesting of elements; tags beyond it are passed over.
const maxDepth = 256

// decoder turns tokens into a tree walked once: every element it hands out is
// closed, in order, whatever the document forgot to close. It keeps what
// elements inherit: namespaces, xml:lang and xml:base.
type decoder struct {
	scanner
	start    string // where relative addresses start when no xml:base says otherwise
	habits   when.Habits
	frames   []frame
	bindings []binding
	item     int   // depth of the open item or entry; 0: none
	closing  int   // ends still to be handed out
	held     token // start tag that waits for them
	cut      bool  // the document ended before its elements did
	buf      []byte
}

// frame is an open element.
type frame struct {
	name     []byte
	ns       namespace
	leaf     leaf
	bindings int
	lang     string
	base     string
}

// elem is a start tag that was handed out, and what it inherits.
type elem struct {
	ns    namespace
	local string // lower case
	attrs []byte
	depth int
	empty bool
	lang  string // xml:lang in force
	base  string // xml:base in force, absolute where it can be; "" when none
}

// next hands out the next start, end or text.
func (d *decoder) next() token {
	for {
		if d.closing > 0 {
			d.closing--
			d.pop()
			return token{kind: tokEnd}
		}
		t := d.held
		if d.held = (token{}); t.kind == tokEOF {
			t = d.scanner.next()
		}
		switch t.kind {
		case tokStart:
			if d.implied(t) {
				continue
			}
			if len(d.frames) >= maxDepth {
				d.damaged = true
				continue
			}
			d.push(t)
		case tokEnd:
			if !d.close(t.name) {
				continue
			}
			d.closing--
			d.pop()
		case tokEOF:
			if len(d.frames) > 0 {
				d.damaged, d.cut = true, true
				d.closing = len(d.frames)
				continue
			}
		}
		return t
	}
}

// implied closes what was left open when t starts what it cannot hold: the
// next item, or the next field.
func (d *decoder) implied(t token) bool {
	n := len(d.frames)
	switch {
	case d.item > 0 && n >= d.item && isItem(t.name):
		d.closing = n - d.item + 1
	case n > 0 && d.frames[n-1].leaf.ends(t.name):
		d.closing = 1
	default:
		return false
	}
	d.damaged, d.held = true, t
	return true
}

func isItem(name []byte) bool {
	return bytes.EqualFold(name, []byte("item")) || bytes.EqualFold(name, []byte("entry"))
}

// close finds the element that an end tag closes, and closes all within it.
func (d *decoder) close(name []byte) bool {
	for i := len(d.frames) - 1; i >= 0; i-- {
		if open := d.frames[i].name; len(open) == len(name) && bytes.EqualFold(open, name) {
			d.closing = len(d.frames) - i
			d.damaged = d.damaged || d.closing > 1
			return true
		}
	}
	d.damaged = true
	return false
}

func (d *decoder) push(t token) {
	f := frame{name: t.name, bindings: len(d.bindings)}
	if n := len(d.frames); n > 0 {
		f.lang, f.base = d.frames[n-1].lang, d.frames[n-1].base
	}
	if bytes.Contains(t.attrs, []byte("xml")) {
		d.inherit(t.attrs, &f)
	}
	prefix, _ := splitName(t.name)
	f.ns = d.namespace(prefix)
	f.leaf = leafOf(f.ns, t.name)
	d.frames = append(d.frames, f)
	if t.empty {
		d.closing = 1
	}
}

// inherit takes the attributes that hold for an element and all within it.
func (d *decoder) inherit(attrs []byte, f *frame) {
	for len(attrs) > 0 {
		var name, value []byte
		name, value, attrs = attribute(attrs)
		switch {
		case string(name) == "xml:lang":
			f.lang = first(strings.TrimSpace(string(value)), noLanguage)
		case string(name) == "xml:base":
			if base := resolve(first(f.base, d.start), d.decoded(value)); base != "" && (isWeb(base) || !hasScheme(base)) {
				f.base = base
			}
		case string(name) == "xmlns":
			d.bind(nil, d.decoded(value))
		case bytes.HasPrefix(name, []byte("xmlns:")):
			d.bind(name[len("xmlns:"):], d.decoded(value))
		}
	}
}

func (d *decoder) pop() {
	n := len(d.frames) - 1
	d.bindings = d.bindings[:d.frames[n].bindings]
	d.frames = d.frames[:n]
	if n < d.item {
		d.item = 0
	}
}

// elem describes the element that was just opened.
func (d *decoder) elem(t token) elem {
	f := &d.frames[len(d.frames)-1]
	_, local := splitName(t.name)
	return elem{
		ns:    f.ns,
		local: lower(local),
		attrs: t.attrs,
		depth: len(d.frames),
		empty: t.empty,
		lang:  f.lang,
		base:  f.base,
	}
}

func splitName(name []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return nil, name
}

// lower returns b as a string in ASCII lower case.
func lower(b []byte) string {
	for _, c := range b {
		if c >= 'A' && c <= 'Z' {
			return strings.ToLower(string(b))
		}
	}
	return string(b)
}

// children calls visit for every child element of parent and returns the text
// that is directly in it. visit may read on inside the child or not.
func (d *decoder) children(parent elem, visit func(elem)) string {
	var text []byte
	for {
		t := d.next()
		switch t.kind {
		case tokEOF:
			return string(text)
		case tokEnd:
			if len(d.frames) < parent.depth {
				return string(text)
			}
		case tokStart:
			if len(d.frames) == parent.depth+1 {
				visit(d.elem(t))
			}
		case tokText:
			if len(d.frames) == parent.depth {
				text = d.entities.appendDecoded(text, t.text)
			}
		case tokCDATA:
			if len(d.frames) == parent.depth {
				text = append(text, t.text...)
			}
		}
	}
}

// plain reads the text of an element, tags inside it dropped, references
// replaced once, white space trimmed.
func (d *decoder) plain(e elem) string {
	buf := d.buf[:0]
	for {
		t := d.next()
		switch t.kind {
		case tokText:
			buf = d.entities.appendDecoded(buf, t.text)
			continue
		case tokCDATA:
			buf = append(buf, t.text...)
			continue
		case tokEnd:
			if len(d.frames) >= e.depth {
				continue
			}
		case tokStart:
			continue
		}
		d.buf = buf
		return string(bytes.TrimSpace(buf))
	}
}

// exact reads a value that is worthless when the document was cut inside it: an
// address, an identifier, a date.
func (d *decoder) exact(e elem) string {
	s := d.plain(e)
	if d.cut {
		return ""
	}
	return s
}

// attr returns the value of an attribute, its name given in lower case; one
// with a prefix counts when there is none without.
func (d *decoder) attr(e elem, want string) string {
	value, _ := d.attrOK(e, want)
	return value
}

func (d *decoder) attrOK(e elem, want string) (value string, ok bool) {
	for attrs := e.attrs; len(attrs) > 0; {
		var name, raw []byte
		name, raw, attrs = attribute(attrs)
		prefix, local := splitName(name)
		if len(local) != len(want) || !strings.EqualFold(string(local), want) || string(prefix) == "xmlns" {
			continue
		}
		value, ok = strings.TrimSpace(d.decoded(raw)), true
		if prefix == nil {
			return value, true
		}
	}
	return value, ok
}

func (d *decoder) decoded(raw []byte) string {
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	return string(d.entities.appendDecoded(nil, raw))
}
