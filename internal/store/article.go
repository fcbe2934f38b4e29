package store

import (
	"errors"
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
			words, version, story, copy_of, held, fingerprint, features, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $15, $16, $17, $18, $19) RETURNING seq`,
		[]any{string(a.ID), string(a.Source), a.SourceName, a.Outlet, a.Canonical, a.Title, string(a.Kind), a.Lang,
			a.Day(), stamp(a.Published), zone(a.Published), stamp(a.Captured), a.Words,
			string(r.Story), string(r.CopyOf), flag(a.NoArchive || a.Reserved), r.Fingerprint, r.Features, change}, &seq)
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

// show makes a version the current one. The story of the report and the day under which it
// is filed do not change with an edit: others may link to its page.
func (tx *Tx) show(r Reading) error {
	a := r.Article
	change, err := tx.change(a.ID)
	if err != nil {
		return err
	}
	var seq int64
	err = tx.one("update article "+string(a.ID), `
		UPDATE article SET title = $2, kind = $3, lang = $4, words = $5, version = $6, withdrawn = $7,
			held = $8, fingerprint = $9, features = $10, changed = $11 WHERE id = $1 RETURNING seq`,
		[]any{string(a.ID), a.Title, string(a.Kind), a.Lang, a.Words, a.Version, stamp(a.Withdrawn),
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

// indexed is an article to be indexed when the transaction ends.
type indexed struct {
	seq    int64
	tokens string
}

// Index replaces the tokens by which search finds the article with that sequence number.
// It is done at the end of the transaction: indexing many articles together costs little
// more than indexing one.
func (tx *Tx) Index(seq int64, tokens string) {
	tx.indexed = append(tx.indexed, indexed{seq, tokens})
}

// index does what Index was asked for.
func (tx *Tx) index() error {
	for _, x := range tx.indexed {
		if err := tx.db.engine.Index(tx.ctx, tx.tx, x.seq, x.tokens); err != nil {
			return fmt.Errorf("index article %d: %w", x.seq, err)
		}
	}
	return nil
}

// Indexed returns the sequence number up to which all articles are indexed in that form of
// tokens; 0: none is.
func (tx *Tx) Indexed(form int) (seq int64, err error) {
	err = tx.one("read the form of the search index", `SELECT n FROM counter WHERE name = $1`, []any{formName(form)}, &seq)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	return seq, err
}

// SetIndexed records that all articles up to that sequence number are indexed in that form.
func (tx *Tx) SetIndexed(form int, seq int64) error {
	return tx.exec("note the form of the search index", `INSERT INTO counter (name, n) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET n = excluded.n`, formName(form), seq)
}

func formName(form int) string { return fmt.Sprintf("index form %d", form) }

// Place is an article's number in the order of arrival.
type Place struct {
	Seq int64
	ID  news.ArticleID
}

// Next returns the articles after that sequence number, in order, including those that
// were taken down.
func (tx *Tx) Next(seq int64, limit int) ([]Place, error) {
	return all(tx, "list articles in order", `SELECT seq, id FROM article WHERE seq > $1 ORDER BY seq LIMIT $2`, []any{seq, limit},
		func(scan func(...any) error) (p Place, err error) {
			err = scan(&p.Seq, &p.ID)
			return p, err
		})
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
	err := tx.one("read article "+string(id), `SELECT v.data FROM article a JOIN version v ON v.article = a.id AND v.n = a.version WHERE a.id = $1`, []any{string(id)}, &data)
	if err != nil {
		return news.Article{}, err
	}
	return unpack[news.Article](data)
}

// Seq returns the sequence number of an article.
func (tx *Tx) Seq(id news.ArticleID) (seq int64, err error) {
	return seq, tx.one("read article "+string(id), `SELECT seq FROM article WHERE id = $1`, []any{string(id)}, &seq)
}

// Withdraw records when the outlet has withdrawn the report; with the zero time, that it is back.
func (tx *Tx) Withdraw(id news.ArticleID, at time.Time) error {
	a, err := tx.Article(id)
	if err != nil || a.Withdrawn.IsZero() == at.IsZero() {
		return err
	}
	a.Withdrawn = at
	data, err := pack(a)
	if err != nil {
		return err
	}
	if err := tx.exec("withdraw article", `UPDATE version SET data = $3 WHERE article = $1 AND n = $2`, string(id), a.Version, data); err != nil {
		return err
	}
	if err := tx.exec("withdraw article", `UPDATE article SET withdrawn = $2 WHERE id = $1`, string(id), stamp(at)); err != nil {
		return err
	}
	return tx.touch(id)
}

// TakeDown keeps an article off every page, feed, search and export; with false, no longer.
func (tx *Tx) TakeDown(id news.ArticleID, down bool) error {
	if _, err := tx.Seq(id); err != nil {
		return err
	}
	if err := tx.exec("take down article", `UPDATE article SET down = $2 WHERE id = $1`, string(id), flag(down)); err != nil {
		return err
	}
	return tx.touch(id)
}

// StoryOf returns the story of an article and how many articles it has, without those
// that were taken down.
func (tx *Tx) StoryOf(id news.ArticleID) (in news.StoryID, articles int, err error) {
	err = tx.one("read story of article "+string(id), `SELECT a.story, (SELECT count(*) FROM article b WHERE b.story = a.story AND b.down = 0)
		FROM article a WHERE a.id = $1`, []any{string(id)}, &in, &articles)
	return in, articles, err
}

// SetStory puts an article into another story.
func (tx *Tx) SetStory(id news.ArticleID, to news.StoryID) error {
	if err := tx.exec("move article to story", `UPDATE article SET story = $2 WHERE id = $1`, string(id), string(to)); err != nil {
		return err
	}
	return tx.touch(id)
}

// MovedTo returns where the articles of a story went; empty: it is not known to have moved.
func (tx *Tx) MovedTo(from news.StoryID) (to news.StoryID, err error) {
	err = tx.one("look for moved story", `SELECT target FROM moved WHERE story = $1`, []any{string(from)}, &to)
	if notFound(err) {
		return "", nil
	}
	return to, err
}

// SetMoved remembers where the articles of a story went.
func (tx *Tx) SetMoved(from, to news.StoryID) error {
	return tx.exec("note where a story went", `INSERT INTO moved (story, target) VALUES ($1, $2)
		ON CONFLICT (story) DO UPDATE SET target = excluded.target`, string(from), string(to))
}

// ForgetMoved forgets that a story's articles went elsewhere.
func (tx *Tx) ForgetMoved(story news.StoryID) error {
	return tx.exec("forget where a story went", `DELETE FROM moved WHERE story = $1`, string(story))
}

// Moved returns, for the stories whose articles went elsewhere, where the last of them went.
func (tx *Tx) Moved() (map[news.StoryID]news.StoryID, error) {
	type pair struct{ from, to news.StoryID }
	list, err := all(tx, "list moved stories", `SELECT story, target FROM moved`, nil,
		func(scan func(...any) error) (p pair, err error) {
			err = scan(&p.from, &p.to)
			return p, err
		})
	out := make(map[news.StoryID]news.StoryID, len(list))
	for _, p := range list {
		out[p.from] = p.to
	}
	return out, err
}

// InStory is the story of an article as of its last change.
type InStory struct {
	Change int64
	ID     news.ArticleID
	Story  news.StoryID
}

// StoriesAfter returns the stories of the articles that changed after that change, in
// order of change.
func (tx *Tx) StoriesAfter(change int64) ([]InStory, error) {
	return all(tx, "list stories of changed articles", `SELECT changed, id, story FROM article WHERE changed > $1 ORDER BY changed`, []any{change},
		func(scan func(...any) error) (s InStory, err error) {
			err = scan(&s.Change, &s.ID, &s.Story)
			return s, err
		})
}

// Placed is an article with what places it among others.
type Placed struct {
	Seq         int64
	ID          news.ArticleID
	Outlet      string
	Title       string
	Kind        news.PageKind
	Lang        string
	Published   time.Time
	Captured    time.Time
	Words       int
	Story       news.StoryID
	CopyOf      news.ArticleID
	Fingerprint []byte
	Features    []byte
}

// PlacedAfter returns the articles that arrived after seq and were captured
// since, in order of arrival.
func (tx *Tx) PlacedAfter(seq int64, since time.Time) ([]Placed, error) {
	return all(tx, "list recent articles", `
		SELECT seq, id, outlet, title, kind, lang, published, captured, words, story, copy_of, fingerprint, features
		FROM article WHERE seq > $1 AND captured >= $2 ORDER BY seq`, []any{seq, stamp(since)},
		func(scan func(...any) error) (p Placed, err error) {
			var published, captured int64
			err = scan(&p.Seq, &p.ID, &p.Outlet, &p.Title, &p.Kind, &p.Lang, &published, &captured, &p.Words, &p.Story, &p.CopyOf, &p.Fingerprint, &p.Features)
			p.Published, p.Captured = moment(published), moment(captured)
			return p, err
		})
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
	err := tx.one(fmt.Sprintf("read version %d of article %s", n, id), `SELECT data FROM version WHERE article = $1 AND n = $2`, []any{string(id), n}, &data)
	if err != nil {
		return news.Article{}, err
	}
	return unpack[news.Article](data)
}

// Articles lists the identifiers of articles by their number, those of one source
// where source is given, newest first.
func (tx *Tx) Articles(source news.SourceID, since time.Time) ([]news.ArticleID, error) {
	return all(tx, "list articles", `SELECT id FROM article WHERE ($1 = '' OR source = $1) AND captured >= $2 ORDER BY seq DESC`,
		[]any{string(source), stamp(since)}, column[news.ArticleID])
}

// Count counts the articles that are not taken down.
func (tx *Tx) Count() (n int64, err error) {
	return n, tx.one("count articles", `SELECT count(*) FROM article WHERE down = 0`, nil, &n)
}
