package epub

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// What the book says of a digest is what the page says: what the report has instead, no doubt of what is not shown, the
// model that errs above its digest, why there is an extract, and who has translated.
func TestBookSaysOfDigestsWhatPagesSay(t *testing.T) {
	w := wording.For("zh-Hans")
	page := func(change func(*news.Item)) string {
		it := harbour()
		change(&it)
		b := day()
		b.Parts = []Part{{Title: "all", Reports: of(it)}}
		return unpack(t, bind(t, b))["EPUB/report-00001.xhtml"]
	}
	for name, c := range map[string]struct {
		change func(*news.Item)
		want   string
	}{
		"a doubt has the report's words": {func(it *news.Item) {
			it.Digest.Summary[1].Findings = []news.Finding{{Rule: news.NumberRule, Span: "百分之四", Reason: news.OtherWords, Found: "4.5 per cent"}}
		}, `[存疑：数字“百分之四”；原文写的是“<span xml:lang="en" lang="en">4.5 per cent</span>”]`},
		"what was left out is not in doubt": {func(it *news.Item) {
			it.Digest.LeftOut[0].Why = []news.Finding{{Rule: news.NumberRule, Span: "22", Reason: news.OtherWords, Found: "21 ships", Rejects: true}}
		}, `<li>数字“22”；原文写的是“<span xml:lang="en" lang="en">21 ships</span>”</li>`},
		"a model that errs": {func(it *news.Item) { it.Digest.Unfit = true }, `<h2>摘要 · 由 model:8b 生成，未经人工校订 · ` + w.UnfitModel + `</h2>`},
		"why an extract stands": {func(it *news.Item) {
			it.Digest = news.Digest{Lang: "en", By: news.ByExtract, Reason: news.DigestRejected,
				Summary: []news.Claim{{Text: "Dockers go back to work on Monday.", Evidence: []int{1}}}}
		}, `<p>` + w.Missing[news.DigestRejected] + `</p>`},
		"who has translated": {func(it *news.Item) { it.Digest.Translation = []string{"码头工人周一复工。"} }, `由 model:8b 机器翻译`},
		"where it has none": {func(it *news.Item) { it.Digest.Translation = []string{"码头工人周一复工。"} },
			`<p class="tr" xml:lang="zh-Hans" lang="zh-Hans" dir="ltr">` + w.NoTranslation + `</p>`},
		"why it has none": {func(it *news.Item) { it.Digest.Translation = []string{"码头工人周一复工。"} }, `字。` + w.Untranslated},
		"marks as in the report": {func(it *news.Item) {
			it.Article.Standfirst = "Talks end after nine days"
			it.Digest.Summary[0].Evidence = []int{news.StandfirstN, news.HeadlineN, 1}
		}, `>题</a><a class="ev" href="#standfirst" title="原文导语">导</a><a class="ev" href="#s1" title="原文第 1 句">1</a>`},
		"said three times": {func(it *news.Item) {
			x := it.Digest.LeftOut[0]
			it.Digest.LeftOut = []news.Reject{x, x, x}
		}, `<p>` + w.Counted(1, w.LeftOut) + `</p>`},
		"a second model": {func(it *news.Item) { it.Digest.Checked = []news.Rule{news.NumberRule, news.JudgeRule} }, `对照：数字、依据。`},
	} {
		if got := page(c.change); !strings.Contains(got, c.want) {
			t.Errorf("%s: the report lacks %s", name, c.want)
		}
	}
	if got := page(func(*news.Item) {}); strings.Contains(got, "机器翻译") || strings.Contains(got, w.UnfitModel) {
		t.Error("a digest without either is said to be translated or of a model that errs")
	}
}

// The list of contents calls no report by the headline of a model that often errs.
func TestContentsHaveNoHeadlineOfAModelThatErrs(t *testing.T) {
	for _, unfit := range []bool{true, false} {
		it := harbour()
		it.Digest.Unfit = unfit
		b := day()
		b.Parts = []Part{{Title: "all", Reports: of(it)}}
		if got := strings.Contains(unpack(t, bind(t, b))["EPUB/nav.xhtml"], it.Digest.Title); got == unfit {
			t.Errorf("unfit %v: in the contents: %v", unfit, got)
		}
	}
}
