package page

import (
	"fmt"
	"time"
)

// front is what the front page shows where there is an edition.
func (s *Set) front(x Home) *editionView {
	d := s.edition(x.Edition, "")
	v := d.view("index.html", "today")
	v.Title, v.Feeds = s.o.Title, "feed"
	if note := s.checked(x.Sources, d.day); d.e.Slot == "" && note != "" {
		v.State = append(v.State, note)
	}
	rows := s.rows(x.After, "", d.day)
	v.After = fold(s, rows, afterOpen, AfterShown, x.Afters)
	t, _ := time.Parse(time.DateOnly, x.Day) // it comes from a time
	v.AllOf = &pageLink{DayPath(x.Day), fmt.Sprintf(s.w.AllOf, s.w.ShortDate(t), x.Counts.PerDay[x.Day])}
	v.Streams = []stream{{s.w.Latest, "feed"}}
	if len(x.Slots) > 0 {
		v.Streams = append(v.Streams, stream{s.w.EveryEdition, EditionFeed("")})
	}
	for _, slot := range x.Slots {
		v.Streams = append(v.Streams, stream{slot, EditionFeed(slot)})
	}
	return v
}
