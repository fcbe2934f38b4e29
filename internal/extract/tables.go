package extract

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/waidian/waidian/internal/news"
)

// A table of data becomes one block a row: the row's head, a colon, each cell behind the head of its column. A cell by
// itself would be a figure without a name, and the next one's neighbour. A table that only lays out the page is cut like
// other boxes.

// Bounds of a table. What is larger is left out as a whole.
const (
	maxRows    = 600
	maxColumns = 40
	maxCells   = 6000
	maxCell    = 1000 // characters of a cell of a table that says that it is one; what is longer is prose that is laid out
	maxLooks   = 300  // tables by role or style that are looked at; they may lie in each other
	maxBare    = 200  // of one that does not say so
)

// cell is a cell of a table; one that spans columns or rows stands in each of them.
type cell struct {
	node      *html.Node
	text      string
	said      string // the head of its column, by its own attribute
	head      bool   // th, or a header by its role
	side      bool   // the header of a row, by its own word
	bold      bool   // as a whole
	wide      int    // columns
	linked    int    // bytes of text in links
	links     int
	from      int  // first column
	continued bool // it began in a row above
}

// gridRow is a row, its spans resolved.
type gridRow struct {
	node  *html.Node
	cells []*cell // one a column; nil: none
	own   []*cell // those that begin here
	head  bool    // in thead
}

// grid is a table of data.
type grid struct {
	caption *html.Node
	rows    []gridRow
	marked  bool // its markup says that it holds data
	broken  bool // it is larger than is read
	plain   bool // it has heads alone
	nested  bool // it holds another table, a form or sections: it lays out
	deep    int  // cells
	down    []rest
}

// rest is what is left of a cell that spans rows.
type rest struct {
	c    *cell
	rows int
}

// tabular reports whether an element is a table, by its name, its role or its style.
func tabular(n *html.Node) bool {
	if n.DataAtom == atom.Table {
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "role":
			return a.Val == "table" || a.Val == "grid"
		case "style":
			if displays(a.Val, "table") {
				return true
			}
		}
	}
	return false
}

// displays reports whether a style sets the display property to the value.
func displays(style, value string) bool {
	if !strings.Contains(style, "isplay") {
		return false
	}
	_, after, ok := strings.Cut(strings.ReplaceAll(strings.ToLower(style), " ", ""), "display:"+value)
	return ok && (after == "" || after[0] == ';' || after[0] == '!')
}

// tablePart says what an element is in a table: "row", "cell", "caption", or "" for any other.
func tablePart(n *html.Node) string {
	switch n.DataAtom {
	case atom.Tr:
		return "row"
	case atom.Td, atom.Th:
		return "cell"
	case atom.Caption:
		return "caption"
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "role" && (a.Val == "row" || a.Val == "caption"):
			return a.Val
		case a.Key == "role" && (a.Val == "cell" || a.Val == "gridcell" || a.Val == "columnheader" || a.Val == "rowheader"),
			a.Key == "style" && displays(a.Val, "table-cell"):
			return "cell"
		case a.Key == "style" && displays(a.Val, "table-row"):
			return "row"
		}
	}
	return ""
}

// gridOf reads a table; nil: it is no table of data.
func gridOf(n *html.Node) *grid {
	role := attr(n, "role")
	if role == "presentation" || role == "none" {
		return nil
	}
	g := &grid{marked: attr(n, "summary") != ""}
	g.collect(n, false)
	if g.nested || !g.isData() {
		return nil
	}
	return g
}

// collect adds the rows below an element.
func (g *grid) collect(n *html.Node, head bool) {
	for ch := n.FirstChild; ch != nil && !g.nested; ch = ch.NextSibling {
		if ch.Type != html.ElementNode || hides(ch) {
			continue
		}
		switch part := tablePart(ch); {
		case part == "row":
			g.row(ch, head)
		case part == "caption":
			g.caption, g.marked = ch, true
		case lays(ch):
			g.nested = true
		default:
			g.collect(ch, head || ch.DataAtom == atom.Thead)
		}
	}
}

// row adds a row.
func (g *grid) row(n *html.Node, head bool) {
	if g.broken = g.broken || len(g.rows) >= maxRows || g.deep >= maxCells; g.broken {
		return
	}
	r := gridRow{node: n, head: head}
	g.marked = g.marked || head
	g.cells(n, &r)
	g.ongoing(&r, maxColumns)
	if len(r.own) > 0 {
		g.rows = append(g.rows, r)
	}
}

// cells adds the cells below an element to a row.
func (g *grid) cells(n *html.Node, r *gridRow) {
	for ch := n.FirstChild; ch != nil && !g.nested && !g.broken; ch = ch.NextSibling {
		switch {
		case ch.Type != html.ElementNode || hides(ch):
		case tablePart(ch) == "cell":
			g.place(g.cellOf(ch, r.head), ch, r)
		case lays(ch):
			g.nested = true
		default:
			g.cells(ch, r)
		}
	}
}

// place puts a cell into the first free columns of a row.
func (g *grid) place(c *cell, n *html.Node, r *gridRow) {
	g.ongoing(r, 0)
	rows := span(n, "rowspan", maxRows)
	if rows == 0 {
		rows = maxRows
	}
	c.from, c.wide = len(r.cells), max(1, span(n, "colspan", maxColumns+1))
	if g.broken = c.from+c.wide > maxColumns; g.broken {
		return
	}
	g.deep += c.wide
	r.own = append(r.own, c)
	for range c.wide {
		r.cells = append(r.cells, c)
		for len(g.down) < len(r.cells) {
			g.down = append(g.down, rest{})
		}
		g.down[len(r.cells)-1] = rest{c, rows - 1}
	}
}

// ongoing continues the cells of rows above that stand in the next columns; over gaps, too, up to so many columns.
func (g *grid) ongoing(r *gridRow, gaps int) {
	for i := len(r.cells); i < len(g.down); i++ {
		if g.down[i].rows == 0 {
			if gaps == 0 {
				return
			}
			continue
		}
		for len(r.cells) < i {
			r.cells = append(r.cells, nil)
		}
		g.down[i].rows--
		c := *g.down[i].c
		c.continued = true
		r.cells = append(r.cells, &c)
		g.deep++
	}
}

// span is a number of columns or rows; 1 where there is none.
func span(n *html.Node, key string, most int) int {
	k, err := strconv.Atoi(attr(n, key))
	if err != nil || k < 0 {
		return 1
	}
	return min(k, most)
}

// cellOf reads a cell.
func (g *grid) cellOf(n *html.Node, head bool) *cell {
	role, scope := attr(n, "role"), attr(n, "scope")
	c := &cell{node: n, head: head || n.DataAtom == atom.Th || role == "columnheader" || role == "rowheader",
		side: role == "rowheader" || scope == "row" || scope == "rowgroup", said: headBy(n)}
	g.marked = g.marked || c.head || scope != "" || attr(n, "headers") != ""
	w := cellWriter{between: " / ", head: c.head}
	if c.head {
		w.between = " "
	}
	w.walk(n, false, false)
	g.nested = g.nested || w.lays
	c.text = strings.TrimSpace(clean(w.b.String()))
	if strings.IndexFunc(c.text, func(r rune) bool { return !unicode.IsSpace(r) && r != '/' }) < 0 {
		c.text = oneLine(w.alt)
	}
	c.bold = w.bold > 0 && w.bold >= w.chars
	c.linked, c.links = min(w.linked, len(c.text)), w.links
	return c
}

// headBy is the head of its column that a cell names for narrow screens, where style sheets show no row of heads.
func headBy(n *html.Node) string {
	for _, a := range n.Attr {
		switch a.Key {
		case "data-label", "data-th", "data-header", "data-heading":
			if s := oneLine(a.Val); len(s) <= maxLabel {
				return strings.TrimRight(s, ":： ")
			}
		}
	}
	return ""
}

// cellWriter writes the text of a cell as one line.
type cellWriter struct {
	b                   strings.Builder
	between             string // what parts paragraphs and lines
	alt                 string // what stands for it where it has no text: of its first picture, or for screen readers
	space, line         bool   // due before the next word
	head                bool   // it is the head of a column or a row
	raised              bool   // the next word is superscript
	chars, bold, linked int
	links               int
	lays                bool // it holds what no cell of data holds
}

func (w *cellWriter) walk(n *html.Node, bold, link bool) {
	for ch := n.FirstChild; ch != nil; ch = ch.NextSibling {
		switch {
		case ch.Type == html.TextNode:
			w.write(ch.Data, bold, link)
		case ch.Type != html.ElementNode || hides(ch) || footnote(ch):
		case whispers(ch):
			if w.alt == "" {
				w.alt = ch.FirstChild.Data
			}
		case ch.DataAtom == atom.Br:
			w.line = true
		case ch.DataAtom == atom.Img:
			if w.alt == "" {
				w.alt = attr(ch, "alt")
			}
		case lays(ch):
			w.lays = true
			return
		case silent[ch.DataAtom] && !(w.head && ch.DataAtom == atom.Button): // a button that sorts by its column
			w.space = true
		default:
			block := breaks[ch.DataAtom]
			w.line = w.line || block
			w.raised = w.raised || ch.DataAtom == atom.Sup
			if ch.DataAtom == atom.A {
				w.links++
			}
			w.walk(ch, bold || ch.DataAtom == atom.B || ch.DataAtom == atom.Strong, link || ch.DataAtom == atom.A)
			w.line = w.line || block
			w.raised = false
		}
	}
}

func (w *cellWriter) write(s string, bold, link bool) {
	if w.chars > 2*maxCell*utf8.UTFMax {
		return
	}
	for i, word := range strings.Fields(s) {
		r, _ := utf8.DecodeRuneInString(s)
		switch {
		case w.b.Len() == 0:
		case w.line:
			w.b.WriteString(w.between)
		case w.space || i > 0 || unicode.IsSpace(r):
			w.b.WriteByte(' ')
		case w.raised && !lastLetter(w.b.String()):
			w.b.WriteByte('^') // a figure beside a figure would be another figure
		}
		w.b.WriteString(word)
		w.space, w.line, w.raised = false, false, false
		w.chars += len(word)
		if bold {
			w.bold += len(word)
		}
		if link {
			w.linked += len(word) + 1
		}
	}
	if r, _ := utf8.DecodeLastRuneInString(s); unicode.IsSpace(r) {
		w.space = true
	}
}

func lastLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r)
}

func lastDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// footnote reports whether an element is the mark of a note: a raised link.
func footnote(n *html.Node) bool {
	return n.DataAtom == atom.Sup && n.FirstChild != nil && n.FirstChild.DataAtom == atom.A && n.FirstChild == n.LastChild
}

// hides reports whether an element itself says that it is not shown.
func hides(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "style" && displays(a.Val, "none") {
			return true
		}
	}
	return false
}

// lays reports whether an element within a table shows that the table lays out a page.
func lays(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Table, atom.Form, atom.Article, atom.Section, atom.Nav, atom.H1, atom.Select, atom.Textarea, atom.Iframe, atom.Video:
		return true
	}
	return false
}

// isData reports whether a table holds data.
func (g *grid) isData() bool {
	most := maxBare
	if g.marked {
		most = maxCell
	}
	full, linked, all, wide, prose := 0, 0, 0, 0, 0
	for _, r := range g.rows {
		here := 0
		if !g.marked && r.any(func(c *cell) bool { return len(c.text) > 80 && strings.ContainsAny(c.text, ".!?。") }) {
			prose++
		}
		for _, c := range r.own {
			if c.text == "" {
				continue
			}
			if utf8.RuneCountInString(c.text) > most {
				return false
			}
			here++
			all++
			if c.linked*10 > len(c.text)*8 {
				linked++
			}
		}
		if here > 1 {
			full++
		}
		wide = max(wide, len(r.cells))
	}
	return wide > 1 && prose*2 < len(g.rows) && (full > 1 || full == 1 && g.marked) && linked*10 <= all*6
}

// table cuts a table of data into rows; false: it is none.
func (c *cutter) table(n *html.Node, in *box) bool {
	if n.DataAtom != atom.Table {
		if c.tried++; c.tried > maxLooks {
			return false
		}
	}
	g := gridOf(n)
	if g == nil {
		return false
	}
	c.flush()
	b := c.enter(n, in)
	b.broken = g.broken
	for x := in; x != nil && x.tag != atom.Body; x = x.parent {
		if x.tag == atom.Figure {
			x.tabled = true
			break
		}
	}
	for _, l := range g.lines() {
		if c.total > maxText {
			b.broken = true
			break
		}
		c.line(l, b)
	}
	return true
}

// line adds the block of a row.
func (c *cutter) line(l line, in *box) {
	b := &block{box: c.enter(l.row.node, in), tag: atom.Td, kind: news.Row, text: clean(l.text), label: l.label, grid: in, order: len(c.blocks)}
	var cells []string
	for _, x := range l.row.own {
		b.linked += x.linked
		b.links += x.links
		cells = append(cells, x.text)
	}
	if c.inLink > 0 {
		b.linked, b.links = len(b.text), 1
	}
	b.cells = strings.Join(cells, " ")
	b.linked, b.runes = min(b.linked, len(b.text)), utf8.RuneCountInString(b.text)
	if strings.IndexFunc(b.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return
	}
	c.total += len(b.text)
	c.blocks = append(c.blocks, b)
}

// tables takes a table whole or not at all: one beside text of the report and in the same box belongs to it, unless it is
// made of links or its box says that it is something else. It notes which tables may be missed in the report.
func (c *view) tables() {
	for i := 0; i < len(c.blocks); {
		grid := c.blocks[i].grid
		if grid == nil {
			i++
			continue
		}
		j, sum, size := i, 0.0, 0
		for ; j < len(c.blocks) && c.blocks[j].grid == grid; j++ {
			sum += c.blocks[j].prob * float64(len(c.blocks[j].text))
			size += len(c.blocks[j].text)
		}
		ours, likely := c.flank(i-1, -1, grid) != nil || c.flank(j, 1, grid) != nil || c.alone(j-i, grid), sum/float64(size)
		prob := 0.05
		if !grid.broken && (ours && !grid.foreign() || likely > 0.5) {
			prob = max(0.6, likely)
		}
		if (ours || likely > 0.5) && !grid.foreign() {
			c.missed = append(c.missed, grid)
		}
		for ; i < j; i++ {
			c.blocks[i].prob = prob
		}
	}
}

// alone reports whether a table of so many rows is what the page has to say: it stands under the headline, in a box of which
// it is the most, and nothing else on the page is the report.
func (c *view) alone(rows int, grid *box) bool {
	if rows < 3 || c.start < 0 || slices.ContainsFunc(c.blocks, func(b *block) bool { return b.grid == nil && b.kind != news.Heading && b.prob > 0.5 }) {
		return false
	}
	up, down := apart(grid, c.blocks[c.start].box)
	around := grid
	for range up {
		around = parent(around)
	}
	return around.parent != nil && around.tag != atom.Body && up <= 4 && down <= 4 && grid.chars*2 > around.chars
}

// foreign reports whether a table is made of links, or is named as what is no part of a report.
func (x *box) foreign() bool {
	return x.linked*10 > x.chars*6 || x.own.has(wRelated|wShare|wMeta|wAd|wNav|wConsent) || x.inside&(inNav|inFooter|inAside|inHidden|inForm|inLink) != 0
}

// tableMissing reports whether a table that stands where the report does is not among the blocks taken.
func (c *view) tableMissing(taken []*block) bool {
	in := map[*box]bool{}
	for _, b := range taken {
		in[b.grid] = true
	}
	for _, grid := range c.missed {
		if grid.broken || !in[grid] {
			return true
		}
	}
	return false
}
