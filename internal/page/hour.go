package page

import (
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
)

// published is when a report was published, in machine form (ISO 8601), as closely as that is known: a moment, an hour without
// its zone, a day; "" where nothing is known of it.
func published(a news.Article) string {
	switch {
	case a.Published.IsZero():
	case a.Hour == news.HourGiven:
		return record.Time(a.Published)
	case a.Hour == news.HourLocal:
		return a.Published.Format("2006-01-02T15:04:05")
	case a.Hour == news.HourDay:
		return a.Published.Format(time.DateOnly)
	}
	return ""
}

// publishedFact says the same to readers.
func (v *articleView) publishedFact(s *Set, a news.Article) fact {
	if a.Published.IsZero() {
		return fact{}
	}
	t := a.Published
	if a.Hour == news.HourNone {
		t = s.local(t) // it may be the desk's own
	}
	name, value := v.W.PublishedAt(t, a.Hour)
	at := published(a)
	if at == "" {
		at = stamp(a.Published)
	}
	return fact{Name: name, Value: value, Stamp: at}
}

// clockOf is the time of a row, and its machine form. Of a report that has a day alone no hour is shown; one without a date says so.
func (s *Set) clockOf(h Listed, day string) (clock, machine string) {
	switch h.Grain {
	case news.GrainHour:
		return s.clock(h.Date, day), stamp(h.Date)
	case news.GrainNone:
		return s.w.Undated, ""
	}
	at := clamp(h.Date)
	switch date := at.Format(time.DateOnly); {
	case date == day:
		return "", ""
	case day != "" && date[:4] == day[:4]:
		return s.w.ShortDate(at), date
	default:
		return s.w.Date(at), date
	}
}
