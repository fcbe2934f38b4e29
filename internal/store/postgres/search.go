package postgres

import (
	"context"
	"database/sql"

	"github.com/waidian/waidian/internal/store"
)

// Index replaces the searchable text of an article.
func (*engine) Index(ctx context.Context, tx *sql.Tx, seq int64, tokens string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO found (seq, tokens) VALUES ($1, $2::tsvector)
		ON CONFLICT (seq) DO UPDATE SET tokens = excluded.tokens`, seq, tokens)
	return err
}

// Search asks the index with a tsquery.
func (*engine) Search(ctx context.Context, tx *sql.Tx, q store.Query, sorted int) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `
		SELECT hit FROM (
			SELECT a.seq AS hit, a.published AS at, a.id AS id FROM found CROSS JOIN article a
			WHERE found.tokens @@ $1::tsquery AND found.seq = a.seq AND a.down = 0
				AND ($2 = '' OR a.day >= $2) AND ($3 = '' OR a.day <= $3)
				AND ($4 = '[]' OR a.source IN (SELECT jsonb_array_elements_text($4::jsonb)))
				AND ($5 = '[]' OR EXISTS (SELECT FROM jsonb_array_elements_text($5::jsonb) tag
					WHERE lower(a.lang) = tag OR starts_with(lower(a.lang), tag || '-')))
			ORDER BY a.seq DESC LIMIT $6) latest
		ORDER BY at DESC, id LIMIT $7 OFFSET $8`,
		q.Args(sorted)...)
}
