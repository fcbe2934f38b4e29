// Package digest writes the digest of a report: by a model, or by quoting the
// report itself. It builds the prompt, reads the answer strictly and bounds it;
// a report is material to it, never instructions. It does not judge whether a
// digest is true to its report: that is the check's part. It keeps nothing and
// publishes nothing.
package digest

import (
	"cmp"
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

// Writer asks a model for digests. Its fields are not changed once it is in use.
type Writer struct {
	Model     Completer
	Name      string                         // of the preferred model; a part of the cache's key
	Lang      string                         // of the digests, BCP 47; empty: zh-Hans
	Names     func(news.Article) []news.Name // glossary entries that occur in the report; nil: none
	Cache     Cache                          // nil: none
	Now       func() time.Time               // nil: time.Now
	MaxTokens int                            // of one answer; zero: the endpoint's
	Allow     Allow                          // nil: no bound
	Wordings  Wordings                       // nil: none
	Compare   Compare                        // of translations; nil: none
	Shown     Shown                          // nil: a sentence that cites nothing is left out

	CheckStory CheckStory // of digests of events; nil: none

	Way func(context.Context) (news.Way, error) // how a digest is written, asked for each; nil: as a whole

	Titles    bool      // only a headline and one sentence, from the opening of the report: for a small budget
	Full      bool      // a translation of the whole report as well
	Judge     Completer // compares every sentence with what it cites; nil: none
	JudgeName string
}

// Compare finds what is wrong with the translation of a block of a report, given by its index;
// none: it may be shown.
type Compare func(a news.Article, block int, translated string) []news.Finding

// CheckStory compares the digest of an event with its reports, oldest first. It returns what of it may be shown, and the sentences that it
// rejects with why.
type CheckStory func(news.StoryDigest, []news.Telling) (news.StoryDigest, []news.Reject)

// Shown returns what finds the sentences of a report that a sentence of its digest in a language rests on, where that
// cites nothing that can be used; may reports whether a number of evidence may be cited. None: nothing shows it surely.
type Shown func(a news.Article) func(s, lang string, names []news.Name, may func(int) bool) []int

// Wordings lists the numbers, dates, units and bounds of one sentence of a report, as it
// spells them (Source) and as they are written in the language of the digest (Target):
// up to $12.9bn, 最多129亿美元. What cannot be rendered surely is not in it.
type Wordings func(a news.Article, sentence string) []news.Name

// Bounds on one digest.
const (
	maxAnswers  = 2 // paid for, of the first attempt
	maxShortens = 5 // of a report that does not fit

	usualAnswer = 450 // tokens: a headline, four sentences of 50 characters, their names and braces
)

// Digest asks the model for the digest of a. Reasons are what a check found in an earlier
// attempt; the prompt lists them, and one answer must do then. Without reasons, an answer that
// cannot be used is asked for once more, with what was wrong with it.
//
// The error is a *news.Later when the model must be asked again later; it wraps
// ErrPaused as well when an operator must act first; it is news.ErrRejected when no
// answer could be used; any other may be mended by time, such as a server that refuses
// the request. Digest.Tokens is what was paid for, with and without an error.
func (w *Writer) Digest(ctx context.Context, a news.Article, reasons []news.Finding) (news.Digest, error) {
	o := w.order(a, reasons)
	single, err := w.single(ctx, o)
	if err != nil {
		return news.Digest{}, fmt.Errorf("digest %s: %w", a.ID, err)
	}
	write, version := w.write, PromptVersion
	if single {
		write, version = w.bySentences, SentenceVersion
	}
	d, err := write(ctx, o)
	d.Article, d.Version, d.Text, d.Prompt, d.At = a.ID, a.Version, a.TextHash(), version, w.now()
	if d.Lang == "" {
		d.Lang = o.tongue.tag
	}
	if err == nil && w.Judge != nil {
		d, err = w.judged(ctx, a, d)
	}
	if err != nil {
		return d, fmt.Errorf("digest %s: %w", a.ID, err)
	}
	if w.Full {
		var paid news.Usage
		d.Translation, paid, err = w.Translate(ctx, a)
		d.Tokens = plus(d.Tokens, llm.Usage(paid))
	}
	return d, err
}

// order is what the model is asked for.
func (w *Writer) order(a news.Article, reasons []news.Finding) order {
	o := order{article: a, tongue: tongueOf(w.Lang), reasons: reasons, titles: w.Titles}
	if w.Names != nil && (o.tongue.han || baseOf(a.Lang) != o.tongue.base) { // else they stay as the report spells them
		o.names = w.Names(a)
	}
	if w.Wordings != nil {
		o.wordings = func(sentence string) []news.Name { return w.Wordings(a, sentence) }
	}
	if w.Shown != nil {
		o.shown = w.Shown(a)
	}
	return o
}

// asker asks about reports of one source; empty: of several, or none.
func (w *Writer) asker(source news.SourceID) asker {
	return asker{model: w.Model, name: w.Name, source: source, cache: w.Cache, maxTokens: w.MaxTokens, allow: w.Allow}
}

// widen makes room for an answer that was cut off: to write less does not help a model that thinks first.
func (q *asker) widen(c *complaint) {
	if c.fault == cutOff {
		q.maxTokens = 2 * max(q.maxTokens, 2000)
		c.arg = q.maxTokens
	}
}

// write asks until an answer can be used, within the bounds.
func (w *Writer) write(ctx context.Context, o order) (news.Digest, error) {
	if len(o.article.Sentences()) == 0 {
		return news.Digest{}, news.ErrNoText
	}
	var best news.Digest
	q, most := w.asker(o.article.Source), maxAnswers
	if len(o.reasons) > 0 {
		most = 1 // of the second attempt
	}
	for answers, shortened := 0, 0; ; {
		b, err := o.brief()
		if err != nil {
			return best, fmt.Errorf("%w: %w", err, news.ErrRejected)
		}
		ans, err := q.ask(ctx, PromptVersion, b.Request)
		best.Tokens = plus(best.Tokens, ans.Usage)
		if errors.Is(err, llm.ErrTooLong) && shortened < maxShortens {
			shortened++
			o.room = shorter(b, err)
			continue
		}
		endless := isBound(err)
		d, c, err := sift(ans, err, b, o)
		if errors.Is(err, llm.ErrNever) && answers == 0 && len(o.reasons) == 0 {
			return best, err // more likely the server's settings than this report: the desk tries again
		}
		if err != nil {
			return best, translate(err, w.now())
		}
		best = better(best, d)
		if answers++; c.fault == noFault || c.ofTitle() || endless || answers == most {
			if len(best.Summary) == 0 {
				what, _, _ := strings.Cut(c.String(), ";")
				return best, &news.Unusable{Why: what}
			}
			return best, nil
		}
		q.widen(&c)
		o.again = c.ask(o.say)
	}
}

// sift parts answers from failures: a complaint goes back to the model, an error to the
// desk. The beginning of an answer that was cut off is read.
func sift(ans llm.Answer, err error, b brief, o order) (news.Digest, complaint, error) {
	begun := begun(b.Request, ans, err)
	if c := complaintOf(err, o.tongue); c.fault != noFault && !begun {
		return news.Digest{By: ans.Model}, c, nil
	}
	if err != nil && !begun {
		return news.Digest{}, complaint{}, err
	}
	d, c := newParser(b, o).read(ans.Text)
	if begun && c.fault == noJSON {
		c.fault = cutOff
	}
	d.By = ans.Model
	return d, c, nil
}

// better is the digest that says more, with the tokens of old, which count both, and with the
// headline of the other if it has none.
func better(old, d news.Digest) news.Digest {
	d.Tokens = old.Tokens
	if len(old.Summary) > len(d.Summary) || len(old.Summary) == len(d.Summary) && old.Title != "" && d.Title == "" {
		old.Title = cmp.Or(old.Title, d.Title)
		return old
	}
	d.Title = cmp.Or(d.Title, old.Title)
	if len(d.Summary) == 0 && len(d.LeftOut) == 0 {
		d.LeftOut = old.LeftOut
	}
	return d
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

func (w *Writer) now() time.Time {
	if w.Now != nil {
		return w.Now()
	}
	return time.Now()
}

// Key is what an answer of a model to a text is kept under: SHA-256 of the three,
// each followed by a zero byte.
func Key(model, prompt, text string) news.Hash {
	sum := sha256.Sum256([]byte(model + "\x00" + prompt + "\x00" + text + "\x00"))
	return news.Hash(hex.EncodeToString(sum[:]))
}
