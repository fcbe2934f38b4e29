package check

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// podium compares who came first, second or third: a claim that names such a place is rejected
// where the cited sentences name another one, and no word of the whole report may mean the
// claim's.
func (g ground) podium(c sentence) []news.Finding {
	for _, p := range c.Podium {
		if g.mayMean(p.Place) {
			continue
		}
		for _, s := range g.near[cited] {
			for _, o := range s.Podium {
				if o.Place != p.Place {
					found := strings.TrimSpace(s.Text[o.Start:o.End])
					return []news.Finding{{Rule: news.NumberRule, Reason: news.OtherWords, Span: c.Text[p.Start:p.End], Found: found, Rejects: true}}
				}
			}
		}
	}
	return nil
}

// mayMean reports whether some word of the report may mean a place, or a sentence of it cannot be
// read.
func (g ground) mayMean(place int) bool {
	for _, ring := range g.near {
		for _, s := range ring {
			if !s.Known || s.Places&(1<<place) != 0 {
				return true
			}
		}
	}
	return false
}
