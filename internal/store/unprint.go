package store

import (
	"fmt"
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// withhold drops what story digests and editions say by a report, in the transaction in which it is taken from readers.
func (tx *Tx) withhold(id news.ArticleID) error {
	if err := tx.unciteHere(id); err != nil {
		return err
	}
	return tx.unprint(id)
}

// withholdSource is withhold for every report of a source.
func (tx *Tx) withholdSource(id news.SourceID) error {
	if err := tx.unciteSource(id); err != nil {
		return err
	}
	list, err := all(tx, "list reports of source "+string(id)+" in editions", `SELECT DISTINCT a.id FROM edition_report n
		JOIN article a ON a.id = n.article WHERE a.source = $1 AND n.gone = 0 ORDER BY a.id`, []any{string(id)}, column[news.ArticleID])
	return each(list, err, tx.unprint)
}

// restore puts a report back into the editions from which it has gone, if it may be shown again.
func (tx *Tx) restore(id news.ArticleID) error {
	list, err := tx.editionsWith(id, 1)
	if err != nil || len(list) == 0 {
		return err
	}
	var down, held int
	var source news.SourceID
	if err := tx.one("look whether article "+string(id)+" is shown", `SELECT down, held, source FROM article WHERE id = $1`,
		[]any{string(id)}, &down, &held, &source); err != nil {
		return err
	}
	if down != shown || held != 0 {
		return nil
	}
	s, err := tx.Source(source)
	if err != nil && !notFound(err) || err == nil && s.Source.Rights == news.RightsLink {
		return err
	}
	return each(list, nil, func(name news.EditionID) error { return tx.reprint(name, id) })
}

// restoreSource is restore for every report of a source.
func (tx *Tx) restoreSource(id news.SourceID) error {
	list, err := all(tx, "list reports of source "+string(id)+" that went from editions", `SELECT DISTINCT a.id FROM edition_report n
		JOIN article a ON a.id = n.article WHERE a.source = $1 AND n.gone = 1 ORDER BY a.id`, []any{string(id)}, column[news.ArticleID])
	return each(list, err, tx.restore)
}

// each does something with each of a list, if that could be had.
func each[T any](list []T, err error, do func(T) error) error {
	for i := 0; err == nil && i < len(list); i++ {
		err = do(list[i])
	}
	return err
}

// unprint takes a report out of the editions that name it.
func (tx *Tx) unprint(id news.ArticleID) error {
	list, err := tx.editionsWith(id, 0)
	return each(list, err, func(name news.EditionID) error { return tx.unprintFrom(name, id) })
}

// editionsWith lists the editions that name a report, or from which it has gone.
func (tx *Tx) editionsWith(id news.ArticleID, gone int) ([]news.EditionID, error) {
	return all(tx, "list editions with article "+string(id), `SELECT edition FROM edition_report WHERE article = $1 AND gone = $2 ORDER BY edition`,
		[]any{string(id), gone}, column[news.EditionID])
}

// unprintFrom takes a report out of an edition, of which the outline stays.
func (tx *Tx) unprintFrom(name news.EditionID, id news.ArticleID) error {
	e, _, err := tx.Edition(name)
	if err != nil {
		return err
	}
	outline, err := pack(e.Outline())
	if err != nil {
		return err
	}
	what := "take article " + string(id) + " out of edition " + string(name)
	if err := tx.exec(what, `UPDATE edition SET outline = coalesce(outline, $2) WHERE id = $1`, string(name), outline); err != nil {
		return err
	}
	if err := tx.exec(what, `UPDATE edition_report SET gone = 1 WHERE article = $1 AND edition = $2`, string(id), string(name)); err != nil {
		return err
	}
	if e, err = tx.withoutReport(e, id); err != nil {
		return err
	}
	return tx.putEdition(e)
}

// reprint makes an edition anew by its outline and the words that it still has, without what has gone from it but for one report.
func (tx *Tx) reprint(name news.EditionID, id news.ArticleID) error {
	what := "put article " + string(id) + " back into edition " + string(name)
	if err := tx.exec(what, `UPDATE edition_report SET gone = 0 WHERE article = $1 AND edition = $2`, string(id), string(name)); err != nil {
		return err
	}
	now, _, err := tx.Edition(name)
	if err != nil {
		return err
	}
	var data []byte
	if err := tx.one(what, `SELECT outline FROM edition WHERE id = $1`, []any{string(name)}, &data); err != nil {
		return err
	}
	e, err := unpack[news.Edition](data)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	gone, err := all(tx, "list what went from edition "+string(name), `SELECT article FROM edition_report WHERE edition = $1 AND gone = 1 ORDER BY article`,
		[]any{string(name)}, column[news.ArticleID])
	if err := each(gone, err, func(a news.ArticleID) (err error) { e, err = tx.withoutReport(e, a, now.Lines...); return err }); err != nil {
		return err
	}
	return tx.putEdition(e.Worded(now))
}

// withoutReport is an edition without a report. Another one of an outlet's own may stand for its event: that which stands for it in one
// of some lines, or the first.
func (tx *Tx) withoutReport(e news.Edition, id news.ArticleID, lines ...news.EditionLine) (news.Edition, error) {
	var failed error
	e = e.Without(id, func(in news.StoryID) (other news.ArticleID, ok bool) {
		if at := slices.IndexFunc(lines, func(l news.EditionLine) bool { return l.Story == in && l.Article != id }); at >= 0 {
			return lines[at].Article, true
		}
		err := tx.one("find another report of story "+string(in), `SELECT id FROM article
			WHERE story = $1 AND story <> '' AND id <> $2 AND down = 0 AND held = 0 AND copy_of = '' AND withdrawn = 0 AND captured <= $3
			ORDER BY captured, id LIMIT 1`, []any{string(in), string(id), stamp(e.Until)}, &other)
		if err != nil && !notFound(err) {
			failed = err
		}
		return other, err == nil
	})
	return e, failed
}
