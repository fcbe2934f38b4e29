package hugo

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// A page of Markdown says what is in doubt, and that the model often errs, before the text begins.
func TestMarkdownSaysWhatIsInDoubt(t *testing.T) {
	it := news.Item{
		Article: news.Article{ID: "a1", Title: "Bridge shut", Lang: "en", Blocks: []news.Block{{Kind: news.Paragraph, Text: "The bridge may shut."}}},
		Digest: news.Digest{Lang: "zh-Hans", Title: "桥梁停用", By: "model:1b", Unfit: true, Summary: []news.Claim{
			{Text: "桥已关闭。", Findings: []news.Finding{{Rule: news.HedgeRule, Span: "已", Reason: news.HedgeDropped, Arg: "may shut"}}},
			{Text: "工人离开。", Findings: []news.Finding{{Rule: news.Supported}}},
		}},
	}
	page, err := markdown(it)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(page), "桥梁停用") {
		t.Errorf("a list shows the headline of a model that often errs:\n%s", page)
	}
	above, below, _ := strings.Cut(string(page), "<!--more-->")
	above = strings.ReplaceAll(above, "\\", "")
	if want := "[" + wording.For("zh-Hans").UnfitModel + "] 桥已关闭。 [存疑：语气“已”；原文没有说得这样肯定]工人离开。"; !strings.Contains(above, want) {
		t.Errorf("got\n%s\nwant %s", above, want)
	}
	if strings.Contains(below, "存疑") || !strings.Contains(below, "The bridge may shut.") {
		t.Errorf("behind the digest stands\n%s", below)
	}
	it.Digest.Unfit, it.Digest.Summary[0].Findings = false, nil
	page, err = markdown(it)
	if err != nil || !strings.Contains(string(page), "桥梁停用") || !strings.Contains(string(page), "\n桥已关闭。工人离开。\n\n<!--more-->") {
		t.Errorf("a digest without doubts has changed: %v\n%s", err, page)
	}
}
