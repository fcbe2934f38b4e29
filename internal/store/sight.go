package store

import (
	"math"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// AddSight writes a look at the address of a report behind those written before; none is ever changed or removed.
// Whether it makes the report a withdrawn one is for the desk to say, by Withdraw.
func (tx *Tx) AddSight(id news.ArticleID, s news.Sight) error {
	err := tx.exec("add sight of article "+string(id), `
		INSERT INTO sight (article, at, seen, status, url, file, pos, reached) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		string(id), stamp(s.At), string(s.Seen), s.Status, s.URL, s.File, s.Offset, flag(s.Reached))
	if err != nil {
		return err
	}
	return tx.touch(id)
}

// Sights returns the looks at the address of a report that were written, in the order of writing. An answer that the
// archive has lost is not kept, though its place is known.
func (tx *Tx) Sights(id news.ArticleID) ([]news.Sight, error) {
	return all(tx, "list sights of article "+string(id), `SELECT s.at, s.seen, s.status, s.url, s.file, s.pos, s.reached,
			(SELECT count(*) FROM capture c WHERE c.lost = 1 AND c.file = s.file AND c.pos = s.pos) FROM sight s
		WHERE s.article = $1 ORDER BY s.id`, []any{string(id)},
		func(scan func(...any) error) (s news.Sight, err error) {
			var at int64
			var reached, lost int
			err = scan(&at, &s.Seen, &s.Status, &s.URL, &s.File, &s.Offset, &reached, &lost)
			s.At, s.Reached, s.Kept = moment(at), reached == 1, s.File != "" && lost == 0
			return s, err
		})
}

// Neighbour is a report of a source beside another one, as it was last looked at.
type Neighbour struct {
	Lead    LeadID
	URL     string
	Looks   int
	Checked time.Time      // last look that got an answer
	Article news.ArticleID // empty: its page was never read
	Kind    news.PageKind  // of the article
	Seen    news.Sighting  // its latest sight; empty: none
	Status  int            // of its latest answer in the archive; 0: none
	At      time.Time      // of that answer
	First   time.Time      // when the address of that answer first gave a page; zero: never
	Listed  time.Time      // when its source first listed it
}

// Neighbours returns the reports of a source that were looked at since, and those read last of it, latest lead
// first, at most limit; the leads of the article given are left out, and with listed not zero those first listed later.
func (tx *Tx) Neighbours(source news.SourceID, but news.ArticleID, since, listed time.Time, limit int) ([]Neighbour, error) {
	until := int64(math.MaxInt64)
	if !listed.IsZero() {
		until = stamp(listed)
	}
	return all(tx, "list neighbours of article "+string(but), `
		SELECT l.id, l.url, l.looks, l.checked, l.article, coalesce(a.kind, ''),
			coalesce((SELECT s.seen FROM sight s WHERE s.article = l.article ORDER BY s.id DESC LIMIT 1), ''),
			coalesce(c.status, 0), coalesce(c.at, 0),
			coalesce((SELECT min(f.at) FROM capture f WHERE f.lead = l.id AND f.lead <> 0 AND f.status = 200 AND f.url = c.url), 0), l.seen
		FROM lead l LEFT JOIN article a ON a.id = l.article
		LEFT JOIN capture c ON c.id = (SELECT max(id) FROM capture WHERE lead = l.id AND lead <> 0 AND status <> 304)
		WHERE l.source = $1 AND l.article <> $2 AND (l.checked >= $3 OR l.article <> '' OR c.at >= $3)
			AND l.seen <= $5 ORDER BY l.id DESC LIMIT $4`,
		[]any{string(source), string(but), stamp(since), limit, until},
		func(scan func(...any) error) (n Neighbour, err error) {
			var checked, at, first, seen int64
			err = scan(&n.Lead, &n.URL, &n.Looks, &checked, &n.Article, &n.Kind, &n.Seen, &n.Status, &at, &first, &seen)
			n.Checked, n.At, n.First, n.Listed = moment(checked), moment(at), moment(first), moment(seen)
			return n, err
		})
}

// Doubtful is a report that was found gone by a look whose answer was not kept, and was not looked at since.
type Doubtful struct {
	Lead  LeadID
	URL   string
	Looks int
}

// Doubts returns the reports that an earlier version has called withdrawn, until they are looked at again.
func (tx *Tx) Doubts() ([]Doubtful, error) {
	return all(tx, "list reports to be looked for", `
		SELECT l.id, l.url, l.looks FROM sight s CROSS JOIN lead l -- SQLite keeps this order
		WHERE l.article = s.article AND l.article <> '' AND s.seen = 'gone' AND s.file = '' AND s.status = 0 AND l.checked <= s.at
			AND s.id = (SELECT max(id) FROM sight WHERE article = s.article) ORDER BY l.id`, nil,
		func(scan func(...any) error) (d Doubtful, err error) {
			err = scan(&d.Lead, &d.URL, &d.Looks)
			return d, err
		})
}

// Missing counts the reports that are not called withdrawn and were gone when they were last looked at.
func (tx *Tx) Missing() (n int64, err error) {
	return n, tx.one("count reports not found", `SELECT count(*) FROM article a WHERE a.down = 0 AND a.withdrawn = 0
		AND (SELECT s.seen FROM sight s WHERE s.article = a.id ORDER BY s.id DESC LIMIT 1) = 'gone'`, nil, &n)
}
