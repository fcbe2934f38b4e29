package check

import (
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

var hanTurns = []struct {
	s    string
	of   quantity.Period
	step int
}{
	{"上周", quantity.AWeek, -1}, {"上星期", quantity.AWeek, -1}, {"本周", quantity.AWeek, 0}, {"这周", quantity.AWeek, 0}, {"下周", quantity.AWeek, 1}, {"下星期", quantity.AWeek, 1},
	{"上个月", quantity.AMonth, -1}, {"上月", quantity.AMonth, -1}, {"本月", quantity.AMonth, 0}, {"这个月", quantity.AMonth, 0}, {"下个月", quantity.AMonth, 1}, {"下月", quantity.AMonth, 1}, {"今年", quantity.AYear, 0},
}

// turns finds 上周 and its like where no day stands with them.
func (t hanText) turns() []quantity.Turn {
	var out []quantity.Turn
	for i := range t.r {
		if !t.oneOf(i, "上本这下今") {
			continue
		}
		for _, w := range hanTurns {
			if w.of == quantity.AYear && strings.ContainsAny(string(t.r), "去明") {
				continue // 今年比去年, 今年和明年
			}
			next := i + utf8.RuneCountInString(w.s)
			if t.has(i, w.s) && t.digitAt(next) < 0 && !t.oneOf(next, "日天末内初底中旬几") && !t.oneOf(i-1, "以至基") {
				out = append(out, quantity.Turn{Start: t.off[i], End: t.off[next], Of: w.of, Step: w.step})
			}
		}
	}
	return out
}

// turn compares a week or a month of a claim with the ones that its ground tells in
// the same way. It is silent where the cited sentences tell the time otherwise too.
func (g ground) turn(c sentence, w quantity.Turn) (news.Finding, bool) {
	said := ""
	for ring, sentences := range g.near {
		for _, s := range sentences {
			for _, d := range s.Calendar.Dates {
				if ring == 0 && (d.Absolute() || d.Named) {
					return news.Finding{}, false
				}
			}
			for _, o := range s.Calendar.Turns {
				switch {
				case o.Of != w.Of:
				case o.Step == w.Step:
					return news.Finding{}, false
				case ring == 0 && (o.Of != quantity.AYear || o.Step > 0): // "up on last year" is this year
					said = strings.TrimSpace(s.Text[o.Start:o.End])
				}
			}
		}
	}
	if said == "" {
		return news.Finding{}, false
	}
	return news.Finding{Rule: news.DateRule, Span: c.Text[w.Start:w.End], Reason: news.OtherWords, Found: said, Rejects: true}, true
}
