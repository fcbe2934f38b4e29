package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// local is a moment in the zone of the reader, within the years that addresses can have.
func (s *Set) local(t time.Time) time.Time { return news.Local(t, s.o.Zone) }

// dayOf is the day of a report, as a time whose date it is.
func (s *Set) dayOf(f Filed) time.Time {
	t, _ := time.Parse(time.DateOnly, f.Place(s.o.Zone).Day) // days come from times
	return t
}

// inZone says in which zone the days and clocks of a page are, which is about a day, a month, a year, or of none.
func (s *Set) inZone(about string) string { return fmt.Sprintf(s.w.TimesIn, s.zoneName(about)) }

// zoneName is how readers call their zone: by its name in their language, else by that of the time zone database and how far it lies
// from UTC at the time that the page is about.
func (s *Set) zoneName(about string) string {
	id := s.o.Zone.String()
	if name := s.w.Zones[id]; name != "" {
		return name
	}
	var offsets []string
	span := spanOf(s.o.Zone, about)
	for t := span.From; t.Before(span.Until); {
		if o := s.w.Offset(t); !slices.Contains(offsets, o) {
			offsets = append(offsets, o)
		}
		_, end := t.ZoneBounds()
		if end.IsZero() {
			break
		}
		t = end
	}
	if len(offsets) == 0 {
		return id
	}
	return fmt.Sprintf(s.w.ZoneOffset, id, strings.Join(offsets, " / "))
}

// spanOf are the days of a day, a month or a year; none of anything else.
func spanOf(zone *time.Location, about string) news.Days {
	switch len(about) {
	case len("2006"):
		return news.DaysIn(zone, about+"-01-01", about+"-12-31")
	case len("2006-01"):
		return news.MonthIn(zone, about)
	}
	return news.DaysIn(zone, about, about)
}

// yearOf is the year of the first of some reports; "" of none.
func (s *Set) yearOf(reports []Listed) string {
	if len(reports) == 0 {
		return ""
	}
	return reports[0].Place(s.o.Zone).Day[:4]
}
