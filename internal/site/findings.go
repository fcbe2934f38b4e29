package site

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// A check says what it found in English, for those who read JSON; a page says it in the reader's language.

// because is one reason of a check: how it begins or ends in English, and what it is in Chinese.
type because struct{ en, hans, hant string }

// reasons are those that check gives, the longer beginnings first. What follows one that ends in a space is
// the report's own words, or a name.
var reasons = []because{
	{"it repeats an earlier sentence", "与前面的一句重复", "與前面的一句重複"},
	{"it is empty", "没有内容", "沒有內容"},
	{"it has no words", "没有文字", "沒有文字"},
	{"it has ", "过长", "過長"},
	{"it is not valid UTF-8", "编码有误", "編碼有誤"},
	{"it holds a control character", "含有控制字符", "含有控制字元"},
	{"it holds markup", "含有标记", "含有標記"},
	{"it is not Chinese", "不是中文", "不是中文"},
	{"it is not ", "不是摘要的语言", "不是摘要的語言"},
	{"it cites no sentence of the report", "没有指明依据的是原文第几句", "沒有指明依據的是原文第幾句"},
	{"it cites sentence ", "所指的原句并不存在", "所指的原句並不存在"},
	{"an extract must be the report's own words", "摘录须是原文的句子", "摘錄須是原文的句子"},
	{"stands elsewhere in the report: ", "见于原文别处：", "見於原文別處："},
	{"stands elsewhere in the report", "见于原文别处", "見於原文別處"},
	{"the cited sentences have no such number", "所依据的原句没有这个数字", "所依據的原句沒有這個數字"},
	{"the report has no such date", "原文没有这个日期", "原文沒有這個日期"},
	{"the report does not have these words", "原文没有这些话", "原文沒有這些話"},
	{"the report does not have this name", "原文没有这个名字", "原文沒有這個名字"},
	{"the cited sentences quote nobody", "所依据的原句没有引述谁的话", "所依據的原句沒有引述誰的話"},
	{"what the cited sentences quote is much shorter", "所依据的原句引述的要短得多", "所依據的原句引述的要短得多"},
	{"the cited sentences deny nothing", "所依据的原句没有否定什么", "所依據的原句沒有否定什麼"},
	{"the cited sentence denies something: ", "所依据的原句有所否定：", "所依據的原句有所否定："},
	{"the report does not name ", "原文没有提到 ", "原文沒有提到 "},
	{"the report has no ", "原文没有 ", "原文沒有 "},
}

// customarily stands between a name and its usual rendering.
const customarily = " is customarily "

// inWords says in the reader's language why a check found fault, and what it says besides in the words of the report.
func inWords(w *wording.Texts, why string) (said, source string) {
	if strings.HasPrefix(w.Tag, "en") {
		return why, ""
	}
	pick := func(b because) string {
		if w.Tag == "zh-Hant" {
			return b.hant
		}
		return b.hans
	}
	if name, usual, ok := strings.Cut(why, customarily); ok {
		return pick(because{hans: "通译", hant: "通譯"}) + w.Quote(usual) + w.Colon, name
	}
	for _, b := range reasons {
		rest, ok := strings.CutPrefix(why, b.en)
		if !ok || rest != "" && !strings.HasSuffix(b.en, " ") {
			continue
		}
		said := pick(b)
		if !strings.HasSuffix(said, "：") && !strings.HasSuffix(said, " ") {
			rest = "" // said is all there is to say
		}
		return said, rest
	}
	return "", why
}

// doubt says beside a sentence what a check found in it, in the reader's language.
func (t *writing) doubt(f news.Finding) string {
	return t.w.InDoubt + t.w.Colon + t.fault(f)
}

// fault says what is wrong, and what the report has instead.
func (t *writing) fault(f news.Finding) string {
	w := t.w
	s := w.Rule(f.Rule)
	if f.Span != "" {
		s += w.WordGap + w.Quote(line(f.Span))
	}
	switch {
	case f.Found != "":
		s += w.Semicolon + w.ReportHas + w.Quote(line(f.Found))
	case (f.Rule == news.NameRule || f.Rule == news.QuoteRule) && f.Span != "" && !strings.Contains(f.Why, customarily):
		s += w.NotInReport
	}
	return s
}

// finding says in full what a check found, with its reason where it has no more of the report to show.
// Of a sentence that was left out there is no doubt any more.
func (t *writing) finding(f news.Finding, left bool) string {
	s := esc(t.doubt(f))
	if left {
		s = esc(t.fault(f))
	}
	why := line(f.Why)
	if why == "" || f.Found != "" {
		return s
	}
	said, source := inWords(t.w, why)
	s += t.w.Semicolon + esc(said)
	if source != "" {
		s += `<span lang="en">` + esc(source) + `</span>`
	}
	return s
}
