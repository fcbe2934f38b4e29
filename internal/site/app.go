package site

import (
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// Pages are the pages of the site, and so the feeds and what apps show.
func (b *Builder) Pages() *page.Set { return b.pages }

// Topics returns the names of the topics, in their order, and the function that names those of a report.
func (b *Builder) Topics() (names []string, of func(news.Item) []string) {
	byID := map[string]string{}
	for _, t := range b.topics.Topics {
		names = append(names, t.Name)
		byID[t.ID] = t.Name
	}
	return names, func(it news.Item) (out []string) {
		for _, id := range b.topics.Of(it) {
			out = append(out, byID[id])
		}
		return out
	}
}
