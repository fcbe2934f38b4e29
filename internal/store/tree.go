package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/translog"
)

// Edge returns what the tree of the log grows from: its size, and by Root its root.
func (tx *Tx) Edge() (translog.Edge, error) {
	return tx.edge(`SELECT size, roots FROM tree WHERE one = 1`)
}

func (tx *Tx) edge(query string) (translog.Edge, error) {
	var size int64
	var roots []byte
	if err := tx.one("read the tree of the log", query, nil, &size, &roots); err != nil {
		return translog.Edge{}, err
	}
	return translog.ReadEdge(size, roots)
}

// Leaves returns the leaves with the numbers from first on, before end, in order.
func (tx *Tx) Leaves(first, end int64) ([]translog.Entry, error) {
	return all(tx, "list leaves", `SELECT n, body FROM leaf WHERE n >= $1 AND n < $2 ORDER BY n`, []any{first, end}, scanLeaf)
}

// TimeOfLeaves returns when the first of the leaves from n on happened that names a time; zero: none does.
func (tx *Tx) TimeOfLeaves(n int64) (time.Time, error) {
	var at int64
	err := tx.one("read the time of a leaf", `SELECT at FROM leaf WHERE n >= $1 AND at <> 0 ORDER BY n LIMIT 1`, []any{n}, &at)
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, nil
	}
	return moment(at), err
}

func scanLeaf(scan func(...any) error) (l translog.Entry, err error) {
	err = scan(&l.N, &l.Text)
	return l, err
}

// LeafHashes returns the hashes that each of those leaves completes, joined.
func (tx *Tx) LeafHashes(first, end int64) ([][]byte, error) {
	return all(tx, "read hashes of the log", `SELECT hashes FROM leaf WHERE n >= $1 AND n < $2 ORDER BY n`, []any{first, end}, column[[]byte])
}

// hadLogKey is the name of the count that says that the log has had a key.
const hadLogKey = "log key"

// HadLogKey reports whether SetHadLogKey was called: whoever finds no key then has lost it.
func (tx *Tx) HadLogKey() (bool, error) {
	var n int64
	err := tx.one("read whether the log had a key", `SELECT n FROM counter WHERE name = $1`, []any{hadLogKey}, &n)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// SetHadLogKey notes that the log has a key.
func (tx *Tx) SetHadLogKey() error {
	return tx.exec("note that the log has a key", `INSERT INTO counter (name, n) VALUES ($1, 1) ON CONFLICT (name) DO NOTHING`, hadLogKey)
}

// KeyLeaves returns the leaves that name keys, in order.
func (tx *Tx) KeyLeaves() ([]translog.Entry, error) {
	return all(tx, "list keys of the log", `SELECT n, body FROM leaf WHERE kind = 'key' ORDER BY n`, nil, scanLeaf)
}

// LeavesOfVersions are the leaves of the captures from which the versions of a report were read. A version that was read before
// there was a log, or of no capture, is absent.
type LeavesOfVersions struct {
	Present int                    // the version that was read last
	Leaves  map[int]translog.Entry // by number of the version
}

// VersionLeaves returns for reports the leaves of the captures from which the texts of their versions were read.
func (tx *Tx) VersionLeaves(ids []news.ArticleID) (map[news.ArticleID]LeavesOfVersions, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	type version struct {
		id news.ArticleID
		n  int
	}
	var w where
	w.add("kind = 'version' AND article <> ''")
	addIn(&w, "article", texts(ids))
	read, err := all(tx, "list leaves of texts", "SELECT n, body FROM leaf"+w.sql()+" ORDER BY n", w.args, scanLeaf)
	if err != nil {
		return nil, err
	}
	out := map[news.ArticleID]LeavesOfVersions{}
	of := map[version]int64{}
	for _, r := range read {
		l, err := translog.ReadLeaf(r.Text)
		if err != nil {
			return nil, fmt.Errorf("leaf %d: %w", r.N, err)
		}
		v := version{news.ArticleID(l.Article), int(l.N)}
		of[v] = l.Capture // the last one is that of the text that stands
		out[v.id] = LeavesOfVersions{v.n, map[int]translog.Entry{}}
	}
	texts, err := tx.leavesByNumber(slices.Collect(maps.Values(of)))
	if err != nil {
		return nil, err
	}
	for v, n := range of {
		if l, ok := texts[n]; ok {
			out[v.id].Leaves[v.n] = l
		}
	}
	return out, nil
}

// LeafOf returns the leaf of the answer that lies at a place in the archive, of that address; without a text: there is none.
func (tx *Tx) LeafOf(at news.Ref) (l translog.Entry, err error) {
	err = tx.one(fmt.Sprintf("find the leaf of the answer in %s at %d", at.File, at.Offset), `
		SELECT l.n, l.body FROM capture c JOIN leaf l ON l.capture = c.id AND l.capture <> 0
		WHERE c.url = $1 AND c.file = $2 AND c.pos = $3 ORDER BY l.n LIMIT 1`, []any{at.URL, at.File, at.Offset}, &l.N, &l.Text)
	if errors.Is(err, ErrNotFound) {
		return translog.Entry{}, nil
	}
	return l, err
}

// leavesByNumber returns some leaves. Those that are not there are absent.
func (tx *Tx) leavesByNumber(numbers []int64) (map[int64]translog.Entry, error) {
	out := map[int64]translog.Entry{}
	numbers = slices.DeleteFunc(numbers, func(n int64) bool { return n == translog.None })
	if len(numbers) == 0 {
		return out, nil
	}
	var w where
	addIn(&w, "n", numbers)
	list, err := all(tx, "list leaves of captures", "SELECT n, body FROM leaf"+w.sql(), w.args, scanLeaf)
	for _, l := range list {
		out[l.N] = l
	}
	return out, err
}

// DownLeaves returns the numbers of the leaves that are of reports which the operator has taken down: of their texts and
// digests, and of all that their addresses answered; in order. Few reports are down: SQLite joins from these on, as the order of a CROSS JOIN says.
func (tx *Tx) DownLeaves() ([]int64, error) {
	return all(tx, "list leaves of reports taken down", `
		SELECT l.n FROM article a CROSS JOIN leaf l WHERE l.article = a.id AND l.article <> '' AND a.down = 1 AND l.kind <> 'down'
		UNION SELECT l.n FROM article a CROSS JOIN lead p CROSS JOIN capture c CROSS JOIN leaf l WHERE p.article = a.id AND c.lead = p.id AND l.capture = c.id
			AND a.down = 1 AND c.lead <> 0 AND l.capture <> 0 AND p.article <> '' ORDER BY 1`, nil, column[int64])
}
