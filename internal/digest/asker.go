package digest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

// Completer asks a model; *llm.Client is one.
type Completer interface {
	Complete(context.Context, llm.Request) (llm.Answer, error)
}

// Cache keeps answers that were paid for.
type Cache interface {
	// Answer looks an answer up; false: there is none. Its error is a *news.Later while
	// answers that were paid for before cannot be kept.
	Answer(ctx context.Context, key news.Hash) (llm.Answer, bool, error)

	// Reserve makes the place of an answer that will be asked for, and returns when it cannot
	// be lost any more. Its error is a *news.Later if there is no room.
	Reserve(ctx context.Context, p Purchase) (Place, error)
}

// Purchase is an answer that is about to be paid for.
type Purchase struct {
	Key    news.Hash
	Model  string        // the preferred one
	Source news.SourceID // of the report that the question is about; empty: of several, or of none
	Prompt string        // the template and its version
	Likely llm.Usage
}

// Place is where an answer will be kept. One of its methods is called, once.
type Place interface {
	// Keep keeps the answer and what it has cost; one without a text is never looked up.
	// Its error is a *news.Later if the answer lies in its place, but not where it is
	// looked up.
	Keep(ctx context.Context, a llm.Answer) error

	// Free says that nothing was paid for.
	Free() error
}

// Allow is asked before every request, with what it is likely to cost. Its error, a
// *news.Later when the budget is spent, ends the digest; done is called when what the
// request has cost is kept.
type Allow func(context.Context, llm.Usage) (done func(), err error)

// asker is a model and what is between it and the writer: the answers kept, and the
// budget.
type asker struct {
	model     Completer
	name      string // of the preferred model
	source    news.SourceID
	cache     Cache
	maxTokens int
	usual     int // tokens of a usual answer; 0: those of a digest
	allow     Allow
}

// ask looks the answer up before it asks, and keeps what it was answered: even when
// the desk is being stopped, since it has been paid for.
func (q asker) ask(ctx context.Context, version string, req llm.Request) (llm.Answer, error) {
	key := Key(q.name, version, req.System+"\n"+req.User)
	if q.cache != nil {
		a, ok, err := q.cache.Answer(ctx, key)
		if err != nil {
			return a, fmt.Errorf("look up answer: %w", err)
		}
		if ok && a.Text != "" {
			a.Usage = llm.Usage{} // paid for before
			return a, nil
		}
	}
	if q.allow != nil {
		done, err := q.allow(ctx, q.likely(req))
		if err != nil {
			return llm.Answer{}, err
		}
		defer done()
	}
	req.MaxTokens = q.maxTokens
	if q.cache == nil {
		return q.model.Complete(ctx, req)
	}
	place, err := q.cache.Reserve(ctx, Purchase{Key: key, Model: q.name, Source: q.source, Prompt: version, Likely: q.likely(req)})
	if err != nil {
		return llm.Answer{}, fmt.Errorf("make room for an answer: %w", err)
	}
	a, err := q.model.Complete(ctx, req)
	if a.Usage == (llm.Usage{}) {
		return a, errors.Join(err, place.Free())
	}
	kept := a
	if err != nil && !begun(req, a, err) {
		kept.Text = ""
	}
	if a.Unheard { // it may be whole by now
		kept.Usage.Out = max(kept.Usage.Out, q.likely(req).Out)
	}
	if keepErr := place.Keep(context.WithoutCancel(ctx), kept); keepErr != nil {
		return a, errors.Join(err, fmt.Errorf("keep answer: %w", keepErr))
	}
	return a, err
}

// begun reports the beginning of an answer of which the whole parts can be told from the last.
func begun(req llm.Request, a llm.Answer, err error) bool {
	return errors.Is(err, llm.ErrCut) && len(req.Schema.JSON) > 0 && a.Text != "" && len(a.Text) <= maxAnswer
}

// likely is what a request is likely to cost: its prompt, and an answer of the usual
// length.
func (q asker) likely(req llm.Request) llm.Usage {
	return llm.Usage{In: llm.Tokens(req.System) + llm.Tokens(req.User), Out: cmp.Or(q.usual, usualAnswer)}
}

// complaintOf is what the next prompt says about an answer that came to nothing; it has no
// fault when err is no such answer but a failure.
func complaintOf(err error, t tongue) complaint {
	c := complaint{tongue: t}
	switch {
	case errors.Is(err, llm.ErrCut):
		c.fault = cutOff
	case errors.Is(err, llm.ErrEmpty):
		c.fault = emptyAnswer
	case errors.Is(err, llm.ErrDeclined):
		c.fault = declinedAnswer
	}
	return c
}

// isUseless reports an answer that came to nothing.
func isUseless(err error) bool { return complaintOf(err, tongue{}).fault != noFault }

// isBound reports an answer that came to the end of a call's time or size. The same question would come there again,
// and would be paid twice.
func isBound(err error) bool {
	var e *llm.Error
	return errors.As(err, &e) && e.Bound
}

// isNever reports a request that would be refused again.
func isNever(err error) bool { return errors.Is(err, llm.ErrNever) || errors.Is(err, llm.ErrTooLong) }

// translate says in the desk's terms what a failure of the model means.
func translate(err error, now time.Time) error {
	var e *llm.Error
	if !errors.As(err, &e) {
		return err
	}
	later := &news.Later{Until: e.Until, Reason: strings.TrimSuffix(e.Error(), ": "+e.Kind.Error())}
	if h := e.Hint(); h != "" {
		later.Reason += " (" + h + ")"
	}
	if later.Until.IsZero() {
		later.Until = now.Add(time.Minute)
	}
	switch e.Kind {
	case llm.ErrLater:
		return later
	case llm.ErrPaused:
		return fmt.Errorf("%w: %w", ErrPaused, later)
	}
	return fmt.Errorf("%w: %w", err, news.ErrRejected)
}

func plus(a news.Usage, b llm.Usage) news.Usage {
	return news.Usage(llm.Usage(a).Plus(b))
}
