package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/waidian/waidian/internal/store"
)

// InsertLeads writes row by row: a statement costs little where no server is asked.
func (engine) InsertLeads(ctx context.Context, tx *sql.Tx, rows []store.LeadRow) ([]store.LeadID, error) {
	ids := make([]store.LeadID, len(rows))
	for i, r := range rows {
		err := tx.QueryRowContext(ctx, `
			INSERT INTO lead (key, source, url, title, updated, seen, state, why, data, content)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (key) DO NOTHING RETURNING id`,
			r.Key, r.Source, r.URL, r.Title, r.Updated, r.Seen, r.State, r.Why, r.Data, r.Content).Scan(&ids[i])
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
	}
	return ids, nil
}
