package check

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// The promises of the check for digests in English, German and Japanese, of reports in
// other languages: pairs of a sentence and a claim, true ones and wrong ones.
func TestOtherReaders(t *testing.T) {
	data, err := os.ReadFile("testdata/readers.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	pairs := map[string]int{}
	for line := range strings.Lines(string(data)) {
		var c struct {
			To, From, Source, Summary string
			Verdict                   news.Rule
		}
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		pairs[c.To]++
		a := news.Article{Lang: c.From, Published: sunday, Blocks: []news.Block{{Kind: news.Paragraph, Text: c.Source, Ends: text.Sentences(c.Source)}}}
		evidence := []int{}
		for _, s := range a.Sentences() {
			evidence = append(evidence, s.N)
		}
		v := Check(a, news.Digest{Lang: c.To, By: "m", Summary: []news.Claim{{Text: c.Summary, Evidence: evidence}}})
		got := news.Finding{Rule: news.Supported}
		for _, f := range v.Claims[0] {
			if f.Rejects || c.Verdict == news.Supported {
				got = f
				break
			}
		}
		if got.Rule != c.Verdict {
			t.Errorf("%s to %s: %s\n\t%s\n\tgot %s %q (%s), want %s", c.From, c.To, c.Source, c.Summary, got.Rule, got.Span, got.Why(), c.Verdict)
		}
	}
	for _, to := range []string{"en", "de", "ja"} {
		if pairs[to] < 30 {
			t.Errorf("%d pairs for %s", pairs[to], to)
		}
	}
}
