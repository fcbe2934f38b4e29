package store

import (
	"fmt"
	"math"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// Quiet is a time in which nothing could be learnt of a source. The log has a leaf of it.
type Quiet struct {
	Source   news.SourceID `json:",omitzero"` // empty: of none, since the desk itself asked for nothing
	From, To time.Time     `json:",omitzero"`
	Cause    news.Cause    `json:",omitzero"` // of the last request that brought nothing
	Tries    int           `json:",omitzero"` // requests that brought nothing
}

// has reports whether a moment lies within the time, or is its first; one without an end lasts.
func (q Quiet) has(at time.Time) bool {
	return !at.Before(q.From) && (q.To.IsZero() || at.Before(q.To))
}

// AddQuiet adds the leaf of a time of silence to the log.
func (tx *Tx) AddQuiet(q Quiet) {
	tx.leaves = append(tx.leaves, pendingLeaf{Leaf: translog.Leaf{
		Kind: translog.Silence, Source: string(q.Source), From: q.From, To: q.To, Why: q.Cause, Tries: int64(q.Tries),
	}})
}

// Quiets returns the times of silence that ended after a time and have leaves, in the order of their leaves.
func (tx *Tx) Quiets(after time.Time) ([]Quiet, error) { return tx.quiets(stamp(after), math.MaxInt64) }

// quiets are those that ended after a time and until another, in milliseconds. They are sorted by +n, which no index
// knows, so that the index of such leaves finds them, and not the order of the whole log.
func (tx *Tx) quiets(after, until int64) ([]Quiet, error) {
	list, err := all(tx, "list times of silence", `SELECT n, body FROM leaf WHERE kind = 'silence' AND at > $1 AND at <= $2 ORDER BY +n`,
		[]any{after, until}, scanLeaf)
	if err != nil {
		return nil, err
	}
	out := make([]Quiet, len(list))
	for i, e := range list {
		l, err := translog.ReadLeaf(e.Text)
		if err != nil {
			return nil, fmt.Errorf("leaf %d: %w", e.N, err)
		}
		out[i] = Quiet{Source: news.SourceID(l.Source), From: l.From, To: l.To, Cause: l.Why, Tries: int(l.Tries)}
	}
	return out, nil
}
