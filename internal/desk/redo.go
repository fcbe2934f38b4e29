package desk

import (
	"context"
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
	RedoStory  RedoStage = "story"  // a model is asked anew what the reports of stories say together
)

// Selection says for which articles, or for the stories of which, a stage is done over, newest first.
type Selection struct {
	Source news.SourceID // empty: of every source
	Since  time.Time     // captured at that time or later
	Story  news.StoryID  // of that story; empty: of any
	Limit  int           // at most that many; 0: all
}

// Redo adds the tasks that do a stage over for the selected articles and returns how many those are. An article
// that the desk never had the page of cannot be read again, and one of which no digest is owed gets none: they are
// passed over.
func (d *Desk) Redo(ctx context.Context, stage RedoStage, s Selection) (n int, err error) {
	if stage == RedoStory {
		return d.redoStories(ctx, s)
	}
	var tasks []store.Task
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		tasks, n, err = s.tasks(tx, stage, d.Now())
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, d.DB.Update(ctx, func(tx *store.Tx) error { return tx.Add(tasks...) })
}

// redoStories adds a task for each story of the selected articles that is large enough for a model to be asked, and forgets that
// it needed no other digest. The bounds on how often a model is asked hold.
func (d *Desk) redoStories(ctx context.Context, s Selection) (n int, err error) {
	var ids []news.StoryID
	err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
		ids, err = s.stories(tx, d.Now())
		return err
	})
	if err != nil {
		return 0, err
	}
	return len(ids), d.DB.Update(ctx, func(tx *store.Tx) error {
		tasks := make([]store.Task, len(ids))
		for i, id := range ids {
			tasks[i] = store.StoryTask(id, d.Now())
			if err := tx.ForgetStory(id); err != nil {
				return err
			}
		}
		return tx.Add(tasks...)
	})
}

// stories are those of the selected articles that are large enough, each once.
func (s Selection) stories(tx *store.Tx, now time.Time) (out []news.StoryID, err error) {
	articles, err := s.articlesOfStories(tx)
	seen := map[news.StoryID]bool{}
	for _, a := range articles {
		if err != nil || s.Limit > 0 && len(out) == s.Limit {
			break
		}
		var id news.StoryID
		if id, _, err = tx.StoryOf(a); err != nil || id == "" || seen[id] {
			continue
		}
		seen[id] = true
		var st storyState
		if st, err = (Stories{}).state(tx, id, now); err == nil && st.large() {
			out = append(out, id)
		}
	}
	return out, err
}

// articlesOfStories are the selected articles; of one story, those that it has.
func (s Selection) articlesOfStories(tx *store.Tx) (ids []news.ArticleID, err error) {
	if s.Story == "" {
		return tx.Articles(s.Source, s.Since)
	}
	members, err := tx.StoryMembers(s.Story)
	for _, m := range members {
		if (s.Source == "" || m.Source == s.Source) && !m.Captured.Before(s.Since) {
			ids = append(ids, m.ID)
		}
	}
	return ids, err
}

// Revive makes every buried task due again and returns how many those are.
func (d *Desk) Revive(ctx context.Context) (n int, err error) {
	err = d.DB.Update(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.Revive(d.Now())
		return err
	})
	return n, err
}

// Retry makes one buried task due again. The error is store.ErrNotFound if no such task was given up.
func (d *Desk) Retry(ctx context.Context, kind store.Kind, subject string) error {
	return d.DB.Update(ctx, func(tx *store.Tx) error { return tx.Retry(kind, subject, d.Now()) })
}

// EachOwed calls f for each selected article of which Redo asks for a digest.
func (d *Desk) EachOwed(ctx context.Context, s Selection, f func(news.Article) error) error {
	var tasks []store.Task
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
		tasks, _, err = s.tasks(tx, RedoDigest, d.Now())
		return err
	})
	for _, t := range tasks {
		if err != nil {
			break
		}
		var a news.Article
		err = d.DB.View(ctx, func(tx *store.Tx) (err error) {
			a, err = tx.Article(t.Article())
			return err
		})
		if err == nil {
			err = f(a)
		}
	}
	return err
}

// tasks are those that do a stage over for the selected articles for which it can be done, and n is how many those are.
func (s Selection) tasks(tx *store.Tx, stage RedoStage, now time.Time) (out []store.Task, n int, err error) {
	ids, err := tx.Articles(s.Source, s.Since)
	if err != nil {
		return nil, 0, err
	}
	for _, id := range ids {
		if s.Limit > 0 && n == s.Limit {
			break
		}
		some := []store.Task{store.DigestTask(id, now)}
		if stage == RedoRead {
			some, err = readTasks(tx, id, now)
		} else if owed, failed := isOwed(tx, id); failed != nil || !owed {
			some, err = nil, failed
		}
		if err != nil {
			return nil, 0, err
		}
		if len(some) > 0 {
			n++
		}
		out = append(out, some...)
	}
	return out, n, nil
}

// isOwed reports whether a digest of an article is owed.
func isOwed(tx *store.Tx, id news.ArticleID) (bool, error) {
	it, err := tx.Items([]news.ArticleID{id})
	if err != nil || len(it) == 0 || owed(it[0].Article, it[0].CopyOf) != news.DigestWaiting {
		return false, err
	}
	revised, err := isRevised(tx, id)
	return !revised, err
}

// Revised counts the selected articles whose digests a person revised: Redo leaves them as they are.
func (d *Desk) Revised(ctx context.Context, s Selection) (n int, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ids, err := tx.Articles(s.Source, s.Since)
		for _, id := range ids {
			if err != nil {
				break
			}
			var revised bool
			if revised, err = isRevised(tx, id); revised {
				n++
			}
		}
		return err
	})
	return n, err
}

// readTasks are the tasks to read the pages of an article again, one for each lead that led to it; none if the
// archive has no page of it: the article was imported as text, or is known only from its source's list.
func readTasks(tx *store.Tx, id news.ArticleID, due time.Time) ([]store.Task, error) {
	leads, err := tx.LeadsOf(id)
	if err != nil {
		return nil, err
	}
	var tasks []store.Task
	for _, lead := range leads {
		ref, err := tx.LastCapture(lead)
		if err != nil {
			return nil, err
		}
		rec, err := tx.Lead(lead)
		if err != nil {
			return nil, err
		}
		if ref.File != "" || rec.Lead.Content != "" && rec.Lead.Listed != "" {
			tasks = append(tasks, store.ReadTask(lead, due))
		}
	}
	return tasks, nil
}
