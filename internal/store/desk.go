package store

import "errors"

// Owner says whose database it is: the desk's, and where its data folder was last.
type Owner struct {
	Desk  string // an identifier that the data folder carries too; empty: nobody's yet
	Place string // HOST:FOLDER of the process that worked last, for messages
	Feeds string // name from which the identifiers in its feeds are made; it outlives addresses; empty: none is fixed yet
}

// Owner returns whose database it is; the zero Owner if no desk has claimed it.
func (tx *Tx) Owner() (o Owner, err error) {
	err = tx.one("read whose database it is", `SELECT id, place, feeds FROM desk`, nil, &o.Desk, &o.Place, &o.Feeds)
	if errors.Is(err, ErrNotFound) {
		return Owner{}, nil
	}
	return o, err
}

// SetOwner records whose database it is.
func (tx *Tx) SetOwner(o Owner) error {
	return tx.exec("write whose database it is", `INSERT INTO desk (one, id, place, feeds) VALUES (1, $1, $2, $3)
		ON CONFLICT (one) DO UPDATE SET id = excluded.id, place = excluded.place, feeds = excluded.feeds`, o.Desk, o.Place, o.Feeds)
}

// NewestForm returns the number of the newest form in which the articles are indexed; 0: none.
func (tx *Tx) NewestForm() (int, error) {
	forms, err := all(tx, "read the forms of the search index", `SELECT name FROM counter WHERE name LIKE 'index form %'`, nil, column[string])
	newest := 0
	for _, name := range forms {
		newest = max(newest, formOf(name))
	}
	return newest, err
}

// CapturedIn returns the names of up to limit archive files in which captures lie, the latest first.
func (tx *Tx) CapturedIn(limit int) ([]string, error) {
	return all(tx, "list archive files", `SELECT file FROM (SELECT file, max(id) AS last FROM capture GROUP BY file) AS files
		ORDER BY last DESC LIMIT $1`, []any{limit}, column[string])
}
