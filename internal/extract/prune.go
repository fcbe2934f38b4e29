package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// prune copies a page without what holds no text — scripts, styles, frames, drawings,
// comments — and within the bounds above, so that html.Parse does bounded work. What is
// left is parsed as the whole page would be: FuzzPrune compares the two.
func prune(src []byte) []byte { return pruned(src, inTree).out }

// pruned is prune; also names what else is read as if it were in the tree.
func pruned(src []byte, also holding) *pruner {
	p := &pruner{z: scanner{src: src}, out: make([]byte, 0, min(len(src), 64<<10+len(src)/4)), open: map[atom.Atom]int{},
		custom: map[string]element{}, also: also}
	for len(p.out) < maxPruned && p.tags < maxTags {
		p.z.data = p.drawing.cdata()
		tt := p.z.next()
		if tt == html.ErrorToken {
			break
		}
		p.token(tt)
	}
	return p
}

// element is a name of an element: its atom, or a number from firstCustom.
type element uint32

// firstCustom is larger than any atom.
const firstCustom element = 1 << 31

// pruner is the state of prune.
type pruner struct {
	z       scanner
	out     []byte
	tags    int
	stack   []element          // what is open, as the parser has it but for formatting elements
	custom  map[string]element // elements of no standard
	open    map[atom.Atom]int  // formatting elements that are open
	formats int                // and how many these are
	rebuilt int
	skip    string // inside this element, whose text is raw, everything is left out
	drawing drawing
	also    holding
	held    holdings
	silent  bool // there are elements that are left out when they have been parsed
	gap     bool // something was left out since the last piece
	bounded bool // for its size
}

// token copies the token at hand, or leaves it out.
func (p *pruner) token(tt html.TokenType) {
	tag := tt == html.StartTagToken || tt == html.SelfClosingTagToken
	keep := false
	switch {
	case p.skip != "":
		if tt == html.EndTagToken && string(p.z.name) == p.skip {
			p.skip = ""
		}
	case len(p.drawing.open) > 0 && !tag && tt != html.EndTagToken:
	case len(p.drawing.open) > 0 && tag && p.drawing.start(&p.z, tt):
	case len(p.drawing.open) > 0 && tt == html.EndTagToken && p.drawing.end(p.z.name, p.opened):
	case tag:
		keep = p.start(tt)
	case tt == html.EndTagToken:
		p.end(atom.Lookup(p.z.name))
		keep = true
	default:
		keep = tt == html.TextToken || tt == html.DoctypeToken
	}
	p.add(tt, keep)
}

// add appends the token at hand to what is kept.
func (p *pruner) add(tt html.TokenType, keep bool) {
	piece := p.z.src[p.z.from:p.z.at]
	if tt != html.TextToken && len(piece) >= maxTag {
		p.bounded = p.bounded || keep
		keep = false
	}
	if !keep {
		p.gap = true
		return
	}
	if tt == html.TextToken {
		if p.gap && unfinished(p.out) {
			p.out = append(p.out, "<!-->"...)
		}
		piece = piece[:min(len(piece), max(0, maxPruned-len(p.out)))]
	}
	p.gap = false
	p.out = append(p.out, piece...)
}

// unfinished reports whether the end of a text would make a tag or a character reference of
// what it is joined to.
func unfinished(out []byte) bool {
	for i := len(out) - 1; i >= max(0, len(out)-maxReference); i-- {
		switch c := out[i]; {
		case c == '<':
			return i == len(out)-1
		case c == '&':
			return true
		case c != '#' && !asciiLetter(c) && (c < '0' || c > '9'):
			return false
		}
	}
	return false
}

// maxReference is longer than any named character reference, in bytes.
const maxReference = 40

// start reports whether a start tag is kept.
func (p *pruner) start(tt html.TokenType) bool {
	p.tags++
	name := atom.Lookup(p.z.name)
	switch {
	case name == atom.Svg || name == atom.Math:
		if tt == html.StartTagToken {
			p.drawing.begin(&p.z, name)
		}
		p.drawing.astray = p.drawing.astray || p.formats > 0
		return false
	case p.z.raw != "" && p.startRaw(name):
		return false
	case void(name):
		p.imply(name)
		return true
	case formats(name):
		if p.formats >= maxFormats {
			p.bounded = true
			return false
		}
		p.formats++
		p.open[name]++
		return true
	case name == atom.Template && p.unfolds(inTemplates):
		return false
	}
	if p.ignored(name) {
		return true
	}
	p.imply(name)
	if len(p.stack) >= maxDepth {
		p.bounded = true
		return false
	}
	p.stack = append(p.stack, p.element(name))
	p.rebuild()
	p.silent = p.silent || leftOut(name)
	return true
}

// startRaw takes the start tag of an element whose text is raw. It is true where the tag is
// left out: the text with it, or the tag alone, where the text is read as if it were no raw
// one.
func (p *pruner) startRaw(name atom.Atom) bool {
	switch {
	case name == atom.Noscript && p.unfolds(inNoscript), name == atom.Script && p.z.has("type", "template", "text/html") && p.unfolds(inScripts):
		p.z.raw = ""
		return true
	case name == atom.Iframe:
		p.frame()
	}
	if !p.dropped(name) {
		if len(p.stack) < maxDepth && p.z.at-p.z.from < maxTag {
			return false
		}
		p.bounded = true
	}
	p.skip = p.z.raw
	return true
}

// element is the name at hand.
func (p *pruner) element(name atom.Atom) element {
	if name != 0 {
		return element(name)
	}
	own, ok := p.custom[string(p.z.name)]
	if !ok {
		own = firstCustom + element(len(p.custom))
		p.custom[string(p.z.name)] = own
	}
	return own
}

// ignored reports whether the parser makes no element of a start tag: where there is one, or
// outside a table.
func (p *pruner) ignored(name atom.Atom) bool {
	switch name {
	case atom.Html, atom.Head, atom.Body, atom.Frameset:
		return true
	case atom.Form:
		return slices.Contains(p.stack, element(atom.Form))
	case atom.Caption, atom.Colgroup, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr:
		n := len(p.stack)
		return !slices.Contains(p.stack, element(atom.Table)) && (n == 0 || !piercing[atom.Atom(p.stack[n-1])])
	}
	return false
}

// imply closes the elements that the parser closes before a start tag.
func (p *pruner) imply(name atom.Atom) {
	switch name {
	case atom.Li:
		p.closeUpTo(special, atom.Li)
	case atom.Dd, atom.Dt:
		p.closeUpTo(special, atom.Dd, atom.Dt)
	case atom.Select, atom.Input:
		p.closeUpTo(scopes, atom.Select)
	case atom.Button:
		p.closeUpTo(scopes, atom.Button)
	case atom.Option, atom.Optgroup:
		if n := len(p.stack); n > 0 && p.stack[n-1] == element(atom.Option) {
			p.stack = p.stack[:n-1]
		}
	case atom.Td, atom.Th:
		p.closeUpTo(ofTables, atom.Td, atom.Th)
		return
	case atom.Tr:
		p.closeUpTo(ofTables, atom.Tr)
		return
	case atom.Tbody, atom.Tfoot, atom.Thead:
		p.closeUpTo(ofTables, atom.Tbody, atom.Tfoot, atom.Thead)
		return
	}
	if breaks[name] && name != atom.Caption && name != atom.Body && name != atom.Video && name != atom.Audio {
		p.closeUpTo(func(x element) bool { return x == element(atom.Button) || scopes(x) }, atom.P)
	}
}

// closeUpTo closes the innermost of some elements and what is in it, unless a barrier is
// around what is open.
func (p *pruner) closeUpTo(barrier func(element) bool, names ...atom.Atom) {
	for i := len(p.stack) - 1; i >= 0; i-- {
		for _, name := range names {
			if p.stack[i] == element(name) {
				p.stack = p.stack[:i]
				return
			}
		}
		if barrier(p.stack[i]) {
			return
		}
	}
}

// special reports whether an element keeps an item of a list open that is around it.
func special(x element) bool {
	name := atom.Atom(x)
	return x < firstCustom && (breaks[name] && name != atom.Address && name != atom.Div && name != atom.P || scopes(x))
}

// heavy reports whether an element is not closed by the end tag of one around it that is not
// heavy itself (HTML, 13.2.4.2, "special").
func heavy(x element) bool {
	name := atom.Atom(x)
	return x < firstCustom && (breaks[name] && name != atom.Video && name != atom.Audio && name != atom.Legend || scopes(x) ||
		name == atom.Button || name == atom.Listing || rawAtom(name))
}

// ofTables reports whether an element keeps the parts of a table open that are around it.
func ofTables(x element) bool { return x == element(atom.Table) || x == element(atom.Template) }

// scopes reports whether an element keeps what is open around it from being closed by an end
// tag inside it (HTML, 13.2.4.2, "in scope").
func scopes(x element) bool {
	switch atom.Atom(x) {
	case atom.Applet, atom.Caption, atom.Html, atom.Marquee, atom.Object, atom.Select, atom.Table, atom.Td, atom.Template, atom.Th:
		return true
	}
	return false
}

// at is where the innermost open element of the name at hand lies that an end tag closes; -1:
// there is none.
func (p *pruner) at(name atom.Atom) int {
	x := p.element(name)
	weak := !heavy(x)
	for i := len(p.stack) - 1; i >= 0; i-- {
		if p.stack[i] == x {
			return i
		}
		if scopes(p.stack[i]) && !piercing[name] || weak && heavy(p.stack[i]) {
			break
		}
	}
	return -1
}

// opened reports whether an element with the name at hand is open. The parts of a table may
// be open without a tag of theirs.
func (p *pruner) opened() bool {
	name := atom.Lookup(p.z.name)
	return p.open[name] > 0 || p.at(name) >= 0 || piercing[name] && p.at(atom.Table) >= 0
}

func (p *pruner) end(name atom.Atom) {
	p.tags++
	if formats(name) {
		if p.open[name] > 0 {
			p.open[name]--
			p.formats--
		}
	} else if i := p.at(name); i >= 0 && name == atom.Form {
		p.stack = slices.Delete(p.stack, i, i+1) // what is in it stays open
	} else if i >= 0 {
		p.stack = p.stack[:i]
	}
}

// rebuild counts the formatting elements that the parser opens anew in the block
// that begins, and closes them all where that comes to too many.
func (p *pruner) rebuild() {
	if p.rebuilt += p.formats; p.rebuilt < maxRebuilt || p.formats == 0 {
		return
	}
	for _, name := range formatting {
		for ; p.open[name] > 0; p.open[name]-- {
			p.out = append(p.out, "</"+name.String()+">"...)
		}
	}
	p.formats = 0
}

// dropped reports whether an element whose text is raw is left out with all that is in it.
func (p *pruner) dropped(name atom.Atom) bool {
	switch name {
	case atom.Style, atom.Iframe:
		return true
	case atom.Script:
		return !p.z.has("type", "ld+json")
	}
	return false
}

// leftOut reports whether an element holds what readers do not see, but can hold anything:
// where it ends the parser alone knows.
func leftOut(name atom.Atom) bool {
	return name == atom.Object || name == atom.Canvas || name == atom.Template
}

// remove takes the elements that are leftOut from a tree, and puts the trees of shadow roots
// in their place.
func remove(n *html.Node) {
	for ch := n.FirstChild; ch != nil; {
		next := ch.NextSibling
		switch {
		case ch.Type != html.ElementNode:
		case ch.DataAtom == atom.Template && attr(ch, "shadowrootmode") != "":
			attach(n, ch)
			remove(ch)
		case leftOut(ch.DataAtom):
			n.RemoveChild(ch)
		default:
			remove(ch)
		}
		ch = next
	}
}

// attach makes a declarative shadow root (HTML, 4.12.3) a part of the tree: what its host
// holds besides goes into its slots.
func attach(host, root *html.Node) {
	root.Data, root.DataAtom, root.Attr = "div", atom.Div, nil
	slots := map[string]*html.Node{}
	for d := range root.Descendants() {
		if d.DataAtom == atom.Slot && slots[attr(d, "name")] == nil && len(slots) < maxSlots && !templated(d, root) {
			slots[attr(d, "name")] = d
		}
	}
	filled := map[*html.Node]bool{}
	for ch := host.FirstChild; ch != nil; {
		next := ch.NextSibling
		if slot := slots[attr(ch, "slot")]; ch != root && slot != nil && (ch.Type == html.ElementNode || ch.Type == html.TextNode && strings.TrimSpace(ch.Data) != "") {
			for !filled[slot] && slot.FirstChild != nil {
				slot.RemoveChild(slot.FirstChild) // what is shown in an empty slot
			}
			filled[slot] = true
			slot.Data, slot.DataAtom = "div", atom.Div
			host.RemoveChild(ch)
			slot.AppendChild(ch)
		}
		ch = next
	}
}

// maxSlots bounds the slots of one shadow root.
const maxSlots = 100

// templated reports whether n lies in a template within root.
func templated(n, root *html.Node) bool {
	for n = n.Parent; n != nil && n != root; n = n.Parent {
		if n.DataAtom == atom.Template {
			return true
		}
	}
	return false
}

// formatting are the elements that a parser opens again in each block that follows
// them unclosed (HTML, "the list of active formatting elements").
var formatting = []atom.Atom{
	atom.A, atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S,
	atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U,
}

func formats(name atom.Atom) bool { return slices.Contains(formatting, name) }

// void reports whether an element has no end tag.
func void(name atom.Atom) bool {
	switch name {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input,
		atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
