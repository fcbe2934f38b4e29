package storetest

import (
	"errors"
	"math"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// points checks that a point of the history stays what it was while changes come, and that changes of a transaction that was undone
// are none.
func points(t *testing.T, db *store.DB) {
	at := func(change int64) (p store.Point) {
		view(t, db, func(tx *store.Tx) (err error) { p, err = tx.Point(change); return err })
		return p
	}
	empty := at(math.MaxInt64)
	if empty.Change != 0 || empty.Mark == "" {
		t.Errorf("of an empty database: %+v", empty)
	}
	save(t, db, store.Reading{Article: Article("one", "Text.")})
	first := at(math.MaxInt64)
	if first.Change == 0 || first.Mark == empty.Mark {
		t.Errorf("after the first change %+v, before it %+v", first, empty)
	}
	err := db.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.TakeDown("one", true), errors.New("undone"))
	})
	if now := at(math.MaxInt64); err == nil || now != first {
		t.Errorf("after a transaction that was undone (%v) %+v, before it %+v", err, now, first)
	}
	for _, id := range []news.ArticleID{"two", "three"} {
		save(t, db, store.Reading{Article: Article(string(id), "Text.")})
	}
	if now := at(math.MaxInt64); now.Mark != first.Mark || now.Change <= first.Change {
		t.Errorf("the same process goes on at %+v after %+v", now, first)
	}
	for _, was := range []store.Point{empty, first} {
		if got := at(was.Change); got != was {
			t.Errorf("point %d was %+v, is %+v", was.Change, was, got)
		}
	}
	// Put back under this process, it goes on under other marks.
	lost := at(math.MaxInt64)
	marks := map[string]bool{lost.Mark: true}
	for range 2 {
		update(t, db, func(tx *store.Tx) error {
			_, err := tx.SQL().ExecContext(t.Context(), `UPDATE counter SET n = n - 1 WHERE name = 'change'`) // as in an older copy
			return err
		})
		save(t, db, store.Reading{Article: Article("four"+string(rune('a'+len(marks))), "Text.")})
		now := at(math.MaxInt64)
		if now.Change != lost.Change || marks[now.Mark] {
			t.Errorf("restored, and as far as before: %+v, was %+v", now, lost)
		}
		marks[now.Mark] = true
		update(t, db, func(tx *store.Tx) error {
			_, err := tx.SQL().ExecContext(t.Context(), `DELETE FROM history WHERE start = $1`, now.Change)
			return err
		})
	}
}

// oldPoints checks that the history has a bound: the stretches of long ago have no mark any more, so that nothing is taken for built of them.
func oldPoints(t *testing.T, db *store.DB) {
	const stretches, last = 10_100, 20_000
	update(t, db, func(tx *store.Tx) error {
		_, err := tx.SQL().ExecContext(t.Context(), `INSERT INTO history (start, mark)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10100) SELECT i, 'of long ago' FROM n`)
		_, err2 := tx.SQL().ExecContext(t.Context(), `UPDATE counter SET n = 20000 WHERE name = 'change'`)
		return errors.Join(err, err2)
	})
	save(t, db, store.Reading{Article: Article("one", "Text.")})
	view(t, db, func(tx *store.Tx) error {
		var n int
		err := tx.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM history`).Scan(&n)
		gone, err2 := tx.Point(stretches - 10_000)
		kept, err3 := tx.Point(stretches - 9_998)
		now, err4 := tx.Point(math.MaxInt64)
		if n != 10_000 || gone.Mark != "" || kept.Mark != "of long ago" || now.Change <= last || now.Mark == "" || now.Mark == kept.Mark {
			t.Errorf("%d stretches; of long ago %+v, of the oldest that is kept %+v, of now %+v", n, gone, kept, now)
		}
		return errors.Join(err, err2, err3, err4)
	})
}
