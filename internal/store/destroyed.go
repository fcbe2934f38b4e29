package store

import (
	"time"

	"github.com/waidian/waidian/internal/news"
)

// condemned is the value of lost of a capture that the operator has ordered to be destroyed. Nothing reads it any more, nor is its page
// asked for again for that; its row and its leaf stay, which have a hash of what it was.
const condemned = 2

// Condemn notes that the capture at a place in the archive is to be destroyed, before it is.
func (tx *Tx) Condemn(at news.Ref) error {
	return tx.exec("note that a capture is to be destroyed", `UPDATE capture SET lost = $3 WHERE file = $1 AND pos = $2 AND lost <> $3`, at.File, at.Offset, condemned)
}

// Condemned returns the captures that are to be destroyed and are not yet.
func (tx *Tx) Condemned() ([]Kept, error) {
	return all(tx, "list captures to be destroyed", `SELECT `+keptColumns+` FROM capture WHERE lost = $1 AND destroyed = 0 ORDER BY id`, []any{condemned}, scanKept)
}

// NoteDestroyed notes that the archive has a capture no more.
func (tx *Tx) NoteDestroyed(id int64, at time.Time) error {
	return tx.exec("note that a capture is destroyed", `UPDATE capture SET destroyed = $2 WHERE id = $1`, id, stamp(at))
}

// Destroyed counts the captures that were destroyed; last is when that was done last.
func (tx *Tx) Destroyed() (n int, last time.Time, err error) {
	var at int64
	err = tx.one("count destroyed captures", `SELECT count(*), coalesce(max(destroyed), 0) FROM capture WHERE lost = $1 AND destroyed > 0`, []any{condemned}, &n, &at)
	return n, moment(at), err
}
