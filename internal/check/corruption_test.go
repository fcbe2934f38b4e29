package check

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestCorruptions spoils the numbers of the supported cases in testdata, one at a
// time, and counts how many are noticed: a digit changed, a zero added or the
// decimal point dropped, 万 and 亿 exchanged. -v prints the rates.
func TestCorruptions(t *testing.T) {
	figures := regexp.MustCompile(`[0-9]+(\.[0-9]+)?`)
	tried, noticed := map[string]int{}, map[string]int{}
	try := func(c evidenceCase, kind, summary string) {
		c.Summary = summary
		tried[kind]++
		if c.judge().Rule != news.Supported {
			noticed[kind]++
		} else {
			t.Logf("%s missed: %s, from %q", kind, summary, c.Source)
		}
	}
	for _, c := range readCases(t, filepath.Join("testdata", "cases.jsonl")) {
		if c.Verdict != news.Supported {
			continue
		}
		s := c.Summary
		for _, at := range figures.FindAllStringIndex(s, -1) {
			for _, d := range []byte{'3', '7'} {
				if s[at[1]-1] != d {
					try(c, "digit", s[:at[1]-1]+string(d)+s[at[1]:])
				}
			}
			if n := s[at[0]:at[1]]; strings.Contains(n, ".") {
				try(c, "magnitude", s[:at[0]]+strings.Replace(n, ".", "", 1)+s[at[1]:])
			} else {
				try(c, "magnitude", s[:at[1]]+"0"+s[at[1]:])
			}
		}
		if i := strings.IndexAny(s, "万亿"); i > 0 && s[i-1] >= '0' && s[i-1] <= '9' && !strings.HasPrefix(s[i:], "万亿") {
			other := map[string]string{"万": "亿", "亿": "万"}[s[i:i+3]]
			try(c, "万/亿", s[:i]+other+s[i+3:])
		}
	}
	for kind, n := range tried {
		rate := float64(noticed[kind]) / float64(n)
		t.Logf("%s: %d of %d noticed (%.1f%%)", kind, noticed[kind], n, 100*rate)
		if rate < .9 {
			t.Errorf("%s: only %.1f%% noticed", kind, 100*rate)
		}
	}
}
