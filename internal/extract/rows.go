package extract

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How the rows of a table become text: which rows are the heads of columns, which columns the heads of rows, and what stands
// behind which. Where heads do not fit, cells are written in their order without them.

// heads is how many rows at the top are titles of the table and heads of its columns.
func (g *grid) heads() int {
	n := 0
	for n < len(g.rows)-1 && title(g.rows[n]) {
		n++
	}
	titles := n
	for n < len(g.rows) && (g.rows[n].head || g.rows[n].allHeads()) {
		n++
	}
	switch {
	case n == len(g.rows):
		g.plain = true
		return titles
	case n == titles && (g.markedHead(n) || g.boldHead(n) || g.figureHead(n)):
		return n + 1
	}
	return n
}

// markedHead reports whether a row has heads of columns and cells of data, and none below has heads.
func (g *grid) markedHead(i int) bool {
	return len(g.rows[i].own) > 1 && g.rows[i].any(func(c *cell) bool { return c.head && !c.side }) && !g.below(i+1, func(c *cell) bool { return c.head })
}

// boldHead reports whether a row is in bold and without figures, and none below is in bold but for its own head.
func (g *grid) boldHead(i int) bool {
	r := g.rows[i]
	return i+1 < len(g.rows) && len(r.own) > 1 && r.any(func(c *cell) bool { return c.bold }) &&
		r.each(func(c *cell) bool { return c.text == "" || c.bold && !figured(c.text) }) &&
		!g.below(i+1, func(c *cell) bool { return c.bold && c.from > 0 })
}

// figureHead reports whether a row, though nothing marks it, is the heads of columns of figures.
func (g *grid) figureHead(i int) bool {
	first, figures, next := g.rows[i], 0, i+1
	if len(g.rows)-i < 3 || len(first.cells) < 3 || !first.each(func(c *cell) bool { return !figured(c.text) }) {
		return false
	}
	for col := 1; col < len(first.cells); col++ {
		if c := first.cells[col]; c != nil && c.text != "" && g.column(next, col, figured) {
			figures++
		}
	}
	return figures >= 2 && figures >= len(first.cells)-2
}

// allHeads reports whether all that stands in a row is heads of columns.
func (r gridRow) allHeads() bool {
	return r.each(func(c *cell) bool { return c.head && !c.side || c.text == "" }) && r.any(func(c *cell) bool { return c.head })
}

func (r gridRow) each(is func(*cell) bool) bool {
	for _, c := range r.own {
		if !is(c) {
			return false
		}
	}
	return true
}

func (r gridRow) any(is func(*cell) bool) bool { return !r.each(func(c *cell) bool { return !is(c) }) }

// below reports whether any cell from a row on is so.
func (g *grid) below(row int, is func(*cell) bool) bool {
	for _, r := range g.rows[row:] {
		if r.any(is) {
			return true
		}
	}
	return false
}

// column reports whether every cell of a column from a row on, empty ones aside, is so.
func (g *grid) column(row, col int, is func(string) bool) bool {
	some := false
	for _, r := range g.rows[row:] {
		if col >= len(r.cells) || r.cells[col] == nil || r.cells[col].text == "" || r.cells[col].wide > 1 {
			continue
		}
		if some = true; !is(r.cells[col].text) {
			return false
		}
	}
	return some
}

func figured(s string) bool {
	return strings.ContainsAny(s, "0123456789") || strings.IndexFunc(s, unicode.IsDigit) >= 0
}

// ranked reports whether a text is the number of a row.
func ranked(s string) bool {
	s = strings.TrimRight(s, ".)=")
	_, err := strconv.Atoi(s)
	return err == nil && len(s) <= 3
}

// sides is how many columns at the left are the head of a row.
func (g *grid) sides(row int) int {
	rows, last := g.rows[row:], map[int]int{}
	for _, r := range rows {
		at := 0
		if title(r) {
			continue
		}
		for i, c := range r.cells {
			if c != nil && (c.head || c.side) && c.wide == 1 {
				at = i + 1
			}
		}
		last[at]++
	}
	words, wide := func(s string) bool { return !figured(s) }, g.wide(row)
	for k := 1; k <= 3 && k < wide; k++ {
		if last[k]*2 > len(rows) {
			return k
		}
	}
	switch {
	case wide > 2 && (g.column(row, 0, ranked) || !g.filled(row, 0)) && !g.column(row, 1, figured):
		return 2
	case wide > 2 && g.spans(row) && g.column(row, 1, words):
		return 2
	}
	if g.equals(row) {
		return 0
	}
	return 1
}

// equals reports whether the first column is none that names the others, but prose as they are.
func (g *grid) equals(row int) bool {
	first, others, rows, cells := 0, 0, 0, 0
	for _, r := range g.rows[row:] {
		if len(r.cells) < 2 || title(r) || r.cells[0] == nil {
			continue
		}
		rows++
		first += utf8.RuneCountInString(r.cells[0].text)
		for _, c := range r.own {
			if c != r.cells[0] {
				cells++
				others += utf8.RuneCountInString(c.text)
			}
		}
	}
	return rows > 0 && cells > 0 && first > 40*rows && first*cells*2 > others*rows
}

// filled reports whether a column has any text.
func (g *grid) filled(row, col int) bool {
	return g.column(row, col, func(string) bool { return true })
}

// spans reports whether a cell of the first column is that of several rows.
func (g *grid) spans(row int) bool {
	for _, r := range g.rows[row:] {
		if len(r.cells) > 0 && r.cells[0] != nil && r.cells[0].continued {
			return true
		}
	}
	return false
}

// wide is how many columns most rows from a row on have.
func (g *grid) wide(row int) int {
	n, best := map[int]int{}, 0
	for _, r := range g.rows[row:] {
		w := len(r.cells)
		if title(r) {
			continue
		}
		if n[w]++; n[w] > n[best] || n[w] == n[best] && w > best {
			best = w
		}
	}
	return best
}

// columns are the heads of the columns, those of several rows from the upper to the lower.
func columns(rows []gridRow) []string {
	var out []string
	for _, r := range rows {
		for i, c := range r.cells {
			for len(out) <= i {
				out = append(out, "")
			}
			if c == nil || c.text == "" || c.continued || title(r) {
				continue
			}
			out[i] = strings.TrimSpace(out[i] + " " + c.text)
		}
	}
	for i, s := range out {
		out[i] = strings.TrimRight(s, ":： ▲▼△▽↕⇅↑↓") // arrows sort by the column
	}
	return out
}

// title reports whether a row is one cell from the first column to the last.
func title(r gridRow) bool { return len(r.own) == 1 && r.own[0].wide == len(r.cells) }

// line is a row as text, and how much of it is its head.
type line struct {
	row   gridRow
	text  string
	label int
}

// lines are the rows of a table as text, its caption first.
func (g *grid) lines() []line {
	lines := g.body()
	if g.caption == nil {
		return lines
	}
	w := cellWriter{between: " "}
	w.walk(g.caption, false, false)
	said := strings.TrimSpace(clean(w.b.String()))
	if said == "" || utf8.RuneCountInString(said) > maxCell {
		return lines
	}
	return append([]line{{row: gridRow{node: g.caption}, text: said, label: len(said)}}, lines...)
}

// body are the rows as text.
func (g *grid) body() []line {
	top := g.heads()
	sides, heads, fit := g.sides(top), columns(g.rows[:top]), g.wide(top)
	if len(heads) != fit {
		heads = nil
	}
	var out []line
	for i, r := range g.rows {
		switch {
		case i < top && !title(r):
			continue
		case i >= top && !g.plain && !title(r) && r.allHeads():
			if heads = columns([]gridRow{r}); len(heads) == fit {
				continue
			}
			fit = -1 // what follows has other columns than is known
		}
		if l := r.line(heads, sides, fit); l.text != "" {
			out = append(out, l)
		}
	}
	return out
}

// line writes a row. One that has other columns than the heads is written without them.
func (r gridRow) line(heads []string, sides, fit int) line {
	var label, values []string
	whole := len(r.cells) == fit
	for _, c := range r.cells {
		whole = whole && c != nil
	}
	for i := 0; i < len(r.cells); i++ {
		c := r.cells[i]
		if c == nil || c.text == "" || i > c.from {
			continue
		}
		switch {
		case !whole:
			values = append(values, behind(c.said, c.text))
		case i < sides && (i == sides-1 || !figured(c.text)):
			label = append(label, strings.TrimRight(c.text, ":： "))
		case i < sides:
			label = append(label, behind(headOf(heads, c), c.text))
		default:
			values = append(values, behind(cmp.Or(headOf(heads, c), c.said), c.text))
		}
	}
	return r.join(label, values)
}

// join makes one line of the head of a row and its values.
func (r gridRow) join(label, values []string) line {
	sep := ", "
	for _, v := range values {
		if strings.Contains(v, ", ") {
			sep = "; "
		}
	}
	head, rest := strings.Join(label, ", "), strings.Join(values, sep)
	switch {
	case head == "":
		l := line{row: r, text: rest}
		if title(r) && r.own[0].head {
			l.label = len(rest)
		}
		return l
	case rest == "":
		return line{row: r, text: head, label: len(head)}
	}
	colon := ": "
	if last, _ := utf8.DecodeLastRuneInString(head); strings.ContainsRune("?？!！", last) {
		colon = " "
	}
	return line{row: r, text: head + colon + rest, label: len(head)}
}

// headOf is the head of the columns of a cell.
func headOf(heads []string, c *cell) string {
	var out []string
	for i := c.from; i < c.from+c.wide && i < len(heads); i++ {
		if h := heads[i]; h != "" && (len(out) == 0 || out[len(out)-1] != h) {
			out = append(out, h)
		}
	}
	return strings.Join(out, " / ")
}

// behind puts a value behind the head of its column. Two figures are parted.
func behind(head, value string) string {
	if cut, ok := strings.CutPrefix(value, head); ok && cut != "" && strings.ContainsAny(cut[:1], " :") {
		value = strings.TrimLeft(cut, " :") // some pages repeat it for narrow screens
	}
	switch {
	case head == "":
		return value
	case lastDigit(head):
		return head + ": " + value
	}
	return head + " " + value
}
