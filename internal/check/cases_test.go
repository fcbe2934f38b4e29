package check

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

// TestCases judges the table in testdata: for each case the verdict, and for a
// wrong sentence that the span found lies where the error is.
func TestCases(t *testing.T) {
	for _, c := range readCases(t, filepath.Join("testdata", "cases.jsonl")) {
		got := c.judge()
		if got.Rule != c.Verdict || !overlaps(c.Summary, got.Span, c.Span) {
			t.Errorf("%s: %s\n\tin %q\n\twant %s %q, got %s %q: %s", c.ID, c.Summary, c.Source, c.Verdict, c.Span, got.Rule, got.Span, got.Why())
		}
	}
}

// TestBlind judges the sentences that were written without knowledge of the rules,
// 300 true ones and 120 wrong ones. It was a measure once, before the rules were
// mended by it (see the decision record on the check); now it is a table.
func TestBlind(t *testing.T) { testBlind(t, "blind.jsonl") }

// TestBlindAThirdTime judges the third, 596 true and 640 wrong ones from four languages.
func TestBlindAThirdTime(t *testing.T) { testBlind(t, "blind3.jsonl") }

// TestBlindInEnglish judges sentences in English over reports in Chinese, German, French
// and Japanese, 51 true and 60 wrong ones.
func TestBlindInEnglish(t *testing.T) { testBlind(t, "blind-english.jsonl") }

// testBlind judges a table in which the errors that are out of reach are marked.
func testBlind(t *testing.T, file string) {
	for _, c := range readCases(t, filepath.Join("testdata", file)) {
		got := c.judge()
		switch {
		case c.Beyond != "" && got.Rule != news.Supported:
			t.Errorf("%s: %s is found now: %s", c.ID, c.Summary, got.Why())
		case c.Beyond == "" && (got.Rule != c.Verdict || !overlaps(c.Summary, got.Span, c.Span)):
			t.Errorf("%s: %s\n\tin %q\n\twant %s %q, got %s %q: %s", c.ID, c.Summary, c.Source, c.Verdict, c.Span, got.Rule, got.Span, got.Why())
		}
	}
}

// TestBlindAgain judges a second set of sentences written without knowledge of the
// rules, 200 true ones. It too was a measure until the rules were mended by it.
func TestBlindAgain(t *testing.T) {
	for _, c := range readCases(t, filepath.Join("testdata", "blind2.jsonl")) {
		if got := c.judge(); got.Rule != news.Supported {
			t.Errorf("%s: %s\n\tin %q\n\tgot %s %q: %s", c.ID, c.Summary, c.Source, got.Rule, got.Span, got.Why())
		}
	}
}

// overlaps reports whether two parts of a sentence have a character in common.
func overlaps(s, a, b string) bool {
	if a == "" || b == "" {
		return a == b
	}
	i, j := strings.Index(s, a), strings.Index(s, b)
	return i >= 0 && j >= 0 && i < j+len(b) && j < i+len(a) && utf8.ValidString(a)
}

// A sentence says nothing that it does not say itself, in whatever language.
func TestSentenceRestsOnItself(t *testing.T) {
	for _, table := range tables {
		for _, c := range readCases(t, filepath.Join("testdata", table)) {
			for _, s := range append(c.Source, c.Summary) {
				self := evidenceCase{Published: c.Published, Source: []string{s}, Summary: s}
				if got := self.judge(); got.Rule != news.Supported {
					t.Errorf("%s: %s\n\tgot %s %q: %s", c.ID, s, got.Rule, got.Span, got.Why())
				}
			}
		}
	}
}
