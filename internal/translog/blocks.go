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
		rows, err := b.block(n / Width)
		if err != nil {
			return nil, err
		}
		hashes, err := SplitHashes(rows[n%Width])
		if err != nil || level >= len(hashes) {
			return nil, fmt.Errorf("read hash %d of a log: it is not stored with leaf %d", x, n)
		}
		out[i] = hashes[level]
	}
	return out, nil
}

func (b *Blocks) block(n int64) ([][]byte, error) {
	if rows, ok := b.kept[n]; ok {
		return rows, nil
	}
	first, end := n*Width, min((n+1)*Width, b.Size)
	rows, err := b.Load(first, end)
	if err == nil && int64(len(rows)) != end-first {
		err = fmt.Errorf("%d leaves of %d", len(rows), end-first)
	}
	if err != nil {
		return nil, fmt.Errorf("read the leaves from %d to %d: %w", first, end, err)
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
