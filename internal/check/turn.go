package check

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

// turn is a week or a month told by its place before or after this one.
type turn struct {
	start, end int
	of         string // "week", "month"
	step       int    // -1: the last one
}

var hanTurns = []struct {
	s    string
	of   string
	step int
}{
	{"上周", "week", -1}, {"上星期", "week", -1}, {"本周", "week", 0}, {"这周", "week", 0}, {"下周", "week", 1}, {"下星期", "week", 1},
	{"上个月", "month", -1}, {"上月", "month", -1}, {"本月", "month", 0}, {"这个月", "month", 0}, {"下个月", "month", 1}, {"下月", "month", 1}, {"今年", "year", 0},
}

// turns finds 上周 and its like where no day stands with them.
func (t hanText) turns() []turn {
	var out []turn
	for i := range t.r {
		if !t.oneOf(i, "上本这下今") {
			continue
		}
		for _, w := range hanTurns {
			if w.of == "year" && strings.ContainsAny(string(t.r), "去明") {
				continue // 今年比去年, 今年和明年
			}
			next := i + utf8.RuneCountInString(w.s)
			if t.has(i, w.s) && t.digitAt(next) < 0 && !t.oneOf(next, "日天末内初底中旬几") && !t.oneOf(i-1, "以至基") {
				out = append(out, turn{t.off[i], t.off[next], w.of, w.step})
			}
		}
	}
	return out
}

// turn compares a week or a month of a claim with the ones that its ground tells in
// the same way. It is silent where the cited sentences tell the time otherwise too.
func (g ground) turn(c sentence, w turn) (news.Finding, bool) {
	said := ""
	for ring, sentences := range g.near {
		for _, s := range sentences {
			for _, d := range s.cal.dates {
				if ring == 0 && (d.absolute() || d.named) {
					return news.Finding{}, false
				}
			}
			for _, o := range s.cal.turns {
				switch {
				case o.of != w.of:
				case o.step == w.step:
					return news.Finding{}, false
				case ring == 0 && (o.of != "year" || o.step > 0): // "up on last year" is this year
					said = strings.TrimSpace(s.text[o.start:o.end])
				}
			}
		}
	}
	if said == "" {
		return news.Finding{}, false
	}
	return news.Finding{Rule: news.DateRule, Span: c.text[w.start:w.end], Why: fmt.Sprintf("the report has %q", said), Found: said, Rejects: true}, true
}
