package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Seen is a story as a person saw it who decides on it: where people have decided on it since, nothing is done, and the error is a *NoRuling.
// Reports that came by themselves change nothing in it.
type Seen struct {
	Story news.StoryID
	State string // Gathered.State; empty: whatever it is now
}

// Still is an error if the story is another than it was seen.
func (g Gathered) Still(seen ...Seen) error {
	for _, s := range seen {
		if s.State != "" && s.State != g.State {
			return errStoryChanged
		}
	}
	return nil
}

// errStoryChanged says that people have decided on a story since it was looked at.
var errStoryChanged = &NoRuling{"the story was changed meanwhile", "look at it again", news.Refusal{Code: news.StoryChanged}}

// still is an error if one of the stories is another by now than it was seen.
func still(tx *store.Tx, seen []Seen) error {
	for _, s := range seen {
		if s.State == "" {
			continue
		}
		id := s.Story
		list, err := standing(tx, &id)
		if err != nil {
			return err
		}
		items, err := tx.Items(idsOf(list))
		if err != nil {
			return err
		}
		now, err := stateOf(tx, id, list, items)
		if err != nil {
			return err
		}
		if now != s.State {
			return errStoryChanged
		}
	}
	return nil
}

// stateOf tells one state of a story from another by what people did to it: which decisions were made on its reports, which of these were undone, and
// which of its reports, all that are listed, are not shown.
func stateOf(tx *store.Tx, id news.StoryID, list []store.InStory, shown []news.Item) (string, error) {
	rulings, err := tx.Rulings()
	if err != nil {
		return "", err
	}
	articles := idsOf(list)
	in := func(a news.ArticleID) bool { return slices.Contains(articles, a) }
	sum := sha256.New()
	fmt.Fprintln(sum, id)
	for _, r := range rulings {
		if r.Story == id || slices.ContainsFunc(r.Articles, in) || slices.ContainsFunc(r.Others, in) {
			fmt.Fprintln(sum, r.ID, !r.Undone.IsZero())
		}
	}
	for _, a := range articles {
		if !slices.ContainsFunc(shown, func(it news.Item) bool { return it.Article.ID == a }) {
			fmt.Fprintln(sum, a)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}
