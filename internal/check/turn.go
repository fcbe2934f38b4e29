package check

import (
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// turn compares a week or a month of a claim with those that its ground names in the same
// way. It is silent where the cited sentences give the time in another way, too.
func (g ground) turn(c sentence, w quantity.Turn) (news.Finding, bool) {
	said := ""
	for ring, sentences := range g.near {
		for _, s := range sentences {
			for _, d := range s.Calendar.Dates {
				if ring == cited && (d.Absolute() || d.Named) {
					return news.Finding{}, false
				}
			}
			for _, o := range s.Calendar.Turns {
				switch {
				case o.Of != w.Of:
				case o.Step == w.Step:
					return news.Finding{}, false
				case ring == cited && (o.Of != quantity.AYear || o.Step > 0): // "up on last year" is this year
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
