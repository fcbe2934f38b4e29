package store

import (
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Shelf says which reports are asked for on behalf of a reader: of those that are not taken down, each report once, so that copies are
// left out but for those that the reader has starred. All fields that are set must hold.
type Shelf struct {
	Reader    string
	Sources   []news.SourceID
	Story     news.StoryID
	IDs       []news.ArticleID
	Seqs      []int64
	Since     time.Time // arrived then or later
	Until     time.Time // arrived earlier
	Ready     time.Time // what arrived then or later and no app was given is left out while its digest waits; zero: nothing is
	After     int64     // behind the report with that number
	Before    int64     // before it; 0: no bound
	Read      bool
	Unread    bool
	Starred   bool
	Unstarred bool
	Oldest    bool // those that arrived first come first; otherwise those that arrived last
	Limit     int  // 0: all
}

// Shelved is a report as its reader has it.
type Shelved struct {
	Seq     int64 // in the order of arrival
	Changed int64 // number of its last change
	ID      news.ArticleID
	Source  news.SourceID
	Story   news.StoryID
	Arrived time.Time
	Read    bool
	Starred bool
	Given   bool // an app was given it; see Tx.Give
}

const shelf = ` FROM article a LEFT JOIN mark m ON m.reader = $1 AND m.article = a.id`

// where are the conditions of a shelf behind some arguments, the first of which is the reader.
func (s Shelf) where(args ...any) *where {
	w := &where{args: args}
	w.add("a.down = 0")
	w.add("(a.copy_of = '' OR m.starred = 1)")
	addIn(w, "a.source", s.Sources)
	w.addIf(s.Story != "", "a.story = %s", string(s.Story))
	addIn(w, "a.id", s.IDs)
	addIn(w, "a.seq", s.Seqs)
	w.addIf(!s.Since.IsZero(), "a.arrived >= %s", stamp(s.Since))
	w.addIf(!s.Until.IsZero(), "a.arrived < %s", stamp(s.Until))
	w.addIf(!s.Ready.IsZero(), `(a.arrived < %s OR a.given = 1 OR NOT EXISTS (
		SELECT 1 FROM tasks t WHERE t.kind = '`+string(Digest)+`' AND t.subject = a.id AND t.buried = 0))`, stamp(s.Ready))
	w.addIf(s.After != 0, "a.seq > %s", s.After)
	w.addIf(s.Before != 0, "a.seq < %s", s.Before)
	for _, state := range []struct {
		asked bool
		cond  string
	}{
		{s.Read, "m.read = 1"}, {s.Unread, "coalesce(m.read, 0) = 0"},
		{s.Starred, "m.starred = 1"}, {s.Unstarred, "coalesce(m.starred, 0) = 0"},
	} {
		if state.asked {
			w.add(state.cond)
		}
	}
	return w
}

// Shelf returns the reports that s asks for.
func (tx *Tx) Shelf(s Shelf) ([]Shelved, error) {
	w := s.where(s.Reader)
	query := `SELECT a.seq, a.changed, a.id, a.source, a.story, a.arrived, a.given, coalesce(m.read, 0), coalesce(m.starred, 0)` + shelf + w.sql() + " ORDER BY a.seq"
	if !s.Oldest {
		query += " DESC"
	}
	if s.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", s.Limit)
	}
	return all(tx, "list reports for a reader", query, w.args, func(scan func(...any) error) (x Shelved, err error) {
		var arrived int64
		var given, read, starred int
		err = scan(&x.Seq, &x.Changed, &x.ID, &x.Source, &x.Story, &arrived, &given, &read, &starred)
		x.Arrived, x.Given, x.Read, x.Starred = moment(arrived), given == 1, read == 1, starred == 1
		return x, err
	})
}

// Give notes that an app is given some reports: from then on none of them waits for a digest, however often one is asked for anew. An app
// whose list lacks a report that it has takes its marks away.
func (tx *Tx) Give(ids []news.ArticleID) error {
	for some := range slices.Chunk(ids, markedAtOnce) {
		var w where
		w.add("given = 0")
		addIn(&w, "id", some)
		if err := tx.exec("note what apps are given", `UPDATE article SET given = 1`+w.sql(), w.args...); err != nil {
			return err
		}
	}
	return nil
}

// CountShelf counts the reports that s asks for; its limit does not count.
func (tx *Tx) CountShelf(s Shelf) (n int, err error) {
	w := s.where(s.Reader)
	return n, tx.one("count reports for a reader", `SELECT count(*)`+shelf+w.sql(), w.args, &n)
}

// Unread is how many reports of a source a reader has not read, and when the latest of them arrived.
type Unread struct {
	Source news.SourceID
	N      int
	Latest time.Time
}

// CountUnread returns what a reader has not read, by source; see Shelf.Ready.
func (tx *Tx) CountUnread(reader string, ready time.Time) ([]Unread, error) {
	w := Shelf{Unread: true, Ready: ready}.where(reader)
	return all(tx, "count unread reports", `SELECT a.source, count(*), max(a.arrived)`+shelf+w.sql()+` GROUP BY a.source ORDER BY a.source`, w.args,
		func(scan func(...any) error) (u Unread, err error) {
			var latest int64
			err = scan(&u.Source, &u.N, &latest)
			u.Latest = moment(latest)
			return u, err
		})
}

// Mark is what a reader does with a report; nil: that stays as it is.
type Mark struct{ Read, Starred *bool }

// markedAtOnce is how many reports are named in one statement.
const markedAtOnce = 500

// Mark marks reports. Those that are not there, or are taken down, are passed over.
func (tx *Tx) Mark(reader string, ids []news.ArticleID, m Mark, at time.Time) error {
	for some := range slices.Chunk(ids, markedAtOnce) {
		var w where
		w.args = m.args(reader, at)
		w.add("a.down = 0")
		addIn(&w, "a.id", some)
		if err := tx.mark(&w, " FROM article a"); err != nil {
			return err
		}
	}
	return nil
}

// MarkAll marks all that a shelf asks for; its limit does not count.
func (tx *Tx) MarkAll(s Shelf, m Mark, at time.Time) error {
	return tx.mark(s.where(m.args(s.Reader, at)...), shelf)
}

// args are the arguments of mark: the reader, what becomes of the two marks (-1: it stays), and when.
func (m Mark) args(reader string, at time.Time) []any {
	as := func(b *bool) int {
		if b == nil {
			return -1
		}
		return flag(*b)
	}
	return []any{reader, as(m.Read), as(m.Starred), stamp(at)}
}

// mark marks the articles that fulfil w, of which the first four arguments are those of Mark.args.
func (tx *Tx) mark(w *where, from string) error {
	err := tx.exec("mark reports", `INSERT INTO mark (reader, article, read, starred, at)
		SELECT CAST($1 AS TEXT), a.id, CASE WHEN CAST($2 AS BIGINT) < 0 THEN 0 ELSE CAST($2 AS BIGINT) END,
			CASE WHEN CAST($3 AS BIGINT) < 0 THEN 0 ELSE CAST($3 AS BIGINT) END, CAST($4 AS BIGINT)
		`+from+w.sql()+`
		ON CONFLICT (reader, article) DO UPDATE SET at = excluded.at,
			read = CASE WHEN CAST($2 AS BIGINT) < 0 THEN mark.read ELSE excluded.read END,
			starred = CASE WHEN CAST($3 AS BIGINT) < 0 THEN mark.starred ELSE excluded.starred END`, w.args...)
	if err != nil {
		return err
	}
	return tx.exec("drop marks that say nothing", `DELETE FROM mark WHERE reader = $1 AND read = 0 AND starred = 0`, w.args[0])
}

// UnreadAgain makes a report unread for everybody who has read it.
func (tx *Tx) UnreadAgain(id news.ArticleID) error {
	if err := tx.exec("drop marks of article "+string(id), `DELETE FROM mark WHERE article = $1 AND starred = 0`, string(id)); err != nil {
		return err
	}
	return tx.exec("make article "+string(id)+" unread", `UPDATE mark SET read = 0 WHERE article = $1 AND read = 1`, string(id))
}

// Several are those of some stories that have reports of several outlets, copies left aside.
func (tx *Tx) Several(stories []news.StoryID) ([]news.StoryID, error) {
	if len(stories) == 0 {
		return nil, nil
	}
	var w where
	w.add("a.down = 0 AND a.copy_of = '' AND a.story <> ''")
	addIn(&w, "a.story", stories)
	return all(tx, "find stories of several outlets", `SELECT a.story FROM article a`+w.sql()+` GROUP BY a.story HAVING count(DISTINCT a.outlet) > 1 ORDER BY a.story`,
		w.args, column[news.StoryID])
}
