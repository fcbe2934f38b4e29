package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Rulings returns what the operator has decided on stories, in the order of deciding, those of other desks among them, with what was undone since.
func (tx *Tx) Rulings() ([]news.Ruling, error) {
	return all(tx, "list rulings", `SELECT id, kind, story, target, articles, others, title, made, undone FROM ruling ORDER BY made, id`, nil, scanRuling)
}

func scanRuling(scan func(...any) error) (r news.Ruling, err error) {
	var articles, others string
	var made, undone int64
	if err := scan(&r.ID, &r.Kind, &r.Story, &r.Into, &articles, &others, &r.Title, &made, &undone); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(articles), &r.Articles); err != nil {
		return r, fmt.Errorf("articles of ruling %d: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(others), &r.Others); err != nil {
		return r, fmt.Errorf("other articles of ruling %d: %w", r.ID, err)
	}
	r.At, r.Undone = moment(made), moment(undone)
	return r, nil
}

// AddRuling keeps a decision of the operator and returns its number. ID and Undone of r are not read.
func (tx *Tx) AddRuling(r news.Ruling) (id int64, err error) {
	articles, err := json.Marshal(r.Articles)
	if err != nil {
		return 0, fmt.Errorf("write articles of ruling: %w", err)
	}
	others, err := json.Marshal(r.Others)
	if err != nil {
		return 0, fmt.Errorf("write other articles of ruling: %w", err)
	}
	return id, tx.one("keep ruling on story "+string(r.Story), `INSERT INTO ruling (id, kind, story, target, articles, others, title, made)
		SELECT coalesce(max(id), 0) + 1, CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS BIGINT)
		FROM ruling RETURNING id`,
		[]any{string(r.Kind), string(r.Story), string(r.Into), string(articles), string(others), r.Title, stamp(r.At)}, &id)
}

// UndoRuling notes that a ruling holds no longer. The error is ErrNotFound if there is none that holds of that number.
func (tx *Tx) UndoRuling(id int64, at time.Time) error {
	return tx.one(fmt.Sprintf("undo ruling %d", id), `UPDATE ruling SET undone = $2 WHERE id = $1 AND undone = 0 RETURNING id`,
		[]any{id, stamp(at)}, &id)
}

// RulingChanges counts the rulings that were made and those that were undone: while it is equal the rulings are.
func (tx *Tx) RulingChanges() (n int64, err error) {
	return n, tx.one("count rulings", `SELECT count(*) + count(CASE WHEN undone <> 0 THEN 1 END) FROM ruling`, nil, &n)
}

// InStoryOf returns the identifiers of a story's articles in order of arrival, also of those that were taken down.
func (tx *Tx) InStoryOf(story news.StoryID) ([]InStory, error) {
	return all(tx, "list articles of story "+string(story), `SELECT changed, id, story, copy_of FROM article WHERE story = $1 ORDER BY seq`,
		[]any{string(story)},
		func(scan func(...any) error) (s InStory, err error) {
			err = scan(&s.Change, &s.ID, &s.Story, &s.CopyOf)
			return s, err
		})
}

// TitleGiven returns what the operator calls a story; else what the operator called one that has become part of it; "": nothing.
func (tx *Tx) TitleGiven(id news.StoryID) (title string, err error) {
	err = tx.one("read the title given to story "+string(id), `SELECT title FROM ruling WHERE kind = $1 AND undone = 0
		AND (story = $2 OR story IN (SELECT story FROM moved WHERE target = $2))
		ORDER BY CASE WHEN story = $2 THEN 0 ELSE 1 END, made DESC, id DESC LIMIT 1`, []any{string(news.RulingTitle), string(id)}, &title)
	if notFound(err) {
		return "", nil
	}
	return title, err
}

// Pins returns the pins of stories that hold, the latest first.
func (tx *Tx) Pins() ([]news.Ruling, error) {
	return all(tx, "list pinned stories", `SELECT id, kind, story, target, articles, others, title, made, undone FROM ruling
		WHERE kind = $1 AND undone = 0 ORDER BY made DESC, id DESC`, []any{string(news.RulingPin)}, scanRuling)
}

// TouchStory makes the page of a story, and what lists it, be made again.
func (tx *Tx) TouchStory(id news.StoryID) error { return tx.touchStory(id) }
