package desk

import (
	"context"
	"errors"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// RedoStage names a stage that can be done over.
type RedoStage string

// What can be done over.
const (
	RedoRead   RedoStage = "read"   // articles are extracted again from the pages in the archive
	RedoDigest RedoStage = "digest" // new digests are made
)

// Selection says for which articles a stage is done over, newest first.
type Selection struct {
	Source news.SourceID // empty: of every source
	Since  time.Time     // captured at that time or later
	Limit  int           // at most that many; 0: all
}

// Redo adds the tasks that do a stage over for the selected articles and returns how many those are. An article
// that the desk never had the page of cannot be read again and is passed over.
func (d *Desk) Redo(ctx context.Context, stage RedoStage, s Selection) (n int, err error) {
	err = d.DB.Update(ctx, func(tx *store.Tx) error {
		ids, err := s.articles(tx)
		if err != nil {
			return err
		}
		now := d.Now()
		var tasks []store.Task
		for _, id := range ids {
			task := store.DigestTask(id, now)
			if stage == RedoRead {
				lead, ok, err := captured(tx, id)
				if err != nil {
					return err
				}
				if !ok {
					continue
				}
				task = store.ReadTask(lead, now)
			}
			tasks = append(tasks, task)
		}
		n = len(tasks)
		return tx.Add(tasks...)
	})
	return n, err
}

// Revive makes every buried task due again and returns how many those are.
func (d *Desk) Revive(ctx context.Context) (n int, err error) {
	err = d.DB.Update(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.Revive(d.Now())
		return err
	})
	return n, err
}

// Each calls f for each selected article.
func (d *Desk) Each(ctx context.Context, s Selection, f func(news.Article)) error {
	return d.DB.View(ctx, func(tx *store.Tx) error {
		ids, err := s.articles(tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			a, err := tx.Article(id)
			if err != nil {
				return err
			}
			f(a)
		}
		return nil
	})
}

func (s Selection) articles(tx *store.Tx) ([]news.ArticleID, error) {
	ids, err := tx.Articles(s.Source, s.Since)
	if s.Limit > 0 && len(ids) > s.Limit {
		ids = ids[:s.Limit]
	}
	return ids, err
}

// captured returns the lead whose page an article was read from; false if there is no such page: the
// article was imported as text, or is known only from its source's list.
func captured(tx *store.Tx, id news.ArticleID) (store.LeadID, bool, error) {
	lead, err := tx.LeadOf(id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	ref, err := tx.LastCapture(lead)
	return lead, ref.File != "", err
}
