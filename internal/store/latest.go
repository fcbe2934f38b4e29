package store

import (
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Latest is one of the latest reports of a source.
type Latest struct {
	Source news.SourceID
	ID     news.ArticleID
	Kind   news.PageKind
}

// Latest returns up to each of the latest reports of every source that were captured since a time, those of one source together, latest first; also
// those that are not shown.
func (tx *Tx) Latest(since time.Time, each int) ([]Latest, error) {
	return all(tx, "list the latest reports of sources", `SELECT source, id, kind FROM (
		SELECT source, id, kind, row_number() OVER (PARTITION BY source ORDER BY captured DESC, seq DESC) AS place FROM article WHERE captured >= $1) AS a
		WHERE place <= $2 ORDER BY source, place`, []any{stamp(since), each},
		func(scan func(...any) error) (l Latest, err error) {
			err = scan(&l.Source, &l.ID, &l.Kind)
			return l, err
		})
}
