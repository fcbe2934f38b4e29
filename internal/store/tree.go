package store

import (
	"fmt"

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

// Leaf is a leaf of the log with its number.
type Leaf struct {
	N    int64
	Text []byte
}

// Leaves returns the leaves with the numbers from first on, before end, in order.
func (tx *Tx) Leaves(first, end int64) ([]Leaf, error) {
	return all(tx, "list leaves", `SELECT n, body FROM leaf WHERE n >= $1 AND n < $2 ORDER BY n`, []any{first, end}, scanLeaf)
}

func scanLeaf(scan func(...any) error) (l Leaf, err error) {
	err = scan(&l.N, &l.Text)
	return l, err
}

// ReadHashes returns stored hashes of the tree by their indexes; see translog.Place.
func (tx *Tx) ReadHashes(indexes []int64) ([]translog.Hash, error) {
	places := make(map[int64][]byte, len(indexes))
	var numbers []int64
	for _, x := range indexes {
		n, _ := translog.Place(x)
		if _, asked := places[n]; !asked {
			places[n] = nil
			numbers = append(numbers, n)
		}
	}
	var w where
	addIn(&w, "n", numbers)
	rows, err := all(tx, "read hashes of the log", "SELECT n, hashes FROM leaf"+w.sql(), w.args, scanLeaf)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		places[r.N] = r.Text
	}
	out := make([]translog.Hash, len(indexes))
	for i, x := range indexes {
		n, level := translog.Place(x)
		hashes, err := translog.SplitHashes(places[n])
		if err != nil || level >= len(hashes) {
			return nil, fmt.Errorf("read hash %d of the log: leaf %d does not have it", x, n)
		}
		out[i] = hashes[level]
	}
	return out, nil
}

// CaptureLeaves returns for reports the leaves of the captures from which their present texts were read. A report whose text
// was read before there was a log, or of no capture, is absent.
func (tx *Tx) CaptureLeaves(ids []news.ArticleID) (map[news.ArticleID]Leaf, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var w where
	w.add("kind = 'version'")
	addIn(&w, "article", texts(ids))
	read, err := all(tx, "list leaves of texts", "SELECT n, body FROM leaf"+w.sql()+" ORDER BY n", w.args, scanLeaf)
	if err != nil {
		return nil, err
	}
	of := map[news.ArticleID]int64{}
	var numbers []int64
	for _, r := range read {
		l, err := translog.ReadLeaf(r.Text)
		if err != nil {
			return nil, fmt.Errorf("leaf %d: %w", r.N, err)
		}
		of[news.ArticleID(l.Article)] = l.Capture // the last one is that of the present text
	}
	for _, n := range of {
		if n != translog.None {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	var c where
	addIn(&c, "n", numbers)
	list, err := all(tx, "list leaves of captures", "SELECT n, body FROM leaf"+c.sql(), c.args, scanLeaf)
	if err != nil {
		return nil, err
	}
	texts := map[int64]Leaf{}
	for _, l := range list {
		texts[l.N] = l
	}
	out := map[news.ArticleID]Leaf{}
	for id, n := range of {
		if l, ok := texts[n]; ok {
			out[id] = l
		}
	}
	return out, nil
}

// DownLeaves returns the numbers of the leaves that are of reports which the operator has taken down: of their texts and
// digests, and of all that their addresses answered; in order.
func (tx *Tx) DownLeaves() ([]int64, error) {
	return all(tx, "list leaves of reports taken down", `
		SELECT l.n FROM article a JOIN leaf l ON l.article = a.id WHERE a.down = 1 AND l.kind <> 'down'
		UNION SELECT l.n FROM article a JOIN lead p ON p.article = a.id JOIN capture c ON c.lead = p.id JOIN leaf l ON l.capture = c.id
			WHERE a.down = 1 AND c.lead <> 0 AND l.capture <> 0 AND p.article <> '' ORDER BY 1`, nil, column[int64])
}
