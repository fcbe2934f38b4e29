package event

import (
	"maps"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Central is the report that has most in common with those of other outlets, in the reader's language where it has a headline
// in that; "": there is none. Its headline stands for the event where nobody wrote one. figures are those of the reports; see Figures.
func (r Reader) Central(tellings []news.Telling, figures []news.Figure) news.ArticleID {
	return r.central(r.readings().members(tellings), figures)
}

func (r Reader) central(all []*member, figures []news.Figure) news.ArticleID {
	best, most, ranked := news.ArticleID(""), -1.0, -1
	parts := make([]map[string]bool, len(all))
	for i, m := range all {
		parts[i] = m.gist()
	}
	for i, m := range all {
		sum := 0.0
		for j, o := range all {
			if o.outlet != m.outlet && tongue(o.lang) == tongue(m.lang) {
				sum += (overlap(parts[i], parts[j]) + overlap(parts[j], parts[i])) / 2
			}
		}
		if rank := r.rank(m, figures); rank > ranked || rank == ranked && sum > most {
			best, most, ranked = m.Article.ID, sum, rank
		}
	}
	return best
}

// rank says how well the headline of a report serves the reader: with no figure that was given up since, in the reader's
// language, of a report on one event.
func (r Reader) rank(m *member, figures []news.Figure) int {
	title := m.Article.Title
	lang := m.Article.Lang
	if r.digested(m.Telling) && m.Digest.Headline() != "" {
		title, lang = m.Digest.Headline(), m.Digest.Lang
	}
	n := 0
	if strings.TrimSpace(title) != "" {
		n += 4
	}
	if !r.hasGivenUp(title, lang, nil, figures) {
		n += 8
	}
	if tongue(lang) == tongue(r.lang()) {
		n += 2
	}
	if m.Article.Kind != news.PageLive {
		n++
	}
	return n
}

// gistLines is how many sentences of a report say what it is about.
const gistLines = 4

// gist are the words of the headline and the first sentences of a report, in the language of its lines.
func (m *member) gist() map[string]bool {
	title := m.Article.Title
	if len(m.lines) > 0 && !m.lines[0].own {
		title = m.Digest.Title
	}
	out := maps.Clone(partsOf(title))
	for i := range m.lines[:min(len(m.lines), gistLines)] {
		maps.Copy(out, m.lines[i].said())
	}
	return out
}
