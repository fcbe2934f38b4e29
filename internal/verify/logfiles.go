package verify

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/waidian/waidian/internal/translog"
)

// others looks at each file of the log's folder that the walk has passed by: a smaller tile of a checkpoint before must be the
// beginning of the one that it became, and what is no part of the log is listed.
func (w *walk) others() error {
	err := fs.WalkDir(w.folder, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || p == CheckpointName || p == KeyName {
			return err
		}
		t, err := translog.ParseTilePath(p)
		if err != nil {
			w.stray(p)
			return nil
		}
		w.other(t)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	return nil
}

func (w *walk) stray(path string) {
	if len(w.log.Strays) < mostFaults {
		w.log.Strays = append(w.log.Strays, path)
	}
}

// held returns the part of a tile that is in the log of the checkpoint: its width is 0 if the whole of it lies behind that.
func (w *walk) held(t translog.Tile) translog.Tile {
	hashes := w.log.Size
	for range max(t.L, 0) {
		hashes /= translog.Width
	}
	t.W = int(max(0, min(translog.Width, hashes-t.N*translog.Width)))
	return t
}

// other compares a tile or a bundle with the tile that the walk has checked at its place.
func (w *walk) other(t translog.Tile) {
	held := w.held(t)
	switch {
	case held.W == t.W:
		return // the walk has read it
	case held.W > t.W:
		w.log.Kept++
	default:
		w.log.Beyond++
	}
	hashes, err := w.hashesOf(t)
	if err != nil {
		w.faults.add(t.Path(), "%v", err)
		return
	}
	whole, err := w.hashesOf(translog.Tile{L: max(held.L, 0), N: held.N, W: held.W})
	if held.W == 0 || err != nil {
		return // nothing to compare it with, or what is wrong with that was said by the walk
	}
	if n := min(len(hashes), held.W); !slices.Equal(hashes[:n], whole[:n]) {
		w.faults.add(t.Path(), "is not the beginning of %s: one of the two was changed", translog.Tile{L: max(t.L, 0), N: held.N, W: held.W}.Path())
	}
}

// hashesOf reads the hashes of a tile, or those of the leaves in a bundle. The file, or the one that it became, must have as many as its name says.
func (w *walk) hashesOf(t translog.Tile) ([]translog.Hash, error) {
	if t.W == 0 {
		return nil, nil
	}
	lies, b, err := readTile(w.folder, t, maxBundle)
	if err != nil {
		return nil, err
	}
	if t.L != translog.Bundles {
		hashes, err := translog.SplitHashes(b)
		if err != nil || len(hashes) != lies.W {
			return nil, fmt.Errorf("has %d bytes, which are not %d hashes", len(b), lies.W)
		}
		return hashes[:t.W], nil
	}
	texts, err := translog.ReadBundle(b)
	if err != nil || len(texts) != lies.W {
		return nil, fmt.Errorf("is not a bundle of %d leaves", lies.W)
	}
	hashes := make([]translog.Hash, t.W)
	for i := range hashes {
		hashes[i] = translog.LeafHash(texts[i])
	}
	return hashes, nil
}
