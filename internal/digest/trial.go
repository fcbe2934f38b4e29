package digest

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// The questions of a trial: invented reports, one a line, each with the number of the sentence that is asked for, and with what
// its rendering in Chinese must have, one of each list. Those in the reader's own language are not asked. The last is digested as a whole.
//
//go:embed trial/questions.jsonl
var trialQuestions []byte

// question is a report of a trial.
type question struct {
	Lang       string     `json:"lang"`
	Title      string     `json:"title"`
	Published  string     `json:"published"`
	Paragraphs [][]string `json:"paragraphs"` // of sentences
	Sentence   int        `json:"sentence"`   // 0: the report is digested as a whole
	Need       [][]string `json:"need"`
}

// questions are those of a trial.
func questions() (out []question, err error) {
	d := json.NewDecoder(bytes.NewReader(trialQuestions))
	for d.More() {
		var q question
		if err := d.Decode(&q); err != nil {
			return nil, fmt.Errorf("read the questions of the trial: %w", err)
		}
		out = append(out, q)
	}
	return out, nil
}

// article is the report of a question.
func (q question) article() news.Article {
	a := news.Article{ID: "trial", Version: 1, Title: q.Title, Lang: q.Lang, Outlet: "Trial", Kind: news.PageArticle}
	a.Published, _ = time.Parse(time.DateOnly, q.Published)
	for _, p := range q.Paragraphs {
		b := news.Block{Kind: news.Paragraph}
		for i, s := range p {
			if i > 0 && q.Lang != "ja" && q.Lang != "zh" {
				b.Text += " "
			}
			b.Text += s
			b.Ends = append(b.Ends, len(b.Text))
		}
		a.Blocks = append(a.Blocks, b)
	}
	return a
}

// Tried is what a model answered when it was tried.
type Tried struct {
	news.Trial
	Lines   []TriedLine
	Paid    news.Usage
	JSON    bool // what it was asked for as JSON came so
	Unasked int  // questions that were not asked any more: the time was over
}

// TriedLine is one sentence of a trial.
type TriedLine struct {
	Source, Text string
	Why          []news.Finding // what the check found, if it rejects the sentence
	Lacks        []string       // what the rendering must have, and has not
}

// Wrong reports whether the sentence is wrong by the rules, or lacks what it must have.
func (l TriedLine) Wrong() bool { return len(l.Why)+len(l.Lacks) > 0 }

// Bounds on a trial.
const (
	wellEnough = 10 // one sentence in so many may be wrong, and one of fewer
	wholeFew   = 3  // sentences of a digest that is one
	triedFew   = 6  // sentences by which a model is judged where the time did not suffice for more

	trialTime = 20 * time.Minute // no question begins later
)

// Try asks the model built-in questions: in which form it can be asked for JSON, how fast it is, how many of the sentences that
// it is asked for one by one are right, and whether it can write a whole digest. The way follows from that, and whether its
// digests can be shown. A model that is too slow for all of them is judged by half a dozen, and is asked for sentences. progress, if
// not nil, is called after each sentence. The error is as of Digest.
func (w *Writer) Try(ctx context.Context, check func(news.Article, news.Digest) news.Verdict, progress func(TriedLine)) (Tried, error) {
	own := *w
	own.Judge, own.Full, own.Titles = nil, false, false
	own.Way = nil // a model that thinks first has its room, too
	t := Tried{Trial: news.Trial{At: w.now(), Way: news.BySentences}}
	all, err := questions()
	if err != nil {
		return t, err
	}
	if t.Form, err = own.form(ctx, &t); err != nil {
		return t, err
	}
	var took time.Duration
	out := 0
	for i, q := range all {
		if q.Sentence > 0 && q.Lang == tongueOf(w.Lang).base {
			continue // there is nothing to render
		}
		if w.now().Sub(t.At) > trialTime {
			t.Unasked = len(all) - i
			break
		}
		if q.Sentence == 0 {
			if err = own.tryWhole(ctx, q, check, &t); err != nil {
				return t, err
			}
			continue
		}
		l, ans, err := own.trySentence(ctx, q, check)
		t.Paid = plus(t.Paid, ans.Usage)
		if err != nil {
			return t, err
		}
		took, out = took+ans.Took, out+ans.Usage.Out
		t.add(l)
		if progress != nil {
			progress(l)
		}
	}
	own.formAgain(ctx, &t)
	if t.Unasked > 0 && t.Sentences < triedFew && t.Wrong <= 1 {
		return t, fmt.Errorf("the model answered %d of the questions in %v: it is too slow to be judged", t.Sentences, trialTime)
	}
	if t.Sentences > 0 {
		t.Seconds = took.Seconds() / float64(t.Sentences)
	}
	if took > 0 {
		t.Rate = float64(out) / took.Seconds()
	}
	if t.Whole >= wholeFew && t.Whole == t.WholeOf {
		t.Way = news.AsWhole
	}
	t.Fit = t.Sentences > 0 && t.Wrong <= max(1, t.Sentences/wellEnough)
	return t, nil
}

func (t *Tried) add(l TriedLine) {
	t.Lines = append(t.Lines, l)
	t.Sentences++
	if l.Wrong() {
		t.Wrong++
	}
}

const trialVersion = "trial-1"

// form asks for three whole numbers under a schema, and returns the form in which they were asked for, if they came so.
func (w *Writer) form(ctx context.Context, t *Tried) (string, error) {
	q := w.asker("")
	q.usual = usualLine
	ans, err := q.ask(ctx, trialVersion, llm.Request{
		System: "Answer with one JSON object and nothing else, in this form:\n{\"numbers\": [1, 2, 3]}",
		User:   "The first three even numbers above 10, as one JSON object:",
		Schema: llm.Schema{Name: "numbers", JSON: json.RawMessage(`{"type":"object","additionalProperties":false,"required":["numbers"],` +
			`"properties":{"numbers":{"type":"array","minItems":3,"maxItems":3,"items":{"type":"integer"}}}}`)},
	})
	t.Paid = plus(t.Paid, ans.Usage)
	if err != nil && !isUseless(err) {
		return "", translate(err, w.now())
	}
	var got struct {
		Numbers []int `json:"numbers"`
	}
	raw, err := object(ans.Text, "numbers")
	if err != nil || json.Unmarshal(raw, &got) != nil || len(got.Numbers) != 3 {
		return string(llm.ShapeText), nil
	}
	t.JSON = true
	return string(ans.Shape), nil
}

// formAgain asks anew for the form at the end of a trial. A server that refuses one without a reason is asked in none at first, and
// it is found out only with the questions after it which it takes.
func (w *Writer) formAgain(ctx context.Context, t *Tried) {
	if t.Unasked > 0 || t.Form == string(llm.ShapeSchema) {
		return
	}
	if form, err := w.form(ctx, t); err == nil && form != string(llm.ShapeText) {
		t.Form = form
	}
}

// trySentence asks for one sentence and judges it.
func (w *Writer) trySentence(ctx context.Context, q question, check func(news.Article, news.Digest) news.Verdict) (TriedLine, llm.Answer, error) {
	a := q.article()
	o := w.order(a, nil)
	l := TriedLine{Source: a.Cited(q.Sentence)}
	got, ans, err := w.claimed(ctx, o, w.rendering(o, q.Sentence), "sentence", SentenceVersion, []int{q.Sentence})
	l.Text = got.Claim.Text
	if errors.Is(err, news.ErrRejected) {
		if l.Why = got.Claim.Findings; len(l.Why) == 0 {
			l.Why = []news.Finding{malformed("", news.BlankSentence)}
		}
		return l, ans, nil
	}
	if err != nil {
		return l, ans, err
	}
	d := news.Digest{Article: a.ID, Lang: o.tongue.tag, By: w.Name, Summary: []news.Claim{got.Claim}}
	d.Names = namesShown(o.names, d)
	for _, f := range check(a, d).Claims[0] {
		if f.Rejects {
			l.Why = append(l.Why, f)
		}
	}
	if o.tongue.han {
		l.Lacks = lacks(l.Text, q.Need)
	}
	return l, ans, nil
}

// lacks are the lists of which s has no word, each by its first.
func lacks(s string, need [][]string) []string {
	s = strings.NewReplacer(",", "", "，", "", " ", "", "％", "%").Replace(text.Fold(hanscript.Fold(s)))
	var out []string
	for _, any1 := range need {
		if !slices.ContainsFunc(any1, func(n string) bool { return strings.Contains(s, text.Fold(n)) }) {
			out = append(out, any1[0])
		}
	}
	return out
}

// tryWhole asks for a digest of a whole report.
func (w *Writer) tryWhole(ctx context.Context, q question, check func(news.Article, news.Digest) news.Verdict, t *Tried) error {
	a := q.article()
	o := w.order(a, nil)
	d, err := w.write(ctx, o)
	t.Paid = plus(t.Paid, llm.Usage(d.Tokens))
	if errors.Is(err, news.ErrRejected) || errors.Is(err, llm.ErrNever) {
		return nil // it cannot
	}
	if err != nil {
		return err
	}
	t.WholeOf = len(d.Summary)
	for _, fs := range check(a, d).Claims {
		if !news.Rejected(fs) {
			t.Whole++
		}
	}
	return nil
}
