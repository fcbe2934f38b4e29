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

// Cache keeps answers that were paid for. A nil Cache keeps none.
type Cache interface {
	Answer(ctx context.Context, key news.Hash) (llm.Answer, bool, error)
	Keep(ctx context.Context, key news.Hash, a llm.Answer) error
}

// Writer has a model write digests. Its fields are not changed once it is in use.
type Writer struct {
	Model     Completer
	Name      string                         // of the preferred model; a part of the cache's key
	Lang      string                         // of the digests: zh-Hans, zh-Hant, en or any BCP 47 tag
	Names     func(news.Article) []news.Name // glossary entries that occur in the report; nil: none
	Cache     Cache                          // nil: none
	Now       func() time.Time               // nil: time.Now
	MaxTokens int                            // of one answer; zero: the endpoint's
}

// Digest has the model write the digest of a. Reasons are what a check found in
// an earlier attempt; the model is told of them. The error is a *news.Later when
// the model must be asked again later, wraps ErrPaused when an operator must act
// (it is a *news.Later too), and news.ErrRejected when no answer could be used.
func (w *Writer) Digest(ctx context.Context, a news.Article, reasons []news.Finding) (news.Digest, error) {
	return news.Digest{}, &news.Later{Until: time.Now(), Reason: "not written yet"}
}

// Extract is the digest of a without a model: the outlet's own standfirst, or the
// opening sentences of the report, word for word and in the report's language.
func Extract(a news.Article) news.Digest {
	return news.Digest{Article: a.ID, Version: a.Version, Lang: a.Lang, By: news.ByExtract}
}

// Key is what an answer of a model to a text is kept under: SHA-256 of the three,
// each followed by a zero byte.
func Key(model, prompt, text string) news.Hash {
	sum := sha256.Sum256([]byte(model + "\x00" + prompt + "\x00" + text + "\x00"))
	return news.Hash(hex.EncodeToString(sum[:]))
}
