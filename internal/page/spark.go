package page

import (
	"slices"
	"strconv"
	"strings"
)

// A small picture in a table is drawn with one path for all columns of a kind, as strokes in CSS pixels: a table has hundreds of them.
const (
	sparkHeight = 16
	sparkStep   = 5 // from one column to the next
	leastColumn = 3 // lower columns could not be told from the line below them
)

// pen writes a path of columns.
type pen struct {
	strings.Builder
	x, y int
}

// column draws the i-th column up to y, from the height from.
func (p *pen) column(i, from, y int) {
	x := i*sparkStep + sparkStep/2
	if p.Len() == 0 {
		p.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(from))
	} else {
		p.WriteString("m" + strconv.Itoa(x-p.x))
		if from >= p.y {
			p.WriteByte(' ')
		}
		p.WriteString(strconv.Itoa(from - p.y))
	}
	p.WriteString("V" + strconv.Itoa(y))
	p.x, p.y = x, y
}

// sparks is the path of counts as columns. One alone says nothing: it is not drawn.
func sparks(counts []int) string {
	if len(counts) < 2 {
		return ""
	}
	var p pen
	most := slices.Max(append(counts, 1))
	for i, n := range counts {
		if n > 0 {
			p.column(i, sparkHeight, sparkHeight-max(1, n*sparkHeight/most))
		}
	}
	return p.String()
}
