package rights

import "github.com/waidian/waidian/internal/news"

// Granted returns the function that says what a public site may show of a source. What the operator
// writes of a source today decides; for a source that has left the list, what was remembered of it.
// Of any other source an excerpt may be shown.
func Granted(sources, remembered []news.Source) func(news.SourceID) news.Rights {
	of := make(map[news.SourceID]news.Rights, len(sources)+len(remembered))
	for _, s := range remembered {
		of[s.ID] = s.Rights
	}
	for _, s := range sources {
		of[s.ID] = s.Rights
	}
	return func(id news.SourceID) news.Rights {
		if r := of[id]; r != "" {
			return r
		}
		return news.RightsExcerpt
	}
}
