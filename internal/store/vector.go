package store

import (
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Unembedded returns up to limit reports of the time since then, as PlacedAfter means it, that have no vector of a model, or one of another
// text, latest first. Copies and live pages have none.
func (tx *Tx) Unembedded(model string, since time.Time, limit int) ([]news.ArticleID, error) {
	return all(tx, "list reports without a vector", `SELECT a.id FROM article a JOIN version v ON v.article = a.id AND v.n = a.version
		LEFT JOIN vector x ON x.article = a.id AND x.model = $1 AND x.text = v.text_hash
		WHERE x.id IS NULL AND a.captured >= $2 AND (a.published >= $2 OR a.published = 0) AND a.down = 0 AND a.copy_of = '' AND a.kind <> $3 ORDER BY a.captured DESC, a.seq DESC LIMIT $4`,
		[]any{model, stamp(since), string(news.PageLive), limit}, column[news.ArticleID])
}

// Vector is what a model made of a text of a report.
type Vector struct {
	N       int64 // of the vector; a later one has a higher number
	Article news.ArticleID
	Model   string
	Text    news.Hash
	Data    []byte // empty: the model refused the text
}

// SetVector keeps a vector in place of the one that the report had. N is not read.
func (tx *Tx) SetVector(v Vector) error {
	if err := tx.exec("drop vector of "+string(v.Article), `DELETE FROM vector WHERE article = $1`, string(v.Article)); err != nil {
		return err
	}
	data := v.Data
	if data == nil {
		data = []byte{}
	}
	return tx.exec("keep vector of "+string(v.Article), `INSERT INTO vector (article, model, text, data) VALUES ($1, $2, $3, $4)`,
		string(v.Article), v.Model, string(v.Text), data)
}

// ForgetVectors drops the vectors of reports captured before a time: they are compared with none.
func (tx *Tx) ForgetVectors(before time.Time) error {
	return tx.exec("drop old vectors", `DELETE FROM vector WHERE article IN (SELECT id FROM article WHERE captured < $1)`, stamp(before))
}

// VectorsAfter returns the vectors by a model with numbers above n, of reports of the time since then as PlacedAfter means it, in order.
func (tx *Tx) VectorsAfter(n int64, model string, since time.Time) ([]Vector, error) {
	return all(tx, "list recent vectors", `SELECT x.id, x.article, x.model, x.text, x.data FROM vector x JOIN article a ON a.id = x.article
		WHERE x.id > $1 AND x.model = $2 AND a.captured >= $3 AND (a.published >= $3 OR a.published = 0) ORDER BY x.id`,
		[]any{n, model, stamp(since)},
		func(scan func(...any) error) (v Vector, err error) {
			err = scan(&v.N, &v.Article, &v.Model, &v.Text, &v.Data)
			return v, err
		})
}
