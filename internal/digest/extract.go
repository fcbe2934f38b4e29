package digest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Bounds on an extract. Ideographs say more each than words are long.
const (
	extractWords      = 60
	extractIdeographs = 110
	extractSentences  = 3
)

// Extract is the digest of a without a model: the outlet's own standfirst where it
// is a sentence of substance that the opening does not say again, else the opening
// sentences of the report, at most three and some 60 words, whole, word for word
// and in the report's language. It is the
// lead and not a ranking of all sentences, because news is written that way: on
// published tests the lead is within 3 ROUGE points of trained extractors.
func Extract(a news.Article) news.Digest {
	d := news.Digest{Article: a.ID, Version: a.Version, Text: a.TextHash(), Lang: a.Lang, By: news.ByExtract}
	if s := text.Collapse(a.Standfirst); substantial(s, a) {
		d.Summary = []news.Claim{{Text: s, Evidence: quoted(s, a)}}
		return d
	}
	d.Summary = lead(a, leadSentence)
	if len(d.Summary) == 0 { // nothing but short lines: the first that is not a label
		d.Summary = lead(a, func(s news.Sentence, a news.Article) bool { return !label(s.Text) })
	}
	return d
}

// lead takes the opening sentences of the body that fit, up to the bounds.
func lead(a news.Article, fits func(news.Sentence, news.Article) bool) []news.Claim {
	var out []news.Claim
	size, bound, passed := 0, bound(a.Lang), -1
	for _, s := range reported(a, a.Sentences()) {
		switch {
		case s.Block == passed:
			continue
		case !fits(s, a):
			if len(out) > 0 {
				passed = s.Block // what follows it there would have no beginning
			}
			continue
		}
		s.Text = text.Collapse(dateline.ReplaceAllString(s.Text, ""))
		n := text.Words(s.Text, a.Lang)
		if len(out) > 0 && size+n > bound || s.Text == "" {
			break
		}
		if n > 2*bound { // it is not cut where it does not end
			passed = s.Block
			continue
		}
		out = append(out, news.Claim{Text: s.Text, Evidence: []int{s.N}})
		if size += n; len(out) == extractSentences {
			break
		}
	}
	return out
}

// bound is the length of an extract in the words of text.Words.
func bound(lang string) int {
	if strings.HasPrefix(lang, "zh") || strings.HasPrefix(lang, "ja") {
		return extractIdeographs
	}
	return extractWords
}

// substantial reports whether a standfirst says what happened: a whole sentence,
// not a headline or the opening again, not cut off, not an invitation, and nothing
// that was not written for readers.
func substantial(s string, a news.Article) bool {
	n := text.Words(s, a.Lang)
	least := 8
	if bound(a.Lang) == extractIdeographs {
		least = 14
	}
	return n >= least && n <= bound(a.Lang)*4/3 && !strings.HasSuffix(s, "…") && !strings.HasSuffix(s, "...") &&
		text.Fold(strings.Trim(s, ".。")) != text.Fold(a.Title) && !label(s) && !invitation.MatchString(s) &&
		(ended(s) || !text.Spaceless(a.Lang)) && !strings.Contains(s, "@") && !unwritten.MatchString(s) && !stamped.MatchString(s) &&
		text.Again(s, a.Opening(openingBlocks)) < mostOfIt
}

// A standfirst that the opening says again is often its first letters, cut off somewhere.
const (
	openingBlocks = 6   // paragraphs
	mostOfIt      = 0.8 // see text.Again
)

// unwritten matches what no one wrote as a sentence: marks of copyright, addresses of mail.
var unwritten = regexp.MustCompile(`(?i)©|\(c\)\s*(?:19|20)\d\d|\bcopyright\s+(?:19|20)\d\d|\S@\S+\.\S`)

// stamped matches days in figures, and a clock at the end: what programs write beside a standfirst.
var stamped = regexp.MustCompile(`(?:^|\D)(?:(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d)(?:\D|$)|` +
	`(?i:\d{1,2}:\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?$)`)

// leadSentence reports whether a sentence can open an extract: it is in a
// paragraph of the report, ends as a sentence does, and is not a label.
func leadSentence(s news.Sentence, a news.Article) bool {
	switch a.Blocks[s.Block].Kind {
	case news.Paragraph, news.Quote, "":
	default:
		return false
	}
	whole := dateline.ReplaceAllString(a.Blocks[s.Block].Text, "")
	rest := dateline.ReplaceAllString(s.Text, "")
	long := text.Words(rest, a.Lang) >= 5 || ended(whole) && text.Words(whole, a.Lang) >= 5
	return ended(rest) && long && !unwritten.MatchString(rest) && !place.MatchString(rest) &&
		!label(whole) && !label(rest) && !invitation.MatchString(rest) && text.Fold(rest) != text.Fold(a.Title)
}

// ended reports whether s ends as sentences do, quotation marks and brackets aside.
func ended(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`"'”’»)）」』]】`, r)
	})
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?。！？…।؟۔", r)
}

// dateline matches what agencies put before the first sentence: "BEIJING, Jan 30
// (Reuters) - ", "LONDON (AP) — ", "新华社北京1月30日电（记者王小明）", "（中央社記者…）".
var dateline = regexp.MustCompile(`^(?:` +
	`\p{Lu}[\p{Lu}\p{L}.,'’/ -]{1,50}(?:,\s+\d{1,2}\.?\s*\p{L}*\.?|,?\s+\p{L}{3,9}\.?\s+\d{1,2}(?:,\s+\d{4})?)?\s*` +
	`\(\p{Lu}[\p{L}\d ./]{1,30}\)\s*[-–—:]+\s*` +
	`|\p{Lu}[\p{Lu}.'’ ]{2,30}(?:,[\p{L}. ]{2,20})?\s+[-–—]\s+` +
	`|\(\p{Lu}[\p{L}\d ./]{1,30}\)\s*[-–—]\s*` +
	`|[\p{Han}]{2,12}\d{1,2}月\d{1,2}日(?:电|電|讯|訊)\s*(?:[（(][^）)]{2,40}[）)])?\s*` +
	`|[（(【]?[^（()）】。]{0,20}(?:记者|記者)[^（()）】。]{0,30}[）)】]\s*)`)

// place matches a dateline that is alone, where its abbreviation looked like
// the end of a sentence: "SANTA FE, N.M."
var place = regexp.MustCompile(`^\p{Lu}[\p{Lu}.'’ -]{1,30}(?:,\s*\p{Lu}[\p{L}.]{1,10})*\.?$`)

// label reports whether s is a line about the report and not of it. A byline
// does not end as a sentence does, or is short.
func label(s string) bool {
	s = text.Collapse(s)
	switch n := utf8.RuneCountInString(s); {
	case n > 300:
		return false
	case bylines.MatchString(s) && (n < 50 || !ended(s)):
		return true
	}
	return labels.MatchString(s)
}

// bylines open with the name of who wrote.
var bylines = regexp.MustCompile(`^(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor) \p{Lu}[\p{L}.'’-]+ \p{Lu}`)

// labels open notes of amendment, credits, times and live blog headers in the
// languages of the usual sources.
var labels = regexp.MustCompile(`(?i)^(?:` +
	`(?:this|the) (?:article|story|report|piece|headline|post|page) (?:was|has been|is|were) (?:\p{L}+ )?` +
	`(?:amended|updated|corrected|edited|changed|modified|published|produced|translated|being updated)` +
	`|(?:correction|clarification|editor[’']?s? note|updated?|amended|published|first published|last updated|last modified)\s*[:\d(–—-]` +
	`|(?:updated|published|last updated) (?:on|at)\b` +
	`|(?:photo(?:graph)?|image|picture|video|illustration|composite|credit|source|caption|file photo)s?\s*(?:by)?\s*[:/]` +
	`|(?:live|key (?:events|points)|what we know|summary)\s*[:–—-]` +
	`|\d{1,2}[.:]\d{2}\s*(?:am|pm|gmt|bst|utc|et|est|edt|cet)?\b.{0,20}$` +
	`|(?:reporting|additional reporting|writing|editing) by\b` +
	`|(?:publié|mis à jour|publicado|actualizado|aktualisiert|veröffentlicht) (?:le|el|em|am|à|a)\b` +
	`|(?:记者|記者|编辑|編輯|责任编辑|責任編輯|责编|責編|作者|撰文|来源|來源|图片来源|圖片來源|图|圖|原标题|原標題|本报记者|本報記者|更正|更新|编者按|編者按|摄影|攝影)\s*[:：/／|]` +
	`|(?:本文|本报道|本報道|本稿)[^。]{0,12}(?:更正|修改|修订|修訂|更新|首发|首發|原载|原載|转载|轉載)` +
	`)`)

// invitation matches what asks the reader to do something.
var invitation = regexp.MustCompile(`(?i)^(?:` +
	`sign up|subscribe|read more|read our|click (?:here|on|the)|tap (?:here|on|the)|listen to (?:this|the|our)|` +
	`watch (?:the|our|video|live|this)|follow (?:us|our|along|live)|get (?:our|the latest)|download (?:the|our)|` +
	`join (?:us|our)|support (?:us|our)|for more (?:information|on|news|stories|details)|for the latest|see also|related\b\W|advertisement|` +
	`here(?: are| is|’s|'s) (?:the|what)|find out|catch up|the latest (?:news|updates)|latest (?:news|updates)|all the latest|` +
	`rolling coverage|live updates|` +
	`abonnez|inscrivez|lisez|lire aussi|lesen sie|suscríb|lea tambi|点击|點擊|订阅|訂閱|关注我们|關注我們|扫码|掃碼|延伸阅读|延伸閱讀|相关阅读|相關閱讀|下载本|下載本)`)

// quoted finds the sentences of the body that a standfirst repeats.
func quoted(s string, a news.Article) []int {
	var out []int
	for _, x := range a.Sentences() {
		if utf8.RuneCountInString(x.Text) >= 20 && strings.Contains(s, x.Text) {
			out = append(out, x.N)
		}
	}
	return out
}
