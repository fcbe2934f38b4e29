package event

import (
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// farAhead is how long before all others a report may be published; a clock that is further ahead of theirs is wrong.
const farAhead = 72 * time.Hour

// First are the reports that are known to have been published before all others of the event: several, where they are within
// ten minutes of each other, one of a house. It is empty where that is not known, as a report without an hour may have been earlier. A live
// page is taken to have the event since it began where its headline shares a name with another report.
func (r Reader) First(tellings []news.Telling) []news.ArticleID {
	spans := make([]span, 0, len(tellings))
	houses := map[string]bool{}
	for i, t := range tellings {
		spans = append(spans, r.spanOf(tellings, i))
		houses[t.House] = true
	}
	if len(houses) < 2 {
		return nil
	}
	slices.SortStableFunc(spans, func(a, b span) int { return a.until.Compare(b.until) })
	ends := spans[0].until
	var out []news.ArticleID
	var next time.Time // of another house, beside those that are first
	named := map[string]bool{}
	for _, s := range spans {
		switch exact := !s.from.IsZero() && s.from.Equal(s.until); {
		case !ends.Add(news.UnsureHours).After(s.from):
			if !named[s.House] && (next.IsZero() || s.from.Before(next)) {
				next = s.from
			}
		case !exact || s.CopyOf != "":
			return nil // it may have been earlier, or is no original
		case !named[s.House]:
			named[s.House] = true
			out = append(out, s.Article.ID)
		}
	}
	if len(out) == 1 && next.Sub(ends) > farAhead {
		return nil
	}
	return out
}

// span is a telling with the time within which it began to tell the event.
type span struct {
	news.Telling
	from, until time.Time
}

func (r Reader) spanOf(tellings []news.Telling, i int) span {
	t := tellings[i]
	s := span{Telling: t}
	s.from, s.until = t.Article.Hour.Span(t.Article.Published, t.Article.Captured)
	if t.Article.Kind == news.PageLive && !r.sharesName(tellings, i) {
		s.until = t.Article.Captured
	}
	return s
}

// sharesName reports whether the headline of a telling has a name that another has.
func (r Reader) sharesName(tellings []news.Telling, i int) bool {
	others := slices.Delete(slices.Clone(tellings), i, i+1)
	k := r.hintOf(Story{Tellings: others})
	h := r.Heading(tellings[i].Article.Title)
	own := 0
	for _, w := range h.words {
		if k.own[w] {
			own++ // one alone may be the name of a day
		}
	}
	return own > 1 || slices.ContainsFunc(h.names, func(n string) bool { return k.names[n] })
}
