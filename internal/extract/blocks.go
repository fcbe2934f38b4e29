package extract

import (
	"hash/maphash"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// block is a run of text that a reader sees as one: what is between two
// borders of block elements, or between two line breaks in a row.
type block struct {
	text    string
	kind    news.BlockKind
	box     *box
	tag     atom.Atom // of the nearest block element
	linked  int       // bytes of text inside links
	links   int
	bold    int // bytes of text inside b, strong and their like
	runes   int
	order   int
	label   int        // bytes at the start of text that are set off
	number  int        // of an item of an ordered list; zero: none
	href    string     // of the link that it is in from its beginning
	grid    *box       // the table of data whose row it is; nil: none
	cells   string     // the cells of that row as they stand on the page
	has     characters // set by survey
	shot    *box       // that holds the picture right before it; nil: there is none
	shown   bool       // it speaks of the picture before it
	subject bool       // it speaks of prices or accounts as what the report is about

	f    []float32 // features, see features.go
	prob float64   // that it belongs to the report
	kept float64   // prob by the model, before anything else was weighed
}

// density is the share of a block's text that is links.
func (b *block) density() float64 { return float64(b.linked) / float64(max(1, len(b.text))) }

// good reports whether a block looks like a paragraph of prose by itself.
func (b *block) good() bool {
	if b.kind == news.Row {
		return false
	}
	return b.runes >= 60 && b.density() < 0.3 || b.runes >= 25 && b.density() < 0.3 && eastern(b.text)
}

func eastern(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("。！？」』）", r)
}

// box is a block element; blocks lie in boxes, boxes in boxes.
type box struct {
	parent   *box
	node     *html.Node
	tag      atom.Atom
	own      words // what its own class and id say
	above    words // what those of all boxes around it say, itself included
	inside   tags
	depth    int
	tabled   bool   // a figure that holds a table of data
	caption  bool   // its class names it one
	broken   bool   // a table of data that is larger than is read
	veil     *box   // the outermost that is hidden, this one or one around it; nil: none
	number   int    // of an item of an ordered list, until a block has it; of the list, that of its next item
	numbered bool   // the number of an item was given to a block
	step     int    // of the numbers of a list; zero: it counts nothing
	sign     uint64 // of its tag and class and those of the boxes around it
	cover    *box   // the outermost that is laid over the page, this one or one around it; nil: none

	chars, linked, goods int // of all text inside
	direct               int // bytes of good text in its own blocks and its children's
	paras, blocks        int
	sum                  float64 // of the probabilities inside, weighted by length
	points               float64 // see vote
	polled               bool
}

// tags is a set of elements that are around a block.
type tags uint32

const (
	inNav tags = 1 << iota
	inHeader
	inFooter
	inAside
	inForm
	inFigure
	inCaption
	inArticle
	inMain
	inSection
	inList
	inTable
	inQuote
	inItem
	inDetails
	inLink
	inHidden
	inBodyProp // itemprop=articleBody
	inHeading
	inDefs
	numTags = iota
)

var tagOf = map[atom.Atom]tags{
	atom.Nav: inNav, atom.Header: inHeader, atom.Footer: inFooter, atom.Aside: inAside, atom.Form: inForm,
	atom.Figure: inFigure, atom.Figcaption: inCaption, atom.Article: inArticle, atom.Main: inMain,
	atom.Section: inSection, atom.Ul: inList, atom.Ol: inList, atom.Table: inTable, atom.Blockquote: inQuote,
	atom.Li: inItem, atom.Details: inDetails, atom.A: inLink, atom.Dl: inDefs,
	atom.H1: inHeading, atom.H2: inHeading, atom.H3: inHeading, atom.H4: inHeading, atom.H5: inHeading, atom.H6: inHeading,
}

// breaks are the elements that end a line of text before and after them
// (HTML, "Rendering", display: block, list-item and table parts).
var breaks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Center: true,
	atom.Dd: true, atom.Details: true, atom.Dialog: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true,
	atom.Fieldset: true, atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true,
	atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true, atom.Hgroup: true,
	atom.Hr: true, atom.Legend: true, atom.Li: true, atom.Main: true, atom.Menu: true, atom.Nav: true, atom.Ol: true,
	atom.P: true, atom.Pre: true, atom.Section: true, atom.Summary: true, atom.Table: true, atom.Tbody: true,
	atom.Td: true, atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true, atom.Ul: true, atom.Video: true,
	atom.Audio: true, atom.Caption: true,
}

// silent are the elements whose text is no part of what is read.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Object: true,
	atom.Select: true, atom.Textarea: true, atom.Input: true, atom.Button: true, atom.Head: true, atom.Title: true,
	atom.Rt: true, atom.Rp: true, atom.Datalist: true, atom.Video: true, atom.Audio: true, atom.Canvas: true, atom.Svg: true,
}

// cutter cuts a page into blocks in one walk.
type cutter struct {
	blocks []*block
	boxes  []*box
	spare  []box
	says   meanings
	seed   maphash.Seed

	buf    []byte // text of the current block
	cur    *block
	total  int    // bytes of text so far
	space  bool   // white space is due before the next character
	brs    int    // line breaks in a row
	tried  int    // tables by role or style that were looked at
	lead   int    // bytes of buf from its start that are in bold
	href   string // of the last link
	shot   *box   // that holds the picture before the next block; nil: there is none
	inLink int
	inBold int
}

// cut returns the blocks of a tree in page order and the boxes they lie in.
func cut(root *html.Node, says meanings) ([]*block, []*box) {
	c := &cutter{says: says, seed: maphash.MakeSeed()}
	top := &box{node: root}
	c.boxes = append(c.boxes, top)
	c.walk(root, top)
	c.flush()
	unlink(c.blocks)
	tally(c.blocks, c.boxes)
	return c.blocks, c.boxes
}

// unlink makes nothing of it that paragraphs are links to one and the same place: they do not lead to as many reports.
func unlink(blocks []*block) {
	whole := func(b *block) bool {
		return b.href != "" && b.linked >= len(b.text)-3 && b.runes >= 60 && b.kind != news.Row
	}
	var same map[string]int
	for _, b := range blocks {
		if whole(b) {
			if same == nil {
				same = map[string]int{}
			}
			same[b.href]++
		}
	}
	for _, b := range blocks {
		if same == nil || !whole(b) || same[b.href] < 3 {
			continue
		}
		b.linked, b.links = 0, 0
		for x := b.box; x != nil && x.inside&inLink != 0; x = x.parent {
			x.inside &^= inLink
		}
	}
}

func (c *cutter) walk(n *html.Node, in *box) {
	for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
		switch ch.Type {
		case html.TextNode:
			c.write(ch.Data, in)
		case html.ElementNode:
			c.element(ch, in)
		}
	}
}

func (c *cutter) element(n *html.Node, in *box) {
	switch {
	case n.DataAtom == atom.Br:
		if c.brs++; c.brs > 1 {
			c.flush()
		}
		c.space = true
		return
	case n.DataAtom == atom.Button && (tagOf[in.tag] == inHeading || in.tag == atom.Dt || in.tag == atom.Summary):
		c.walk(n, in) // a heading that opens what is below it
		return
	case n.DataAtom == atom.Button && opensNext(n):
		c.flush()
		c.walk(n, c.enter(n, in))
		c.flush()
		return
	case silent[n.DataAtom]:
		c.space = c.space || n.DataAtom != atom.Rt && n.DataAtom != atom.Rp
		return
	case breaks[n.DataAtom] || n.DataAtom == 0 && strings.Contains(n.Data, "-") && !withinText(n, in):
		if tabular(n) && c.table(n, in) {
			return
		}
		c.flush()
		b := c.enter(n, in)
		c.walk(n, b)
		c.flush()
		return
	}
	switch n.DataAtom {
	case atom.A:
		href := attr(n, "href")
		if href == "" {
			c.walk(n, in) // a place that may be pointed to
			return
		}
		c.inLink++
		if c.cur != nil {
			c.cur.links++
		}
		c.href = href
		c.walk(n, in)
		c.inLink--
	case atom.B, atom.Strong:
		c.inBold++
		c.walk(n, in)
		c.inBold--
	case atom.Img:
		if c.cur == nil && !isIcon(n) {
			c.shot = in
		}
	default:
		if whispers(n) {
			return
		}
		c.walk(n, in)
	}
}

// withinText reports whether an element of the page's own making stands within the text of a paragraph or a heading: a term, a
// note, a source.
func withinText(n *html.Node, in *box) bool {
	if in.tag != atom.P && tagOf[in.tag] != inHeading {
		return false
	}
	for _, beside := range []*html.Node{n.PrevSibling, n.NextSibling} {
		if beside != nil && beside.Type == html.TextNode && strings.TrimSpace(beside.Data) != "" {
			return true
		}
	}
	return false
}

// enter makes the box of a block element.
func (c *cutter) enter(n *html.Node, in *box) *box {
	b := c.box()
	b.parent, b.node, b.tag, b.depth = in, n, n.DataAtom, in.depth+1
	b.inside, b.veil, b.cover = in.inside|tagOf[n.DataAtom], in.veil, in.cover
	var name maphash.Hash
	name.SetSeed(c.seed)
	_, _ = name.WriteString(n.Data)
	if b.cover == nil && (n.DataAtom == atom.Dialog || n.DataAtom == 0 && c.says.covers(html.Attribute{Key: "id", Val: n.Data})) {
		b.cover = b
	}
	for _, a := range n.Attr {
		if b.cover == nil && c.says.covers(a) && overlaid(n) {
			b.cover = b
		}
		switch a.Key {
		case "class", "id", "data-component", "data-testid", "data-test", "data-block", "role", "aria-label", "data-module",
			"data-type", "data-area":
			b.own |= c.says.words(a.Val)
			if a.Key == "class" {
				writePlain(&name, a.Val)
				b.caption = strings.Contains(strings.ToLower(a.Val), "caption")
				b.hide(hiddenClass(a.Val))
			}
		case "itemprop":
			if strings.EqualFold(a.Val, "articleBody") {
				b.inside |= inBodyProp
			}
		case "hidden", "aria-hidden", "style":
			if conceals(a) {
				b.inside |= inHidden
				b.hide(true)
			}
		}
	}
	if n.DataAtom == atom.Html || n.DataAtom == atom.Body {
		b.own &= wBody | wArticle | wContent // the rest says what else is on the page, or open above it
	}
	b.above = in.above | b.own
	if c.inLink > 0 {
		b.inside |= inLink
	}
	b.sign = name.Sum64() + 31*in.sign
	c.boxes = append(c.boxes, b)
	b.count()
	return b
}

// hide notes that a box says it is hidden, unless one around it does.
func (x *box) hide(says bool) {
	if says && x.veil == nil {
		x.veil = x
	}
}

// box is a new box. They are made some at a time.
func (c *cutter) box() *box {
	if len(c.spare) == 0 {
		c.spare = make([]box, boxesAtOnce)
	}
	b := &c.spare[0]
	c.spare = c.spare[1:]
	return b
}

// boxesAtOnce is how many boxes are made at a time: a page has some hundreds.
const boxesAtOnce = 32

// plainClass is a class attribute without digits, which often number items.
func plainClass(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// writePlain adds the plainClass of a class attribute to what is hashed.
func writePlain(h *maphash.Hash, class string) {
	_ = h.WriteByte('.')
	from := 0
	for i := range len(class) {
		if c := class[i]; c >= '0' && c <= '9' {
			_, _ = h.WriteString(class[from:i])
			from = i + 1
		}
	}
	_, _ = h.WriteString(class[from:])
}

// write adds text to the current block, white space collapsed.
func (c *cutter) write(s string, in *box) {
	start := 0
	for i := 0; i < len(s); {
		blank, n := spaceAt(s, i)
		if blank {
			if start < i {
				c.word(s[start:i], in)
			}
			c.space = true
			start = i + n
		}
		i += n
	}
	if start < len(s) {
		c.word(s[start:], in)
	}
}

// spaceAt reports whether the character at s[i] is white space, and its length.
func spaceAt(s string, i int) (blank bool, n int) {
	if c := s[i]; c < utf8.RuneSelf {
		return c == ' ' || c >= '\t' && c <= '\r', 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return unicode.IsSpace(r), n
}

func (c *cutter) word(w string, in *box) {
	if len(w) > maxWord || c.total > maxText {
		return
	}
	if len(c.buf) > maxBlock {
		c.flush()
	}
	c.total += len(w) + 1
	if c.cur == nil {
		c.cur = &block{box: in, tag: in.tag, shot: c.shot}
		c.shot = nil
		if c.inLink > 0 {
			c.cur.links++
			c.cur.href = c.href
		}
	} else if c.space {
		c.buf = append(c.buf, ' ')
	}
	c.space, c.brs = false, 0
	lead := c.inBold > 0 && (len(c.buf) == c.lead || len(c.buf) == c.lead+1 && c.buf[c.lead] == ' ')
	c.buf = append(c.buf, w...)
	if lead {
		c.lead = len(c.buf)
	}
	if c.inLink > 0 {
		c.cur.linked += len(w) + 1
	}
	if c.inBold > 0 {
		c.cur.bold += len(w) + 1
	}
}

// flush ends the current block. Text without a letter or a digit is none.
func (c *cutter) flush() {
	b := c.cur
	c.cur, c.space, c.brs = nil, false, 0
	if b == nil {
		return
	}
	b.text = strings.Trim(deref(clean(string(c.buf))), " ")
	lead := c.buf[:c.lead]
	c.buf, c.lead = c.buf[:0], 0
	if strings.IndexFunc(b.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return
	}
	b.linked, b.bold = min(b.linked, len(b.text)), min(b.bold, len(b.text))
	b.runes = utf8.RuneCountInString(b.text)
	b.kind = b.part()
	b.label = b.labelled(deref(clean(string(lead))))
	b.itemize()
	b.order = len(c.blocks)
	c.blocks = append(c.blocks, b)
}

// part says what part of a report the block would be.
func (b *block) part() news.BlockKind {
	in := b.box.inside
	switch {
	case in&inCaption != 0 || b.box.saysCaption() || in&inFigure != 0 && in&inTable == 0 && in&inQuote == 0:
		return news.Caption
	case (tagOf[b.tag] == inHeading || b.tag == atom.Button) && b.runes <= maxHeading:
		return news.Heading
	case in&inQuote != 0:
		return news.Quote
	case in&inItem != 0:
		return news.ListItem
	}
	return news.Paragraph
}

// maxHeading bounds a heading, in characters: what is longer is a paragraph, whatever its element.
const maxHeading = 300

// saysCaption reports whether the class of a block's own box names it a caption.
func (x *box) saysCaption() bool { return x.caption && x.own.has(wCaption) }

// tally adds each block's text up in the boxes around it.
func tally(blocks []*block, boxes []*box) {
	for _, x := range boxes {
		x.direct, x.chars, x.linked, x.goods, x.blocks, x.paras = 0, 0, 0, 0, 0, 0
	}
	for _, b := range blocks {
		good := 0
		if b.good() {
			good = len(b.text)
		}
		b.box.direct += good
		if up := b.box.parent; up != nil && b.box.tag != atom.Div && b.box.tag != atom.Section {
			up.direct += good
		}
		for x := b.box; x != nil; x = x.parent {
			x.chars += len(b.text)
			x.linked += b.linked
			x.goods += good
			x.blocks++
			if b.tag == atom.P && good > 0 {
				x.paras++
			}
		}
	}
}
