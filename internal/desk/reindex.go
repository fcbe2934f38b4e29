package desk

import (
	"context"
	"fmt"
	"math"

	"github.com/waidian/waidian/internal/store"
)

// reindexAtOnce is how many articles are indexed anew in one transaction.
const reindexAtOnce = 200

// Reindex indexes the articles that are not indexed in that form of tokens yet, and returns
// their number. If it is stopped, the next call goes on from there.
func Reindex(ctx context.Context, db *store.DB, form int, tokens func(string) string) (n int, err error) {
	for seq := int64(0); seq < math.MaxInt64; {
		var places []store.Place
		err := db.View(ctx, func(tx *store.Tx) (err error) {
			if seq, err = tx.Indexed(form); err != nil || seq == math.MaxInt64 {
				return err
			}
			places, err = tx.Next(seq, reindexAtOnce)
			return err
		})
		if err != nil || seq == math.MaxInt64 {
			return n, err
		}
		seq = math.MaxInt64 // the end, unless there are more
		if len(places) == reindexAtOnce {
			seq = places[len(places)-1].Seq
		}
		err = db.Update(ctx, func(tx *store.Tx) error {
			for _, p := range places {
				if err := reindex(tx, p, tokens); err != nil {
					return err
				}
			}
			return tx.SetIndexed(form, seq)
		})
		if err != nil {
			return n, fmt.Errorf("index articles anew: %w", err)
		}
		n += len(places)
	}
	return n, nil
}

func reindex(tx *store.Tx, p store.Place, tokens func(string) string) error {
	a, err := tx.Article(p.ID)
	if err != nil {
		return err
	}
	dg, err := tx.Digest(p.ID)
	if err != nil {
		return err
	}
	tx.Index(p.Seq, tokens(searchable(a, dg)))
	return nil
}
