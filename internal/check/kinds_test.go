package check

import (
	"path/filepath"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestNumberKinds asks the rules about testdata/kinds.jsonl: pairs of sentences by kind of
// number, unit, bound, base and date. A true one ("supported") has no finding of numbers
// or dates, not even a doubt; a wrong one has at least one.
func TestNumberKinds(t *testing.T) {
	for _, c := range readCases(t, filepath.Join("testdata", "kinds.jsonl")) {
		fs := c.findings()
		switch f, found := ofNumbers(fs); {
		case found && c.Verdict == news.Supported:
			t.Errorf("%s: %s\n\t%s\n\tis true, but %s %q: %s", c.ID, c.Source, c.Summary, f.Rule, f.Span, f.Why())
		case !found && c.Verdict != news.Supported:
			t.Errorf("%s: %s\n\tsupports %s: %v", c.ID, c.Source, c.Summary, fs)
		}
	}
}

// ofNumbers returns the first of the findings that is of numbers or dates.
func ofNumbers(fs []news.Finding) (news.Finding, bool) {
	for _, f := range fs {
		if f.Rule == news.NumberRule || f.Rule == news.DateRule {
			return f, true
		}
	}
	return news.Finding{}, false
}
