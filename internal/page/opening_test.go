package page

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// An extract that the opening of the text says again is no digest on its page, and leaves no marks that lead nowhere; a
// digest of a model is one whatever it says, and so is an extract of a text that is not shown.
func TestExtractThatRepeatsTheOpeningHasNoBox(t *testing.T) {
	body := []string{"The ferry to Vessa stopped at noon. Nobody was hurt, the harbour office said.", "It will sail again on Friday, if the wind allows it."}
	for name, c := range map[string]struct {
		by    string
		says  string
		rests []int
		box   bool
	}{
		"the first sentences":     {news.ByExtract, "The ferry to Vessa stopped at noon. Nobody was hurt, the harbour office said.", []int{1, 2}, false},
		"a few letters otherwise": {news.ByExtract, "THE ferry to Vessa stopped at noon – nobody was hurt, the harbour office said", []int{1, 2}, false},
		"the outlet's own":        {news.ByExtract, "Passengers slept on benches as a storm closed the only way to the island.", nil, true},
		"half of it is new":       {news.ByExtract, "The ferry to Vessa stopped at noon. Passengers slept on the benches of the hall.", []int{1}, true},
		"a model's":               {"modell:8b", "The ferry to Vessa stopped at noon.", []int{1}, true},
		"no text is shown":        {news.ByExtract, "Passengers slept on benches.", nil, true},
	} {
		it := reports()[1]
		it.Article.Lang, it.Article.Blocks = "en", nil
		if name != "no text is shown" {
			for _, p := range body {
				it.Article.Blocks = append(it.Article.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
			}
		}
		it.Digest = news.Digest{Lang: "en", By: c.by, Reason: news.NoModel, Summary: []news.Claim{{Text: c.says, Evidence: c.rests}}}
		_, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private}, it)
		if got := strings.Contains(html, `<div class="digest`); got != c.box {
			t.Errorf("%s: there is a box: %v", name, got)
		}
		w := wording.For("zh-Hans")
		if got := strings.Contains(html, w.ExtractBelow); got == c.box {
			t.Errorf("%s: the page says why there is none: %v", name, got)
		}
		if !c.box && strings.Contains(html, `class="bk"`) {
			t.Errorf("%s: marks lead to sentences that are not there", name)
		}
	}
}
