package store

import (
	"crypto/rand"
	"errors"
	"sync"
)

// Point is a point in the history of a database: the number of a change, and the mark of the history that led to it. Numbers
// alone do not tell: a database that was restored from an older copy gives the same numbers to other changes.
type Point struct {
	Change int64
	Mark   string
}

// history is the point to which this process has brought the database last.
type history struct {
	mu   sync.Mutex
	last Point // guarded by mu
}

// before is that point, before the change with number n; the zero Point if the database is not what this process has left.
func (h *history) before(n int64) Point {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.last.Change >= n { // it was put back under this process
		h.last = Point{}
	}
	return h.last
}

func (h *history) reach(p Point) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.Change > h.last.Change {
		h.last = p
	}
}

// stretchesKept is how many stretches of the history are kept: each process that changes reports begins one, and a desk that works by rounds of half
// an hour has 10,000 in seven months. A site whose last build is older than all of them is built anew.
const stretchesKept = 10_000

// Point returns the latest point whose change is not after the one with number change. It has no mark where its stretch is not kept any more.
func (tx *Tx) Point(change int64) (p Point, err error) {
	last, err := tx.LastChange()
	if err != nil {
		return Point{}, err
	}
	p.Change = min(last, change)
	p.Mark, err = tx.markAt(p.Change)
	return p, err
}

func (tx *Tx) markAt(change int64) (mark string, err error) {
	err = tx.one("read the mark of a change", `SELECT mark FROM history WHERE start <= $1 ORDER BY start DESC LIMIT 1`, []any{change}, &mark)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return mark, err
}

// continueHistory notes that the transaction makes the change with number n. Where another process has made the one before, or the
// database was put back, a stretch of history with a mark of its own begins: what was restored never goes on under the mark that was lost.
func (tx *Tx) continueHistory(n int64) error {
	first := tx.point.Change == 0
	tx.point.Change = n
	if !first {
		return nil
	}
	mark, err := tx.markAt(n)
	if err != nil {
		return err
	}
	if mark == "" || mark != tx.db.history.before(n).Mark {
		mark = rand.Text()
		if err := tx.exec("begin a stretch of history", `INSERT INTO history (start, mark) VALUES ($1, $2)`, n, mark); err != nil {
			return err
		}
		if err := tx.exec("forget old stretches of history", `DELETE FROM history WHERE start < (SELECT start FROM history ORDER BY start DESC LIMIT 1 OFFSET $1)`,
			stretchesKept-1); err != nil {
			return err
		}
	}
	tx.point.Mark = mark
	tx.Ended(func(kept bool) {
		if kept {
			tx.db.history.reach(tx.point)
		}
	})
	return nil
}
