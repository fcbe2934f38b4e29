package digest

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"text/template"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// The templates of questions that ask for one line.
const (
	SentenceVersion = "sentence-1" // one sentence of a report, in the reader's language
	MendVersion     = "mend-1"     // one faulty sentence of a digest, written anew
	TitleVersion    = "title-1"    // the headline, in the reader's language
)

const (
	usualLine = 70   // tokens of a sentence of 50 characters
	mostLine  = 1200 // tokens of an answer where the way asks for sentences: one that has not ended by then goes on without end
	nearby    = 300  // characters of the sentence before and of the one after
)

// line is a question for one line of text.
type line struct {
	Chinese              string // the language's own name for Chinese; empty: another language
	Language, TitleBound string
	Headline, Published  string
	Before, After        string
	Sentences            []news.Sentence // what the line rests on
	Names, Wordings      []news.Name
	Faulty               string
	Reasons              []string
}

// traditionalPrompts are the questions for one line, and that on an event, in Traditional Chinese: their own words alone are converted.
var traditionalPrompts = sync.OnceValues(func() (*template.Template, error) {
	c, err := toTaiwan()
	if err != nil {
		return nil, err
	}
	all := template.New("traditional")
	for _, version := range []string{PromptVersion, SentenceVersion, TitleVersion, MendVersion, StoryVersion} {
		text, err := promptFiles.ReadFile("prompts/" + version + ".tmpl")
		if err != nil {
			return nil, fmt.Errorf("read prompt: %w", err)
		}
		if all, err = all.Parse(c.Convert(string(text))); err != nil {
			return nil, fmt.Errorf("read prompt: %w", err)
		}
	}
	return all, nil
})

// lineOf is the question for a line that rests on these sentences.
func (w *Writer) lineOf(o order, on []news.Sentence, words string) line {
	t := o.tongue
	l := line{Language: t.name, TitleBound: t.title, Headline: field(o.article.Title)}
	if t.han {
		l.Chinese = "简体中文"
		if strings.Contains(t.name, "Traditional") {
			l.Chinese = "繁體中文"
		}
	}
	if at := o.article.Published; !at.IsZero() {
		l.Published = at.Format("2006-01-02, Monday")
		if t.han {
			l.Published = at.Format("2006年1月2日") + "，星期" + string([]rune("日一二三四五六")[at.Weekday()])
		}
	}
	for _, s := range on {
		s.Text = clip(inert(s.Text), maxPassage)
		l.Sentences = append(l.Sentences, s)
	}
	l.Names = namesWithin(o.names, words)
	if o.wordings != nil {
		for _, n := range o.wordings(words) {
			l.Wordings = append(l.Wordings, news.Name{Source: field(n.Source), Target: field(n.Target)})
		}
	}
	return l
}

// namesWithin are the names that stand in s.
func namesWithin(all []news.Name, s string) []news.Name {
	var out []news.Name
	folded := text.Fold(s)
	for _, n := range all {
		if strings.Contains(folded, text.Fold(n.Source)) && len(out) < maxNames {
			out = append(out, news.Name{Source: field(n.Source), Target: field(n.Target)})
		}
	}
	return out
}

// request puts the question into words.
func (l line) request(kind string) (llm.Request, error) {
	var system, user strings.Builder
	prompts := prompts
	if l.Chinese == "繁體中文" {
		var err error
		if prompts, err = traditionalPrompts(); err != nil {
			return llm.Request{}, fmt.Errorf("write prompt: %w", err)
		}
	}
	if err := prompts.ExecuteTemplate(&system, kind+"-system", l); err != nil {
		return llm.Request{}, fmt.Errorf("write prompt: %w", err)
	}
	if err := prompts.ExecuteTemplate(&user, kind+"-user", l); err != nil {
		return llm.Request{}, fmt.Errorf("write prompt: %w", err)
	}
	return llm.Request{System: system.String(), User: user.String(), Temperature: 0.2}, nil
}

// Mend asks for one sentence of a digest of a anew, alone, with what it rests on and what was found against it. The error is
// news.ErrRejected if the answer is no sentence that can be shown; any other is as of Digest.
func (w *Writer) Mend(ctx context.Context, a news.Article, c news.Claim, why []news.Finding) (news.Line, error) {
	o := w.order(a, nil)
	if c.Text == "" && len(c.Evidence) == 1 && c.Evidence[0] != 0 { // there is nothing to mend yet
		got, _, err := w.claimed(ctx, o, w.rendering(o, c.Evidence[0]), "sentence", SentenceVersion, c.Evidence)
		return got, err
	}
	l := w.mending(o, c, why)
	if len(l.Sentences) == 0 {
		return news.Line{Claim: c}, fmt.Errorf("mend a sentence of %s: it rests on nothing: %w", a.ID, news.ErrRejected)
	}
	got, _, err := w.claimed(ctx, o, l, "mend", MendVersion, c.Evidence)
	return got, err
}

// mending is the question for a sentence written anew.
func (w *Writer) mending(o order, c news.Claim, why []news.Finding) line {
	on := cited(o.article, c.Evidence)
	var words []string
	for _, s := range on {
		words = append(words, s.Text)
	}
	l := w.lineOf(o, on, strings.Join(words, " "))
	l.Faulty = field(c.Text)
	for _, f := range why {
		if f.Rejects {
			l.Reasons = append(l.Reasons, o.say(f))
		}
	}
	return l
}

// Lead asks for the first sentence of the body of a that is the news, rendered alone. Errors are as of Mend.
func (w *Writer) Lead(ctx context.Context, a news.Article) (news.Line, error) {
	some := lead(a, leadSentence)
	if len(some) == 0 {
		return news.Line{}, fmt.Errorf("lead of %s: %w", a.ID, news.ErrNoText)
	}
	o := w.order(a, nil)
	n := some[0].Evidence[0]
	got, _, err := w.claimed(ctx, o, w.rendering(o, n), "sentence", SentenceVersion, []int{n})
	return got, err
}

// rendering is the question for what n means in the report, in the reader's language.
func (w *Writer) rendering(o order, n int) line {
	if n < 0 {
		s := news.Sentence{N: n, Text: clip(o.article.Cited(n), maxField)}
		return w.lineOf(o, []news.Sentence{s}, s.Text)
	}
	all := o.article.Sentences()
	s := all[n-1]
	s.Text = clip(s.Text, maxPassage)
	if n == 1 {
		s.Text = text.Collapse(dateline.ReplaceAllString(s.Text, ""))
	}
	l := w.lineOf(o, []news.Sentence{s}, s.Text)
	if n > 1 && all[n-2].Block == s.Block {
		l.Before = clip(inert(all[n-2].Text), nearby)
	}
	if n < len(all) && all[n].Block == s.Block {
		l.After = clip(inert(all[n].Text), nearby)
	}
	return l
}

// Title asks for the headline of a in the reader's language. Errors are as of Mend.
func (w *Writer) Title(ctx context.Context, a news.Article) (news.Line, error) {
	o := w.order(a, nil)
	ans, p, err := w.askLine(ctx, o, w.titling(o), "title", TitleVersion)
	out := news.Line{Prompt: TitleVersion, Paid: news.Usage(ans.Usage)}
	if err != nil {
		return out, err
	}
	if out.Claim.Text, _ = p.title(one(ans.Text, titleKeys)); out.Claim.Text == "" {
		return out, fmt.Errorf("headline of %s: the answer cannot be shown: %w", a.ID, news.ErrRejected)
	}
	return out, nil
}

// titling is the question for the headline.
func (w *Writer) titling(o order) line {
	var on []news.Sentence
	if some := lead(o.article, leadSentence); len(some) > 0 {
		on = []news.Sentence{{Text: clip(some[0].Text, nearby)}}
	}
	return w.lineOf(o, on, o.article.Title)
}

// claimed asks for a sentence and reads the answer.
func (w *Writer) claimed(ctx context.Context, o order, l line, kind, version string, evidence []int) (news.Line, llm.Answer, error) {
	ans, p, err := w.askLine(ctx, o, l, kind, version)
	out := news.Line{Claim: news.Claim{Evidence: evidence}, Prompt: version, Paid: news.Usage(ans.Usage)}
	if err != nil {
		return out, ans, err
	}
	s := unnumbered(unlisted(one(ans.Text, textKeys)))
	c, f := p.claim(claim{Text: s, Evidence: numbers{1}}, nil, nil)
	out.Claim.Text = c.Text
	if f.Reason != "" {
		out.Claim.Text, out.Claim.Findings = clip(text.Collapse(clean(s)), maxField), []news.Finding{f}
		return out, ans, fmt.Errorf("a sentence of %s: %s: %w", o.article.ID, f.Why(), news.ErrRejected)
	}
	return out, ans, nil
}

// askLine asks for one line. An answer that came to nothing is news.ErrRejected, and so is a question that is too long.
func (w *Writer) askLine(ctx context.Context, o order, l line, kind, version string) (llm.Answer, parser, error) {
	req, err := l.request(kind)
	if err != nil {
		return llm.Answer{}, parser{}, err
	}
	q := w.short(ctx, o.article.Source)
	ans, err := q.ask(ctx, version, req)
	p := newParser(brief{Request: req, shown: o.article.Sentences()}, o)
	if err != nil && (isUseless(err) || errors.Is(err, llm.ErrTooLong)) {
		return ans, p, fmt.Errorf("%s of %s: %w: %w", kind, o.article.ID, err, news.ErrRejected)
	}
	if err != nil {
		return ans, p, fmt.Errorf("%s of %s: %w", kind, o.article.ID, translate(err, w.now()))
	}
	return ans, p, nil
}

// short is an asker of short questions. A model that thinks first needs its room, so only the way that
// was chosen for models that do not bounds the answer.
func (w *Writer) short(ctx context.Context, source news.SourceID) asker {
	q := w.asker(source)
	q.usual = usualLine
	if way, err := w.way(ctx); err == nil && way == news.BySentences && (q.maxTokens == 0 || q.maxTokens > mostLine) {
		q.maxTokens = mostLine
	}
	return q
}

// cited is what these numbers of a digest's evidence mean.
func cited(a news.Article, evidence []int) []news.Sentence {
	var out []news.Sentence
	for _, n := range evidence {
		if s := a.Cited(n); s != "" {
			out = append(out, news.Sentence{N: n, Text: clip(s, maxPassage)})
		}
	}
	return out
}

// heads are what small models put before the line that they were asked for.
var heads = regexp.MustCompile(`^(?i:译句|中文译句|译文|翻译|改好的一句|标题|中文标题|譯句|中文譯句|譯文|翻譯|標題|中文標題|translation|headline|mended)\s*[:：]\s*`)

// one is the line that an answer comes down to: its first with words, without the head that repeats the question's last line.
// A line that only announces the next is passed over, and of an object the text under one of the keys is taken.
func one(s string, keys []string) string {
	announced := ""
	for ln := range strings.Lines(single(s, keys)) {
		ln = strings.TrimSpace(heads.ReplaceAllString(strings.TrimSpace(ln), ""))
		switch {
		case ln == "", strings.HasPrefix(ln, "```"):
		case announced == "" && (strings.HasSuffix(ln, ":") || strings.HasSuffix(ln, "：")):
			announced = ln
		default:
			return unquoted(ln)
		}
	}
	return unquoted(announced)
}

// unquoted takes off quotation marks around a whole line.
func unquoted(s string) string {
	for _, pair := range [][2]string{{`"`, `"`}, {"“", "”"}, {"「", "」"}} {
		in, ok := strings.CutPrefix(s, pair[0])
		in, ended := strings.CutSuffix(in, pair[1])
		if ok && ended && !strings.Contains(in, pair[0]) && !strings.Contains(in, pair[1]) {
			return in
		}
	}
	return s
}
