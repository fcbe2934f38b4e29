package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// Rename decides what a story is called, for as long as that is not undone; another title takes the place of the one before. What the
// title says, nobody has compared here. What cannot be decided is a *NoRuling.
func (d *Desk) Rename(ctx context.Context, id news.StoryID, title string, seen ...Seen) (news.Ruling, error) {
	title = text.Collapse(title)
	if n := utf8.RuneCountInString(title); n == 0 || n > news.LongestStoryTitle {
		return news.Ruling{}, &NoRuling{fmt.Sprintf("a title has 1 to %d characters", news.LongestStoryTitle), "waidian story undo takes a title back",
			news.Refusal{Code: news.TitleLength, Arg: strconv.Itoa(news.LongestStoryTitle)}}
	}
	return d.ruleOn(ctx, id, seen, func(tx *store.Tx, r *news.Ruling) error {
		r.Kind, r.Title = news.RulingTitle, title
		given, err := tx.TitleGiven(r.Story)
		if err == nil && given == title {
			return &NoRuling{"that is what the story is called already", "waidian story show " + string(r.Story) + " lists what was decided on it", news.Refusal{Code: news.SameTitle}}
		}
		return err
	})
}

// Pin decides that a story leads the front page, for as long as that is not undone. What cannot be decided is a *NoRuling.
func (d *Desk) Pin(ctx context.Context, id news.StoryID, seen ...Seen) (news.Ruling, error) {
	return d.ruleOn(ctx, id, seen, func(tx *store.Tx, r *news.Ruling) error {
		r.Kind = news.RulingPin
		list, err := pinned(tx)
		if slices.ContainsFunc(list, func(p Pinned) bool { return p.Story == r.Story }) {
			return &NoRuling{"story " + string(r.Story) + " is pinned already", "waidian story show " + string(r.Story) + " lists what was decided on it", news.Refusal{Code: news.PinnedAlready}}
		}
		return err
	})
}

// ruleOn makes a decision on a story that moves no report.
func (d *Desk) ruleOn(ctx context.Context, id news.StoryID, seen []Seen, decide func(*store.Tx, *news.Ruling) error) (news.Ruling, error) {
	return d.rule(ctx, seen, func(tx *store.Tx) (r news.Ruling, err error) {
		id := id
		list, err := standing(tx, &id)
		if err != nil {
			return r, err
		}
		if len(list) < 2 {
			return r, &NoRuling{"a story of one report has no page of its own", "the headline of a report's digest is corrected with waidian digest correct --sentence 0",
				news.Refusal{Code: news.StoryOfOne}}
		}
		r = news.Ruling{Story: id, Articles: idsOf(list), At: d.Now()}
		if err := decide(tx, &r); err != nil {
			return r, err
		}
		return r, tx.TouchStory(id)
	})
}

// Pinned is a story that leads the front page.
type Pinned struct {
	Story  news.StoryID // that has the reports now
	Ruling int64
}

// Pins returns the stories that lead the front page, the one that was pinned last first, each once.
func (d *Desk) Pins(ctx context.Context) (list []Pinned, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		list, err = pinned(tx)
		return err
	})
	return list, err
}

func pinned(tx *store.Tx) (out []Pinned, err error) {
	list, err := tx.Pins()
	for _, r := range list {
		id := r.Story
		if _, err := standing(tx, &id); errors.As(err, new(*NoRuling)) {
			continue // its reports are elsewhere, or have not come
		} else if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(p Pinned) bool { return p.Story == id }) {
			out = append(out, Pinned{id, r.ID})
		}
	}
	return out, err
}

// showAgain makes what shows a story be made again, where its reports are by now.
func showAgain(tx *store.Tx, id news.StoryID) error {
	_, err := standing(tx, &id)
	if errors.As(err, new(*NoRuling)) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.TouchStory(id)
}
