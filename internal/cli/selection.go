package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
)

// selection says which reports to export. A report must match every field that is set.
type selection struct {
	Day    string `help:"Only reports published on this day, as the site has them." placeholder:"2006-01-02"`
	Story  string `help:"Only reports of this story." placeholder:"ID"`
	Source string `help:"Only reports of this source." placeholder:"ID"`
	ID     string `help:"Only the report with this identifier." name:"id" placeholder:"ID"`
	Search string `help:"Only reports that match this query of waidian search." placeholder:"QUERY"`
}

func (s selection) empty() bool { return s == selection{} }

// rows returns the selected reports that are not taken down, in the order of lists: newest first.
func (s selection) rows(ctx context.Context, p *parts) ([]store.Row, error) {
	rows, err := s.found(ctx, p)
	zone := p.zone()
	slices.SortStableFunc(rows, func(a, b store.Row) int { return a.Place(zone).NewerFirst(b.Place(zone)) })
	return rows, err
}

// found returns the same, of equal order as the store has them.
func (s selection) found(ctx context.Context, p *parts) (rows []store.Row, err error) {
	if _, err := time.Parse(time.DateOnly, s.Day); s.Day != "" && err != nil {
		return nil, hint(usageError{fmt.Errorf("--day %s is not a day", s.Day)}, "write it like 2006-01-02")
	}
	if err := s.known(ctx, p); err != nil {
		return nil, err
	}
	if s.Search == "" {
		err = p.db.View(ctx, func(tx *store.Tx) error {
			rows, err = tx.Rows(store.Filter{Days: p.days(s.Day), Source: news.SourceID(s.Source), Story: news.StoryID(s.Story), ID: news.ArticleID(s.ID)})
			return err
		})
		return rows, err
	}
	q, err := search.Parse(s.Search)
	if err != nil {
		return nil, usageError{err}
	}
	rows, err = p.finder().Rows(ctx, q, mostSelected)
	return slices.DeleteFunc(rows, func(r store.Row) bool { return !s.holds(r, p.days(s.Day)) }), queryError(err)
}

// known returns an error if there is no such report, or no such story, nor was one.
func (s selection) known(ctx context.Context, p *parts) error {
	if s.ID != "" {
		if err := s.shown(ctx, p); err != nil {
			return err
		}
	}
	if s.Story == "" {
		return nil
	}
	err := p.db.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{Story: news.StoryID(s.Story), Limit: 1})
		if err != nil || len(rows) > 0 {
			return err
		}
		if to, err := tx.MovedTo(news.StoryID(s.Story)); err != nil || to != "" {
			return err
		}
		return store.ErrNotFound
	})
	if errors.Is(err, store.ErrNotFound) {
		return noStory(s.Story)
	}
	return err
}

// shown returns an error if there is no such report, or it is taken down.
func (s selection) shown(ctx context.Context, p *parts) error {
	return p.db.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{ID: news.ArticleID(s.ID), Limit: 1})
		if err == nil && len(rows) == 0 {
			err = hint(usageError{fmt.Errorf("there is no report %s", s.ID)}, "the name of its page ends in the identifier; what is taken down is not exported")
		}
		return err
	})
}

// noStory is the mistake of a command that names a story which is not there.
func noStory(id string) error {
	return hint(usageError{fmt.Errorf("there is no story %s", id)}, "the address of its page ends in the identifier")
}

// mostSelected is the most rows that a search selects.
const mostSelected = 1_000_000

// days are one day of the reader, or all where it is empty.
func (p *parts) days(day string) news.Days { return news.DaysIn(p.zone(), day, day) }

// holds reports whether a row is of the day, story and source.
func (s selection) holds(r store.Row, day news.Days) bool {
	return day.Has(r.Date(), r.Grain()) &&
		(s.Story == "" || s.Story == string(r.Story)) &&
		(s.Source == "" || s.Source == string(r.Source)) &&
		(s.ID == "" || s.ID == string(r.ID))
}

// items yields the reports of the rows. It reads a hundred at a time.
func (p *parts) items(ctx context.Context, rows []store.Row) iter.Seq2[news.Item, error] {
	lib := library{p: p}
	return func(yield func(news.Item, error) bool) {
		for batch := range slices.Chunk(rows, 100) {
			ids := make([]news.ArticleID, len(batch))
			for i, r := range batch {
				ids[i] = r.ID
			}
			items, err := lib.Items(ctx, ids)
			if err != nil {
				yield(news.Item{}, err)
				return
			}
			for _, it := range items {
				if !yield(it, nil) {
					return
				}
			}
		}
	}
}
