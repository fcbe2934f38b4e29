package check

import (
	"encoding/json"
	"os"
	"slices"
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
		if c.Verdict == "any" { // it is enough that it is doubted
			if len(v.Claims[0]) == 0 {
				t.Errorf("%s to %s: %s\n\t%s\n\tgot nothing", c.From, c.To, c.Source, c.Summary)
			}
			continue
		}
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

// In a language that no reader knows a digest is not found fault with for its numbers, and
// does not say that they were compared.
func TestUnreadLanguages(t *testing.T) {
	a := news.Article{Lang: "en", Published: sunday}
	report := "About 1,200 people and 3.5 million euros; half of them left on 8 March 2019."
	a.Blocks = []news.Block{{Kind: news.Paragraph, Text: report, Ends: []int{len(report)}}}
	for lang, claim := range map[string]string{
		"es": "Unas 1.200 personas y 3,5 millones de euros; la mitad se fue el 8 de marzo de 2019.",
		"pt": "Cerca de 1.200 pessoas e 3,5 milhões de euros; metade saiu em 8 de março de 2019.",
		"ru": "Около 1200 человек и 3,5 миллиона евро; половина уехала 8 марта 2019 года.",
		"ko": "약 1200명과 350만 유로. 절반은 2019년 3월 8일에 떠났다.",
	} {
		v := Check(a, news.Digest{Lang: lang, By: "m", Summary: []news.Claim{{Text: claim, Evidence: []int{1}}}})
		if len(v.Claims[0]) > 0 {
			t.Errorf("%s: %v", lang, v.Claims[0])
		}
		if slices.Contains(v.Checked, news.NumberRule) || !slices.Contains(v.Checked, news.FormRule) {
			t.Errorf("%s: checked %v", lang, v.Checked)
		}
	}
}
