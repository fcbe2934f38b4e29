package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// wasHeld is what digest.held says of a digest that waited, waits no longer, and was never shown as it was.
const wasHeld = "over"

const waits = ` d.held <> '' AND d.held <> 'over'`

// HoldDigest writes a digest that is not shown before a person approves it. It must be of the present text of its article; one that
// waited until now waits no longer, and stays.
func (tx *Tx) HoldDigest(d news.Digest, why news.Hold) error {
	what := "hold digest of " + string(d.Article)
	text, _, err := tx.presentText(d.Article)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if d.Text != text {
		return fmt.Errorf("%s: %w", what, ErrOtherText)
	}
	if err := tx.letGo(d.Article); err != nil {
		return err
	}
	if err := tx.insertDigest(what, d, string(why)); err != nil {
		return err
	}
	return tx.Overtaken(DigestTask(d.Article, time.Time{}))
}

// letGo notes that no digest of an article waits.
func (tx *Tx) letGo(id news.ArticleID) error {
	return tx.exec("end the waiting of digests of "+string(id), `UPDATE digest SET held = $2 WHERE article = $1 AND held <> '' AND held <> $2`,
		string(id), wasHeld)
}

// HeldDigest returns the digest of the present text of an article that waits for a person, and why; "" if none does.
func (tx *Tx) HeldDigest(id news.ArticleID) (d news.Digest, why news.Hold, err error) {
	text, _, err := tx.presentText(id)
	if errors.Is(err, ErrNotFound) {
		return d, "", nil
	}
	if err != nil {
		return d, "", err
	}
	var data []byte
	err = tx.one("read the digest of "+string(id)+" that waits", `SELECT d.data, d.held FROM digest d WHERE d.article = $1 AND d.text_hash = $2 AND`+waits,
		[]any{string(id), string(text)}, &data, &why)
	if errors.Is(err, ErrNotFound) {
		return d, "", nil
	}
	if err != nil {
		return d, "", err
	}
	d, err = unpackDigest(data)
	d.Text = text
	return d, why, err
}

// RevisedBefore reports whether the last digest by a model that an article had or has, of whatever text, has words of a person, was
// taken back by one, or waited since one of those did.
func (tx *Tx) RevisedBefore(id news.ArticleID) (yes bool, err error) {
	var revised int
	err = tx.one("read whether a digest of "+string(id)+" was revised", `SELECT CASE WHEN revised = 1 OR held = 'changed' THEN 1 ELSE 0 END FROM digest
		WHERE article = $1 AND model <> 'extract' ORDER BY id DESC LIMIT 1`, []any{string(id)}, &revised)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return revised == 1, err
}

// Held is a digest that waits for a person.
type Held struct {
	Article       news.ArticleID
	Outlet, Title string // of the report
	Lang          string // of the report
	Why           news.Hold
	Digest        news.Digest
}

// HeldDigests returns up to limit of the digests that wait for a person, those that have waited longest first, and how many there are.
// A digest of a text that is shown no longer, or of a report that was taken down, waits for nobody.
func (tx *Tx) HeldDigests(limit int) (list []Held, n int, err error) {
	const which = ` FROM digest d JOIN article a ON a.id = d.article JOIN version v ON v.article = a.id AND v.n = a.version AND v.text_hash = d.text_hash
		WHERE a.down = 0 AND` + waits
	if err := tx.one("count digests that wait for a person", `SELECT count(*)`+which, nil, &n); err != nil || n == 0 || limit == 0 {
		return nil, n, err
	}
	list, err = all(tx, "list digests that wait for a person",
		fmt.Sprintf(`SELECT d.article, a.outlet, a.title, a.lang, d.held, d.data%s ORDER BY d.id LIMIT %d`, which, limit), nil,
		func(scan func(...any) error) (h Held, err error) {
			var data []byte
			if err := scan(&h.Article, &h.Outlet, &h.Title, &h.Lang, &h.Why, &data); err != nil {
				return h, err
			}
			h.Digest, err = unpackDigest(data)
			return h, err
		})
	return list, n, err
}
