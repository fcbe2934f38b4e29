package store

import (
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Versions returns the states of an article, oldest first.
func (tx *Tx) Versions(id news.ArticleID) ([]news.Version, error) {
	return all(tx, "list versions", `SELECT n, title, words, captured, hash, text_hash, extractor, edited, seen, out_of_file FROM version
		WHERE article = $1 ORDER BY n`, []any{string(id)},
		func(scan func(...any) error) (v news.Version, err error) {
			var at, seen int64
			var edited int
			err = scan(&v.N, &v.Title, &v.Words, &at, &v.Hash, &v.Text, &v.Extractor, &edited, &seen, &v.OutOfFile)
			v.Captured, v.Edited, v.Seen = moment(at), edited == 1, moment(max(at, seen))
			return v, err
		})
}

// Version returns one state of an article.
func (tx *Tx) Version(id news.ArticleID, n int) (news.Article, error) {
	var data []byte
	var edited int
	var at, seen int64
	err := tx.one(fmt.Sprintf("read version %d of article %s", n, id), `SELECT data, edited, captured, seen FROM version WHERE article = $1 AND n = $2`,
		[]any{string(id), n}, &data, &edited, &at, &seen)
	if err != nil {
		return news.Article{}, err
	}
	a, err := unpack[news.Article](data)
	a.Withdrawn = time.Time{} // said of the report, not of a state of its text
	a.Edited, a.Seen = edited == 1, moment(max(at, seen))
	return a, err
}

// Confirm writes that a look at the time at found the text of a report that is shown as it is. With since not zero, it only repeats
// what the look at that time found: where that did not confirm the text, nothing is written. The page of the report does not
// change: when the present text was last seen is on no page.
func (tx *Tx) Confirm(id news.ArticleID, at, since time.Time) error {
	return tx.exec("confirm the text of "+string(id), `UPDATE version SET seen = $2 WHERE article = $1
		AND n = (SELECT version FROM article WHERE id = $1) AND seen < $2 AND captured < $2 AND (seen >= $3 OR captured >= $3)`,
		string(id), stamp(at), stamp(since))
}

// EditMark is an edit by an outlet: version N of a report, and when a capture first showed it.
type EditMark struct {
	Article news.ArticleID
	N       int
	At      time.Time
}

// EditMarks lists the edits by outlets, newest first, but for those of live pages, and of reports that are taken down or off the beat.
func (tx *Tx) EditMarks() ([]EditMark, error) {
	return all(tx, "list edits", `SELECT v.article, v.n, v.captured FROM version v JOIN article a ON a.id = v.article
		WHERE v.edited = 1 AND a.down = 0 AND a.kind <> $1 ORDER BY v.captured DESC, v.article, v.n DESC`, []any{string(news.PageLive)},
		func(scan func(...any) error) (e EditMark, err error) {
			var at int64
			err = scan(&e.Article, &e.N, &at)
			e.At = moment(at)
			return e, err
		})
}
