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
// that it needs cannot be read. A date that stands far from what is cited is in doubt.
func (g ground) date(c sentence, d quantity.Date) (news.Finding, bool) {
	var sofar, counting quantity.Calendar
	for ring, sentences := range g.near {
		if slices.ContainsFunc(sentences, unread) {
			return news.Finding{}, false
		}
		for _, s := range sentences {
			sofar.Add(g.within(ring, s.Calendar))
			counting.Add(s.Calendar)
		}
		if sofar.Holds(d, g.published) || g.counted(d, ring) {
			return g.farDate(c, d, ring, sofar)
		}
	}
	if unsure(d, sofar) {
		return news.Finding{}, false
	}
	f := g.otherDate(d)
	f.Rule, f.Span, f.Rejects = news.DateRule, c.Text[d.Start:d.End], !counting.Holds(d, g.published)
	return f, true
}

// farDate doubts a date that the report has, but not where the claim looks, and a year
// that the cited sentences may mean while they name another one that the claim leaves out.
func (g ground) farDate(c sentence, d quantity.Date, ring int, sofar quantity.Calendar) (news.Finding, bool) {
	f := news.Finding{Rule: news.DateRule, Span: c.Text[d.Start:d.End], Reason: news.DateElsewhere}
	yearAlone := d.Year != 0 && d.Month == 0 && !d.Spoken && !d.Decade
	switch {
	case ring == rest:
		return f, d.Day != 0 || d.Year != 0 && !d.Spoken
	case !yearAlone || !g.otherYear(c, d.Year):
		return f, false
	case ring == neighbours:
		return f, true
	}
	open := sofar.Open(d, g.published)
	f = g.otherDate(d)
	f.Rule, f.Span = news.DateRule, c.Text[d.Start:d.End]
	return f, open
}

// otherYear reports whether the cited sentences name years, none of which is within a
// year of y, and the claim leaves one of them out.
func (g ground) otherYear(c sentence, y int) bool {
	left := false
	for _, s := range g.near[cited] {
		for _, d := range s.Calendar.Dates {
			switch {
			case d.Year == 0 || d.Decade:
			case d.Year >= y-1 && d.Year <= y+1:
				return false
			case !slices.ContainsFunc(c.Calendar.Dates, func(o quantity.Date) bool { return o.Year == d.Year }):
				left = true
			}
		}
	}
	return left && (g.published.IsZero() || g.published.Year()-y > 1 || y-g.published.Year() > 1)
}

// within is what the calendar of a sentence in a ring says to a claim. "Three years
// earlier" in a sentence that is not cited says nothing of the years of one that is, if
// that names its own.
func (g ground) within(ring int, c quantity.Calendar) quantity.Calendar {
	if ring == rest || ring == neighbours && slices.ContainsFunc(g.near[cited], func(s *sentence) bool { return s.Calendar.NamesYear() }) {
		c.Years, c.Shifts = false, nil
	}
	return c
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

// ahead reports whether a claim's date lies after publication: then a day of the week in the
// report may be the last one or the next.
func (g ground) ahead(claim quantity.Date) bool {
	day, ok := claim.On(g.published)
	return ok && day > quantity.DayOf(g.published)
}

// otherDate is a finding with what the cited sentences say of time instead of the claim's date.
func (g ground) otherDate(claim quantity.Date) news.Finding {
	for _, s := range g.near[cited] {
		for _, d := range s.Calendar.Dates {
			if d.End > d.Start && (d.Month != 0 || d.Named || d.Year != 0 || d.From != 0) {
				f := news.Finding{Reason: news.OtherWords, Found: strings.TrimSpace(s.Text[d.Start:d.End])}
				if d.From != 0 && d.From == d.Upto && !g.ahead(claim) {
					f.Reason, f.Arg = news.OtherDay, quantity.FromDay(d.From).Format(time.DateOnly)
				}
				return f
			}
		}
	}
	return news.Finding{Reason: news.NoSuchDate}
}
