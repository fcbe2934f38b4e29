package feed

import (
	"bytes"
	"strings"
)

// maxDepth bounds the nesting of elements; tags beyond it are passed over.
const maxDepth = 256

// reader turns tokens into a tree walked once: every element it hands out is
// closed, in order, whatever the document forgot to close. It keeps what
// elements inherit: namespaces, xml:lang and xml:base.
type reader struct {
	scanner
	start    string // where relative addresses start when no xml:base says otherwise
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
func (r *reader) next() token {
	for {
		if r.closing > 0 {
			r.closing--
			r.pop()
			return token{kind: tokEnd}
		}
		t := r.held
		if r.held = (token{}); t.kind == tokEOF {
			t = r.scanner.next()
		}
		switch t.kind {
		case tokStart:
			if r.implied(t) {
				continue
			}
			if len(r.frames) >= maxDepth {
				r.damaged = true
				continue
			}
			r.push(t)
		case tokEnd:
			if !r.close(t.name) {
				continue
			}
			r.closing--
			r.pop()
		case tokEOF:
			if len(r.frames) > 0 {
				r.damaged, r.cut = true, true
				r.closing = len(r.frames)
				continue
			}
		}
		return t
	}
}

// implied closes what was left open when t starts what cannot stand in it: the
// next item, or the next field.
func (r *reader) implied(t token) bool {
	n := len(r.frames)
	switch {
	case r.item > 0 && n >= r.item && isItem(t.name):
		r.closing = n - r.item + 1
	case n > 0 && r.frames[n-1].leaf.ends(t.name):
		r.closing = 1
	default:
		return false
	}
	r.damaged, r.held = true, t
	return true
}

func isItem(name []byte) bool {
	return bytes.EqualFold(name, []byte("item")) || bytes.EqualFold(name, []byte("entry"))
}

// close finds the element that an end tag closes, and closes all within it.
func (r *reader) close(name []byte) bool {
	for i := len(r.frames) - 1; i >= 0; i-- {
		if open := r.frames[i].name; len(open) == len(name) && bytes.EqualFold(open, name) {
			r.closing = len(r.frames) - i
			r.damaged = r.damaged || r.closing > 1
			return true
		}
	}
	r.damaged = true
	return false
}

func (r *reader) push(t token) {
	f := frame{name: t.name, bindings: len(r.bindings)}
	if n := len(r.frames); n > 0 {
		f.lang, f.base = r.frames[n-1].lang, r.frames[n-1].base
	}
	if bytes.Contains(t.attrs, []byte("xml")) {
		r.inherit(t.attrs, &f)
	}
	prefix, _ := splitName(t.name)
	f.ns = r.namespace(prefix)
	f.leaf = leafOf(f.ns, t.name)
	r.frames = append(r.frames, f)
	if t.empty {
		r.closing = 1
	}
}

// inherit takes the attributes that hold for an element and all within it.
func (r *reader) inherit(attrs []byte, f *frame) {
	for len(attrs) > 0 {
		var name, value []byte
		name, value, attrs = attribute(attrs)
		switch {
		case string(name) == "xml:lang":
			f.lang = first(strings.TrimSpace(string(value)), noLanguage)
		case string(name) == "xml:base":
			if base := resolve(first(f.base, r.start), r.decoded(value)); base != "" && (isWeb(base) || !hasScheme(base)) {
				f.base = base
			}
		case string(name) == "xmlns":
			r.bind(nil, r.decoded(value))
		case bytes.HasPrefix(name, []byte("xmlns:")):
			r.bind(name[len("xmlns:"):], r.decoded(value))
		}
	}
}

func (r *reader) pop() {
	n := len(r.frames) - 1
	r.bindings = r.bindings[:r.frames[n].bindings]
	r.frames = r.frames[:n]
	if n < r.item {
		r.item = 0
	}
}

// elem describes the element that was just opened.
func (r *reader) elem(t token) elem {
	f := &r.frames[len(r.frames)-1]
	_, local := splitName(t.name)
	return elem{
		ns:    f.ns,
		local: lower(local),
		attrs: t.attrs,
		depth: len(r.frames),
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
// that stands directly in it. visit may read on inside the child or not.
func (r *reader) children(parent elem, visit func(elem)) string {
	var text []byte
	for {
		t := r.next()
		switch t.kind {
		case tokEOF:
			return string(text)
		case tokEnd:
			if len(r.frames) < parent.depth {
				return string(text)
			}
		case tokStart:
			if len(r.frames) == parent.depth+1 {
				visit(r.elem(t))
			}
		case tokText:
			if len(r.frames) == parent.depth {
				text = r.entities.appendDecoded(text, t.text)
			}
		case tokCDATA:
			if len(r.frames) == parent.depth {
				text = append(text, t.text...)
			}
		}
	}
}

// plain reads the text of an element, tags inside it dropped, references
// replaced once, white space trimmed.
func (r *reader) plain(e elem) string {
	buf := r.buf[:0]
	for {
		t := r.next()
		switch t.kind {
		case tokText:
			buf = r.entities.appendDecoded(buf, t.text)
			continue
		case tokCDATA:
			buf = append(buf, t.text...)
			continue
		case tokEnd:
			if len(r.frames) >= e.depth {
				continue
			}
		case tokStart:
			continue
		}
		r.buf = buf
		return string(bytes.TrimSpace(buf))
	}
}

// exact reads a value that is worthless when the document was cut inside it: an
// address, an identifier, a date.
func (r *reader) exact(e elem) string {
	s := r.plain(e)
	if r.cut {
		return ""
	}
	return s
}

// attr returns the value of an attribute, its name given in lower case; one
// with a prefix counts when there is none without.
func (r *reader) attr(e elem, want string) string {
	value, _ := r.attrOK(e, want)
	return value
}

func (r *reader) attrOK(e elem, want string) (value string, ok bool) {
	for attrs := e.attrs; len(attrs) > 0; {
		var name, raw []byte
		name, raw, attrs = attribute(attrs)
		prefix, local := splitName(name)
		if len(local) != len(want) || !strings.EqualFold(string(local), want) || string(prefix) == "xmlns" {
			continue
		}
		value, ok = strings.TrimSpace(r.decoded(raw)), true
		if prefix == nil {
			return value, true
		}
	}
	return value, ok
}

func (r *reader) decoded(raw []byte) string {
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	return string(r.entities.appendDecoded(nil, raw))
}
