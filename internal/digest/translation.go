package digest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// TranslateVersion names the template that translations are asked with.
const TranslateVersion = "translate-2"

const translateSchema = `{"type":"object","additionalProperties":false,"required":["paragraphs"],"properties":{` +
	`"paragraphs":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["n","text"],` +
	`"properties":{"n":{"type":"integer"},"text":{"type":"string"}}}}}}`

// Bounds on one request for a translation, so that its answer has an end in sight.
const (
	maxBatchWords  = 350
	maxBatchBlocks = 12
	maxBatches     = 40 // of one report; what lies beyond stays untranslated
	maxAlone       = 8  // blocks that are asked for alone
)

// Translate asks the model to translate the blocks of a, some at a time, in order. The
// list has one entry for each block. What came to nothing or differs from its block is asked for once more, and few such blocks then each
// alone: a model that makes one of two neighbours cannot do so with one. One that came to nothing even so is empty, and readers get the
// original. Where most of them differ it is the translation of another report, and all are empty. The error is as with Digest; what was
// translated before it is returned too.
func (w *Writer) Translate(ctx context.Context, a news.Article) ([]string, news.Usage, error) {
	t := translating{w: w, a: a, o: w.order(a, nil), out: make([]string, len(a.Blocks)), differ: map[int]string{}}
	for round := range 3 {
		if round > 0 {
			t.o.again = "paragraphs were missing, cut off or not in " + t.o.tongue.name + wrongParagraphs(t.differ)
		}
		for _, batch := range t.due(round) {
			if err := t.ask(ctx, batch); err != nil {
				return t.out, t.paid, fmt.Errorf("translate %s: %w", a.ID, translate(err, w.now()))
			}
		}
		if t.endless {
			break
		}
	}
	if n := len(t.differ); n > 1 && 2*n >= n+shown(t.out) {
		clear(t.out)
	}
	return t.out, t.paid, nil
}

// translating is a translation under way.
type translating struct {
	w       *Writer
	a       news.Article
	o       order
	out     []string
	differ  map[int]string // by block: what was wrong with the last translation of it
	paid    news.Usage
	endless bool // an answer came to its end of time or size: nothing is asked for again
}

// due are the blocks that a round asks for.
func (t *translating) due(round int) [][]news.Sentence {
	left := batches(t.a, t.out)
	if round < 2 {
		return left
	}
	var alone [][]news.Sentence
	for _, batch := range left {
		for _, b := range batch {
			alone = append(alone, []news.Sentence{b})
		}
	}
	if n := len(alone); n > maxAlone || n >= shown(t.out) {
		return nil
	}
	return alone
}

// ask asks for a batch and keeps what came of it. It is no error if nothing did.
func (t *translating) ask(ctx context.Context, batch []news.Sentence) error {
	ans, err := t.w.translateBatch(ctx, t.o, batch)
	t.paid, t.endless = plus(t.paid, ans.Usage), t.endless || isBound(err)
	if err != nil && !isUseless(err) && !isNever(err) {
		return err
	}
	if err == nil || errors.Is(err, llm.ErrCut) && ans.Text != "" { // what is whole
		t.o.take(ans.Text, batch, t.out)
		t.w.compare(t.a, batch, t.out, t.differ)
	}
	return nil
}

// compare takes the translations of a batch out that differ from their blocks.
func (w *Writer) compare(a news.Article, batch []news.Sentence, out []string, differ map[int]string) {
	if w.Compare == nil {
		return
	}
	for _, b := range batch {
		i := b.N - 1
		if out[i] == "" {
			continue
		}
		delete(differ, i)
		if found := w.Compare(a, i, out[i]); len(found) > 0 {
			differ[i] = strings.TrimSpace(found[0].Span + ": " + found[0].Why())
			out[i] = ""
		}
	}
}

// wrongParagraphs tells the model which paragraphs differ, the first few of them.
func wrongParagraphs(differ map[int]string) string {
	var told strings.Builder
	for n, i := range slices.Sorted(maps.Keys(differ)) {
		if n == maxTold {
			break
		}
		fmt.Fprintf(&told, "; paragraph %d: %s", i+1, differ[i])
	}
	return told.String()
}

// maxTold bounds of how many paragraphs the model is told what is wrong.
const maxTold = 8

// shown counts the blocks that have a translation.
func shown(out []string) int {
	n := 0
	for _, t := range out {
		if t != "" {
			n++
		}
	}
	return n
}

// batches groups the blocks that have no translation yet. N is a block's number, from 1.
func batches(a news.Article, done []string) [][]news.Sentence {
	var out [][]news.Sentence
	var batch []news.Sentence
	size := 0
	for i, b := range a.Blocks {
		n := text.Words(b.Text, a.Lang)
		if done[i] != "" || n == 0 {
			continue
		}
		if len(batch) == maxBatchBlocks || len(batch) > 0 && size+n > maxBatchWords {
			out, batch, size = append(out, batch), nil, 0
		}
		batch = append(batch, news.Sentence{N: i + 1, Text: inert(b.Text)})
		size += n
	}
	if len(batch) > 0 {
		out = append(out, batch)
	}
	return out[:min(len(out), maxBatches)]
}

func (w *Writer) translateBatch(ctx context.Context, o order, batch []news.Sentence) (llm.Answer, error) {
	req, err := o.translation(batch)
	if err != nil {
		return llm.Answer{}, err
	}
	return w.asker(o.article.Source).ask(ctx, TranslateVersion, req)
}

// translation is the request to translate a batch.
func (o order) translation(batch []news.Sentence) (llm.Request, error) {
	m := o.material()
	m.Sentences = batch
	system, err := render("translate-system", m)
	if err != nil {
		return llm.Request{}, err
	}
	user, err := render("translate-user", m)
	if err != nil {
		return llm.Request{}, err
	}
	return llm.Request{System: system, User: user, Temperature: 0.2,
		Schema: llm.Schema{Name: "translation", JSON: json.RawMessage(translateSchema)}}, nil
}

// take puts the paragraphs of an answer into their places, those that are plain text
// in the right language and of a length that a translation can have.
func (o order) take(s string, batch []news.Sentence, out []string) {
	raw, err := object(s, "paragraphs")
	if err != nil {
		return
	}
	var w struct {
		Paragraphs []struct {
			N    numbers
			Text string
		}
	}
	if json.Unmarshal(raw, &w) != nil {
		return
	}
	report := text.Fold(o.article.Text())
	original := func(bracketed string) bool { return inReport(report, bracketed) }
	given := map[int]string{}
	for _, p := range w.Paragraphs {
		if len(p.N) == 1 {
			given[p.N[0]] = o.tongue.typeset(text.Collapse(ticks.Replace(clean(p.Text))), original)
		}
	}
	for _, b := range batch {
		t := given[b.N]
		foreign := !o.tongue.speaks(t) && text.Words(b.Text, "") > 4 // a name or a date may stay as it is
		if t != "" && len(t) <= 6*len(b.Text)+60 && !markup.MatchString(t) && !foreign {
			out[b.N-1] = t
		}
	}
}
