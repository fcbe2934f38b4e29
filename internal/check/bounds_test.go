package check

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
)

// The longest sentences that somebody could think of cost no more than their length; of
// those longer than maxSentence no more is read than that.
func TestSentenceBoundsItsWork(t *testing.T) {
	type pair struct {
		source  []string
		summary string
	}
	long := func(s string, bytes int) string { return strings.Repeat(s, bytes/len(s)) }
	for _, c := range []struct {
		name              string
		of                func(bytes int) pair
		allocated, blocks int // for a megabyte at most: three times those of November 2026
	}{
		{"a long number in words", func(n int) pair {
			return pair{[]string{long("one hundred thousand and ", n)}, "三百万"}
		}, 1_500, 45_000_000},
		{"opening quotation marks", func(n int) pair {
			return pair{[]string{long("「", n)}, "三百万"}
		}, 1_700, 8_000_000},
		{"opening quotation marks in the claim", func(n int) pair {
			return pair{[]string{"three"}, long("“", n)}
		}, 1_700, 30_000_000},
		{"quotation marks of every kind", func(n int) pair {
			return pair{[]string{long("“„«‘‹\" ", n)}, "三百万"}
		}, 800, 30_000_000},
		{"Chinese numbers", func(n int) pair {
			return pair{[]string{"three"}, long("三四百万", n)}
		}, 2_000, 20_000_000},
		{"names by sound", func(n int) pair {
			return pair{[]string{long("Van der Brem and Kesten said so. ", n)}, "格蕾塔·林德奎斯特和莉迪娅·索科洛娃说，总理安德烈·库兹涅托夫辞职。"}
		}, 27_000, 80_000_000},
		{"all of these", func(n int) pair {
			return pair{[]string{long("one hundred thousand and ", n), long("「", n)}, long("三四百万", n)}
		}, 12_000, 80_000_000},
	} {
		work := func(p pair) { Sentence(p.source, time.Time{}, p.summary) }
		t.Run(c.name, func(t *testing.T) { effort.Linear(t, maxSentence/4, c.of, work) })
		t.Run(c.name+", a megabyte", func(t *testing.T) {
			effort.Most(t, effort.Steps(t, 1<<20, c.of, work), c.allocated, c.blocks)
		})
	}
}
