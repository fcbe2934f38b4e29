package event

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// mostOpen is how many sentences a story digest says of what is not known.
const mostOpen = 2

// Open picks the sentences that say what is not known: that somebody did not say or declined, that it is being looked into,
// that there is no agreement. The latest reports come first.
func (r Reader) Open(tellings []news.Telling) []news.StoryClaim {
	return r.open(r.readings().members(tellings))
}

func (r Reader) open(all []*member) []news.StoryClaim {
	var out []news.StoryClaim
	var known []map[string]bool
	for _, m := range slices.Backward(all) {
		for i := range m.lines {
			l := &m.lines[i]
			if len(out) == mostOpen || !pickable(m, *l) || saysOf("open", l.text, m.lang) == "" || !m.leavesOpen(*l) {
				continue
			}
			said := l.said()
			if slices.ContainsFunc(known, func(k map[string]bool) bool { return overlap(said, k) >= repeats }) {
				continue
			}
			known = append(known, said)
			c := news.StoryClaim{Text: l.text, Evidence: cites(m, *l)}
			if m.lang != r.lang() {
				c.Lang = m.lang
			}
			out = append(out, c)
			break // one of a report
		}
	}
	return out
}

// leavesOpen reports whether one of the sentences that a line rests on leaves something open, in its own language; where no
// words of that are known, the line itself has to do.
func (m *member) leavesOpen(l line) bool {
	if l.own || !listed("open", m.Article.Lang) {
		return true
	}
	return slices.ContainsFunc(l.cites, func(n int) bool { return saysOf("open", sentenceOf(m.Article, n), m.Article.Lang) != "" })
}
