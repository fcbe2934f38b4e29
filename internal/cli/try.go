package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

type modelCmd struct {
	Try modelTryCmd `cmd:"" help:"Ask the configured model built-in questions, and say what it can do."`
}

type modelTryCmd struct {
	JSON bool `name:"json" help:"Print one JSON object."`
}

func (modelTryCmd) Help() string {
	return `Asks the model of [digest] for a dozen sentences of invented reports in English, German and Japanese, one by one,
and for one whole digest, and checks them as the desk does. For digests in Chinese it knows besides which number, bound, doubt
or denial each sentence must have; in other languages the rules of the check alone decide. It says in which form the model can be asked for JSON, how
fast it is, how many of its sentences are right, which way of writing suits it, and whether its digests can be shown:
if more than one sentence in ten is wrong, the desk keeps extracts, unless [digest] unfit = "use".

The desk notes the result under the names of model and endpoint, and goes by it: with way = "auto" at once, without a
restart. A new trial takes the place of the one before, and of what the model has written since. It costs about fifteen
short questions, which count in the budget. After 20 minutes no more are asked: the model is judged by what it has answered.
A trial that is stopped before its end notes nothing, and begins anew.

Example:  waidian model try`
}

// trialResult is what `model try --json` prints.
type trialResult struct {
	Model     string      `json:"model"`
	Endpoint  string      `json:"endpoint"`
	Form      string      `json:"form"`              // in which it is asked for JSON
	Refused   []string    `json:"refused,omitempty"` // the forms that its server refused before
	Unasked   int         `json:"unasked,omitempty"` // questions for which the time did not suffice
	Window    int         `json:"window,omitempty"`  // tokens, as the server tells
	Rate      float64     `json:"tokens_per_second"`
	Seconds   float64     `json:"seconds_per_sentence"`
	Sentences int         `json:"sentences"`
	Wrong     int         `json:"wrong"`
	Whole     int         `json:"whole_passed"` // sentences of a whole digest that passed
	WholeOf   int         `json:"whole_sentences"`
	Way       news.Way    `json:"way"`
	Fit       bool        `json:"fit"`
	TokensIn  int         `json:"tokens_in"`
	TokensOut int         `json:"tokens_out"`
	Kept      bool        `json:"kept"` // in the database of a desk
	Again     int         `json:"asked_again"`
	Lines     []trialLine `json:"lines"`

	json bool // it gave the JSON that it was asked for
}

type trialLine struct {
	Source string   `json:"source"`
	Text   string   `json:"text"`
	Wrong  bool     `json:"wrong"`
	Why    []string `json:"why,omitempty"`
}

func (cmd *modelTryCmd) Run(ctx context.Context, a *app) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	if c.Digest.Endpoint == "" {
		return hint(usageError{errors.New("no model is configured")}, "set [digest] endpoint and model, e.g. http://127.0.0.1:11434/v1 for Ollama")
	}
	p, err := a.deskThatIsThere(ctx, c)
	if err != nil {
		return err
	}
	if p != nil {
		defer p.Close()
	}
	fmt.Fprintf(a.Stderr, "waidian: %s is asked for a dozen sentences and a digest; on a small machine that takes minutes\n", c.Digest.Model)
	t, err := a.try(ctx, c, p, cmd.progress(a))
	if err != nil {
		return hint(err, "waidian doctor checks the endpoint")
	}
	r := resultOf(c, t)
	if p != nil {
		if r.Again, err = a.keepTrial(ctx, p, t.Trial); err != nil {
			return err
		}
		r.Kept = true
	}
	if cmd.JSON {
		return json.NewEncoder(record.Safe(a.Stdout)).Encode(r)
	}
	return r.print(a.Stdout, c.Digest)
}

// progress shows each sentence as it comes, where somebody looks.
func (cmd *modelTryCmd) progress(a *app) func(digest.TriedLine) {
	if !a.Terminal {
		return nil
	}
	return func(l digest.TriedLine) { fmt.Fprintln(a.Stderr, shown(l.Text)) }
}

// deskThatIsThere opens the desk to note a trial in it; nil: there is none.
func (a *app) deskThatIsThere(ctx context.Context, c config.Config) (*parts, error) {
	if a.thereIs(c) != nil {
		return nil, nil
	}
	return a.openParts(ctx, c, changing)
}

// try asks the preferred model.
func (a *app) try(ctx context.Context, c config.Config, p *parts, progress func(digest.TriedLine)) (digest.Tried, error) {
	names, err := a.glossary(c)
	if err != nil {
		return digest.Tried{}, err
	}
	c.Digest.Fallback, c.Digest.JudgeEndpoint = nil, ""
	var cache digest.Cache
	if p != nil {
		cache = ledger{&answers{db: p.db, now: a.Now}, prices(c)[c.Digest.Model]}
	}
	w := a.writer(c, names, cache)
	if p != nil {
		purse := &digest.Purse{Now: a.Now, Spent: spentIn(p.db), Out: outIn(p.db)}
		purse.Set(budgetOf(c), prices(c)[c.Digest.Model])
		w.Allow = purse.Allow
	}
	t, err := w.Try(ctx, check.Checker{Names: names}.Check, progress)
	if err != nil {
		return t, err
	}
	list, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	t.Window = llm.Window(list, a.client(), llm.Endpoint{BaseURL: c.Digest.Endpoint, Model: c.Digest.Model, Key: llm.Key(a.Getenv(c.Digest.KeyEnv))})
	return t, nil
}

// keepTrial notes a trial, and asks for the digests that were not asked for because the model was unfit. It returns how many
// those are.
func (a *app) keepTrial(ctx context.Context, p *parts, t news.Trial) (int, error) {
	name := modelsOf(p.config).Preferred
	if err := p.db.Update(ctx, func(tx *store.Tx) error { return tx.SetTrial(name, t) }); err != nil {
		return 0, err
	}
	if !t.Fit {
		return 0, nil
	}
	return p.desk.AskUnfit(ctx)
}

// ledger enters what a trial costs. It keeps no answer: each trial asks anew.
type ledger struct {
	of     *answers
	prices llm.Prices
}

// Answer is digest.Cache's.
func (ledger) Answer(context.Context, news.Hash) (llm.Answer, bool, error) {
	return llm.Answer{}, false, nil
}

// Reserve is digest.Cache's.
func (l ledger) Reserve(_ context.Context, of digest.Purchase) (digest.Place, error) {
	return ledgerPlace{l, of}, nil
}

type ledgerPlace struct {
	in ledger
	of digest.Purchase
}

// Keep is digest.Place's.
func (p ledgerPlace) Keep(ctx context.Context, a llm.Answer) error {
	return p.in.of.db.Update(ctx, func(tx *store.Tx) error {
		return tx.KeepAnswer(store.Answer{Source: p.of.Source, Prompt: p.of.Prompt,
			Key: string(p.of.Key) + "#" + strconv.FormatUint(rand.Uint64(), 36), Model: a.Model,
			Usage: news.Usage(a.Usage), Cost: llm.Cost(a.Usage, p.in.prices), At: p.in.of.now()})
	})
}

// Free is digest.Place's.
func (ledgerPlace) Free() error { return nil }

func resultOf(c config.Config, t digest.Tried) trialResult {
	r := trialResult{Model: c.Digest.Model, Endpoint: llm.Bare(c.Digest.Endpoint), Form: t.Form, Window: t.Window,
		Rate: tenth(t.Rate), Seconds: tenth(t.Seconds), Sentences: t.Sentences, Wrong: t.Wrong, Whole: t.Whole, WholeOf: t.WholeOf,
		Way: t.Way, Fit: t.Fit, TokensIn: t.Paid.In, TokensOut: t.Paid.Out}
	r.Unasked, r.json = t.Unasked, t.JSON
	if forms := []llm.Shape{llm.ShapeSchema, llm.ShapeBound, llm.ShapeObject, llm.ShapeText}; t.JSON {
		for _, f := range forms[:max(0, slices.Index(forms, llm.Shape(t.Form)))] {
			r.Refused = append(r.Refused, string(f))
		}
	}
	for _, l := range t.Lines {
		line := trialLine{Source: l.Source, Text: l.Text, Wrong: l.Wrong()}
		for _, f := range l.Why {
			line.Why = append(line.Why, string(f.Rule)+": "+f.Why())
		}
		for _, s := range l.Lacks {
			line.Why = append(line.Why, "it lacks "+s)
		}
		r.Lines = append(r.Lines, line)
	}
	return r
}

func tenth(f float64) float64 { return float64(int(f*10+0.5)) / 10 }

func (r trialResult) print(out io.Writer, set config.Digest) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "model\t%s at %s\n", r.Model, r.Endpoint)
	fmt.Fprintf(t, "form\t%s\n", r.form())
	if r.Window > 0 {
		fmt.Fprintf(t, "window\t%s\n", text.Count(r.Window, "token", "tokens"))
	}
	fmt.Fprintf(t, "speed\t%.1f tokens a second, %.1f seconds a sentence\n", r.Rate, r.Seconds)
	fmt.Fprintf(t, "sentences\t%d of %d right\n", r.Sentences-r.Wrong, r.Sentences)
	fmt.Fprintf(t, "whole digest\t%s\n", r.whole())
	fmt.Fprintf(t, "way\t%s\n", r.way(set.Way))
	fmt.Fprintf(t, "verdict\t%s\n", r.verdict(set.Unfit == "use"))
	if !r.Kept {
		fmt.Fprintf(t, "kept\tno: there is no desk here yet\n")
	}
	if r.Again > 0 {
		fmt.Fprintf(t, "digests\t%s\n", text.Count(r.Again, "report had waited for a fit model and is asked for", "reports had waited for a fit model and are asked for"))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, l := range r.Lines {
		if l.Wrong {
			fmt.Fprintf(out, "\nwrong  %s\n       %s\n       %s\n", shown(l.Source), shown(l.Text), shown(strings.Join(l.Why, "; ")))
		}
	}
	return nil
}

// form says how the model is asked for JSON, and what its server refused.
func (r trialResult) form() string {
	switch {
	case !r.json:
		return r.Form + ": asked for JSON, it gave none"
	case len(r.Refused) > 0:
		return r.Form + "; its server refused " + strings.Join(r.Refused, ", ")
	}
	return r.Form
}

// way says how digests are to be written, and why; set is what the file says.
func (r trialResult) way(set string) string {
	out := string(r.Way)
	if r.Way == news.BySentences {
		switch {
		case r.Unasked > 0:
			out += ": it is too slow for more"
		case r.WholeOf == 0:
			out += ": a whole digest of it could not be used"
		case r.Whole < r.WholeOf:
			out += ": not every sentence of its whole digest passed the check"
		default:
			out += ": its whole digest was too short"
		}
	}
	if set == string(news.AsWhole) || set == string(news.BySentences) {
		out += fmt.Sprintf("; the file says way = %q, and that counts", set)
	}
	return out
}

func (r trialResult) whole() string {
	if r.Unasked > 0 {
		return fmt.Sprintf("not asked, nor %s: 20 minutes were over", text.Count(r.Unasked-1, "sentence", "sentences"))
	}
	if r.WholeOf == 0 {
		return "none that could be used"
	}
	return fmt.Sprintf("%d of %d sentences passed the check", r.Whole, r.WholeOf)
}

// verdict says what follows from the trial.
func (r trialResult) verdict(use bool) string {
	switch {
	case r.Fit:
		return "fit: its digests are shown"
	case use:
		return `unfit: its digests are shown with a label, because the file says unfit = "use"`
	}
	return "unfit: the desk keeps extracts; " + desk.UnfitHint()
}
