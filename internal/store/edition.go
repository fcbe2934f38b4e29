package store

import (
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// AddEdition keeps an edition that was cut, but for what it names that is not shown by now. One that is there stays as it is:
// kept is false.
func (tx *Tx) AddEdition(e news.Edition) (kept bool, err error) {
	if _, there, err := tx.Edition(e.ID()); err != nil || there {
		return false, err
	}
	var hidden []news.ArticleID
	for _, id := range e.Names() {
		var down int
		err := tx.one("look whether article "+string(id)+" is shown", `SELECT down FROM article WHERE id = $1`, []any{string(id)}, &down)
		if notFound(err) {
			e, err = tx.withoutReport(e, id)
		}
		if err != nil {
			return false, err
		}
		if down != shown {
			hidden = append(hidden, id)
		}
	}
	if err := tx.putEdition(e); err != nil {
		return false, err
	}
	for _, id := range hidden {
		if err := tx.unprintFrom(e.ID(), id); err != nil {
			return false, err
		}
	}
	return true, nil
}

// putEdition writes an edition and which reports it names.
func (tx *Tx) putEdition(e news.Edition) error {
	e.Told.Digest = bounded(e.Told.Digest)
	data, err := pack(e)
	if err != nil {
		return err
	}
	id := string(e.ID())
	n, err := tx.nextChange()
	if err != nil {
		return err
	}
	if err := tx.exec("save edition "+id, `INSERT INTO edition (id, slot, until, changed, data) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET changed = $4, data = $5`, id, e.Slot, stamp(e.Until), n, data); err != nil {
		return err
	}
	if err := tx.exec("drop what edition "+id+" names", `DELETE FROM edition_report WHERE edition = $1 AND gone = 0`, id); err != nil {
		return err
	}
	for _, a := range e.Names() {
		if err := tx.exec("note what edition "+id+" names", `INSERT INTO edition_report (article, edition) VALUES ($1, $2)
			ON CONFLICT (article, edition) DO UPDATE SET gone = 0`, string(a), id); err != nil {
			return err
		}
	}
	return nil
}

// Edition returns an edition; false: there is none.
func (tx *Tx) Edition(id news.EditionID) (e news.Edition, ok bool, err error) {
	var data []byte
	what := "read edition " + string(id)
	err = tx.one(what, `SELECT data FROM edition WHERE id = $1`, []any{string(id)}, &data)
	if notFound(err) {
		return e, false, nil
	}
	if err == nil {
		e, err = unpack[news.Edition](data)
	}
	if err != nil {
		return e, false, fmt.Errorf("%s: %w", what, err)
	}
	return e, true, nil
}

// EditionFilter says which editions are asked for. All fields that are set must hold.
type EditionFilter struct {
	Slot    string
	Changed int64            // cut or changed after that change
	Naming  []news.ArticleID // they name one of these
	Before  news.EditionID   // older than this one
	Until   time.Time        // cut at this time, or before
	Limit   int              // 0: all
}

// namedAtOnce is for how many reports it is asked at a time which editions name them.
const namedAtOnce = 500

// Editions returns the editions that q asks for, newest first.
func (tx *Tx) Editions(q EditionFilter) (out []news.EditionID, err error) {
	if len(q.Naming) <= namedAtOnce {
		return tx.editions(q)
	}
	limit := q.Limit
	for some := range slices.Chunk(q.Naming, namedAtOnce) {
		q.Naming = some
		list, err := tx.editions(q)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	slices.Reverse(out)
	if limit > 0 {
		out = out[:min(limit, len(out))]
	}
	return out, nil
}

func (tx *Tx) editions(q EditionFilter) ([]news.EditionID, error) {
	var w where
	w.addIf(q.Slot != "", "e.slot = %s", q.Slot)
	w.addIf(q.Changed > 0, "e.changed > %s", q.Changed)
	w.addIf(q.Before != "", "e.id < %s", string(q.Before))
	w.addIf(!q.Until.IsZero(), "e.until <= %s", stamp(q.Until))
	w.addIf(len(q.Naming) > 0, "n.gone = %s", 0)
	addIn(&w, "n.article", texts(q.Naming))
	query := "SELECT e.id FROM edition e"
	if len(q.Naming) > 0 {
		query = "SELECT DISTINCT e.id FROM edition_report n JOIN edition e ON e.id = n.edition"
	}
	query += w.sql() + " ORDER BY e.id DESC"
	if q.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", q.Limit)
	}
	return all(tx, "list editions", query, w.args, column[news.EditionID])
}

func texts(ids []news.ArticleID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// Arrived returns the reports that came after from, until a time, and the others of their stories, those that came first first;
// of the newest limit that came. What is taken down is left out, and what was published before stale does not count as come, unless
// its time cannot be.
func (tx *Tx) Arrived(from, until, stale time.Time, limit int) ([]Row, error) {
	const came = ` FROM article WHERE captured > $1 AND captured <= $2 AND down = 0 AND (published = 0 OR published >= $4 OR published > captured)
		ORDER BY captured DESC, seq DESC LIMIT $3`
	return all(tx, "list reports of a time with their stories", `SELECT `+rowColumns+` FROM article a WHERE a.down = 0 AND a.captured <= $2 AND (
			a.id IN (SELECT id`+came+`) OR a.story IN (SELECT story FROM (SELECT story`+came+`) AS came WHERE story <> ''))
		ORDER BY a.captured, a.seq`, []any{stamp(from), stamp(until), limit, stamp(stale)}, scanRow)
}

// Published returns the newest reports, by their outlets, up to a time, newest first.
func (tx *Tx) Published(until time.Time, limit int) ([]news.ArticleID, error) {
	return all(tx, "list the newest reports", `SELECT id FROM article WHERE down = 0 AND published <= $1 AND captured <= $1
		ORDER BY published DESC, id LIMIT $2`, []any{stamp(until), limit}, column[news.ArticleID])
}

// WithStory returns a report and the others of its story that are not taken down.
func (tx *Tx) WithStory(id news.ArticleID) ([]Row, error) {
	return all(tx, "list reports beside article "+string(id), `SELECT `+rowColumns+` FROM article a WHERE a.down = 0 AND (a.id = $1
		OR a.story IN (SELECT story FROM article WHERE id = $1 AND story <> '')) ORDER BY a.captured, a.seq`, []any{string(id)}, scanRow)
}

// Edited returns which reports have an edit of their outlets that was first seen after from, until a time, latest first, at most
// limit, each once. What is taken down is left out.
func (tx *Tx) Edited(from, until time.Time, limit int) ([]news.ArticleID, error) {
	return all(tx, "list edited reports", `SELECT v.article FROM version v JOIN article a ON a.id = v.article
		WHERE v.edited = 1 AND v.captured > $1 AND v.captured <= $2 AND a.down = 0 GROUP BY v.article ORDER BY max(v.captured) DESC, v.article LIMIT $3`,
		[]any{stamp(from), stamp(until), limit}, column[news.ArticleID])
}

// Withdrawals returns which reports were withdrawn after from, until a time, and when, latest first, at most limit.
func (tx *Tx) Withdrawals(from, until time.Time, limit int) ([]Withdrawal, error) {
	return all(tx, "list withdrawn reports", `SELECT id, withdrawn FROM article WHERE withdrawn <> 0 AND withdrawn > $1 AND withdrawn <= $2 AND down = 0
		ORDER BY withdrawn DESC, id LIMIT $3`, []any{stamp(from), stamp(until), limit},
		func(scan func(...any) error) (w Withdrawal, err error) {
			var at int64
			err = scan(&w.ID, &at)
			w.At = moment(at)
			return w, err
		})
}

// Withdrawal is a report that its outlet took back.
type Withdrawal struct {
	ID news.ArticleID
	At time.Time
}

// Telling returns a report that is not taken down, with its earlier versions by edits of the outlet, but not its house.
func (tx *Tx) Telling(id news.ArticleID) (t news.Telling, ok bool, err error) {
	it, err := tx.item(id)
	if notFound(err) {
		return t, false, nil
	}
	if err == nil {
		t.Item = it
		t.Earlier, err = tx.superseded(it)
	}
	return t, err == nil, err
}
