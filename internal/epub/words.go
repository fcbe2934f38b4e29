package epub

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// words are the texts of a book in one language, in the terms of the desk's site.
type words struct {
	Tag      string // BCP 47
	cjk      bool
	Untitled string

	Contents, Digest, Text, Captions, Where, How                  string
	Outlet, Byline, Original, Published, Updated, Captured, Hash  string
	Extract, ByModel, Prompt, Covers, CheckNone, Checks, LeftOut  string
	Doubt, NoDigest, Evidence, Back                               string
	LinkOnly, Excerpt, HeadlineOnly, Paywall, Live, Video, NoText string
	Withdrawn, Lead, Marks, Rights, Access                        string
	Colon, Semicolon, Comma, Enum, Stop, Open, Close              string
	Minute, Word, Report, OutletUnit                              string
	rules                                                         map[news.Rule]string
}

// wordsFor returns the texts in a language; Simplified Chinese when it is unknown.
func wordsFor(language string) *words {
	switch {
	case strings.HasPrefix(language, "en"):
		return english()
	case language == "zh-Hant", strings.HasPrefix(language, "zh-TW"), strings.HasPrefix(language, "zh-HK"):
		return traditional()
	}
	return simplified()
}

func (w *words) date(t time.Time) string {
	if w.cjk {
		return t.Format("2006年1月2日")
	}
	return t.Format("January 2, 2006")
}

// day is the date of a day as news.Article.Day gives it.
func (w *words) day(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return w.date(t)
}

// moment is a time with its zone: the outlet's as an offset, our own always UTC.
func (w *words) moment(t time.Time) string {
	zone := " UTC"
	if _, off := t.Zone(); off != 0 {
		zone = t.Format(" UTC-07:00")
	}
	return w.date(t) + " " + t.Format("15:04") + zone
}

func (w *words) minutes(n int) string { return strconv.Itoa(n) + " " + w.Minute }
func (w *words) words(n int) string   { return w.count(n, w.Word) }
func (w *words) reports(n int) string { return w.count(n, w.Report) }
func (w *words) outlets(n int) string { return w.count(n, w.OutletUnit) }

func (w *words) count(n int, unit string) string {
	if !w.cjk && n != 1 {
		unit += "s"
	}
	return strconv.Itoa(n) + " " + unit
}

func (w *words) rule(r news.Rule) string {
	if s := w.rules[r]; s != "" {
		return s
	}
	return line(string(r))
}

func (w *words) quote(s string) string { return w.Open + s + w.Close }

func (w *words) madeBy(d news.Digest) string {
	if d.By == news.ByExtract || len(d.Summary) == 0 && d.By == "" {
		return w.Extract
	}
	return fmt.Sprintf(w.ByModel, line(d.By))
}

func simplified() *words {
	return &words{
		Tag: "zh-Hans", cjk: true, Untitled: "（无题）",
		Contents: "目录", Digest: "摘要", Text: "全文", Captions: "图片说明", Where: "出处", How: "摘要的来历",
		Outlet: "媒体", Byline: "作者", Original: "原文", Published: "发表", Updated: "媒体更新", Captured: "抓取", Hash: "网页 SHA‑256",
		Extract: "摘录自原文（未用模型）", ByModel: "由 %s 生成，未经人工校订", Prompt: "提示词版本 %s", Covers: "摘要只依据原文的前 %d 词。",
		CheckNone: "发布前没有与原文对照。", Checks: "发布前逐句与原文对照：%s。", LeftOut: "有 %d 句因与原文不符而未采用：",
		Doubt: "存疑", NoDigest: "暂无摘要。", Evidence: "原文第 %d 句", Back: "回到摘要",
		LinkOnly: "此处不刊载正文，请见原文。", Excerpt: "此处只刊载节录，全文请见原文。", HeadlineOnly: "只知其标题，正文未能取得。",
		Paywall: "正文的其余部分须付费阅读，此处只有开头。", Live: "这是滚动更新的直播页，文本截至抓取之时。", Video: "这是视频报道，只有文字说明。",
		NoText: "没有正文。", Withdrawn: "媒体已撤下这篇报道，我们于 %s 发现。以上为撤下前的文字。",
		Lead:   "这里收集外国媒体的报道，附上摘要与出处。报道的文字属于各家媒体；摘要由程序写成，请以原文为准。",
		Marks:  "摘要每句之后的数字，是原文句子的编号，点按即到所依据的原句；点按原句之后的数字，又回到摘要。",
		Rights: "报道的文字属于各家媒体。", Access: "全书为文字，有目录与分级标题，没有图片。",
		Colon: "：", Semicolon: "；", Comma: "，", Enum: "、", Stop: "。", Open: "“", Close: "”",
		Minute: "分钟", Word: "词", Report: "篇报道", OutletUnit: "家媒体",
		rules: map[news.Rule]string{
			news.NumberRule: "数字", news.NameRule: "人名与机构名", news.DateRule: "日期", news.QuoteRule: "引语",
			news.FormRule: "形式", news.NegateRule: "否定", news.Supported: "相符", news.JudgeRule: "依据",
		},
	}
}

func traditional() *words {
	return &words{
		Tag: "zh-Hant", cjk: true, Untitled: "（無題）",
		Contents: "目錄", Digest: "摘要", Text: "全文", Captions: "圖片說明", Where: "出處", How: "摘要的來歷",
		Outlet: "媒體", Byline: "作者", Original: "原文", Published: "發表", Updated: "媒體更新", Captured: "擷取", Hash: "網頁 SHA‑256",
		Extract: "摘錄自原文（未用模型）", ByModel: "由 %s 生成，未經人工校訂", Prompt: "提示詞版本 %s", Covers: "摘要只依據原文的前 %d 詞。",
		CheckNone: "發布前沒有與原文對照。", Checks: "發布前逐句與原文對照：%s。", LeftOut: "有 %d 句因與原文不符而未採用：",
		Doubt: "存疑", NoDigest: "暫無摘要。", Evidence: "原文第 %d 句", Back: "回到摘要",
		LinkOnly: "此處不刊載正文，請見原文。", Excerpt: "此處只刊載節錄，全文請見原文。", HeadlineOnly: "只知其標題，正文未能取得。",
		Paywall: "正文的其餘部分須付費閱讀，此處只有開頭。", Live: "這是滾動更新的直播頁，文字截至擷取之時。", Video: "這是影片報導，只有文字說明。",
		NoText: "沒有正文。", Withdrawn: "媒體已撤下這篇報導，我們於 %s 發現。以上為撤下前的文字。",
		Lead:   "這裡收集外國媒體的報導，附上摘要與出處。報導的文字屬於各家媒體；摘要由程式寫成，請以原文為準。",
		Marks:  "摘要每句之後的數字，是原文句子的編號，點按即到所依據的原句；點按原句之後的數字，又回到摘要。",
		Rights: "報導的文字屬於各家媒體。", Access: "全書為文字，有目錄與分級標題，沒有圖片。",
		Colon: "：", Semicolon: "；", Comma: "，", Enum: "、", Stop: "。", Open: "「", Close: "」",
		Minute: "分鐘", Word: "詞", Report: "篇報導", OutletUnit: "家媒體",
		rules: map[news.Rule]string{
			news.NumberRule: "數字", news.NameRule: "人名與機構名", news.DateRule: "日期", news.QuoteRule: "引語",
			news.FormRule: "形式", news.NegateRule: "否定", news.Supported: "相符", news.JudgeRule: "依據",
		},
	}
}

func english() *words {
	return &words{
		Tag: "en", Untitled: "(untitled)",
		Contents: "Contents", Digest: "Digest", Text: "Full text", Captions: "Captions", Where: "Where it comes from", How: "How the digest was made",
		Outlet: "Outlet", Byline: "By", Original: "Original", Published: "Published", Updated: "Updated by the outlet", Captured: "Captured", Hash: "SHA‑256 of the page",
		Extract: "Extract from the report (no model used)", ByModel: "Written by %s, not edited by a person", Prompt: "prompt version %s",
		Covers:    "The digest covers the first %d words of the report.",
		CheckNone: "It was not compared with the report before publishing.", Checks: "Before publishing, each sentence was compared with the report: %s.",
		LeftOut: "Left out because they differ from the report (%d):",
		Doubt:   "in doubt", NoDigest: "No digest yet.", Evidence: "Sentence %d of the report", Back: "Back to the digest",
		LinkOnly: "The text is not shown here; read it at the outlet.", Excerpt: "Only an excerpt is shown here; read on at the outlet.",
		HeadlineOnly: "Only the headline is known; the text could not be had.",
		Paywall:      "The rest of the text is for subscribers; this is its opening.", Live: "This is a live page; the text is as it stood when captured.",
		Video: "This is a video report; only its words are here.", NoText: "There is no text.",
		Withdrawn: "The outlet has withdrawn this report; we noticed on %s. The text above is from before.",
		Lead:      "Foreign reports, each with a digest and its source. The reports' words belong to their outlets; the digests are written by a program: the report itself counts.",
		Marks:     "The numbers after each sentence of a digest are those of the report's sentences. Follow one to the sentence it rests on; the number behind that leads back.",
		Rights:    "The reports' words belong to their outlets.", Access: "Text throughout, with a table of contents and graded headings; no pictures.",
		Colon: ": ", Semicolon: "; ", Comma: ", ", Enum: ", ", Stop: ".", Open: "“", Close: "”",
		Minute: "min", Word: "word", Report: "report", OutletUnit: "outlet",
		rules: map[news.Rule]string{
			news.NumberRule: "numbers", news.NameRule: "names", news.DateRule: "dates", news.QuoteRule: "quotations",
			news.FormRule: "form", news.NegateRule: "negation", news.Supported: "agreement", news.JudgeRule: "grounds",
		},
	}
}
