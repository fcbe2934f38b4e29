package check

import (
	"path/filepath"
	"testing"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// A digest in Traditional Chinese is judged as the same digest in Simplified Chinese.
func TestTraditional(t *testing.T) {
	for _, form := range []hanscript.Form{hanscript.TaiwanWords, hanscript.HongKong} {
		c, err := hanscript.NewConverter(form)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"cases.jsonl", "blind.jsonl", "blind2.jsonl", "blind3.jsonl"} {
			for _, k := range readCases(t, filepath.Join("testdata", file)) {
				if k.Beyond != "" || !han.Is(k.Summary) {
					continue
				}
				k.Summary = c.Convert(k.Summary)
				if got := k.judge(); (got.Rule == news.Supported) != (k.Verdict == news.Supported) {
					t.Errorf("%s: %s: %s\n\twant %s, got %s %q: %s", form, k.ID, k.Summary, k.Verdict, got.Rule, got.Span, got.Why())
				}
			}
		}
	}
}
