package check

import (
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// dates compares the dates of a claim with those of its ground. A date may be put
// together from all that the cited sentences and their neighbours say.
func (g ground) dates(c sentence) []news.Finding {
	var out []news.Finding
	for _, w := range c.Calendar.Turns {
		if f, bad := g.turn(c, w); bad {
			out = append(out, f)
		}
	}
	for _, d := range c.Calendar.Dates {
		if f, bad := g.date(c, d); bad {
			out = append(out, f)
		}
	}
	return out
}

// date compares one date with the ground, ring by ring. It is silent where a sentence
// that it needs cannot be read.
func (g ground) date(c sentence, d quantity.Date) (news.Finding, bool) {
	var sofar quantity.Calendar
	for ring, sentences := range g.near {
		if slices.ContainsFunc(sentences, unread) {
			return news.Finding{}, false
		}
		for _, s := range sentences {
			sofar.Add(s.Calendar)
		}
		if sofar.Holds(d, g.published) || g.counted(d, ring) {
			return news.Finding{Rule: news.DateRule, Span: c.Text[d.Start:d.End], Reason: news.DateElsewhere}, ring == rest && (d.Day != 0 || d.Year != 0 && !d.Spoken)
		}
	}
	if unsure(d, sofar) {
		return news.Finding{}, false
	}
	f := g.otherDate()
	f.Rule, f.Span, f.Rejects = news.DateRule, c.Text[d.Start:d.End], true
	return f, true
}

// unread reports whether the numbers and dates of a sentence cannot be read.
func unread(s *sentence) bool { return !s.Known }

// unsure reports whether a date of a claim may be meant by what a report, by its calendar,
// says less clearly.
func unsure(d quantity.Date, report quantity.Calendar) bool {
	switch {
	case d.Spoken && d.Month == 0 && (report.Unclear || report.Years):
		return true
	case d.From != 0 && (d.Upto-d.From > 2 || !report.Placed()):
		return true
	}
	return d.Named && report.Unclear && !report.NamesWeekday()
}

// counted reports whether a year or a decade is in the report as a number, not as a
// date: "Made in China 2025".
func (g ground) counted(d quantity.Date, ring int) bool {
	if d.Year == 0 || d.Month != 0 || d.Day != 0 {
		return false
	}
	for _, s := range g.near[ring] {
		for _, n := range s.Numbers {
			if len(n.Alts) > 0 && n.Alts[0].N == float64(d.Year) {
				return true
			}
		}
	}
	return false
}

// otherDate is a finding with what the cited sentences say of time instead.
func (g ground) otherDate() news.Finding {
	for _, s := range g.near[cited] {
		for _, d := range s.Calendar.Dates {
			if d.End > d.Start && (d.Month != 0 || d.Named || d.Year != 0 || d.From != 0) {
				f := news.Finding{Reason: news.OtherWords, Found: strings.TrimSpace(s.Text[d.Start:d.End])}
				if d.From != 0 && d.From == d.Upto {
					f.Reason, f.Arg = news.OtherDay, quantity.FromDay(d.From).Format(time.DateOnly)
				}
				return f
			}
		}
	}
	return news.Finding{Reason: news.NoSuchDate}
}
