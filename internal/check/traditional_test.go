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
		for _, table := range tables {
			for _, k := range readCases(t, filepath.Join("testdata", table)) {
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

// A report in Traditional Chinese that names a country by one character names it.
func TestTraditionalCountryOfOneCharacter(t *testing.T) {
	d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{{Text: "总统将访问乌克兰。", Evidence: []int{1}}}}
	for report, warns := range map[string]bool{"總統下週將訪烏。": false, "總統下週將訪歐。": true} {
		a := article(report)
		a.Title, a.Lang = "", "zh-Hant"
		v := Check(a, d)
		if got := len(v.Claims[0]) == 1 && v.Claims[0][0].Rule == news.NameRule; got != warns || !warns && len(v.Claims[0]) > 0 {
			t.Errorf("%s: got %+v", report, v.Claims[0])
		}
	}
}
