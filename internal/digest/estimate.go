package digest

import (
	"context"
	"fmt"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

// Estimate is what will be asked, if every first answer can be used.
type Estimate struct {
	Requests int
	Tokens   map[string]llm.Usage // by the name of the model
}

func (e *Estimate) add(model string, u llm.Usage) {
	if e.Tokens == nil {
		e.Tokens = map[string]llm.Usage{}
	}
	e.Requests++
	e.Tokens[model] = e.Tokens[model].Plus(u)
}

// Estimate adds to e what a digest of a will ask, its judging and its translation
// included. What is answered already is not asked again.
func (w *Writer) Estimate(ctx context.Context, a news.Article, e *Estimate) error {
	if len(a.Sentences()) == 0 {
		return nil
	}
	o := w.order(a, nil)
	single, err := w.single(ctx, o)
	if err != nil {
		return err
	}
	var asked bool
	if single {
		asked, err = w.estimateLines(ctx, o, e)
	} else {
		b, shown := o.brief()
		if shown != nil {
			return nil // the model is not asked: the report leaves no room for a question
		}
		asked, err = w.estimate(ctx, w.asker(a.Source), PromptVersion, b.Request, e)
	}
	if err != nil {
		return err
	}
	if w.Judge != nil && asked {
		// What the digest will say is not known yet. It is shown once, with what it rests on.
		e.add(w.JudgeName, llm.Usage{In: 4 * usualAnswer, Out: usualAnswer})
	}
	if !w.Full {
		return nil
	}
	for _, batch := range batches(a, make([]string, len(a.Blocks))) {
		req, err := o.translation(batch)
		if err != nil {
			return err
		}
		if _, err := w.estimate(ctx, w.asker(a.Source), TranslateVersion, req, e); err != nil {
			return err
		}
	}
	return nil
}

// estimateLines adds the questions of a digest that is written sentence by sentence. It reports whether one is to be asked.
func (w *Writer) estimateLines(ctx context.Context, o order, e *Estimate) (asked bool, err error) {
	q := w.short(ctx, o.article.Source)
	add := func(l line, kind, version string) error {
		req, err := l.request(kind)
		if err != nil {
			return err
		}
		one, err := w.estimate(ctx, q, version, req, e)
		asked = asked || one
		return err
	}
	chosen := choose(o.article, o.titles)
	if len(chosen) == 0 {
		return false, nil // nothing is asked of a page with nothing but notes
	}
	for _, n := range chosen {
		if err := add(w.rendering(o, n), "sentence", SentenceVersion); err != nil {
			return asked, err
		}
	}
	return asked, add(w.titling(o), "title", TitleVersion)
}

// estimate adds a request to e, unless its answer is kept. It reports whether it did.
func (w *Writer) estimate(ctx context.Context, q asker, version string, req llm.Request, e *Estimate) (bool, error) {
	if w.Cache != nil {
		kept, ok, err := w.Cache.Answer(ctx, Key(w.Name, version, req.System+"\n"+req.User))
		if err != nil {
			return false, fmt.Errorf("look up answer: %w", err)
		}
		if ok && kept.Text != "" {
			return false, nil
		}
	}
	e.add(w.Name, q.likely(req))
	return true, nil
}
