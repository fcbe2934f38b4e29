package store

import (
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Glimpse is a lead with as much of the report that it led to as says what that is about. Without a report, the fields of it
// are empty.
type Glimpse struct {
	Source  news.SourceID
	URL     string
	Title   string // in the list
	Seen    time.Time
	State   LeadState
	Article news.ArticleID
	Kind    news.PageKind
	Lang    string
	Head    string // the report's own headline
	Digest  string // headline of its digest
	In      string // language of the digest
	Story   news.StoryID
	Down    bool // it is not published
}

// Glimpses returns what was listed for the first time within [from, until), at most limit of it, latest first.
func (tx *Tx) Glimpses(from, until time.Time, limit int) ([]Glimpse, error) {
	return all(tx, "list what was listed", `SELECT l.source, l.url, l.title, l.seen, l.state, coalesce(a.id, ''), coalesce(a.kind, ''), coalesce(a.lang, ''),
			coalesce(a.title, ''), coalesce(a.digest_title, ''), coalesce(a.digest_lang, ''), coalesce(a.story, ''), coalesce(a.down, 0)
		FROM lead l LEFT JOIN article a ON a.id = l.article AND l.article <> '' WHERE l.seen >= $1 AND l.seen < $2 ORDER BY l.seen DESC LIMIT $3`,
		[]any{stamp(from), stamp(until), limit},
		func(scan func(...any) error) (g Glimpse, err error) {
			var seen int64
			var down int
			err = scan(&g.Source, &g.URL, &g.Title, &seen, &g.State, &g.Article, &g.Kind, &g.Lang, &g.Head, &g.Digest, &g.In, &g.Story, &down)
			g.Seen, g.Down = moment(seen), down != shown
			return g, err
		})
}

// Subject is as much of a report as says which topics it is of.
type Subject struct {
	Change              int64
	ID                  news.ArticleID
	Source              news.SourceID
	Captured            time.Time
	Title, Digest, Lead string
}

// SubjectsAfter returns the reports with change numbers above change that were captured since, in the order of change; also those
// that are not published: the outlet wrote them.
func (tx *Tx) SubjectsAfter(change int64, since time.Time) ([]Subject, error) {
	return all(tx, "list subjects of reports", `SELECT changed, id, source, captured, title, digest_title, digest_lead FROM article
		WHERE changed > $1 AND captured >= $2 ORDER BY changed`, []any{change, stamp(since)},
		func(scan func(...any) error) (s Subject, err error) {
			var captured int64
			err = scan(&s.Change, &s.ID, &s.Source, &captured, &s.Title, &s.Digest, &s.Lead)
			s.Captured = moment(captured)
			return s, err
		})
}
