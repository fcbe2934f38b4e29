package wording

import (
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Met say what looks at the address of a report met with where that shows no absence: that it once answered that nothing is there and later gave the report
// again, and that it led elsewhere at the latest look. Times are in the zone.
func (w *Texts) Met(a news.Article, sights []news.Sight, zone *time.Location) (notes []string) {
	at := func(s news.Sight) string { return w.Moment(news.Local(s.At, zone)) }
	if x, ok := news.LastLapse(sights); ok {
		notes = append(notes, fmt.Sprintf(w.AnsweredAgain, at(x.Gone), x.Gone.Status, at(x.Back)))
	}
	s, ok := news.ElsewhereNow(a, sights)
	switch {
	case !ok:
	case s.URL == a.URL:
		notes = append(notes, fmt.Sprintf(w.AnsweredOther, at(s), s.Status))
	default:
		notes = append(notes, fmt.Sprintf(w.LedElsewhere, at(s), s.URL, s.Status))
	}
	return notes
}
