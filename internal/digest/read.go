package digest

import (
	"fmt"
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
	report string // folded text of the report with its headline, to look names up in
	letter string // folded system prompt
}

func newParser(b brief, o order) parser {
	a := o.article
	return parser{brief: b, tongue: o.tongue, need: b.least, letter: text.Fold(b.System),
		report: text.Fold(a.Title + "\n" + a.Standfirst + "\n" + a.Text() + "\n" + strings.Join(a.Byline, "\n"))}
}

// read bounds and cleans an answer. The complaint is empty when all is well; with
// claims left in the digest, it can be used in spite of the complaint.
func (p parser) read(s string) (d news.Digest, complaint string) {
	a, err := parse(s)
	switch {
	case err != nil && excuses.MatchString(s):
		return d, declined
	case err != nil:
		return d, err.Error()
	}
	if n := len(a.Summary); n > maxRead {
		return d, fmt.Sprintf("it had %d sentences; write %d at most", n, maxClaims)
	}
	for i, c := range a.Summary {
		kept, f := p.claim(c, d.Summary)
		if f.Reason == "" && i >= maxClaims {
			f = measured(c.Text, news.TooManySentences, maxClaims)
		}
		if f.Reason == "" {
			d.Summary = append(d.Summary, kept)
		} else {
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
	d.Title = p.title(a.Title)
	d.Names = p.names(a, a.Title+"\n"+joined)
	d.Lang = p.tongue.written(d.Title + joined)
	d.Covers = p.brief.covers
	return d, p.complaint(d)
}

// complaint says what to do better, in the words that go back to the model.
func (p parser) complaint(d news.Digest) string {
	switch {
	case len(d.Summary) >= p.need && d.Title != "":
		return ""
	case len(d.LeftOut) > 0 && len(d.Summary) < p.need:
		return "in a sentence of its summary: " + d.LeftOut[0].Why[0].Why()
	case len(d.Summary) < p.need:
		return fmt.Sprintf("its summary had %d sentences; write at least %d", len(d.Summary), p.need)
	}
	return "its title was empty, too long or not plain " + p.tongue.name
}

// claim reads one sentence. A finding with a reason means that it is left out.
func (p parser) claim(c claim, before []news.Claim) (news.Claim, news.Finding) {
	s, found := p.plain(c.Text)
	if found.Reason != "" {
		return news.Claim{}, found
	}
	longest := 600
	if p.tongue.han {
		longest = 400
	}
	switch {
	case utf8.RuneCountInString(s) > longest:
		return news.Claim{}, measured(s, news.TooLong, longest)
	case !p.tongue.speaks(s):
		return news.Claim{}, p.foreign(s)
	case slices.ContainsFunc(before, func(b news.Claim) bool { return b.Text == s }):
		return news.Claim{}, malformed(s, news.SaidTwice)
	}
	out := news.Claim{Text: s}
	for _, n := range c.Evidence {
		if p.brief.shows(n) {
			out.Evidence = append(out.Evidence, n)
		}
	}
	if len(out.Evidence) == 0 {
		return out, measured(s, news.NoGround, len(p.brief.shown))
	}
	if len(out.Evidence) > maxEvidence {
		return out, measured(s, news.TooMuchEvidence, len(out.Evidence))
	}
	if len(out.Evidence) < len(c.Evidence) {
		out.Findings = []news.Finding{{Rule: news.FormRule, Reason: news.StrayEvidence}}
	}
	return out, news.Finding{}
}

// plain is s as plain text on one line; a finding says why it cannot be.
func (p parser) plain(s string) (string, news.Finding) {
	if m := markup.FindString(s); m != "" {
		return "", malformed(m, news.Markup)
	}
	s = text.Collapse(ticks.Replace(marks.ReplaceAllString(clean(s), "")))
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

// title is the headline, or "" where the answer has none that can be shown.
func (p parser) title(s string) string {
	s, found := p.plain(s)
	longest := 160
	if p.tongue.han {
		longest = 60
	}
	if found.Reason != "" || utf8.RuneCountInString(s) > longest || !p.tongue.speaks(s) {
		return ""
	}
	return strings.TrimRight(s, "。.")
}

// names keeps the pairs whose first half is in the report and whose second is in
// what is left of the digest.
func (p parser) names(a answer, digest string) []news.Name {
	var out []news.Name
	for _, n := range a.Names[:min(len(a.Names), maxNames)] {
		n = news.Name{Source: text.Collapse(clean(n.Source)), Target: text.Collapse(clean(n.Target))}
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
