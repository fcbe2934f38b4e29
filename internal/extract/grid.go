package extract

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of a table. What is larger is left out as a whole.
const (
	maxRows    = 600
	maxColumns = 40
	maxCells   = 6000
	maxCell    = 1000 // characters of a cell of a table that says that it is one; what is longer is prose that is laid out
	maxLooks   = 300  // tables by role or style that are looked at; they may lie in each other
	maxBare    = 200  // of one that does not say so
)

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
