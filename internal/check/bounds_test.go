package check

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
)

// The longest sentences that somebody could think of cost no more than their length.
func TestSentenceBoundsItsWork(t *testing.T) {
	type pair struct {
		source  []string
		summary string
	}
	for _, c := range []struct {
		name string
		of   func(n int) pair
	}{
		{"a long number in words", func(n int) pair { return pair{[]string{strings.Repeat("one hundred thousand and ", 2*n)}, "三百万"} }},
		{"opening quotation marks", func(n int) pair { return pair{[]string{strings.Repeat("「", n)}, "三百万"} }},
		{"Chinese numbers", func(n int) pair { return pair{[]string{"three"}, strings.Repeat("三四百万", n)} }},
		{"all of these", func(n int) pair {
			return pair{[]string{strings.Repeat("one hundred thousand and ", 2*n), strings.Repeat("「", n)}, strings.Repeat("三四百万", n)}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			effort.Linear(t, 25_000, c.of, func(p pair) { Sentence(p.source, time.Time{}, p.summary) })
		})
	}
}
