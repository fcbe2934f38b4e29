package store

import (
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Reading is an article with its story, the report it copies, and what other reports are
// compared with.
type Reading struct {
	Article     news.Article
	Story       news.StoryID
	CopyOf      news.ArticleID
	Fingerprint []byte // of the text, for finding copies
	Features    []byte // of the text, for gathering stories
	Tokens      string // what search finds it by; empty: the index stays as it is
}

// AddArticle writes the first version of a report that is not known.
func (tx *Tx) AddArticle(r Reading) error {
	a := r.Article
	a.Version = 1
	change, err := tx.change(a.ID)
	if err != nil {
		return err
	}
	var seq int64
	err = tx.one("insert article "+string(a.ID), `
		INSERT INTO article (id, source, source_name, outlet, canonical, title, kind, lang, day, published, zone, captured,
			words, version, story, copy_of, held, fingerprint, features, changed, filed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $16, $17, $18, $19, $20) RETURNING seq`,
		[]any{string(a.ID), string(a.Source), a.SourceName, a.Outlet, a.Canonical, a.Title, string(a.Kind), a.Lang,
			a.Day(), stamp(a.Published), zone(a.Published), stamp(a.Captured), a.Words,
			string(r.Story), string(r.CopyOf), flag(a.NoArchive || a.Reserved), r.Fingerprint, r.Features, change, a.Filed}, &seq)
	if err != nil {
		return err
	}
	tx.indexReading(seq, r)
	return tx.insertVersion(a)
}

// AddVersion writes another version of a known report, numbered r.Article.Version, and
// makes it the current one. Earlier versions stay.
func (tx *Tx) AddVersion(r Reading) error {
	if err := tx.insertVersion(r.Article); err != nil {
		return err
	}
	return tx.show(r)
}

// ReplaceText replaces the current version of a known report, numbered r.Article.Version.
func (tx *Tx) ReplaceText(r Reading) error {
	a := r.Article
	data, err := pack(a)
	if err != nil {
		return err
	}
	err = tx.exec("replace version", `UPDATE version SET title = $3, words = $4, hash = $5, data = $6 WHERE article = $1 AND n = $2`,
		string(a.ID), a.Version, a.Title, a.Words, string(a.Capture), data)
	if err != nil {
		return err
	}
	return tx.show(r)
}

func (tx *Tx) insertVersion(a news.Article) error {
	data, err := pack(a)
	if err != nil {
		return err
	}
	return tx.exec("save version", `INSERT INTO version (article, n, title, words, captured, hash, data) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(a.ID), a.Version, a.Title, a.Words, stamp(a.Captured), string(a.Capture), data)
}

// show makes a version the current one; what is shown is not withdrawn. The story of the report and the day under which it
// is filed do not change with an edit: others may link to its page.
func (tx *Tx) show(r Reading) error {
	a := r.Article
	change, err := tx.change(a.ID)
	if err != nil {
		return err
	}
	var seq int64
	err = tx.one("update article "+string(a.ID), `
		UPDATE article SET title = $2, kind = $3, lang = $4, words = $5, version = $6, withdrawn = 0,
			held = $7, fingerprint = $8, features = $9, changed = $10 WHERE id = $1 RETURNING seq`,
		[]any{string(a.ID), a.Title, string(a.Kind), a.Lang, a.Words, a.Version,
			flag(a.NoArchive || a.Reserved), r.Fingerprint, r.Features, change}, &seq)
	if err != nil {
		return err
	}
	tx.indexReading(seq, r)
	return nil
}

func (tx *Tx) indexReading(seq int64, r Reading) {
	if r.Tokens != "" {
		tx.Index(seq, r.Tokens)
	}
}

// change takes the next change number, for that article.
func (tx *Tx) change(id news.ArticleID) (int64, error) {
	var n int64
	err := tx.one("number a change", `UPDATE counter SET n = n + 1 WHERE name = 'change' RETURNING n`, nil, &n)
	if err == nil {
		if tx.touched == nil {
			tx.touched = map[news.ArticleID]bool{}
		}
		tx.touched[id] = true
	}
	return n, err
}

// touch gives an article a new change number, since its page has to be made again. A number
// given in the same transaction serves: nobody has seen it.
func (tx *Tx) touch(id news.ArticleID) error {
	if tx.touched[id] {
		return nil
	}
	n, err := tx.change(id)
	if err != nil {
		return err
	}
	return tx.exec("touch article", `UPDATE article SET changed = $2 WHERE id = $1`, string(id), n)
}

// Article returns the current version of an article.
func (tx *Tx) Article(id news.ArticleID) (news.Article, error) {
	var data []byte
	var withdrawn int64
	var n named
	err := tx.one("read article "+string(id), `SELECT v.data, a.withdrawn, a.source_name, a.outlet, a.filed FROM article a
		JOIN version v ON v.article = a.id AND v.n = a.version WHERE a.id = $1`, []any{string(id)},
		&data, &withdrawn, &n.source, &n.outlet, &n.filed)
	if err != nil {
		return news.Article{}, err
	}
	a, err := unpack[news.Article](data)
	a.Withdrawn = moment(withdrawn) // the text of a version knows nothing of it
	n.name(&a)
	return a, err
}

// named is how an article's source is called today; see Rename.
type named struct{ source, outlet, filed string }

func (n named) name(a *news.Article) { a.SourceName, a.Outlet, a.Filed = n.source, n.outlet, n.filed }

// Seq returns the sequence number of an article.
func (tx *Tx) Seq(id news.ArticleID) (seq int64, err error) {
	return seq, tx.one("read article "+string(id), `SELECT seq FROM article WHERE id = $1`, []any{string(id)}, &seq)
}

// Withdraw writes when sights had shown that the outlet withdrew the report; with the zero time, that they do not
// show it. The sights stay as they are.
func (tx *Tx) Withdraw(id news.ArticleID, at time.Time) error {
	a, err := tx.Article(id)
	if err != nil || stamp(a.Withdrawn) == stamp(at) {
		return err
	}
	err = tx.exec("withdraw article "+string(id), `UPDATE article SET withdrawn = $2 WHERE id = $1`, string(id), stamp(at))
	if err != nil {
		return err
	}
	return tx.touch(id)
}

// TakeDown keeps an article off every page, feed, search and export; with false, no longer.
// One that is off the beat is shown again as well: the operator names it.
func (tx *Tx) TakeDown(id news.ArticleID, down bool) error {
	if _, err := tx.Seq(id); err != nil {
		return err
	}
	if err := tx.exec("take down article", `UPDATE article SET down = $2 WHERE id = $1`, string(id), flag(down)); err != nil {
		return err
	}
	return tx.touch(id)
}

// Versions returns the states of an article, oldest first.
func (tx *Tx) Versions(id news.ArticleID) ([]news.Version, error) {
	return all(tx, "list versions", `SELECT n, title, words, captured, hash FROM version WHERE article = $1 ORDER BY n`, []any{string(id)},
		func(scan func(...any) error) (v news.Version, err error) {
			var at int64
			err = scan(&v.N, &v.Title, &v.Words, &at, &v.Hash)
			v.Captured = moment(at)
			return v, err
		})
}

// Version returns one state of an article.
func (tx *Tx) Version(id news.ArticleID, n int) (news.Article, error) {
	var data []byte
	err := tx.one(fmt.Sprintf("read version %d of article %s", n, id), `SELECT data FROM version WHERE article = $1 AND n = $2`,
		[]any{string(id), n}, &data)
	if err != nil {
		return news.Article{}, err
	}
	a, err := unpack[news.Article](data)
	a.Withdrawn = time.Time{} // said of the report, not of a state of its text
	return a, err
}

// Articles lists the identifiers of articles by their number, those of one source
// where source is given, newest first. What is taken down is not listed.
func (tx *Tx) Articles(source news.SourceID, since time.Time) ([]news.ArticleID, error) {
	return all(tx, "list articles", `SELECT id FROM article WHERE ($1 = '' OR source = $1) AND captured >= $2 AND down = 0 ORDER BY seq DESC`,
		[]any{string(source), stamp(since)}, column[news.ArticleID])
}

// Count counts the articles that are not taken down.
func (tx *Tx) Count() (n int64, err error) {
	return n, tx.one("count articles", `SELECT count(*) FROM article WHERE down = 0`, nil, &n)
}
