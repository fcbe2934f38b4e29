package page

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// chart is the picture of one figure over time: each value as it is written beside its point. It is drawn as wide as a small
// telephone shows it, so that its letters are as large there as they are here.
type chart struct {
	Label  string // what it shows, for those who do not see it
	Points []point
	Line   string // through the values of one who counts, or of one thing that grows, as the points of a polyline
	From   string // the first and the last moment
	Until  string
	Width  int
	Height int
	Base   int // where zero is
}

// point is one value.
type point struct {
	X, Y   int
	Top    int    // of the line that an interval or a bound is; 0: none
	Old    bool   // not current
	Text   string // "" where there is no room
	TX, TY int
	Anchor string // start, middle or end
}

// Measures of the picture, in pixels.
const (
	chartWidth  = 320
	chartHeight = 170
	chartLeft   = 12
	chartTop    = 30
	chartBase   = 142
	letterWide  = 13 // of a Han character; others are about half of it
	chartLetter = 16 // height of a line
	chartText   = 14 // characters of a value
	chartPoints = 40
	pointWide   = 4 // from its middle
)

// chart draws the values of a figure that have a time; nil where there are fewer than two, or they are all of one time.
func (t *telling) chart(f news.Figure) *chart {
	var at []news.FigureValue
	for _, v := range f.Values {
		if _, ok := t.valueCites(v); ok && !v.At.IsZero() && v.Low >= 0 && !math.IsInf(v.Low, 0) && !math.IsNaN(v.Low) && line(v.Said) != "" {
			at = append(at, v)
		}
	}
	slices.SortStableFunc(at, func(a, b news.FigureValue) int { return a.At.Compare(b.At) })
	at = first(at, chartPoints)
	if len(at) < 2 || !at[0].At.Before(at[len(at)-1].At) {
		return nil
	}
	from, until := clamp(at[0].At).UTC(), clamp(at[len(at)-1].At).UTC()
	c := &chart{Width: chartWidth, Height: chartHeight, Base: chartBase, From: t.clock(from, t.year), Until: t.clock(until, t.year)}
	most := 0.0
	for _, v := range at {
		most = max(most, v.Low, bounded(v))
	}
	if most <= 0 {
		return nil
	}
	span := until.Sub(from).Seconds()
	scale := func(v float64) int { return chartBase - int(math.Round(v/most*(chartBase-chartTop))) }
	var line []string
	for _, v := range at {
		p := point{X: chartLeft + int(v.At.Sub(at[0].At).Seconds()/span*(chartWidth-2*chartLeft)), Old: !v.Current, Text: chartSaid(v.Said)}
		p.Y = scale((v.Low + bounded(v)) / 2)
		if v.High > v.Low {
			p.Top = scale(bounded(v))
			if math.IsInf(v.High, 1) {
				p.Top = max(4, p.Y-14) // open upwards
			}
		}
		line = append(line, fmt.Sprintf("%d,%d", p.X, p.Y))
		c.Points = append(c.Points, p)
	}
	if f.Kind == news.FigureLater || f.Kind == news.FigureGrew {
		c.Line = strings.Join(line, " ")
	}
	c.place()
	c.Label = t.chartLabel(f, at)
	return c
}

// chartLabel says what the picture shows: the thing, and its values in order of time.
func (t *telling) chartLabel(f news.Figure, at []news.FigureValue) string {
	var said []string
	for _, v := range first(at, valuesShown) {
		said = append(said, t.clock(v.At, t.year)+" "+chartSaid(v.Said))
	}
	return cut(line(f.What), titleBound) + t.w.Colon + t.w.List(said)
}

func chartSaid(s string) string { return cut(line(s), chartText) }

// bounded is the upper end of the interval of a value, or its lower one where it is open.
func bounded(v news.FigureValue) float64 {
	if math.IsInf(v.High, 0) || math.IsNaN(v.High) || v.High < v.Low {
		return v.Low
	}
	return v.High
}

// place puts the values beside their points, those that say most first, where they meet no other and no point.
func (c *chart) place() {
	order := make([]int, len(c.Points))
	for i := range order {
		order[i] = i
	}
	last := len(order) - 1
	weight := func(i int) int {
		switch {
		case i == last:
			return 0
		case i == 0:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(order, func(a, b int) int { return weight(a) - weight(b) })
	var taken [][4]int
	for _, p := range c.Points {
		taken = append(taken, [4]int{p.X - pointWide, p.Y - pointWide, p.X + pointWide, p.Y + pointWide})
	}
	for _, i := range order {
		p := &c.Points[i]
		if !c.fit(p, &taken) {
			p.Text = ""
		}
	}
}

// fit finds room for the text of a point, above it or below.
func (c *chart) fit(p *point, taken *[][4]int) bool {
	wide := 0
	for _, r := range p.Text {
		if r < 0x2e80 {
			wide += letterWide * 6 / 10
		} else {
			wide += letterWide
		}
	}
	x := p.X - wide/2
	p.Anchor, p.TX = "middle", p.X
	if x < 2 {
		x, p.Anchor, p.TX = 2, "start", 2
	}
	if x+wide > chartWidth-2 {
		x, p.Anchor, p.TX = chartWidth-2-wide, "end", chartWidth-2
	}
	above := p.Y
	if p.Top > 0 {
		above = min(above, p.Top)
	}
	for _, y := range []int{above - 7, p.Y + 8 + chartLetter - 3} { // base lines
		box := [4]int{x, y - chartLetter + 3, x + wide, y + 3}
		if box[1] < 0 || box[3] > chartBase+2 || slices.ContainsFunc(*taken, func(o [4]int) bool {
			return box[0] < o[2]+4 && o[0] < box[2]+4 && box[1] < o[3] && o[1] < box[3]
		}) {
			continue
		}
		p.TY = y
		*taken = append(*taken, box)
		return true
	}
	return false
}
