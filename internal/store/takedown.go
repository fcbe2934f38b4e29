package store

import (
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Takedown is a report that is taken down, and why.
type Takedown struct {
	Article       news.ArticleID
	Outlet, Title string // of the report
	Lang          string // of the report
	At            time.Time
	Why           string // may be empty, as of one that was taken down before reasons were kept; then At is zero
}

// NoteTakedown notes why a report was taken down.
func (tx *Tx) NoteTakedown(id news.ArticleID, at time.Time, why string) error {
	if err := tx.EndTakedown(id, at); err != nil {
		return err
	}
	return tx.exec("note why "+string(id)+" is taken down", `INSERT INTO takedown (article, at, why) VALUES ($1, $2, $3)
		ON CONFLICT (article, at) DO UPDATE SET why = excluded.why, undone = 0, told = 0, reason = ''`, string(id), stamp(at), why)
}

// EndTakedown notes that a report is shown again. What was noted stays.
func (tx *Tx) EndTakedown(id news.ArticleID, at time.Time) error {
	return tx.exec("note that "+string(id)+" is shown again", `UPDATE takedown SET undone = $2 WHERE article = $1 AND undone = 0`, string(id), stamp(at))
}

// Takedowns returns up to limit of the reports that are taken down, the latest first, and how many there are.
func (tx *Tx) Takedowns(limit int) (list []Takedown, n int, err error) {
	const which = ` FROM article a LEFT JOIN takedown t ON t.article = a.id AND t.undone = 0 WHERE a.down = 1`
	if err := tx.one("count reports that are taken down", `SELECT count(*)`+which, nil, &n); err != nil || n == 0 {
		return nil, n, err
	}
	list, err = all(tx, "list reports that are taken down", fmt.Sprintf(`SELECT a.id, a.outlet, a.title, a.lang, coalesce(t.at, 0), coalesce(t.why, '')%s
		ORDER BY coalesce(t.at, 0) DESC, a.seq DESC LIMIT %d`, which, limit), nil,
		func(scan func(...any) error) (d Takedown, err error) {
			var at int64
			err = scan(&d.Article, &d.Outlet, &d.Title, &d.Lang, &at, &d.Why)
			d.At = moment(at)
			return d, err
		})
	return list, n, err
}

// TellTakedown notes that the address of a report tells readers that it was taken down, with a reason for them, which may be empty. It holds for
// the takedown that NoteTakedown has noted last.
func (tx *Tx) TellTakedown(id news.ArticleID, reason string) error {
	return tx.exec("note what is told of the takedown of "+string(id), `UPDATE takedown SET told = 1, reason = $2 WHERE article = $1 AND undone = 0`, string(id), reason)
}

// Told returns what the address of a report tells readers of its takedown; ErrNotFound: nothing.
func (tx *Tx) Told(id news.ArticleID) (t news.Takedown, err error) {
	var had, at int64
	err = tx.one("read what is told of the takedown of "+string(id), `SELECT coalesce((SELECT min(captured) FROM version WHERE article = $1), 0), at, reason
		FROM takedown WHERE article = $1 AND undone = 0 AND told = 1`, []any{string(id)}, &had, &at, &t.Reason)
	t.Article, t.Had, t.At = id, moment(had), moment(at)
	return t, err
}
