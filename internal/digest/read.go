package digest

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// parser turns an answer into a digest, or says what is wrong with it.
type parser struct {
	brief  brief
	tongue tongue
	need   int    // sentences of a summary that is long enough
	titles bool   // a headline is what is wanted
	report string // folded text of the report with its headline, to look names up in
	letter string // folded system prompt
	shown  func(s, lang string, names []news.Name, may func(int) bool) []int
}

func newParser(b brief, o order) parser {
	a := o.article
	return parser{brief: b, tongue: o.tongue, need: b.least, titles: o.titles, shown: o.shown, letter: text.Fold(b.System),
		report: text.Fold(a.Title + "\n" + a.Standfirst + "\n" + a.Text() + "\n" + strings.Join(a.Byline, "\n"))}
}

// read bounds and cleans an answer. The complaint has no fault when all is well; with
// claims left in the digest, it can be used in spite of the complaint.
func (p parser) read(s string) (d news.Digest, c complaint) {
	a, err := finderOf(p.tongue).parse(s)
	switch {
	case err != nil && excuses.MatchString(s):
		return d, p.complain(declinedAnswer, 0)
	case errors.Is(err, errLong):
		return d, p.complain(answerLong, maxAnswer>>10)
	case err != nil:
		return d, p.complain(noJSON, 0)
	}
	if n := len(a.Summary); n > maxRead {
		return d, p.complain(tooMany, n)
	}
	var first []news.Claim // the first sentence, where it cannot be shown as it is
	inOrder := p.tongue.han || numbered(a.Summary)
	for i, c := range a.Summary {
		if c.Text = unlisted(c.Text); inOrder {
			c.Text = unnumbered(c.Text)
		}
		kept, f := p.claim(c, d.Summary, a.Names)
		if f.Reason == "" && i >= maxClaims {
			f = measured(c.Text, news.TooManySentences, maxClaims)
		}
		switch {
		case f.Reason == "":
			d.Summary = append(d.Summary, kept)
		case i == 0:
			first = p.faulty(c, f)
		default:
			d.LeftOut = append(d.LeftOut, news.Reject{Text: clip(text.Collapse(c.Text), maxField), Why: []news.Finding{f}})
		}
	}
	joined := prose(d)
	if joined != "" && !p.tongue.speaks(joined) {
		for _, c := range d.Summary {
			d.LeftOut = append(d.LeftOut, news.Reject{Text: c.Text, Why: []news.Finding{p.foreign(c.Text)}})
		}
		d.Summary, joined = nil, ""
	}
	var ofTitle complaint
	d.Title, ofTitle = p.title(a.Title)
	d.Names = p.names(a, d.Title+"\n"+joined)
	d.Lang = p.tongue.written(d.Title + joined)
	d.Covers = p.brief.covers
	if c = p.complaint(d, first, a.cut); c.fault == noFault {
		c = ofTitle
	}
	if len(d.Summary) > 0 {
		d.Summary = append(first, d.Summary...)
	} else {
		d.LeftOut = append(rejects(first), d.LeftOut...)
	}
	return d, c
}

// faulty is the first sentence of a summary, which has the news, with what is wrong with its form. It keeps its place, so that it can
// be asked for again alone.
func (p parser) faulty(c claim, f news.Finding) []news.Claim {
	out := news.Claim{Text: clip(text.Collapse(clean(c.Text)), maxField), Findings: []news.Finding{f}}
	for _, n := range c.Evidence {
		if p.brief.shows(n) && len(out.Evidence) < maxEvidence {
			out.Evidence = append(out.Evidence, n)
		}
	}
	return []news.Claim{out}
}

// rejects are sentences with what is wrong with them, as they are left out.
func rejects(cs []news.Claim) (out []news.Reject) {
	for _, c := range cs {
		out = append(out, news.Reject{Text: c.Text, Why: c.Findings})
	}
	return out
}

func (p parser) complain(f fault, arg int) complaint {
	return complaint{fault: f, arg: arg, need: p.need, tongue: p.tongue}
}

// complaint says what a summary lacks.
func (p parser) complaint(d news.Digest, first []news.Claim, cut bool) complaint {
	switch {
	case len(d.Summary) >= p.need:
		return complaint{}
	case cut:
		return p.complain(cutOff, 0)
	case len(first) > 0:
		c := p.complain(badSentence, 0)
		c.finding = first[0].Findings[0]
		return c
	case len(d.LeftOut) > 0:
		c := p.complain(badSentence, 0)
		c.finding = d.LeftOut[0].Why[0]
		return c
	}
	return p.complain(tooFew, len(d.Summary))
}

// maxRaw is the most bytes of a sentence that are looked at: what is longer is no sentence.
const maxRaw = 8 << 10

// claim reads one sentence. A finding with a reason means that it is left out.
func (p parser) claim(c claim, before []news.Claim, pairs names) (news.Claim, news.Finding) {
	longest := 600
	if p.tongue.han {
		longest = 400
	}
	if len(c.Text) > maxRaw {
		return news.Claim{}, measured(clip(c.Text, maxField), news.TooLong, longest)
	}
	bare, inText := inline(c.Text)
	evidence, stray := p.ground(c, inText)
	if len(evidence) == 0 {
		bare, inText = inlineAtEnd(bare)
		evidence, stray = p.ground(c, inText)
	}
	s, found := p.plain(bare)
	if found.Reason != "" {
		return news.Claim{}, found
	}
	switch {
	case utf8.RuneCountInString(s) > longest:
		return news.Claim{}, measured(s, news.TooLong, longest)
	case !p.tongue.speaks(s):
		return news.Claim{}, p.foreign(s)
	case slices.ContainsFunc(before, func(b news.Claim) bool { return b.Text == s }):
		return news.Claim{}, malformed(s, news.SaidTwice)
	}
	if len(evidence) == 0 {
		evidence, stray = p.unnumbered(s, pairs), false
	}
	out := news.Claim{Text: s, Evidence: evidence}
	if len(evidence) == 0 {
		return out, measured(s, news.NoGround, p.last())
	}
	if len(evidence) > maxEvidence {
		return out, measured(s, news.TooMuchEvidence, len(evidence))
	}
	if stray {
		out.Findings = []news.Finding{{Rule: news.FormRule, Reason: news.StrayEvidence}}
	}
	return out, news.Finding{}
}

// last is the highest number of a sentence that the model was shown.
func (p parser) last() int {
	if len(p.brief.shown) == 0 {
		return 0
	}
	return p.brief.shown[len(p.brief.shown)-1].N
}

// plain is s as plain text on one line; a finding says why it cannot be.
func (p parser) plain(s string) (string, news.Finding) {
	if len(s) > maxRaw {
		return "", measured(clip(s, maxField), news.TooLong, maxRaw)
	}
	s = strings.ReplaceAll(s, `\n`, " ") // a line end that was encoded twice
	s = helps.ReplaceAllString(s, "")
	if m := markup.FindString(s); m != "" {
		return "", malformed(m, news.Markup)
	}
	s = p.tongue.tidy(stars.ReplaceAllString(ticks.Replace(clean(s)), "$1"), p.original)
	if m := markup.FindString(s); m != "" { // it had been parted by what is no text
		return "", malformed(m, news.Markup)
	}
	if m := address.FindString(s); m != "" && !strings.Contains(p.report, text.Fold(m)) {
		return "", malformed(m, news.StrangeAddress)
	}
	if m := addressing(s); m != "" {
		return "", malformed(m, news.SpeaksToReader)
	}
	folded := text.Fold(s)
	switch {
	case folded == "":
		return "", malformed("", news.BlankSentence)
	case utf8.RuneCountInString(folded) >= 24 && strings.Contains(p.letter, folded), p.echoes(folded):
		return "", malformed(s, news.RepeatsPrompt)
	}
	return s, news.Finding{}
}

// original reports whether the report itself has what is in brackets.
func (p parser) original(bracketed string) bool { return inReport(p.report, bracketed) }

func inReport(folded, bracketed string) bool {
	inner := text.Fold(strings.Trim(bracketed, "()（）"))
	return inner != "" && strings.Contains(folded, inner)
}

// Patterns of what has no place in a sentence for readers.
var (
	markup  = regexp.MustCompile(`(?i)</?[a-z!][^>]*>?|&(?:lt|gt|amp|quot|#x?[0-9a-f]+);|javascript:|!?\[[^\]]*\]\(|` + "```")
	address = regexp.MustCompile(`(?i)https?://\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.\w{2,}`)
	ticks   = strings.NewReplacer("**", "", "__", "", "`", "")
	stars   = regexp.MustCompile(`\*(\S[^*]*\S)\*`)
)

// Patterns of what stands before a sentence in a list: a bullet, a heading, a label, a number.
var (
	bullet  = regexp.MustCompile(`^\s*(?:[•·●○▪■◆▶►‣⁃➤]\s*|[-*+>–—]\s+|#{1,6}\s+|-(?:\p{Han}))`)
	caption = regexp.MustCompile(`^\s*(?:(?i:(?:sentence|point|bullet)\s*\d{0,2}|summary|headline|title)|(?:句子?|要点|要點|摘要|标题|標題|题目|題目)\d{0,2}|第[\d一二三四五六七八]{1,2}[句点點])\s*[:：]\s*`)
	number  = regexp.MustCompile(`^\s*(?:[(（]?\d{1,2}[)）]\s*|\d{1,2}[.．、]\s*|[①-⑳❶-❿⑴-⒇]\s*|\d\x{fe0f}?\x{20e3}\s*|[一二三四五六七八九十]{1,2}、\s*)`)
	numeric = regexp.MustCompile(`^[\d一二三四五六七八九十两兩]`)
)

// unlisted takes a bullet or a label off a sentence, and evidence before it to its end.
func unlisted(s string) string {
	s = strings.ReplaceAll(s, "**", "")
	if m := leadMarks.FindString(s); m != "" {
		s = s[len(m):] + strings.TrimSpace(m)
	}
	if m := bullet.FindString(s); m != "" {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(s), "-"); ok {
			s = rest
		} else {
			s = s[len(m):]
		}
	}
	return caption.ReplaceAllString(s, "")
}

// unnumbered takes the number in a list off a sentence. "3、4月" and "1.5" have none.
func unnumbered(s string) string {
	if m := number.FindString(s); m != "" && len(m) < len(s) && !numeric.MatchString(s[len(m):]) {
		return s[len(m):]
	}
	return s
}

// numbered reports whether the sentences have the numbers of a list, from 1: "20. Oktober"
// and "1. FC" are no such numbers.
func numbered(all []claim) bool {
	for i, c := range all {
		n, rest, found := strings.Cut(strings.TrimLeft(unlisted(c.Text), " (（"), strconv.Itoa(i+1))
		if !found || n != "" || !strings.ContainsAny(rest[:min(len(rest), 1)], ".)") {
			return false
		}
	}
	return len(all) > 1
}

// Patterns of a sentence that reports nothing: it asks its reader to do something, or
// the model speaks of itself. What is in quotation marks is somebody's words, and
// so is what follows a verb of speech.
var (
	spoken = regexp.MustCompile(`“[^”]*”|「[^」]*」|‘[^’]*’|"[^"]*"`)
	pleas  = regexp.MustCompile(`(?:^|[，。；！：,;:.!]\s*)请(?:您|大家|各位|所有|读者)*(?:立即|马上|务必|点击|访问|扫码|扫描|转账|下载|拨打|关注|投票|订阅|分享|忽略|登录|购买)`)
	speech = regexp.MustCompile(`说|称|表示|提醒|呼吁|敦促|要求|警告|建议|通知|写道|强调|告诫|劝`)
	selves = regexp.MustCompile(`(?i)(?:忽略|无视)(?:之前|以上|上述|先前|前面)的?(?:所有|一切)?(?:指示|指令|提示|规则|要求)|` +
		`作为(?:一个|一名)?(?:AI|人工智能|大?语言模型)|(?:对不起|抱歉)，?我(?:无法|不能)` +
		`|\b(?:ignore|disregard) (?:all )?(?:the |your |my )?(?:previous|prior|above|earlier) (?:instructions|prompts)\b` +
		`|\bas an AI\b|\bI(?:'m| am) sorry\b`)
)

// excuses open the prose in which a model declines.
var excuses = regexp.MustCompile(`(?i)^\W*(?:` +
	`I(?:'m| am|’m) sorry|sorry|I can(?:'t|not|’t)|I(?:'m| am|’m) (?:not able|unable)|as an AI|` +
	`很?抱歉|对不起|對不起|我(?:无法|無法|不能))`)

// addressing returns the words with which a sentence speaks to its reader, or "".
func addressing(s string) string {
	s = spoken.ReplaceAllString(hanscript.Fold(s), "")
	if at := pleas.FindStringIndex(s); at != nil && !speech.MatchString(s[:at[0]]) {
		return strings.TrimLeft(s[at[0]:at[1]], "，。；！：,;:.! ")
	}
	return selves.FindString(s)
}

// echoes reports whether a whole line of the instructions is in s.
func (p parser) echoes(s string) bool {
	least := 40
	if p.tongue.han {
		least = 20
	}
	for line := range strings.Lines(p.brief.System) {
		if line = text.Fold(strings.TrimLeft(line, "- 0123456789.")); utf8.RuneCountInString(line) >= least && strings.Contains(s, line) {
			return true
		}
	}
	return false
}

// title is the headline, or "" where the answer has none that can be shown: then the complaint
// says why, if it is worth another try.
func (p parser) title(s string) (string, complaint) {
	bare, _ := inline(unlisted(s))
	if q := strings.TrimSpace(bare); len(q) > 2 && q[0] == '"' && strings.Count(q, `"`) == 2 && q[len(q)-1] == '"' {
		bare = q[1 : len(q)-1]
	}
	if p.tongue.han {
		bare = unnumbered(bare)
	}
	s, found := p.plain(bare)
	switch {
	case found.Reason == news.BlankSentence && !p.titles:
		return "", complaint{}
	case found.Reason != "", !p.tongue.speaks(s):
		return "", p.complain(titleUnusable, 0)
	}
	s = strings.TrimRight(s, "。.!！")
	loud := strings.TrimRight(spoken.ReplaceAllString(bare, ""), "。.!！ ")
	spoken := spoken.ReplaceAllString(s, "")
	switch n, most := p.tongue.length(s); {
	case n > most:
		return "", p.complain(titleLong, n)
	case strings.ContainsAny(spoken, "?？") || strings.HasSuffix(spoken, "吗") || strings.HasSuffix(spoken, "嗎"):
		return "", p.complain(titleAsks, 0)
	case strings.ContainsAny(loud, "!！") || calls.MatchString(spoken):
		return "", p.complain(titleShouts, 0)
	}
	return s, complaint{}
}

// calls are the words of headlines that want to be clicked.
var calls = regexp.MustCompile(`必看|必读|必讀|速看|快看|震惊|震驚|惊呆|驚呆|惊爆|驚爆|重磅[：:，！]|炸锅|炸鍋|太可怕|你绝对|你絕對|不看后悔|不看後悔|读者注意|(?i:you won't believe|must[- ]read|shocking!)`)

// length is that of a headline and the most it may have, in characters or in words: more than
// is asked for, since a good one may need it.
func (t tongue) length(s string) (n, most int) {
	if t.han {
		return utf8.RuneCountInString(s), 40
	}
	if t.base == "ja" {
		return utf8.RuneCountInString(s), 60
	}
	return len(strings.Fields(s)), 18
}

// names keeps the pairs whose first half is in the report and whose second is in
// what is left of the digest.
func (p parser) names(a answer, digest string) []news.Name {
	var out []news.Name
	for _, n := range a.Names[:min(len(a.Names), maxNames)] {
		n = news.Name{Source: text.Collapse(clean(n.Source)), Target: p.tongue.tidy(clean(n.Target), p.original)}
		if n.Source != "" && n.Target != "" && len(n.Source) <= 200 && len(n.Target) <= 200 &&
			markup.FindString(n.Target) == "" && strings.Contains(p.report, text.Fold(n.Source)) &&
			strings.Contains(digest, n.Target) && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// prose is the summary as one text.
func prose(d news.Digest) string {
	var b strings.Builder
	for _, c := range d.Summary {
		b.WriteString(c.Text + "\n")
	}
	return b.String()
}

// malformed is a finding about the form of a sentence.
func malformed(span string, reason news.ReasonCode) news.Finding {
	return news.Finding{Rule: news.FormRule, Span: clip(text.Collapse(span), 120), Reason: reason, Rejects: true}
}

// measured is a finding about the form of a sentence whose reason has a number.
func measured(span string, reason news.ReasonCode, n int) news.Finding {
	f := malformed(span, reason)
	f.Arg = strconv.Itoa(n)
	return f
}

// foreign is the finding on a sentence in another language.
func (p parser) foreign(span string) news.Finding {
	f := malformed(span, news.WrongLanguage)
	f.Arg = p.tongue.name
	return f
}
