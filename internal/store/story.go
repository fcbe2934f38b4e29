package store

import (
	"errors"
	"strconv"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// StoryOf returns the story of an article and how many articles it has, without those
// that were taken down.
func (tx *Tx) StoryOf(id news.ArticleID) (in news.StoryID, articles int, err error) {
	err = tx.one("read story of article "+string(id), `SELECT a.story, (SELECT count(*) FROM article b WHERE b.story = a.story AND b.down = 0)
		FROM article a WHERE a.id = $1`, []any{string(id)}, &in, &articles)
	return in, articles, err
}

// CopyOf returns the report that an article repeats; empty: none.
func (tx *Tx) CopyOf(id news.ArticleID) (of news.ArticleID, err error) {
	return of, tx.one("read original of article "+string(id), `SELECT copy_of FROM article WHERE id = $1`, []any{string(id)}, &of)
}

// SetStory puts an article into another story. What the digest of the story that it leaves says by it goes.
func (tx *Tx) SetStory(id news.ArticleID, to news.StoryID) error {
	from, err := tx.storyOf(id)
	if err != nil {
		return err
	}
	if err := tx.exec("move article to story", `UPDATE article SET story = $2 WHERE id = $1`, string(id), string(to)); err != nil {
		return err
	}
	if from != to {
		if err := tx.uncite(from, id); err != nil {
			return err
		}
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

// SetCopyOf records which report an article repeats; empty: none. A copy is no outlet's own report: what the digest of its story
// says by it goes.
func (tx *Tx) SetCopyOf(id, of news.ArticleID) error {
	if err := tx.exec("set original of article", `UPDATE article SET copy_of = $2 WHERE id = $1`, string(id), string(of)); err != nil {
		return err
	}
	if of != "" {
		if err := errors.Join(tx.unciteHere(id), tx.Overtaken(DigestTask(id, time.Time{}))); err != nil {
			return err
		}
	}
	return tx.touch(id)
}

// CopiesOf returns the articles that repeat a report, in order of arrival.
func (tx *Tx) CopiesOf(id news.ArticleID) ([]news.ArticleID, error) {
	return all(tx, "list copies of article "+string(id), `SELECT id FROM article WHERE copy_of = $1 AND copy_of <> '' ORDER BY seq`,
		[]any{string(id)}, column[news.ArticleID])
}

// InStory is the story of an article, and the report that it repeats, as of its last change.
type InStory struct {
	Change int64
	ID     news.ArticleID
	Story  news.StoryID
	CopyOf news.ArticleID
}

// StoriesAfter returns the stories and originals of the articles that changed after that change, in
// order of change.
func (tx *Tx) StoriesAfter(change int64) (list []InStory, err error) {
	for n := atOnce; n == atOnce; {
		some, err := all(tx, "list stories of changed articles", `SELECT changed, id, story, copy_of FROM article WHERE changed > $1
			ORDER BY changed LIMIT `+strconv.Itoa(atOnce),
			[]any{change},
			func(scan func(...any) error) (s InStory, err error) {
				err = scan(&s.Change, &s.ID, &s.Story, &s.CopyOf)
				return s, err
			})
		if err != nil {
			return nil, err
		}
		if n = len(some); n > 0 {
			list, change = append(list, some...), some[n-1].Change
		}
	}
	return list, nil
}

// atOnce bounds the rows of a question for what came after a number, which are few but for the first: PostgreSQL goes through the index then,
// also where it plans without that number.
const atOnce = 1000

// Placed is an article with what places it among others.
type Placed struct {
	Seq         int64
	ID          news.ArticleID
	Outlet      string
	Title       string
	Kind        news.PageKind
	Lang        string
	Published   time.Time
	Hour        news.Hour // what is known of Published
	Captured    time.Time
	Words       int
	Story       news.StoryID
	CopyOf      news.ArticleID
	Fingerprint []byte
	Features    []byte
}

// PlacedAfter calls each with the articles that arrived after seq and are of the time since then, in order of arrival, and returns the seq
// after which to ask next: of those before, nothing more is asked. An article is of that time if it was captured and published then; of one
// without a time of publication it counts when it was captured.
func (tx *Tx) PlacedAfter(seq int64, since time.Time, each func(Placed) error) (last int64, err error) {
	if seq == 0 { // of a large archive few are recent
		err = tx.one("find first recent article", `SELECT coalesce(min(seq) - 1, (SELECT max(seq) FROM article), 0) FROM article WHERE captured >= $1`,
			[]any{stamp(since)}, &seq)
	}
	for n := atOnce; err == nil && n == atOnce; {
		var list []Placed
		list, err = all(tx, "list recent articles", `SELECT `+placedColumns+` FROM article
			WHERE seq > $1 AND captured >= $2 AND (published >= $2 OR published = 0) ORDER BY seq LIMIT `+strconv.Itoa(atOnce),
			[]any{seq, stamp(since)}, scanPlaced)
		for _, p := range list {
			if err := each(p); err != nil {
				return 0, err
			}
			seq, last = p.Seq, p.Seq
		}
		n = len(list)
	}
	if err == nil && last == 0 {
		err = tx.one("find last article", `SELECT coalesce(max(seq), 0) FROM article`, nil, &last)
	}
	return max(seq, last), err
}

// PlacedWithin returns up to limit articles that were captured between two times, in order of arrival.
func (tx *Tx) PlacedWithin(from, until time.Time, limit int) ([]Placed, error) {
	return all(tx, "list articles of some days", `
		SELECT `+placedColumns+` FROM article WHERE captured >= $1 AND captured <= $2 ORDER BY seq LIMIT $3`,
		[]any{stamp(from), stamp(until), limit}, scanPlaced)
}

// PublishedWithin returns up to limit articles that were published between two times, the first of them behind the article seq, in order of
// publication and then of arrival.
func (tx *Tx) PublishedWithin(from, until time.Time, seq int64, limit int) ([]Placed, error) {
	return all(tx, "list articles that were published within some days", `
		SELECT `+placedColumns+` FROM article WHERE published >= $1 AND published <= $2 AND (published > $1 OR seq > $3) ORDER BY published, seq LIMIT $4`,
		[]any{stamp(from), stamp(until), seq, limit}, scanPlaced)
}

// CountPublishedWithin returns how many articles were published between two times.
func (tx *Tx) CountPublishedWithin(from, until time.Time) (n int, err error) {
	err = tx.one("count articles that were published within some days", `SELECT count(*) FROM article WHERE published >= $1 AND published <= $2`,
		[]any{stamp(from), stamp(until)}, &n)
	return n, err
}

// Placed returns what places an article among others.
func (tx *Tx) Placed(id news.ArticleID) (Placed, error) {
	return only(tx, "read place of article "+string(id), `SELECT `+placedColumns+` FROM article WHERE id = $1`, []any{string(id)}, scanPlaced)
}

// OtherFeatures returns up to limit articles after seq, captured since, whose features begin with another byte than form, in order of
// arrival. Their fingerprints and features are not read.
func (tx *Tx) OtherFeatures(seq int64, since time.Time, form byte, limit int) ([]Placed, error) {
	return all(tx, "list articles with features of another form", `SELECT seq, id FROM article
		WHERE +seq > $1 AND captured >= $2 AND length(features) > 0 AND substr(features, 1, 1) <> $3 ORDER BY +seq LIMIT $4`,
		[]any{seq, stamp(since), []byte{form}, limit},
		func(scan func(...any) error) (p Placed, err error) {
			err = scan(&p.Seq, &p.ID)
			return p, err
		})
}

// SetFeatures writes the features of an article, unless it has another version by now. No page shows them.
func (tx *Tx) SetFeatures(id news.ArticleID, version int, features []byte) error {
	return tx.exec("set features of article "+string(id), `UPDATE article SET features = $3 WHERE id = $1 AND version = $2`,
		string(id), version, features)
}

const placedColumns = `seq, id, outlet, title, kind, lang, published, hour, captured, words, story, copy_of, fingerprint, features`

func scanPlaced(scan func(...any) error) (p Placed, err error) {
	var published, captured int64
	err = scan(&p.Seq, &p.ID, &p.Outlet, &p.Title, &p.Kind, &p.Lang, &published, &p.Hour, &captured, &p.Words,
		&p.Story, &p.CopyOf, &p.Fingerprint, &p.Features)
	p.Published, p.Captured = moment(published), moment(captured)
	return p, err
}
