package desk

import "testing"

// A report that leads to the front page, to the section above it, or to a section of one plain word is gone; another address is not.
func TestLedAway(t *testing.T) {
	for to, want := range map[string]bool{
		"https://a.example/": true, "https://a.example/o": true, "https://a.example/isles/": true,
		"https://a.example/ferries-halted": false, "https://a.example/o/2": false, "https://a.example/2026": false, "https://b.example/isles": false,
	} {
		if got := ledAway("https://a.example/o/1", to); got != want {
			t.Errorf("%s: %v", to, got)
		}
	}
}
