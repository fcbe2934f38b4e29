package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// keepOldPaths notes where other sites had the pages of reports that were brought, as far as the desk has these.
func (d *Desk) keepOldPaths(ctx context.Context, list []Brought) error {
	if !slices.ContainsFunc(list, func(b Brought) bool { return len(b.OldPaths) > 0 }) {
		return nil
	}
	err := d.DB.Update(ctx, func(tx *store.Tx) error {
		for _, b := range list {
			if len(b.OldPaths) == 0 {
				continue
			}
			id, err := hadAs(tx, b.Article)
			for _, path := range b.OldPaths {
				if err == nil && id != "" {
					_, err = tx.AddOldPath(news.OldPath{Path: path, Article: id})
				}
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the old paths of reports: %w", err)
	}
	return nil
}

// hadAs is the report that the desk has at the address of one that was brought; "" if it has none.
func hadAs(tx *store.Tx, a news.Article) (news.ArticleID, error) {
	rec, err := tx.LeadByKey(discover.Key(a.URL))
	if err == nil && rec.Article != "" {
		return rec.Article, nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	old, err := knownAs(tx, a)
	return old.ID, err
}
