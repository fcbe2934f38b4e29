package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"

	"github.com/waidian/waidian/internal/translog"
)

// Log is what was found of a published log.
type Log struct {
	translog.Checkpoint
	Tiles    int      // of hashes, each compared with the ones below it, and all with the checkpoint
	Texts    int64    // leaves whose text is there, and has the hash of the tree
	Withheld int64    // leaves whose text is not there; their hashes are
	Bundles  int      // that are not there
	Absent   []string // the first of these, by their path in the log's folder
	Later    int64    // leaves of the log of which there are tiles, where that is later than the checkpoint; 0: it is not
	Kept     int      // tiles and bundles of former, smaller checkpoints, each the beginning of the one that it became
	Beyond   int      // files of leaves behind the checkpoint: what is in them of those leaves is shown by nothing
	Strays   []string // files in the log's folder that are no part of a log: nothing is shown of them
}

// The names of a log's files in its folder.
const (
	CheckpointName = "checkpoint"
	KeyName        = "key.txt"
)

// maxNote bounds a checkpoint, a proof or a list of keys, in bytes.
const maxNote = 128 << 10

// maxTile is the length of a whole tile of hashes, in bytes.
const maxTile = translog.Width * len(translog.Hash{})

// maxBundle bounds a bundle of leaves, in bytes.
const maxBundle = translog.Width * (translog.MaxLeaf + 2)

// Past is what a proof says that the log was.
type Past struct {
	Path    string        // of the proof
	Root    translog.Hash // of the log then
	Foreign error         // why no key at hand has signed that; nil: one has
}

// Pasts are those of one log by its size then, each root once signed and once not.
type Pasts map[int64][]Past

// CheckLog compares all files of a log with its checkpoint, which one of the keys must have signed. Each of its pasts must be its
// beginning: it is a fault where one that was signed is not, and where one that was not signed is not, either. It holds one tile
// a level in memory.
func CheckLog(folder fs.FS, pasts Pasts, keys ...translog.Verifier) (Log, error) {
	signed, err := read(folder, CheckpointName, maxNote)
	if err != nil {
		return Log{}, Fault{CheckpointName, "cannot be read: " + err.Error()}
	}
	c, err := Checkpoint(signed, keys...)
	if err != nil {
		return Log{}, Fault{CheckpointName, err.Error()}
	}
	w := &walk{folder: folder, pasts: pasts, log: Log{Checkpoint: c}}
	for n := int64(0); n*translog.Width < c.Size; n++ {
		w.bottom(translog.Tile{N: n, W: int(min(translog.Width, c.Size-n*translog.Width))})
	}
	w.end()
	w.log.Later = later(folder, c.Size)
	if err := w.others(); err != nil {
		return w.log, errors.Join(w.faults.err(), err)
	}
	for size, of := range pasts {
		for _, past := range of {
			if size > c.Size && past.Foreign == nil {
				w.faults.add(CheckpointName, "says that the log has %d leaves, and a proof shows that it had %d before: this checkpoint is older than the proof", c.Size, size)
			} else if size > c.Size {
				w.faults.add(past.Path, "%v", past.Foreign)
			}
		}
	}
	return w.log, w.faults.err()
}

// walk goes through the tiles of a log from its first leaf to its last.
type walk struct {
	folder fs.FS
	pasts  Pasts
	log    Log
	faults faults
	parted faults // pasts that are not the beginning of the log, if the tiles are those of the log
	edge   translog.Edge
	above  [][]translog.Hash // of the tile of each level that is under way, from level 1
	lost   bool              // a tile cannot be read: what is above it cannot be computed
}

// bottom reads a tile of leaves, and the bundle of their texts.
func (w *walk) bottom(t translog.Tile) {
	hashes, err := w.tile(t)
	if err != nil {
		w.lost = true
		w.faults.add(t.Path(), "%v", err)
		return
	}
	w.texts(translog.Tile{L: translog.Bundles, N: t.N, W: t.W}, hashes)
	for _, h := range hashes {
		if w.lost {
			return
		}
		w.edge.Append(h)
		w.past()
	}
	if t.W == translog.Width {
		w.push(1, rootOf(hashes))
	}
}

// past compares the log as far as it was gone through with what proofs say that it was.
func (w *walk) past() {
	for _, past := range w.pasts[w.edge.Size] {
		switch {
		case past.Root == w.edge.Root():
		case past.Foreign != nil:
			w.parted.add(past.Path, "%v", past.Foreign)
		default:
			w.parted.add(past.Path, "the log of %d leaves that was signed for it is not the beginning of this one: the desk keeps two logs", w.edge.Size)
		}
	}
}

// push adds a hash to the tile of a level, and compares the tile with its file when it is whole.
func (w *walk) push(level int, h translog.Hash) {
	if level > len(w.above) {
		w.above = append(w.above, nil)
	}
	under := append(w.above[level-1], h)
	w.above[level-1] = under
	if len(under) < translog.Width {
		return
	}
	w.compare(translog.Tile{L: level, N: (w.edge.Size - 1) >> (8 * (level + 1)), W: translog.Width}, under)
	w.above[level-1] = under[:0]
	w.push(level+1, rootOf(under))
}

// end compares the tiles that are not whole, and the root.
func (w *walk) end() {
	if w.lost {
		return
	}
	for i, hashes := range w.above {
		if len(hashes) > 0 {
			w.compare(translog.Tile{L: i + 1, N: w.edge.Size >> (8 * (i + 2)), W: len(hashes)}, hashes)
		}
	}
	if w.edge.Root() != w.log.Root {
		w.faults.add(CheckpointName, "does not fit the tiles: their root is %v, and %v was signed; one of them was changed", w.edge.Root(), w.log.Root)
		return
	}
	w.faults.list, w.faults.n = append(w.faults.list, w.parted.list...), w.faults.n+w.parted.n
}

// compare checks a tile against what the tiles below it give.
func (w *walk) compare(t translog.Tile, want []translog.Hash) {
	hashes, err := w.tile(t)
	if err != nil {
		w.faults.add(t.Path(), "%v", err)
		return
	}
	for i := range hashes {
		if hashes[i] != want[i] {
			below := translog.Tile{L: t.L - 1, N: t.N*translog.Width + int64(i), W: translog.Width}
			w.faults.add(t.Path(), "does not fit %s: one of the two was changed", below.Path())
		}
	}
}

// tile reads the hashes of a tile. A tile that is not whole may lie there as a larger one that it became.
func (w *walk) tile(t translog.Tile) ([]translog.Hash, error) {
	hashes, err := w.hashesOf(t)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("is missing: without it the log cannot be checked")
	}
	if err != nil {
		return nil, err
	}
	w.log.Tiles++
	return hashes, nil
}

// texts compares the texts of leaves with their hashes.
func (w *walk) texts(t translog.Tile, hashes []translog.Hash) {
	said, err := w.hashesOf(t)
	if errors.Is(err, fs.ErrNotExist) {
		if len(w.log.Absent) < mostFaults {
			w.log.Absent = append(w.log.Absent, t.Path())
		}
		w.log.Bundles, w.log.Withheld = w.log.Bundles+1, w.log.Withheld+int64(t.W)
		return
	}
	if err != nil {
		w.faults.add(t.Path(), "%v", err)
		return
	}
	for i, h := range hashes {
		if said[i] != h {
			w.faults.add(t.Path(), "leaf %d does not have the hash of the tree: it or %s was changed",
				t.N*translog.Width+int64(i), translog.Tile{N: t.N, W: t.W}.Path())
			return
		}
		w.log.Texts++
	}
}

// readTile reads a tile, or the next one that it became, which begins with it; lies is the one that was read.
func readTile(log fs.FS, t translog.Tile, most int64) (lies translog.Tile, b []byte, err error) {
	b, err = read(log, t.Path(), most)
	if !errors.Is(err, fs.ErrNotExist) || t.W == translog.Width {
		return t, b, err
	}
	for _, w := range append(widths(log, t), translog.Width) {
		if grown := (translog.Tile{L: t.L, N: t.N, W: w}); w > t.W {
			if b, err := read(log, grown.Path(), most); !errors.Is(err, fs.ErrNotExist) {
				return grown, b, err
			}
		}
	}
	return t, b, err
}

// widths are those of the tiles at the place of a tile that are not whole, the smallest first.
func widths(log fs.FS, t translog.Tile) (out []int) {
	t.W = 1
	list, err := fs.ReadDir(log, path.Dir(t.Path()))
	if err != nil {
		return nil
	}
	for _, f := range list {
		if w, err := strconv.Atoi(f.Name()); err == nil && 0 < w && w < translog.Width {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// later is how many leaves the log has at least of which there are tiles of hashes, if those are more than size; else 0.
func later(log fs.FS, size int64) int64 {
	t := translog.Tile{N: size / translog.Width, W: translog.Width}
	most := int64(0)
	if _, err := fs.Stat(log, t.Path()); err == nil {
		most = (t.N + 1) * translog.Width
	} else if w := widths(log, t); len(w) > 0 {
		most = t.N*translog.Width + int64(w[len(w)-1])
	}
	if most <= size {
		return 0
	}
	return most
}

// Unshown is the error of what the files at hand neither show nor refute.
type Unshown struct{ Why string }

func (u Unshown) Error() string { return u.Why }

// Published opens the checkpoint that lies in a log's folder, and checks that the log that was signed before is the beginning of
// this one. The error is an Unshown where a tile that this needs is not there, and where the checkpoint is older than the other.
func Published(log fs.FS, before translog.Checkpoint, keys ...translog.Verifier) (translog.Checkpoint, error) {
	signed, err := read(log, CheckpointName, maxNote)
	if errors.Is(err, fs.ErrNotExist) {
		return translog.Checkpoint{}, Unshown{"it is not there: whether the log that is published begins with that of the proof cannot be told"}
	}
	if err != nil {
		return translog.Checkpoint{}, err
	}
	c, err := Checkpoint(signed, keys...)
	if err != nil {
		return translog.Checkpoint{}, err
	}
	switch {
	case c.Size < before.Size:
		return c, Unshown{fmt.Sprintf("it says that the log has %d leaves, and the proof shows that it had %d: this checkpoint is older than the proof, or the log was cut", c.Size, before.Size)}
	case c.Size == before.Size && c.Root == before.Root:
		return c, nil
	case c.Size == before.Size:
		return c, fmt.Errorf("its log and the one that the proof was made for both have %d leaves, and they are not the same: the roots are %v and %v; the desk keeps two logs",
			c.Size, c.Root, before.Root)
	}
	var missing, unread error
	root, err := translog.Root(before.Size, translog.TileReader(c, func(t translog.Tile) ([]byte, error) {
		_, b, err := readTile(log, t, int64(maxTile))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing = fmt.Errorf("there is no tile %s/%s", LogFolder, t.Path())
		case err != nil:
			unread = fmt.Errorf("tile %s/%s cannot be read: %w", LogFolder, t.Path(), err)
		}
		return b[:min(len(b), t.W*len(translog.Hash{}))], err
	}))
	switch {
	case missing != nil:
		return c, Unshown{fmt.Sprintf("whether the log of %d leaves is the beginning of that of %d cannot be checked: %v", before.Size, c.Size, missing)}
	case unread != nil:
		return c, unread
	case err != nil:
		return c, fmt.Errorf("the tiles in %s/tile are not those of the checkpoint: one was changed, or cut", LogFolder)
	case root != before.Root:
		return c, fmt.Errorf("the log of %d leaves that the proof was made for is not the beginning of that of %d: the desk keeps two logs", before.Size, c.Size)
	}
	return c, nil
}

// rootOf is the root of a whole tile.
func rootOf(hashes []translog.Hash) translog.Hash {
	var e translog.Edge
	for _, h := range hashes {
		e.Append(h)
	}
	return e.Root()
}
