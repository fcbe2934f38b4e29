package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/story"
)

type checkCmd struct {
	File string `arg:"" optional:"" help:"JSON lines {id, published?, lang?, source:[sentence…], summary}; without it or with - standard input."`
}

func (checkCmd) Help() string {
	return `Checks each summary against the sentences of its source by rules, without a model, and prints
{id, verdict, span, why, doubts}. The verdict is supported, number_mismatch, date_mismatch,
quote_not_in_source, name_not_in_source, or form: two languages in one sentence, markup, signs.
doubts lists all for which a digest would keep the sentence and mark it, each {rule, span, why};
it is empty if there are none. [digest] glossary can add names of your own.

lang is the language of the source (en, de-CH); without it the source's words tell. Numbers and
dates are compared in sources in English, German, French, Chinese and Japanese; of one in another
language only form, names and quotations are.

A broken line is named on standard error and passed over; the exit status is 2 then.

Rules know words, and are silent where they are not sure. None sees which of two sides did or
said a thing, a figure that belongs to another of two like things, a cause that the source does
not give, past for future, an invented detail without a number or name, a shifted emphasis, or
what was left out; of denials, directions and hedges they see those whose words they know. A
second model can look for the rest: judge_endpoint.

Example:  waidian check cases.jsonl`
}

type checkLine struct {
	ID        json.RawMessage `json:"id"`
	Published string          `json:"published"`
	Lang      string          `json:"lang"`
	Source    []string        `json:"source"`
	Summary   *string         `json:"summary"`
}

type verdictLine struct {
	ID      json.RawMessage `json:"id"`
	Verdict news.Rule       `json:"verdict"`
	Span    string          `json:"span"`
	Why     string          `json:"why"`
	Doubts  []doubtLine     `json:"doubts"`
}

// doubtLine is a finding that marks a sentence without rejecting it.
type doubtLine struct {
	Rule news.Rule `json:"rule"`
	Span string    `json:"span"`
	Why  string    `json:"why"`
}

// verdictOf is what check prints of the findings on a sentence.
func verdictOf(id json.RawMessage, findings []news.Finding) verdictLine {
	f := check.Gravest(findings)
	out := verdictLine{id, printedRule(f.Rule), f.Span, f.Why(), []doubtLine{}}
	for _, f := range findings {
		if !f.Rejects {
			out.Doubts = append(out.Doubts, doubtLine{printedRule(f.Rule), f.Span, f.Why()})
		}
	}
	return out
}

// printedRule is the name under which check prints a rule.
func printedRule(r news.Rule) news.Rule {
	if r == news.FormRule {
		return "form"
	}
	return r
}

func (cmd *checkCmd) Run(a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	names, err := a.glossary(c)
	if err != nil {
		return err
	}
	checker := check.Checker{Names: names}
	w := bufio.NewWriter(a.Stdout)
	err = everyLine(a, cmd.File, func(l checkLine) error {
		published, err := parseDay(l.Published)
		if err != nil {
			return usageError{err}
		}
		if l.Source == nil || l.Summary == nil {
			return usageError{errors.New("it has no source or no summary: there is nothing to compare")}
		}
		lang, err := parseTag(l.Lang)
		if err != nil {
			return usageError{err}
		}
		return printRecord(w, verdictOf(orNull(l.ID), checker.FindingsIn(lang, l.Source, published, *l.Summary)))
	})
	return errors.Join(err, w.Flush())
}

func orNull(id json.RawMessage) json.RawMessage {
	if len(id) == 0 {
		return json.RawMessage("null")
	}
	return id
}

// parseDay reads a day or an RFC 3339 time; "" is no time.
func parseDay(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fmt.Errorf("published %q is neither a day nor a time", s)
	}
	return t, nil
}

// parseTag reads the tag of a language in its shortest form; "" is none.
func parseTag(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	t, err := language.Parse(s)
	if err != nil {
		return "", fmt.Errorf("lang %q is no tag of a language, such as en or de-CH", s)
	}
	return t.String(), nil
}

type clusterCmd struct {
	File string `arg:"" optional:"" help:"JSON lines {id, date, lang, title, text} in order of arrival; without it or with - standard input."`

	Embeddings bool `help:"Ask the embedding model of [story] embeddings, as the desk does."`
}

func (clusterCmd) Help() string {
	return `Groups articles that report the same event, finds copies, and prints {id, cluster, copy_of?}.

Example:  waidian cluster articles.jsonl`
}

type articleLine struct {
	ID    json.RawMessage `json:"id"`
	Date  string          `json:"date"`
	Lang  string          `json:"lang"`
	Title string          `json:"title"`
	Text  string          `json:"text"`
}

type clusterLine struct {
	ID      json.RawMessage `json:"id"`
	Cluster news.StoryID    `json:"cluster"`
	CopyOf  json.RawMessage `json:"copy_of,omitempty"`
}

func (cmd *clusterCmd) Run(ctx context.Context, a *app) error {
	w := bufio.NewWriter(a.Stdout)
	var failed error
	copies := dedupe.NewIndex()
	voices, err := cmd.voices(a)
	if err != nil {
		return err
	}
	reports := func(yield func(story.Member) bool) {
		held := embedded{model: voices, yield: yield}
		failed = eachLine(a, cmd.File, func(l articleLine) error {
			r, err := l.report(copies)
			if err != nil {
				return err
			}
			return held.add(ctx, r, l)
		})
		if failed == nil {
			failed = held.flush(ctx)
		}
	}
	for p := range story.Cluster(reports, story.Options{}) {
		line := clusterLine{ID: json.RawMessage(p.ID), Cluster: p.Story}
		if p.CopyOf != "" {
			line.CopyOf = json.RawMessage(p.CopyOf)
		}
		if err := printRecord(w, line); err != nil {
			return err
		}
	}
	return errors.Join(failed, w.Flush())
}

// voices is the embedding model that is to be asked; nil: none.
func (cmd *clusterCmd) voices(a *app) (*llm.Embedder, error) {
	if !cmd.Embeddings {
		return nil, nil
	}
	c, err := a.loadConfig()
	if err != nil {
		return nil, err
	}
	m := a.embedder(c)
	if m == nil {
		return nil, hint(usageError{errors.New("no embedding model is configured")}, "set [story] embeddings and embeddings_model")
	}
	return m, nil
}

// embedded passes reports on, with their vectors if there is a model, so many at a time.
type embedded struct {
	model *llm.Embedder
	yield func(story.Member) bool
	held  []story.Member
	leads []string
}

func (e *embedded) add(ctx context.Context, r story.Member, l articleLine) error {
	e.held = append(e.held, r)
	if e.model == nil {
		return e.flush(ctx)
	}
	e.leads = append(e.leads, story.Lead(l.Title, strings.Split(l.Text, "\n")))
	if len(e.held) < desk.EmbedAtOnce {
		return nil
	}
	return e.flush(ctx)
}

func (e *embedded) flush(ctx context.Context) error {
	if e.model != nil {
		vectors, err := e.model.Embed(ctx, e.leads)
		if err != nil {
			return err
		}
		for i, v := range vectors {
			if e.held[i].Vector, err = story.VectorOf(v); err != nil {
				e.held[i].Vector = nil // it is compared without
			}
		}
	}
	for _, r := range e.held {
		if !e.yield(r) {
			return errors.New("the output could not be written")
		}
	}
	e.held, e.leads = e.held[:0], e.leads[:0]
	return nil
}

// report is the line in the form that the index of stories compares. It adds the article to the index of copies.
func (l articleLine) report(copies *dedupe.Index) (story.Member, error) {
	at, err := parseDay(l.Date)
	if err != nil {
		return story.Member{}, usageError{err}
	}
	id := news.ArticleID(orNull(l.ID))
	paragraphs := strings.Split(l.Text, "\n")
	fingerprint := dedupe.Of(paragraphs)
	r := dedupe.Candidate{ID: id, Title: l.Title, At: at, Fingerprint: fingerprint}
	out := story.Member{ID: id, At: at, Kind: news.PageArticle, Features: story.Of(l.Title, paragraphs, l.Lang)}
	copies.Forget(at.Add(-10 * 24 * time.Hour))
	if m, ok := copies.Match(r); ok && m.Relation == dedupe.Copy {
		out.CopyOf = m.ID
		return out, nil
	}
	copies.Add(r)
	return out, nil
}
