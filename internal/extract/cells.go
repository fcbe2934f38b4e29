package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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
			w.inside(ch, bold, link)
		}
	}
}

// inside writes the text of an element in a cell.
func (w *cellWriter) inside(n *html.Node, bold, link bool) {
	block := breaks[n.DataAtom]
	w.line = w.line || block
	w.raised = w.raised || n.DataAtom == atom.Sup
	if n.DataAtom == atom.A {
		w.links++
	}
	w.walk(n, bold || n.DataAtom == atom.B || n.DataAtom == atom.Strong, link || n.DataAtom == atom.A)
	w.line = w.line || block
	w.raised = false
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
