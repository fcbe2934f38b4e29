package page

import (
	"time"

	"github.com/waidian/waidian/internal/news"
)

// firstOf is the index of the report that was published first, -1 where that is not known for certain: every
// other one, copies too, must have been published later by more than the hours are unsure. A live page may have had the
// event at any time since it began. What is no original is not said to be first, whatever its time.
func firstOf(reports []Listed) int {
	if len(reports) < 2 {
		return -1
	}
	first, ends := -1, time.Time{}
	for i, h := range reports {
		if _, until := span(h); first < 0 || until.Before(ends) {
			first, ends = i, until
		}
	}
	for i, h := range reports {
		if from, _ := span(h); i != first && ends.Add(news.UnsureHours).After(from) {
			return -1
		}
	}
	if from, _ := span(reports[first]); from.IsZero() || reports[first].CopyOf != "" {
		return -1
	}
	return first
}

// span is the time within which a report was published.
func span(h Listed) (from, until time.Time) {
	from, until = h.Hour.Span(h.Published, h.Captured)
	if h.Kind == news.PageLive {
		until = h.Captured
	}
	return from, until
}
