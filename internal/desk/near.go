package desk

import (
	"cmp"
	"context"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Neighbour is a story near another one.
type Neighbour struct {
	Story news.StoryID
	Near  float64 // 1: the two reports that are nearest are just near enough for one event
}

// Near returns up to limit other stories of the days of a story whose reports are nearest to its own, the nearest first. A story that is
// not there is a *NoRuling.
func (d *Desk) Near(ctx context.Context, id news.StoryID, limit int) (out []Neighbour, err error) {
	best := map[news.StoryID]float64{}
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		list, err := standing(tx, &id)
		if err != nil {
			return err
		}
		items, err := tx.Items(idsOf(list))
		if err != nil || len(items) == 0 {
			return err
		}
		n, err := around(tx, items)
		if err != nil {
			return err
		}
		for _, it := range items {
			for other, near := range n.stories.NearStories(it.Article.ID) {
				best[other] = max(best[other], near)
			}
		}
		return nil
	})
	delete(best, id)
	for other, near := range best {
		out = append(out, Neighbour{other, near})
	}
	slices.SortFunc(out, func(a, b Neighbour) int { return cmp.Or(cmp.Compare(b.Near, a.Near), cmp.Compare(a.Story, b.Story)) })
	return out[:min(len(out), limit)], err
}
