package extract

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A line that says how much is left and offers it is a wall, though it has figures; a report's figures are none.
func TestOffersWithFigures(t *testing.T) {
	p := &page{meta: map[string][]string{}}
	for _, c := range []struct {
		lang, line string
		wall       bool
	}{
		{"pl", "Pozostało 61% artykułu. Kup dostęp, aby czytać dalej.", true},
		{"en", "61% of this article remains. Subscribe to continue reading.", true},
		{"en", "The bridge is to cost 61% of the budget.", false},
		{"pl", "Most ma kosztować 61% budżetu.", false},
	} {
		if got := p.wallIn(news.Block{Text: c.line}, c.lang, longestOffer) == noticePay; got != c.wall {
			t.Errorf("%s: %v", c.line, got)
		}
	}
}
