package store

import (
	"cmp"
	"errors"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Reading is an article with its story, the report it copies, and what other reports are
// compared with.
type Reading struct {
	Article     news.Article
	Story       news.StoryID
	CopyOf      news.ArticleID
	Fingerprint []byte    // of the text, for finding copies; empty: that of a known report stays as it is
	Features    []byte    // of the text, for gathering stories; empty: those of a known report stay as they are
	Tokens      string    // what search finds it by; empty: the index stays as it is
	Arrived     time.Time // when the desk had it first; zero: with its capture. Only AddArticle reads it
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
			words, version, story, copy_of, held, fingerprint, features, changed, filed, hour, arrived)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $16, $17, $18, $19, $20, $21, $22) RETURNING seq`,
		[]any{string(a.ID), string(a.Source), a.SourceName, a.Outlet, a.Canonical, a.Title, string(a.Kind), a.Lang,
			a.Day(), stamp(a.Published), zone(a.Published), stamp(a.Captured), a.Words,
			string(r.Story), string(r.CopyOf), flag(a.NoArchive || a.Reserved), r.Fingerprint, r.Features, change, a.Filed, string(a.Hour),
			stamp(cmp.Or(r.Arrived, a.Captured))}, &seq)
	if err != nil {
		return err
	}
	tx.indexReading(seq, r)
	return tx.insertVersion(a)
}

// AddVersion writes another version of a known report, numbered r.Article.Version, and
// makes it the current one. Earlier versions stay.
func (tx *Tx) AddVersion(r Reading) error {
	if err := tx.nameTexts(r.Article.ID); err != nil {
		return err
	}
	if err := tx.insertVersion(r.Article); err != nil {
		return err
	}
	return tx.show(r)
}

// ReplaceText replaces the current version of a known report, numbered r.Article.Version. Whether
// it is an edit by the outlet stays as it is.
func (tx *Tx) ReplaceText(r Reading) error {
	if err := tx.nameTexts(r.Article.ID); err != nil {
		return err
	}
	a := r.Article
	if err := tx.witnessOther(a); err != nil {
		return err
	}
	a.Seen = time.Time{} // see Confirm
	data, err := pack(a)
	if err != nil {
		return err
	}
	err = tx.exec("replace version", `UPDATE version SET title = $3, words = $4, hash = $5, data = $6, text_hash = $7, extractor = $8, out_of_file = $9
			WHERE article = $1 AND n = $2`,
		string(a.ID), a.Version, a.Title, a.Words, string(a.Capture), data, string(a.TextHash()), a.Extractor, string(a.OutOfFile()))
	if err != nil {
		return err
	}
	return tx.show(r)
}

// SetAsked writes what an outlet asks of those who keep copies of a report, NoArchive, NoIndex and Reserved of a, where it asks
// something else than before. The text that is shown stays, and whether it is withdrawn. What the digest of its story says by a
// report goes in the same transaction in which its rights are lost.
func (tx *Tx) SetAsked(a news.Article) (changed bool, err error) {
	var data []byte
	what := "read what is asked of article " + string(a.ID)
	var n int
	if err := tx.one(what, `SELECT v.n, v.data FROM article a JOIN version v ON v.article = a.id AND v.n = a.version WHERE a.id = $1`,
		[]any{string(a.ID)}, &n, &data); err != nil {
		return false, err
	}
	was, err := unpack[news.Article](data)
	if err != nil || was.AsksAs(a) {
		return false, err
	}
	now := was
	now.NoArchive, now.NoIndex, now.Reserved = a.NoArchive, a.NoIndex, a.Reserved
	if data, err = pack(now); err != nil {
		return false, err
	}
	if err := tx.exec("write what is asked of article "+string(a.ID), `UPDATE version SET data = $3 WHERE article = $1 AND n = $2`,
		string(a.ID), n, data); err != nil {
		return false, err
	}
	held := now.NoArchive || now.Reserved
	if held {
		if err := tx.withhold(a.ID); err != nil {
			return false, err
		}
	}
	if err := tx.exec("write whether article "+string(a.ID)+" is held", `UPDATE article SET held = $2 WHERE id = $1`,
		string(a.ID), flag(held)); err != nil {
		return false, err
	}
	if err := tx.restore(a.ID); err != nil {
		return false, err
	}
	return true, tx.touch(a.ID)
}

func (tx *Tx) insertVersion(a news.Article) error {
	if err := tx.witnessVersion(a); err != nil {
		return err
	}
	seen := a.Seen
	a.Seen = time.Time{} // has a column of its own
	data, err := pack(a)
	if err != nil {
		return err
	}
	return tx.exec("save version", `INSERT INTO version (article, n, title, words, captured, hash, data, text_hash, extractor, edited, seen, out_of_file)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		string(a.ID), a.Version, a.Title, a.Words, stamp(a.Captured), string(a.Capture), data, string(a.TextHash()), a.Extractor, flag(a.Edited), stamp(seen), string(a.OutOfFile()))
}

// nameTexts gives the versions and digests of an article that were written before texts had
// hashes theirs. A digest of before belongs to the version whose number it has.
func (tx *Tx) nameTexts(id news.ArticleID) error {
	states, err := all(tx, "list texts without a hash", `SELECT data FROM version WHERE article = $1 AND text_hash = ''`, []any{string(id)},
		func(scan func(...any) error) (a news.Article, err error) {
			var data []byte
			if err := scan(&data); err != nil {
				return a, err
			}
			return unpack[news.Article](data)
		})
	if err != nil {
		return err
	}
	for _, a := range states {
		for _, query := range []string{
			`UPDATE version SET text_hash = $3 WHERE article = $1 AND n = $2`,
			`UPDATE digest SET text_hash = $3 WHERE article = $1 AND version = $2 AND text_hash = ''`,
		} {
			if err := tx.exec("give a text its hash", query, string(id), a.Version, string(a.TextHash())); err != nil {
				return err
			}
		}
	}
	return nil
}

// show makes a version the current one; what is shown is not withdrawn. A digest of another text is its digest no more. The
// story of the report and the day under which it is filed do not change with an edit: others may link to its page.
func (tx *Tx) show(r Reading) error {
	a := r.Article
	change, err := tx.change(a.ID)
	if err == nil && (a.NoArchive || a.Reserved) {
		err = tx.withhold(a.ID)
	}
	if err != nil {
		return err
	}
	var seq int64
	err = tx.one("update article "+string(a.ID), `
		UPDATE article SET title = $2, kind = $3, lang = $4, words = $5, version = $6, withdrawn = 0,
			held = $7, fingerprint = coalesce($8, fingerprint), features = coalesce($9, features), changed = $10,
			edits = (SELECT count(*) FROM version WHERE article = $1 AND edited = 1),
			hour = CASE WHEN published = $11 THEN $12 ELSE hour END WHERE id = $1 RETURNING seq`,
		[]any{string(a.ID), a.Title, string(a.Kind), a.Lang, a.Words, a.Version,
			flag(a.NoArchive || a.Reserved), orNull(r.Fingerprint), orNull(r.Features), change, stamp(a.Published), string(a.Hour)}, &seq)
	if err != nil {
		return err
	}
	tx.indexReading(seq, r)
	if a.Version > 1 {
		if err := tx.restore(a.ID); err != nil {
			return err
		}
	}
	return tx.dropDigest(a)
}

// orNull is b, or NULL where b is empty.
func orNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

// dropDigest leaves the article without a current digest if the one it has is of another text.
func (tx *Tx) dropDigest(a news.Article) error {
	const other = `article = $1 AND current = 1 AND text_hash <> $2`
	what := "drop digest of " + string(a.ID)
	err := tx.exec(what, `UPDATE article SET digest_by = '', digest_lang = '', digest_title = '', digest_lead = '', digest_unfit = 0, digest_hand = 0
		WHERE id = $1 AND EXISTS (SELECT 1 FROM digest WHERE `+other+`)`, string(a.ID), string(a.TextHash()))
	if err != nil {
		return err
	}
	return tx.exec(what, `UPDATE digest SET current = 0 WHERE `+other, string(a.ID), string(a.TextHash()))
}

func (tx *Tx) indexReading(seq int64, r Reading) {
	if r.Tokens != "" {
		tx.Index(seq, r.Tokens)
	}
}

// change takes the next change number, for that article.
func (tx *Tx) change(id news.ArticleID) (int64, error) {
	n, err := tx.nextChange()
	if err == nil {
		if tx.touched == nil {
			tx.touched = map[news.ArticleID]bool{}
		}
		tx.touched[id] = true
	}
	return n, err
}

// nextChange takes the next change number.
func (tx *Tx) nextChange() (n int64, err error) {
	err = tx.one("number a change", `UPDATE counter SET n = n + 1 WHERE name = 'change' RETURNING n`, nil, &n)
	if err != nil {
		return 0, err
	}
	return n, tx.continueHistory(n)
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
	var edited int
	var n named
	err := tx.one("read article "+string(id), `SELECT v.data, v.edited, a.withdrawn, a.source_name, a.outlet, a.filed FROM article a
		JOIN version v ON v.article = a.id AND v.n = a.version WHERE a.id = $1`, []any{string(id)},
		&data, &edited, &withdrawn, &n.source, &n.outlet, &n.filed)
	if err != nil {
		return news.Article{}, err
	}
	a, err := unpack[news.Article](data)
	a.Edited = edited == 1
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
	if err == nil && !at.IsZero() {
		err = tx.unciteHere(id)
	}
	if err != nil {
		return err
	}
	return tx.touch(id)
}

// TakeDown keeps an article off every page, feed, search and export, and drops what the digest of its story and editions say by it; with
// false, the article is shown again, also in editions that named it.
// One that is off the beat is shown again as well: the operator names it.
func (tx *Tx) TakeDown(id news.ArticleID, down bool) error {
	if _, err := tx.Seq(id); err != nil {
		return err
	}
	if down {
		if err := tx.witnessDown(id); err != nil {
			return err
		}
	}
	if err := tx.exec("take down article", `UPDATE article SET down = $2 WHERE id = $1`, string(id), flag(down)); err != nil {
		return err
	}
	if down {
		if err := errors.Join(tx.withhold(id), tx.Overtaken(DigestTask(id, time.Time{}))); err != nil {
			return err
		}
	}
	if err := tx.restore(id); err != nil {
		return err
	}
	return tx.touch(id)
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
