package store

import (
	"errors"

	"github.com/waidian/waidian/internal/news"
)

// Kept is a capture with what it is of.
type Kept struct {
	ID int64
	news.Ref
	Source news.SourceID // of a source's own document, else empty
	Lead   LeadID        // of a page, else zero
}

// FileEnd says up to where captures fill a file of the archive.
type FileEnd struct {
	File string
	End  int64 // offset behind the last capture
}

const keptColumns = `id, url, hash, digest, file, pos, len, status, at, source, lead`

func scanKept(scan func(...any) error) (k Kept, err error) {
	var at int64
	err = scan(&k.ID, &k.URL, &k.Hash, &k.Digest, &k.File, &k.Offset, &k.Length, &k.Status, &at, &k.Source, &k.Lead)
	k.At, k.Digest = moment(at), news.HexPayload(k.Digest)
	return k, err
}

// FileEnds returns the files of the archive that have captures which are not lost. Captures do not
// overlap, so that the last one ends last: the query steps through an index from file to file.
func (tx *Tx) FileEnds() ([]FileEnd, error) {
	return all(tx, "look up to where captures fill the archive", `
		WITH RECURSIVE files (file) AS (
			SELECT min(file) FROM capture WHERE lost = 0
			UNION ALL
			SELECT (SELECT min(file) FROM capture WHERE lost = 0 AND file > files.file) FROM files WHERE files.file IS NOT NULL)
		SELECT file, (SELECT pos + len FROM capture WHERE lost = 0 AND file = files.file ORDER BY pos DESC LIMIT 1)
		FROM files WHERE file IS NOT NULL`, nil,
		func(scan func(...any) error) (f FileEnd, err error) {
			err = scan(&f.File, &f.End)
			return f, err
		})
}

// Beyond returns up to limit captures in a file that end after size and are not known to be lost, in the order of their places.
func (tx *Tx) Beyond(file string, size int64, limit int) ([]Kept, error) {
	return all(tx, "list captures beyond "+file, `SELECT `+keptColumns+` FROM capture
		WHERE lost = 0 AND file = $1 AND pos + len > $2 ORDER BY pos LIMIT $3`, []any{file, size, limit}, scanKept)
}

// CountBeyond counts the captures in a file that end after size and are not known to be lost.
func (tx *Tx) CountBeyond(file string, size int64) (n int, err error) {
	err = tx.one("count captures beyond "+file, `SELECT count(*) FROM capture WHERE lost = 0 AND file = $1 AND pos + len > $2`,
		[]any{file, size}, &n)
	return n, err
}

// CountLostBeyond counts the lost captures whose places in a file end after size.
func (tx *Tx) CountLostBeyond(file string, size int64) (n int, err error) {
	err = tx.one("count lost captures beyond "+file, `SELECT count(*) FROM capture WHERE lost = 1 AND file = $1 AND pos + len > $2`,
		[]any{file, size}, &n)
	return n, err
}

// KeptAfter returns up to limit captures that are not known to be lost, with numbers after id, in the order of their numbers.
func (tx *Tx) KeptAfter(id int64, limit int) ([]Kept, error) {
	return all(tx, "list captures", `SELECT `+keptColumns+` FROM capture WHERE lost = 0 AND id > $1 ORDER BY id LIMIT $2`,
		[]any{id, limit}, scanKept)
}

// KeptOf returns the captures of a lead that are not known to be lost and lie at a place.
func (tx *Tx) KeptOf(lead LeadID, at news.Ref) ([]Kept, error) {
	return all(tx, "find capture", `SELECT `+keptColumns+` FROM capture WHERE lost = 0 AND lead = $1 AND file = $2 AND pos = $3`,
		[]any{int64(lead), at.File, at.Offset}, scanKept)
}

// Repeats returns the later captures of the same body, which may point to that of k.
func (tx *Tx) Repeats(k Kept) ([]Kept, error) {
	now, before := news.PayloadForms(k.Digest)
	return all(tx, "list repeated captures", `SELECT `+keptColumns+` FROM capture
		WHERE lost = 0 AND url = $1 AND digest IN ($2, $3) AND id > $4 ORDER BY id`, []any{k.URL, now, before, k.ID}, scanKept)
}

// Lost returns up to limit captures that are lost, with numbers after id.
func (tx *Tx) Lost(id int64, limit int) ([]Kept, error) {
	return all(tx, "list lost captures", `SELECT `+keptColumns+` FROM capture WHERE lost = 1 AND id > $1 ORDER BY id LIMIT $2`,
		[]any{id, limit}, scanKept)
}

// SetLost writes whether a capture is lost. Its row stays: it says what was captured, and where it should lie. One that is lost no more
// is entered in the log if it has no leaf.
func (tx *Tx) SetLost(id int64, lost bool) error {
	if !lost {
		if err := tx.enterAgain(id); err != nil {
			return err
		}
	}
	return tx.exec("mark capture as lost", `UPDATE capture SET lost = $2 WHERE id = $1`, id, flag(lost))
}

// LostSince reports whether the latest page of the lead that was captured is lost.
func (tx *Tx) LostSince(lead LeadID) (bool, error) {
	var n int
	err := tx.one("look for lost captures", `SELECT count(*) FROM capture WHERE lost = 1 AND lead = $1 AND status = 200
		AND id > (SELECT coalesce(max(id), 0) FROM capture WHERE lost = 0 AND lead = $1 AND lead <> 0 AND status = 200)`, []any{int64(lead)}, &n)
	return n > 0, err
}

// CountUnfetched counts the pages of watched sources, and the lists of those that are not paused, that are lost and were not
// captured again since.
func (tx *Tx) CountUnfetched() (pages, lists int, err error) {
	err1 := tx.one("count lost pages that are not fetched again", `SELECT count(DISTINCT c.lead) FROM capture c
		JOIN lead l ON l.id = c.lead JOIN source s ON s.id = l.source
		WHERE c.lost = 1 AND c.lead <> 0 AND c.status = 200 AND s.active > 0 AND l.state IN ('waiting', 'read')
		AND NOT EXISTS (SELECT 1 FROM capture n WHERE n.lead = c.lead AND n.lead <> 0 AND n.lost = 0 AND n.id > c.id AND n.status <> 304)`, nil, &pages)
	err2 := tx.one("count lost lists that are not fetched again", `SELECT count(DISTINCT c.source) FROM capture c
		JOIN source s ON s.id = c.source
		WHERE c.lost = 1 AND c.source <> '' AND s.active = 1
		AND NOT EXISTS (SELECT 1 FROM capture n WHERE n.url = c.url AND n.source = c.source AND n.lost = 0 AND n.id > c.id)`, nil, &lists)
	return pages, lists, errors.Join(err1, err2)
}

// CountLost counts the lost captures.
func (tx *Tx) CountLost() (n int, err error) {
	err = tx.one("count lost captures", `SELECT count(*) FROM capture WHERE lost = 1`, nil, &n)
	return n, err
}
