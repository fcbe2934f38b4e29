package page

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Silence is a time in which nothing could be learnt of a source.
type Silence struct {
	From, To time.Time
	Cause    news.Cause
}

// SilenceDays are the days of silence that the status page draws, and silencesTold how many times it has words for.
const (
	SilenceDays  = 14
	silencesTold = 4
)

// silences draws the times of silence of a source on the days up to the one of end: a column a day, as high as its part of the day.
// The words say the same of the latest.
func (s *Set) silences(list []Silence, end time.Time) (bars []spark, words string) {
	y, m, d := s.local(end).Date()
	begin := time.Date(y, m, d-SilenceDays+1, 0, 0, 0, 0, s.local(end).Location())
	for i := range SilenceDays {
		from, to := begin.AddDate(0, 0, i), begin.AddDate(0, 0, i+1)
		var silent time.Duration
		for _, x := range list {
			if x.From.Before(to) && x.To.After(from) {
				silent += earlier(x.To, to).Sub(later(x.From, from))
			}
		}
		if silent > 0 {
			h := min(16, max(1, int(16*silent/to.Sub(from))))
			bars = append(bars, spark{X: i * 5, Y: 16 - h, Height: h})
		}
	}
	var told []string
	all := 0
	for i := len(list) - 1; i >= 0; i-- {
		x := list[i]
		if !x.To.After(begin) {
			continue
		}
		if all++; all <= silencesTold {
			told = append(told, s.w.ShortDateClock(s.local(x.From))+" – "+s.w.ShortDateClock(s.local(x.To))+s.w.Colon+s.w.Causes[x.Cause])
		}
	}
	words = strings.Join(told, s.w.Semicolon)
	if of := s.ofAll(len(told), all); of != "" {
		words += s.w.Semicolon + of
	}
	return bars, words
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
