package extract

import (
	"strings"
	"testing"
)

func TestMatcher(t *testing.T) {
	sets := [][]string{{"he", "hers"}, {"she"}, {"his", "-id-"}, {"会员"}, {"sheep"}}
	m := newMatcher(sets...)
	for _, s := range []string{"", "h", "he", "ushers", "SHE", "this", "shis", "sheepherd", "id", "-id-", "a-ID-b", "付费会员", "会", "员会员", "hhehis", "s-i-id-id"} {
		want := uint64(0)
		for i, words := range sets {
			for _, w := range words {
				if strings.Contains(strings.ToLower(s), w) {
					want |= 1 << i
				}
			}
		}
		if got := m.in(s); got != want {
			t.Errorf("%q: %b, want %b", s, got, want)
		}
	}
}
