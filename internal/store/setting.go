package store

import (
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Settings returns what the desk has noted of the settings under which it worked, by name.
func (tx *Tx) Settings() (map[string]string, error) {
	out := map[string]string{}
	_, err := all(tx, "read settings", `SELECT name, value FROM setting`, nil, func(scan func(...any) error) (name string, err error) {
		var value string
		err = scan(&name, &value)
		out[name] = value
		return name, err
	})
	return out, err
}

// SetSetting notes a setting under which the desk works.
func (tx *Tx) SetSetting(name, value string) error {
	return tx.exec("note setting "+name, `INSERT INTO setting (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = $2`, name, value)
}

// LeadsBefore returns leads of a source with numbers below before that were first seen since
// then, latest first.
func (tx *Tx) LeadsBefore(source news.SourceID, before LeadID, since time.Time, limit int) ([]LeadRecord, error) {
	return all(tx, "list leads of "+string(source), `SELECT `+leadColumns+` FROM lead
		WHERE source = $1 AND id < $2 AND seen >= $3 ORDER BY id DESC LIMIT $4`,
		[]any{string(source), int64(before), stamp(since), limit}, scanLead)
}

// Follows reports whether any lead of a source is followed.
func (tx *Tx) Follows(source news.SourceID) (yes bool, err error) {
	return yes, tx.one("look for followed leads", `SELECT EXISTS (SELECT 1 FROM lead WHERE source = $1 AND state IN ('waiting', 'read'))`,
		[]any{string(source)}, &yes)
}

// SetLeadState replaces the state of a lead and its reason; all else stays.
func (tx *Tx) SetLeadState(id LeadID, state LeadState, why string) error {
	return tx.exec("set state of lead", `UPDATE lead SET state = $2, why = $3 WHERE id = $1`, int64(id), string(state), why)
}

// The values of the column down of an article.
const (
	shown   = 0
	down    = 1 // the operator has taken it down
	offBeat = 2 // the beat of today does not have it
)

// SetOffBeat keeps an article that is off the beat out of every page, feed, search and
// export; with false, no longer. One that was taken down stays so. It reports whether
// anything has changed.
func (tx *Tx) SetOffBeat(id news.ArticleID, off bool) (changed bool, err error) {
	from, to := offBeat, shown
	if off {
		from, to = to, from
	}
	var seq int64
	err = tx.one("show article "+string(id), `UPDATE article SET down = $2 WHERE id = $1 AND down = $3 RETURNING seq`,
		[]any{string(id), to, from}, &seq)
	if notFound(err) {
		return false, nil
	}
	if err == nil && off {
		err = tx.withhold(id)
	} else if err == nil {
		err = tx.restore(id)
	}
	if err != nil {
		return false, err
	}
	return true, tx.touch(id)
}

// Hidden reports whether an article is on no page, and whether that is since it is off the beat.
func (tx *Tx) Hidden(id news.ArticleID) (hidden, off bool, err error) {
	var n int
	err = tx.one("read article "+string(id), `SELECT down FROM article WHERE id = $1`, []any{string(id)}, &n)
	return n != shown, n == offBeat, err
}

// OffBeat lists the articles that are kept out as off the beat, latest first.
func (tx *Tx) OffBeat() ([]Row, error) {
	return all(tx, "list articles off the beat",
		"SELECT "+rowColumns+" FROM article a WHERE a.down = 2 ORDER BY a.published DESC, a.id", nil, scanRow)
}

// NamedOtherwise returns up to limit articles of a source that bear another name or outlet than
// these.
func (tx *Tx) NamedOtherwise(source news.SourceID, name, outlet string, limit int) ([]Place, error) {
	return all(tx, "list articles named otherwise", `SELECT seq, id FROM article
		WHERE source = $1 AND (source_name <> $2 OR outlet <> $3) ORDER BY seq LIMIT $4`, []any{string(source), name, outlet, limit},
		func(scan func(...any) error) (p Place, err error) {
			err = scan(&p.Seq, &p.ID)
			return p, err
		})
}

// Rename gives an article the present name and outlet of its source. Its page stays filed
// under the outlet's first name, since others link to it.
func (tx *Tx) Rename(id news.ArticleID, name, outlet string) error {
	err := tx.exec("rename source of "+string(id), `UPDATE article SET source_name = $2, outlet = $3,
			filed = CASE WHEN filed <> '' THEN filed ELSE outlet END WHERE id = $1`, string(id), name, outlet)
	if err != nil {
		return err
	}
	return tx.touch(id)
}

// DigestsNotIn counts the shown articles whose digest is by a model and in another language,
// and returns up to limit of them, latest first.
func (tx *Tx) DigestsNotIn(lang string, limit int) (n int, some []news.ArticleID, err error) {
	const which = ` FROM article WHERE down = 0 AND digest_by <> '' AND digest_by <> 'extract' AND lower(digest_lang) <> lower($1)`
	if err := tx.one("count digests in other languages", `SELECT count(*)`+which, []any{lang}, &n); err != nil || n == 0 || limit == 0 {
		return n, nil, err
	}
	some, err = all(tx, "list digests in other languages",
		fmt.Sprintf(`SELECT id%s ORDER BY seq DESC LIMIT %d`, which, limit), []any{lang}, column[news.ArticleID])
	return n, some, err
}
