package extract

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// namespace is what the elements of a drawing or a formula are: of svg, of math, or of the
// HTML that both may hold at certain points.
type namespace byte

const (
	ofHTML namespace = iota
	ofSVG
	ofMath
)

// part is an element that is open within a drawing.
type part struct {
	name  []byte // as the page spells it
	space namespace
	point bool // HTML may begin inside (an integration point)
}

// drawing is what is open of an svg or math element, itself first. It is followed as HTML,
// 13.2.6.5 ("foreign content") has it, as far as is needed to know where it ends: there are
// no raw texts in it, tags may close themselves, and the elements of breakout end it.
type drawing struct {
	open   []part
	astray bool // HTML inside does not nest, or its own end tag did not close it, or a formatting element may be opened anew in it
}

// begin opens a drawing at the tag at hand, or one within the drawing.
func (d *drawing) begin(z *scanner, name atom.Atom) {
	space := ofSVG
	if name == atom.Math {
		space = ofMath
	}
	d.push(part{name: z.spelled(), space: space})
}

func (d *drawing) push(x part) {
	if len(d.open) >= maxDepth {
		d.astray = true
		return
	}
	d.open = append(d.open, x)
}

func (d *drawing) top() part { return d.open[len(d.open)-1] }

// cdata reports whether a CDATA section may begin here.
func (d *drawing) cdata() bool { return len(d.open) > 0 && d.top().space != ofHTML }

// start takes a start tag. It is false where the tag ends the drawing and stands behind it.
func (d *drawing) start(z *scanner, tt html.TokenType) bool {
	name := atom.Lookup(z.name)
	if d.markup(name) {
		d.startHTML(z, tt, name)
		return true
	}
	if breakout[name] || name == atom.Font && (z.names("color") || z.names("face") || z.names("size")) {
		d.breakOut()
		if len(d.open) == 0 {
			return false
		}
		d.startHTML(z, tt, name)
		return true
	}
	z.raw = ""
	if tt != html.SelfClosingTagToken {
		space := d.top().space
		d.push(part{name: z.spelled(), space: space, point: integrates(z, space, name)})
	}
	return true
}

// markup reports whether a start tag is one of HTML where the drawing stands.
func (d *drawing) markup(name atom.Atom) bool {
	switch top := d.top(); {
	case top.space == ofHTML:
		return true
	case top.space == ofMath && strings.EqualFold(string(top.name), "annotation-xml"):
		return top.point || name == atom.Svg
	case top.space == ofMath:
		return top.point && name != atom.Mglyph && name != atom.Malignmark
	default:
		return top.point
	}
}

// integrates reports whether HTML may stand in the element whose start tag is at hand.
func integrates(z *scanner, space namespace, name atom.Atom) bool {
	if space == ofSVG {
		return name == atom.Desc || name == atom.Title || string(z.name) == "foreignobject"
	}
	switch name {
	case atom.Mi, atom.Mo, atom.Mn, atom.Ms, atom.Mtext:
		return true
	case atom.AnnotationXml:
		encoding := z.value("encoding")
		return strings.EqualFold(encoding, "text/html") || strings.EqualFold(encoding, "application/xhtml+xml")
	}
	return false
}

// startHTML takes a start tag of HTML inside the drawing.
func (d *drawing) startHTML(z *scanner, tt html.TokenType, name atom.Atom) {
	switch {
	case name == atom.Svg || name == atom.Math:
		if tt != html.SelfClosingTagToken {
			d.begin(z, name)
		}
	case void(name):
	default:
		if breaks[name] {
			d.endParagraph()
		}
		d.astray = d.astray || misplaced[name]
		d.push(part{name: z.spelled()})
	}
}

// endParagraph closes the paragraph that the next block of HTML ends.
func (d *drawing) endParagraph() {
	for i := len(d.open) - 1; i >= 0 && d.open[i].space == ofHTML; i-- {
		if strings.EqualFold(string(d.open[i].name), "p") {
			d.open = d.open[:i]
			return
		}
	}
}

// end takes an end tag. It is false where the drawing ends before it: outside reports whether
// an element of the name is open around the drawing.
func (d *drawing) end(name []byte, outside func() bool) bool {
	if string(name) == "p" || string(name) == "br" {
		d.breakOut()
	}
	i := len(d.open) - 1
	sealed := false // by a point, which few end tags of HTML reach through
	for ; i >= 0 && d.open[i].space != ofHTML; i-- {
		if bytes.EqualFold(d.open[i].name, name) {
			d.open = d.open[:i]
			return true
		}
		sealed = sealed || d.open[i].point && !piercing[atom.Lookup(name)]
	}
	switch {
	case sealed:
	case i >= 0:
		d.endHTML(i, name)
	case len(d.open) == 0:
		return false
	case string(name) != "body" && string(name) != "html" && outside():
		d.astray = true
		d.open = d.open[:0]
		return false
	}
	return true
}

// breakOut closes what is open up to where HTML may stand.
func (d *drawing) breakOut() {
	for len(d.open) > 0 && d.top().space != ofHTML && !d.top().point {
		d.open = d.open[:len(d.open)-1]
	}
}

// piercing are the elements whose end tags close whatever is open in them.
var piercing = map[atom.Atom]bool{
	atom.Caption: true, atom.Table: true, atom.Tbody: true, atom.Td: true, atom.Template: true, atom.Tfoot: true, atom.Th: true,
	atom.Thead: true, atom.Tr: true,
}

// endHTML takes the end tag of an element of HTML inside the drawing; the innermost is at i.
// One of the drawing's own elements is closed even if HTML inside it is not: no page means
// that the rest of it is part of a drawing.
func (d *drawing) endHTML(i int, name []byte) {
	for j := i; j >= 0; j-- {
		if bytes.EqualFold(d.open[j].name, name) {
			d.astray = d.astray || j < i
			d.open = d.open[:j]
			return
		}
	}
	d.astray = true
}

// breakout are the elements that end a drawing (HTML, 13.2.6.5).
var breakout = func() map[atom.Atom]bool {
	out := map[atom.Atom]bool{}
	for _, name := range []atom.Atom{
		atom.B, atom.Big, atom.Blockquote, atom.Body, atom.Br, atom.Center, atom.Code, atom.Dd, atom.Div, atom.Dl, atom.Dt,
		atom.Em, atom.Embed, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Hr, atom.I, atom.Img,
		atom.Li, atom.Listing, atom.Menu, atom.Meta, atom.Nobr, atom.Ol, atom.P, atom.Pre, atom.Ruby, atom.S, atom.Small,
		atom.Span, atom.Strong, atom.Strike, atom.Sub, atom.Sup, atom.Table, atom.Tt, atom.U, atom.Ul, atom.Var,
	} {
		out[name] = true
	}
	return out
}()

// misplaced are the elements that a parser moves or ignores in some places: HTML inside a
// drawing that has them is not followed to the letter.
var misplaced = func() map[atom.Atom]bool {
	out := map[atom.Atom]bool{}
	for _, name := range slices.Concat(formatting, []atom.Atom{
		atom.Body, atom.Button, atom.Caption, atom.Col, atom.Colgroup, atom.Form, atom.Frame, atom.Frameset, atom.Head, atom.Html,
		atom.Optgroup, atom.Option, atom.Select, atom.Table, atom.Tbody, atom.Td, atom.Template, atom.Tfoot, atom.Th,
		atom.Thead, atom.Tr, atom.Rp, atom.Rt, atom.Rb, atom.Rtc, atom.Li, atom.Dd, atom.Dt,
	}) {
		out[name] = true
	}
	return out
}()
