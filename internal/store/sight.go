package store

import (
	"math"
	"slices"
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
// archive has lost is not kept, though its place is known. One that the report is gone is SightSilence if it came in a silence of the
// source, by the log and by what lasts: that may be known only later. What a file says for which nobody vouches is SightUnvouched.
func (tx *Tx) Sights(id news.ArticleID) ([]news.Sight, error) {
	list, err := all(tx, "list sights of article "+string(id), `SELECT s.at, s.seen, s.status, s.url, s.file, s.pos, s.reached,
			(SELECT count(*) FROM capture c WHERE c.lost = 1 AND c.file = s.file AND c.pos = s.pos),
			(SELECT count(*) FROM capture c WHERE c.lost = 0 AND c.file = s.file AND c.pos = s.pos AND c.brought = 1) FROM sight s
		WHERE s.article = $1 ORDER BY s.id`, []any{string(id)},
		func(scan func(...any) error) (s news.Sight, err error) {
			var at int64
			var reached, lost, nobodys int
			err = scan(&at, &s.Seen, &s.Status, &s.URL, &s.File, &s.Offset, &reached, &lost, &nobodys)
			s.At, s.Reached, s.Kept = moment(at), reached == 1, s.File != "" && lost == 0
			if nobodys > 0 {
				s.Seen = news.SightUnvouched
			}
			return s, err
		})
	var first, last time.Time // of the answers that it was gone
	for _, s := range list {
		if s.Seen == news.SightGone && (first.IsZero() || s.At.Before(first)) {
			first = s.At
		}
		if s.Seen == news.SightGone && s.At.After(last) {
			last = s.At
		}
	}
	if err != nil || first.IsZero() {
		return list, err
	}
	silent, err := tx.silencesOf(id, first, last)
	for i, s := range list {
		if s.Seen == news.SightGone && slices.ContainsFunc(silent, func(q Quiet) bool { return q.has(s.At) }) {
			list[i].Seen = news.SightSilence
		}
	}
	return list, err
}

// longestQuiet is the longest time of silence that has one leaf: a day, and as long as the desk was off before it wrote that.
const longestQuiet = 31 * 24 * time.Hour

// silencesOf are the times of silence of the source of a report from one moment to another, and the one that lasts, which has no end.
func (tx *Tx) silencesOf(id news.ArticleID, from, until time.Time) ([]Quiet, error) {
	var source news.SourceID
	if err := tx.one("find source of article "+string(id), `SELECT source FROM article WHERE id = $1`, []any{string(id)}, &source); err != nil {
		return nil, err
	}
	list, err := tx.quiets(stamp(from), stamp(until.Add(longestQuiet)))
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(q Quiet) bool { return q.Source != source })
	w, err := tx.Source(source)
	switch {
	case notFound(err): // it was imported
		return list, nil
	case err == nil && !w.Quiet.From.IsZero():
		list = append(list, w.Quiet)
	}
	return list, err
}

// Gone is a report that was gone at the latest look, as it was written, at one of its addresses.
type Gone struct {
	Article   news.ArticleID
	Withdrawn bool // it is called so
	Lead      LeadID
	URL       string
	Looks     int
}

// GoneSince lists the reports of a source whose latest look was at a time or later, and found them gone.
func (tx *Tx) GoneSince(source news.SourceID, after time.Time) ([]Gone, error) {
	return all(tx, "list reports that were gone", `
		SELECT a.id, a.withdrawn, l.id, l.url, l.looks FROM sight s
		JOIN article a ON a.id = s.article JOIN lead l ON l.article = a.id AND l.article <> ''
		WHERE s.seen = 'gone' AND s.at >= $2 AND a.source = $1 AND s.id = (SELECT max(id) FROM sight WHERE article = s.article)
		ORDER BY l.id`, []any{string(source), stamp(after)},
		func(scan func(...any) error) (g Gone, err error) {
			var withdrawn int64
			err = scan(&g.Article, &withdrawn, &g.Lead, &g.URL, &g.Looks)
			g.Withdrawn = withdrawn != 0
			return g, err
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
// first, at most limit; of answers those alone that are not out of a file for which nobody vouches; the leads of the article given are left out, and with listed not zero those first listed later.
func (tx *Tx) Neighbours(source news.SourceID, but news.ArticleID, since, listed time.Time, limit int) ([]Neighbour, error) {
	until := int64(math.MaxInt64)
	if !listed.IsZero() {
		until = stamp(listed)
	}
	return all(tx, "list neighbours of article "+string(but), `
		SELECT l.id, l.url, l.looks, l.checked, l.article, coalesce(a.kind, ''),
			coalesce((SELECT s.seen FROM sight s WHERE s.article = l.article ORDER BY s.id DESC LIMIT 1), ''),
			coalesce(c.status, 0), coalesce(c.at, 0),
			coalesce((SELECT min(f.at) FROM capture f WHERE f.lead = l.id AND f.lead <> 0 AND f.status = 200 AND f.url = c.url AND f.brought <> 1), 0), l.seen
		FROM lead l LEFT JOIN article a ON a.id = l.article
		LEFT JOIN capture c ON c.id = (SELECT max(id) FROM capture WHERE lead = l.id AND lead <> 0 AND status <> 304 AND brought <> 1)
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

// Missing counts the reports that are not called withdrawn and were gone when they were last looked at, what a file says for which nobody vouches left out.
func (tx *Tx) Missing() (n int64, err error) {
	return n, tx.one("count reports not found", `SELECT count(*) FROM article a WHERE a.down = 0 AND a.withdrawn = 0
		AND (SELECT s.seen FROM sight s WHERE s.article = a.id
			AND NOT EXISTS (SELECT 1 FROM capture c WHERE c.lost = 0 AND c.file = s.file AND c.pos = s.pos AND c.brought = 1)
			ORDER BY s.id DESC LIMIT 1) = 'gone'`, nil, &n)
}
