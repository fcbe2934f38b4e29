package store

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// Indexed is an article to be indexed when the transaction ends.
type Indexed struct {
	Seq    int64
	Tokens string
}

// Index replaces the tokens by which search finds the article with that sequence number.
// It is done at the end of the transaction: indexing many articles together costs little
// more than indexing one.
func (tx *Tx) Index(seq int64, tokens string) {
	tx.indexed = slices.DeleteFunc(tx.indexed, func(x Indexed) bool { return x.Seq == seq })
	tx.indexed = append(tx.indexed, Indexed{seq, tokens})
}

// index does what Index was asked for.
func (tx *Tx) index() error {
	if len(tx.indexed) == 0 {
		return nil
	}
	if err := tx.db.engine.Index(tx.ctx, tx.tx, tx.indexed); err != nil {
		return fmt.Errorf("index articles: %w", err)
	}
	return nil
}

// Occurrence is a word of the search index, and in how many articles it is.
type Occurrence struct {
	Word     string
	Articles int
}

// Occurring returns those of the words, of the letters a to z alone, that the index has as they are, most frequent first, then by their
// letters. It counts up to most articles; those that were taken down are among them.
func (tx *Tx) Occurring(words []string, most int) ([]Occurrence, error) {
	list, err := json.Marshal(words)
	if err != nil {
		return nil, fmt.Errorf("encode words: %w", err)
	}
	rows, err := tx.db.engine.Occurring(tx.ctx, tx.tx, string(list), most)
	if err != nil {
		return nil, fmt.Errorf("count words: %w", err)
	}
	out, err := scanAll("count words", rows, func(scan func(...any) error) (o Occurrence, err error) {
		err = scan(&o.Word, &o.Articles)
		return o, err
	})
	slices.SortFunc(out, func(a, b Occurrence) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Word, b.Word))
	})
	return out, err
}

// Indexed returns the sequence number up to which all articles are indexed in that form of
// tokens; 0: none is.
func (tx *Tx) Indexed(form int) (seq int64, err error) {
	err = tx.one("read the form of the search index", `SELECT n FROM counter WHERE name = $1`, []any{formName(form)}, &seq)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return seq, err
}

// SetIndexed records that all articles up to that sequence number are indexed in that form.
func (tx *Tx) SetIndexed(form int, seq int64) error {
	return tx.exec("note the form of the search index", `INSERT INTO counter (name, n) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET n = excluded.n`, formName(form), seq)
}

func formName(form int) string { return fmt.Sprintf("index form %d", form) }

// formOf is the number in a name that formName has made; 0 for another name.
func formOf(name string) (form int) {
	_, _ = fmt.Sscanf(name, "index form %d", &form) // what cannot be read is 0
	return form
}

// Place is an article's number in the order of arrival.
type Place struct {
	Seq int64
	ID  news.ArticleID
}

// Next returns the articles after that sequence number, in order, including those that
// were taken down.
func (tx *Tx) Next(seq int64, limit int) ([]Place, error) {
	return all(tx, "list articles in order", `SELECT seq, id FROM article WHERE seq > $1 ORDER BY seq LIMIT $2`, []any{seq, limit},
		func(scan func(...any) error) (p Place, err error) {
			err = scan(&p.Seq, &p.ID)
			return p, err
		})
}
