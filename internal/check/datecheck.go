package check

import (
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// dates compares the dates of a claim with those of its ground. A date may be put
// together from all that the cited sentences and their neighbours say.
func (g ground) dates(c sentence) []news.Finding {
	var out []news.Finding
	for _, w := range c.cal.turns {
		if f, bad := g.turn(c, w); bad {
			out = append(out, f)
		}
	}
	for _, d := range c.cal.dates {
		if f, bad := g.date(c, d); bad {
			out = append(out, f)
		}
	}
	return out
}

func (g ground) date(c sentence, d date) (news.Finding, bool) {
	var sofar calendar
	for ring, sentences := range g.near {
		for _, s := range sentences {
			if !s.known {
				return news.Finding{}, false
			}
			sofar.add(s.cal)
		}
		if !sofar.agrees(d, g.published) && !g.counted(d, ring) {
			continue
		}
		if ring < 2 || d.d == 0 && !d.decade && d.y == 0 {
			return news.Finding{}, false
		}
		return news.Finding{Rule: news.DateRule, Span: c.text[d.start:d.end], Why: "stands elsewhere in the report"}, d.absolute() && d.d != 0
	}
	if d.spoken && d.m == 0 && (sofar.unclear || sofar.years) {
		return news.Finding{}, false
	}
	if d.from != 0 && d.upto-d.from > 2 || d.from != 0 && !sofar.placed() || d.named && sofar.unclear && !sofar.weekdays() {
		return news.Finding{}, false
	}
	f := news.Finding{Rule: news.DateRule, Span: c.text[d.start:d.end], Rejects: true}
	f.Why, f.Found = g.dateWhy()
	return f, true
}

// counted reports whether a year or a decade stands in the report as a number, not
// as a date: "Made in China 2025".
func (g ground) counted(d date, ring int) bool {
	if d.y == 0 || d.m != 0 || d.d != 0 {
		return false
	}
	for _, s := range g.near[ring] {
		for _, n := range s.nums {
			if len(n.alts) > 0 && n.alts[0].n == float64(d.y) {
				return true
			}
		}
	}
	return false
}

func (c *calendar) add(o calendar) {
	c.dates = append(c.dates, o.dates...)
	c.unclear = c.unclear || o.unclear
	c.next = c.next || o.next
	switch { // an unknown shift stays unknown
	case o.years && len(o.shifts) == 0, c.years && len(c.shifts) == 0:
		c.shifts = nil
	default:
		c.shifts = append(c.shifts, o.shifts...)
	}
	c.years = c.years || o.years
	c.turns = append(c.turns, o.turns...)
}

// placed reports whether some day is known.
func (c calendar) placed() bool {
	for _, d := range c.dates {
		if d.from != 0 && d.upto-d.from < 4 || d.m != 0 && d.d != 0 {
			return true
		}
	}
	return false
}

func (c calendar) weekdays() bool {
	for _, d := range c.dates {
		if d.named {
			return true
		}
	}
	return false
}

// dateWhy tells what the cited sentences say of time, in a sentence and in their words.
func (g ground) dateWhy() (why, found string) {
	for _, s := range g.near[0] {
		for _, d := range s.cal.dates {
			if d.end > d.start && (d.m != 0 || d.named || d.y != 0 || d.from != 0) {
				said := strings.TrimSpace(s.text[d.start:d.end])
				if d.from != 0 && d.from == d.upto {
					return fmt.Sprintf("the report has %q, which is %s", said, fromDay(d.from).Format("2 January 2006")), said
				}
				return fmt.Sprintf("the report has %q", said), said
			}
		}
	}
	return "the report has no such date", ""
}
