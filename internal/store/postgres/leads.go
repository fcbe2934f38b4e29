package postgres

import (
	"context"
	"database/sql"

	"github.com/waidian/waidian/internal/store"
)

// InsertLeads writes all rows with one statement: each statement asks the server once more, and that costs more than the row.
func (*engine) InsertLeads(ctx context.Context, tx *sql.Tx, rows []store.LeadRow) ([]store.LeadID, error) {
	n := len(rows)
	texts := func(of func(store.LeadRow) string) []string { return column(rows, of) }
	data := make([][]byte, n)
	at := make(map[string]int, n) // places in the list, by key
	for i, r := range rows {
		data[i] = r.Data
		if _, twice := at[r.Key]; !twice {
			at[r.Key] = i
		}
	}
	added, err := tx.QueryContext(ctx, `
		INSERT INTO lead (key, source, url, title, updated, seen, state, why, data, content)
		SELECT key, source, url, title, updated, seen, state, why, data, content
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::bytea[], $10::text[])
			WITH ORDINALITY AS l (key, source, url, title, updated, seen, state, why, data, content, place)
		ORDER BY place ON CONFLICT (key) DO NOTHING RETURNING id, key`,
		texts(func(r store.LeadRow) string { return r.Key }), texts(func(r store.LeadRow) string { return r.Source }),
		texts(func(r store.LeadRow) string { return r.URL }), texts(func(r store.LeadRow) string { return r.Title }),
		column(rows, func(r store.LeadRow) int64 { return r.Updated }), column(rows, func(r store.LeadRow) int64 { return r.Seen }),
		texts(func(r store.LeadRow) string { return r.State }), texts(func(r store.LeadRow) string { return r.Why }),
		data, texts(func(r store.LeadRow) string { return r.Content }))
	if err != nil {
		return nil, err
	}
	defer added.Close()
	ids := make([]store.LeadID, n)
	for added.Next() {
		var id store.LeadID
		var key string
		if err := added.Scan(&id, &key); err != nil {
			return nil, err
		}
		ids[at[key]] = id
	}
	return ids, added.Err()
}

// column is one field of each row.
func column[R, F any](rows []R, field func(R) F) []F {
	out := make([]F, len(rows))
	for i, r := range rows {
		out[i] = field(r)
	}
	return out
}
