// Package digest writes the digest of a report: by a model, or by quoting the
// report itself. It builds the prompt, reads the answer strictly and bounds it;
// a report is material to it, never instructions. It does not judge whether a
// digest is true to its report: that is the check's part. It keeps nothing and
// publishes nothing.
package digest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

// ErrPaused means that no model can be asked until an operator acts: a key is
// wrong, a balance is spent, a model is not there.
var ErrPaused = errors.New("digests are paused")

// Completer asks a model; *llm.Client is one.
type Completer interface {
	Complete(context.Context, llm.Request) (llm.Answer, error)
}

// Cache keeps answers that were paid for. Keep is told of every one of them, also of
// those that cannot be used: their text is empty, and they are never looked up.
type Cache interface {
	Answer(ctx context.Context, key news.Hash) (llm.Answer, bool, error)
	Keep(ctx context.Context, key news.Hash, a llm.Answer) error
}

// Writer has a model write digests. Its fields are not changed once it is in use.
type Writer struct {
	Model     Completer
	Name      string                         // of the preferred model; a part of the cache's key
	Lang      string                         // of the digests, BCP 47; empty: zh-Hans
	Names     func(news.Article) []news.Name // glossary entries that occur in the report; nil: none
	Cache     Cache                          // nil: none
	Now       func() time.Time               // nil: time.Now
	MaxTokens int                            // of one answer; zero: the endpoint's
	Allow     func(context.Context) error    // asked before every request; its error, a *news.Later when the budget is spent, ends the digest; nil: no bound
}

// Bounds on one digest.
const (
	maxAnswers  = 2 // paid for
	maxShortens = 5 // of a report that does not fit

	usualAnswer = 450 // tokens: a headline, four sentences of 50 characters, their names and braces
)

// Digest has the model write the digest of a. Reasons are what a check found in an
// earlier attempt; the model is told of them. An answer that cannot be used is asked
// for once more, with the reason.
//
// The error is a *news.Later when the model must be asked again later; it wraps
// ErrPaused as well when an operator must act first; it is news.ErrRejected when no
// answer could be used. Digest.Tokens is what was paid for, with and without an error.
func (w *Writer) Digest(ctx context.Context, a news.Article, reasons []news.Finding) (news.Digest, error) {
	o := order{article: a, tongue: tongueOf(w.Lang), reasons: reasons}
	if w.Names != nil {
		o.names = w.Names(a)
	}
	d, err := w.write(ctx, o)
	d.Article, d.Version, d.Prompt, d.At = a.ID, a.Version, PromptVersion, w.now()
	if d.Lang == "" {
		d.Lang = o.tongue.tag
	}
	if err != nil {
		return d, fmt.Errorf("digest %s: %w", a.ID, err)
	}
	return d, nil
}

// write asks until an answer can be used, within the bounds.
func (w *Writer) write(ctx context.Context, o order) (news.Digest, error) {
	if len(o.article.Sentences()) == 0 {
		return news.Digest{}, news.ErrNoText
	}
	var best news.Digest
	for answers, shortened := 0, 0; ; {
		b, err := o.brief()
		if err != nil {
			return best, fmt.Errorf("%w: %w", err, news.ErrRejected)
		}
		ans, err := w.ask(ctx, b)
		best.Tokens = plus(best.Tokens, ans.Usage)
		if errors.Is(err, llm.ErrTooLong) && shortened < maxShortens {
			shortened++
			o.room = shorter(b, err)
			continue
		}
		d, complaint, err := judge(ans, err, b, o)
		if err != nil {
			return best, w.translate(err)
		}
		best = better(best, d)
		if answers++; complaint == "" || answers == maxAnswers {
			if len(best.Summary) == 0 {
				what, _, _ := strings.Cut(complaint, ";")
				return best, fmt.Errorf("the model's answer could not be used: %s: %w", what, news.ErrRejected)
			}
			return best, nil
		}
		o.again = complaint
	}
}

// judge tells answers from errors: a complaint goes back to the model, an error to
// the desk.
func judge(ans llm.Answer, err error, b brief, o order) (news.Digest, string, error) {
	switch {
	case errors.Is(err, llm.ErrCut):
		return news.Digest{By: ans.Model}, "it was cut off before its end; write 3 short sentences", nil
	case errors.Is(err, llm.ErrEmpty):
		return news.Digest{By: ans.Model}, "it was empty; write the JSON object itself", nil
	case errors.Is(err, llm.ErrDeclined):
		return news.Digest{By: ans.Model}, "it declined; a digest only reports what a published report says", nil
	case err != nil:
		return news.Digest{}, "", err
	}
	d, complaint := newReader(b, o).read(ans.Text)
	d.By = ans.Model
	return d, complaint, nil
}

// better is the digest that says more, with the tokens of old, which count both.
func better(old, d news.Digest) news.Digest {
	d.Tokens = old.Tokens
	if len(old.Summary) > len(d.Summary) || len(old.Summary) == len(d.Summary) && old.Title != "" && d.Title == "" {
		return old
	}
	if len(d.Summary) == 0 && len(d.LeftOut) == 0 {
		d.LeftOut = old.LeftOut
	}
	return d
}

// ask looks the answer up before it asks, and keeps what it was answered: even when
// the desk is being stopped, since it has been paid for.
func (w *Writer) ask(ctx context.Context, b brief) (llm.Answer, error) {
	key := Key(w.Name, PromptVersion, b.System+"\n"+b.User)
	if w.Cache != nil {
		a, ok, err := w.Cache.Answer(ctx, key)
		if err != nil {
			return a, fmt.Errorf("look up answer: %w", err)
		}
		if ok && a.Text != "" {
			a.Usage = llm.Usage{} // paid for before
			return a, nil
		}
	}
	if w.Allow != nil {
		if err := w.Allow(ctx); err != nil {
			return llm.Answer{}, err
		}
	}
	b.MaxTokens = w.MaxTokens
	a, err := w.Model.Complete(ctx, b.Request)
	if w.Cache == nil || a.Usage == (llm.Usage{}) {
		return a, err
	}
	kept := a
	if err != nil {
		kept.Text = ""
	}
	if keepErr := w.Cache.Keep(context.WithoutCancel(ctx), key, kept); keepErr != nil {
		return a, errors.Join(err, fmt.Errorf("keep answer: %w", keepErr))
	}
	return a, err
}

// Estimate is what a digest of a is likely to cost, if it is not kept already: the
// prompt as it would be sent, and an answer of the usual length.
func (w *Writer) Estimate(a news.Article) news.Usage {
	o := order{article: a, tongue: tongueOf(w.Lang)}
	b, err := o.brief()
	if err != nil {
		return news.Usage{}
	}
	return news.Usage{In: llm.Tokens(b.System) + llm.Tokens(b.User), Out: usualAnswer}
}

// shorter is the room that is left for a prompt that was too long: what the server
// allows, or two thirds of what it was sent.
func shorter(b brief, err error) int {
	sent := llm.Tokens(b.System) + llm.Tokens(b.User)
	var e *llm.Error
	if errors.As(err, &e) && e.Limit > 0 && e.Limit < sent {
		return e.Limit
	}
	return max(1, sent*2/3)
}

// translate says in the desk's terms what a failure of the model means.
func (w *Writer) translate(err error) error {
	var e *llm.Error
	if !errors.As(err, &e) {
		return err
	}
	later := &news.Later{Until: e.Until, Reason: strings.TrimSuffix(e.Error(), ": "+e.Kind.Error())}
	if later.Until.IsZero() {
		later.Until = w.now().Add(time.Minute)
	}
	switch e.Kind {
	case llm.ErrLater:
		return later
	case llm.ErrPaused:
		return fmt.Errorf("%w: %w", ErrPaused, later)
	}
	return fmt.Errorf("%w: %w", err, news.ErrRejected)
}

func (w *Writer) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}

func plus(a news.Usage, b llm.Usage) news.Usage {
	return news.Usage(llm.Usage(a).Plus(b))
}

// Key is what an answer of a model to a text is kept under: SHA-256 of the three,
// each followed by a zero byte.
func Key(model, prompt, text string) news.Hash {
	sum := sha256.Sum256([]byte(model + "\x00" + prompt + "\x00" + text + "\x00"))
	return news.Hash(hex.EncodeToString(sum[:]))
}
