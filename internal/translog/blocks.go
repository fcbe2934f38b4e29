package translog

import (
	"fmt"
	"sync"
)

// Entry is the text of a leaf with its number.
type Entry struct {
	N    int64
	Text []byte
}

// blocksKept is how many blocks of Width leaves a Blocks holds: half a megabyte.
const blocksKept = 32

// Blocks is a HashReader that asks for the hashes stored with many leaves at once and remembers some. It may be used by
// several goroutines.
type Blocks struct {
	// Load returns the hashes that each leaf from first on, before end, completes, joined; see JoinHashes.
	Load func(first, end int64) ([][]byte, error)
	Size int64 // no leaf from here on is asked for

	mu    sync.Mutex // owns what follows
	kept  map[int64][][]byte
	order []int64
	ends  map[int64][]byte // of the last leaf of each block that was asked for: what lies above level 8 is with these alone
}

// ReadHashes returns stored hashes by their indexes.
func (b *Blocks) ReadHashes(indexes []int64) ([]Hash, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := make([]Hash, len(indexes))
	for i, x := range indexes {
		n, level := Place(x)
		if n >= b.Size {
			return nil, fmt.Errorf("read hash %d of a log: leaf %d is not in it", x, n)
		}
		row, err := b.row(n, level)
		if err != nil {
			return nil, err
		}
		at := level * len(Hash{})
		if at+len(Hash{}) > len(row) {
			return nil, fmt.Errorf("read hash %d of a log: it is not stored with leaf %d", x, n)
		}
		out[i] = Hash(row[at:])
	}
	return out, nil
}

// row returns the hashes that a leaf completes, among them one of that level. The proof of a leaf takes one block, and single rows of others.
func (b *Blocks) row(n int64, level int) ([]byte, error) {
	if level < height {
		rows, err := b.block(n / Width)
		if err != nil {
			return nil, err
		}
		return rows[n%Width], nil
	}
	if row, ok := b.ends[n/Width]; ok {
		return row, nil
	}
	rows, err := b.load(n, n+1)
	if err != nil {
		return nil, err
	}
	b.keepEnd(n, rows[0])
	return rows[0], nil
}

func (b *Blocks) keepEnd(n int64, row []byte) {
	if b.ends == nil {
		b.ends = map[int64][]byte{}
	}
	b.ends[n/Width] = row
}

func (b *Blocks) load(first, end int64) ([][]byte, error) {
	rows, err := b.Load(first, end)
	if err == nil && int64(len(rows)) != end-first {
		err = fmt.Errorf("%d leaves of %d", len(rows), end-first)
	}
	if err != nil {
		return nil, fmt.Errorf("read the leaves from %d to %d: %w", first, end, err)
	}
	return rows, nil
}

func (b *Blocks) block(n int64) ([][]byte, error) {
	if rows, ok := b.kept[n]; ok {
		return rows, nil
	}
	first, end := n*Width, min((n+1)*Width, b.Size)
	rows, err := b.load(first, end)
	if err != nil {
		return nil, err
	}
	if len(rows) == Width {
		b.keepEnd(end-1, rows[Width-1])
	}
	if b.kept == nil {
		b.kept = map[int64][][]byte{}
	}
	if len(b.order) >= blocksKept {
		delete(b.kept, b.order[0])
		b.order = b.order[1:]
	}
	b.kept[n], b.order = rows, append(b.order, n)
	return rows, nil
}
