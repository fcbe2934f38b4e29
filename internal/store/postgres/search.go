package postgres

import (
	"context"
	"database/sql"

	"github.com/waidian/waidian/internal/store"
)

// Index replaces the searchable texts of articles with one statement, in the order of their numbers, so that no two that write some of the
// same wait for each other.
func (*engine) Index(ctx context.Context, tx *sql.Tx, list []store.Indexed) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO found (seq, tokens)
		SELECT seq, tokens::tsvector FROM unnest($1::bigint[], $2::text[]) AS f (seq, tokens) ORDER BY seq
		ON CONFLICT (seq) DO UPDATE SET tokens = excluded.tokens`,
		column(list, func(x store.Indexed) int64 { return x.Seq }), column(list, func(x store.Indexed) string { return x.Tokens }))
	return err
}

// Occurring counts the articles that have each word.
func (*engine) Occurring(ctx context.Context, tx *sql.Tx, words string, most int) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `
		SELECT word, n FROM jsonb_array_elements_text($1::jsonb) word, LATERAL (
			SELECT count(*) AS n FROM (SELECT FROM found WHERE tokens @@ quote_literal(word)::tsquery LIMIT $2) having_it) counted
		WHERE n > 0`, words, most)
}

// Search asks the index with a tsquery.
func (*engine) Search(ctx context.Context, tx *sql.Tx, q store.Query, sorted int) (*sql.Rows, error) {
	return tx.QueryContext(ctx, `
		SELECT hit FROM (
			SELECT a.seq AS hit, a.published AS at, a.id AS id FROM found CROSS JOIN article a
			WHERE found.tokens @@ $1::tsquery AND found.seq = a.seq AND a.down = 0
				AND CASE WHEN a.published = 0 THEN a.captured >= $2 AND a.captured < $3
					WHEN a.hour = 'day' THEN a.day >= $4 AND a.day <= $5
					ELSE a.published >= $2 AND a.published < $3 END
				AND ($6 = '[]' OR a.source IN (SELECT jsonb_array_elements_text($6::jsonb)))
				AND ($7 = '[]' OR EXISTS (SELECT FROM jsonb_array_elements_text($7::jsonb) tag
					WHERE lower(a.lang) = tag OR starts_with(lower(a.lang), tag || '-')))
			ORDER BY a.seq DESC LIMIT $8) latest
		ORDER BY at DESC, id LIMIT $9 OFFSET $10`,
		q.Args(sorted)...)
}
