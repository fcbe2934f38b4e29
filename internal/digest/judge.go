package digest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// JudgeVersion names the template that a judging model is asked with.
const JudgeVersion = "judge-1"

const judgeSchema = `{"type":"object","additionalProperties":false,"required":["verdicts"],"properties":{` +
	`"verdicts":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["sentence","verdict","why"],` +
	`"properties":{"sentence":{"type":"integer"},` +
	`"verdict":{"type":"string","enum":["supported","unsupported","unclear"]},"why":{"type":"string"}}}}}}`

// exhibit is one sentence of a digest with the passages it is to be compared with.
type exhibit struct {
	N        int
	Text     string
	Passages []passage
}

// passage is what a sentence cites, or a neighbour of that.
type passage struct{ N, Text string } // N: as a prompt numbers it

// judged asks the second model to compare every sentence of d with the sentences it
// cites and their neighbours, and leaves out those it finds unsupported. The best
// public judges are right in about three of four cases: a sentence that passes is
// not thereby true. An answer that cannot be used changes nothing but Prompt,
// which names the judge only where it has judged.
func (w *Writer) judged(ctx context.Context, a news.Article, d news.Digest) (news.Digest, error) {
	req, err := judgeRequest(a, d)
	if err != nil {
		return d, err
	}
	q := w.asker(a.Source)
	q.model, q.name = w.Judge, w.JudgeName
	ans, err := q.ask(ctx, JudgeVersion, req)
	d.Tokens = plus(d.Tokens, ans.Usage)
	if err != nil && (isUseless(err) || isNever(err)) {
		return d, nil
	}
	if err != nil {
		return d, translate(err, w.now())
	}
	verdicts, ok := parseVerdicts(ans.Text, len(d.Summary))
	if !ok {
		return d, nil
	}
	d.Prompt += " " + JudgeVersion + " " + ans.Model
	var kept []news.Claim
	for i, c := range d.Summary {
		why, struck := verdicts[i+1]
		if !struck {
			kept = append(kept, c)
			continue
		}
		f := news.Finding{Rule: news.JudgeRule, Span: clip(c.Text, 120), Reason: news.Remark, Arg: why, Rejects: true}
		d.LeftOut = append(d.LeftOut, news.Reject{Text: c.Text, Why: []news.Finding{f}})
	}
	if d.Summary = kept; len(kept) == 0 {
		return d, fmt.Errorf("the judging model found ground for no sentence: %w", news.ErrRejected)
	}
	return d, nil
}

// judgeRequest shows each sentence beside what it cites.
func judgeRequest(a news.Article, d news.Digest) (llm.Request, error) {
	all := a.Sentences()
	var exhibits []exhibit
	for i, c := range d.Summary {
		x := exhibit{N: i + 1, Text: inert(c.Text)}
		last := 0
		for _, n := range c.Evidence {
			if n < 0 {
				x.Passages = append(x.Passages, passage{mark(n), inert(a.Cited(n))})
				continue
			}
			for m := max(n-1, last+1); m <= min(n+1, len(all)); m++ {
				x.Passages = append(x.Passages, passage{mark(m), clip(inert(all[m-1].Text), maxPassage)})
				last = m
			}
		}
		exhibits = append(exhibits, x)
	}
	var system, user strings.Builder
	if err := prompts.ExecuteTemplate(&system, "judge-system", nil); err != nil {
		return llm.Request{}, fmt.Errorf("write prompt: %w", err)
	}
	if err := prompts.ExecuteTemplate(&user, "judge-user", exhibits); err != nil {
		return llm.Request{}, fmt.Errorf("write prompt: %w", err)
	}
	return llm.Request{System: system.String(), User: user.String(),
		Schema: llm.Schema{Name: "verdicts", JSON: json.RawMessage(judgeSchema)}}, nil
}

// parseVerdicts returns the reasons against the sentences that are unsupported, by
// number. It is not ok unless every one of n sentences has a verdict.
func parseVerdicts(s string, n int) (map[int]string, bool) {
	raw, err := object(s, "verdicts")
	if err != nil {
		return nil, false
	}
	var w struct {
		Verdicts []struct {
			Sentence     numbers
			Verdict, Why string
		}
	}
	if json.Unmarshal(raw, &w) != nil || len(w.Verdicts) > 4*maxClaims {
		return nil, false
	}
	struck, seen := map[int]string{}, map[int]bool{}
	for _, v := range w.Verdicts {
		if len(v.Sentence) != 1 || v.Sentence[0] < 1 || v.Sentence[0] > n {
			continue
		}
		seen[v.Sentence[0]] = true
		if strings.EqualFold(strings.TrimSpace(v.Verdict), "unsupported") {
			struck[v.Sentence[0]] = clip(text.Collapse(clean(v.Why)), 200)
		}
	}
	return struck, len(seen) == n
}
