package store

import (
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Assert records that a page of the article gives the address with that key as its own, although it was read
// at another, and whether that was refuted: the report there is another one. What was refuted stays so.
func (tx *Tx) Assert(key string, article news.ArticleID, refuted bool) error {
	return tx.exec("note address of "+string(article), `INSERT INTO asserted (key, article, refuted) VALUES ($1, $2, $3)
		ON CONFLICT (key, article) DO UPDATE SET refuted = CASE WHEN asserted.refuted = 1 THEN 1 ELSE $3 END`,
		key, string(article), flag(refuted))
}

// mostAsserting bounds how many articles are returned of those whose pages give one address as their own: where
// there are more than a few, the address is that of none.
const mostAsserting = 16

// Asserting returns articles whose pages give the address with that key as their own; see Assert.
func (tx *Tx) Asserting(key string) ([]news.ArticleID, error) {
	return all(tx, "find articles with address "+key, `SELECT article FROM asserted WHERE key = $1 ORDER BY refuted, article LIMIT $2`,
		[]any{key, mostAsserting}, column[news.ArticleID])
}

// Refuted is an address that reports of a source give as their own and that is not theirs.
type Refuted struct {
	Source  news.SourceID
	Key     string
	Reports int
}

// Refuted lists the refuted addresses of reports captured since, those of most reports first.
func (tx *Tx) Refuted(since time.Time) ([]Refuted, error) {
	return all(tx, "list refuted addresses", `SELECT a.source, s.key, count(*) FROM asserted s JOIN article a ON a.id = s.article
		WHERE s.refuted = 1 AND a.captured >= $1 GROUP BY a.source, s.key ORDER BY 3 DESC, 1, 2`, []any{stamp(since)},
		func(scan func(...any) error) (r Refuted, err error) {
			err = scan(&r.Source, &r.Key, &r.Reports)
			return r, err
		})
}

// LeadsOf returns the leads that an article was read from, in the order in which they were first seen.
func (tx *Tx) LeadsOf(id news.ArticleID) ([]LeadID, error) {
	return all(tx, "find leads of article "+string(id), `SELECT id FROM lead WHERE article = $1 AND article <> '' ORDER BY id`,
		[]any{string(id)}, column[LeadID])
}

// Gave reports whether the page of a lead has ever had the body with that hash.
func (tx *Tx) Gave(lead LeadID, hash news.Hash) (yes bool, err error) {
	var n int
	err = tx.one("look for capture", `SELECT count(*) FROM capture WHERE lead = $1 AND lead <> 0 AND hash = $2`, []any{int64(lead), string(hash)}, &n)
	return n > 0, err
}

// SetVersions replaces all versions of a known report, oldest first and numbered anew, and shows the last, which
// is r.Article. A digest of its text stays its digest.
func (tx *Tx) SetVersions(versions []news.Article, r Reading) error {
	if err := tx.nameTexts(r.Article.ID); err != nil {
		return err
	}
	if err := tx.exec("part versions", `DELETE FROM version WHERE article = $1`, string(r.Article.ID)); err != nil {
		return err
	}
	for i, v := range versions {
		v.ID, v.Version, v.Edited = r.Article.ID, i+1, v.Edited && i > 0
		if err := tx.insertVersion(v); err != nil {
			return err
		}
	}
	err := tx.exec("set address of "+string(r.Article.ID), `UPDATE article SET canonical = $2 WHERE id = $1`,
		string(r.Article.ID), r.Article.Canonical)
	if err != nil {
		return err
	}
	r.Article.Version = len(versions)
	return tx.show(r)
}
