package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// BringRulings takes in what was decided on stories, by this desk before or by another one: ID is the number there. The
// reports that are here go where the decisions want them; what they say of others holds when those come. One that the desk has
// already changes nothing, but where it was undone there, it is undone here. It returns how many decisions came or were undone.
func (d *Desk) BringRulings(ctx context.Context, list []news.Ruling) (changed int, err error) {
	if len(list) == 0 {
		return 0, nil
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, asDecided)
	err = d.DB.Update(ctx, func(tx *store.Tx) error {
		changed = 0
		if err := tx.Serialise(); err != nil {
			return err
		}
		here, err := tx.Rulings()
		if err != nil {
			return err
		}
		known := map[string][]int{}
		for i, r := range here {
			known[momentOf(r)] = append(known[momentOf(r)], i)
		}
		for _, r := range list {
			came, err := bringRuling(tx, &here, known, r)
			if err != nil {
				return err
			}
			if came {
				changed++
			}
		}
		if changed == 0 {
			return nil
		}
		slices.SortStableFunc(here, asDecided)
		return settle(tx, here)
	})
	return changed, err
}

func asDecided(a, b news.Ruling) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) }

// momentOf is equal for rulings that may be one.
func momentOf(r news.Ruling) string { return fmt.Sprint(r.Kind, " ", r.Story, " ", r.At.UnixMilli()) }

// bringRuling keeps a ruling that is not among those here, or undoes the one that is. The indices of those of a moment are known.
func bringRuling(tx *store.Tx, here *[]news.Ruling, known map[string][]int, r news.Ruling) (came bool, err error) {
	i := -1
	for _, k := range known[momentOf(r)] {
		if sameRuling((*here)[k], r) {
			i = k
		}
	}
	if i < 0 {
		if r.ID, err = tx.AddRuling(r); err != nil {
			return false, err
		}
		known[momentOf(r)] = append(known[momentOf(r)], len(*here))
		*here = append(*here, r)
		if r.Undone.IsZero() && r.Kind.Moves() {
			return true, nil
		}
		if r.Undone.IsZero() {
			return true, showAgain(tx, r.Story)
		}
		return true, tx.UndoRuling(r.ID, r.Undone)
	}
	h := &(*here)[i]
	if r.Undone.IsZero() || !h.Undone.IsZero() {
		return false, nil
	}
	_, rested := undoable(*here, h.ID)
	h.Undone = r.Undone
	if rested != nil { // what it moved has been decided on since
		return true, tx.UndoRuling(h.ID, h.Undone)
	}
	return true, undo(tx, *h)
}

// sameRuling reports whether two rulings are one, whatever their numbers.
func sameRuling(a, b news.Ruling) bool {
	return a.Kind == b.Kind && a.Story == b.Story && a.Into == b.Into && a.Title == b.Title && a.At.UnixMilli() == b.At.UnixMilli() &&
		slices.Equal(a.Articles, b.Articles) && slices.Equal(a.Others, b.Others)
}

// settle moves the reports that rulings speak of, and that are here, to where they want them.
func settle(tx *store.Tx, rulings []news.Ruling) error {
	place := map[news.ArticleID]news.StoryID{}
	for _, r := range rulings {
		if !r.Undone.IsZero() || !r.Kind.Moves() {
			continue
		}
		for _, id := range slices.Concat(r.Articles, r.Others) {
			if _, ok := place[id]; ok {
				continue
			}
			in, _, err := tx.StoryOf(id)
			if err == nil {
				place[id] = in
			} else if !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
	}
	for _, m := range story.Settle(rulings, place) {
		to := m.To
		if to == "" {
			var err error
			if to, err = unused(tx, m.Articles[0]); err != nil {
				return err
			}
		}
		if err := carry(tx, m.Articles, to); err != nil {
			return err
		}
	}
	return leadOn(tx, rulings)
}

// leadOn lets the addresses of stories that were merged, named or pinned, and of which no report is here, lead to where their reports are.
func leadOn(tx *store.Tx, rulings []news.Ruling) error {
	for _, r := range rulings {
		if r.Kind == news.RulingSplit || !r.Undone.IsZero() {
			continue
		}
		in, err := whereabouts(tx, r.Articles)
		if err != nil {
			return err
		}
		if in == "" || in == r.Story {
			continue
		}
		left, err := tx.InStoryOf(r.Story)
		if err != nil {
			return err
		}
		led, err := tx.MovedTo(r.Story)
		if err != nil {
			return err
		}
		if len(left) > 0 || led != "" {
			continue
		}
		if err := tx.SetMoved(r.Story, in); err != nil {
			return err
		}
	}
	return nil
}

// whereabouts is the story of the first of these reports that is here; empty: none is.
func whereabouts(tx *store.Tx, articles []news.ArticleID) (news.StoryID, error) {
	for _, id := range articles {
		in, _, err := tx.StoryOf(id)
		if !errors.Is(err, store.ErrNotFound) {
			return in, err
		}
	}
	return "", nil
}
