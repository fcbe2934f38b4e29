package check

import (
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// turn compares a week, a month or a year of a claim with those that its ground names in
// the same way. It is silent where the cited sentences give the time in another way, too.
// Where the period of the claim stands elsewhere in the report, it is in doubt.
func (g ground) turn(c sentence, w quantity.Turn) (news.Finding, bool) {
	if g.timed(w) {
		return news.Finding{}, false
	}
	said := ""
	for ring, sentences := range g.near {
		for _, s := range sentences {
			for _, o := range s.Calendar.Turns {
				switch {
				case o.Of != w.Of:
				case o.Step == w.Step && ring == rest && said != "":
					return news.Finding{Rule: news.DateRule, Span: c.Text[w.Start:w.End], Reason: news.OtherWords, Found: said}, true
				case o.Step == w.Step:
					return news.Finding{}, false
				case ring == cited && (o.Of != quantity.AYear || contrary(w, o)):
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

// contrary reports whether a year of a claim cannot be that of the report: "up on last year"
// is this year.
func contrary(claim, report quantity.Turn) bool {
	return claim.Step == 0 && report.Step > 0 || claim.Step != 0 && claim.Step == -report.Step
}

// timed reports whether the cited sentences give a day or a year besides, or for a year of
// the claim count years, as "a year earlier" does.
func (g ground) timed(w quantity.Turn) bool {
	for _, s := range g.near[cited] {
		if w.Of == quantity.AYear && w.Step != 0 && s.Calendar.Years {
			return true
		}
		for _, d := range s.Calendar.Dates {
			if d.Absolute() || d.Named {
				return true
			}
		}
	}
	return false
}
