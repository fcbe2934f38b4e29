package sqlite

import (
	"context"
	"database/sql"

	"github.com/waidian/waidian/internal/store"
)

// Index replaces the searchable text of an article.
func (engine) Index(ctx context.Context, tx *sql.Tx, list []store.Indexed) error {
	for _, x := range list {
		if _, err := tx.ExecContext(ctx, `DELETE FROM found WHERE rowid = $1`, x.Seq); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO found (rowid, tokens) VALUES ($1, $2)`, x.Seq, x.Tokens); err != nil {
			return err
		}
	}
	return nil
}

// searchQuery goes through the index from the article that came last on: SQLite takes the
// tables of a cross join in the order given.
const searchQuery = `
	SELECT hit FROM (
		SELECT a.seq AS hit, a.published AS at, a.id AS id FROM found CROSS JOIN article a
		WHERE found MATCH $1 AND found.rowid = a.seq AND a.down = 0
			AND CASE WHEN a.published = 0 THEN a.captured >= $2 AND a.captured < $3
				WHEN a.hour = 'day' THEN a.day >= $4 AND a.day <= $5
				ELSE a.published >= $2 AND a.published < $3 END
			AND ($6 = '[]' OR a.source IN (SELECT value FROM json_each($6)))
			AND ($7 = '[]' OR EXISTS (SELECT 1 FROM json_each($7)
				WHERE lower(a.lang) = value OR substr(lower(a.lang), 1, length(value) + 1) = value || '-'))
		ORDER BY found.rowid DESC LIMIT $8)
	ORDER BY at DESC, id LIMIT $9 OFFSET $10`

// Occurring counts the articles that have each word.
func (engine) Occurring(ctx context.Context, tx *sql.Tx, words string, most int) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `
		SELECT word, n FROM (
			SELECT value AS word, (SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH '"' || value || '"' LIMIT $2)) AS n
			FROM json_each($1))
		WHERE n > 0`, words, most)
}

// Search asks the index in the language of FTS5.
func (engine) Search(ctx context.Context, tx *sql.Tx, q store.Query, sorted int) (*sql.Rows, error) {
	return tx.QueryContext(ctx, searchQuery,
		q.Args(sorted)...)
}
